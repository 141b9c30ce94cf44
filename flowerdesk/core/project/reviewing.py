"""What a review of a run reads from the project: its test photos, and what was changed by hand.

Nothing here knows heads or scores; those are in :mod:`flowerdesk.core.review`.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from flowerdesk.core.project.project import Project


@dataclass(frozen=True)
class HeldOutPhoto:
    """A photo that was kept aside for the test, with the label that it has now."""

    ids: tuple[int, ...]
    """Of every path at which these bytes are."""
    sha256: bytes
    label: str
    path: str
    folder_part: str | None
    """The part that the folder itself puts the photo into, if it does."""


def held_out(project: Project, feature_set: int, seed: int) -> list[HeldOutPhoto]:
    """The test photos of a split that take part and were looked at, by path.

    The same bytes under several paths come once, with the label of the first path, as they do when
    they are learned.
    """
    rows = project.read_rows(
        "SELECT photos.sha256, labels.name AS label, min(path) AS path, folder_part, "
        "group_concat(photos.id) AS ids FROM splits "
        "JOIN photos ON photos.sha256 = splits.sha256 JOIN labels ON labels.id = label_id "
        "JOIN features ON features.sha256 = photos.sha256 AND feature_set_id = ? "
        f"WHERE seed = ? AND part = 'test' AND {_NOT_MOVED} AND skipped_because IS NULL "
        "AND NOT excluded AND NOT missing AND NOT removed GROUP BY photos.sha256 ORDER BY path",
        feature_set,
        seed,
    )
    return [
        HeldOutPhoto(
            tuple(int(one) for one in row["ids"].split(",")),
            row["sha256"],
            row["label"],
            row["path"],
            row["folder_part"],
        )
        for row in rows
    ]


def held_out_ids(project: Project, seed: int) -> set[int]:
    """The ids of all test photos of a split, whether they take part at present or not."""
    rows = project.read_rows(
        "SELECT photos.id FROM splits JOIN photos ON photos.sha256 = splits.sha256 "
        f"WHERE seed = ? AND part = 'test' AND {_NOT_MOVED} AND NOT removed",
        seed,
    )
    return {row["id"] for row in rows}


_NOT_MOVED = (
    "splits.sha256 NOT IN "
    "(SELECT sha256 FROM photos WHERE part_by_hand IS NOT NULL AND sha256 IS NOT NULL)"
)
"""Only to the training side can a photo be moved by hand."""


@dataclass(frozen=True)
class HandEdits:
    """Photos, by their ids, that edits by hand have touched and that were not undone."""

    kept: frozenset[int]
    """Somebody looked at them and found their label right."""
    mended: frozenset[int]
    """They have another label than they had at the moment in question."""
    left_out: frozenset[int]
    """They were left out since that moment."""


def hand_edits(project: Project, since: str) -> HandEdits:
    """What was changed by hand; ``since`` is an ISO 8601 date (UTC) as edits have it."""
    kept: set[int] = set()
    left_out: set[int] = set()
    labels: dict[int, tuple[int, int]] = {}
    rows = project.read_rows(
        "SELECT kind, created >= ? AS counts, changes FROM edits WHERE NOT undone "
        "AND kind IN ('set_label', 'keep_label', 'exclude', 'include') ORDER BY id",
        since,
    )
    for row in rows:
        for ids, before, after in _photo_changes(row["changes"]):
            match row["kind"]:
                case "keep_label":
                    kept.update(ids)
                case "set_label":
                    kept.difference_update(ids)
                    if row["counts"]:
                        for one in ids:
                            first, _ = labels.get(one, (before["label_id"], 0))
                            labels[one] = first, after["label_id"]
                case "exclude" if row["counts"]:
                    left_out.update(ids)
                case "include":
                    left_out.difference_update(ids)
    mended = {one for one, (before, after) in labels.items() if before != after}
    return HandEdits(frozenset(kept), frozenset(mended), frozenset(left_out))


def _photo_changes(changes: str) -> Iterator[tuple[list[int], dict[str, Any], dict[str, Any]]]:
    for table, ids, before, after in json.loads(changes):
        if table == "photos":
            yield ids, before, after
