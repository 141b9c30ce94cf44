"""``flowerdesk bench``: measures every way of computing, and shows a table of what came of it."""

from __future__ import annotations

import signal
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from flowerdesk.cli.commands import JobError, print_json
from flowerdesk.cli.progress import Reporter
from flowerdesk.core import bench as measuring
from flowerdesk.core import scan, words
from flowerdesk.core.backbones.agreement import Agreement
from flowerdesk.core.bench import Measured
from flowerdesk.jobs import Crashed, Failed, Finished
from flowerdesk.jobs.bench import Bench

if TYPE_CHECKING:
    from rich.table import Table


def bench(
    photos: Path | None,
    backbone: str | None,
    layer: str | None,
    weights: Path | None,
    seconds: float,
    as_json: bool,
) -> None:
    chosen = measuring.choices(backbone, layer, weights)
    count = len(scan.scan(photos).photos) if photos else None
    runs = Bench()
    with (
        tempfile.TemporaryDirectory(prefix="flowerdesk-bench-") as folder,
        Reporter() as reporter,
        _ctrl_c(runs.cancel) as interrupts,
    ):
        planned = runs.run(measuring.plan, chosen, photos, Path(folder), seconds, on_event=reporter)
        found: list[Measured] = []
        match planned:
            case Finished(result):
                found += runs.measure(result, reporter)
            case Failed(message, details) | Crashed(message, details) if not interrupts:
                raise JobError(message, details)
    if as_json:
        print_json(_json(found, count))
    elif found:
        _print(found, count)
    if interrupts:
        click.echo("Stopped. What was measured by then is remembered.", err=True)
        raise KeyboardInterrupt


@contextmanager
def _ctrl_c(cancel: Callable[[], None]) -> Iterator[list[int]]:
    """Yields a list that grows with every Ctrl-C."""
    interrupts: list[int] = []

    def stop(number: int, _: object) -> None:
        interrupts.append(number)
        cancel()

    before = signal.signal(signal.SIGINT, stop)
    try:
        yield interrupts
    finally:
        signal.signal(signal.SIGINT, before)


def _json(found: Sequence[Measured], count: int | None) -> dict[str, Any]:
    rows = []
    for one in found:
        row = asdict(one)
        del row["way"]
        row |= {"runtime": one.way.runtime, "precision": one.way.precision}
        if count is not None and one.photos_per_second:
            row["seconds_for_photos"] = count / one.photos_per_second
        rows.append(row)
    return {"photos": count, "measured": rows}


def _print(found: Sequence[Measured], count: int | None) -> None:
    from rich.console import Console

    Console(highlight=False).print(_table(found, count))
    click.echo(
        "\nPhotos a second from files to stored numbers; memory of the whole process at its peak; "
        "the cosine\ntells how near the numbers are to those in float32 (! too far to be used)."
    )
    for one in found:
        if one.problem:
            click.echo(f"{one.backbone} {one.layer}, {one.way}: {one.problem}")


def _table(found: Sequence[Measured], count: int | None) -> Table:
    from rich import box
    from rich.table import Table

    table = Table(box=box.SIMPLE_HEAD, padding=0, show_edge=False)  # within 80 columns
    for heading in ("network", "computed by"):
        table.add_column(heading, no_wrap=True)
    for heading in ("photos/s", "memory", "cosine"):
        table.add_column(heading, justify="right", no_wrap=True)
    if count is not None:
        table.add_column(words.photos(count), justify="right", no_wrap=True)
    network = ""
    for one in found:
        title = f"{one.backbone} {one.layer}"
        if network and title != network:
            table.add_section()
        cells = [title if title != network else "", str(one.way), *_figures(one)]
        if count is not None:
            cells.append(_duration(count / one.photos_per_second) if not one.problem else "")
        table.add_row(*cells)
        network = title
    return table


def _figures(one: Measured) -> tuple[str, str, str]:
    if one.problem:
        return "failed", "", ""
    agrees = Agreement(one.cosine, one.neighbours).suffices(one.way.precision)
    return (
        f"{one.photos_per_second:,.1f}",
        "" if one.memory is None else f"{one.memory / 1e9:.2f} GB",
        f"{one.cosine:.4f}" + ("" if agrees else " !"),
    )


def _duration(seconds: float) -> str:
    if seconds < 99.5:
        return f"{max(1, round(seconds))} s"
    minutes = round(seconds / 60)
    return f"{minutes} min" if minutes < 100 else f"{minutes // 60} h {minutes % 60} min"
