"""Opens photos: one file's bytes become the RGB pixels that a person would see, cropped and sized.

Nothing here knows of projects, labels or networks, and no photo is ever written.
"""

from __future__ import annotations

import hashlib
import io
import struct
import warnings
import zlib
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import numpy as np

from flowerdesk.core.errors import PhotoError
from flowerdesk.core.words import say

if TYPE_CHECKING:
    from PIL import Image

PHOTO_SUFFIXES = frozenset(
    [
        *(".jpg", ".jpeg", ".jpe", ".jfif", ".png", ".webp", ".bmp", ".gif"),
        *(".tif", ".tiff", ".heic", ".heif", ".avif"),
    ]
)

MAX_PIXELS = 178_956_970
"""More pixels than this are taken for a decompression bomb: twice Pillow's own warning level."""

# A JPEG is decoded at 1/2, 1/4 or 1/8 scale as long as it stays this many times larger than the
# crop: the scaled decoding saves most of the time of a camera's photo, and the rest of the way is
# an antialiased resize, so that nothing is seen of it.
_REDUCED_SCALE_MARGIN = 2

Framing = Literal["centre", "whole"]
"""What a network sees of a photo that is no square: its centre, or all of it, squeezed."""
SQUEEZED_AT_MOST = 2
"""How many times longer than wide a photo is still squeezed as a whole; a panorama would be nothing
but stripes."""

# What Pillow's readers were seen to raise on damaged bytes; they promise no common base.
_DAMAGED = (
    *(OSError, SyntaxError, ValueError, TypeError, LookupError, EOFError, ArithmeticError),
    *(AttributeError, RuntimeError, struct.error, zlib.error),
)


@dataclass(frozen=True)
class Photo:
    """The bytes of one photo file, read once, and their SHA-256."""

    data: bytes
    sha256: bytes


@dataclass(frozen=True)
class Frame:
    """The part of an upright photo that a network looks at, in shares of its width and height."""

    left: float
    top: float
    width: float
    height: float


def is_photo_name(name: str) -> bool:
    """Whether a file of this name claims to be a photo that can be opened."""
    return Path(name).suffix.lower() in PHOTO_SUFFIXES and not name.startswith(".")


def read(path: Path) -> Photo:
    """The bytes of a photo and their hash.

    Raises:
        PhotoError: the file cannot be read or is empty.
    """
    try:
        data = path.read_bytes()
    except FileNotFoundError as error:
        lost = path.is_symlink()
        reason = say("the link points to nothing") if lost else say("the file is gone")
        raise PhotoError(reason) from error
    except PermissionError as error:
        raise PhotoError(say("this file may not be read: its permissions forbid it")) from error
    except OSError as error:
        raise PhotoError(
            say("the file cannot be read ({reason})", reason=error.strerror or error)
        ) from error
    if not data:
        raise PhotoError(say("the file is empty (0 bytes)"))
    return Photo(data, hashlib.sha256(data).digest())


def decode(data: bytes, size: int, framing: Framing = "centre") -> np.ndarray:
    """A photo as a network sees it, ``(size, size, 3) uint8, RGB``.

    The photo is turned upright by its EXIF orientation, transparency lies on white, 16 bits become
    8, and what is framed is resized with antialiasing (bilinear over the area that a pixel covers):
    the centre square of the short side, or the whole photo squeezed into a square, of a long one
    the middle that is twice as long as it is wide.

    Raises:
        PhotoError: the bytes are not a photo, are cut short, or are too large to be genuine.
    """
    return decode_framed(data, size, framing)[0]


def decode_framed(data: bytes, size: int, framing: Framing) -> tuple[np.ndarray, Frame]:
    """As :func:`decode`, and which part of the photo that is.

    Raises:
        PhotoError: as for :func:`decode`.
    """
    return _framed(_open(data, size), size, framing)


def frame(pixels: np.ndarray, size: int, framing: Framing = "centre") -> np.ndarray:
    """As :func:`decode`, of a photo that is decoded already, ``(h, w, 3) uint8, RGB``."""
    from PIL import Image

    return _framed(Image.fromarray(pixels), size, framing)[0]


def _framed(image: Image.Image, size: int, framing: Framing) -> tuple[np.ndarray, Frame]:
    from PIL import Image

    width, height = image.size
    longest = min(width, height) * (1 if framing == "centre" else SQUEEZED_AT_MOST)
    across, down = min(width, longest), min(height, longest)
    left, top = (width - across) / 2, (height - down) / 2
    square = image.resize(
        (size, size),
        Image.Resampling.BILINEAR,
        box=(left, top, left + across, top + down),
        reducing_gap=3.0,
    )
    seen = Frame(left / width, top / height, across / width, down / height)
    return np.asarray(square), seen


