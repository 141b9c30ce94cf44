"""The Photos page: puts sidebar, grid and preview together and asks the session for edits."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QItemSelectionModel, QPoint, Qt
from PySide6.QtGui import (
    QContextMenuEvent,
    QDragEnterEvent,
    QDropEvent,
    QHideEvent,
    QKeySequence,
    QShortcut,
    QShowEvent,
)
from PySide6.QtWidgets import QHBoxLayout, QMenu, QStackedWidget, QVBoxLayout, QWidget

from flowerdesk.app import ask
from flowerdesk.app.desk import Desk, Page
from flowerdesk.app.pages.photos import labels
from flowerdesk.app.pages.photos.adding import found_photos
from flowerdesk.app.pages.photos.empty import EmptyState
from flowerdesk.app.pages.photos.header import Header
from flowerdesk.app.pages.photos.lightbox import Lightbox
from flowerdesk.app.pages.photos.preview import Preview
from flowerdesk.app.pages.photos.reveal import reveal
from flowerdesk.app.pages.photos.sidebar import Sidebar
from flowerdesk.app.pages.photos.toolbar import Toolbar
from flowerdesk.app.theme import SPACING
from flowerdesk.app.widgets.dragging import dragged_files
from flowerdesk.app.widgets.images import ImageLoader
from flowerdesk.app.widgets.photo_grid import PhotoGrid
from flowerdesk.app.widgets.photo_model import Arranger, PhotoModel, ShownPhoto
from flowerdesk.app.widgets.photo_query import Arrangement, Query, Show, Sort
from flowerdesk.app.widgets.thumbnails import ThumbnailLoader
from flowerdesk.core.photos import PHOTO_SUFFIXES

_SMALLEST_THUMBNAIL, _LARGEST_THUMBNAIL, _ZOOM_STEP = 72, 420, 1.25
_Selection = QItemSelectionModel.SelectionFlag


class PhotosPage(Page):
    """Holds no truth but the query: which photos a person wants to see, and in which order."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self.setAcceptDrops(True)
        self.session = desk.session
        self.query = Query(sort=_remembered_sort(desk))
        self._renamed: dict[str, str] = {}
        self._select_next: tuple[int, ...] = ()
        self.model = PhotoModel(self)
        self.arranger = Arranger(self)
        self.thumbnails = ThumbnailLoader(self)
        self.images = ImageLoader(self)
        self.large_images = ImageLoader(self)
        self.sidebar = Sidebar()
        self.toolbar = Toolbar()
        self.grid = PhotoGrid(self.model, self.thumbnails)
        self.grid.setAccessibleName(self.tr("Photos"))
        self.grid.set_thumbnail_size(desk.settings.thumbnail_size)
        self.empty = EmptyState()
        self.preview = Preview(self.images)
        self.lightbox: Lightbox | None = None
        self.buttons = Header(self.session, self)
        self.header = self.buttons.widgets
        self._lay_out()
        self._connect()
        desk.at_close += [
            loader.close
            for loader in (self.arranger, self.thumbnails, self.images, self.large_images)
        ]
        if self.session.snapshot is not None:
            self._on_opened()

    def _lay_out(self) -> None:
        self._stack = QStackedWidget()
        self._stack.addWidget(self.grid)
        self._stack.addWidget(self.empty)
        middle = QVBoxLayout()
        middle.setSpacing(8)
        middle.addWidget(self.toolbar)
        middle.addWidget(self._stack, 1)
        row = QHBoxLayout(self)
        row.setContentsMargins(SPACING - 4, SPACING, SPACING, SPACING)
        row.setSpacing(SPACING - 6)
        row.addWidget(self.sidebar)
        row.addLayout(middle, 1)
        row.addWidget(self.preview)

    def _connect(self) -> None:
        self.session.opened.connect(self._on_opened)
        self.session.changed.connect(self._show_snapshot)
        self.session.scanned.connect(self._forget_images)
        self.arranger.arranged.connect(self._show_arrangement)
        self.sidebar.label_chosen.connect(self._choose_label)
        self.sidebar.show_chosen.connect(self._choose_show)
        self.sidebar.new_label.clicked.connect(lambda: labels.add_label(self, self.session))
        label_list = self.sidebar.labels
        label_list.photos_dropped.connect(self.set_label)
        label_list.files_dropped.connect(self.add_photos)
        label_list.rename_asked.connect(self._rename_label)
        label_list.merge_asked.connect(self._merge_label)
        label_list.remove_asked.connect(self._remove_label)
        self.toolbar.query_changed.connect(self._set_query)
        self.toolbar.zoomed.connect(self._zoom)
        self.empty.show_all.clicked.connect(self._show_all)
        self.empty.add.clicked.connect(self._choose_files)
        self.grid.photos_selected.connect(self._show_selection)
        self.grid.preview_asked.connect(self.open_lightbox)
        self.grid.label_key_pressed.connect(self._label_by_key)
        self.grid.delete_pressed.connect(self._toggle_excluded)
        self.grid.zoomed.connect(self._zoom)
        self.preview.label_wanted.connect(self._label_selected)
        self.preview.exclude_wanted.connect(self._set_excluded)
        self.preview.reveal_wanted.connect(self._reveal)
        self.preview.enlarge_wanted.connect(self.open_lightbox)
        self.preview.see_wanted.connect(self.see_photo)
        see = QShortcut(QKeySequence(Qt.Key.Key_E), self)
        see.activated.connect(self.see_photo)
        self.preview.similar_wanted.connect(self.show_similar)
        self.grid.similar_pressed.connect(self.show_similar)
        self.buttons.add.clicked.connect(self._choose_files)
        self.buttons.learn.clicked.connect(self._learn)

    # Showing

    def _on_opened(self) -> None:
        self.query = Query(sort=self.query.sort, grouped=self.query.grouped)
        self._renamed = {}
        self._forget_images()
        self._show_snapshot()

    def _show_snapshot(self) -> None:
        snapshot = self.session.snapshot
        if snapshot is None:
            return
        label = self.query.label
        if label is not None and label not in snapshot.labels:
            followed = self._renamed.get(label)
            self.query = replace(
                self.query, label=followed if followed in snapshot.labels else None
            )
        self.buttons.update()
        self.preview.show_learned(snapshot.run is not None)
        self.preview.show_read_only(self.session.read_only)
        self.grid.setDragEnabled(not self.session.read_only)
        self._show_query()

    def _show_query(self) -> None:
        snapshot = self.session.snapshot
        if snapshot is not None:
            self.toolbar.show_query(self.query)
            self.sidebar.show_snapshot(snapshot, self.query, read_only=self.session.read_only)
            self.arranger.ask(snapshot, self.query)

    def _show_arrangement(self, arrangement: Arrangement) -> None:
        self.model.show(arrangement)
        is_empty = not len(self.model.ids)
        if is_empty:
            self.empty.explain(self.query, read_only=self.session.read_only)
        self._stack.setCurrentWidget(self.empty if is_empty else self.grid)
        if self._select_next and arrangement.query.among == self._select_next:
            self.grid.setCurrentIndex(self.model.index(0))
            self.grid.select_ids(list(self._select_next))
            self._select_next = ()
        self._show_selection()

    def _show_selection(self) -> None:
        selected = self.grid.selected_count
        self.toolbar.show_count(len(self.model.ids), selected)
        photo = self._current_photo() if selected else None
        snapshot = self.session.snapshot
        names = snapshot.labels if snapshot is not None else ()
        common = self._common_label() if photo is not None else ""
        self.preview.show_photo(photo, selected, names, common)
        if photo is not None:
            self.images.want([photo.path], self.preview.box())
        self._show_lightbox(photo or self._current_photo())

    def _current_photo(self) -> ShownPhoto | None:
        """The photo that has the keyboard, if it is one of those that are selected."""
        index = self.grid.currentIndex()
        if index.isValid() and self.grid.selectionModel().isSelected(index):
            return self.model.photo(index.row())
        first = self.grid.first_selected_row()
        return None if first is None else self.model.photo(first)

    def _common_label(self) -> str:
        arrangement = self.model.arrangement
        assert arrangement is not None
        rows = arrangement.rows[self.grid.selected_rows()]
        numbers = arrangement.snapshot.photos.label[rows]
        same = len(numbers) > 0 and (numbers == numbers[0]).all()
        return arrangement.snapshot.labels[numbers[0]] if same else ""

    def _forget_images(self) -> None:
        for loader in (self.thumbnails, self.images, self.large_images):
            loader.forget()
        self.grid.viewport().update()

    # What is shown

    def _set_query(self, query: Query) -> None:
        self.query = query
        self.desk.settings.photos_sorted_by = query.sort.value
        self._show_query()

    def _choose_label(self, label: str | None) -> None:
        self._set_query(replace(self.query, label=label))

    def _choose_show(self, show: Show) -> None:
        self._set_query(replace(self.query, show=None if show is self.query.show else show))

    def _show_all(self) -> None:
        self._set_query(Query(sort=self.query.sort, grouped=self.query.grouped))

    def show_skipped(self) -> None:
        """Shows the photos that could not be used, each with its reason."""
        self._set_query(Query(show=Show.SKIPPED, sort=self.query.sort))

    def show_only(self, ids: Sequence[int]) -> None:
        """Shows exactly these photos, and selects them."""
        self._select_next = tuple(ids)
        self._set_query(Query(sort=self.query.sort, grouped=self.query.grouped, among=tuple(ids)))

    def show_similar(self) -> None:
        """Shows which photos are most like the current one."""
        from flowerdesk.app.similar_photos import show_similar  # which shows parts of this page

        photo = self._current_photo()
        if photo is not None:
            show_similar(self.desk, self.window(), photo.id)

    def _zoom(self, step: int) -> None:
        wanted = round(self.desk.settings.thumbnail_size * _ZOOM_STEP**step)
        size = min(max(wanted, _SMALLEST_THUMBNAIL), _LARGEST_THUMBNAIL)
        self.desk.settings.thumbnail_size = size
        self.grid.set_thumbnail_size(size)

    # Edits

    def set_label(self, ids: Sequence[int], label: str) -> None:
        """Gives photos a label."""
        if ids and not self.session.read_only:
            self.session.edit(lambda edits: edits.set_label(ids, label))

    def _label_selected(self, label: str) -> None:
        ids = self.grid.selected_ids()
        if not label:
            asked = ask.for_text(
                self, self.tr("New label"), self.tr("What should the new label be called?")
            )
            label = (asked or "").strip()
        if label:
            self.set_label(ids, label)
        self._show_selection()  # the box shows the old label until the edit is made

    def _label_by_key(self, number: int) -> None:
        snapshot = self.session.snapshot
        if snapshot is not None and number <= len(snapshot.labels):
            self.set_label(self.grid.selected_ids(), snapshot.labels[number - 1])

    def _toggle_excluded(self) -> None:
        photo = self._current_photo()
        if photo is not None:
            self._set_excluded(not photo.excluded)

    def _set_excluded(self, excluded: bool) -> None:
        ids = self.grid.selected_ids()
        if ids and not self.session.read_only:
            self.session.edit(lambda edits: edits.set_excluded(ids, excluded))

    def _rename_label(self, label: str) -> None:
        name = labels.rename_label(self, self.session, label)
        if name is not None:
            self._renamed[label] = name

    def _merge_label(self, label: str) -> None:
        into = labels.merge_label(self, self.session, label)
        if into is not None:
            self._renamed[label] = into

    def _remove_label(self, label: str) -> None:
        self.session.edit(lambda edits: edits.remove_label(label))

    def add_photos(self, paths: Sequence[Path], label: str) -> None:
        """Adds files, and all photos below folders, under a label."""
        if not self.session.read_only:
            self.session.edit(lambda edits: edits.add_photos(found_photos(paths, label), label))

    def _choose_files(self) -> None:
        patterns = " ".join(f"*{suffix}" for suffix in sorted(PHOTO_SUFFIXES))
        paths = ask.for_files(
            self, self.tr("Choose photos to add"), self.tr("Photos") + f" ({patterns})"
        )
        if paths:
            self._ask_label_and_add(paths)

    def _ask_label_and_add(self, paths: list[Path]) -> None:
        if self.session.read_only:
            return
        suggestion = self.query.label
        if len(paths) == 1 and paths[0].suffix.lower() not in PHOTO_SUFFIXES:
            suggestion = paths[0].name  # a folder is usually named after what it holds
        label = labels.label_for_new_photos(self, self.session, suggestion)
        if label is not None:
            self.add_photos(paths, label)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:  # noqa: N802
        """Files and folders, anywhere on the page; labels take them themselves."""
        if dragged_files(event.mimeData()):
            event.acceptProposedAction()
            if self.session.read_only:  # refused here, or the window opened it as a project
                event.setDropAction(Qt.DropAction.IgnoreAction)

    def dropEvent(self, event: QDropEvent) -> None:  # noqa: N802
        event.acceptProposedAction()
        self._ask_label_and_add(dragged_files(event.mimeData()))

    # Looking closely

    def open_lightbox(self) -> None:
        """Shows the current photo as large as the window."""
        index = self.grid.currentIndex()
        if not index.isValid():
            return
        if self.lightbox is None or self.lightbox.parentWidget() is not self.window():
            self.lightbox = Lightbox(self.large_images, self.window())
            self.lightbox.moved.connect(self._move)
            self.lightbox.label_key_pressed.connect(self._label_by_key)
            self.lightbox.delete_pressed.connect(self._toggle_excluded)
            self.lightbox.similar_pressed.connect(self.show_similar)
            self.lightbox.closed.connect(self.grid.setFocus)
            self.lightbox.see_wanted.connect(self.see_photo)
        self.grid.selectionModel().setCurrentIndex(index, _Selection.ClearAndSelect)
        self._open_at(index.row())

    def _open_at(self, row: int) -> None:
        assert self.lightbox is not None
        self.lightbox.show_learned(self._has_learned)
        self.lightbox.show_photo(self.model.photo(row), row, len(self.model.ids))
        near = [n for n in (row, row + 1, row - 1) if 0 <= n < len(self.model.ids)]
        self.large_images.want([self.model.photo(n).path for n in near], self.lightbox.box())

    def _show_lightbox(self, photo: ShownPhoto | None) -> None:
        """Goes on with what is current now, or closes when there is nothing left."""
        if self.lightbox is not None and self.lightbox.isVisible():
            if photo is None:
                self.lightbox.close_photo()
            else:
                self._open_at(self.grid.currentIndex().row())

    def _move(self, places: int) -> None:
        row = self.grid.currentIndex().row() + places
        if 0 <= row < len(self.model.ids):
            index = self.model.index(row)
            self.grid.selectionModel().setCurrentIndex(index, _Selection.ClearAndSelect)

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802
        super().showEvent(event)
        self.grid.setFocus()

    def hideEvent(self, event: QHideEvent) -> None:  # noqa: N802
        super().hideEvent(event)
        if self.lightbox is not None:
            self.lightbox.close_photo()

    def _reveal(self) -> None:
        photo = self._current_photo()
        if photo is not None:
            reveal(photo.path)

    # Elsewhere

    @property
    def _has_learned(self) -> bool:
        return self.session.snapshot is not None and self.session.snapshot.run is not None

    def see_photo(self) -> None:
        """Shows what the network sees of the current photo, on the page that names photos."""
        photo = self._current_photo()
        if photo is None or not self._has_learned:
            return
        if self.lightbox is not None:
            self.lightbox.close_photo()
        self.desk.go("use")
        see = getattr(self.desk.page("use"), "see_photo", None)
        if see is not None:
            see(photo.path)

    def _learn(self) -> None:
        self.desk.go("learn")
        start = getattr(self.desk.page("learn"), "start", None)
        if start is not None:
            start()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:  # noqa: N802
        where = self.grid.viewport().mapFromGlobal(event.globalPos())
        if self.grid.selected_count and self.grid.viewport().rect().contains(where):
            self.photo_menu().popup(event.globalPos() or QPoint())

    def photo_menu(self) -> QMenu:
        """What can be done with the selected photos."""
        photo, snapshot = self._current_photo(), self.session.snapshot
        assert photo is not None
        assert snapshot is not None
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addAction(self.tr("Look closely")).triggered.connect(self.open_lightbox)
        label_menu = menu.addMenu(self.tr("Label"))
        for label in snapshot.labels:
            action = label_menu.addAction(label.replace("&", "&&"))
            action.triggered.connect(lambda _=False, label=label: self._label_selected(label))
        label_menu.addSeparator()
        label_menu.addAction(self.tr("New label…")).triggered.connect(
            lambda: self._label_selected("")
        )
        exclude = menu.addAction(
            self.tr("Take in again") if photo.excluded else self.tr("Leave out")
        )
        see = menu.addAction(self.tr("See what the network sees"))
        see.setEnabled(self._has_learned)
        see.triggered.connect(self.see_photo)
        menu.addAction(self.tr("Similar photos…")).triggered.connect(self.show_similar)
        exclude.triggered.connect(lambda: self._set_excluded(not photo.excluded))
        menu.addSeparator()
        menu.addAction(self.tr("Show in its folder")).triggered.connect(self._reveal)
        for changing in (label_menu.menuAction(), exclude):
            changing.setEnabled(not self.session.read_only)
        return menu


def _remembered_sort(desk: Desk) -> Sort:
    remembered = desk.settings.photos_sorted_by
    return Sort(remembered) if remembered in {sort.value for sort in Sort} else Sort.NAME
