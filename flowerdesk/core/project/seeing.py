"""What a project remembers of the layers of networks: which photos excite each channel most, and
the patterns that do. How that is found out is in :mod:`flowerdesk.core.see`."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Self

import numpy as np

from flowerdesk.core.project.project import Project
from flowerdesk.core.project.records import FeatureKey, ProjectPhoto

KEPT = 24
"""Photos that are kept of each channel: more than are shown, for some will be left out later."""

_HASH = 32  # bytes of a SHA-256
_USED = "NOT excluded AND NOT missing AND NOT removed"
_READABLE = f"{_USED} AND sha256 IS NOT NULL AND skipped_because IS NULL"
_ROWS_AT_ONCE = 256


@dataclass(frozen=True, eq=False)
class ChannelPeaks:
    """Of every channel of a layer the photos that excite it most, the strongest first.

    Where fewer than :data:`KEPT` excite it, the rest has strength 0.
    """

    strengths: np.ndarray
    """``(channels, KEPT) float32``"""
    places: np.ndarray
    """``(channels, KEPT) int32``: row times the map's width, plus column"""
    photos: np.ndarray
    """``(channels, KEPT, 32) uint8``: the photos' SHA-256"""

    @classmethod
    def none(cls, channels: int) -> Self:
        shape = (channels, KEPT)
        return cls(
            np.zeros(shape, np.float32), np.zeros(shape, np.int32), np.zeros((*shape, _HASH), "u1")
        )

    def with_photos(
        self, strengths: np.ndarray, places: np.ndarray, hashes: Sequence[bytes]
    ) -> ChannelPeaks:
        """These and new photos, of which the best are kept; earlier photos win where they tie.

        ``strengths`` and ``places`` are ``(n, channels)``, in the order of ``hashes``.
        """
        channels = len(self.strengths)
        new = np.frombuffer(b"".join(hashes), np.uint8).reshape(1, -1, _HASH)
        all_strengths = np.concatenate([self.strengths, strengths.T], axis=1)
        all_places = np.concatenate([self.places, places.T], axis=1)
        all_photos = np.concatenate([self.photos, np.repeat(new, channels, axis=0)], axis=1)
        best = np.argsort(-all_strengths, axis=1, kind="stable")[:, :KEPT]
        return ChannelPeaks(
            np.take_along_axis(all_strengths, best, axis=1),
            np.take_along_axis(all_places, best, axis=1),
            np.take_along_axis(all_photos, best[..., np.newaxis], axis=1),
        )

    def of(self, channel: int) -> list[tuple[bytes, int, float]]:
        """``(hash, place, strength)`` of the photos that excite a channel, the strongest first."""
        return [
            (photo.tobytes(), int(place), float(strength))
            for photo, place, strength in zip(
                self.photos[channel], self.places[channel], self.strengths[channel], strict=True
            )
            if strength > 0
        ]


def channel_peaks(project: Project, key: FeatureKey) -> tuple[int, ChannelPeaks] | None:
    """The id and the peaks of a layer; None when no photo was looked through for it."""
    rows = project.read_rows(f"SELECT * FROM channel_peaks WHERE {_KEY}", *_identity(key))
    if not rows:
        return None
    row, shape = rows[0], (rows[0]["channels"], -1)
    return row["id"], ChannelPeaks(
        np.frombuffer(row["strengths"], "<f4").reshape(shape),
        np.frombuffer(row["places"], "<i4").reshape(shape),
        np.frombuffer(row["photos"], np.uint8).reshape(*shape, _HASH),
    )


def begin_channel_peaks(
    project: Project, key: FeatureKey, channels: int
) -> tuple[int, ChannelPeaks]:
    """As :func:`channel_peaks`; made, with nothing in it, when there are none yet."""
    known = channel_peaks(project, key)
    if known is None:
        with project.writing() as connection:
            connection.execute(
                "INSERT INTO channel_peaks (backbone, layer, weights_sha256, preprocessing, "
                "precision, channels, strengths, places, photos) "
                "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
                (*_identity(key), channels, *_blobs(ChannelPeaks.none(channels))),
            )
        known = channel_peaks(project, key)
        assert known is not None
    return known


def keep_channel_peaks(
    project: Project, peaks: Mapping[int, ChannelPeaks], looked_through: Mapping[int, set[bytes]]
) -> None:
    """Stores the peaks of some layers, by their ids, with the photos that were added to them."""
    with project.writing() as connection:
        for peaks_id, one in peaks.items():
            connection.execute(
                "UPDATE channel_peaks SET strengths = ?, places = ?, photos = ? WHERE id = ?",
                (*_blobs(one), peaks_id),
            )
            connection.executemany(
                "INSERT OR IGNORE INTO channel_peaks_photos VALUES (?, ?)",
                [(peaks_id, sha256) for sha256 in looked_through[peaks_id]],
            )


