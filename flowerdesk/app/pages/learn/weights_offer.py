"""Getting the weights of a network: by a download, or from a file that a person has."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QVBoxLayout, QWidget

from flowerdesk.app import ask
from flowerdesk.app.job_runner import JobRunner
from flowerdesk.app.pages.learn.wording import size_text
from flowerdesk.app.sentences import told
from flowerdesk.app.widgets.basics import ElidedLabel, Note, button, text
from flowerdesk.core import workflow
from flowerdesk.core.backbones.backbone import Backbone
from flowerdesk.core.events import Progress
from flowerdesk.jobs import Cancelled, Crashed, Failed, Finished

_SUFFIXES = "*.h5 *.npz *.safetensors *.npy"


class WeightsWork(QObject):
    """One download or copy of weights at a time, as a job of the child process.

    Signals:
        changed(): it began, went on or ended; ``backbone``, ``done`` and ``total`` say how far.
        arrived(name): the weights of this network are here now.
        failed(name, sentence, details): they are not.
    """

    changed = Signal()
    arrived = Signal(str)
    failed = Signal(str, str, str)

    def __init__(self, runner: JobRunner, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.backbone: Backbone | None = None
        """Whose weights are on their way; None while none are."""
        self.done = 0
        self.total = 0
        self.cancelled: str | None = None
        """The network whose download was stopped last; what had arrived is kept."""
        self._runner = runner
        self._job: int | None = None
        runner.reported.connect(self._on_event)
        runner.ended.connect(self._on_ended)

    def download(self, backbone: Backbone) -> None:
        """Gets the publisher's file; goes on where an earlier download stopped."""
        if self._job is None:
            self._begin(backbone, self._runner.start(workflow.fetch_weights, backbone.name))

    def add_file(self, backbone: Backbone, file: Path) -> None:
        """Checks a file and keeps a copy of it."""
        if self._job is None:
            self._begin(backbone, self._runner.start(workflow.add_weights, backbone.name, file))

    def cancel(self) -> None:
        if self._job is not None:
            self._runner.cancel(self._job)

    def _begin(self, backbone: Backbone, job: int) -> None:
        self.backbone, self._job = backbone, job
        self.done = self.total = 0
        self.cancelled = None
        self.changed.emit()

    def _on_event(self, job_id: int, event: object) -> None:
        if job_id == self._job and isinstance(event, Progress):
            self.done, self.total = event.done, event.total or 0
            self.changed.emit()

    def _on_ended(self, job_id: int, outcome: object) -> None:
        if job_id != self._job or self.backbone is None:
            return
        name = self.backbone.name
        self.backbone = self._job = None
        match outcome:
            case Finished():
                self.arrived.emit(name)
            case Cancelled():
                self.cancelled = name
            case (
                Failed(message=message, traceback=details)
                | Crashed(message=message, details=details)
            ):
                self.failed.emit(name, told(message), details)
        self.changed.emit()


class WeightsOffer(QWidget):
    """The two ways to the weights of one network, and how far the one taken is."""

    def __init__(self, work: WeightsWork, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._work = work
        self._backbone: Backbone | None = None
        self._source = ElidedLabel(role="muted")
        self.download = button("", "")
        self.choose = button(
            self.tr("Choose a file…"), self.tr("Take the weights from a file that you have")
        )
        self.cancel = button(
            self.tr("Stop"), self.tr("Stop; what has arrived is kept, and need not come again")
        )
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setAccessibleName(self.tr("How much of the weights has arrived"))
        self.progress = text(role="muted")
        self.note = Note()
        self.download.clicked.connect(self._download)
        self.choose.clicked.connect(self._choose)
        self.cancel.clicked.connect(work.cancel)
        row = QHBoxLayout()
        row.addWidget(self.download)
        row.addWidget(self.choose)
        row.addWidget(self._source, 1)
        going = QHBoxLayout()
        going.addWidget(self.bar, 1)
        going.addWidget(self.progress)
        going.addWidget(self.cancel)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.note)
        column.addLayout(row)
        column.addLayout(going)
        work.changed.connect(self._refresh)
        work.failed.connect(self._on_failed)
        self._refresh()

    def offer(self, backbone: Backbone | None) -> None:
        """Offers the weights of this network."""
        if backbone is not self._backbone:
            self._backbone = backbone
            self.note.hide()
        self._refresh()

    def _download(self) -> None:
        self.note.hide()
        if self._backbone is not None:
            self._work.download(self._backbone)

    def _choose(self) -> None:
        if self._backbone is None:
            return
        title = self.tr("The weights of {network}").format(network=self._backbone.title)
        chosen = ask.for_file(self, title, self.tr("Weights") + f" ({_SUFFIXES})")
        if chosen is not None:
            self.note.hide()
            self._work.add_file(self._backbone, chosen)

    def _refresh(self) -> None:
        work, backbone = self._work, self._backbone
        running = work.backbone is not None
        mine = backbone is not None and work.backbone is backbone
        source = backbone.source if backbone else None
        self.download.setVisible(source is not None and not mine)
        self.choose.setVisible(backbone is not None and not mine)
        self._source.setVisible(source is not None and not mine)
        for widget in (self.bar, self.progress, self.cancel):
            widget.setVisible(mine)
        for widget in (self.download, self.choose):
            widget.setEnabled(not running)
        if source is not None and backbone is not None:
            again = work.cancelled == backbone.name
            words = self.tr("Go on downloading") if again else self.tr("Download ({size})")
            self.download.setText(words.format(size=size_text(source.size)))
            host = source.url.split("/")[2]
            self.download.setToolTip(
                self.tr("Get {size} from {address}").format(
                    size=size_text(source.size), address=source.url
                )
            )
            self._source.setText(
                self.tr("from {host} · {licence}").format(host=host, licence=source.licence)
            )
        if mine:
            self._show_progress()

    def _show_progress(self) -> None:
        work = self._work
        self.bar.setRange(0, 1000 if work.total else 0)  # bytes would not fit into an int
        if work.total:
            self.bar.setValue(round(1000 * work.done / work.total))
            words = self.tr("{done} of {all}").format(
                done=size_text(work.done), all=size_text(work.total)
            )
        else:
            words = self.tr("checking …") if not work.done else size_text(work.done)
        self.progress.setText(words)

    def _on_failed(self, name: str, sentence: str, details: str) -> None:
        if self._backbone is not None and name == self._backbone.name:
            self.note.show_sentence(sentence, details)
