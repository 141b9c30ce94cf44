"""Similar photos: one photo, and beside it those nearest to it, of its own label and of others."""

from __future__ import annotations

import bisect
from collections.abc import Sequence

import numpy as np
from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QHideEvent, QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QDialog, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from flowerdesk.app import ask
from flowerdesk.app.desk import Desk
from flowerdesk.app.pages.photos.label_box import LabelBox
from flowerdesk.app.pages.photos.wording import mistake, read_only_reason
from flowerdesk.app.similar_photos.finder import Finder
from flowerdesk.app.similar_photos.photo_button import PICTURE
from flowerdesk.app.similar_photos.row import SimilarRow
from flowerdesk.app.theme import SPACING
from flowerdesk.app.widgets.basics import ElidedLabel, button, text
from flowerdesk.app.widgets.images import ImageLoader
from flowerdesk.app.widgets.photo_model import ShownPhoto, photo_at
from flowerdesk.app.widgets.photo_view import PhotoView
from flowerdesk.app.widgets.thumbnails import ThumbnailLoader
from flowerdesk.core.project.browsing import Snapshot
from flowerdesk.core.similar import SimilarPhoto, SimilarPhotos

_PLACES = 6
_SIDE = QSize(264, 264)


def show_similar(desk: Desk, window: QWidget, photo_id: int) -> SimilarDialog:
    """Shows which photos are most like the one of that id, in a dialog of the window."""
    dialog = next((one for one in window.findChildren(SimilarDialog) if not one.ended), None)
    if dialog is None:
        dialog = SimilarDialog(desk, window)
    dialog.begin(photo_id)
    return dialog


