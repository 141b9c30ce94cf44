"""Scores a head honestly: on photos that it has never seen, with the interval that they allow."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

import numpy as np

from flowerdesk.core.head import Head
from flowerdesk.core.training import Examples

CONFIDENCE = 0.95


@dataclass(frozen=True)
class LabelScore:
    """Precision, recall and F1 of one label, 0 where they are not defined, and its photos."""

    precision: float
    recall: float
    f1: float
    photos: int


@dataclass(frozen=True)
class Mistake:
    """A photo that was taken for another label, with the probability given to that one."""

    path: str
    label: str
    taken_for: str
    probability: float


@dataclass(frozen=True)
class Evaluation:
    """A head's score. ``confusion_matrix[true][predicted]`` counts photos in label order."""

    photos: int
    right: int
    accuracy: float
    interval: tuple[float, float]
    per_label: dict[str, LabelScore]
    confusion_matrix: tuple[tuple[int, ...], ...]
    misclassified: tuple[Mistake, ...]

    def to_json(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> Evaluation:
        """The evaluation that :meth:`to_json` gave, after a journey through JSON."""
        return cls(
            photos=data["photos"],
            right=data["right"],
            accuracy=data["accuracy"],
            interval=(data["interval"][0], data["interval"][1]),
            per_label={name: LabelScore(**score) for name, score in data["per_label"].items()},
            confusion_matrix=tuple(tuple(row) for row in data["confusion_matrix"]),
            misclassified=tuple(Mistake(**mistake) for mistake in data["misclassified"]),
        )


def evaluate(head: Head, test: Examples, paths: list[str]) -> Evaluation:
    """Scores ``head`` on ``test``, whose photos are called ``paths``.

    The interval is Wilson's (1927) at 95 %. Mistakes come with the surest first.

    Raises:
        ValueError: there are no photos to test with.
    """
    from scipy.stats import binomtest
    from sklearn.metrics import confusion_matrix, precision_recall_fscore_support

    if not len(test.labels):
        raise ValueError("no photos to test with")
    numbers = np.arange(len(head.labels))
    probabilities = head.probabilities(test.features)
    predicted = probabilities.argmax(axis=1)
    right = int((predicted == test.labels).sum())
    interval = binomtest(right, len(predicted)).proportion_ci(CONFIDENCE, method="wilson")
    scores = precision_recall_fscore_support(
        test.labels, predicted, labels=numbers, zero_division=0
    )
    mistakes = [
        Mistake(paths[n], head.labels[true], head.labels[taken], float(probabilities[n, taken]))
        for n, (true, taken) in enumerate(zip(test.labels, predicted, strict=True))
        if true != taken
    ]
    return Evaluation(
        photos=len(predicted),
        right=right,
        accuracy=right / len(predicted),
        interval=(float(interval.low), float(interval.high)),
        per_label={
            label: LabelScore(float(precision), float(recall), float(f1), int(photos))
            for label, precision, recall, f1, photos in zip(head.labels, *scores, strict=True)
        },
        confusion_matrix=tuple(
            tuple(row) for row in confusion_matrix(test.labels, predicted, labels=numbers).tolist()
        ),
        misclassified=tuple(sorted(mistakes, key=lambda m: (-m.probability, m.path))),
    )
