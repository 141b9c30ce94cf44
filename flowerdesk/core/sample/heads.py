"""The flower heads of five species: which petals of which colours make them, varied at random."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from flowerdesk.core.sample.petals import (
    GOLDEN_ANGLE,
    GREENS,
    Colour,
    Floats,
    Quads,
    evenly_around,
    florets,
    hairs,
    mesh_for,
    petals,
    pick,
    together,
)


def _calyx(rng: np.random.Generator, radius: float, height: float, reach: float = 1.5) -> Quads:
    """Green bracts under a head: what is seen of it from the side and from behind."""
    green = pick(rng, GREENS)
    return petals(
        rng, evenly_around(rng, 9), green * 0.75, green,
        length=radius * reach, width=radius * 0.55, elevation=0.0, curl=0.55, cup=0.4,
        start=(0.02, height), outline=(0.3, 0.7), mesh=(3, 2),
    )  # fmt: skip


def daisy(rng: np.random.Generator, colour: Floats, detail: float) -> Quads:
    """Many narrow blunt petals around a yellow dome."""
    disc = rng.uniform(0.2, 0.34)
    count = int(rng.integers(13, 32))
    lift, droop = rng.uniform(-0.2, 0.5), rng.uniform(-0.7, 0.1)
    blush = rng.uniform(0, 0.35) * np.array([0, -90, -40]) * (rng.random() < 0.4)
    rows = []
    for row in range(1 + (count < 24)):
        keep = rng.random(count) > 0.05
        rows.append(petals(
            rng, evenly_around(rng, count)[keep], colour * 0.93, np.clip(colour + blush, 0, 255),
            length=0.98 - disc, width=min(0.16, 2.1 / count), elevation=lift - 0.12 * row,
            curl=droop, cup=0.5, start=(disc * 0.75, -0.03 * row), outline=(0.4, 0.22),
            rim=-0.22, deep=0.72, untidy=rng.uniform(0.02, 0.07), mesh=mesh_for(5, 4, detail),
        ))  # fmt: skip
    yellow = pick(rng, ((240, 190, 30), (226, 164, 22), (232, 206, 62)))
    heart = yellow * rng.choice([0.8, 1.0]) - [0, 12, 0]
    disc_florets = florets(
        rng, round(150 * detail), disc, disc * rng.uniform(0.2, 0.7), (heart, yellow * 0.75)
    )
    return together(*rows, disc_florets, _calyx(rng, disc, -0.24))


def sunflower(rng: np.random.Generator, colour: Floats, detail: float) -> Quads:
    """Pointed petals in two rows around a large disc of dark florets."""
    disc = rng.uniform(0.34, 0.56)
    count = int(rng.integers(15, 25))
    lift, bend = rng.uniform(-0.1, 0.6), rng.uniform(-0.6, 0.3)
    foot = colour * [0.92, 0.68, 0.6] if rng.random() < 0.5 else colour * 0.9
    rows = [
        petals(
            rng, evenly_around(rng, count), foot, colour,
            length=(1.0 - 0.06 * row) - disc * 0.9, width=rng.uniform(1.9, 2.9) / count,
            elevation=lift - 0.15 * row, curl=bend, cup=0.7, start=(disc * 0.9, -0.05 * row),
            outline=(0.55, rng.uniform(0.6, 0.9)), rim=-0.1, streak=0.07, deep=0.7,
            untidy=rng.uniform(0.05, 0.11), mesh=mesh_for(6, 4, detail),
        )
        for row in range(2)
    ]  # fmt: skip
    dark = pick(rng, ((62, 38, 18), (84, 52, 24), (46, 34, 26), (104, 76, 30)), 6)
    heart = pick(rng, ((120, 122, 50), (70, 46, 22), (140, 110, 44)), 8)
    fringe = dark + (colour - dark) * rng.uniform(0.1, 0.5)
    dome = disc * rng.uniform(0.05, 0.3)
    seeds = florets(rng, round(270 * detail), disc, dome, (heart, heart, dark, dark, fringe), 0.24)
    return together(*rows, seeds, _calyx(rng, disc * 0.9, -0.36, 1.6))


def dandelion(rng: np.random.Generator, colour: Floats, detail: float) -> Quads:
    """A dense dome of narrow straps, or the round white head of seeds that follows it."""
    if rng.random() < 0.36:
        return _seed_head(rng)
    count = int(rng.integers(170, 230))
    share = ((np.arange(count) + 0.5) / count) ** 0.6
    closing = rng.uniform(0, 0.8) ** 2
    heart = colour * [0.96, rng.uniform(0.78, 0.95), 0.7]
    shades = heart + (colour - heart) * share[:, None]
    straps = petals(
        rng, np.arange(count) * GOLDEN_ANGLE, shades * 0.9, np.clip(colour * 1.05, 0, 255),
        length=0.34 + 0.5 * share, width=rng.uniform(0.045, 0.06), cup=0.3,
        elevation=1.5 - (1.4 - closing) * share**1.6, curl=rng.uniform(-0.5, 0.1),
        start=(0.16 * share, 0.02), outline=(0.2, 0.06), rim=-0.1, deep=0.62,
        untidy=rng.uniform(0.04, 0.09), mesh=(3, 2),
    )  # fmt: skip
    green = pick(rng, GREENS)
    hanging = petals(
        rng, evenly_around(rng, 12), green, green * 0.9,
        length=0.5, width=0.06, elevation=-0.3, curl=-1.2, start=(0.1, -0.16), mesh=(3, 2),
    )  # fmt: skip
    return together(straps, hanging, _calyx(rng, 0.2, -0.3, 2.2))


def _seed_head(rng: np.random.Generator) -> Quads:
    """A ball of parachutes, some of them blown away."""
    count = int(rng.integers(70, 110))
    z = 1 - 2 * (np.arange(count) + 0.5) / count
    angle = np.arange(count) * GOLDEN_ANGLE
    flat = np.sqrt(1 - z * z)
    out = np.stack((flat * np.cos(angle), flat * np.sin(angle), z), axis=-1)
    out += rng.normal(0, 0.05, out.shape)
    if rng.random() < 0.35:
        out = out[out @ rng.normal(0, 0.6, 3) < rng.uniform(0.1, 0.6)]
    grey = np.array([236, 234, 226]) * rng.uniform(0.86, 1.0) - [0, 0, rng.uniform(0, 22)]
    side = np.cross(out, [0.31, 0.52, 0.79])
    side /= np.linalg.norm(side, axis=1, keepdims=True)
    other = np.cross(out, side)
    rays = int(rng.integers(9, 13))
    turn = np.arange(rays) * (2 * np.pi / rays)
    spokes = side[:, None] * np.cos(turn)[:, None] + other[:, None] * np.sin(turn)[:, None]
    knots = np.repeat(out * rng.uniform(0.72, 0.82), rays, axis=0)
    tips = knots + (out[:, None] * 0.17 + spokes * 0.24).reshape(-1, 3)
    crowns = hairs(knots, tips, 0.003, grey * (1 + 0.05 * rng.standard_normal((len(tips), 1))))
    stalks = hairs(out * 0.16, out * 0.76, 0.003, np.tile(grey * 0.78, (len(out), 1)))
    fruit_colour = pick(rng, ((104, 78, 48), (84, 66, 44), (130, 106, 66)))
    fruits = hairs(out * 0.1, out * 0.27, 0.016, np.tile(fruit_colour, (len(out), 1)))
    heart = florets(rng, 24, 0.13, 0.1, ((150, 150, 100), (120, 118, 70)))
    return together(crowns, stalks, fruits, heart, _calyx(rng, 0.12, -0.14, 3.0))


def rose(rng: np.random.Generator, colour: Floats, detail: float) -> Quads:
    """Broad petals in a spiral, upright and tight within, rolled back without."""
    count = int(rng.integers(17, 30))
    share = (np.arange(count) + 0.5) / count
    opened = rng.uniform(0.35, 1.0)
    heart = np.clip(colour * rng.uniform(0.6, 0.95) + [0, rng.uniform(-10, 20), 0], 0, 255)
    shades = heart + (colour - heart) * share[:, None]
    whorl = petals(
        rng, np.arange(count) * (GOLDEN_ANGLE + rng.normal(0, 0.05)), shades * 0.86,
        np.clip(colour * 1.05, 0, 255),
        length=0.5 + 0.42 * share, width=0.2 + 0.42 * share, cup=1.5 - 0.7 * share,
        elevation=1.5 - opened * 1.25 * share**1.1, curl=0.5 - (0.5 + opened * 0.9) * share,
        start=(0.03 + 0.17 * share, -0.3 - 0.1 * share), outline=(0.35, 0.16),
        rim=rng.uniform(0.06, 0.16), streak=0.025, deep=0.42, untidy=0.045,
        mesh=mesh_for(8, 7, detail),
    )  # fmt: skip
    green = pick(rng, GREENS)
    sepals = petals(
        rng, evenly_around(rng, 5), green * 0.8, green,
        length=rng.uniform(0.5, 0.8), width=0.12, elevation=0.1, curl=rng.uniform(-1.4, 0.9),
        start=(0.06, -0.5), outline=(0.3, 0.9), mesh=(4, 2),
    )  # fmt: skip
    return together(whorl, sepals, _calyx(rng, 0.17, -0.62))


def tulip(rng: np.random.Generator, colour: Floats, detail: float) -> Quads:
    """Two whorls of three broad petals: a closed cup, or an open bowl with stamens in it."""
    opened = rng.choice([0.0, 1.0], p=[0.6, 0.4]) * rng.uniform(0.4, 1.0) + rng.uniform(0, 0.25)
    whorls = 2 + 2 * int(rng.random() < 0.12)
    foot = pick(rng, ((236, 214, 90), (240, 236, 214), (54, 40, 52), (150, 160, 80)))
    foot = colour + (foot - colour) * rng.uniform(0.1, 0.8)
    edge = None
    if rng.random() < 0.35:
        edge = pick(rng, ((250, 244, 226), (244, 206, 70), (206, 40, 60)))
        edge = colour + (edge - colour) * rng.uniform(0.3, 0.9)
    point = rng.uniform(0.3, 0.65)
    first = rng.uniform(0, 2 * np.pi)
    parts = [
        petals(
            rng, np.arange(3) * (2 * np.pi / 3) + first + whorl * np.pi / 3, foot, colour,
            length=1.62 - 0.05 * whorl, width=rng.uniform(0.52, 0.64), elevation=0.5 - opened * 0.2,
            curl=1.45 - opened * 1.3 + 0.12 * whorl, cup=1.25 - 0.5 * opened, edge=edge,
            start=(0.12 - 0.06 * whorl, -0.72 + 0.02 * whorl), outline=(0.42, point),
            rim=-0.06, streak=0.03, deep=0.7, untidy=0.05, mesh=mesh_for(10, 10, detail),
        )
        for whorl in range(whorls)
    ]  # fmt: skip
    stamens = petals(
        rng, evenly_around(rng, 6), (70, 60, 40), pick(rng, ((40, 30, 40), (222, 190, 70))),
        length=0.5, width=0.045, elevation=1.25, start=(0.05, -0.66), outline=(0.2, 0.1),
        mesh=(2, 2),
    )  # fmt: skip
    # Raised, so that the petals that they lean on do not swallow them.
    return together(*parts, Quads(stamens.corners, stamens.colours, stamens.bias + 0.2))


@dataclass(frozen=True)
class Species:
    """How a species is built and held: ``tilt`` is the usual range from the eye, in radians."""

    build: Callable[[np.random.Generator, Floats, float], Quads]
    palette: tuple[Colour, ...]
    tilt: tuple[float, float]
    foot: float
    stem: float
    leaf: str


SPECIES: dict[str, Species] = {
    "daisy": Species(
        daisy,
        ((246, 246, 244),) * 5
        + ((250, 236, 206), (242, 204, 214), (206, 180, 224), (246, 226, 120)),
        (0.0, 1.35), -0.1, 0.07, "spoon",
    ),
    "dandelion": Species(
        dandelion,
        ((250, 206, 24), (244, 188, 16), (250, 222, 60), (246, 170, 22)),
        (0.0, 1.4), -0.2, 0.09, "toothed",
    ),
    "roses": Species(
        rose,
        ((198, 24, 44), (150, 16, 36), (236, 120, 150), (246, 186, 198), (248, 240, 226),
         (246, 206, 84), (244, 166, 112), (176, 110, 170), (222, 50, 96)),
        (0.0, 1.3), -0.6, 0.1, "oval",
    ),
    "sunflowers": Species(
        sunflower,
        ((250, 190, 20),) * 3 + ((252, 218, 70), (244, 150, 26), (176, 70, 30), (248, 236, 180)),
        (0.0, 1.2), -0.25, 0.12, "heart",
    ),
    "tulips": Species(
        tulip,
        ((206, 26, 42), (238, 110, 150), (250, 206, 50), (248, 244, 234), (140, 60, 150),
         (244, 130, 40), (84, 26, 66), (250, 180, 190)),
        (0.7, 1.6), -0.72, 0.12, "strap",
    ),
}  # fmt: skip
