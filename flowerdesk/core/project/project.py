"""The project: one SQLite file that knows the photos, their labels, features, splits and runs.

All SQL of the program is in this package; everybody else calls these methods.
"""

from __future__ import annotations

import json
import os
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import astuple
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import numpy as np

from flowerdesk.core.project import file, update
from flowerdesk.core.project.records import (
    FeatureKey,
    LearnablePhoto,
    PhotoFeatures,
    ProjectPhoto,
    Run,
    ScanChange,
    absolute,
)
from flowerdesk.core.scan import FoundPhoto

_USED = "NOT excluded AND NOT missing AND NOT removed"
_VECTOR_DTYPE = np.dtype("<f4")


class Project:
    """An open project file. Every method is one transaction: it happens wholly or not at all.

    Raises (from every method):
        ProjectError: the file cannot be read or written, with what to do about it.
    """

    def __init__(self, path: Path, *, create: bool = False, read_only: bool = False) -> None:
        self.path = path
        self.read_only = read_only
        self._connection = file.connect(path, create=create, read_only=read_only)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        file.close(self._connection, self.read_only)

    # Photos

    def update_photos(
        self,
        folder: Path,
        found: Sequence[FoundPhoto],
        hash_of: Callable[[Path], bytes | None],
    ) -> ScanChange:
        """Brings the photos below ``folder`` in line with what was ``found`` there.

        New files are added, changed ones will be read again, and those that are gone are marked as
        missing, with their labels kept. A file that turns up elsewhere with the same bytes is the
        same photo (``hash_of`` is asked only where sizes agree). Labels given by hand stay.
        """
        return update.update_photos(self, folder, found, hash_of)

    def some_photos(self, count: int) -> list[str]:
        """The paths of at most ``count`` photos, from all over the project, in its order."""
        rows = self.read_rows(
            "SELECT path FROM (SELECT path, id, ntile(?) OVER (ORDER BY id) AS share FROM photos "
            f"WHERE {_USED} AND skipped_because IS NULL) GROUP BY share HAVING id = min(id) "
            "ORDER BY id",
            count,
        )
        return [row["path"] for row in rows]

    def labels(self) -> dict[str, int]:
        """Labels in alphabetical order with the number of their photos."""
        rows = self.read_rows(
            f"SELECT name, count(*) AS photos FROM labels JOIN photos ON label_id = labels.id "
            f"WHERE {_USED} GROUP BY name ORDER BY name"
        )
        return {row["name"]: row["photos"] for row in rows}

    def photo_count(self) -> int:
        """Photos that are there and not excluded, readable or not."""
        return int(self.read_rows(f"SELECT count(*) AS n FROM photos WHERE {_USED}")[0]["n"])

    def skipped(self) -> list[tuple[str, str]]:
        """``(path, reason)`` of the photos that could not be used, by path."""
        rows = self.read_rows(
            "SELECT path, skipped_because FROM photos "
            f"WHERE skipped_because IS NOT NULL AND {_USED} ORDER BY path"
        )
        return [(row["path"], row["skipped_because"]) for row in rows]

    def hash_of(self, path: str) -> bytes | None:
        """The SHA-256 of the photo at ``path``; None for one that is not known or was not read."""
        rows = self.read_rows("SELECT sha256 FROM photos WHERE path = ? AND NOT removed", path)
        return rows[0]["sha256"] if rows else None

    def label_of(self, path: str) -> str:
        """The label of the photo at ``path``.

        Raises:
            KeyError: there is none.
        """
        rows = self.read_rows(
            "SELECT name FROM labels JOIN photos ON label_id = labels.id WHERE path = ?", path
        )
        if not rows:
            raise KeyError(path)
        return str(rows[0]["name"])

    def paths_of(self, sha256: bytes) -> list[str]:
        """Where photos with these bytes are, in alphabetical order."""
        rows = self.read_rows(
            f"SELECT path FROM photos WHERE sha256 = ? AND {_USED} ORDER BY path", sha256
        )
        return [row["path"] for row in rows]

    # Features

    def feature_set(self, key: FeatureKey, feature_dim: int) -> int:
        """The id of the feature set with that key, made when there is none yet."""
        with self.writing() as connection:
            connection.execute(
                "INSERT OR IGNORE INTO feature_sets (backbone, layer, weights_sha256, "
                "preprocessing, precision, runtime, calibration, feature_dim) "
                "VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                (*astuple(key), feature_dim),
            )
        return self.find_feature_set(key)

    def find_feature_set(self, key: FeatureKey) -> int:
        """The id of the feature set with that key.

        Raises:
            KeyError: there is none.
        """
        rows = self.read_rows(
            "SELECT id FROM feature_sets WHERE backbone = ? AND layer = ? "
            "AND weights_sha256 = ? AND preprocessing = ? AND precision = ? AND runtime = ? "
            "AND calibration = ?",
            *astuple(key),
        )
        if not rows:
            raise KeyError(key)
        return int(rows[0]["id"])

    def feature_sets(self) -> list[tuple[FeatureKey, int, int]]:
        """``(key, feature_dim, vectors)`` of every feature set."""
        rows = self.read_rows(
            "SELECT *, (SELECT count(*) FROM features WHERE feature_set_id = feature_sets.id) "
            "AS vectors FROM feature_sets ORDER BY id"
        )
        return [(_feature_key(row), row["feature_dim"], row["vectors"]) for row in rows]

    def calibration(self, sha256: str) -> str | None:
        """The calibration of that hash as :meth:`add_calibration` was given it, or None."""
        rows = self.read_rows("SELECT ranges FROM calibrations WHERE sha256 = ?", sha256)
        return str(rows[0]["ranges"]) if rows else None

    def add_calibration(self, sha256: str, ranges: str) -> None:
        """Keeps what vectors of whole numbers were scaled by, so that more can be made anywhere."""
        with self.writing() as connection:
            connection.execute("INSERT OR IGNORE INTO calibrations VALUES (?, ?)", (sha256, ranges))

    def count_without_features(self, feature_set: int) -> int:
        """Photos that have to be looked at for this feature set; skipped ones are tried again."""
        return int(self.read_rows(f"SELECT count(*) AS n {_WITHOUT_FEATURES}", feature_set)[0]["n"])

    def without_features(self, feature_set: int) -> Iterator[ProjectPhoto]:
        """Those photos, in the order in which they came, a few hundred at a time in memory."""
        last_id = 0
        while True:
            rows = self.read_rows(
                "SELECT photos.*, labels.name AS label "
                f"{_WITHOUT_FEATURES} AND photos.id > ? ORDER BY photos.id LIMIT 256",
                feature_set,
                last_id,
            )
            for row in rows:
                yield _project_photo(row)
            if not rows:
                return
            last_id = rows[-1]["id"]

    def has_features(self, feature_set: int, sha256: bytes) -> bool:
        return bool(
            self.read_rows(
                "SELECT 1 FROM features WHERE feature_set_id = ? AND sha256 = ?",
                feature_set,
                sha256,
            )
        )

    def add_features(self, feature_set: int, photos: Iterable[PhotoFeatures]) -> None:
        """Stores one batch: vectors, hashes and reasons, all of them or none."""
        with self.writing() as connection:
            for photo in photos:
                connection.execute(
                    "UPDATE photos SET size = ?, mtime_ns = ?, sha256 = ?, skipped_because = ? "
                    "WHERE id = ?",
                    (
                        photo.size,
                        photo.mtime_ns,
                        photo.sha256,
                        photo.skipped_because,
                        photo.photo_id,
                    ),
                )
                if photo.vector is not None:
                    connection.execute(
                        "INSERT OR IGNORE INTO features VALUES (?, ?, ?)",
                        (feature_set, photo.sha256, photo.vector.astype(_VECTOR_DTYPE).tobytes()),
                    )

    def add_vectors(self, feature_set: int, vectors: Mapping[bytes, np.ndarray]) -> None:
        """Stores vectors by the hashes of their photos, which need not be in the project."""
        with self.writing() as connection:
            connection.executemany(
                "INSERT OR IGNORE INTO features VALUES (?, ?, ?)",
                (
                    (feature_set, sha256, vector.astype(_VECTOR_DTYPE).tobytes())
                    for sha256, vector in vectors.items()
                ),
            )

    def learnable(self, feature_set: int) -> list[LearnablePhoto]:
        """Every photo with features, by path. The same bytes under several paths come once."""
        rows = self.read_rows(
            "SELECT photos.sha256, labels.name AS label, min(path) AS path, folder_part "
            "FROM photos JOIN labels ON labels.id = label_id JOIN features "
            "ON features.sha256 = photos.sha256 AND feature_set_id = ? "
            f"WHERE {_USED} AND skipped_because IS NULL GROUP BY photos.sha256 ORDER BY path",
            feature_set,
        )
        return [
            LearnablePhoto(row["sha256"], row["label"], row["path"], row["folder_part"])
            for row in rows
        ]

    def conflicting_photos(self) -> list[tuple[str, str]]:
        """Pairs of paths with the same bytes under different labels."""
        rows = self.read_rows(
            "SELECT min(path) AS first, max(path) AS second FROM photos "
            f"WHERE sha256 IS NOT NULL AND {_USED} GROUP BY sha256 "
            "HAVING count(DISTINCT label_id) > 1 ORDER BY first"
        )
        return [(row["first"], row["second"]) for row in rows]

    def vectors(self, feature_set: int, hashes: Sequence[bytes]) -> np.ndarray:
        """The feature vectors of these photos, ``(len(hashes), feature_dim) float32``."""
        dim = self.read_rows("SELECT feature_dim FROM feature_sets WHERE id = ?", feature_set)
        vectors = np.empty((len(hashes), dim[0]["feature_dim"]), np.float32)
        with file.told_in_words(self.path):
            for number, sha256 in enumerate(hashes):
                row = self._connection.execute(
                    "SELECT vector FROM features WHERE feature_set_id = ? AND sha256 = ?",
                    (feature_set, sha256),
                ).fetchone()
                vectors[number] = np.frombuffer(row["vector"], _VECTOR_DTYPE)
        return vectors

    # Splits

    def parts(self, seed: int) -> dict[bytes, str]:
        """The part of every photo in the split of that seed, by hash; by hand goes before drawn."""
        rows = self.read_rows("SELECT sha256, part FROM splits WHERE seed = ?", seed)
        drawn = {row["sha256"]: row["part"] for row in rows}
        by_hand = self.parts_by_hand()
        return {sha256: by_hand.get(sha256, part) for sha256, part in drawn.items()}

    def parts_by_hand(self) -> dict[bytes, str]:
        """The photos that a person put into a part, which is theirs in every split."""
        rows = self.read_rows(
            "SELECT sha256, max(part_by_hand) AS part FROM photos "
            "WHERE part_by_hand IS NOT NULL AND sha256 IS NOT NULL GROUP BY sha256"
        )
        return {row["sha256"]: row["part"] for row in rows}

    def add_parts(self, seed: int, parts: dict[bytes, str]) -> None:
        """Adds photos to the split of that seed, or moves them to another part."""
        with self.writing() as connection:
            connection.executemany(
                "INSERT OR REPLACE INTO splits VALUES (?, ?, ?)",
                [(seed, sha256, part) for sha256, part in parts.items()],
            )

    # Runs

    def add_run(self, run: Run) -> Run:
        """Stores a run, makes it the one in use, and returns it with its id and date."""
        created = datetime.now(UTC).isoformat(timespec="seconds")
        feature_set = self.find_feature_set(run.feature_key)
        with self.writing() as connection:
            cursor = connection.execute(
                "INSERT INTO runs (created, feature_set_id, settings, labels, epochs, cancelled, "
                "seconds, best_iteration, best_validation_accuracy, evaluation, kept_head, "
                "last_head) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                (
                    created,
                    feature_set,
                    json.dumps(run.settings),
                    json.dumps(run.labels, ensure_ascii=False),
                    run.epochs,
                    run.cancelled,
                    run.seconds,
                    run.best_iteration,
                    run.best_validation_accuracy,
                    json.dumps(run.evaluation, ensure_ascii=False),
                    run.kept_head,
                    run.last_head,
                ),
            )
            connection.executemany(
                "INSERT INTO history VALUES (?, ?, ?, ?) ON CONFLICT DO UPDATE SET "
                "loss = ifnull(excluded.loss, loss), "
                "validation_accuracy = ifnull(excluded.validation_accuracy, validation_accuracy)",
                [(cursor.lastrowid, *point) for point in run.history],
            )
            self._set(connection, "run_in_use", cursor.lastrowid)
        stored = self.run(cursor.lastrowid)
        assert stored is not None
        return stored

    def run(self, run_id: int | None = None) -> Run | None:
        """The run with that id, or the one in use; None when there is none."""
        wanted = self.setting("run_in_use") if run_id is None else run_id
        rows = self.read_rows(f"{_RUNS} WHERE runs.id = ?", wanted)
        return self._run(rows[0]) if rows else None

    def runs(self, *, heads: bool = True) -> list[Run]:
        """Every run, the first one first; without their heads, of megabytes, if not wanted."""
        query = _RUNS if heads else _RUNS_WITHOUT_HEADS
        return [self._run(row) for row in self.read_rows(f"{query} ORDER BY runs.id")]

    def use_run(self, run_id: int) -> None:
        """Makes a run the one whose head answers."""
        self.set_setting("run_in_use", run_id)

    def rename_run(self, run_id: int, name: str) -> None:
        with self.writing() as connection:
            connection.execute("UPDATE runs SET name = ? WHERE id = ?", (name.strip(), run_id))

    def delete_run(self, run_id: int) -> None:
        """Forgets a run. When it was in use, the newest of the others takes its place."""
        with self.writing() as connection:
            connection.execute("DELETE FROM runs WHERE id = ?", (run_id,))
            newest = connection.execute("SELECT max(id) AS id FROM runs").fetchone()["id"]
            if self._setting(connection, "run_in_use") == run_id:
                self._set(connection, "run_in_use", newest)

    def _run(self, row: sqlite3.Row) -> Run:
        points = self.read_rows(
            "SELECT iteration, loss, validation_accuracy FROM history WHERE run_id = ? "
            "ORDER BY iteration",
            row["id"],
        )
        return Run(
            feature_key=_feature_key(row),
            settings=json.loads(row["settings"]),
            labels=tuple(json.loads(row["labels"])),
            epochs=row["epochs"],
            cancelled=bool(row["cancelled"]),
            seconds=row["seconds"],
            best_iteration=row["best_iteration"],
            best_validation_accuracy=row["best_validation_accuracy"],
            history=tuple((p["iteration"], p["loss"], p["validation_accuracy"]) for p in points),
            evaluation=json.loads(row["evaluation"]),
            kept_head=row["kept_head"],
            last_head=row["last_head"],
            created=row["created"],
            name=row["name"],
            id=row["id"],
        )

    # Settings

    def setting(self, key: str) -> object:
        """The value kept under ``key``, or None."""
        with file.told_in_words(self.path):
            return self._setting(self._connection, key)

    def set_setting(self, key: str, value: object) -> None:
        """Keeps ``value``, anything that JSON can say, under ``key``."""
        with self.writing() as connection:
            self._set(connection, key, value)

    def _setting(self, connection: sqlite3.Connection, key: str) -> object:
        row = connection.execute("SELECT value FROM settings WHERE key = ?", (key,)).fetchone()
        return json.loads(row["value"]) if row else None

    def _set(self, connection: sqlite3.Connection, key: str, value: object) -> None:
        connection.execute(
            "INSERT OR REPLACE INTO settings VALUES (?, ?)", (key, json.dumps(value))
        )

    def absolute(self, path: str) -> Path:
        """Where on this machine a file of the project is."""
        return absolute(self.path, path)

    def relative(self, path: Path) -> str:
        """A file as the project knows it: relative to its own folder, with '/' between names."""
        try:
            relative = os.path.relpath(path.absolute(), self.path.absolute().parent)
        except ValueError:  # another drive of Windows
            return path.absolute().as_posix()
        return Path(relative).as_posix()

    def read_rows(self, sql: str, *values: object) -> list[sqlite3.Row]:
        """The rows of one query; for the modules of this package."""
        with file.told_in_words(self.path):
            return self._connection.execute(sql, values).fetchall()

    def rows(self, sql: str, values: tuple[object, ...], at_once: int) -> Iterator[tuple[Any, ...]]:
        """The rows of a long query as plain tuples, few at a time; for this package's modules."""
        cursor = self._connection.cursor()
        cursor.row_factory = None
        cursor.execute(sql, values)
        while some := cursor.fetchmany(at_once):
            yield from some

    @contextmanager
    def writing(self) -> Iterator[sqlite3.Connection]:
        """One transaction; for the modules of this package."""
        with file.told_in_words(self.path), file.transaction(self._connection):
            yield self._connection


