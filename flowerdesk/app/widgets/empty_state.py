"""What stands in the place of something that is not there yet."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from flowerdesk.app.icons import icon
from flowerdesk.app.widgets.basics import Card, text

_PICTURE = QSize(56, 56)
_WIDEST_SENTENCE = 440


class EmptyState(Card):
    """A picture, a title, a sentence on what belongs here, and buttons that lead to it.

    Args:
        picture: the name of an icon.
    """

    def __init__(self, picture: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        shown = QLabel()
        shown.setPixmap(icon(picture, "accent").pixmap(_PICTURE))
        self.title = text(role="title")
        self.sentence = text(role="muted", wrap=True)
        self.sentence.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self.sentence.setMaximumWidth(_WIDEST_SENTENCE)
        centre = Qt.AlignmentFlag.AlignHCenter
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(self.sentence, 8)
        row.addStretch(1)
        self._buttons = QVBoxLayout()
        column = QVBoxLayout()
        column.setSpacing(10)
        column.addStretch(2)
        column.addWidget(shown, 0, centre)
        column.addWidget(self.title, 0, centre)
        column.addLayout(row)
        column.addSpacing(6)
        column.addLayout(self._buttons)
        column.addStretch(3)
        self.body.addLayout(column)

    def add(self, button: QPushButton) -> QPushButton:
        """Puts a button below the sentence, and below those before it."""
        self._buttons.addWidget(button, 0, Qt.AlignmentFlag.AlignHCenter)
        return button

    def say(self, sentence: str) -> None:
        """Shows the sentence, also to those who hear the window."""
        self.sentence.setText(sentence)
        self.setAccessibleName(sentence)
