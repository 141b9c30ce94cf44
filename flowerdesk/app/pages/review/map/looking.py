"""Looks closely at photos of the map: from one to those that lie next to it."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject, Signal

from flowerdesk.app.desk import Page
from flowerdesk.app.pages.photos.lightbox import Lightbox
from flowerdesk.app.similar_photos import show_similar
from flowerdesk.app.widgets.images import ImageLoader
from flowerdesk.app.widgets.photo_model import ShownPhoto


class Looking(QObject):
    """Walks with the lightbox through photos in an order, given by their ids; its keys do there
    what they do on the Photos page.

    Signals:
        looked_at(int): the photo of that id is shown.
        closed(): the map is to be used again.
    """

    looked_at = Signal(int)
    closed = Signal()

    def __init__(self, page: Page) -> None:
        super().__init__(page)
        self.lightbox: Lightbox | None = None
        self.images = ImageLoader(self)
        self._page = page
        self._desk = page.desk
        self._order: list[int] = []
        self._place = 0
        self._photo_of: Callable[[int], ShownPhoto | None] = lambda photo_id: None

    @property
    def open(self) -> bool:
        return self.lightbox is not None and self.lightbox.isVisible()

    def look(self, order: Sequence[int], photo_of: Callable[[int], ShownPhoto | None]) -> None:
        """Opens the first of these photos; ``photo_of(id)`` is what is known of it now."""
        if self.lightbox is None or self.lightbox.parentWidget() is not self._page.window():
            self.lightbox = self._new_lightbox()
        snapshot = self._desk.session.snapshot
        self.lightbox.show_learned(snapshot is not None and snapshot.run is not None)
        self._order, self._place, self._photo_of = list(order), 0, photo_of
        self.refresh()

    def _new_lightbox(self) -> Lightbox:
        made = Lightbox(self.images, self._page.window())
        made.moved.connect(self._move)
        made.label_key_pressed.connect(self._label)
        made.delete_pressed.connect(self._leave_out)
        made.similar_pressed.connect(self._show_similar)
        made.see_wanted.connect(self._see)
        made.closed.connect(self.closed)
        return made

    @property
    def photo_id(self) -> int | None:
        """The photo that is shown."""
        return self._order[self._place] if self.open and self._order else None

    def refresh(self) -> None:
        """Shows what is known of the photo now; goes on when it is there no more."""
        while self._order and self._photo_of(self._order[self._place]) is None:
            del self._order[self._place]
            self._place = min(self._place, len(self._order) - 1)
        if self.lightbox is None:
            return
        photo = self._photo_of(self._order[self._place]) if self._order else None
        if photo is None:
            self.close_photo()
            return
        self.lightbox.show_photo(photo, self._place, len(self._order))
        places = (self._place + 1, self._place - 1)
        beside = [self._order[place] for place in places if 0 <= place < len(self._order)]
        near = [photo, *map(self._photo_of, beside)]
        self.images.want([one.path for one in near if one is not None], self.lightbox.box())

    def close_photo(self) -> None:
        if self.lightbox is not None:
            self.lightbox.close_photo()

    def close(self) -> None:
        """Waits for the thread that reads photos."""
        self.images.close()

    def _move(self, by: int) -> None:
        if 0 <= self._place + by < len(self._order):
            self._place += by
            self.refresh()
            self.looked_at.emit(self._order[self._place])

    # What can be done with the photo

    def _label(self, number: int) -> None:
        session, photo = self._desk.session, self.photo_id
        if session.snapshot is None or photo is None or session.read_only:
            return
        if number <= len(session.snapshot.labels):
            label = session.snapshot.labels[number - 1]
            session.edit(lambda edits: edits.set_label([photo], label))

    def _leave_out(self) -> None:
        session, photo = self._desk.session, self.photo_id
        if photo is not None and not session.read_only:
            session.edit(lambda edits: edits.set_excluded([photo], True))

    def _show_similar(self) -> None:
        if self.photo_id is not None:
            show_similar(self._desk, self._page.window(), self.photo_id)

    def _see(self) -> None:
        """Shows what the network sees of the photo, on the page that names photos."""
        photo = None if self.photo_id is None else self._photo_of(self.photo_id)
        see = getattr(self._desk.page("use"), "see_photo", None)
        if photo is not None and see is not None:
            self._desk.go("use")
            see(photo.path)
