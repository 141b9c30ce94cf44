"""Small pictures that travel between processes, and the colours that heat is drawn in."""

from __future__ import annotations

import functools
from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

import numpy as np

if TYPE_CHECKING:
    from PIL import Image

# Every fifteenth colour of inferno (Smith, van der Walt & Firing 2015, CC0), which grows lighter in
# even steps, in print and for colour-blind eyes too. Between them a straight line is no further
# from the published table than 5 of 255.
_INFERNO = (
    *("000004", "0a0722", "1e0c45", "380962", "510e6c", "69166e", "801f6c", "982766", "b0315b"),
    *("c63d4d", "d94d3d", "e9612b", "f47918", "fa9407", "fcb014", "f8cd37", "f2ea69", "fcffa4"),
)


@dataclass(frozen=True)
class Picture:
    """Bytes of pixels, row by row from the top: one byte each of a grey picture, three of RGB."""

    width: int
    height: int
    pixels: bytes

    @property
    def is_grey(self) -> bool:
        return len(self.pixels) == self.width * self.height

    def array(self) -> np.ndarray:
        """``(height, width)`` or ``(height, width, 3)``, uint8, read-only."""
        shape = (self.height, self.width) if self.is_grey else (self.height, self.width, 3)
        return np.frombuffer(self.pixels, np.uint8).reshape(shape)

    def image(self) -> Image.Image:
        from PIL import Image

        return Image.fromarray(self.array())


def picture(array: np.ndarray) -> Picture:
    """An array as :meth:`Picture.array` gives it."""
    height, width = array.shape[:2]
    return Picture(width, height, np.ascontiguousarray(array, np.uint8).tobytes())


def grey(values: np.ndarray) -> Picture:
    """``(h, w)`` numbers from 0 on as a grey picture, white where they are highest; what is below 0
    is black."""
    highest = max(float(values.max(initial=0)), np.finfo(np.float32).tiny)
    return picture(np.clip(values / highest, 0, 1) * 255 + 0.5)


@functools.cache
def heat_colours() -> np.ndarray:
    """``(256, 3) uint8``: the colour of each grey, black over violet and orange to light yellow."""
    stops = np.array([list(bytes.fromhex(colour)) for colour in _INFERNO])
    places = np.linspace(0, 255, len(stops))
    columns = [np.interp(np.arange(256), places, stops[:, channel]) for channel in range(3)]
    return cast(np.ndarray, np.round(np.stack(columns, axis=1)).astype(np.uint8))


def coloured(values: Picture) -> Picture:
    """A grey picture in the colours of heat."""
    return picture(heat_colours()[values.array()])


def sheet(pictures: list[Picture], columns: int, side: int, gap: int = 4) -> Image.Image:
    """Pictures in rows on white, each ``side`` pixels wide and high; grey ones in colours."""
    from PIL import Image

    rows = -(-len(pictures) // columns)
    size = (columns * (side + gap) + gap, rows * (side + gap) + gap)
    made = Image.new("RGB", size, "white")
    for number, one in enumerate(pictures):
        row, column = divmod(number, columns)
        shown = (coloured(one) if one.is_grey else one).image()
        resampling = Image.Resampling.NEAREST if one.width * 3 < side else Image.Resampling.BICUBIC
        place = (gap + column * (side + gap), gap + row * (side + gap))
        made.paste(shown.resize((side, side), resampling), place)
    return made
