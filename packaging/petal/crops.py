"""The training set: random crops of unlabelled photos, drawn once and kept as arrays."""

from __future__ import annotations

import os
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import numpy as np
from PIL import Image, ImageEnhance

PER_PHOTO = 3
"""Crops of each kind that are drawn of a photo."""


@dataclass(frozen=True)
class Kind:
    """One way to draw crops, and the sizes at which networks look at them.

    A student learns best on crops in which things look as large as they will in use, where it sees
    whole photos at its own input size (Touvron et al. 2019, arXiv:1906.06423); hence
    ``student_size`` below ``size``, as a crop shows less than the whole photo.
    """

    name: str
    size: int
    """Pixels of a crop's side."""
    smallest: float
    """The least share of a photo's centre square, by area, that a crop covers."""
    light: float
    """How far brightness, contrast and colour may go from those of the photo."""
    stretched: bool
    """With sides of up to 4:3, and mirrored at random (Szegedy et al. 2014, arXiv:1409.4842)."""
    teacher_sizes: dict[str, int]
    """Pixels of the input of each teacher."""
    student_size: int
    """Pixels of the input of the student."""


WIDE = Kind(
    "wide",
    size=144,
    smallest=0.3,
    light=0.2,
    stretched=True,
    teacher_sizes={"squeezenet": 192, "googlenet": 192},  # 1.7 times as fast as 224
    student_size=128,
)
NEAR_WHOLE = Kind(
    "near_whole",
    size=160,
    smallest=0.6,
    light=0.1,
    stretched=False,
    teacher_sizes={"squeezenet": 227, "googlenet": 224},  # their own
    student_size=144,
)
KINDS = (WIDE, NEAR_WHOLE)


def list_photos(folder: Path) -> list[Path]:
    """Every photo below ``folder``, in an order that is the same everywhere."""
    suffixes = {".webp", ".jpg", ".jpeg", ".png"}
    return sorted(path for path in folder.rglob("*") if path.suffix.lower() in suffixes)


def draw_crops(kind: Kind, photos: list[Path], seed: int, file: Path) -> np.ndarray:
    """``(len(photos) * PER_PHOTO, size, size, 3) uint8, RGB``, also kept in ``file``, an ``.npy``.

    The crops of one photo follow each other. An array that was drawn before is taken as it is.
    """
    if not file.exists():
        shape = (len(photos) * PER_PHOTO, kind.size, kind.size, 3)
        unfinished = file.with_suffix(".part.npy")
        crops = np.lib.format.open_memmap(unfinished, "w+", np.uint8, shape)
        draw = partial(_crops_of, kind=kind, seed=seed)
        with ProcessPoolExecutor(os.cpu_count()) as pool:
            for number, drawn in enumerate(pool.map(draw, enumerate(photos), chunksize=64)):
                crops[number * PER_PHOTO : (number + 1) * PER_PHOTO] = drawn
        crops.flush()
        unfinished.replace(file)
    return np.load(file)


def _crops_of(numbered: tuple[int, Path], kind: Kind, seed: int) -> np.ndarray:
    number, path = numbered
    random = np.random.default_rng((seed + KINDS.index(kind), number))
    with Image.open(path) as opened:
        photo = opened.convert("RGB")
    return np.stack([np.asarray(_crop(photo, kind, random)) for _ in range(PER_PHOTO)])


def _crop(photo: Image.Image, kind: Kind, random: np.random.Generator) -> Image.Image:
    box = _box(photo.size, kind, random)
    crop = photo.resize((kind.size, kind.size), Image.Resampling.BICUBIC, box=box)
    if kind.stretched and random.random() < 0.5:
        crop = crop.transpose(Image.Transpose.FLIP_LEFT_RIGHT)
    for enhance in (ImageEnhance.Brightness, ImageEnhance.Contrast, ImageEnhance.Color):
        crop = enhance(crop).enhance(random.uniform(1 - kind.light, 1 + kind.light))
    return crop


def _box(
    size: tuple[int, int], kind: Kind, random: np.random.Generator
) -> tuple[float, float, float, float]:
    width, height = size
    side = min(width, height)
    area = side * side * random.uniform(kind.smallest, 1.0)
    widest = np.log(4 / 3)
    shape = np.exp(random.uniform(-widest, widest)) if kind.stretched else 1.0
    across = min(width, float(np.sqrt(area * shape)))
    down = min(height, float(np.sqrt(area / shape)))
    left, top = random.uniform(0, width - across), random.uniform(0, height - down)
    return left, top, left + across, top + down
