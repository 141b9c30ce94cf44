"""Beside the map: what the colours mean, what is selected, and what can be done with it."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from flowerdesk.app.pages.review.map.legend import Legend
from flowerdesk.app.widgets.basics import Card, button, text

_WIDTH = 226


class Side(Card):
    """Signals:
    photos_wanted(): the selected photos should be shown on the Photos page.
    clear_wanted(): nothing should be selected any more.
    """

    photos_wanted = Signal()
    clear_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFixedWidth(_WIDTH)
        self.body.setContentsMargins(12, 12, 12, 12)
        self.legend = Legend()
        self.explanation = text(role="muted", wrap=True)
        self.count = text(role="heading")
        self.show_photos = button(
            self.tr("Show in Photos"),
            self.tr("Show the selected photos, and only these, on the Photos page"),
            primary=True,
        )
        self.show_photos.clicked.connect(self.photos_wanted)
        self.clear = button(
            self.tr("Select none"), self.tr("Select none of the points (Escape)"), flat=True
        )
        self.clear.clicked.connect(self.clear_wanted)
        self.hint = text(
            self.tr(
                "Click a point to see its photo large. Drag with Shift to draw a line around "
                "points and select them."
            ),
            "muted",
            wrap=True,
        )
        line = QFrame()
        line.setProperty("line", True)
        self._selected = QWidget()
        column = QVBoxLayout(self._selected)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        for widget in (self.count, self.show_photos, self.clear):
            column.addWidget(widget)
        self.body.addWidget(self.explanation)
        self.body.addWidget(self.legend, 1)
        self.body.addWidget(line)
        self.body.addWidget(self._selected)
        self.body.addWidget(self.hint)
        self.show_selection(0)

    def show_selection(self, count: int) -> None:
        self.count.setText(self.tr("%Ln photo(s) selected", None, count))
        self._selected.setVisible(count > 0)
        self.hint.setVisible(count == 0)
