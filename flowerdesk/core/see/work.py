"""What people ask to see, each as one job: it opens the project itself and returns what is small
enough to travel."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from flowerdesk.core import photos
from flowerdesk.core.backbones import loading
from flowerdesk.core.backbones.loading import LoadedBackbone
from flowerdesk.core.errors import ProjectError, SeeingError
from flowerdesk.core.events import Cancelled, Emit, JobCancelled, Progress
from flowerdesk.core.head import Head
from flowerdesk.core.photos import Frame
from flowerdesk.core.prediction import matched
from flowerdesk.core.project import Project, project_lock, seeing
from flowerdesk.core.see import channels, heat, patterns, top_patches
from flowerdesk.core.see.channels import ChannelMap, PhotoView
from flowerdesk.core.see.heat import Heat
from flowerdesk.core.see.patterns import Pattern
from flowerdesk.core.see.pictures import Picture
from flowerdesk.core.see.sight import Sight, sight_of
from flowerdesk.core.see.top_patches import LookedThrough, Patch
from flowerdesk.core.words import say
from flowerdesk.core.workflow import head_in_use


@dataclass(frozen=True)
class ChannelView:
    """One channel of a layer: on a photo, in the project's photos, and by itself."""

    layer: str
    channel: int
    channels: int
    field: int
    """How many pixels of the network's input one place sees, in each direction."""
    side: int
    """How many there are."""
    map: ChannelMap | None
    """None where no photo was named."""
    frame: Frame | None
    """The part of that photo that the map covers."""
    patches: tuple[Patch, ...]
    known: int
    """Photos that were looked through for this layer so far."""
    there: int
    pattern: Pattern | None
    """None when it has not been made yet."""


@dataclass(frozen=True)
class _Ready:
    head: Head
    loaded: LoadedBackbone

    @property
    def sight(self) -> Sight:
        return sight_of(self.loaded)

    def look(self, photo: Path) -> tuple[np.ndarray, Frame]:
        """Raises PhotoError when it cannot be read."""
        framing = self.loaded.backbone.preprocessing.framing
        data = photos.read(photo).data
        return photos.decode_framed(data, self.loaded.runtime.input_size, framing)


def spoke_for(
    project_path: Path,
    photo: Path,
    label: str | None,
    layer: str | None,
    weights: Path | None,
    emit: Emit,
    cancelled: Cancelled,
) -> Heat:
    """What in a photo spoke for a label, by Grad-CAM; None takes the likeliest label.

    Raises:
        PhotoError: the photo cannot be read.
        PredictionError: nothing was trained yet, or the weights are others than the head's.
        SeeingError: there is no such label or layer.
        JobCancelled: ``cancelled()`` said so.
    """
    ready = _ready(project_path, weights, emit, cancelled)
    pixels, frame = ready.look(photo)
    chosen = _label(ready, label, pixels)
    return heat.grad_cam(ready.sight, ready.head, pixels, frame, chosen, layer)


def second_opinion(
    project_path: Path,
    photo: Path,
    label: str | None,
    weights: Path | None,
    emit: Emit,
    cancelled: Cancelled,
) -> Heat:
    """What in a photo spoke for a label, by hiding each place in turn.

    Raises: as :func:`spoke_for`.
    """
    ready = _ready(project_path, weights, emit, cancelled, loading.load)
    pixels, frame = ready.look(photo)
    chosen = _label(ready, label, pixels)
    return heat.occlusion(ready.loaded, ready.head, pixels, frame, chosen, emit, cancelled)


def look(
    project_path: Path, photo: Path, weights: Path | None, emit: Emit, cancelled: Cancelled
) -> PhotoView:
    """What each layer of the network in use sees of a photo.

    Raises: as :func:`spoke_for`.
    """
    ready = _ready(project_path, weights, emit, cancelled)
    pixels, frame = ready.look(photo)
    return channels.look_at(ready.sight, pixels, frame, ready.loaded.layer.name)


def first_filters(
    project_path: Path, weights: Path | None, emit: Emit, cancelled: Cancelled
) -> tuple[Picture, ...]:
    """The filters of the network's first layer, which need no photo.

    Raises: as :func:`spoke_for`.
    """
    return channels.filters(_ready(project_path, weights, emit, cancelled).sight)


