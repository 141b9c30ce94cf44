"""Which networks there are, what the weights at hand serve, and how fast each would be here.

Reads the headers of weights files and, the first time, measures this computer: some tenths of a
second in all, so not for a thread that must not wait.
"""

from __future__ import annotations

import functools
from dataclasses import dataclass
from pathlib import Path

from flowerdesk.core.backbones import loading, speed
from flowerdesk.core.backbones.backbone import Backbone, Layer
from flowerdesk.core.backbones.registry import BACKBONES, backbone_named
from flowerdesk.core.backbones.speed import Speed
from flowerdesk.core.backbones.ways import Way
from flowerdesk.core.errors import WeightsError
from flowerdesk.core.weights import store


@dataclass(frozen=True)
class LayerOffer:
    """A layer of a network; ``served`` tells whether the weights at hand reach it."""

    layer: Layer
    served: bool
    speed: Speed
    ways: tuple[tuple[Way, Speed], ...] = ()
    """The ways of computing it that were tried on this computer, the fastest first."""


@dataclass(frozen=True)
class NetworkOffer:
    """A network with the file of its weights, if there is one.

    ``problem`` is a sentence about a file that cannot be used, else empty.
    """

    backbone: Backbone
    weights: Path | None
    layers: tuple[LayerOffer, ...]
    problem: str = ""

    def offer(self, layer: str | None) -> LayerOffer | None:
        """The layer of that name, the default one for None; None when there is no such layer."""
        wanted = layer or self.backbone.default_layer
        return next((offer for offer in self.layers if offer.layer.name == wanted), None)


@dataclass(frozen=True)
class Survey:
    """All networks, and what becomes of a wish for one of them."""

    networks: tuple[NetworkOffer, ...]
    chosen: NetworkOffer | None
    """The network that is wanted, or that would be; None when there is none of that name."""
    layer: LayerOffer | None

    @property
    def ready(self) -> bool:
        """Whether photos can be looked at with it as it is."""
        return self.layer is not None and self.layer.served

    def to_measure(self, backbone: str, layer: str | None) -> list[loading.Choice]:
        """That layer of a network; without one, every network whose weights are here at its usual
        layer, or the deepest that the weights reach."""
        found = []
        for network in self.networks:
            served = [offer.layer for offer in network.layers if offer.served]
            if network.weights is None or not served:
                continue
            if layer is None:
                usual = network.backbone.default_layer
                tapped = next((one for one in served if one.name == usual), served[-1])
            elif network.backbone.name == backbone and layer in [one.name for one in served]:
                tapped = next(one for one in served if one.name == layer)
            else:
                continue
            found.append(loading.Choice(network.backbone, tapped, network.weights, because=""))
        return found


def survey(backbone: str, layer: str | None, weights: Path | None) -> Survey:
    """Looks for the network that is wanted, ``auto`` for whatever is best, and for all others.

    Weights that are named but not there count as missing, with the sentence that says so.
    """
    wanted = _wanted(backbone, layer, weights)
    networks = tuple(
        _offer(one, weights if wanted is not None and one.name == wanted.name else None)
        for one in BACKBONES
    )
    chosen = next((one for one in networks if wanted and one.backbone.name == wanted.name), None)
    return Survey(networks, chosen, chosen.offer(layer) if chosen else None)


def _wanted(name: str, layer: str | None, weights: Path | None) -> Backbone | None:
    try:
        return loading.choose(name, layer, weights).backbone
    except WeightsError:  # it is not here: show what is missing
        wanted = loading.PREFERRED if name == loading.AUTO else name
    try:
        return backbone_named(wanted)
    except WeightsError:
        return None


def _offer(backbone: Backbone, named: Path | None) -> NetworkOffer:
    path, served, problem = None, set[str](), ""
    try:
        path = store.find(backbone, named)
        if path is not None:
            served = _served(backbone.name, path, path.stat().st_mtime_ns)
    except WeightsError as error:
        path, problem = None, error.sentence
    except OSError as error:
        path, problem = None, str(error)
    layers = tuple(
        LayerOffer(
            layer, layer.name in served, speed.expected(backbone, layer), _tried(backbone, layer)
        )
        for layer in backbone.layers
    )
    return NetworkOffer(backbone, path, layers, problem)


def _tried(backbone: Backbone, layer: Layer) -> tuple[tuple[Way, Speed], ...]:
    found = [
        (way, speed.expected(backbone, layer, way))
        for way, rate in speed.trials(backbone, layer).items()
        if rate > 0
    ]
    return tuple(sorted(found, key=lambda one: -one[1].photos_per_second))


@functools.lru_cache(maxsize=16)  # an .npy file is read as a whole to tell
def _served(backbone: str, weights: Path, _changed: int) -> set[str]:
    return {layer.name for layer in loading.served_layers(backbone_named(backbone), weights)}
