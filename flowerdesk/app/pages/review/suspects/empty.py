"""What stands in the tab's place before anything was looked for."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from flowerdesk.app.widgets.basics import button
from flowerdesk.app.widgets.empty_state import EmptyState


class NothingSearched(EmptyState):
    """Says what will be looked for, and has the button for it; or what is missing before that."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("magnifying-glass", parent)
        self.title.setText(self.tr("Photos worth a second look"))
        self.look = self.add(button(self.tr("Look for suspicious photos"), primary=True))
        self.learn = self.add(
            button(
                self.tr("Go to Learn"),
                self.tr("Show the page where the network looks at the photos"),
                primary=True,
            )
        )

    def wait(self) -> None:
        """Says that it is being found out what there is."""
        self._show(self.tr("Reading the lists …"))

    def offer(self, obstacle: str, *, seen: bool, running: bool) -> None:
        """Offers to look for suspects; ``seen``: the network has looked at photos."""
        self.look.setText(
            self.tr("Looking …") if running else self.tr("Look for suspicious photos")
        )
        if seen:
            self._show(
                self.tr(
                    "Labels that may be wrong, pictures that are there twice, photos that are "
                    "blurred, dark, bright, tiny or oddly shaped: they can be found in some "
                    "seconds for a thousand photos. Nothing is changed until you say so."
                ),
                look=True,
            )
            self.look.setEnabled(not obstacle)
            self.look.setToolTip(obstacle or self.tr("Look through all photos for such ones"))
        else:
            self._show(
                self.tr(
                    "Once the network has looked at your photos, those are found here that are "
                    "worth a second look: wrong labels, near-duplicates, blurred and dark ones."
                ),
                learn=True,
            )

    def _show(self, sentence: str, *, look: bool = False, learn: bool = False) -> None:
        self.say(sentence)
        self.title.setVisible(look or learn)
        self.look.setVisible(look)
        self.learn.setVisible(learn)
