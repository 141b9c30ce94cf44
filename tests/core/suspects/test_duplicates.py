"""Which photos count as nearly the same."""

from __future__ import annotations

from collections import defaultdict

import numpy as np
import pytest

from flowerdesk.core.events import JobCancelled, never
from flowerdesk.core.suspects import duplicates
from flowerdesk.core.suspects.duplicates import near_duplicates
from flowerdesk.core.suspects.measures import HASH_BITS, MIRRORED


def photos(count: int) -> tuple[np.ndarray, np.ndarray]:
    """Hashes and looks of photos that have nothing to do with each other."""
    drawing = np.random.default_rng(0)
    signs = drawing.choice(np.array([-1, 1], np.float32), (count, HASH_BITS))
    return signs, drawing.normal(size=(count, 32)).astype(np.float32)


def turned(signs: np.ndarray, bits: int) -> np.ndarray:
    """A hash with that many bits turned."""
    other = signs.copy()
    other[np.random.default_rng(1).permutation(HASH_BITS)[:bits]] *= -1
    return other


def groups(signs: np.ndarray, looks: np.ndarray) -> list[list[int]]:
    found = near_duplicates(signs, looks, lambda done: None, never)
    members = defaultdict(list)
    for row, group in enumerate(found):
        members[group].append(row)
    return sorted(rows for rows in members.values() if len(rows) > 1)


def test_photos_that_have_nothing_in_common_are_by_themselves() -> None:
    assert groups(*photos(300)) == []
    assert groups(*photos(1)) == []
    assert groups(*photos(0)) == []


def test_a_hash_that_hardly_differs_is_enough() -> None:
    signs, looks = photos(50)
    signs[40] = turned(signs[3], 6)
    assert groups(signs, looks) == [[3, 40]]


def test_a_hash_that_differs_somewhat_needs_the_network_to_see_the_same() -> None:
    signs, looks = photos(50)
    signs[40], signs[41] = turned(signs[3], 35), turned(signs[4], 35)
    looks[40] = 2 * looks[3] + 0.1
    assert groups(signs, looks) == [[3, 40]]


def test_looking_the_same_to_the_network_is_not_enough() -> None:
    signs, looks = photos(50)
    looks[40] = looks[3]
    assert groups(signs, looks) == []


def test_a_mirrored_photo_is_found() -> None:
    signs, looks = photos(50)
    signs[40] = np.where(MIRRORED, -signs[3], signs[3])
    assert groups(signs, looks) == [[3, 40]]


def test_what_hangs_together_is_one_group_across_all_parts_of_the_search(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(duplicates, "_AT_ONCE", 7)
    signs, looks = photos(50)
    signs[[20, 45]] = signs[2]
    signs[[31, 32]] = signs[30]
    assert groups(signs, looks) == [[2, 20, 45], [30, 31, 32]]


def test_photos_without_anything_in_them_are_compared_all_the_same() -> None:
    signs, looks = photos(4)
    signs[2] = turned(signs[1], 20)
    looks[:] = 0
    assert groups(signs, looks) == []


def test_the_more_photos_the_fewer_bits_may_differ() -> None:
    limits = [duplicates._limit(count) for count in (10, 1_200, 12_000, 50_000, 1_000_000)]
    assert limits == sorted(limits, reverse=True)
    assert limits[0] == limits[1] > limits[2]
    assert limits[-1] > duplicates._CERTAIN


def test_the_search_tells_how_far_it_is_and_can_be_stopped() -> None:
    signs, looks = photos(300)
    done: list[int] = []
    near_duplicates(signs, looks, done.append, never)
    assert done[-1] == 300
    with pytest.raises(JobCancelled):
        near_duplicates(signs, looks, done.append, lambda: True)
