"""The buttons that the window's header shows with the Review page."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QWidget

from flowerdesk.app.pages.review.mistakes.wording import read_only_reason
from flowerdesk.app.theme import SPACING
from flowerdesk.app.widgets.basics import button
from flowerdesk.core.review import Review


class HeaderButtons(QWidget):
    """Learn again, with the same test photos or with fresh ones; stop while that goes on."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.fresh = button(self.tr("Fresh test photos"))
        self.again = button(self.tr("Learn again"), primary=True)
        self.stop = button(self.tr("Stop"), self.tr("Stop; everything that was done is kept"))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(SPACING - 2)
        for widget in (self.fresh, self.again, self.stop):
            row.addWidget(widget)
        self.show_state(None, working=False, read_only=False)

    def show_state(self, review: Review | None, *, working: bool, read_only: bool) -> None:
        """Says what can be done at present, and why the rest cannot."""
        obstacle = self._obstacle(review, working, read_only)
        again = self.tr("Learn the labels as they are now, with the settings of the run in use")
        fresh = self.tr(
            "Draw other test photos and learn again: a fair score after many labels were mended"
        )
        if not obstacle and review is not None and review.fresh_seed is None:
            fresh = self.tr("Your folder itself says which photos are for the test")
        self.again.setToolTip(obstacle or again)
        self.fresh.setToolTip(obstacle or fresh)
        self.again.setEnabled(not obstacle)
        self.fresh.setEnabled(not obstacle and review is not None and review.fresh_seed is not None)
        self.again.setText(self.tr("Learning…") if working else self.tr("Learn again"))
        self.stop.setVisible(working)
        self.stop.setEnabled(not read_only)

    def _obstacle(self, review: Review | None, working: bool, read_only: bool) -> str:
        if read_only:
            return read_only_reason()
        if working:
            return self.tr("Not while work goes on")
        if review is None:
            return self.tr("There is no run yet: learn your photos first")
        return ""
