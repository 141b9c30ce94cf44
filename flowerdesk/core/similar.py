"""Finds the photos of a project that look most like another one to the network."""

from __future__ import annotations

import heapq
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from flowerdesk.core import photos
from flowerdesk.core.errors import PhotoError, ProjectError
from flowerdesk.core.events import Cancelled, Emit, JobCancelled, Progress
from flowerdesk.core.project import FeatureKey, LearnablePhoto, Project
from flowerdesk.core.project.browsing import features_in_use
from flowerdesk.core.words import say

_AT_ONCE = 512  # photos in memory: 8 MB of VGG16's vectors


@dataclass(frozen=True)
class SimilarPhoto:
    """A photo of the project; ``path`` is as the project knows it."""

    path: str
    label: str
    similarity: float
    """The cosine of the angle between both feature vectors, at most 1."""


def most_similar(
    project: Project,
    key: FeatureKey,
    vector: np.ndarray,
    among: Collection[bytes],
    count: int,
    cancelled: Cancelled,
) -> tuple[SimilarPhoto, ...]:
    """The ``count`` photos whose feature vectors point most nearly where ``vector`` does.

    ``vector`` is ``(feature_dim,) float32`` of that ``key``; only photos with a hash in ``among``
    are looked at. The nearest one comes first.

    Raises:
        JobCancelled: ``cancelled()`` said so.
    """
    feature_set = project.find_feature_set(key)
    nearest: list[tuple[float, LearnablePhoto]] = []
    chosen = [photo for photo in project.learnable(feature_set) if photo.sha256 in among]
    for some in _chunks(chosen):
        if cancelled():
            raise JobCancelled
        vectors = project.vectors(feature_set, [photo.sha256 for photo in some])
        nearest += zip(_cosines(vectors, vector), some, strict=True)
        nearest = sorted(nearest, key=lambda one: -one[0])[:count]
    return tuple(SimilarPhoto(photo.path, photo.label, cosine) for cosine, photo in nearest)


@dataclass(frozen=True)
class SimilarPhotos:
    """A photo of the project, and what is nearest to it; the nearest one comes first."""

    path: str
    label: str
    own: tuple[SimilarPhoto, ...]
    """Of its own label."""
    others: tuple[SimilarPhoto, ...]
    """Of other labels."""


class Search:
    """Looks for the photos nearest to one, piece by piece: whoever calls :meth:`step` may do
    something else in between, as a window does whose other questions shall not wait.

    ``path`` is a photo as the project knows it; only those that take part and were looked at are
    compared, with the labels that they have now. The same bytes count once.

    Raises:
        ProjectError: the photo has no feature vector.
    """

    def __init__(self, project: Project, path: str, count: int) -> None:
        self._count = count
        key = features_in_use(project)
        self._set = 0 if key is None else project.find_feature_set(key)
        sha256 = project.hash_of(path)
        if sha256 is None or not project.has_features(self._set, sha256):
            raise ProjectError(
                say(
                    "The network has not looked at {path} yet, so that nothing can be compared. "
                    "Learn the photos first.",
                    path=path,
                )
            )
        self._path, self._label = path, project.label_of(path)
        self._vector = project.vectors(self._set, [sha256])[0]
        self._photos = [one for one in project.learnable(self._set) if one.sha256 != sha256]
        self._done = 0
        self._own: list[tuple[float, LearnablePhoto]] = []
        self._others: list[tuple[float, LearnablePhoto]] = []

    @property
    def done(self) -> int:
        """Photos that were compared up to now."""
        return self._done

    @property
    def total(self) -> int:
        return len(self._photos)

    def step(self, project: Project) -> bool:
        """Compares some hundred photos more; whether there are others still."""
        some = self._photos[self._done : self._done + _AT_ONCE]
        if some:
            vectors = project.vectors(self._set, [photo.sha256 for photo in some])
            found = list(zip(_cosines(vectors, self._vector), some, strict=True))
            own = [one for one in found if one[1].label == self._label]
            others = [one for one in found if one[1].label != self._label]
            self._own = _nearest(self._own + own, self._count)
            self._others = _nearest(self._others + others, self._count)
            self._done += len(some)
        return self._done < len(self._photos)

    def result(self) -> SimilarPhotos:
        """What was found up to now."""
        return SimilarPhotos(self._path, self._label, _told(self._own), _told(self._others))


def similar_photos(
    project_path: Path, photo: Path, count: int, emit: Emit, cancelled: Cancelled
) -> SimilarPhotos:
    """The ``count`` photos nearest to a photo of the project, of its own label and of others.

    ``photo`` is a file; one that lies elsewhere is known by its bytes.

    Raises:
        ProjectError: the photo is none of the project's, or was not looked at yet.
        JobCancelled: ``cancelled()`` said so.
    """
    with Project(project_path, read_only=True) as project:
        search = Search(project, _path_in(project, photo), count)
        more = True
        while more:
            if cancelled():
                raise JobCancelled
            more = search.step(project)
            emit(Progress("similar", search.done, search.total))
        return search.result()


def _path_in(project: Project, photo: Path) -> str:
    """The photo as the project knows it."""
    path = project.relative(photo)
    if project.hash_of(path) is not None:
        return path
    try:
        known = project.paths_of(photos.read(photo).sha256)
    except PhotoError:
        known = []
    if not known:
        raise ProjectError(
            say(
                "{photo} is no photo of the project {path}, or was not looked at yet. Name a new "
                "photo with: flowerdesk predict {path} {photo}",
                photo=photo,
                path=project.path,
            )
        )
    return known[0]


def _nearest(
    found: Sequence[tuple[float, LearnablePhoto]], count: int
) -> list[tuple[float, LearnablePhoto]]:
    return heapq.nsmallest(count, found, key=lambda one: (-one[0], one[1].path))


def _told(found: Sequence[tuple[float, LearnablePhoto]]) -> tuple[SimilarPhoto, ...]:
    return tuple(SimilarPhoto(photo.path, photo.label, cosine) for cosine, photo in found)


def _chunks(chosen: Sequence[LearnablePhoto]) -> Iterator[Sequence[LearnablePhoto]]:
    for start in range(0, len(chosen), _AT_ONCE):
        yield chosen[start : start + _AT_ONCE]


def _cosines(vectors: np.ndarray, vector: np.ndarray) -> list[float]:
    lengths = np.linalg.norm(vectors, axis=1) * np.linalg.norm(vector)
    # After ReLU a vector may be all zeros; it is like nothing.
    cosines: list[float] = (vectors @ vector / np.maximum(lengths, 1e-12)).tolist()
    return cosines
