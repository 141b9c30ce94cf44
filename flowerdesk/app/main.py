"""Starts the window: command line, language, theme, log, and what happens when all else fails."""

from __future__ import annotations

import logging
import logging.handlers
import sys
import time
from pathlib import Path
from types import TracebackType

from PySide6.QtCore import QEvent, QTimer, Signal
from PySide6.QtGui import QFileOpenEvent, QIcon
from PySide6.QtWidgets import QApplication

from flowerdesk.app import theme
from flowerdesk.app.languages import install_language
from flowerdesk.app.settings import Settings
from flowerdesk.core import user_folders
from flowerdesk.core.resources import resource_path

_log = logging.getLogger("flowerdesk")


class Application(QApplication):
    """Tells of files that the system wants opened: macOS sends an event for a double click.

    Signals:
        file_opened(str): its path.
    """

    file_opened = Signal(str)

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QFileOpenEvent):
            self.file_opened.emit(event.file())
            return True
        return super().event(event)


def main(path: Path | None = None) -> int:
    """Shows the window, with a project or the last one open; returns the exit code."""
    started = time.perf_counter()
    application = make_application(Settings())
    start_log()
    sys.excepthook = report_exception

    from flowerdesk.app.window import MainWindow

    window = MainWindow()
    window.show()
    application.file_opened.connect(lambda file: window.open_path(Path(file)))
    to_open = path or last_project(window.desk.settings)
    if to_open is not None:
        window.open_path(to_open)
    QTimer.singleShot(
        0, lambda: _log.info("the window stands after %.2f s", time.perf_counter() - started)
    )
    return application.exec()


def make_application(settings: Settings) -> Application:
    """The application in the language and theme of the settings."""
    existing = QApplication.instance()
    application = existing if isinstance(existing, Application) else Application(sys.argv[:1])
    application.setApplicationName("flowerdesk")
    application.setDesktopFileName("flowerdesk")
    application.setWindowIcon(QIcon(str(resource_path("flowerdesk.svg"))))
    install_language(application, settings.language)
    theme.apply(application, settings.theme)
    return application


def start_log() -> Path:
    """Begins the log file in the user's state folder, which forgets what is old."""
    folder = user_folders.state_folder()
    file = folder / "flowerdesk.log"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        handler: logging.Handler = logging.handlers.RotatingFileHandler(
            file, maxBytes=1_000_000, backupCount=1, encoding="utf-8"
        )
    except OSError:  # a full disk must not keep anybody from looking at their photos
        handler = logging.StreamHandler()
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(message)s"))
    _log.addHandler(handler)
    _log.setLevel(logging.INFO)
    return file


def report_exception(
    kind: type[BaseException], error: BaseException, traceback: TracebackType | None
) -> None:
    """Logs what nobody caught and shows it in a window of its own; the program goes on."""
    if issubclass(kind, KeyboardInterrupt):
        QApplication.quit()
        return
    _log.error("not caught", exc_info=(kind, error, traceback))
    from flowerdesk.app.crash_report import CrashReport

    CrashReport.show_for(kind, error, traceback)


def last_project(settings: Settings) -> Path | None:
    """The project to begin with, if the settings want one and it is still there."""
    recent = settings.recent_projects
    if settings.reopen_last and recent and Path(recent[0]).exists():
        return Path(recent[0])
    return None
