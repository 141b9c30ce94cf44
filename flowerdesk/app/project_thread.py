"""Reads and changes the open project on one thread of its own, so that the window never waits.

SQLite waits for the disk at every commit, and for the child process while that writes.
"""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any, TypeVar

from PySide6.QtCore import QObject, Signal, Slot

Result = TypeVar("Result")


class ProjectThread(QObject):
    """Runs functions one after another; what they return comes back to the window's thread."""

    _done = Signal(object, object, object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._executor = ThreadPoolExecutor(1, "flowerdesk-project")
        self._closed = False
        self._done.connect(self._deliver)

    def ask(
        self,
        function: Callable[[], Result],
        then: Callable[[Result], None],
        failed: Callable[[Exception], None],
    ) -> None:
        """Runs ``function`` there, then ``then(result)`` or ``failed(error)`` here."""
        future = self._executor.submit(function)
        future.add_done_callback(lambda done: self._done.emit(done, then, failed))

    def close(self) -> None:
        """Waits until all is done that was asked for; nothing is delivered any more."""
        self._closed = True
        self._executor.shutdown()

    @Slot(object, object, object)
    def _deliver(
        self,
        future: Future[Any],
        then: Callable[[Any], None],
        failed: Callable[[Exception], None],
    ) -> None:
        if self._closed:
            return
        error = future.exception()
        if error is None:
            then(future.result())
        elif isinstance(error, Exception):
            failed(error)
