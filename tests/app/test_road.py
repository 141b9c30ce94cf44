"""The whole road in the real window with the real child process, and what may happen on it."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import LAYER, Answers
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QWidget
from pytestqt.qtbot import QtBot
from road import (
    PATIENCE,
    choose_weights,
    click,
    drop,
    gather_photos,
    learn,
    random_weights,
    wait_until,
)

from flowerdesk.app.learning import Stage
from flowerdesk.app.window import WELCOME, MainWindow
from flowerdesk.core.project import Project, beside

pytestmark = [pytest.mark.xvfb, pytest.mark.timeout(900)]

DEEP_LAYER = "block3_pool"
OpenWindow = Callable[..., MainWindow]
CONTROL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def photos(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """60 photos of five labels: real ones where they are at hand, else drawn ones."""
    try:
        source = request.getfixturevalue("shared_photos")
    except pytest.skip.Exception:
        source = None
    return gather_photos(source, tmp_path / "photos")


@pytest.fixture(scope="session")
def deep_weights(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """VGG16's weights up to :data:`DEEP_LAYER`, or random ones where they are not at hand."""
    try:
        return request.getfixturevalue("shared_weights")
    except pytest.skip.Exception:
        return random_weights(tmp_path_factory.mktemp("weights") / "vgg16_blocks1-3.npz", 3)


@pytest.fixture
def road_window(
    window: MainWindow, photos: Path, deep_weights: Path, answers: Answers, qtbot: QtBot
) -> MainWindow:
    """A window with the photos dropped into it, and a network that looks at them for seconds."""
    drop_folder(window, photos, qtbot)
    answers.give("for_file", deep_weights)
    choose_weights(window, "vgg16", DEEP_LAYER)
    return window


def drop_folder(window: MainWindow, photos: Path, qtbot: QtBot) -> None:
    with qtbot.waitSignal(window.desk.session.opened, timeout=PATIENCE):
        drop(window.page(WELCOME).drop_area, photos)


def start_looking(window: MainWindow) -> None:
    """Presses the button and waits until some photos have been looked at, perhaps all."""
    click(window.page("learn").buttons.start)
    wait_until(lambda: window.desk.learning.looking.done > 0)
    assert window.desk.learning.stage is Stage.LOOKING


def looked_at(window: MainWindow) -> int:
    snapshot = window.desk.session.snapshot
    assert snapshot is not None
    return int(snapshot.photos.has_features.sum())


def label_of(window: MainWindow, row: int) -> str:
    snapshot = window.desk.session.snapshot
    assert snapshot is not None
    return snapshot.labels[snapshot.photos.label[row]]


def relabel_first_photo(window: MainWindow, qtbot: QtBot) -> None:
    """Gives the first photo the second label, by the key that stands for it."""
    window.go("photos")
    page, session = window.page("photos"), window.desk.session
    grid = page.grid
    wait_until(lambda: page.model.arrangement is not None)
    wait_until(lambda: page.model.arrangement.snapshot is session.snapshot)
    grid.setFocus()
    qtbot.keyClick(grid, Qt.Key.Key_Home)
    wait_until(lambda: grid.selected_ids() == [session.snapshot.photos.ids[0]])
    with qtbot.waitSignal(session.changed):
        qtbot.keyClick(grid, Qt.Key.Key_2)


def shown_words(root: QWidget) -> set[str]:
    return {label.text() for label in root.findChildren(QLabel) if label.isVisible()}


def test_from_a_folder_to_an_answer(
    road_window: MainWindow, photos: Path, qtbot: QtBot, tmp_path: Path
) -> None:
    window, session = road_window, road_window.desk.session
    page = window.page("learn")

    # Look and learn, and watch the curve grow.
    lengths: list[int] = []
    wait_until(lambda: page.plot.plot is not None)
    page.plot.plot.drawn.connect(
        lambda: lengths.append(len(page.plot.plot.curve.losses) if page.plot.plot.curve else 0)
    )
    learn(window)
    wait_until(lambda: lengths[-1] == 200)  # 20 epochs of 10 batches
    assert len(set(lengths)) > 2
    assert lengths == sorted(lengths)
    assert looked_at(window) == 60
    assert session.snapshot.run.evaluation is not None
    assert "%" in page.course.number.text()

    # Change a label and learn again.
    relabel_first_photo(window, qtbot)
    assert label_of(window, 0) == session.snapshot.labels[1]
    learn(window)
    assert len(session.snapshot.runs) == 2
    assert session.snapshot.runs[1].id == session.snapshot.run_in_use

    # Drop a photo and read the answer.
    window.go("use")
    photo = next(photos.rglob("*.jpg"))
    with qtbot.waitSignal(window.desk.naming.answered, timeout=PATIENCE) as answered:
        drop(window.page("use"), photo)
    answer = answered.args[0]
    assert answer.path == photo
    label, probability = answer.prediction.answers[0]
    assert label in session.snapshot.labels
    assert 0 < probability <= 1
    assert label in shown_words(window.page("use"))


