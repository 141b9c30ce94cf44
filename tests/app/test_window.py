"""The frame: what survives a restart, closing, the log, crashes, and every control by keyboard."""

from __future__ import annotations

import logging
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from conftest import LAYER, Answers
from PySide6.QtCore import QEvent, Qt, QTimer
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QAbstractItemView, QApplication, QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from flowerdesk.app import theme
from flowerdesk.app.crash_report import CrashReport
from flowerdesk.app.learning import Stage
from flowerdesk.app.main import last_project, report_exception, start_log
from flowerdesk.app.settings import Settings
from flowerdesk.app.settings_dialog import SettingsDialog
from flowerdesk.app.widgets.basics import Note
from flowerdesk.app.window import STEPS, WELCOME, MainWindow
from flowerdesk.core.training import HeadSettings
from flowerdesk.core.workflow import BackboneRequest

OpenWindow = Callable[..., MainWindow]
PAGES = (WELCOME, *STEPS)


# A restart


def test_size_and_page_survive_a_restart(
    open_window: OpenWindow, trained_project: Path, qtbot: QtBot
) -> None:
    first = open_window(trained_project)
    first.go("learn")
    first.resize(1010, 690)
    first.close()
    second = open_window(trained_project)
    assert second.size() == first.size()
    assert second.current_page == "learn"


def test_the_last_project_is_opened_again(open_window: OpenWindow, trained_project: Path) -> None:
    open_window(trained_project).close()
    assert last_project(Settings()) == trained_project


def test_no_project_is_opened_that_is_not_there_any_more(
    open_window: OpenWindow, trained_project: Path
) -> None:
    open_window(trained_project).close()
    trained_project.unlink()
    assert last_project(Settings()) is None


def test_settings_take_effect_at_once_and_survive(
    window: MainWindow, qtbot: QtBot, application: QApplication
) -> None:
    dialog = SettingsDialog(window.desk, window)
    dialog.show()
    choose(dialog.theme, "dark", qtbot)
    assert theme.is_dark()
    qtbot.mouseClick(dialog.reopen, Qt.MouseButton.LeftButton)
    dialog.close()
    window.close()
    kept = Settings()
    assert kept.theme == "dark"
    assert not kept.reopen_last


def test_the_language_changes_at_once_and_the_project_stays_open(
    open_window: OpenWindow, trained_project: Path, qtbot: QtBot
) -> None:
    window = open_window(trained_project)
    session, snapshot = window.desk.session, window.desk.session.snapshot
    for page in PAGES:
        window.page(page)

    def choose_language() -> None:
        dialog = settings_dialog(window)
        QTimer.singleShot(0, lambda: settings_dialog(window).accept())
        choose(dialog.language, "zh_CN", qtbot)

    QTimer.singleShot(0, choose_language)
    window.show_settings()
    assert session.snapshot is snapshot
    assert window.current_page == "photos"
    assert {"照片", "学习"} <= {made.text() for made in window._rail_buttons.values()}
    assert Settings().language == "zh_CN"
    # The pages in the other language are gone, and what happens now does not reach for them.
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    with qtbot.waitSignal(session.changed):
        session.edit(lambda edits: edits.add_label("violet"))
    assert session.undo_stack.undoText() == "新标签“violet”"
    with qtbot.waitSignal(session.changed):
        session.undo_stack.undo()


def settings_dialog(window: MainWindow) -> SettingsDialog:
    (dialog,) = (one for one in window.findChildren(SettingsDialog) if one.isVisible())
    return dialog


def choose(box: QWidget, value: str, qtbot: QtBot) -> None:
    """Chooses an entry of a combo box with the keyboard, by its data."""
    box.setFocus()
    for _ in range(box.count()):
        qtbot.keyClick(box, Qt.Key.Key_Up)
    while box.currentData() != value:
        qtbot.keyClick(box, Qt.Key.Key_Down)


# Closing


@pytest.fixture
def learning_window(window: MainWindow, project_folder: Path, small_weights: Path, qtbot: QtBot):
    """A window whose child is at work."""
    with qtbot.waitSignal(window.desk.session.opened):
        window.open_path(project_folder)
    window.desk.learning.start(BackboneRequest("vgg16", LAYER, small_weights), HeadSettings())
    qtbot.waitUntil(lambda: window.desk.learning.stage is Stage.LOOKING, timeout=60_000)
    return window


def test_closing_during_work_asks(
    learning_window: MainWindow, answers: Answers, qtbot: QtBot
) -> None:
    answers.give("confirm", False, True)
    learning_window.close()
    assert learning_window.isVisible()
    assert learning_window.desk.learning.running
    learning_window.close()
    assert not learning_window.isVisible()
    assert [question for question, _ in answers.asked] == ["confirm", "confirm"]


def test_closing_without_work_asks_nothing(open_window: OpenWindow, trained_project: Path) -> None:
    window = open_window(trained_project)
    window.close()
    assert not window.isVisible()


# What nobody caught


