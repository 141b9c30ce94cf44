"""Points on a plane as numbers and pixels: what is where, and how it is drawn. No widgets.

A cloud is drawn straight into the pixels of a picture, a pixel of all dots at a time: that takes
some milliseconds for 50,000 points, whatever their number of colours.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from PySide6.QtCore import QPointF, QSize
from PySide6.QtGui import QColor, QImage, QPainter, QPolygonF

SMALLEST_ZOOM, LARGEST_ZOOM = 0.5, 200.0
_MARGIN = 0.06  # of the picture's shorter side, free around all points
_SMALLEST_DOT, _LARGEST_DOT = 1.6, 4.5  # radius in points of the screen
_DOT_SHARE = 0.3  # of the distance between neighbours, were they spread evenly
_EDGE_LEVELS = 8
_CONE = 1.0  # how far beside a direction a point may lie to be in it, as a share of how far along


@dataclass(frozen=True)
class Sight:
    """Which piece of the plane, whose points lie between -1 and 1, is seen in ``width`` by
    ``height`` pixels."""

    width: int
    height: int
    zoom: float = 1.0
    x: float = 0.0
    y: float = 0.0
    """What is in the middle."""

    @property
    def scale(self) -> float:
        """Pixels of a unit of the plane."""
        side = min(self.width, self.height)
        return max(1.0, side * (0.5 - _MARGIN)) * self.zoom

    def pixels(self, positions: np.ndarray) -> np.ndarray:
        """``(n, 2) float32``: where positions ``(n, 2)`` are seen; y grows downwards."""
        middle = np.array([self.width / 2, self.height / 2], np.float32)
        seen = np.array([self.x, self.y], np.float32)
        return np.asarray((positions - seen) * np.float32(self.scale) + middle, np.float32)

    def zoomed(self, factor: float, at: QPointF) -> Sight:
        """Closer or farther, with what is at a pixel staying there."""
        zoom = min(max(self.zoom * factor, SMALLEST_ZOOM), LARGEST_ZOOM)
        nearer = replace(self, zoom=zoom)
        right, down = at.x() - self.width / 2, at.y() - self.height / 2
        return replace(
            nearer,
            x=self.x + right / self.scale - right / nearer.scale,
            y=self.y + down / self.scale - down / nearer.scale,
        )

    def moved(self, by: QPointF) -> Sight:
        """With what is seen moved by so many pixels."""
        return replace(self, x=self.x - by.x() / self.scale, y=self.y - by.y() / self.scale)

    def sized(self, width: int, height: int) -> Sight:
        return replace(self, width=width, height=height)


def fitted(positions: np.ndarray) -> np.ndarray:
    """``(n, 2) float32``: positions moved and scaled to lie between -1 and 1."""
    if not len(positions):
        return positions
    low, high = positions.min(axis=0), positions.max(axis=0)
    reach = max(float((high - low).max()) / 2, 1e-12)
    return np.asarray((positions - (low + high) / 2) / reach, np.float32)


def dot_radius(sight: Sight, count: int) -> float:
    """How large the dots of so many points in sight are, in points of the screen."""
    spacing = math.sqrt(sight.width * sight.height / max(1, count))
    return min(max(_DOT_SHARE * spacing, _SMALLEST_DOT), _LARGEST_DOT)


def in_sight(pixels: np.ndarray, sight: Sight) -> np.ndarray:
    """``(n,) bool``: the points of which something may be seen."""
    x, y = pixels[:, 0], pixels[:, 1]
    reach = _LARGEST_DOT
    inside = (x > -reach) & (x < sight.width + reach) & (y > -reach) & (y < sight.height + reach)
    return np.asarray(inside)


def draw(
    pixels: np.ndarray,
    colour: np.ndarray,
    palette: Sequence[QColor],
    ground: QColor,
    radius: float,
    size: QSize,
    fineness: float,
) -> QImage:
    """A picture of dots, later ones over earlier ones.

    ``pixels`` is ``(n, 2) float32`` in points of the screen, ``colour`` ``(n,)`` numbers into the
    palette. The picture is of ``size`` times ``fineness`` pixels.
    """
    dot = _dot(radius * fineness)
    reach = max(max(abs(right), abs(down)) for right, down, _ in dot)
    width, height = round(size.width() * fineness), round(size.height() * fineness)
    whole = np.full((height + 4 * reach, width + 4 * reach), ground.rgb(), np.uint32)
    places = np.rint(pixels * np.float32(fineness)).astype(np.int64)
    x, y = places[:, 0], places[:, 1]
    seen = (x >= -reach) & (x < width + reach) & (y >= -reach) & (y < height + reach)
    number = colour[seen]
    first = (y[seen] + 2 * reach) * whole.shape[1] + x[seen] + 2 * reach
    flat = whole.reshape(-1)
    shades = [_shades(palette, ground, level / _EDGE_LEVELS) for level in range(_EDGE_LEVELS + 1)]
    painted = [shade[number] for shade in shades]
    # Soft edges first: a dot that lies over another one's edge is whole.
    for right, down, level in dot:
        flat[first + (down * whole.shape[1] + right)] = painted[level]
    shown = np.ascontiguousarray(whole[2 * reach : 2 * reach + height, 2 * reach : -2 * reach])
    image = QImage(shown.data, width, height, 4 * width, QImage.Format.Format_RGB32).copy()
    image.setDevicePixelRatio(fineness)
    return image


def _dot(radius: float) -> list[tuple[int, int, int]]:
    """The pixels of a dot: right, down, and how much of each is covered, from the edge inwards."""
    reach = math.ceil(radius)
    found = []
    for down in range(-reach, reach + 1):
        for right in range(-reach, reach + 1):
            covered = min(max(radius + 0.5 - math.hypot(right, down), 0.0), 1.0)
            level = round(covered * _EDGE_LEVELS)
            if level:
                found.append((right, down, level))
    return sorted(found, key=lambda pixel: pixel[2])


def _shades(palette: Sequence[QColor], ground: QColor, cover: float) -> np.ndarray:
    """``(colours,) uint32``: the palette's colours covering the ground so far."""
    return np.array([mixed(colour, ground, cover).rgb() for colour in palette], np.uint32)


