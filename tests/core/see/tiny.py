"""A convolutional network of a few hundred weights, small enough to be reckoned by hand."""

from __future__ import annotations

import numpy as np

from flowerdesk.core.backbones.backbone import Backbone, Layer, Preprocessing
from flowerdesk.core.backbones.graph import PHOTO, Step, keras_network, up_to
from flowerdesk.core.backbones.loading import LoadedBackbone
from flowerdesk.core.backbones.tensorflow_runtime import TensorFlowRuntime
from flowerdesk.core.head import Head
from flowerdesk.core.project import FeatureKey
from flowerdesk.core.weights.files import LayerWeights, digest

SIZE = 16
_CONV1 = {"conv1": (3, 3, 3, 4)}
_CONV2 = {**_CONV1, "conv2": (3, 3, 4, 5)}
LAYERS = (
    Layer("pool1", (8, 8, 4), _CONV1, 1),
    Layer("conv2", (4, 4, 5), _CONV2, 1),
    Layer("dense", (6,), {**_CONV2, "dense": (80, 6)}, 1),
)


_STEPS = (
    Step("conv1", "convolution", (PHOTO,), 4, kernel=3, relu=True),
    Step("pool1", "max_pool", ("conv1",), kernel=2, stride=2),
    Step("conv2", "convolution", ("pool1",), 5, kernel=3, stride=2, relu=True),
    Step("flatten", "flatten", ("conv2",)),
    Step("dense", "dense", ("flatten",), 6, relu=True),
)


TINY = Backbone(
    name="tiny",
    title="Tiny",
    description="",
    input_size=SIZE,
    preprocessing=Preprocessing(1, "BGR", (100.0, 110.0, 120.0), 1 / 64, "centre"),
    layers=LAYERS,
    default_layer="dense",
    source=None,
    bundled_weights=None,
    build=lambda last, weights: keras_network(up_to(_STEPS, last), SIZE, weights),
)


def tiny_weights() -> dict[str, LayerWeights]:
    random = np.random.default_rng(5)
    return {
        name: LayerWeights(
            random.normal(0, 0.4, shape).astype(np.float32),
            random.normal(0.1, 0.1, shape[-1:]).astype(np.float32),
        )
        for name, shape in LAYERS[-1].weights.items()
    }


def load_tiny(layer_name: str = "dense") -> LoadedBackbone:
    """The network up to a layer, always with the same weights."""
    layer = next(one for one in LAYERS if one.name == layer_name)
    weights = {name: tiny_weights()[name] for name in layer.weights}
    key = FeatureKey("tiny", layer.name, digest(weights), 1, "float32")
    return LoadedBackbone(TINY, layer, key, TensorFlowRuntime(TINY, layer, weights))


def tiny_head(loaded: LoadedBackbone, hidden: int = 7) -> Head:
    """A head of two layers and three labels with weights drawn at random."""
    random = np.random.default_rng(8)
    dim = loaded.layer.feature_dim
    widths = [(dim, hidden), (hidden, 3)]
    return Head(
        labels=("ash", "elm", "oak"),
        feature_key=loaded.key,
        mean=random.normal(0, 0.2, dim).astype(np.float32),
        deviation=random.uniform(0.5, 1.5, dim).astype(np.float32),
        layers=tuple(
            (
                random.normal(0, 0.6, width).astype(np.float32),
                random.normal(0.2, 0.1, width[1]).astype(np.float32),
            )
            for width in widths
        ),
    )


def noise(seed: int = 1) -> np.ndarray:
    return np.random.default_rng(seed).integers(0, 256, (SIZE, SIZE, 3), np.uint8)
