"""The card across the top: the score in words, what to be careful about, and the run before."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from flowerdesk.app.pages.review.mistakes.wording import (
    ReviewSentences,
    certainty,
    change,
    changed_by_hand,
    of_100,
    warning,
)
from flowerdesk.app.theme import SPACING
from flowerdesk.app.widgets.basics import Card, button, text
from flowerdesk.core.review import Before, Review


class ScoreCard(Card):
    """Says how good the run in use is, and by how much better or worse than the one before."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.score = text(role="number")
        self.certainty = text(role="muted", wrap=True)
        self.certainty.setToolTip(
            self.tr(
                "If you showed it very many photos like these, the share of right answers would "
                "be within this range, in 95 of 100 such tests (Wilson’s interval)"
            )
        )
        self.change = text(role="chip")
        self.better = self._chip(self.tr("Show photos that are right now and were wrong before"))
        self.worse = self._chip(self.tr("Show photos that are wrong now and were right before"))
        self.warning = text(role="accuracy", wrap=True)
        self.changed = text(role="muted", wrap=True)
        row = QHBoxLayout()
        row.setSpacing(SPACING - 6)
        row.addWidget(self.score)
        row.addStretch(1)
        for widget in (self.change, self.better, self.worse):
            row.addWidget(widget, 0, Qt.AlignmentFlag.AlignVCenter)
        self.body.addLayout(row)
        self.body.addWidget(self.certainty)
        self.body.addWidget(self.warning)
        self.body.addWidget(self.changed)

    @staticmethod
    def _chip(tooltip: str) -> QPushButton:
        made = button("", tooltip)
        made.setProperty("chip", True)
        return made

    def show_review(self, review: Review) -> None:
        self.score.setText(of_100(review.accuracy))
        self.certainty.setText(certainty(review))
        for line, words in (
            (self.warning, warning(review)),
            (self.changed, changed_by_hand(review)),
        ):
            line.setText(words)
            line.setVisible(bool(words))
        self._show_before(review.before)

    def _show_before(self, before: Before | None) -> None:
        self.change.setVisible(before is not None)
        self.change.setText(change(before) if before else "")
        self.change.setToolTip(
            self.tr("Compared on the same photos, which neither run has learned from")
            if before is not None and before.comparable
            else self.tr("That run was tested on other photos: the two figures compare less well")
        )
        sentences = ReviewSentences()
        for chip, photos, words in (
            (self.better, before.better if before else (), sentences.better),
            (self.worse, before.worse if before else (), sentences.worse),
        ):
            chip.setText(words(len(photos)))
            chip.setVisible(bool(photos))
