"""What is said of a network's layers: a short text for each step from edges to whole things."""

from __future__ import annotations

import re

from PySide6.QtCore import QCoreApplication, QLocale

_STEPS = 5


def layer_title(layer: str) -> str:
    """“Block 3” of ``block3_pool``, “Stage 2” of ``stage2``; another layer by its own name."""
    translate = QCoreApplication.translate
    kind, number = re.sub(r"\d.*", "", layer), layer_number(layer)
    match kind:
        case "block":
            return translate("Tour", "Block {number}").format(number=number)
        case "stage":
            return translate("Tour", "Stage {number}").format(number=number)
    return layer


def layer_number(layer: str) -> str:
    """“3” of ``block3_pool``."""
    found = re.search(r"\d+", layer)
    return found.group() if found else layer


def step_title(position: int, count: int) -> str:
    """In two or three words what the layer number ``position`` of ``count`` responds to."""
    translate = QCoreApplication.translate
    return (
        translate("Tour", "Edges and colours"),
        translate("Tour", "Corners, circles, stripes"),
        translate("Tour", "Textures and small shapes"),
        translate("Tour", "Parts of things"),
        translate("Tour", "Whole things"),
    )[_step(position, count)]


def step_text(position: int, count: int, field: int, side: int) -> str:
    """What such a layer does; a place of it sees ``field`` of ``side`` pixels in each direction."""
    translate = QCoreApplication.translate
    text = (
        translate(
            "Tour",
            "The network begins with the simplest: light beside dark, edges in one direction, "
            "plain colours.",
        ),
        translate(
            "Tour",
            "Edges that meet make corners, circles and stripes: here the first shapes are found.",
        ),
        translate(
            "Tour",
            "Shapes that repeat make textures: meshes, dots, the veins of a leaf, rows of petals.",
        ),
        translate(
            "Tour",
            "Shapes and textures together make parts of things: the heart of a blossom, a wheel, "
            "an eye.",
        ),
        translate(
            "Tour",
            "Parts together make whole things, wherever they are in the photo: blossoms, wheels, "
            "faces.",
        ),
    )[_step(position, count)]
    sees = translate("Tour", "Each place sees the whole photo.")
    if field < side:
        sees = translate("Tour", "Each place sees {percent} % of the photo's width.").format(
            percent=max(round(100 * field / side), 1)
        )
    return translate("Tour", "{what} {sees}").format(what=text, sees=sees)


def strength_text(strength: float) -> str:
    """How strongly a channel responds, to three figures: it has no unit."""
    decimals = 0 if strength >= 100 else 1 if strength >= 10 else 2
    return QLocale().toString(strength, "f", decimals)


def filters_text() -> str:
    return QCoreApplication.translate(
        "Tour",
        "The very first filters: each is moved over the whole photo and answers where the photo "
        "looks like it, an edge, a spot or a colour.",
    )


def _step(position: int, count: int) -> int:
    return position if count < 2 else round(position * (_STEPS - 1) / (count - 1))
