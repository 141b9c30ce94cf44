"""What a project keeps of suspicious photos: measures of their bytes, doubts, and near-duplicates.

How they are found is in :mod:`flowerdesk.core.suspects`.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import astuple, dataclass
from typing import Any

import numpy as np

from flowerdesk.core.project import file
from flowerdesk.core.project.project import Project
from flowerdesk.core.suspects.measures import VERSION, Measures

_FINGERPRINT = "suspects_fingerprint"
_ROWS_AT_ONCE = 2_000  # few enough that another thread is never kept waiting for long

# Of photos that are there, take part, and were looked at.
_USED = "NOT excluded AND NOT missing AND NOT removed AND skipped_because IS NULL"


@dataclass(frozen=True)
class Doubt:
    """A label that may be wrong. Labels that were merged since are those that they became."""

    label_id: int
    """Of the label that was doubted."""
    suggested: str
    probability: float
    """Of the suggested label."""
    own: float
    """Of the label that the photo had."""


@dataclass(frozen=True)
class StoredPhoto:
    """A photo that takes part, by its bytes, with what is known of it."""

    sha256: bytes
    ids: tuple[int, ...]
    """Of every path at which these bytes are."""
    path: str
    label_id: int
    label: str
    part: str
    """In the split that was asked for; nothing where it is not divided yet."""
    measures: Measures | None
    group: int | None
    """Photos with the same number are nearly the same."""
    doubt: Doubt | None


def count_without_measures(project: Project) -> int:
    """Photos that have to be measured."""
    return int(
        project.read_rows(f"SELECT count(DISTINCT photos.sha256) AS n {_UNMEASURED}", VERSION)[0][
            "n"
        ]
    )


def without_measures(project: Project) -> Iterator[tuple[bytes, str]]:
    """``(sha256, path)`` of those photos, a few hundred at a time in memory."""
    last = b""
    while rows := project.read_rows(
        f"SELECT photos.sha256, min(path) AS path {_UNMEASURED} AND photos.sha256 > ? "
        "GROUP BY photos.sha256 ORDER BY photos.sha256 LIMIT 256",
        VERSION,
        last,
    ):
        for row in rows:
            yield row["sha256"], row["path"]
        last = rows[-1]["sha256"]


_UNMEASURED = (
    "FROM photos LEFT JOIN measures ON measures.sha256 = photos.sha256 AND version = ? "
    f"WHERE measures.sha256 IS NULL AND photos.sha256 IS NOT NULL AND {_USED}"
)


def add_measures(project: Project, measured: Iterable[tuple[bytes, Measures]]) -> None:
    """Stores some photos' measures, all of them or none."""
    with project.writing() as connection:
        connection.executemany(
            "INSERT OR REPLACE INTO measures VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
            [(sha256, VERSION, *astuple(measures)) for sha256, measures in measured],
        )


def perceptual_hashes(project: Project, hashes: Sequence[bytes]) -> dict[bytes, bytes]:
    """The perceptual hash of each of these photos that was measured."""
    wanted = set(hashes)
    rows = project.rows(
        "SELECT sha256, hash FROM measures WHERE version = ?", (VERSION,), _ROWS_AT_ONCE
    )
    with file.told_in_words(project.path):
        return {sha256: perceptual for sha256, perceptual in rows if sha256 in wanted}


def keep_findings(
    project: Project,
    doubts: Iterable[tuple[bytes, str, str, float, float]],
    groups: Iterable[tuple[bytes, int]],
    fingerprint: str,
) -> None:
    """Keeps what was found in place of what was found before.

    Args:
        doubts: photo, label, suggested label, its probability, and that of the photo's label.
        groups: photos that are nearly the same as others, with the number of their group.
        fingerprint: of the photos and labels that were looked through.
    """
    with project.writing() as connection:
        numbers = {
            row["name"]: row["id"] for row in connection.execute("SELECT id, name FROM labels")
        }
        connection.execute("DELETE FROM doubts")
        connection.executemany(
            "INSERT INTO doubts VALUES (?, ?, ?, ?, ?)",
            [
                (sha256, numbers[label], numbers[suggested], probability, own)
                for sha256, label, suggested, probability, own in doubts
            ],
        )
        connection.execute("DELETE FROM near_duplicates")
        connection.executemany("INSERT INTO near_duplicates VALUES (?, ?)", groups)
        connection.execute(
            "INSERT OR REPLACE INTO settings VALUES (?, ?)",
            (_FINGERPRINT, json.dumps(fingerprint)),
        )


