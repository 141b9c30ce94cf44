"""Grad-CAM against numbers reckoned in another way, the second opinion, and heat over photos."""

from __future__ import annotations

import io
from collections.abc import Callable

import numpy as np
import pytest
from fake_backbone import ColourGrid, grid_backbone
from PIL import Image
from tiny import SIZE, load_tiny, noise, tiny_head, tiny_weights

from flowerdesk.core import photos, prediction
from flowerdesk.core.backbones import loading
from flowerdesk.core.errors import SeeingError
from flowerdesk.core.events import JobCancelled, Progress, ignore, never
from flowerdesk.core.head import Head
from flowerdesk.core.photos import Frame
from flowerdesk.core.see.heat import Heat, grad_cam, occlusion, over_photo
from flowerdesk.core.see.pictures import grey
from flowerdesk.core.see.sight import sight_of

WHOLE = Frame(0, 0, 1, 1)


# Grad-CAM


def logits_of_maps(maps: np.ndarray, layer: str, tapped: str, head: Head) -> np.ndarray:
    """From the maps of a layer of the tiny network on, ``(h, w, c)``, in float64 and plain numpy:
    the rest of the network, pooling, standardisation and head."""
    weights, values = tiny_weights(), maps.astype(np.float64)
    if layer == "pool1":
        padded = np.pad(values, ((0, 1), (0, 1), (0, 0)))  # as “same” pads 8 for 3 by 3, stride 2
        kernel, bias = weights["conv2"].kernel, weights["conv2"].bias
        values = np.array(
            [
                [
                    np.einsum("ijk,ijkc->c", padded[2 * r : 2 * r + 3, 2 * c : 2 * c + 3], kernel)
                    for c in range(4)
                ]
                for r in range(4)
            ]
        )
        values = np.maximum(values + bias, 0)
    if tapped == "dense":
        dense = weights["dense"]
        vector = np.maximum(values.ravel() @ dense.kernel + dense.bias, 0)
    else:
        vector = np.concatenate([values.mean(axis=(0, 1)), values.max(axis=(0, 1))])
    vector = (vector - head.mean) / head.deviation
    (first, first_bias), (last, last_bias) = head.layers
    return np.maximum(vector @ first + first_bias, 0) @ last + last_bias


@pytest.mark.parametrize(
    ("layer", "tapped"),
    [("conv2", "dense"), ("pool1", "dense"), ("conv2", "conv2"), ("pool1", "conv2")],
)
@pytest.mark.parametrize("label", ["ash", "elm", "oak"])
def test_grad_cam_weighs_maps_as_small_changes_of_them_change_the_logit(
    layer: str, tapped: str, label: str
) -> None:
    loaded = load_tiny(tapped)
    head, sight, pixels = tiny_head(loaded), sight_of(loaded), noise()
    number = head.labels.index(label)
    values, logits = sight.spoke_for(pixels, head, number, layer)
    maps = sight.maps(pixels)[layer].astype(np.float64)
    assert logits == pytest.approx(logits_of_maps(maps, layer, tapped, head), abs=1e-4)
    growth, little = np.zeros_like(maps), 1e-6
    for place in np.ndindex(maps.shape):
        more, less = maps.copy(), maps.copy()
        more[place] += little
        less[place] -= little
        both = [logits_of_maps(one, layer, tapped, head)[number] for one in (more, less)]
        growth[place] = (both[0] - both[1]) / (2 * little)
    expected = np.maximum((growth.mean(axis=(0, 1)) * maps).sum(axis=-1), 0)
    np.testing.assert_allclose(values, expected, rtol=1e-3, atol=1e-5)
    assert np.ptp(growth) > 0


