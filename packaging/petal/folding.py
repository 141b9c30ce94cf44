"""Folds batch normalisation away.

In use it is a fixed scale and shift, which fit into the kernel and bias of the convolution before
it (Jacob et al. 2017, arXiv:1712.05877, section 3.2).
"""

from __future__ import annotations

import keras
import numpy as np


def folded(network: keras.Model) -> dict[str, np.ndarray]:
    """Kernels (HWIO) and biases, float32, under ``layer/kernel`` and ``layer/bias``.

    ``network`` is Petal with normalisation, where ``layer_normalised`` follows each ``layer``.
    The numbers are those of Petal without it.
    """
    arrays = {}
    for layer in network.layers:
        if isinstance(layer, keras.layers.Conv2D):
            (kernel,) = layer.get_weights()
            norm = network.get_layer(f"{layer.name}_normalised")
            gamma, beta, mean, variance = norm.get_weights()
            scale = gamma / np.sqrt(variance + norm.epsilon)
            arrays[f"{layer.name}/kernel"] = kernel * scale
            arrays[f"{layer.name}/bias"] = beta - mean * scale
    return arrays