def kept_fingerprint(project: Project) -> str | None:
    """Of the photos and labels that were looked through; None before that."""
    kept = project.setting(_FINGERPRINT)
    return kept if isinstance(kept, str) else None


def sides(project: Project) -> np.ndarray:
    """``(n,) float64``: for each measured photo that takes part, the side in pixels of the square
    with as many."""
    rows = project.rows(
        "SELECT width * height FROM photos JOIN measures ON measures.sha256 = photos.sha256 "
        f"WHERE version = ? AND {_USED} GROUP BY photos.sha256",
        (VERSION,),
        _ROWS_AT_ONCE,
    )
    with file.told_in_words(project.path):
        return np.sqrt(np.fromiter((pixels for (pixels,) in rows), np.float64))


def stored_photos(project: Project, feature_set: int, seed: int) -> Iterator[StoredPhoto]:
    """The photos of a feature set that take part, by path, as :meth:`Project.learnable` has them,
    with their parts in the split of ``seed`` and all that was found.

    One at a time: while many such objects are there, Python's search for garbage among them keeps
    every other thread waiting.
    """
    measures = ", ".join(
        f"measures.{column}"
        for column in ("width", "height", "lightest", "darkest", "edges", "plainness", "hash")
    )
    with file.told_in_words(project.path):
        rows = project.rows(
            "SELECT photos.sha256, group_concat(photos.id), min(path), labels.id, labels.name, "
            "ifnull(part, ''), group_number, "
            "ifnull(doubted.merged_into, doubted.id), "
            "(SELECT name FROM labels WHERE id = ifnull(suggested.merged_into, suggested.id)), "
            f"probability, own, {measures} FROM photos "
            "JOIN labels ON labels.id = photos.label_id "
            "JOIN features ON features.sha256 = photos.sha256 AND feature_set_id = ? "
            "LEFT JOIN splits ON splits.sha256 = photos.sha256 AND seed = ? "
            "LEFT JOIN measures ON measures.sha256 = photos.sha256 AND version = ? "
            "LEFT JOIN near_duplicates ON near_duplicates.sha256 = photos.sha256 "
            "LEFT JOIN doubts ON doubts.sha256 = photos.sha256 "
            "LEFT JOIN labels AS doubted ON doubted.id = doubts.label_id "
            "LEFT JOIN labels AS suggested ON suggested.id = suggested_id "
            f"WHERE {_USED} GROUP BY photos.sha256 ORDER BY min(path)",
            (feature_set, seed, VERSION),
            _ROWS_AT_ONCE,
        )
        by_hand = project.parts_by_hand()
        for row in rows:
            yield _stored_photo(row, by_hand)


def _stored_photo(row: tuple[Any, ...], by_hand: dict[bytes, str]) -> StoredPhoto:
    sha256, ids, path, label_id, label, part, group, doubted, suggested, *rest = row
    probability, own, *measured = rest
    doubt = None if doubted is None else Doubt(doubted, suggested, probability, own)
    return StoredPhoto(
        sha256,
        tuple(int(one) for one in ids.split(",")),
        path,
        label_id,
        label,
        by_hand.get(sha256, part),
        None if measured[0] is None else Measures(*measured),
        group,
        doubt,
    )


def accepted(project: Project) -> dict[str, set[int]]:
    """By suspicion: the ids of photos that somebody looked at and found fine."""
    found: dict[str, set[int]] = defaultdict(set)
    for row in project.read_rows(
        "SELECT details, changes FROM edits WHERE kind = 'accept' AND NOT undone"
    ):
        for _, ids, _, _ in json.loads(row["changes"]):
            found[json.loads(row["details"])["suspicion"]].update(ids)
    return found