def test_the_graph_says_of_a_photo_what_the_program_says() -> None:
    """Of the network that comes with the program, through all that comes after its maps."""
    loaded = loading.load(loading.choose("petal"))
    random = np.random.default_rng(0)
    dim = loaded.layer.feature_dim
    head = Head(
        ("a", "b", "c"),
        loaded.key,
        random.normal(0.2, 0.1, dim).astype(np.float32),
        random.uniform(0.5, 1, dim).astype(np.float32),
        (
            (random.normal(0, 0.1, (dim, 32)).astype(np.float32), np.zeros(32, np.float32)),
            (random.normal(0, 0.5, (32, 3)).astype(np.float32), np.ones(3, np.float32)),
        ),
    )
    size = loaded.runtime.input_size
    pixels = random.integers(0, 256, (size, size, 3), np.uint8)
    said = prediction.answers(head, loaded.runtime(pixels[np.newaxis])[0])
    for layer in (None, "stage2", "stem_relu"):
        heat = grad_cam(sight_of(loaded), head, pixels, WHOLE, "b", layer)
        assert [label for label, _ in heat.answers] == [label for label, _ in said]
        shares = [share for _, share in heat.answers]
        assert shares == pytest.approx([share for _, share in said], abs=1e-5)


def test_it_is_taken_at_the_last_layer_with_places_unless_another_is_named() -> None:
    loaded = load_tiny()
    heat = grad_cam(sight_of(loaded), tiny_head(loaded), noise(), WHOLE, "ash", None)
    assert heat.layer == "conv2"
    with pytest.raises(SeeingError, match=r"no layer “dense” with maps.*conv1, pool1, conv2"):
        grad_cam(sight_of(loaded), tiny_head(loaded), noise(), WHOLE, "ash", "dense")


def test_where_nothing_speaks_for_a_label_there_is_no_heat() -> None:
    loaded = load_tiny("conv2")
    dim = loaded.layer.feature_dim
    against = np.stack([-np.ones(dim), np.ones(dim)], axis=1).astype(np.float32)
    head = Head(
        ("no", "yes"),
        loaded.key,
        np.zeros(dim, np.float32),
        np.ones(dim, np.float32),
        ((against, np.zeros(2, np.float32)),),
    )
    nothing = grad_cam(sight_of(loaded), head, noise(), WHOLE, "no", None)
    assert nothing.highest == 0
    assert not nothing.picture.array().any()
    assert grad_cam(sight_of(loaded), head, noise(), WHOLE, "yes", None).highest > 0


# The second opinion


def head_of_one_corner(grid: ColourGrid) -> Head:
    """Says “red” the redder the second square of the grid's third row is."""
    kernel = np.zeros((48, 2), np.float32)
    kernel[(2 * 4 + 1) * 3, 0] = 0.05
    key = grid_backbone(grid).key
    zeros, ones = np.zeros(48, np.float32), np.ones(48, np.float32)
    return Head(("red", "other"), key, zeros, ones, ((kernel, np.zeros(2, np.float32)),))


def red_spot() -> np.ndarray:
    pixels = np.zeros((16, 16, 3), np.uint8)
    pixels[8:12, 4:8, 0] = 255
    return pixels


def test_hiding_finds_the_place_that_decides_with_nothing_but_answers() -> None:
    grid, shares = ColourGrid(), []
    heat = occlusion(
        grid_backbone(grid),
        head_of_one_corner(grid),
        red_spot(),
        WHOLE,
        "red",
        lambda event: shares.append(event.done / event.total),
        never,
    )
    assert heat.highest > 1
    values = heat.picture.array()
    rows, columns = np.nonzero(values > 200)
    middle = np.array([rows.mean(), columns.mean()]) / len(values)
    assert middle == pytest.approx([10 / 16, 6 / 16], abs=0.03)
    assert not values[:20].any()
    assert not values[:, -40:].any()
    assert shares[-1] == 1
    assert heat.answers[0][0] == "red"


def test_hiding_stops_when_it_is_cancelled() -> None:
    grid, seen = ColourGrid(), []

    def cancelled() -> bool:
        return len(seen) == 2

    with pytest.raises(JobCancelled):
        occlusion(
            grid_backbone(grid), head_of_one_corner(grid), red_spot(), WHOLE, "red", seen.append,
            cancelled,
        )  # fmt: skip
    assert [type(event) for event in seen] == [Progress, Progress]


