"""Petal: the backbone that comes with flowerdesk."""

from __future__ import annotations

import math
from pathlib import Path

import numpy as np
import pytest

from flowerdesk.core import resources
from flowerdesk.core.backbones import loading
from flowerdesk.core.backbones.petal import PETAL, petal
from flowerdesk.core.errors import WeightsError
from flowerdesk.core.resources import resource_path
from flowerdesk.core.weights.files import layer_shapes

WEIGHTS = str(PETAL.bundled_weights)


def test_the_layers_to_tap_are_those_of_the_network() -> None:
    for layer in PETAL.layers:
        network = PETAL.build(layer.name, {})
        assert network.output.shape[1:] == layer.shape
        kernels = {one.name: tuple(one.kernel.shape) for one in network.layers if one.weights}
        assert kernels == layer.weights


def test_every_layer_with_weights_has_a_kernel_and_a_bias() -> None:
    for layer in petal().layers:
        assert [weight.path.split("/")[-1] for weight in layer.weights] in ([], ["kernel", "bias"])


def test_it_is_small_enough_to_come_with_the_program() -> None:
    kernels = PETAL.layers[-1].weights.values()
    weights = sum(math.prod(kernel) + kernel[-1] for kernel in kernels)
    assert 2 * weights <= 8e6  # bytes in float16


@pytest.mark.parametrize("layer", [layer.name for layer in PETAL.layers])
def test_photos_of_any_number_become_vectors(layer: str) -> None:
    network = PETAL.build(layer, {})
    size = PETAL.input_size
    assert network(np.zeros((3, size, size, 3), np.float32)).shape[0] == 3


def test_its_weights_come_with_the_program() -> None:
    file = resource_path(WEIGHTS)
    assert file.stat().st_size <= 8_000_000
    assert layer_shapes(file) == loading.expected_shapes(PETAL)


def test_without_other_weights_it_is_chosen_and_says_what_more_there_is() -> None:
    choice = loading.choose("auto")
    assert choice.backbone is PETAL
    assert choice.layer.name == "features"
    assert "weights fetch vgg16" in choice.because


def test_different_photos_have_different_features() -> None:
    loaded = loading.load(loading.choose("petal"))
    size = PETAL.input_size
    photos = np.random.default_rng(0).integers(0, 256, (2, size, size, 3), np.uint8)
    photos[1] = photos[1].mean(axis=(0, 1), keepdims=True)
    vectors = loaded.runtime(photos)
    assert vectors.shape == (2, 768)
    assert vectors.dtype == np.float32
    assert (vectors >= 0).all()
    assert np.abs(vectors[0] - vectors[1]).max() > 0.1


@pytest.mark.parametrize("damage", ["one bit", "cut short"])
def test_a_damaged_copy_of_its_weights_is_named_as_such(
    damage: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    content = bytearray(resource_path(WEIGHTS).read_bytes())
    if damage == "one bit":
        content[-1000] ^= 1
    else:
        del content[5_000_000:]
    copy = tmp_path / "resources" / WEIGHTS
    copy.parent.mkdir()
    copy.write_bytes(content)
    monkeypatch.setattr(resources, "__file__", str(tmp_path / "core" / "resources.py"))
    choice = loading.choose("petal")
    assert choice.weights == copy
    with pytest.raises(WeightsError, match=r"own copy of the weights of Petal.*is damaged"):
        loading.load(choice)


def test_another_file_of_its_weights_may_differ(tmp_path: Path) -> None:
    content = bytearray(resource_path(WEIGHTS).read_bytes())
    content[-1000] ^= 1
    other = tmp_path / "other.safetensors"
    other.write_bytes(content)
    ours = loading.load(loading.choose("petal")).key
    theirs = loading.load(loading.choose("petal", weights=other)).key
    assert ours.weights_sha256 != theirs.weights_sha256
