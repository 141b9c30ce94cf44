"""The map in the real window: drawn by a real child, walked through, selected from, coloured."""

from __future__ import annotations

import math
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QMouseEvent, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot
from warm_worker import WarmWorker

from flowerdesk.app import job_runner
from flowerdesk.app.naming import Naming
from flowerdesk.app.pages.photos import PhotosPage
from flowerdesk.app.pages.review.map import MapPage
from flowerdesk.app.pages.review.map.toolbar import MapToolbar
from flowerdesk.app.similar_photos import SimilarDialog
from flowerdesk.app.window import MainWindow
from flowerdesk.core.events import ignore, never
from flowerdesk.core.photo_map import PCA, TSNE, draw_map
from flowerdesk.core.project import Project
from flowerdesk.core.project.edits import Edits
from flowerdesk.core.project.maps import kept_map
from flowerdesk.core.review import Reviewer
from flowerdesk.core.scan import FoundPhoto

OpenWindow = Callable[..., MainWindow]
LONG = 120_000  # ms: the first job of a child loads its libraries, and other work may be going on
LEFT, NO_BUTTON = Qt.MouseButton.LeftButton, Qt.MouseButton.NoButton
SHIFT = Qt.KeyboardModifier.ShiftModifier
CONTROL = Qt.KeyboardModifier.ControlModifier
NO_KEYS = Qt.KeyboardModifier.NoModifier


class SharedWorker(WarmWorker):
    """The child that tests share: closing a window leaves it to the next one."""

    def kill(self) -> None:
        self.cancel()

    def rest(self) -> None:
        pass

    def close(self) -> None:
        self.cancel()


@pytest.fixture(autouse=True)
def one_child(monkeypatch: pytest.MonkeyPatch) -> None:
    """Only the map needs it here: two runners must not share one."""
    monkeypatch.setattr(job_runner, "Worker", SharedWorker)
    monkeypatch.setattr(Naming, "warm_up", lambda self: None)


@pytest.fixture
def drawn_project(trained_project: Path) -> Path:
    """A project of 40 learned photos that keeps both maps of them."""
    draw_map(trained_project, PCA, 0, False, ignore, never)
    draw_map(trained_project, TSNE, 0, False, ignore, never)
    return trained_project


@pytest.fixture
def page(open_window: OpenWindow, drawn_project: Path, qtbot: QtBot) -> MapPage:
    return map_page(open_window(drawn_project), qtbot)


def map_page(window: MainWindow, qtbot: QtBot) -> MapPage:
    """The tab, when its map is there and nothing goes on."""
    window.resize(1200, 780)
    window.go("review")
    review = window.page("review")
    review.show_tab("map")
    page = review.tab("map")
    assert isinstance(page, MapPage)
    qtbot.waitUntil(lambda: page.placed is not None and not page.drawing.running, timeout=LONG)
    return page


def mouse(page: MapPage, kind: QEvent.Type, at: QPointF, keys: Qt.KeyboardModifier) -> None:
    view = page.view
    button = NO_BUTTON if kind is QEvent.Type.MouseMove else LEFT
    held = NO_BUTTON if kind is QEvent.Type.MouseButtonRelease else LEFT
    where = QPointF(view.mapToGlobal(at))
    QApplication.sendEvent(view, QMouseEvent(kind, at, where, button, held, keys))


def drag(page: MapPage, path: list[QPointF], keys: Qt.KeyboardModifier = NO_KEYS) -> None:
    mouse(page, QEvent.Type.MouseButtonPress, path[0], keys)
    for at in path[1:]:
        mouse(page, QEvent.Type.MouseMove, at, keys)
    mouse(page, QEvent.Type.MouseButtonRelease, path[-1], keys)


def around(at: QPoint, radius: float) -> list[QPointF]:
    turns = np.linspace(0, 2 * math.pi, 24)
    return [QPointF(at) + radius * QPointF(math.cos(turn), math.sin(turn)) for turn in turns]


