"""How far feature vectors of one computation agree with those of another, of the same photos."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

# Angles and neighbours are what a head and a search for similar photos live on. On photos of
# flowers bfloat16 came to 0.99999 and 98 to 100 of 100 neighbours, int8 to 0.9994 or more and 96 to
# 100; ranges that cut a layer's values off to 0.979 and 47. The bounds lie between.
_COSINE = {"float32": 0.999, "bfloat16": 0.999, "float16": 0.999, "int8": 0.98}
_NEIGHBOURS = {"float32": 0.9, "bfloat16": 0.9, "float16": 0.9, "int8": 0.75}


@dataclass(frozen=True)
class Agreement:
    """``cosine`` is the mean over photos; ``neighbours`` the share of photos whose most similar
    other photo is the same one."""

    cosine: float
    neighbours: float

    def suffices(self, precision: str) -> bool:
        """Whether vectors in that precision may stand in for those in float32."""
        return self.cosine >= _COSINE[precision] and self.neighbours >= _NEIGHBOURS[precision]


def agreement(vectors: np.ndarray, reference: np.ndarray) -> Agreement:
    """Of ``(n, feature_dim) float32`` with the same photos' vectors in float32."""
    ours, theirs = _unit(vectors), _unit(reference)
    cosine = float(np.sum(ours * theirs, axis=1).mean())
    if not np.isfinite(cosine):
        return Agreement(0.0, 0.0)
    if len(ours) < 3:  # of two photos each is the other's neighbour
        return Agreement(cosine, 1.0)
    same = _nearest(ours) == _nearest(theirs)
    return Agreement(cosine, float(same.mean()))


def _unit(vectors: np.ndarray) -> np.ndarray:
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    return np.asarray(vectors / np.maximum(lengths, 1e-12))


def _nearest(unit: np.ndarray) -> np.ndarray:
    cosines = unit @ unit.T
    np.fill_diagonal(cosines, -2)
    return np.asarray(cosines.argmax(axis=1))
