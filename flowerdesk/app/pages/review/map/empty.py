"""What stands in the map's place while there is none."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from flowerdesk.app.icons import icon
from flowerdesk.app.widgets.basics import Card, button, text


class NoMap(Card):
    """Says why there is no map, and leads to the page where that is mended."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        picture = QLabel()
        picture.setPixmap(icon("map-trifold", "accent").pixmap(QSize(56, 56)))
        self._title = text(self.tr("No map yet"), "title")
        self.sentence = text(role="muted", wrap=True)
        self.sentence.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self.sentence.setMaximumWidth(420)
        self.go = button(
            self.tr("Go to Learn"),
            self.tr("Show the page where the network looks at the photos"),
            primary=True,
        )
        centre = Qt.AlignmentFlag.AlignHCenter
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(self.sentence, 8)
        row.addStretch(1)
        column = QVBoxLayout()
        column.setSpacing(10)
        column.addStretch(2)
        column.addWidget(picture, 0, centre)
        column.addWidget(self._title, 0, centre)
        column.addLayout(row)
        column.addSpacing(6)
        column.addWidget(self.go, 0, centre)
        column.addStretch(3)
        self.body.addLayout(column)

    def wait(self) -> None:
        """Says that the map is being read or begun."""
        self._title.hide()
        self.go.hide()
        self.sentence.setText(self.tr("Getting the map …"))

    def explain(self, reason: str, to_learn: bool) -> None:
        """Says why there is none, and whether the way to Learn helps."""
        self._title.show()
        self.go.setVisible(to_learn)
        self.sentence.setText(reason)
