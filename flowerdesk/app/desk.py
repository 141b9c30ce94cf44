"""What every page is given: the things that live as long as the window."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QWidget

from flowerdesk.app.job_runner import JobRunner
from flowerdesk.app.learning import Learning
from flowerdesk.app.naming import Naming
from flowerdesk.app.session import Session
from flowerdesk.app.settings import Settings


@dataclass
class Desk:
    """The open project, the work on it, and the way to other pages.

    ``go(page name)`` shows another page and ``page(page name)`` is that page; ``tell(sentence,
    details)`` shows a sentence across the top of the window, for what belongs to no place on a
    page. Functions in ``at_close`` are called when the pages are not needed any more, for work on
    other threads that has to end before.
    """

    session: Session
    runner: JobRunner
    learning: Learning
    naming: Naming
    settings: Settings
    go: Callable[[str], None] = field(default=lambda page: None)
    page: Callable[[str], QWidget | None] = field(default=lambda page: None)
    tell: Callable[[str, str], None] = field(default=lambda sentence, details: None)
    at_close: list[Callable[[], None]] = field(default_factory=list)

    @classmethod
    def furnish(cls, parent: QObject) -> Desk:
        session = Session(parent)
        runner = JobRunner(parent)
        return cls(
            session,
            runner,
            Learning(session, runner, parent),
            Naming(session, runner, parent),
            Settings(),
        )

    def close_pages(self) -> None:
        """Ends what pages do on other threads: they are not needed any more."""
        for close in self.at_close:
            close()
        self.at_close.clear()

    def close(self) -> None:
        """Ends the child process and both threads; everything that was done is saved."""
        self.close_pages()
        self.naming.close()
        self.runner.close()
        self.session.close()


class Page(QWidget):
    """A step of the road. ``header`` are buttons for the window's header, shown with the page.

    Signals:
        header_changed(): ``header`` has other buttons now.
    """

    header_changed = Signal()

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.desk = desk
        self.header: list[QWidget] = []

    def take_keyboard(self) -> None:
        """The keyboard goes where the page begins, if the page says where that is."""
        if self.focusProxy() is not None:
            self.setFocus(Qt.FocusReason.OtherFocusReason)
