"""The confusion matrix as a heat map that the arrow keys walk over."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPen, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from flowerdesk.app.pages.review.mistakes.matrix_model import SHARE_ROLE, Index, MatrixModel
from flowerdesk.app.theme import colours

_NARROWEST, _WIDEST = 30, 76
"""Pixels of a cell: a number of three digits fits into the narrowest."""
_LOWEST, _HIGHEST = 24, 62
_LONGEST_HEADING = 96
_SMALL = 0.9
"""The size of the headings, as a share of that of other texts."""
_HEIGHT_KEPT = 220
_GAP = 2
_FAINTEST, _STRONGEST = 0.16, 0.68
"""How much of its colour a cell has, from almost none of a label's photos to all of them."""


class MatrixView(QTableView):
    """Shows a :class:`MatrixModel`; cells grow to fill the room, and scroll where there is none.

    Signals:
        cell_chosen(row, column): another cell is the current one.
    """

    cell_chosen = Signal(int, int)

    def __init__(self, matrix: MatrixModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._matrix = matrix
        self.setModel(matrix)
        self.setItemDelegate(_Cell(self))
        self.setHorizontalHeader(_Headings(Qt.Orientation.Horizontal, self))
        self.setVerticalHeader(_Headings(Qt.Orientation.Vertical, self))
        self.setAccessibleName(self.tr("What was taken for what"))
        self.setAccessibleDescription(
            self.tr(
                "Rows are your labels, columns the answers; the arrow keys walk from cell to cell"
            )
        )
        self.setToolTip(self.tr("Choose a cell with the arrow keys or a click to see its photos"))
        self.setShowGrid(False)
        self.setCornerButtonEnabled(False)
        self.setTabKeyNavigation(False)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        matrix.modelReset.connect(self._fit)

    def choose(self, row: int, column: int) -> None:
        """Makes a cell the current one."""
        self.setCurrentIndex(self._matrix.index(row, column))

    def currentChanged(self, current: Index, previous: Index) -> None:  # noqa: N802 - Qt's name
        super().currentChanged(current, previous)
        for header in (self.horizontalHeader(), self.verticalHeader()):
            header.viewport().update()
        if current.isValid():
            self.cell_chosen.emit(current.row(), current.column())

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        return QSize(_LONGEST_HEADING + 5 * _NARROWEST, self.minimumHeight())

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        super().resizeEvent(event)
        self._fit()

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        super().changeEvent(event)
        if event.type() in (QEvent.Type.PaletteChange, QEvent.Type.StyleChange):
            self._fit()
            self.viewport().update()

    def _fit(self) -> None:
        count = len(self._matrix.labels)
        if not count:
            return
        rows, columns = self.verticalHeader(), self.horizontalHeader()
        metrics = QFontMetrics(_heading_font(self.font()))
        longest = max(metrics.horizontalAdvance(label) for label in self._matrix.labels)
        left = min(longest + 14, _LONGEST_HEADING)
        bar = self.verticalScrollBar().sizeHint().width()
        scrolls = left + count * _LOWEST > self.height()
        wide = (self.width() - left - 2 - (bar if scrolls else 0)) // count
        wide = min(max(wide, _NARROWEST), _WIDEST)
        upright = longest + 4 > wide and wide < _WIDEST
        top = left if upright else metrics.height() + 10
        self.setMinimumHeight(min(top + count * _LOWEST + 2, _HEIGHT_KEPT))
        rows.setFixedWidth(left)
        columns.setFixedHeight(top)
        rows.setDefaultSectionSize(min(max((self.height() - top - 2) // count, _LOWEST), _HIGHEST))
        columns.setDefaultSectionSize(wide)
        self.updateGeometries()


def _heading_font(font: QFont) -> QFont:
    made = QFont(font)
    made.setPointSizeF(font.pointSizeF() * _SMALL)
    return made


class _Headings(QHeaderView):
    """Labels beside the rows or above the columns; above narrow columns they stand upright."""

    def __init__(self, orientation: Qt.Orientation, view: MatrixView) -> None:
        super().__init__(orientation, view)
        self._view = view
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setMinimumSectionSize(_LOWEST)
        self.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.setSectionsClickable(False)

    def paintSection(self, painter: QPainter, rect: QRect, section: int) -> None:  # noqa: N802
        c = colours()
        current = self._view.currentIndex()
        across = self.orientation() is Qt.Orientation.Horizontal
        marked = section == (current.column() if across else current.row())
        painter.save()
        painter.fillRect(rect, QColor(c.card))
        font = _heading_font(self.font())
        font.setBold(marked)
        painter.setFont(font)
        painter.setPen(QColor(c.text if marked else c.muted))
        align = Qt.AlignmentFlag.AlignVCenter
        if not across:
            place, align = rect.adjusted(2, 0, -8, 0), align | Qt.AlignmentFlag.AlignRight
        elif rect.height() > rect.width():
            painter.translate(rect.left(), rect.bottom() - 5)
            painter.rotate(-90)
            place = QRect(0, 0, rect.height() - 6, rect.width())
        else:
            place, align = rect.adjusted(2, 0, -2, 0), align | Qt.AlignmentFlag.AlignHCenter
        label = str(self.model().headerData(section, self.orientation()))
        mode = Qt.TextElideMode.ElideMiddle
        painter.drawText(place, align, QFontMetrics(font).elidedText(label, mode, place.width()))
        painter.restore()


class _Cell(QStyledItemDelegate):
    """A count on a ground that is the stronger, the more of the label's photos are there."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        c = colours()
        share = float(index.data(SHARE_ROLE))
        place = QRectF(option.rect).adjusted(_GAP, _GAP, -_GAP, -_GAP)
        painter.save()
        painter.fillRect(option.rect, QColor(c.card))  # over what Qt draws for a selected row
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(c.track))
        painter.drawRoundedRect(place, 6, 6)
        if share > 0:
            ground = QColor(c.right if index.row() == index.column() else c.problem)
            ground.setAlphaF(_FAINTEST + (_STRONGEST - _FAINTEST) * share)
            painter.setBrush(ground)
            painter.drawRoundedRect(place, 6, 6)
        font = QFont(option.font)
        font.setBold(share > 0)
        painter.setFont(font)
        painter.setPen(QColor(c.text if share > 0 else c.muted))
        painter.drawText(place, Qt.AlignmentFlag.AlignCenter, str(index.data()))
        if option.state & QStyle.StateFlag.State_Selected:
            focused = bool(option.state & QStyle.StateFlag.State_HasFocus)
            pen = QPen(QColor(c.accent if focused else c.muted), 2.5 if focused else 1.5)
            painter.setPen(pen)
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(place, 6, 6)
        painter.restore()

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:  # noqa: N802
        return QSize(_NARROWEST, _LOWEST)
