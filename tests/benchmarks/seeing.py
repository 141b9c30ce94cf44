"""How soon what the network sees is there, and whether the window ever stalls meanwhile.

    python tests/benchmarks/seeing.py PHOTOS [--backbone vgg16 --layer block3_pool --weights FILE]

PHOTOS is a folder with one subfolder for each label; the project is made in a temporary folder
beside links to the photos. Printed, as JSON, are

1. seconds of one photo's Grad-CAM, feature maps, second opinion and of one pattern, with a warm
   network: the median of some photos, and the longest;
2. photos a second of looking through all photos for what excites each channel of each layer most,
   and of an extraction of the same photos in the same process, in turns, with their ratio;
3. how long the event loop was kept from running while a photo was named, its heat and layers shown,
   a channel opened, all photos looked through and a pattern made in the real window, and how much
   of that was work of the window's own thread.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1] / "app"))
sys.path.insert(0, str(Path(__file__).parent))

import numpy as np
from road import click, wait_until
from window import Watchdog, link_photos

from flowerdesk.app.main import make_application
from flowerdesk.app.settings import Settings
from flowerdesk.app.window import MainWindow
from flowerdesk.core import extraction, scan, workflow
from flowerdesk.core.backbones import loading
from flowerdesk.core.events import Cancelled, Emit, ignore, never
from flowerdesk.core.project import Project, beside
from flowerdesk.core.see import sight, top_patches, work
from flowerdesk.core.training import HeadSettings
from flowerdesk.jobs import Finished, Worker

_PHOTOS = 10
_PARTS = 8
_WORK_TAKES_AT_MOST = 3_600_000  # ms


def seconds_of(function: Callable[..., Any], *arguments: object) -> float:
    began = time.perf_counter()
    function(*arguments, ignore, never)
    return time.perf_counter() - began


def measure_photos(project: Path, photos: list[Path], emit: Emit, cancelled: Cancelled) -> Any:
    """Runs in the child, as a window's jobs do."""
    view = work.look(project, photos[0], None, ignore, never)
    last = view.layers[-1]
    channel = last.strongest[0].channel
    work.spoke_for(project, photos[0], None, None, None, ignore, never)
    seen = {
        "grad_cam": [seconds_of(work.spoke_for, project, one, None, None, None) for one in photos],
        "feature_maps": [seconds_of(work.look, project, one, None) for one in photos],
        "second_opinion": [
            seconds_of(work.second_opinion, project, one, None, None) for one in photos[:2]
        ],
        "pattern_of_the_last_layer": [
            seconds_of(work.make_pattern, project, last.layer, channel, seed, None)
            for seed in range(2)
        ],
    }
    seen["both"] = [a + b for a, b in zip(seen["grad_cam"], seen["feature_maps"], strict=True)]
    return {
        name: {"median": round(statistics.median(times), 3), "longest": round(max(times), 3)}
        for name, times in seen.items()
    }


def measure_passes(
    parts: list[Path], request: workflow.BackboneRequest, emit: Emit, cancelled: Cancelled
) -> dict[str, float]:
    """Runs in the child: of each part of the photos an extraction, and then the looking through.

    They take turns, so that other work on the computer slows both.
    """
    loaded = loading.load_to_look_into(request.choose(ignore))
    seen = sight.sight_of(loaded)
    size = loaded.runtime.input_size
    for count in (16, 32):  # what is traced once is not measured
        nothing = np.zeros((count, size, size, 3), np.uint8)
        loaded.runtime(nothing)
        seen.peaks(nothing, seen.tour)
    photos, seconds = 0, {"extraction": 0.0, "looking_through": 0.0}
    for folder in parts:
        with Project(beside(folder), create=True) as project:
            project.update_photos(folder, scan.scan(folder).photos, lambda path: None)
            extracted = extraction.extract(project, loaded, ignore, never)
            looked = top_patches.look_through(project, loaded, seen, seen.tour, ignore, never)
            assert extracted.computed == looked.computed
            photos += looked.computed
            seconds["extraction"] += extracted.seconds
            seconds["looking_through"] += looked.seconds
    rates = {name: photos / one for name, one in seconds.items()}
    rates["ratio"] = rates["looking_through"] / rates["extraction"]
    return {"photos": photos, **{name: round(rate, 3) for name, rate in rates.items()}}


