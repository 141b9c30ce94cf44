"""Feature vectors on one scale."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest

from flowerdesk.core.events import JobCancelled, never
from flowerdesk.core.suspects import looks as module
from flowerdesk.core.suspects.looks import MOST_NUMBERS, Vectors, looks


def reader(vectors: np.ndarray) -> tuple[list[bytes], Vectors]:
    hashes = [row.to_bytes(4) for row in range(len(vectors))]

    def read(some: Sequence[bytes]) -> np.ndarray:
        return vectors[[int.from_bytes(one) for one in some]]

    return hashes, read


def test_every_number_has_mean_0_and_deviation_1(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_AT_ONCE", 7)
    vectors = np.random.default_rng(0).gamma(1, [1, 100, 10_000], (50, 3)).astype(np.float32)
    made = looks(*reader(vectors), never)
    np.testing.assert_allclose(made.mean(axis=0), 0, atol=1e-5)
    np.testing.assert_allclose(made.std(axis=0), 1, atol=1e-5)


def test_a_number_that_never_changes_tells_nothing() -> None:
    vectors = np.random.default_rng(0).random((20, 2), np.float32)
    vectors[:, 1] = 123.4567
    made = looks(*reader(vectors), never)
    assert not made[:, 1].any()


def test_many_numbers_become_fewer_and_angles_nearly_stay() -> None:
    vectors = np.random.default_rng(0).normal(size=(40, 4 * MOST_NUMBERS)).astype(np.float32)
    vectors[1] = vectors[0] + 0.3 * vectors[1]
    made = looks(*reader(vectors), never)
    assert made.shape == (40, MOST_NUMBERS)
    unit = made / np.linalg.norm(made, axis=1, keepdims=True)
    assert unit[0] @ unit[1] > 0.8
    assert abs(unit[2] @ unit[3]) < 0.2


def test_it_can_be_stopped() -> None:
    with pytest.raises(JobCancelled):
        looks(*reader(np.ones((3, 2), np.float32)), lambda: True)
