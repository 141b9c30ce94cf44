"""Draws the map in a child process of its own, so that naming and learning never wait for it."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QObject, Signal

from flowerdesk.app.job_runner import JobRunner
from flowerdesk.app.sentences import told
from flowerdesk.core import photo_map
from flowerdesk.core.events import Event, Notice, Progress
from flowerdesk.core.photo_map import PhotosMoved
from flowerdesk.jobs import Crashed, Failed


class Drawing(QObject):
    """One drawing at a time. The child ends with it: nobody draws for long.

    Signals:
        moved(PhotosMoved): the project keeps other positions.
        progressed(stage, done, total): how far it is.
        noticed(sentence): something that a person should know.
        ended(): it is done, or was stopped.
        failed(sentence, details): it ended with an error.
    """

    moved = Signal(object)
    progressed = Signal(str, int, int)
    noticed = Signal(str)
    ended = Signal()
    failed = Signal(str, str)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._runner: JobRunner | None = None
        self._job: int | None = None
        self.path: Path | None = None
        """The project that is drawn at present."""
        self.stopping = False

    @property
    def running(self) -> bool:
        return self._job is not None

    def start(self, path: Path, method: str, *, again: bool) -> None:
        if self.running:
            return
        if self._runner is None:
            self._runner = JobRunner(self)
            self._runner.reported.connect(self._on_event)
            self._runner.ended.connect(self._on_ended)
        self.path, self.stopping = path, False
        self._job = self._runner.start(photo_map.draw_map, path, method, 0, again)

    def stop(self) -> None:
        """Ends it soon; the photos stay where they have come to."""
        if self._runner is not None and self._job is not None:
            self.stopping = True
            self._runner.cancel(self._job)

    def close(self) -> None:
        """Ends it at once."""
        self._job = None
        if self._runner is not None:
            self._runner.close()
            self._runner = None

    def _on_event(self, job: int, event: Event) -> None:
        if job != self._job:
            return
        match event:
            case PhotosMoved():
                self.moved.emit(event)
            case Progress(stage=stage, done=done, total=total):
                self.progressed.emit(stage, done, total or 0)
            case Notice(message=message):
                self.noticed.emit(told(message))

    def _on_ended(self, job: int, outcome: object) -> None:
        if job != self._job:
            return
        self._job = None
        match outcome:
            case Failed(message=message, traceback=details):
                self.failed.emit(told(message), details)
            case Crashed(message=message, details=details):
                self.failed.emit(told(message), details)
        self.ended.emit()
        if self._runner is not None and not self.running:
            self._runner.rest()
