"""The About dialog: the version, the licence, and the terms of all parts, to read and to copy."""

from __future__ import annotations

from collections.abc import Callable
from importlib.metadata import version
from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QFileOpenEvent, QGuiApplication
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from flowerdesk.app import about_dialog
from flowerdesk.app.about_dialog import AboutDialog
from flowerdesk.app.main import Application
from flowerdesk.app.settings_dialog import SettingsDialog
from flowerdesk.app.window import MainWindow
from flowerdesk.core.notices import Notice

PARTS = [
    Notice("zlib", "1.3", "Zlib", "https://zlib.net", "as is"),
    Notice("Qt", "6.11", "LGPL-3.0-only", "https://www.qt.io", "you may change Qt"),
]


@pytest.fixture
def dialog(window: MainWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> AboutDialog:
    monkeypatch.setattr(about_dialog, "notices", lambda: iter(PARTS))
    made = AboutDialog(window)
    made.show()
    qtbot.waitUntil(lambda: made.parts.topLevelItemCount() == 3)
    return made


def test_the_settings_lead_to_it(window: MainWindow, qtbot: QtBot) -> None:
    settings = SettingsDialog(window.desk, window)
    settings.show()
    shown = []

    def look() -> None:
        dialog = QApplication.activeModalWidget()
        assert isinstance(dialog, AboutDialog)
        shown.extend(label.text() for label in dialog.findChildren(QLabel))
        dialog.accept()

    QTimer.singleShot(0, look)
    settings.about.setFocus()
    qtbot.keyClick(settings.about, Qt.Key.Key_Space)
    assert f"flowerdesk {version('flowerdesk')}" in shown
    assert any("Apache License 2.0" in label for label in shown)


def test_the_parts_come_after_the_program_in_the_order_of_names(dialog: AboutDialog) -> None:
    assert [one.name for one in dialog.notices] == ["flowerdesk", "Qt", "zlib"]
    assert "Apache License" in dialog.terms.toPlainText()


def test_a_part_is_chosen_with_the_keyboard_and_its_terms_are_copied(
    dialog: AboutDialog, qtbot: QtBot
) -> None:
    dialog.parts.setFocus()
    qtbot.keyClick(dialog.parts, Qt.Key.Key_Down)
    shown = "Qt 6.11\nLGPL-3.0-only\nhttps://www.qt.io\n\nyou may change Qt"
    assert dialog.terms.toPlainText() == shown
    qtbot.mouseClick(dialog.copy, Qt.MouseButton.LeftButton)
    assert QGuiApplication.clipboard().text() == shown


def test_all_terms_are_copied_at_once(dialog: AboutDialog, qtbot: QtBot) -> None:
    qtbot.mouseClick(dialog.copy_all, Qt.MouseButton.LeftButton)
    copied = QGuiApplication.clipboard().text()
    assert "Apache License" in copied
    assert "you may change Qt" in copied
    assert "as is" in copied


def test_installed_packages_are_listed_where_nothing_was_gathered(
    window: MainWindow, qtbot: QtBot
) -> None:
    dialog = AboutDialog(window)
    qtbot.waitUntil(lambda: "PySide6_Essentials" in {one.name for one in dialog.notices})


def test_a_project_that_the_system_wants_opened_is_opened(
    open_window: Callable[..., MainWindow],
    application: Application,
    trained_project: Path,
    qtbot: QtBot,
) -> None:
    with qtbot.waitSignal(application.file_opened) as told:
        QApplication.sendEvent(application, QFileOpenEvent(str(trained_project)))
    assert told.args == [str(trained_project)]
