"""The tab of the map: reads or draws it, colours it, and leads from points to photos."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from PySide6.QtCore import Qt
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QMenu, QStackedWidget, QVBoxLayout, QWidget

from flowerdesk.app.desk import Desk, Page
from flowerdesk.app.pages.photos.page import PhotosPage
from flowerdesk.app.pages.review.map.drawing import Drawing
from flowerdesk.app.pages.review.map.empty import NoMap
from flowerdesk.app.pages.review.map.grouping import ColourBy, colour_titles, grouped
from flowerdesk.app.pages.review.map.hover_card import HoverCard
from flowerdesk.app.pages.review.map.looking import Looking
from flowerdesk.app.pages.review.map.placed import Placed, is_enough, placed
from flowerdesk.app.pages.review.map.side import Side
from flowerdesk.app.pages.review.map.status import Status
from flowerdesk.app.pages.review.map.toolbar import MapToolbar
from flowerdesk.app.pages.review.map.view import MapView
from flowerdesk.app.pages.review.map.wording import absent, nothing_text, read_only_reason
from flowerdesk.app.similar_photos import show_similar
from flowerdesk.app.theme import SPACING
from flowerdesk.app.widgets.basics import Card, Note, button
from flowerdesk.app.widgets.photo_model import ShownPhoto
from flowerdesk.app.widgets.thumbnails import ThumbnailLoader
from flowerdesk.core.photo_map import PhotosMoved
from flowerdesk.core.project import FeatureKey, Project
from flowerdesk.core.project.browsing import Snapshot
from flowerdesk.core.project.maps import MapPoints, map_points, positions_of
from flowerdesk.core.review import Reviewer

_CLOSER = 1.4


class MapPage(Page):
    """Holds no truth but what is hidden and selected; where photos lie is in the project."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self.placed: Placed | None = None
        self._key: FeatureKey | None = None
        self._asked = 0
        self._stale = True
        self._reading = self._read_again = False
        self._begun: set[tuple[Path, FeatureKey, str]] = set()
        self._reviewer = Reviewer()
        self._right: dict[int, bool] = {}
        self._carried: tuple[np.ndarray, int | None] | None = None
        self.again = button(self.tr("Draw again"))
        self.header = [self.again]
        self.drawing = Drawing(self)
        self.thumbnails = ThumbnailLoader(self)
        self.looking = Looking(self)
        self.note = Note()
        self.nothing = NoMap()
        self.toolbar = MapToolbar()
        self.view = MapView()
        self.hover = HoverCard(self.thumbnails, self.view)
        self.side = Side()
        self.status = Status()
        self._lay_out()
        self._connect()
        desk.at_close += [self._close, self.thumbnails.close, self.looking.close]
        self.setFocusProxy(self.view)
        self._show_waiting()

    def _lay_out(self) -> None:
        card = Card()
        card.body.setContentsMargins(12, 10, 12, 10)
        card.body.addWidget(self.toolbar)
        card.body.addWidget(self.view, 1)
        card.body.addWidget(self.status)
        self._all = QWidget()
        row = QHBoxLayout(self._all)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(SPACING)
        row.addWidget(card, 1)
        row.addWidget(self.side)
        self._stack = QStackedWidget()
        self._stack.addWidget(self.nothing)
        self._stack.addWidget(self._all)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(SPACING - 4)
        outer.addWidget(self.note)
        outer.addWidget(self._stack, 1)

    def _connect(self) -> None:
        session, drawing = self.desk.session, self.drawing
        session.opened.connect(self._on_opened)
        session.changed.connect(self._on_changed)
        session.scanned.connect(self._forget_images)
        drawing.moved.connect(self._on_moved)
        drawing.progressed.connect(self.status.show_progress)
        drawing.noticed.connect(lambda words: self.note.show_sentence(words, problem=False))
        drawing.failed.connect(self.note.show_sentence)
        drawing.ended.connect(self._ask)
        self.again.clicked.connect(self.draw_again)
        self.status.stop.clicked.connect(self._stop)
        for way in (self.status.learn, self.nothing.go):
            way.clicked.connect(lambda: self.desk.go("learn"))
        self.toolbar.coloured.connect(self._colour)
        self.toolbar.arranged.connect(self._ask)
        self.toolbar.lasso_set.connect(self._set_lasso)
        self.toolbar.zoomed.connect(self._zoom)
        self.side.legend.changed.connect(self._show_points)
        self.side.photos_wanted.connect(self.show_in_photos)
        self.side.clear_wanted.connect(self._select_none)
        self.view.pointed_at.connect(self._show_hover)
        self.view.opened.connect(self.look_closely)
        self.view.menu_asked.connect(lambda number, place: self.menu_of(number).popup(place))
        self.view.similar_asked.connect(self._show_similar)
        self.view.selected.connect(lambda: self.side.show_selection(int(self.view.selection.sum())))
        self.looking.looked_at.connect(self._point_at_photo)
        self.looking.closed.connect(self.view.setFocus)

    def _close(self) -> None:
        self._asked = -1
        self.drawing.close()

    # Reading

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802 - Qt's name
        super().showEvent(event)
        if self._stale:
            self._on_changed()

    def hideEvent(self, event: QHideEvent) -> None:  # noqa: N802 - Qt's name
        super().hideEvent(event)
        self.looking.close_photo()

    def _on_opened(self) -> None:
        self.drawing.close()
        self._begun.clear()
        self._reviewer = Reviewer()
        self._right = {}
        self.placed = self._key = None
        self._forget_images()
        self.note.hide()
        self._show_waiting()
        self._on_changed()

    def _on_changed(self) -> None:
        """Other labels or parts colour the same points; other features make another map."""
        snapshot = self.desk.session.snapshot
        self._stale = True
        if not self.isVisible() or snapshot is None:
            return
        if self.placed is not None and snapshot.feature_key == self._key:
            self._stale = False
            self._place(snapshot, self.placed.points)
            self._colour()
            self._show_state()
            if self.looking.open:
                self.looking.refresh()
        else:
            self._ask()

    def _ask(self) -> None:
        """Reads the map from the project; it is drawn where there is none."""
        snapshot = self.desk.session.snapshot
        if snapshot is None or self._asked < 0:
            return
        self._stale = False
        self._asked += 1
        number, key, method = self._asked, snapshot.feature_key, self.toolbar.method

        def work(project: Project) -> MapPoints | None:
            if key is None or number != self._asked:
                return None
            return map_points(project, project.find_feature_set(key), method)

        def done(points: MapPoints | None) -> None:
            if number == self._asked:
                self._take(points, key)

        self.desk.session.ask(work, done)

    def _take(self, points: MapPoints | None, key: FeatureKey | None) -> None:
        snapshot = self.desk.session.snapshot
        if snapshot is None:
            return
        self._key = key
        self._draw_if_wanted(snapshot, points)
        if points is None:
            self.placed = None
            if not self.drawing.running:
                self.nothing.explain(*nothing_text(snapshot, self.desk.session.read_only))
            self._stack.setCurrentWidget(self.nothing)
        else:
            self._place(snapshot, points)
            self._stack.setCurrentWidget(self._all)
            self._colour()
        self._show_state()

    def _place(self, snapshot: Snapshot, points: MapPoints) -> None:
        """Finds the points' photos; those that are selected and pointed at stay so."""
        before, view = self.placed, self.view
        self.placed = now = placed(snapshot, points)
        self._carried = np.zeros(len(now.rows), bool), None
        if before is not None and len(view.selection) == len(before.rows):
            pointed = None if view.pointed is None else int(before.ids[view.pointed])
            self._carried = (
                now.numbers_of(before.ids[view.selection]),
                None if pointed is None else self._number_of(pointed),
            )

    def _number_of(self, photo_id: int) -> int | None:
        if self.placed is None:
            return None
        found = np.flatnonzero(self.placed.ids == photo_id)
        return int(found[0]) if len(found) else None

    # Drawing

    def _draw_if_wanted(self, snapshot: Snapshot, points: MapPoints | None) -> None:
        """Draws a map that is wanted for the first time, or that was left unfinished before."""
        key, method = snapshot.feature_key, self.toolbar.method
        if key is None or self.desk.session.read_only or not is_enough(snapshot):
            return
        wanted = (snapshot.path, key, method)
        finished = points is not None and points.finished
        if not finished and wanted not in self._begun and not self.drawing.running:
            self._begun.add(wanted)
            self.drawing.start(snapshot.path, method, again=False)

    def draw_again(self) -> None:
        """Draws the map anew, with the photos that came since."""
        snapshot = self.desk.session.snapshot
        if snapshot is not None and not self.drawing.running:
            self.note.hide()
            self.drawing.start(snapshot.path, self.toolbar.method, again=True)
            self._show_state()

    def _stop(self) -> None:
        self.drawing.stop()
        self._show_state()

    def _on_moved(self, moved: PhotosMoved) -> None:
        if moved.method != self.toolbar.method:
            return
        if moved.fresh or self.placed is None:
            self._ask()
        elif self._reading:
            self._read_again = True
        else:
            self._read_positions(moved.method)

    def _read_positions(self, method: str) -> None:
        key, number = self._key, self._asked
        if key is None:
            return
        self._reading = True

        def done(positions: np.ndarray) -> None:
            self._reading = False
            now = self.placed
            if number == self._asked and now is not None:
                if len(positions) == len(now.points.positions):
                    self.placed = now.moved(positions)
                    self._show_points()
                if self._read_again:
                    self._read_again = False
                    self._read_positions(method)

        self.desk.session.ask(
            lambda project: positions_of(project, project.find_feature_set(key), method), done
        )

    # Showing

    def _show_waiting(self) -> None:
        self.nothing.wait()
        self._stack.setCurrentWidget(self.nothing)
        self._show_state()

    def _show_state(self) -> None:
        """What goes on, what is missing, and what can be done about it."""
        snapshot, running = self.desk.session.snapshot, self.drawing.running
        obstacle = ""
        if self.desk.session.read_only:
            obstacle = read_only_reason()
        elif running:
            obstacle = self.tr("The map is being drawn")
        elif snapshot is None or not is_enough(snapshot):
            obstacle = self.tr("The network has to look at the photos first")
        self.again.setEnabled(not obstacle)
        self.again.setToolTip(
            obstacle or self.tr("Draw the map anew, with the photos that came since")
        )
        if running:
            self.status.show_work(stopping=self.drawing.stopping)
        elif self.placed is not None:
            missing = absent(self.placed.snapshot, self.placed.on_map)
            self.status.show_absent(missing, finished=self.placed.points.finished)

    def _colour(self) -> None:
        """Colours the points; whether answers are right is found out when it is to be seen."""
        self._show_points()
        if self.toolbar.colour_by is not ColourBy.ANSWER:
            return
        reviewer, number = self._reviewer, self._asked

        def work(project: Project) -> dict[int, bool]:
            review = reviewer.review(project)
            photos = () if review is None else review.photos
            return {one: photo.right for photo in photos for one in photo.ids}

        def done(right: dict[int, bool]) -> None:
            if number == self._asked and right != self._right:
                self._right = right
                self._show_points()

        self.desk.session.ask(work, done)

    def _show_points(self) -> None:
        now = self.placed
        if now is None:
            return
        by = self.toolbar.colour_by
        grouping = grouped(by, now.snapshot, now.rows, self._right)
        self.side.explanation.setText(colour_titles()[by][1])
        self.side.legend.show_groups(grouping)
        selection, pointed = self._carried or (self.view.selection, self.view.pointed)
        self._carried = None
        hidden = self.side.legend.hidden
        self.view.show_points(now.positions, grouping, hidden, selection, pointed)

    # Looking

    def _zoom(self, step: int) -> None:
        if step:
            self.view.zoom(_CLOSER**step)
        else:
            self.view.fit()

    def _set_lasso(self, lasso: bool) -> None:
        self.view.lasso = lasso
        self.view.setFocus()

    def _select_none(self) -> None:
        self.view.select(np.zeros_like(self.view.selection))
        self.view.setFocus()

    def _show_hover(self) -> None:
        number, now = self.view.pointed, self.placed
        if number is None or now is None:
            self.hover.hide()
            self.view.setAccessibleDescription("")
            return
        photo = now.photo(number)
        taken_for = photo.taken_for[0] if photo.taken_for is not None else ""
        if taken_for == photo.label:
            taken_for = ""  # it was mended since
        self.hover.show_photo(photo, taken_for, self.view.place_of(number), self.view.size())
        self.view.setAccessibleDescription(f"{photo.name}, {photo.label}")

    def look_closely(self, number: int) -> None:
        """Shows a point's photo large; those that lie nearest to it on the map come after it."""
        now = self.placed
        if now is None:
            return
        offsets = now.positions - now.positions[number]
        far = np.einsum("ij,ij->i", offsets, offsets)
        far[number] = -1.0  # also before others at the same place
        order = np.argsort(far, kind="stable")
        if self.view.selection[number]:
            order = order[self.view.selection[order]]
        self.looking.look(now.ids[order].tolist(), self._photo)

    def _photo(self, photo_id: int) -> ShownPhoto | None:
        number = self._number_of(photo_id)
        return None if number is None or self.placed is None else self.placed.photo(number)

    def _point_at_photo(self, photo_id: int) -> None:
        self.view.point_at(self._number_of(photo_id))

    def menu_of(self, number: int) -> QMenu:
        """What can be done with the photo of a point."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        look = menu.addAction(self.tr("Look closely"))
        look.triggered.connect(lambda: self.look_closely(number))
        similar = menu.addAction(self.tr("Similar photos…"))
        similar.triggered.connect(lambda: self._show_similar(number))
        show = menu.addAction(self.tr("Show in Photos"))
        show.triggered.connect(lambda: self._show_photos(np.array([number])))
        return menu

    def _show_similar(self, number: int) -> None:
        if self.placed is not None:
            show_similar(self.desk, self.window(), int(self.placed.ids[number]))

    def show_in_photos(self) -> None:
        """Shows the selected photos, and only these, on the Photos page."""
        self._show_photos(np.flatnonzero(self.view.selection))

    def _show_photos(self, numbers: np.ndarray) -> None:
        page = self.desk.page("photos")
        if self.placed is not None and isinstance(page, PhotosPage):
            page.show_only([int(one) for one in self.placed.ids[numbers]])
            self.desk.go("photos")

    def _forget_images(self) -> None:
        self.thumbnails.forget()
        self.looking.images.forget()