def point_at(page: MapPage, number: int) -> None:
    """Moves the mouse onto a point."""
    at = QPointF(page.view.place_of(number))
    where = QPointF(page.view.mapToGlobal(at))
    move = QMouseEvent(QEvent.Type.MouseMove, at, where, NO_BUTTON, NO_BUTTON, NO_KEYS)
    QApplication.sendEvent(page.view, move)


def lonely(page: MapPage) -> int:
    """A point that has no other one near it, so that a hand can find it."""
    pixels = page.view._pixels
    far = np.linalg.norm(pixels[:, np.newaxis] - pixels, axis=2)
    np.fill_diagonal(far, np.inf)
    number = int(far.min(axis=1).argmax())
    assert far.min(axis=1)[number] > 6
    return number


# Drawing


@pytest.mark.xvfb
def test_a_map_is_drawn_when_it_is_first_looked_at_and_stands_at_once_the_next_time(
    open_window: OpenWindow, trained_project: Path, qtbot: QtBot
) -> None:
    window = open_window(trained_project)
    window.go("review")
    window.page("review").show_tab("map")
    page = window.page("review").tab("map")
    assert page.nothing.isVisible()
    map_page(window, qtbot)
    qtbot.waitUntil(lambda: page.placed.points.finished, timeout=LONG)
    assert len(page.placed.rows) == 40
    assert page.view.isVisible()
    assert not page.status.isVisible()
    with Project(trained_project, read_only=True) as project:
        kept = kept_map(project, 1, TSNE)
    assert kept is not None
    assert kept.finished
    np.testing.assert_array_equal(page.placed.points.positions, kept.positions)
    begun: list[Path] = []
    again = open_window(trained_project)
    again.go("review")
    second = again.page("review").tab("map")
    second.drawing.start = lambda path, *_, **__: begun.append(path)
    map_page(again, qtbot)
    assert begun == []


def test_the_photos_move_while_they_are_arranged(
    open_window: OpenWindow, trained_project: Path, qtbot: QtBot
) -> None:
    window = open_window(trained_project)
    page = window.page("review").tab("map")
    seen: list[np.ndarray] = []
    stages: set[str] = set()
    page.view.pointed_at.connect(lambda: seen.append(page.view._positions))
    page.drawing.progressed.connect(lambda stage, *_: stages.add(stage))
    map_page(window, qtbot)
    qtbot.waitUntil(lambda: page.placed.points.finished, timeout=LONG)
    shown = [positions for positions in seen if len(positions)]
    assert not np.array_equal(shown[0], shown[-1])
    assert stages == {"components", "neighbours", "map"}


def test_the_overview_is_another_arrangement_of_the_same_photos(
    page: MapPage, qtbot: QtBot
) -> None:
    before = page.placed
    page.view.select(np.arange(40) < 3)
    chosen = before.ids[:3].tolist()
    page.toolbar.methods.setCurrentIndex(1)
    qtbot.waitUntil(lambda: page.placed is not before)
    assert not np.array_equal(page.placed.positions, before.positions)
    assert page.placed.ids[page.view.selection].tolist() == chosen


def test_a_drawing_that_is_stopped_says_so_and_can_be_drawn_again(
    open_window: OpenWindow, trained_project: Path, qtbot: QtBot
) -> None:
    window = open_window(trained_project)
    page = window.page("review").tab("map")
    page.drawing.moved.connect(lambda _: page.status.stop.click())
    map_page(window, qtbot)
    page.drawing.moved.disconnect()
    qtbot.waitUntil(lambda: page.again.isEnabled(), timeout=LONG)
    assert "stopped before all had come to rest" in page.status.words.text()
    page.again.click()
    assert not page.again.isEnabled()
    assert page.status.stop.isVisible()
    qtbot.waitUntil(lambda: page.again.isEnabled(), timeout=LONG)
    assert page.placed.points.finished
    assert not page.status.isVisible()