def open_rgb(data: bytes) -> Image.Image:
    """The whole photo upright, in mode RGB, at full size.

    Raises:
        PhotoError: as for :func:`decode`.
    """
    return _open(data, None)


def open_reduced(data: bytes, side: int) -> tuple[Image.Image, int, int]:
    """The whole photo upright, in mode RGB, its long side at most ``side`` pixels, and the width
    and height that it has at full size.

    Raises:
        PhotoError: as for :func:`decode`.
    """
    from PIL import Image

    image = _open(data, side)
    long, short = sorted(Image.open(io.BytesIO(data)).size, reverse=True)
    width, height = (long, short) if image.width >= image.height else (short, long)
    # At once where the scaled decoding left little to do: this is for measuring, not for showing.
    image.thumbnail((side, side), Image.Resampling.BILINEAR, reducing_gap=3.0)
    return image, width, height


def _open(data: bytes, size: int | None) -> Image.Image:
    from PIL import Image, ImageOps, UnidentifiedImageError

    _register_plugins()
    try:
        image = Image.open(io.BytesIO(data))
        if image.width * image.height > MAX_PIXELS:
            raise Image.DecompressionBombError
        if size is not None and image.format == "JPEG":
            image.draft(None, (_REDUCED_SCALE_MARGIN * size, _REDUCED_SCALE_MARGIN * size))
        image.load()
        return _as_rgb(ImageOps.exif_transpose(image))
    except UnidentifiedImageError as error:
        raise PhotoError(
            say("this is not a photo that can be opened, whatever its name says")
        ) from error
    except Image.DecompressionBombError as error:
        raise PhotoError(
            say(
                "the picture has more than {max_pixels} million pixels: too large to be "
                "opened safely; save it smaller",
                max_pixels=MAX_PIXELS // 1000000,
            )
        ) from error
    except MemoryError as error:
        raise PhotoError(say("the picture does not fit into memory; save it smaller")) from error
    except _DAMAGED as error:
        raise PhotoError(_damage(error)) from error


def _damage(error: Exception) -> str:
    if "truncated" in str(error).lower() or isinstance(error, EOFError):
        return say("the file ends too early: it was cut short, perhaps while it was copied")
    return say("the picture is damaged ({error})", error=error)


def _as_rgb(image: Image.Image) -> Image.Image:
    """Any mode of Pillow's as RGB, with transparency on white."""
    if image.mode == "RGB" and "transparency" not in image.info:
        return image
    if image.mode.startswith(("I", "F")):
        return _deep_to_8_bits(image).convert("RGB")
    if image.has_transparency_data:
        return _on_white(image)
    if image.mode == "LAB":
        return _lab_to_rgb(image)
    return image.convert("RGB")


def _on_white(image: Image.Image) -> Image.Image:
    from PIL import Image

    layer = image.convert("RGBA")
    white = Image.new("RGBA", layer.size, "white")
    return Image.alpha_composite(white, layer).convert("RGB")


def _deep_to_8_bits(image: Image.Image) -> Image.Image:
    """16-bit grey by its high byte; 32-bit and floating values stretched over their own range."""
    from PIL import Image

    values = np.asarray(image)
    if image.mode.startswith("I;16"):
        return Image.fromarray((values >> 8).astype(np.uint8))
    if values.dtype.kind == "i" and values.min() >= 0 and 255 < values.max() <= 65_535:
        return Image.fromarray((values >> 8).astype(np.uint8))  # 16 bits that Pillow opened as 32
    values = np.nan_to_num(values.astype(np.float64))
    low, high = float(values.min()), float(values.max())
    stretched = (values - low) * (255.0 / (high - low)) if high > low else values * 0.0
    return Image.fromarray(stretched.round().astype(np.uint8))


def _lab_to_rgb(image: Image.Image) -> Image.Image:
    from PIL import Image, ImageCms

    lab, srgb = ImageCms.createProfile("LAB"), ImageCms.createProfile("sRGB")
    converted = ImageCms.profileToProfile(image, lab, srgb, outputMode="RGB")
    assert isinstance(converted, Image.Image)  # None only when converting in place
    return converted


_plugins_registered = False


def _register_plugins() -> None:
    """HEIC as phones write it; AVIF and WebP are Pillow's own.

    Pillow's warnings of damaged EXIF and the like go nowhere, what matters raises, and its limit
    is this module's. Once and for all, because the threads that decode share such settings.
    """
    global _plugins_registered
    if not _plugins_registered:
        from pi_heif import register_heif_opener
        from PIL import Image

        register_heif_opener()
        warnings.filterwarnings("ignore", module=r"PIL\b")
        Image.MAX_IMAGE_PIXELS = MAX_PIXELS
        _plugins_registered = True
