"""How looking at the photos and learning them goes: state for the Learn page, and its buttons."""

from __future__ import annotations

import time
from collections import deque
from dataclasses import dataclass, field
from enum import Enum, auto

from PySide6.QtCore import QObject, Signal

from flowerdesk.app.job_runner import JobRunner
from flowerdesk.app.sentences import told
from flowerdesk.app.session import Session
from flowerdesk.core import workflow
from flowerdesk.core.events import (
    EpochFinished,
    Event,
    IterationFinished,
    Notice,
    PhotoSkipped,
    Progress,
    Validated,
)
from flowerdesk.core.training import HeadSettings
from flowerdesk.core.workflow import BackboneRequest
from flowerdesk.jobs import Cancelled, Crashed, Failed, Finished

_SECONDS_BETWEEN_SNAPSHOTS = 5.0


class Stage(Enum):
    IDLE = auto()
    STARTING = auto()
    LOOKING = auto()
    LEARNING = auto()
    PAUSED = auto()


class Rate:
    """Photos per second over the last seconds, so that a slow start does not spoil it."""

    _SECONDS = 10.0

    def __init__(self) -> None:
        self._points: deque[tuple[float, int]] = deque()

    def add(self, done: int) -> None:
        now = time.monotonic()
        self._points.append((now, done))
        while len(self._points) > 2 and now - self._points[0][0] > self._SECONDS:
            self._points.popleft()

    @property
    def per_second(self) -> float | None:
        if len(self._points) < 2:
            return None
        (began, before), (now, done) = self._points[0], self._points[-1]
        return (done - before) / (now - began) if now > began and done > before else None


@dataclass
class Looking:
    """How far the extraction is."""

    done: int = 0
    total: int = 0
    photo: str = ""
    """The photo that was looked at last, as the project knows it."""
    rate: Rate = field(default_factory=Rate)
    skipped: list[tuple[str, str]] = field(default_factory=list)
    trying: str = ""
    """The way of computing that is being timed before photos are looked at, or nothing."""

    @property
    def seconds_left(self) -> float | None:
        per_second = self.rate.per_second
        return (self.total - self.done) / per_second if per_second else None


@dataclass
class Course:
    """How far the training is: its history up to now."""

    epochs: int = 0
    epoch: int = 0
    batches: int = 0
    """In an epoch; what is wanted until the first one has ended."""
    losses: list[tuple[int, float]] = field(default_factory=list)
    """(iteration, loss)"""
    accuracies: list[tuple[int, float]] = field(default_factory=list)
    """(iteration, validation accuracy)"""
    started: float = field(default_factory=time.monotonic)

    @property
    def best(self) -> tuple[int, float] | None:
        """The first of the highest validation accuracies, with its iteration."""
        return max(self.accuracies, key=lambda point: point[1], default=None)

    @property
    def seconds_left(self) -> float | None:
        if not self.epoch:
            return None
        each = (time.monotonic() - self.started) / self.epoch
        return (self.epochs - self.epoch) * each


class Learning(QObject):
    """Starts, pauses and stops what the primary button asks for, and shows how it goes.

    Signals:
        stage_changed(): ``stage`` is another one.
        progressed(): ``looking`` or ``course`` has news.
        run_finished(TrainReport): a run was learned, or stopped with what it had reached.
        noticed(sentence): something that a person should know; the work goes on.
        failed(sentence, details): the work ended with an error; what was done is kept.
    """

    stage_changed = Signal()
    progressed = Signal()
    run_finished = Signal(object)
    noticed = Signal(str)
    failed = Signal(str, str)

    def __init__(self, session: Session, runner: JobRunner, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.stage = Stage.IDLE
        self.looking = Looking()
        self.course = Course()
        self._session = session
        self._runner = runner
        self._job: int | None = None
        self._pausing = False
        self._asked: tuple[BackboneRequest, HeadSettings] | None = None
        self._next_snapshot = 0.0
        runner.reported.connect(self._on_event)
        runner.ended.connect(self._on_ended)

    @property
    def running(self) -> bool:
        return self._job is not None

    def start(self, backbone: BackboneRequest, settings: HeadSettings) -> None:
        """Does all that is missing: looks at the photos that are new, then learns."""
        snapshot = self._session.snapshot
        if self.running or snapshot is None or self._session.read_only:
            return
        self._asked = (backbone, settings)
        self.looking = Looking()
        self.course = Course(epochs=settings.epochs, batches=settings.batches)
        self._pausing = False
        self._job = self._runner.start(workflow.train, snapshot.path, None, backbone, settings)
        self._set_stage(Stage.STARTING)

    def pause(self) -> None:
        """Stops after the batch in flight; ``resume`` goes on from there."""
        if self._job is not None:
            self._pausing = True
            self._runner.cancel(self._job)

    def resume(self) -> None:
        if self.stage is Stage.PAUSED and self._asked is not None:
            self.start(*self._asked)

    def stop(self) -> None:
        """Stops and keeps what was done; a training keeps a head as if that had been its end."""
        if self._job is not None:
            self._pausing = False
            self._runner.cancel(self._job)
        elif self.stage is Stage.PAUSED:
            self._set_stage(Stage.IDLE)

    def _set_stage(self, stage: Stage) -> None:
        if stage is not self.stage:
            self.stage = stage
            self.stage_changed.emit()

    def _on_event(self, job_id: int, event: Event) -> None:
        if job_id != self._job:
            return
        match event:
            case Progress(stage="extract", done=done, total=total, detail=photo):
                self.looking.done, self.looking.total = done, total or 0
                self.looking.photo = photo or self.looking.photo
                self.looking.rate.add(done)
                self._set_stage(Stage.LOOKING)
                self._refresh_sometimes()
            case Progress(stage="try", detail=way):
                self.looking.trying = way
            case PhotoSkipped(path=path, reason=reason):
                self.looking.skipped.append((path, reason))
            case Progress(stage="train"):
                self.course.started = time.monotonic()
                self._set_stage(Stage.LEARNING)
            case IterationFinished(iteration=iteration, loss=loss):
                self.course.losses.append((iteration, loss))
            case Validated(iteration=iteration, validation_accuracy=accuracy):
                self.course.accuracies.append((iteration, accuracy))
            case EpochFinished(epoch=epoch):
                if epoch > self.course.epoch:  # few photos make fewer batches than were wanted
                    self.course.batches = len(self.course.losses) // epoch
                self.course.epoch = epoch
            case Notice(message=message):
                self.noticed.emit(told(message))
                return
        self.progressed.emit()

    def _refresh_sometimes(self) -> None:
        now = time.monotonic()
        if now >= self._next_snapshot:
            self._next_snapshot = now + _SECONDS_BETWEEN_SNAPSHOTS
            self._session.refresh()

    def _on_ended(self, job_id: int, outcome: object) -> None:
        if job_id != self._job:
            return
        self._job = None
        self._session.refresh()
        self._set_stage(Stage.PAUSED if self._pausing else Stage.IDLE)
        match outcome:
            case Finished(result=report):
                self._set_stage(Stage.IDLE)
                self.run_finished.emit(report)
            case Failed(message=message, traceback=traceback):
                self._set_stage(Stage.IDLE)
                self.failed.emit(told(message), traceback)
            case Crashed(message=message, details=details):
                self._set_stage(Stage.IDLE)
                self.failed.emit(told(message), details)
            case Cancelled():
                pass
