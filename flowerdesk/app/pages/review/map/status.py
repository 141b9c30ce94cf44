"""Below the map: how far it is drawn, and which photos are not on it."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QWidget

from flowerdesk.app.pages.review.map.wording import Absent, absent_text, stage_text
from flowerdesk.app.widgets.basics import button, text


class Status(QWidget):
    """Shows one of both."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.progress = QProgressBar()
        self.progress.setTextVisible(False)
        self.progress.setFixedWidth(140)
        self.progress.setAccessibleName(self.tr("How far the map is drawn"))
        self.words = text(role="muted", wrap=True)
        self.stop = button(
            self.tr("Stop"), self.tr("Stop here; the photos stay where they are"), flat=True
        )
        self.learn = button(
            self.tr("Go to Learn"),
            self.tr("Show the page where the network looks at the photos"),
            flat=True,
        )
        self._stopping = False
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(10)
        row.addWidget(self.progress)
        row.addWidget(self.words, 1)
        row.addWidget(self.stop)
        row.addWidget(self.learn)
        self.hide()

    def show_work(self, *, stopping: bool) -> None:
        """That the map is being drawn."""
        if self.progress.isHidden() or stopping:
            self.progress.setRange(0, 0)
            self.words.setText(self.tr("Stopping …") if stopping else stage_text(""))
        self._stopping = stopping
        for widget in (self.progress, self.stop):
            widget.show()
        self.stop.setEnabled(not stopping)
        self.learn.hide()
        self.show()

    def show_progress(self, stage: str, done: int, total: int) -> None:
        if not self._stopping:
            self.words.setText(stage_text(stage))
            self.progress.setRange(0, total)
            self.progress.setValue(done)

    def show_absent(self, missing: Absent, *, finished: bool) -> None:
        """Which photos are not on the map, and whether it was drawn to its end."""
        sentences = [] if finished else [self.tr("It was stopped before all had come to rest.")]
        sentences += [absent_text(missing)]
        self.words.setText(" ".join(sentences).strip())
        self._stopping = False
        for widget in (self.progress, self.stop):
            widget.hide()
        self.learn.setVisible(missing.unseen > 0)
        self.setVisible(bool(self.words.text()))
