"""A grid of photos that scrolls smoothly however many there are."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from PySide6.QtCore import (
    QItemSelection,
    QItemSelectionModel,
    QModelIndex,
    QPoint,
    QRect,
    Qt,
    QTimer,
    Signal,
)
from PySide6.QtGui import (
    QDrag,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QRegion,
    QWheelEvent,
)
from PySide6.QtWidgets import QAbstractItemView, QWidget

from flowerdesk.app.theme import label_colour
from flowerdesk.app.widgets.dragging import mime_of_photos
from flowerdesk.app.widgets.grid_geometry import GridGeometry, Rect
from flowerdesk.app.widgets.grid_selection import ranges, rows_of, selection_of
from flowerdesk.app.widgets.photo_cell import (
    CellState,
    paint_cell,
    paint_heading,
    paint_rubber_band,
)
from flowerdesk.app.widgets.photo_model import Index, PhotoModel
from flowerdesk.app.widgets.photo_query import Query
from flowerdesk.app.widgets.thumbnails import ThumbnailLoader

_MARGIN = 6  # for the rings of the outer photos
_WHEEL_STEP = 44
_Selection = QItemSelectionModel.SelectionFlag
_MOVES = (Qt.Key.Key_Home, Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Up, Qt.Key.Key_Down)


class PhotoGrid(QAbstractItemView):
    """Shows a :class:`PhotoModel`. The selection goes by photos: it stays when the model changes.

    Signals:
        photos_selected(): other photos are selected, or another one is the current one.
        preview_asked(): the current photo should be shown large.
        label_key_pressed(int): a key from 1 to 9, for the label of that number.
        delete_pressed(): the selected photos should be left out.
        similar_pressed(): the photos most like the current one should be shown.
        zoomed(int): thumbnails should be larger (1) or smaller (-1).
    """

    photos_selected = Signal()
    preview_asked = Signal()
    label_key_pressed = Signal(int)
    delete_pressed = Signal()
    similar_pressed = Signal()
    zoomed = Signal(int)

    def __init__(
        self, model: PhotoModel, loader: ThumbnailLoader, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._photos = model
        self._loader = loader
        self._cell_wanted = 132
        self._geometry = GridGeometry([0], 1, self._cell_wanted, headings=False)
        self._row_of: dict[Path, int] = {}
        self._rubber_band: QRect | None = None
        self._ids_before = np.empty(0, np.int64)
        self._current_before: tuple[int, int] | None = None
        self._query_before: Query | None = None
        self._want_timer = QTimer(self)
        self._want_timer.setSingleShot(True)
        self._want_timer.timeout.connect(self._want_thumbnails)
        self.setModel(model)
        model.modelAboutToBeReset.connect(self._remember_selection)
        model.modelReset.connect(self._restore_selection)
        loader.loaded.connect(self._show_thumbnail)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setDragEnabled(True)
        self.doubleClicked.connect(lambda _: self.preview_asked.emit())

    # What a page asks

    def set_thumbnail_size(self, pixels: int) -> None:
        """Makes thumbnails at least that large; they grow to fill the width."""
        self._cell_wanted = pixels
        anchor = self._photos.index(max(0, self.indexAt(QPoint(_MARGIN, _MARGIN)).row()))
        self.doItemsLayout()
        if anchor.isValid():
            self.scrollTo(anchor, QAbstractItemView.ScrollHint.PositionAtTop)

    def selected_ids(self) -> list[int]:
        """The ids of the selected photos, in the order in which they are shown."""
        return [int(one) for one in self._photos.ids[self.selected_rows()]]

    @property
    def selected_count(self) -> int:
        return sum(map(len, ranges(self.selectionModel().selection())))

    def first_selected_row(self) -> int | None:
        parts = ranges(self.selectionModel().selection())
        return min((part.start for part in parts), default=None)

    def select_ids(self, ids: list[int] | np.ndarray) -> None:
        """Selects photos as far as they are shown, and no others."""
        rows = self._photos.rows_of(ids)
        self.selectionModel().select(selection_of(self._photos, rows), _Selection.ClearAndSelect)

    def selected_rows(self) -> np.ndarray:
        """``(k,) int64``, ascending: the rows of the selected photos"""
        return rows_of(self.selectionModel().selection())

    # The selection outlives the model's rows

    def _remember_selection(self) -> None:
        self._ids_before = self._photos.ids[self.selected_rows()]
        current = self.currentIndex()
        self._current_before = (
            (int(self._photos.ids[current.row()]), current.row()) if current.isValid() else None
        )
        arrangement = self._photos.arrangement
        self._query_before = arrangement.query if arrangement else None

    def _restore_selection(self) -> None:
        arrangement = self._photos.arrangement
        same_query = arrangement is not None and arrangement.query == self._query_before
        position = self.verticalScrollBar().value()
        self.doItemsLayout()
        self.verticalScrollBar().setValue(position if same_query else 0)
        rows = self._photos.rows_of(self._ids_before)
        if self._current_before is not None and len(self._photos.ids):
            current_id, current_row = self._current_before
            found = self._photos.rows_of([current_id])
            if len(found):
                current_row = int(found[0])
            elif same_query and len(self._ids_before) and not len(rows):
                # An edit took all selected photos away: the next one takes their place.
                current_row = min(current_row, len(self._photos.ids) - 1)
                rows = np.array([current_row])
            if len(found) or same_query:
                index = self._photos.index(min(current_row, len(self._photos.ids) - 1))
                self.selectionModel().setCurrentIndex(index, _Selection.NoUpdate)
        self.selectionModel().select(selection_of(self._photos, rows), _Selection.ClearAndSelect)
        self.photos_selected.emit()

    def selectionChanged(self, selected: QItemSelection, deselected: QItemSelection) -> None:  # noqa: N802
        super().selectionChanged(selected, deselected)
        self.photos_selected.emit()

    def currentChanged(self, current: Index, previous: Index) -> None:  # noqa: N802
        super().currentChanged(current, previous)
        for index in (current, previous):
            self._update_cell(index.row())
        self.photos_selected.emit()

    # Geometry

    def updateGeometries(self) -> None:  # noqa: N802
        sections = self._photos.sections
        counts = [count for _, count in sections] or [len(self._photos.ids)]
        # Place for the scroll bar is left also while there is none: columns must not jump.
        width = self.width() - self.verticalScrollBar().sizeHint().width() - 2 * _MARGIN
        self._geometry = GridGeometry(counts, width, self._cell_wanted, headings=bool(sections))
        bar = self.verticalScrollBar()
        height = self.viewport().height()
        bar.setPageStep(height)
        bar.setSingleStep(_WHEEL_STEP)
        bar.setRange(0, max(0, self._geometry.height + 2 * _MARGIN - height))
        super().updateGeometries()

    def visualRect(self, index: Index) -> QRect:  # noqa: N802
        if not index.isValid() or index.row() >= self._geometry.count:
            return QRect()
        return self._shown(self._geometry.cell_of(index.row()))

    def _shown(self, rect: Rect) -> QRect:
        """A rectangle of the contents as one of the viewport."""
        return QRect(
            rect.x + _MARGIN, rect.y + _MARGIN - self.verticalOffset(), rect.width, rect.height
        )

    def _contents_point(self, point: QPoint) -> tuple[int, int]:
        return point.x() - _MARGIN, point.y() - _MARGIN + self.verticalOffset()

    def indexAt(self, point: QPoint) -> QModelIndex:  # noqa: N802
        item = self._geometry.item_at(*self._contents_point(point))
        return QModelIndex() if item is None else self._photos.index(item)

    def scrollTo(  # noqa: N802
        self,
        index: Index,
        hint: QAbstractItemView.ScrollHint = QAbstractItemView.ScrollHint.EnsureVisible,
    ) -> None:
        rect = self.visualRect(index).adjusted(0, -_MARGIN, 0, _MARGIN)
        if not index.isValid():
            return
        bar = self.verticalScrollBar()
        height = self.viewport().height()
        at_top = hint == QAbstractItemView.ScrollHint.PositionAtTop
        if rect.top() < 0 or at_top:
            heading = self._geometry.heading if index.row() < self._geometry.columns else 0
            bar.setValue(bar.value() + rect.top() - heading)
        elif rect.bottom() >= height:
            bar.setValue(bar.value() + rect.bottom() + 1 - height)

    def horizontalOffset(self) -> int:  # noqa: N802
        return 0

    def verticalOffset(self) -> int:  # noqa: N802
        return self.verticalScrollBar().value()

    def scrollContentsBy(self, dx: int, dy: int) -> None:  # noqa: N802
        self.viewport().scroll(0, dy)

    def isIndexHidden(self, index: Index) -> bool:  # noqa: N802
        return False

    def moveCursor(  # noqa: N802
        self, action: QAbstractItemView.CursorAction, modifiers: Qt.KeyboardModifier
    ) -> QModelIndex:
        count = len(self._photos.ids)
        if not count:
            return QModelIndex()
        current = self.currentIndex()
        if not current.isValid():
            return self._photos.index(0)
        row = current.row()
        moves = QAbstractItemView.CursorAction
        rows_shown = max(1, self.viewport().height() // self._geometry.step)
        match action:
            case moves.MoveLeft | moves.MovePrevious:
                row -= 1
            case moves.MoveRight | moves.MoveNext:
                row += 1
            case moves.MoveUp:
                row = self._geometry.above_or_below(row, -1)
            case moves.MoveDown:
                row = self._geometry.above_or_below(row, 1)
            case moves.MovePageUp:
                row = self._geometry.above_or_below(row, -rows_shown)
            case moves.MovePageDown:
                row = self._geometry.above_or_below(row, rows_shown)
            case moves.MoveHome:
                row = 0
            case moves.MoveEnd:
                row = count - 1
        return self._photos.index(min(max(row, 0), count - 1))

    def setSelection(self, rect: QRect, command: QItemSelectionModel.SelectionFlag) -> None:  # noqa: N802
        """A rubber band takes what it touches; Shift takes all from one photo to another."""
        selection = QItemSelection()
        if self.state() == QAbstractItemView.State.DragSelectingState:
            left, top = self._contents_point(rect.normalized().topLeft())
            right, bottom = self._contents_point(rect.normalized().bottomRight())
            for items in self._geometry.items_within(left, top, right, bottom):
                selection.select(self._photos.index(items[0]), self._photos.index(items[-1]))
        else:
            first = self._geometry.nearest(*self._contents_point(rect.topLeft()))
            last = self._geometry.nearest(*self._contents_point(rect.bottomRight()))
            if first is not None and last is not None:
                first, last = sorted((first, last))
                selection.select(self._photos.index(first), self._photos.index(last))
        self.selectionModel().select(selection, command)

    def visualRegionForSelection(self, selection: QItemSelection) -> QRegion:  # noqa: N802
        region = QRegion()
        shown = self._rows_shown()
        for part in ranges(selection):
            for row in range(max(part.start, shown.start), min(part.stop, shown.stop)):
                region += QRegion(self.visualRect(self._photos.index(row)).adjusted(-6, -6, 6, 6))
        return region

    def _rows_shown(self) -> range:
        top = self.verticalOffset() - 2 * _MARGIN
        return self._geometry.items_between(top, top + self.viewport().height() + 2 * _MARGIN)

    # Drawing

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        painter = QPainter(self.viewport())
        painter.setFont(self.font())
        region = event.region()
        bounds = region.boundingRect()
        top = self._contents_point(bounds.topLeft())[1] - _MARGIN
        bottom = self._contents_point(bounds.bottomRight())[1] + _MARGIN
        if self._geometry.heading:
            for section in self._geometry.sections_between(top, bottom):
                self._paint_heading(painter, section)
        current = self.currentIndex().row() if self.hasFocus() else -1
        selection = self.selectionModel()
        for row in self._geometry.items_between(top, bottom):
            rect = self._shown(self._geometry.cell_of(row))
            if not region.intersects(rect.adjusted(-_MARGIN, -_MARGIN, _MARGIN, _MARGIN)):
                continue
            photo = self._photos.photo(row)
            state = CellState(selection.isSelected(self._photos.index(row)), row == current)
            picture = self._loader.pixmap(photo.path)
            paint_cell(painter, rect, photo, picture, self._loader.failure(photo.path), state)
        if self._rubber_band is not None:
            paint_rubber_band(painter, self._rubber_band)
        if not self._want_timer.isActive():
            self._want_timer.start(0)

    def _paint_heading(self, painter: QPainter, section: int) -> None:
        arrangement = self._photos.arrangement
        assert arrangement is not None
        number, count = self._photos.sections[section]
        rect = self._shown(self._geometry.heading_of(section))
        name = arrangement.snapshot.labels[number]
        paint_heading(painter, rect, name, self.locale().toString(count), label_colour(number))

    def _update_cell(self, row: int) -> None:
        if 0 <= row < self._geometry.count:
            rect = self._shown(self._geometry.cell_of(row))
            self.viewport().update(rect.adjusted(-_MARGIN, -_MARGIN, _MARGIN, _MARGIN))

    # Thumbnails

    def _want_thumbnails(self) -> None:
        """Asks for the photos in view, then for those a screen further, then a screen back."""
        shown = self._rows_shown()
        count = self._geometry.count
        after = range(shown.stop, min(count, shown.stop + len(shown)))
        before = range(max(0, shown.start - len(shown)), shown.start)
        rows = [*shown, *after, *reversed(before)]
        self._row_of = {self._photos.photo(row).path: row for row in rows}
        side = round(self._geometry.cell * self.devicePixelRatioF())
        self._loader.want(list(self._row_of), side)

    def _show_thumbnail(self, path: Path) -> None:
        self._update_cell(self._row_of.get(path, -1))

    # Hands

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        key = event.key()
        plain = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if plain and Qt.Key.Key_1 <= key <= Qt.Key.Key_9:
            self.label_key_pressed.emit(key - Qt.Key.Key_0)
        elif plain and key in (Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.preview_asked.emit()
        elif plain and key in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self.delete_pressed.emit()
        elif plain and key == Qt.Key.Key_M:
            self.similar_pressed.emit()
        elif plain and key == Qt.Key.Key_Escape:
            self.clearSelection()
        elif plain and key in _MOVES and self.currentIndex().isValid() and not self.selected_count:
            # The photo with the keyboard was not chosen by anybody yet: begin with it.
            self.selectionModel().select(self.currentIndex(), _Selection.ClearAndSelect)
        else:
            super().keyPressEvent(event)

    def keyboardSearch(self, search: str) -> None:  # noqa: N802
        """Letters search in the field above, not here: going through all names takes too long."""

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        super().mouseMoveEvent(event)
        if self.state() == QAbstractItemView.State.DragSelectingState:
            start = self._pressed - QPoint(0, self.verticalOffset())
            self._rubber_band = QRect(start, event.position().toPoint()).normalized()
            self.viewport().update()

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        self._pressed = event.position().toPoint() + QPoint(0, self.verticalOffset())
        super().mousePressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        super().mouseReleaseEvent(event)
        if self._rubber_band is not None:
            self._rubber_band = None
            self.viewport().update()

    def wheelEvent(self, event: QWheelEvent) -> None:  # noqa: N802
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            if event.angleDelta().y():
                self.zoomed.emit(1 if event.angleDelta().y() > 0 else -1)
            event.accept()
        else:
            super().wheelEvent(event)

    def startDrag(self, actions: Qt.DropAction) -> None:  # noqa: N802
        ids = self._photos.ids[self.selected_rows()]
        if not len(ids):
            return
        drag = QDrag(self)
        drag.setMimeData(mime_of_photos(ids))
        picture = self._loader.pixmap(self._photos.photo(self.currentIndex().row()).path)
        if picture is not None:
            drag.setPixmap(picture.scaledToWidth(round(72 * self.devicePixelRatioF())))
        drag.exec(Qt.DropAction.CopyAction)
