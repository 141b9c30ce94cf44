"""Asks the child process what the network sees, and keeps what was seen last.

State for the Use page; nothing here draws.
"""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, Signal

from flowerdesk.app.job_runner import JobRunner
from flowerdesk.app.learning import Learning
from flowerdesk.app.naming import Naming
from flowerdesk.app.sentences import told
from flowerdesk.app.session import Session
from flowerdesk.core.events import Event, Progress
from flowerdesk.core.see import work
from flowerdesk.jobs import Crashed, Failed, Finished

_KEPT = 24
_PHOTOS_AT_ONCE = 64
"""Of a piece of looking through: whoever asks for something else waits for no more than these."""
_SEED = 0


@dataclass(frozen=True)
class HeatWanted:
    """What should be lit in a photo: what spoke for a label, in one of two ways."""

    photo: Path
    run_id: int
    label: str
    layer: str | None = None
    """For Grad-CAM; None takes the last one with places."""
    by_hiding: bool = False


@dataclass(frozen=True)
class ChannelWanted:
    """A channel of a layer, and the photo to see it on."""

    photo: Path | None
    run_id: int
    layer: str
    channel: int


class Seeing(QObject):
    """One question of each kind is open at a time: a new one takes the place of the last.

    Looking through the project's photos happens in pieces, each of which gives way at once to
    whatever else is asked of the child.

    Signals:
        looked(photo, PhotoView): what the layers see of a photo.
        filters_found(tuple[Picture]): the first layer's filters.
        heat_found(HeatWanted, Heat): also for what was found before.
        heat_progressed(done, total): squares hidden so far.
        channel_found(ChannelWanted, ChannelView): what is known of a channel.
        looked_through(known, there, running): photos that the index knows.
        pattern_progressed(done, total): steps up the slope.
        pattern_made(ChannelWanted, Pattern): also for one that was kept.
        waiting_changed(): what is asked for is another, or there is nothing any more.
        failed(sentence, details): there is no answer.
        cleared(): another project is open.
    """

    looked = Signal(object, object)
    filters_found = Signal(object)
    heat_found = Signal(object, object)
    heat_progressed = Signal(int, int)
    channel_found = Signal(object, object)
    looked_through = Signal(int, int, bool)
    pattern_progressed = Signal(int, int)
    pattern_made = Signal(object, object)
    waiting_changed = Signal()
    failed = Signal(str, str)
    cleared = Signal()

    def __init__(
        self,
        session: Session,
        runner: JobRunner,
        naming: Naming,
        learning: Learning,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._session = session
        self._naming = naming
        self._runner = runner
        self._jobs: dict[int, tuple[str, Any]] = {}
        self._open: dict[str, int] = {}
        self._views: OrderedDict[Any, Any] = OrderedDict()
        self._heats: OrderedDict[Any, Any] = OrderedDict()
        self._wants_index = False
        self._after = 0
        runner.reported.connect(self._on_event)
        runner.ended.connect(self._on_ended)
        session.opened.connect(self._forget)
        naming.state_changed.connect(self._on_naming)
        learning.stage_changed.connect(self._give_way)

    @property
    def run_id(self) -> int | None:
        """The run whose network is looked into."""
        snapshot = self._session.snapshot
        return snapshot.run_in_use if snapshot is not None and snapshot.run is not None else None

    @property
    def looking_through(self) -> bool:
        return self._wants_index

    def waits_for(self, kind: str) -> Any:
        """What of ``look``, ``heat``, ``channel`` or ``pattern`` is asked for; None if nothing."""
        job_id = self._open.get(kind)
        return None if job_id is None else self._jobs[job_id][1]

    # Asking

    def look(self, photo: Path) -> None:
        """Asks what every layer sees of a photo."""
        key = (photo, self.run_id)
        if key in self._views:
            self._drop("look")
            self.looked.emit(photo, self._views[key])
        elif self.waits_for("look") != key:
            self._start("look", key, work.look, photo, None)

    def find_filters(self) -> None:
        """Asks for the first layer's filters."""
        if self.waits_for("filters") is None:
            self._start("filters", self.run_id, work.first_filters, None)

    def light(self, wanted: HeatWanted) -> None:
        """Asks what in a photo spoke for a label."""
        if wanted in self._heats:
            self._drop("heat")
            self.heat_found.emit(wanted, self._heats[wanted])
        elif self.waits_for("heat") == wanted:
            pass
        elif wanted.by_hiding:
            arguments = (wanted.photo, wanted.label, None)
            self._start("heat", wanted, work.second_opinion, *arguments)
        else:
            arguments4 = (wanted.photo, wanted.label, wanted.layer, None)
            self._start("heat", wanted, work.spoke_for, *arguments4)

    def stop_lighting(self) -> None:
        self._drop("heat")

    def look_at_channel(self, wanted: ChannelWanted) -> None:
        """Asks what is known of a channel so far."""
        arguments = (wanted.photo, wanted.layer, wanted.channel, _SEED, None)
        self._start("channel", wanted, work.look_at_channel, *arguments)

    def make_pattern(self, wanted: ChannelWanted) -> None:
        """Asks for the pattern that excites a channel most."""
        arguments = (wanted.layer, wanted.channel, _SEED, None)
        self._start("pattern", wanted, work.make_pattern, *arguments)

    def stop_making(self) -> None:
        self._drop("pattern")

    def look_through(self) -> None:
        """Looks through the photos that the index does not know yet, until it is stopped."""
        if not self._wants_index:
            self._wants_index, self._after = True, 0
            self._next_piece()

    def stop_looking_through(self) -> None:
        """What was looked through is kept."""
        self._wants_index = False
        self._drop("index")

    def _start(self, kind: str, wanted: Any, job: Any, *arguments: object) -> None:
        snapshot = self._session.snapshot
        if snapshot is None or snapshot.run is None:
            return
        self._drop(kind)
        job_id = self._runner.start(job, snapshot.path, *arguments)
        self._jobs[job_id] = (kind, wanted)
        self._open[kind] = job_id
        if kind != "index":
            self._give_way()
        self.waiting_changed.emit()

    def _drop(self, kind: str) -> None:
        """Cancels what is open of a kind; nothing is heard of it any more."""
        job_id = self._open.pop(kind, None)
        if job_id is not None:
            self._runner.cancel(job_id)
            if kind != "index":
                self.waiting_changed.emit()

    def _give_way(self) -> None:
        """Lets others have the child: the piece that runs ends, and the next one waits its turn."""
        job_id = self._open.get("index")
        if job_id is not None:
            self._runner.cancel(job_id)

    def _on_naming(self) -> None:
        if self._naming.asked is not None or self._naming.naming_many:
            self._give_way()

    def _next_piece(self) -> None:
        self._start("index", None, work.look_through, self._after, _PHOTOS_AT_ONCE, None)

    def _forget(self) -> None:
        self._wants_index = False
        for kind in list(self._open):
            self._drop(kind)
        self._views.clear()
        self._heats.clear()
        self.cleared.emit()

    # Answers

    def _on_event(self, job_id: int, event: Event) -> None:
        kind, _ = self._jobs.get(job_id, ("", None))
        if self._open.get(kind) != job_id or not isinstance(event, Progress) or not event.total:
            return
        match kind:
            case "heat":
                self.heat_progressed.emit(event.done, event.total)
            case "pattern":
                self.pattern_progressed.emit(event.done, event.total)
            case "index":
                self.looked_through.emit(event.done, event.total, True)

    def _on_ended(self, job_id: int, outcome: object) -> None:
        if job_id not in self._jobs:
            return
        kind, wanted = self._jobs.pop(job_id)
        if self._open.get(kind) != job_id:
            return  # another was asked for meanwhile
        del self._open[kind]
        if isinstance(outcome, Finished):
            self._answer(kind, wanted, outcome.result)
        elif isinstance(outcome, Failed | Crashed):
            if kind == "index":
                self._wants_index = False
                self.looked_through.emit(0, 0, False)
            details = outcome.traceback if isinstance(outcome, Failed) else outcome.details
            self.failed.emit(told(outcome.message), details)
        elif kind == "index" and self._wants_index:  # it gave way
            self._next_piece()
        if kind != "index":
            self.waiting_changed.emit()

    def _answer(self, kind: str, wanted: Any, result: Any) -> None:
        match kind:
            case "look":
                _keep(self._views, wanted, result)
                self.looked.emit(wanted[0], result)
            case "filters":
                self.filters_found.emit(result)
            case "heat":
                _keep(self._heats, wanted, result)
                self.heat_found.emit(wanted, result)
            case "channel":
                self.channel_found.emit(wanted, result)
            case "pattern":
                self.pattern_made.emit(wanted, result)
            case "index":
                self._after = result.last_id
                self._wants_index = self._wants_index and not result.complete
                self.looked_through.emit(result.known, result.there, self._wants_index)
                if self._wants_index:
                    self._next_piece()


def _keep(kept: OrderedDict[Any, Any], key: Any, value: Any) -> None:
    kept[key] = value
    while len(kept) > _KEPT:
        kept.popitem(last=False)
