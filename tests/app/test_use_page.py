"""The Use page, driven as a hand would, with a trained project and a real child process.

All tests but the one that kills its child share one, which has TensorFlow loaded already.
"""

from __future__ import annotations

import csv
import io
import os
import shutil
import signal
from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import Answers
from PIL import Image
from PySide6.QtCore import QMimeData, QModelIndex, QPoint, Qt
from PySide6.QtGui import (
    QColor,
    QDragEnterEvent,
    QDragLeaveEvent,
    QGuiApplication,
    QImage,
)
from PySide6.QtWidgets import QApplication, QHeaderView
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot
from use_hands import (
    LONG,
    NO_BUTTON,
    SharedWorker,
    click,
    drop,
    drop_files,
    files,
    use_page,
    wait_for_answer,
    wait_until,
)

from flowerdesk.app import camera, job_runner
from flowerdesk.app.learning import Stage
from flowerdesk.app.pages.use import UsePage
from flowerdesk.app.pages.use.table_model import Column, Filter, PredictionModel
from flowerdesk.app.pages.use.wording import verdict
from flowerdesk.app.window import MainWindow
from flowerdesk.core import workflow
from flowerdesk.core.errors import FlowerdeskError
from flowerdesk.core.events import ignore, never
from flowerdesk.core.prediction import Prediction, table
from flowerdesk.core.project import Project

OpenWindow = Callable[..., MainWindow]


@pytest.fixture
def page(
    open_window: OpenWindow,
    trained_project: Path,
    monkeypatch: pytest.MonkeyPatch,
    qtbot: QtBot,
) -> UsePage:
    """The page with a trained project, in a window."""
    monkeypatch.setattr(job_runner, "Worker", SharedWorker)
    return use_page(open_window(trained_project))


@pytest.fixture
def photos(trained_project: Path) -> list[Path]:
    """Photos of five labels, that the project knows."""
    return sorted((trained_project.parent / "flowers").glob("*/*1.jpg"))


@pytest.fixture
def broken(tmp_path: Path, photos: list[Path]) -> Path:
    path = tmp_path / "broken.jpg"
    path.write_bytes(photos[0].read_bytes()[:300])
    return path


# Hands


def wait_for_table(page: UsePage, qtbot: QtBot) -> None:
    wait_until(qtbot, lambda: not page.desk.naming.naming_many)


def row_texts(page: UsePage, column: Column) -> list[str]:
    model = page.many.model
    return [model.index(row, column).data() for row in range(model.rowCount())]


def cell(page: UsePage, row: int, column: Column) -> QPoint:
    rect = page.many.table.visualRect(page.many.model.index(row, column))
    return rect.center()


