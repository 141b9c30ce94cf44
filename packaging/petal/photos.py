"""The photos without labels that Petal learns from, kept in memory as one array."""

from __future__ import annotations

import os
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

import numpy as np
from PIL import Image

from flowerdesk.core import photos

SIZE = 192
"""Pixels of a side: what the teachers' 227 and the student's 144 can show of photos whose short
side is 168."""


def list_photos(folder: Path) -> list[Path]:
    """Every photo below ``folder``, in an order that is the same everywhere."""
    suffixes = {".webp", ".jpg", ".jpeg", ".png"}
    return sorted(path for path in folder.rglob("*") if path.suffix.lower() in suffixes)


def read(paths: list[Path]) -> np.ndarray:
    """Whole photos squeezed into squares as in use, ``(n, SIZE, SIZE, 3) uint8``, RGB."""
    with ProcessPoolExecutor(os.cpu_count()) as pool:
        return np.stack(list(pool.map(_read, paths, chunksize=64)))


def _read(path: Path) -> np.ndarray:
    with Image.open(path) as opened:
        pixels = np.asarray(opened.convert("RGB"))
    return photos.frame(pixels, SIZE, "whole")
