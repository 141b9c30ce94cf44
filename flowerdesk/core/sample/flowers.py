"""Sample photos of five kinds of flowers, drawn by the program: something to learn from offline.

Here a picture is composed and photographed, and a folder filled. The flower heads are in
``heads``, their surfaces in ``petals``, everything around them in ``scenes``.
"""

import io
import os
import re
import zlib
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFilter

from flowerdesk.core.errors import ScanError
from flowerdesk.core.events import Cancelled, Emit, JobCancelled, Progress, ignore, never
from flowerdesk.core.sample.heads import SPECIES
from flowerdesk.core.sample.petals import Floats, Pose, paint, pick, tilted
from flowerdesk.core.sample.scenes import SUPERSAMPLING, background, foreground, leaves, stem
from flowerdesk.core.words import say

STAGE = "draw"
LABELS = ("daisy", "dandelion", "roses", "sunflowers", "tulips")


def draw_flower(
    label: str, rng: np.random.Generator, size: tuple[int, int] = (320, 240)
) -> Image.Image:
    """Draw one photo of ``label`` (one of ``LABELS``) as RGB of ``size`` = (width, height).

    All that varies is drawn from ``rng``: the same generator state gives the same photo.
    """
    species = SPECIES[label]
    canvas_size = (size[0] * SUPERSAMPLING, size[1] * SUPERSAMPLING)
    poses = _poses(label, rng, canvas_size)
    picture, grows = background(rng, canvas_size, poses)
    draw = ImageDraw.Draw(picture)
    variety = pick(rng, species.palette)
    for pose in poses:
        points, green = stem(rng, draw, pose, species.foot, species.stem, canvas_size)
        leaves(rng, draw, pose, species.leaf, points, green)
        own = variety if rng.random() < 0.75 else pick(rng, species.palette)
        paint(draw, species.build(rng, own, _detail(pose)), pose)
    foreground(rng, picture, grows)
    return _develop(rng, picture, size)


def _detail(pose: Pose) -> float:
    """How fine a head need be modelled: 1 for one whose radius is 64 pixels of the photo."""
    return float(np.clip(pose.radius / (64 * SUPERSAMPLING), 0.55, 1.4))


def _poses(label: str, rng: np.random.Generator, size: tuple[int, int]) -> list[Pose]:
    """One to five heads, the farther ones first."""
    count = int(rng.choice([1, 2, 3, 4, 5], p=[0.52, 0.2, 0.14, 0.08, 0.06]))
    largest = min(size) * rng.uniform(0.24, 0.5) / count**0.35
    radii = np.sort(largest * rng.uniform(0.55, 1.0, count))
    radii[-1] = largest
    light = np.array([rng.uniform(-0.8, 0.8), rng.uniform(0.1, 0.9), rng.uniform(0.4, 1.0)])
    light /= np.linalg.norm(light)
    places = _places(rng, radii, size)
    low, high = SPECIES[label].tilt
    # Tulips mostly stand in profile, but every species is now and then seen from above.
    usual = rng.uniform(low, high) if rng.random() < 0.8 else rng.uniform(0, 0.8)
    return [
        Pose(
            centre=place,
            radius=float(radius),
            rotation=tilted(
                rng.uniform(0, 2 * np.pi), max(0.0, usual + rng.normal(0, 0.15)), rng.normal(0, 0.3)
            ),
            light=light,
        )
        for place, radius in zip(places, radii, strict=True)
    ]


def _places(
    rng: np.random.Generator, radii: Floats, size: tuple[int, int]
) -> list[tuple[float, float]]:
    """Centres that cover each other little; the last, nearest head is nearest to the middle."""
    chosen = np.empty((0, 2))
    for number in range(len(radii)):
        spread = (0.13, 0.11) if number == 0 else (0.3, 0.2)
        tries = np.clip(rng.normal((0.5, 0.46), spread, (8, 2)) * size, 0, size)
        if number:
            # Heads above each other would hide each other's stems: sideways counts for more.
            apart = (tries[:, None] - chosen) * (1.0, 0.6)
            tries = tries[np.argsort(np.hypot(apart[..., 0], apart[..., 1]).min(axis=1))]
        # Of the eight, one that is far from the others but not always the farthest.
        chosen = np.vstack((chosen, tries[-1 - int(rng.integers(2))]))
    return [(x, y) for x, y in chosen[::-1].tolist()]


def _develop(rng: np.random.Generator, canvas: Image.Image, size: tuple[int, int]) -> Image.Image:
    """The camera: focus, saturation, light, tint, vignette and noise of the sensor, at ``size``."""
    picture = canvas.reduce(SUPERSAMPLING)
    if rng.random() < 0.25:
        picture = picture.filter(ImageFilter.GaussianBlur(rng.uniform(0.3, 1.4) * min(size) / 240))
    picture = picture.convert("RGB", _saturation(rng.uniform(0.7, 1.12)))
    width, height = size
    # Pixels and channels share the last axis: numpy is slow along an axis of three.
    light = np.asarray(picture, dtype=np.float32).reshape(height, 3 * width)
    light = light * np.repeat(_falloff(rng, size), 3, axis=1)
    light *= np.tile(_exposure(rng), width)
    noise = rng.standard_normal((height, width), dtype=np.float32)
    light += np.repeat(noise * np.float32(rng.uniform(0.5, 5)), 3, axis=1)
    # A shoulder above 185, as of film, keeps white petals from burning out.
    light = np.minimum(light, 0.45 * light + 0.55 * 185)
    fog = rng.uniform(0, 26) * (rng.random() < 0.35)
    light = light * np.float32(1 - fog / 255) + np.float32(fog)
    return Image.fromarray(np.clip(light, 0, 255).astype(np.uint8).reshape(height, width, 3))


