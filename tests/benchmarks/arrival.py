"""Runs ``flowerdesk PROJECT`` and says when its page is painted and it is idle.

    python tests/benchmarks/arrival.py PROJECT

That is in seconds of the monotonic clock, for the one who started this process to subtract from.
Nothing else is loaded here, which would count as well.
"""

from __future__ import annotations

import time

from PySide6.QtCore import QAbstractEventDispatcher, QEvent, QObject, QTimer
from PySide6.QtWidgets import QApplication

from flowerdesk.cli.main import main


class Arrival(QObject):
    """Ends the program when the open project has been painted and the event loop is idle."""

    def __init__(self) -> None:
        super().__init__()
        self._painted = False
        self._told = False
        QApplication.instance().installEventFilter(self)
        QAbstractEventDispatcher.instance().aboutToBlock.connect(self._on_idle)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        if not self._painted and event.type() == QEvent.Type.Paint:
            self._painted = _shows_a_project()
        return False

    def _on_idle(self) -> None:
        if self._painted and not self._told:
            self._told = True
            print(time.monotonic(), flush=True)
            QTimer.singleShot(0, QApplication.closeAllWindows)


def _shows_a_project() -> bool:
    from flowerdesk.app.window import MainWindow

    windows = [one for one in QApplication.topLevelWidgets() if isinstance(one, MainWindow)]
    return any(window.desk.session.snapshot is not None for window in windows)


_run = QApplication.exec


def _run_watched(_: QApplication) -> int:
    arrival = Arrival()
    code = _run()
    del arrival
    return code


if __name__ == "__main__":  # its child process reads this file too
    QApplication.exec = _run_watched
    main()
