"""How soon a map of all photos is there, and whether the window ever stalls over it.

    python tests/benchmarks/photo_map.py [--photos 50000] [--numbers 512] [--project FILE]

Without a project, one of so many photos is made in a temporary folder: links to a few hundred drawn
ones, with made-up vectors of so many numbers in twelve heaps. With FILE, a copy of that project is
taken, whose photos have been looked at. Printed are

1. the seconds until the first map is painted, and until its photos have come to rest, in the real
   window with its real child;
2. how long the event loop was kept from running meanwhile, and while a hand zoomed, panned, moved
   over points, walked with the arrows, drew a line around points, changed the colours and looked
   for similar photos: the longest stall and the 99th percentile, and of that what this thread
   itself computed (other programs lengthen only the former).

On no screen unless ``$QT_QPA_PLATFORM`` names one; ``tests/with_screen.sh`` gives it one.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import math
import os
import shutil
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "app"))

import numpy as np
from photo_grid import Watchdog, make_project, wait
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QMouseEvent, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from flowerdesk.app.main import make_application
from flowerdesk.app.settings import Settings
from flowerdesk.app.similar_photos import show_similar
from flowerdesk.app.window import MainWindow
from flowerdesk.core.project import FeatureKey, PhotoFeatures, Project

_SCREEN = Path(__file__).parents[1] / "app" / "screen.json"
os.environ.setdefault("QT_QPA_PLATFORM", f"offscreen:configfile={_SCREEN}")

_HEAPS = 12
_AT_ONCE = 2000
_LEFT, _NONE = Qt.MouseButton.LeftButton, Qt.MouseButton.NoButton


def look_at_photos(path: Path, numbers: int) -> None:
    """Gives every photo a made-up vector."""
    random = np.random.default_rng(0)
    heaps = 2 * random.normal(size=(_HEAPS, numbers))
    with Project(path) as project:
        key = FeatureKey("made-up", "numbers", "0" * 64, 1, "float32")
        feature_set = project.feature_set(key, numbers)
        photos = list(project.without_features(feature_set))
        for start in range(0, len(photos), _AT_ONCE):
            some = photos[start : start + _AT_ONCE]
            vectors = heaps[random.integers(0, _HEAPS, len(some))]
            vectors = (vectors + random.normal(size=vectors.shape)).astype(np.float32)
            looked_at = [
                PhotoFeatures(one.id, one.size, 1, _hash(one.path), vector)
                for one, vector in zip(some, vectors, strict=True)
            ]
            project.add_features(feature_set, looked_at)


def _hash(path: str) -> bytes:
    return hashlib.sha256(path.encode()).digest()


def send_mouse(
    widget: QWidget,
    kind: QEvent.Type,
    at: QPointF,
    *,
    held: bool = False,
    shift: bool = False,
) -> None:
    moves = kind == QEvent.Type.MouseMove
    modifiers = Qt.KeyboardModifier.ShiftModifier if shift else Qt.KeyboardModifier.NoModifier
    event = QMouseEvent(
        kind,
        at,
        QPointF(widget.mapToGlobal(at)),
        _NONE if moves else _LEFT,
        _LEFT if held else _NONE,
        modifiers,
    )
    QApplication.sendEvent(widget, event)


def send_wheel(widget: QWidget, notches: int) -> None:
    at = QPointF(widget.rect().center())
    event = QWheelEvent(
        at,
        QPointF(widget.mapToGlobal(at)),
        QPoint(0, 0),
        QPoint(0, 120 * notches),
        _NONE,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(widget, event)


def circle(widget: QWidget, steps: int) -> Iterator[QPointF]:
    middle = QPointF(widget.rect().center())
    for step in range(steps):
        turn = 2 * math.pi * step / steps
        yield middle + 0.4 * widget.height() * QPointF(math.cos(turn), math.sin(turn))


def told(watchdog: Watchdog) -> dict[str, float]:
    """In milliseconds."""
    return {
        "longest_stall": round(max(watchdog.gaps), 1),
        "99th_percentile": round(float(np.percentile(watchdog.gaps, 99)), 1),
        "longest_computed_here": round(max(watchdog.computed), 1),
    }


def during(watchdog: Watchdog, work: Callable[[], None]) -> dict[str, float]:
    QTest.qWait(300)
    watchdog.reset()
    work()
    QTest.qWait(300)
    return told(watchdog)


def measure(path: Path) -> dict[str, object]:
    application = make_application(Settings())
    window = MainWindow()
    window.resize(1200, 780)
    window.show()
    window.open_path(path)
    wait(lambda: window.desk.session.snapshot is not None)
    window.go("review")
    review = window.page("review")
    watchdog = Watchdog()
    QTest.qWait(500)
    watchdog.reset()
    began = time.perf_counter()
    review.show_tab("map")
    page = review.tab("map")
    view = page.view
    wait(lambda: page.placed is not None, 600)
    view.repaint()
    first = time.perf_counter() - began
    wait(lambda: not page.drawing.running and page.placed.points.finished, 3600)
    last = time.perf_counter() - began
    found: dict[str, object] = {
        "photos": len(page.placed.rows),
        "seconds_to_the_first_map": round(first, 2),
        "seconds_until_all_have_come_to_rest": round(last, 2),
        "while_it_is_drawn": told(watchdog),
    }

    def zoom() -> None:
        for notches in [1] * 12 + [-1] * 24 + [1] * 12:
            send_wheel(view, notches)
            QTest.qWait(1)

    def pan() -> None:
        send_mouse(view, QEvent.Type.MouseButtonPress, QPointF(view.rect().center()), held=True)
        for at in circle(view, 60):
            send_mouse(view, QEvent.Type.MouseMove, at, held=True)
            QTest.qWait(1)
        send_mouse(view, QEvent.Type.MouseButtonRelease, at)

    def hover() -> None:
        for at in circle(view, 200):
            send_mouse(view, QEvent.Type.MouseMove, at)
            QTest.qWait(1)

    def arrows() -> None:
        for key in (Qt.Key.Key_Right, Qt.Key.Key_Down, Qt.Key.Key_Left, Qt.Key.Key_Up):
            for _ in range(10):
                QTest.keyClick(view, key)
                QTest.qWait(1)

    def lasso() -> None:
        send_mouse(
            view,
            QEvent.Type.MouseButtonPress,
            QPointF(view.rect().center()),
            held=True,
            shift=True,
        )
        for at in circle(view, 120):
            send_mouse(view, QEvent.Type.MouseMove, at, held=True, shift=True)
            QTest.qWait(1)
        send_mouse(view, QEvent.Type.MouseButtonRelease, at, shift=True)

    def colours() -> None:
        for number in (1, 2, 0):
            page.toolbar.colours.setCurrentIndex(number)
            QTest.qWait(100)

    for name, work in (
        *(("zoom", zoom), ("pan", pan), ("hover", hover), ("arrows", arrows)),
        *(("lasso", lasso), ("colours", colours)),
    ):
        view.fit()
        found[name] = during(watchdog, work)
    found["selected_by_the_lasso"] = int(view.selection.sum())
    watchdog.reset()
    began = time.perf_counter()
    answers: list[object] = []
    dialog = show_similar(window.desk, window, int(page.placed.ids[0]))
    dialog.finder.found.connect(answers.append)
    wait(lambda: bool(answers), 600)
    found["similar"] = {"seconds": round(time.perf_counter() - began, 2), **told(watchdog)}
    dialog.close()
    found["show_in_photos"] = during(watchdog, page.show_in_photos)
    window.close()
    application.processEvents()
    return found


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--photos", type=int, default=50_000)
    parser.add_argument("--numbers", type=int, default=512, help="of a vector")
    parser.add_argument("--project", type=Path)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        os.environ["FLOWERDESK_HOME"] = str(folder / "home")
        if options.project is None:
            path = make_project(folder, options.photos)
            look_at_photos(path, options.numbers)
        else:
            path = Path(shutil.copy(options.project, folder))
            with Project(path) as project, project.writing() as connection:
                connection.execute("DELETE FROM maps")
        print(json.dumps(measure(path), indent=2))


if __name__ == "__main__":
    main()
