"""Language, appearance, and what happens at the start."""

from __future__ import annotations

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialog,
    QFormLayout,
    QHBoxLayout,
    QVBoxLayout,
    QWidget,
)

from flowerdesk.app import theme
from flowerdesk.app.desk import Desk
from flowerdesk.app.theme import SPACING
from flowerdesk.app.widgets.basics import button, text
from flowerdesk.core import user_folders


class SettingsDialog(QDialog):
    """Every choice takes effect and is kept at once."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self.setWindowTitle(self.tr("Settings"))
        self.setMinimumWidth(420)
        settings = desk.settings
        self.language = self._choice(
            {"": self.tr("As the system"), "en": "English", "zh_CN": "简体中文"}, settings.language
        )
        self.language.activated.connect(self._choose_language)
        self.theme = self._choice(
            {"": self.tr("As the system"), "light": self.tr("Light"), "dark": self.tr("Dark")},
            settings.theme,
        )
        self.theme.activated.connect(self._choose_theme)
        self.reopen = QCheckBox(self.tr("Open the last project at the start"))
        self.reopen.setChecked(settings.reopen_last)
        self.reopen.toggled.connect(self._choose_reopen)
        self._later = text(
            self.tr("The language changes when flowerdesk is started the next time."),
            "muted",
            wrap=True,
        )
        self._later.hide()
        form = QFormLayout()
        form.setSpacing(SPACING // 2)
        form.addRow(self.tr("&Language"), self.language)
        form.addRow("", self._later)
        form.addRow(self.tr("&Appearance"), self.theme)
        form.addRow("", self.reopen)
        log = button(
            self.tr("Show the log"),
            self.tr("The folder with what flowerdesk noted down"),
            flat=True,
        )
        log.clicked.connect(self._show_log)
        projects = button(
            self.tr("Other projects…"), self.tr("Open another project, or make one (Ctrl+N)")
        )
        projects.clicked.connect(self._show_projects)
        close = button(self.tr("Done"), primary=True)
        close.clicked.connect(self.accept)
        row = QHBoxLayout()
        row.addWidget(projects)
        row.addWidget(log)
        row.addStretch(1)
        row.addWidget(close)
        column = QVBoxLayout(self)
        column.setContentsMargins(SPACING, SPACING, SPACING, SPACING)
        column.setSpacing(SPACING)
        column.addLayout(form)
        column.addLayout(row)

    @staticmethod
    def _choice(names: dict[str, str], chosen: str) -> QComboBox:
        box = QComboBox()
        for value, name in names.items():
            box.addItem(name, value)
        box.setCurrentIndex(max(0, box.findData(chosen)))
        return box

    def _choose_language(self) -> None:
        self._desk.settings.language = self.language.currentData()
        self._later.show()

    def _choose_theme(self) -> None:
        self._desk.settings.theme = self.theme.currentData()
        theme.choose(self.theme.currentData())

    def _choose_reopen(self, on: bool) -> None:
        self._desk.settings.reopen_last = on

    def _show_projects(self) -> None:
        self.accept()
        self._desk.go("welcome")

    @staticmethod
    def _show_log() -> None:
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(user_folders.state_folder())))
