"""The panel on the right: the current photo, what is known of it, and its label."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from flowerdesk.app.pages.photos.label_box import LabelBox
from flowerdesk.app.pages.photos.wording import (
    facts,
    mistake,
    problem,
    read_only_reason,
    see_tooltip,
)
from flowerdesk.app.widgets.basics import Card, ElidedLabel, button, text
from flowerdesk.app.widgets.images import ImageLoader
from flowerdesk.app.widgets.photo_model import ShownPhoto
from flowerdesk.app.widgets.photo_view import PhotoView

_WIDTH = 246
_PICTURE = 210


class Preview(QScrollArea):
    """Shows one photo, or one of several that are selected together.

    Signals:
        label_wanted(str): the selected photos should have this label; empty asks for a new one.
        exclude_wanted(bool): they should be left out, or taken in again.
        reveal_wanted(): the photo should be shown in the file manager.
        enlarge_wanted(): the photo should be shown large.
        see_wanted(): what the network sees of it should be shown.
        similar_wanted(): the photos most like it should be shown.
    """

    label_wanted = Signal(str)
    exclude_wanted = Signal(bool)
    reveal_wanted = Signal()
    enlarge_wanted = Signal()
    see_wanted = Signal()
    similar_wanted = Signal()

    def __init__(self, loader: ImageLoader, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFixedWidth(_WIDTH)
        self._loader = loader
        self._photo: ShownPhoto | None = None
        self._several = False
        loader.loaded.connect(self._on_loaded)
        self.view = _ClickableView()
        self.view.setFixedHeight(_PICTURE)
        self.view.clicked.connect(self.enlarge_wanted)
        self.view.setToolTip(self.tr("Click to look closely (Space)"))
        self.name = ElidedLabel(role="heading", mode=Qt.TextElideMode.ElideMiddle)
        self.facts = text(role="muted", wrap=True)
        self.problem = text(role="problem", wrap=True)
        self.mistake = text(wrap=True)
        self.label_box = LabelBox()
        self.label_box.label_chosen.connect(self.label_wanted)
        self.adopt = button("")
        self.adopt.clicked.connect(self._adopt)
        self.exclude = button("")
        self.exclude.clicked.connect(self._exclude)
        self.reveal = button(
            self.tr("Show in its folder"), self.tr("Show the file in the file manager"), flat=True
        )
        self.reveal.clicked.connect(self.reveal_wanted)
        self.see = button(self.tr("See what the network sees"), flat=True)
        self.see.clicked.connect(self.see_wanted)
        self.similar = button(
            self.tr("Similar photos…"),
            self.tr("Show the photos most like this one, of its label and of others (M)"),
            flat=True,
        )
        self.similar.clicked.connect(self.similar_wanted)
        self.hint = text(
            self.tr("Select photos to see them here and to change their labels."),
            "muted",
            wrap=True,
        )
        self.hint.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._lay_out()
        self.show_photo(None, 0, (), "")

    def _lay_out(self) -> None:
        self._details = QWidget()
        column = QVBoxLayout(self._details)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        row = QHBoxLayout()
        row.addWidget(text(self.tr("Label"), "muted"))
        row.addWidget(self.label_box, 1)
        for widget in (self.view, self.name, self.facts, self.problem):
            column.addWidget(widget)
        column.addLayout(row)
        for below in (self.mistake, self.adopt, self.exclude, self.see, self.similar, self.reveal):
            column.addWidget(below)
        card = Card()
        card.body.setContentsMargins(12, 12, 12, 12)
        card.body.addWidget(self._details)
        card.body.addWidget(self.hint)
        ground = QWidget()
        outer = QVBoxLayout(ground)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(card)
        outer.addStretch(1)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setWidget(ground)

    # Showing

    def show_photo(
        self, photo: ShownPhoto | None, selected: int, labels: tuple[str, ...], common_label: str
    ) -> None:
        """Shows a photo out of ``selected`` many; ``common_label`` is that of all of them."""
        self._photo = photo
        self._details.setVisible(photo is not None)
        self.hint.setVisible(photo is None)
        if photo is None:
            return
        several = self._several = selected > 1
        self.name.setText(
            self.tr("%Ln photo(s) selected", None, selected) if several else photo.name
        )
        self.label_box.show_labels(labels, common_label)
        self.reveal.setVisible(not several)
        self.see.setVisible(not several)
        self.similar.setVisible(not several)
        self.mistake.setText("" if several else mistake(photo))
        self.mistake.setVisible(bool(self.mistake.text()))
        self._show_adopt(photo, several)
        self.exclude.setText(self.tr("Take in again") if photo.excluded else self.tr("Leave out"))
        self._show_image(photo)

    def show_read_only(self, read_only: bool) -> None:
        """Whether nothing can be changed at present."""
        reason = read_only_reason()
        tips = {
            self.label_box: self.tr("Give the selected photos a label (keys 1 to 9)"),
            self.exclude: self.tr("Neither learn from these photos nor test with them (Delete)"),
            self.adopt: self.tr("The network was right: give the photo this label"),
        }
        for widget, tip in tips.items():
            widget.setEnabled(not read_only)
            widget.setToolTip(reason if read_only else tip)

    def show_learned(self, learned: bool) -> None:
        """Whether there is a network that answers, and that can be looked into."""
        self.see.setEnabled(learned)
        self.see.setToolTip(see_tooltip(learned))

    def _show_adopt(self, photo: ShownPhoto, several: bool) -> None:
        wrong = photo.taken_for[0] if photo.taken_for and not several else ""
        self.adopt.setVisible(bool(wrong) and wrong != photo.label)
        metrics = self.adopt.fontMetrics()
        shown = metrics.elidedText(wrong, Qt.TextElideMode.ElideRight, 90)
        self.adopt.setText(self.tr("Label it “{label}”").format(label=shown.replace("&", "&&")))

    def _show_image(self, photo: ShownPhoto) -> None:
        read = self._loader.find(photo.path)
        failure = self._loader.failure(photo.path)
        if read is not None:
            self.view.show_photo(read.image)
        else:
            self.view.show_message(self.tr("It cannot be shown") if failure else "")
        self.facts.setText(facts(photo, read.original_size if read else None))
        self.facts.setVisible(not self._several)
        self.problem.setText("" if self._several else problem(photo, failure))
        self.problem.setVisible(bool(self.problem.text()))

    def box(self) -> QSize:
        """The pixels that the photo may fill."""
        return self.view.box()

    def _on_loaded(self, path: Path) -> None:
        if self._photo is not None and self._photo.path == path:
            self._show_image(self._photo)

    # Hands

    def _adopt(self) -> None:
        if self._photo is not None and self._photo.taken_for is not None:
            self.label_wanted.emit(self._photo.taken_for[0])

    def _exclude(self) -> None:
        if self._photo is not None:
            self.exclude_wanted.emit(not self._photo.excluded)


class _ClickableView(PhotoView):
    clicked = Signal()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        self.clicked.emit()
