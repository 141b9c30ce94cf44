"""Writes feature vectors and labels in the article's form and as one ``.npz``."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from flowerdesk.core.errors import ProjectError
from flowerdesk.core.events import Cancelled, Emit, JobCancelled, Progress
from flowerdesk.core.project import FeatureKey, LearnablePhoto, Project
from flowerdesk.core.words import say

STAGE = "codes"
_CHUNK = 1024


@dataclass(frozen=True)
class Codes:
    """What was written: ``codes`` is raw float32, row-major, ``photos × feature_dim``."""

    folder: str
    photos: int
    feature_dim: int
    feature_key: FeatureKey


def write_codes(
    project: Project,
    feature_set: int,
    key: FeatureKey,
    folder: Path,
    emit: Emit,
    cancelled: Cancelled,
) -> Codes:
    """Writes ``codes``, ``labels`` (one a line) and ``codes.npz`` into ``folder``.

    The ``.npz`` holds ``codes (n, feature_dim) float32``, ``labels (n,)`` and ``paths (n,)``. The
    vectors pass through memory a thousand at a time. Files appear whole or not at all.

    Raises:
        ProjectError: there are no vectors yet, or the folder cannot be written.
        JobCancelled: ``cancelled()`` said so; nothing is left behind.
    """
    photos = project.learnable(feature_set)
    if not photos:
        raise ProjectError(
            say(
                "The project {path} has no feature vectors yet. Make them first with: "
                "flowerdesk extract {path}",
                path=project.path,
            )
        )
    parts = {name: folder / f".{name}.part" for name in ("codes", "labels", "codes.npz")}
    try:
        folder.mkdir(parents=True, exist_ok=True)
        feature_dim = _write_raw(project, feature_set, photos, parts["codes"], emit, cancelled)
        lines = "".join(f"{_one_line(photo.label)}\n" for photo in photos)
        parts["labels"].write_text(lines, encoding="utf-8")
        _write_npz(photos, feature_dim, parts["codes"], parts["codes.npz"])
        for name, part in parts.items():
            os.replace(part, folder / name)
    except OSError as error:
        raise ProjectError(
            say(
                "The codes cannot be written to {folder} ({reason}). Choose another folder,"
                " or free some space.",
                folder=folder,
                reason=error.strerror or error,
            )
        ) from error
    finally:
        for part in parts.values():
            if part.exists():
                part.unlink()
    return Codes(str(folder), len(photos), feature_dim, key)


def _write_raw(
    project: Project,
    feature_set: int,
    photos: list[LearnablePhoto],
    path: Path,
    emit: Emit,
    cancelled: Cancelled,
) -> int:
    feature_dim = 0
    with path.open("wb") as file:
        for start in range(0, len(photos), _CHUNK):
            if cancelled():
                raise JobCancelled
            chunk = photos[start : start + _CHUNK]
            vectors = project.vectors(feature_set, [photo.sha256 for photo in chunk])
            feature_dim = vectors.shape[1]
            file.write(vectors.astype("<f4", copy=False).tobytes())
            emit(Progress(STAGE, start + len(chunk), len(photos)))
    return feature_dim


def _write_npz(photos: list[LearnablePhoto], feature_dim: int, raw: Path, path: Path) -> None:
    codes = np.memmap(raw, "<f4", "r", shape=(len(photos), feature_dim))
    with path.open("wb") as file:
        np.savez(
            file,
            codes=codes,
            labels=np.array([photo.label for photo in photos]),
            paths=np.array([photo.path for photo in photos]),
        )
    del codes  # Windows cannot replace a file that is mapped


def _one_line(label: str) -> str:
    return " ".join(label.splitlines())
