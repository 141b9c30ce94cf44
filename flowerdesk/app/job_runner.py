"""Carries jobs from the window to the child process and their events back, without ever blocking.

A QObject on a QThread of its own waits for the child; the window's thread only sends and receives
signals. Jobs run one after another in the order in which they were asked for, but a job that gives
way waits for all others, also for those that are asked for while it runs.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QObject, QThread, Signal, Slot

from flowerdesk.jobs import Cancelled, Worker


@dataclass(frozen=True, eq=False)
class _Asked:
    """A job, and how it wants to be run."""

    id: int
    job: Callable[..., Any]
    arguments: tuple[object, ...]
    fresh: bool
    gives_way: bool


class _Waiter(QObject):
    """Lives on the waiting thread and blocks there while a job runs."""

    reported = Signal(int, object)
    ended = Signal(int, object)

    def __init__(self, worker: Worker) -> None:
        super().__init__()
        self._warm = worker
        self.present = worker
        """What runs the present job."""
        self.cancelled: set[int] = set()

    @Slot(object)
    def run(self, asked: _Asked) -> None:
        if not asked.fresh:
            self._run(self._warm, asked)
            return
        with Worker() as worker:
            self.present = worker
            self._run(worker, asked)
            self.present = self._warm

    def _run(self, worker: Worker, asked: _Asked) -> None:
        if asked.id in self.cancelled:  # before it began
            self.ended.emit(asked.id, Cancelled())
            return
        outcome = worker.run(
            asked.job, *asked.arguments, on_event=lambda event: self.reported.emit(asked.id, event)
        )
        self.ended.emit(asked.id, outcome)

    @Slot()
    def rest(self) -> None:
        self._warm.rest()


class JobRunner(QObject):
    """Starts jobs and tells how they go.

    Signals:
        reported(job id, Event): something happened; never after that job was cancelled.
        ended(job id, Outcome): exactly once for each job.
        busy_changed(bool): the first job began, or the last one ended.
    """

    reported = Signal(int, object)
    ended = Signal(int, object)
    busy_changed = Signal(bool)
    _run_asked = Signal(object)
    _rest_asked = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._worker = Worker()
        self._thread = QThread()
        self._thread.setObjectName("flowerdesk-jobs")
        self._waiter = _Waiter(self._worker)
        self._waiter.moveToThread(self._thread)
        self._run_asked.connect(self._waiter.run)
        self._rest_asked.connect(self._waiter.rest)
        self._waiter.reported.connect(self._on_event)
        self._waiter.ended.connect(self._on_ended)
        self._thread.start()
        self._last_id = 0
        self._waiting: list[_Asked] = []
        """The present job among them."""
        self._present: _Asked | None = None
        self._gave_way: set[int] = set()
        self._rests = False

    @property
    def busy(self) -> bool:
        return bool(self._waiting)

    @property
    def child_pid(self) -> int | None:
        return self._worker.pid

    def start(
        self,
        job: Callable[..., Any],
        *arguments: object,
        fresh: bool = False,
        gives_way: bool = False,
    ) -> int:
        """Asks for ``job(*arguments, emit, cancelled)``; returns the id that its signals carry.

        ``fresh`` gives it a child process of its own, which ends with it. With ``gives_way`` it is
        broken off for others, and begun again after them; it must keep what it has done.
        """
        self._last_id += 1
        asked = _Asked(self._last_id, job, arguments, fresh, gives_way)
        self._waiting.append(asked)
        present = self._present
        if present is None:
            self._run_next()
        elif present.gives_way and not gives_way and self._stop(present):
            self._gave_way.add(present.id)
        if len(self._waiting) == 1:
            self.busy_changed.emit(True)
        return asked.id

    def cancel(self, job_id: int) -> None:
        """Asks a job to stop, from the window's thread: a slot on the waiting thread never ran."""
        self._gave_way.discard(job_id)
        for asked in self._waiting:
            if asked.id == job_id:
                self._stop(asked)

    def rest(self) -> None:
        """Ends the child after the jobs that were asked for; another job starts another one."""
        self._rests = True
        if self._present is None:
            self._run_next()

    def _run_next(self) -> None:
        if self._waiting:
            first = self._waiting[0]
            self._present = next((one for one in self._waiting if not one.gives_way), first)
            self._run_asked.emit(self._present)
        elif self._rests:
            self._rests = False
            self._rest_asked.emit()

    def _stop(self, asked: _Asked) -> bool:
        """Whether it was not stopped before."""
        if asked.id in self._waiter.cancelled:
            return False
        self._waiter.cancelled.add(asked.id)
        if asked is self._present:
            self._waiter.present.cancel()
        return True

    def close(self) -> None:
        """Ends the child at once and the thread with it; what was done is in the project."""
        self._waiter.cancelled.update(asked.id for asked in self._waiting)
        self._waiter.present.kill()
        self._worker.kill()
        self._thread.quit()
        self._thread.wait()
        self._worker.close()

    @Slot(int, object)
    def _on_event(self, job_id: int, event: object) -> None:
        if job_id not in self._waiter.cancelled:
            self.reported.emit(job_id, event)

    @Slot(int, object)
    def _on_ended(self, job_id: int, outcome: object) -> None:
        gave_way = job_id in self._gave_way and isinstance(outcome, Cancelled)
        self._gave_way.discard(job_id)
        self._waiter.cancelled.discard(job_id)
        self._present = None
        if gave_way:
            self._run_next()
            return
        self._waiting = [asked for asked in self._waiting if asked.id != job_id]
        self._run_next()
        self.ended.emit(job_id, outcome)
        if not self._waiting:
            self.busy_changed.emit(False)
