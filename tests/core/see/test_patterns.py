"""Patterns made by gradient ascent: they excite, they repeat, they stop when asked to."""

from __future__ import annotations

import numpy as np
import pytest
from tiny import load_tiny

from flowerdesk.core.backbones import loading
from flowerdesk.core.errors import SeeingError
from flowerdesk.core.events import JobCancelled, Progress, ignore, never
from flowerdesk.core.see.patterns import STEPS, pattern
from flowerdesk.core.see.sight import Sight, sight_of


@pytest.fixture(scope="module")
def sight() -> Sight:
    return sight_of(load_tiny())


@pytest.mark.parametrize("layer", ["stage1", "stage2"])
def test_a_pattern_excites_its_channel_far_more_than_noise(layer: str) -> None:
    petal = sight_of(loading.load(loading.choose("petal")))
    made = pattern(petal, layer, 3, 0, ignore, never)
    size = petal.backbone.input_size
    photos = np.random.default_rng(0).integers(0, 256, (8, size, size, 3), np.uint8)
    best = max(petal.maps(photo)[layer][..., 3].mean() for photo in photos)
    assert made.strength > 1.5 * best
    assert made.picture.width == made.picture.height >= 32


def test_the_same_seed_makes_the_same_pattern_and_another_another(sight: Sight) -> None:
    first, again, other = (pattern(sight, "conv2", 0, seed, ignore, never) for seed in (3, 3, 4))
    difference = first.picture.array().astype(int) - again.picture.array()
    assert np.abs(difference).max() <= 2  # threads may add in another order
    assert np.abs(first.picture.array().astype(int) - other.picture.array()).mean() > 2


def test_it_tells_how_far_it_is_and_stops_at_once(sight: Sight) -> None:
    events: list[Progress] = []
    pattern(sight, "conv2", 0, 0, events.append, never)
    assert [(event.done, event.total) for event in events] == [
        (step, STEPS) for step in range(1, STEPS + 1)
    ]
    events.clear()
    with pytest.raises(JobCancelled):
        pattern(sight, "conv2", 0, 0, events.append, lambda: len(events) == 5)
    assert len(events) == 5


def test_there_is_none_of_a_layer_without_places(sight: Sight) -> None:
    with pytest.raises(SeeingError, match="no layer “dense”"):
        pattern(sight, "dense", 0, 0, ignore, never)
