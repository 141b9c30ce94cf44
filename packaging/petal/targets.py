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
from torch.nn import functional as F  # noqa: N812 - its usual name

GRID = 3
"""Teachers and student are compared on means over the photo and over these many parts each way."""

_BATCH = 32


@dataclass(frozen=True)
class Targets:
    """Features of all teachers side by side, standardised, float16."""

    crops: np.ndarray
    """``(n, 1 + GRID², d)``: the means over each crop, then those over its parts."""
    photos: np.ndarray
    """``(n / per_photo, d)``: the means over all crops of a photo. They tell what is in it better
    than those of one crop, as answers are better that are averaged over several crops (Krizhevsky
    et al. 2012, section 4.1)."""
    mean: np.ndarray
    deviation: np.ndarray
    """Before they were standardised, ``(3, d) float32``: of crops, of parts, of photos."""
    columns: dict[str, slice]
    """Those of each teacher."""


def means(maps: Tensor) -> Tensor:
    """``(n, c, h, w)`` to ``(n, 1 + GRID², c) float32``: over all positions, and over the parts,
    which overlap where the sides do not divide."""
    maps = maps.float()
    parts = F.adaptive_avg_pool2d(maps, GRID).flatten(2)
    return torch.cat([maps.mean((2, 3))[:, :, None], parts], 2).transpose(1, 2)


def standardised(features: dict[str, np.ndarray], per_photo: int) -> Targets:
    """The targets of crops from what :func:`means` gives of each teacher, as float16; those of one
    photo follow each other."""
    columns, first = {}, 0
    for teacher, values in features.items():
        columns[teacher] = slice(first, first + values.shape[2])
        first += values.shape[2]
    count, levels, _ = next(iter(features.values())).shape
    of_crops = np.empty((count, levels, first), np.float16)
    of_photos = np.empty((count // per_photo, first), np.float16)
    mean, deviation = np.empty((3, first), np.float32), np.empty((3, first), np.float32)
    for teacher, values in features.items():
        mine = columns[teacher]
        over_crops = values[:, 0].astype(np.float32)
        over_photos = over_crops.reshape(-1, per_photo, over_crops.shape[1]).mean(1)
        given = (
            (over_crops, of_crops[:, 0, mine]),
            (values[:, 1:].astype(np.float32), of_crops[:, 1:, mine]),
            (over_photos, of_photos[:, mine]),
        )
        for level, (raw, standard) in enumerate(given):
            others = tuple(range(raw.ndim - 1))
            mean[level, mine] = raw.mean(others, dtype=np.float64)
            deviation[level, mine] = raw.std(others, dtype=np.float64) + 1e-3
            raw -= mean[level, mine]
            raw /= deviation[level, mine]
            np.clip(raw, -10, 10, out=standard, casting="same_kind")
    return Targets(of_crops, of_photos, mean, deviation, columns)


def ask_teachers(
    kind: Kind, crops: np.ndarray, weights: Path, folder: Path, log: Callable[[str], None]
) -> dict[str, np.ndarray]:
    """What :func:`means` gives of each teacher's features of ``crops``, ``(n, h, w, 3) uint8``, as
    float16; a teacher that has spoken is not asked again."""
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
            computed.append(means(features(x)).half().numpy())
            if start % (100 * _BATCH) == 0:
                log(f"{file.stem}: {start} of {len(crops)} crops")
        np.save(file, np.concatenate(computed))
    return np.load(file)
