"""The buttons that the window's header shows with the Learn page."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QWidget

from flowerdesk.app.learning import Stage
from flowerdesk.app.theme import SPACING
from flowerdesk.app.widgets.basics import button


class HeaderButtons(QWidget):
    """One primary button while nothing goes on; then pause, resume and stop."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.start = button(self.tr("Look and learn"), primary=True)
        self.pause = button(
            self.tr("Pause"), self.tr("Stop looking for now; what was looked at is kept")
        )
        self.resume = button(self.tr("Go on"), self.tr("Go on where it was paused"), primary=True)
        self.stop = button(self.tr("Stop"), self.tr("Stop; everything that was done is kept"))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(SPACING - 2)
        for widget in (self.start, self.pause, self.resume, self.stop):
            row.addWidget(widget)
        self.show_stage(Stage.IDLE)

    def show_stage(self, stage: Stage) -> None:
        """Shows what can be done at this stage. A training cannot be paused: it takes seconds."""
        idle, paused = stage is Stage.IDLE, stage is Stage.PAUSED
        self.start.setVisible(idle)
        self.pause.setVisible(stage in (Stage.STARTING, Stage.LOOKING))
        self.resume.setVisible(paused)
        self.stop.setVisible(not idle)

    def show_task(self, *, all_seen: bool, learned: bool, obstacle: str) -> None:
        """Says what the primary button would do, or what keeps it from doing anything."""
        if not all_seen:
            words = self.tr("Look and learn")
            tooltip = self.tr("Look at all photos that are new, then learn their labels")
        else:
            words = self.tr("Learn again") if learned else self.tr("Learn")
            tooltip = self.tr("Learn the labels of all photos; that takes seconds")
        self.start.setText(words)
        self.start.setEnabled(not obstacle)
        self.start.setToolTip(obstacle or tooltip)
