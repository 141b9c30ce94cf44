"""What is measured on the pixels of one photo: light, sharpness, size, and a perceptual hash.

Nothing here knows of projects; what the measures say is decided in
:mod:`flowerdesk.core.suspects.lists`.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

import numpy as np

from flowerdesk.core import photos

if TYPE_CHECKING:
    from PIL import Image

VERSION = 1
"""Of how photos are measured; another number, and every photo is measured again."""

HASH_BITS = 143
HASH_BYTES = 18

_LONGEST_SIDE = 256  # of what is looked at: enough for the light, and a camera's photo decodes fast
_SHARPNESS_SIDE = 64  # cleanvision's
_GRID = 32  # of what is hashed
_FREQUENCIES = 12  # each way


@dataclass(frozen=True)
class Measures:
    """One photo in numbers. Light and sharpness are as cleanvision 0.3 has them."""

    width: int
    height: int
    """Of the whole photo, upright, in pixels."""
    lightest: float
    """The 99th percentile of the brightness of its pixels, from 0 (black) to 1 (white)."""
    darkest: float
    """The 5th percentile."""
    edges: float
    """The deviation of the grey values of its edges, at 64 pixels."""
    plainness: float
    """The deviation of the counts in its histogram of greys, at 64 pixels: a drawing or an object
    on a plain ground has few edges, and is not blurred."""
    hash: bytes
    """:data:`HASH_BITS` bits, the signs of its lowest frequencies; see :func:`perceptual_hash`."""

    @property
    def side(self) -> float:
        """Of the square with as many pixels."""
        return math.sqrt(self.width * self.height)

    @property
    def shape(self) -> float:
        """The short side by the long one, at most 1."""
        return min(self.width, self.height) / max(self.width, self.height)

    @property
    def sharpness(self) -> float:
        """From 0 (blurred) to 1."""
        plainness = 1 - math.exp(-self.plainness / 100)
        if plainness <= 0.18:  # as every ordinary photo has it
            plainness = 0.0
        return min(1 - math.exp(-self.edges / 100) + plainness, 1.0)


def measure(data: bytes) -> Measures:
    """Measures a photo by the bytes of its file, on a decode at reduced scale.

    Raises:
        PhotoError: as for :func:`flowerdesk.core.photos.decode`.
    """
    image, width, height = photos.open_reduced(data, _LONGEST_SIDE)
    lightest, darkest = _light(image)
    edges, plainness = _sharpness(image)
    return Measures(width, height, lightest, darkest, edges, plainness, perceptual_hash(image))


def perceptual_hash(image: Image.Image) -> bytes:
    """The signs of the lowest frequencies of a photo's greys, 18 bytes.

    As pHash (Zauner 2010): the discrete cosine transform of the photo squeezed into 32×32, its
    12×12 lowest frequencies without the mean. Mirroring a photo turns the signs of the frequencies
    that are odd from left to right and no others (:data:`MIRRORED`).
    """
    from PIL import Image

    grey = image.convert("L").resize((_GRID, _GRID), Image.Resampling.BILINEAR, reducing_gap=3.0)
    cosines = _cosines()
    frequencies = cosines @ np.asarray(grey, np.float64) @ cosines.T
    return np.packbits(frequencies.ravel()[1:] > 0).tobytes()


def hash_signs(hashes: list[bytes]) -> np.ndarray:
    """Hashes as ``(n, 143) float32`` of ±1: a product of two rows is 143 - 2 × their distance."""
    packed = np.frombuffer(b"".join(hashes), np.uint8).reshape(len(hashes), HASH_BYTES)
    return np.unpackbits(packed, axis=1)[:, :HASH_BITS].astype(np.float32) * 2 - 1


MIRRORED = (np.arange(1, _FREQUENCIES**2) % _FREQUENCIES) % 2 == 1
"""``(143,) bool``: the bits of a hash that are turned when the photo is mirrored."""


@cache
def _cosines() -> np.ndarray:
    """``(12, 32) float64``: the lowest rows of the discrete cosine transform."""
    place = (np.arange(_GRID) + 0.5) * math.pi / _GRID
    return np.cos(np.arange(_FREQUENCIES)[:, np.newaxis] * place)


def _light(image: Image.Image) -> tuple[float, float]:
    """The 99th and the 5th percentile of the brightness (Finley's HSP weights)."""
    squares = np.square(np.asarray(image, np.float32))
    brightness = np.sqrt(squares @ np.array([0.241, 0.691, 0.068], np.float32)) / 255
    lightest, darkest = np.percentile(brightness, [99, 5])
    return float(lightest), float(darkest)


def _sharpness(image: Image.Image) -> tuple[float, float]:
    from PIL import ImageFilter, ImageStat

    ratio = max(image.size) / _SHARPNESS_SIDE
    if ratio > 1:
        width, height = image.size
        image = image.resize((max(int(width / ratio), 1), max(int(height / ratio), 1)))
    grey = image.convert("L")
    edges = ImageStat.Stat(grey.filter(ImageFilter.FIND_EDGES)).stddev[0]
    return float(edges), float(np.std(grey.histogram()))
