"""What a person changes by hand: labels of photos, labels themselves, what takes part.

Every edit is journalled in the project with the values before and after, so that it can be undone
and redone, also after a restart. The files on disk are never touched.
"""

from __future__ import annotations

import json
import sqlite3
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Literal

from flowerdesk.core.errors import ProjectError
from flowerdesk.core.project.project import Project
from flowerdesk.core.scan import FoundPhoto
from flowerdesk.core.words import say

Kind = Literal[
    "set_label", "exclude", "include", "add_label", "remove_label", "rename_label", "merge_labels",
    "add_photos", "keep_label", "accept", "learn_from",
]  # fmt: skip
Values = dict[str, Any]
"""Columns with their values."""

LONGEST_LABEL = 100


@dataclass(frozen=True)
class Edit:
    """One edit of the journal. ``details`` holds what a sentence about it needs."""

    id: int
    kind: Kind
    details: Mapping[str, Any]
    undone: bool


class Edits:
    """Makes, undoes and redoes edits of an open project. Each is one transaction.

    Methods that make an edit return it, or None when nothing would change. A new edit forgets
    those that are undone.

    Raises (from every method):
        ProjectError: the project cannot be written, or a label's name cannot be used.
    """

    def __init__(self, project: Project) -> None:
        self._project = project

    def journal(self) -> list[Edit]:
        """Every edit, the first one first; those that are undone come last."""
        rows = self._project.read_rows("SELECT id, kind, details, undone FROM edits ORDER BY id")
        return [
            Edit(row["id"], row["kind"], json.loads(row["details"]), bool(row["undone"]))
            for row in rows
        ]

    def set_label(self, photos: Sequence[int], label: str) -> Edit | None:
        """Gives photos, by their ids, a label, which is made if need be."""
        label = _checked(label)
        with self._project.writing() as connection:
            change = _Change(connection)
            label_id = change.label(label)
            others = sorted(set(photos) - set(change.photos_of(label_id)))
            change.photos(others, {"label_id": label_id, "labelled_by_hand": 1})
            return change.journalled("set_label", {"photos": change.photo_count, "label": label})

    def keep_label(self, photos: Sequence[int]) -> Edit | None:
        """Notes that somebody looked at photos and found their labels right; nothing changes."""
        with self._project.writing() as connection:
            change = _Change(connection)
            change.nothing(photos)
            return change.journalled("keep_label", {"photos": change.photo_count})

    def accept(self, photos: Sequence[int], suspicion: str) -> Edit | None:
        """Notes that somebody looked at photos of a list of suspects and found them fine.

        ``suspicion`` is one of :data:`flowerdesk.core.suspects.lists.SUSPICIONS`.
        """
        with self._project.writing() as connection:
            change = _Change(connection)
            change.nothing(photos)
            details = {"photos": change.photo_count, "suspicion": suspicion}
            return change.journalled("accept", details)

    def learn_from(self, photos: Sequence[int]) -> Edit | None:
        """Puts photos on the training side of every split, those drawn and those to come.

        There is no way to the other side: a head that learned from a photo cannot be tested on it.
        """
        with self._project.writing() as connection:
            change = _Change(connection)
            change.photos(change.with_the_same_bytes(photos), {"part_by_hand": "train"})
            return change.journalled("learn_from", {"photos": change.photo_count})

    def set_excluded(self, photos: Sequence[int], excluded: bool) -> Edit | None:
        """Leaves photos out of everything, or takes them in again."""
        with self._project.writing() as connection:
            change = _Change(connection)
            change.photos(photos, {"excluded": int(excluded)})
            kind: Kind = "exclude" if excluded else "include"
            return change.journalled(kind, {"photos": change.photo_count})

    def add_label(self, label: str) -> Edit | None:
        """Makes a label that has no photos yet."""
        label = _checked(label)
        with self._project.writing() as connection:
            change = _Change(connection)
            change.label(label, by_hand=True)
            return change.journalled("add_label", {"label": label})

    def remove_label(self, label: str) -> Edit | None:
        """Takes a label without photos away.

        Raises:
            ProjectError: it has photos.
        """
        with self._project.writing() as connection:
            change = _Change(connection)
            label_id = change.label(label)
            if change.photos_of(label_id):
                raise ProjectError(
                    say(
                        "The label “{label}” has photos. Give them another label first, or "
                        "merge it into another one.",
                        label=label,
                    )
                )
            change.labels([label_id], {"made_by_hand": 0})
            return change.journalled("remove_label", {"label": label})

    def rename_label(self, label: str, name: str) -> Edit | None:
        """Gives a label another name; photos that its folder gets later follow it."""
        return self._merge("rename_label", [label], _checked(name))

    def merge_labels(self, labels: Sequence[str], into: str) -> Edit | None:
        """Makes several labels one; photos that their folders get later follow it."""
        return self._merge("merge_labels", labels, _checked(into))

    def _merge(self, kind: Kind, labels: Sequence[str], into: str) -> Edit | None:
        with self._project.writing() as connection:
            change = _Change(connection)
            target = change.label(into, by_hand=True)
            for label in labels:
                source = change.label(label)
                if source == target:
                    continue
                photos = change.photos_of(source)
                change.photos(photos, {"label_id": target, "labelled_by_hand": 1})
                change.labels([source], {"made_by_hand": 0, "merged_into": target})
                change.labels(change.merged_into(source), {"merged_into": target})
            details = {"labels": list(labels), "label": into, "photos": change.photo_count}
            return change.journalled(kind, details)

    def add_photos(self, found: Sequence[FoundPhoto], label: str) -> Edit | None:
        """Adds photo files, wherever they lie, under a label; known ones get it."""
        label = _checked(label)
        with self._project.writing() as connection:
            change = _Change(connection)
            label_id = change.label(label)
            ids = [
                change.photo_row(self._project.relative(photo.path), photo, label_id)
                for photo in found
            ]
            change.photos(
                ids, {"label_id": label_id, "labelled_by_hand": 1, "removed": 0, "missing": 0}
            )
            return change.journalled("add_photos", {"photos": change.photo_count, "label": label})

    def undo(self, edit_id: int) -> None:
        """Puts back what an edit changed."""
        self._apply(edit_id, undone=True)

    def redo(self, edit_id: int) -> None:
        """Does an edit that was undone again."""
        self._apply(edit_id, undone=False)

    def _apply(self, edit_id: int, *, undone: bool) -> None:
        with self._project.writing() as connection:
            row = connection.execute(
                "SELECT changes FROM edits WHERE id = ?", (edit_id,)
            ).fetchone()
            groups = json.loads(row["changes"])
            # A row may be in several groups: undoing goes through them from the last one.
            for table, ids, before, after in reversed(groups) if undone else groups:
                _update(connection, table, ids, before if undone else after)
            connection.execute("UPDATE edits SET undone = ? WHERE id = ?", (int(undone), edit_id))


