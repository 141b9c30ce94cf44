"""When vectors agree enough to stand in for others."""

from __future__ import annotations

import numpy as np
import pytest

from flowerdesk.core.backbones.agreement import agreement

VECTORS = np.random.default_rng(0).normal(size=(40, 64)).astype(np.float32)


def test_vectors_agree_with_themselves_whatever_their_length() -> None:
    found = agreement(3 * VECTORS, VECTORS)
    assert found.cosine == pytest.approx(1)
    assert found.neighbours == 1
    assert found.suffices("bfloat16")


def test_a_little_noise_is_enough_for_int8_only() -> None:
    noise = np.random.default_rng(1).normal(0, 0.1, VECTORS.shape)
    found = agreement(VECTORS + noise, VECTORS)
    assert 0.98 < found.cosine < 0.999
    assert found.suffices("int8")
    assert not found.suffices("bfloat16")


def test_vectors_of_other_photos_do_not_agree() -> None:
    assert not agreement(VECTORS[::-1], VECTORS).suffices("int8")


def test_what_is_no_number_agrees_with_nothing() -> None:
    assert not agreement(np.full_like(VECTORS, np.nan), VECTORS).suffices("int8")


def test_angles_alone_do_not_suffice_where_neighbours_change() -> None:
    """All photos nearly alike: a small change of angle brings another one nearest."""
    alike = 1 + 0.01 * VECTORS
    noise = np.random.default_rng(1).normal(0, 0.02, VECTORS.shape)
    found = agreement(alike + noise, alike)
    assert found.cosine > 0.999
    assert not found.suffices("bfloat16")
