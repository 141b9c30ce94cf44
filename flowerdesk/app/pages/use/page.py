"""The Use page: takes photos in whatever way they come, and shows the answers."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QMimeData, QTimer
from PySide6.QtGui import (
    QDragEnterEvent,
    QDragLeaveEvent,
    QDropEvent,
    QGuiApplication,
    QImage,
    QKeySequence,
    QResizeEvent,
    QShortcut,
    QShowEvent,
)
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from flowerdesk.app import ask, camera
from flowerdesk.app.desk import Desk, Page
from flowerdesk.app.icons import icon
from flowerdesk.app.naming import Answer
from flowerdesk.app.pages.use.answer_card import AnswerCard
from flowerdesk.app.pages.use.channel_view import ChannelView
from flowerdesk.app.pages.use.empty import NothingLearned
from flowerdesk.app.pages.use.many import ManyPhotos
from flowerdesk.app.pages.use.photo_card import PhotoCard
from flowerdesk.app.pages.use.see_card import SeeCard
from flowerdesk.app.pages.use.sights import Sights
from flowerdesk.app.pages.use.strip import Strip
from flowerdesk.app.sentences import photos_text
from flowerdesk.app.theme import SPACING
from flowerdesk.app.widgets.basics import Note, button
from flowerdesk.app.widgets.dragging import dragged_files
from flowerdesk.app.widgets.images import ImageLoader
from flowerdesk.app.widgets.thumbnails import ThumbnailLoader
from flowerdesk.core.photos import PHOTO_SUFFIXES
from flowerdesk.core.project import SUFFIX

_PHOTO_SHARE, _ANSWER_SHARE, _SEE_SHARE = 30, 20, 16
_WIDTH_FOR_ALL = 1040
"""With less the answer and what the network sees take turns in one place."""


class UsePage(Page):
    """One photo with its answer, or a table of many; before anything was learned, where to go."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self.setAcceptDrops(True)
        self._shown: Answer | None = None
        self._looked_for_camera = False
        self.images = ImageLoader(self)
        self.strip_thumbnails = ThumbnailLoader(self)
        self.similar_thumbnails = ThumbnailLoader(self)
        self.table_thumbnails = ThumbnailLoader(self)
        self.note = Note()
        self.nothing = NothingLearned()
        self.photo = PhotoCard(self.images, desk.settings.heat_opacity / 100)
        self.answer = AnswerCard(self.similar_thumbnails)
        self.see = SeeCard()
        self.channel = ChannelView()
        self.sights = Sights(desk, self.photo, self.see, self.channel)
        self.strip = Strip(self.strip_thumbnails)
        self.many = ManyPhotos(desk.session, self.table_thumbnails)
        self._make_buttons()
        self._lay_out()
        self._connect()
        desk.at_close += [
            loader.close
            for loader in (
                self.images,
                self.strip_thumbnails,
                self.similar_thumbnails,
                self.table_thumbnails,
            )
        ]
        self._show_everything()

    def _make_buttons(self) -> None:
        self.camera = button(self.tr("Camera…"), self.tr("Take a photo and name it"))
        self.camera.clicked.connect(self._take_photo)
        self.paste = button(self.tr("Paste"), self.tr("Name the copied image or files (Ctrl+V)"))
        self.folder = button(
            self.tr("Folder…"), self.tr("Choose a folder and name all its photos, in a table")
        )
        self.choose = button(
            self.tr("Choose photos…"),
            self.tr("Choose one photo or many (Ctrl+Shift+O)"),
            primary=True,
        )
        self.paste.clicked.connect(self._paste)
        self.folder.clicked.connect(self._choose_folder)
        self.choose.clicked.connect(self._choose_photos)
        self.photo.choose.clicked.connect(self._choose_photos)
        self.header = [self.paste, self.folder, self.choose]
        self.to_table = button("", self.tr("Show the table of many photos again"))
        self.to_table.setIcon(icon("table"))
        self.to_table.clicked.connect(self.show_many)
        self.to_see = button("")
        self.to_see.setCheckable(True)
        self.to_see.toggled.connect(self._make_room)
        for keys, action in (
            (QKeySequence(QKeySequence.StandardKey.Paste), self._paste),
            (QKeySequence("Ctrl+Shift+O"), self._choose_photos),
        ):
            QShortcut(keys, self).activated.connect(action)

    def _lay_out(self) -> None:
        one = QWidget()
        self._cards = QHBoxLayout()
        self._cards.setSpacing(SPACING)
        for card in (self.photo, self.answer, self.see):
            self._cards.addWidget(card)
        bottom = QHBoxLayout()
        bottom.setSpacing(SPACING)
        bottom.addWidget(self.strip, 1)
        bottom.addWidget(self.to_see)
        bottom.addWidget(self.to_table)
        rows = QVBoxLayout(one)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(SPACING - 6)
        rows.addLayout(self._cards, 1)
        rows.addLayout(bottom)
        self._one = one
        self._stack = QStackedWidget()
        for widget in (self.nothing, one, self.many, self.channel):
            self._stack.addWidget(widget)
        column = QVBoxLayout(self)
        column.setContentsMargins(SPACING + 4, SPACING + 2, SPACING + 4, SPACING - 4)
        column.setSpacing(SPACING - 4)
        column.addWidget(self.note)
        column.addWidget(self._stack, 1)

    def _connect(self) -> None:
        naming, session = self.desk.naming, self.desk.session
        session.changed.connect(self._on_project)
        naming.cleared.connect(self._show_everything)
        naming.state_changed.connect(self._on_state)
        naming.answered.connect(self._on_answered)
        naming.named.connect(self.many.add)
        naming.progressed.connect(self.many.show_progress)
        naming.failed.connect(self.note.show_sentence)
        naming.pasted.failed.connect(self._on_paste_failed)
        self.desk.learning.stage_changed.connect(self._on_state)
        self.nothing.go.clicked.connect(lambda: self.desk.go("learn"))
        self.strip.chosen.connect(self.show_answer)
        self.many.opened.connect(lambda path: self.take([path]))
        self.many.back_wanted.connect(self.show_one)
        self.many.stop_wanted.connect(naming.stop)
        self.sights.seeing.failed.connect(self.note.show_sentence)
        self.sights.channel_opened.connect(self._show_channel)
        self.channel.back_wanted.connect(self._leave_channel)
        self.channel.photo_wanted.connect(lambda path: self.take([path]))
        self._stack.currentChanged.connect(self._on_shown)

    # Taking photos

    def take(self, paths: Sequence[Path]) -> None:
        """Names one photo, or many and all that is in folders, as a table."""
        naming = self.desk.naming
        if not paths or not self._has_run:
            return
        self.note.hide()
        if len(paths) == 1 and not paths[0].is_dir():
            self._stack.setCurrentWidget(self._one)
            naming.name(paths[0])
        else:
            naming.name_many(paths)
            self.many.begin(naming.table_run)
            self.show_many()
        self._on_state()

    def take_image(self, image: QImage) -> None:
        """Names an image that has no file."""
        if self._has_run and not image.isNull():
            self.note.hide()
            self._stack.setCurrentWidget(self._one)
            self.desk.naming.pasted.save(image)

    def _choose_photos(self) -> None:
        if self._has_run:
            suffixes = " ".join(f"*{suffix}" for suffix in sorted(PHOTO_SUFFIXES))
            filters = self.tr("Photos") + f" ({suffixes})"
            self.take(ask.for_files(self, self.tr("Choose photos to name"), filters))

    def _choose_folder(self) -> None:
        chosen = ask.for_folder(self, self.tr("Choose a folder of photos to name"))
        if chosen is not None:
            self.take([chosen])

    def _take_photo(self) -> None:
        image = ask.for_camera_photo(self)
        if image is not None:
            self.take_image(image)

    def _paste(self) -> None:
        if self._has_run and not self._take_mime(QGuiApplication.clipboard().mimeData()):
            self.note.show_sentence(
                self.tr("There is no image to paste. Copy a photo first, or drop one here."),
                problem=False,
            )

    def _take_mime(self, mime: QMimeData) -> bool:
        """Takes files or an image, and says whether there was something to take."""
        if paths := dragged_files(mime):
            self.take(paths)
            return True
        if mime.hasImage() and isinstance(image := mime.imageData(), QImage):
            self.take_image(image)
            return True
        return False

    def _on_paste_failed(self, details: str) -> None:
        self.note.show_sentence(
            self.tr("The image could not be kept for a moment. Is there room on the disk?"),
            details,
        )

    # Dropping

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:  # noqa: N802 - Qt's name
        mime = event.mimeData()
        files = dragged_files(mime)
        is_project = len(files) == 1 and files[0].suffix == SUFFIX  # for the window
        if self._has_run and not is_project and (files or mime.hasImage()):
            event.acceptProposedAction()
            self.photo.show_drop(True)
        else:
            event.ignore()

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:  # noqa: N802 - Qt's name
        self.photo.show_drop(False)

    def dropEvent(self, event: QDropEvent) -> None:  # noqa: N802 - Qt's name
        self.photo.show_drop(False)
        event.acceptProposedAction()
        self._take_mime(event.mimeData())

    # What the network sees

    def see_photo(self, path: Path) -> None:
        """Names a photo, with what spoke for the answer and what the layers see in view."""
        self.to_see.setChecked(True)
        self.photo.heat.show_heat.setChecked(True)
        self.take([path])

    def _show_channel(self) -> None:
        if self._stack.currentWidget() is not self.channel:
            self._stack.setCurrentWidget(self.channel)
            self.channel.back.setFocus()

    def _leave_channel(self) -> None:
        self._stack.setCurrentWidget(self._one)
        self.see.layers.setFocus()

    def _on_shown(self) -> None:
        self.sights.show_channel(self._stack.currentWidget() is self.channel)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        super().resizeEvent(event)
        self._make_room()

    def _make_room(self) -> None:
        """Shows all three cards, or in a narrow window one of two beside the photo."""
        wide = self.width() >= _WIDTH_FOR_ALL
        sees = wide or self.to_see.isChecked()
        answers = wide or not self.to_see.isChecked()
        self.to_see.setVisible(not wide)
        self.answer.setVisible(answers)
        self.see.setVisible(sees)
        shares = (_PHOTO_SHARE, _ANSWER_SHARE, _SEE_SHARE if wide else _ANSWER_SHARE)
        for number, share in enumerate(shares):
            self._cards.setStretch(number, share)
        if answers:
            self.to_see.setIcon(icon("eye"))
            self.to_see.setText(self.tr("What the network sees"))
            self.to_see.setToolTip(self.tr("Show what each layer of the network sees of the photo"))
        else:
            self.to_see.setIcon(icon("arrow-left"))
            self.to_see.setText(self.tr("The answer"))
            self.to_see.setToolTip(self.tr("Show again what the photo most likely shows"))
        self.sights.show_card(sees)

    # Showing

    @property
    def _has_run(self) -> bool:
        snapshot = self.desk.session.snapshot
        return snapshot is not None and snapshot.run is not None

    @property
    def shows_table(self) -> bool:
        return self._stack.currentWidget() is self.many

    def show_one(self) -> None:
        """Shows the photo that was named last."""
        self._stack.setCurrentWidget(self._one)
        self.photo.choose.setFocus() if self.photo.path is None else self.strip.setFocus()

    def show_many(self) -> None:
        """Shows the table of many photos."""
        self._stack.setCurrentWidget(self.many)
        self.many.table.setFocus()
        self.many.table.select_first()

    def show_answer(self, answer: Answer) -> None:
        """Shows an answer again; one of an earlier run is asked for anew."""
        if self._is_of_an_earlier_run(answer):
            self.take([answer.path])
            return
        self._shown = answer
        snapshot = self.desk.session.snapshot
        assert snapshot is not None
        if self.photo.path != answer.path:
            self.photo.show_photo(answer.path)
        if answer.prediction.problem is not None:
            self.photo.show_unreadable()
        self.answer.show_answer(answer, snapshot.path)
        self.strip.show_answers(self.desk.naming.answers, answer.path)
        self.sights.show_answer(answer)

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802 - Qt's name
        super().showEvent(event)
        self._renew()
        self.sights.begin()
        if not self._looked_for_camera:
            self._looked_for_camera = True
            QTimer.singleShot(0, self, self._offer_camera)

    def _offer_camera(self) -> None:
        if camera.available():
            self.header.insert(0, self.camera)
            if self.isVisible():
                self.desk.go("use")  # shows the header's buttons anew

    def _show_everything(self) -> None:
        """What there is for the open project."""
        naming = self.desk.naming
        self._shown = None
        self.note.hide()
        self.photo.show_photo(None)
        self.answer.invite()
        self.sights.clear()
        self.many.begin(naming.table_run)
        self.many.add(naming.table)
        self.many.flush()
        self.strip.show_answers(naming.answers, None)
        self._stack.setCurrentWidget(self._one)
        self._on_project()
        if naming.answers and naming.asked is None:
            self.show_answer(naming.answers[0])
        self._on_state()

    def _on_project(self) -> None:
        has_run = self._has_run
        if not has_run:
            self._stack.setCurrentWidget(self.nothing)
        elif self._stack.currentWidget() is self.nothing:
            self._stack.setCurrentWidget(self._one)
        self.setFocusProxy(self.photo.choose if has_run else self.nothing.go)
        for widget in (self.camera, self.paste, self.folder, self.choose):
            widget.setEnabled(has_run)
        self._renew()

    def _renew(self) -> None:
        """Asks anew for the photo that is shown when another run answers now."""
        shown = self._shown
        if shown is not None and self.isVisible() and self._is_of_an_earlier_run(shown):
            self.desk.naming.name(shown.path)

    def _is_of_an_earlier_run(self, answer: Answer) -> bool:
        snapshot = self.desk.session.snapshot
        return self._has_run and snapshot is not None and answer.run.id != snapshot.run_in_use

    def _on_state(self) -> None:
        """Shows what is asked for and not here yet."""
        naming = self.desk.naming
        waits_for = self._waits_for()
        self.many.show_work(naming.naming_many, waits_for)
        self.to_table.setVisible(bool(naming.table) or naming.naming_many)
        self.to_table.setText(photos_text(len(naming.table)))
        if naming.asked is not None:
            self._shown = None
            if self.photo.path != naming.asked:
                self.photo.show_photo(naming.asked)
            self.sights.show_answer(None)
            self.answer.show_waiting(waits_for)
            self.strip.show_answers(naming.answers, None)
        elif self._shown is None and self.photo.path is not None:
            self.answer.show_nothing()

    def _waits_for(self) -> str:
        if self.desk.learning.running:
            return self.tr("It waits until the photos are looked at and learned.")
        if self.desk.naming.naming_many and self.desk.naming.asked is not None:
            return self.tr("It waits until the many photos are named.")
        return ""

    def _on_answered(self, answer: Answer) -> None:
        naming = self.desk.naming
        newest = naming.asked is None and answer is naming.answers[0]
        again = self._shown is not None and self._shown.path == answer.path
        if newest or again:
            self.show_answer(answer)
        else:
            self.strip.show_answers(naming.answers, self._shown.path if self._shown else None)
