"""The one owner of the open project. Pages show its snapshot and tell it what a person wants."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import TypeVar

import filelock
from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QUndoCommand, QUndoStack

from flowerdesk.app.project_thread import ProjectThread
from flowerdesk.app.sentences import edit_sentence, told
from flowerdesk.core import scan, workflow
from flowerdesk.core.errors import FlowerdeskError
from flowerdesk.core.events import ignore
from flowerdesk.core.project import Project
from flowerdesk.core.project.browsing import Snapshot, snapshot
from flowerdesk.core.project.edits import Edit, Edits

Result = TypeVar("Result")


class Session(QObject):
    """Opens a project, keeps a snapshot of it up to date, and makes edits that can be undone.

    Nothing here waits: what is asked for happens on the project's thread, and a signal tells when
    it is done.

    Signals:
        opened(): another project is open, or none; ``snapshot`` says which.
        changed(): the open project has another snapshot.
        busy_changed(bool): opening or scanning began or ended.
        failed(sentence, details): something that was asked for could not be done.
        scanned(): the folder was looked through for photos that came or went.
    """

    opened = Signal()
    changed = Signal()
    busy_changed = Signal(bool)
    failed = Signal(str, str)
    scanned = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.snapshot: Snapshot | None = None
        self.read_only = False
        self.busy = False
        self.undo_stack = QUndoStack(self)
        self._thread = ProjectThread(self)
        self._project: Project | None = None
        self._lock: filelock.BaseFileLock | None = None
        self._refreshing = False
        self._refresh_again = False

    # Opening and closing

    def open(self, path: Path) -> None:
        """Opens a project file; one that another window has open is opened read-only."""
        self._open(lambda: _opened(path.absolute()))

    def create(self, folder: Path, path: Path) -> None:
        """Makes a project of a folder of photos, or opens the one at ``path`` and scans again."""

        def work() -> _Opened:
            found = scan.scan(folder)  # before the file is made, in case it is refused
            opened = _opened(path.absolute(), create=True)
            try:
                if not opened.read_only:
                    workflow.update_photos(opened.project, found, ignore)
                    opened.snapshot = snapshot(opened.project)
            except BaseException:
                opened.close()
                raise
            return opened

        self._open(work)

    def close(self) -> None:
        """Closes the project, and the thread for good."""
        self.undo_stack.blockSignals(True)  # it tells of its own end, when nobody can look at it
        self._thread.close()
        self._leave()

    def _open(self, work: Callable[[], _Opened]) -> None:
        self._set_busy(True)
        self._thread.ask(work, self._on_opened, self._on_failed)

    def _on_opened(self, opened: _Opened) -> None:
        self._leave()
        self._project, self._lock = opened.project, opened.lock
        self.read_only = opened.read_only
        self._set_busy(False)
        self.undo_stack.clear()
        self._show(opened.snapshot)
        self.opened.emit()

    def _leave(self) -> None:
        project, lock = self._project, self._lock
        self._project = self._lock = None
        if project is not None:
            with suppress(FlowerdeskError):
                project.close()
        if lock is not None:
            _release(lock)

    def _set_busy(self, busy: bool) -> None:
        if busy != self.busy:
            self.busy = busy
            self.busy_changed.emit(busy)

    def _on_failed(self, error: Exception) -> None:
        self._set_busy(False)
        if not isinstance(error, FlowerdeskError):
            raise error
        cause = error.__cause__
        self.failed.emit(told(error.sentence), f"{type(cause).__name__}: {cause}" if cause else "")

    # Looking

    def refresh(self) -> None:
        """Takes a new snapshot; asked again meanwhile, it takes one more and not many."""
        if self._project is None:
            return
        if self._refreshing:
            self._refresh_again = True
            return
        self._refreshing = True
        project = self._project
        self._thread.ask(lambda: snapshot(project), self._on_refreshed, self._on_failed_refresh)

    def _on_refreshed(self, taken: Snapshot) -> None:
        self._refreshing = False
        if self._project is not None and taken.path == self._project.path:
            self._show(taken)
            self.changed.emit()
        if self._refresh_again:
            self._refresh_again = False
            self.refresh()

    def _on_failed_refresh(self, error: Exception) -> None:
        self._refreshing = self._refresh_again = False
        self._on_failed(error)

    def _show(self, taken: Snapshot) -> None:
        self.snapshot = taken
        shown = [
            (command.edit.id, number >= self.undo_stack.index())
            for number in range(self.undo_stack.count())
            if isinstance(command := self.undo_stack.command(number), _EditCommand)
        ]
        if shown != [(edit.id, edit.undone) for edit in taken.edits]:
            self._rebuild_undo_stack(taken.edits)

    def translate_edits(self) -> None:
        """Names the edits that can be undone in the window's present language."""
        if self.snapshot is not None:
            self._rebuild_undo_stack(self.snapshot.edits)

    def _rebuild_undo_stack(self, edits: Sequence[Edit]) -> None:
        self.undo_stack.clear()
        commands = [_EditCommand(edit, self._apply) for edit in edits]
        for command in commands:
            self.undo_stack.push(command)
        for command in commands:
            command.applies = False
        self.undo_stack.setIndex(sum(not edit.undone for edit in edits))
        for command in commands:
            command.applies = True

    # Changing

    def ask(self, function: Callable[[Project], Result], then: Callable[[Result], None]) -> None:
        """Reads from the project on its thread: ``then(function(project))``."""
        project = self._project
        if project is not None:
            self._thread.ask(lambda: function(project), then, self._on_failed)

    def change(self, function: Callable[[Project], object]) -> None:
        """Changes the project in a way that is not undone: settings, runs."""
        self.ask(function, lambda _: self.refresh())

    def edit(self, make: Callable[[Edits], Edit | None]) -> None:
        """Makes an edit, such as ``lambda edits: edits.set_label(ids, "rose")``."""

        def done(edit: Edit | None) -> None:
            if edit is not None:
                command = _EditCommand(edit, self._apply)
                self.undo_stack.push(command)
                command.applies = True
                self.refresh()

        self.ask(lambda project: make(Edits(project)), done)

    def look_for_photos(self) -> None:
        """Looks through the project's folder for photos that came, went or changed."""
        if self.snapshot is None or self.snapshot.folder is None or self._project is None:
            return
        project, folder = self._project, self.snapshot.folder

        def work() -> None:
            workflow.update_photos(project, scan.scan(folder), ignore)

        def done(_: None) -> None:
            self._set_busy(False)
            self.scanned.emit()
            self.refresh()

        self._set_busy(True)
        self._thread.ask(work, done, self._on_failed)

    def _apply(self, edit: Edit, undone: bool) -> None:
        def work(project: Project) -> None:
            edits = Edits(project)
            (edits.undo if undone else edits.redo)(edit.id)

        project = self._project
        if project is not None:
            # When it fails, the snapshot puts the stack right again.
            self._thread.ask(lambda: work(project), lambda _: self.refresh(), self._on_failed_apply)

    def _on_failed_apply(self, error: Exception) -> None:
        self.refresh()
        self._on_failed(error)


