"""Networks as steps: their shapes, and how many photos go through at once."""

from __future__ import annotations

import pytest

from flowerdesk.core.backbones import graph
from flowerdesk.core.backbones.backbone import Backbone
from flowerdesk.core.backbones.registry import BACKBONES


@pytest.mark.parametrize("backbone", BACKBONES, ids=lambda backbone: backbone.name)
def test_every_layer_ends_in_the_shape_that_is_told_of_it(backbone: Backbone) -> None:
    assert backbone.steps is not None
    for layer in backbone.layers:
        steps = backbone.steps(layer.name)
        assert graph.shapes(steps, backbone.input_size)[layer.name] == layer.shape
        assert {step.name for step in steps if step.weighted} == layer.weights.keys()


def test_a_wide_network_takes_few_photos_at_once_and_a_narrow_one_many() -> None:
    sizes = {backbone.name: backbone.batch_size(backbone.default_layer) for backbone in BACKBONES}
    assert sizes == {"vgg16": 10, "vgg19": 10, "petal": 32}
