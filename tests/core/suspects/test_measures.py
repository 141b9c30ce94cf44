"""What is measured on a photo: light, sharpness, shape, and a hash that survives small changes."""

from __future__ import annotations

import io

import numpy as np
import pytest
from PIL import Image, ImageFilter, ImageOps

from flowerdesk.core.errors import PhotoError
from flowerdesk.core.suspects.measures import HASH_BITS, MIRRORED, hash_signs, measure


def scene(width: int = 640, height: int = 480, seed: int = 0) -> Image.Image:
    """Soft blobs of colour, such as a photo has them."""
    drawing = np.random.default_rng(seed)
    small = drawing.integers(0, 256, (6, 8, 3), np.uint8)
    soft = Image.fromarray(small).resize((width, height), Image.Resampling.BICUBIC)
    grain = drawing.normal(0, 12, (height, width, 3))
    return Image.fromarray(np.clip(np.asarray(soft) + grain, 0, 255).astype(np.uint8))


def jpeg(image: Image.Image, quality: int = 90, **more: object) -> bytes:
    file = io.BytesIO()
    image.save(file, "JPEG", quality=quality, **more)
    return file.getvalue()


def distance(one: Image.Image, other: Image.Image) -> int:
    signs = hash_signs([measure(jpeg(one)).hash, measure(jpeg(other)).hash])
    plain = signs[0] * signs[1]
    mirrored = np.where(MIRRORED, -plain, plain)
    return int((HASH_BITS - max(plain.sum(), mirrored.sum())) / 2)


def test_a_black_photo_is_dark_and_a_white_one_bright() -> None:
    black, white = (Image.new("RGB", (300, 200), colour) for colour in ("#111", "#fff"))
    assert measure(jpeg(black)).lightest < 0.1
    assert measure(jpeg(white)).darkest > 0.99
    ordinary = measure(jpeg(scene()))
    assert ordinary.lightest > 0.5
    assert ordinary.darkest < 0.5


def test_blurring_takes_sharpness_away() -> None:
    drawing = np.random.default_rng(0)
    squares = Image.fromarray(drawing.integers(0, 256, (8, 8), np.uint8))
    sharp = squares.resize((256, 256), Image.Resampling.NEAREST)
    blurred = sharp.filter(ImageFilter.GaussianBlur(24))
    assert measure(jpeg(sharp)).sharpness > 0.4 > 0.29 > measure(jpeg(blurred)).sharpness


def test_a_thing_on_a_plain_ground_is_not_taken_for_blurred() -> None:
    thing = Image.new("RGB", (256, 256), "#ddd")
    thing.paste("#cce", (100, 100, 140, 150))
    assert measure(jpeg(thing)).sharpness > 0.29


def test_width_and_height_are_those_of_the_whole_upright_photo() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6  # to be turned by a quarter
    taken = measure(jpeg(scene(1600, 400), exif=exif.tobytes()))
    assert (taken.width, taken.height) == (400, 1600)
    assert taken.shape == 0.25
    assert taken.side == 800


@pytest.mark.parametrize("mode", ["L", "RGBA", "P", "1"])
def test_photos_of_every_mode_are_measured(mode: str) -> None:
    file = io.BytesIO()
    scene(40, 30).convert(mode).save(file, "PNG")
    taken = measure(file.getvalue())
    assert (taken.width, taken.height) == (40, 30)


def test_a_photo_of_one_pixel_is_measured() -> None:
    file = io.BytesIO()
    Image.new("RGB", (1, 1), "red").save(file, "PNG")
    assert measure(file.getvalue()).side == 1


def test_bytes_that_are_no_photo_are_told() -> None:
    with pytest.raises(PhotoError):
        measure(b"no photo")


def test_the_hash_hardly_changes_with_size_and_compression() -> None:
    photo = scene()
    small = photo.resize((160, 120))
    poor = Image.open(io.BytesIO(jpeg(photo, quality=20)))
    assert distance(photo, small) <= 8
    assert distance(photo, poor) <= 8
    assert distance(photo, scene(seed=1)) > 40


def test_a_mirrored_photo_has_the_hash_with_some_signs_turned() -> None:
    photo = scene()
    assert distance(photo, ImageOps.mirror(photo)) <= 4
    assert distance(photo, ImageOps.flip(photo)) > 40
