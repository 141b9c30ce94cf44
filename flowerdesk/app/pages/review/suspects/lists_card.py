"""The card on the left: the lists with their counts, and how the project stands."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from flowerdesk.app.pages.review.suspects.wording import SuspectSentences, status_text, titles
from flowerdesk.app.widgets.basics import Card, button, text
from flowerdesk.app.widgets.count_list import CountList, CountRow
from flowerdesk.core.suspects.lists import SUSPICIONS, Suspects, Suspicion

_WIDTH = 270
_ROW_HEIGHT = 38


class ListsCard(Card):
    """Moving through the lists chooses them.

    Signals:
        chosen(Suspicion): that list is to be shown.
    """

    chosen = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFixedWidth(_WIDTH)
        self.lists = CountList(self.tr("Lists of suspicious photos"), _ROW_HEIGHT)
        self.status = text(role="muted", wrap=True)
        self.learn = button(
            self.tr("Go to Learn"),
            self.tr("Show the page where the network looks at the photos"),
            flat=True,
        )
        self.body.addWidget(text(self.tr("Worth a second look"), "heading"))
        self.body.addWidget(self.lists)
        self.body.addStretch(1)
        self.body.addWidget(self.status)
        self.body.addWidget(self.learn)
        self.lists.chosen.connect(self.chosen)
        self.lists.selectionModel().currentChanged.connect(self._choose_current)

    def show_suspects(self, suspects: Suspects, chosen: Suspicion) -> None:
        rows = []
        for suspicion in SUSPICIONS:
            title, explanation = titles()[suspicion]
            count = suspects.count(suspicion)
            warns = suspicion == "near_duplicates" and suspects.straddling > 0
            if warns:
                warning = SuspectSentences().straddling(suspects.straddling)
                explanation = f"{explanation}\n\n{warning}"
            rows.append(
                CountRow(
                    suspicion,
                    title,
                    count,
                    tooltip=explanation,
                    problem=warns,
                    counted=SuspectSentences().groups(count)
                    if suspicion == "near_duplicates"
                    else "",
                )
            )
        self.lists.show_rows(rows, chosen)
        self.status.setText(status_text(suspects))
        self.learn.setVisible(suspects.unseen > 0)

    def _choose_current(self) -> None:
        key = self.lists.current_key()
        if key is not None and key != self.lists.counts.chosen:
            self.chosen.emit(key)
