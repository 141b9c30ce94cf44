"""What each colour of the map means; a click hides its points and shows them again."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QScrollArea, QVBoxLayout, QWidget

from flowerdesk.app.pages.review.map.grouping import Grouping
from flowerdesk.app.sentences import photos_text
from flowerdesk.app.theme import colours
from flowerdesk.app.widgets.basics import button, plain_tooltip

_DOT = 10
_PADDING = 6


class Legend(QScrollArea):
    """Remembers what is hidden by the keys of groups, as long as it is asked for the same ones.

    Signals:
        changed(): ``hidden`` is another set.
    """

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.hidden: set[str] = set()
        self.rows: list[LegendRow] = []
        self.show_all = button(
            self.tr("Show all"), self.tr("Show the points of every colour again"), flat=True
        )
        self.show_all.clicked.connect(self._show_all)
        ground = QWidget()
        self._column = QVBoxLayout(ground)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(1)
        self._column.addWidget(self.show_all, 0, Qt.AlignmentFlag.AlignLeft)
        self._column.addStretch(1)
        self.setWidget(ground)
        self.setWidgetResizable(True)
        for background in (self.viewport(), ground):
            background.setAutoFillBackground(False)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)

    def show_groups(self, grouping: Grouping) -> None:
        """Shows the groups that have points."""
        counts = grouping.counts
        shown = [
            (group.key, group.title, group.colour, count)
            for group, count in zip(grouping.groups, counts, strict=True)
            if count
        ]
        self.hidden &= {key for key, *_ in shown}
        self._make_rows(len(shown))
        for row, facts in zip(self.rows, shown, strict=True):
            row.show_group(*facts, hidden=facts[0] in self.hidden)
        self.show_all.setVisible(bool(self.hidden))

    def _make_rows(self, count: int) -> None:
        while len(self.rows) < count:
            row = LegendRow()
            row.clicked.connect(lambda _=False, row=row: self._toggle(row))
            self._column.insertWidget(len(self.rows), row)
            self.rows.append(row)
        while len(self.rows) > count:
            row = self.rows.pop()
            self._column.removeWidget(row)
            row.hide()
            row.deleteLater()

    def _toggle(self, row: LegendRow) -> None:
        self.hidden ^= {row.key}
        self.changed.emit()

    def _show_all(self) -> None:
        hand_on: Sequence[LegendRow] = self.rows[:1] if self.show_all.hasFocus() else ()
        self.hidden.clear()
        self.changed.emit()
        for row in hand_on:
            row.setFocus(Qt.FocusReason.OtherFocusReason)


class LegendRow(QAbstractButton):
    """A colour, what it means, and how many photos have it."""

    def __init__(self) -> None:
        super().__init__()
        self.key = ""
        self.title = ""
        self.count = 0
        self._colour = ""
        self._off = False
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)

    def show_group(self, key: str, title: str, colour: str, count: int, *, hidden: bool) -> None:
        self.key, self.title, self.count = key, title, count
        self._colour, self._off = colour, hidden
        act = self.tr("Show these points again") if hidden else self.tr("Hide these points")
        self.setToolTip(plain_tooltip(f"{title}: {photos_text(count)}\n{act}"))
        state = self.tr("hidden") if hidden else self.tr("shown")
        self.setAccessibleName(f"{title}, {photos_text(count)}, {state}")
        self.update()

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        return QSize(120, self.fontMetrics().height() + 12)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        c, metrics = colours(), self.fontMetrics()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        frame = QRectF(self.rect()).adjusted(1, 1, -1, -1)
        painter.setPen(QColor(c.accent) if self.hasFocus() else Qt.PenStyle.NoPen)
        painter.setBrush(QColor(c.page) if self.underMouse() else Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(frame, 6, 6)
        dot = QRectF(_PADDING, (self.height() - _DOT) / 2, _DOT, _DOT)
        painter.setPen(QPen(QColor(self._colour), 1.4))
        painter.setBrush(Qt.BrushStyle.NoBrush if self._off else QColor(self._colour))
        painter.drawEllipse(dot)
        line = self.rect().adjusted(_PADDING + _DOT + 7, 0, -_PADDING, 0)
        count = self.locale().toString(self.count)
        painter.setPen(QColor(c.muted))
        middle = Qt.AlignmentFlag.AlignVCenter
        painter.drawText(line, middle | Qt.AlignmentFlag.AlignRight, count)
        room = line.adjusted(0, 0, -metrics.horizontalAdvance(count) - 6, 0)
        painter.setPen(QColor(c.muted if self._off else c.text))
        words = metrics.elidedText(self.title, Qt.TextElideMode.ElideMiddle, room.width())
        painter.drawText(room, middle, words)
