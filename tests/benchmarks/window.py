"""How soon the window is there, and whether it ever stalls while its child works.

    python tests/benchmarks/window.py PHOTOS [--weights FILE] [--layer LAYER] [--starts 5]

PHOTOS is a folder with one subfolder for each label; the project is made in a temporary folder
beside links to the photos. Printed are

1. the seconds from the start of the process ``flowerdesk PROJECT`` until the project's page is
   painted and the event loop has nothing left to do; median of some starts;
2. how long the event loop was kept from running while the photos were looked at and learned in the
   real window: the longest stall, and the 99th percentile of all gaps between two ticks of a timer
   of one millisecond.

On no screen unless ``$QT_QPA_PLATFORM`` names one; ``tests/with_screen.sh`` gives it one.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "app"))

import numpy as np
import psutil
from PySide6.QtCore import QAbstractEventDispatcher, QEvent, QObject, Qt, QTimer
from PySide6.QtWidgets import QApplication
from road import choose_weights, click, random_weights, wait_until

from flowerdesk.app import ask
from flowerdesk.app.learning import Stage
from flowerdesk.app.main import make_application
from flowerdesk.app.settings import Settings
from flowerdesk.app.window import MainWindow
from flowerdesk.core.project import beside

_SCREEN = Path(__file__).parents[1] / "app" / "screen.json"
os.environ.setdefault("QT_QPA_PLATFORM", f"offscreen:configfile={_SCREEN}")

_WORK_TAKES_AT_MOST = 3_600_000  # ms


# The start


class Arrival(QObject):
    """Ends the program when the open project has been painted and the event loop is idle."""

    def __init__(self) -> None:
        super().__init__()
        self._painted = False
        QApplication.instance().installEventFilter(self)
        QAbstractEventDispatcher.instance().aboutToBlock.connect(self._on_idle)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        if event.type() == QEvent.Type.Paint and self._is_open():
            self._painted = True
        return False

    @staticmethod
    def _is_open() -> bool:
        windows = [one for one in QApplication.topLevelWidgets() if isinstance(one, MainWindow)]
        return any(window.desk.session.snapshot is not None for window in windows)

    def _on_idle(self) -> None:
        if self._painted:
            self._painted = False
            print(time.time() - psutil.Process().create_time(), flush=True)
            QTimer.singleShot(0, QApplication.closeAllWindows)


def start_seconds(project: Path) -> float:
    """Runs ``flowerdesk PROJECT`` in a process of its own until it is idle."""
    command = [sys.executable, __file__, "--arrive", str(project)]
    printed = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    return float(printed.split()[-1])


def arrive(project: Path) -> None:
    """In that process: the command, with somebody who watches the event loop."""
    from flowerdesk.cli.main import main

    run = QApplication.exec

    def watched_run(*_: object) -> int:
        arrival = Arrival()
        code = run()
        del arrival
        return code

    QApplication.exec = watched_run
    sys.argv = ["flowerdesk", str(project)]
    main()


# Stalls


class Watchdog(QObject):
    """Notes the gaps between the ticks of a timer of one millisecond."""

    def __init__(self) -> None:
        super().__init__()
        self.gaps: list[float] = []
        self._last = time.perf_counter()
        self._timer = QTimer(self)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.setInterval(1)
        self._timer.timeout.connect(self._tick)

    def start(self) -> None:
        self.gaps.clear()
        self._last = time.perf_counter()
        self._timer.start()

    def stop(self) -> np.ndarray:
        """All gaps, in milliseconds."""
        self._timer.stop()
        return 1000 * np.array(self.gaps)

    def _tick(self) -> None:
        now = time.perf_counter()
        self.gaps.append(now - self._last)
        self._last = now


def measure_stalls(photos: Path, weights: Path, layer: str) -> dict[str, object]:
    """Makes the project, looks at its photos and learns them, with the Learn page shown."""
    application = make_application(Settings())
    window = MainWindow()
    window.show()
    window.open_path(photos)
    wait_until(lambda: window.desk.session.snapshot is not None)
    ask.for_file = lambda *_: weights
    choose_weights(window, "vgg16", layer)
    page, learning = window.page("learn"), window.desk.learning
    watchdog, told = Watchdog(), {}
    watchdog.start()
    click(page.buttons.start)
    for work, stage in (("looking", Stage.LEARNING), ("learning", Stage.IDLE)):
        wait_until(lambda stage=stage: learning.stage is stage, _WORK_TAKES_AT_MOST)
        gaps = watchdog.stop()
        told[work] = {
            "seconds": round(gaps.sum() / 1000, 1),
            "longest_stall_ms": round(float(gaps.max()), 1),
            "99th_percentile_ms": round(float(np.percentile(gaps, 99)), 2),
        }
        watchdog.start()
    watchdog.stop()
    told["photos"] = window.desk.session.snapshot.photo_count
    window.close()
    application.processEvents()
    return told


def link_photos(source: Path, folder: Path) -> Path:
    """The photos of ``source`` under another name, so that a project can be put beside them."""
    for path in source.rglob("*"):
        if path.is_file() and not path.name.startswith("."):
            link = folder / path.relative_to(source)
            link.parent.mkdir(parents=True, exist_ok=True)
            link.symlink_to(path.resolve())
    return folder


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("photos", type=Path, nargs="?")
    parser.add_argument("--weights", type=Path, help="VGG16's weights; made up if not named")
    parser.add_argument("--layer", default="block3_pool")
    parser.add_argument("--starts", type=int, default=5)
    parser.add_argument("--arrive", type=Path, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.arrive is not None:
        arrive(options.arrive)
        return
    if options.photos is None:
        parser.error("name a folder of photos")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        os.environ["FLOWERDESK_HOME"] = str(folder / "home")
        photos = link_photos(options.photos, folder / "Photos")
        weights = options.weights or random_weights(folder / "weights.npz", 3)
        told = measure_stalls(photos, weights.absolute(), options.layer)
        starts = [start_seconds(beside(photos)) for _ in range(options.starts)]
        told["start_seconds"] = [round(one, 3) for one in starts]
        told["median_start_seconds"] = round(statistics.median(starts), 3)
        print(json.dumps(told, indent=2))


if __name__ == "__main__":
    main()
