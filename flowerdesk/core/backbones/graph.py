"""A network as a list of steps, which every runtime builds in its own terms.

A step's name is the name of its weights and of what comes out of it.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Literal

from flowerdesk.core.weights.files import LayerWeights

if TYPE_CHECKING:
    import keras

PHOTO = "photo"
"""The input of the first step: preprocessed pixels, ``(n, h, w, 3) float32``."""

LARGEST_BATCH = 32
_BATCH_BYTES = 256 * 2**20

Kind = Literal["convolution", "dense", "relu", "add", "max_pool", "mean", "flatten"]


@dataclass(frozen=True)
class Step:
    """One operation on what earlier steps made.

    A convolution is padded so that ``stride`` alone shrinks it (an odd row goes to the bottom
    right); ``max_pool`` takes squares of ``kernel`` at that stride; ``mean`` is over positions;
    ``flatten`` goes row by row, channels last.
    """

    name: str
    kind: Kind
    inputs: tuple[str, ...]
    channels: int = 0
    """What a convolution or a dense layer puts out for each position."""
    kernel: int = 1
    stride: int = 1
    relu: bool = False
    """Whether negative values become zero at the end of the step."""

    @property
    def weighted(self) -> bool:
        return self.kind in ("convolution", "dense")


Steps = tuple[Step, ...]


def up_to(steps: Iterable[Step], last: str) -> Steps:
    """The steps that lead to the one called ``last``, which is the last of them.

    Raises:
        ValueError: there is none of that name.
    """
    wanted: list[Step] = []
    for step in steps:
        wanted.append(step)
        if step.name == last:
            return tuple(wanted)
    raise ValueError(f"no layer is called {last}")


def shapes(steps: Steps, input_size: int) -> dict[str, tuple[int, ...]]:
    """What every step puts out for one photo: ``(height, width, channels)`` or ``(values,)``."""
    found: dict[str, tuple[int, ...]] = {PHOTO: (input_size, input_size, 3)}
    for step in steps:
        shape = found[step.inputs[0]]
        match step.kind:
            case "convolution":
                side = -(-shape[0] // step.stride)
                shape = (side, side, step.channels)
            case "max_pool":
                shape = (shape[0] // step.stride, shape[1] // step.stride, shape[2])
            case "dense":
                shape = (step.channels,)
            case "mean":
                shape = (shape[2],)
            case "flatten":
                shape = (math.prod(shape),)
        found[step.name] = shape
    return found


def bytes_per_photo(steps: Steps, input_size: int) -> int:
    """The memory in float32 that one photo takes at the widest step, input and output."""
    found = shapes(steps, input_size)
    return max(
        4 * sum(math.prod(found[name]) for name in (*step.inputs, step.name)) for step in steps
    )


def batch_size(steps: Steps, input_size: int) -> int:
    """How many photos go through the network at once: as many as memory allows, at most 32."""
    return max(1, min(LARGEST_BATCH, _BATCH_BYTES // bytes_per_photo(steps, input_size)))


def keras_network(
    steps: Steps,
    input_size: int,
    weights: Mapping[str, LayerWeights] = MappingProxyType({}),
    *,
    normalisation: bool = False,
) -> keras.Model:
    """The network in Keras, from preprocessed photos to the last step.

    Args:
        weights: of layers by name; the weights of all others are zero.
        normalisation: with batch normalisation after every convolution, which has no bias then.
    """
    import keras
    from keras import layers

    made = {PHOTO: keras.Input((input_size, input_size, 3), name=PHOTO)}
    for step in steps:
        name, kernel, activation = step.name, step.kernel, "relu" if step.relu else None
        inputs = [made[one] for one in step.inputs]
        x = inputs[0]
        match step.kind:
            case "convolution":
                layer = layers.Conv2D(
                    step.channels,
                    kernel,
                    step.stride,
                    padding="same",
                    activation=activation,
                    use_bias=not normalisation,
                    name=name,
                )
                x = _with_weights(layer, x, weights.get(name))
                if normalisation:
                    x = layers.BatchNormalization(name=f"{name}_normalised")(x)
            case "dense":
                layer = layers.Dense(step.channels, activation=activation, name=name)
                x = _with_weights(layer, x, weights.get(name))
            case "relu":
                x = layers.ReLU(name=name)(x)
            case "add":
                x = layers.Add(name=name)(inputs)
            case "max_pool":
                x = layers.MaxPooling2D(kernel, step.stride, name=name)(x)
            case "mean":
                x = layers.GlobalAveragePooling2D(name=name)(x)
            case "flatten":
                x = layers.Flatten(name=name)(x)
        made[name] = x
    return keras.Model(made[PHOTO], made[steps[-1].name])


def _with_weights(layer: keras.Layer, x: Any, weights: LayerWeights | None) -> Any:
    """What the layer makes of ``x``. Its variables begin with the weights: to be set later, they
    would lie beside the ones that they replace, at fc6 411 MB more at the peak."""
    from keras.initializers import Zeros

    if weights is None:
        layer.kernel_initializer = Zeros()  # random ones would take time, and are never used
        return layer(x)
    layer.kernel_initializer = lambda *_, **__: weights.kernel
    layer.bias_initializer = lambda *_, **__: weights.bias
    made = layer(x)
    layer.kernel_initializer = layer.bias_initializer = Zeros()  # lest the layer keep them too
    return made
