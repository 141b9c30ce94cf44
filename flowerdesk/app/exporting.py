"""Exports the run in use: written by the warm child, proven by a fresh one, put into its place."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QObject, Signal, Slot

from flowerdesk.app.job_runner import JobRunner
from flowerdesk.app.sentences import told
from flowerdesk.app.session import Session
from flowerdesk.core.events import Event, Progress
from flowerdesk.core.export import Proof, Written, discard_export, prove_export, write_export
from flowerdesk.jobs import Crashed, Failed, Finished


class Exporting(QObject):
    """One export at a time.

    Signals:
        progressed(stage, done, total): of the two jobs; ``total`` 0 is not known.
        finished(Proof): it stands in its place.
        failed(sentence, details): nothing is left of it.
        cancelled(): nothing is left of it.
        running_changed(bool)
    """

    progressed = Signal(str, int, int)
    finished = Signal(Proof)
    failed = Signal(str, str)
    cancelled = Signal()
    running_changed = Signal(bool)

    def __init__(self, session: Session, runner: JobRunner, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._runner = runner
        self._job: int | None = None
        self._written: Written | None = None
        runner.reported.connect(self._on_event)
        runner.ended.connect(self._on_ended)

    @property
    def running(self) -> bool:
        return self._job is not None

    def start(self, format_name: str, folder: Path, *, replace: bool) -> None:
        """Exports into ``folder``; with ``replace`` an earlier export there goes."""
        snapshot = self._session.snapshot
        if snapshot is None or self.running:
            return
        self._job = self._runner.start(
            write_export, snapshot.path, format_name, folder, replace, None
        )
        self.running_changed.emit(True)

    def stop(self) -> None:
        """Ends it; nothing is left."""
        if self._job is not None:
            self._runner.cancel(self._job)

    @Slot(int, object)
    def _on_event(self, job_id: int, event: Event) -> None:
        if job_id == self._job and isinstance(event, Progress):
            self.progressed.emit(event.stage, event.done, event.total or 0)

    @Slot(int, object)
    def _on_ended(self, job_id: int, outcome: object) -> None:
        if job_id != self._job:
            return
        if isinstance(outcome, Finished) and isinstance(outcome.result, Written):
            self._written = outcome.result
            self._job = self._runner.start(prove_export, self._written, fresh=True)
            return
        self._job = None
        if self._written is not None:
            discard_export(self._written)  # where its job did not come to that
            self._written = None
        self.running_changed.emit(False)
        match outcome:
            case Finished(result):
                self.finished.emit(result)
            case Failed(message, traceback):
                self.failed.emit(told(message), traceback)
            case Crashed(message, details):
                self.failed.emit(told(message), details)
            case _:
                self.cancelled.emit()
