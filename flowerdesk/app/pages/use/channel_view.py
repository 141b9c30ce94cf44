"""A roomy look at one channel: where it responds on this photo, which patches of the person's own
photos excite it most, and the pattern that does."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QImage, QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QGridLayout,
    QHBoxLayout,
    QProgressBar,
    QSizePolicy,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from flowerdesk.app.icons import icon
from flowerdesk.app.pages.use.tour import layer_title, step_text, step_title, strength_text
from flowerdesk.app.theme import SPACING
from flowerdesk.app.widgets.basics import Card, ElidedLabel, button, plain_tooltip, text
from flowerdesk.app.widgets.photo_view import PhotoView
from flowerdesk.app.widgets.pictures import Legend, PictureButton, image_of, veil_of
from flowerdesk.core.project.records import absolute
from flowerdesk.core.see.patterns import Pattern
from flowerdesk.core.see.top_patches import SHOWN, Patch
from flowerdesk.core.see.work import ChannelView as Channel

_PATCH_COLUMNS = 3
_OPACITY = 0.85


class ChannelView(QWidget):
    """Shows one channel and tells what is wanted of it.

    Signals:
        back_wanted(): the photo with its answer should be shown again.
        channel_wanted(int): another channel of the same layer.
        photo_wanted(Path): the photo of a patch.
        look_through_wanted(bool): the photos should be looked through, or no longer.
        pattern_wanted(bool): the pattern should be made, or no longer.
    """

    back_wanted = Signal()
    channel_wanted = Signal(int)
    photo_wanted = Signal(object)
    look_through_wanted = Signal(bool)
    pattern_wanted = Signal(bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.layer = ""
        self.channel = -1
        self._project_path = Path()
        self._patches: tuple[Patch, ...] = ()
        self._complete = False
        self.back = button(self.tr("Back"), self.tr("Back to the photo (Escape)"))
        self.back.setIcon(icon("arrow-left"))
        self.back.clicked.connect(self.back_wanted)
        QShortcut(QKeySequence(Qt.Key.Key_Escape), self).activated.connect(self.back_wanted)
        self.title = ElidedLabel(role="title")
        self.number = QSpinBox()
        self.number.setAccessibleName(self.tr("Channel"))
        self.number.setToolTip(self.tr("Another channel of this layer"))
        self.number.setKeyboardTracking(False)
        self.number.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.number.valueChanged.connect(self._on_number)
        self.told = text(role="muted", wrap=True)
        self.photo = PhotoView()
        self.photo.setAccessibleName(self.tr("Where the channel responds on this photo"))
        self.photo.set_veil_opacity(_OPACITY)
        self.strength = text(role="muted", wrap=True)
        self.legend = Legend(self.tr("nothing"), "")
        self.patches = [PictureButton(smooth=True) for _ in range(SHOWN)]
        for place, one in enumerate(self.patches):
            one.clicked.connect(lambda _=False, place=place: self._open(place))
        self.looked = text(role="muted", wrap=True)
        self.progress = _bar(self.tr("Photos looked through"))
        self.look_through = button("")
        self.look_through.clicked.connect(
            lambda: self.look_through_wanted.emit(self.progress.isHidden())
        )
        self.pattern = PictureButton(smooth=True)
        self.pattern.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.pattern.setCursor(Qt.CursorShape.ArrowCursor)
        self.pattern_told = text(role="muted", wrap=True)
        self.pattern_progress = _bar(self.tr("Steps of the pattern"))
        self.make = button(
            "", self.tr("Change a picture step by step until it excites this channel more and more")
        )
        self.make.clicked.connect(
            lambda: self.pattern_wanted.emit(self.pattern_progress.isHidden())
        )
        self._lay_out()
        self.show_making(None)

    def _lay_out(self) -> None:
        top = QHBoxLayout()
        top.setSpacing(10)
        top.addWidget(self.back)
        top.addWidget(self.title, 1)
        top.addWidget(text(self.tr("Channel"), "muted"))
        top.addWidget(self.number)
        cards = QHBoxLayout()
        cards.setSpacing(SPACING)
        cards.addWidget(self._photo_card(), 5)
        cards.addWidget(self._patches_card(), 5)
        cards.addWidget(self._pattern_card(), 4)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACING - 6)
        column.addLayout(top)
        column.addWidget(self.told)
        column.addLayout(cards, 1)

    def _photo_card(self) -> Card:
        card = Card()
        card.body.addWidget(text(self.tr("On this photo"), "heading"))
        card.body.addWidget(self.photo, 1)
        card.body.addWidget(self.legend)
        card.body.addWidget(self.strength)
        return card

    def _patches_card(self) -> Card:
        card = Card()
        grid = QGridLayout()
        grid.setSpacing(6)
        for place, one in enumerate(self.patches):
            grid.addWidget(one, *divmod(place, _PATCH_COLUMNS))
        card.body.addWidget(text(self.tr("What excites it most in your photos"), "heading"))
        card.body.addLayout(grid)
        card.body.addWidget(self.looked)
        card.body.addWidget(self.progress)
        card.body.addWidget(self.look_through, 0, Qt.AlignmentFlag.AlignLeft)
        card.body.addStretch(1)
        return card

    def _pattern_card(self) -> Card:
        card = Card()
        card.body.addWidget(text(self.tr("What would excite it most"), "heading"))
        card.body.addWidget(self.pattern)
        card.body.addWidget(self.pattern_told)
        card.body.addWidget(self.pattern_progress)
        card.body.addWidget(self.make, 0, Qt.AlignmentFlag.AlignLeft)
        card.body.addStretch(1)
        return card

    # Showing

    def begin(self, layer: str, channel: int, position: int, count: int) -> None:
        """Another channel is asked for; it is layer number ``position`` of ``count``."""
        self.layer, self.channel = layer, channel
        self._step = (position, count)
        self.title.setText(f"{layer_title(layer)}: {step_title(position, count)}")
        self.number.blockSignals(True)
        self.number.setMaximum(max(self.number.maximum(), channel))
        self.number.setValue(channel)
        self.number.blockSignals(False)
        self._show_patches(())
        self._show_pattern(None)
        self.photo.show_veil(None)
        self.strength.setText(self.tr("Looking into the network …"))
        self.legend.setVisible(False)

    def show_photo(self, image: QImage | None) -> None:
        """The photo that the answer is of."""
        if image is None:
            self.photo.show_message()
        else:
            self.photo.show_photo(image)

    def show_channel(self, found: Channel, project_path: Path) -> None:
        self._project_path = project_path
        position, count = self._step
        self.told.setText(step_text(position, count, found.field, found.side))
        self.number.blockSignals(True)
        self.number.setRange(0, found.channels - 1)
        self.number.setValue(found.channel)
        self.number.setSuffix(
            " " + self.tr("of {count}").format(count=self.locale().toString(found.channels))
        )
        self.number.blockSignals(False)
        seen = found.map
        if seen is not None:
            strength = strength_text(seen.strength)
            self.legend.show_ends(self.tr("nothing"), strength)
            self.photo.show_veil(veil_of(seen.picture), found.frame)
            self.strength.setText(
                self.tr("It responds where the photo is lit, up to {strength}.").format(
                    strength=strength
                )
                if seen.strength > 0
                else self.tr("It does not respond to this photo at all.")
            )
        self.legend.setVisible(seen is not None and seen.strength > 0)
        self._show_patches(found.patches)
        self.show_looked_through(found.known, found.there, running=not self.progress.isHidden())
        self._show_pattern(found.pattern)

    def show_looked_through(self, known: int, there: int, *, running: bool) -> None:
        """How many of the photos are known to the index, and whether more are being added."""
        self.progress.setVisible(running)
        self.progress.setRange(0, max(there, 1))
        self.progress.setValue(known)
        self._complete = known >= there > 0
        number = self.locale().toString
        if running:
            said = self.tr("Looking through your photos: {known} of {there}")
        elif self._complete:
            said = self.tr(
                "The strongest places in all {there} photos. Click one to see its photo."
            )
        else:
            said = self.tr("{known} of {there} photos were looked through.")
        self.looked.setText(said.format(known=number(known), there=number(there)))
        self.look_through.setVisible(running or not self._complete)
        self.look_through.setText(
            self.tr("Stop") if running else self.tr("Look through your photos")
        )

    def show_read_only(self, read_only: bool) -> None:
        """Whether what is found cannot be kept."""
        self.look_through.setEnabled(not read_only)
        self.look_through.setToolTip(
            self.tr("The project is open read-only: what is found could not be kept")
            if read_only
            else self.tr("Look at every photo of the project for what excites each channel most")
        )

    def show_making(self, share: tuple[int, int] | None) -> None:
        """How far a pattern is; None while none is made."""
        self.pattern_progress.setVisible(share is not None)
        self.make.setText(self.tr("Make the pattern") if share is None else self.tr("Stop"))
        if share is not None:
            done, total = share
            self.pattern_progress.setRange(0, total)
            self.pattern_progress.setValue(done)
            self.make.setVisible(True)

    def show_pattern(self, made: Pattern) -> None:
        """A pattern that was made just now."""
        if self.make.hasFocus():
            self.number.setFocus()  # the button goes, and the keyboard must not go far
        self.show_making(None)
        self._show_pattern(made)

    def _show_pattern(self, made: Pattern | None) -> None:
        silent = made is not None and made.strength <= 0
        self.pattern.show_image(None if made is None or silent else image_of(made.picture))
        self.make.setVisible(made is None)
        if made is None:
            said = self.tr(
                "A picture can be made up that excites this channel as much as possible: it shows "
                "what the channel looks for. It takes some seconds."
            )
        elif silent:
            said = self.tr("Nothing was found that excites this channel: it is silent.")
        else:
            said = self.tr("Made up, step by step, so that it excites this channel.")
        self.pattern_told.setText(said)
        self.pattern.setAccessibleName(said)

    def _show_patches(self, patches: tuple[Patch, ...]) -> None:
        self._patches = patches
        for place, one in enumerate(self.patches):
            if place >= len(patches):
                one.show_image(None)
                one.setToolTip("")
                one.setAccessibleName(self.tr("No patch yet"))
                continue
            patch = patches[place]
            one.show_image(image_of(patch.picture))
            strength = strength_text(patch.strength)
            name = Path(patch.path).name
            told = self.tr("“{label}”, responds up to {strength}").format(
                label=patch.label, strength=strength
            )
            one.setToolTip(plain_tooltip(f"{name}\n{told}"))
            one.setAccessibleName(f"{name}: {told}")

    # Hands

    def _on_number(self, channel: int) -> None:
        if channel != self.channel:
            self.channel_wanted.emit(channel)

    def _open(self, place: int) -> None:
        if place < len(self._patches):
            self.photo_wanted.emit(absolute(self._project_path, self._patches[place].path))


def _bar(name: str) -> QProgressBar:
    made = QProgressBar()
    made.setTextVisible(False)
    made.setAccessibleName(name)
    made.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
    made.hide()
    return made
