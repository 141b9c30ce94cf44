"""The suspicious photos of a project as it is now: what was found, less what was settled since.

A window asks for this after every edit, so it reads the project and computes nothing heavy.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
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
    sides,
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

_HIGHEST_FIRST = ("wrong_label", "bright")


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
    kept = kept_fingerprint(project)
    lists = _Lists(project)
    digest = Fingerprint(feature_set)
    photos = taking_part = 0
    for photo in stored_photos(project, feature_set, seed):
        digest.add(photo.sha256, photo.label)
        photos += 1
        taking_part += len(photo.ids)
        if kept is not None:
            lists.take(photo)
    return Suspects(
        feature_key=key,
        photos=photos,
        unseen=project.photo_count() - taking_part,
        searched=kept is not None,
        up_to_date=kept == digest.text,
        singles=lists.singles(),
        groups=lists.groups(),
    )


class Fingerprint:
    """Of photos with their labels, by path: the same only where nothing has changed."""

    def __init__(self, feature_set: int) -> None:
        self._digest = hashlib.sha256(str(feature_set).encode())

    def add(self, sha256: bytes, label: str) -> None:
        self._digest.update(sha256 + label.encode() + b"\0")

    @property
    def text(self) -> str:
        return self._digest.hexdigest()


class _Lists:
    """Sorts photos into lists, one after another, and keeps those that are in one."""

    def __init__(self, project: Project) -> None:
        self._fine = accepted(project)
        self._kept = hand_edits(project, "").kept
        self._smallest = _smallest_side(sides(project))
        self._singles: dict[Suspicion, list[SuspectPhoto]] = {one: [] for one in SUSPICIONS}
        self._groups: dict[int, list[StoredPhoto]] = defaultdict(list)

    def take(self, photo: StoredPhoto) -> None:
        self._doubt(photo)
        if photo.group is not None:
            self._groups[photo.group].append(photo)
        if photo.measures is not None:
            self._measure(photo, photo.measures)

    def _doubt(self, photo: StoredPhoto) -> None:
        """A label that was changed since is doubted no more, nor one that somebody kept."""
        doubt = photo.doubt
        if (
            doubt is not None
            and doubt.label_id == photo.label_id
            and doubt.suggested != photo.label
            and self._kept.isdisjoint(photo.ids)
        ):
            suspect = _suspect(photo, doubt.probability, doubt.suggested)
            self._singles["wrong_label"].append(suspect)

    def _measure(self, photo: StoredPhoto, measures: Measures) -> None:
        checks: tuple[tuple[Suspicion, float, bool], ...] = (
            ("blurred", measures.sharpness, measures.sharpness < _BLURRED),
            ("dark", measures.lightest, measures.lightest < _DARK),
            ("bright", measures.darkest, measures.darkest > _BRIGHT),
            ("tiny", measures.side, measures.side < self._smallest),
            ("odd_shape", measures.shape, measures.shape < _ODD_SHAPE),
        )
        for suspicion, score, suspicious in checks:
            if suspicious and self._fine[suspicion].isdisjoint(photo.ids):
                self._singles[suspicion].append(_suspect(photo, score))

    def singles(self) -> dict[Suspicion, tuple[SuspectPhoto, ...]]:
        """All lists but that of near-duplicates, the most suspicious first."""
        in_order: dict[Suspicion, tuple[SuspectPhoto, ...]] = {}
        for suspicion, found in self._singles.items():
            if suspicion == "near_duplicates":
                continue
            found.sort(key=lambda photo: photo.path)
            found.sort(key=lambda photo: photo.score, reverse=suspicion in _HIGHEST_FIRST)
            in_order[suspicion] = tuple(found)
        return in_order

    def groups(self) -> tuple[DuplicateGroup, ...]:
        """A group is fine when every one of its photos is; one that comes later brings it back."""
        fine = self._fine["near_duplicates"]
        groups = []
        for members in self._groups.values():
            if len(members) > 1 and not all(set(photo.ids) <= fine for photo in members):
                chosen = [_suspect(photo, 0.0) for photo in members]
                chosen.sort(key=lambda photo: (-photo.width * photo.height, photo.path))
                groups.append(DuplicateGroup(tuple(chosen)))
        return tuple(sorted(groups, key=lambda group: (not group.straddles, group.photos[0].path)))


def _smallest_side(all_sides: np.ndarray) -> float:
    """Photos below that are tiny."""
    if not len(all_sides):
        return 0.0
    first, usual, third = np.percentile(all_sides, [25, 50, 75])
    outlying = first - _QUARTILES_BELOW * (third - first)
    return float(max(min(outlying, _NEVER_TINY * usual), _ALWAYS_TINY * usual))


def _suspect(photo: StoredPhoto, score: float, suggested: str | None = None) -> SuspectPhoto:
    width, height = (photo.measures.width, photo.measures.height) if photo.measures else (0, 0)
    return SuspectPhoto(
        photo.ids, photo.path, photo.label, photo.part, width, height, score, suggested
    )
