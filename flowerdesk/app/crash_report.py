"""The report window: what nobody caught, in a form that can be copied and sent. Work goes on."""

from __future__ import annotations

import platform
import traceback as tracebacks
from importlib.metadata import version
from types import TracebackType

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import (
    QApplication,
    QDialog,
    QHBoxLayout,
    QPlainTextEdit,
    QVBoxLayout,
    QWidget,
)

from flowerdesk.app.theme import SPACING
from flowerdesk.app.widgets.basics import button, text


class CrashReport(QDialog):
    """Shows one unexpected error. There is at most one such window; later errors are added."""

    _shown: CrashReport | None = None

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Something went wrong in flowerdesk"))
        self.resize(640, 420)
        sentence = text(
            self.tr(
                "This should not have happened. Everything up to now is saved, and you can go on "
                "working. If it happens again, please send the text below to the makers."
            ),
            wrap=True,
        )
        self._details = QPlainTextEdit()
        self._details.setReadOnly(True)
        self._details.setTabChangesFocus(True)
        self._details.setAccessibleName(self.tr("Details"))
        self._details.setToolTip(self.tr("What happened, in technical terms"))
        copy = button(self.tr("Copy"), self.tr("Copy the whole text"))
        copy.clicked.connect(
            lambda: QGuiApplication.clipboard().setText(self._details.toPlainText())
        )
        close = button(self.tr("Go on"), self.tr("Close this report"), primary=True)
        close.clicked.connect(self.accept)
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(copy)
        row.addWidget(close)
        column = QVBoxLayout(self)
        column.setContentsMargins(SPACING, SPACING, SPACING, SPACING)
        column.setSpacing(SPACING)
        column.addWidget(sentence)
        column.addWidget(self._details, 1)
        column.addLayout(row)
        self.finished.connect(self._forget)

    @property
    def details(self) -> str:
        return self._details.toPlainText()

    @classmethod
    def show_for(
        cls, kind: type[BaseException], error: BaseException, traceback: TracebackType | None
    ) -> CrashReport:
        """Shows an error in the report window, which is opened if it is not."""
        if cls._shown is None:
            cls._shown = cls(QApplication.activeWindow())
            cls._shown._details.appendPlainText(
                f"flowerdesk {version('flowerdesk')}, Python {platform.python_version()}, "
                f"{platform.platform()}\n"
            )
        lines = "".join(tracebacks.format_exception(kind, error, traceback))
        cls._shown._details.appendPlainText(lines)
        cls._shown.show()
        return cls._shown

    def _forget(self) -> None:
        type(self)._shown = None
        self.deleteLater()
