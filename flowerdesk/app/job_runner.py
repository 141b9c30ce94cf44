"""Carries jobs from the window to the child process and their events back, without ever blocking.

A QObject on a QThread of its own waits for the child; the window's thread only sends and receives
signals. Jobs run one after another in the order in which they were asked for.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject, QThread, Signal, Slot

from flowerdesk.jobs import Cancelled, Worker


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

    @Slot(int, object, object, bool)
    def run(
        self, job_id: int, job: Callable[..., Any], arguments: tuple[object, ...], fresh: bool
    ) -> None:
        if not fresh:
            self._run(self._warm, job_id, job, arguments)
            return
        with Worker() as worker:
            self.present = worker
            self._run(worker, job_id, job, arguments)
            self.present = self._warm

    def _run(
        self, worker: Worker, job_id: int, job: Callable[..., Any], arguments: tuple[object, ...]
    ) -> None:
        if job_id in self.cancelled:  # cancelled while it waited for its turn
            self.ended.emit(job_id, Cancelled())
            return
        outcome = worker.run(
            job, *arguments, on_event=lambda event: self.reported.emit(job_id, event)
        )
        self.ended.emit(job_id, outcome)

    @Slot()
    def rest(self) -> None:
        self._warm.rest()


class JobRunner(QObject):
    """Starts jobs and tells how they go.

    Signals:
        reported(job id, Event): something happened; never after that job was cancelled.
        ended(job id, Outcome): exactly once for each job, in the order of the jobs.
        busy_changed(bool): the first job began, or the last one ended.
    """

    reported = Signal(int, object)
    ended = Signal(int, object)
    busy_changed = Signal(bool)
    _asked = Signal(int, object, object, bool)
    _rest_asked = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._worker = Worker()
        self._thread = QThread()
        self._thread.setObjectName("flowerdesk-jobs")
        self._waiter = _Waiter(self._worker)
        self._waiter.moveToThread(self._thread)
        self._asked.connect(self._waiter.run)
        self._rest_asked.connect(self._waiter.rest)
        self._waiter.reported.connect(self._on_event)
        self._waiter.ended.connect(self._on_ended)
        self._thread.start()
        self._last_id = 0
        self._waiting: list[int] = []

    @property
    def busy(self) -> bool:
        return bool(self._waiting)

    @property
    def child_pid(self) -> int | None:
        return self._worker.pid

    def start(self, job: Callable[..., Any], *arguments: object, fresh: bool = False) -> int:
        """Asks for ``job(*arguments, emit, cancelled)``; returns the id that its signals carry.

        ``fresh`` gives it a child process of its own, which ends with it.
        """
        self._last_id += 1
        self._waiting.append(self._last_id)
        self._asked.emit(self._last_id, job, arguments, fresh)
        if len(self._waiting) == 1:
            self.busy_changed.emit(True)
        return self._last_id

    def cancel(self, job_id: int) -> None:
        """Asks a job to stop, from the window's thread: a slot on the waiting thread never ran."""
        if job_id not in self._waiting or job_id in self._waiter.cancelled:
            return
        self._waiter.cancelled.add(job_id)
        if self._waiting[0] == job_id:
            self._waiter.present.cancel()

    def rest(self) -> None:
        """Ends the child after the jobs that were asked for; another job starts another one."""
        self._rest_asked.emit()

    def close(self) -> None:
        """Ends the child at once and the thread with it; what was done is in the project."""
        self._waiter.cancelled.update(self._waiting)
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
        self._waiting.remove(job_id)
        self._waiter.cancelled.discard(job_id)
        self.ended.emit(job_id, outcome)
        if not self._waiting:
            self.busy_changed.emit(False)