def test_paused_work_goes_on_where_it_was(road_window: MainWindow) -> None:
    window, page = road_window, road_window.page("learn")
    start_looking(window)
    click(page.buttons.pause)
    wait_until(lambda: window.desk.learning.stage is Stage.PAUSED)
    wait_until(lambda: looked_at(window) > 0)
    assert window.desk.session.snapshot.run is None  # nothing was learned: it was paused before
    click(page.buttons.resume)
    wait_until(lambda: window.desk.session.snapshot.run is not None)
    assert looked_at(window) == 60


def test_stopped_work_is_kept(road_window: MainWindow) -> None:
    window, page = road_window, road_window.page("learn")
    start_looking(window)
    click(page.buttons.stop)
    wait_until(lambda: window.desk.learning.stage is Stage.IDLE)
    wait_until(lambda: looked_at(window) > 0)
    assert window.desk.session.snapshot.run is None
    learn(window)
    assert looked_at(window) == 60


def test_a_killed_child_costs_nothing_that_was_done(road_window: MainWindow) -> None:
    window, page = road_window, road_window.page("learn")
    start_looking(window)
    os.kill(window.desk.runner.child_pid, signal.SIGKILL)
    wait_until(lambda: page.note.isVisible())
    assert page.note.sentence
    assert "Traceback" not in page.note.sentence
    assert window.desk.learning.stage is Stage.IDLE
    learn(window)
    assert looked_at(window) == 60
    assert not page.note.isVisible()


def test_a_bad_photo_is_skipped_and_listed_with_its_reason(
    window: MainWindow, photos: Path, small_weights: Path, answers: Answers, qtbot: QtBot
) -> None:
    broken = next(photos.rglob("*.jpg"))
    broken.write_bytes(broken.read_bytes()[:1000])
    drop_folder(window, photos, qtbot)
    answers.give("for_file", small_weights)
    choose_weights(window, "vgg16", LAYER)
    learn(window)
    snapshot = window.desk.session.snapshot
    (row,) = snapshot.photos.skipped
    assert snapshot.photos.paths[row].endswith(broken.name)
    page = window.page("learn")
    assert page.looking.skipped.isVisible()
    click(page.looking.skipped)
    assert page.skipped_dialog.isVisible()
    page.skipped_dialog.close()


def test_missing_weights_are_told_and_nothing_is_fetched(
    open_window: OpenWindow,
    project_folder: Path,
    small_weights: Path,
    answers: Answers,
    own_home: Path,
) -> None:
    first = open_window(project_folder)
    answers.give("for_file", small_weights)
    choose_weights(first, "vgg16", LAYER)
    first.close()
    for copy in own_home.rglob("*.npz"):
        copy.unlink()
    window = open_window(beside(project_folder))
    window.go("learn")
    page = window.page("learn")
    wait_until(lambda: page.wanted.survey is not None)
    click(page.buttons.start)
    assert not window.desk.learning.running
    assert "VGG16" in page.network.problem.text()
    assert page.network.offer.download.isVisible()
    assert page.network.offer.choose.isVisible()


def test_a_second_window_on_a_project_is_read_only_and_says_so(
    open_window: OpenWindow, trained_project: Path
) -> None:
    first = open_window(trained_project)
    second = open_window(trained_project)
    assert not first.desk.session.read_only
    assert second.desk.session.read_only
    assert second._note.isVisible()
    assert "read-only" in second._note.sentence
    second.go("learn")
    start = second.page("learn").buttons.start
    assert not start.isEnabled()
    assert "read-only" in start.toolTip()


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may write all")
def test_a_project_that_may_not_be_written_is_read_only(
    open_window: OpenWindow, trained_project: Path
) -> None:
    trained_project.chmod(0o444)
    assert open_window(trained_project).desk.session.read_only


def test_edits_are_undone_and_redone_across_a_restart(
    open_window: OpenWindow, trained_project: Path, qtbot: QtBot
) -> None:
    first = open_window(trained_project)
    label, other = first.desk.session.snapshot.labels[:2]
    relabel_first_photo(first, qtbot)
    assert label_of(first, 0) == other
    first.close()
    second = open_window(trained_project)
    second.activateWindow()
    qtbot.waitActive(second)
    for key, modifiers, expected in (
        (Qt.Key.Key_Z, CONTROL, label),
        (Qt.Key.Key_Z, CONTROL | SHIFT, other),
        (Qt.Key.Key_Z, CONTROL, label),
    ):
        with qtbot.waitSignal(second.desk.session.changed):
            qtbot.keyClick(second, key, modifiers)
        assert label_of(second, 0) == expected


def test_photos_on_disk_are_never_touched(
    window: MainWindow, photos: Path, small_weights: Path, answers: Answers, qtbot: QtBot
) -> None:
    before = {path: path.read_bytes() for path in photos.rglob("*.jpg")}
    drop_folder(window, photos, qtbot)
    answers.give("for_file", small_weights)
    choose_weights(window, "vgg16", LAYER)
    learn(window)
    relabel_first_photo(window, qtbot)
    window.close()
    assert {path: path.read_bytes() for path in photos.rglob("*") if path.is_file()} == before
    with Project(beside(photos), read_only=True) as project:
        assert project.photo_count() == 60
