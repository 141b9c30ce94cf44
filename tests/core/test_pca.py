"""Principal components found in pieces are those that a decomposition of the whole finds."""

from __future__ import annotations

import numpy as np
import pytest

from flowerdesk.core import pca
from flowerdesk.core.events import JobCancelled, never


def drawn(n: int, d: int, seed: int = 0) -> np.ndarray:
    """Vectors that differ most along a few directions, far from the origin."""
    drawing = np.random.default_rng(seed)
    widths = 0.7 ** np.arange(min(n, d))
    made = drawing.normal(size=(n, len(widths))) * widths
    return (made @ drawing.normal(size=(len(widths), d)) + 5).astype(np.float32)


def components(vectors: np.ndarray, wanted: int, seed: int = 0) -> np.ndarray:
    return pca.principal_components(
        lambda start, stop: vectors[start:stop],
        vectors.shape,
        wanted,
        seed,
        lambda done, total: None,
        never,
    )


def of_the_whole(vectors: np.ndarray, wanted: int) -> np.ndarray:
    centred = vectors.astype(np.float64) - vectors.mean(axis=0, dtype=np.float64)
    left, widths, _ = np.linalg.svd(centred, full_matrices=False)
    return np.asarray((left * widths)[:, :wanted])


@pytest.mark.parametrize("shape", [(300, 40), (40, 300)])
def test_they_are_those_of_the_whole_up_to_the_sign(shape: tuple[int, int]) -> None:
    vectors = drawn(*shape)
    found, expected = components(vectors, 6), of_the_whole(vectors, 6)
    assert found.shape == (shape[0], 6)
    assert found.dtype == np.float32
    np.testing.assert_allclose(np.abs(found), np.abs(expected), atol=2e-2 * expected.std())


def test_pieces_change_nothing_and_what_is_large_is_read_anew(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    vectors = drawn(50, 20)
    at_once = components(vectors, 3)
    monkeypatch.setattr(pca, "_AT_ONCE", 7)
    monkeypatch.setattr(pca, "_KEPT_IN_MEMORY", 0)
    np.testing.assert_allclose(components(vectors, 3), at_once, atol=1e-3)


def test_the_same_seed_gives_the_same_to_the_bit() -> None:
    vectors = drawn(80, 30)
    np.testing.assert_array_equal(components(vectors, 5), components(vectors, 5))


def test_another_seed_turns_no_axis_around() -> None:
    vectors = drawn(80, 30)
    np.testing.assert_allclose(components(vectors, 2), components(vectors, 2, seed=9), atol=1e-2)


def test_few_photos_have_few_directions() -> None:
    assert components(drawn(3, 20), 50).shape == (3, 3)


def test_it_can_be_stopped() -> None:
    vectors = drawn(20, 5)
    with pytest.raises(JobCancelled):
        pca.principal_components(
            lambda start, stop: vectors[start:stop],
            vectors.shape,
            2,
            0,
            lambda done, total: None,
            lambda: True,
        )
