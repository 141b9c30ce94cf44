"""What stands in the page's place while there is nothing to review."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from flowerdesk.app.icons import icon
from flowerdesk.app.widgets.basics import Card, button, text


class NothingToReview(Card):
    """Says what is missing, and leads to the page where it comes from."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        picture = QLabel()
        picture.setPixmap(icon("grid-four", "accent").pixmap(QSize(56, 56)))
        self._title = text(self.tr("Nothing to review yet"), "title")
        self.sentence = text(role="muted", wrap=True)
        self.sentence.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self.sentence.setMaximumWidth(420)
        self.go = button(
            self.tr("Go to Learn"),
            self.tr("Show the page where the photos are learned"),
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
        """Says that it is being found out whether there is something."""
        self._title.hide()
        self.go.hide()
        self.sentence.setText(self.tr("Looking back at the test photos …"))
        self.setAccessibleName(self.sentence.text())
        self.setToolTip(self.sentence.text())

    def explain(self, *, learned: bool) -> None:
        """Says whether there is no run, or only no photo left to test it with."""
        self._title.show()
        self.go.show()
        self.setToolTip("")
        self.sentence.setText(
            self.tr(
                "No test photos are left for the labels of this run. Learn again, and new ones "
                "are drawn."
            )
            if learned
            else self.tr(
                "Once your photos are learned, you see here how good the answers are, on photos "
                "that were kept aside, and where they go wrong."
            )
        )
