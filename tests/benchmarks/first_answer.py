"""Seconds from dropping a photo on the Use page to its answer, once the child is warm.

    python tests/benchmarks/first_answer.py PROJECT PHOTOS [--photos 20]

PROJECT has learned its photos; PHOTOS is a folder of others. Nothing else should run meanwhile.
"""

from __future__ import annotations

import argparse
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QEventLoop, QMimeData, QPointF, Qt, QTimer, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication

from flowerdesk.app.main import make_application
from flowerdesk.app.pages.use import UsePage
from flowerdesk.app.settings import Settings
from flowerdesk.app.window import MainWindow
from flowerdesk.core import scan

_MS_BETWEEN_LOOKS = 1
_MS_AT_MOST = 300_000


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("project", type=Path)
    parser.add_argument("photos", type=Path)
    parser.add_argument("--photos", type=int, default=20, dest="count")
    arguments = parser.parse_args()
    photos = list(scan.walk_photos(arguments.photos))[: arguments.count]
    with tempfile.TemporaryDirectory() as home:
        os.environ.setdefault("FLOWERDESK_HOME", home)
        application = make_application(Settings())
        window = MainWindow()
        window.show()
        try:
            seconds = measure(window, arguments.project, photos)
        finally:
            window.desk.close()
            window.deleteLater()
            application.processEvents()
    print(
        f"{len(seconds)} photos: median {statistics.median(seconds):.3f} s, "
        f"longest {max(seconds):.3f} s from drop to answer"
    )


def measure(window: MainWindow, project: Path, photos: list[Path]) -> list[float]:
    """Seconds for each photo. The window warms the child up by itself, as it does for people."""
    desk = window.desk
    window.open_path(project)
    wait_until(lambda: desk.session.snapshot is not None)
    assert desk.session.snapshot is not None
    if desk.session.snapshot.run is None:
        sys.exit(f"{project} has learned nothing yet.")
    window.go("use")
    page = window.page("use")
    assert isinstance(page, UsePage)
    began = time.perf_counter()
    wait_until(lambda: desk.runner.busy)
    wait_until(lambda: not desk.runner.busy)
    print(f"warm after {time.perf_counter() - began:.1f} s")
    seconds = []
    for photo in photos:
        began = time.perf_counter()
        drop(page, photo)
        wait_until(lambda: desk.naming.asked is None)
        assert not page.answer.heading.text().startswith("Looking")
        seconds.append(time.perf_counter() - began)
        wait_until(lambda: not desk.runner.busy)  # for the photos that it is like
    return seconds


def drop(page: UsePage, photo: Path) -> None:
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(photo))])
    place = page.rect().center()
    hand = (mime, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier)
    QApplication.sendEvent(page, QDragEnterEvent(place, Qt.DropAction.CopyAction, *hand))
    QApplication.sendEvent(page, QDropEvent(QPointF(place), Qt.DropAction.CopyAction, *hand))


def wait_until(condition: Callable[[], bool]) -> None:
    """Lets the window live until something is so."""
    loop = QEventLoop()
    looking = QTimer()
    looking.timeout.connect(lambda: condition() and loop.quit())
    looking.start(_MS_BETWEEN_LOOKS)
    QTimer.singleShot(_MS_AT_MOST, looking, lambda: sys.exit("it takes too long"))
    loop.exec()


if __name__ == "__main__":
    main()
