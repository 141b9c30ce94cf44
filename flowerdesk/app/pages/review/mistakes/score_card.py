"""The card across the top: the score in words, what to be careful about, and the run before."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QPushButton, QWidget

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
        self._chips = QHBoxLayout()
        self._chips.setSpacing(SPACING - 6)
        self._chips.addStretch(1)
        for widget in (self.change, self.better, self.worse):
            self._chips.addWidget(widget, 0, Qt.AlignmentFlag.AlignVCenter)
        self._row = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._row.addWidget(self.score)
        self._row.addLayout(self._chips, 1)
        self.body.addLayout(self._row)
        self.body.addWidget(self.certainty)
        self.body.addWidget(self.warning)
        self.body.addWidget(self.changed)

    @staticmethod
    def _chip(tooltip: str) -> QPushButton:
        made = button("", tooltip)
        made.setProperty("chip", True)
        return made

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        super().resizeEvent(event)
        self._arrange()

    def _arrange(self) -> None:
        """Puts the chips beside the score where they fit, else below it."""
        wanted = self.score.sizeHint().width() + self._chips.sizeHint().width() + 4 * SPACING
        side_by_side = wanted <= self.width()
        way = QBoxLayout.Direction
        self._row.setDirection(way.LeftToRight if side_by_side else way.TopToBottom)

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
        self._arrange()

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
