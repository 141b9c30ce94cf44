"""Weights that are drawn in place of published ones: they take as long, and agree as well."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from flowerdesk.core.backbones.backbone import Layer
from flowerdesk.core.weights.files import LayerWeights


def random_weights(layer: Layer) -> dict[str, LayerWeights]:
    """Of such a spread that activations neither vanish nor explode (He et al. 2015)."""
    random = np.random.default_rng(0)
    weights = {}
    for name, shape in layer.weights.items():
        kernel = random.standard_normal(shape, np.float32)
        kernel *= np.float32(np.sqrt(2 / np.prod(shape[:-1])))
        weights[name] = LayerWeights(kernel, np.zeros(shape[-1], np.float32))
    return weights


def random_weights_file(layer: Layer, folder: Path) -> Path:
    """They in a file, as ``--weights`` takes it."""
    arrays = {}
    for name, weights in random_weights(layer).items():
        arrays[f"{name}/kernel"], arrays[f"{name}/bias"] = weights.kernel, weights.bias
    file = folder / "random.npz"
    np.savez(file, **arrays)
    return file
