"""How fast networks look at photos on this computer, in every way that it has.

Each measurement is a job for a process of its own, so that its peak memory is its own. What several
of them need, the vectors in float32 and the calibration, goes through files of one folder.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from flowerdesk.core import acceleration, extraction, scan
from flowerdesk.core.backbones import loading, speed, survey, ways
from flowerdesk.core.backbones.agreement import agreement
from flowerdesk.core.backbones.calibration import Calibration
from flowerdesk.core.backbones.loading import Choice
from flowerdesk.core.backbones.ways import PLAIN, Way
from flowerdesk.core.events import Cancelled, Emit, Event, JobCancelled, Progress
from flowerdesk.core.project import Project

SECONDS = 3.0
SAMPLE_PHOTOS_PER_LABEL = 40
_AGREEING = 48
_MOST_PHOTOS = 2000  # none looks at more in some seconds


@dataclass(frozen=True)
class Measured:
    """A network's layer in one way. ``problem`` is a sentence where it could not be measured."""

    backbone: str
    layer: str
    way: Way
    photos_per_second: float = 0.0
    """From files to stored vectors."""
    memory: int | None = None
    """Bytes that the process took at its peak, all libraries included; None where unknown."""
    cosine: float = 0.0
    neighbours: float = 0.0
    """Agreement with float32, as :class:`flowerdesk.core.backbones.agreement.Agreement`."""
    problem: str = ""


@dataclass(frozen=True)
class Measurement:
    """One measurement to come: what to look with, at which photos, and where to leave files."""

    choice: Choice
    photos: scan.Scan
    folder: Path
    seconds: float = SECONDS

    @property
    def title(self) -> str:
        return f"{self.choice.backbone.title} {self.choice.layer.name}, {self.choice.way}"

    def failed(self, problem: str) -> Measured:
        choice = self.choice
        return Measured(choice.backbone.name, choice.layer.name, choice.way, problem=problem)


def choices(
    backbone: str | None = None, layer: str | None = None, weights: Path | None = None
) -> list[Choice]:
    """What there is to measure: that network at that layer, or all whose weights are here at their
    usual one, or the deepest that the weights reach.

    Raises:
        WeightsError: the network that is named does not exist or is not here.
    """
    if backbone is not None:
        return [loading.choose(backbone, layer, weights)]
    return survey.survey(loading.AUTO, None, None).to_measure("", None)


def plan(
    chosen: Sequence[Choice],
    photos: Path | None,
    folder: Path,
    seconds: float,
    emit: Emit,
    cancelled: Cancelled,
) -> list[Measurement]:
    """Every choice in every way that this computer has, the plain one first, whose vectors are what
    the others are compared with. Without ``photos`` some are drawn into the folder.

    Raises:
        ScanError: the folder of photos cannot be used.
    """
    if photos is None:
        from flowerdesk.core import sample  # its brushes are heavy, and few jobs draw

        photos = folder / "photos"
        sample.draw_sample(photos, SAMPLE_PHOTOS_PER_LABEL, 0, emit, cancelled)
    found = scan.scan(photos)
    found.photos = found.photos[:: -(-len(found.photos) // _MOST_PHOTOS)]
    return [
        Measurement(replace(choice, way=way), found, folder, seconds)
        for choice in chosen
        for way in ways.available(choice.backbone)
    ]


def calibrate(measurement: Measurement, emit: Emit, cancelled: Cancelled) -> None:
    """Leaves the calibration that int8 needs in the folder."""
    choice = measurement.choice.in_the_plain_way()
    with _project(measurement) as project:
        count = acceleration.CHECKED + acceleration.CALIBRATED
        pixels = acceleration.some_pixels(project, choice, count)
    if cancelled():
        raise JobCancelled
    made = loading.calibrate(choice, pixels)
    _file(measurement, "calibration.json").write_text(made.to_json())


def measure(measurement: Measurement, emit: Emit, cancelled: Cancelled) -> Measured:
    """Looks at the photos for some seconds, and remembers how fast that was.

    Raises:
        JobCancelled: ``cancelled()`` said so.
        FlowerdeskError: the network cannot be loaded.
    """
    choice = measurement.choice
    if choice.way.precision == "int8":
        ranges = _file(measurement, "calibration.json").read_text()
        choice = replace(choice, calibration=Calibration.from_json(ranges))
    emit(Progress("load", 0, None, measurement.title))
    loaded = loading.load(choice)
    with _project(measurement) as project:
        pixels = acceleration.some_pixels(project, choice, _AGREEING)
        vectors = loaded.runtime(pixels)
        reference = _file(measurement, "float32.npy")
        if choice.way == PLAIN:
            np.save(reference, vectors)
        rate = _rate(project, loaded, measurement.seconds, cancelled)
    found = agreement(vectors, np.load(reference))
    speed.keep(choice.backbone, choice.layer, choice.way, rate)
    speed.remember_trials(choice.backbone, choice.layer, {choice.way: rate})
    return Measured(
        choice.backbone.name,
        choice.layer.name,
        choice.way,
        rate,
        peak_memory(),
        found.cosine,
        found.neighbours,
    )


class _Clock:
    """Listens to an extraction: how many photos were stored, and when."""

    def __init__(self, seconds: float, cancelled: Cancelled) -> None:
        self._seconds = seconds
        self._cancelled = cancelled
        self.started = self.stored_at = time.perf_counter()
        self.stored = 0

    def __call__(self, event: Event) -> None:
        if isinstance(event, Progress):
            self.stored, self.stored_at = event.done, time.perf_counter()

    def over(self) -> bool:
        late = time.perf_counter() - self.started > self._seconds
        return self._cancelled() or (late and self.stored > 0)


def _rate(
    project: Project, loaded: loading.LoadedBackbone, seconds: float, cancelled: Cancelled
) -> float:
    """Photos per second over whole batches, at least one."""
    clock = _Clock(seconds, cancelled)
    try:
        extraction.extract(project, loaded, clock, clock.over)
    except JobCancelled:
        if cancelled():
            raise
    return clock.stored / (clock.stored_at - clock.started)


def _project(measurement: Measurement) -> Project:
    """A new project of the photos, without a vector."""
    path = measurement.folder / "bench.flowerdesk"
    for left in measurement.folder.glob("bench.flowerdesk*"):
        left.unlink()
    project = Project(path, create=True)
    project.update_photos(measurement.photos.folder, measurement.photos.photos, lambda _: None)
    return project


def _file(measurement: Measurement, name: str) -> Path:
    choice = measurement.choice
    return measurement.folder / f"{choice.backbone.name}-{choice.layer.name}-{name}"


def peak_memory() -> int | None:
    """Bytes that this process took at its peak; None on Windows."""
    try:
        import resource
    except ImportError:
        return None
    unit = 1 if sys.platform == "darwin" else 1024  # bytes there, kibibytes elsewhere
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit
