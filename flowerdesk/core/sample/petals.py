"""Petals, florets and hairs as small coloured surfaces in space, and their painter."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray
from PIL import ImageDraw

Floats = NDArray[np.floating[Any]]
Colour = tuple[float, float, float]

GOLDEN_ANGLE: float = np.pi * (3 - 5**0.5)
# Of leaves, stems and grass.
GREENS: tuple[Colour, ...] = ((76, 112, 40), (98, 132, 58), (60, 98, 48), (118, 140, 70))


@dataclass(frozen=True)
class Quads:
    """Coloured quadrilaterals of a head whose radius is about 1 and whose axis is z.

    corners (N, 4, 3); colours (N, 3), 0 to 255; bias (N,) is added to the depth, so that petals
    in one plane still overlap as wholes.
    """

    corners: Floats
    colours: Floats
    bias: Floats


@dataclass(frozen=True)
class Pose:
    """Where a head stands in the picture: pixels, and a rotation into view space (z to the eye)."""

    centre: tuple[float, float]
    radius: float
    rotation: Floats
    light: Floats

    def turned(self, points: Floats) -> Floats:
        """Turn (..., 3) points of the head into view space."""
        return points @ self.rotation.T

    def pixels(self, seen: Floats) -> Floats:
        """The (..., 2) pixels, x and y, of points in view space; nearer parts look larger."""
        scale = self.radius * (1 + 0.16 * seen[..., 2])
        x = self.centre[0] + scale * seen[..., 0]
        y = self.centre[1] - scale * seen[..., 1]
        return np.stack((x, y), axis=-1)


def tilted(spin: float, tilt: float, roll: float) -> Floats:
    """Rotation of a head: spun about its axis, its axis tilted upwards from the eye, rolled."""
    return _turn(2, roll) @ _turn(0, -tilt) @ _turn(2, spin)


def _turn(axis: int, angle: float) -> Floats:
    first, second = (axis + 1) % 3, (axis + 2) % 3
    matrix = np.eye(3)
    matrix[first, first] = matrix[second, second] = np.cos(angle)
    matrix[second, first] = np.sin(angle)
    matrix[first, second] = -np.sin(angle)
    return matrix


def paint(draw: ImageDraw.ImageDraw, head: Quads, pose: Pose) -> None:
    """Paint the head from back to front, lit from ``pose.light``."""
    seen = pose.turned(head.corners)
    normal = np.cross(seen[:, 2] - seen[:, 0], seen[:, 3] - seen[:, 1])
    normal /= np.linalg.norm(normal, axis=1, keepdims=True) + 1e-9
    normal *= np.where(normal[:, 2:] < 0, -1.0, 1.0)
    # Petals let light through, so that a face turned away is dim rather than black.
    shade = 0.64 + 0.42 * np.clip(normal @ pose.light, -0.4, 1.0)
    colours = np.clip(head.colours * shade[:, None], 0, 255).astype(np.int64)
    # Pillow takes a colour as one number too, which spares a tuple for each of the many polygons.
    inks = colours @ (1, 1 << 8, 1 << 16)
    order = np.argsort(seen[..., 2].mean(axis=1) + head.bias, kind="stable")
    outlines = pose.pixels(seen[order]).reshape(-1, 8).tolist()
    for outline, ink in zip(outlines, inks[order].tolist(), strict=True):
        draw.polygon(outline, fill=ink)


def pick(rng: np.random.Generator, palette: tuple[Colour, ...], spread: float = 10.0) -> Floats:
    """One colour of the palette, a little off, more in lightness than in hue."""
    chosen = np.asarray(palette[int(rng.integers(len(palette)))], dtype=float)
    return np.clip(chosen + rng.normal(0, 0.6 * spread, 3) + rng.normal(0, spread), 0, 255)


def petals(
    rng: np.random.Generator,
    azimuth: Floats,
    base: ArrayLike,
    tip: ArrayLike,
    *,
    length: ArrayLike,
    width: ArrayLike,
    elevation: ArrayLike,
    curl: ArrayLike = 0.0,
    cup: ArrayLike = 0.3,
    start: tuple[ArrayLike, ArrayLike] = (0.0, 0.0),
    outline: tuple[float, float] = (0.5, 0.5),
    edge: ArrayLike | None = None,
    rim: float = -0.12,
    streak: float = 0.05,
    deep: float = 0.8,
    untidy: float = 0.05,
    mesh: tuple[int, int] = (5, 4),
) -> Quads:
    """Curved petals around the axis, one for each azimuth (radians).

    A petal starts at ``start`` (radius, height), climbs at ``elevation`` radians and bends by
    ``curl`` on its way; across, it is an arc of ``cup`` radians each side. Its half width follows
    u**a (1-u)**b with ``outline`` = (a, b). Colours run from ``base`` to ``tip``, and to ``edge``
    sideways; ``rim`` and ``deep`` lighten or darken its rim and its foot.
    """
    count = len(azimuth)
    u = (1 - np.cos(np.pi * np.linspace(0, 1, mesh[0] + 1))) / 2
    v = np.linspace(-1, 1, mesh[1] + 1)
    around = (azimuth + rng.normal(0, untidy, count))[:, None, None]
    long = _column(length, count) * (1 + rng.normal(0, untidy, (count, 1)))
    climb = _column(elevation, count) + rng.normal(0, untidy, (count, 1)) + _column(curl, count) * u
    radius = _column(start[0], count) + long * _running_integral(np.cos(climb), u)
    height = _column(start[1], count) + long * _running_integral(np.sin(climb), u)
    # Not quite to 1: small exponents end blunt, others in a point.
    profile = u ** outline[0] * (1 - 0.995 * u) ** outline[1]
    half_width = _column(width, count) * profile / profile.max()
    arc = (np.maximum(_column(cup, count), 0.01))[..., None]
    aside = half_width[..., None] * np.sin(v * arc) / arc
    inward = half_width[..., None] * (1 - np.cos(v * arc)) / arc
    twist = rng.normal(0, 2 * untidy, (count, 1, 1))
    out = radius[..., None] - inward * np.sin(climb)[..., None]
    up = height[..., None] + inward * np.cos(climb)[..., None] + twist * aside
    x = out * np.cos(around) - aside * np.sin(around)
    y = out * np.sin(around) + aside * np.cos(around)
    corners = _cells(np.stack((x, y, up), axis=-1))
    colours = _petal_colours(rng, count, u, v, base, tip, edge, rim, streak, deep)
    bias = np.repeat(rng.uniform(0, 0.1, count), mesh[0] * mesh[1])
    return Quads(corners, colours, bias)


def _column(values: ArrayLike, count: int) -> Floats:
    return np.broadcast_to(np.asarray(values, dtype=float), (count,))[:, None]


def _running_integral(values: Floats, u: Floats) -> Floats:
    steps = (values[:, 1:] + values[:, :-1]) / 2 * np.diff(u)
    return np.concatenate((np.zeros((len(values), 1)), np.cumsum(steps, axis=1)), axis=1)


def _cells(grid: Floats) -> Floats:
    """The quadrilaterals of (P, U+1, V+1, 3) grids, as (P*U*V, 4, 3)."""
    corners = (grid[:, :-1, :-1], grid[:, 1:, :-1], grid[:, 1:, 1:], grid[:, :-1, 1:])
    return np.stack(corners, axis=3).reshape(-1, 4, 3)


def _petal_colours(
    rng: np.random.Generator,
    count: int,
    u: Floats,
    v: Floats,
    base: ArrayLike,
    tip: ArrayLike,
    edge: ArrayLike | None,
    rim: float,
    streak: float,
    deep: float,
) -> Floats:
    along = ((u[1:] + u[:-1]) / 2)[:, None, None]
    across = np.abs((v[1:] + v[:-1]) / 2)[:, None]
    foot = np.broadcast_to(np.asarray(base, dtype=float), (count, 3))[:, None, None, :]
    colours = foot + (np.asarray(tip, dtype=float) - foot) * along
    if edge is not None:
        colours = colours + (np.asarray(edge, dtype=float) - colours) * across**1.5
    veins = 1 + streak * rng.standard_normal((count, 1, len(v) - 1, 1))
    veins = veins * (1 + rng.normal(0, 0.06, (count, 1, 1, 1)))
    light = (1 + rim * across**3) * (deep + (1 - deep) * np.minimum(1, 1.6 * along))
    shaded: Floats = colours * veins * light
    return shaded.reshape(-1, 3)


def florets(
    rng: np.random.Generator,
    count: int,
    radius: float,
    dome: float,
    ring_colours: ArrayLike,
    contrast: float = 0.16,
) -> Quads:
    """A disc of small florets in the spiral of Vogel (1979); ``ring_colours`` run outwards."""
    share = (np.arange(count) + 0.5) / count
    r, angle = radius * np.sqrt(share), np.arange(count) * GOLDEN_ANGLE
    centre = np.stack((r * np.cos(angle), r * np.sin(angle), dome * (1 - share)), axis=-1)
    size = 1.75 * radius / np.sqrt(count)
    outwards = centre / radius * size
    outwards[:, 2] = -dome * np.sqrt(share) * size / radius
    sideways = np.stack((-np.sin(angle), np.cos(angle), np.zeros(count)), axis=-1) * size
    corners = np.stack(
        (centre - outwards, centre + sideways, centre + outwards, centre - sideways), axis=1
    )
    rings = np.asarray(ring_colours, dtype=float)
    at = np.linspace(0, 1, len(rings))
    colours = np.stack([np.interp(np.sqrt(share), at, rings[:, c]) for c in range(3)], axis=-1)
    colours *= 1 + contrast * rng.standard_normal((count, 1))
    return Quads(corners, colours, np.full(count, 0.16))


def hairs(start: Floats, end: Floats, width: float, colours: Floats) -> Quads:
    """Thin straight hairs between (N, 3) points, ``2 * width`` wide."""
    aside = np.cross(end - start, [0.43, -0.61, 0.66])
    aside *= width / (np.linalg.norm(aside, axis=1, keepdims=True) + 1e-9)
    corners = np.stack((start - aside, start + aside, end + aside, end - aside), axis=1)
    return Quads(corners, colours, np.zeros(len(start)))


def together(*parts: Quads) -> Quads:
    """One head of several parts."""
    return Quads(
        np.concatenate([part.corners for part in parts]),
        np.concatenate([part.colours for part in parts]),
        np.concatenate([part.bias for part in parts]),
    )


def mesh_for(along: int, across: int, detail: float) -> tuple[int, int]:
    """A mesh for a petal: finer in a large head, where facets would show."""
    return max(3, round(along * detail)), max(2, round(across * detail))


def evenly_around(rng: np.random.Generator, count: int) -> Floats:
    """Angles (radians) at equal distances, turned at random."""
    return np.arange(count) * (2 * np.pi / count) + rng.uniform(0, 2 * np.pi)
