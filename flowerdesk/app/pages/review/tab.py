"""What tabs of Review do alike that show what one reading of the project finds."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from flowerdesk.app.desk import Desk, Page
from flowerdesk.app.theme import SPACING
from flowerdesk.app.widgets.basics import Note
from flowerdesk.app.widgets.empty_state import EmptyState
from flowerdesk.app.widgets.thumbnails import ThumbnailLoader
from flowerdesk.core.project import Project


class ReadingTab(Page):
    """Reads the project again when it changed, but only while somebody looks, and many changes in a
    row once.

    A tab lays out its cards and then calls :meth:`begin`. ``nothing`` stands in their place while
    there is nothing to show.
    """

    def __init__(self, desk: Desk, nothing: EmptyState, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self.nothing = nothing
        self.note = Note()
        self.thumbnails = ThumbnailLoader(self)
        self._asked = 0
        self._stale = True
        self._stack = QStackedWidget()

    # What a tab adds

    def reading(self) -> Callable[[Project], Any]:
        """What reads the project, on another thread."""
        raise NotImplementedError

    def show_reading(self, read: Any, project_path: Path) -> None:
        """Shows what was read from the project of that path."""
        raise NotImplementedError

    def show_waiting(self) -> None:
        """Says that the project is being read."""
        raise NotImplementedError

    def forget(self) -> None:
        """Forgets what was read: another project is open."""
        raise NotImplementedError

    # What is done alike

    def begin(self, cards: QWidget, *below: QWidget) -> None:
        """Shows ``nothing`` or ``cards``, with a note above and others below them, and listens."""
        self._stack.addWidget(self.nothing)
        self._stack.addWidget(cards)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(SPACING - 4)
        outer.addWidget(self.note)
        outer.addWidget(self._stack, 1)
        for widget in below:
            outer.addWidget(widget)
        session = self.desk.session
        session.opened.connect(self._on_opened)
        session.changed.connect(self.read)
        session.scanned.connect(self.thumbnails.forget)
        self.desk.at_close.append(self._close)
        self._wait()

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802 - Qt's name
        super().showEvent(event)
        if self._stale:
            self.read()

    def read(self) -> None:
        """Reads the project now, or when somebody looks."""
        snapshot = self.desk.session.snapshot
        self._stale = True
        if snapshot is None or self._asked < 0 or not self.isVisible():
            return
        self._stale = False
        self._asked += 1
        number, path, reading = self._asked, snapshot.path, self.reading()

        def work(project: Project) -> Any:
            # Many edits in a row need one reading, after the last of them.
            return reading(project) if number == self._asked else None

        def done(read: Any) -> None:
            if number == self._asked:
                self.show_reading(read, path)

        self.desk.session.ask(work, done)

    def show_in_stack(self, shown: QWidget, begins: QWidget) -> None:
        """The keyboard goes where the page begins, also when that is another place now."""
        before = self.focusProxy()
        held = before is not None and before.hasFocus()
        self._stack.setCurrentWidget(shown)
        self.setFocusProxy(begins)
        if held and before is not begins:
            begins.setFocus(Qt.FocusReason.OtherFocusReason)
        if begins is not self.nothing:
            self.nothing.setFocusPolicy(Qt.FocusPolicy.NoFocus)

    def _wait(self) -> None:
        self.show_waiting()
        self.nothing.setFocusPolicy(Qt.FocusPolicy.StrongFocus)  # for what will be there
        self.show_in_stack(self.nothing, self.nothing)

    def _on_opened(self) -> None:
        self.forget()
        self.note.hide()
        self.thumbnails.forget()
        self._wait()
        self.read()

    def _close(self) -> None:
        self._asked = -1
        self.thumbnails.close()
