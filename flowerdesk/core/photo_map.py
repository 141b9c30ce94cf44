"""Draws all photos of a project on one plane: those that look alike to the network lie together.

First by their two widest principal components, which takes moments; then by t-SNE (van der Maaten
and Hinton 2008), which keeps neighbours together and takes its time. What is drawn is kept in the
project, so that it stands at once the next time.
"""

from __future__ import annotations

import csv
import os
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from flowerdesk.core.errors import ProjectError
from flowerdesk.core.events import Cancelled, Emit, Event, JobCancelled, Notice, Progress
from flowerdesk.core.pca import principal_components
from flowerdesk.core.project import FeatureKey, LearnablePhoto, Project
from flowerdesk.core.project.browsing import features_in_use
from flowerdesk.core.project.maps import KeptMap, is_whole, keep_map, kept_map, move_photos
from flowerdesk.core.words import say

PCA = "pca"
TSNE = "tsne"
METHODS = (TSNE, PCA)

FEWEST_PHOTOS = 4
"""With fewer, nobody needs a map."""

_COMPONENTS = 50
_PERPLEXITY = 30  # neighbours that a photo wants near itself, and what the paper finds usual
_NEIGHBOURS = 3 * _PERPLEXITY
_QUERIES_AT_ONCE = 2000  # photos whose neighbours are sought before anybody may stop it
_EXAGGERATION = 12.0
_ITERATIONS_AT_ONCE = 5
_MANY = 10_000  # photos, from which on the interpolated forces of Linderman et al. 2019 are faster
_ITERATIONS_OF_FEW = (100, 250)
"""With exaggeration and without; twice as many brought 1,199 photos no nearer to their own."""
_ITERATIONS_OF_MANY = (250, 500)
_THREADS = 1
"""They wait for each other at every step: with two of them and other work on two cores, 1,199
photos took four times as long, and 50,000 no less."""
_SECONDS_BETWEEN_MOVES = 0.5


@dataclass(frozen=True)
class PhotosMoved(Event):
    """The project keeps other positions of the map by ``method``; ``fresh``: of other photos."""

    method: str
    fresh: bool


@dataclass(frozen=True)
class MapReport:
    """What was drawn. ``without_features``: photos that take part and are not on the map."""

    project: str
    method: str
    seed: int
    feature_key: FeatureKey
    photos: int
    without_features: int
    seconds: float
    """Of drawing; 0 where the map that the project keeps is of these photos."""


@dataclass(frozen=True)
class _Drawn:
    photos: list[LearnablePhoto]
    positions: np.ndarray
    report: MapReport


def draw_map(
    project_path: Path, method: str, seed: int, again: bool, emit: Emit, cancelled: Cancelled
) -> MapReport:
    """Draws the photos that have feature vectors, or takes the map that is kept if it is of them.

    ``again`` draws in any case. A map by t-SNE is kept time and again while it is drawn
    (``PhotosMoved``), and one by principal components before it.

    Raises:
        ProjectError: there are no feature vectors, or hardly any.
        JobCancelled: ``cancelled()`` said so; the last positions are kept.
    """
    return _draw(project_path, method, seed, again, emit, cancelled).report


def write_map(
    project_path: Path, out: Path, method: str, seed: int, emit: Emit, cancelled: Cancelled
) -> MapReport:
    """Draws as :func:`draw_map` and writes a table: path, label, part, x and y of every photo.

    The part is that of the split of the run in use, and empty where there is none.

    Raises:
        ProjectError: as :func:`draw_map`; or the table cannot be written.
    """
    drawn = _draw(project_path, method, seed, False, emit, cancelled)
    with Project(project_path, read_only=True) as project:
        run = project.run()
        parts = project.parts(int(str(run.settings["seed"]))) if run else {}
    partial = out.with_name(f".{out.name}.part")
    try:
        with partial.open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file, lineterminator="\n")
            writer.writerow(["path", "label", "part", "x", "y"])
            for photo, (x, y) in zip(drawn.photos, drawn.positions.tolist(), strict=True):
                part = parts.get(photo.sha256, "")
                writer.writerow([photo.path, photo.label, part, f"{x:.6g}", f"{y:.6g}"])
        os.replace(partial, out)
    except OSError as error:
        raise ProjectError(
            say(
                "The map cannot be written to {out} ({reason}). Choose another place, or free "
                "some space.",
                out=out,
                reason=error.strerror or error,
            )
        ) from error
    finally:
        partial.unlink(missing_ok=True)
    return drawn.report