def click_header(page: UsePage, qtbot: QtBot, column: Column) -> None:
    header: QHeaderView = page.many.table.horizontalHeader()
    x = header.sectionViewportPosition(column) + header.sectionSize(column) // 2
    place = QPoint(x, header.height() // 2)
    qtbot.mouseClick(header.viewport(), Qt.MouseButton.LeftButton, pos=place)


# One photo


def test_a_dropped_photo_is_shown_large_and_named(
    page: UsePage, qtbot: QtBot, photos: list[Path]
) -> None:
    assert page.photo.path is None
    assert page.answer.hint.isVisible()
    drop_files(page, photos[0])
    assert page.photo.path == photos[0]
    assert "Looking" in page.answer.heading.text()
    answer = wait_for_answer(page, qtbot, photos[0])
    run = page.desk.session.snapshot.run
    assert {label for label, _ in answer.prediction.answers} == set(run.labels)
    assert sum(share for _, share in answer.prediction.answers) == pytest.approx(1, abs=1e-5)
    best, share = answer.prediction.answers[0]
    assert page.answer.label.text() == best
    assert page.answer.bars.accessibleDescription().startswith(f"{best} ")
    assert page.answer.doubt.isVisible() == (share < 0.8)
    wait_until(qtbot, lambda: page.photo.view.shows_photo)
    assert page.photo.name.text() == photos[0].name


def test_it_is_like_photos_that_were_learned_from_and_not_like_itself(
    page: UsePage, qtbot: QtBot, photos: list[Path], trained_project: Path
) -> None:
    drop_files(page, photos[0])
    answer = wait_for_answer(page, qtbot, photos[0])
    assert page.answer.similar.isVisible()
    with Project(trained_project, read_only=True) as project:
        feature_set = project.find_feature_set(answer.run.feature_key)
        parts = project.parts(0)
        part_of = {one.path: parts[one.sha256] for one in project.learnable(feature_set)}
        assert len(answer.similar) == 4
        for photo in answer.similar:
            assert part_of[photo.path] == "train"
            assert project.absolute(photo.path) != photos[0]
    similarities = [photo.similarity for photo in answer.similar]
    assert similarities == sorted(similarities, reverse=True)
    assert all(0 < similarity <= 1 + 1e-6 for similarity in similarities)


def test_the_answer_is_the_same_as_that_of_the_command_line(
    page: UsePage, qtbot: QtBot, photos: list[Path], trained_project: Path
) -> None:
    drop_files(page, photos[2])
    answer = wait_for_answer(page, qtbot, photos[2])
    wait_until(qtbot, lambda: not page.desk.runner.busy)
    (same,) = page.desk.runner._worker.run(
        workflow.predict, trained_project, (photos[2],), None, on_event=ignore
    ).result
    assert [label for label, _ in same.answers] == [label for label, _ in answer.prediction.answers]
    shares = [share for _, share in same.answers]
    assert shares == pytest.approx([share for _, share in answer.prediction.answers], abs=1e-4)


def test_a_copied_image_is_named_and_its_file_ends_with_the_window(
    page: UsePage, qtbot: QtBot
) -> None:
    image = QImage(90, 60, QImage.Format.Format_RGB32)
    image.fill(QColor("#d04060"))
    QGuiApplication.clipboard().setImage(image)
    qtbot.keyClick(page.window(), Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    naming = page.desk.naming
    wait_until(qtbot, lambda: naming.answers and naming.answers[0].similar)
    folder = naming.pasted.folder
    assert folder is not None
    path = naming.answers[0].path
    assert path.parent == folder
    with Image.open(path) as written:
        assert written.format == "PNG"
        assert written.getpixel((5, 5)) == (0xD0, 0x40, 0x60)
    page.desk.close()
    assert not folder.exists()


def test_a_copied_file_is_named_and_stays_where_it_is(
    page: UsePage, qtbot: QtBot, photos: list[Path]
) -> None:
    before = photos[1].read_bytes()
    QGuiApplication.clipboard().setMimeData(files([photos[1]]))
    click(qtbot, page.paste)
    wait_for_answer(page, qtbot, photos[1])
    assert photos[1].read_bytes() == before
    assert page.desk.naming.pasted.folder is None


def test_pasting_text_says_what_can_be_pasted(page: UsePage, qtbot: QtBot) -> None:
    QGuiApplication.clipboard().setText("a rose")
    click(qtbot, page.paste)
    assert "no image to paste" in page.note.sentence
    assert page.note.isVisible()


def test_a_dragged_image_without_a_file_is_named(page: UsePage, qtbot: QtBot) -> None:
    mime = QMimeData()
    image = QImage(40, 40, QImage.Format.Format_RGB32)
    image.fill(QColor("yellow"))
    mime.setImageData(image)
    assert drop(page, mime)
    wait_until(qtbot, lambda: page.desk.naming.answers)
    assert page.answer.label.isVisible()


def test_photos_are_chosen_with_the_button_in_the_page_or_in_the_header(
    page: UsePage, qtbot: QtBot, photos: list[Path], answers: Answers
) -> None:
    answers.give("for_files", [photos[0]], [photos[1]], [])
    click(qtbot, page.photo.choose)
    wait_for_answer(page, qtbot, photos[0])
    click(qtbot, page.choose)
    wait_for_answer(page, qtbot, photos[1])
    click(qtbot, page.choose)  # and thought better of it
    assert page.photo.path == photos[1]


def test_a_photo_that_cannot_be_read_says_why_and_the_next_one_is_named(
    page: UsePage, qtbot: QtBot, photos: list[Path], broken: Path
) -> None:
    drop_files(page, broken)
    wait_for_answer(page, qtbot, broken)
    assert page.answer.problem.isVisible()
    assert "cut short" in page.answer.problem.text()
    assert not page.answer.label.isVisible()
    assert "cannot be read" in page.photo.view.message
    drop_files(page, photos[0])
    wait_for_answer(page, qtbot, photos[0])
    assert not page.answer.problem.isVisible()
    assert page.answer.label.isVisible()


def test_several_photos_asked_for_one_after_another_are_all_answered(
    page: UsePage, qtbot: QtBot, photos: list[Path]
) -> None:
    for path in photos[:3]:
        drop_files(page, path)
    wait_for_answer(page, qtbot, photos[2])
    assert [answer.path for answer in page.desk.naming.answers] == photos[2::-1]
    assert page.photo.path == photos[2]


def test_the_strip_shows_earlier_answers_again_by_click_and_by_keys(
    page: UsePage, qtbot: QtBot, photos: list[Path]
) -> None:
    for path in photos[:3]:
        drop_files(page, path)
        wait_for_answer(page, qtbot, path)
    strip = page.strip
    assert strip.model().rowCount() == 3
    assert strip.currentIndex().row() == 0
    rect = strip.visualRect(strip.model().index(2, 0))
    qtbot.mouseClick(strip.viewport(), Qt.MouseButton.LeftButton, pos=rect.center())
    assert page.photo.path == photos[0]
    assert page.answer.label.text() == page.desk.naming.answers[2].prediction.answers[0][0]
    strip.setFocus()
    qtbot.keyClick(strip, Qt.Key.Key_Left)
    assert page.photo.path == photos[1]
    assert page.desk.naming.asked is None  # it is remembered, not asked for again
    assert len(page.desk.naming.answers) == 3


def test_the_models_keep_the_rules_of_qt(
    page: UsePage,
    qtbot: QtBot,
    photos: list[Path],
    broken: Path,
    qtmodeltester: ModelTester,
) -> None:
    qtmodeltester.check(page.strip.answers)
    drop_files(page, photos[0])
    wait_for_answer(page, qtbot, photos[0])
    qtmodeltester.check(page.strip.answers)
    drop_files(page, *photos, broken)
    wait_for_table(page, qtbot)
    qtmodeltester.check(page.many.model)
    for column in (*Column, -1):
        page.many.model.sort(column, Qt.SortOrder.DescendingOrder)
        qtmodeltester.check(page.many.model)
    page.many.model.set_filter(Filter(only_problems=True))
    qtmodeltester.check(page.many.model)


# Doubt


@pytest.mark.parametrize(
    ("shares", "heading", "doubt"),
    [
        ((0.9, 0.1), "This is most likely", ""),
        ((0.6, 0.3), "This is probably", "with 30.0 % it could also be “tulip”"),
        ((0.4, 0.35), "It looks most like", "Not sure"),
        ((0.4,), "This is most likely", ""),
    ],
)
def test_how_sure_the_answer_is_is_said_in_words(
    shares: tuple[float, ...], heading: str, doubt: str
) -> None:
    said = verdict(tuple(zip(("rose", "tulip"), shares, strict=False)))
    assert said.heading == heading
    assert doubt in said.doubt
    assert bool(said.doubt) == bool(doubt)


# Many photos


def test_many_photos_make_a_table_that_says_what_each_shows(
    page: UsePage, qtbot: QtBot, photos: list[Path], broken: Path
) -> None:
    drop_files(page, *photos, broken)
    assert page.shows_table
    wait_for_table(page, qtbot)
    assert row_texts(page, Column.NAME) == [path.name for path in (*photos, broken)]
    assert "cut short" in row_texts(page, Column.PROBLEM)[-1]
    assert row_texts(page, Column.LABEL)[-1] == ""
    run = page.desk.session.snapshot.run
    assert set(row_texts(page, Column.LABEL)[:-1]) <= set(run.labels)
    assert all(text.endswith(" %") for text in row_texts(page, Column.PROBABILITY)[:-1])
    assert all(text.endswith(" %") for text in row_texts(page, Column.SECOND)[:-1])
    assert not page.many.stop.isVisible()


def test_a_folder_makes_a_table_and_the_last_photo_is_a_click_away(
    page: UsePage, qtbot: QtBot, trained_project: Path, photos: list[Path], answers: Answers
) -> None:
    drop_files(page, photos[0])
    wait_for_answer(page, qtbot, photos[0])
    answers.give("for_folder", trained_project.parent / "flowers")
    click(qtbot, page.folder)
    wait_for_table(page, qtbot)
    assert page.many.model.rowCount() == 40
    click(qtbot, page.many.back)
    assert not page.shows_table
    assert page.photo.path == photos[0]
    click(qtbot, page.to_table)
    assert page.shows_table
    qtbot.keyClick(page.many.table, Qt.Key.Key_Escape)
    assert not page.shows_table


def test_a_folder_without_photos_says_so(page: UsePage, qtbot: QtBot, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    drop_files(page, tmp_path / "empty")
    wait_until(qtbot, page.note.isVisible)
    assert "no photos" in page.note.sentence
    assert not page.many.export.isEnabled()


def test_the_table_is_sorted_by_its_headers(
    page: UsePage, qtbot: QtBot, photos: list[Path], broken: Path
) -> None:
    drop_files(page, broken, *photos)
    wait_for_table(page, qtbot)
    click_header(page, qtbot, Column.PROBABILITY)
    shares = [page.many.model.row(row).probability for row in range(page.many.model.rowCount() - 1)]
    assert shares == sorted(shares)
    assert row_texts(page, Column.NAME)[-1] == broken.name
    click_header(page, qtbot, Column.PROBABILITY)
    assert page.many.model.row(0).probability == max(shares)
    assert row_texts(page, Column.NAME)[-1] == broken.name  # what has no label is never first
    click_header(page, qtbot, Column.PROBABILITY)
    assert row_texts(page, Column.NAME)[0] == broken.name  # as they were dropped


def test_the_table_is_filtered_by_name_label_and_doubt(
    page: UsePage, qtbot: QtBot, trained_project: Path, broken: Path
) -> None:
    drop_files(page, trained_project.parent / "flowers", broken)
    wait_for_table(page, qtbot)
    many = page.many
    qtbot.keyClicks(many.search, "BROKEN")
    assert row_texts(page, Column.NAME) == [broken.name]
    assert "1 shown" in many.heading.text().replace("(s)", "")
    many.search.clear()
    label = row_texts(page, Column.LABEL)[0]
    many.label.setFocus()
    qtbot.keyClicks(many.label, label)
    assert many.label.currentText() == label
    assert set(row_texts(page, Column.LABEL)) == {label}
    many.label.setCurrentIndex(many.label.count() - 1)
    assert row_texts(page, Column.NAME) == [broken.name]
    many.label.setCurrentIndex(0)
    qtbot.mouseClick(many.unsure, Qt.MouseButton.LeftButton, pos=QPoint(8, 8))
    many.below.setValue(60)
    shown = [many.model.row(row) for row in range(many.model.rowCount())]
    assert all(row.label and row.probability < 0.6 for row in shown)
    assert 0 < len(shown) < 41


def test_the_exported_table_is_that_of_the_command_line(
    page: UsePage,
    qtbot: QtBot,
    trained_project: Path,
    photos: list[Path],
    broken: Path,
    answers: Answers,
    tmp_path: Path,
) -> None:
    named = (*photos, broken)
    drop_files(page, *named)
    wait_for_table(page, qtbot)
    answers.give("where_to_save", tmp_path / "labels")
    click(qtbot, page.many.export)
    wait_until(qtbot, page.many.note.isVisible)
    assert "Saved as" in page.many.note.sentence
    written = list(csv.reader(io.StringIO((tmp_path / "labels.csv").read_text("utf-8-sig"))))
    predictions = page.desk.runner._worker.run(
        workflow.predict, trained_project, named, None, on_event=ignore
    ).result
    assert written == [[str(one) for one in row] for row in table(predictions)]


def test_only_what_is_shown_is_exported_and_failing_to_write_is_told(
    page: UsePage,
    qtbot: QtBot,
    photos: list[Path],
    broken: Path,
    answers: Answers,
    tmp_path: Path,
) -> None:
    drop_files(page, *photos, broken)
    wait_for_table(page, qtbot)
    qtbot.keyClicks(page.many.search, "broken")
    answers.give("where_to_save", tmp_path / "one.csv", tmp_path / "nowhere" / "one.csv", None)
    qtbot.keyClick(page.many.table, Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    wait_until(qtbot, page.many.note.isVisible)
    assert len((tmp_path / "one.csv").read_text("utf-8-sig").splitlines()) == 2
    page.many.note.hide()
    click(qtbot, page.many.export)
    wait_until(qtbot, page.many.note.isVisible)
    assert "could not be written" in page.many.note.sentence
    click(qtbot, page.many.export)  # and thought better of it


def test_cells_are_copied_as_spreadsheets_take_them(
    page: UsePage, qtbot: QtBot, photos: list[Path]
) -> None:
    drop_files(page, *photos)
    wait_for_table(page, qtbot)
    many = page.many.table
    control, shift = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
    left = Qt.MouseButton.LeftButton
    qtbot.mouseClick(many.viewport(), left, pos=cell(page, 0, Column.NAME))
    qtbot.mouseClick(many.viewport(), left, shift, pos=cell(page, 1, Column.LABEL))
    qtbot.keyClick(many, Qt.Key.Key_C, control)
    names, labels = row_texts(page, Column.NAME), row_texts(page, Column.LABEL)
    copied = QGuiApplication.clipboard().text()
    assert copied == f"{names[0]}\t{labels[0]}\n{names[1]}\t{labels[1]}"


def test_a_row_opens_its_photo_by_double_click_and_by_enter(
    page: UsePage, qtbot: QtBot, photos: list[Path]
) -> None:
    drop_files(page, *photos)
    wait_for_table(page, qtbot)
    place = cell(page, 2, Column.NAME)
    qtbot.mouseClick(page.many.table.viewport(), Qt.MouseButton.LeftButton, pos=place)
    qtbot.mouseDClick(page.many.table.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert not page.shows_table
    wait_for_answer(page, qtbot, photos[2])
    click(qtbot, page.to_table)
    qtbot.keyClick(page.many.table, Qt.Key.Key_Down)
    qtbot.keyClick(page.many.table, Qt.Key.Key_Return)
    wait_for_answer(page, qtbot, photos[3])


def test_stopping_keeps_the_answers_that_are_here(
    page: UsePage, qtbot: QtBot, photos: list[Path]
) -> None:
    many = photos * 60
    drop_files(page, *many)
    wait_until(qtbot, lambda: page.desk.naming.table)
    assert page.many.bar.isVisible()
    click(qtbot, page.many.stop)
    wait_for_table(page, qtbot)
    assert 0 < page.many.model.rowCount() < len(many)
    assert page.many.model.rowCount() == len(page.desk.naming.table)
    assert not page.many.stop.isVisible()
    assert not page.note.isVisible()


def test_rows_that_come_into_a_sorted_and_filtered_table_find_their_places() -> None:
    def prediction(name: str, share: float) -> Prediction:
        return Prediction(f"/{name}.jpg", (("rose", share), ("tulip", 1 - share)))

    model = PredictionModel()
    model.set_filter(Filter(below=0.9))
    model.sort(Column.PROBABILITY, Qt.SortOrder.DescendingOrder)
    model.add([prediction("b", 0.7), prediction("sure", 0.95)])
    kept = model.index(0, Column.NAME)
    model.add([prediction("a", 0.6), prediction("c", 0.8), Prediction("/x.jpg", problem="gone")])
    names = [model.index(row, Column.NAME).data() for row in range(model.rowCount())]
    assert names == ["c.jpg", "b.jpg", "a.jpg"]
    assert kept.data() == "c.jpg"  # a plain index is a place; a persistent one follows
    assert len(model) == 5
    assert model.problems == 1
    assert [one.path for one in model.shown_predictions()] == ["/c.jpg", "/b.jpg", "/a.jpg"]


def test_a_selected_row_stays_selected_when_the_table_is_sorted(
    page: UsePage, qtbot: QtBot, photos: list[Path]
) -> None:
    drop_files(page, *photos)
    wait_for_table(page, qtbot)
    page.many.table.setCurrentIndex(page.many.model.index(1, Column.NAME))
    click_header(page, qtbot, Column.NAME)
    click_header(page, qtbot, Column.NAME)
    assert page.many.table.currentIndex().data() == photos[1].name


# What may go wrong, and what else goes on


def test_before_anything_was_learned_it_leads_to_the_learn_page(
    open_window: OpenWindow, project_folder: Path, qtbot: QtBot
) -> None:
    window = open_window(project_folder)
    page = use_page(window)
    assert page.nothing.isVisible()
    assert not page.choose.isEnabled()
    photo = next(project_folder.glob("*/*.jpg"))
    assert not drop(page, files([photo]))
    click(qtbot, page.nothing.go)
    assert window.current_page == "learn"


def test_a_project_file_is_left_to_the_window(page: UsePage, trained_project: Path) -> None:
    mime = files([trained_project])
    enter = QDragEnterEvent(QPoint(9, 9), Qt.DropAction.CopyAction, mime, *NO_BUTTON)
    page.dragEnterEvent(enter)
    assert not enter.isAccepted()


def test_the_place_to_drop_shows_itself_while_something_is_dragged(
    page: UsePage, photos: list[Path]
) -> None:
    mime = files(photos[:1])
    enter = QDragEnterEvent(QPoint(9, 9), Qt.DropAction.CopyAction, mime, *NO_BUTTON)
    QApplication.sendEvent(page, enter)
    assert page.photo.property("drop") == "over"
    QApplication.sendEvent(page, QDragLeaveEvent())
    assert page.photo.property("drop") is True


def test_a_killed_child_is_told_and_the_next_photo_is_named(
    open_window: OpenWindow, trained_project: Path, qtbot: QtBot, photos: list[Path]
) -> None:
    page = use_page(open_window(trained_project))
    drop_files(page, photos[0])
    wait_for_answer(page, qtbot, photos[0])
    drop_files(page, *photos * 60)
    wait_until(qtbot, lambda: page.desk.naming.table)
    pid = page.desk.runner.child_pid
    assert pid is not None
    os.kill(pid, signal.SIGKILL)
    wait_until(qtbot, page.note.isVisible)
    assert "was ended by the system" in page.note.sentence
    assert page.desk.naming.table  # what was answered stays
    drop_files(page, photos[1])
    assert not page.note.isVisible()
    wait_for_answer(page, qtbot, photos[1])
    assert page.answer.label.isVisible()


def test_weights_that_are_gone_are_told_with_what_to_do(
    page: UsePage, qtbot: QtBot, photos: list[Path], trained_project: Path
) -> None:
    def forget(project: Project) -> None:
        project.set_setting("weights_files", {})
        project.set_setting("weights_file", None)

    with qtbot.waitSignal(page.desk.session.changed):
        page.desk.session.change(forget)
    with pytest.raises(FlowerdeskError) as expected:
        workflow.predict(trained_project, (photos[0],), None, ignore, never)
    drop_files(page, photos[0])
    # What each layer sees of the photo fails too, and may tell so before the photo is given up.
    wait_until(qtbot, lambda: page.answer.heading.text() == "No answer")
    assert page.note.isVisible()
    assert page.note.sentence == str(expected.value)


def test_while_photos_are_looked_at_it_says_what_it_waits_for(
    page: UsePage, qtbot: QtBot, photos: list[Path]
) -> None:
    learning = page.desk.learning
    page.desk.learning._job = -1  # as if one were running
    learning.stage = Stage.LOOKING
    learning.stage_changed.emit()
    drop_files(page, photos[0])
    assert "until the photos are looked at" in page.answer.hint.text()
    learning._job = None
    learning.stage = Stage.IDLE
    learning.stage_changed.emit()
    wait_for_answer(page, qtbot, photos[0])


def test_when_another_run_answers_the_photo_is_asked_for_anew(
    page: UsePage, qtbot: QtBot, photos: list[Path], trained_project: Path
) -> None:
    drop_files(page, photos[0])
    first = wait_for_answer(page, qtbot, photos[0])

    def learn_again(project: Project) -> None:
        run = project.run()
        assert run is not None
        project.add_run(run)

    page.desk.session.change(learn_again)
    wait_until(qtbot, lambda: page.desk.naming.answers[0].run.id != first.run.id)
    assert len(page.desk.naming.answers) == 1


def test_another_project_starts_with_no_answers(
    page: UsePage, qtbot: QtBot, photos: list[Path], trained_project: Path, tmp_path: Path
) -> None:
    drop_files(page, photos[0])
    wait_for_answer(page, qtbot, photos[0])
    drop_files(page, *photos)
    wait_for_table(page, qtbot)
    other = Path(shutil.copy(trained_project, trained_project.with_name("other.flowerdesk")))
    with qtbot.waitSignal(page.desk.session.opened, timeout=LONG):
        page.desk.session.open(other)
    assert page.photo.path is None
    assert not page.shows_table
    assert page.strip.model().rowCount(QModelIndex()) == 0
    assert page.many.model.rowCount() == 0


def test_a_read_only_project_names_photos_all_the_same(
    page: UsePage,
    qtbot: QtBot,
    open_window: OpenWindow,
    trained_project: Path,
    photos: list[Path],
) -> None:
    second = use_page(open_window(trained_project))
    assert second.desk.session.read_only
    drop_files(second, photos[0])
    wait_for_answer(second, qtbot, photos[0])


def test_a_photo_is_taken_with_a_camera_where_there_is_one(
    open_window: OpenWindow,
    trained_project: Path,
    qtbot: QtBot,
    answers: Answers,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(job_runner, "Worker", SharedWorker)
    monkeypatch.setattr(camera, "available", lambda: True)
    page = use_page(open_window(trained_project))
    wait_until(qtbot, page.camera.isVisible)
    image = QImage(60, 60, QImage.Format.Format_RGB32)
    image.fill(QColor("white"))
    answers.give("for_camera_photo", None, image)
    click(qtbot, page.camera)
    click(qtbot, page.camera)
    wait_until(qtbot, lambda: page.desk.naming.answers)
    assert len(page.desk.naming.answers) == 1


def test_without_a_camera_there_is_no_button_for_one(page: UsePage, qtbot: QtBot) -> None:
    wait_until(qtbot, lambda: page._looked_for_camera)
    qtbot.wait(0)
    assert page.camera not in page.header
