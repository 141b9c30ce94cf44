"""What hands do on the Use page, for all tests of it, and the child that these share."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QAbstractButton, QApplication, QWidget
from pytestqt.qtbot import QtBot
from warm_worker import WarmWorker

from flowerdesk.app.naming import Answer
from flowerdesk.app.pages.use import UsePage
from flowerdesk.app.window import MainWindow

LONG = 120_000  # ms: the first job of a child loads TensorFlow, and other work may be going on


class SharedWorker(WarmWorker):
    """The child that tests share: closing a window leaves it to the next one."""

    def kill(self) -> None:
        self.cancel()

    def close(self) -> None:
        self.cancel()


def use_page(window: MainWindow) -> UsePage:
    window.go("use")
    page = window.page("use")
    assert isinstance(page, UsePage)
    return page


def files(paths: Sequence[Path]) -> QMimeData:
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    return mime


def drop(widget: QWidget, mime: QMimeData) -> bool:
    """Drags something onto the middle of a widget and lets go; whether it was taken."""
    place = widget.rect().center()
    enter = QDragEnterEvent(place, Qt.DropAction.CopyAction, mime, *NO_BUTTON)
    QApplication.sendEvent(widget, enter)
    if not enter.isAccepted():
        return False
    event = QDropEvent(QPointF(place), Qt.DropAction.CopyAction, mime, *NO_BUTTON)
    QApplication.sendEvent(widget, event)
    return event.isAccepted()


NO_BUTTON = (Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier)


def drop_files(page: UsePage, *paths: Path) -> None:
    assert drop(page, files(paths))


def click(qtbot: QtBot, button: QAbstractButton) -> None:
    assert button.isVisible()
    assert button.isEnabled(), button.toolTip()
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)


def wait_until(qtbot: QtBot, condition: Callable[[], object]) -> None:
    qtbot.waitUntil(lambda: bool(condition()), timeout=LONG)


def wait_for_answer(page: UsePage, qtbot: QtBot, path: Path) -> Answer:
    """Waits until the answer for a photo is shown, with the photos that are like it."""
    naming = page.desk.naming

    def shown() -> bool:
        answer = next((one for one in naming.answers if one.path == path), None)
        explained = answer is not None and (answer.similar or answer.prediction.problem)
        return bool(explained) and naming.asked is None and page.photo.path == path

    wait_until(qtbot, shown)
    return naming.answers[0]