def look_at_channel(
    project_path: Path,
    photo: Path | None,
    layer: str,
    channel: int,
    seed: int,
    weights: Path | None,
    emit: Emit,
    cancelled: Cancelled,
) -> ChannelView:
    """What is known of one channel so far; nothing is looked through or made for it.

    Raises: as :func:`spoke_for`, and
        SeeingError: the layer has no such channel.
    """
    ready = _ready(project_path, weights, emit, cancelled)
    sight = ready.sight
    tapped = sight.layer(layer)
    _check_channel(channel, tapped.shape[2], layer)
    seen = frame = None
    if photo is not None:
        pixels, frame = ready.look(photo)
        seen = channels.channel_map(sight, pixels, layer, channel)
    with Project(project_path, read_only=True) as project:
        known, there = top_patches.how_far(project, sight, tapped)
        patches = top_patches.top_patches(project, ready.loaded, sight, tapped, channel)
        kept = seeing.pattern(project, sight.key(tapped), channel, patterns.recipe(seed))
    return ChannelView(
        layer=layer,
        channel=channel,
        channels=tapped.shape[2],
        field=min(sight.fields[layer].size, sight.backbone.input_size),
        side=sight.backbone.input_size,
        map=seen,
        frame=frame,
        patches=patches,
        known=known,
        there=there,
        pattern=None if kept is None else _pattern(kept),
    )


def look_through(
    project_path: Path,
    after: int,
    at_most: int | None,
    weights: Path | None,
    emit: Emit,
    cancelled: Cancelled,
) -> LookedThrough:
    """Looks through the project's photos, or some of those that are left, for what excites each
    channel of each layer most (see :func:`flowerdesk.core.see.top_patches.look_through`).

    Raises: as :func:`spoke_for`, and
        ProjectError: the project cannot be written, or another program works on it.
    """
    ready = _ready(project_path, weights, emit, cancelled)
    sight = ready.sight
    with project_lock(project_path), Project(project_path) as project:
        return top_patches.look_through(
            project,
            ready.loaded,
            sight,
            sight.tour,
            emit,
            cancelled,
            after=after,
            at_most=at_most,
        )


def make_pattern(
    project_path: Path,
    layer: str,
    channel: int,
    seed: int,
    weights: Path | None,
    emit: Emit,
    cancelled: Cancelled,
) -> Pattern:
    """The pattern that excites a channel most; it is kept in the project where that can be written.

    Raises: as :func:`look_at_channel`.
    """
    ready = _ready(project_path, weights, emit, cancelled)
    sight = ready.sight
    tapped = sight.layer(layer)
    _check_channel(channel, tapped.shape[2], layer)
    key, recipe = sight.key(tapped), patterns.recipe(seed)
    with Project(project_path, read_only=True) as project:
        kept = seeing.pattern(project, key, channel, recipe)
    if kept is not None:
        return _pattern(kept)
    made = patterns.pattern(sight, layer, channel, seed, emit, cancelled)
    drawn = made.picture
    stored = seeing.StoredPattern(drawn.width, drawn.height, drawn.pixels, made.strength)
    with suppress(ProjectError), Project(project_path) as project:
        seeing.add_pattern(project, key, channel, recipe, stored)
    return made


def _ready(
    project_path: Path,
    weights: Path | None,
    emit: Emit,
    cancelled: Cancelled,
    load: Callable[[loading.Choice], LoadedBackbone] = loading.load_to_look_into,
) -> _Ready:
    head, choice = head_in_use(project_path, weights)
    emit(Progress("load", 0, None, choice.backbone.title))
    loaded = load(choice)
    head = matched(head, loaded)  # it knows vectors that agree with its own
    if cancelled():
        raise JobCancelled
    return _Ready(head, loaded)


def _label(ready: _Ready, label: str | None, pixels: np.ndarray) -> str:
    labels = ready.head.labels
    if label is None:
        return labels[int(ready.head.logits(ready.loaded.runtime(pixels[np.newaxis]))[0].argmax())]
    if label not in labels:
        raise SeeingError(
            say(
                "“{label}” is none of the labels that were learned. Choose one of: {known}.",
                label=label,
                known=", ".join(labels),
            )
        )
    return label


def _check_channel(channel: int, channels: int, layer: str) -> None:
    if not 0 <= channel < channels:
        raise SeeingError(
            say(
                "{layer} has the channels 0 to {last}; there is no channel {channel}.",
                layer=layer,
                last=channels - 1,
                channel=channel,
            )
        )


def _pattern(kept: seeing.StoredPattern) -> Pattern:
    return Pattern(Picture(kept.width, kept.height, kept.pixels), kept.strength)
