"""Photos in rows, each with two lines below it; the tabs of the Review page say what is in them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol, TypeVar

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

from flowerdesk.app.theme import colours
from flowerdesk.app.widgets.basics import plain_tooltip
from flowerdesk.app.widgets.thumbnails import ThumbnailLoader, corner
from flowerdesk.core.project import absolute

Index = QModelIndex | QPersistentModelIndex

_CELL_WANTED = 152
_MARGIN = 6
_LINES = 2
_DOT = 8
_SAME_KEYS = {Qt.Key.Key_Enter: Qt.Key.Key_Return, Qt.Key.Key_Backspace: Qt.Key.Key_Delete}


@dataclass(frozen=True)
class PhotoRow:
    """What a list shows below a photo, and says of it."""

    first: str
    """The line below the photo, with a dot of ``colour`` before it and ``figure`` at its end."""
    colour: str
    figure: str
    second: str
    """The line below that."""
    words: str
    """Everything about it, line by line, for a tooltip and for who does not see it."""
    tone: str = "muted"
    """Of the second line: the name of one of the theme's colours."""


class ListedPhoto(Protocol):
    """A photo that a page knows more of."""

    @property
    def path(self) -> str:
        """As the project knows it."""


Photo = TypeVar("Photo", bound=ListedPhoto)


class PhotoListModel(QAbstractListModel):
    """Photos in the order in which they are given. There may be many, so that what is shown of one
    is made up when it is in sight."""

    def __init__(self) -> None:
        super().__init__()
        self.photos: Sequence[Any] = ()
        self._describe: Callable[[Any], PhotoRow] | None = None
        self._rows: dict[int, PhotoRow] = {}
        self._project_path = Path()

    def show_photos(
        self,
        photos: Sequence[Photo],
        describe: Callable[[Photo], PhotoRow],
        project_path: Path,
    ) -> None:
        """Shows these photos of the project at ``project_path``, as ``describe`` has them."""
        same = [one.path for one in photos] == [one.path for one in self.photos]
        if same and project_path == self._project_path:
            self.photos, self._describe, self._rows = photos, describe, {}
            if photos:
                self.dataChanged.emit(self.index(0), self.index(len(photos) - 1))
            return
        self.beginResetModel()
        self.photos, self._describe, self._rows = photos, describe, {}
        self._project_path = project_path
        self.endResetModel()

    def row(self, number: int) -> PhotoRow:
        """What is shown of a photo."""
        if number not in self._rows:
            assert self._describe is not None
            self._rows[number] = self._describe(self.photos[number])
        return self._rows[number]

    def path(self, row: int) -> Path:
        """Where the file of the photo is."""
        return absolute(self._project_path, self.photos[row].path)

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008, N802 - Qt's way
        return 0 if parent.isValid() else len(self.photos)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid() or index.row() >= len(self.photos):
            return None
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return self.photos[index.row()].path.rpartition("/")[2]
            case Qt.ItemDataRole.ToolTipRole:
                return plain_tooltip(self.row(index.row()).words)
            case Qt.ItemDataRole.AccessibleTextRole:
                return self.row(index.row()).words.replace("\n", ", ")
        return None


class PhotoList(QListView):
    """Shows a :class:`PhotoListModel`. What is selected stays so while it is there; when an edit
    took it away, the photo that comes after it is next.

    ``keys`` is what keys without Ctrl and the like do here; Enter is one with Return, and Backspace
    with Delete.

    Signals:
        photos_selected(): other photos are selected.
    """

    photos_selected = Signal()

    def __init__(
        self,
        photos: PhotoListModel,
        loader: ThumbnailLoader,
        name: str,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.keys: Mapping[Qt.Key, Callable[[], None]] = {}
        self._photos = photos
        self._loader = loader
        self._wanting = QTimer(self)
        self._wanting.setSingleShot(True)
        self._wanting.timeout.connect(self._want_thumbnails)
        self.setModel(photos)
        self.setItemDelegate(_Delegate(self, photos, loader))
        self.setAccessibleName(name)
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
    def selected(self) -> list[Any]:
        """What the page knows of the selected photos, in the order in which they are shown."""
        return [self._photos.photos[row] for row in self._selected_rows()]

    def show_photos(
        self,
        photos: Sequence[Photo],
        describe: Callable[[Photo], PhotoRow],
        project_path: Path,
    ) -> None:
        """Shows these; ``project_path`` is the project that knows them."""
        chosen = {self._photos.photos[row].path for row in self._selected_rows()}
        row = max(0, self.currentIndex().row())
        self._photos.show_photos(photos, describe, project_path)
        rows = [n for n, one in enumerate(photos) if one.path in chosen]
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
        rows = self._selected_rows()
        if rows and max(rows) + 1 < len(self._photos.photos):
            self.select_rows([max(rows) + 1])

    def _selected_rows(self) -> list[int]:
        return sorted(index.row() for index in self.selectionModel().selectedIndexes())

    def selectionChanged(self, selected: QItemSelection, deselected: QItemSelection) -> None:  # noqa: N802
        super().selectionChanged(selected, deselected)
        self.photos_selected.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        plain = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        key = Qt.Key(event.key())
        action = self.keys.get(_SAME_KEYS.get(key, key))
        if plain and action is not None:
            action()
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
    """The photo, and the two lines below it."""

    def __init__(self, view: PhotoList, photos: PhotoListModel, loader: ThumbnailLoader) -> None:
        super().__init__(view)
        self._view = view
        self._photos = photos
        self._loader = loader

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:  # noqa: N802
        return self._view.gridSize()

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        row = self._photos.row(index.row())
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
        _paint_first(painter, line, option.font, row)
        line.translate(0, line.height())
        painter.setFont(option.font)
        painter.setPen(QColor(getattr(colours(), row.tone)))
        middle = Qt.TextElideMode.ElideMiddle
        shown = option.fontMetrics.elidedText(row.second, middle, line.width())
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


def _paint_first(painter: QPainter, line: QRect, font: QFont, row: PhotoRow) -> None:
    bold = QFont(font)
    bold.setBold(True)
    width = QFontMetrics(bold).horizontalAdvance(row.figure) + 2
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(row.colour))
    painter.drawEllipse(QRectF(line.left(), line.center().y() - _DOT / 2 + 1, _DOT, _DOT))
    words = line.adjusted(_DOT + 5, 0, -width - 4, 0)
    painter.setFont(font)
    painter.setPen(QColor(colours().text))
    middle = Qt.TextElideMode.ElideMiddle
    shown = QFontMetrics(font).elidedText(row.first, middle, words.width())
    painter.drawText(words, Qt.AlignmentFlag.AlignVCenter, shown)
    painter.setFont(bold)
    painter.drawText(line, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, row.figure)
