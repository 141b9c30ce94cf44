"""How large values become inside a network: what whole numbers of 8 bits are scaled by.

Of every layer with weights the largest value that reaches it on some photos is kept, a dozen
numbers in all (post-training quantisation as by Krishnamoorthi 2018, arXiv:1806.08342). The first
layer sees pixels, which are bytes already. Calibrations of earlier versions do not name it.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np

LARGEST_PIXEL = 255.0


@dataclass(frozen=True)
class Calibration:
    """The largest value that reaches each layer, by name; layers not named stay in float32."""

    largest: Mapping[str, float]

    @classmethod
    def of(cls, layers: Iterable[str], largest: np.ndarray) -> Calibration:
        """From what reached the layers on each photo, ``(n, layers) float32``. Zeros, where a layer
        saw nothing, would divide by nothing."""
        found = zip(layers, np.maximum(largest.max(axis=0), 1e-6).tolist(), strict=True)
        return cls(dict(found))

    def to_json(self) -> str:
        return json.dumps(dict(self.largest), sort_keys=True)

    @classmethod
    def from_json(cls, text: str) -> Calibration:
        return cls({name: float(value) for name, value in json.loads(text).items()})

    @property
    def sha256(self) -> str:
        """In hex: what vectors that were made with it are known by."""
        return hashlib.sha256(self.to_json().encode()).hexdigest()
