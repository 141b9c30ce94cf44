"""Language, appearance, and what happens at the start."""

from __future__ import annotations

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialog,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QVBoxLayout,
    QWidget,
)

from flowerdesk.app import theme
from flowerdesk.app.desk import Desk
from flowerdesk.app.languages import LANGUAGES
from flowerdesk.app.theme import SPACING
from flowerdesk.app.widgets.basics import button
from flowerdesk.core import user_folders


class SettingsDialog(QDialog):
    """Every choice takes effect and is kept at once.

    ``exec()`` returns :data:`TRANSLATE` when another language was chosen: the window translates
    itself and shows the dialog again.
    """

    TRANSLATE = 2

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self.setWindowTitle(self.tr("Settings"))
        self.setMinimumWidth(420)
        settings = desk.settings
        self.language = self._choice({"": self.tr("As the system"), **LANGUAGES}, settings.language)
        self.language.setToolTip(self.tr("The language of this window; it changes at once"))
        self.language.activated.connect(self._choose_language)
        self.theme = self._choice(
            {"": self.tr("As the system"), "light": self.tr("Light"), "dark": self.tr("Dark")},
            settings.theme,
        )
        self.theme.setToolTip(self.tr("Whether the window is light or dark"))
        self.theme.activated.connect(self._choose_theme)
        self.reopen = QCheckBox(self.tr("Open the last project at the start"))
        self.reopen.setToolTip(self.tr("Otherwise flowerdesk begins with the list of projects"))
        self.reopen.setChecked(settings.reopen_last)
        self.reopen.toggled.connect(self._choose_reopen)
        form = QGridLayout()
        form.setColumnStretch(1, 1)
        form.setHorizontalSpacing(SPACING)
        form.setVerticalSpacing(SPACING // 2)
        self._add_row(form, self.tr("&Language"), self.language)
        self._add_row(form, self.tr("&Appearance"), self.theme)
        form.addWidget(self.reopen, form.rowCount(), 1)
        log = button(
            self.tr("Show the log"),
            self.tr("The folder with what flowerdesk noted down"),
            flat=True,
        )
        log.clicked.connect(self._show_log)
        self.about = button(
            self.tr("About flowerdesk"),
            self.tr("Its version, its licence, and whose work it is made of"),
            flat=True,
        )
        self.about.clicked.connect(self._show_about)
        close = button(self.tr("Done"), self.tr("Close the settings; they are kept"), primary=True)
        close.clicked.connect(self.accept)
        row = QHBoxLayout()
        row.addWidget(self.about)
        row.addWidget(log)
        row.addStretch(1)
        row.addWidget(close)
        column = QVBoxLayout(self)
        column.setContentsMargins(SPACING, SPACING, SPACING, SPACING)
        column.setSpacing(SPACING)
        column.addLayout(form)
        column.addLayout(row)

    @staticmethod
    def _add_row(form: QGridLayout, title: str, field: QComboBox) -> None:
        label = QLabel(title)
        label.setBuddy(field)
        row = form.rowCount()
        form.addWidget(label, row, 0)
        form.addWidget(field, row, 1)

    @staticmethod
    def _choice(names: dict[str, str], chosen: str) -> QComboBox:
        box = QComboBox()
        for value, name in names.items():
            box.addItem(name, value)
        box.setCurrentIndex(max(0, box.findData(chosen)))
        return box

    def _choose_language(self) -> None:
        if self.language.currentData() != self._desk.settings.language:
            self._desk.settings.language = self.language.currentData()
            self.done(self.TRANSLATE)

    def _choose_theme(self) -> None:
        self._desk.settings.theme = self.theme.currentData()
        theme.choose(self.theme.currentData())

    def _choose_reopen(self, on: bool) -> None:
        self._desk.settings.reopen_last = on

    def _show_about(self) -> None:
        from flowerdesk.app.about_dialog import AboutDialog

        dialog = AboutDialog(self)
        dialog.exec()
        dialog.deleteLater()

    @staticmethod
    def _show_log() -> None:
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(user_folders.state_folder())))
