"""Looks back at a run: its score with the labels of now, every test photo, and the run before.

A window asks for this after every edit, so it takes numpy alone and no child process: heads are a
few products of matrices, and scikit-learn's and SciPy's figures are worked out here (a test holds
them against :mod:`flowerdesk.core.evaluation`).
"""

from __future__ import annotations

import hashlib
import math
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from statistics import NormalDist

import numpy as np

from flowerdesk.core.evaluation import CONFIDENCE, LabelScore
from flowerdesk.core.head import Head
from flowerdesk.core.project import FeatureKey, Project, Run
from flowerdesk.core.project.reviewing import (
    HandEdits,
    HeldOutPhoto,
    hand_edits,
    held_out,
    held_out_ids,
)
from flowerdesk.core.split import TEST
from flowerdesk.core.workflow import remembered_weights

FEW_PHOTOS = 5
"""With fewer test photos than that, a label's figures say next to nothing."""
UNEVEN = 3
"""How many times more photos one label has than another before accuracy alone misleads."""
_VECTORS_AT_ONCE = 1024


@dataclass(frozen=True)
class ReviewedPhoto:
    """A test photo with the label it has now, and what the head takes it for."""

    ids: tuple[int, ...]
    path: str
    label: str
    taken_for: str
    probability: float
    """That the head gives to ``taken_for``."""
    kept: bool
    """Somebody looked at the label and found it right."""

    @property
    def right(self) -> bool:
        return self.label == self.taken_for


@dataclass(frozen=True)
class Before:
    """The run before, on the same test photos where that is fair."""

    accuracy: float
    photos: int
    better: tuple[ReviewedPhoto, ...]
    """Right now, wrong before."""
    worse: tuple[ReviewedPhoto, ...]
    """Wrong now, right before."""
    comparable: bool
    """Both runs were tested on ``photos`` same photos; else ``accuracy`` is that on others."""
    gain: float
    """Of the accuracy on the photos that both were tested on; 0 where there are none."""


@dataclass(frozen=True)
class Review:
    """A run's score on its test photos with the labels that they have now."""

    run_id: int
    feature_key: FeatureKey
    settings: dict[str, object]
    labels: tuple[str, ...]
    photos: tuple[ReviewedPhoto, ...]
    """The surest answer first."""
    unlearned: int
    """Test photos whose label the run knows nothing of; they are in no figure."""
    mended: int
    """Test photos that were given another label since the split was first learned from."""
    left_out: int
    """Test photos that were left out since then."""
    fresh_seed: int | None
    """A seed that draws other test photos; None where the folder itself says which they are."""
    weights: Path | None
    """The file of weights that the network looked at the photos with."""
    before: Before | None

    @cached_property
    def cells(self) -> dict[tuple[str, str], tuple[ReviewedPhoto, ...]]:
        """Photos by label and answer, the surest first; a cell without photos is not there."""
        cells: dict[tuple[str, str], list[ReviewedPhoto]] = defaultdict(list)
        for photo in self.photos:
            cells[photo.label, photo.taken_for].append(photo)
        return {cell: tuple(photos) for cell, photos in cells.items()}

    @cached_property
    def matrix(self) -> np.ndarray:
        """``(labels, labels) int64``: photos by true label (rows) and answer (columns)"""
        number = {label: n for n, label in enumerate(self.labels)}
        matrix = np.zeros((len(self.labels), len(self.labels)), np.int64)
        for (label, taken_for), photos in self.cells.items():
            matrix[number[label], number[taken_for]] = len(photos)
        return matrix

    @property
    def right(self) -> int:
        return int(np.trace(self.matrix))

    @property
    def accuracy(self) -> float:
        return self.right / len(self.photos)

    @property
    def interval(self) -> tuple[float, float]:
        return wilson_interval(self.right, len(self.photos))

    @cached_property
    def per_label(self) -> dict[str, LabelScore]:
        """Precision, recall and F1 of every label, 0 where they are not defined."""
        scores = {}
        for n, label in enumerate(self.labels):
            hit, said = int(self.matrix[n, n]), int(self.matrix[:, n].sum())
            photos = int(self.matrix[n].sum())
            f1 = 2 * hit / (said + photos) if said + photos else 0.0
            scores[label] = LabelScore(_share(hit, said), _share(hit, photos), f1, photos)
        return scores

    @property
    def balanced_accuracy(self) -> float:
        """The mean recall of the labels that have test photos: every label counts alike."""
        recalls = [score.recall for score in self.per_label.values() if score.photos]
        return sum(recalls) / len(recalls)

    @property
    def fewest_and_most(self) -> tuple[int, int]:
        """Test photos of the labels that have the fewest and the most."""
        counts = [score.photos for score in self.per_label.values()]
        return min(counts), max(counts)

    @property
    def few(self) -> bool:
        return self.fewest_and_most[0] < FEW_PHOTOS

    @property
    def uneven(self) -> bool:
        fewest, most = self.fewest_and_most
        return most >= UNEVEN * fewest

    def cell(self, label: str, taken_for: str) -> tuple[ReviewedPhoto, ...]:
        """The photos of one label that were taken for one label, the surest first."""
        return self.cells.get((label, taken_for), ())


