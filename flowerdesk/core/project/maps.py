"""What a project keeps of maps: where each photo lies, by feature set and by the photo's bytes.

How a map is drawn is in :mod:`flowerdesk.core.photo_map`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

import numpy as np

from flowerdesk.core.project import file
from flowerdesk.core.project.project import Project

_HASH_BYTES = 32
_POSITION_DTYPE = np.dtype("<f4")
_ROWS_AT_ONCE = 2_000  # few enough that another thread is never kept waiting for long


@dataclass(frozen=True)
class KeptMap:
    """A map as it was drawn: photos by the SHA-256 of their bytes, and where they lie."""

    seed: int
    finished: bool
    """The photos have come to rest; else it was stopped, or is still being drawn."""
    hashes: tuple[bytes, ...]
    positions: np.ndarray
    """``(n, 2) float32``"""


@dataclass(frozen=True)
class MapPoints:
    """The photos of a project that are on a map, every path of the same bytes by itself."""

    ids: np.ndarray
    """``(m,) int64``, ascending"""
    places: np.ndarray
    """``(m,) int64``: which of the map's positions belongs to each"""
    positions: np.ndarray
    """``(n, 2) float32``"""
    finished: bool


def keep_map(project: Project, feature_set: int, method: str, kept: KeptMap) -> None:
    """Keeps a map in place of the one that was drawn before by the same method."""
    with project.writing() as connection:
        connection.execute(
            "INSERT OR REPLACE INTO maps VALUES (?, ?, ?, ?, ?, ?, ?)",
            (
                feature_set,
                method,
                datetime.now(UTC).isoformat(timespec="seconds"),
                kept.seed,
                kept.finished,
                b"".join(kept.hashes),
                _to_bytes(kept.positions),
            ),
        )


def move_photos(
    project: Project, feature_set: int, method: str, positions: np.ndarray, *, finished: bool
) -> None:
    """Gives the photos of a kept map, in its order, other positions ``(n, 2) float32``."""
    with project.writing() as connection:
        connection.execute(
            "UPDATE maps SET positions = ?, finished = ? WHERE feature_set_id = ? AND method = ?",
            (_to_bytes(positions), finished, feature_set, method),
        )


def kept_map(project: Project, feature_set: int, method: str) -> KeptMap | None:
    """The map that was drawn last by that method; None if there is none."""
    rows = project.read_rows(
        "SELECT * FROM maps WHERE feature_set_id = ? AND method = ?", feature_set, method
    )
    if not rows:
        return None
    row = rows[0]
    hashes = row["photos"]
    return KeptMap(
        row["seed"],
        bool(row["finished"]),
        tuple(hashes[n : n + _HASH_BYTES] for n in range(0, len(hashes), _HASH_BYTES)),
        _positions(row["positions"]),
    )


def positions_of(project: Project, feature_set: int, method: str) -> np.ndarray:
    """``(n, 2) float32``: the positions of a kept map alone, while they change."""
    rows = project.read_rows(
        "SELECT positions FROM maps WHERE feature_set_id = ? AND method = ?", feature_set, method
    )
    return _positions(rows[0]["positions"] if rows else b"")


def map_points(project: Project, feature_set: int, method: str) -> MapPoints | None:
    """The project's photos on the map that was drawn last by that method; None without one."""
    kept = kept_map(project, feature_set, method)
    if kept is None:
        return None
    place_of = {sha256: place for place, sha256 in enumerate(kept.hashes)}
    found: list[tuple[int, int]] = []
    with file.told_in_words(project.path):
        for photo_id, sha256 in project.rows(
            "SELECT id, sha256 FROM photos WHERE sha256 IS NOT NULL AND NOT removed ORDER BY id",
            (),
            _ROWS_AT_ONCE,
        ):
            place = place_of.get(sha256)
            if place is not None:
                found.append((photo_id, place))
    columns = np.array(found, np.int64).reshape(-1, 2)
    return MapPoints(columns[:, 0], columns[:, 1], kept.positions, kept.finished)


def is_whole(kept: KeptMap | None, seed: int, hashes: Sequence[bytes]) -> bool:
    """Whether a map is finished, of that seed, and of exactly these photos."""
    return (
        kept is not None
        and kept.finished
        and kept.seed == seed
        and sorted(kept.hashes) == sorted(hashes)
    )


def _to_bytes(positions: np.ndarray) -> bytes:
    return positions.astype(_POSITION_DTYPE).tobytes()


def _positions(kept: bytes) -> np.ndarray:
    return np.frombuffer(kept, _POSITION_DTYPE).reshape(-1, 2).astype(np.float32)