def test_photos_that_nobody_looked_at_are_counted_and_learn_is_offered(
    open_window: OpenWindow, drawn_project: Path, qtbot: QtBot
) -> None:
    with Project(drawn_project) as project:
        new = FoundPhoto(drawn_project.parent / "new.jpg", "roses", 5, 1)
        Edits(project).add_photos([new], "roses")
    page = map_page(open_window(drawn_project), qtbot)
    qtbot.waitUntil(page.status.isVisible)
    assert page.status.words.text() == (
        "1 photo not on the map: the network has not looked at it yet."
    )
    page.status.learn.click()
    assert page.desk.page("learn").isVisible()


def test_without_features_there_is_no_map_but_a_way_to_learn(
    open_window: OpenWindow, project_folder: Path, qtbot: QtBot
) -> None:
    window = open_window(project_folder)
    window.go("review")
    review = window.page("review")
    review.show_tab("map")
    page = review.tab("map")
    qtbot.waitUntil(lambda: page.nothing.go.isVisible())
    assert "you see all of them here as points" in page.nothing.sentence.text()
    assert not page.again.isEnabled()
    page.nothing.go.click()
    assert window.current_page == "learn"


# Looking around


def test_the_mouse_finds_a_point_and_its_photo_is_shown(page: MapPage, qtbot: QtBot) -> None:
    number = lonely(page)
    point_at(page, number)
    photo = page.placed.photo(number)
    assert page.view.pointed == number
    assert page.hover.isVisible()
    assert page.hover.photo == photo
    assert page.view.accessibleDescription() == f"{photo.name}, {photo.label}"
    qtbot.waitUntil(lambda: page.thumbnails.pixmap(photo.path) is not None)
    QApplication.sendEvent(page.view, QEvent(QEvent.Type.Leave))
    assert not page.hover.isVisible()


