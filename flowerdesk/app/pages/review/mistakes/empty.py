"""What stands in the page's place while there is nothing to review."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from flowerdesk.app.widgets.basics import button
from flowerdesk.app.widgets.empty_state import EmptyState


class NothingToReview(EmptyState):
    """Says what is missing, and leads to the page where it comes from."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("grid-four", parent)
        self.title.setText(self.tr("Nothing to review yet"))
        self.go = self.add(
            button(
                self.tr("Go to Learn"),
                self.tr("Show the page where the photos are learned"),
                primary=True,
            )
        )

    def wait(self) -> None:
        """Says that it is being found out whether there is something."""
        self.title.hide()
        self.go.hide()
        self.say(self.tr("Looking back at the test photos …"))
        self.setToolTip(self.sentence.text())

    def explain(self, *, learned: bool) -> None:
        """Says whether there is no run, or only no photo left to test it with."""
        self.title.show()
        self.go.show()
        self.setToolTip("")
        self.say(
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