class _EditCommand(QUndoCommand):
    """An edit of the journal on the undo stack. Pushing it runs no redo: it was just made."""

    def __init__(self, edit: Edit, apply: Callable[[Edit, bool], None]) -> None:
        super().__init__(edit_sentence(edit))
        self.edit = edit
        self.applies = False
        self._apply = apply

    def undo(self) -> None:
        if self.applies:
            self._apply(self.edit, True)

    def redo(self) -> None:
        if self.applies:
            self._apply(self.edit, False)


class _Opened:
    """An open project with its first snapshot; read-only where another window has it."""

    def __init__(
        self, project: Project, lock: filelock.BaseFileLock | None, taken: Snapshot
    ) -> None:
        self.project = project
        self.lock = lock
        self.snapshot = taken
        self.read_only = project.read_only

    def close(self) -> None:
        self.project.close()
        if self.lock is not None:
            _release(self.lock)


def _opened(path: Path, *, create: bool = False) -> _Opened:
    lock = _acquired(path)
    try:
        project = Project(path, create=create, read_only=lock is None)
    except BaseException:
        if lock is not None:
            _release(lock)
        raise
    try:
        return _Opened(project, lock, snapshot(project))
    except BaseException:
        project.close()
        if lock is not None:
            _release(lock)
        raise


def _acquired(path: Path) -> filelock.BaseFileLock | None:
    """The lock that says “a window has this project open”; None if it cannot be had."""
    if path.exists() and not _writable(path):
        return None
    lock = filelock.FileLock(path.with_name(f".{path.name}.window"), blocking=False)
    try:
        lock.acquire()
    except (filelock.Timeout, OSError):
        return None
    return lock


def _writable(path: Path) -> bool:
    try:
        with path.open("r+b"):
            return True
    except OSError:
        return False


def _release(lock: filelock.BaseFileLock) -> None:
    with suppress(OSError):
        Path(lock.lock_file).unlink()
    lock.release()
