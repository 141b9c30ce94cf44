"""In which way a project's photos are looked at: the fastest that agrees with float32.

The ways that this computer has are timed once for each layer, where that pays. A faster way than
the plain one must give nearly the same vectors on some of the project's photos. A project that was
begun in one way goes on in it.
"""

from __future__ import annotations

import gc
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import numpy as np

from flowerdesk.core import photos, words
from flowerdesk.core.apart import apart
from flowerdesk.core.backbones import loading, speed, ways
from flowerdesk.core.backbones.agreement import Agreement, agreement
from flowerdesk.core.backbones.calibration import Calibration
from flowerdesk.core.backbones.loading import Choice, Runtime
from flowerdesk.core.backbones.ways import AUTO, PLAIN, Way
from flowerdesk.core.errors import ComputingError, PhotoError
from flowerdesk.core.events import Cancelled, Emit, Notice, Progress
from flowerdesk.core.project import FeatureKey, Project
from flowerdesk.core.words import say

STAGE = "try"
SECONDS_WORTH_MEASURING = 60.0
"""Photos that are looked at in less time than this are not worth a trial of about as long."""
_GROWTH = 10  # a first try with twenty photos does not bind a thousand
_CLEARLY_FASTER = 1.1
CHECKED, CALIBRATED = 48, 200
_CALIBRATED_SHARE = 10  # calibrating takes a tenth of the time in float32 at most
_FEWEST_CALIBRATED = 32


def choose(
    project: Project, choice: Choice, runtime: str, precision: str, emit: Emit, cancelled: Cancelled
) -> Choice:
    """The choice in the way that suits the project and this computer, ready to be loaded.

    ``runtime`` and ``precision`` say what a person wants, ``auto`` for whatever is best.

    Raises:
        ComputingError: this computer has no way that fits.
        JobCancelled: ``cancelled()`` said so.
        WeightsError: as :func:`flowerdesk.core.backbones.loading.load`.
    """
    anything = (runtime, precision) == (AUTO, AUTO)
    fitting = None if anything else ways.asked_for(runtime, precision, choice.backbone)
    kept = _kept(project, choice, fitting, emit)
    if kept is not None:
        return kept
    expected = speed.expected(choice.backbone, choice.layer, PLAIN)
    pays = project.photo_count() > SECONDS_WORTH_MEASURING * expected.photos_per_second
    if anything and not pays:
        return choice
    fitting = fitting or ways.available(choice.backbone)
    fitting = tuple(way for way in fitting if ways.may_pay(way)) or fitting
    if not pays or len(fitting) == 1:
        fitting = fitting[:1]
    return _Measuring(project, choice, emit, cancelled).fastest(fitting)


def computed_as(project: Project, choice: Choice, key: FeatureKey) -> Choice:
    """The choice in the way in which the vectors of ``key`` were made."""
    way = ways.way_of(key)
    ranges = project.calibration(key.calibration) if key.calibration else None
    return replace(
        choice, way=way, calibration=Calibration.from_json(ranges) if ranges is not None else None
    )


def _kept(
    project: Project, choice: Choice, fitting: Sequence[Way] | None, emit: Emit
) -> Choice | None:
    """The way in which most of the photos were looked at already, unless a person wants another,
    the photos have become many times as many, or this computer does not have it."""
    sets = _begun(project, choice, fitting)
    if not sets:
        return None
    usable = [one for one in sets if not ways.obstacle(ways.way_of(one[1]), choice.backbone)]
    most = max(known for known, _ in sets)
    if all(known < most for known, _ in usable):
        way = next(ways.way_of(key) for known, key in sets if known == most)
        emit(
            Notice(
                say(
                    "{photos} of this project were looked at by {way} before, which this computer "
                    "cannot do, so that all are looked at anew. {problem}",
                    photos=words.photos(most),
                    way=way,
                    problem=ways.obstacle(way, choice.backbone),
                )
            )
        )
    if not usable:
        return None
    known, key = max(usable, key=lambda one: one[0])  # of equal ones the first
    if project.photo_count() > (1 + _GROWTH) * known:
        return None
    kept = computed_as(project, choice, key)
    # Whole numbers are scaled for the weights that they were calibrated with.
    if kept.calibration is not None and loading.digest(choice) != key.weights_sha256:
        return None
    return kept


