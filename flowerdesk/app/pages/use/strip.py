"""The photos that were named last, side by side; choosing one shows its answer again."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QPersistentModelIndex,
    QRect,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QColor, QPainter, QPen
from PySide6.QtWidgets import QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from flowerdesk.app.naming import Answer
from flowerdesk.app.pages.use.thumbnail import paint_thumbnail
from flowerdesk.app.pages.use.wording import colours_of
from flowerdesk.app.sentences import percent_text, told
from flowerdesk.app.theme import colours
from flowerdesk.app.widgets.basics import plain_tooltip
from flowerdesk.app.widgets.thumbnails import ThumbnailLoader, corner

Index = QModelIndex | QPersistentModelIndex

ANSWER_ROLE = Qt.ItemDataRole.UserRole
_SIDE = 58
_RING = 5
_COLOUR_BAR = 4
_BELOW_RING = 3


class AnswersModel(QAbstractListModel):
    """Answers, the last one first."""

    def __init__(self) -> None:
        super().__init__()
        self._answers: list[Answer] = []

    def show_answers(self, answers: Sequence[Answer]) -> None:
        """Shows these; what is selected stays so when only details of the answers changed."""
        if [one.path for one in answers] == [one.path for one in self._answers]:
            self._answers = list(answers)
            if answers:
                self.dataChanged.emit(self.index(0), self.index(len(answers) - 1))
            return
        self.beginResetModel()
        self._answers = list(answers)
        self.endResetModel()

    def row_of(self, path: Path | None) -> int | None:
        return next((n for n, one in enumerate(self._answers) if one.path == path), None)

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008, N802 - Qt's way
        return 0 if parent.isValid() else len(self._answers)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid() or index.row() >= len(self._answers):
            return None
        answer = self._answers[index.row()]
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return answer.path.name
            case Qt.ItemDataRole.ToolTipRole:
                return plain_tooltip(f"{answer.path.name}\n{_in_short(answer)}")
            case Qt.ItemDataRole.AccessibleTextRole:
                return f"{answer.path.name}: {_in_short(answer)}"
        return answer if role == ANSWER_ROLE else None


def _in_short(answer: Answer) -> str:
    prediction = answer.prediction
    if prediction.problem is not None:
        return told(prediction.problem)
    label, share = prediction.answers[0]
    return f"{label} {percent_text(share)}"


class Strip(QListView):
    """A row of thumbnails that the arrow keys walk along.

    Signals:
        chosen(Answer): this answer should be shown.
    """

    chosen = Signal(object)

    def __init__(self, loader: ThumbnailLoader, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._loader = loader
        self._following = False
        self.answers = AnswersModel()
        self.setModel(self.answers)
        self.setItemDelegate(_Delegate(loader))
        self.setFlow(QListView.Flow.LeftToRight)
        self.setWrapping(False)
        self.setUniformItemSizes(True)
        self.setMouseTracking(True)
        self.setHorizontalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFixedHeight(_cell().height())
        self.setAccessibleName(self.tr("Photos that were named last"))
        self.setAccessibleDescription(self.tr("The arrow keys show the answers again"))
        loader.loaded.connect(lambda _: self.viewport().update())
        self.selectionModel().currentChanged.connect(self._on_current)
        self.clicked.connect(self._choose)

    def show_answers(self, answers: Sequence[Answer], current: Path | None) -> None:
        """Shows answers and marks the one of the photo that is shown large."""
        self._following = True
        self.answers.show_answers(answers)
        row = self.answers.row_of(current)
        index = QModelIndex() if row is None else self.answers.index(row)
        self.setCurrentIndex(index)
        if row is None:
            self.clearSelection()
        self._following = False
        self._loader.want(
            [answer.path for answer in answers], round(_SIDE * self.devicePixelRatioF())
        )

    def _on_current(self, index: QModelIndex) -> None:
        if not self._following:
            self._choose(index)

    def _choose(self, index: QModelIndex) -> None:
        answer = index.data(ANSWER_ROLE)
        if answer is not None:
            self.chosen.emit(answer)


def _cell() -> QSize:
    return QSize(_SIDE + 2 * _RING + 2, _SIDE + 2 * _RING + _BELOW_RING + _COLOUR_BAR)


class _Delegate(QStyledItemDelegate):
    """A thumbnail over a line in the colour of its label, in a ring when it is shown."""

    def __init__(self, loader: ThumbnailLoader) -> None:
        super().__init__()
        self._loader = loader

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:  # noqa: N802
        return _cell()

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        answer: Answer = index.data(ANSWER_ROLE)
        c = colours()
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        rect = QRect(option.rect.left() + _RING, option.rect.top() + _RING, _SIDE, _SIDE)
        failed = answer.prediction.problem is not None
        paint_thumbnail(painter, rect, self._loader.pixmap(answer.path), failed)
        if answer.prediction.answers:
            label, _ = answer.prediction.answers[0]
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(colours_of(answer.run).get(label, c.muted)))
            top = rect.bottom() + _RING + _BELOW_RING
            line = QRectF(rect.left() + 8, top, rect.width() - 16, _COLOUR_BAR)
            painter.drawRoundedRect(line, 2, 2)
        selected = bool(option.state & QStyle.StateFlag.State_Selected)
        focused = bool(option.state & QStyle.StateFlag.State_HasFocus)
        hovered = bool(option.state & QStyle.StateFlag.State_MouseOver)
        if selected or focused or hovered:
            colour = c.accent if selected or focused else c.border
            painter.setPen(QPen(QColor(colour), 3 if focused else 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            ring = QRectF(rect).adjusted(-3, -3, 3, 3)
            painter.drawRoundedRect(ring, corner(_SIDE) + 3, corner(_SIDE) + 3)
        painter.restore()
