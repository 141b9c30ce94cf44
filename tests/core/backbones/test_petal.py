"""Petal: the backbone that comes with flowerdesk."""

from __future__ import annotations

import math

import numpy as np
import pytest

from flowerdesk.core.backbones.petal import PETAL, petal


def test_the_layers_to_tap_are_those_of_the_network() -> None:
    for layer in PETAL.layers:
        network = PETAL.build(layer.name)
        assert network.output.shape[1:] == layer.shape
        kernels = {one.name: tuple(one.kernel.shape) for one in network.layers if one.weights}
        assert kernels == layer.weights


def test_every_layer_with_weights_has_a_kernel_and_a_bias() -> None:
    for layer in petal().layers:
        assert [weight.path.split("/")[-1] for weight in layer.weights] in ([], ["kernel", "bias"])


def test_it_is_small_enough_to_come_with_the_program() -> None:
    kernels = PETAL.layers[-1].weights.values()
    weights = sum(math.prod(kernel) + kernel[-1] for kernel in kernels)
    assert 2 * weights <= 8e6  # bytes in float16


@pytest.mark.parametrize("layer", [layer.name for layer in PETAL.layers])
def test_photos_of_any_number_become_vectors(layer: str) -> None:
    network = PETAL.build(layer)
    size = PETAL.input_size
    assert network(np.zeros((3, size, size, 3), np.float32)).shape[0] == 3
