"""A backbone that needs no network, and photos drawn for it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from fake_backbone import ColourGrid, grid_backbone
from PIL import Image

from flowerdesk.core.backbones.loading import LoadedBackbone


@pytest.fixture
def grid() -> ColourGrid:
    return ColourGrid()


@pytest.fixture
def loaded(grid: ColourGrid) -> LoadedBackbone:
    """The colour grid as a backbone that is ready to look."""
    return grid_backbone(grid)


@pytest.fixture
def draw_photos() -> Callable[..., Path]:
    """Fills a folder with so many photos of each label; no two are alike."""

    def draw(folder: Path, **counts: int) -> Path:
        for number, (label, count) in enumerate(counts.items()):
            (folder / label).mkdir(parents=True, exist_ok=True)
            for photo in range(count):
                drawing = np.random.default_rng((number, photo))
                pixels = drawing.integers(0, 128, (24, 32, 3), np.uint8)
                pixels[..., number % 3] += 100  # each label leans to a colour of its own
                Image.fromarray(pixels).save(folder / label / f"{photo:03}.png")
        return folder

    return draw
