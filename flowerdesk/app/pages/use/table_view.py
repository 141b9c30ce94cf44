"""How the table of many answers is drawn, copied from, and walked through."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QItemSelectionModel, QRect, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import (
    QColor,
    QGuiApplication,
    QKeyEvent,
    QKeySequence,
    QPainter,
    QPen,
    QResizeEvent,
)
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from flowerdesk.app.pages.use.table_model import ROW_ROLE, Column, Index, PredictionModel, Row
from flowerdesk.app.pages.use.thumbnail import paint_thumbnail
from flowerdesk.app.theme import colours
from flowerdesk.app.widgets.probability_bars import paint_bar
from flowerdesk.app.widgets.thumbnails import ThumbnailLoader

_THUMBNAIL = 38
_ROW = 50
_MARGIN = 8
_DOT = 9
_BAR = 5
_WIDTHS = {
    Column.LABEL: 170,
    Column.PROBABILITY: 110,
    Column.SECOND: 180,
    Column.PROBLEM: 160,
}


class PredictionTable(QTableView):
    """A row for each photo.

    Signals:
        opened(Path): this photo should be shown large.
    """

    opened = Signal(object)

    def __init__(
        self, model: PredictionModel, loader: ThumbnailLoader, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._predictions = model
        self._loader = loader
        self.label_colours: dict[str, str] = {}
        self.setModel(model)
        self.setItemDelegate(_Delegate(self, loader))
        self.setAccessibleName(self.tr("Photos with their labels"))
        self.setAccessibleDescription(
            self.tr("Enter shows a photo large, Ctrl+C copies the selected cells")
        )
        self.setSortingEnabled(True)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setMouseTracking(True)
        self.setTabKeyNavigation(False)  # Tab leaves the table, the arrows walk in it
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectItems)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self._set_up_headers()
        self._wanting = QTimer(self)  # once for many changes
        self._wanting.setSingleShot(True)
        self._wanting.setInterval(0)
        self._wanting.timeout.connect(self._want_thumbnails)
        for changed in (model.layoutChanged, model.modelReset, model.rowsInserted):
            changed.connect(self._wanting.start)
        self.verticalScrollBar().valueChanged.connect(lambda _: self._wanting.start())
        loader.loaded.connect(lambda _: self.viewport().update())
        self.setColumnHidden(Column.PROBLEM, True)
        self.doubleClicked.connect(lambda index: self._open(index.row()))

    def _set_up_headers(self) -> None:
        rows = self.verticalHeader()
        rows.hide()
        rows.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        rows.setDefaultSectionSize(_ROW)
        header = self.horizontalHeader()
        header.setSortIndicatorClearable(True)
        header.setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
        header.setHighlightSections(False)
        header.setMinimumSectionSize(80)
        header.setSectionResizeMode(Column.NAME, QHeaderView.ResizeMode.Stretch)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        header.setToolTip(self.tr("Click to sort by this column, again for the other direction"))
        for column, width in _WIDTHS.items():
            header.resizeSection(column, width)

    def selected_text(self) -> str:
        """The selected cells as lines with tabs, as spreadsheets take them."""
        lines: dict[int, dict[int, str]] = {}
        for index in self.selectionModel().selectedIndexes():
            lines.setdefault(index.row(), {})[index.column()] = str(index.data())
        return "\n".join(
            "\t".join(cells[column] for column in sorted(cells))
            for _, cells in sorted(lines.items())
        )

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        if event.matches(QKeySequence.StandardKey.Copy):
            QGuiApplication.clipboard().setText(self.selected_text())
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._open(self.currentIndex().row())
        else:
            super().keyPressEvent(event)

    def select_first(self) -> None:
        """Puts the keyboard on the first row, if there is one."""
        if self._predictions.rowCount() and not self.currentIndex().isValid():
            self.selectionModel().setCurrentIndex(
                self._predictions.index(0, 0), QItemSelectionModel.SelectionFlag.NoUpdate
            )

    def _open(self, row: int) -> None:
        if 0 <= row < self._predictions.rowCount():
            self.opened.emit(self._predictions.row(row).path)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        super().resizeEvent(event)
        self._wanting.start()

    def _want_thumbnails(self) -> None:
        """Asks for the pictures of the rows that are in sight."""
        count = self._predictions.rowCount()
        first = max(0, self.rowAt(0))
        last = self.rowAt(self.viewport().height() - 1)
        shown = range(first, count if last < 0 else last + 1) if count else range(0)
        self._loader.want(
            [self._predictions.row(number).path for number in shown],
            round(_THUMBNAIL * self.devicePixelRatioF()),
        )

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self.viewport().update()


class _Delegate(QStyledItemDelegate):
    """A thumbnail beside the name, the label with its colour, the probability with a bar."""

    def __init__(self, table: PredictionTable, loader: ThumbnailLoader) -> None:
        super().__init__(table)
        self._table = table
        self._loader = loader

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:  # noqa: N802
        return QSize(_WIDTHS.get(Column(index.column()), 120), _ROW)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        row: Row = index.data(ROW_ROLE)
        c = colours()
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(option.rect, QColor(c.selected))
        painter.setPen(QColor(c.track))
        painter.drawLine(option.rect.bottomLeft(), option.rect.bottomRight())
        words = option.rect.adjusted(_MARGIN, 0, -_MARGIN, 0)
        colour = c.text
        match index.column():
            case Column.NAME:
                words = self._paint_thumbnail(painter, words, row)
            case Column.LABEL if row.label:
                words = self._paint_dot(painter, words, row.label)
            case Column.PROBABILITY if row.label:
                words = self._paint_probability(painter, words, row)
            case Column.SECOND:
                colour = c.muted
            case Column.PROBLEM:
                colour = c.problem
        mode = Qt.TextElideMode.ElideRight
        if index.column() in (Column.NAME, Column.LABEL):
            mode = Qt.TextElideMode.ElideMiddle
        shown = option.fontMetrics.elidedText(str(index.data()), mode, words.width())
        painter.setPen(QColor(colour))
        painter.drawText(words, Qt.AlignmentFlag.AlignVCenter, shown)
        if option.state & QStyle.StateFlag.State_HasFocus:
            painter.setPen(QPen(QColor(c.accent), 1.5))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(QRectF(option.rect).adjusted(1, 1, -1, -2), 4, 4)
        painter.restore()

    def _paint_thumbnail(self, painter: QPainter, words: QRect, row: Row) -> QRect:
        place = QRect(words.left(), 0, _THUMBNAIL, _THUMBNAIL)
        place.moveTop(words.center().y() - _THUMBNAIL // 2)
        paint_thumbnail(painter, place, self._loader.pixmap(row.path), bool(row.problem))
        return words.adjusted(_THUMBNAIL + _MARGIN, 0, 0, 0)

    def _paint_dot(self, painter: QPainter, words: QRect, label: str) -> QRect:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(self._table.label_colours.get(label, colours().muted)))
        middle = words.center().y() + 1
        painter.drawEllipse(QRectF(words.left(), middle - _DOT / 2, _DOT, _DOT))
        return words.adjusted(_DOT + 7, 0, 0, 0)

    def _paint_probability(self, painter: QPainter, words: QRect, row: Row) -> QRect:
        bar = QRectF(words.left(), words.bottom() - 16, words.width(), _BAR)
        colour = self._table.label_colours.get(row.label, colours().accent)
        paint_bar(painter, bar, row.probability, colour)
        return words.adjusted(0, -8, 0, -8)
