"""The training set: random crops of unlabelled photos, drawn once and kept as arrays."""

from __future__ import annotations

import os
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import numpy as np
from PIL import Image, ImageEnhance

from flowerdesk.core.photos import SQUEEZED_AT_MOST


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
    per_photo: int
    """Crops that are drawn of a photo."""
    smallest: float
    """The area of the smallest crop: a share of the photo's, or of the largest square in it."""
    light: float
    """How far brightness, contrast and colour may go from those of the photo."""
    squeezed: bool
    """Shaped like the photo, of a long one like its middle, and squeezed into a square as in use;
    else shaped like a square, from anywhere in the photo."""
    teacher_sizes: dict[str, int]
    """Pixels of the input of each teacher."""
    student_size: int
    """Pixels of the input of the student."""


WIDE = Kind(
    "wide",
    size=144,
    per_photo=3,
    smallest=0.3,
    light=0.2,
    squeezed=False,
    teacher_sizes={"squeezenet": 192, "googlenet": 192},  # 1.7 times as fast as 224
    student_size=128,
)
WHOLE = Kind(
    "whole",
    size=160,
    per_photo=8,
    smallest=0.6,
    light=0.15,
    squeezed=True,
    teacher_sizes={"squeezenet": 227, "googlenet": 224},  # their own
    student_size=144,
)
KINDS = (WIDE, WHOLE)


def list_photos(folder: Path) -> list[Path]:
    """Every photo below ``folder``, in an order that is the same everywhere."""
    suffixes = {".webp", ".jpg", ".jpeg", ".png"}
    return sorted(path for path in folder.rglob("*") if path.suffix.lower() in suffixes)


def draw_crops(kind: Kind, photos: list[Path], seed: int, file: Path) -> np.ndarray:
    """``(len(photos) * per_photo, size, size, 3) uint8, RGB``, also kept in ``file``, an ``.npy``.

    The crops of one photo follow each other. An array that was drawn before is taken as it is.
    """
    if not file.exists():
        shape = (len(photos) * kind.per_photo, kind.size, kind.size, 3)
        unfinished = file.with_suffix(".part.npy")
        crops = np.lib.format.open_memmap(unfinished, "w+", np.uint8, shape)
        draw = partial(_crops_of, kind=kind, seed=seed)
        with ProcessPoolExecutor(os.cpu_count()) as pool:
            for number, drawn in enumerate(pool.map(draw, enumerate(photos), chunksize=64)):
                crops[number * kind.per_photo : (number + 1) * kind.per_photo] = drawn
        crops.flush()
        unfinished.replace(file)
    return np.load(file, mmap_mode="r")


def _crops_of(numbered: tuple[int, Path], kind: Kind, seed: int) -> np.ndarray:
    number, path = numbered
    random = np.random.default_rng((seed + KINDS.index(kind), number))
    with Image.open(path) as opened:
        photo = opened.convert("RGB")
    return np.stack([np.asarray(_crop(photo, kind, random)) for _ in range(kind.per_photo)])


def _crop(photo: Image.Image, kind: Kind, random: np.random.Generator) -> Image.Image:
    box = _box(photo.size, kind, random)
    crop = photo.resize((kind.size, kind.size), Image.Resampling.BICUBIC, box=box)
    if random.random() < 0.5:  # before anyone is asked: the teachers see more in it than a mirror
        crop = crop.transpose(Image.Transpose.FLIP_LEFT_RIGHT)
    for enhance in (ImageEnhance.Brightness, ImageEnhance.Contrast, ImageEnhance.Color):
        crop = enhance(crop).enhance(random.uniform(1 - kind.light, 1 + kind.light))
    return crop


def _box(
    size: tuple[int, int], kind: Kind, random: np.random.Generator
) -> tuple[float, float, float, float]:
    """Left, top, right and bottom of a crop, its sides up to 4:3 off their shape (Szegedy et al.
    2014, arXiv:1409.4842)."""
    longest = SQUEEZED_AT_MOST if kind.squeezed else 1
    width, height = (min(side, longest * min(size)) for side in size)
    area = random.uniform(kind.smallest, 1.0)
    widest = np.log(4 / 3)
    shape = np.exp(random.uniform(-widest, widest))
    across = width * min(1.0, float(np.sqrt(area * shape)))
    down = height * min(1.0, float(np.sqrt(area / shape)))
    if kind.squeezed:
        edges = (size[0] - width) / 2, (size[1] - height) / 2
        slack = width - across, height - down
    else:  # anywhere in the photo
        edges = 0.0, 0.0
        slack = size[0] - across, size[1] - down
    left, top = (edge + random.uniform(0, free) for edge, free in zip(edges, slack, strict=True))
    return left, top, left + across, top + down
