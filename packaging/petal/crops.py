"""The training set: random crops of unlabelled photos, drawn once and kept as one array."""

from __future__ import annotations

import os
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from pathlib import Path

import numpy as np
from PIL import Image, ImageEnhance

SIZE = 144
"""Pixels of a crop's side."""
PER_PHOTO = 3
SMALLEST, LARGEST = 0.3, 1.0
"""Share of a photo's centre square, by area, that a crop may cover."""


def list_photos(folder: Path) -> list[Path]:
    """Every photo below ``folder``, in an order that is the same everywhere."""
    suffixes = {".webp", ".jpg", ".jpeg", ".png"}
    return sorted(path for path in folder.rglob("*") if path.suffix.lower() in suffixes)


def draw_crops(photos: list[Path], seed: int, file: Path) -> np.ndarray:
    """``(len(photos) * PER_PHOTO, SIZE, SIZE, 3) uint8, RGB``, a memory-mapped ``.npy``.

    The crops of one photo follow each other. An array that was drawn before is taken as it is.
    """
    if not file.exists():
        shape = (len(photos) * PER_PHOTO, SIZE, SIZE, 3)
        unfinished = file.with_suffix(".part.npy")
        crops = np.lib.format.open_memmap(unfinished, "w+", np.uint8, shape)
        draw = partial(_crops_of, seed=seed)
        with ProcessPoolExecutor(os.cpu_count()) as pool:
            for number, drawn in enumerate(pool.map(draw, enumerate(photos), chunksize=64)):
                crops[number * PER_PHOTO : (number + 1) * PER_PHOTO] = drawn
        crops.flush()
        unfinished.replace(file)
    return np.load(file, mmap_mode="r")


def _crops_of(numbered: tuple[int, Path], seed: int) -> np.ndarray:
    """Crops of random place, size, shape, side and light (Szegedy et al. 2014, arXiv:1409.4842)."""
    number, path = numbered
    random = np.random.default_rng((seed, number))
    with Image.open(path) as opened:
        photo = opened.convert("RGB")
    return np.stack([np.asarray(_crop(photo, random)) for _ in range(PER_PHOTO)])


def _crop(photo: Image.Image, random: np.random.Generator) -> Image.Image:
    box = _box(photo.size, random)
    crop = photo.resize((SIZE, SIZE), Image.Resampling.BICUBIC, box=box)
    if random.random() < 0.5:
        crop = crop.transpose(Image.Transpose.FLIP_LEFT_RIGHT)
    for enhance in (ImageEnhance.Brightness, ImageEnhance.Contrast, ImageEnhance.Color):
        crop = enhance(crop).enhance(random.uniform(0.8, 1.2))
    return crop


def _box(size: tuple[int, int], random: np.random.Generator) -> tuple[float, float, float, float]:
    width, height = size
    side = min(width, height)
    area = side * side * random.uniform(SMALLEST, LARGEST)
    shape = np.exp(random.uniform(np.log(3 / 4), np.log(4 / 3)))
    across = min(width, float(np.sqrt(area * shape)))
    down = min(height, float(np.sqrt(area / shape)))
    left, top = random.uniform(0, width - across), random.uniform(0, height - down)
    return left, top, left + across, top + down
