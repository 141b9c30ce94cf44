"""Photos of every kind come out as a person sees them, and bad ones with a reason."""

from __future__ import annotations

import hashlib
import io
import os
import struct
import warnings
import zlib
from contextlib import suppress
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageCms, ImageFilter
from pillow_heif import register_heif_opener

from flowerdesk.core import photos
from flowerdesk.core.errors import PhotoError

RED, GREEN, BLUE, YELLOW = (220, 30, 30), (30, 180, 60), (40, 60, 210), (230, 210, 40)
HIGH = {"quality": 95}


@pytest.fixture(autouse=True, scope="module")
def heif() -> None:
    """Lets Pillow write HEIF."""
    register_heif_opener()


def quarters(width: int = 48, height: int = 24) -> Image.Image:
    """Red and green above blue and yellow: no turn and no mirroring looks like another."""
    image = Image.new("RGB", (width, height), RED)
    image.paste(GREEN, (width // 2, 0, width, height // 2))
    image.paste(BLUE, (0, height // 2, width // 2, height))
    image.paste(YELLOW, (width // 2, height // 2, width, height))
    return image


def saved(image: Image.Image, kind: str, **options: object) -> bytes:
    file = io.BytesIO()
    image.save(file, kind, **options)
    return file.getvalue()


def jpeg(image: Image.Image, **options: object) -> bytes:
    return saved(image, "JPEG", quality=95, subsampling=0, **options)


def assert_looks_like(pixels: object, expected: object, tolerance: float = 3) -> None:
    """Alike on average; single pixels at the edges of colours may differ."""
    seen, wanted = np.asarray(pixels, float), np.asarray(expected, float)
    assert seen.shape == wanted.shape
    assert np.abs(seen - wanted).mean() < tolerance


def assert_one_colour(pixels: np.ndarray, colour: tuple[int, int, int], tolerance: int = 3) -> None:
    assert np.abs(pixels.astype(int) - colour).max() <= tolerance


def png_by_hand(width: int, height: int, bits: int, colour_type: int, rows: bytes) -> bytes:
    """A PNG of a kind that Pillow reads and does not write; ``rows`` are unfiltered."""

    def chunk(name: bytes, content: bytes) -> bytes:
        checked = name + content
        return struct.pack(">I", len(content)) + checked + struct.pack(">I", zlib.crc32(checked))

    header = struct.pack(">IIBBBBB", width, height, bits, colour_type, 0, 0, 0)
    body = chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + body


# ---- upright

STORED_AS = {
    1: None,
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_90,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_270,
}
"""How a camera stores an upright picture that it marks with that EXIF orientation."""


def marked(orientation: int) -> tuple[Image.Image, Image.Exif]:
    exif = Image.Exif()
    exif[0x0112] = orientation
    turn = STORED_AS[orientation]
    return (quarters() if turn is None else quarters().transpose(turn)), exif


@pytest.mark.parametrize("orientation", STORED_AS)
def test_a_photo_is_turned_upright_by_each_of_the_eight_exif_orientations(orientation: int) -> None:
    image, exif = marked(orientation)
    data = jpeg(image, exif=exif)
    assert_looks_like(photos.open_rgb(data), quarters())
    assert_looks_like(photos.decode(data, 24), photos.decode(jpeg(quarters()), 24))


@pytest.mark.parametrize("kind", ["PNG", "WEBP", "TIFF", "HEIF", "AVIF"])
def test_a_photo_is_turned_upright_in_every_format_that_has_exif(kind: str) -> None:
    image, exif = marked(6)
    options = {"PNG": {}, "TIFF": {}, "WEBP": {"lossless": True}}.get(kind, HIGH)
    data = saved(image, kind, exif=exif.tobytes(), **options)
    assert_looks_like(photos.open_rgb(data), quarters(), 8)


def test_an_orientation_that_does_not_exist_leaves_the_photo_as_it_is() -> None:
    exif = Image.Exif()
    exif[0x0112] = 9
    assert_looks_like(photos.open_rgb(jpeg(quarters(), exif=exif)), quarters())


def test_damaged_exif_does_not_hide_a_good_photo() -> None:
    data = jpeg(quarters(), exif=b"Exif\x00\x00MM\x00\x2a\xff\xff\xff\xff")
    assert_looks_like(photos.open_rgb(data), quarters())


# ---- as a person sees it


@pytest.mark.parametrize("kind", ["PNG", "BMP", "GIF", "TIFF", "WEBP", "JPEG", "HEIF", "AVIF"])
def test_every_format_gives_the_same_picture(kind: str) -> None:
    data = saved(quarters(), kind, **({} if kind in ("PNG", "BMP", "GIF", "TIFF") else HIGH))
    image = photos.open_rgb(data)
    assert image.mode == "RGB"
    assert_looks_like(image, quarters(), 8)


@pytest.mark.parametrize("kind", ["JPEG", "TIFF"])
def test_cmyk_has_the_colours_that_were_printed(kind: str) -> None:
    data = saved(quarters().convert("CMYK"), kind, **(HIGH if kind == "JPEG" else {}))
    assert Image.open(io.BytesIO(data)).mode == "CMYK"
    assert_looks_like(photos.open_rgb(data), quarters(), 8)


def test_a_lab_tiff_has_its_colours() -> None:
    lab = ImageCms.profileToProfile(
        quarters(), ImageCms.createProfile("sRGB"), ImageCms.createProfile("LAB"), outputMode="LAB"
    )
    assert_looks_like(photos.open_rgb(saved(lab, "TIFF")), quarters(), 8)


@pytest.mark.parametrize("kind", ["PNG", "TIFF"])
def test_16_bit_grey_keeps_its_brightness(kind: str) -> None:
    ramp = np.linspace(0, 65_535, 64).astype(np.uint16)
    image = Image.fromarray(np.tile(ramp, (64, 1)))
    assert image.mode == "I;16"
    seen = np.asarray(photos.open_rgb(saved(image, kind)))
    np.testing.assert_array_equal(seen[0], np.repeat((ramp >> 8)[:, None], 3, axis=1))


def test_16_bit_colour_keeps_its_colours() -> None:
    row = np.tile(np.array(RED, ">u2") * 257, 8).tobytes()
    data = png_by_hand(8, 8, 16, 2, (b"\0" + row) * 8)
    assert_one_colour(photos.decode(data, 8), RED)


def test_a_dark_16_bit_picture_stays_dark() -> None:
    image = Image.fromarray(np.full((8, 8), 20 << 8, np.uint16))
    assert_one_colour(photos.decode(saved(image, "PNG"), 4), (20, 20, 20))


def test_a_floating_point_tiff_is_stretched_over_the_visible_range() -> None:
    values = np.linspace(-3.0, 5.0, 64, dtype=np.float32).reshape(8, 8)
    seen = np.asarray(photos.open_rgb(saved(Image.fromarray(values), "TIFF")))
    assert seen[0, 0].tolist() == [0, 0, 0]
    assert seen[-1, -1].tolist() == [255, 255, 255]
    assert (np.diff(seen[..., 0].ravel().astype(int)) >= 0).all()


def test_a_floating_point_tiff_of_one_value_is_a_picture_too() -> None:
    flat = Image.fromarray(np.full((8, 8), 7.5, np.float32))
    assert photos.decode(saved(flat, "TIFF"), 4).shape == (4, 4, 3)


def test_a_palette_becomes_its_colours() -> None:
    palette = quarters().quantize(4)
    assert palette.mode == "P"
    assert_looks_like(photos.open_rgb(saved(palette, "PNG")), quarters(), 2)


@pytest.mark.parametrize("mode", ["L", "1"])
def test_grey_and_black_and_white_become_rgb(mode: str) -> None:
    half = Image.new("L", (8, 8))
    half.paste(255, (0, 0, 8, 4))
    seen = np.asarray(photos.open_rgb(saved(half.convert(mode), "PNG")))
    assert seen[0, 0].tolist() == [255, 255, 255]
    assert seen[7, 7].tolist() == [0, 0, 0]


@pytest.mark.parametrize("kind", ["PNG", "WEBP", "TIFF"])
def test_transparency_lies_on_white(kind: str) -> None:
    image = Image.new("RGBA", (8, 8), (*RED, 0))
    image.paste((*BLUE, 255), (0, 0, 8, 4))
    options = {"lossless": True} if kind == "WEBP" else {}
    seen = np.asarray(photos.open_rgb(saved(image, kind, **options)))
    assert_one_colour(seen[:4], BLUE)
    assert_one_colour(seen[4:], (255, 255, 255))


def test_half_transparency_is_half_white() -> None:
    data = saved(Image.new("RGBA", (8, 8), (0, 0, 0, 128)), "PNG")
    assert_one_colour(photos.decode(data, 4), (127, 127, 127))


def test_transparent_grey_lies_on_white() -> None:
    data = saved(Image.new("LA", (8, 8), (0, 0)), "PNG")
    assert_one_colour(photos.decode(data, 4), (255, 255, 255))


def test_a_colour_that_a_palette_or_a_png_declares_transparent_is_white() -> None:
    palette = Image.new("P", (8, 8), 1)
    palette.putpalette([*BLUE, *RED])
    for data in (
        saved(palette, "GIF", transparency=1),
        saved(palette, "PNG", transparency=1),
        saved(Image.new("RGB", (8, 8), RED), "PNG", transparency=RED),
    ):
        assert_one_colour(photos.decode(data, 4), (255, 255, 255))


@pytest.mark.parametrize("kind", ["GIF", "WEBP", "TIFF", "PNG"])
def test_of_moving_pictures_and_of_several_pages_the_first_counts(kind: str) -> None:
    first, second = Image.new("RGB", (8, 8), RED), Image.new("RGB", (8, 8), BLUE)
    data = saved(first, kind, save_all=True, append_images=[second])
    assert_one_colour(photos.decode(data, 4), RED, 8)


# ---- the centre square


@pytest.mark.parametrize("upright", [True, False])
def test_the_centre_square_of_the_short_side_is_what_is_seen(upright: bool) -> None:
    wide = Image.new("RGB", (90, 30), RED)
    wide.paste(GREEN, (30, 0, 60, 30))
    image = wide.transpose(Image.Transpose.ROTATE_90) if upright else wide
    assert_one_colour(photos.decode(saved(image, "PNG"), 10)[1:-1, 1:-1], GREEN)


@pytest.mark.parametrize("upright", [True, False])
def test_the_whole_photo_is_squeezed_where_a_network_wants_it(upright: bool) -> None:
    wide = Image.new("RGB", (60, 30), RED)
    wide.paste(GREEN, (30, 0, 60, 30))
    image = wide.transpose(Image.Transpose.ROTATE_270) if upright else wide
    seen = photos.decode(saved(image, "PNG"), 12, "whole")
    first, second = (seen[:5], seen[7:]) if upright else (seen[:, :5], seen[:, 7:])
    assert_one_colour(first, RED)
    assert_one_colour(second, GREEN)


def test_of_a_panorama_only_the_middle_is_squeezed() -> None:
    panorama = Image.new("RGB", (300, 30), RED)
    panorama.paste(GREEN, (120, 0, 180, 30))
    seen = photos.decode(saved(panorama, "PNG"), 10, "whole")
    assert_one_colour(seen[:, 1:-1], GREEN)


def test_shrinking_is_antialiased() -> None:
    """Of a fine chequerboard every pixel is grey; picking pixels would give black and white."""
    board = np.indices((512, 512)).sum(axis=0) % 2 * 255
    seen = photos.decode(saved(Image.fromarray(board.astype(np.uint8)), "PNG"), 16)
    assert_one_colour(seen, (127, 127, 127), 4)


def test_a_jpeg_decoded_at_reduced_scale_looks_like_the_whole_one() -> None:
    noise = np.random.default_rng(0).integers(0, 256, (75, 100, 3), np.uint8)
    scene = Image.fromarray(noise).resize((2000, 1500), Image.Resampling.BICUBIC)
    data = saved(scene.filter(ImageFilter.DETAIL), "JPEG", quality=90)
    whole = saved(Image.open(io.BytesIO(data)), "BMP")
    reduced, full = photos.decode(data, 224).astype(int), photos.decode(whole, 224).astype(int)
    assert not np.array_equal(reduced, full)  # otherwise nothing was reduced
    assert np.abs(reduced - full).mean() < 1
    assert np.abs(reduced - full).max() <= 12


@settings(deadline=None, max_examples=60)
@given(
    width=st.integers(1, 300),
    height=st.integers(1, 300),
    size=st.integers(1, 64),
    colour=st.tuples(*[st.integers(0, 255)] * 3),
    kind=st.sampled_from(["PNG", "JPEG"]),
)
def test_photos_of_every_size_become_squares_of_their_colour(
    width: int, height: int, size: int, colour: tuple[int, int, int], kind: str
) -> None:
    image = Image.new("RGB", (width, height), colour)
    data = jpeg(image) if kind == "JPEG" else saved(image, kind)
    pixels = photos.decode(data, size)
    assert pixels.dtype == np.uint8
    assert pixels.shape == (size, size, 3)
    assert_one_colour(pixels, colour, 3 if kind == "JPEG" else 0)


# ---- names and bytes


@pytest.mark.parametrize("name", ["a.jpg", "B.JPEG", "c d.Png", "郁金香.webp", "e.heic", "f.g.tif"])
def test_names_of_photos_are_known_in_any_case(name: str) -> None:
    assert photos.is_photo_name(name)


@pytest.mark.parametrize("name", ["Thumbs.db", ".hidden.jpg", "._mac.jpg", "jpg", "a.txt", "a"])
def test_other_names_are_no_photos(name: str) -> None:
    assert not photos.is_photo_name(name)


def test_a_photo_is_known_by_the_sha256_of_its_bytes(tmp_path: Path) -> None:
    path = tmp_path / "a.jpg"
    path.write_bytes(jpeg(quarters()))
    photo = photos.read(path)
    assert photo.data == path.read_bytes()
    assert photo.sha256 == hashlib.sha256(path.read_bytes()).digest()


# ---- bad photos


def reason_to_skip(path: Path) -> str:
    with pytest.raises(PhotoError) as caught:
        photos.decode(photos.read(path).data, 16)
    return str(caught.value)


def test_a_file_of_zero_bytes_is_said_to_be_empty(tmp_path: Path) -> None:
    path = tmp_path / "a.jpg"
    path.touch()
    assert "empty (0 bytes)" in reason_to_skip(path)


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "TIFF", "GIF", "BMP", "HEIF", "AVIF"])
def test_a_photo_that_was_cut_short_is_skipped(tmp_path: Path, kind: str) -> None:
    noise = np.random.default_rng(1).integers(0, 256, (64, 64, 3), np.uint8)
    data = saved(Image.fromarray(noise), kind)
    path = tmp_path / "a.jpg"
    path.write_bytes(data[: len(data) // 2])
    reason = reason_to_skip(path)
    if kind in ("JPEG", "PNG"):
        assert "ends too early" in reason


def test_text_renamed_to_jpg_is_said_to_be_no_photo(tmp_path: Path) -> None:
    path = tmp_path / "a.jpg"
    path.write_text("dear diary")
    assert "not a photo" in reason_to_skip(path)


def test_a_decompression_bomb_is_refused_before_it_is_unpacked(tmp_path: Path) -> None:
    path = tmp_path / "a.png"
    path.write_bytes(png_by_hand(60_000, 60_000, 8, 2, b""))
    assert "178 million pixels" in reason_to_skip(path)


def test_a_large_panorama_below_the_limit_is_no_bomb() -> None:
    """Pillow warns of pictures half as large as the limit; that must not become an error."""
    height = photos.MAX_PIXELS // 2 // 10_000 + 10
    data = png_by_hand(10_000, height, 1, 0, (b"\0" + bytes(1250)) * height)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert photos.decode(data, 4).max() == 0


def test_a_file_that_may_not_be_read_is_said_to_be_so(tmp_path: Path) -> None:
    path = tmp_path / "a.jpg"
    path.write_bytes(jpeg(quarters()))
    path.chmod(0)
    if not hasattr(os, "seteuid"):
        pytest.skip("this system knows no permissions of this kind")
    user = os.geteuid()
    if user == 0:
        os.seteuid(65534)  # root may read everything; nobody may not
    try:
        assert "permissions" in reason_to_skip(path)
    finally:
        os.seteuid(user)


def test_a_link_to_nothing_and_a_file_that_is_gone_are_told_apart(tmp_path: Path) -> None:
    link = tmp_path / "link.jpg"
    link.symlink_to(tmp_path / "nothing.jpg")
    assert "link points to nothing" in reason_to_skip(link)
    assert "is gone" in reason_to_skip(tmp_path / "nothing.jpg")


def test_a_link_to_itself_and_a_folder_named_like_a_photo_are_skipped(tmp_path: Path) -> None:
    loop = tmp_path / "loop.jpg"
    loop.symlink_to(loop)
    folder = tmp_path / "folder.jpg"
    folder.mkdir()
    assert "cannot be read" in reason_to_skip(loop)
    assert "cannot be read" in reason_to_skip(folder)


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "TIFF", "GIF", "BMP", "HEIF", "AVIF"])
def test_flipped_bits_end_in_a_reason_or_in_a_picture(kind: str) -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    whole = saved(quarters(64, 64), kind, **({} if kind in ("GIF", "BMP") else {"exif": exif}))
    generator = np.random.default_rng(2)
    for _ in range(60):
        damaged = bytearray(whole)
        for place in generator.integers(0, len(whole), 3):
            damaged[place] ^= 1 << int(generator.integers(8))
        with suppress(PhotoError):
            assert photos.decode(bytes(damaged), 8).shape == (8, 8, 3)
