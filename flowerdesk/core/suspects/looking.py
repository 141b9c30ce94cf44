"""The job that looks for suspicious photos: measures what is new, then compares and doubts."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from flowerdesk.core import photos
from flowerdesk.core.errors import PhotoError, ProjectError
from flowerdesk.core.events import Cancelled, Emit, JobCancelled, PhotoSkipped, Progress
from flowerdesk.core.project import LearnablePhoto, Project, absolute, project_lock
from flowerdesk.core.project.browsing import features_in_use
from flowerdesk.core.project.reviewing import hand_edits
from flowerdesk.core.project.suspecting import (
    add_measures,
    count_without_measures,
    keep_findings,
    perceptual_hashes,
    stored_photos,
    without_measures,
)
from flowerdesk.core.suspects.duplicates import near_duplicates
from flowerdesk.core.suspects.lists import Fingerprint
from flowerdesk.core.suspects.looks import looks
from flowerdesk.core.suspects.measures import Measures, hash_signs, measure
from flowerdesk.core.suspects.wrong_labels import wrong_labels
from flowerdesk.core.words import say

_MEASURE, _DUPLICATES, _LABELS = "measure", "duplicates", "labels"  # stages
_AT_ONCE = 32  # photos
_DECODING_THREADS = 2
_LOOK_AHEAD = 2 * _AT_ONCE


@dataclass(frozen=True)
class Searched:
    """What a search did. What it found is in the project; :mod:`..lists` reads it."""

    project: str
    photos: int
    measured: int
    """Photos that were measured now; the others were known from before."""
    skipped: int
    """Photos that could not be measured."""
    seconds: float


def search(project_path: Path, emit: Emit, cancelled: Cancelled) -> Searched:
    """Looks through the photos that the network has looked at, and keeps what it finds.

    Photos are measured once for all, and memory does not grow with the number of photos while they
    are. Near-duplicates and wrong labels are looked for anew, which takes seconds.

    Raises:
        ProjectError: there are no such photos yet, or the project cannot be written.
        JobCancelled: ``cancelled()`` said so; what was measured is kept, and what was found before.
    """
    started = time.perf_counter()
    with project_lock(project_path), Project(project_path) as project:
        key = features_in_use(project)
        feature_set = 0 if key is None else project.find_feature_set(key)
        if not project.learnable(feature_set):
            raise ProjectError(
                say(
                    "The network has not looked at the photos of {project_path} yet, and only then "
                    "can it be said which of them are suspicious. Learn them first, or say: "
                    "flowerdesk extract {project_path}",
                    project_path=project_path,
                )
            )
        measured, skipped = _measure_all(project, emit, cancelled)
        found = _find(project, feature_set, emit, cancelled)
    return Searched(str(project_path), found, measured, skipped, time.perf_counter() - started)


def _find(project: Project, feature_set: int, emit: Emit, cancelled: Cancelled) -> int:
    """Looks for near-duplicates and wrong labels; returns the number of photos looked through."""
    learnable = project.learnable(feature_set)
    hashes = [photo.sha256 for photo in learnable]
    seen = looks(hashes, lambda some: project.vectors(feature_set, some), cancelled)
    groups = _groups(project, hashes, seen, emit, cancelled)
    emit(Progress(_LABELS, 0, None))
    names, numbers = np.unique([photo.label for photo in learnable], return_inverse=True)
    doubts = wrong_labels(seen, numbers, _trusted(project, feature_set), groups, cancelled)
    twins = np.flatnonzero(np.bincount(groups)[groups] > 1)
    keep_findings(
        project,
        [
            (hashes[row], learnable[row].label, str(names[suggested]), probability, own)
            for row, suggested, probability, own in zip(
                doubts.rows.tolist(),
                doubts.suggested.tolist(),
                doubts.probability.tolist(),
                doubts.own.tolist(),
                strict=True,
            )
        ],
        [(hashes[row], int(groups[row])) for row in twins],
        _fingerprint(feature_set, learnable),
    )
    return len(learnable)


def _fingerprint(feature_set: int, learnable: list[LearnablePhoto]) -> str:
    made = Fingerprint(feature_set)
    for photo in learnable:
        made.add(photo.sha256, photo.label)
    return made.text


def _trusted(project: Project, feature_set: int) -> np.ndarray:
    """``(n,) bool``, in the order of ``learnable``: whose labels somebody has looked at."""
    kept = hand_edits(project, "").kept
    rows = stored_photos(project, feature_set, 0)
    return np.array([not kept.isdisjoint(photo.ids) for photo in rows], bool)


def _groups(
    project: Project, hashes: list[bytes], seen: np.ndarray, emit: Emit, cancelled: Cancelled
) -> np.ndarray:
    """A group number for each photo; those that could not be measured are by themselves."""
    known = perceptual_hashes(project, hashes)
    rows = np.array([row for row, sha256 in enumerate(hashes) if sha256 in known], np.int64)
    groups = np.arange(len(hashes))
    if len(rows):
        signs = hash_signs([known[hashes[row]] for row in rows])
        of_known = near_duplicates(
            signs,
            seen if len(rows) == len(hashes) else seen[rows],
            lambda done: emit(Progress(_DUPLICATES, done, len(rows))),
            cancelled,
        )
        first = np.unique(of_known, return_index=True)[1]
        groups[rows] = rows[first[of_known]]
    return groups


def _measure_all(project: Project, emit: Emit, cancelled: Cancelled) -> tuple[int, int]:
    """Measures what is not measured yet, batch by batch; returns how many were, and were not."""
    total = count_without_measures(project)
    measured = skipped = 0
    batch: list[tuple[bytes, Measures]] = []
    if total:
        emit(Progress(_MEASURE, 0, total))
    for sha256, path, outcome in _measurements(project, cancelled):
        if isinstance(outcome, Measures):
            measured += 1
            batch.append((sha256, outcome))
        else:
            skipped += 1
            emit(PhotoSkipped(path, outcome))
        if len(batch) == _AT_ONCE:
            add_measures(project, batch)
            batch = []
        emit(Progress(_MEASURE, measured + skipped, total, path))
    add_measures(project, batch)
    return measured, skipped


def _measurements(
    project: Project, cancelled: Cancelled
) -> Iterator[tuple[bytes, str, Measures | str]]:
    """Photos with their measures, or why there are none; threads decode ahead, few at a time."""
    ahead: deque[tuple[bytes, str, Future[Measures | str]]] = deque()
    with ThreadPoolExecutor(_DECODING_THREADS, "measure") as pool:
        try:
            for sha256, path in without_measures(project):
                future = pool.submit(_measurement, absolute(project.path, path), sha256)
                ahead.append((sha256, path, future))
                if len(ahead) >= _LOOK_AHEAD:
                    yield _next(ahead, cancelled)
            while ahead:
                yield _next(ahead, cancelled)
        finally:
            for _, _, future in ahead:
                future.cancel()


def _next(
    ahead: deque[tuple[bytes, str, Future[Measures | str]]], cancelled: Cancelled
) -> tuple[bytes, str, Measures | str]:
    if cancelled():
        raise JobCancelled
    sha256, path, future = ahead.popleft()
    return sha256, path, future.result()


def _measurement(path: Path, sha256: bytes) -> Measures | str:
    try:
        photo = photos.read(path)
        if photo.sha256 != sha256:
            return say("the file has changed since it was looked at; look at the photos again")
        return measure(photo.data)
    except PhotoError as error:
        return error.sentence
