"""The Learn page: puts its cards together and tells them what to show."""

from __future__ import annotations

from dataclasses import asdict

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from flowerdesk.app.desk import Desk, Page
from flowerdesk.app.learning import Stage
from flowerdesk.app.measuring import Measuring
from flowerdesk.app.pages.learn.course_card import CourseCard
from flowerdesk.app.pages.learn.head_settings import HeadSettingsForm
from flowerdesk.app.pages.learn.header import HeaderButtons
from flowerdesk.app.pages.learn.looked_at import seen_by, skipped_photos
from flowerdesk.app.pages.learn.looking_card import LookingCard
from flowerdesk.app.pages.learn.network_card import NetworkCard
from flowerdesk.app.pages.learn.networks_dialog import NetworksDialog
from flowerdesk.app.pages.learn.plot_card import PlotCard
from flowerdesk.app.pages.learn.run_curves import RunCurves
from flowerdesk.app.pages.learn.runs_card import RunsCard, live_row
from flowerdesk.app.pages.learn.skipped_dialog import SkippedDialog
from flowerdesk.app.pages.learn.wanted import Wanted
from flowerdesk.app.pages.learn.weights_offer import WeightsWork
from flowerdesk.app.sentences import percent_text
from flowerdesk.app.theme import SPACING, colours
from flowerdesk.app.widgets.basics import Note
from flowerdesk.core.project import Run
from flowerdesk.core.project.browsing import Snapshot
from flowerdesk.core.project.records import absolute
from flowerdesk.core.workflow import BackboneRequest, TrainReport

_MS_BETWEEN_REFRESHES = 50
# Below these widths the runs do not fit beside the plot, and the cards not beside each other.
_NARROW, _VERY_NARROW = 900, 640


