"""How long the window stalls while suspicious photos are looked for and gone through.

    python tests/benchmarks/suspects_window.py [--project PROJECT] [--photos 50000]

PROJECT was looked at by a network; it is copied beside itself, so that its photos are found. With
none, a project of so many photos is made up, whose files are not there: one label in twenty is
doubted, one photo in ten is dark, and every twentieth has a twin.
"""

from __future__ import annotations

import argparse
import os
import shutil
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "app"))

import numpy as np
from PySide6.QtTest import QTest
from road import wait_until
from window import Watchdog

from flowerdesk.app.main import make_application
from flowerdesk.app.pages.review.suspects import SuspectsPage
from flowerdesk.app.settings import Settings
from flowerdesk.app.window import MainWindow
from flowerdesk.core.project import FeatureKey, PhotoFeatures, Project
from flowerdesk.core.project.suspecting import add_measures
from flowerdesk.core.scan import FoundPhoto
from flowerdesk.core.suspects.lists import SUSPICIONS
from flowerdesk.core.suspects.measures import HASH_BYTES, Measures

_SCREEN = Path(__file__).parents[1] / "app" / "screen.json"
os.environ.setdefault("QT_QPA_PLATFORM", f"offscreen:configfile={_SCREEN}")

_WORK_TAKES_AT_MOST = 600_000  # ms
_A_MOMENT = 200  # ms, until all is painted
_LABELS = [f"label {number:02}" for number in range(20)]
_NUMBERS = 64
KEY = FeatureKey("vgg16", "block1_pool", "0" * 64, 1, "float32")


def make_up(path: Path, photos: int) -> None:
    drawing = np.random.default_rng(0)
    folder = path.with_suffix("")
    found = [
        FoundPhoto(folder / _LABELS[n % 20] / f"{n:06}.jpg", _LABELS[n % 20], 5, 1)
        for n in range(photos)
    ]
    with Project(path, create=True) as project:
        project.update_photos(folder, found, lambda _: None)
        feature_set = project.feature_set(KEY, _NUMBERS)
        looked_at, measured = [], []
        for number, photo in enumerate(project.without_features(feature_set)):
            sha256 = number.to_bytes(32)
            vector = drawing.normal(size=_NUMBERS).astype(np.float32)
            looks = number if number % 20 else number + 7
            vector[_LABELS.index(photo.label) if looks == number else looks % 20] += 8
            looked_at.append(PhotoFeatures(photo.id, 5, 1, sha256, vector))
            own = np.random.default_rng(number - (number % 20 == 1)).bytes(HASH_BYTES)
            lightest = 0.2 if number % 10 == 0 else 0.9
            measured.append((sha256, Measures(640, 480, lightest, 0.1, 80.0, 8.0, own)))
        project.add_features(feature_set, looked_at)
        add_measures(project, measured)


def measure(path: Path) -> None:
    application = make_application(Settings())
    window = MainWindow()
    window.show()
    window.open_path(path)
    wait_until(lambda: window.desk.session.snapshot is not None, _WORK_TAKES_AT_MOST)
    window.go("review")
    review = window.page("review")
    watchdog = Watchdog()

    def told(what: str) -> None:
        gaps = watchdog.stop()
        print(
            f"{what}: {gaps.sum() / 1000:.1f} s, longest stall {gaps.max():.0f} ms, "
            f"99 % of all gaps below {np.percentile(gaps, 99):.1f} ms",
            flush=True,
        )
        watchdog.start()

    watchdog.start()
    review.show_tab("suspects")
    page = review.tab("suspects")
    assert isinstance(page, SuspectsPage)
    wait_until(lambda: page.suspects is not None, _WORK_TAKES_AT_MOST)
    told("showing the tab")
    page.look()
    wait_until(lambda: not page.search.running and page.suspects.searched, _WORK_TAKES_AT_MOST)
    told("looking for suspects")
    for suspicion in SUSPICIONS:
        page.choose(suspicion)
        QTest.qWait(_A_MOMENT)
        told(f"list {suspicion} of {page.suspects.count(suspicion):,}")
    for suspicion, button in (
        ("wrong_label", page.photos.label),
        ("near_duplicates", page.photos.learn),
        ("dark", page.photos.leave_out),
    ):
        page.choose(suspicion)
        QTest.qWait(_A_MOMENT)
        before = page.suspects
        watchdog.start()
        if not button.isEnabled():
            continue
        button.click()
        wait_until(lambda before=before: page.suspects is not before, _WORK_TAKES_AT_MOST)
        QTest.qWait(_A_MOMENT)
        told(f"an edit in {suspicion}, until the lists are there again")
    watchdog.stop()
    window.close()
    application.processEvents()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--project", type=Path)
    parser.add_argument("--photos", type=int, default=50_000)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as home:
        os.environ["FLOWERDESK_HOME"] = str(Path(home) / "home")
        if options.project is None:
            path = Path(home) / "made up.flowerdesk"
            make_up(path, options.photos)
            measure(path)
        else:
            copy = options.project.with_name(f"copy of {options.project.name}")
            shutil.copy(options.project, copy)
            try:
                measure(copy)
            finally:
                copy.unlink()


if __name__ == "__main__":
    main()
