"""The left column: labels with their counts, and below them parts and states."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QSizePolicy, QVBoxLayout, QWidget

from flowerdesk.app.icons import icon
from flowerdesk.app.pages.photos.label_list import LabelList
from flowerdesk.app.pages.photos.wording import (
    read_only_reason,
    show_explanations,
    show_titles,
)
from flowerdesk.app.widgets.basics import button
from flowerdesk.app.widgets.count_list import CountList, CountRow
from flowerdesk.app.widgets.photo_query import Query, Show, count_shown
from flowerdesk.core.project.browsing import Snapshot

_WIDTH = 212
_ALWAYS_SHOWN = (
    *(Show.TRAIN, Show.VALIDATION, Show.TEST, Show.FEATURES, Show.SKIPPED, Show.MISTAKEN),
)


class Sidebar(QWidget):
    """Shows what may be chosen; ``label_chosen`` and ``show_chosen`` say what a person chose.

    Signals:
        label_chosen(str | None): photos of a label, or of all.
        show_chosen(Show): photos of a part or in a state, or not any more.
    """

    label_chosen = Signal(object)
    show_chosen = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFixedWidth(_WIDTH)
        self.labels = LabelList()
        self.labels.chosen.connect(self.label_chosen)
        self.labels.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self.new_label = button(self.tr("New label"), flat=True)
        self.states = CountList(self.tr("Parts and states"), 27)
        self.states.chosen.connect(self.show_chosen)
        self.states.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        line = QFrame()
        line.setProperty("line", True)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addWidget(self.labels, 1)
        column.addWidget(self.new_label, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(line)
        column.addWidget(self.states)
        column.addStretch(0)

    def show_snapshot(self, snapshot: Snapshot, query: Query, *, read_only: bool) -> None:
        self.labels.editable = not read_only
        self.labels.show_snapshot(snapshot, query.label)
        titles, explanations = show_titles(), show_explanations()
        counts = count_shown(snapshot.photos)
        rows = [
            CountRow(
                key=show,
                title=titles[show],
                count=counts[show],
                tooltip=explanations[show],
                problem=show is Show.SKIPPED,
            )
            for show in Show
            if show in _ALWAYS_SHOWN or counts[show] or show is query.show
        ]
        self.states.show_rows(rows, query.show)
        self.new_label.setIcon(icon("plus"))
        self.new_label.setEnabled(not read_only)
        self.new_label.setToolTip(
            read_only_reason() if read_only else self.tr("Make a label that has no photos yet")
        )
