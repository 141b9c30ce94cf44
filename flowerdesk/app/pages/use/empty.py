"""What stands in the page's place while nothing was learned yet."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from flowerdesk.app.icons import icon
from flowerdesk.app.widgets.basics import Card, button, text


class NothingLearned(Card):
    """Says that the photos come first, and leads there."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        picture = QLabel()
        picture.setPixmap(icon("chart-line-up", "accent").pixmap(QSize(56, 56)))
        sentence = text(
            self.tr(
                "flowerdesk names new photos once it has learned from yours. That is one button "
                "on the Learn page; then drop a photo here."
            ),
            "muted",
            wrap=True,
        )
        sentence.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        sentence.setMaximumWidth(420)
        self.go = button(
            self.tr("Go to Learn"),
            self.tr("Show the page where the photos are learned"),
            primary=True,
        )
        centre = Qt.AlignmentFlag.AlignHCenter
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(sentence, 8)
        row.addStretch(1)
        column = QVBoxLayout()
        column.setSpacing(10)
        column.addStretch(2)
        column.addWidget(picture, 0, centre)
        column.addWidget(text(self.tr("Nothing learned yet"), "title"), 0, centre)
        column.addLayout(row)
        column.addSpacing(6)
        column.addWidget(self.go, 0, centre)
        column.addStretch(3)
        self.body.addLayout(column)
