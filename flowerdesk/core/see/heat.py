"""Which places of a photo spoke for a label: by gradients (Grad-CAM), or by hiding each."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np

from flowerdesk.core.backbones.loading import LoadedBackbone
from flowerdesk.core.events import Cancelled, Emit, JobCancelled, Progress
from flowerdesk.core.head import Head
from flowerdesk.core.photos import Frame
from flowerdesk.core.prediction import Answers, answers
from flowerdesk.core.see.pictures import Picture, grey, heat_colours, picture
from flowerdesk.core.see.sight import Sight

if TYPE_CHECKING:
    from PIL import Image

Method = Literal["grad-cam", "occlusion"]

STAGE = "occlusion"
_AT_ONCE = 16
# A hidden square of a quarter of the photo takes away a blossom or its heart, not one petal, which
# seldom decides anything. Each is moved on by a third of its side, so that the map is finer.
_CELLS = 12
_CELLS_PER_SQUARE = 3
_UNSEEN, _UNSEEN_COVERED = "#d0cfca", 0.85
_UPSCALED = 160  # pixels: more than that is seen in no map


@dataclass(frozen=True)
class Heat:
    """How much each place of a photo spoke for a label.

    ``picture`` is grey, from black (nothing) to white (the most, which is ``highest``). It covers
    the part ``frame`` of the upright photo.
    """

    label: str
    method: Method
    layer: str
    """The layer whose maps were weighed; empty for occlusion, which knows of none."""
    picture: Picture
    highest: float
    """Of Grad-CAM in logits per place, of occlusion in log-odds."""
    frame: Frame
    answers: Answers
    """What the head says of the photo."""


def grad_cam(
    sight: Sight, head: Head, pixels: np.ndarray, frame: Frame, label: str, layer: str | None
) -> Heat:
    """What spoke for ``label`` at a layer; None takes the last one that has places.

    Raises:
        SeeingError: the network has no such layer, or it has no places.
    """
    at = layer or sight.last_maps
    values, logits = sight.spoke_for(pixels, head, head.labels.index(label), at)
    return Heat(
        label, "grad-cam", at, _smooth(values), float(values.max()), frame, _answers(head, logits)
    )


def occlusion(
    loaded: LoadedBackbone,
    head: Head,
    pixels: np.ndarray,
    frame: Frame,
    label: str,
    emit: Emit,
    cancelled: Cancelled,
) -> Heat:
    """How much less sure the answer is when a square of the photo is hidden, for every place.

    After Zeiler & Fergus 2014 (arXiv:1311.2901). The square is filled with the photo's mean colour;
    what falls is the label's log-odds, which go on falling where probabilities have long been 0 or
    1. Nothing is asked of the network but its answers. A place's value is the mean over the squares
    that hide it.

    Raises:
        JobCancelled: ``cancelled()`` said so.
    """
    number = head.labels.index(label)
    before = loaded.runtime(pixels[np.newaxis])[0]
    odds = _log_odds(head.logits(before[np.newaxis]), number)[0]
    squares = list(_squares())
    edges = np.round(np.linspace(0, len(pixels), _CELLS + 1)).astype(int)
    colour = pixels.reshape(-1, 3).mean(axis=0).round().astype(np.uint8)
    fallen = np.zeros((_CELLS, _CELLS), np.float32)
    times = np.zeros((_CELLS, _CELLS), np.float32)
    for start in range(0, len(squares), _AT_ONCE):
        if cancelled():
            raise JobCancelled
        some = squares[start : start + _AT_ONCE]
        hidden = np.repeat(pixels[np.newaxis], len(some), axis=0)
        for photo, (rows, columns) in zip(hidden, some, strict=True):
            across = slice(edges[columns.start], edges[columns.stop])
            photo[edges[rows.start] : edges[rows.stop], across] = colour
        left = _log_odds(head.logits(loaded.runtime(hidden)), number)
        for (rows, columns), one in zip(some, left, strict=True):
            fallen[rows, columns] += odds - one
            times[rows, columns] += 1
        emit(Progress(STAGE, start + len(some), len(squares)))
    values = np.maximum(fallen / times, 0)
    said = answers(head, before)
    return Heat(label, "occlusion", "", _smooth(values), float(values.max()), frame, said)


def _squares() -> Iterator[tuple[slice, slice]]:
    """Rows and columns of cells that are hidden together. Squares reach over the edges, so that
    every cell is hidden equally often."""
    places = [
        slice(max(first, 0), min(first + _CELLS_PER_SQUARE, _CELLS))
        for first in range(1 - _CELLS_PER_SQUARE, _CELLS)
    ]
    return ((rows, columns) for rows in places for columns in places)


def _log_odds(logits: np.ndarray, number: int) -> np.ndarray:
    """``log(p / (1 - p))`` of one label, ``(n,) float64``; of an only label its logit."""
    values = logits.astype(np.float64)
    others = np.delete(values, number, axis=1)
    if not others.shape[1]:
        return values[:, number]
    highest = others.max(axis=1)
    rest = highest + np.log(np.exp(others - highest[:, np.newaxis]).sum(axis=1))
    return np.asarray(values[:, number] - rest)


def _answers(head: Head, logits: np.ndarray) -> Answers:
    exponentials = np.exp(logits - logits.max())
    shares = exponentials / exponentials.sum()
    order = np.argsort(-shares, kind="stable")
    return tuple((head.labels[n], float(shares[n])) for n in order)


def _smooth(values: np.ndarray) -> Picture:
    """The values as a grey picture without steps, of a size at which nothing is lost or gained."""
    from PIL import Image

    side = (max(_UPSCALED, values.shape[1]), max(_UPSCALED, values.shape[0]))
    if values.shape[0] > _UPSCALED:
        side = (_UPSCALED, _UPSCALED)
    floating = Image.fromarray(values.astype(np.float32))
    return grey(np.asarray(floating.resize(side, Image.Resampling.BICUBIC)))


def over_photo(photo: Image.Image, heat: Heat, opacity: float) -> Image.Image:
    """The upright photo with the heat on it; what the network does not look at fades to grey.

    ``opacity`` goes from 0 (the photo alone) to 1. Where nothing spoke for the label the photo is
    only dimmed, so that it stays to be recognised.
    """
    from PIL import Image

    frame = heat.frame
    left, top = round(frame.left * photo.width), round(frame.top * photo.height)
    size = (
        max(1, round(frame.width * photo.width)),
        max(1, round(frame.height * photo.height)),
    )
    values = heat.picture.image().resize(size, Image.Resampling.BICUBIC)
    colours = Image.fromarray(heat_colours()[np.asarray(values)])
    veil = Image.fromarray((opacity * 255 * veil_strengths()[np.asarray(values)]).astype(np.uint8))
    plain = Image.new("RGB", photo.size, _UNSEEN)
    made = Image.blend(photo, plain, opacity * _UNSEEN_COVERED)
    made.paste(photo.crop((left, top, left + size[0], top + size[1])), (left, top))
    made.paste(colours, (left, top), veil)
    return made


def veil_strengths() -> np.ndarray:
    """``(256,) float``: for each grey of heat how much its colour covers of the photo, at most."""
    grown: np.ndarray = 0.55 + 0.45 * np.arange(256) / 255
    return grown


def map_picture(values: np.ndarray, largest: int) -> Picture:
    """A layer's map of one channel, ``(h, w)``, as a grey picture of at most ``largest`` pixels."""
    from PIL import Image

    shown = grey(values)
    if shown.width <= largest:
        return shown
    image = shown.image().resize((largest, largest), Image.Resampling.BOX)
    return picture(np.asarray(image))
