"""Looks for similar photos on the project's thread, a few hundred at a time, so that an edit that
is made meanwhile does not wait for all of them."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from flowerdesk.app.sentences import told
from flowerdesk.app.session import Session
from flowerdesk.core.errors import ProjectError
from flowerdesk.core.project import Project
from flowerdesk.core.similar import Search


class Finder(QObject):
    """Only the last question is answered.

    Signals:
        found(SimilarPhotos): the answer.
        progressed(int, int): photos that were compared, of so many.
        failed(sentence): there can be no answer.
    """

    found = Signal(object)
    progressed = Signal(int, int)
    failed = Signal(str)

    def __init__(self, session: Session, count: int, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._count = count
        self._asked = 0

    def ask(self, path: str) -> None:
        """Looks for the photos most like the one at a path of the project."""
        self._asked += 1
        number, count = self._asked, self._count

        def begin(project: Project) -> Search | ProjectError:
            try:
                return Search(project, path, count)
            except ProjectError as error:
                return error

        def begun(search: Search | ProjectError) -> None:
            if number != self._asked:
                return
            if isinstance(search, ProjectError):
                self.failed.emit(told(search.sentence))
            else:
                self._go_on(number, search)

        self._session.ask(begin, begun)

    def forget(self) -> None:
        """Answers nothing that was asked for."""
        self._asked += 1

    def _go_on(self, number: int, search: Search) -> None:
        def stepped(more: bool) -> None:
            if number != self._asked:
                return
            if more:
                self.progressed.emit(search.done, search.total)
                self._go_on(number, search)
            else:
                self.found.emit(search.result())

        self._session.ask(search.step, stepped)
