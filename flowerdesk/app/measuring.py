"""Measures how fast networks are on this computer, on a thread of its own: state and signals."""

from __future__ import annotations

import tempfile
import threading
from pathlib import Path

from PySide6.QtCore import QObject, QThread, Signal, Slot

from flowerdesk.app.sentences import told
from flowerdesk.core import bench
from flowerdesk.core.backbones.loading import Choice
from flowerdesk.core.bench import Measured
from flowerdesk.core.events import Event, Progress
from flowerdesk.jobs import Crashed, Failed, Finished
from flowerdesk.jobs.bench import STAGE, Bench


class _Waiter(QObject):
    """Lives on the measuring thread and blocks there while children measure."""

    progressed = Signal(int, int, str)
    measured = Signal(object)
    ended = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._lock = threading.Lock()
        self._bench: Bench | None = None

    def begin(self) -> None:
        """Called by the window's thread, before the thread's own turn: what can be cancelled."""
        with self._lock:
            self._bench = Bench()

    def cancel(self) -> None:
        with self._lock:
            if self._bench is not None:
                self._bench.cancel()

    @Slot(object, object, float)
    def run(self, chosen: list[Choice], photos: Path | None, seconds: float) -> None:
        runs, problem = self._bench, ""
        assert runs is not None
        with tempfile.TemporaryDirectory(prefix="flowerdesk-bench-") as folder:
            planned = runs.run(
                bench.plan, chosen, photos, Path(folder), seconds, on_event=self._on_event
            )
            match planned:
                case Finished(result):
                    for one in runs.measure(result, self._on_event):
                        self.measured.emit(one)
                case Failed(message, _) | Crashed(message, _) if not runs.cancelled:
                    problem = message
        self.ended.emit(problem)

    def _on_event(self, event: Event) -> None:
        if isinstance(event, Progress) and event.stage == STAGE:
            self.progressed.emit(event.done, event.total or 0, event.detail)


class Measuring(QObject):
    """``found`` holds what was measured since the window opened, the newest last.

    Signals:
        changed(): ``running``, ``done``, ``total`` or ``title`` are others.
        measured(Measured): one network in one way.
        failed(sentence): nothing could be measured.
    """

    changed = Signal()
    measured = Signal(object)
    failed = Signal(str)
    _asked = Signal(object, object, float)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.running = False
        self.done = self.total = 0
        self.title = ""
        self.found: list[Measured] = []
        self._thread = QThread()
        self._thread.setObjectName("flowerdesk-measuring")
        self._waiter = _Waiter()
        self._waiter.moveToThread(self._thread)
        self._asked.connect(self._waiter.run)
        self._waiter.progressed.connect(self._on_progress)
        self._waiter.measured.connect(self._on_measured)
        self._waiter.ended.connect(self._on_ended)

    def start(
        self, chosen: list[Choice], photos: Path | None, seconds: float = bench.SECONDS
    ) -> None:
        """Measures every choice in every way that this computer has, at the photos of a folder, or
        at drawn ones."""
        if self.running or not chosen:
            return
        self.running, self.done, self.total, self.title = True, 0, 0, ""
        self._waiter.begin()
        if not self._thread.isRunning():
            self._thread.start()
        self._asked.emit(chosen, photos, seconds)
        self.changed.emit()

    def cancel(self) -> None:
        """Ends the measurement that runs; those that ended are kept."""
        self._waiter.cancel()

    def close(self) -> None:
        """Ends the child and the thread."""
        self.cancel()
        self._thread.quit()
        self._thread.wait()

    def of(self, backbone: str, layer: str, way: object) -> Measured | None:
        """The last measurement of a network's layer in that way."""
        for one in reversed(self.found):
            if (one.backbone, one.layer, one.way) == (backbone, layer, way):
                return one
        return None

    def _on_progress(self, done: int, total: int, title: str) -> None:
        self.done, self.total, self.title = done, total, title
        self.changed.emit()

    def _on_measured(self, one: Measured) -> None:
        self.found.append(one)
        self.measured.emit(one)

    def _on_ended(self, problem: str) -> None:
        self.running = False
        self.changed.emit()
        if problem:
            self.failed.emit(told(problem))
