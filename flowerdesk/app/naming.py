"""Names photos with the run in use: what the Use page asks for and shows."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from flowerdesk.app.job_runner import JobRunner
from flowerdesk.app.sentences import told
from flowerdesk.app.session import Session
from flowerdesk.core import workflow
from flowerdesk.core.events import Event, Progress
from flowerdesk.jobs import Crashed, Failed, Finished


class Naming(QObject):
    """Asks the child process for the labels of photos that need not belong to the project.

    Signals:
        busy_changed(bool): photos are being named, or none are any more.
        progressed(done, total): of many photos.
        named(list[Prediction]): the answers, in the order of the photos.
        failed(sentence, details): there are no answers.
    """

    busy_changed = Signal(bool)
    progressed = Signal(int, int)
    named = Signal(list)
    failed = Signal(str, str)

    def __init__(self, session: Session, runner: JobRunner, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._runner = runner
        self._jobs: list[int] = []
        self._warmed_for: tuple[Path, int | None] | None = None
        runner.reported.connect(self._on_event)
        runner.ended.connect(self._on_ended)

    @property
    def busy(self) -> bool:
        return bool(self._jobs)

    def name(self, photos: Sequence[Path]) -> None:
        """Names photos and all photos in folders; one ``named`` for each call."""
        snapshot = self._session.snapshot
        if snapshot is None or snapshot.run is None or not photos:
            return
        self._jobs.append(self._runner.start(workflow.predict, snapshot.path, tuple(photos), None))
        if len(self._jobs) == 1:
            self.busy_changed.emit(True)

    def warm_up(self) -> None:
        """Readies the child for the run in use, once, so that the first answer comes at once."""
        snapshot = self._session.snapshot
        if snapshot is None or snapshot.run is None:
            return
        wanted = (snapshot.path, snapshot.run_in_use)
        if self._warmed_for != wanted:
            self._warmed_for = wanted
            self._runner.start(workflow.warm_up, snapshot.path)

    def cancel(self) -> None:
        for job in self._jobs:
            self._runner.cancel(job)

    def _on_event(self, job_id: int, event: Event) -> None:
        if job_id in self._jobs and isinstance(event, Progress) and event.total:
            self.progressed.emit(event.done, event.total)

    def _on_ended(self, job_id: int, outcome: object) -> None:
        if isinstance(outcome, Crashed):
            self._warmed_for = None  # the next child is a cold one
        if job_id not in self._jobs:
            return
        self._jobs.remove(job_id)
        match outcome:
            case Finished(result=predictions):
                self.named.emit(predictions)
            case (
                Failed(message=message, traceback=details)
                | Crashed(message=message, details=details)
            ):
                self.failed.emit(told(message), details)
        if not self._jobs:
            self.busy_changed.emit(False)
