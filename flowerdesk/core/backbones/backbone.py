"""What a backbone is: an entry of data. No network is built and nothing is read here."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from flowerdesk.core.backbones import graph
from flowerdesk.core.backbones.graph import Steps
from flowerdesk.core.photos import Framing
from flowerdesk.core.weights.files import LayerWeights

if TYPE_CHECKING:
    import keras


@dataclass(frozen=True)
class Preprocessing:
    """How uint8 RGB pixels become the network's input: ``(pixels[channel order] - mean) * scale``.

    ``version`` is part of a feature vector's identity: raise it whenever the numbers that reach
    the network change, the cropping and resizing of :mod:`flowerdesk.core.photos` included.
    """

    version: int
    channel_order: Literal["RGB", "BGR"]
    mean: tuple[float, float, float]
    scale: float = 1.0
    framing: Framing = "centre"


@dataclass(frozen=True)
class Layer:
    """A layer that can be tapped.

    ``shape`` is the layer's output for one photo: ``(height, width, channels)`` or ``(values,)``.
    Of a convolutional layer the feature vector is the mean over positions followed by the maximum
    over positions, twice as many values as channels.
    """

    name: str
    shape: tuple[int, ...]
    weights: Mapping[str, tuple[int, ...]]
    """Kernel shapes of the weight layers that this layer needs: itself and all before it."""
    multiply_adds: int
    """Multiplications with addition that one photo costs up to here."""

    @property
    def feature_dim(self) -> int:
        return 2 * self.shape[2] if len(self.shape) == 3 else self.shape[0]


@dataclass(frozen=True)
class WeightsSource:
    """Where the publisher keeps a backbone's weights.

    ``checksum`` reads ``algorithm:hex digest`` in the algorithm that the publisher states.
    """

    url: str
    checksum: str
    size: int
    licence: str


@dataclass(frozen=True)
class Backbone:
    """A frozen convolutional network that turns photos into feature vectors."""

    name: str
    title: str
    description: str
    input_size: int
    preprocessing: Preprocessing
    layers: tuple[Layer, ...]
    default_layer: str
    source: WeightsSource | None
    """The publisher's file; None for a backbone that is shipped with the program."""
    bundled_weights: str | None
    """File name below the program's resources; None for a backbone that is not shipped."""
    build: Callable[[str, Mapping[str, LayerWeights]], keras.Model]
    """Builds the network from its preprocessed input to the layer of that name, with the weights of
    layers by name, zeros where there are none; imports keras when called."""
    bundled_sha256: str | None = None
    """SHA-256 of the shipped file, in hex."""
    steps: Callable[[str], Steps] | None = None
    """The same network as plain steps, for runtimes other than TensorFlow; None where it is for
    TensorFlow alone."""

    def batch_size(self, layer: str) -> int:
        """How many photos go through the network at once up to that layer."""
        if self.steps is None:
            return graph.LARGEST_BATCH
        return graph.batch_size(self.steps(layer), self.input_size)
