"""All networks side by side, with their layers: for choosing one, and for getting its weights."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QLocale, Qt, Signal
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QHeaderView,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from flowerdesk.app.measuring import Measuring
from flowerdesk.app.pages.learn.measure_row import MeasureRow
from flowerdesk.app.pages.learn.network_card import estimate, weights_state
from flowerdesk.app.pages.learn.weights_offer import WeightsOffer, WeightsWork
from flowerdesk.app.pages.learn.wording import number_text, rate_text, size_text
from flowerdesk.app.sentences import percent_text, told
from flowerdesk.app.theme import SPACING
from flowerdesk.app.widgets.basics import button, text
from flowerdesk.core.backbones.loading import AUTO
from flowerdesk.core.backbones.survey import LayerOffer, NetworkOffer, Survey
from flowerdesk.core.backbones.ways import Way
from flowerdesk.core.workflow import BackboneRequest

_REQUEST = Qt.ItemDataRole.UserRole
_NETWORK = Qt.ItemDataRole.UserRole + 1
_WAY = Qt.ItemDataRole.UserRole + 2
_COLUMNS = 5

PhotosLeft = Callable[[str, str], int]
"""How many photos were not looked at with a network's layer."""


class NetworksDialog(QDialog):
    """A tree of networks and layers; those that the weights here do not reach cannot be chosen.

    Signals:
        chosen(BackboneRequest): a person wants photos to be looked at with this.
        measure_wanted(BackboneRequest): a layer shall be measured, or with no layer all networks.
    """

    chosen = Signal(object)
    measure_wanted = Signal(object)

    def __init__(
        self,
        work: WeightsWork,
        measuring: Measuring,
        request: BackboneRequest,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._request = request
        self._measuring = measuring
        self.setWindowTitle(self.tr("Compare networks"))
        self.resize(960, 560)
        self.tree = QTreeWidget()
        self.tree.setColumnCount(_COLUMNS)
        self.tree.setHeaderLabels(
            [
                self.tr("Network and layer"),
                self.tr("Numbers a photo"),
                self.tr("Size"),
                self.tr("Weights"),
                self.tr("Time for this project"),
            ]
        )
        self.tree.setAccessibleName(self.tr("Networks and their layers"))
        self.tree.setUniformRowHeights(True)
        self.tree.header().setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        self.tree.currentItemChanged.connect(lambda *_: self._on_current())
        self.tree.itemActivated.connect(lambda *_: self._use())
        self.about = text(role="muted", wrap=True)
        self.about.setMinimumHeight(2 * self.fontMetrics().lineSpacing())
        self.offer = WeightsOffer(work)
        self.measure = MeasureRow(measuring)
        self.measure.wanted.connect(self._measure)
        self.use = button(
            self.tr("Use this one"), self.tr("Look at the photos with it from now on"), primary=True
        )
        self.use.clicked.connect(self._use)
        close = button(self.tr("Close"), self.tr("Keep the network as it is (Esc)"))
        close.clicked.connect(self.reject)
        self._lay_out(close)

    def _lay_out(self, close: QWidget) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(SPACING, SPACING, SPACING, SPACING)
        column.setSpacing(SPACING - 4)
        column.addWidget(
            text(
                self.tr(
                    "A network turns each photo into numbers; learning starts from these. Deeper "
                    "layers see more of what a photo shows, and take longer."
                ),
                wrap=True,
            )
        )
        column.addWidget(self.tree, 1)
        column.addWidget(self.about)
        column.addWidget(self.offer)
        row = QHBoxLayout()
        row.addWidget(self.measure, 1)
        row.addSpacing(SPACING)
        row.addWidget(close)
        row.addWidget(self.use)
        column.addLayout(row)

    def show_survey(self, survey: Survey, photos: int, photos_left: PhotosLeft) -> None:
        """Fills the tree; the place in it stays where it was."""
        current = self.tree.currentItem()
        wanted = current.data(0, _REQUEST) if current is not None else self._request
        self.tree.clear()
        automatic = QTreeWidgetItem([self.tr("Automatic")])
        automatic.setData(0, _REQUEST, BackboneRequest(AUTO))
        automatic.setToolTip(0, self.tr("The best network whose weights are here"))
        self.tree.addTopLevelItem(automatic)
        for network in survey.networks:
            self.tree.addTopLevelItem(self._branch(network, photos, photos_left))
        self.tree.expandAll()
        self._select(wanted)
        if self.tree.currentItem() is None:
            self.tree.setCurrentItem(automatic)

    def _branch(
        self, network: NetworkOffer, photos: int, photos_left: PhotosLeft
    ) -> QTreeWidgetItem:
        source = network.backbone.source
        size = size_text(source.size) if source else ""
        branch = QTreeWidgetItem(
            [
                network.backbone.title,
                "",
                size,
                (network.problem and told(network.problem)) or weights_state(network),
            ]
        )
        font = branch.font(0)
        font.setBold(True)
        branch.setFont(0, font)
        branch.setData(0, _NETWORK, network)
        for offer in network.layers:
            branch.addChild(self._leaf(network, offer, photos, photos_left))
        return branch

    def _leaf(
        self, network: NetworkOffer, offer: LayerOffer, photos: int, photos_left: PhotosLeft
    ) -> QTreeWidgetItem:
        layer = offer.layer
        left = photos_left(network.backbone.name, layer.name)
        state = "" if offer.served or network.weights is None else self.tr("not in these weights")
        leaf = QTreeWidgetItem(
            [
                layer.name,
                number_text(layer.feature_dim),
                "",
                state,
                estimate(offer.speed, left, photos),
            ]
        )
        leaf.setTextAlignment(1, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        leaf.setData(0, _NETWORK, network)
        if offer.served:
            weights = self._named_weights(network)
            request = BackboneRequest(network.backbone.name, layer.name, weights)
            leaf.setData(0, _REQUEST, request)
            for way, speed in offer.ways:
                twig = QTreeWidgetItem([str(way), "", "", "", estimate(speed, photos, photos)])
                twig.setData(0, _NETWORK, network)
                twig.setData(
                    0,
                    _REQUEST,
                    replace(request, runtime=way.runtime, precision=way.precision),
                )
                twig.setData(0, _WAY, way)
                leaf.addChild(twig)
        else:
            for number in range(_COLUMNS):
                leaf.setForeground(number, self.palette().placeholderText())
        return leaf

    def _named_weights(self, network: NetworkOffer) -> Path | None:
        same = self._request.backbone == network.backbone.name
        return self._request.weights if same else None

    def _select(self, wanted: BackboneRequest | None) -> None:
        for item in self._items():
            request = item.data(0, _REQUEST)
            if request is not None and request == wanted:
                self.tree.setCurrentItem(item)
                return
        for item in self._items():
            network = item.data(0, _NETWORK)
            if wanted is not None and network and network.backbone.name == wanted.backbone:
                self.tree.setCurrentItem(item)
                return

    def _items(self) -> list[QTreeWidgetItem]:
        found: list[QTreeWidgetItem] = []
        for number in range(self.tree.topLevelItemCount()):
            if (top := self.tree.topLevelItem(number)) is not None:
                found.append(top)
                for child in _children(top):
                    found += [child, *_children(child)]
        return found

    def _on_current(self) -> None:
        item = self.tree.currentItem()
        network = item.data(0, _NETWORK) if item is not None else None
        self.use.setEnabled(item is not None and item.data(0, _REQUEST) is not None)
        if network is None:
            self.about.setText(
                self.tr("Takes the best network whose weights are on this computer.")
                if item is not None
                else ""
            )
            self.offer.hide()
            return
        backbone = network.backbone
        licence = backbone.source.licence if backbone.source else ""
        described = told(backbone.description)
        way = item.data(0, _WAY) if item is not None else None
        if item is None or way is None:
            self.about.setText(" · ".join(part for part in (described, licence) if part))
        else:
            self.about.setText(self._about_way(item.data(0, _REQUEST), way))
        whole = all(offer.served for offer in network.layers)
        self.offer.offer(None if whole else backbone)
        self.offer.setVisible(not whole)

    def _about_way(self, request: BackboneRequest, way: Way) -> str:
        """What was measured of it since the window opened, beside its speed."""
        measured = self._measuring.of(request.backbone, request.layer or "", way)
        if measured is None:
            return self.tr("A way of computing the same numbers, tried on this computer before.")
        if measured.problem:
            return told(measured.problem)
        parts = [rate_text(measured.photos_per_second)]
        if measured.memory is not None:
            parts.append(self.tr("{size} of memory").format(size=size_text(measured.memory)))
        parts.append(
            self.tr("agrees with float32: cosine {cosine}, {neighbours} same nearest").format(
                cosine=QLocale().toString(measured.cosine, "f", 4),
                neighbours=percent_text(measured.neighbours),
            )
        )
        return " · ".join(parts)

    def _measure(self) -> None:
        """The layer that is selected, or all networks whose weights are here."""
        item = self.tree.currentItem()
        request = item.data(0, _REQUEST) if item is not None else None
        self.measure_wanted.emit(request if request and request.layer else BackboneRequest(AUTO))

    def _use(self) -> None:
        item = self.tree.currentItem()
        request = item.data(0, _REQUEST) if item is not None else None
        if request is not None:
            self.chosen.emit(request)
            self.accept()


def _children(item: QTreeWidgetItem) -> list[QTreeWidgetItem]:
    found = (item.child(number) for number in range(item.childCount()))
    return [child for child in found if child is not None]