def test_the_wheel_zooms_and_a_drag_moves_the_map(page: MapPage) -> None:
    view = page.view
    before = view._pixels.copy()
    at = QPointF(view.place_of(0))
    wheel = QWheelEvent(
        *(at, QPointF(view.mapToGlobal(at)), QPoint(), QPoint(0, 120), NO_BUTTON, NO_KEYS),
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(view, wheel)
    assert view.sight.zoom > 1
    np.testing.assert_allclose(view._pixels[0], before[0], atol=1)
    before = view._pixels.copy()
    drag(page, [QPointF(200, 200), QPointF(230, 190), QPointF(260, 220)])
    np.testing.assert_allclose(view._pixels - before, [[60, 20]] * 40, atol=0.01)
    QTest.keyClick(view, Qt.Key.Key_0)
    assert view.sight.zoom == 1


def test_in_a_narrow_window_the_words_above_the_map_make_way(qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    toolbar = MapToolbar(window)
    window.show()
    wide, words = toolbar.sizeHint(), [word.text() for word in toolbar._words]
    for width, shown in ((wide.width(), words), (wide.width() - 20, []), (wide.width(), words)):
        toolbar.resize(width, wide.height())
        assert [word.text() for word in toolbar._words if word.isVisible()] == shown
        toolbar.layout().activate()
        for choice in (toolbar.colours, toolbar.methods):
            assert choice.width() >= choice.sizeHint().width()


def test_buttons_and_keys_zoom_alike(page: MapPage) -> None:
    view = page.view
    page.toolbar.closer.click()
    closer = view.sight.zoom
    page.toolbar.farther.click()
    assert closer > 1
    assert view.sight.zoom == pytest.approx(1)
    view.setFocus()
    QTest.keyClick(view, Qt.Key.Key_Plus)
    assert view.sight.zoom > 1
    page.toolbar.all.click()
    assert view.sight.zoom == 1


def test_arrows_walk_from_point_to_point_and_keep_them_in_sight(page: MapPage) -> None:
    view = page.view
    view.setFocus()
    QTest.keyClick(view, Qt.Key.Key_Right)
    first = view.pointed
    assert first is not None
    walked = [first]
    for _ in range(60):
        QTest.keyClick(view, Qt.Key.Key_Right)
        walked.append(view.pointed)
    xs = [float(view._positions[number][0]) for number in walked]
    assert xs == sorted(xs)
    assert len(set(walked)) > 2
    for _ in range(6):
        view.zoom(2)
    QTest.keyClick(view, Qt.Key.Key_Left)
    assert view.rect().contains(view.place_of(view.pointed))


@pytest.mark.xvfb
def test_enter_shows_the_photo_large_and_the_next_one_is_its_neighbour(
    page: MapPage, qtbot: QtBot
) -> None:
    view = page.view
    view.point_at(5)
    view.setFocus()
    QTest.keyClick(view, Qt.Key.Key_Return)
    lightbox = page.looking.lightbox
    assert lightbox.isVisible()
    assert lightbox.name.text() == page.placed.photo(5).name
    QTest.keyClick(lightbox, Qt.Key.Key_Right)
    far = np.linalg.norm(page.placed.positions - page.placed.positions[5], axis=1)
    far[5] = np.inf
    assert view.pointed == far.argmin()
    assert lightbox.name.text() == page.placed.photo(view.pointed).name
    QTest.keyClick(lightbox, Qt.Key.Key_Escape)
    assert not lightbox.isVisible()
    assert page.window().focusWidget() is view


def test_a_click_on_a_point_shows_its_photo(page: MapPage, qtbot: QtBot) -> None:
    number = lonely(page)
    qtbot.mouseClick(page.view, LEFT, pos=page.view.place_of(number))
    assert page.looking.lightbox.isVisible()
    assert page.looking.photo_id == page.placed.ids[number]
    page.looking.close_photo()


def test_a_label_is_mended_from_the_large_photo_and_the_point_has_its_colour(
    page: MapPage, qtbot: QtBot
) -> None:
    number = 0
    photo = page.placed.photo(number)
    page.look_closely(number)
    labels = page.placed.snapshot.labels
    other = (photo.label_number + 1) % len(labels)
    with qtbot.waitSignal(page.desk.session.changed):
        QTest.keyClick(page.looking.lightbox, Qt.Key(Qt.Key.Key_1 + other))
    assert page.placed.photo(number).label == labels[other]
    assert page.view._grouping.numbers[number] == other
    page.looking.close_photo()
    with qtbot.waitSignal(page.desk.session.changed):
        page.desk.session.undo_stack.undo()
    assert page.placed.photo(number).label == photo.label


def test_a_photo_that_is_left_out_leaves_the_map(page: MapPage, qtbot: QtBot) -> None:
    page.look_closely(3)
    gone = page.looking.photo_id
    with qtbot.waitSignal(page.desk.session.changed):
        QTest.keyClick(page.looking.lightbox, Qt.Key.Key_Delete)
    assert len(page.placed.rows) == 39
    assert page.looking.photo_id != gone
    page.looking.close_photo()


# Selecting


@pytest.mark.xvfb
def test_a_line_drawn_with_shift_selects_and_the_photos_page_shows_exactly_these(
    page: MapPage, qtbot: QtBot
) -> None:
    view = page.view
    outline = around(view.place_of(0), 90)
    drag(page, outline, SHIFT)
    chosen = page.placed.ids[view.selection]
    far = np.linalg.norm(view._pixels - view._pixels[0], axis=1)
    assert set(np.flatnonzero(far < 85)) <= set(np.flatnonzero(view.selection))
    assert set(np.flatnonzero(view.selection)) <= set(np.flatnonzero(far < 95))
    assert page.side.count.text() == f"{len(chosen)} photos selected"
    page.side.show_photos.click()
    photos = page.desk.page("photos")
    assert isinstance(photos, PhotosPage)
    assert photos.isVisible()
    qtbot.waitUntil(lambda: photos.grid.selected_count == len(chosen))
    assert sorted(photos.model.ids.tolist()) == sorted(chosen.tolist())
    assert sorted(photos.grid.selected_ids()) == sorted(chosen.tolist())
    assert photos.toolbar.among_chip.text() == f"{len(chosen)} chosen  ✕"
    photos.toolbar.among_chip.click()
    qtbot.waitUntil(lambda: len(photos.model.ids) == 40)


def test_the_lasso_tool_needs_no_shift_and_ctrl_adds(page: MapPage) -> None:
    view = page.view
    view.setFocus()
    page.toolbar.lasso.click()
    everything = around(view.rect().center(), 2000)
    drag(page, around(view.place_of(0), 30))
    few = int(view.selection.sum())
    assert 0 < few < 40
    drag(page, everything, CONTROL)
    assert view.selection.all()
    drag(page, around(view.place_of(0), 30))
    assert int(view.selection.sum()) == few
    page.toolbar.lasso.click()
    drag(page, everything)
    assert int(view.selection.sum()) == few  # the map was moved


def test_keys_select_and_escape_selects_none(page: MapPage) -> None:
    view = page.view
    view.setFocus()
    view.point_at(2)
    QTest.keyClick(view, Qt.Key.Key_S)
    assert np.flatnonzero(view.selection).tolist() == [2]
    QTest.keyClick(view, Qt.Key.Key_A, CONTROL)
    assert view.selection.all()
    QTest.keyClick(view, Qt.Key.Key_Escape)
    assert not view.selection.any()
    assert page.side.hint.isVisible()


# Colours


def test_a_click_in_the_legend_hides_a_label_and_shows_it_again(page: MapPage) -> None:
    view, legend = page.view, page.side.legend
    assert [row.title for row in legend.rows] == list(page.placed.snapshot.labels)
    assert [row.count for row in legend.rows] == [8] * 5
    legend.rows[0].click()
    assert int(view._shown.sum()) == 32
    assert legend.rows[0].accessibleName() == "daisy, 8 photos, hidden"
    view.select(np.ones(40, bool))
    assert int(view.selection.sum()) == 32
    legend.show_all.click()
    assert view._shown.all()
    assert not legend.show_all.isVisible()


def test_right_and_wrong_are_those_of_the_run_in_use(page: MapPage, qtbot: QtBot) -> None:
    with Project(page.placed.snapshot.path, read_only=True) as project:
        review = Reviewer().review(project)
    assert review is not None
    page.toolbar.colours.setCurrentIndex(1)
    qtbot.waitUntil(lambda: page._right != {})
    counts = {row.title: row.count for row in page.side.legend.rows}
    wrong = len(review.photos) - review.right
    expected = {"Not tested": 40 - len(review.photos), "Right": review.right}
    assert counts == expected | ({"Wrong": wrong} if wrong else {})


def test_parts_have_their_colours(page: MapPage) -> None:
    page.toolbar.colours.setCurrentIndex(2)
    counts = {row.title: row.count for row in page.side.legend.rows}
    assert set(counts) == {"Learn from", "Check while learning", "Final test"}
    assert sum(counts.values()) == 40


# Elsewhere


def test_the_menu_of_a_point_leads_to_similar_photos_and_to_the_photos_page(
    page: MapPage, qtbot: QtBot
) -> None:
    menu = page.menu_of(4)
    titles = [action.text() for action in menu.actions()]
    assert titles == ["Look closely", "Similar photos…", "Show in Photos"]
    menu.actions()[1].trigger()
    dialog = page.window().findChild(SimilarDialog)
    assert dialog is not None
    assert dialog.photo == page.placed.photo(4)
    dialog.close()
    menu.actions()[2].trigger()
    photos = page.desk.page("photos")
    qtbot.waitUntil(lambda: photos.model.ids.tolist() == [page.placed.ids[4]])


def test_a_project_that_is_open_elsewhere_shows_its_map_and_draws_none(
    open_window: OpenWindow, drawn_project: Path, qtbot: QtBot
) -> None:
    open_window(drawn_project)
    page = map_page(open_window(drawn_project), qtbot)
    assert page.view.isVisible()
    assert not page.again.isEnabled()
    assert "read-only" in page.again.toolTip()


def test_a_project_that_is_open_elsewhere_and_has_no_map_says_why(
    open_window: OpenWindow, trained_project: Path, qtbot: QtBot
) -> None:
    open_window(trained_project)
    window = open_window(trained_project)
    window.go("review")
    window.page("review").show_tab("map")
    page = window.page("review").tab("map")
    qtbot.waitUntil(lambda: "read-only" in page.nothing.sentence.text())
    assert not page.drawing.running
