"""What the network saw of the photos, made ready for comparing and for quick heads."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

from flowerdesk.core.events import Cancelled, JobCancelled

MOST_NUMBERS = 1024
"""A photo has no more, so that neither memory nor time grow with the network's layer."""

_AT_ONCE = 1024  # photos

Vectors = Callable[[Sequence[bytes]], np.ndarray]
"""Feature vectors of photos by their hashes, ``(n, feature_dim) float32``."""


def looks(hashes: Sequence[bytes], vectors: Vectors, cancelled: Cancelled) -> np.ndarray:
    """Feature vectors with every number on one scale, ``(n, d) float32``, d at most 1,024.

    The root is taken of each number, which after ReLU are mostly small with a few giants, then its
    mean is taken away and it is divided by its deviation. More numbers than :data:`MOST_NUMBERS`
    are projected at random, which nearly keeps angles (Johnson and Lindenstrauss 1984).

    Raises:
        JobCancelled: ``cancelled()`` said so.
    """
    parts = [hashes[start : start + _AT_ONCE] for start in range(0, len(hashes), _AT_ONCE)]
    sums = squares = np.zeros(1)
    for part in parts:
        if cancelled():
            raise JobCancelled
        roots = _roots(vectors(part))
        sums = sums + roots.sum(axis=0, dtype=np.float64)
        squares = squares + np.square(roots).sum(axis=0, dtype=np.float64)
    mean = sums / max(len(hashes), 1)
    deviation = np.sqrt(np.maximum(squares / max(len(hashes), 1) - mean**2, 0))
    # A number that is the same for all photos, but for rounding, tells nothing.
    scale = np.where(deviation > 1e-5 * (np.abs(mean) + 1e-12), 1 / np.maximum(deviation, 1e-30), 0)
    matrix = _projection(len(scale)) if len(scale) > MOST_NUMBERS else None
    made = np.empty((len(hashes), min(len(scale), MOST_NUMBERS)), np.float32)
    for number, part in enumerate(parts):
        if cancelled():
            raise JobCancelled
        rows = ((_roots(vectors(part)) - mean) * scale).astype(np.float32)
        start = number * _AT_ONCE
        made[start : start + len(part)] = rows if matrix is None else rows @ matrix
    return made


def _roots(vectors: np.ndarray) -> np.ndarray:
    roots: np.ndarray = np.sign(vectors) * np.sqrt(np.abs(vectors))
    return roots


def _projection(numbers: int) -> np.ndarray:
    drawing = np.random.default_rng(0)
    matrix: np.ndarray = drawing.standard_normal((numbers, MOST_NUMBERS), np.float32)
    matrix /= np.sqrt(np.float32(MOST_NUMBERS))
    return matrix
