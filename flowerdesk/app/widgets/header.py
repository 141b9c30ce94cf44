"""The bar across the top of the window: the project, facts about it, and the page's buttons."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QWidget

from flowerdesk.app.theme import SPACING
from flowerdesk.app.widgets.basics import ElidedLabel, text

_HEIGHT = 56
_NARROWEST_TITLE, _WIDEST_TITLE = 80, 360
_GAP = SPACING - 2


class Header(QFrame):
    """Where room is short the facts give way, the last one first; the buttons always stay."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("header")
        self.setFixedHeight(_HEIGHT)
        self.title = ElidedLabel(role="title")
        self.title.setSizePolicy(text().sizePolicy())
        self.title.setMinimumWidth(_NARROWEST_TITLE)
        self.title.setMaximumWidth(_WIDEST_TITLE)
        self.facts: list[QLabel] = []
        self._facts = QHBoxLayout()
        self._actions = QHBoxLayout()
        row = QHBoxLayout(self)
        row.setContentsMargins(SPACING + 4, 0, SPACING + 2, 0)
        for layout in (row, self._facts, self._actions):
            layout.setSpacing(_GAP)
        row.addWidget(self.title)
        row.addLayout(self._facts)
        row.addStretch(1)
        row.addLayout(self._actions)

    def show_project(self, name: str, facts: Sequence[tuple[str, str]]) -> None:
        """Shows a name and short facts, each with the tooltip that explains it."""
        self.title.setText(name)
        while len(self.facts) < len(facts):
            chip = text(role="chip")
            self.facts.append(chip)
            self._facts.addWidget(chip, 0, Qt.AlignmentFlag.AlignVCenter)
        for chip, (words, tooltip) in zip(self.facts, facts, strict=False):
            chip.setText(words)
            chip.setToolTip(tooltip)
        for chip in self.facts[len(facts) :]:
            chip.clear()
        self._fit()

    def show_actions(self, widgets: Sequence[QWidget]) -> None:
        """Shows these in place of the buttons that were shown before."""
        while (item := self._actions.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
        for widget in widgets:
            self._actions.addWidget(widget)
            widget.show()
        self._fit()

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.LayoutRequest:  # a button came, went, or says another word
            self._fit()
        return super().event(event)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        margins = self.contentsMargins()
        room = self.contentsRect().width() - margins.left() - margins.right() - 2 * (SPACING + 4)
        room -= min(self.title.sizeHint().width(), _WIDEST_TITLE)
        room -= self._actions.sizeHint().width() + _GAP
        for chip in self.facts:
            room -= chip.sizeHint().width() + _GAP
            chip.setVisible(bool(chip.text()) and room >= 0)
