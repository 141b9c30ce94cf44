"""The network that looks at the photos: which one, why, whether its weights are here, how fast."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from flowerdesk.app.pages.learn.weights_offer import WeightsOffer, WeightsWork
from flowerdesk.app.pages.learn.wording import duration_text, number_text
from flowerdesk.app.sentences import photos_text, told
from flowerdesk.app.widgets.basics import Card, button, text
from flowerdesk.core.backbones.loading import AUTO
from flowerdesk.core.backbones.speed import Speed
from flowerdesk.core.backbones.survey import NetworkOffer, Survey
from flowerdesk.core.backbones.ways import TITLES
from flowerdesk.core.workflow import BackboneRequest


class NetworkCard(Card):
    """Shows what a survey found; where weights are missing, offers to get them.

    Signals:
        compare_wanted(): all networks shall be compared.
    """

    compare_wanted = Signal()

    def __init__(self, work: WeightsWork, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.compare = button(
            self.tr("Compare networks…"),
            self.tr("All networks and layers, with their size, licence and speed here"),
        )
        self.compare.clicked.connect(self.compare_wanted)
        self.network = text(role="muted", wrap=True)
        self.problem = text(role="problem", wrap=True)
        self.offer = WeightsOffer(work)
        words = QVBoxLayout()
        words.addWidget(text(self.tr("Network that looks at the photos"), "heading"))
        words.addWidget(self.network)
        words.addWidget(self.problem)
        row = QHBoxLayout()
        row.addLayout(words, 1)
        row.addWidget(self.compare)
        self.body.addLayout(row)
        self.body.addWidget(self.offer)
        self.network.setText(self.tr("Looking for the networks on this computer …"))
        self.problem.hide()
        self.offer.hide()

    def show_survey(
        self, survey: Survey, request: BackboneRequest, photos_left: int | None, photos: int
    ) -> None:
        """``photos_left`` of ``photos`` have not been looked at with this network and layer; for
        None it is not said how long they take."""
        chosen, layer = survey.chosen, survey.layer
        if chosen is None or layer is None:
            self.network.setText(
                self.tr("{network} is unknown to this version of flowerdesk.").format(
                    network=request.backbone
                )
            )
            self._show_problem(self.tr("Compare the networks and choose one of them."), None)
            return
        parts = [
            self.tr("{network}, layer {layer} ({numbers} numbers a photo)").format(
                network=chosen.backbone.title,
                layer=layer.layer.name,
                numbers=number_text(layer.layer.feature_dim),
            ),
            weights_state(chosen),
        ]
        if AUTO not in (request.runtime, request.precision):
            parts.append(
                self.tr("computed by {runtime} in {precision}").format(
                    runtime=TITLES.get(request.runtime, request.runtime),
                    precision=request.precision,
                )
            )
        if survey.ready and photos_left is not None:
            parts.append(estimate(layer.speed, photos_left, photos))
        if request.backbone == AUTO and survey.ready:
            parts.append(_why(chosen))
        self.network.setText(" · ".join(part for part in parts if part))
        if survey.ready:
            self._show_problem("", None)
        elif chosen.weights is not None:
            self._show_problem(
                self.tr(
                    "The weights that are here end before {layer}. Compare the networks to choose "
                    "a layer that they reach, or get all the weights:"
                ).format(layer=layer.layer.name),
                chosen,
            )
        else:
            self._show_problem(
                (chosen.problem and told(chosen.problem))
                or self.tr(
                    "The weights of {network} are not on this computer. Nothing is fetched "
                    "unless you ask for it:"
                ).format(network=chosen.backbone.title),
                chosen,
            )

    def call_attention(self) -> None:
        """Puts the cursor on what has to be done before anything can be looked at."""
        for control in (self.offer.download, self.offer.choose, self.compare):
            if control.isVisibleTo(self) and control.isEnabled():
                control.setFocus()
                return

    def set_locked(self, locked: bool, why: str = "") -> None:
        """The network stays as it is while work goes on, or for a reader."""
        self.compare.setEnabled(not locked)
        self.compare.setToolTip(
            why
            if locked
            else self.tr("All networks and layers, with their size, licence and speed here")
        )

    def _show_problem(self, sentence: str, network: NetworkOffer | None) -> None:
        self.problem.setText(sentence)
        self.problem.setVisible(bool(sentence))
        self.offer.offer(network.backbone if network else None)
        self.offer.setVisible(network is not None)


def weights_state(network: NetworkOffer) -> str:
    """Whether the weights of a network are here."""
    translate = QCoreApplication.translate
    if network.weights is None:
        return translate("NetworkCard", "weights not here yet")
    if network.backbone.bundled_weights is not None:
        return translate("NetworkCard", "comes with flowerdesk")
    return translate("NetworkCard", "weights on this computer")


def estimate(speed: Speed, photos_left: int, photos: int) -> str:
    """How long a project takes, or that there is nothing left to do."""
    translate = QCoreApplication.translate
    if not photos:
        return ""
    if not photos_left:
        return translate("NetworkCard", "every photo was looked at with it")
    words = (
        translate("NetworkCard", "{time} for {photos}, as measured")
        if speed.measured
        else translate("NetworkCard", "about {time} for {photos}")
    )
    return words.format(
        time=duration_text(photos_left / speed.photos_per_second), photos=photos_text(photos_left)
    )


def _why(chosen: NetworkOffer) -> str:
    translate = QCoreApplication.translate
    if chosen.backbone.bundled_weights is not None:
        return translate("NetworkCard", "chosen because it needs no download")
    return translate("NetworkCard", "chosen because its weights are here")
