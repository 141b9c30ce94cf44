"""The plain records that go into a project and come out of it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np


@dataclass(frozen=True)
class FeatureKey:
    """What a feature vector depends on beside the photo. Vectors of different keys never mix."""

    backbone: str
    layer: str
    weights_sha256: str
    preprocessing: int
    precision: str
    runtime: str = "tensorflow"
    calibration: str = ""
    """SHA-256 in hex of what whole numbers were scaled by; nothing where there are none."""


@dataclass(frozen=True)
class ProjectPhoto:
    """A photo as the project knows it. ``sha256`` is None until its bytes were read."""

    id: int
    path: str
    """Relative to the project's folder, with '/' between names."""
    label: str
    size: int
    sha256: bytes | None
    skipped_because: str | None


@dataclass(frozen=True)
class PhotoFeatures:
    """The outcome of looking at one photo: a feature vector, or the reason why there is none."""

    photo_id: int
    size: int
    mtime_ns: int
    sha256: bytes | None
    vector: np.ndarray | None
    """``(feature_dim,) float32``; None when the vector is known already or the photo is skipped."""
    skipped_because: str | None = None


@dataclass(frozen=True)
class LearnablePhoto:
    """Bytes that were looked at, with their label: what splits and training are made of."""

    sha256: bytes
    label: str
    path: str
    folder_part: str | None


@dataclass(frozen=True)
class ScanChange:
    """What a scan changed in the project, in photos."""

    added: int
    changed: int
    moved: int
    missing: int
    unchanged: int


@dataclass(frozen=True)
class Run:
    """One training: its settings, how it went, and what came out.

    ``history`` holds ``(iteration, loss, validation accuracy)`` in the order of iterations, with
    None for what was not measured; an iteration may come twice, once for each. A project gives back
    one of each. The heads are the bytes that :mod:`flowerdesk.core.head` reads.
    """

    feature_key: FeatureKey
    settings: dict[str, object]
    labels: tuple[str, ...]
    epochs: int
    cancelled: bool
    seconds: float
    best_iteration: int
    best_validation_accuracy: float
    history: tuple[tuple[int, float | None, float | None], ...]
    evaluation: dict[str, object] | None
    kept_head: bytes
    last_head: bytes
    created: str = ""
    id: int = 0
    name: str = ""
    """What a person calls the run, or nothing."""


def absolute(project_path: Path, photo_path: str) -> Path:
    """Where on this machine a photo of the project at ``project_path`` is."""
    return project_path.absolute().parent / photo_path
