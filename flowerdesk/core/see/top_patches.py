"""Looks through a project for the photos, and the places in them, that excite each channel most.

One pass serves every channel of every layer of the tour: of each photo a layer's maps leave only
their highest values and where these are.
"""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

import numpy as np

from flowerdesk.core import photos
from flowerdesk.core.backbones.backbone import Layer
from flowerdesk.core.backbones.loading import LoadedBackbone
from flowerdesk.core.errors import PhotoError
from flowerdesk.core.events import Cancelled, Emit, PhotoSkipped, Progress
from flowerdesk.core.extraction import Look, looks
from flowerdesk.core.project import Project, absolute, seeing
from flowerdesk.core.project.seeing import ChannelPeaks
from flowerdesk.core.see.pictures import Picture, picture
from flowerdesk.core.see.receptive import Box
from flowerdesk.core.see.sight import Peaks, Sight

STAGE = "look through"
SHOWN = 9

_SECONDS_BETWEEN_WRITES = 2.0
_LARGEST_SHARE = 0.5
"""Of the photo's side that a patch shows. Deep layers see all of it, but what lies far from the
middle hardly counts (Luo et al. 2016, arXiv:1701.04128)."""


@dataclass(frozen=True)
class LookedThrough:
    """How far a pass has come. ``known`` of ``there`` photos are in the index of every layer."""

    known: int
    there: int
    last_id: int
    """The last photo that was tried: where the next pass may begin."""
    complete: bool
    """Whether there was nothing left to try."""
    computed: int
    seconds: float


@dataclass(frozen=True)
class Patch:
    """A place in a photo of the project that excites a channel."""

    path: str
    """As the project knows it."""
    label: str
    strength: float
    picture: Picture
    box: Box
    """The patch in the network's input."""


def look_through(
    project: Project,
    loaded: LoadedBackbone,
    sight: Sight,
    layers: Sequence[Layer],
    emit: Emit,
    cancelled: Cancelled,
    *,
    after: int = 0,
    at_most: int | None = None,
) -> LookedThrough:
    """Adds the photos to the index that it does not know yet, of every layer at once.

    Only photos that were looked at for learning take part. What is done is stored every few
    seconds, and when the work is cancelled. ``after`` and ``at_most`` let it be done in pieces:
    a photo that cannot be read is reported and not tried again in later pieces.

    Raises:
        JobCancelled: ``cancelled()`` said so; what was done is in the project.
        ProjectError: the project cannot be written.
    """
    index = _Index(project, sight, layers)
    started = time.perf_counter()
    unknown = seeing.not_looked_through(project, index.ids, after)
    chosen = list(islice(unknown, at_most)) if at_most is not None else unknown
    complete = isinstance(chosen, Iterator) or not chosen
    last_id, written = after, time.monotonic()
    known, there = index.count()
    emit(Progress(STAGE, known, there))
    try:
        size = sight.backbone.batch_size(layers[-1].name)
        for batch in _batches(looks(project.path, chosen, loaded, cancelled), size):
            for look in batch:
                if look.reason is not None:
                    emit(PhotoSkipped(look.photo.path, look.reason))
            index.add(batch)
            last_id = max(last_id, *(look.photo.id for look in batch))
            emit(Progress(STAGE, min(known + index.computed, there), there, batch[-1].photo.path))
            if time.monotonic() - written > _SECONDS_BETWEEN_WRITES:
                index.store()
                written = time.monotonic()
    finally:
        index.store()
    known, there = index.count()
    seconds = time.perf_counter() - started
    return LookedThrough(known, there, last_id, complete, index.computed, seconds)


def how_far(project: Project, sight: Sight, layer: Layer) -> tuple[int, int]:
    """How many photos the index of a layer knows, and how many there are to know."""
    found = seeing.channel_peaks(project, sight.key(layer))
    return seeing.count_looked_through(project, found[0] if found else None)


def top_patches(
    project: Project, loaded: LoadedBackbone, sight: Sight, layer: Layer, channel: int
) -> tuple[Patch, ...]:
    """The patches of the project's photos that excite a channel most, the strongest first.

    Photos that have been left out since, or that cannot be read any more, are passed over.
    """
    found = seeing.channel_peaks(project, sight.key(layer))
    peaks = found[1].of(channel) if found else []
    present = seeing.photos_with(project, [sha256 for sha256, _, _ in peaks]) if peaks else {}
    patches: list[Patch] = []
    for sha256, place, strength in peaks:
        if sha256 not in present or len(patches) == SHOWN:
            continue
        path, label = present[sha256]
        try:
            pixels = loaded.decode(photos.read(absolute(project.path, path)).data)
        except PhotoError:
            continue
        box = patch_box(sight, layer, place)
        left, top, right, bottom = box
        cut = picture(pixels[top:bottom, left:right])
        patches.append(Patch(path, label, strength, cut, box))
    return tuple(patches)


def patch_box(sight: Sight, layer: Layer, place: int) -> Box:
    """What a place of a layer's maps sees of the input: its receptive field, or of a large one the
    middle, moved inside the photo so that all patches of a layer are of one size."""
    side, width = sight.backbone.input_size, layer.shape[1]
    field = sight.fields[layer.name]
    size = min(field.size, round(side * _LARGEST_SHARE))
    row, column = divmod(place, width)

    def begin(number: int) -> int:
        middle = field.start + number * field.step + field.size / 2
        return int(min(max(round(middle - size / 2), 0), side - size))

    left, top = begin(column), begin(row)
    return left, top, left + size, top + size


class _Index:
    """The peaks of some layers in memory, between two writes."""

    def __init__(self, project: Project, sight: Sight, layers: Sequence[Layer]) -> None:
        self._project = project
        self._sight = sight
        self._layers = layers
        self._peaks: dict[int, ChannelPeaks] = {}
        self._new: dict[int, set[bytes]] = {}
        self.ids: list[int] = []
        self.computed = 0
        for layer in layers:
            key = sight.key(layer)
            peaks_id, peaks = seeing.begin_channel_peaks(project, key, layer.shape[2])
            self.ids.append(peaks_id)
            self._peaks[peaks_id], self._new[peaks_id] = peaks, set()

    def count(self) -> tuple[int, int]:
        """Of the layer that knows the fewest."""
        return min(seeing.count_looked_through(self._project, one) for one in self.ids)

    def add(self, batch: Sequence[Look]) -> None:
        unique = {
            look.sha256: look.pixels
            for look in batch
            if look.sha256 is not None and look.pixels is not None
        }
        if not unique:
            return
        found = self._sight.peaks(np.stack(list(unique.values())), self._layers)
        self.computed += len(unique)
        for peaks_id, layer in zip(self.ids, self._layers, strict=True):
            self._add(peaks_id, list(unique), found[layer.name])

    def _add(self, peaks_id: int, hashes: list[bytes], found: Peaks) -> None:
        new = [
            number
            for number, sha256 in enumerate(hashes)
            if sha256 not in self._new[peaks_id]
            and not seeing.looked_through(self._project, peaks_id, sha256)
        ]
        chosen = [hashes[number] for number in new]
        if chosen:
            self._peaks[peaks_id] = self._peaks[peaks_id].with_photos(
                found.strengths[new], found.places[new], chosen
            )
            self._new[peaks_id].update(chosen)

    def store(self) -> None:
        if any(self._new.values()):
            seeing.keep_channel_peaks(self._project, self._peaks, self._new)
            self._new = {one: set() for one in self.ids}


def _batches(some: Iterator[Look], size: int) -> Iterator[list[Look]]:
    while batch := list(islice(some, size)):
        yield batch