def _saturation(vivid: float) -> tuple[float, ...]:
    """The 3 by 4 matrix that mixes a colour with its own grey, for ``Image.convert``."""
    grey = np.array([0.3, 0.59, 0.11]) * (1 - vivid)
    matrix = np.zeros((3, 4))
    matrix[:, :3] = vivid * np.eye(3) + grey
    return tuple(matrix.reshape(-1).tolist())


def _falloff(rng: np.random.Generator, size: tuple[int, int]) -> NDArray[np.float32]:
    x = np.linspace(-1, 1, size[0], dtype=np.float32)[None, :]
    y = np.linspace(-1, 1, size[1], dtype=np.float32)[:, None]
    slope = rng.normal(0, 0.12, 2).astype(np.float32)
    vignette = 1 - np.float32(rng.uniform(0, 0.22)) * (x * x + y * y)
    sloped: NDArray[np.float32] = 1 + slope[0] * x + slope[1] * y
    return sloped * vignette


def _exposure(rng: np.random.Generator) -> NDArray[np.float32]:
    warmth = np.clip(rng.normal(0, 0.07), -0.12, 0.14)
    tint: Floats = np.array([1 + warmth, 1 + rng.normal(0, 0.02), 1 - warmth])
    return np.asarray(tint * np.exp(rng.normal(0.1, 0.17)), dtype=np.float32)


def draw_sample(
    folder: Path,
    photos_per_label: int = 200,
    seed: int = 0,
    emit: Emit = ignore,
    cancelled: Cancelled = never,
) -> None:
    """Write ``folder/<label>/<label>_001.jpg`` and so on, JPEG of 320 by 240, for every label.

    Each photo depends on (seed, label, number) only, so a larger sample begins with the same
    photos. Photos of an earlier call that are there already are not drawn again.

    Raises:
        ScanError: the folder cannot be written, or holds something else.
        JobCancelled: ``cancelled()`` said so; the photos drawn so far are whole and stay.
    """
    _claim(folder)
    total = photos_per_label * len(LABELS)
    numbered = [(label, number + 1) for number in range(photos_per_label) for label in LABELS]
    for done, (label, number) in enumerate(numbered, start=1):
        if cancelled():
            raise JobCancelled
        path = folder / label / f"{label}_{number:03d}.jpg"
        if not path.exists():
            _write(folder, path, _jpeg(label, number, seed))
        emit(Progress(STAGE, done, total, path.name))


def draw_photo(path: Path, label: str, seed: int) -> None:
    """Write one photo that is in no sample, to try a classifier on.

    Raises:
        ScanError: it cannot be written.
    """
    _write(path.parent, path, _jpeg(label, 0, seed))


def _claim(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
        foreign = [entry.name for entry in folder.iterdir() if not _is_of_a_sample(entry)]
        for label in LABELS if not foreign else ():
            (folder / label).mkdir(exist_ok=True)
    except OSError as error:
        raise ScanError(
            say(
                "The sample photos cannot be written to {folder} ({reason}); choose a "
                "folder that you may write to.",
                folder=folder,
                reason=error.strerror or error,
            )
        ) from error
    if foreign:
        raise ScanError(
            say(
                "The folder {folder} holds {foreign}, and the sample photos must not mix "
                "with other files; choose an empty or a new folder.",
                folder=folder,
                foreign=foreign[0],
            )
        )


def _is_of_a_sample(entry: Path) -> bool:
    return entry.name in LABELS and all(
        re.fullmatch(rf"{entry.name}_\d{{3,}}\.(jpg|part)", photo.name) for photo in entry.iterdir()
    )


def _write(folder: Path, path: Path, photo: bytes) -> None:
    try:
        _write_whole(path, photo)
    except OSError as error:
        raise ScanError(
            say(
                "The sample photos cannot be written to {folder} ({reason}); free some "
                "space or choose another folder.",
                folder=folder,
                reason=error.strerror or error,
            )
        ) from error


def _jpeg(label: str, number: int, seed: int) -> bytes:
    # The label goes in by its name, so that a label added later does not change these photos.
    rng = np.random.default_rng((seed, zlib.crc32(label.encode()), number))
    photo = draw_flower(label, rng)
    stream = io.BytesIO()
    photo.save(stream, format="JPEG", quality=int(rng.integers(55, 94)))
    return stream.getvalue()


def _write_whole(path: Path, content: bytes) -> None:
    """Write under another name first: a kill in the middle leaves no broken photo."""
    path_so_far = path.with_suffix(".part")
    try:
        path_so_far.write_bytes(content)
        os.replace(path_so_far, path)
    finally:
        path_so_far.unlink(missing_ok=True)
