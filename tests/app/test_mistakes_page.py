"""The Review page, driven as a hand would, with a trained project and a real child process.

The run in use is one that says daisy to everything, so that a test knows what is wrong: of the
five test photos, one for each label, four.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton, QWidget
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot
from warm_worker import WarmWorker

from flowerdesk.app import job_runner
from flowerdesk.app.pages.review.mistakes.matrix_model import MatrixModel
from flowerdesk.app.pages.review.mistakes.matrix_view import MatrixView
from flowerdesk.app.pages.review.mistakes.page import MistakesPage
from flowerdesk.app.pages.review.mistakes.wording import change, of_100, warning
from flowerdesk.app.similar_photos import SimilarDialog
from flowerdesk.app.window import MainWindow
from flowerdesk.core.head import Head
from flowerdesk.core.project import Project
from flowerdesk.core.review import Before, Review, Reviewer

OpenWindow = Callable[..., MainWindow]
LONG = 120_000  # ms: the first job of a child loads TensorFlow, and other work may be going on
LABELS = ("daisy", "dandelion", "roses", "sunflowers", "tulips")


class SharedWorker(WarmWorker):
    """The child that tests share: closing a window leaves it to the next one."""

    def kill(self) -> None:
        self.cancel()

    def close(self) -> None:
        self.cancel()


@pytest.fixture
def wrong_project(trained_project: Path) -> Path:
    """A project whose run in use says daisy to everything; the run before is the real one."""
    with Project(trained_project) as project:
        run = project.run()
        assert run is not None
        head = Head.from_bytes(run.kept_head)
        kernel, bias = head.layers[-1]
        says_daisy = np.zeros_like(bias)
        says_daisy[0] = 1
        head = replace(head, layers=(*head.layers[:-1], (np.zeros_like(kernel), says_daisy)))
        project.add_run(replace(run, kept_head=head.to_bytes()))
    return trained_project


@pytest.fixture
def page(
    open_window: OpenWindow,
    wrong_project: Path,
    monkeypatch: pytest.MonkeyPatch,
    qtbot: QtBot,
) -> MistakesPage:
    monkeypatch.setattr(job_runner, "Worker", SharedWorker)
    return review_page(open_window(wrong_project), qtbot)


def review_page(window: MainWindow, qtbot: QtBot) -> MistakesPage:
    """The page, when all of it is there."""
    window.go("review")
    page = window.page("review").tab("mistakes")
    assert isinstance(page, MistakesPage)
    wait_until(qtbot, lambda: page.review is not None)
    return page


def wait_until(qtbot: QtBot, condition: Callable[[], object]) -> None:
    qtbot.waitUntil(lambda: bool(condition()), timeout=LONG)


def click(qtbot: QtBot, button: QPushButton) -> None:
    assert button.isVisible()
    assert button.isEnabled(), button.toolTip()
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)


def press(qtbot: QtBot, widget: QWidget, key: Qt.Key) -> None:
    widget.setFocus()
    qtbot.keyClick(widget, key)


def review_in(path: Path) -> Review:
    """What the core says of the project."""
    with Project(path, read_only=True) as project:
        review = Reviewer().review(project)
    assert review is not None
    return review


# The score


def test_the_score_is_in_plain_words(page: MistakesPage) -> None:
    assert page.score.score.text() == "20 of 100 right"
    assert page.score.certainty.text() == ("between 3 and 63, from 5 photos that it has never seen")
    assert "fewer than 5 test photos" in page.score.warning.text()
    assert not page.score.changed.isVisible()


def test_every_label_has_its_recall_and_precision(page: MistakesPage) -> None:
    told = page.scores.scores.accessibleDescription()
    assert "daisy: 1 photo\n100 % of your photos of it are recognised (recall)" in told
    assert "when the answer is this label, 20.0 % are right (precision)" in told
    assert "tulips: 1 photo\n0.0 % of your photos of it are recognised (recall)" in told


def test_the_run_before_is_compared_and_its_photos_are_shown(
    page: MistakesPage, wrong_project: Path, qtbot: QtBot
) -> None:
    before = review_in(wrong_project).before
    assert before is not None
    assert before.worse, "the real run knows nothing: this test shows nothing"
    assert "since the run before" in page.score.change.text()
    click(qtbot, page.score.worse)
    assert page.photos.title.text() == "Wrong now, right before"
    assert [p.path for p in page.photos.photos.photos] == [p.path for p in before.worse]


def test_a_score_is_never_rounded_up_to_all() -> None:
    assert of_100(0.999) == "99 of 100 right"
    assert of_100(1.0) == "100 of 100 right"


def test_a_change_is_said_with_its_direction() -> None:
    same = Before(0.5, 10, (), (), comparable=True, gain=0.0)
    assert change(same) == "As good as the run before"
    assert change(replace(same, gain=0.021)) == "▲ 2.1 points since the run before"
    assert change(replace(same, gain=-0.1)) == "▼ 10.0 points since the run before"
    assert (
        change(replace(same, comparable=False))
        == "The run before: 50 of 100 right, on other photos"
    )


def test_uneven_labels_get_the_balanced_figure(page: MistakesPage) -> None:
    assert page.review is not None
    daisy = page.review.cell("daisy", "daisy")
    many = replace(page.review, photos=(*page.review.photos, *daisy, *daisy, *daisy))
    assert "With every label counted alike, it is 20 of 100 right." in warning(many)
    assert "uneven" not in warning(page.review)


# The matrix


def test_the_page_begins_with_the_most_mistakes_and_arrows_walk_on(
    page: MistakesPage, qtbot: QtBot
) -> None:
    assert page.focusProxy() is page.matrix_view
    assert page.photos.title.text() == "dandelion taken for daisy"
    press(qtbot, page.matrix_view, Qt.Key.Key_Down)
    assert page.photos.title.text() == "roses taken for daisy"
    assert [photo.label for photo in page.photos.photos.photos] == ["roses"]
    press(qtbot, page.matrix_view, Qt.Key.Key_Right)
    assert page.photos.title.text() == "roses taken for dandelion"
    assert page.photos.nothing.isVisible()


def test_a_click_shows_a_cell(page: MistakesPage, qtbot: QtBot) -> None:
    cell = page.matrix_view.visualRect(page.matrix.index(0, 0)).center()
    qtbot.mouseClick(page.matrix_view.viewport(), Qt.MouseButton.LeftButton, pos=cell)
    assert page.photos.title.text() == "daisy recognised"
    assert not page.photos.correct.isEnabled()
    assert page.photos.correct.toolTip() == "Your label and the answer are the same"


def test_enter_comes_back_to_the_cell_from_a_comparison(page: MistakesPage, qtbot: QtBot) -> None:
    click(qtbot, page.score.worse)
    press(qtbot, page.matrix_view, Qt.Key.Key_Return)
    assert page.photos.title.text() == "dandelion taken for daisy"


def test_the_models_are_sound_and_every_cell_is_told(page: MistakesPage) -> None:
    tester = ModelTester(None)
    tester.check(page.matrix)
    tester.check(page.photos.photos)
    told = page.matrix.index(2, 0).data(Qt.ItemDataRole.AccessibleTextRole)
    assert told == "roses taken for daisy: 1 photo"
    photo = page.photos.photos.index(0).data(Qt.ItemDataRole.AccessibleTextRole)
    assert "Your label: dandelion, Its answer: daisy" in photo


@pytest.mark.parametrize("count", [2, 100])
def test_the_matrix_serves_from_2_to_100_labels(
    application: object, qtbot: QtBot, count: int
) -> None:
    model = MatrixModel()
    view = MatrixView(model)
    qtbot.addWidget(view)
    view.resize(440, 320)
    view.show()
    labels = tuple(f"label {number:03}" for number in range(count))
    model.show_matrix(labels, np.eye(count, dtype=np.int64) * 7)
    view.choose(0, 0)
    for _ in range(count - 1):
        qtbot.keyClick(view, Qt.Key.Key_Down)
        qtbot.keyClick(view, Qt.Key.Key_Right)
    assert (view.currentIndex().row(), view.currentIndex().column()) == (count - 1, count - 1)
    assert view.viewport().rect().contains(view.visualRect(view.currentIndex()))
    assert not view.grab().isNull()


# Hands


def test_enter_mends_a_label_and_the_score_follows(
    page: MistakesPage, wrong_project: Path, qtbot: QtBot
) -> None:
    assert page.photos.correct.text() == "Right: daisy"
    press(qtbot, page.photos.list, Qt.Key.Key_Return)
    wait_until(qtbot, lambda: page.review.mended == 1)
    assert page.score.score.text() == "40 of 100 right"
    assert "1 label of test photos mended by hand" in page.score.changed.text()
    assert page.photos.nothing.isVisible()
    assert page.matrix_view.hasFocus()
    assert len(review_in(wrong_project).cell("daisy", "daisy")) == 2
    page.desk.session.undo_stack.undo()
    wait_until(qtbot, lambda: page.review.mended == 0)
    assert page.score.score.text() == "20 of 100 right"
    assert page.photos.title.text() == "dandelion taken for daisy"
    assert len(page.photos.photos.photos) == 1


def test_k_keeps_a_label_once(page: MistakesPage, wrong_project: Path, qtbot: QtBot) -> None:
    press(qtbot, page.photos.list, Qt.Key.Key_K)
    wait_until(qtbot, lambda: any(photo.kept for photo in page.review.photos))
    assert page.desk.session.undo_stack.undoText() == "keep the label of 1 photo"
    assert not page.photos.keep.isEnabled()
    assert page.photos.keep.toolTip() == "You kept your label already"
    (kept,) = [photo for photo in review_in(wrong_project).photos if photo.kept]
    assert kept.label == "dandelion"


def test_the_buttons_do_the_same(page: MistakesPage, qtbot: QtBot) -> None:
    click(qtbot, page.photos.keep)
    wait_until(qtbot, lambda: any(photo.kept for photo in page.review.photos))
    click(qtbot, page.photos.correct)
    wait_until(qtbot, lambda: page.review.mended == 1)
    assert not any(photo.kept for photo in page.review.photos)


def test_delete_leaves_a_photo_out(page: MistakesPage, qtbot: QtBot) -> None:
    press(qtbot, page.photos.list, Qt.Key.Key_Delete)
    wait_until(qtbot, lambda: page.review.left_out == 1)
    assert page.score.score.text() == "25 of 100 right"
    assert "1 test photo left out by hand" in page.score.changed.text()


def test_several_photos_are_mended_together(
    page: MistakesPage, wrong_project: Path, qtbot: QtBot
) -> None:
    wrong = [photo for photo in page.review.photos if not photo.right]
    page.photos.show_photos("wrong", wrong, wrong_project, {}, read_only=False)
    page.photos.list.selectAll()
    click(qtbot, page.photos.correct)
    wait_until(qtbot, lambda: page.review.mended == 4)
    assert page.desk.session.undo_stack.undoText() == "label 4 photos “daisy”"


def test_edits_elsewhere_are_seen_when_the_page_is_shown_again(
    page: MistakesPage, qtbot: QtBot
) -> None:
    ids = page.review.cell("roses", "daisy")[0].ids
    page.desk.go("photos")
    with qtbot.waitSignal(page.desk.session.changed):
        page.desk.session.edit(lambda edits: edits.set_label(ids, "daisy"))
    assert page.review.mended == 0
    page.desk.go("review")
    wait_until(qtbot, lambda: page.review.mended == 1)


# Learning again


def test_learning_again_shows_the_gain(page: MistakesPage, qtbot: QtBot) -> None:
    before = page.review
    click(qtbot, page.buttons.again)
    assert not page.buttons.again.isEnabled()
    assert page.buttons.stop.isVisible()
    wait_until(
        qtbot, lambda: page.review.run_id != before.run_id and page.buttons.again.isEnabled()
    )
    run = page.desk.session.snapshot.run
    assert run.id == page.review.run_id
    assert run.settings == before.settings
    assert run.feature_key == before.feature_key
    assert page.review.before.accuracy == pytest.approx(0.2)
    assert {photo.path for photo in page.review.photos} == {photo.path for photo in before.photos}
    assert not page.buttons.stop.isVisible()


def test_fresh_test_photos_are_others_and_the_page_says_so(
    page: MistakesPage, qtbot: QtBot
) -> None:
    before = page.review
    click(qtbot, page.buttons.fresh)
    wait_until(qtbot, lambda: page.review.run_id != before.run_id)
    assert page.review.settings == {**before.settings, "seed": 1}
    assert {photo.path for photo in page.review.photos} != {photo.path for photo in before.photos}
    assert "on other photos" in page.score.change.text()
    assert not page.score.worse.isVisible()


def test_learning_that_fails_says_why(
    page: MistakesPage, wrong_project: Path, qtbot: QtBot
) -> None:
    with qtbot.waitSignal(page.desk.session.changed):
        page.desk.session.edit(lambda edits: edits.merge_labels(LABELS, "flower"))
    wait_until(qtbot, page.nothing.isVisible)
    assert "No test photos are left" in page.nothing.sentence.text()
    click(qtbot, page.buttons.again)
    wait_until(qtbot, page.note.isVisible)
    assert "At least two labels" in page.note.sentence


# What is missing


def test_before_anything_was_learned_it_leads_to_learn(
    open_window: OpenWindow, project_folder: Path, qtbot: QtBot
) -> None:
    window = open_window(project_folder)
    window.go("review")
    page = window.page("review").tab("mistakes")
    assert page.nothing.isVisible()
    assert not page.buttons.again.isEnabled()
    assert "learn your photos first" in page.buttons.again.toolTip()
    wait_until(qtbot, page.nothing.go.isVisible)
    click(qtbot, page.nothing.go)
    assert window.current_page == "learn"


def test_a_reader_looks_and_changes_nothing(
    open_window: OpenWindow, wrong_project: Path, qtbot: QtBot
) -> None:
    open_window(wrong_project)
    page = review_page(open_window(wrong_project), qtbot)
    assert page.score.score.text() == "20 of 100 right"
    for one in (page.buttons.again, page.buttons.fresh, page.photos.correct, page.photos.keep):
        assert not one.isEnabled()
        assert "read-only" in one.toolTip()
    press(qtbot, page.photos.list, Qt.Key.Key_Delete)
    assert page.desk.session.undo_stack.count() == 0


# Similar photos


def test_the_photos_most_like_a_mistake_are_one_key_away(page: MistakesPage, qtbot: QtBot) -> None:
    photo = page.photos.list.selected[0]
    press(qtbot, page.photos.list, Qt.Key.Key_M)
    dialog = page.window().findChild(SimilarDialog)
    assert dialog is not None
    assert dialog.photo.id == photo.ids[0]
    dialog.close()
    click(qtbot, page.photos.similar)
    assert dialog.isVisible()
    dialog.close()