def _draw(
    project_path: Path, method: str, seed: int, again: bool, emit: Emit, cancelled: Cancelled
) -> _Drawn:
    started = time.monotonic()
    with Project(project_path, read_only=True) as project:
        key = features_in_use(project)
        feature_set = None if key is None else project.find_feature_set(key)
        photos = [] if feature_set is None else project.learnable(feature_set)
        if key is None or feature_set is None or len(photos) < FEWEST_PHOTOS:
            raise ProjectError(
                say(
                    "A map needs {count} photos that the network has looked at, and the project "
                    "{path} has {photos}. Learn them first, or make their vectors with: "
                    "flowerdesk extract {path}",
                    count=FEWEST_PHOTOS,
                    path=project_path,
                    photos=len(photos),
                )
            )
        hashes = [photo.sha256 for photo in photos]
        report = MapReport(
            project=str(project_path),
            method=method,
            seed=seed,
            feature_key=key,
            photos=len(photos),
            without_features=project.count_without_features(feature_set),
            seconds=0.0,
        )
        kept = kept_map(project, feature_set, method)
        if kept is not None and not again and is_whole(kept, seed, hashes):
            place_of = {sha256: place for place, sha256 in enumerate(kept.hashes)}
            places = [place_of[sha256] for sha256 in hashes]
            return _Drawn(photos, kept.positions[places], report)
        components = _components(project, feature_set, hashes, seed, emit, cancelled)
    keeper = _Keeper(project_path, feature_set, seed, hashes, emit)
    positions = keeper.keep_first(PCA, _spread(components[:, :2]), finished=True)
    if method == TSNE:
        keeper.keep_first(TSNE, positions, finished=False)
        positions = _tsne(components, positions, seed, keeper.move, emit, cancelled)
        keeper.move(positions, finished=True)
    seconds = time.monotonic() - started
    return _Drawn(photos, positions, replace(report, seconds=seconds))


def _components(
    project: Project,
    feature_set: int,
    hashes: Sequence[bytes],
    seed: int,
    emit: Emit,
    cancelled: Cancelled,
) -> np.ndarray:
    """``(n, k) float32``: principal components of vectors of length 1, so that distances agree
    with the angles by which similar photos are found."""
    dim = project.vectors(feature_set, hashes[:1]).shape[1]

    def read(start: int, stop: int) -> np.ndarray:
        vectors = project.vectors(feature_set, hashes[start:stop])
        lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
        return np.asarray(vectors / np.maximum(lengths, 1e-12))

    def passed(done: int, total: int) -> None:
        emit(Progress("components", done, total))

    return principal_components(read, (len(hashes), dim), _COMPONENTS, seed, passed, cancelled)


def _spread(components: np.ndarray) -> np.ndarray:
    """``(n, 2) float32`` of ``(n, k)``, k at most 2; two axes also where photos differ in one."""
    missing = 2 - components.shape[1]
    return np.pad(components, ((0, 0), (0, missing))).astype(np.float32)


class _Keeper:
    """Keeps what is drawn in the project, as far as that can be written, and tells of it."""

    def __init__(
        self, path: Path, feature_set: int, seed: int, hashes: Sequence[bytes], emit: Emit
    ) -> None:
        self._path = path
        self._feature_set = feature_set
        self._seed = seed
        self._hashes = tuple(hashes)
        self._emit = emit
        self._writable = True
        self._moved = 0.0

    def keep_first(self, method: str, positions: np.ndarray, *, finished: bool) -> np.ndarray:
        kept = KeptMap(self._seed, finished, self._hashes, positions)
        self._write(lambda project: keep_map(project, self._feature_set, method, kept))
        self._emit(PhotosMoved(method, fresh=True))
        return positions

    def move(self, positions: np.ndarray, *, finished: bool = False) -> None:
        """Keeps positions of t-SNE, now and then and at the end."""
        now = time.monotonic()
        if not finished and now - self._moved < _SECONDS_BETWEEN_MOVES:
            return
        self._moved = now
        self._write(
            lambda project: move_photos(
                project, self._feature_set, TSNE, positions, finished=finished
            )
        )
        self._emit(PhotosMoved(TSNE, fresh=False))

    def _write(self, write: Callable[[Project], None]) -> None:
        if not self._writable:
            return
        try:
            with Project(self._path) as project:
                write(project)
        except ProjectError as error:
            self._writable = False
            self._emit(
                Notice(say("The map is not kept in the project: {reason}", reason=error.sentence))
            )


