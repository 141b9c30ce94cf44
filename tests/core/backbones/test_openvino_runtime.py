"""OpenVINO in whole numbers, in bfloat16 and on devices answers nearly what float32 does."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from drawn_weights import drawn_weights, read_only

from flowerdesk.core.backbones import loading, openvino_devices, openvino_runtime
from flowerdesk.core.backbones.agreement import agreement
from flowerdesk.core.backbones.backbone import Backbone
from flowerdesk.core.backbones.calibration import LARGEST_PIXEL, Calibration
from flowerdesk.core.backbones.graph import PHOTO, Step
from flowerdesk.core.backbones.petal import PETAL
from flowerdesk.core.backbones.registry import layer_named
from flowerdesk.core.backbones.vgg import VGG16
from flowerdesk.core.backbones.ways import Way
from flowerdesk.core.errors import ComputingError

pytest.importorskip("openvino", reason="OpenVINO is an extra: flowerdesk[fast]")


def test_in_whole_numbers_it_agrees_with_float32_on_photos(flowers: np.ndarray) -> None:
    choice = loading.choose("petal")
    reference = loading.load(choice).runtime(flowers)
    calibration = loading.calibrate(choice, flowers[:20])
    way = Way("openvino", "int8")
    loaded = loading.load(
        loading.Choice(choice.backbone, choice.layer, choice.weights, "", way, calibration)
    )
    assert (loaded.key.runtime, loaded.key.precision) == ("openvino", "int8")
    assert loaded.key.calibration == calibration.sha256
    vectors = loaded.runtime(flowers)
    assert not np.array_equal(vectors, reference)
    assert agreement(vectors, reference).suffices("int8")


def test_ranges_that_cut_values_off_are_noticed(flowers: np.ndarray) -> None:
    choice = loading.choose("petal")
    reference = loading.load(choice).runtime(flowers)
    good = loading.calibrate(choice, flowers[:20])
    bad = Calibration({name: value / 20 for name, value in good.largest.items()})
    way = Way("openvino", "int8")
    loaded = loading.load(
        loading.Choice(choice.backbone, choice.layer, choice.weights, "", way, bad)
    )
    assert not agreement(loaded.runtime(flowers), reference).suffices("int8")


def test_calibrating_tells_what_reaches_every_layer(flowers: np.ndarray) -> None:
    calibration = loading.calibrate(loading.choose("petal"), flowers[:4])
    assert calibration.largest.keys() == PETAL.layers[-1].weights.keys()
    assert calibration.largest["stem"] == LARGEST_PIXEL
    assert all(value > 0 for value in calibration.largest.values())
    again = Calibration.from_json(calibration.to_json())
    assert again == calibration
    assert again.sha256 == calibration.sha256


@pytest.mark.parametrize(
    ("backbone", "layer"), [(VGG16, "block2_pool"), (PETAL, "stage1")], ids=["mean", "mean, scale"]
)
def test_pixels_in_whole_numbers_are_what_they_were(backbone: Backbone, layer: str) -> None:
    """With whole-numbered kernels nothing is rounded away but by the means."""
    tapped = layer_named(backbone, layer)
    weights = drawn_weights(backbone, layer)
    first = next(iter(weights))
    kernel = np.random.default_rng(3).integers(-63, 64, weights[first].kernel.shape)
    kernel[0, 0, 0] = 63
    weights[first] = read_only(kernel / 63, np.asarray(weights[first].bias))
    size = backbone.input_size
    pixels = np.random.default_rng(1).integers(0, 256, (3, size, size, 3), np.uint8)
    ours = openvino_runtime.OpenVinoRuntime(
        backbone, tapped, weights, "int8", Calibration({first: LARGEST_PIXEL})
    )(pixels)
    theirs = openvino_runtime.OpenVinoRuntime(backbone, tapped, weights)(pixels)
    assert np.abs(ours - theirs).max() <= 2e-3 * np.abs(theirs).max()


@pytest.mark.skipif(
    not openvino_devices.capable_of("bfloat16"), reason="no instructions for bfloat16 here"
)
def test_bfloat16_holds_pixels_as_they_are() -> None:
    """It has 8 bits, and loses what comes after the point of bright pixels less the means."""
    steps = (
        Step("difference", "convolution", (PHOTO,), 2, relu=True),
        Step("pool", "max_pool", ("difference",), kernel=2, stride=2),
    )
    tiny = replace(VGG16, input_size=2, steps=lambda _: steps)
    layer = replace(VGG16.layers[0], name="pool", shape=(1, 1, 2), weights={"difference": ()})
    kernel = np.array([[1, -1], [-1, 1], [0, 0]])[None, None]
    weights = {"difference": read_only(kernel, np.zeros(2))}
    pixels = np.random.default_rng(0).integers(240, 256, (16, 2, 2, 3), np.uint8)
    ours = openvino_runtime.OpenVinoRuntime(tiny, layer, weights, "bfloat16")(pixels)
    theirs = openvino_runtime.OpenVinoRuntime(tiny, layer, weights)(pixels)
    assert theirs.max() > 16
    assert np.abs(ours - theirs).max() < 0.1


def test_a_device_gets_batches_of_one_size_and_single_photos(flowers: np.ndarray) -> None:
    """A device of OpenVINO's own that passes everything on to the processor, which computes in
    bfloat16 where it can."""
    layer, weights = PETAL.layers[0], drawn_weights(PETAL, "stage1")
    there = openvino_runtime.OpenVinoRuntime(
        PETAL, layer, weights, "float16", device=f"HETERO:{openvino_devices.PROCESSOR}"
    )
    here = openvino_runtime.OpenVinoRuntime(PETAL, layer, weights)
    assert there.batch_size < len(flowers) < 2 * there.batch_size
    for photos in (flowers, flowers[:1], flowers[:3]):
        ours, theirs = there(photos), here(photos)
        assert np.abs(ours - theirs).max() <= 0.02 * np.abs(theirs).max()


def test_a_device_that_fails_is_told_with_a_way_out() -> None:
    layer, weights = PETAL.layers[0], drawn_weights(PETAL, "stage1")
    with pytest.raises(ComputingError, match=r"this computer's GPU\.99: .* Choose another --r"):
        openvino_runtime.OpenVinoRuntime(PETAL, layer, weights, "float16", device="GPU.99")
