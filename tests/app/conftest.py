"""A window to test with real projects, and what must hold after every test of one.

The windows are drawn on no screen unless ``$QT_QPA_PLATFORM`` names one.
"""

from __future__ import annotations

import gc
import os
import shutil
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QEvent, QMessageLogContext, QThread, QtMsgType, qInstallMessageHandler
from PySide6.QtWidgets import QApplication, QDialog
from pytestqt.qtbot import QtBot
from road import random_weights

from flowerdesk.app import ask
from flowerdesk.app.desk import Desk
from flowerdesk.app.main import Application, make_application
from flowerdesk.app.settings import Settings
from flowerdesk.app.window import MainWindow
from flowerdesk.core import workflow
from flowerdesk.core.sample import draw_sample
from flowerdesk.core.training import HeadSettings
from flowerdesk.core.workflow import BackboneRequest
from flowerdesk.jobs import Finished, Worker

_HERE = Path(__file__).parent
os.environ.setdefault("QT_QPA_PLATFORM", f"offscreen:configfile={_HERE / 'screen.json'}")

_PHOTOS_PER_LABEL = 8
_SECONDS_TO_END = 5.0
_WITHOUT_A_SCREEN = "This plugin does not support"
"""Begins what Qt says where it draws on no screen; it is no fault of the program."""

LAYER = "block1_pool"
"""The layer that the weights of :func:`small_weights` reach."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """pytest-qt stops listening before a window is closed; ``qt_messages`` hears that as well."""
    for item in items:
        if item.path.is_relative_to(_HERE):
            item.add_marker("no_qt_log")


# What must hold


@pytest.fixture(autouse=True)
def qt_messages(own_home: Path) -> Iterator[list[str]]:
    """What Qt says during a test; a test that expects a warning clears the list."""
    messages: list[str] = []

    def note(kind: QtMsgType, context: QMessageLogContext, message: str) -> None:
        harmless = kind in (QtMsgType.QtDebugMsg, QtMsgType.QtInfoMsg)
        if not harmless and not message.startswith(_WITHOUT_A_SCREEN):
            messages.append(f"{kind.name} of {context.category}: {message}")

    before = qInstallMessageHandler(note)
    yield messages
    gc.collect()  # what is deleted only now may have something to say
    qInstallMessageHandler(before)
    assert not messages


@pytest.fixture(autouse=True)
def no_thread_is_left_running(
    qt_messages: list[str], monkeypatch: pytest.MonkeyPatch
) -> Iterator[None]:
    """Neither one of Qt, nor one of Python."""
    started: list[QThread] = []
    start = QThread.start

    def note(thread: QThread, *arguments: Any) -> None:
        started.append(thread)
        start(thread, *arguments)

    monkeypatch.setattr(QThread, "start", note)
    before = set(threading.enumerate())
    yield
    last = time.monotonic() + _SECONDS_TO_END
    for thread in set(threading.enumerate()) - before:
        if not isinstance(thread, threading._DummyThread):  # Qt's, which Python has heard of
            thread.join(max(0.0, last - time.monotonic()))
            assert not thread.is_alive(), f"left running: {thread}"
    for qt_thread in started:
        if _is_alive(qt_thread):
            left = f"left running: {qt_thread.objectName() or qt_thread}"
            qt_thread.quit()
            qt_thread.wait(int(1000 * _SECONDS_TO_END))
            pytest.fail(left)


def _is_alive(thread: QThread) -> bool:
    try:
        return thread.isRunning()
    except RuntimeError:  # deleted on Qt's side
        return False


# Questions


class Answers:
    """Answers the questions of :mod:`flowerdesk.app.ask` in place of a person.

    ``give("confirm", True, False)`` answers the next two; a question without an answer is an
    error. ``asked`` tells what was asked: the function's name, and its arguments.
    """

    def __init__(self) -> None:
        self.asked: list[tuple[str, tuple[Any, ...]]] = []
        self._answers: dict[str, list[Any]] = {}

    def give(self, question: str, *answers: Any) -> None:
        assert hasattr(ask, question), f"the window asks nothing by the name of {question}"
        self._answers.setdefault(question, []).extend(answers)

    def answer(self, question: str, *arguments: Any, **more: Any) -> Any:
        self.asked.append((question, arguments))
        if not self._answers.get(question):
            raise AssertionError(f"nobody answers {question}{arguments[1:]}")
        return self._answers[question].pop(0)


@pytest.fixture(autouse=True)
def answers(monkeypatch: pytest.MonkeyPatch) -> Answers:
    """Answers to the questions that the window asks in dialogs."""
    made = Answers()
    for name, function in list(vars(ask).items()):
        if callable(function) and getattr(function, "__module__", "") == ask.__name__:

            def answer(*arguments: Any, _name: str = name, **more: Any) -> Any:
                return made.answer(_name, *arguments, **more)

            monkeypatch.setattr(ask, name, answer)
    return made


# Windows


@pytest.fixture(scope="session")
def qapp_cls() -> type[Application]:
    """What pytest-qt makes."""
    return Application


@pytest.fixture
def application(qapp: QApplication, own_home: Path) -> QApplication:
    """The application in English and light, with new settings."""
    settings = Settings()
    settings.language, settings.theme = "en", "light"
    settings.store.sync()
    return make_application(settings)


@pytest.fixture
def open_window(
    application: QApplication,
    qtbot: QtBot,
    no_thread_is_left_running: None,
    no_child_is_left_behind: None,
) -> Iterator[Callable[..., MainWindow]]:
    """Opens windows as the program does, with a project or without, and closes them at the end.

    ``open_window(path)`` returns when the project is open.
    """
    opened: list[MainWindow] = []

    def open_one(path: Path | None = None) -> MainWindow:
        made = MainWindow()
        opened.append(made)
        made.show()
        qtbot.waitExposed(made)
        if path is not None:
            with qtbot.waitSignal(made.desk.session.opened, timeout=30_000):
                made.open_path(path)
        return made

    yield open_one
    for one in opened:
        close_window(one)


def close_window(window: MainWindow) -> None:
    """Ends a window and all that belongs to it, whether it was closed before or not."""
    for dialog in window.findChildren(QDialog):
        dialog.close()
    window.desk.close()
    window.hide()
    window.deleteLater()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    QApplication.processEvents()


@pytest.fixture
def window(open_window: Callable[..., MainWindow]) -> MainWindow:
    """A window with no project."""
    return open_window()


@pytest.fixture
def desk(window: MainWindow) -> Desk:
    return window.desk


# Projects


@pytest.fixture(scope="session")
def _drawn_photos(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("drawn") / "flowers"
    draw_sample(folder, _PHOTOS_PER_LABEL)
    return folder


@pytest.fixture
def project_folder(_drawn_photos: Path, tmp_path: Path) -> Path:
    """A folder of 40 drawn photos of five labels, this test's own."""
    return Path(shutil.copytree(_drawn_photos, tmp_path / "flowers"))


