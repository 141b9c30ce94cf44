"""The icons of the window: the Phosphor set that qtawesome carries, in the colours of the theme.

Only the font and its table of names are taken from qtawesome. Importing the package itself loads
eleven other fonts and every class of Qt, which is a quarter of the time the window has to appear.
"""

from __future__ import annotations

import functools
import importlib.util
import json
from pathlib import Path

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontDatabase, QIcon, QIconEngine, QPainter, QPixmap

from flowerdesk.app.theme import colours

_SHARE_OF_HEIGHT = 0.9  # so that no stroke touches the edge


def icon(name: str, colour: str = "muted", active: str | None = None) -> QIcon:
    """The Phosphor icon ``name``; ``active`` is the colour of a checked button.

    A colour is ``#rrggbb``, or the name of one of the theme's
    :class:`~flowerdesk.app.theme.Colours`, which the icon follows when the theme changes.

    Raises:
        KeyError: there is no such icon.
    """
    return QIcon(_Glyph(chr(int(_charmap()[name], 16)), colour, active or colour))


def icon_names() -> set[str]:
    """Every name that :func:`icon` knows."""
    return set(_charmap())


class _Glyph(QIconEngine):
    """Draws one character of the icon font at whatever size is asked for."""

    def __init__(self, character: str, colour: str, active: str) -> None:
        super().__init__()
        self._character = character
        self._colour = colour
        self._active = active

    def paint(self, painter: QPainter, rect: QRect, mode: QIcon.Mode, state: QIcon.State) -> None:
        colour = self._active if state is QIcon.State.On else self._colour
        if mode is QIcon.Mode.Disabled:
            colour = "faint"
        font = QFont(_family())
        font.setPixelSize(max(1, round(_SHARE_OF_HEIGHT * min(rect.width(), rect.height()))))
        painter.save()
        painter.setPen(QColor(getattr(colours(), colour, colour)))
        painter.setFont(font)
        painter.drawText(rect, Qt.AlignmentFlag.AlignCenter, self._character)
        painter.restore()

    def pixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State) -> QPixmap:
        made = QPixmap(size)
        made.fill(Qt.GlobalColor.transparent)
        painter = QPainter(made)
        self.paint(painter, QRect(QPoint(0, 0), size), mode, state)
        painter.end()
        return made


@functools.cache
def _charmap() -> dict[str, str]:
    """Code points in hexadecimal, by name."""
    table: dict[str, str] = json.loads(_file("phosphor-charmap-*.json").read_text("utf-8"))
    return table


@functools.cache
def _family() -> str:
    number = QFontDatabase.addApplicationFont(str(_file("phosphor-[0-9]*.ttf")))
    return QFontDatabase.applicationFontFamilies(number)[0]


def _file(pattern: str) -> Path:
    # Without importing it; a packaged program has its fonts and none of its code.
    found = importlib.util.find_spec("qtawesome")
    assert found is not None
    assert found.submodule_search_locations is not None
    return next(Path(next(iter(found.submodule_search_locations))).glob(f"fonts/{pattern}"))
