"""Brings the photos of a project in line with a folder: what came, changed, moved and went."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from flowerdesk.core.project.records import ScanChange
from flowerdesk.core.scan import FoundPhoto

if TYPE_CHECKING:
    from flowerdesk.core.project.project import Project

HashOf = Callable[[Path], bytes | None]


def update_photos(
    project: Project, folder: Path, found: Sequence[FoundPhoto], hash_of: HashOf
) -> ScanChange:
    """What :meth:`Project.update_photos` promises, in one transaction."""
    with project.writing() as connection:
        update = _Update(project, connection, folder, found)
        for photo in found:
            update.take(photo, hash_of)
        return update.finish()


class _Update:
    """One pass over what was found, beside what the project had before."""

    def __init__(
        self,
        project: Project,
        connection: sqlite3.Connection,
        folder: Path,
        found: Sequence[FoundPhoto],
    ) -> None:
        self._project = project
        self._connection = connection
        self._before = self._known_photos(folder)
        self._lost_by_size: dict[int, list[sqlite3.Row]] = {}
        names = {project.relative(photo.path) for photo in found}
        for path, row in self._before.items():
            if path not in names and row["sha256"] is not None:
                self._lost_by_size.setdefault(row["size"], []).append(row)
        self._added = self._changed = self._moved = self._unchanged = 0

    def _known_photos(self, folder: Path) -> dict[str, sqlite3.Row]:
        """By path: the photos below ``folder``, and those elsewhere whose files are gone."""
        below = self._project.relative(folder) + "/"
        rows = self._connection.execute("SELECT * FROM photos").fetchall()
        return {
            row["path"]: row
            for row in rows
            if below == "./"
            or row["path"].startswith(below)
            or row["missing"]
            or not self._project.absolute(row["path"]).exists()
        }

    def take(self, photo: FoundPhoto, hash_of: HashOf) -> None:
        path = self._project.relative(photo.path)
        known = self._before.pop(path, None)
        if known is None:
            self._take_new(path, photo, hash_of)
        elif (known["size"], known["mtime_ns"]) != (photo.size, photo.mtime_ns):
            self._refresh(known["id"], photo)
            self._changed += 1
        else:
            self._connection.execute(
                "UPDATE photos SET missing = 0, removed = 0, folder_part = ? WHERE id = ? "
                "AND (missing OR removed OR folder_part IS NOT ?)",
                (photo.part, known["id"], photo.part),
            )
            self._unchanged += 1

    def finish(self) -> ScanChange:
        """Marks what was not found as missing; its labels are kept."""
        gone = [(row["id"],) for row in self._before.values()]
        self._connection.executemany("UPDATE photos SET missing = 1 WHERE id = ?", gone)
        return ScanChange(self._added, self._changed, self._moved, len(gone), self._unchanged)

    def _take_new(self, path: str, photo: FoundPhoto, hash_of: HashOf) -> None:
        lost = self._same_bytes(photo, hash_of)
        if lost is None:
            self._connection.execute(
                "INSERT INTO photos (path, size, mtime_ns, label_id, folder_part) "
                "VALUES (?, ?, ?, ?, ?)",
                (path, photo.size, photo.mtime_ns, self._label_id(photo.label), photo.part),
            )
            self._added += 1
        else:
            self._before.pop(lost["path"], None)
            self._move(lost, path, photo)
            self._moved += 1

    def _same_bytes(self, photo: FoundPhoto, hash_of: HashOf) -> sqlite3.Row | None:
        """A photo that was lost and has these bytes; hashed only where the sizes agree."""
        candidates = self._lost_by_size.get(photo.size)
        if not candidates:
            return None
        sha256 = hash_of(photo.path)
        for number, row in enumerate(candidates):
            if row["sha256"] == sha256:
                return candidates.pop(number)
        return None

    def _move(self, row: sqlite3.Row, path: str, photo: FoundPhoto) -> None:
        label_id = row["label_id"] if row["labelled_by_hand"] else self._label_id(photo.label)
        self._connection.execute(
            "UPDATE photos SET path = ?, mtime_ns = ?, label_id = ?, folder_part = ?, "
            "missing = 0, removed = 0 WHERE id = ?",
            (path, photo.mtime_ns, label_id, photo.part, row["id"]),
        )

    def _refresh(self, photo_id: int, photo: FoundPhoto) -> None:
        self._connection.execute(
            "UPDATE photos SET size = ?, mtime_ns = ?, folder_part = ?, sha256 = NULL, "
            "skipped_because = NULL, missing = 0, removed = 0 WHERE id = ?",
            (photo.size, photo.mtime_ns, photo.part, photo_id),
        )

    def _label_id(self, name: str) -> int:
        """The label that photos of the folder ``name`` get: another one after it was renamed."""
        self._connection.execute("INSERT OR IGNORE INTO labels (name) VALUES (?)", (name,))
        row = self._connection.execute(
            "SELECT ifnull(merged_into, id) AS id FROM labels WHERE name = ?", (name,)
        ).fetchone()
        return int(row["id"])
