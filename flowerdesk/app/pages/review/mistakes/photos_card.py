"""The card on the right: the photos of a cell, and what can be done about each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QWidget

from flowerdesk.app.pages.photos.header import IconButton
from flowerdesk.app.pages.review.mistakes.wording import photo_in_words, read_only_reason
from flowerdesk.app.pages.review.photo_list import PhotoList, PhotoListModel, PhotoRow
from flowerdesk.app.sentences import percent_text, photos_text
from flowerdesk.app.theme import colours
from flowerdesk.app.widgets.basics import Card, ElidedLabel, button, text
from flowerdesk.app.widgets.thumbnails import ThumbnailLoader
from flowerdesk.core.review import ReviewedPhoto

_LONGEST_LABEL = 110  # pixels on a button


class PhotosCard(Card):
    """Shows photos, the surest answers first.

    Signals:
        correct_wanted(photos): these should have the label that they were taken for.
        keep_wanted(photos): the labels of these are right as they are.
        leave_out_wanted(photos): these should be left out of everything.
        similar_wanted(photo): the photos most like it should be shown.
    """

    correct_wanted = Signal(object)
    keep_wanted = Signal(object)
    leave_out_wanted = Signal(object)
    similar_wanted = Signal(object)

    def __init__(self, loader: ThumbnailLoader, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._read_only = False
        self.title = ElidedLabel(role="heading", mode=Qt.TextElideMode.ElideMiddle)
        self.count = text(role="muted")
        self.photos = PhotoListModel()
        self.list = PhotoList(self.photos, loader, self.tr("Photos of the chosen cell"))
        self.list.setToolTip(
            self.tr(
                "Enter gives the answer's label, K keeps yours, Delete leaves the photo out, M "
                "shows similar photos"
            )
        )
        self.nothing = text(self.tr("No photos here"), "muted")
        self.nothing.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.correct = button("")
        self.keep = button(self.tr("Keep my label"))
        self.leave_out = button(self.tr("Leave out"))
        self.similar = IconButton(
            "cards", self.tr("Show the photos most like this one, of its label and of others (M)")
        )
        self.similar.clicked.connect(self._similar)
        self.correct.clicked.connect(self._correct)
        self.keep.clicked.connect(self._keep)
        self.leave_out.clicked.connect(self._leave_out)
        self.list.keys = {
            Qt.Key.Key_Return: self.correct.click,
            Qt.Key.Key_K: self.keep.click,
            Qt.Key.Key_Delete: self.leave_out.click,
            Qt.Key.Key_M: self.similar.click,
        }
        self.list.photos_selected.connect(self._show_selection)
        self._lay_out()
        self._show_selection()

    def _lay_out(self) -> None:
        top = QHBoxLayout()
        top.addWidget(self.title, 1)
        top.addWidget(self.count)
        self._stack = QStackedWidget()
        self._stack.addWidget(self.list)
        self._stack.addWidget(self.nothing)
        bottom = QHBoxLayout()
        bottom.setSpacing(8)
        for widget in (self.correct, self.keep, self.leave_out):
            bottom.addWidget(widget)
        bottom.addStretch(1)
        bottom.addWidget(self.similar)
        self.body.addLayout(top)
        self.body.addWidget(self._stack, 1)
        self.body.addLayout(bottom)

    def show_photos(
        self,
        title: str,
        photos: Sequence[ReviewedPhoto],
        project_path: Path,
        label_colours: Mapping[str, str],
        *,
        read_only: bool,
    ) -> None:
        """Shows these photos of the project at ``project_path``."""
        self._read_only = read_only
        self.title.setText(title)
        counted = photos_text(len(photos))
        self.count.setText(
            self.tr("{photos}, surest first").format(photos=counted) if len(photos) > 1 else counted
        )
        self._stack.setCurrentWidget(self.list if photos else self.nothing)
        self.list.show_photos(photos, lambda photo: self._row(photo, label_colours), project_path)

    def _row(self, photo: ReviewedPhoto, label_colours: Mapping[str, str]) -> PhotoRow:
        yours = self.tr("kept: {label}") if photo.kept else self.tr("yours: {label}")
        return PhotoRow(
            first=photo.taken_for,
            colour=label_colours.get(photo.taken_for, colours().muted),
            figure=percent_text(photo.probability),
            second=yours.format(label=photo.label),
            words=photo_in_words(photo),
            tone="right" if photo.kept else "muted",
        )

    def _show_selection(self) -> None:
        """What can be done with the selected photos, and why the rest cannot."""
        selected = self.list.selected
        wrong = [photo for photo in selected if not photo.right]
        answers = {photo.taken_for for photo in wrong}
        if len(answers) == 1:
            metrics = self.correct.fontMetrics()
            label = metrics.elidedText(
                next(iter(answers)), Qt.TextElideMode.ElideMiddle, _LONGEST_LABEL
            )
            words = self.tr("Right: {label}").format(label=label.replace("&", "&&"))
        else:
            words = self.tr("The answer is right")
        self.correct.setText(words)
        self.similar.setEnabled(bool(selected))
        obstacle = self._obstacle(selected)
        agreed = self.tr("Your label and the answer are the same")
        kept = self.tr("You kept your label already")
        tips = {
            self.correct: (
                self.tr("The answer is right: give the photo its label (Enter; undo with Ctrl+Z)"),
                "" if wrong else agreed,
            ),
            self.keep: (
                self.tr("Your label is right: note that you looked (K; undo with Ctrl+Z)"),
                "" if any(not photo.kept for photo in wrong) else kept if wrong else agreed,
            ),
            self.leave_out: (
                self.tr("Neither learn from the photo nor test with it (Delete; undo with Ctrl+Z)"),
                "",
            ),
        }
        for widget, (tip, reason) in tips.items():
            widget.setToolTip(obstacle or reason or tip)
            widget.setEnabled(not (obstacle or reason))

    def _obstacle(self, selected: Sequence[ReviewedPhoto]) -> str:
        if self._read_only:
            return read_only_reason()
        return "" if selected else self.tr("Select a photo first")

    # Hands

    def _correct(self) -> None:
        self.correct_wanted.emit([photo for photo in self.list.selected if not photo.right])

    def _keep(self) -> None:
        wanted = [photo for photo in self.list.selected if not (photo.right or photo.kept)]
        self.list.select_next()
        self.keep_wanted.emit(wanted)

    def _leave_out(self) -> None:
        self.leave_out_wanted.emit(self.list.selected)

    def _similar(self) -> None:
        if self.list.selected:
            self.similar_wanted.emit(self.list.selected[0])
