"""The icons of the window, of the Phosphor set through qtawesome, in the colours of the theme."""

from __future__ import annotations

import os

from PySide6.QtGui import QIcon

from flowerdesk.app.theme import colours

os.environ.setdefault("QT_API", "pyside6")  # of the bindings that qtawesome may find


def icon(name: str, colour: str | None = None, active: str | None = None) -> QIcon:
    """The Phosphor icon ``name``; ``active`` is the colour of a checked button."""
    import qtawesome

    colour = colour or colours().muted
    made: QIcon = qtawesome.icon(
        f"ph.{name}",
        color=colour,
        color_active=colour,
        color_on=active or colour,
        color_disabled=colours().border,
    )
    return made
