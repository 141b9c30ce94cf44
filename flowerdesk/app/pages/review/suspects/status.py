"""Below the cards while a search goes on: how far it is, and a way to stop it."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QWidget

from flowerdesk.app.pages.review.suspects.wording import stage_text
from flowerdesk.app.widgets.basics import button, text


class SearchStatus(QWidget):
    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.progress = QProgressBar()
        self.progress.setTextVisible(False)
        self.progress.setFixedWidth(180)
        self.progress.setAccessibleName(self.tr("How far the search is"))
        self.words = text(role="muted")
        self.stop = button(
            self.tr("Stop"), self.tr("Stop looking; what was found before is kept"), flat=True
        )
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(10)
        row.addWidget(self.progress)
        row.addWidget(self.words, 1)
        row.addWidget(self.stop)
        self.hide()

    def show_state(self, *, running: bool, stopping: bool, waiting: bool) -> None:
        """That it goes on, is about to end, or waits for other work; else nothing is shown."""
        if self.isHidden() or stopping or waiting:
            self.progress.setRange(0, 0)
            words = self.tr("Waiting for other work …") if waiting else stage_text("")
            self.words.setText(self.tr("Stopping …") if stopping else words)
        self.stop.setEnabled(not stopping)
        self.setVisible(running)

    def show_progress(self, stage: str, done: int, total: int) -> None:
        self.words.setText(stage_text(stage))
        self.progress.setRange(0, total)
        self.progress.setValue(done)
