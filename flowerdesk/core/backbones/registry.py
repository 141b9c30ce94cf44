"""The one list of backbones. A new backbone is an entry here and a page that builds its network."""

from __future__ import annotations

from flowerdesk.core.backbones.backbone import Backbone, Layer
from flowerdesk.core.backbones.petal import PETAL
from flowerdesk.core.backbones.vgg import VGG16, VGG19
from flowerdesk.core.errors import WeightsError
from flowerdesk.core.words import say

BACKBONES: tuple[Backbone, ...] = (VGG16, VGG19, PETAL)


def backbone_named(name: str) -> Backbone:
    """The backbone of that name.

    Raises:
        WeightsError: there is none; the sentence lists those that there are.
    """
    for backbone in BACKBONES:
        if backbone.name == name:
            return backbone
    known = ", ".join(backbone.name for backbone in BACKBONES)
    raise WeightsError(
        say("There is no backbone called “{name}”. Choose one of: {known}.", name=name, known=known)
    )


def layer_named(backbone: Backbone, name: str | None) -> Layer:
    """The layer of that name, or the backbone's default layer for None.

    Raises:
        WeightsError: it has no such layer; the sentence lists those that it has.
    """
    wanted = name or backbone.default_layer
    for layer in backbone.layers:
        if layer.name == wanted:
            return layer
    known = ", ".join(layer.name for layer in backbone.layers)
    raise WeightsError(
        say(
            "{title} has no layer “{wanted}”. Choose one of: {known}.",
            title=backbone.title,
            wanted=wanted,
            known=known,
        )
    )
