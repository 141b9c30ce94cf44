"""A list of names with counts, of which one at a time may be chosen; drawn with dots and bars."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QRect,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QColor, QFont, QKeyEvent, QPainter, QPen
from PySide6.QtWidgets import (
    QAbstractItemView,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from flowerdesk.app.theme import colours
from flowerdesk.app.widgets.photo_model import Index, plain

_EDGE = 10


@dataclass(frozen=True)
class CountRow:
    """A row. ``key`` is what choosing it means; ``share`` from 0 to 1 draws a bar of ``colour``."""

    key: object
    title: str
    count: int
    colour: str = ""
    share: float | None = None
    tooltip: str = ""
    strong: bool = False
    problem: bool = False
    counted: str = ""
    """What is counted, with the count, where it is no photos: “5 groups”."""


class CountModel(QAbstractListModel):
    """The rows of a :class:`CountList`, and the key of the row that is chosen."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.rows: tuple[CountRow, ...] = ()
        self.chosen: object = None

    def show(self, rows: Sequence[CountRow]) -> None:
        """Shows other rows; where only counts differ, rows stay where they are."""
        if [row.key for row in rows] == [row.key for row in self.rows]:
            self.rows = tuple(rows)
            if rows:
                self.dataChanged.emit(self.index(0), self.index(len(rows) - 1))
        else:
            self.beginResetModel()
            self.rows = tuple(rows)
            self.endResetModel()

    def row_of(self, key: object) -> int | None:
        return next((n for n, row in enumerate(self.rows) if row.key == key), None)

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008, N802 - Qt's
        return 0 if parent.isValid() else len(self.rows)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid() or index.row() >= len(self.rows):
            return None
        row = self.rows[index.row()]
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return row.title
            case Qt.ItemDataRole.AccessibleTextRole:
                text = self.tr("{name}: %Ln photo(s)", None, row.count).format(name=row.title)
                if row.counted:
                    text = f"{row.title}: {row.counted}"
                chosen = self.tr("{text}, chosen").format(text=text)
                return chosen if row.key == self.chosen else text
            case Qt.ItemDataRole.ToolTipRole:
                return plain(row.tooltip)
        return None


class CountList(QListView):
    """Clicking a row, or Enter or Space on it, chooses it. As high as its rows at most.

    Signals:
        chosen(object): the key of a row that a person chose, also when it was chosen before.
    """

    chosen = Signal(object)

    def __init__(self, name: str, row_height: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.drop_row = -1
        """The row that something is dragged over."""
        self.counts = CountModel(self)
        self.setModel(self.counts)
        self.setItemDelegate(_CountDelegate(row_height, self))
        self.setAccessibleName(name)
        self.setMouseTracking(True)
        self.setUniformItemSizes(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.clicked.connect(self._choose)
        self.counts.modelReset.connect(self.updateGeometry)

    def show_rows(self, rows: Sequence[CountRow], chosen: object) -> None:
        """Shows rows, with the one of key ``chosen`` highlighted."""
        changed = chosen != self.counts.chosen
        self.counts.chosen = chosen
        self.counts.show(rows)
        row = self.counts.row_of(chosen)
        if row is not None and (changed or not self.currentIndex().isValid()):
            self.setCurrentIndex(self.counts.index(row))
        self.viewport().update()

    def current_key(self) -> object:
        """The key of the row that has the keyboard, or None."""
        row = self.currentIndex().row()
        return self.counts.rows[row].key if row >= 0 else None

    def height_of_rows(self) -> int:
        return self.sizeHintForRow(0) * len(self.counts.rows) + 2 * self.frameWidth()

    def sizeHint(self) -> QSize:  # noqa: N802
        return QSize(200, max(0, self.height_of_rows()))

    def minimumSizeHint(self) -> QSize:  # noqa: N802
        return QSize(120, min(120, max(0, self.height_of_rows())))

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self._choose(self.currentIndex())
        else:
            super().keyPressEvent(event)

    def _choose(self, index: QModelIndex) -> None:
        if index.isValid():
            self.chosen.emit(self.counts.rows[index.row()].key)


class _CountDelegate(QStyledItemDelegate):
    def __init__(self, row_height: int, view: CountList) -> None:
        super().__init__(view)
        self._view = view
        self._row_height = row_height

    def sizeHint(  # noqa: N802
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> QSize:
        return QSize(0, max(self._row_height, self._view.fontMetrics().height() + 10))

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        model = self._view.counts
        row = model.rows[index.row()]
        rect: QRect = option.rect
        state: QStyle.StateFlag = option.state
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_ground(painter, rect, state, row.key == model.chosen, index.row())
        bar = QRect(rect.left() + _EDGE, rect.bottom() - 13, rect.width() - 2 * _EDGE, 6)
        line = rect.adjusted(_EDGE, 0, -_EDGE, -12 if row.share is not None else 0)
        self._paint_words(painter, line, row)
        if row.share is not None:
            _paint_bar(painter, bar, row.share, row.colour)
        painter.restore()

    def _paint_ground(
        self, painter: QPainter, rect: QRect, state: QStyle.StateFlag, chosen: bool, number: int
    ) -> None:
        c = colours()
        ground = QRectF(rect).adjusted(1, 1, -1, -1)
        painter.setPen(Qt.PenStyle.NoPen)
        if chosen or number == self._view.drop_row:
            painter.setBrush(QColor(c.selected))
            painter.drawRoundedRect(ground, 8, 8)
        elif state & QStyle.StateFlag.State_MouseOver:
            painter.setBrush(QColor(c.track))
            painter.drawRoundedRect(ground, 8, 8)
        focused = bool(state & QStyle.StateFlag.State_HasFocus)
        if focused or number == self._view.drop_row:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(QColor(c.accent), 1.5))
            painter.drawRoundedRect(ground, 8, 8)

    def _paint_words(self, painter: QPainter, line: QRect, row: CountRow) -> None:
        c = colours()
        middle = Qt.AlignmentFlag.AlignVCenter
        font = QFont(self._view.font())
        painter.setFont(font)
        count = self._view.locale().toString(row.count)
        count_width = painter.fontMetrics().horizontalAdvance(count)
        painter.setPen(QColor(c.muted))
        painter.drawText(line, middle | Qt.AlignmentFlag.AlignRight, count)
        if row.colour:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(row.colour))
            painter.drawEllipse(QRect(line.left(), line.center().y() - 4, 10, 10))
            line = line.adjusted(18, 0, 0, 0)
        if row.strong:
            font.setBold(True)
            painter.setFont(font)
        room = line.adjusted(0, 0, -count_width - 8, 0)
        title = painter.fontMetrics().elidedText(
            row.title, Qt.TextElideMode.ElideRight, room.width()
        )
        painter.setPen(QColor(c.problem if row.problem and row.count else c.text))
        painter.drawText(room, middle, title)


def _paint_bar(painter: QPainter, bar: QRect, share: float, colour: str) -> None:
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(colours().track))
    painter.drawRoundedRect(bar, 3, 3)
    if share > 0:
        filled = QRectF(bar)
        filled.setWidth(max(6.0, bar.width() * share))
        painter.setBrush(QColor(colour))
        painter.drawRoundedRect(filled, 3, 3)