def _tsne(
    components: np.ndarray,
    start: np.ndarray,
    seed: int,
    moved: Callable[[np.ndarray], None],
    emit: Emit,
    cancelled: Cancelled,
) -> np.ndarray:
    """``(n, 2) float32``: positions by t-SNE, begun at ``start`` (Kobak and Berens 2019)."""
    if not start[:, 0].std() > 0:  # all photos look the same
        return start
    neighbours, distances = _nearest(components, emit, cancelled)
    from openTSNE import TSNEEmbedding, affinity, initialization
    from openTSNE.nearest_neighbors import PrecomputedNeighbors

    count = len(components)
    affinities = affinity.PerplexityBasedNN(
        knn_index=PrecomputedNeighbors(neighbours, distances),
        perplexity=min(_PERPLEXITY, neighbours.shape[1] / 3),
        n_jobs=_THREADS,
        random_state=seed,
    )
    embedding = TSNEEmbedding(
        initialization.rescale(start.astype(np.float64)),
        affinities,
        negative_gradient_method="fft" if count > _MANY else "bh",
        n_jobs=_THREADS,
        random_state=seed,
    )
    exaggerated, free = _ITERATIONS_OF_MANY if count > _MANY else _ITERATIONS_OF_FEW

    def watch(before: int) -> Callable[[int, float, np.ndarray], bool]:
        def watched(iteration: int, _: float, now: np.ndarray) -> bool:
            if cancelled():
                return True
            moved(np.asarray(now, np.float32))
            emit(Progress("map", before + iteration, exaggerated + free))
            return False

        return watched

    for before, iterations, settings in (
        (0, exaggerated, {"exaggeration": _EXAGGERATION, "momentum": 0.5}),
        (exaggerated, free, {"momentum": 0.8}),
    ):
        embedding.optimize(
            iterations,
            inplace=True,
            learning_rate="auto",
            callbacks=watch(before),
            callbacks_every_iters=_ITERATIONS_AT_ONCE,
            **settings,
        )
        if cancelled():
            raise JobCancelled
    return np.asarray(embedding, np.float32)


def _nearest(
    components: np.ndarray, emit: Emit, cancelled: Cancelled
) -> tuple[np.ndarray, np.ndarray]:
    """The nearest other photos of each, ``(n, k) int64``, and how far away they are, ``(n, k)
    float64``: all compared with all, which is as fast as a guess up to 50,000 photos."""
    from sklearn.neighbors import NearestNeighbors

    count = len(components)
    wanted = min(_NEIGHBOURS, count - 1)
    search = NearestNeighbors(n_neighbors=wanted + 1, algorithm="brute").fit(components)
    found, far = np.empty((count, wanted), np.int64), np.empty((count, wanted))
    for first in range(0, count, _QUERIES_AT_ONCE):
        if cancelled():
            raise JobCancelled
        some = slice(first, first + _QUERIES_AT_ONCE)
        distances, numbers = search.kneighbors(components[some])
        found[some], far[some] = _without_itself(numbers, distances, first)
        emit(Progress("neighbours", min(some.stop, count), count))
    return found, far


def _without_itself(
    numbers: np.ndarray, distances: np.ndarray, first: int
) -> tuple[np.ndarray, np.ndarray]:
    """Takes each photo out of its own row; of many that are the same it may not be in it."""
    own = numbers == np.arange(first, first + len(numbers))[:, np.newaxis]
    own[~own.any(axis=1), -1] = True
    others = ~own
    rows = len(numbers)
    return numbers[others].reshape(rows, -1), distances[others].reshape(rows, -1)