def wilson_interval(right: int, photos: int) -> tuple[float, float]:
    """Where the share of right answers lies with 95 % confidence (Wilson 1927)."""
    z = NormalDist().inv_cdf((1 + CONFIDENCE) / 2)
    share, squared = right / photos, z * z / photos
    middle = share + squared / 2
    reach = z * math.sqrt(share * (1 - share) / photos + squared / (4 * photos))
    low, high = (middle - reach) / (1 + squared), (middle + reach) / (1 + squared)
    return max(0.0, low), min(1.0, high)


def _share(part: int, whole: int) -> float:
    return part / whole if whole else 0.0


class Reviewer:
    """Reviews the run in use, and remembers what heads answered: an edit changes labels only."""

    def __init__(self) -> None:
        self._answers: dict[bytes, dict[bytes, tuple[int, float]]] = {}

    def review(self, project: Project) -> Review | None:
        """The review of the run in use; None when nothing was learned yet.

        Raises:
            ProjectError: the project cannot be read.
        """
        runs = project.runs(heads=False)
        run = project.run()
        if run is None:
            return None
        seed = _seed(run)
        edits = hand_edits(project, next(one.created for one in runs if _seed(one) == seed))
        tested = held_out(project, project.find_feature_set(run.feature_key), seed)
        photos = self._reviewed(project, run, tested, edits)
        aside = held_out_ids(project, seed)
        before = max((one.id for one in runs if one.id < run.id), default=None)
        made = Review(
            run_id=run.id,
            feature_key=run.feature_key,
            settings=run.settings,
            labels=run.labels,
            photos=_surest_first(photos.values()),
            unlearned=len(tested) - len(photos),
            mended=len(aside & edits.mended),
            left_out=len(aside & edits.left_out),
            fresh_seed=_fresh_seed(runs, tested),
            weights=remembered_weights(project, run.feature_key.backbone),
            before=None if before is None else self._before(project, before, seed, photos, edits),
        )
        made.per_label  # noqa: B018 - worked out and kept here, where nobody waits for it
        return made

    def _before(
        self,
        project: Project,
        run_id: int,
        seed: int,
        now: dict[bytes, ReviewedPhoto],
        edits: HandEdits,
    ) -> Before | None:
        """Compares on the photos that neither run has learned from: those of the same split."""
        run = project.run(run_id)
        assert run is not None
        if _seed(run) != seed:
            score = run.evaluation
            if score is None:
                return None
            return Before(float(str(score["accuracy"])), 0, (), (), comparable=False, gain=0.0)
        tested = held_out(project, project.find_feature_set(run.feature_key), seed)
        before = self._reviewed(project, run, tested, edits)
        both = [sha256 for sha256 in now if sha256 in before]
        if not both:
            return None
        better = [now[one] for one in both if now[one].right and not before[one].right]
        worse = [now[one] for one in both if before[one].right and not now[one].right]
        return Before(
            accuracy=sum(before[one].right for one in both) / len(both),
            photos=len(both),
            better=_surest_first(better),
            worse=_surest_first(worse),
            comparable=True,
            gain=(len(better) - len(worse)) / len(both),
        )

    def _reviewed(
        self, project: Project, run: Run, tested: list[HeldOutPhoto], edits: HandEdits
    ) -> dict[bytes, ReviewedPhoto]:
        """By hash, the photos whose labels the run knows."""
        known = [photo for photo in tested if photo.label in run.labels]
        answers = self._answers_of(project, run, [photo.sha256 for photo in known])
        reviewed = {}
        for photo in known:
            number, probability = answers[photo.sha256]
            reviewed[photo.sha256] = ReviewedPhoto(
                photo.ids,
                photo.path,
                photo.label,
                run.labels[number],
                probability,
                not edits.kept.isdisjoint(photo.ids),
            )
        return reviewed

    def _answers_of(
        self, project: Project, run: Run, hashes: list[bytes]
    ) -> dict[bytes, tuple[int, float]]:
        """The head's answer for each photo: the label's number and its probability."""
        answers = self._answers.setdefault(hashlib.sha256(run.kept_head).digest(), {})
        new = [sha256 for sha256 in hashes if sha256 not in answers]
        head = Head.from_bytes(run.kept_head)
        feature_set = project.find_feature_set(run.feature_key)
        for start in range(0, len(new), _VECTORS_AT_ONCE):
            some = new[start : start + _VECTORS_AT_ONCE]
            probabilities = head.probabilities(project.vectors(feature_set, some))
            best = probabilities.argmax(axis=1)
            for row, sha256 in enumerate(some):
                answers[sha256] = int(best[row]), float(probabilities[row, best[row]])
        return answers


def _seed(run: Run) -> int:
    return int(str(run.settings["seed"]))


def _surest_first(photos: Iterable[ReviewedPhoto]) -> tuple[ReviewedPhoto, ...]:
    return tuple(sorted(photos, key=lambda photo: (-photo.probability, photo.path)))


def _fresh_seed(runs: list[Run], tested: list[HeldOutPhoto]) -> int | None:
    if tested and all(photo.folder_part == TEST for photo in tested):
        return None
    return max(map(_seed, runs)) + 1
