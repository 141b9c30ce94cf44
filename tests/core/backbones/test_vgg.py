"""The networks layer by layer against Keras' own with the same weights, and their preprocessing."""

from __future__ import annotations

from collections.abc import Callable
from types import ModuleType
from typing import Any

import numpy as np
import pytest

from flowerdesk.core.backbones.backbone import Backbone
from flowerdesk.core.backbones.registry import layer_named
from flowerdesk.core.backbones.tensorflow_runtime import TensorFlowRuntime
from flowerdesk.core.backbones.vgg import VGG16, VGG19
from flowerdesk.core.errors import ComputingError
from flowerdesk.core.weights.files import LayerWeights

PHOTOS = np.random.default_rng(0).integers(0, 256, (2, 224, 224, 3), np.uint8)
IN_KERAS = {"fc6": "fc1", "fc7": "fc2"}


def with_drawn_weights(build: Callable[..., Any], *, dense: bool) -> Any:
    """Keras' own network; its biases drawn too, which Keras leaves at zero."""
    import keras

    keras.utils.set_random_seed(0)
    network = build(weights=None, include_top=dense, input_shape=(224, 224, 3))
    drawing = np.random.default_rng(1)
    for layer in network.layers:
        if layer.weights:
            layer.bias.assign(drawing.normal(size=layer.bias.shape))
    return network


def runtime_like(backbone: Backbone, layer_name: str, network: Any) -> TensorFlowRuntime:
    """Ours up to that layer, with the weights of Keras' own."""
    layer = layer_named(backbone, layer_name)
    weights = {
        name: LayerWeights(*network.get_layer(IN_KERAS.get(name, name)).get_weights())
        for name in layer.weights
    }
    return TensorFlowRuntime(backbone, layer, weights)


def assert_alike(ours: np.ndarray, theirs: np.ndarray) -> None:
    """Within a thousandth of the largest value, which all are not zero."""
    assert ours.shape == theirs.shape
    assert np.abs(theirs).max() > 0
    assert np.abs(ours - theirs).max() <= 1e-3 * np.abs(theirs).max()


def pooled(activations: np.ndarray) -> np.ndarray:
    return np.concatenate([activations.mean(axis=(1, 2)), activations.max(axis=(1, 2))], axis=1)


def assert_every_layer_agrees(
    backbone: Backbone, published: ModuleType, network: Any, last: str
) -> None:
    """The network behind the runtime, and what the runtime makes of photos at its last layer."""
    import keras

    runtime = runtime_like(backbone, last, network)
    names = [layer.name for layer in runtime.network.layers[1:]]
    assert names[-1] == last
    inputs = published.preprocess_input(PHOTOS.astype(np.float32))  # BGR, minus the means
    expected, ours = (
        keras.Model(one.input, [one.get_layer(name).output for name in called]).predict_on_batch(
            inputs
        )
        for one, called in (
            (network, [IN_KERAS.get(name, name) for name in names]),
            (runtime.network, names),
        )
    )
    for theirs, mine in zip(expected, ours, strict=True):
        assert_alike(mine, theirs)
    vectors = runtime(PHOTOS)
    assert vectors.dtype == np.float32
    assert vectors.shape == (2, layer_named(backbone, last).feature_dim)
    assert_alike(vectors, pooled(expected[-1]) if expected[-1].ndim == 4 else expected[-1])


def test_every_layer_of_vgg16_answers_what_keras_own_network_answers() -> None:
    from keras.applications import vgg16

    network = with_drawn_weights(vgg16.VGG16, dense=True)
    for last in ("fc7", "block3_pool"):
        assert_every_layer_agrees(VGG16, vgg16, network, last)


def test_every_block_of_vgg19_answers_what_keras_own_network_answers() -> None:
    from keras.applications import vgg19

    network = with_drawn_weights(vgg19.VGG19, dense=False)
    assert_every_layer_agrees(VGG19, vgg19, network, "block5_pool")


