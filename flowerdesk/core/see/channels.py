"""What each layer makes of a photo: its strongest channels, and the first layer's filters."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from flowerdesk.core.photos import Frame
from flowerdesk.core.see.heat import map_picture
from flowerdesk.core.see.pictures import Picture, picture
from flowerdesk.core.see.sight import Sight

STRONGEST = 16
_SMALL = 56  # pixels of a map in a row of many


@dataclass(frozen=True)
class ChannelMap:
    """Where one channel of a layer responds to a photo, and how strongly at most."""

    channel: int
    picture: Picture
    strength: float


@dataclass(frozen=True)
class LayerView:
    """A layer's channels that respond most strongly to a photo, the strongest one first."""

    layer: str
    channels: int
    """How many the layer has."""
    active: int
    """How many of them respond to this photo anywhere."""
    places: int
    """Width and height of its maps."""
    field: int
    """How many pixels of the network's input one place sees, in each direction."""
    strongest: tuple[ChannelMap, ...]


@dataclass(frozen=True)
class PhotoView:
    """What a network sees of a photo, layer by layer."""

    frame: Frame
    side: int
    """Pixels of the network's input, in each direction."""
    layers: tuple[LayerView, ...]
    filters: tuple[Picture, ...]
    """The first layer's filters, as pictures of what excites them."""
    beyond: tuple[str, ...]
    """Layers that the backbone has and that are not reached."""
    reached: str
    """Where the network ends."""


def look_at(sight: Sight, pixels: np.ndarray, frame: Frame, reached: str) -> PhotoView:
    """The strongest channels of every layer of the tour, for one decoded photo."""
    maps = sight.maps(pixels)
    return PhotoView(
        frame=frame,
        side=sight.backbone.input_size,
        layers=tuple(_view(sight, name, values) for name, values in maps.items()),
        filters=filters(sight),
        beyond=tuple(layer.name for layer in sight.beyond),
        reached=reached,
    )


def channel_map(sight: Sight, pixels: np.ndarray, layer: str, channel: int) -> ChannelMap:
    """The whole map of one channel of a layer of the tour."""
    values = sight.maps(pixels)[layer][..., channel]
    return ChannelMap(channel, map_picture(values, len(values)), float(values.max()))


def filters(sight: Sight) -> tuple[Picture, ...]:
    """The first layer's kernels in RGB: grey is 0, and each uses the whole range by itself."""
    kernels = sight.first_kernels()
    furthest = np.maximum(np.abs(kernels).max(axis=(1, 2, 3), keepdims=True), 1e-12)
    return tuple(picture(one) for one in np.round(127.5 + 127.5 * kernels / furthest))


def _view(sight: Sight, name: str, values: np.ndarray) -> LayerView:
    strengths = values.max(axis=(0, 1))
    order = np.argsort(-strengths, kind="stable")[:STRONGEST]
    return LayerView(
        layer=name,
        channels=values.shape[2],
        active=int((strengths > 0).sum()),
        places=values.shape[0],
        field=min(sight.fields[name].size, sight.backbone.input_size),
        strongest=tuple(
            ChannelMap(int(n), map_picture(values[..., n], _SMALL), float(strengths[n]))
            for n in order
        ),
    )