class _Change:
    """Changes rows inside one transaction and remembers what they held before."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._groups: list[tuple[str, list[int], Values, Values]] = []
        self.photo_count = 0

    def label(self, name: str, *, by_hand: bool = False) -> int:
        """The id of a label that is meant from now on, made if there is none."""
        self._connection.execute("INSERT OR IGNORE INTO labels (name) VALUES (?)", (name,))
        row = self._connection.execute("SELECT * FROM labels WHERE name = ?", (name,)).fetchone()
        shown = row["made_by_hand"] or self.photos_of(row["id"])
        wanted: Values = {"merged_into": None}
        if by_hand and not shown:
            wanted["made_by_hand"] = 1
        self.labels([row["id"]], wanted)
        return int(row["id"])

    def photos_of(self, label_id: int) -> list[int]:
        rows = self._connection.execute("SELECT id FROM photos WHERE label_id = ?", (label_id,))
        return [row["id"] for row in rows]

    def with_the_same_bytes(self, ids: Sequence[int]) -> list[int]:
        """The photos and all others that are the same file at other paths."""
        found = set(ids)
        for row_id in ids:
            rows = self._connection.execute(
                "SELECT id FROM photos WHERE sha256 = (SELECT sha256 FROM photos WHERE id = ?)",
                (row_id,),
            )
            found.update(row["id"] for row in rows)
        return sorted(found)

    def merged_into(self, label_id: int) -> list[int]:
        rows = self._connection.execute("SELECT id FROM labels WHERE merged_into = ?", (label_id,))
        return [row["id"] for row in rows]

    def photo_row(self, path: str, photo: FoundPhoto, label_id: int) -> int:
        """The id of the photo at ``path``; a new row counts as removed until the edit adds it."""
        self._connection.execute(
            "INSERT OR IGNORE INTO photos (path, size, mtime_ns, label_id, removed) "
            "VALUES (?, ?, ?, ?, 1)",
            (path, photo.size, photo.mtime_ns, label_id),
        )
        row = self._connection.execute("SELECT id FROM photos WHERE path = ?", (path,)).fetchone()
        return int(row["id"])

    def photos(self, ids: Sequence[int], after: Values) -> None:
        self.photo_count += self._rows("photos", ids, after)

    def nothing(self, ids: Sequence[int]) -> None:
        """Puts photos into the journal with the labels that they have."""
        for row_id in ids:
            row = self._connection.execute(
                "SELECT label_id FROM photos WHERE id = ?", (row_id,)
            ).fetchone()
            if row is not None:
                self._groups.append(("photos", [row_id], dict(row), dict(row)))
                self.photo_count += 1

    def labels(self, ids: Sequence[int], after: Values) -> None:
        self._rows("labels", ids, after)

    def _rows(self, table: str, ids: Sequence[int], after: Values) -> int:
        """Sets columns of rows; returns how many rows held something else."""
        columns = ", ".join(after)
        by_values: dict[tuple[Any, ...], list[int]] = defaultdict(list)
        for row_id in ids:
            row = self._connection.execute(
                f"SELECT {columns} FROM {table} WHERE id = ?", (row_id,)
            ).fetchone()
            if row is not None and tuple(row) != tuple(after.values()):
                by_values[tuple(row)].append(row_id)
        for values, rows in by_values.items():
            self._groups.append((table, rows, dict(zip(after, values, strict=True)), after))
            _update(self._connection, table, rows, after)
        return sum(map(len, by_values.values()))

    def journalled(self, kind: Kind, details: Values) -> Edit | None:
        if not self._groups:
            return None
        self._connection.execute("DELETE FROM edits WHERE undone")
        cursor = self._connection.execute(
            "INSERT INTO edits (created, kind, details, changes) VALUES (?, ?, ?, ?)",
            (
                datetime.now(UTC).isoformat(timespec="seconds"),
                kind,
                json.dumps(details, ensure_ascii=False),
                json.dumps(self._groups),
            ),
        )
        assert cursor.lastrowid is not None
        return Edit(cursor.lastrowid, kind, details, undone=False)


def _update(connection: sqlite3.Connection, table: str, ids: Sequence[int], values: Values) -> None:
    columns = ", ".join(f"{column} = ?" for column in values)
    connection.executemany(
        f"UPDATE {table} SET {columns} WHERE id = ?", [(*values.values(), row) for row in ids]
    )


def _checked(name: str) -> str:
    """A label's name as it is kept.

    Raises:
        ProjectError: it is empty, too long, or not one line of text.
    """
    name = name.strip()
    if not name:
        raise ProjectError(say("A label needs a name. Type one."))
    if len(name) > LONGEST_LABEL:
        raise ProjectError(
            say(
                "A label's name has at most {longest_label} characters. Shorten it.",
                longest_label=LONGEST_LABEL,
            )
        )
    if not name.isprintable():
        raise ProjectError(
            say("A label's name is one line of text. Take out what cannot be printed.")
        )
    return name
