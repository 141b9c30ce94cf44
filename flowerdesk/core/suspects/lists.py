"""The suspicious photos of a project as it is now: what was found, less what was settled since.

A window asks for this after every edit, so it reads the project and computes nothing heavy.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

import numpy as np

from flowerdesk.core.project import FeatureKey, Project
from flowerdesk.core.project.browsing import features_in_use
from flowerdesk.core.project.reviewing import hand_edits
from flowerdesk.core.project.suspecting import (
    StoredPhoto,
    accepted,
    kept_fingerprint,
    stored_photos,
)
from flowerdesk.core.split import TEST
from flowerdesk.core.suspects.measures import Measures

Suspicion = Literal[
    "wrong_label", "near_duplicates", "blurred", "dark", "bright", "tiny", "odd_shape"
]
SUSPICIONS: tuple[Suspicion, ...] = (
    "wrong_label", "near_duplicates", "blurred", "dark", "bright", "tiny", "odd_shape",
)  # fmt: skip

# cleanvision's limits.
_BLURRED = 0.29
_DARK = 0.32
_BRIGHT = 0.95
_ODD_SHAPE = 0.35
# cleanvision's too: so many times the middle half's width below that half; but where nearly all
# photos have one size, at least this share of the usual side, and where sizes differ wildly, a
# photo with a sixteenth of the usual pixels is tiny all the same.
_QUARTILES_BELOW = 3.0
_NEVER_TINY = 0.5
_ALWAYS_TINY = 0.25


@dataclass(frozen=True)
class SuspectPhoto:
    """A photo of one of the lists."""

    ids: tuple[int, ...]
    """Of every path at which these bytes are."""
    path: str
    label: str
    part: str
    """In the split of the run in use; nothing where it is not divided yet."""
    width: int
    height: int
    """In pixels; 0 where only its label is known."""
    score: float
    """What the list is about: the suggested label's probability, the sharpness from 0 to 1, the
    brightness from 0 to 1, the side in pixels of the square with as many, the short side by the
    long one. Of near-duplicates, nothing."""
    suggested: str | None = None
    """The label that it looks like, where the one that it has may be wrong."""


@dataclass(frozen=True)
class DuplicateGroup:
    """Photos that are nearly the same, the one with the most pixels first."""

    photos: tuple[SuspectPhoto, ...]

    @property
    def straddles(self) -> bool:
        """Some are test photos and others are not: the test is easier than it looks."""
        parts = {photo.part for photo in self.photos if photo.part}
        return TEST in parts and len(parts) > 1

    @property
    def labels(self) -> tuple[str, ...]:
        return tuple(sorted({photo.label for photo in self.photos}))

    @property
    def ids(self) -> tuple[int, ...]:
        return tuple(one for photo in self.photos for one in photo.ids)


@dataclass(frozen=True)
class Suspects:
    """What is suspicious in a project."""

    feature_key: FeatureKey | None
    """What the photos were looked at with; None before that."""
    photos: int
    """Photos that were looked at and take part."""
    unseen: int
    """Photos that take part and that the network has not looked at, or cannot."""
    searched: bool
    """Suspects were looked for; else all lists are empty."""
    up_to_date: bool
    """Neither photos nor labels have changed since they were looked for."""
    singles: dict[Suspicion, tuple[SuspectPhoto, ...]]
    """The photos of every list but that of near-duplicates, the most suspicious first."""
    groups: tuple[DuplicateGroup, ...]
    """Of near-duplicates, those that straddle training and test first."""

    def count(self, suspicion: Suspicion) -> int:
        """The photos of a list, or its groups."""
        if suspicion == "near_duplicates":
            return len(self.groups)
        return len(self.singles[suspicion])

    @cached_property
    def straddling(self) -> int:
        return sum(group.straddles for group in self.groups)


def suspects(project: Project) -> Suspects:
    """The suspects among the photos that take part.

    Raises:
        ProjectError: the project cannot be read.
    """
    key = features_in_use(project)
    run = project.run()
    seed = int(str(run.settings["seed"])) if run else 0
    feature_set = 0 if key is None else project.find_feature_set(key)
    photos = stored_photos(project, feature_set, seed)
    kept = kept_fingerprint(project)
    fine = accepted(project)
    singles: dict[Suspicion, tuple[SuspectPhoto, ...]] = dict.fromkeys(SUSPICIONS, ())
    del singles["near_duplicates"]
    if kept is not None:
        singles["wrong_label"] = _doubted(photos, hand_edits(project, "").kept)
        singles.update(_measured(photos, fine))
    taking_part = sum(len(photo.ids) for photo in photos)
    return Suspects(
        feature_key=key,
        photos=len(photos),
        unseen=project.photo_count() - taking_part,
        searched=kept is not None,
        up_to_date=kept == fingerprint(feature_set, [(one.sha256, one.label) for one in photos]),
        singles=singles,
        groups=_groups(photos, fine["near_duplicates"]),
    )


def fingerprint(feature_set: int, photos: Iterable[tuple[bytes, str]]) -> str:
    """Of photos with their labels, by path: the same only where nothing has changed."""
    digest = hashlib.sha256(str(feature_set).encode())
    for sha256, label in photos:
        digest.update(sha256 + label.encode() + b"\0")
    return digest.hexdigest()


def _doubted(photos: Sequence[StoredPhoto], kept: frozenset[int]) -> tuple[SuspectPhoto, ...]:
    """The surest suggestion first. A label that was changed since is doubted no more."""
    found = [
        _suspect(photo, photo.doubt.probability, photo.doubt.suggested)
        for photo in photos
        if photo.doubt is not None
        and photo.doubt.label_id == photo.label_id
        and photo.doubt.suggested != photo.label
        and kept.isdisjoint(photo.ids)
    ]
    return tuple(sorted(found, key=lambda photo: (-photo.score, photo.path)))


def _measured(
    photos: Sequence[StoredPhoto], fine: dict[str, set[int]]
) -> dict[Suspicion, tuple[SuspectPhoto, ...]]:
    measured = [(photo, photo.measures) for photo in photos if photo.measures is not None]
    smallest = _smallest_side([measures.side for _, measures in measured])
    lists: dict[Suspicion, tuple[Callable[[Measures], float], Callable[[float], bool], int]] = {
        "blurred": (lambda one: one.sharpness, lambda sharpness: sharpness < _BLURRED, 1),
        "dark": (lambda one: one.lightest, lambda lightest: lightest < _DARK, 1),
        "bright": (lambda one: one.darkest, lambda darkest: darkest > _BRIGHT, -1),
        "tiny": (lambda one: one.side, lambda side: side < smallest, 1),
        "odd_shape": (lambda one: one.shape, lambda shape: shape < _ODD_SHAPE, 1),
    }
    found = {}
    for suspicion, (score, suspicious, order) in lists.items():
        chosen = [
            _suspect(photo, score(measures))
            for photo, measures in measured
            if suspicious(score(measures)) and fine[suspicion].isdisjoint(photo.ids)
        ]
        found[suspicion] = tuple(sorted(chosen, key=lambda one: (order * one.score, one.path)))
    return found


def _smallest_side(sides: Sequence[float]) -> float:
    """Photos below that are tiny."""
    if not sides:
        return 0.0
    first, usual, third = np.percentile(sides, [25, 50, 75])
    outlying = first - _QUARTILES_BELOW * (third - first)
    return float(max(min(outlying, _NEVER_TINY * usual), _ALWAYS_TINY * usual))


def _groups(photos: Sequence[StoredPhoto], fine: set[int]) -> tuple[DuplicateGroup, ...]:
    """A group is fine when every one of its photos is; one that comes later brings it back."""
    by_number: dict[int, list[StoredPhoto]] = defaultdict(list)
    for photo in photos:
        if photo.group is not None:
            by_number[photo.group].append(photo)
    groups = []
    for members in by_number.values():
        if len(members) > 1 and not all(set(photo.ids) <= fine for photo in members):
            chosen = [_suspect(photo, 0.0) for photo in members]
            chosen.sort(key=lambda photo: (-photo.width * photo.height, photo.path))
            groups.append(DuplicateGroup(tuple(chosen)))
    return tuple(sorted(groups, key=lambda group: (not group.straddles, group.photos[0].path)))


def _suspect(photo: StoredPhoto, score: float, suggested: str | None = None) -> SuspectPhoto:
    width, height = (photo.measures.width, photo.measures.height) if photo.measures else (0, 0)
    return SuspectPhoto(
        photo.ids, photo.path, photo.label, photo.part, width, height, score, suggested
    )
