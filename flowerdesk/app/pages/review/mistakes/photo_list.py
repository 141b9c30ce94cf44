"""Reviewed photos in rows, each with what it was taken for and how surely."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from PySide6.QtCore import (
    QAbstractListModel,
    QItemSelection,
    QItemSelectionModel,
    QModelIndex,
    QPersistentModelIndex,
    QRect,
    QRectF,
    QSize,
    Qt,
    QTimer,
    Signal,
)
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontMetrics,
    QKeyEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
)
from PySide6.QtWidgets import QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from flowerdesk.app.pages.review.mistakes.wording import photo_in_words
from flowerdesk.app.sentences import percent_text
from flowerdesk.app.theme import colours
from flowerdesk.app.widgets.basics import plain_tooltip
from flowerdesk.app.widgets.thumbnails import ThumbnailLoader, corner
from flowerdesk.core.project import absolute
from flowerdesk.core.review import ReviewedPhoto

Index = QModelIndex | QPersistentModelIndex

PHOTO_ROLE = Qt.ItemDataRole.UserRole
_CELL_WANTED = 152
_MARGIN = 6
_LINES = 2
_DOT = 8


class PhotoListModel(QAbstractListModel):
    """Photos in the order in which they are given."""

    def __init__(self) -> None:
        super().__init__()
        self.photos: Sequence[ReviewedPhoto] = ()
        self.label_colours: Mapping[str, str] = {}
        self._project_path = Path()

    def show_photos(
        self,
        photos: Sequence[ReviewedPhoto],
        project_path: Path,
        label_colours: Mapping[str, str],
    ) -> None:
        """Shows these photos of the project at ``project_path``."""
        same = [one.path for one in photos] == [one.path for one in self.photos]
        if same and project_path == self._project_path:
            self.photos, self.label_colours = photos, label_colours
            if photos:
                self.dataChanged.emit(self.index(0), self.index(len(photos) - 1))
            return
        self.beginResetModel()
        self.photos, self.label_colours = photos, label_colours
        self._project_path = project_path
        self.endResetModel()

    def path(self, row: int) -> Path:
        """Where the file of the photo is."""
        return absolute(self._project_path, self.photos[row].path)

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008, N802 - Qt's way
        return 0 if parent.isValid() else len(self.photos)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid() or index.row() >= len(self.photos):
            return None
        photo = self.photos[index.row()]
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return photo.path.rpartition("/")[2]
            case Qt.ItemDataRole.ToolTipRole:
                return plain_tooltip(photo_in_words(photo))
            case Qt.ItemDataRole.AccessibleTextRole:
                return photo_in_words(photo).replace("\n", ", ")
        return photo if role == PHOTO_ROLE else None


class PhotoList(QListView):
    """Shows a :class:`PhotoListModel`. What is selected stays so while it is there; when an edit
    took it away, the photo that comes after it is next.

    Signals:
        photos_selected(): other photos are selected.
        correct_pressed(), keep_pressed(), leave_out_pressed(), similar_pressed(): the key for it.
    """

    photos_selected = Signal()
    correct_pressed = Signal()
    keep_pressed = Signal()
    leave_out_pressed = Signal()
    similar_pressed = Signal()

    def __init__(
        self, photos: PhotoListModel, loader: ThumbnailLoader, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._photos = photos
        self._loader = loader
        self._wanting = QTimer(self)
        self._wanting.setSingleShot(True)
        self._wanting.timeout.connect(self._want_thumbnails)
        self.setModel(photos)
        self.setItemDelegate(_Delegate(self, photos, loader))
        self.setAccessibleName(self.tr("Photos of the chosen cell"))
        self.setToolTip(
            self.tr(
                "Enter gives the answer's label, K keeps yours, Delete leaves the photo out, M "
                "shows similar photos"
            )
        )
        self.setViewMode(QListView.ViewMode.IconMode)
        self.setMovement(QListView.Movement.Static)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setSelectionMode(QListView.SelectionMode.ExtendedSelection)
        self.setUniformItemSizes(True)
        self.setDragEnabled(False)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        loader.loaded.connect(self._on_loaded)

    @property
    def selected(self) -> list[ReviewedPhoto]:
        """The selected photos in the order in which they are shown."""
        rows = sorted(index.row() for index in self.selectionModel().selectedIndexes())
        return [self._photos.photos[row] for row in rows]

    def show_photos(
        self,
        photos: Sequence[ReviewedPhoto],
        project_path: Path,
        label_colours: Mapping[str, str],
    ) -> None:
        """Shows these; ``project_path`` is the project that knows them."""
        chosen = {photo.path for photo in self.selected}
        row = max(0, self.currentIndex().row())
        self._photos.show_photos(photos, project_path, label_colours)
        rows = [n for n, photo in enumerate(photos) if photo.path in chosen]
        self.select_rows(rows or [min(row, len(photos) - 1)] if photos else [])
        self.photos_selected.emit()  # also where the same one has other facts now

    def select_rows(self, rows: Sequence[int]) -> None:
        """Selects these and no others, with the keyboard at the first."""
        if not rows:
            return
        selection = QItemSelection()
        for row in rows:
            selection.select(self._photos.index(row), self._photos.index(row))
        flags = QItemSelectionModel.SelectionFlag
        self.selectionModel().setCurrentIndex(self._photos.index(rows[0]), flags.NoUpdate)
        self.selectionModel().select(selection, flags.ClearAndSelect)

    def select_next(self) -> None:
        """Goes on to the photo after those that are selected, if there is one."""
        rows = [index.row() for index in self.selectionModel().selectedIndexes()]
        if rows and max(rows) + 1 < len(self._photos.photos):
            self.select_rows([max(rows) + 1])

    def selectionChanged(self, selected: QItemSelection, deselected: QItemSelection) -> None:  # noqa: N802
        super().selectionChanged(selected, deselected)
        self.photos_selected.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        plain = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        key = event.key()
        if plain and key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.correct_pressed.emit()
        elif plain and key == Qt.Key.Key_K:
            self.keep_pressed.emit()
        elif plain and key in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self.leave_out_pressed.emit()
        elif plain and key == Qt.Key.Key_M:
            self.similar_pressed.emit()
        else:
            super().keyPressEvent(event)

    def keyboardSearch(self, search: str) -> None:  # noqa: N802 - Qt's name
        """Letters are keys of their own here."""

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        # The list's width, not the viewport's: columns must not jump when the scroll bar comes.
        width = self.width() - self.verticalScrollBar().sizeHint().width() - 2
        side = width // max(1, width // _CELL_WANTED)
        self.setGridSize(QSize(side, side + _LINES * self.fontMetrics().height() + 4))
        super().resizeEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        super().paintEvent(event)
        if not self._wanting.isActive():
            self._wanting.start(0)

    def _want_thumbnails(self) -> None:
        """Asks for the photos that are in sight, and for a screen after them."""
        cell = self.gridSize()
        columns = max(1, self.viewport().width() // max(1, cell.width()))
        first = self.verticalScrollBar().value() // max(1, cell.height()) * columns
        rows = self.viewport().height() // max(1, cell.height()) + 2
        last = min(len(self._photos.photos), first + 2 * rows * columns)
        side = round((cell.width() - 2 * _MARGIN) * self.devicePixelRatioF())
        self._loader.want([self._photos.path(row) for row in range(first, last)], side)

    def _on_loaded(self, path: Path) -> None:
        self.viewport().update()


class _Delegate(QStyledItemDelegate):
    """The photo, its answer with a dot in the label's colour, and the label it has."""

    def __init__(self, view: PhotoList, photos: PhotoListModel, loader: ThumbnailLoader) -> None:
        super().__init__(view)
        self._view = view
        self._photos = photos
        self._loader = loader

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:  # noqa: N802
        return self._view.gridSize()

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        photo: ReviewedPhoto = index.data(PHOTO_ROLE)
        cell = QRect(option.rect.topLeft(), self._view.gridSize())
        side = cell.width() - 2 * _MARGIN
        place = QRect(cell.left() + _MARGIN, cell.top() + _MARGIN, side, side)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_picture(painter, place, self._photos.path(index.row()))
        if option.state & QStyle.StateFlag.State_Selected:
            focused = bool(option.state & QStyle.StateFlag.State_HasFocus)
            painter.setPen(QPen(QColor(colours().accent), 3.0 if focused else 2.0))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            around = QRectF(place).adjusted(-3, -3, 3, 3)
            painter.drawRoundedRect(around, corner(side) + 3, corner(side) + 3)
        elif option.state & QStyle.StateFlag.State_HasFocus:
            painter.setPen(QPen(QColor(colours().muted), 1.5, Qt.PenStyle.DashLine))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(QRectF(place).adjusted(-3, -3, 3, 3), 8, 8)
        line = QRect(place.left(), place.bottom() + 6, side, option.fontMetrics.height())
        self._paint_answer(painter, line, option.font, photo)
        line.translate(0, line.height())
        words = self.tr("yours: {label}").format(label=photo.label)
        if photo.kept:
            words = self.tr("kept: {label}").format(label=photo.label)
        painter.setFont(option.font)
        painter.setPen(QColor(colours().right if photo.kept else colours().muted))
        shown = option.fontMetrics.elidedText(words, Qt.TextElideMode.ElideMiddle, line.width())
        painter.drawText(line, Qt.AlignmentFlag.AlignVCenter, shown)
        painter.restore()

    def _paint_picture(self, painter: QPainter, place: QRect, path: Path) -> None:
        picture = self._loader.pixmap(path)
        if picture is not None:
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            painter.drawPixmap(place, picture)
            return
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(colours().track))
        painter.drawRoundedRect(QRectF(place), corner(place.width()), corner(place.width()))
        if self._loader.failure(path):
            painter.setPen(QColor(colours().muted))
            words = self.tr("It cannot be shown")
            painter.drawText(place, Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap, words)

    def _paint_answer(
        self, painter: QPainter, line: QRect, font: QFont, photo: ReviewedPhoto
    ) -> None:
        bold = QFont(font)
        bold.setBold(True)
        figure = percent_text(photo.probability)
        width = QFontMetrics(bold).horizontalAdvance(figure) + 2
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(self._photos.label_colours.get(photo.taken_for, colours().muted)))
        painter.drawEllipse(QRectF(line.left(), line.center().y() - _DOT / 2 + 1, _DOT, _DOT))
        words = line.adjusted(_DOT + 5, 0, -width - 4, 0)
        metrics = QFontMetrics(font)
        painter.setFont(font)
        painter.setPen(QColor(colours().text))
        shown = metrics.elidedText(photo.taken_for, Qt.TextElideMode.ElideMiddle, words.width())
        painter.drawText(words, Qt.AlignmentFlag.AlignVCenter, shown)
        painter.setFont(bold)
        align = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight
        painter.drawText(line, align, figure)
