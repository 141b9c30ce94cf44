"""Every runtime answers in float32 what TensorFlow answers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import numpy as np
import pytest
from drawn_weights import drawn_weights, read_only

from flowerdesk.core.backbones import loading
from flowerdesk.core.backbones.backbone import Backbone, Layer
from flowerdesk.core.backbones.graph import PHOTO, Step, keras_network
from flowerdesk.core.backbones.loading import Runtime
from flowerdesk.core.backbones.petal import PETAL
from flowerdesk.core.backbones.registry import layer_named
from flowerdesk.core.backbones.tensorflow_runtime import TensorFlowRuntime
from flowerdesk.core.backbones.vgg import VGG16
from flowerdesk.core.backbones.ways import PLAIN, WAYS, Way, obstacle
from flowerdesk.core.weights.files import LayerWeights

OTHERS = [way for way in WAYS if way.precision == "float32" and way != PLAIN]
WEIGHTS = Mapping[str, LayerWeights]


@pytest.fixture(params=OTHERS, ids=lambda way: way.runtime)
def way(request: pytest.FixtureRequest) -> Way:
    found: Way = request.param
    if problem := obstacle(found, PETAL):
        pytest.skip(problem)
    return found


def built(way: Way, backbone: Backbone, layer: Layer, weights: WEIGHTS) -> Runtime:
    return loading._runtime(backbone, layer, dict(weights), way, None)


@pytest.mark.parametrize(
    ("backbone", "layer"),
    [(VGG16, "block2_pool"), (PETAL, "stage2"), (PETAL, "features")],
    ids=lambda one: one if isinstance(one, str) else one.name,
)
def test_it_answers_what_tensorflow_answers(way: Way, backbone: Backbone, layer: str) -> None:
    weights, tapped = drawn_weights(backbone, layer), layer_named(backbone, layer)
    size = backbone.input_size
    pixels = np.random.default_rng(1).integers(0, 256, (3, size, size, 3), np.uint8)
    ours = built(way, backbone, tapped, weights)(pixels)
    theirs = TensorFlowRuntime(backbone, tapped, weights)(pixels)
    assert (ours.dtype, ours.shape) == (np.float32, (3, tapped.feature_dim))
    assert np.abs(theirs).max() > 0
    assert np.abs(ours - theirs).max() <= 1e-3 * np.abs(theirs).max()


def test_dense_layers_read_the_positions_in_the_order_of_tensorflow(way: Way) -> None:
    """With the last block of VGG16 alone, as the whole would take a minute."""
    steps = (
        Step("conv", "convolution", (PHOTO,), 4, kernel=3, relu=True),
        Step("pool", "max_pool", ("conv",), kernel=2, stride=2),
        Step("flatten", "flatten", ("pool",)),
        Step("dense", "dense", ("flatten",), 5, relu=True),
    )
    tiny = replace(
        VGG16,
        input_size=6,
        steps=lambda _: steps,
        build=lambda _, weights: keras_network(steps, 6, weights),
    )
    layer = replace(VGG16.layers[-1], name="dense", shape=(5,), weights={"conv": (), "dense": ()})
    drawing = np.random.default_rng(2)
    weights = {
        "conv": read_only(drawing.normal(size=(3, 3, 3, 4)), np.ones(4)),
        "dense": read_only(drawing.normal(size=(36, 5)), np.ones(5)),
    }
    pixels = drawing.integers(0, 256, (2, 6, 6, 3), np.uint8)
    ours, theirs = built(way, tiny, layer, weights), TensorFlowRuntime(tiny, layer, weights)
    np.testing.assert_allclose(ours(pixels), theirs(pixels), rtol=1e-3)


def test_sides_that_a_stride_does_not_divide(way: Way) -> None:
    """The odd row and column of padding go to the bottom right, those that are left over away."""
    steps = (
        Step("down", "convolution", (PHOTO,), 4, kernel=4, stride=2),
        Step("relu", "relu", ("down",)),
        Step("again", "convolution", ("relu",), 4, kernel=3, stride=2, relu=True),
        Step("pool", "max_pool", ("again",), kernel=2, stride=2),
    )
    odd = replace(
        PETAL,
        input_size=11,
        steps=lambda _: steps,
        build=lambda _, weights: keras_network(steps, 11, weights),
    )
    layer = replace(
        PETAL.layers[0], name="pool", shape=(1, 1, 4), weights={"down": (), "again": ()}
    )
    drawing = np.random.default_rng(2)
    weights = {
        "down": read_only(drawing.normal(size=(4, 4, 3, 4)), np.ones(4)),
        "again": read_only(drawing.normal(size=(3, 3, 4, 4)), np.ones(4)),
    }
    pixels = drawing.integers(0, 256, (2, 11, 11, 3), np.uint8)
    ours, theirs = built(way, odd, layer, weights), TensorFlowRuntime(odd, layer, weights)
    np.testing.assert_allclose(ours(pixels), theirs(pixels), rtol=1e-3, atol=1e-4)


def test_more_photos_than_a_batch_come_in_their_order(way: Way, flowers: np.ndarray) -> None:
    loaded = loading.load(
        loading.Choice(PETAL, PETAL.layers[0], loading.choose("petal").weights, "", way)
    )
    assert (loaded.key.runtime, loaded.key.precision) == (way.runtime, "float32")
    assert len(flowers) > loaded.runtime.batch_size
    backwards = loaded.runtime(np.ascontiguousarray(flowers[::-1]))
    np.testing.assert_allclose(loaded.runtime(flowers), backwards[::-1], rtol=1e-3, atol=1e-4)


def test_every_way_has_a_name_of_its_own() -> None:
    assert len({str(way) for way in WAYS}) == len(WAYS)
