"""OpenVINO computes what TensorFlow does, nearly the same in whole numbers, and tells nobody."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from flowerdesk.core import photos
from flowerdesk.core.backbones import loading, openvino_runtime
from flowerdesk.core.backbones.agreement import agreement
from flowerdesk.core.backbones.backbone import Backbone
from flowerdesk.core.backbones.calibration import LARGEST_PIXEL, Calibration
from flowerdesk.core.backbones.petal import PETAL
from flowerdesk.core.backbones.registry import layer_named
from flowerdesk.core.backbones.tensorflow_runtime import TensorFlowRuntime
from flowerdesk.core.backbones.vgg import VGG16
from flowerdesk.core.backbones.ways import WAYS, Way
from flowerdesk.core.sample import LABELS, draw_photo
from flowerdesk.core.weights.files import LayerWeights

pytest.importorskip("openvino", reason="OpenVINO is an extra: flowerdesk[fast]")


def read_only(*arrays: np.ndarray) -> LayerWeights:
    """As a file of weights gives them."""
    kernel, bias = (array.astype(np.float32) for array in arrays)
    for array in (kernel, bias):
        array.setflags(write=False)
    return LayerWeights(kernel, bias)


def drawn_weights(backbone: Backbone, layer: str) -> dict[str, LayerWeights]:
    """Of such a spread that values neither vanish nor explode (He et al. 2015)."""
    drawing = np.random.default_rng(0)
    weights = {}
    for name, shape in layer_named(backbone, layer).weights.items():
        kernel = drawing.normal(0, np.sqrt(2 / np.prod(shape[:-1])), shape)
        bias = drawing.normal(0, 0.1, shape[-1])
        weights[name] = read_only(kernel, bias)
    return weights


@pytest.fixture(scope="module")
def flowers(tmp_path_factory: pytest.TempPathFactory) -> np.ndarray:
    """Forty drawn photos as Petal sees them."""
    file = tmp_path_factory.mktemp("flowers") / "photo.jpg"
    found = []
    for number in range(40):
        draw_photo(file, LABELS[number % len(LABELS)], number)
        found.append(photos.decode(file.read_bytes(), PETAL.input_size, "whole"))
    return np.stack(found)


@pytest.mark.parametrize(
    ("backbone", "layer"),
    [(VGG16, "block2_pool"), (PETAL, "stage2"), (PETAL, "features")],
    ids=lambda one: one if isinstance(one, str) else one.name,
)
def test_in_float32_it_answers_what_tensorflow_answers(backbone: Backbone, layer: str) -> None:
    weights, tapped = drawn_weights(backbone, layer), layer_named(backbone, layer)
    size = backbone.input_size
    pixels = np.random.default_rng(1).integers(0, 256, (3, size, size, 3), np.uint8)
    ours = openvino_runtime.OpenVinoRuntime(backbone, tapped, weights)(pixels)
    theirs = TensorFlowRuntime(backbone, tapped, weights)(pixels)
    assert (ours.dtype, ours.shape) == (np.float32, (3, tapped.feature_dim))
    assert np.abs(theirs).max() > 0
    assert np.abs(ours - theirs).max() <= 1e-3 * np.abs(theirs).max()


def test_dense_layers_read_the_positions_in_the_order_of_tensorflow() -> None:
    """With the last block of VGG16 alone, as the whole would take a minute."""
    from dataclasses import replace

    from flowerdesk.core.backbones.graph import PHOTO, Step, keras_network

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
    ours = openvino_runtime.OpenVinoRuntime(tiny, layer, weights)(pixels)
    np.testing.assert_allclose(ours, TensorFlowRuntime(tiny, layer, weights)(pixels), rtol=1e-3)


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


def test_more_photos_than_a_batch_come_in_their_order(flowers: np.ndarray) -> None:
    loaded = loading.load(
        loading.Choice(
            PETAL,
            PETAL.layers[0],
            loading.choose("petal").weights,
            "",
            Way("openvino", "float32"),
        )
    )
    assert len(flowers) > loaded.runtime.batch_size
    backwards = loaded.runtime(np.ascontiguousarray(flowers[::-1]))
    np.testing.assert_allclose(loaded.runtime(flowers), backwards[::-1], rtol=1e-3, atol=1e-4)


def test_a_processor_below_a_limit_has_no_bfloat16(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(openvino_runtime, "_capabilities", lambda: ("FP32", "BF16", "INT8"))
    monkeypatch.setenv("ONEDNN_MAX_CPU_ISA", "AVX2_VNNI")
    assert not openvino_runtime.capable_of("bfloat16")
    assert openvino_runtime.capable_of("int8")
    monkeypatch.delenv("ONEDNN_MAX_CPU_ISA")
    assert openvino_runtime.capable_of("bfloat16")


def test_importing_it_tells_nobody(tmp_path: Path) -> None:
    """Its own telemetry would; a module of that name stands by to be caught at it."""
    (tmp_path / "openvino_telemetry.py").write_text("raise SystemExit('it would tell')")
    code = (
        "from flowerdesk.core.backbones import openvino_runtime\n"
        "openvino_runtime.openvino().Core()\n"
    )
    path = os.pathsep.join([str(tmp_path), str(Path(__file__).parents[3])])
    subprocess.run([sys.executable, "-c", code], env={**os.environ, "PYTHONPATH": path}, check=True)


def test_every_way_has_a_name_of_its_own() -> None:
    assert len({str(way) for way in WAYS}) == len(WAYS)