@pytest.mark.qt_no_exception_capture
def test_an_error_in_a_slot_opens_a_report_and_the_program_goes_on(
    window: MainWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "excepthook", report_exception)

    def fail() -> None:
        raise RuntimeError("the petals fell off")

    QTimer.singleShot(0, fail)
    qtbot.waitUntil(lambda: CrashReport._shown is not None)
    report = CrashReport._shown
    assert report is not None
    assert report.isVisible()
    assert "RuntimeError: the petals fell off" in report.details
    assert "Traceback" in report.details
    copy = next(one for one in report.findChildren(QPushButton) if one.text() == "Copy")
    qtbot.mouseClick(copy, Qt.MouseButton.LeftButton)
    assert QApplication.clipboard().text() == report.details
    report.accept()
    qtbot.waitUntil(lambda: CrashReport._shown is None)
    assert window.isVisible()


def test_the_log_is_in_the_state_folder(own_home: Path) -> None:
    with log() as file:
        assert file == own_home / "state" / "flowerdesk.log"
        report_quietly(ValueError("no such petal"))
        assert "ValueError: no such petal" in file.read_text()


def test_a_full_or_forbidden_disk_keeps_nobody_from_working(own_home: Path) -> None:
    own_home.parent.mkdir(exist_ok=True)
    own_home.write_text("a file where the folder should be")
    with log():
        logging.getLogger("flowerdesk").warning("this goes to the terminal")


def report_quietly(error: Exception) -> None:
    logging.getLogger("flowerdesk").error("not caught", exc_info=error)


@contextmanager
def log() -> Iterator[Path]:
    logger = logging.getLogger("flowerdesk")
    before = list(logger.handlers)
    try:
        yield start_log()
    finally:
        for handler in set(logger.handlers) - set(before):
            logger.removeHandler(handler)
            handler.close()


# Keyboard and accessibility


@pytest.mark.xvfb
def test_every_page_has_its_key(
    open_window: OpenWindow, trained_project: Path, qtbot: QtBot
) -> None:
    window = open_window(trained_project)
    activate(window, qtbot)
    for number, page in enumerate(STEPS, start=1):
        qtbot.keyClick(window, Qt.Key(Qt.Key.Key_0 + number), Qt.KeyboardModifier.ControlModifier)
        assert window.current_page == page
    qtbot.keyClick(window, Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier)
    assert window.current_page == WELCOME


@pytest.mark.xvfb
@pytest.mark.parametrize("page", PAGES)
def test_tab_reaches_every_control(
    open_window: OpenWindow, trained_project: Path, qtbot: QtBot, page: str
) -> None:
    window = open_window(trained_project)
    window.go(page)
    activate(window, qtbot)
    wanted = {widget for widget in controls(window) if takes_tab(widget)}
    reached = set()
    for _ in range(3 * len(wanted)):
        focused = QApplication.focusWidget()
        assert focused is not None
        reached.add(focused)
        qtbot.keyClick(focused, Qt.Key.Key_Tab)
    assert names(wanted - reached) == []


@pytest.mark.parametrize("page", PAGES)
def test_every_control_has_a_name_and_a_tooltip(
    open_window: OpenWindow, trained_project: Path, qtbot: QtBot, page: str
) -> None:
    window = open_window(trained_project)
    window.go(page)
    check_names_and_tooltips(window)


def test_so_has_every_control_of_the_dialogs(window: MainWindow, application: QApplication) -> None:
    settings = SettingsDialog(window.desk, window)
    settings.show()
    check_names_and_tooltips(settings)
    settings.close()
    report = CrashReport(window)
    report.show()
    check_names_and_tooltips(report)
    report.close()
    note = Note(window.centralWidget())
    note.show_sentence("A sentence", "with details")
    check_names_and_tooltips(note)


def check_names_and_tooltips(root: QWidget) -> None:
    found = controls(root)
    assert found
    assert names(one for one in found if not accessible_name(one)) == []
    assert names(one for one in found if not is_explained(one)) == []


def is_explained(control: QWidget) -> bool:
    """A list explains each of its rows rather than itself."""
    if control.toolTip() or not isinstance(control, QAbstractItemView):
        return bool(control.toolTip())
    model, tooltip = control.model(), Qt.ItemDataRole.ToolTipRole
    return all(model.index(row, 0).data(tooltip) for row in range(model.rowCount()))


def controls(root: QWidget) -> list[QWidget]:
    """What a person can act on at present: all that is visible, enabled, and takes the focus."""
    return [
        widget
        for widget in root.findChildren(QWidget)
        if not isinstance(widget, QLabel)
        and widget.isVisible()
        and widget.isEnabled()
        and widget.focusPolicy() != Qt.FocusPolicy.NoFocus
        and widget.focusProxy() is None
        and not widget.objectName().startswith("qt_")  # a part of a control of Qt
    ]


def takes_tab(widget: QWidget) -> bool:
    return bool(widget.focusPolicy().value & Qt.FocusPolicy.TabFocus.value)


def accessible_name(widget: QWidget) -> str:
    interface = QAccessible.queryAccessibleInterface(widget)
    return interface.text(QAccessible.Text.Name) if interface else widget.accessibleName()


def names(widgets) -> list[str]:
    """For people who read that a test failed."""
    return sorted(
        f"{type(one).__name__} “{accessible_name(one) or one.objectName()}” in "
        f"{type(one.parentWidget()).__name__}"
        for one in widgets
    )


def activate(window: MainWindow, qtbot: QtBot) -> None:
    window.activateWindow()
    window.raise_()
    qtbot.waitActive(window)
    # A window manager gives the keyboard some moments after it has raised the window.
    qtbot.waitUntil(lambda: QApplication.focusWidget() is not None)
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
