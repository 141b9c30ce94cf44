"""Weights of a network, drawn for a test."""

from __future__ import annotations

import numpy as np

from flowerdesk.core.backbones.backbone import Backbone
from flowerdesk.core.backbones.registry import layer_named
from flowerdesk.core.weights.files import LayerWeights


def read_only(*arrays: np.ndarray) -> LayerWeights:
    """As a file of weights gives them."""
    kernel, bias = (array.astype(np.float32) for array in arrays)
    for array in (kernel, bias):
        array.setflags(write=False)
    return LayerWeights(kernel, bias)


def drawn_weights(backbone: Backbone, layer: str) -> dict[str, LayerWeights]:
    """Of such a spread that values neither vanish nor explode (He et al. 2015)."""
    drawing = np.random.default_rng(0)
    weights = {}
    for name, shape in layer_named(backbone, layer).weights.items():
        kernel = drawing.normal(0, np.sqrt(2 / np.prod(shape[:-1])), shape)
        bias = drawing.normal(0, 0.1, shape[-1])
        weights[name] = read_only(kernel, bias)
    return weights
