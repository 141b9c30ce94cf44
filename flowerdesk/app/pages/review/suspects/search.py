"""Looks for suspicious photos in the child process, while it has no other work."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QObject, Signal

from flowerdesk.app.job_runner import JobRunner
from flowerdesk.app.sentences import told
from flowerdesk.core.events import Event, PhotoSkipped, Progress
from flowerdesk.core.suspects import looking
from flowerdesk.jobs import Crashed, Failed, Finished


class Search(QObject):
    """One search at a time.

    Signals:
        progressed(stage, done, total): how far it is; a total of 0 is not known.
        finished(skipped): what was found is in the project; that many could not be measured.
        ended(): it is done, or was stopped, or failed.
        failed(sentence, details): it ended with an error.
    """

    progressed = Signal(str, int, int)
    finished = Signal(int)
    ended = Signal()
    failed = Signal(str, str)

    def __init__(self, runner: JobRunner, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._runner = runner
        self._job: int | None = None
        self._skipped = 0
        self.stopping = False
        runner.reported.connect(self._on_event)
        runner.ended.connect(self._on_ended)

    @property
    def running(self) -> bool:
        return self._job is not None

    def start(self, path: Path) -> None:
        if not self.running:
            self.stopping, self._skipped = False, 0
            self._job = self._runner.start(looking.search, path, gives_way=True)

    def stop(self) -> None:
        """Ends it soon; what was measured is kept, and what was found before."""
        if self._job is not None:
            self.stopping = True
            self._runner.cancel(self._job)

    def forget(self) -> None:
        """Stops it and tells no more of it: another project is open."""
        self.stop()
        self._job = None

    def _on_event(self, job: int, event: Event) -> None:
        if job != self._job:
            return
        match event:
            case Progress(stage=stage, done=done, total=total):
                self.progressed.emit(stage, done, total or 0)
            case PhotoSkipped():
                self._skipped += 1

    def _on_ended(self, job: int, outcome: object) -> None:
        if job != self._job:
            return
        self._job = None
        self.ended.emit()
        match outcome:
            case Finished():
                self.finished.emit(self._skipped)
            case Failed(message=message, traceback=details):
                self.failed.emit(told(message), details)
            case Crashed(message=message, details=details):
                self.failed.emit(told(message), details)
