"""What a network's layers see: maps, filters, receptive fields, and what is not reached."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from tiny import SIZE, load_tiny, noise, tiny_weights

from flowerdesk.core.backbones import loading
from flowerdesk.core.backbones.backbone import Layer
from flowerdesk.core.backbones.petal import PETAL
from flowerdesk.core.errors import SeeingError
from flowerdesk.core.photos import Frame
from flowerdesk.core.see.channels import STRONGEST, channel_map, filters, look_at
from flowerdesk.core.see.receptive import receptive_fields
from flowerdesk.core.see.sight import sight_of
from flowerdesk.core.see.top_patches import patch_box

WHOLE = Frame(0, 0, 1, 1)


def test_the_maps_are_what_the_layer_gives() -> None:
    """Of the first layer, reckoned by hand: kernel, bias, ReLU, the highest of four."""
    loaded = load_tiny()
    pixels = noise()
    inputs = (pixels[..., ::-1].astype(np.float64) - (100, 110, 120)) / 64
    padded = np.pad(inputs, ((1, 1), (1, 1), (0, 0)))
    kernel, bias = tiny_weights()["conv1"].kernel, tiny_weights()["conv1"].bias
    conv = np.array(
        [
            [np.einsum("ijk,ijkc->c", padded[r : r + 3, c : c + 3], kernel) for c in range(SIZE)]
            for r in range(SIZE)
        ]
    )
    expected = np.maximum(conv + bias, 0).reshape(8, 2, 8, 2, 4).max(axis=(1, 3))
    maps = sight_of(loaded).maps(pixels)
    assert list(maps) == ["pool1", "conv2"]
    np.testing.assert_allclose(maps["pool1"], expected, rtol=1e-4, atol=1e-5)


def test_peaks_are_the_highest_places_of_the_maps() -> None:
    sight = sight_of(load_tiny())
    photos = np.stack([noise(n) for n in range(3)])
    peaks = sight.peaks(photos, sight.tour)
    for number, photo in enumerate(photos):
        for name, values in sight.maps(photo).items():
            flat = values.reshape(-1, values.shape[2])
            np.testing.assert_allclose(peaks[name].strengths[number], flat.max(0), rtol=1e-5)
            np.testing.assert_array_equal(peaks[name].places[number], flat.argmax(0))


def test_the_strongest_channels_of_a_photo_come_first() -> None:
    sight = sight_of(load_tiny())
    view = look_at(sight, noise(), WHOLE, "dense")
    assert [layer.layer for layer in view.layers] == ["pool1", "conv2"]
    for layer in view.layers:
        maps = sight.maps(noise())[layer.layer]
        strengths = [one.strength for one in layer.strongest]
        assert strengths == sorted(strengths, reverse=True)
        assert len(strengths) == min(STRONGEST, layer.channels)
        assert layer.active == sum(maps.max(axis=(0, 1)) > 0)
        best = layer.strongest[0]
        drawn = best.picture.array()
        assert np.unravel_index(drawn.argmax(), drawn.shape) == np.unravel_index(
            maps[..., best.channel].argmax(), maps.shape[:2]
        )
        assert channel_map(sight, noise(), layer.layer, best.channel) == best


def test_filters_are_shown_in_the_colours_of_a_photo() -> None:
    """The network wants blue first; a filter for red is shown red."""
    shown = [one.array() for one in filters(sight_of(load_tiny()))]
    kernels = tiny_weights()["conv1"].kernel
    assert len(shown) == kernels.shape[-1]
    for number, one in enumerate(shown):
        kernel = kernels[..., ::-1, number]
        assert (
            np.unravel_index(one.argmax(), one.shape)
            == np.unravel_index(kernel.argmax(), kernel.shape)
            or kernel.max() < -kernel.min()
        )
        assert set(np.sign(one.astype(int) - 127.5).ravel()) == {-1.0, 1.0}
        assert one.max() == 255 or one.min() == 0


def test_layers_that_the_network_does_not_reach_are_named(shared_weights: Path) -> None:
    """A file of the first three blocks serves three, and no more is made up."""
    loaded = loading.load(loading.choose("vgg16", "block3_pool", shared_weights))
    sight = sight_of(loaded)
    assert [layer.name for layer in sight.tour] == ["block1_pool", "block2_pool", "block3_pool"]
    assert [layer.name for layer in sight.beyond] == ["block4_pool", "block5_pool"]
    assert sight.last_maps == "block3_conv3"
    assert sight.fields["block3_pool"].size == 44
    assert sight.key(sight.layer("block3_pool")) == loaded.key
    with pytest.raises(SeeingError, match="no layer “block4_pool”"):
        sight.layer("block4_pool")


def test_a_layer_is_known_by_its_own_weights_whatever_comes_after_it() -> None:
    to_the_end, to_the_middle = sight_of(load_tiny()), sight_of(load_tiny("conv2"))
    for sight in (to_the_end, to_the_middle):
        assert sight.key(sight.layer("conv2")) == load_tiny("conv2").key
        assert sight.key(sight.layer("pool1")).layer == "pool1"


# Receptive fields


@pytest.mark.parametrize("layer", PETAL.layers[:2], ids=lambda layer: layer.name)
def test_a_unit_sees_its_receptive_field_and_nothing_else(layer: Layer) -> None:
    """Changes of any pixel outside do nothing; those of the corners inside do something."""
    network = PETAL.build(layer.name, {})
    for one in network.layers:
        if one.weights:  # every input counts alike, and none is cut off
            kernel = one.kernel.shape
            share = np.full(kernel, 1 / np.prod(kernel[:3]), np.float32)
            one.set_weights([share, np.zeros(kernel[-1], np.float32)])
    field = receptive_fields(network)[layer.name]
    side = PETAL.input_size
    units = network.output.shape[1]
    for row, column in ((0, 0), (units // 2, units // 3), (units - 1, units - 2)):
        left, top, right, bottom = field.box(row, column, side)
        around, corner, other = np.zeros((3, side, side, 3), np.float32)
        around[:] = 1
        around[top:bottom, left:right] = 0
        corner[top, left] = other[bottom - 1, right - 1] = 1000
        found = np.asarray(network(np.stack([around, corner, other])))[:, row, column, 0]
        assert found[0] == 0
        assert found[1] > 0
        assert found[2] > 0


def test_patches_of_a_layer_are_of_one_size_and_inside_the_photo() -> None:
    sight = sight_of(load_tiny())
    layer = sight.layer("conv2")
    sizes = set()
    for place in range(16):
        left, top, right, bottom = patch_box(sight, layer, place)
        assert min(left, top) >= 0
        assert max(right, bottom) <= SIZE
        sizes.add((right - left, bottom - top))
    assert sizes == {(8, 8)}
    assert patch_box(sight, layer, 5)[:2] < patch_box(sight, layer, 10)[:2]
