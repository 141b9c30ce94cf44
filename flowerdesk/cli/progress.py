"""Shows a job's events on stderr: bars on a terminal, plain lines elsewhere."""

from __future__ import annotations

import sys
import time
from types import TracebackType
from typing import TYPE_CHECKING, Self

import click

from flowerdesk.core.events import (
    EpochFinished,
    Event,
    IterationFinished,
    Notice,
    PhotoSkipped,
    Progress,
    Validated,
)

if TYPE_CHECKING:
    from rich.progress import Progress as Bars
    from rich.progress import TaskID

_TITLES = {
    "load": "Waking the network",
    "write": "Writing the export",
    "report": "Gathering photos",
    "prove": "Asking the export",
    "try": "Trying what is fastest here",
    "bench": "Measuring",
    "extract": "Looking at the photos",
    "train": "Learning the labels",
    "predict": "Naming the photos",
    "download": "Downloading",
    "codes": "Writing the codes",
    "draw": "Drawing sample photos",
    "components": "Finding what differs most",
    "neighbours": "Finding neighbours",
    "map": "Arranging the photos",
    "similar": "Comparing the photos",
    "occlusion": "Hiding each place",
    "look through": "Looking through the photos",
    "pattern": "Making the pattern",
    "measure": "Measuring the photos",
    "duplicates": "Looking for photos that are there twice",
    "labels": "Looking for wrong labels",
}
_WITH_RATE = {"extract", "predict", "draw", "look through", "measure"}
_SECONDS_BETWEEN_LINES = 5.0


class Reporter:
    """An event listener for one command; use it as a context manager."""

    def __init__(self) -> None:
        self._view = _Bars() if sys.stderr.isatty() else _Lines()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._view.close()

    def __call__(self, event: Event) -> None:
        match event:
            case Progress(stage, done, total):
                self._view.progress(stage, done, total)
            case EpochFinished(epoch, epochs, loss, accuracy):
                detail = f"loss {loss:.3f}, {accuracy:.1%} right on the photos it checks with"
                self._view.progress("train", epoch, epochs, detail)
            case PhotoSkipped(path, reason):
                self._view.say(f"Skipped {path}: {reason}")
            case Notice(message):
                self._view.say(message)
            case IterationFinished() | Validated():
                pass  # the epochs tell it well enough in text

    def say(self, message: str) -> None:
        self._view.say(message)


class _Lines:
    """Plain lines: the start and the end of each stage, and every few seconds between."""

    def __init__(self) -> None:
        self._stage = ""
        self._started = self._said = 0.0

    def progress(self, stage: str, done: int, total: int | None, detail: str = "") -> None:
        now = time.monotonic()
        is_new = stage != self._stage
        if is_new:
            self._stage, self._started = stage, now
        elif done != total and now - self._said < _SECONDS_BETWEEN_LINES:
            return
        self._said = now
        self.say(_line(stage, done, total, now - self._started, detail))

    def say(self, message: str) -> None:
        click.echo(message, err=True)

    def close(self) -> None:
        pass


class _Bars:
    """Rich's progress bars with rate and time left."""

    def __init__(self) -> None:
        from rich.console import Console
        from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeRemainingColumn
        from rich.progress import Progress as Bars

        self._bars: Bars = Bars(
            TextColumn("{task.description}"),
            BarColumn(),
            MofNCompleteColumn(),
            TextColumn("{task.fields[rate]}"),
            TimeRemainingColumn(),
            TextColumn("{task.fields[detail]}"),
            console=Console(stderr=True),
        )
        self._tasks: dict[str, TaskID] = {}
        self._started: dict[str, float] = {}
        self._bars.start()

    def progress(self, stage: str, done: int, total: int | None, detail: str = "") -> None:
        if stage not in self._tasks:
            self._tasks[stage] = self._bars.add_task(
                _TITLES.get(stage, stage), total=total, rate="", detail=""
            )
            self._started[stage] = time.monotonic()
        seconds = time.monotonic() - self._started[stage]
        self._bars.update(
            self._tasks[stage],
            completed=done,
            total=total,
            rate=_rate(stage, done, seconds),
            detail=detail,
        )

    def say(self, message: str) -> None:
        self._bars.console.print(message, markup=False, highlight=False, soft_wrap=True)

    def close(self) -> None:
        self._bars.stop()


def _line(stage: str, done: int, total: int | None, seconds: float, detail: str) -> str:
    title = _TITLES.get(stage, stage)
    if total is None:
        return f"{title} …"
    amounts = f"{done / 1e6:,.1f} of {total / 1e6:,.1f} MB"
    line = f"{title}: {amounts if stage == 'download' else f'{done:,} of {total:,}'}"
    notes = [note for note in (_rate(stage, done, seconds), detail) if note]
    if 0 < done < total:
        notes.append(f"{seconds * (total - done) / done:,.0f} s left")
    return f"{line} ({', '.join(notes)})" if notes else line


def _rate(stage: str, done: int, seconds: float) -> str:
    if not done or seconds < 0.5:
        return ""
    if stage == "download":
        return f"{done / 1e6 / seconds:,.1f} MB a second"
    return f"{done / seconds:,.1f} a second" if stage in _WITH_RATE else ""
