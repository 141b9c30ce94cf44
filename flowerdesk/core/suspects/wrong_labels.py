"""Finds labels that may be wrong: confident learning on answers to photos that were not learned.

Arrays in, arrays out; nothing here knows of projects.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from flowerdesk.core.events import Cancelled, JobCancelled

FOLDS = 5
FEWEST_PHOTOS = 3
"""A label with fewer photos is neither suspected nor suggested: nothing could be learned of it."""

# Ridge regression (squared weights cost that much for each photo), two strengths averaged. On 1,199
# photos of flowers with a twentieth of the labels swapped at random, eight times, logistic
# regression found no more and took thirty times as long.
_STRENGTHS = (0.05, 0.2)


@dataclass(frozen=True)
class Doubts:
    """The labels that may be wrong, the most doubtful first.

    ``rows (m,) int64`` are the photos, ``suggested (m,) int64`` the numbers of the labels that they
    look like, ``probability (m,) float64`` how surely, and ``own (m,) float64`` the probability of
    the label that they have.
    """

    rows: np.ndarray
    suggested: np.ndarray
    probability: np.ndarray
    own: np.ndarray


def wrong_labels(
    looks: np.ndarray,
    labels: np.ndarray,
    trusted: np.ndarray,
    groups: np.ndarray,
    cancelled: Cancelled,
) -> Doubts:
    """The photos whose labels may be wrong (confident learning; Northcutt, Jiang and Chuang 2021).

    Every photo is answered by a head that has not learned from it (:func:`out_of_fold`). How many
    labels are wrong is the number of photos that are confidently of another label
    (:func:`confidently_other`). Which ones they are is asked once more, of heads that have not
    learned from those either; the photos whose own label is the least probable are taken.

    Args:
        looks: ``(n, d) float32``, what the network saw, as
            :func:`flowerdesk.core.suspects.looks.looks` has it.
        labels: ``(n,) int64``, label numbers; one with fewer than :data:`FEWEST_PHOTOS` photos
            takes no part.
        trusted: ``(n,) bool``: somebody looked at these labels and found them right.
        groups: ``(n,) int64``: photos with the same number are nearly the same.

    Raises:
        JobCancelled: ``cancelled()`` said so.
    """
    counts = np.bincount(labels)
    part = np.flatnonzero(counts[labels] >= FEWEST_PHOTOS)
    kinds, numbers = np.unique(labels[part], return_inverse=True)
    if len(kinds) < 2:
        nothing = np.empty(0, np.int64)
        return Doubts(nothing, nothing, np.empty(0), np.empty(0))
    folds = divide(numbers, groups[part])
    everything = np.ones(len(part), bool)
    first = out_of_fold(looks[part], numbers, folds, everything, cancelled)
    suspected = confidently_other(first, numbers) & ~trusted[part]
    second = out_of_fold(looks[part], numbers, folds, ~suspected, cancelled)
    probabilities = (first + second) / 2
    own = probabilities[np.arange(len(part)), numbers]
    suggested = probabilities.argmax(axis=1)
    candidates = np.flatnonzero((suggested != numbers) & ~trusted[part])
    order = np.argsort(own[candidates], kind="stable")
    chosen = candidates[order][: np.count_nonzero(suspected)]
    return Doubts(
        part[chosen],
        kinds[suggested[chosen]],
        probabilities[chosen, suggested[chosen]],
        own[chosen],
    )


def confidently_other(probabilities: np.ndarray, labels: np.ndarray) -> np.ndarray:
    """``(n,) bool``: off the diagonal of the confident joint.

    A photo is confidently of a label when its probability is at least what photos of that label
    have on average; with several such labels, the most probable counts.

    Args:
        probabilities: ``(n, labels) float64``, out of fold.
        labels: ``(n,) int64``; each label has photos.
    """
    own = probabilities[np.arange(len(labels)), labels]
    sums = np.bincount(labels, own, minlength=probabilities.shape[1])
    usual = sums / np.bincount(labels, minlength=probabilities.shape[1])
    # A hair below, so that equal photos do not fall short of their own mean by rounding.
    confident = probabilities >= usual - 1e-6
    best = np.where(confident, probabilities, -1.0).argmax(axis=1)
    other: np.ndarray = confident.any(axis=1) & (best != labels)
    return other


def divide(labels: np.ndarray, groups: np.ndarray) -> np.ndarray:
    """A fold for each photo, ``(n,) int64``, every label spread over all of them.

    Photos of one group are in one fold: else a photo's twin would give its label away.
    """
    drawing = np.random.default_rng(0)
    folds = np.empty(len(labels), np.int64)
    first = np.unique(groups, return_index=True)[1]
    for label in np.unique(labels):
        own = first[labels[first] == label]
        drawing.shuffle(own)
        folds[own] = np.arange(len(own)) % FOLDS
    return folds[first][np.unique(groups, return_inverse=True)[1]]


def out_of_fold(
    looks: np.ndarray,
    labels: np.ndarray,
    folds: np.ndarray,
    learned: np.ndarray,
    cancelled: Cancelled,
) -> np.ndarray:
    """The probability of every label for every photo by heads that did not learn from its fold.

    Args:
        looks: ``(n, d) float32``.
        labels: ``(n,) int64`` from 0 on, without gaps.
        folds: ``(n,) int64``.
        learned: ``(n,) bool``: photos that may be learned from; all of them are answered.

    Returns:
        ``(n, labels) float64``; every row sums to 1.

    Raises:
        JobCancelled: ``cancelled()`` said so.
    """
    from threadpoolctl import threadpool_limits

    # Threads wait for each other over matrices as small as these: two of them, beside other work on
    # two cores, took twenty times as long as one.
    with threadpool_limits(1):
        return _out_of_fold(looks, labels, folds, learned, cancelled)


def _out_of_fold(
    looks: np.ndarray,
    labels: np.ndarray,
    folds: np.ndarray,
    learned: np.ndarray,
    cancelled: Cancelled,
) -> np.ndarray:
    wanted = np.eye(labels.max() + 1)[labels]
    scores = np.zeros((len(_STRENGTHS), *wanted.shape))
    parts = [np.flatnonzero(learned & (folds == fold)) for fold in np.unique(folds)]
    squares = [looks[part].T @ looks[part] for part in parts]
    products = [looks[part].T @ (wanted[part] - wanted.mean(axis=0)) for part in parts]
    for number, fold in enumerate(np.unique(folds)):
        if cancelled():
            raise JobCancelled
        others = [one for one in range(len(parts)) if one != number]
        square = np.asarray(sum(squares[one] for one in others), np.float64)
        product = np.asarray(sum(products[one] for one in others))
        photos = sum(len(parts[one]) for one in others)
        rows = folds == fold
        for strength, score in zip(_STRENGTHS, scores, strict=True):
            score[rows] = looks[rows] @ _ridge(square, product, strength * photos)
    calibrated = [_calibrated(score, labels, learned) for score in scores]
    return np.asarray(sum(calibrated) / len(calibrated))


def _ridge(square: np.ndarray, product: np.ndarray, penalty: float) -> np.ndarray:
    from scipy.linalg import solve

    penalised = square + penalty * np.eye(len(square))
    weights: np.ndarray = solve(penalised, product, assume_a="pos", overwrite_a=True)
    return weights


def _calibrated(scores: np.ndarray, labels: np.ndarray, learned: np.ndarray) -> np.ndarray:
    """Scores as probabilities: one slope and an offset for each label, by maximum likelihood.

    As Platt (1999) does for two labels; the scores are out of fold, so that nothing is overstated.
    """
    from scipy.optimize import minimize
    from scipy.special import log_softmax, softmax

    wanted = np.eye(scores.shape[1])[labels] * learned[:, np.newaxis]

    def loss(parameters: np.ndarray) -> tuple[float, np.ndarray]:
        logits = parameters[0] * scores + parameters[1:]
        wrong = (softmax(logits, axis=1) * learned[:, np.newaxis] - wanted) / learned.sum()
        value = -(log_softmax(logits, axis=1) * wanted).sum() / learned.sum()
        return float(value), np.array([(wrong * scores).sum(), *wrong.sum(axis=0)])

    start = np.array([5.0, *np.zeros(scores.shape[1])])
    # Labels that nothing confuses would want an endless slope.
    bounds = [(0.0, 50.0), *[(-20.0, 20.0)] * scores.shape[1]]
    best = minimize(loss, start, jac=True, method="L-BFGS-B", bounds=bounds).x
    probabilities: np.ndarray = softmax(best[0] * scores + best[1:], axis=1)
    return probabilities
