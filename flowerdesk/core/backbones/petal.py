"""Petal: the compact convolutional backbone that comes with flowerdesk.

Residual blocks of plain 3×3 convolutions (He et al. 2015, arXiv:1512.03385), which ordinary
processors run fastest, in four stages at 1/4 to 1/32 of the input's size. It was trained by this
project, without labels, to predict the features of larger networks; ``packaging/petal`` tells how.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from flowerdesk.core.backbones.backbone import Backbone, Layer, Preprocessing
from flowerdesk.core.backbones.graph import PHOTO, Step, Steps, keras_network, up_to
from flowerdesk.core.weights.files import LayerWeights
from flowerdesk.core.words import say

if TYPE_CHECKING:
    import keras

INPUT_SIZE = 176
STEM = 32
STAGES = ((48, 1), (96, 2), (192, 2), (256, 1))
"""Channels and residual blocks of each stage."""
FEATURES = 768


def petal(*, normalisation: bool = False) -> keras.Model:
    """The network from preprocessed photos ``(n, 176, 176, 3) float32`` to ``(n, 768)`` features.

    Args:
        normalisation: with batch normalisation after every convolution, as it is trained; without,
            it is folded into kernels and biases, which gives the same numbers in less time.
    """
    return keras_network(tuple(_steps()), INPUT_SIZE, normalisation=normalisation)


def build(last: str, weights: Mapping[str, LayerWeights]) -> keras.Model:
    """The network from preprocessed photos ``(n, 176, 176, 3) float32`` to the layer ``last``."""
    return keras_network(steps(last), INPUT_SIZE, weights)


def steps(last: str) -> Steps:
    """The network from preprocessed photos to the layer ``last``."""
    return up_to(_steps(), last)


def _steps() -> Iterator[Step]:
    def convolve(name: str, before: str, channels: int, kernel: int, stride: int) -> Step:
        return Step(name, "convolution", (before,), channels, kernel, stride)

    yield convolve("stem", PHOTO, STEM, 4, 2)
    before = "stem_relu"
    yield Step(before, "relu", ("stem",))
    for stage, (channels, blocks) in enumerate(STAGES, start=1):
        down = f"stage{stage}_down"
        yield convolve(down, before, channels, 3, 2)
        before = f"{down}_relu"
        yield Step(before, "relu", (down,))
        for number in range(1, blocks + 1):
            block = f"stage{stage}_block{number}"
            yield convolve(f"{block}_conv1", before, channels, 3, 1)
            yield Step(f"{block}_relu", "relu", (f"{block}_conv1",))
            yield convolve(f"{block}_conv2", f"{block}_relu", channels, 3, 1)
            yield Step(f"{block}_sum", "add", (before, f"{block}_conv2"))
            before = f"stage{stage}" if number == blocks else block
            yield Step(before, "relu", (f"{block}_sum",))
    yield convolve("features_conv", before, FEATURES, 1, 1)
    yield Step("features_relu", "relu", ("features_conv",))
    yield Step("features", "mean", ("features_relu",))


def _taps() -> tuple[Layer, ...]:
    """The layers to tap with the kernels that each of them needs."""
    taps = []
    kernels: dict[str, tuple[int, ...]] = {}
    multiply_adds = 0

    def count(name: str, kernel: tuple[int, ...], side: int) -> None:
        nonlocal multiply_adds
        kernels[name] = kernel
        multiply_adds += math.prod(kernel) * side * side

    side, before = INPUT_SIZE // 2, STEM
    count("stem", (4, 4, 3, STEM), side)
    for stage, (channels, blocks) in enumerate(STAGES, start=1):
        side = -(-side // 2)
        count(f"stage{stage}_down", (3, 3, before, channels), side)
        for block in range(1, blocks + 1):
            for number in (1, 2):
                name = f"stage{stage}_block{block}_conv{number}"
                count(name, (3, 3, channels, channels), side)
        before = channels
        shape = (side, side, channels)
        taps.append(Layer(f"stage{stage}", shape, dict(kernels), multiply_adds))
    count("features_conv", (1, 1, before, FEATURES), side)
    taps.append(Layer("features", (FEATURES,), dict(kernels), multiply_adds))
    return tuple(taps)


PETAL = Backbone(
    name="petal",
    title="Petal",
    description=say(
        "Comes with flowerdesk: small and quick, and nearly as sure as far larger ones."
    ),
    input_size=INPUT_SIZE,
    preprocessing=Preprocessing(
        version=3,
        channel_order="RGB",
        mean=(127.5, 127.5, 127.5),
        scale=1 / 64,
        framing="whole",
    ),
    layers=_taps(),
    default_layer="features",
    source=None,
    bundled_weights="petal.safetensors",
    build=build,
    steps=steps,
    bundled_sha256="92585b0d5ad9c2b28b71a17ded0bb3a70c4413adbaa602f39f01ea972d8a59d4",
)
