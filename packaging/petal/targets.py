"""What the teachers say about every crop: computed once, standardised, kept as float16."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import teachers
import torch
from crops import Kind
from torch import Tensor

_BATCH = 32


@dataclass(frozen=True)
class Targets:
    """Features of all teachers side by side, standardised, ``(n, d) float16``."""

    values: np.ndarray
    mean: np.ndarray
    deviation: np.ndarray
    columns: dict[str, slice]
    """Those of each teacher."""


def standardised(features: dict[str, np.ndarray]) -> Targets:
    """The targets of crops from the features ``(n, d) float16`` of each teacher."""
    columns, first = {}, 0
    for teacher, values in features.items():
        columns[teacher] = slice(first, first + values.shape[1])
        first += values.shape[1]
    raw = np.concatenate(list(features.values()), 1).astype(np.float32)
    mean = raw.mean(0, dtype=np.float64).astype(np.float32)
    deviation = raw.std(0, dtype=np.float64).astype(np.float32) + 1e-3
    values = np.clip((raw - mean) / deviation, -10, 10).astype(np.float16)
    return Targets(values, mean, deviation, columns)


def ask_teachers(
    kind: Kind, crops: np.ndarray, weights: Path, folder: Path, log: Callable[[str], None]
) -> dict[str, np.ndarray]:
    """The features of ``crops``, ``(n, h, w, 3) uint8``, ``(n, d) float16`` of each teacher; one
    that has spoken is not asked again."""
    dtype = torch.bfloat16  # correlates with float32 to 0.9999 and takes half the time
    networks = {
        "squeezenet": teachers.squeezenet(weights / "squeezenet1.1.npz", dtype),
        "googlenet": teachers.googlenet(weights / "googlenet.npz", dtype),
    }
    return {
        teacher: _features(
            crops, network, kind.teacher_sizes[teacher], folder / f"{kind.name}_{teacher}.npy", log
        )
        for teacher, network in networks.items()
    }


@torch.inference_mode()
def _features(
    crops: np.ndarray,
    features: Callable[[Tensor], Tensor],
    size: int,
    file: Path,
    log: Callable[[str], None],
) -> np.ndarray:
    if not file.exists():
        computed = []
        for start in range(0, len(crops), _BATCH):
            photos = torch.from_numpy(np.array(crops[start : start + _BATCH]))
            x = teachers.preprocess(photos, size, torch.bfloat16)
            computed.append(features(x).half().numpy())
            if start % (100 * _BATCH) == 0:
                log(f"{file.stem}: {start} of {len(crops)} crops")
        np.save(file, np.concatenate(computed))
    return np.load(file)