def mixed(colour: QColor, ground: QColor, cover: float) -> QColor:
    """A colour that covers the ground so far."""
    bare = 1 - cover
    return QColor(
        round(cover * colour.red() + bare * ground.red()),
        round(cover * colour.green() + bare * ground.green()),
        round(cover * colour.blue() + bare * ground.blue()),
    )


def nearest(pixels: np.ndarray, among: np.ndarray, at: QPointF, within: float) -> int | None:
    """The point nearest to a pixel, of those in the mask ``among``; None if none is so near."""
    offsets = pixels - np.array([at.x(), at.y()], np.float32)
    far = np.where(among, (offsets * offsets).sum(axis=1), np.inf)
    if not len(far):
        return None
    number = int(far.argmin())
    return number if far[number] <= within * within else None


def next_in_direction(
    pixels: np.ndarray, among: np.ndarray, number: int, right: int, down: int
) -> int | None:
    """The nearest point to the right of another one, or to whichever side; None at the edge."""
    offsets = pixels - pixels[number]
    along = offsets[:, 0] * right + offsets[:, 1] * down
    beside = np.abs(offsets[:, 0] * down + offsets[:, 1] * right)
    ahead = among & (along > 0) & (beside <= _CONE * along)
    if not ahead.any():
        return None
    far = np.where(ahead, along * along + 4 * beside * beside, np.inf)
    return int(far.argmin())


def inside(pixels: np.ndarray, outline: Sequence[QPointF], sight: Sight) -> np.ndarray:
    """``(n,) bool``: the points within an outline in the picture, to the pixel."""
    mask = QImage(sight.width, sight.height, QImage.Format.Format_Grayscale8)
    mask.fill(0)
    painter = QPainter(mask)
    painter.setPen(QColor("white"))
    painter.setBrush(QColor("white"))
    painter.drawPolygon(QPolygonF(list(outline)))
    painter.end()
    drawn = np.frombuffer(mask.constBits(), np.uint8).reshape(sight.height, mask.bytesPerLine())
    places = np.floor(pixels).astype(np.int64)
    x, y = places[:, 0], places[:, 1]
    found = (x >= 0) & (x < sight.width) & (y >= 0) & (y < sight.height)
    found[found] = drawn[y[found], x[found]] > 0
    return np.asarray(found)