def _begun(
    project: Project, choice: Choice, fitting: Sequence[Way] | None
) -> list[tuple[int, FeatureKey]]:
    """The feature sets of the chosen layer with the number of their photos, that of the run in use
    first."""
    own = (choice.backbone.name, choice.layer.name, choice.backbone.preprocessing.version)
    sets = [
        (known, key)
        for key, _, known in project.feature_sets()
        if (key.backbone, key.layer, key.preprocessing) == own and known
        if fitting is None or ways.way_of(key) in fitting
    ]
    run = project.run()
    in_use = run.feature_key if run else None
    return sorted(sets, key=lambda one: one[1] != in_use)


class _Measuring:
    """Tries ways on some of the project's photos."""

    def __init__(self, project: Project, choice: Choice, emit: Emit, cancelled: Cancelled) -> None:
        self._project = project
        self._choice = choice
        self._emit = emit
        self._cancelled = cancelled
        share = max(_FEWEST_CALIBRATED, project.photo_count() // _CALIBRATED_SHARE)
        pixels = some_pixels(project, choice, CHECKED + min(share, CALIBRATED))
        checked = np.zeros(len(pixels), bool)
        checked[:: max(1, -(-len(pixels) // CHECKED))] = True
        self._checked = pixels[checked]
        self._others = pixels[~checked] if len(pixels) > 1 else pixels
        self._calibration: Calibration | None = None
        self._vectors: dict[Way, np.ndarray] = {}

    def fastest(self, fitting: Sequence[Way]) -> Choice:
        """The fastest of the ways that agrees with float32, the first one if none does."""
        if not len(self._checked):  # not one photo can be read: nothing will be looked at
            return self._choice
        _free_the_last_network()
        rates = self._rates(fitting) if len(fitting) > 1 else dict.fromkeys(fitting, 1.0)
        usual = fitting[0]
        faster = [way for way in fitting if rates[way] > _CLEARLY_FASTER * rates[usual]]
        for way in sorted(faster, key=lambda way: -rates[way]):
            if self._agrees(way, instead=True):
                self._tell(way, usual, rates)
                return self._settled(way)
        if usual.precision != "float32":
            self._agrees(usual, instead=False)
        return self._settled(usual)

    def _tell(self, way: Way, usual: Way, rates: dict[Way, float]) -> None:
        self._emit(
            Notice(
                say(
                    "Computing by {way}, the fastest of {count} ways on this computer: {rate} "
                    "photos a second ({usual}: {usual_rate}).",
                    way=way,
                    count=len(rates),
                    rate=f"{rates[way]:.3g}",
                    usual=usual,
                    usual_rate=f"{rates[usual]:.3g}",
                )
            )
        )

    def _settled(self, way: Way) -> Choice:
        choice = self._in_way(way)
        if choice.calibration is not None:
            self._project.add_calibration(choice.calibration.sha256, choice.calibration.to_json())
        return choice

    def _in_way(self, way: Way) -> Choice:
        if way.precision == "int8" and self._calibration is None:
            self._calibration = loading.calibrate(self._choice, self._others)
        calibration = self._calibration if way.precision == "int8" else None
        return replace(self._choice, way=way, calibration=calibration)

    def _rates(self, fitting: Sequence[Way]) -> dict[Way, float]:
        """Photos per second of each way, measured now if they were not before."""
        backbone, layer = self._choice.backbone, self._choice.layer
        known = speed.trials(backbone, layer)
        if all(way in known for way in fitting):
            return {way: known[way] for way in fitting}
        rates: dict[Way, float] = {}
        for number, way in enumerate(fitting):
            self._emit(Progress(STAGE, number, len(fitting), str(way)))
            rates[way] = self._rate(way, max(rates.values(), default=0.0))
        self._emit(Progress(STAGE, len(fitting), len(fitting)))
        speed.remember_trials(backbone, layer, rates)
        return rates

    def _rate(self, way: Way, best: float) -> float:
        """In a process of its own: a way that ends it is as good as none."""
        try:
            choice = self._in_way(way)
            rate, vectors = apart(_tried, choice, self._checked, best, cancelled=self._cancelled)
        except (ComputingError, RuntimeError, MemoryError):
            return 0.0
        if vectors is not None:
            self._vectors[way] = vectors
        return rate

    def _agrees(self, way: Way, *, instead: bool) -> bool:
        if PLAIN not in self._vectors:
            plain = self._choice
            self._vectors[PLAIN] = apart(_vectors, plain, self._checked, cancelled=self._cancelled)
        if way not in self._vectors:
            self._vectors[way] = _vectors(self._in_way(way), self._checked)
        found = agreement(self._vectors[way], self._vectors[PLAIN])
        if found.suffices(way.precision):
            return True
        self._emit(Notice(_disagreement(way, found, instead)))
        return False


def _disagreement(way: Way, found: Agreement, instead: bool) -> str:
    figures = {
        "way": way,
        "cosine": f"{found.cosine:.4f}",
        "neighbours": f"{100 * found.neighbours:.0f}",
    }
    if instead:
        return say(
            "{way} would be faster, but its vectors of your photos agree too little with those in "
            "float32 (cosine {cosine}, {neighbours} % of the nearest photos are the same), so that "
            "a slower way is taken.",
            **figures,
        )
    return say(
        "The vectors of {way} agree little with those in float32 (cosine {cosine}, {neighbours} % "
        "of the nearest photos are the same). It is used because it was asked for; answers may be "
        "less sure.",
        **figures,
    )


def _tried(choice: Choice, pixels: np.ndarray, best: float) -> tuple[float, np.ndarray | None]:
    return timed(_load_afresh(choice), pixels, give_up_below=best / 2)


def _vectors(choice: Choice, pixels: np.ndarray) -> np.ndarray:
    """``(n, feature_dim) float32`` of ``(n, input_size, input_size, 3) uint8``."""
    return _load_afresh(choice)(pixels)


def _load_afresh(choice: Choice) -> Runtime:
    """Loaded when the memory of the network before it is free."""
    _free_the_last_network()
    return loading.load(choice).runtime


def _free_the_last_network() -> None:
    loading.forget()
    gc.collect()


def timed(
    runtime: Runtime, pixels: np.ndarray, seconds: float = 1.5, give_up_below: float = 0.0
) -> tuple[float, np.ndarray | None]:
    """Photos per second of the network alone at its best, and its vectors of the photos
    ``(n, input_size, input_size, 3) uint8``, over and over until the time is over.

    Of one that a single photo shows to be slower than ``give_up_below`` there are no vectors.
    """
    single = pixels[:1]
    runtime(single)
    started = time.perf_counter()
    runtime(single)
    alone = 1 / (time.perf_counter() - started)
    if alone < give_up_below / 2:  # a batch is faster than single photos, but never so much
        return alone, None
    starts = range(0, len(pixels), runtime.batch_size)
    batches = [pixels[start : start + runtime.batch_size] for start in starts]
    vectors: list[np.ndarray] = []
    best, number, end = 0.0, 0, time.perf_counter() + seconds
    while number < max(2, len(batches)) or time.perf_counter() < end:
        some = batches[number % len(batches)]
        started = time.perf_counter()
        found = runtime(some)
        if number:  # the first batch also readies the network for batches
            best = max(best, len(some) / (time.perf_counter() - started))
        if number < len(batches):
            vectors.append(found)
        number += 1
    return best, np.concatenate(vectors)


def some_pixels(project: Project, choice: Choice, count: int) -> np.ndarray:
    """At most ``count`` photos of the project as the network sees them, without those that cannot
    be read, ``(n, input_size, input_size, 3) uint8``."""
    size, framing = choice.backbone.input_size, choice.backbone.preprocessing.framing

    def decoded(path: str) -> np.ndarray | None:
        try:
            return photos.decode(photos.read(project.absolute(path)).data, size, framing)
        except PhotoError:
            return None

    with ThreadPoolExecutor(2, "decode") as pool:
        found = [one for one in pool.map(decoded, project.some_photos(count)) if one is not None]
    return np.stack(found) if found else np.empty((0, size, size, 3), np.uint8)