@pytest.fixture(scope="session")
def small_weights(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Weights up to :data:`LAYER`, with which a photo is looked at in no time."""
    return random_weights(tmp_path_factory.mktemp("weights") / "vgg16_block1.npz", 1)


@pytest.fixture(scope="session")
def _trained(
    _drawn_photos: Path, small_weights: Path, tmp_path_factory: pytest.TempPathFactory
) -> Path:
    """A folder with photos, and the project that was trained on them."""
    folder = tmp_path_factory.mktemp("trained")
    photos = Path(shutil.copytree(_drawn_photos, folder / "flowers"))
    request = BackboneRequest("vgg16", LAYER, small_weights)
    with pytest.MonkeyPatch.context() as patch, Worker() as worker:
        patch.setenv("FLOWERDESK_HOME", str(folder / "home"))
        outcome = worker.run(
            workflow.train,
            folder / "flowers.flowerdesk",
            photos,
            request,
            HeadSettings(epochs=5),
            on_event=lambda event: None,
        )
    assert isinstance(outcome, Finished), outcome
    return folder


@pytest.fixture
def trained_project(_trained: Path, tmp_path: Path) -> Path:
    """A project of 40 drawn photos that has learned them, this test's own."""
    folder = Path(shutil.copytree(_trained, tmp_path / "trained"))
    return folder / "flowers.flowerdesk"