def test_what_is_no_tensorflow_cannot_be_looked_into_and_says_what_works() -> None:
    with pytest.raises(SeeingError, match="second opinion works"):
        sight_of(grid_backbone(ColourGrid()))


# Over the photo


def spot(frame: Frame) -> Heat:
    """Heat in the upper left quarter of what is framed."""
    values = np.zeros((20, 20))
    values[:10, :10] = 1
    return Heat("red", "grad-cam", "conv2", grey(values), 1.0, frame, (("red", 1.0),))


def test_heat_lies_on_the_part_that_the_network_looked_at() -> None:
    data = encoded(Image.new("RGB", (60, 20), "#4060a0"))
    pixels, frame = photos.decode_framed(data, SIZE, "centre")
    assert pixels.shape == (SIZE, SIZE, 3)
    assert frame == Frame(1 / 3, 0, 1 / 3, 1)
    photo = photos.open_rgb(data)
    made = np.asarray(over_photo(photo, spot(frame), 1.0)).astype(int)
    plain = np.asarray(photo).astype(int)
    for unseen in (made[:, :20], made[:, 40:]):  # it fades, evenly, and nothing is lit
        assert np.ptp(unseen.reshape(-1, 3), axis=0).max() <= 2
        assert np.ptp(unseen[0, 0]) < np.ptp(plain[0, 0]) / 2
    assert (made[2:8, 22:28, 0] > 200).all()
    assert (made[12:18, 32:38].sum(axis=-1) < plain[12:18, 32:38].sum(axis=-1)).all()
    assert (np.asarray(over_photo(photo, spot(frame), 0.0)) == plain).all()


@pytest.mark.parametrize("framing", ["centre", "whole"])
def test_the_frame_is_that_of_the_photo_as_a_person_sees_it(framing: photos.Framing) -> None:
    upright = Image.new("RGB", (20, 90), "white")
    turned = upright.transpose(Image.Transpose.ROTATE_90)
    exif = Image.Exif()
    exif[0x0112] = 6  # to be turned by a quarter, clockwise
    _, frame = photos.decode_framed(encoded(turned, exif), SIZE, framing)
    side = 20 if framing == "centre" else 40
    assert (frame.left, frame.width) == (0, 1)
    assert frame.height * 90 == pytest.approx(side)
    assert frame.top * 90 == pytest.approx((90 - side) / 2)


def encoded(image: Image.Image, exif: Image.Exif | None = None) -> bytes:
    file = io.BytesIO()
    image.save(file, "JPEG", quality=95, **({"exif": exif} if exif else {}))
    return file.getvalue()


def test_occlusion_and_grad_cam_agree_on_where_a_photo_speaks(
    draw_photos: Callable[..., object],
) -> None:
    """A head that asks for one strong channel: both point at the same half of the photo."""
    loaded = loading.load(loading.choose("petal"))
    sight = sight_of(loaded)
    size = loaded.runtime.input_size
    pixels = np.full((size, size, 3), 128, np.uint8)
    pixels[20:70, 20:70] = np.random.default_rng(3).integers(0, 256, (50, 50, 3), np.uint8)
    plain = np.full((1, size, size, 3), 128, np.uint8)
    grown = loaded.runtime(pixels[np.newaxis])[0] - loaded.runtime(plain)[0]
    kernel = np.zeros((loaded.layer.feature_dim, 2), np.float32)
    kernel[np.argsort(-grown)[:20], 0] = 1
    zeros = np.zeros(len(kernel), np.float32)
    head = Head(("spot", "other"), loaded.key, zeros, zeros + 1, ((kernel, np.zeros(2, "f")),))
    one = grad_cam(sight, head, pixels, WHOLE, "spot", None)
    other = occlusion(loaded, head, pixels, WHOLE, "spot", ignore, never)
    for heat in (one, other):
        values = heat.picture.array().astype(float)
        half = len(values) // 2
        assert values[:half, :half].sum() > 0.6 * values.sum()
