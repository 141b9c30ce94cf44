"""Draws crops of photos anew at every step, on whatever device the photos are.

What is drawn depends on the generator alone, not on the device.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional as F  # noqa: N812 - its usual name

SIZE = 227
"""Pixels of a crop's side: the larger input of the teachers."""

_OF_PHOTO, _OF_CROP = 0.5, 0.6
"""The area of the smallest crop of a photo, and of the smallest view of a crop, as shares of it."""
_WIDEST = float(np.log(4 / 3))
"""How far the sides of a crop may be off their shape (Szegedy et al. 2014, arXiv:1409.4842)."""
_LIGHT = 0.2
"""How far brightness, contrast and colour may go from those of the photo."""
_LUMA = (0.299, 0.587, 0.114)


@dataclass(frozen=True)
class Boxes:
    """What to cut out of some photos, a row for each."""

    boxes: np.ndarray
    """``(n, 4) float32``: middle (across, down) and half the sides, of a photo from -1 to 1."""
    mirrored: np.ndarray
    """``(n,) float32``: -1 where left and right change places, else 1."""


@dataclass(frozen=True)
class Draw:
    """How to make crops of some photos, a row for each."""

    boxes: Boxes
    light: np.ndarray
    """``(n, 3) float32``: factors of brightness, contrast and colour."""
    kept: np.ndarray
    """``(n,) float32``: the share that a crop keeps of itself; the rest is that of the crop before
    it."""
    view: Boxes
    """What else the teachers are shown: a part of each crop."""


def draw(random: np.random.Generator, count: int, *, mixed: float) -> Draw:
    """Crops at random, of which a share ``mixed`` is mixed with others.

    Mixed photos teach a student what its teachers compute better than the same photos over and over
    (Beyer et al. 2021, arXiv:2106.05237).
    """
    kept = np.where(random.random(count) < mixed, random.random(count), 1)
    return Draw(
        boxes=_boxes(random, count, _OF_PHOTO),
        light=random.uniform(1 - _LIGHT, 1 + _LIGHT, (count, 3)).astype(np.float32),
        kept=kept.astype(np.float32),
        view=_boxes(random, count, _OF_CROP),
    )


def _boxes(random: np.random.Generator, count: int, smallest: float) -> Boxes:
    area = random.uniform(smallest, 1, count)
    shape = np.exp(random.uniform(-_WIDEST, _WIDEST, count))
    half = np.minimum(1, np.sqrt(np.stack([area * shape, area / shape], 1)))
    middle = random.uniform(-1, 1, (count, 2)) * (1 - half)
    boxes = np.concatenate([middle, half], 1).astype(np.float32)
    return Boxes(boxes, random.choice(np.array([-1, 1], np.float32), count))


def crop(photos: Tensor, how: Draw) -> Tensor:
    """``(n, h, w, 3) uint8`` photos to ``(n, 3, SIZE, SIZE) float32`` crops, RGB from 0 to 255."""
    crops = cut(photos.permute(0, 3, 1, 2).float(), how.boxes)
    crops = _lit(crops, torch.from_numpy(how.light).to(crops.device))
    kept = torch.from_numpy(how.kept).to(crops.device).view(-1, 1, 1, 1)
    return crops * kept + crops.roll(1, 0) * (1 - kept)


def cut(pixels: Tensor, what: Boxes) -> Tensor:
    """Parts of ``(n, 3, h, w) float32``, ``(n, 3, SIZE, SIZE) float32``."""
    count, device = len(pixels), pixels.device
    boxes = torch.from_numpy(what.boxes).to(device)
    place = torch.zeros(count, 2, 3, device=device)
    place[:, 0, 0] = boxes[:, 2] * torch.from_numpy(what.mirrored).to(device)
    place[:, 1, 1] = boxes[:, 3]
    place[:, :, 2] = boxes[:, :2]
    grid = F.affine_grid(place, [count, 3, SIZE, SIZE], align_corners=False)
    return F.grid_sample(pixels, grid, padding_mode="border", align_corners=False)


def _lit(crops: Tensor, light: Tensor) -> Tensor:
    """Brightness: towards black; contrast: towards the mean grey; colour: towards grey."""
    brightness, contrast, colour = (factor.view(-1, 1, 1, 1) for factor in light.unbind(1))
    crops = (crops * brightness).clamp(0, 255)
    mean = _grey(crops).mean((2, 3), keepdim=True)
    crops = (mean + (crops - mean) * contrast).clamp(0, 255)
    grey = _grey(crops)
    return (grey + (crops - grey) * colour).clamp(0, 255)


def _grey(crops: Tensor) -> Tensor:
    red, green, blue = (crops[:, channel, None] * _LUMA[channel] for channel in range(3))
    return red + green + blue
