"""The list of runs: choose one to see its curve, use it, rename it, delete it."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QPoint, QSize, Qt, Signal
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QListView, QMenu, QWidget

from flowerdesk.app import ask
from flowerdesk.app.icons import icon
from flowerdesk.app.pages.learn.layouts import heading_row
from flowerdesk.app.pages.learn.runs_model import ROW_ROLE, RunDelegate, RunRow, RunsModel, row_of
from flowerdesk.app.pages.learn.wording import run_name, settings_in_short
from flowerdesk.app.session import Session
from flowerdesk.app.widgets.basics import Card, button, text
from flowerdesk.core.project import Project
from flowerdesk.core.project.browsing import Snapshot

_LONGEST_NAME = 200


class RunsCard(Card):
    """Shows the runs of the session's snapshot.

    Signals:
        selected(): ``selected_id`` is another run: an id, or None for the one being learned.
    """

    selected = Signal()

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._snapshot: Snapshot | None = None
        self._rows: list[RunRow] = []
        self._wanted: int | None = None
        self._select_wanted = False
        self.selected_id: int | None = None
        self.model = RunsModel()
        self.view = QListView()
        self.view.setModel(self.model)
        self._delegate = RunDelegate(self.view)
        self.view.setItemDelegate(self._delegate)
        self.view.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.view.setMouseTracking(True)
        self.view.setSpacing(1)
        self.view.setMinimumHeight(110)
        self.view.setMinimumWidth(200)
        self.view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.view.setAccessibleName(self.tr("Runs"))
        self.view.setToolTip(
            self.tr("Choose a run to see how it went. Enter: use it, F2: rename, Delete: delete")
        )
        self.view.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.view.customContextMenuRequested.connect(self._show_menu_at)
        self.view.selectionModel().currentChanged.connect(lambda *_: self._on_current())
        self.empty = text(
            self.tr("Each time that the labels are learned, it is listed here with its score."),
            "muted",
            wrap=True,
        )
        self.more = button("", self.tr("Use, rename or delete the selected run"), flat=True)
        self.more.setAccessibleName(self.tr("What to do with the selected run"))
        self.more.setIcon(icon("dots-three"))
        self.more.setIconSize(QSize(20, 20))
        self._make_actions()
        self.more.clicked.connect(self._show_menu)
        top = heading_row()
        top.addWidget(text(self.tr("Runs"), "heading"))
        top.addStretch(1)
        top.addWidget(self.more)
        self.body.addLayout(top)
        self.body.addWidget(self.empty)
        self.body.addWidget(self.view, 1)
        self.body.addStretch(0)

    # What is shown

    def show_runs(self, snapshot: Snapshot | None, live: RunRow | None) -> None:
        """Shows the runs, with the one being learned on top."""
        if snapshot is not self._snapshot:  # while work goes on it is the same many times over
            in_use = snapshot.run_in_use if snapshot else None
            runs = snapshot.runs if snapshot else ()
            self._rows = [row_of(run, run.id == in_use) for run in reversed(runs)]
        self._snapshot = snapshot
        rows = [live, *self._rows] if live else self._rows
        self.model.show_rows(rows)
        self.empty.setVisible(not rows)
        self.view.setVisible(bool(rows))
        self._restore_selection()
        self._enable()

    def select(self, run_id: int | None) -> None:
        """Selects a run as soon as it is listed; None is the one being learned."""
        self._wanted, self._select_wanted = run_id, True
        self._restore_selection()

    def forget(self) -> None:
        """Another project: nothing is selected, until its runs are shown."""
        self._wanted = self.selected_id = None
        self._select_wanted = False

    def _restore_selection(self) -> None:
        """The run wanted, else the one that was selected, else the one in use, else the first."""
        in_use = self._snapshot.run_in_use if self._snapshot else None
        row = self.model.row_of_run(self._wanted) if self._select_wanted else None
        if row is not None:
            self._select_wanted = False
        for candidate in (self.selected_id, in_use):
            row = self.model.row_of_run(candidate) if row is None else row
        if row is None and self.model.rowCount():
            row = 0
        if row is None:
            self._set_selected(None)
        elif self.view.currentIndex().row() != row:
            self.view.setCurrentIndex(self.model.index(row))

    def _on_current(self) -> None:
        shown: RunRow | None = self.view.currentIndex().data(ROW_ROLE)
        if shown is not None:
            self._set_selected(shown.id)

    def _set_selected(self, run_id: int | None) -> None:
        if run_id == self.selected_id and run_id == self._delegate.shown:
            return
        self.selected_id = run_id
        self._delegate.shown = run_id
        self.view.viewport().update()
        self._enable()
        self.selected.emit()

    # What can be done

    def _make_actions(self) -> None:
        self.use_action = self._action(
            self.tr("Use this one"),
            self.tr("New photos are named by it"),
            [QKeySequence(Qt.Key.Key_Return), QKeySequence(Qt.Key.Key_Enter)],
            self._use,
        )
        self.rename_action = self._action(
            self.tr("Rename…"), "", [QKeySequence(Qt.Key.Key_F2)], self._rename
        )
        self.delete_action = self._action(
            self.tr("Delete…"), "", [QKeySequence(QKeySequence.StandardKey.Delete)], self._delete
        )
        self.menu = QMenu(self)
        self.menu.addActions([self.use_action, self.rename_action, self.delete_action])

    def _action(
        self, words: str, tooltip: str, keys: list[QKeySequence], do: Callable[[], None]
    ) -> QAction:
        action = QAction(words, self.view)
        action.setToolTip(tooltip or words)
        action.setShortcuts(keys)
        action.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
        action.triggered.connect(do)
        self.view.addAction(action)
        return action

    def _enable(self) -> None:
        changeable = self.selected_id is not None and not self._session.read_only
        in_use = self._snapshot is not None and self.selected_id == self._snapshot.run_in_use
        self.use_action.setEnabled(changeable and not in_use)
        self.rename_action.setEnabled(changeable)
        self.delete_action.setEnabled(changeable)
        self.more.setEnabled(changeable)
        self.more.setToolTip(
            self.tr("This project is open read-only")
            if self._session.read_only
            else self.tr("Use, rename or delete the selected run")
        )

    def _show_menu(self) -> None:
        self.menu.popup(self.more.mapToGlobal(QPoint(0, self.more.height())))

    def _show_menu_at(self, position: QPoint) -> None:
        if self.view.indexAt(position).isValid():
            self.menu.popup(self.view.viewport().mapToGlobal(position))

    def _use(self) -> None:
        run_id = self.selected_id
        if run_id is not None:
            self._session.change(lambda project: project.use_run(run_id))

    def _rename(self) -> None:
        run_id, name = self.selected_id, self._selected_name()
        if run_id is None:
            return
        answer = ask.for_text(self, self.tr("Rename the run"), self.tr("Name"), name)
        if answer is not None:
            kept = answer.strip()[:_LONGEST_NAME]
            self._session.change(lambda project: project.rename_run(run_id, kept))

    def _delete(self) -> None:
        run_id, name = self.selected_id, self._selected_name()
        if run_id is None:
            return
        in_use = self._snapshot is not None and run_id == self._snapshot.run_in_use
        words = self.tr(
            "“{name}” and what it learned are deleted for good. Your photos and labels stay."
        ).format(name=name)
        if in_use:
            words += " " + self.tr("It is the one in use; the newest other run takes its place.")
        if ask.confirm(
            self, self.tr("Delete this run?"), words, self.tr("Delete"), self.tr("Keep")
        ):

            def delete(project: Project) -> None:
                project.delete_run(run_id)

            self._session.change(delete)

    def _selected_name(self) -> str:
        runs = self._snapshot.runs if self._snapshot else ()
        return next((run_name(run) for run in runs if run.id == self.selected_id), "")


def live_row(settings: dict[str, object], figure: str, name: str, colour: str) -> RunRow:
    """The row of what is being learned at present."""
    return RunRow(None, name, settings_in_short(settings), figure, "", colour)
