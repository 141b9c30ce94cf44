"""Small parts that every page is made of: cards, texts in their roles, buttons, notes."""

from __future__ import annotations

from html import escape

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFontMetrics, QGuiApplication, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from flowerdesk.app.theme import SPACING


def text(content: str = "", role: str = "", *, wrap: bool = False) -> QLabel:
    """A label; ``role`` is one of the style sheet's: title, heading, number, muted, problem, chip.

    Its text is taken as it is: names of files and labels may hold anything.
    """
    label = QLabel(content)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(wrap)
    if role:
        label.setProperty("role", role)
    return label


def button(
    content: str, tooltip: str = "", *, primary: bool = False, flat: bool = False
) -> QPushButton:
    """A push button with a tooltip; its text is its accessible name."""
    made = QPushButton(content)
    made.setToolTip(tooltip)
    made.setProperty("primary", primary)
    made.setProperty("flat", flat)
    made.setCursor(Qt.CursorShape.PointingHandCursor)
    return made


def plain_tooltip(content: str) -> str:
    """A tooltip that shows a text as it is: Qt takes what looks like HTML for HTML."""
    return f"<p style='white-space:pre-wrap'>{escape(content)}</p>" if content else ""


class Card(QFrame):
    """A white panel with rounded corners and a column of contents in ``body``."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("card", True)
        self.body = QVBoxLayout(self)
        self.body.setContentsMargins(SPACING + 2, SPACING, SPACING + 2, SPACING)
        self.body.setSpacing(SPACING // 2)


class ElidedLabel(QLabel):
    """One line that is cut with an ellipsis where it does not fit, whole in its tooltip."""

    def __init__(
        self,
        content: str = "",
        role: str = "",
        mode: Qt.TextElideMode = Qt.TextElideMode.ElideRight,
    ) -> None:
        super().__init__()
        self._mode = mode
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        if role:
            self.setProperty("role", role)
        self.setText(content)

    def setText(self, content: str) -> None:  # noqa: N802 - Qt's name
        super().setText(content)
        self._explain()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        super().resizeEvent(event)
        self._explain()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        painter = QPainter(self)
        painter.setPen(self.palette().color(self.foregroundRole()))
        painter.drawText(self.contentsRect(), self.alignment(), self._shown())

    def _shown(self) -> str:
        metrics = QFontMetrics(self.font())
        return metrics.elidedText(self.text(), self._mode, self.contentsRect().width())

    def _explain(self) -> None:
        self.setToolTip(plain_tooltip(self.text()) if self._shown() != self.text() else "")


class Note(QFrame):
    """A sentence where the work is, with details to copy and a button that puts it away."""

    dismissed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("note", "problem")
        self.setAccessibleName(self.tr("Message"))
        self._details = ""
        self._sentence = text(wrap=True)
        self._sentence.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._copy = button(
            self.tr("Copy details"),
            self.tr("Copy what happened, to send it to somebody"),
            flat=True,
        )
        self._copy.clicked.connect(self._copy_details)
        close = button(self.tr("Dismiss"), self.tr("Put this message away"), flat=True)
        close.clicked.connect(self._dismiss)
        row = QHBoxLayout(self)
        row.setContentsMargins(SPACING, 8, 8, 8)
        row.addWidget(self._sentence, 1)
        row.addWidget(self._copy, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(close, 0, Qt.AlignmentFlag.AlignTop)
        self.hide()

    @property
    def sentence(self) -> str:
        return self._sentence.text()

    def show_sentence(self, sentence: str, details: str = "", *, problem: bool = True) -> None:
        """Shows a sentence in place of the last one; ``problem`` colours it as one."""
        self._details = details
        self._sentence.setText(sentence)
        self._copy.setVisible(bool(details))
        self.setProperty("note", "problem" if problem else "notice")
        self.style().unpolish(self)
        self.style().polish(self)
        self.show()

    def _copy_details(self) -> None:
        QGuiApplication.clipboard().setText(f"{self.sentence}\n\n{self._details}")

    def _dismiss(self) -> None:
        self.hide()
        self.dismissed.emit()
