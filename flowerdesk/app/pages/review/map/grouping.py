"""What the colours of the points mean: labels, right and wrong answers, or parts of the split."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum

import numpy as np
from PySide6.QtCore import QCoreApplication

from flowerdesk.app.theme import colours, label_colour
from flowerdesk.core.project.browsing import PARTS, Snapshot


class ColourBy(Enum):
    LABEL = "label"
    ANSWER = "answer"
    PART = "part"


@dataclass(frozen=True)
class Group:
    """Points of one colour. Those that ``recede`` lie below all others."""

    key: str
    title: str
    colour: str
    recedes: bool = False


@dataclass(frozen=True)
class Grouping:
    groups: tuple[Group, ...]
    numbers: np.ndarray
    """``(n,) int64``: the group of each point"""

    @property
    def counts(self) -> list[int]:
        return [int(one) for one in np.bincount(self.numbers, minlength=len(self.groups))]


def grouped(
    by: ColourBy, snapshot: Snapshot, rows: np.ndarray, right: Mapping[int, bool]
) -> Grouping:
    """Groups the points whose photos are these rows of the snapshot.

    ``right`` tells of test photos, by their ids, whether the run in use names them rightly.
    """
    photos = snapshot.photos
    match by:
        case ColourBy.LABEL:
            groups = tuple(
                Group(label, label, label_colour(number))
                for number, label in enumerate(snapshot.labels)
            )
            return Grouping(groups, photos.label[rows].astype(np.int64))
        case ColourBy.ANSWER:
            numbers = [_ANSWERS[right.get(one)] for one in photos.ids[rows].tolist()]
            return Grouping(_answer_groups(), np.array(numbers, np.int64))
        case ColourBy.PART:
            return Grouping(_part_groups(), photos.part[rows].astype(np.int64))


_ANSWERS: Mapping[bool | None, int] = {None: 0, True: 1, False: 2}


def _answer_groups() -> tuple[Group, ...]:
    translate, c = QCoreApplication.translate, colours()
    return (
        Group("untested", translate("MapPage", "Not tested"), c.faint, recedes=True),
        Group("right", translate("MapPage", "Right"), c.right),
        Group("wrong", translate("MapPage", "Wrong"), c.problem),
    )


def _part_groups() -> tuple[Group, ...]:
    translate, c = QCoreApplication.translate, colours()
    titles = {
        "": (translate("MapPage", "Not divided yet"), c.faint),
        "train": (translate("PhotosPage", "Learn from"), c.loss),
        "validation": (translate("PhotosPage", "Check while learning"), c.accuracy),
        "test": (translate("PhotosPage", "Final test"), c.right),
    }
    return tuple(Group(part, *titles[part], recedes=not part) for part in PARTS)


def colour_titles() -> dict[ColourBy, tuple[str, str]]:
    """What a person chooses between, each with its explanation."""
    translate = QCoreApplication.translate
    return {
        ColourBy.LABEL: (
            translate("MapPage", "Label"),
            translate("MapPage", "A colour for each label that you gave"),
        ),
        ColourBy.ANSWER: (
            translate("MapPage", "Right or wrong"),
            translate("MapPage", "How the run in use answered on the photos of the final test"),
        ),
        ColourBy.PART: (
            translate("MapPage", "Part"),
            translate("MapPage", "Which photos are learned from, checked with and tested with"),
        ),
    }