class SimilarDialog(QDialog):
    """Goes from photo to photo, and back; the label of the one that is shown can be mended."""

    def __init__(self, desk: Desk, parent: QWidget) -> None:
        super().__init__(parent)
        self.ended = False
        self.photo: ShownPhoto | None = None
        self.trail: list[int] = []
        """The photos that were shown before, by their ids."""
        self._found_ids: Sequence[int] = ()
        self._fresh = True
        self.desk = desk
        self.setWindowTitle(self.tr("Similar photos"))
        self.thumbnails = ThumbnailLoader(self)
        self.images = ImageLoader(self)
        self.finder = Finder(desk.session, _PLACES, self)
        self.view = PhotoView()
        self.view.setFixedSize(_SIDE)
        self.name = ElidedLabel(role="heading", mode=Qt.TextElideMode.ElideMiddle)
        self.mistake = text(wrap=True)
        self.label_box = LabelBox()
        self.label_box.setAccessibleName(self.tr("Label of the photo"))
        self.own, self.others = (SimilarRow(self.thumbnails, _PLACES) for _ in range(2))
        self.message = text(role="muted", wrap=True)
        self.message.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.learn = button(
            self.tr("Go to Learn"),
            self.tr("Show the page where the network looks at the photos"),
            primary=True,
        )
        self.back = button(self.tr("Back"), self.tr("The photo before (Alt+Left)"))
        self.show_photos = button(
            self.tr("Show in Photos"), self.tr("Show these photos on the Photos page")
        )
        self.done_button = button(self.tr("Close"), self.tr("Close (Escape)"))
        self._lay_out()
        self._connect()

    def _lay_out(self) -> None:
        about = QWidget()
        about.setFixedWidth(_SIDE.width())
        left = QVBoxLayout(about)
        left.setContentsMargins(0, 0, 0, 0)
        left.setSpacing(8)
        left.addWidget(self.view)
        left.addWidget(self.name)
        label = QHBoxLayout()
        label.addWidget(text(self.tr("Label"), "muted"))
        label.addWidget(self.label_box, 1)
        left.addLayout(label)
        left.addWidget(self.mistake)
        left.addStretch(1)
        rows = QWidget()
        column = QVBoxLayout(rows)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACING)
        column.addWidget(self.own)
        column.addWidget(self.others)
        hint = text(
            self.tr(
                "The figure is 1 for photos that are the same to the network, and less the less "
                "alike they are. Where others are more alike than its own, look at the label."
            ),
            "muted",
            wrap=True,
        )
        column.addWidget(hint)
        column.addStretch(1)
        empty = QWidget()
        middle = QVBoxLayout(empty)
        middle.setSpacing(12)
        middle.addStretch(1)
        middle.addWidget(self.message)
        middle.addWidget(self.learn, 0, Qt.AlignmentFlag.AlignHCenter)
        middle.addStretch(1)
        self._rows, self._empty = rows, empty
        self._stack = QStackedWidget()
        self._stack.addWidget(rows)
        self._stack.addWidget(empty)
        above = QHBoxLayout()
        above.setSpacing(SPACING + 8)
        above.addWidget(about)
        above.addWidget(self._stack, 1)
        below = QHBoxLayout()
        below.addWidget(self.back)
        below.addStretch(1)
        below.addWidget(self.show_photos)
        below.addWidget(self.done_button)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(SPACING + 4, SPACING + 4, SPACING + 4, SPACING)
        outer.setSpacing(SPACING)
        outer.addLayout(above, 1)
        outer.addLayout(below)

    def _connect(self) -> None:
        self.finder.found.connect(self._show_found)
        self.finder.failed.connect(self._show_failure)
        self.finder.progressed.connect(self._show_progress)
        self.images.loaded.connect(lambda _: self._show_image())
        self.own.chosen.connect(self.go_on)
        self.others.chosen.connect(self.go_on)
        self.label_box.label_chosen.connect(self._label)
        self.back.clicked.connect(self.go_back)
        self.learn.clicked.connect(self._go_to_learn)
        self.show_photos.clicked.connect(self._show_in_photos)
        self.done_button.clicked.connect(self.close)
        shortcut = QShortcut(QKeySequence("Alt+Left"), self)
        shortcut.activated.connect(self.go_back)
        self.desk.session.opened.connect(self.close)
        self.desk.session.changed.connect(self._on_changed)
        self.desk.at_close.append(self._end)

    def _end(self) -> None:
        """The window closes, or makes all it shows anew."""
        self.ended = True
        self.finder.forget()
        self.thumbnails.close()
        self.images.close()
        self.close()
        self.deleteLater()

    def hideEvent(self, event: QHideEvent) -> None:  # noqa: N802 - Qt's name
        super().hideEvent(event)
        self.finder.forget()

    # Going from photo to photo

    def begin(self, photo_id: int) -> None:
        """Shows a photo that a person came with."""
        self.trail.clear()
        self._fresh = True
        self._stack.setCurrentWidget(self._empty)  # until something is found
        self._show(photo_id)
        self.show()
        self.raise_()
        self.activateWindow()

    def go_on(self, photo_id: int) -> None:
        """Shows one of the similar photos."""
        if self.photo is not None:
            self.trail.append(self.photo.id)
        self._show(photo_id)

    def go_back(self) -> None:
        """Shows the photo before."""
        if self.trail:
            self._show(self.trail.pop())

    def _show(self, photo_id: int) -> None:
        snapshot = self.desk.session.snapshot
        row = None if snapshot is None else _row_of(snapshot, photo_id)
        if snapshot is None or row is None:
            self.close()
            return
        self.photo = photo = photo_at(snapshot, row)
        self.name.setText(photo.name)
        self.mistake.setText(mistake(photo))
        self.mistake.setVisible(bool(self.mistake.text()))
        self._show_label(snapshot)
        self.back.setEnabled(bool(self.trail))
        self.images.want([photo.path], self.view.box())
        self._show_image()
        self.message.setText(self.tr("Looking for similar photos …"))
        self.learn.hide()
        self.finder.ask(snapshot.photos.paths[row])

    def _show_label(self, snapshot: Snapshot) -> None:
        assert self.photo is not None
        read_only = self.desk.session.read_only
        self.label_box.show_labels(snapshot.labels, self.photo.label)
        self.label_box.setEnabled(not read_only)
        self.label_box.setToolTip(
            read_only_reason()
            if read_only
            else self.tr("Give this photo a label (keys 1 to 9; undo with Ctrl+Z)")
        )

    def _show_image(self) -> None:
        photo = self.photo
        if photo is None:
            return
        read = self.images.find(photo.path)
        if read is not None:
            self.view.show_photo(read.image)
        else:
            failed = self.images.failure(photo.path)
            self.view.show_message(self.tr("It cannot be shown") if failed else "")

    # What was found

    def _show_found(self, found: SimilarPhotos) -> None:
        snapshot = self.desk.session.snapshot
        if snapshot is None or not self.isVisible():
            return
        own, others = _photos(snapshot, found.own), _photos(snapshot, found.others)
        self.own.show_photos(
            self.tr("Most like it of its own label, {label}").format(label=found.label), own
        )
        self.others.show_photos(self.tr("Most like it of other labels"), others)
        paths = [photo.path for photo, _ in (*own, *others)]
        self.thumbnails.want(paths, round(PICTURE * self.devicePixelRatioF()))
        self.show_photos.setEnabled(True)
        self._stack.setCurrentWidget(self._rows)
        self._found_ids = [photo.id for photo, _ in (*own, *others)]
        if self._fresh:
            self._fresh = False
            self._focus_first()

    def _focus_first(self) -> None:
        buttons = [one for row in (self.own, self.others) for one in row.buttons]
        first = next((one for one in buttons if one.isVisibleTo(self)), self.done_button)
        first.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show_failure(self, sentence: str) -> None:
        self._found_ids = ()
        self.message.setText(sentence)
        self.learn.show()
        self.show_photos.setEnabled(False)
        self._stack.setCurrentWidget(self._empty)

    def _show_progress(self, done: int, total: int) -> None:
        share = self.locale().toString(100 * done // total)
        self.message.setText(
            self.tr("Looking for similar photos … {percent} %").format(percent=share)
        )

    # Hands

    def _on_changed(self) -> None:
        if self.isVisible() and self.photo is not None:
            self._show(self.photo.id)

    def _label(self, label: str) -> None:
        photo = self.photo
        if not label:
            asked = ask.for_text(
                self, self.tr("New label"), self.tr("What should the new label be called?")
            )
            label = (asked or "").strip()
        snapshot = self.desk.session.snapshot
        if photo is None or snapshot is None or self.desk.session.read_only:
            return
        if label:
            self.desk.session.edit(lambda edits: edits.set_label([photo.id], label))
        self._show_label(snapshot)  # the box shows the old label until the edit is made

    def _go_to_learn(self) -> None:
        self.close()
        self.desk.go("learn")

    def _show_in_photos(self) -> None:
        show_only = getattr(self.desk.page("photos"), "show_only", None)
        if self.photo is not None and show_only is not None:
            show_only([self.photo.id, *self._found_ids])
            self.close()
            self.desk.go("photos")

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        key, plain = event.key(), not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        snapshot = self.desk.session.snapshot
        arrows = {
            Qt.Key.Key_Left: (0, -1),
            Qt.Key.Key_Right: (0, 1),
            Qt.Key.Key_Up: (-1, 0),
            Qt.Key.Key_Down: (1, 0),
        }
        if plain and key in arrows:
            self._walk(*arrows[Qt.Key(key)])
        elif plain and Qt.Key.Key_1 <= key <= Qt.Key.Key_9 and snapshot is not None:
            number = key - Qt.Key.Key_1
            if number < len(snapshot.labels):
                self._label(snapshot.labels[number])
        elif event.matches(QKeySequence.StandardKey.Undo):
            self.desk.session.undo_stack.undo()
        elif event.matches(QKeySequence.StandardKey.Redo):
            self.desk.session.undo_stack.redo()
        else:
            super().keyPressEvent(event)

    def _walk(self, down: int, right: int) -> None:
        """The keyboard goes on to a neighbour in the rows."""
        rows = [
            [one for one in row.buttons if one.isVisibleTo(self)] for row in (self.own, self.others)
        ]
        rows = [row for row in rows if row]
        if not rows or self._stack.currentWidget() is not self._rows:
            return
        for number, row in enumerate(rows):
            for place, one in enumerate(row):
                if one.hasFocus():
                    target = rows[min(max(number + down, 0), len(rows) - 1)]
                    column = min(max(place + right, 0), len(target) - 1)
                    target[column].setFocus(Qt.FocusReason.OtherFocusReason)
                    return
        rows[0][0].setFocus(Qt.FocusReason.OtherFocusReason)


def _row_of(snapshot: Snapshot, photo_id: int) -> int | None:
    found = np.flatnonzero(snapshot.photos.ids == photo_id)
    return int(found[0]) if len(found) else None


def _photos(snapshot: Snapshot, found: Sequence[SimilarPhoto]) -> list[tuple[ShownPhoto, float]]:
    """What the window knows of them; one that is gone since is left out."""
    paths, photos = snapshot.photos.paths, []
    for one in found:
        row = bisect.bisect_left(paths, one.path)  # they are in order
        if row < len(paths) and paths[row] == one.path:
            photos.append((photo_at(snapshot, row), one.similarity))
    return photos
