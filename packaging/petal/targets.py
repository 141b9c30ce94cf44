"""What the teachers say about crops, and the measure in which it is compared."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import torch
from crops import Boxes, cut
from teachers import Teacher
from torch import Tensor
from torch.nn import functional as F  # noqa: N812 - its usual name

GRID = 3
"""Teachers and student are compared on means over the crop and over these many parts each way."""

_FURTHEST = 10.0
"""Deviations from the mean beyond which a target is cut off."""


@dataclass(frozen=True)
class Targets:
    """Features of all teachers side by side, ``float32``."""

    crops: Tensor
    """``(n, 1 + GRID², d)``: the means over each crop, then those over its parts."""
    views: Tensor
    """``(n, d)``: the mean over the crop and a part of it, mirrored or not. On average over many
    parts this tells what is in a photo better than the crop alone, as answers are better that are
    averaged over several crops (Krizhevsky et al. 2012, section 4.1)."""


@dataclass(frozen=True)
class Scale:
    """Means and deviations of targets, ``(3, d) float32``: of crops, of parts, of views."""

    mean: Tensor
    deviation: Tensor


def columns(teachers: Mapping[str, Teacher]) -> dict[str, slice]:
    """Where each teacher's features are."""
    found, first = {}, 0
    for name, teacher in teachers.items():
        found[name] = slice(first, first + teacher.channels)
        first += teacher.channels
    return found


def means(maps: Tensor) -> Tensor:
    """``(n, c, h, w)`` to ``(n, 1 + GRID², c) float32``: over all positions, and over the parts,
    which overlap where the sides do not divide."""
    maps = maps.float()
    parts = F.adaptive_avg_pool2d(maps, GRID).flatten(2)
    return torch.cat([maps.mean((2, 3))[:, :, None], parts], 2).transpose(1, 2)


@torch.no_grad()
def ask(teachers: Mapping[str, Teacher], crops: Tensor, view: Boxes) -> Targets:
    """What the teachers say about crops ``(n, 3, h, w) float32``, RGB from 0 to 255."""
    of_crops = torch.cat([means(teacher(crops)) for teacher in teachers.values()], 2)
    parts = cut(crops, view)
    of_views = [teacher(parts).float().mean((2, 3)) for teacher in teachers.values()]
    return Targets(of_crops, (of_crops[:, 0] + torch.cat(of_views, 1)) / 2)


def joined(said: list[Targets]) -> Targets:
    """What was said about several batches of crops."""
    crops = torch.cat([each.crops for each in said])
    return Targets(crops, torch.cat([each.views for each in said]))


def scale_of(said: Targets) -> Scale:
    """That of what was said about some crops."""
    levels = (said.crops[:, 0], said.crops[:, 1:].flatten(0, 1), said.views)
    mean = torch.stack([level.mean(0) for level in levels])
    return Scale(mean, torch.stack([level.std(0) for level in levels]) + 1e-3)


def standardised(said: Targets, scale: Scale) -> Targets:
    """Each feature of each kind of target with a mean of 0 and a deviation of 1."""

    def standard(raw: Tensor, level: int) -> Tensor:
        return ((raw - scale.mean[level]) / scale.deviation[level]).clamp(-_FURTHEST, _FURTHEST)

    crops = torch.cat([standard(said.crops[:, :1], 0), standard(said.crops[:, 1:], 1)], 1)
    return Targets(crops, standard(said.views, 2))
