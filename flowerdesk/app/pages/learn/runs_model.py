"""The runs of a project as rows of a list, and how a row is painted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import (
    QAbstractListModel,
    QCoreApplication,
    QModelIndex,
    QPersistentModelIndex,
    QPointF,
    QRect,
    QRectF,
    QSize,
    Qt,
)
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPen
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from flowerdesk.app.pages.learn import wording
from flowerdesk.app.sentences import percent_text
from flowerdesk.app.theme import colours, label_colour
from flowerdesk.app.widgets.basics import plain_tooltip
from flowerdesk.core.project import Run

Index = QModelIndex | QPersistentModelIndex

ROW_ROLE = Qt.ItemDataRole.UserRole
_MARGIN = 10


@dataclass(frozen=True)
class RunRow:
    """One line of the list; ``id`` is None for the run that is being learned."""

    id: int | None
    name: str
    settings: str
    figure: str
    """Its test accuracy, if it has one."""
    time: str
    colour: str
    in_use: bool = False
    tooltip: str = ""


def row_of(run: Run, in_use: bool) -> RunRow:
    translate = QCoreApplication.translate
    accuracy = wording.test_accuracy(run)
    key = run.feature_key
    tooltip = [
        wording.run_name(run),
        wording.date_text(run),
        f"{key.backbone} · {key.layer}",
        wording.score_sentence(run),
    ]
    if run.cancelled:
        tooltip.append(translate("Runs", "Stopped before its end."))
    return RunRow(
        run.id,
        wording.run_name(run),
        wording.settings_in_short(run.settings),
        percent_text(accuracy) if accuracy is not None else "–",
        wording.duration_text(run.seconds),
        label_colour(run.id),
        in_use,
        "\n".join(tooltip),
    )


class RunsModel(QAbstractListModel):
    """What is being learned on top, then the runs, the newest first."""

    def __init__(self) -> None:
        super().__init__()
        self._rows: list[RunRow] = []

    def show_rows(self, rows: Sequence[RunRow]) -> None:
        """Shows these; a selection stays with its run where the runs are the same."""
        if [row.id for row in rows] != [row.id for row in self._rows]:
            self.beginResetModel()
            self._rows = list(rows)
            self.endResetModel()
        elif list(rows) != self._rows:
            self._rows = list(rows)
            self.dataChanged.emit(self.index(0), self.index(len(rows) - 1))

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008, N802 - Qt's way
        return 0 if parent.isValid() else len(self._rows)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid() or index.row() >= len(self._rows):
            return None
        row = self._rows[index.row()]
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return row.name
            case Qt.ItemDataRole.ToolTipRole:
                return plain_tooltip(row.tooltip)
            case Qt.ItemDataRole.AccessibleTextRole:
                used = QCoreApplication.translate("Runs", "in use") if row.in_use else ""
                parts = (row.name, row.settings, row.figure, row.time, used)
                return ", ".join(part for part in parts if part)
        if role == ROW_ROLE:
            return row
        return None

    def row_of_run(self, run_id: int | None) -> int | None:
        return next((n for n, row in enumerate(self._rows) if row.id == run_id), None)


class RunDelegate(QStyledItemDelegate):
    """Dot, name over settings, and on the right the test accuracy over the time."""

    shown: int | None = None
    """The run whose curve is on the plot, in the plot's own colour."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:  # noqa: N802 - Qt's
        metrics = QFontMetrics(option.font)
        return QSize(180, 2 * metrics.height() + 2 * _MARGIN)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        row: RunRow = index.data(ROW_ROLE)
        c = colours()
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(option.rect).adjusted(1, 1, -1, -1)
        selected = bool(option.state & QStyle.StateFlag.State_Selected)
        focused = bool(option.state & QStyle.StateFlag.State_HasFocus)
        hovered = bool(option.state & QStyle.StateFlag.State_MouseOver)
        painter.setPen(QPen(QColor(c.accent), 1.5) if focused else Qt.PenStyle.NoPen)
        painter.setBrush(
            QColor(c.selected if selected else c.page) if selected or hovered else QColor(c.card)
        )
        painter.drawRoundedRect(box, 6, 6)
        colour = c.accuracy if row.id == self.shown else row.colour
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(colour))
        painter.drawEllipse(QPointF(box.left() + 15, box.center().y()), 5, 5)
        self._paint_texts(painter, option, row)
        painter.restore()

    def _paint_texts(self, painter: QPainter, option: QStyleOptionViewItem, row: RunRow) -> None:
        c = colours()
        small = QFont(option.font)
        small.setPointSizeF(small.pointSizeF() * 0.9)
        bold = QFont(option.font)
        bold.setBold(True)
        inner = option.rect.adjusted(32, _MARGIN - 2, -_MARGIN, 2 - _MARGIN)
        height = inner.height() // 2
        upper = QRect(inner.left(), inner.top(), inner.width(), height)
        lower = QRect(inner.left(), inner.top() + height, inner.width(), height)
        used = QCoreApplication.translate("Runs", "in use") if row.in_use else ""
        self._line(painter, upper, (option.font, c.text, row.name), (bold, c.text, row.figure))
        right = (small, c.accent if used else c.muted, used or row.time)
        self._line(painter, lower, (small, c.muted, row.settings), right)

    @staticmethod
    def _line(
        painter: QPainter, rect: QRect, left: tuple[QFont, str, str], right: tuple[QFont, str, str]
    ) -> None:
        """A text that is cut where it meets the one on the right."""
        font, colour, text = right
        painter.setFont(font)
        painter.setPen(QColor(colour))
        middle = Qt.AlignmentFlag.AlignVCenter
        painter.drawText(rect, Qt.AlignmentFlag.AlignRight | middle, text)
        room = rect.width() - QFontMetrics(font).horizontalAdvance(text) - _MARGIN
        font, colour, text = left
        painter.setFont(font)
        painter.setPen(QColor(colour))
        cut = QFontMetrics(font).elidedText(text, Qt.TextElideMode.ElideRight, room)
        painter.drawText(rect, Qt.AlignmentFlag.AlignLeft | middle, cut)
