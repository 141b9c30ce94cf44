"""What stands in the map's place while there is none."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from flowerdesk.app.widgets.basics import button
from flowerdesk.app.widgets.empty_state import EmptyState


class NoMap(EmptyState):
    """Says why there is no map, and leads to the page where that is mended."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("map-trifold", parent)
        self.title.setText(self.tr("No map yet"))
        self.go = self.add(
            button(
                self.tr("Go to Learn"),
                self.tr("Show the page where the network looks at the photos"),
                primary=True,
            )
        )

    def wait(self) -> None:
        """Says that the map is being read or begun."""
        self.title.hide()
        self.go.hide()
        self.say(self.tr("Getting the map …"))

    def explain(self, reason: str, to_learn: bool) -> None:
        """Says why there is none, and whether the way to Learn helps."""
        self.title.show()
        self.go.setVisible(to_learn)
        self.say(reason)
