"""How soon the window is there, and whether it ever stalls while its child works.

    python tests/benchmarks/window.py PHOTOS [--weights FILE] [--layer LAYER] [--starts 5]

PHOTOS is a folder with one subfolder for each label; the project is made in a temporary folder
beside links to the photos. Printed are

1. the seconds from the start of the process ``flowerdesk PROJECT`` until the project's page is
   painted and the event loop has nothing left to do, by the page that was shown last: the median
   of some starts;
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
from PySide6.QtCore import QObject, Qt, QTimer
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


def start_seconds(project: Path, page: str, starts: int) -> dict[str, object]:
    """Starts the program some times with a page that was shown last."""
    settings = Settings()
    settings.page = page
    settings.store.sync()
    command = [sys.executable, str(Path(__file__).with_name("arrival.py")), str(project)]
    seconds = []
    for _ in range(starts):
        started = time.monotonic()
        printed = subprocess.run(command, check=True, capture_output=True, text=True).stdout
        seconds.append(round(float(printed.split()[-1]) - started, 3))
    return {"median": statistics.median(seconds), "all": seconds}


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
    parser.add_argument("photos", type=Path)
    parser.add_argument("--weights", type=Path, help="VGG16's weights; made up if not named")
    parser.add_argument("--layer", default="block3_pool")
    parser.add_argument("--starts", type=int, default=5)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        os.environ["FLOWERDESK_HOME"] = str(folder / "home")
        photos = link_photos(options.photos, folder / "Photos")
        weights = options.weights or random_weights(folder / "weights.npz", 3)
        told = measure_stalls(photos, weights.absolute(), options.layer)
        told["start_seconds"] = {
            page: start_seconds(beside(photos), page, options.starts)
            for page in ("photos", "learn", "use")
        }
        print(json.dumps(told, indent=2))


if __name__ == "__main__":
    main()
