"""The main window: header, the road on the left, one page at a time, messages across the top."""

from __future__ import annotations

import importlib
from pathlib import Path

from PySide6.QtCore import QSize, Qt, QTimer
from PySide6.QtGui import (
    QAction,
    QCloseEvent,
    QDragEnterEvent,
    QDropEvent,
    QGuiApplication,
    QKeySequence,
    QShowEvent,
)
from PySide6.QtWidgets import (
    QApplication,
    QFrame,
    QHBoxLayout,
    QMainWindow,
    QStackedWidget,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from flowerdesk.app import ask
from flowerdesk.app.desk import Desk, Page
from flowerdesk.app.icons import icon
from flowerdesk.app.languages import install_language
from flowerdesk.app.sentences import labels_text, network_name, photos_text
from flowerdesk.app.theme import SPACING
from flowerdesk.app.widgets.basics import Note
from flowerdesk.app.widgets.header import Header
from flowerdesk.core.project import SUFFIX, beside

WELCOME = "welcome"
STEPS = ("photos", "learn", "review", "use")
_ICONS = {
    "photos": "squares-four",
    "learn": "chart-line-up",
    "review": "grid-four",
    "use": "frame-corners",
    WELCOME: "folder-open",
    "settings": "gear-six",
}
_SMALLEST = QSize(800, 460)
"""Fits into a common screen of 1920 by 1080 pixels also at twice the usual scale."""


class MainWindow(QMainWindow):
    """One window, one project."""

    def __init__(self, desk: Desk | None = None) -> None:
        super().__init__()
        self.desk = desk or Desk.furnish(self)
        self.desk.go, self.desk.page, self.desk.tell = self.go, self.page, self.tell
        self._pages: dict[str, Page] = {}
        self.setMinimumSize(_SMALLEST)
        self.setAcceptDrops(True)
        self._lay_out()
        session = self.desk.session
        session.opened.connect(self._on_opened)
        session.changed.connect(self._show_project)
        session.failed.connect(self.tell)
        session.undo_stack.indexChanged.connect(self._show_project)
        self._restore_geometry()
        self._show_project()
        self.go(WELCOME)

    # Pages

    def go(self, name: str) -> None:
        """Shows the page of that name, which is made now if it was not needed before."""
        if name != WELCOME and self.desk.session.snapshot is None:
            name = WELCOME
        page = self.page(name)
        self._stack.setCurrentWidget(page)
        page.take_keyboard()
        self._header.show_actions(page.header)
        # No group of buttons does this: Tab would reach only one of a group.
        for other, shown in self._rail_buttons.items():
            shown.setChecked(other == name)
        if name in STEPS:
            self.desk.settings.page = name

    def page(self, name: str) -> Page:
        """The page of that name."""
        if name not in self._pages:
            module = importlib.import_module(f"flowerdesk.app.pages.{name}")
            page: Page = module.make_page(self.desk)
            self._pages[name] = page
            self._stack.addWidget(page)
            page.header_changed.connect(lambda: self._show_header_of(page))
        return self._pages[name]

    def _show_header_of(self, page: Page) -> None:
        if self._stack.currentWidget() is page:
            self._header.show_actions(page.header)

    @property
    def current_page(self) -> str:
        widget = self._stack.currentWidget()
        return next(name for name, page in self._pages.items() if page is widget)

    def tell(self, sentence: str, details: str = "") -> None:
        """Shows a sentence across the top until it is put away."""
        self._note.show_sentence(sentence, details)

    # The project

    def _on_opened(self) -> None:
        snapshot = self.desk.session.snapshot
        assert snapshot is not None
        self.desk.settings.remember_project(snapshot.path)
        self._note.hide()
        self._show_project()
        wanted = self.desk.settings.page
        self.go(wanted if wanted in STEPS else STEPS[0])
        self._tell_if_read_only()

    def _tell_if_read_only(self) -> None:
        if self.desk.session.read_only:
            self._note.show_sentence(
                self.tr(
                    "This project is open read-only: another window has it open, or its file may "
                    "not be written. You can look and name photos; nothing can be changed here."
                ),
                problem=False,
            )

    def _show_project(self) -> None:
        snapshot = self.desk.session.snapshot
        for step in STEPS:
            self._rail_buttons[step].setEnabled(snapshot is not None)
        if snapshot is None:
            self._header.show_project("flowerdesk", [])
            self.setWindowTitle("flowerdesk")
            return
        name = snapshot.path.name.removesuffix(SUFFIX)
        self.setWindowTitle(f"{name} – flowerdesk")
        counted = f"{photos_text(snapshot.photo_count)} · {labels_text(len(snapshot.labels))}"
        facts = [(counted, self.tr("What takes part; photos that you left out do not count"))]
        if snapshot.run is not None:
            key = snapshot.run.feature_key
            tooltip = self.tr(
                "The network that turned your photos into numbers, and which of its layers"
            )
            facts.append((f"{network_name(key.backbone)} · {key.layer}", tooltip))
        self._header.show_project(name, facts)

    def open_path(self, path: Path) -> None:
        """Opens a project file, or makes a project of a folder of photos."""
        if path.is_dir():
            self.desk.session.create(path, beside(path))
        else:
            self.desk.session.open(path)

    # Appearance

    def _lay_out(self) -> None:
        """Makes everything that shows words, in the present language."""
        middle = QWidget()
        column = QVBoxLayout(middle)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        self._header = Header()
        column.addWidget(self._header)
        row = QHBoxLayout()
        row.setSpacing(0)
        row.addWidget(self._make_rail())
        self._note = Note()
        self._stack = QStackedWidget()
        content = QVBoxLayout()
        content.setContentsMargins(0, 0, 0, 0)
        note_margin = QVBoxLayout()
        note_margin.setContentsMargins(SPACING, SPACING // 2, SPACING, 0)
        note_margin.addWidget(self._note)
        content.addLayout(note_margin)
        content.addWidget(self._stack, 1)
        row.addLayout(content, 1)
        column.addLayout(row, 1)
        self.setCentralWidget(middle)
        self._add_shortcuts()

    def _translate(self) -> None:
        """Makes the pages once more, in the language of the settings; work goes on meanwhile."""
        application = QApplication.instance()
        assert isinstance(application, QApplication)
        shown = self.current_page
        self.desk.close_pages()
        install_language(application, self.desk.settings.language)
        self._pages.clear()
        for action in self.actions():
            self.removeAction(action)
            action.deleteLater()
        self._lay_out()
        self.desk.session.translate_edits()
        self._show_project()
        self._tell_if_read_only()
        self.go(shown)

    def _make_rail(self) -> QFrame:
        self._rail = QFrame()
        self._rail.setObjectName("rail")
        self._rail.setFixedWidth(76)
        column = QVBoxLayout(self._rail)
        column.setContentsMargins(8, 14, 8, 14)
        column.setSpacing(6)
        names = {
            "photos": (
                self.tr("Photos"),
                self.tr("Look through your photos and mend their labels (Ctrl+1)"),
            ),
            "learn": (
                self.tr("Learn"),
                self.tr("Look at all photos and learn their labels (Ctrl+2)"),
            ),
            "review": (
                self.tr("Review"),
                self.tr("See how good the answers are and where they go wrong (Ctrl+3)"),
            ),
            "use": (self.tr("Use"), self.tr("Name new photos (Ctrl+4)")),
            WELCOME: (
                self.tr("Projects"),
                self.tr("Open another project, or make one (Ctrl+N)"),
            ),
        }
        self._rail_buttons: dict[str, QToolButton] = {}
        for page, (title, tooltip) in names.items():
            if page == WELCOME:
                column.addStretch(1)
            made = self._rail_button(page, title, tooltip)
            made.setCheckable(True)
            made.clicked.connect(lambda _=False, page=page: self.go(page))
            column.addWidget(made)
            self._rail_buttons[page] = made
        settings = self._rail_button(
            "settings", self.tr("Settings"), self.tr("Language and appearance (Ctrl+,)")
        )
        settings.clicked.connect(self.show_settings)
        column.addWidget(settings)
        return self._rail

    def _rail_button(self, name: str, title: str, tooltip: str) -> QToolButton:
        made = QToolButton()
        made.setProperty("rail", True)
        made.setText(title)
        made.setToolTip(tooltip)
        made.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextUnderIcon)
        made.setIconSize(QSize(22, 22))
        made.setFixedSize(60, 54)
        made.setIcon(icon(_ICONS[name], active="loss"))
        return made

    def show_settings(self) -> None:
        from flowerdesk.app.settings_dialog import SettingsDialog

        dialog = SettingsDialog(self.desk, self)
        while dialog.exec() == SettingsDialog.TRANSLATE:
            dialog.deleteLater()
            self._translate()
            dialog = SettingsDialog(self.desk, self)
        dialog.deleteLater()

    # Keyboard

    def _add_shortcuts(self) -> None:
        for number, step in enumerate(STEPS, start=1):
            self._shortcut(f"Ctrl+{number}", lambda _=False, step=step: self.go(step))
        self._shortcut(QKeySequence.StandardKey.Open, self._choose_project)
        self._shortcut(QKeySequence.StandardKey.New, lambda: self.go(WELCOME))
        self._shortcut("Ctrl+,", self.show_settings)
        stack = self.desk.session.undo_stack
        undo = stack.createUndoAction(self, self.tr("Undo"))
        undo.setShortcuts(QKeySequence.StandardKey.Undo)
        redo = stack.createRedoAction(self, self.tr("Redo"))
        redo.setShortcuts(QKeySequence.StandardKey.Redo)
        self.addActions([undo, redo])
        self.undo_action, self.redo_action = undo, redo

    def _shortcut(self, keys: QKeySequence.StandardKey | str, what: object) -> None:
        action = QAction(self)
        action.setShortcut(QKeySequence(keys))
        action.triggered.connect(what)
        self.addAction(action)

    def _choose_project(self) -> None:
        chosen = ask.for_file(
            self, self.tr("Open a project"), self.tr("Projects") + f" (*{SUFFIX})"
        )
        if chosen is not None:
            self.desk.session.open(chosen)

    # Dropping a folder or a project anywhere that has no use of its own for it

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:  # noqa: N802 - Qt's name
        if self._dropped(event) is not None:
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:  # noqa: N802 - Qt's name
        path = self._dropped(event)
        if path is not None:
            event.acceptProposedAction()
            self.open_path(path)

    @staticmethod
    def _dropped(event: QDropEvent) -> Path | None:
        paths = [Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()]
        if len(paths) == 1 and (paths[0].is_dir() or paths[0].suffix == SUFFIX):
            return paths[0]
        return None

    # Coming and going

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802 - Qt's name
        super().showEvent(event)
        # Loading TensorFlow takes seconds: begin when the window stands and nobody waits for it.
        QTimer.singleShot(0, self._warm_up_when_open)

    def _warm_up_when_open(self) -> None:
        self.desk.session.opened.connect(self.desk.naming.warm_up)
        self.desk.naming.warm_up()

    def _restore_geometry(self) -> None:
        geometry = self.desk.settings.geometry
        if not geometry.isEmpty() and self.restoreGeometry(geometry):
            return
        available = QGuiApplication.primaryScreen().availableGeometry().size()
        self.resize(QSize(1200, 780).boundedTo(available))

    def closeEvent(self, event: QCloseEvent) -> None:  # noqa: N802 - Qt's name
        if self.desk.learning.running and not ask.confirm(
            self,
            self.tr("Work is going on"),
            self.tr(
                "flowerdesk is still looking at your photos. What is done is saved, and the rest "
                "goes on the next time."
            ),
            self.tr("Stop and close"),
            self.tr("Go on working"),
        ):
            event.ignore()
            return
        self.desk.settings.geometry = self.saveGeometry()
        self.desk.settings.store.sync()
        self.desk.close()
        super().closeEvent(event)
