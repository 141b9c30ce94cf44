"""How a person wants the project learned: settings and network, remembered in the project."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from flowerdesk.app.pages.learn.head_settings import from_setting, to_setting
from flowerdesk.app.session import Session
from flowerdesk.core import workflow
from flowerdesk.core.backbones.survey import Survey, survey
from flowerdesk.core.backbones.ways import AUTO, PRECISIONS, RUNTIMES
from flowerdesk.core.project import Project
from flowerdesk.core.training import HeadSettings
from flowerdesk.core.workflow import BackboneRequest

_SETTINGS = "head_settings"
_REQUEST = "backbone_request"


class Wanted(QObject):
    """What the primary button would do, and whether what it needs is here.

    Signals:
        loaded(): ``settings`` and ``request`` are those of the open project.
        surveyed(): ``survey`` tells about the network that is wanted now.
    """

    loaded = Signal()
    surveyed = Signal()

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.settings = HeadSettings()
        self.request = BackboneRequest()
        self.survey: Survey | None = None
        self._session = session
        self._closed = False

    def close(self) -> None:
        """Tells nothing any more: the page goes."""
        self._closed = True

    def load(self) -> None:
        """Reads what the project remembers, then looks for the network."""
        self.settings, self.request, self.survey = HeadSettings(), BackboneRequest(), None
        self._session.ask(_read, self._on_read)

    def keep(self, settings: HeadSettings, request: BackboneRequest | None = None) -> None:
        """Remembers what is wanted from now on."""
        self.settings = settings
        self.request = request or self.request
        kept = {_SETTINGS: to_setting(settings)}
        if request is not None:
            kept[_REQUEST] = {
                "backbone": request.backbone,
                "layer": request.layer,
                "weights": str(request.weights) if request.weights else None,
                "runtime": request.runtime,
                "precision": request.precision,
            }

        def write(project: Project) -> None:
            for key, value in kept.items():
                project.set_setting(key, value)

        self._session.ask(write, lambda _: None)

    def look(self) -> None:
        """Looks which networks and weights are here; the last ``survey`` stands until then."""
        request = self.request
        self._session.ask(
            lambda _: survey(request.backbone, request.layer, request.weights),
            lambda found: self._on_surveyed(request, found),
        )

    def _on_read(self, kept: tuple[HeadSettings, BackboneRequest]) -> None:
        if self._closed:
            return
        self.settings, self.request = kept
        self.loaded.emit()
        self.look()

    def _on_surveyed(self, request: BackboneRequest, found: Survey) -> None:
        if request == self.request and not self._closed:  # else another one is on its way
            self.survey = found
            self.surveyed.emit()


def _read(project: Project) -> tuple[HeadSettings, BackboneRequest]:
    return from_setting(project.setting(_SETTINGS)), _request(project)


def _request(project: Project) -> BackboneRequest:
    """What was chosen; else what the run in use was made with, by the command line; else the best
    that is here."""
    kept = project.setting(_REQUEST)
    if isinstance(kept, Mapping) and isinstance(kept.get("backbone"), str):
        layer, weights = kept.get("layer"), kept.get("weights")
        runtime, precision = kept.get("runtime", AUTO), kept.get("precision", AUTO)
        return BackboneRequest(
            kept["backbone"],
            layer if isinstance(layer, str) else None,
            Path(weights) if isinstance(weights, str) else None,
            runtime if runtime in RUNTIMES else AUTO,
            precision if precision in PRECISIONS else AUTO,
        )
    run = project.run()
    if run is None:
        return BackboneRequest()
    key = run.feature_key
    return BackboneRequest(
        key.backbone, key.layer, workflow.remembered_weights(project, key.backbone)
    )
