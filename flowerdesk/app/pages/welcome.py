"""The first page: drop a folder of photos, open a project, or draw sample photos."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDropEvent
from PySide6.QtWidgets import (
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QProgressBar,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from flowerdesk.app import ask
from flowerdesk.app.desk import Desk, Page
from flowerdesk.app.icons import icon
from flowerdesk.app.sentences import told
from flowerdesk.app.theme import SPACING
from flowerdesk.app.widgets.basics import Card, ElidedLabel, button, text
from flowerdesk.core import workflow
from flowerdesk.core.events import Progress
from flowerdesk.core.project import SUFFIX, beside
from flowerdesk.jobs import Crashed, Failed, Finished

_SAMPLE_PHOTOS_PER_LABEL = 120
_SAMPLE_SEED = 0
_WIDTH = 640


class WelcomePage(Page):
    """Shown while no project is open, and by Ctrl+N."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self._sample_job: int | None = None
        self._sample_folder: Path | None = None
        column = QVBoxLayout()
        column.setSpacing(SPACING)
        self.drop_area = DropArea()
        self.drop_area.dropped.connect(self._open)
        self.drop_area.choose.clicked.connect(self._choose_folder)
        self.setFocusProxy(self.drop_area.choose)
        column.addWidget(self.drop_area)
        column.addWidget(self._make_sample_card())
        column.addWidget(self._make_recent_card())
        column.addStretch(1)
        inner = QWidget()
        inner.setMaximumWidth(_WIDTH)
        inner.setLayout(column)
        middle = QWidget()
        row = QHBoxLayout(middle)
        row.setContentsMargins(SPACING, 2 * SPACING, SPACING, SPACING)
        row.addStretch(1)
        row.addWidget(inner, 8)
        row.addStretch(1)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # its controls take the focus, and scroll it
        scroll.setWidget(middle)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(scroll)
        desk.session.opened.connect(self._show_recent)
        desk.session.busy_changed.connect(self.drop_area.show_busy)
        desk.runner.reported.connect(self._on_event)
        desk.runner.ended.connect(self._on_ended)
        self._show_recent()

    # A sample

    def _make_sample_card(self) -> Card:
        card = Card()
        row = QHBoxLayout()
        words = QVBoxLayout()
        words.addWidget(text(self.tr("No photos at hand?"), "heading"))
        self._sample_text = text(role="muted", wrap=True)
        words.addWidget(self._sample_text)
        self.sample_button = button(
            self.tr("Make a sample project…"), self.tr("Choose where the drawn photos go")
        )
        self.sample_button.clicked.connect(self._choose_sample_folder)
        row.addLayout(words, 1)
        row.addWidget(self.sample_button)
        card.body.addLayout(row)
        self._sample_bar = QProgressBar()
        self._sample_bar.setTextVisible(False)
        self._sample_bar.setAccessibleName(self.tr("Drawing sample photos"))
        self._sample_bar.hide()
        card.body.addWidget(self._sample_bar)
        self._explain_sample()
        return card

    def _explain_sample(self) -> None:
        self._sample_text.setText(
            self.tr("flowerdesk draws flowers of five kinds, and learns to tell them apart.")
        )

    def _choose_sample_folder(self) -> None:
        if self._sample_job is not None:
            self.desk.runner.cancel(self._sample_job)
            return
        chosen = ask.for_folder(self, self.tr("Where should the folder of sample photos be?"))
        if chosen is not None:
            self.make_sample(chosen / self.tr("Sample flowers"))

    def make_sample(self, folder: Path) -> None:
        """Draws sample photos into ``folder`` and opens them as a project."""
        self._sample_folder = folder
        self._sample_job = self.desk.runner.start(
            workflow.draw_sample, folder, _SAMPLE_PHOTOS_PER_LABEL, _SAMPLE_SEED
        )
        self._sample_bar.setRange(0, 0)
        self._sample_bar.show()
        self.sample_button.setText(self.tr("Stop"))

    def _on_event(self, job_id: int, event: object) -> None:
        if job_id == self._sample_job and isinstance(event, Progress) and event.total:
            self._sample_bar.setRange(0, event.total)
            self._sample_bar.setValue(event.done)
            self._sample_text.setText(
                self.tr("Drawing photo {done} of {total} …").format(
                    done=event.done, total=event.total
                )
            )

    def _on_ended(self, job_id: int, outcome: object) -> None:
        if job_id != self._sample_job:
            return
        self._sample_job = None
        self._sample_bar.hide()
        self.sample_button.setText(self.tr("Make a sample project…"))
        self._explain_sample()
        match outcome:
            case Finished() if self._sample_folder is not None:
                self._open(self._sample_folder)
            case (
                Failed(message=message, traceback=details)
                | Crashed(message=message, details=details)
            ):
                self.desk.tell(told(message), details)

    # Recent projects

    def _make_recent_card(self) -> Card:
        self._recent_card = Card()
        self._recent_card.body.addWidget(text(self.tr("Projects"), "heading"))
        self._recent = QGridLayout()
        self._recent.setColumnStretch(1, 1)
        self._recent_card.body.addLayout(self._recent)
        row = QHBoxLayout()
        self.open_button = button(
            self.tr("Open a project…"), self.tr("Choose a project file (Ctrl+O)")
        )
        self.open_button.clicked.connect(self._choose_project)
        row.addWidget(self.open_button)
        row.addStretch(1)
        self._recent_card.body.addLayout(row)
        return self._recent_card

    def _show_recent(self) -> None:
        while (item := self._recent.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.deleteLater()
        for number, name in enumerate(self.desk.settings.recent_projects):
            path = Path(name)
            shown = button(path.name.removesuffix(SUFFIX), str(path), flat=True)
            shown.setIcon(icon("flower", "accent"))
            shown.clicked.connect(lambda _=False, path=path: self._open_recent(path))
            self._recent.addWidget(shown, number, 0, Qt.AlignmentFlag.AlignLeft)
            self._recent.addWidget(
                ElidedLabel(str(path.parent), "muted", Qt.TextElideMode.ElideMiddle), number, 1
            )
        if not self.desk.settings.recent_projects:
            self._recent.addWidget(
                text(self.tr("Projects that you open are listed here."), "muted"), 0, 0
            )

    def _open_recent(self, path: Path) -> None:
        if not path.exists():
            self.desk.settings.forget_project(path)
            self._show_recent()
            self.desk.tell(
                self.tr("{path} is not there any more. Open it from where it is now.").format(
                    path=path
                ),
                "",
            )
            return
        self._open(path)

    # Opening

    def _choose_project(self) -> None:
        filters = self.tr("Projects") + f" (*{SUFFIX})"
        chosen = ask.for_file(self, self.tr("Open a project"), filters)
        if chosen is not None:
            self._open(chosen)

    def _choose_folder(self) -> None:
        chosen = ask.for_folder(self, self.tr("Choose the folder of photos"))
        if chosen is not None:
            self._open(chosen)

    def _open(self, path: Path) -> None:
        session = self.desk.session
        if path.is_dir():
            session.create(path, beside(path))
        else:
            session.open(path)


class DropArea(Card):
    """A large target for a folder of photos or a project file."""

    dropped = Signal(Path)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("drop", True)
        self.setAcceptDrops(True)
        self.setMinimumHeight(240)
        picture = QLabel()
        picture.setPixmap(icon("folder-open", "accent").pixmap(QSize(56, 56)))
        self._heading = text(self.tr("Drop a folder of photos here"), "title")
        explanation = text(
            self.tr(
                "It should hold one folder for each kind, named after it. "
                "Your photos stay where they are and are never changed."
            ),
            "muted",
            wrap=True,
        )
        explanation.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self.choose = button(
            self.tr("Choose a folder…"), self.tr("Choose the folder of photos"), primary=True
        )
        self.body.addStretch(1)
        for widget in (picture, self._heading):
            self.body.addWidget(widget, 0, Qt.AlignmentFlag.AlignHCenter)
        self.body.addWidget(explanation)
        self.body.addSpacing(8)
        self.body.addWidget(self.choose, 0, Qt.AlignmentFlag.AlignHCenter)
        self.body.addStretch(1)

    def show_busy(self, busy: bool) -> None:
        """Says that the folder is being looked through."""
        self.choose.setEnabled(not busy)
        self._heading.setText(
            self.tr("Looking through the folder …")
            if busy
            else self.tr("Drop a folder of photos here")
        )

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:  # noqa: N802 - Qt's name
        if _path(event) is not None:
            event.acceptProposedAction()
            self._highlight(True)

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:  # noqa: N802 - Qt's name
        self._highlight(False)

    def dropEvent(self, event: QDropEvent) -> None:  # noqa: N802 - Qt's name
        self._highlight(False)
        path = _path(event)
        if path is not None:
            event.acceptProposedAction()
            self.dropped.emit(path)

    def _highlight(self, on: bool) -> None:
        self.setProperty("drop", "over" if on else True)
        self.style().unpolish(self)
        self.style().polish(self)


def _path(event: QDropEvent) -> Path | None:
    paths = [Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()]
    return paths[0] if len(paths) == 1 else None


make_page = WelcomePage
