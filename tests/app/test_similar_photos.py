"""Similar photos, from any photo: two rows, on from photo to photo, and a label mended."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from flowerdesk.app.pages.photos import PhotosPage
from flowerdesk.app.similar_photos import SimilarDialog, show_similar
from flowerdesk.app.window import MainWindow
from flowerdesk.core.events import ignore, never
from flowerdesk.core.similar import similar_photos

OpenWindow = Callable[..., MainWindow]
LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def window(open_window: OpenWindow, trained_project: Path) -> MainWindow:
    return open_window(trained_project)


def found(dialog: SimilarDialog, qtbot: QtBot) -> SimilarDialog:
    """The dialog, when it shows what is most like its photo."""
    label = dialog.photo.label
    qtbot.waitUntil(
        lambda: (
            dialog._stack.currentWidget() is dialog._rows
            and label in dialog.own.heading.text()
            and dialog.own.buttons[0].photo is not None
            and dialog.own.buttons[0].photo.id != dialog.photo.id
        )
    )
    return dialog


def dialog_of(window: MainWindow, row: int, qtbot: QtBot) -> SimilarDialog:
    ids = window.desk.session.snapshot.photos.ids
    return found(show_similar(window.desk, window, int(ids[row])), qtbot)


def shown(dialog: SimilarDialog) -> tuple[list[str], list[str]]:
    """The names of the photos in both rows."""
    own, others = (
        [one.photo.path.name for one in row.buttons if one.isVisibleTo(dialog)]
        for row in (dialog.own, dialog.others)
    )
    return own, others


def test_both_rows_show_what_the_core_finds(window: MainWindow, qtbot: QtBot) -> None:
    snapshot = window.desk.session.snapshot
    dialog = dialog_of(window, 0, qtbot)
    path = snapshot.path.parent / snapshot.photos.paths[0]
    expected = similar_photos(snapshot.path, path, 6, ignore, never)
    own, others = shown(dialog)
    assert own == [Path(one.path).name for one in expected.own]
    assert others == [Path(one.path).name for one in expected.others]
    assert dialog.own.buttons[0].similarity == expected.own[0].similarity
    assert {one.photo.label for one in dialog.own.buttons} == {dialog.photo.label}
    assert dialog.photo.label not in {one.photo.label for one in dialog.others.buttons}


def test_a_click_goes_on_and_back_leads_back(window: MainWindow, qtbot: QtBot) -> None:
    dialog = dialog_of(window, 0, qtbot)
    first, second = dialog.photo, dialog.others.buttons[0].photo
    qtbot.mouseClick(dialog.others.buttons[0], LEFT)
    assert dialog.photo == second
    found(dialog, qtbot)
    assert dialog.back.isEnabled()
    qtbot.mouseClick(dialog.back, LEFT)
    assert dialog.photo == first
    assert not dialog.back.isEnabled()


@pytest.mark.xvfb
def test_the_keyboard_walks_along_the_rows(window: MainWindow, qtbot: QtBot) -> None:
    dialog = dialog_of(window, 0, qtbot)
    qtbot.waitUntil(dialog.own.buttons[0].hasFocus)  # when the window manager has made it active
    QTest.keyClick(dialog.own.buttons[0], Qt.Key.Key_Right)
    QTest.keyClick(dialog.own.buttons[1], Qt.Key.Key_Down)
    assert dialog.others.buttons[1].hasFocus()
    wanted = dialog.others.buttons[1].photo
    QTest.keyClick(dialog.others.buttons[1], Qt.Key.Key_Space)
    assert dialog.photo == wanted


def test_a_label_is_mended_there_and_undone(window: MainWindow, qtbot: QtBot) -> None:
    dialog = dialog_of(window, 0, qtbot)
    session, before = window.desk.session, dialog.photo.label
    with qtbot.waitSignal(session.changed):
        QTest.keyClick(dialog, Qt.Key.Key_5)
    assert dialog.photo.label == session.snapshot.labels[4] != before
    assert dialog.label_box.currentText() == session.snapshot.labels[4]
    found(dialog, qtbot)
    assert {one.photo.label for one in dialog.own.buttons} == {session.snapshot.labels[4]}
    with qtbot.waitSignal(session.changed):
        QTest.keyClick(dialog, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert dialog.photo.label == before


def test_the_photos_page_leads_there_by_key_button_and_menu(
    window: MainWindow, qtbot: QtBot
) -> None:
    window.go("photos")
    page = window.page("photos")
    assert isinstance(page, PhotosPage)
    qtbot.waitUntil(lambda: len(page.model.ids) == 40)
    page.grid.setFocus()
    QTest.keyClick(page.grid, Qt.Key.Key_Home)
    QTest.keyClick(page.grid, Qt.Key.Key_M)
    dialog = window.findChild(SimilarDialog)
    assert dialog.photo.id == page.model.ids[0]
    dialog.close()
    QTest.keyClick(page.grid, Qt.Key.Key_Right)
    page.preview.similar.click()
    assert dialog.photo.id == page.model.ids[1]
    dialog.close()
    QTest.keyClick(page.grid, Qt.Key.Key_Right)
    menu = page.photo_menu()
    next(one for one in menu.actions() if one.text() == "Similar photos…").trigger()
    assert dialog.photo.id == page.model.ids[2]
    dialog.close()


def test_they_are_shown_on_the_photos_page(window: MainWindow, qtbot: QtBot) -> None:
    dialog = dialog_of(window, 0, qtbot)
    dialog.show_photos.click()
    page = window.page("photos")
    qtbot.waitUntil(lambda: len(page.model.ids) == 13)
    assert window.current_page == "photos"
    assert not dialog.isVisible()


def test_a_photo_that_nobody_looked_at_leads_to_learn(
    open_window: OpenWindow, project_folder: Path, qtbot: QtBot
) -> None:
    window = open_window(project_folder)
    ids = window.desk.session.snapshot.photos.ids
    dialog = show_similar(window.desk, window, int(ids[0]))
    qtbot.waitUntil(lambda: dialog.learn.isVisible())
    assert "has not looked at" in dialog.message.text()
    dialog.learn.click()
    assert window.current_page == "learn"
    assert not dialog.isVisible()


def test_a_label_of_a_project_that_is_open_elsewhere_stays(
    open_window: OpenWindow, window: MainWindow, trained_project: Path, qtbot: QtBot
) -> None:
    second = open_window(trained_project)
    dialog = dialog_of(second, 0, qtbot)
    assert not dialog.label_box.isEnabled()
    before = dialog.photo.label
    QTest.keyClick(dialog, Qt.Key.Key_5)
    assert dialog.photo.label == before
    assert len(second.desk.session.snapshot.edits) == 0