_WITHOUT_FEATURES = (
    "FROM photos JOIN labels ON labels.id = label_id LEFT JOIN features "
    "ON features.sha256 = photos.sha256 AND feature_set_id = ? "
    f"WHERE {_USED} AND features.sha256 IS NULL"
)

_RUN_OF = (
    "backbone, layer, weights_sha256, preprocessing, precision, runtime, calibration "
    "FROM runs JOIN feature_sets ON feature_sets.id = feature_set_id"
)
_RUNS = f"SELECT runs.*, {_RUN_OF}"
_RUNS_WITHOUT_HEADS = (
    "SELECT runs.id, created, name, settings, labels, epochs, cancelled, seconds, best_iteration, "
    f"best_validation_accuracy, evaluation, x'' AS kept_head, x'' AS last_head, {_RUN_OF}"
)


def _feature_key(row: sqlite3.Row) -> FeatureKey:
    return FeatureKey(
        row["backbone"],
        row["layer"],
        row["weights_sha256"],
        row["preprocessing"],
        row["precision"],
        row["runtime"],
        row["calibration"],
    )


def _project_photo(row: sqlite3.Row) -> ProjectPhoto:
    return ProjectPhoto(
        row["id"], row["path"], row["label"], row["size"], row["sha256"], row["skipped_because"]
    )
