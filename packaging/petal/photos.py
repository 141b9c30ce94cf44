"""The photos without labels that Petal learns from, kept in memory as one array."""

from __future__ import annotations

import os
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

import numpy as np

from flowerdesk.core.errors import PhotoError
from flowerdesk.core.photos import PHOTO_SUFFIXES, decode

SIZE = 192
"""Pixels of a side: what the teachers' 227 and the student's 144 can show of photos whose short
side is 168."""


def list_photos(folder: Path) -> list[Path]:
    """Every photo below ``folder``, in an order that is the same everywhere.

    Raises:
        SystemExit: there is none.
    """
    found = sorted(path for path in folder.rglob("*") if path.suffix.lower() in PHOTO_SUFFIXES)
    if not found:
        raise SystemExit(f"{folder} holds no photos")
    return found


def read(paths: list[Path]) -> np.ndarray:
    """Whole photos squeezed into squares as in use, ``(n, SIZE, SIZE, 3) uint8``, RGB.

    Raises:
        SystemExit: one of them cannot be opened.
    """
    with ProcessPoolExecutor(os.cpu_count()) as pool:
        try:
            return np.stack(list(pool.map(_read, paths, chunksize=64)))
        except PhotoError as error:
            raise SystemExit(str(error)) from error


def _read(path: Path) -> np.ndarray:
    try:
        return decode(path.read_bytes(), SIZE, "whole")
    except PhotoError as error:
        raise PhotoError(f"{path}: {error}; take it out of the folder") from error