def looked_through(project: Project, peaks_id: int, sha256: bytes) -> bool:
    """Whether a layer's peaks know of a photo."""
    return bool(
        project.read_rows(
            "SELECT 1 FROM channel_peaks_photos WHERE channel_peaks_id = ? AND sha256 = ?",
            peaks_id,
            sha256,
        )
    )


def count_looked_through(project: Project, peaks_id: int | None) -> tuple[int, int]:
    """How many of the photos that can be looked through a layer's peaks know of, and how many
    there are."""
    row = project.read_rows(
        "SELECT count(DISTINCT photos.sha256) AS there, count(DISTINCT seen.sha256) AS known "
        "FROM photos LEFT JOIN channel_peaks_photos AS seen "
        f"ON seen.sha256 = photos.sha256 AND channel_peaks_id = ? WHERE {_PHOTOS_READABLE}",
        peaks_id,
    )[0]
    return row["known"], row["there"]


def not_looked_through(
    project: Project, peaks_ids: Sequence[int], after: int
) -> Iterator[ProjectPhoto]:
    """Photos that were looked at and that some of these layers' peaks do not know of.

    In the order in which they came, from those on that came after the photo with the id ``after``;
    few at a time in memory.
    """
    marks = ", ".join("?" * len(peaks_ids))
    while True:
        rows = project.read_rows(
            "SELECT photos.*, labels.name AS label FROM photos "
            f"JOIN labels ON labels.id = label_id WHERE {_READABLE} AND photos.id > ? "
            "AND (SELECT count(*) FROM channel_peaks_photos AS seen WHERE "
            f"seen.sha256 = photos.sha256 AND channel_peaks_id IN ({marks})) < ? "
            f"ORDER BY photos.id LIMIT {_ROWS_AT_ONCE}",
            after,
            *peaks_ids,
            len(peaks_ids),
        )
        for row in rows:
            yield ProjectPhoto(
                row["id"], row["path"], row["label"], row["size"], row["sha256"], None
            )
        if not rows:
            return
        after = rows[-1]["id"]


def photos_with(project: Project, hashes: Sequence[bytes]) -> dict[bytes, tuple[str, str]]:
    """By hash: path and label of the photos among these that take part at present."""
    marks = ", ".join("?" * len(hashes))
    rows = project.read_rows(
        "SELECT sha256, min(path) AS path, labels.name AS label FROM photos "
        f"JOIN labels ON labels.id = label_id WHERE {_READABLE} AND sha256 IN ({marks}) "
        "GROUP BY sha256",
        *hashes,
    )
    return {row["sha256"]: (row["path"], row["label"]) for row in rows}


@dataclass(frozen=True)
class StoredPattern:
    """A picture that excites a channel: RGB, a byte each, and how strongly it does."""

    width: int
    height: int
    pixels: bytes
    strength: float


def pattern(project: Project, key: FeatureKey, channel: int, recipe: str) -> StoredPattern | None:
    """The pattern of a channel that was made in that way, if one was."""
    rows = project.read_rows(
        f"SELECT * FROM patterns WHERE {_KEY} AND channel = ? AND recipe = ?",
        *_identity(key),
        channel,
        recipe,
    )
    return _stored_pattern(rows[0]) if rows else None


def add_pattern(
    project: Project, key: FeatureKey, channel: int, recipe: str, made: StoredPattern
) -> None:
    with project.writing() as connection:
        connection.execute(
            "INSERT OR REPLACE INTO patterns VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                *_identity(key),
                channel,
                recipe,
                made.strength,
                made.width,
                made.height,
                made.pixels,
            ),
        )


_KEY = "backbone = ? AND layer = ? AND weights_sha256 = ? AND preprocessing = ? AND precision = ?"
_PHOTOS_READABLE = _READABLE.replace("sha256", "photos.sha256")


def _identity(key: FeatureKey) -> tuple[str | int, ...]:
    """What a layer is known by here: only TensorFlow can be looked into, so that the runtime is no
    part of it."""
    return key.backbone, key.layer, key.weights_sha256, key.preprocessing, key.precision


def _blobs(peaks: ChannelPeaks) -> tuple[bytes, bytes, bytes]:
    return (
        peaks.strengths.astype("<f4").tobytes(),
        peaks.places.astype("<i4").tobytes(),
        peaks.photos.tobytes(),
    )


def _stored_pattern(row: sqlite3.Row) -> StoredPattern:
    return StoredPattern(row["width"], row["height"], row["pixels"], row["strength"])
