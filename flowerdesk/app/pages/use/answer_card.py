"""The card on the right: what the photo most likely shows, how sure that is, and why."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from flowerdesk.app.naming import Answer
from flowerdesk.app.pages.use.thumbnail import SimilarPhotos
from flowerdesk.app.pages.use.wording import colours_of, verdict
from flowerdesk.app.sentences import told
from flowerdesk.app.theme import SPACING
from flowerdesk.app.widgets.basics import Card, ElidedLabel, text
from flowerdesk.app.widgets.probability_bars import ProbabilityBars
from flowerdesk.app.widgets.thumbnails import ThumbnailLoader

_HEIGHT_FOR_ALL = 420


class AnswerCard(Card):
    """Shows an answer, or in its place what is waited for."""

    def __init__(self, loader: ThumbnailLoader, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.heading = text(role="muted", wrap=True)
        self.label = ElidedLabel(role="number", mode=Qt.TextElideMode.ElideMiddle)
        self.doubt = text(role="accuracy", wrap=True)
        self.problem = text(role="problem", wrap=True)
        self.hint = text(role="muted", wrap=True)
        self.bars = ProbabilityBars()
        self.similar = SimilarPhotos(loader)
        self._has_similar = False
        self._line = QFrame()
        self._line.setProperty("line", True)
        self._line.setFixedHeight(1)
        self._scroll = _scrolled(self.bars, self.tr("Labels with their probabilities"))
        self.body.setSpacing(6)
        for widget in (self.heading, self.label, self.doubt, self.problem, self.hint):
            self.body.addWidget(widget)
        self.body.addSpacing(8)
        self.body.addWidget(self._scroll, 1)
        self.body.addSpacing(8)
        self.body.addWidget(self._line)
        self.body.addWidget(self.similar)
        self.body.addStretch()
        self.invite()

    def invite(self) -> None:
        """Says what will be here."""
        self._show(
            self.tr("What does it show?"),
            hint=self.tr(
                "The answer will be here: every label with how likely it is, and those of your "
                "photos that are most like it."
            ),
        )

    def show_waiting(self, reason: str) -> None:
        """Says that the answer will come, and what it waits for, if it waits."""
        self._show(self.tr("Looking at the photo …"), hint=reason)

    def show_nothing(self) -> None:
        """Says that there is no answer; a message elsewhere says why."""
        self._show(self.tr("No answer"), hint=self.tr("Drop the photo again to ask once more."))

    def show_answer(self, answer: Answer, project_path: Path) -> None:
        prediction = answer.prediction
        if prediction.problem is not None:
            self._show(
                self.tr("This photo cannot be read"),
                problem=_capitalised(told(prediction.problem)),
                hint=self.tr("Nothing else is wrong: drop another photo."),
            )
            return
        said = verdict(prediction.answers)
        self._show(said.heading, label=prediction.answers[0][0], doubt=said.doubt)
        label_colours = colours_of(answer.run)
        self.bars.show_answers(prediction.answers, label_colours)
        self._scroll.setMaximumHeight(self.bars.sizeHint().height())
        self._scroll.verticalScrollBar().setValue(0)
        self._scroll.setVisible(True)
        self.similar.show_photos(answer.similar, project_path, label_colours)
        self._has_similar = bool(answer.similar)
        self._make_room()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        super().resizeEvent(event)
        self._make_room()

    def _make_room(self) -> None:
        """In little height the labels matter more than the photos that are alike."""
        shown = self._has_similar and self.height() >= _HEIGHT_FOR_ALL
        self._line.setVisible(shown)
        self.similar.setVisible(shown)

    def _show(
        self, heading: str, *, label: str = "", doubt: str = "", problem: str = "", hint: str = ""
    ) -> None:
        self.heading.setText(heading)
        for widget, words in (
            (self.label, label),
            (self.doubt, doubt),
            (self.problem, problem),
            (self.hint, hint),
        ):
            widget.setText(words)
            widget.setVisible(bool(words))
        self._scroll.setVisible(False)
        self._has_similar = False
        self._make_room()


def _scrolled(bars: ProbabilityBars, name: str) -> QScrollArea:
    """The bars in a place that scrolls, with the keyboard too, when there are many labels."""
    inner = QWidget()
    column = QVBoxLayout(inner)
    column.setContentsMargins(0, 0, SPACING // 2, 0)
    column.addWidget(bars)
    column.addStretch(1)
    scroll = QScrollArea()
    scroll.setWidgetResizable(True)
    scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    scroll.setWidget(inner)
    scroll.setAccessibleName(name)
    for widget in (inner, scroll.viewport()):  # the card is seen through
        widget.setAutoFillBackground(False)
    return scroll


def _capitalised(reason: str) -> str:
    """A reason, which elsewhere stands after the name of a photo, as a sentence of its own."""
    return reason[:1].upper() + reason[1:]
