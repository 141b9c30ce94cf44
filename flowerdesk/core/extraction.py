"""Looks at every photo once: photos in, feature vectors into the project, batch by batch."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from flowerdesk.core import photos
from flowerdesk.core.backbones.loading import LoadedBackbone
from flowerdesk.core.errors import PhotoError
from flowerdesk.core.events import Cancelled, Emit, JobCancelled, PhotoSkipped, Progress
from flowerdesk.core.project import PhotoFeatures, Project, ProjectPhoto, absolute

BATCH_SIZE = 32
# Decoding and resizing release the interpreter lock and run at some 500 photos a second and
# thread, so that two threads stay ahead of every network here.
_DECODING_THREADS = 2
_LOOK_AHEAD = 2 * BATCH_SIZE
STAGE = "extract"


@dataclass(frozen=True)
class Extraction:
    """What an extraction did. ``seconds`` is the loop from files to stored vectors."""

    feature_set: int
    computed: int
    reused: int
    skipped: int
    seconds: float

    @property
    def photos_per_second(self) -> float:
        return self.computed / self.seconds if self.seconds > 0 else 0.0


@dataclass(frozen=True)
class Look:
    """A photo's bytes and pixels; ``pixels`` is None when it cannot be used."""

    photo: ProjectPhoto
    size: int
    mtime_ns: int
    sha256: bytes | None
    pixels: np.ndarray | None
    reason: str | None


def extract(
    project: Project, loaded: LoadedBackbone, emit: Emit, cancelled: Cancelled
) -> Extraction:
    """Computes the feature vectors that the project does not have yet.

    Every batch is committed as it is done. Photos that cannot be read are skipped with their
    reason, and are tried again the next time. Memory does not grow with the number of photos.

    Raises:
        JobCancelled: ``cancelled()`` said so; the batches that were done are in the project.
        ProjectError: the project cannot be written.
    """
    feature_set = project.feature_set(loaded.key, loaded.layer.feature_dim)
    total = project.count_without_features(feature_set)
    reused = project.photo_count() - total
    progress = _Progress(project, loaded, feature_set, total, emit)
    started = time.perf_counter()
    if total:
        emit(Progress(STAGE, 0, total))
    batch: list[Look] = []
    for look in looks(project.path, project.without_features(feature_set), loaded, cancelled):
        batch.append(look)
        if sum(one.pixels is not None for one in batch) == BATCH_SIZE:
            progress.store(batch)
            batch = []
    if batch:
        progress.store(batch)
    return Extraction(
        feature_set,
        progress.computed,
        reused + progress.known,
        progress.skipped,
        time.perf_counter() - started,
    )


class _Progress:
    """Runs and stores batches and counts what became of their photos."""

    def __init__(
        self, project: Project, loaded: LoadedBackbone, feature_set: int, total: int, emit: Emit
    ) -> None:
        self._project = project
        self._loaded = loaded
        self._feature_set = feature_set
        self._total = total
        self._emit = emit
        self.computed = self.known = self.skipped = 0

    def store(self, batch: list[Look]) -> None:
        vectors = self._vectors(batch)
        rows = [
            PhotoFeatures(
                look.photo.id,
                look.size,
                look.mtime_ns,
                look.sha256,
                vectors.pop(look.sha256, None) if look.sha256 else None,
                look.reason,
            )
            for look in batch
        ]
        self._project.add_features(self._feature_set, rows)
        for row, look in zip(rows, batch, strict=True):
            if look.reason is not None:
                self.skipped += 1
                self._emit(PhotoSkipped(look.photo.path, look.reason))
            elif row.vector is not None:
                self.computed += 1
            else:
                self.known += 1
        done = self.computed + self.known + self.skipped
        self._emit(Progress(STAGE, done, self._total, batch[-1].photo.path))

    def _vectors(self, batch: list[Look]) -> dict[bytes, np.ndarray]:
        """By hash: each photo once, and none that the project knows from another path."""
        unknown = {
            look.sha256: look.pixels
            for look in batch
            if look.sha256 is not None
            and look.pixels is not None
            and not self._project.has_features(self._feature_set, look.sha256)
        }
        if not unknown:
            return {}
        vectors = self._loaded.runtime(np.stack(list(unknown.values())))
        return dict(zip(unknown, vectors, strict=True))


def looks(
    project_path: Path, photos: Iterable[ProjectPhoto], loaded: LoadedBackbone, cancelled: Cancelled
) -> Iterator[Look]:
    """Photos in their order, read and decoded ahead by threads, never many at a time.

    Raises:
        JobCancelled: ``cancelled()`` said so.
    """
    ahead: deque[Future[Look]] = deque()
    with ThreadPoolExecutor(_DECODING_THREADS, "decode") as pool:
        try:
            for photo in photos:
                ahead.append(pool.submit(_look, project_path, photo, loaded))
                if len(ahead) >= _LOOK_AHEAD:
                    yield _next(ahead, cancelled)
            while ahead:
                yield _next(ahead, cancelled)
        finally:
            for future in ahead:
                future.cancel()


def _next(ahead: deque[Future[Look]], cancelled: Cancelled) -> Look:
    if cancelled():
        raise JobCancelled
    return ahead.popleft().result()


def _look(project_path: Path, photo: ProjectPhoto, loaded: LoadedBackbone) -> Look:
    path = absolute(project_path, photo.path)
    # The time is taken before the bytes: a file that is written meanwhile is read again next time.
    file_size, mtime_ns = photo.size, 0
    with suppress(OSError):
        status = path.stat()
        file_size, mtime_ns = status.st_size, status.st_mtime_ns
    sha256 = None
    try:
        file = photos.read(path)
        sha256 = file.sha256
        pixels = loaded.decode(file.data)
    except PhotoError as error:
        return Look(photo, file_size, mtime_ns, sha256, None, error.sentence)
    return Look(photo, file_size, mtime_ns, sha256, pixels, None)
