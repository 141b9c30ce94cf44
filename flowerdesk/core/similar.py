"""Finds the photos of a project that look most like another one to the network."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from flowerdesk.core.events import Cancelled, JobCancelled
from flowerdesk.core.project import FeatureKey, LearnablePhoto, Project

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


def _chunks(photos: Sequence[LearnablePhoto]) -> Iterator[Sequence[LearnablePhoto]]:
    for start in range(0, len(photos), _AT_ONCE):
        yield photos[start : start + _AT_ONCE]


def _cosines(vectors: np.ndarray, vector: np.ndarray) -> list[float]:
    lengths = np.linalg.norm(vectors, axis=1) * np.linalg.norm(vector)
    # After ReLU a vector may be all zeros; it is like nothing.
    cosines: list[float] = (vectors @ vector / np.maximum(lengths, 1e-12)).tolist()
    return cosines
