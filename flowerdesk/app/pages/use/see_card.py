"""The third card: what each layer of the network sees of the photo, and the first filters."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QGridLayout,
    QScrollArea,
    QTabBar,
    QVBoxLayout,
    QWidget,
)

from flowerdesk.app.pages.use.tour import (
    filters_text,
    layer_number,
    layer_title,
    step_text,
    step_title,
    strength_text,
)
from flowerdesk.app.widgets.basics import Card, text
from flowerdesk.app.widgets.pictures import PictureButton, PictureSheet, image_of
from flowerdesk.core.see.channels import STRONGEST, LayerView, PhotoView
from flowerdesk.core.see.pictures import Picture

_COLUMNS = 4
_FILTER_COLUMNS = 8
_GAP = 6


class SeeCard(Card):
    """Shows the strongest channels of one layer at a time.

    Signals:
        channel_chosen(layer, channel): somebody wants to know more of a channel.
    """

    channel_chosen = Signal(str, int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._view: PhotoView | None = None
        self._layer = ""
        self._shows_filters = False
        self.title = text(self.tr("What the network sees"), "heading")
        self.layers = QTabBar()
        self.layers.setProperty("chips", True)
        self.layers.setAccessibleName(self.tr("Layers of the network"))
        self.layers.setDrawBase(False)
        self.layers.setExpanding(False)
        self.layers.currentChanged.connect(self._choose)
        self.channels = [PictureButton() for _ in range(STRONGEST)]
        for number, one in enumerate(self.channels):
            one.clicked.connect(lambda _=False, number=number: self._open(number))
        self.filters = PictureSheet(_FILTER_COLUMNS)
        self.filters.setAccessibleName(self.tr("The first layer's filters"))
        self.step = text(wrap=True)
        self.explained = text(role="muted", wrap=True)
        self.hint = text(role="muted", wrap=True)
        self.beyond = text(role="muted", wrap=True)
        self._lay_out()
        self.invite()

    def _lay_out(self) -> None:
        self._grid = QWidget()
        grid = QGridLayout(self._grid)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(_GAP)
        for number, one in enumerate(self.channels):
            grid.addWidget(one, *divmod(number, _COLUMNS))
        inner = QWidget()
        below = QVBoxLayout(inner)
        below.setContentsMargins(0, 0, 0, 0)
        below.setSpacing(8)
        for widget in (
            *(self._grid, self.filters),
            *(self.step, self.explained, self.hint, self.beyond),
        ):
            below.addWidget(widget)
        below.addStretch(1)
        self._scroll = QScrollArea()
        self._scroll.setWidgetResizable(True)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._scroll.setWidget(inner)
        for seen_through in (inner, self._scroll.viewport()):
            seen_through.setAutoFillBackground(False)
        self.body.addWidget(self.title)
        self.body.addWidget(self.layers)
        self.body.addWidget(self._scroll, 1)

    def invite(self) -> None:
        """Says what will be here."""
        self._view = None
        self.layers.setVisible(False)
        self._show(
            explained=self.tr(
                "Every layer of the network looks for something else in a photo: the first for "
                "edges and colours, the last for whole things. Drop a photo to see it."
            )
        )

    def show_filters(self, filters: tuple[Picture, ...]) -> None:
        """The first filters, which need no photo, below what will be here."""
        self.filters.show_images([image_of(one) for one in filters])
        self.filters.setVisible(True)
        self.hint.setText(filters_text())
        self.hint.setVisible(True)

    def show_waiting(self) -> None:
        """The pictures of another photo are on their way; those of the last one stay until then."""
        if self._view is None:
            self._show(explained=self.tr("Looking into the network …"))

    def show_nothing(self) -> None:
        """There is nothing to see of this photo."""
        self._view = None
        self.layers.setVisible(False)
        self._show(explained=self.tr("There is nothing to see of a photo that cannot be read."))

    def show_view(self, view: PhotoView) -> None:
        """Shows what is seen of a photo, at the layer that was shown before if there was one."""
        if view is self._view:
            return
        self._view = view
        names = [layer.layer for layer in view.layers]
        self._fill_tabs(view, names)
        shown = names.index(self._layer) + 1 if self._layer in names else len(names)
        number = 0 if self._shows_filters else shown
        self.layers.setVisible(True)
        self.layers.blockSignals(True)
        self.layers.setCurrentIndex(number)
        self.layers.blockSignals(False)
        self._choose(number)

    @property
    def layer(self) -> str:
        """The layer that was shown last; empty before there is one."""
        return self._layer

    def position_of(self, layer: str) -> tuple[int, int]:
        """Which layer that is, counted from 0, and of how many that the network would have."""
        assert self._view is not None
        names = [one.layer for one in self._view.layers]
        return names.index(layer), len(names) + len(self._view.beyond)

    def _fill_tabs(self, view: PhotoView, names: list[str]) -> None:
        wanted = ["", *names, *view.beyond]
        if [self.layers.tabData(n) for n in range(self.layers.count())] == wanted:
            return
        self.layers.blockSignals(True)
        while self.layers.count():
            self.layers.removeTab(0)
        self.layers.addTab(self.tr("Filters"))
        self.layers.setTabToolTip(0, self.tr("The first layer's filters"))
        self.layers.setTabData(0, "")
        for number, name in enumerate(wanted[1:], start=1):
            self.layers.addTab(layer_number(name))
            self.layers.setTabData(number, name)
            reached = name in names
            self.layers.setTabEnabled(number, reached)
            self.layers.setTabToolTip(
                number,
                layer_title(name)
                if reached
                else self.tr("{layer}: the network that answers ends before it").format(
                    layer=layer_title(name)
                ),
            )
        self.layers.blockSignals(False)

    def _choose(self, number: int) -> None:
        view = self._view
        if view is None or number < 0:
            return
        self._shows_filters = number == 0
        if number == 0:
            self._show_filters(view)
        elif number <= len(view.layers):
            self._layer = view.layers[number - 1].layer
            self._show_layer(view, number - 1)

    def _show_filters(self, view: PhotoView) -> None:
        self.filters.show_images([image_of(one) for one in view.filters])
        self._show(
            self.filters,
            step=self.tr("%n filter(s)", None, len(view.filters)),
            explained=filters_text(),
        )

    def _show_layer(self, view: PhotoView, position: int) -> None:
        layer = view.layers[position]
        for number, one in enumerate(self.channels):
            self._show_channel(one, layer, number)
        count = len(view.layers) + len(view.beyond)
        self._show(
            self._grid,
            step=f"{layer_title(layer.layer)}: {step_title(position, count)}",
            explained=step_text(position, count, layer.field, view.side),
            hint=self.tr(
                "The {shown} of {channels} channels that this photo excites most. Click one to see "
                "which of your photos excite it most of all."
            ).format(shown=len(layer.strongest), channels=layer.channels),
            beyond=self.tr(
                "The network that answers ends here: its weights or its chosen layer reach no "
                "further."
            )
            if view.beyond and position == len(view.layers) - 1
            else "",
        )

    def _show_channel(self, one: PictureButton, layer: LayerView, number: int) -> None:
        if number >= len(layer.strongest):
            one.show_image(None)
            one.setToolTip("")
            return
        seen = layer.strongest[number]
        one.show_image(image_of(seen.picture))
        told = self.tr("Channel {channel}, responds up to {strength}").format(
            channel=seen.channel, strength=strength_text(seen.strength)
        )
        one.setToolTip(told)
        one.setAccessibleName(told)

    def _open(self, number: int) -> None:
        view = self._view
        if view is None:
            return
        layer = next(one for one in view.layers if one.layer == self._layer)
        if number < len(layer.strongest):
            self.channel_chosen.emit(layer.layer, layer.strongest[number].channel)

    def _show(
        self,
        pictures: QWidget | None = None,
        *,
        step: str = "",
        explained: str = "",
        hint: str = "",
        beyond: str = "",
    ) -> None:
        for one in (self._grid, self.filters):
            one.setVisible(one is pictures)
        for widget, words in (
            (self.step, step),
            (self.explained, explained),
            (self.hint, hint),
            (self.beyond, beyond),
        ):
            widget.setText(words)
            widget.setVisible(bool(words))
