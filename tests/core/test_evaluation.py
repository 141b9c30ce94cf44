"""Scores against figures worked out by hand."""

from __future__ import annotations

import json
import math

import numpy as np
import pytest

from flowerdesk.core.evaluation import Evaluation, LabelScore, evaluate
from flowerdesk.core.head import Head
from flowerdesk.core.project import FeatureKey
from flowerdesk.core.training import Examples

KEY = FeatureKey("fake", "grid", "0" * 64, 1, "float32")
LABELS = ("daisy", "rose", "tulip", "orchid")
# Features are the logits themselves.
HEAD = Head(
    LABELS,
    KEY,
    np.zeros(4, np.float32),
    np.ones(4, np.float32),
    ((np.eye(4, dtype=np.float32), np.zeros(4, np.float32)),),
)
# Ten photos: true and predicted label, and how sure the head is (the logit).
ANSWERS = [
    (0, 0, 5), (0, 0, 5), (0, 0, 5), (0, 1, 3),
    (1, 1, 5), (1, 1, 5), (1, 0, 9),
    (2, 2, 5), (2, 1, 3), (2, 1, 1),
]  # fmt: skip


def example(answers: list[tuple[int, int, int]]) -> tuple[Examples, list[str]]:
    logits = np.zeros((len(answers), 4), np.float32)
    for row, (_, predicted, sure) in enumerate(answers):
        logits[row, predicted] = sure
    labels = np.array([true for true, _, _ in answers])
    return Examples(logits, labels), [f"photos/{row}.jpg" for row in range(len(answers))]


@pytest.fixture
def score() -> Evaluation:
    return evaluate(HEAD, *example(ANSWERS))


def test_the_accuracy_is_the_share_of_photos_that_are_right(score: Evaluation) -> None:
    assert (score.photos, score.right, score.accuracy) == (10, 6, 0.6)


def wilson(right: int, photos: int) -> tuple[float, float]:
    """Wilson 1927, as in Brown, Cai & DasGupta 2001, equation 4."""
    z = 1.959963984540054
    share = right / photos
    centre = (share + z * z / (2 * photos)) / (1 + z * z / photos)
    half = z * math.sqrt(share * (1 - share) / photos + z * z / (4 * photos**2))
    half /= 1 + z * z / photos
    return centre - half, centre + half


@pytest.mark.parametrize(("right", "photos"), [(6, 10), (0, 7), (7, 7), (1, 1), (180, 200)])
def test_the_interval_is_wilsons(right: int, photos: int) -> None:
    answers = [(0, 0, 5)] * right + [(0, 1, 5)] * (photos - right)
    low, high = evaluate(HEAD, *example(answers)).interval
    assert (low, high) == pytest.approx(wilson(right, photos), abs=1e-9)
    assert 0 <= low <= right / photos <= high <= 1


def test_the_interval_of_a_published_example() -> None:
    """Newcombe 1998, table I: 81 of 263 gives 0.2553 to 0.3662."""
    answers = [(0, 0, 5)] * 81 + [(0, 1, 5)] * (263 - 81)
    assert evaluate(HEAD, *example(answers)).interval == pytest.approx((0.2553, 0.3662), abs=5e-5)


def test_the_confusion_matrix_counts_true_labels_in_rows(score: Evaluation) -> None:
    assert score.confusion_matrix == ((3, 1, 0, 0), (1, 2, 0, 0), (0, 2, 1, 0), (0, 0, 0, 0))


def test_every_label_has_its_precision_recall_and_f1(score: Evaluation) -> None:
    daisy, rose, tulip = (score.per_label[label] for label in LABELS[:3])
    assert (daisy.precision, daisy.recall, daisy.photos) == (3 / 4, 3 / 4, 4)
    assert (rose.precision, rose.recall, rose.photos) == (2 / 5, 2 / 3, 3)
    assert (tulip.precision, tulip.recall, tulip.photos) == (1, 1 / 3, 3)
    assert rose.f1 == pytest.approx(2 * (2 / 5) * (2 / 3) / (2 / 5 + 2 / 3))


def test_a_label_without_photos_has_zeros_and_is_listed(score: Evaluation) -> None:
    assert list(score.per_label) == list(LABELS)
    assert score.per_label["orchid"] == LabelScore(0, 0, 0, 0)


def test_misclassified_photos_come_with_the_surest_mistake_first(score: Evaluation) -> None:
    told = [(mistake.path, mistake.label, mistake.taken_for) for mistake in score.misclassified]
    assert told == [
        ("photos/6.jpg", "rose", "daisy"),
        ("photos/3.jpg", "daisy", "rose"),
        ("photos/8.jpg", "tulip", "rose"),
        ("photos/9.jpg", "tulip", "rose"),
    ]
    assert score.misclassified[0].probability == pytest.approx(math.exp(9) / (math.exp(9) + 3))


def test_a_score_survives_the_journey_through_json(score: Evaluation) -> None:
    assert Evaluation.from_json(json.loads(json.dumps(score.to_json()))) == score


def test_no_photos_have_no_score() -> None:
    with pytest.raises(ValueError, match="no photos"):
        evaluate(HEAD, Examples(np.empty((0, 4), np.float32), np.empty(0, np.int64)), [])