class LearnPage(Page):
    """One button does all that is missing; the cards show how it goes and what came of it."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self.buttons = HeaderButtons()
        self.header = [self.buttons]
        self.wanted = Wanted(desk.session, self)
        self.weights = WeightsWork(desk.runner, self)
        self.measuring = Measuring(self)
        self.note = Note()
        self.looking = LookingCard()
        self.course = CourseCard()
        self.form = HeadSettingsForm()
        self.plot = PlotCard(desk.session)
        self.runs = RunsCard(desk.session)
        self.network = NetworkCard(self.weights)
        self.networks_dialog: NetworksDialog | None = None
        self.skipped_dialog: SkippedDialog | None = None
        self._curves = RunCurves()
        self._learned: int | None = None
        self._notices: list[str] = []
        self._start_when_known = False
        self._refreshing = QTimer(self)
        self._refreshing.setSingleShot(True)
        self._refreshing.setInterval(_MS_BETWEEN_REFRESHES)
        self._refreshing.timeout.connect(self._show_work)
        self._lay_out()
        self._connect()
        self.setFocusProxy(self.buttons.start)
        desk.at_close += [
            self.wanted.close,
            self.looking.thumbnail.close_loader,
            self.measuring.close,
        ]
        if desk.session.snapshot is not None:
            self._on_opened()

    def _lay_out(self) -> None:
        self.form.hide()
        self._top = QHBoxLayout()
        self._top.addWidget(self.looking, 1)
        self._top.addWidget(self.course, 1)
        self._middle = QHBoxLayout()
        self._middle.addWidget(self.plot, 9)
        self._middle.addWidget(self.runs, 4)
        inner = QWidget()
        column = QVBoxLayout(inner)
        column.setContentsMargins(SPACING + 4, SPACING + 2, SPACING + 4, SPACING + 2)
        column.addWidget(self.note)
        column.addLayout(self._top)
        column.addWidget(self.form)
        column.addLayout(self._middle, 1)
        column.addWidget(self.network)
        for layout in (self._top, self._middle, column):
            layout.setSpacing(SPACING)
        self._scroll = QScrollArea()
        self._scroll.setWidgetResizable(True)
        self._scroll.setWidget(inner)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self._scroll)

    def _connect(self) -> None:
        learning, session = self.desk.learning, self.desk.session
        session.opened.connect(self._on_opened)
        session.changed.connect(self._on_changed)
        learning.stage_changed.connect(self._on_stage)
        learning.progressed.connect(self._refresh_soon)
        learning.run_finished.connect(self._on_run_finished)
        learning.noticed.connect(self._note_down)
        learning.failed.connect(self.note.show_sentence)
        self.buttons.start.clicked.connect(self.start)
        self.buttons.pause.clicked.connect(learning.pause)
        self.buttons.resume.clicked.connect(learning.resume)
        self.buttons.stop.clicked.connect(learning.stop)
        self.looking.pause_wanted.connect(learning.pause)
        self.looking.stop_wanted.connect(learning.stop)
        self.looking.skipped_wanted.connect(self._list_skipped)
        self.looking.photos_wanted.connect(lambda: self.desk.go("photos"))
        self.course.stop_wanted.connect(learning.stop)
        self.course.settings_wanted.connect(self._show_settings)
        self.form.edited.connect(self._keep_settings)
        self.runs.selected.connect(self._show_selected)
        self.network.compare_wanted.connect(self._compare_networks)
        self.wanted.loaded.connect(lambda: self.form.set_settings(self.wanted.settings))
        self.wanted.surveyed.connect(self._on_surveyed)
        self.weights.arrived.connect(lambda _: self.wanted.look())
        self.measuring.measured.connect(lambda _: self.wanted.look())

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        super().resizeEvent(event)
        direction = QBoxLayout.Direction
        for layout, least in ((self._top, _VERY_NARROW), (self._middle, _NARROW)):
            fits = event.size().width() >= least
            layout.setDirection(direction.LeftToRight if fits else direction.TopToBottom)

    # What a person wants

    def start(self) -> None:
        """Looks at the photos that are new, then learns; says what is missing if it cannot."""
        session = self.desk.session
        if self.desk.learning.running or session.read_only or self._obstacle():
            return
        settings = self.form.settings()
        if settings is None:
            self.course.settings.setChecked(True)
            self.form.show_problem()
            return
        if self.wanted.survey is None:
            self._start_when_known = True
            return
        if not self.wanted.survey.ready:
            self.network.call_attention()
            self._scroll.ensureWidgetVisible(self.network)
            return
        self.note.hide()
        self.wanted.keep(settings, self.wanted.request)
        self.desk.learning.start(self.wanted.request, settings)

    def _keep_settings(self) -> None:
        settings = self.form.settings()
        if settings is not None and not self.desk.session.read_only:
            self.wanted.keep(settings)

    def _show_settings(self, on: bool) -> None:
        self.form.setVisible(on)
        if on:
            QTimer.singleShot(0, self, lambda: self._scroll.ensureWidgetVisible(self.form))

    def _compare_networks(self) -> None:
        dialog = NetworksDialog(self.weights, self.measuring, self.wanted.request, self)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.chosen.connect(self._choose_network)
        dialog.measure_wanted.connect(self._measure)
        dialog.finished.connect(lambda _: self._forget_dialogs())
        self.networks_dialog = dialog
        self._show_in_dialog()
        dialog.open()

    def _measure(self, request: BackboneRequest) -> None:
        """Measures at the project's own photos, where their folder is."""
        snapshot, survey = self.desk.session.snapshot, self.wanted.survey
        if snapshot is None or survey is None:
            return
        folder = snapshot.folder
        self.measuring.start(
            survey.to_measure(request.backbone, request.layer),
            folder if folder is not None and folder.is_dir() else None,
        )

    def _choose_network(self, request: BackboneRequest) -> None:
        self.wanted.keep(self.wanted.settings, request)
        self.wanted.look()

    def _list_skipped(self) -> None:
        learning, snapshot = self.desk.learning, self.desk.session.snapshot
        if learning.stage is not Stage.IDLE and learning.looking.total:
            skipped = list(learning.looking.skipped)
        else:
            skipped = skipped_photos(snapshot) if snapshot else []
        dialog = SkippedDialog(skipped, self)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.photos_wanted.connect(self._show_skipped_photos)
        dialog.finished.connect(lambda _: self._forget_dialogs())
        self.skipped_dialog = dialog
        dialog.open()

    def _show_skipped_photos(self) -> None:
        from flowerdesk.app.pages.photos import PhotosPage

        self.desk.go("photos")
        page = self.desk.page("photos")
        if isinstance(page, PhotosPage):
            page.show_skipped()

    def _forget_dialogs(self) -> None:
        self.measuring.cancel()
        self.networks_dialog = self.skipped_dialog = None

    # What is shown

    def _on_opened(self) -> None:
        self._curves = RunCurves()
        self._start_when_known = False
        self.note.hide()
        self.runs.forget()
        self.wanted.load()
        self._on_stage()

    def _on_stage(self) -> None:
        self._lock()
        begins = self.desk.learning.stage is Stage.STARTING
        if begins:
            self._notices.clear()
        if begins or (self.desk.learning.running and self._curves.live is None):
            # The latter: this page is made anew meanwhile.
            self._curves.begin(self.tr("Learning now"))
            self._learned = None
            self.runs.select(None)
        self._show_project()

    def _on_changed(self) -> None:
        """The curve that was live stays until the run that came of it is listed."""
        snapshot = self.desk.session.snapshot
        runs = {run.id for run in snapshot.runs} if snapshot else set()
        if not self.desk.learning.running and (self._learned is None or self._learned in runs):
            self._curves.end()
        self._show_project()

    def _lock(self) -> None:
        """Nothing of what work depends on changes while it goes on, or for a reader."""
        read_only, working = self.desk.session.read_only, self.desk.learning.running
        why = self._read_only_words() if read_only else self.tr("Not while work goes on")
        self.form.set_locked(read_only or working, why)
        self.network.set_locked(read_only or working, why)
        self.network.offer.setEnabled(not working)
        self.buttons.show_stage(self.desk.learning.stage)
        for control in (self.buttons.resume, self.buttons.stop, self.buttons.pause):
            control.setEnabled(not read_only)

    def _show_project(self) -> None:
        snapshot = self.desk.session.snapshot
        if snapshot is None:
            return
        self._show_survey(snapshot)
        self._show_runs(snapshot)
        self._show_selected()
        if self.desk.learning.stage is Stage.IDLE:
            looked_at, read_only = self._looked_at(snapshot), self.desk.session.read_only
            self.looking.show_idle(snapshot, looked_at, len(skipped_photos(snapshot)), read_only)
            self.buttons.show_task(
                all_seen=not self._left(snapshot),
                learned=bool(snapshot.runs),
                obstacle=self._obstacle(),
            )
        else:
            self._show_work()

    def _show_runs(self, snapshot: Snapshot) -> None:
        live = None
        if self._curves.live is not None:
            accuracies = self.desk.learning.course.accuracies
            live = live_row(
                asdict(self.wanted.settings),
                percent_text(accuracies[-1][1]) if accuracies else "",
                self._curves.live.name,
                colours().accuracy,
            )
        self.runs.show_runs(snapshot, live)

    def _show_selected(self) -> None:
        """The curve and the score of the selected run, or of the one that is being learned."""
        snapshot = self.desk.session.snapshot
        runs = snapshot.runs if snapshot else ()
        run = self._selected_run()
        shown = self._curves.of(run) if run else self._curves.live
        others = self._curves.others(runs, run.id if run else None)
        self.plot.show_curves(shown, others if shown else [])
        if not self.desk.learning.running and (run or self._curves.live is None):
            self.course.show_run(run)

    def _selected_run(self) -> Run | None:
        snapshot = self.desk.session.snapshot
        runs = snapshot.runs if snapshot else ()
        return next((run for run in runs if run.id == self.runs.selected_id), None)

    def _refresh_soon(self) -> None:
        if not self._refreshing.isActive():
            self._refreshing.start()

    def _show_work(self) -> None:
        """How far the work is; asked for at most twenty times a second."""
        learning, snapshot = self.desk.learning, self.desk.session.snapshot
        if learning.stage is Stage.IDLE or snapshot is None:
            return
        if learning.looking.total or learning.stage is Stage.STARTING:
            self.looking.show_work(learning)
        else:  # all photos were looked at before
            skipped = len(skipped_photos(snapshot))
            self.looking.show_idle(snapshot, self._looked_at(snapshot), skipped, locked=True)
        if learning.looking.photo:
            self.looking.thumbnail.show_photo(absolute(snapshot.path, learning.looking.photo))
        self.course.show_work(learning)
        self._curves.grow(learning.course)
        self._show_runs(snapshot)
        if self.runs.selected_id is None and self._curves.live is not None:
            self._show_selected()

    def _note_down(self, notice: str) -> None:
        self._notices.append(notice)

    def _on_run_finished(self, report: TrainReport) -> None:
        self._learned = report.run.id
        self.runs.select(report.run.id)
        # The first notice tells the network, which has a card of its own.
        told = self._notices[1:]
        if told:
            self.note.show_sentence("\n".join(told), problem=False)

    # What is missing

    def _on_surveyed(self) -> None:
        snapshot = self.desk.session.snapshot
        if snapshot is not None:
            self._show_project()
        self._show_in_dialog()
        if self._start_when_known:
            self._start_when_known = False
            self.start()

    def _show_survey(self, snapshot: Snapshot) -> None:
        survey = self.wanted.survey
        if survey is not None:
            # While photos are looked at, the card beside it knows better how long that takes.
            left = None if self.desk.learning.running else self._left(snapshot)
            self.network.show_survey(survey, self.wanted.request, left, snapshot.photo_count)

    def _show_in_dialog(self) -> None:
        snapshot, survey = self.desk.session.snapshot, self.wanted.survey
        if self.networks_dialog is None or snapshot is None or survey is None:
            return
        photos = snapshot.photo_count
        self.networks_dialog.show_survey(
            survey,
            photos,
            lambda backbone, layer: max(0, photos - seen_by(snapshot, backbone, layer)),
        )

    def _looked_at(self, snapshot: Snapshot) -> int:
        """Photos that need not be looked at again by the network that is wanted."""
        survey = self.wanted.survey
        if survey is None or survey.chosen is None or survey.layer is None:
            return 0
        return seen_by(
            snapshot, survey.chosen.backbone.name, survey.layer.layer.name, self.wanted.request
        )

    def _left(self, snapshot: Snapshot) -> int:
        """Photos that are still to be looked at; those that cannot be read are no work."""
        done = self._looked_at(snapshot)
        return max(0, snapshot.photo_count - done - (len(skipped_photos(snapshot)) if done else 0))

    def _obstacle(self) -> str:
        """What keeps the primary button from doing anything, in a sentence."""
        snapshot = self.desk.session.snapshot
        if self.desk.session.read_only:
            return self._read_only_words()
        if snapshot is None or not snapshot.photo_count:
            return self.tr("There are no photos yet: add some on the page Photos")
        if sum(count > 0 for count in snapshot.label_counts) < 2:
            return self.tr("All photos have one label: give some of them another one")
        return ""

    def _read_only_words(self) -> str:
        return self.tr("This project is open read-only; nothing can be changed here")
