"""Finds photos that are nearly the same: recompressed, resized, cropped a little, mirrored.

Arrays in, groups out; nothing here knows of projects.
"""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np

from flowerdesk.core.events import Cancelled, JobCancelled
from flowerdesk.core.suspects.measures import HASH_BITS, MIRRORED

# Of 143 bits. 60 photos of flowers recompressed, resized and mirrored were at most 4 apart from
# themselves, cropped by 5 % at most 42, at any edge; 10 % off in all, half of them up to 35. Of
# 718,000 pairs of other photos 1 was below 30, 3 below 40, 77 up to 46 and 226 up to 48.
_CERTAIN = 12
_POSSIBLE = 46
_MEASURED_ON = 1200  # photos
_RARER = 1.77  # times, with each bit less

# The cosine between what a network saw. Of 57 in 60 cropped ones 0.87 or more with VGG16, 0.91 with
# Petal; of those 77 pairs of others below.
_ALIKE = 0.8

_AT_ONCE = 256  # photos; against 50,000 a product takes 50 MB


def near_duplicates(
    signs: np.ndarray,
    looks: np.ndarray,
    progress: Callable[[int], None],
    cancelled: Cancelled,
) -> np.ndarray:
    """A group number for each photo, ``(n,) int64``; a photo like no other is a group by itself.

    Two photos are nearly the same when their perceptual hashes, one of them mirrored if need be,
    hardly differ; or differ little and the network sees the same. Groups are what hangs together.
    All are compared with all, a few at a time.

    Args:
        signs: ``(n, 143) float32``, hashes as :func:`~flowerdesk.core.suspects.measures.hash_signs`
            has them.
        looks: ``(n, d) float32``, as :func:`flowerdesk.core.suspects.looks.looks` has them.
        progress: is told how many photos were compared with all.

    Raises:
        JobCancelled: ``cancelled()`` said so.
    """
    photos = len(signs)
    limit = _limit(photos)
    odd, even = np.ascontiguousarray(signs[:, MIRRORED]), np.ascontiguousarray(signs[:, ~MIRRORED])
    groups = np.arange(photos)
    for start in range(0, photos, _AT_ONCE):
        if cancelled():
            raise JobCancelled
        rows = slice(start, min(start + _AT_ONCE, photos))
        # Mirroring turns the odd ones, so that their agreement counts whichever way it goes.
        agreement = np.abs(odd[rows] @ odd[start:].T)
        agreement += even[rows] @ even[start:].T
        first, second = np.nonzero(agreement >= HASH_BITS - 2 * limit)
        distance = (HASH_BITS - agreement[first, second]) / 2
        same = distance <= _CERTAIN
        doubtful = np.flatnonzero(~same)
        same[doubtful] = (
            _cosines(looks, first[doubtful] + start, second[doubtful] + start) >= _ALIKE
        )
        groups = _joined(groups, first[same] + start, second[same] + start)
        progress(rows.stop)
    return groups


def _cosines(looks: np.ndarray, first: np.ndarray, second: np.ndarray) -> np.ndarray:
    """``(m,) float32``, of the rows ``first`` with the rows ``second``, few at a time."""
    cosines = np.empty(len(first), np.float32)
    for start in range(0, len(first), _AT_ONCE):
        some = slice(start, start + _AT_ONCE)
        one, other = looks[first[some]], looks[second[some]]
        lengths = np.linalg.norm(one, axis=1) * np.linalg.norm(other, axis=1)
        cosines[some] = np.einsum("ij,ij->i", one, other) / np.maximum(lengths, 1e-12)
    return cosines


def _joined(groups: np.ndarray, first: np.ndarray, second: np.ndarray) -> np.ndarray:
    """The groups after photos ``first`` were found nearly the same as photos ``second``."""
    from scipy.sparse import coo_array
    from scipy.sparse.csgraph import connected_components

    number = len(groups)
    links = (groups[first], groups[second])
    pairs = coo_array((np.ones(len(first), np.int8), links), shape=(number, number))
    joined: np.ndarray = connected_components(pairs, directed=False)[1][groups]
    return joined.astype(np.int64)


def _limit(photos: int) -> int:
    """How many bits may differ: fewer the more pairs there are to be alike by chance."""
    surplus = math.log(max(photos / _MEASURED_ON, 1)) / math.log(_RARER)
    return _POSSIBLE - math.ceil(surplus)
