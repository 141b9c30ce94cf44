"""VGG16 and VGG19 (Simonyan & Zisserman 2014, arXiv:1409.1556), configurations D and E.

Layer names are those of Keras' applications. The networks end at the layer that is tapped, so that
``block3_pool`` needs neither the memory nor the weights of what comes after it.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from functools import partial
from typing import TYPE_CHECKING

from flowerdesk.core.backbones.backbone import Backbone, Layer, Preprocessing, WeightsSource
from flowerdesk.core.backbones.graph import PHOTO, Step, Steps, keras_network, up_to
from flowerdesk.core.weights.files import LayerWeights
from flowerdesk.core.words import say

if TYPE_CHECKING:
    import keras

INPUT_SIZE = 224
CHANNELS = (64, 128, 256, 512, 512)
DENSE = 4096

# The means of ImageNet's training photos, blue, green, red, as published with the networks.
_PREPROCESSING = Preprocessing(version=1, channel_order="BGR", mean=(103.939, 116.779, 123.68))
_ADDRESS = "https://storage.googleapis.com/tensorflow/keras-applications"
_LICENCE = "CC BY 4.0, Visual Geometry Group, University of Oxford"


def steps(convolutions: tuple[int, ...], last: str) -> Steps:
    """The network from preprocessed photos to the layer ``last``."""
    return up_to(_steps(convolutions), last)


def build(
    convolutions: tuple[int, ...], last: str, weights: Mapping[str, LayerWeights]
) -> keras.Model:
    """The network from preprocessed photos ``(n, 224, 224, 3) float32`` to the layer ``last``."""
    return keras_network(steps(convolutions, last), INPUT_SIZE, weights)


def _steps(convolutions: tuple[int, ...]) -> Iterator[Step]:
    before = PHOTO
    for block, (count, channels) in enumerate(zip(convolutions, CHANNELS, strict=True), start=1):
        for number in range(1, count + 1):
            name = f"block{block}_conv{number}"
            yield Step(name, "convolution", (before,), channels, kernel=3, relu=True)
            before = name
        name = f"block{block}_pool"
        yield Step(name, "max_pool", (before,), kernel=2, stride=2)
        before = name
    yield Step("flatten", "flatten", (before,))
    yield Step("fc6", "dense", ("flatten",), DENSE, relu=True)
    yield Step("fc7", "dense", ("fc6",), DENSE, relu=True)


def _taps(convolutions: tuple[int, ...]) -> tuple[Layer, ...]:
    """The layers to tap with the kernels that each of them needs."""
    taps = []
    kernels: dict[str, tuple[int, ...]] = {}
    side, before, multiply_adds = INPUT_SIZE, 3, 0
    for block, (count, channels) in enumerate(zip(convolutions, CHANNELS, strict=True), start=1):
        for number in range(1, count + 1):
            kernel = kernels[f"block{block}_conv{number}"] = (3, 3, before, channels)
            multiply_adds += math.prod(kernel) * side * side
            before = channels
        side //= 2
        shape = (side, side, channels)
        taps.append(Layer(f"block{block}_pool", shape, dict(kernels), multiply_adds))
    values = side * side * before
    for name in ("fc6", "fc7"):
        kernels[name] = (values, DENSE)
        multiply_adds += values * DENSE
        taps.append(Layer(name, (DENSE,), dict(kernels), multiply_adds))
        values = DENSE
    return tuple(taps)


_VGG16_CONVOLUTIONS = (2, 2, 3, 3, 3)
_VGG19_CONVOLUTIONS = (2, 2, 4, 4, 4)

VGG16 = Backbone(
    name="vgg16",
    title="VGG16",
    description=say("The network of the article: large and thorough (Simonyan & Zisserman 2014)."),
    input_size=INPUT_SIZE,
    preprocessing=_PREPROCESSING,
    layers=_taps(_VGG16_CONVOLUTIONS),
    default_layer="fc6",
    source=WeightsSource(
        url=f"{_ADDRESS}/vgg16/vgg16_weights_tf_dim_ordering_tf_kernels.h5",
        checksum="md5:64373286793e3c8b2b4e3219cbf3544b",
        size=553_467_096,
        licence=_LICENCE,
    ),
    bundled_weights=None,
    build=partial(build, _VGG16_CONVOLUTIONS),
    steps=partial(steps, _VGG16_CONVOLUTIONS),
)

VGG19 = Backbone(
    name="vgg19",
    title="VGG19",
    description=say("VGG16 with three more convolutions: a little slower, much alike."),
    input_size=INPUT_SIZE,
    preprocessing=_PREPROCESSING,
    layers=_taps(_VGG19_CONVOLUTIONS),
    default_layer="fc6",
    source=WeightsSource(
        url=f"{_ADDRESS}/vgg19/vgg19_weights_tf_dim_ordering_tf_kernels.h5",
        checksum="md5:cbe5617147190e668d6c5d5026f83318",
        size=574_710_816,
        licence=_LICENCE,
    ),
    bundled_weights=None,
    build=partial(build, _VGG19_CONVOLUTIONS),
    steps=partial(steps, _VGG19_CONVOLUTIONS),
)
