"""What stands in the grid's place when there are no photos to show: why, and what to do."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from flowerdesk.app.icons import icon
from flowerdesk.app.theme import colours
from flowerdesk.app.widgets.basics import button, text
from flowerdesk.app.widgets.photo_query import Query


class EmptyState(QWidget):
    """A sentence with the one button that helps."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._picture = QLabel()
        self._heading = text(role="title")
        self._sentence = text(role="muted", wrap=True)
        self._sentence.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self.show_all = button(
            self.tr("Show all photos"), self.tr("Take every search and filter away")
        )
        self.add = button(
            self.tr("Add photos…"), self.tr("Add photos from anywhere; they stay where they are")
        )
        column = QVBoxLayout(self)
        column.setSpacing(10)
        column.addStretch(2)
        for widget in (self._picture, self._heading):
            column.addWidget(widget, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addWidget(self._sentence)
        column.addSpacing(6)
        for helper in (self.show_all, self.add):
            column.addWidget(helper, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addStretch(3)

    @property
    def sentence(self) -> str:
        return self._sentence.text()

    def explain(self, query: Query, *, read_only: bool) -> None:
        """Says why nothing is shown."""
        name = "magnifying-glass" if query.narrowed else "image-square"
        self._picture.setPixmap(icon(name, colours().muted).pixmap(QSize(48, 48)))
        self.show_all.setVisible(query.narrowed)
        self.add.setVisible(not query.narrowed)
        self.add.setEnabled(not read_only)
        if query.narrowed:
            self._heading.setText(self.tr("No such photos"))
            self._sentence.setText(
                self.tr("No photo has all of what you chose. Take something away, or show all.")
            )
        else:
            self._heading.setText(self.tr("No photos yet"))
            self._sentence.setText(
                self.tr("Drop photos or a folder of photos here, or onto a label on the left.")
            )
