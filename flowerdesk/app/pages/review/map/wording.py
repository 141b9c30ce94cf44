"""What the map says of photos that are not on it, and of how far it is drawn."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QCoreApplication, QObject

from flowerdesk.app.pages.review.map.placed import is_enough
from flowerdesk.core.project.browsing import Snapshot


@dataclass(frozen=True)
class Absent:
    """Photos that take part and are not on the map."""

    skipped: int
    """They could not be used."""
    unseen: int
    """The network has not looked at them yet."""
    new: int
    """It has, but after the map was drawn."""


def absent(snapshot: Snapshot, on_map: np.ndarray) -> Absent:
    """Counts them; ``on_map`` is ``(n,) bool`` for the rows of the snapshot's photos."""
    photos = snapshot.photos
    missing = ~(photos.excluded | photos.missing) & ~on_map
    skipped = np.zeros(len(photos), bool)
    skipped[list(photos.skipped)] = True
    return Absent(
        int((missing & skipped).sum()),
        int((missing & ~skipped & ~photos.has_features).sum()),
        int((missing & ~skipped & photos.has_features).sum()),
    )


def absent_text(missing: Absent) -> str:
    """A sentence for each kind of them; empty where all photos are on the map."""
    counts = _Counts()
    kinds = (
        (missing.new, counts.new),
        (missing.unseen, counts.unseen),
        (missing.skipped, counts.skipped),
    )
    return " ".join(sentence(count) for count, sentence in kinds if count)


class _Counts(QObject):
    """Sentences with plurals; lupdate sees those of ``tr`` only."""

    def new(self, count: int) -> str:
        return self.tr("%Ln photo(s) came after the map was drawn.", None, count)

    def unseen(self, count: int) -> str:
        return self.tr(
            "%Ln photo(s) not on the map: the network has not looked at them yet.", None, count
        )

    def skipped(self, count: int) -> str:
        return self.tr("%Ln photo(s) not on the map: they could not be used.", None, count)


def stage_text(stage: str) -> str:
    translate = QCoreApplication.translate
    return {
        "components": translate("MapPage", "Finding what differs most …"),
        "neighbours": translate("MapPage", "Finding each photo's neighbours …"),
        "map": translate("MapPage", "Moving neighbours together …"),
    }.get(stage, translate("MapPage", "Getting ready …"))


def read_only_reason() -> str:
    return QCoreApplication.translate(
        "MapPage", "The project is open read-only: no map can be kept in it"
    )


def nothing_text(snapshot: Snapshot, read_only: bool) -> tuple[str, bool]:
    """Why there is no map, and whether learning the photos helps."""
    translate = QCoreApplication.translate
    if not is_enough(snapshot):
        words = translate(
            "MapPage",
            "Once the network has looked at your photos, you see all of them here as points: those "
            "that look alike to it lie together.",
        )
        return words, True
    if read_only:
        return read_only_reason(), False
    return translate("MapPage", "No map is drawn. “Draw again” draws it."), False
