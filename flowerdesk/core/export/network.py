"""The whole classifier as one network: pixels of a framed photo in, a probability a label out."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from flowerdesk.core.backbones.backbone import Backbone, Layer, Preprocessing
from flowerdesk.core.head import Head
from flowerdesk.core.weights.files import LayerWeights

if TYPE_CHECKING:
    import keras

INPUT, OUTPUT = "photo", "probabilities"
_BELOW_ALL = -1e9
"""No feature is below it: taking the greater of both changes nothing, and keeps TFLite's converter
from folding the standardisation into the head. Folded, some rows of the kernel outweigh all others,
which 8 bits cannot hold: a probability then went wrong by 0.069 in place of 0.033."""


def classifier(
    backbone: Backbone, layer: Layer, weights: Mapping[str, LayerWeights], head: Head
) -> keras.Model:
    """Preprocessing, backbone, pooling and head, ``(n, size, size, 3) uint8, RGB`` to ``(n, labels)
    float32``, of layers that every format knows.

    The order of the channels is folded into the first kernel, which gives the same numbers. The
    features are standardised by a layer of its own.
    """
    import keras
    from keras import layers

    size = backbone.input_size
    scale, offset = _rescaling(backbone.preprocessing)
    photo = keras.Input((size, size, 3), dtype="uint8", name=INPUT)
    x = layers.Rescaling(scale, offset, name="preprocessing")(photo)
    x = _network(backbone, layer, weights)(x)
    if len(x.shape) == 4:
        mean, maximum = layers.GlobalAveragePooling2D()(x), layers.GlobalMaxPooling2D()(x)
        x = layers.Concatenate(name="pooled")([mean, maximum])
    x = layers.Rescaling(1 / head.deviation, -head.mean / head.deviation, name="standardised")(x)
    x = keras.ops.maximum(x, _BELOW_ALL)
    for number, (kernel, bias) in enumerate(head.layers, start=1):
        last = number == len(head.layers)
        dense = layers.Dense(
            len(bias),
            activation="softmax" if last else "relu",
            name=OUTPUT if last else f"hidden{number}",
        )
        x = dense(x)
        dense.set_weights([kernel, bias])
    return keras.Model(photo, x, name="classifier")


def _rescaling(preprocessing: Preprocessing) -> tuple[float, list[float]]:
    """As in ``pixels * scale + offset``, for RGB."""
    mean = preprocessing.mean[:: _step(preprocessing)]
    return preprocessing.scale, [-value * preprocessing.scale for value in mean]


def _step(preprocessing: Preprocessing) -> int:
    return -1 if preprocessing.channel_order == "BGR" else 1


def _network(backbone: Backbone, layer: Layer, weights: Mapping[str, LayerWeights]) -> keras.Model:
    """The backbone up to the layer, for RGB."""
    first = next(iter(layer.weights))
    kernel = weights[first].kernel[:, :, :: _step(backbone.preprocessing)]
    return backbone.build(layer.name, {**weights, first: LayerWeights(kernel, weights[first].bias)})
