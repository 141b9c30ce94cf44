"""What stands in the page's place while nothing was learned yet."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from flowerdesk.app.widgets.basics import button
from flowerdesk.app.widgets.empty_state import EmptyState


class NothingLearned(EmptyState):
    """Says that the photos come first, and leads there."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("chart-line-up", parent)
        self.title.setText(self.tr("Nothing learned yet"))
        self.go = self.add(
            button(
                self.tr("Go to Learn"),
                self.tr("Show the page where the photos are learned"),
                primary=True,
            )
        )
        self.say(
            self.tr(
                "flowerdesk names new photos once it has learned from yours. That is one button "
                "on the Learn page; then drop a photo here."
            )
        )
