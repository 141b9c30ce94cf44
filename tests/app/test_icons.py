"""Every icon that the sources ask for is in the set."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from PySide6.QtCore import QSize
from PySide6.QtGui import QColor, QIcon
from PySide6.QtWidgets import QApplication

from flowerdesk import app
from flowerdesk.app import theme
from flowerdesk.app.icons import icon, icon_names

SOURCES = sorted(Path(app.__file__).parent.rglob("*.py"))


def test_every_name_in_the_sources_is_in_the_set() -> None:
    used = {
        name
        for source in SOURCES
        for name in re.findall(r"""\bicon\(\s*"([a-z-]+)\"""", source.read_text("utf-8"))
    }
    assert {"flower", "folder-open"} <= used
    assert used - icon_names() == set()


def test_a_name_that_is_not_in_the_set_is_an_error(application: QApplication) -> None:
    with pytest.raises(KeyError):
        icon("no-such-icon")


def test_an_icon_follows_the_theme(application: QApplication) -> None:
    made = icon("circle-fill", "text")
    assert middle(made) == QColor(theme.LIGHT.text)
    theme.choose("dark")
    assert middle(made) == QColor(theme.DARK.text)


def middle(made: QIcon) -> QColor:
    return made.pixmap(QSize(32, 32)).toImage().pixelColor(16, 16)