class WorkingWatchdog(Watchdog):
    """Notes also how much the window's thread itself computed between two ticks: on a computer
    with other work the gaps are mostly its."""

    def start(self) -> None:
        self.work: list[float] = []
        self._worked = time.thread_time()
        super().start()

    def _tick(self) -> None:
        now = time.thread_time()
        self.work.append(now - self._worked)
        self._worked = now
        super()._tick()


def measure_stalls(project: Path, photo: Path) -> dict[str, object]:
    """Does by hand all that the Use page shows of what the network sees."""
    application = make_application(Settings())
    window = MainWindow()
    window.resize(1200, 780)
    window.show()
    window.open_path(project)
    wait_until(lambda: window.desk.session.snapshot is not None)
    window.go("use")
    page = window.page("use")
    seeing = page.sights.seeing
    wait_until(lambda: not window.desk.runner.busy)
    watchdog, told = WorkingWatchdog(), {}

    def measured(name: str, act: Callable[[], None], done: Callable[[], bool]) -> None:
        watchdog.start()
        act()
        wait_until(done, _WORK_TAKES_AT_MOST)
        wait_until(lambda: not window.desk.runner.busy, _WORK_TAKES_AT_MOST)
        gaps = watchdog.stop()
        told[name] = {
            "seconds": round(gaps.sum() / 1000, 1),
            "longest_stall_ms": round(float(gaps.max()), 1),
            "99th_percentile_ms": round(float(np.percentile(gaps, 99)), 2),
            "most_work_ms": round(1000 * max(watchdog.work), 1),
        }

    def answered() -> bool:
        return bool(window.desk.naming.answers) and window.desk.naming.asked is None

    page.photo.heat.show_heat.setChecked(True)
    measured(
        "photo_heat_and_layers",
        lambda: page.take([photo]),
        lambda: answered() and bool(page.see.layer) and seeing.waits_for("heat") is None,
    )
    measured(
        "channel_and_all_photos",
        lambda: click(page.see.channels[0]),
        lambda: page.channel.patches[0].shows_image and not seeing.looking_through,
    )
    if page.channel.make.isVisible():
        measured(
            "pattern",
            lambda: click(page.channel.make),
            lambda: seeing.waits_for("pattern") is None,
        )
    window.close()
    application.processEvents()
    return told


def divide(photos: list[Path], folder: Path) -> list[Path]:
    """Folders with an equal share of the photos each."""
    parts = [folder / f"part {number}" for number in range(_PARTS)]
    for number, photo in enumerate(photos):
        link = parts[number % _PARTS] / photo.parent.name / photo.name
        link.parent.mkdir(parents=True, exist_ok=True)
        link.symlink_to(photo.resolve())
    return parts


def run(worker: Worker, job: Callable[..., Any], *arguments: object) -> Any:
    outcome = worker.run(job, *arguments, on_event=ignore)
    if not isinstance(outcome, Finished):
        sys.exit(str(outcome))
    return outcome.result


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("photos", type=Path)
    parser.add_argument("--backbone", default="petal")
    parser.add_argument("--layer")
    parser.add_argument("--weights", type=Path)
    options = parser.parse_args()
    weights = options.weights.absolute() if options.weights else None
    request = workflow.BackboneRequest(options.backbone, options.layer, weights)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        os.environ["FLOWERDESK_HOME"] = str(folder / "home")
        photos = link_photos(options.photos, folder / "Photos")
        project = beside(photos)
        all_photos = sorted(photos.rglob("*.jpg"))
        some = all_photos[:: max(1, len(all_photos) // _PHOTOS)][:_PHOTOS]
        parts = divide(all_photos, folder)
        with Worker() as worker:
            report = run(worker, workflow.train, project, photos, request, HeadSettings())
            key = report.extract.feature_key
            told: dict[str, object] = {
                "network": f"{key.backbone} {key.layer}",
                "photos": report.extract.photos,
                "seconds": run(worker, measure_photos, project, some),
                "photos_a_second": run(worker, measure_passes, parts, request),
            }
        told["stalls"] = measure_stalls(project, some[3])
        print(json.dumps(told, indent=2))


if __name__ == "__main__":
    main()
