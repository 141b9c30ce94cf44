"""How long a head learns: first in a process, and warm; and when its first loss comes.

    python tests/benchmarks/head.py [--photos 2936] [--rounds 5]

There are as many photos, epochs, batches and checks as in the article. Features are drawn.
"""

from __future__ import annotations

import argparse
import statistics
import time

import numpy as np

from flowerdesk.core.events import Event, IterationFinished, never
from flowerdesk.core.project import FeatureKey
from flowerdesk.core.training import Examples, HeadSettings, train

_LABELS = tuple("abcde")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--photos", type=int, default=2936)
    parser.add_argument("--rounds", type=int, default=5)
    arguments = parser.parse_args()
    for feature_dim in (4096, 512):
        learning, checking = (
            _drawn(photos, feature_dim, seed)
            for seed, photos in enumerate((arguments.photos, arguments.photos // 8))
        )
        firsts, wholes = zip(
            *(_seconds(learning, checking, seed) for seed in range(arguments.rounds)), strict=True
        )
        print(
            f"{feature_dim} numbers a photo: the first time {wholes[0]:.2f} s, then "
            f"{statistics.median(wholes[1:]):.2f} s ({min(wholes[1:]):.2f}–{max(wholes[1:]):.2f}); "
            f"first loss after {firsts[0]:.2f} s, then {statistics.median(firsts[1:]):.2f} s"
        )


def _drawn(photos: int, feature_dim: int, seed: int) -> Examples:
    """As sparse as what a network gives after ReLU, and with some of the labels in it."""
    random = np.random.default_rng(seed)
    labels = random.integers(0, len(_LABELS), photos)
    features = random.standard_normal((photos, feature_dim)).astype(np.float32)
    features[:, : len(_LABELS)] += np.eye(len(_LABELS), dtype=np.float32)[labels]
    return Examples(np.maximum(features, 0), labels)


def _seconds(learning: Examples, checking: Examples, seed: int) -> tuple[float, float]:
    """Until the first loss, and all told."""
    started = time.perf_counter()
    first = 0.0

    def heard(event: Event) -> None:
        nonlocal first
        if isinstance(event, IterationFinished) and not first:
            first = time.perf_counter() - started

    key = FeatureKey("drawn", "drawn", "0" * 64, 1, "float32")
    train(learning, checking, _LABELS, key, HeadSettings(seed=seed), heard, never)
    return first, time.perf_counter() - started


if __name__ == "__main__":
    main()
