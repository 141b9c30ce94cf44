"""Runs measurements one after another, each in a child process of its own."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any

from flowerdesk.core import bench
from flowerdesk.core.bench import Measured, Measurement
from flowerdesk.core.events import Event, Progress, ignore
from flowerdesk.core.words import say
from flowerdesk.jobs.outcomes import Cancelled, Crashed, Failed, Finished, Outcome
from flowerdesk.jobs.worker import Worker

STAGE = "bench"


class Bench:
    """Measures; one thread runs it, and any may cancel or kill it."""

    def __init__(self) -> None:
        self._worker: Worker | None = None
        self._cancelled = False

    @property
    def cancelled(self) -> bool:
        """Whether somebody wants no more of it; a job that ends then has not failed."""
        return self._cancelled

    def measure(
        self, measurements: Sequence[Measurement], on_event: Callable[[Event], None]
    ) -> Iterator[Measured]:
        """Yields what each measurement came to, as soon as it did; one that fails does not keep
        the others from going on. Ends early when it was cancelled."""
        calibrated: set[tuple[str, str]] = set()
        for number, one in enumerate(measurements):
            on_event(Progress(STAGE, number, len(measurements), one.title))
            layer = (one.choice.backbone.name, one.choice.layer.name)
            if one.choice.way.precision == "int8" and layer not in calibrated:
                self.run(bench.calibrate, one)
                calibrated.add(layer)
            outcome = self.run(bench.measure, one)
            if self._cancelled:
                return
            match outcome:
                case Finished(result):
                    yield result
                case Failed(message, _, _) | Crashed(message, _):
                    yield one.failed(message)
                case Cancelled():
                    yield one.failed(say("it was stopped"))
        on_event(Progress(STAGE, len(measurements), len(measurements)))

    def run(
        self,
        job: Callable[..., Any],
        *arguments: object,
        on_event: Callable[[Event], None] = ignore,
    ) -> Outcome[Any]:
        """One job in a child of its own."""
        if self._cancelled:
            return Cancelled()
        with Worker() as worker:
            self._worker = worker
            try:
                return worker.run(job, *arguments, on_event=on_event)
            finally:
                self._worker = None

    def cancel(self) -> None:
        """Ends the measurement that runs, and begins no other. Nothing of it need be kept."""
        self._cancelled = True
        if (worker := self._worker) is not None:
            worker.kill()

    kill = cancel
