"""Joins what the network sees with the Use page: heat over the photo, the third card, a channel."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QObject, Signal

from flowerdesk.app.desk import Desk
from flowerdesk.app.naming import Answer
from flowerdesk.app.pages.use.channel_view import ChannelView
from flowerdesk.app.pages.use.heat_bar import HeatBar
from flowerdesk.app.pages.use.photo_card import PhotoCard
from flowerdesk.app.pages.use.see_card import SeeCard
from flowerdesk.app.seeing import ChannelWanted, HeatWanted, Seeing
from flowerdesk.app.widgets.pictures import veil_of
from flowerdesk.core.see.channels import PhotoView
from flowerdesk.core.see.heat import Heat
from flowerdesk.core.see.patterns import Pattern
from flowerdesk.core.see.pictures import Picture
from flowerdesk.core.see.work import ChannelView as Channel


class Sights(QObject):
    """Asks for what is shown of an answer, and shows it when it is here.

    Signals:
        channel_opened(): the view of one channel should be shown.
    """

    channel_opened = Signal()

    def __init__(self, desk: Desk, photo: PhotoCard, card: SeeCard, channel: ChannelView) -> None:
        super().__init__(photo)
        self._desk = desk
        self.seeing = Seeing(desk.session, desk.runner, desk.naming, desk.learning, self)
        self._photo = photo
        self._bar: HeatBar = photo.heat
        self._card = card
        self._channel = channel
        self._answer: Answer | None = None
        self._card_shown = False
        self._channel_shown = False
        # Looking through begins by itself once each time that the view is opened: neither after
        # somebody stopped it, nor over and over where photos cannot be read.
        self._begins_by_itself = True
        seeing, bar = self.seeing, self._bar
        seeing.looked.connect(self._on_looked)
        seeing.filters_found.connect(self._on_filters)
        seeing.heat_found.connect(self._on_heat)
        seeing.heat_progressed.connect(bar.show_progress)
        seeing.channel_found.connect(self._on_channel)
        seeing.looked_through.connect(self._on_looked_through)
        seeing.pattern_progressed.connect(lambda done, total: channel.show_making((done, total)))
        seeing.pattern_made.connect(self._on_pattern)
        seeing.failed.connect(self._on_failed)
        bar.wanted_changed.connect(self._light)
        bar.opacity_changed.connect(self._set_opacity)
        photo.view.set_veil_opacity(bar.opacity.value() / 100)
        card.channel_chosen.connect(self.open_channel)
        channel.channel_wanted.connect(lambda one: self.open_channel(channel.layer, one))
        channel.look_through_wanted.connect(self._look_through)
        channel.pattern_wanted.connect(self._make_pattern)
        self.show_answer(None)

    def show_answer(self, answer: Answer | None) -> None:
        """Follows the answer that is shown; None while there is none."""
        readable = answer is not None and answer.prediction.problem is None
        before, self._answer = self._answer, answer if readable else None
        if self._answer is None:
            self._photo.view.show_veil(None)
            self._bar.show_labels(())
            self.seeing.stop_lighting()
            if answer is not None:
                self._card.show_nothing()
            return
        same = before is not None and (before.path, before.run.id) == (
            self._answer.path,
            self._answer.run.id,
        )
        if same:  # similar photos were found for it
            return
        self._bar.show_labels([label for label, _ in self._answer.prediction.answers])
        self._light()
        self._look()

    def clear(self) -> None:
        """Another project is open, or no photo is shown."""
        self._answer = None
        self._photo.view.show_veil(None)
        self._bar.show_labels(())
        self._card.invite()

    def begin(self) -> None:
        """The page is shown: before there is a photo, there are filters to see."""
        if self._answer is None:
            self._look()

    def show_card(self, shown: bool) -> None:
        """Whether the third card can be seen: the network is looked into only where it can."""
        if shown != self._card_shown:
            self._card_shown = shown
            self._look()

    def show_channel(self, shown: bool) -> None:
        """Whether the view of a channel can be seen."""
        self._channel_shown = self._begins_by_itself = shown
        if not shown:
            self.seeing.stop_looking_through()
            self.seeing.stop_making()
            self._channel.show_making(None)

    # The photo

    def _light(self) -> None:
        answer, bar = self._answer, self._bar
        if answer is None or not bar.wants_heat or not bar.wanted_label:
            self._photo.view.show_veil(None)
            self.seeing.stop_lighting()
            return
        wanted = HeatWanted(
            answer.path, answer.run.id, bar.wanted_label, bar.wanted_layer, bar.wants_hiding
        )
        self._photo.view.show_veil(None)
        bar.show_waiting()
        self.seeing.light(wanted)

    def _on_heat(self, wanted: HeatWanted, heat: Heat) -> None:
        answer = self._answer
        if answer is None or (wanted.photo, wanted.run_id) != (answer.path, answer.run.id):
            return
        self._bar.show_found(heat.label, nothing=heat.highest <= 0)
        if heat.highest > 0:
            self._photo.view.show_veil(veil_of(heat.picture), heat.frame)

    def _set_opacity(self, opacity: float) -> None:
        self._desk.settings.heat_opacity = round(100 * opacity)
        self._photo.view.set_veil_opacity(opacity)

    # The card

    def _look(self) -> None:
        answer = self._answer
        if not self._card_shown:
            return
        if answer is not None:
            self._card.show_waiting()
            self.seeing.look(answer.path)
        elif self._photo.path is None and self._photo.isVisible():
            self.seeing.find_filters()

    def _on_filters(self, filters: tuple[Picture, ...]) -> None:
        if self._answer is None and self._photo.path is None:
            self._card.show_filters(filters)

    def _on_looked(self, photo: Path, view: PhotoView) -> None:
        self._bar.show_layers([layer.layer for layer in view.layers])
        if self._answer is not None and self._answer.path == photo:
            self._card.show_view(view)

    # A channel

    def open_channel(self, layer: str, channel: int) -> None:
        """Shows one channel, with the photo of the answer."""
        answer, run_id = self._answer, self.seeing.run_id
        if run_id is None:
            return
        self._channel.begin(layer, channel, *self._card.position_of(layer))
        self._channel.show_photo(self._photo.image)
        self.seeing.stop_making()
        self._channel.show_making(None)
        self.seeing.look_at_channel(
            ChannelWanted(answer.path if answer else None, run_id, layer, channel)
        )
        self.channel_opened.emit()

    def _on_channel(self, wanted: ChannelWanted, found: Channel) -> None:
        snapshot = self._desk.session.snapshot
        if snapshot is None or not self._is_shown(wanted):
            return
        self._channel.show_channel(found, snapshot.path)
        read_only = self._desk.session.read_only
        self._channel.show_read_only(read_only)
        if found.known < found.there and self._begins_by_itself and not read_only:
            self._begins_by_itself = False
            self.seeing.look_through()
            self._channel.show_looked_through(found.known, found.there, running=True)

    def _is_shown(self, wanted: ChannelWanted) -> bool:
        return (wanted.layer, wanted.channel) == (self._channel.layer, self._channel.channel)

    def _look_through(self, wanted: bool) -> None:
        self._begins_by_itself = False
        if wanted:
            self.seeing.look_through()
        else:
            self.seeing.stop_looking_through()
            self._look_again()

    def _on_looked_through(self, known: int, there: int, running: bool) -> None:
        if there:
            self._channel.show_looked_through(known, there, running=running)
        if not running:
            self._look_again()

    def _look_again(self) -> None:
        """Shows what the index knows now."""
        run_id, answer = self.seeing.run_id, self._answer
        if run_id is not None and self._channel_shown and self._channel.layer:
            photo = answer.path if answer else None
            self._channel.progress.hide()
            self.seeing.look_at_channel(
                ChannelWanted(photo, run_id, self._channel.layer, self._channel.channel)
            )

    def _make_pattern(self, wanted: bool) -> None:
        run_id = self.seeing.run_id
        if run_id is None:
            return
        if not wanted:
            self.seeing.stop_making()
            self._channel.show_making(None)
            return
        self._channel.show_making((0, 0))
        self.seeing.make_pattern(
            ChannelWanted(None, run_id, self._channel.layer, self._channel.channel)
        )

    def _on_pattern(self, wanted: ChannelWanted, made: Pattern) -> None:
        if self._is_shown(wanted):
            self._channel.show_pattern(made)

    def _on_failed(self) -> None:
        self._photo.view.show_veil(None)
        self._channel.show_making(None)
