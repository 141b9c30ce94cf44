"""Which labels are doubted: swapped ones are, and neither clean nor trusted nor scarce ones."""

from __future__ import annotations

import numpy as np
import pytest

from flowerdesk.core.events import JobCancelled, never
from flowerdesk.core.suspects import wrong_labels as module
from flowerdesk.core.suspects.wrong_labels import (
    FOLDS,
    Doubts,
    confidently_other,
    divide,
    out_of_fold,
    wrong_labels,
)


def clouds(*counts: int, apart: float = 3.0) -> tuple[np.ndarray, np.ndarray]:
    """Photos of as many labels, each around a place of its own in 8 dimensions."""
    labels = np.repeat(np.arange(len(counts)), counts)
    drawing = np.random.default_rng(0)
    looks = drawing.normal(size=(len(labels), 8)) + apart * np.eye(len(counts), 8)[labels]
    return looks.astype(np.float32), labels


def doubts(
    looks: np.ndarray,
    labels: np.ndarray,
    trusted: np.ndarray | None = None,
    groups: np.ndarray | None = None,
) -> Doubts:
    return wrong_labels(
        looks,
        labels,
        np.zeros(len(labels), bool) if trusted is None else trusted,
        np.arange(len(labels)) if groups is None else groups,
        never,
    )


def test_swapped_labels_are_found_with_the_labels_that_they_had() -> None:
    looks, right = clouds(60, 60, 60, apart=5)
    labels = right.copy()
    swapped = np.array([3, 17, 70, 100, 150])
    labels[swapped] = (labels[swapped] + 1) % 3
    found = doubts(looks, labels)
    assert sorted(found.rows) == swapped.tolist()
    assert found.suggested.tolist() == right[found.rows].tolist()
    assert (found.own < found.probability).all()
    assert (np.diff(found.own) >= 0).all()


def test_labels_that_are_right_are_not_doubted() -> None:
    looks, labels = clouds(60, 60, 60, apart=8)
    assert len(doubts(looks, labels).rows) == 0


def test_a_rare_label_is_not_swallowed_by_a_frequent_one() -> None:
    looks, labels = clouds(300, 12, apart=5)
    found = doubts(looks, labels)
    assert np.count_nonzero(labels[found.rows] == 1) <= 1


def test_a_label_that_somebody_kept_is_not_doubted() -> None:
    looks, labels = clouds(60, 60, apart=5)
    labels[[4, 80]] = 1 - labels[[4, 80]]
    trusted = np.zeros(len(labels), bool)
    trusted[4] = True
    assert doubts(looks, labels, trusted).rows.tolist() == [80]


def test_a_photo_and_its_twin_with_the_same_wrong_label_do_not_hide_each_other() -> None:
    drawing = np.random.default_rng(1)
    labels = np.repeat([0, 1], 100)
    looks = drawing.normal(size=(200, 150)).astype(np.float32)  # enough numbers to remember twins
    looks[:, 0] += np.where(labels == 0, 4, -4)
    looks[1] = looks[0] * 1.001
    labels[[0, 1]] = 1
    groups = np.arange(200)
    groups[1] = 0
    apart = np.arange(200)
    together, alone = doubts(looks, labels, None, groups), doubts(looks, labels, None, apart)
    assert {0, 1} <= set(together.rows.tolist())
    own = dict(zip(together.rows, together.own, strict=True))
    for row, value in zip(alone.rows, alone.own, strict=True):
        if row in (0, 1):
            assert own[row] < value


def test_labels_with_hardly_any_photos_are_left_alone() -> None:
    looks, labels = clouds(40, 40, 2, apart=5)
    assert 2 not in labels[doubts(looks, labels).rows]
    only = clouds(40, 2)
    assert len(doubts(*only).rows) == 0
    assert len(doubts(np.empty((0, 8), np.float32), np.empty(0, np.int64)).rows) == 0


def test_three_photos_of_a_label_are_enough() -> None:
    found = doubts(*clouds(3, 3, apart=8))
    assert np.isfinite(found.probability).all()


def test_photos_that_all_look_the_same_raise_nothing() -> None:
    found = doubts(np.zeros((20, 4), np.float32), np.repeat([0, 1], 10))
    assert np.isfinite(found.probability).all()


def test_the_same_photos_give_the_same_doubts() -> None:
    looks, labels = clouds(50, 50, apart=1.5)
    first, second = doubts(looks, labels), doubts(looks, labels)
    assert first.rows.tolist() == second.rows.tolist()
    assert first.own.tolist() == second.own.tolist()


def test_probabilities_are_out_of_fold() -> None:
    """Labels that are nothing but chance cannot be answered better than by chance."""
    drawing = np.random.default_rng(0)
    looks = drawing.normal(size=(300, 200)).astype(np.float32)
    labels = drawing.integers(0, 2, 300)
    folds = divide(labels, np.arange(300))
    answers = out_of_fold(looks, labels, folds, np.ones(300, bool), never)
    np.testing.assert_allclose(answers.sum(axis=1), 1)
    assert 0.4 < (answers.argmax(axis=1) == labels).mean() < 0.6


def test_folds_hold_every_label_and_keep_groups_together() -> None:
    labels = np.repeat([0, 1], [30, 10])
    groups = np.arange(40)
    groups[[5, 6, 7]] = 5
    folds = divide(labels, groups)
    assert len(set(folds[[5, 6, 7]])) == 1
    for label in (0, 1):
        assert set(folds[labels == label]) == set(range(FOLDS))


def test_the_confident_joint_is_the_papers() -> None:
    """Thresholds by hand: of label 0 (0.9 + 0.6 + 0.3) / 3 = 0.6, of label 1 (0.8 + 0.6) / 2."""
    probabilities = np.array([[0.9, 0.1], [0.6, 0.4], [0.3, 0.7], [0.2, 0.8], [0.4, 0.6]])
    labels = np.array([0, 0, 0, 1, 1])
    assert confidently_other(probabilities, labels).tolist() == [False, False, True, False, False]


def test_a_photo_that_is_confidently_of_two_labels_counts_for_the_likelier() -> None:
    """Thresholds 0.4, 0.3 and 0.3: each of the photos passes two of them."""
    probabilities = np.array([[0.4, 0.35, 0.25], [0.3, 0.3, 0.4], [0.3, 0.4, 0.3]])
    assert confidently_other(probabilities, np.arange(3)).tolist() == [False, True, True]


def test_the_search_can_be_stopped() -> None:
    looks, labels = clouds(20, 20)
    with pytest.raises(JobCancelled):
        module.wrong_labels(looks, labels, np.zeros(40, bool), np.arange(40), lambda: True)
