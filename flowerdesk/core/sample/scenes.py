"""What surrounds a drawn flower: backgrounds, stems, leaves, and things in the way.

Flower heads are in ``heads``.
"""

from collections.abc import Callable, Sequence

import numpy as np
from PIL import Image, ImageDraw, ImageFilter

from flowerdesk.core.sample.heads import SPECIES
from flowerdesk.core.sample.petals import GREENS, Colour, Floats, Pose, pick

Generator = np.random.Generator
Point = tuple[float, float]

# Flowers are drawn this much larger and averaged down: Pillow's polygons have hard edges.
SUPERSAMPLING = 2
# Backgrounds are soft, so a quarter of the canvas in each direction is enough for them.
SHRINK = 4


def ink(colour: Floats) -> tuple[int, int, int]:
    """The colour as Pillow takes it."""
    red, green, blue = colour.tolist()
    return min(255, max(0, int(red))), min(255, max(0, int(green))), min(255, max(0, int(blue)))


def background(
    rng: Generator, size: tuple[int, int], heads: Sequence[Pose]
) -> tuple[Image.Image, bool]:
    """A background of ``size`` pixels of a kind drawn at random, and whether grass may grow there.

    Heads near a wall or above soil cast shadows on it.
    """
    small = (max(8, size[0] // SHRINK), max(8, size[1] // SHRINK))
    kind = BACKGROUNDS[int(rng.integers(len(BACKGROUNDS)))]
    picture, softness = kind(rng, small)
    if kind in (_meadow, _foliage, _bokeh) and rng.random() < 0.6:
        _distant_flowers(rng, picture)
        softness = max(softness, 1.6)
    if softness > 0:
        picture = picture.filter(ImageFilter.GaussianBlur(softness * small[1] / 120))
    tone = np.asarray(picture.resize((1, 1), Image.Resampling.BOX), dtype=float)[0, 0]
    if kind in (_soil, _wall):
        _cast_shadows(rng, picture, heads)
    # Smooth up to the pixels of the photo; within each of them, copies do.
    photo_size = (size[0] // SUPERSAMPLING, size[1] // SUPERSAMPLING)
    picture = picture.resize(photo_size, Image.Resampling.BILINEAR)
    picture = picture.resize(size, Image.Resampling.NEAREST)
    if kind is _meadow and rng.random() < 0.6:
        grass(rng, ImageDraw.Draw(picture), size, int(rng.integers(20, 60)))
    elif kind is _soil:
        _clods(rng, ImageDraw.Draw(picture), size, tone)
    return picture, kind not in (_wall, _soil, _night)


def _noise(rng: Generator, size: tuple[int, int], cells: int) -> Floats:
    """Smooth noise around 0, as an (h, w, 1) array of about -1 to 1."""
    coarse = rng.random((cells, cells * 4 // 3), dtype=np.float32)
    image = Image.fromarray(coarse).resize(size, Image.Resampling.BICUBIC)
    return 2.0 * np.asarray(image, dtype=float)[..., None] - 1


def _gradient(size: tuple[int, int], top: Floats, bottom: Floats) -> Floats:
    down = np.linspace(0, 1, size[1])[:, None, None]
    return np.broadcast_to(top + (bottom - top) * down, (size[1], size[0], 3))


def _to_image(values: Floats) -> Image.Image:
    return Image.fromarray(np.clip(values, 0, 255).astype(np.uint8))


def _sky(rng: Generator, size: tuple[int, int]) -> tuple[Image.Image, float]:
    top = pick(rng, ((70, 128, 204), (110, 160, 216), (150, 170, 190), (226, 160, 120)))
    bottom = top + (np.array([236, 236, 232]) - top) * rng.uniform(0.3, 0.9)
    billows = _noise(rng, size, 3) + 0.7 * _noise(rng, size, 6) + 0.4 * _noise(rng, size, 12)
    clouds = np.clip(0.8 * billows - rng.uniform(-0.3, 0.6), 0, 0.9)
    blue = _gradient(size, top, bottom)
    picture = _to_image(blue + (248 - blue) * clouds)
    if rng.random() < 0.5:
        _hills(rng, picture)
    return picture, rng.uniform(0.5, 3)


def _hills(rng: Generator, picture: Image.Image) -> None:
    width, height = picture.size
    draw = ImageDraw.Draw(picture)
    for distance in (0.62, 0.78):
        line = height * (distance + 0.08 * np.cumsum(rng.normal(0, 0.5, 7)))
        crest = list(zip(np.linspace(0, width, 7).tolist(), line.tolist(), strict=True))
        draw.polygon([(0, height), *crest, (width, height)], fill=ink(pick(rng, GREENS)))


def _meadow(rng: Generator, size: tuple[int, int]) -> tuple[Image.Image, float]:
    top, bottom = pick(rng, GREENS) * rng.uniform(0.8, 1.5), pick(rng, GREENS) * 0.6
    picture = _to_image(_gradient(size, top, bottom) * (1 + 0.25 * _noise(rng, size, 7)))
    grass(rng, ImageDraw.Draw(picture), size, 60)
    return picture, rng.uniform(0.8, 3)


def _foliage(rng: Generator, size: tuple[int, int]) -> tuple[Image.Image, float]:
    shade = pick(rng, GREENS) * 0.4
    picture = Image.new("RGB", size, ink(shade))
    draw = ImageDraw.Draw(picture)
    hue = pick(rng, GREENS)
    for nearness in np.linspace(0.4, 1.1, 32):
        where = (rng.uniform(0, size[0]), rng.uniform(0, size[1]))
        length = size[1] * rng.uniform(0.14, 0.34)
        leaf(rng, draw, where, rng.uniform(0, 7), length, hue * nearness, "oval")
    return picture, rng.uniform(0.6, 3)


def _bokeh(rng: Generator, size: tuple[int, int]) -> tuple[Image.Image, float]:
    base = pick(rng, (*GREENS, (70, 80, 90), (120, 110, 90), (40, 60, 40), (150, 160, 150)), 16)
    base = base * rng.uniform(0.5, 1.2)
    picture = _to_image(_gradient(size, base * 1.2, base * 0.7) * (1 + 0.3 * _noise(rng, size, 3)))
    draw = ImageDraw.Draw(picture, "RGBA")
    for _ in range(int(rng.integers(10, 36))):
        radius = size[1] * rng.uniform(0.03, 0.11)
        glow = base + (pick(rng, LIGHTS) - base) * rng.uniform(0.3, 1)
        _disc(draw, rng.uniform(0, size[0]), rng.uniform(0, size[1]), radius, glow, 120)
    return picture, rng.uniform(0.5, 2)


LIGHTS: tuple[Colour, ...] = (
    (250, 240, 200), (190, 220, 120), (240, 200, 110), (210, 230, 240), (230, 150, 150),
)  # fmt: skip


def _disc(
    draw: ImageDraw.ImageDraw, x: float, y: float, radius: float, colour: Floats, alpha: int
) -> None:
    draw.ellipse((x - radius, y - radius, x + radius, y + radius), fill=(*ink(colour), alpha))


def _soil(rng: Generator, size: tuple[int, int]) -> tuple[Image.Image, float]:
    earth = pick(rng, EARTHS)
    rough = 1 + 0.2 * _noise(rng, size, 6) + 0.12 * _noise(rng, size, 24)
    return _to_image(earth * 0.8 * rough), 0.5


EARTHS: tuple[Colour, ...] = ((104, 78, 56), (76, 60, 48), (140, 116, 90), (118, 112, 104))


def _clods(rng: Generator, draw: ImageDraw.ImageDraw, size: tuple[int, int], tone: Floats) -> None:
    """Clods and grit, each with a dark side below, smaller towards the distance above."""
    for y in np.sort(size[1] * rng.random(190) ** 0.8).tolist():
        x, nearness = rng.uniform(0, size[0]), 0.4 + 0.6 * y / size[1]
        wide = size[1] * nearness * rng.gamma(1.6, 0.0055)
        high = wide * rng.uniform(0.5, 0.9)
        for fall, gain in ((0.35 * high, 0.6), (0.0, rng.uniform(0.8, 1.25))):
            box = (x - wide, y - high + fall, x + wide, y + high + fall)
            draw.ellipse(box, fill=ink(tone * gain))


def _wall(rng: Generator, size: tuple[int, int]) -> tuple[Image.Image, float]:
    paint = pick(
        rng, ((214, 206, 192), (168, 92, 72), (130, 132, 136), (196, 176, 130), (92, 110, 130))
    )
    picture = _to_image(paint * (1 + 0.07 * _noise(rng, size, 5) + 0.07 * _noise(rng, size, 50)))
    if rng.random() < 0.6:
        _bricks(rng, picture, paint)
    return picture, rng.uniform(0.3, 1.8)


def _bricks(rng: Generator, picture: Image.Image, paint: Floats) -> None:
    draw = ImageDraw.Draw(picture)
    width, height = picture.size
    course = height * rng.uniform(0.09, 0.16)
    for row in range(int(height / course) + 1):
        shift = (row % 2 + rng.uniform(0, 0.1)) * course
        for column in range(-1, int(width / course / 2) + 1):
            left, top = column * 2 * course + shift, row * course
            tone = paint * rng.uniform(0.78, 1.0)
            draw.rectangle(
                (left + 1, top + 1, left + 2 * course - 1, top + course - 1), fill=ink(tone)
            )


def _night(rng: Generator, size: tuple[int, int]) -> tuple[Image.Image, float]:
    dark = pick(rng, ((18, 22, 40), (14, 18, 16), (30, 22, 30)), 5)
    picture = _to_image(_gradient(size, dark, dark * 0.5) * (1 + 0.4 * _noise(rng, size, 4)))
    draw = ImageDraw.Draw(picture, "RGBA")
    for _ in range(int(rng.integers(0, 7))):
        where = rng.uniform(0, size[0]), rng.uniform(0, size[1] * 0.7)
        _disc(draw, *where, size[1] * rng.uniform(0.02, 0.06), pick(rng, LIGHTS), 110)
    return picture, rng.uniform(0.8, 2)


BACKGROUNDS: tuple[Callable[[Generator, tuple[int, int]], tuple[Image.Image, float]], ...] = (
    _sky, _meadow, _meadow, _foliage, _bokeh, _bokeh, _soil, _wall, _night,
)  # fmt: skip


def _cast_shadows(rng: Generator, picture: Image.Image, heads: Sequence[Pose]) -> None:
    mask = Image.new("L", picture.size)
    draw = ImageDraw.Draw(mask)
    away, darkness = rng.uniform(0.15, 0.6), int(rng.integers(70, 150))
    for head in heads:
        radius = 0.8 * head.radius / SHRINK
        x = head.centre[0] / SHRINK - head.light[0] * radius * away * 2
        y = head.centre[1] / SHRINK + radius * away
        draw.ellipse((x - radius, y - 0.9 * radius, x + radius, y + 0.9 * radius), fill=darkness)
    mask = mask.filter(ImageFilter.GaussianBlur(picture.height * (0.01 + 0.05 * away)))
    picture.paste((0, 0, 0), (0, 0, *picture.size), mask)


def _distant_flowers(rng: Generator, picture: Image.Image) -> None:
    """Blots of flowers of any species, so that their colours alone give nothing away."""
    draw = ImageDraw.Draw(picture, "RGBA")
    palettes = [species.palette for species in SPECIES.values()]
    palette = palettes[int(rng.integers(len(palettes)))]
    nearness = rng.uniform(0.02, 0.06)
    for _ in range(int(rng.integers(3, 16))):
        x, y = rng.uniform(0, picture.width), rng.uniform(0.25, 1) * picture.height
        colour = pick(rng, palette) * rng.uniform(0.55, 0.95)
        radius = picture.height * nearness * rng.uniform(0.5, 1.0)
        for lump in rng.normal(0, 0.5 * radius, (3, 2)).tolist():
            _disc(draw, x + lump[0], y + lump[1], radius, colour, 130)


def grass(
    rng: Generator, draw: ImageDraw.ImageDraw, size: tuple[int, int], count: int, top: float = 0.2
) -> None:
    """Blades from the lower edge, up to ``top`` of the height."""
    hue = pick(rng, GREENS)
    for light in np.linspace(0.55, 1.25, count):
        x, lean = rng.uniform(0, size[0]), rng.normal(0, 0.16) * size[1]
        tall = size[1] * rng.uniform(0.25, 1.1 - top)
        blade = size[1] * rng.uniform(0.004, 0.014)
        foot, bend = size[1] * 1.02, size[1] - 0.6 * tall
        outline = (
            (x - blade, foot), (x - blade + lean * 0.3, bend), (x + lean, size[1] - tall),
            (x + blade + lean * 0.3, bend), (x + blade, foot),
        )  # fmt: skip
        draw.polygon(outline, fill=ink(hue * light * rng.uniform(0.85, 1.15)))


def stem(
    rng: Generator,
    draw: ImageDraw.ImageDraw,
    pose: Pose,
    foot: float,
    thickness: float,
    size: tuple[int, int],
) -> tuple[Floats, Floats]:
    """A stem from under the head to below the picture; returns its (N, 2) points and the green
    of its leaves."""
    ends = pose.pixels(pose.turned(np.array([[0, 0, foot], [0, 0, foot - 1.4]])))
    ground = np.array([pose.centre[0] + rng.normal(0, 0.5) * pose.radius, size[1] * 1.1])
    ground[1] = max(ground[1], ends[0, 1] + pose.radius)
    t = np.linspace(0, 1, 9)[:, None]
    points = (1 - t) ** 2 * ends[0] + 2 * t * (1 - t) * ends[1] + t**2 * ground
    green = pick(rng, GREENS) * rng.uniform(0.75, 1.1)
    bark = green if rng.random() < 0.75 else pick(rng, ((120, 96, 60), (130, 84, 70)))
    width = max(2, int(pose.radius * thickness))
    side = np.array([0.22 * width * np.sign(pose.light[0]), 0])
    for shift, share, gain in ((0 * side, 1.0, 0.72), (side * 0.6, 0.62, 0.95), (side, 0.25, 1.2)):
        path = (points + shift).reshape(-1).tolist()
        draw.line(path, fill=ink(bark * gain), width=max(1, int(width * share)), joint="curve")
    return points, green


def leaves(
    rng: Generator, draw: ImageDraw.ImageDraw, pose: Pose, kind: str, points: Floats, green: Floats
) -> None:
    """Leaves of the species along a stem, or around its foot."""
    count, first, last, reach = LEAF_HABITS[kind]
    for at in rng.uniform(first, last, int(rng.integers(count + 1))):
        where = points[min(int(at * len(points)), len(points) - 1)]
        side = rng.choice([-1, 1])
        angle = np.pi / 2 - side * rng.uniform(0.3, 1.5) * (0.4 if kind == "strap" else 1)
        length = pose.radius * reach * rng.uniform(0.7, 1.3)
        leaf(rng, draw, (where[0], where[1]), angle, length, green * rng.uniform(0.8, 1.2), kind)


# At most how many leaves, between which shares of the stem, and how long in radii of the head.
LEAF_HABITS: dict[str, tuple[int, float, float, float]] = {
    "spoon": (3, 0.6, 1.0, 0.8),
    "toothed": (4, 0.7, 1.0, 1.7),
    "oval": (5, 0.3, 0.9, 1.1),
    "heart": (4, 0.3, 0.9, 1.2),
    "strap": (3, 0.7, 1.0, 2.6),
}


def leaf(
    rng: Generator,
    draw: ImageDraw.ImageDraw,
    where: Point,
    angle: float,
    length: float,
    green: Floats,
    kind: str,
) -> None:
    """A leaf from ``where`` towards ``angle``, bent, half light and half dark, with a midrib."""
    u = LEAF_STEPS
    a, b, half_width = LEAF_OUTLINES[kind]
    profile = u**a * (1 - u) ** b
    profile = half_width * profile / profile.max()
    if kind == "toothed":
        profile[2:-1:2] *= 0.45
    elif kind == "oval":
        profile[1:-1:2] *= 0.92
    heading = angle + rng.normal(0, 0.6) * u
    x = where[0] + length * np.cumsum(np.cos(heading)) / len(u)
    y = where[1] - length * np.cumsum(np.sin(heading)) / len(u)
    aside = profile * length * rng.uniform(0.6, 1.0)
    rib = np.stack((x, y), axis=-1)
    normal = np.stack((np.sin(heading), np.cos(heading)), axis=-1) * aside[:, None]
    for side, gain in ((normal, 1.06), (-normal, 0.82)):
        outline = np.concatenate((rib, (rib + side)[::-1])).reshape(-1).tolist()
        draw.polygon(outline, fill=ink(green * gain))
    draw.line(rib.reshape(-1).tolist(), fill=ink(green * 1.28), width=max(1, int(length * 0.02)))


LEAF_STEPS = np.linspace(0, 1, 15)
# Exponents of u**a (1-u)**b as for petals, and the half width in lengths of the leaf.
LEAF_OUTLINES: dict[str, tuple[float, float, float]] = {
    "spoon": (1.2, 0.4, 0.17),
    "toothed": (1.0, 0.5, 0.2),
    "oval": (0.7, 0.7, 0.3),
    "heart": (0.35, 1.0, 0.42),
    "strap": (0.5, 0.9, 0.1),
}


def foreground(rng: Generator, picture: Image.Image, grows: bool) -> None:
    """Sometimes grass in the way: sharp where it ``grows``, or close to the lens and blurred."""
    chance = rng.random()
    if chance < 0.2 and grows:
        grass(rng, ImageDraw.Draw(picture), picture.size, int(rng.integers(3, 12)), top=0.15)
    elif chance > 0.8:
        _blurred_blades(rng, picture)


def _blurred_blades(rng: Generator, picture: Image.Image) -> None:
    width, height = picture.size
    mask = Image.new("L", (max(8, width // SHRINK), max(8, height // SHRINK)))
    draw = ImageDraw.Draw(mask)
    for _ in range(int(rng.integers(1, 4))):
        foot = rng.uniform(-0.1, 1.1) * mask.width
        tip = foot + rng.normal(0, 0.5) * mask.height
        bend = 0.7 * foot + 0.3 * tip
        half = mask.height * rng.uniform(0.02, 0.05)
        top = mask.height * rng.uniform(0.1, 0.7)
        low, middle = mask.height * 1.05, (mask.height + top) / 2
        draw.polygon(
            (
                foot - half,
                low,
                bend - half,
                middle,
                tip,
                top,
                bend + half,
                middle,
                foot + half,
                low,
            ),
            fill=int(rng.integers(140, 230)),
        )
    mask = mask.filter(ImageFilter.GaussianBlur(mask.height * rng.uniform(0.015, 0.04)))
    shade = pick(rng, GREENS) * rng.uniform(0.4, 1.0)
    mask = mask.resize(picture.size, Image.Resampling.BILINEAR)
    picture.paste(ink(shade), (0, 0, width, height), mask)