def test_the_layers_to_tap_are_the_pools_and_the_dense_ones() -> None:
    names = [*(f"block{n}_pool" for n in range(1, 6)), "fc6", "fc7"]
    assert [layer.name for layer in VGG16.layers] == names
    assert [layer.name for layer in VGG19.layers] == names


@pytest.fixture(scope="module")
def sees_the_input() -> TensorFlowRuntime:
    """``block1_pool`` with weights that hand the network's input on: channel n in, channel n out,
    and what is negative once more, with its sign turned, as channel n + 3."""
    first, second = np.zeros((3, 3, 3, 64), "f4"), np.zeros((3, 3, 64, 64), "f4")
    for channel in range(3):
        first[1, 1, channel, channel] = 1
        first[1, 1, channel, channel + 3] = -1
    second[1, 1] = np.eye(64)
    weights = {
        "block1_conv1": LayerWeights(first, np.zeros(64, "f4")),
        "block1_conv2": LayerWeights(second, np.zeros(64, "f4")),
    }
    return TensorFlowRuntime(VGG16, layer_named(VGG16, "block1_pool"), weights)


def test_the_network_sees_blue_green_red_minus_the_published_means_once(
    sees_the_input: TensorFlowRuntime,
) -> None:
    red, green, blue = 200, 10, 120
    photo = np.full((1, 224, 224, 3), (red, green, blue), np.uint8)
    mean = sees_the_input(photo)[0, :64]
    positive, negative = mean[:3], mean[3:6]
    expected = np.array([blue - 103.939, green - 116.779, red - 123.68])
    np.testing.assert_allclose(positive - negative, expected, rtol=1e-4)


def test_a_convolutional_layer_is_its_mean_and_then_its_maximum_over_positions(
    sees_the_input: TensorFlowRuntime,
) -> None:
    photo = np.zeros((1, 224, 224, 3), np.uint8)
    photo[0, :112, :112, 2] = 255  # a quarter is blue
    features = sees_the_input(photo)[0]
    assert features.shape == (128,)
    assert features[0] == pytest.approx((255 - 103.939) / 4, rel=1e-4)
    assert features[64] == pytest.approx(255 - 103.939, rel=1e-4)


def test_a_photo_has_the_same_vector_alone_and_in_a_batch(
    sees_the_input: TensorFlowRuntime,
) -> None:
    alone = np.concatenate([sees_the_input(PHOTOS[n : n + 1]) for n in range(2)])
    np.testing.assert_allclose(alone, sees_the_input(PHOTOS), rtol=1e-4)


@pytest.mark.parametrize(
    ("error", "raised"), [("AbortedError", ComputingError), ("ResourceExhaustedError", MemoryError)]
)
def test_what_tensorflow_cannot_compute_is_said_in_our_words(
    error: str,
    raised: type[Exception],
    sees_the_input: TensorFlowRuntime,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """As in bfloat16 on a processor without instructions for it."""
    import tensorflow as tf

    def fail(_: object) -> None:
        raise getattr(tf.errors, error)(None, None, "could not create a primitive descriptor")

    monkeypatch.setattr(sees_the_input, "_features", fail)
    with pytest.raises(raised):
        sees_the_input(PHOTOS)


@pytest.mark.parametrize("last", ["block2_pool", "fc6"])
def test_a_network_ends_at_the_layer_that_is_tapped(last: str) -> None:
    network = VGG16.build(last, {})
    assert network.layers[-1].name == last
    kernels = {layer.name: tuple(layer.kernel.shape) for layer in network.layers if layer.weights}
    assert kernels == layer_named(VGG16, last).weights


@pytest.mark.parametrize(("backbone", "layers"), [(VGG16, 15), (VGG19, 18)])
def test_the_last_layer_needs_all_weights_but_those_of_the_answers(
    backbone: Backbone, layers: int
) -> None:
    assert len(backbone.layers[-1].weights) == layers
    assert backbone.default_layer == "fc6"
    assert layer_named(backbone, "fc6").feature_dim == 4096


def test_a_layer_that_does_not_exist_cannot_be_built() -> None:
    with pytest.raises(ValueError, match="no layer is called fc9"):
        VGG16.build("fc9", {})
