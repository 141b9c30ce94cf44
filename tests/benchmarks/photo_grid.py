"""How fast the Photos page opens 100,000 photos, and whether it stalls while they scroll by.

    QT_QPA_PLATFORM=offscreen python tests/benchmarks/photo_grid.py [PHOTOS]

Makes a project of that many rows in a temporary folder; the photos are links to a few hundred drawn
ones, so that every thumbnail is really decoded. Prints seconds to open, and how long the event loop
was kept from running while the grid scrolled from top to bottom, and while it was searched.
"""

from __future__ import annotations

import os
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
from PIL import Image
from PySide6.QtCore import QEventLoop, QObject, QTimer

from flowerdesk.app.main import make_application
from flowerdesk.app.settings import Settings
from flowerdesk.core.project import Project
from flowerdesk.core.project.browsing import FOLDER_SETTING
from flowerdesk.core.scan import FoundPhoto

_LABELS = ("daisy", "dandelion", "roses", "sunflowers", "tulips")
_FILES = 200
_SCROLL_SECONDS = 20.0


def make_project(folder: Path, count: int) -> Path:
    """A project of ``count`` photos in five folders."""
    photos = folder / "photos"
    random = np.random.default_rng(0)
    originals = []
    for number in range(_FILES):
        original = folder / f"original{number}.jpg"
        coarse = random.integers(0, 255, (12, 16, 3), dtype=np.uint8)
        Image.fromarray(coarse).resize((640, 480)).save(original, quality=90)
        originals.append(original)
    found = []
    for label in _LABELS:
        (photos / label).mkdir(parents=True)
    for number in range(count):
        label = _LABELS[number % len(_LABELS)]
        original = originals[number % _FILES]
        path = photos / label / f"{random.integers(1 << 60):015x}_{number}.jpg"
        os.link(original, path)
        status = path.stat()
        found.append(FoundPhoto(path, label, status.st_size, status.st_mtime_ns))
    file = folder / "Many.flowerdesk"
    with Project(file, create=True) as project:
        project.set_setting(FOLDER_SETTING, project.relative(photos))
        project.update_photos(photos, found, lambda path: None)
    return file


class Watchdog(QObject):
    """Measures how long the event loop is kept from running a timer that is always due.

    Beside the time of the clock, which other programs lengthen, stands the time that this thread
    itself computed: on a busy machine only the latter tells of this program.
    """

    def __init__(self) -> None:
        super().__init__()
        self.reset()
        self._timer = QTimer(self)
        self._timer.timeout.connect(self._tick)
        self._timer.start(1)

    def _tick(self) -> None:
        now, computed = time.perf_counter(), time.thread_time()
        self.gaps.append(1000 * (now - self._last))
        self.computed.append(1000 * (computed - self._last_computed))
        self._last, self._last_computed = now, computed

    def reset(self) -> None:
        self.gaps: list[float] = []
        self.computed: list[float] = []
        self._last, self._last_computed = time.perf_counter(), time.thread_time()

    def __str__(self) -> str:
        stalls = f"maximum {max(self.gaps):.1f} ms, 99th percentile {_high(self.gaps):.1f} ms"
        own = f"maximum {max(self.computed):.1f} ms, 99th percentile {_high(self.computed):.1f} ms"
        return f"stall: {stalls}; of that computed here: {own} ({len(self.gaps)} turns)"


def _high(times: list[float]) -> float:
    return float(np.percentile(times, 99))


def wait(condition: Callable[[], bool], seconds: float = 60.0) -> float:
    """Runs the event loop until something holds; returns how long that took."""
    began = time.perf_counter()
    loop = QEventLoop()
    poll = QTimer()
    poll.timeout.connect(
        lambda: loop.quit() if condition() or time.perf_counter() - began > seconds else None
    )
    poll.start(1)
    loop.exec()
    return time.perf_counter() - began


def main(count: int) -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        os.environ["FLOWERDESK_HOME"] = str(folder / "home")
        file = make_project(folder, count)
        application = make_application(Settings())
        from flowerdesk.app.window import MainWindow

        window = MainWindow()
        window.resize(1200, 780)
        window.show()
        application.processEvents()
        watchdog = Watchdog()
        began = time.perf_counter()
        window.open_path(file)
        wait(lambda: window.current_page == "photos")
        page = window.page("photos")
        wait(lambda: len(page.model.ids) == count)
        print(f"open {count:,} photos: {time.perf_counter() - began:.2f} s; {watchdog}")
        visible = page.grid.indexAt(page.grid.viewport().rect().center()).row()
        shown = page.model.photo(max(visible, 0)).path
        seconds = wait(lambda: page.thumbnails.pixmap(shown) is not None)
        print(f"first thumbnails: {seconds:.2f} s later")
        watchdog.reset()
        scroll(page.grid.verticalScrollBar(), _SCROLL_SECONDS)
        print(f"scroll from top to bottom in {_SCROLL_SECONDS:.0f} s: {watchdog}")
        watchdog.reset()
        for typed in ("a", "ab", "ab1"):
            page.toolbar.search.setText(typed)
            seconds = wait(lambda typed=typed: page.model.arrangement.query.search == typed)
            print(f"search “{typed}”: {len(page.model.ids):,} photos after {seconds:.2f} s")
        page.toolbar.search.clear()
        wait(lambda: len(page.model.ids) == count)
        print(f"searching: {watchdog}")
        watchdog.reset()
        page.grid.selectAll()
        wait(lambda: page.grid.selected_count == count)
        print(f"select all: {watchdog}")
        watchdog.reset()
        page.session.edit(lambda edits: edits.set_label(page.grid.selected_ids()[:1000], "roses"))
        seconds = wait(lambda: page.session.undo_stack.count() == 1)
        seconds += wait(lambda: page.session.snapshot is page.model.arrangement.snapshot)
        print(f"label 1,000 photos: {seconds:.2f} s; {watchdog}")
        window.close()


def scroll(bar: object, seconds: float) -> None:
    """Moves a scroll bar from its top to its bottom, sixty times a second."""
    began = time.perf_counter()
    mover = QTimer()

    def move() -> None:
        share = min(1.0, (time.perf_counter() - began) / seconds)
        bar.setValue(round(share * bar.maximum()))

    mover.timeout.connect(move)
    mover.start(16)
    wait(lambda: bar.value() == bar.maximum())


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 100_000)
