"""The Learn page, driven as a hand would, with a real project and the real child process."""

from __future__ import annotations

import csv
import os
import shutil
import signal
import xml.etree.ElementTree as ElementTree
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from publisher import publishing
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QPushButton, QTreeWidgetItem, QWidget
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from flowerdesk.app.learning import Stage
from flowerdesk.app.pages.learn.looked_at import seen_by
from flowerdesk.app.pages.learn.page import LearnPage
from flowerdesk.app.window import MainWindow
from flowerdesk.core import workflow
from flowerdesk.core.backbones.vgg import VGG16
from flowerdesk.core.project import Project
from flowerdesk.core.project.browsing import snapshot as snapshot_of
from flowerdesk.core.project.edits import Edits
from flowerdesk.core.training import HeadSettings
from flowerdesk.core.weights import store

OpenWindow = Callable[..., MainWindow]
LAYER = "block1_pool"  # that the small weights reach
LONG = 120_000  # ms: the first job of a child loads TensorFlow, and other work may be going on


def wait_until(qtbot: QtBot, condition: Callable[[], object]) -> None:
    qtbot.waitUntil(lambda: bool(condition()), timeout=LONG)


def learn_page(window: MainWindow, qtbot: QtBot) -> LearnPage:
    """The page, when all of it is there."""
    window.go("learn")
    page = window.page("learn")
    assert isinstance(page, LearnPage)
    wait_until(qtbot, lambda: page.wanted.survey is not None and page.plot.plot is not None)
    return page


def click(qtbot: QtBot, button: QWidget) -> None:
    assert button.isVisible()
    assert button.isEnabled(), button.toolTip()
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)


def learn(page: LearnPage, qtbot: QtBot) -> None:
    """Presses the primary button and waits for the run."""
    with qtbot.waitSignal(page.desk.learning.run_finished, timeout=LONG):
        click(qtbot, page.buttons.start)
    runs = len(page.desk.session.snapshot.runs)
    wait_until(qtbot, lambda: len(page.desk.session.snapshot.runs) > runs or runs > 0)


def setting(path: Path, key: str) -> object:
    with Project(path, read_only=True) as project:
        return project.setting(key)


@pytest.fixture
def kept_weights(small_weights: Path) -> Path:
    """VGG16's first block in the store of this test's person."""
    store.store_folder().mkdir(parents=True)
    return Path(shutil.copy(small_weights, store.store_folder() / "vgg16.npz"))


def items(page: LearnPage) -> dict[str, QTreeWidgetItem]:
    """Of the dialog that compares networks, by network and layer."""
    assert page.networks_dialog is not None
    tree = page.networks_dialog.tree
    found = {}
    for number in range(tree.topLevelItemCount()):
        top = tree.topLevelItem(number)
        found[top.text(0)] = top
        for below in range(top.childCount()):
            found[f"{top.text(0)} {top.child(below).text(0)}"] = top.child(below)
    return found


def choose_network(page: LearnPage, qtbot: QtBot, name: str) -> None:
    click(qtbot, page.network.compare)
    dialog = page.networks_dialog
    assert dialog is not None
    dialog.tree.setCurrentItem(items(page)[name])
    with qtbot.waitSignal(page.wanted.surveyed, timeout=LONG):
        click(qtbot, dialog.use)


# Learning


def test_one_button_looks_learns_tests_and_lists_the_run(
    open_window: OpenWindow, qtbot: QtBot, project_folder: Path, kept_weights: Path
) -> None:
    (project_folder / "daisy" / "broken.jpg").write_bytes(b"no photo")
    window = open_window(project_folder)
    page = learn_page(window, qtbot)
    assert page.runs.empty.isVisible()
    assert "Nothing is learned yet" in page.course.sentence.text()
    choose_network(page, qtbot, f"VGG16 {LAYER}")
    assert LAYER in page.network.network.text()
    assert " photos" in page.network.network.text(), "it is estimated how long they take"
    stages: list[Stage] = []
    estimated: set[Stage] = set()
    sizes: set[int] = set()

    def note() -> None:
        stage = page.desk.learning.stage
        stages.append(stage)
        if " photos" in page.network.network.text():
            estimated.add(stage)

    page.desk.learning.stage_changed.connect(note)
    plot = page.plot.plot
    assert plot is not None
    plot.drawn.connect(lambda: sizes.add(len(plot.curve.losses) if plot.curve else 0))
    learn(page, qtbot)
    assert stages == [Stage.STARTING, Stage.LOOKING, Stage.LEARNING, Stage.IDLE]
    assert not estimated - {Stage.IDLE}, "the card beside it knows better while it looks"
    wait_until(qtbot, lambda: page.runs.selected_id == 1)
    wait_until(qtbot, lambda: page.course.sentence.isVisible())
    assert "photo" in page.course.sentence.text()
    assert "it has never seen" in page.course.sentence.text()
    assert page.course.number.text().endswith("%")
    wait_until(qtbot, lambda: len(plot.curve.losses) == 20 * 10)
    assert len(sizes) > 2, "the plot grows while it learns"
    assert page.looking.number.text() == "40"
    assert page.looking.skipped.isVisible()
    assert page.looking.skipped.text().startswith("1 ")
    assert page.buttons.start.text() == "Learn again"
    assert "every photo was looked at" in page.network.network.text()
    assert setting(page.desk.session.snapshot.path, "backbone_request")["layer"] == LAYER


def test_photos_that_were_prepared_in_another_way_are_still_to_be_looked_at(
    trained_project: Path,
) -> None:
    with Project(trained_project) as project:
        present = snapshot_of(project)
    assert present.run is not None
    assert seen_by(present, "vgg16", LAYER) == present.photo_count > 0
    key = replace(present.run.feature_key, preprocessing=0)
    earlier = replace(
        present,
        runs=tuple(replace(run, feature_key=key) for run in present.runs),
        feature_sets=tuple((key, *rest) for _, *rest in present.feature_sets),
    )
    assert seen_by(earlier, "vgg16", LAYER) == 0


def test_the_skipped_photos_are_listed_with_their_reasons(
    open_window: OpenWindow, qtbot: QtBot, trained_project: Path
) -> None:
    with Project(trained_project) as project, project.writing() as connection:
        connection.execute("UPDATE photos SET skipped_because = 'it is <b>cut</b>' WHERE id = 3")
    window = open_window(trained_project)
    page = learn_page(window, qtbot)
    click(qtbot, page.looking.skipped)
    dialog = page.skipped_dialog
    assert dialog is not None
    assert dialog.list.topLevelItemCount() == 1
    assert dialog.list.topLevelItem(0).text(1) == "it is <b>cut</b>"
    click(qtbot, dialog.show_photos)
    assert window.current_page == "photos"


def test_work_is_shown_while_it_goes_on_and_can_be_stopped(
    open_window: OpenWindow, qtbot: QtBot, trained_project: Path
) -> None:
    page = learn_page(open_window(trained_project), qtbot)
    page.form.fields["epochs"].line.setText("5000")
    learning = page.desk.learning
    click(qtbot, page.buttons.start)
    wait_until(qtbot, lambda: learning.course.epoch > 2)
    wait_until(qtbot, lambda: page.course.bar.value() > 0)
    assert page.course.bar.maximum() == 5000
    assert "epoch" in page.course.details.text()
    assert page.course.left.text().endswith("left")
    assert page.runs.selected_id is None
    assert page.runs.model.index(0).data() == "Learning now"
    assert not page.buttons.start.isVisible()
    assert not page.buttons.pause.isVisible(), "a training is stopped, not paused"
    assert not page.form.defaults.isEnabled()
    assert not page.network.compare.isEnabled()
    with qtbot.waitSignal(learning.run_finished, timeout=LONG):
        click(qtbot, page.course.stop)
    wait_until(qtbot, lambda: len(page.desk.session.snapshot.runs) == 2)
    wait_until(qtbot, lambda: page.runs.selected_id == 2)
    assert page.desk.session.snapshot.runs[1].cancelled
    assert page.buttons.start.isVisible()


def test_looking_can_be_paused_resumed_and_stopped(
    open_window: OpenWindow, qtbot: QtBot, project_folder: Path, kept_weights: Path
) -> None:
    for copy in range(12):  # enough that it does not end before the button is pressed
        for photo in (project_folder / "tulips").glob("*"):
            if "-copy" not in photo.name:
                target = photo.with_name(f"{photo.stem}-copy{copy}{photo.suffix}")
                target.write_bytes(photo.read_bytes() + bytes([copy]))
    page = learn_page(open_window(project_folder), qtbot)
    choose_network(page, qtbot, f"VGG16 {LAYER}")
    learning = page.desk.learning
    click(qtbot, page.buttons.start)
    wait_until(qtbot, lambda: learning.looking.done > 0)
    wait_until(qtbot, lambda: page.looking.bar.value() > 0)
    wait_until(qtbot, lambda: page.looking.thumbnail.pixmap is not None)
    click(qtbot, page.buttons.pause)
    wait_until(qtbot, lambda: learning.stage is Stage.PAUSED)
    assert page.buttons.resume.isVisible()
    assert page.looking.details.text() == "Paused"
    seen = learning.looking.done
    total = learning.looking.total
    click(qtbot, page.buttons.resume)
    wait_until(qtbot, lambda: learning.stage is Stage.LOOKING)
    assert learning.looking.total <= total - seen, "nothing is looked at twice"
    click(qtbot, page.looking.stop)
    wait_until(qtbot, lambda: learning.stage is Stage.IDLE)
    assert page.buttons.start.isVisible()
    assert not page.desk.session.snapshot.runs


def test_a_killed_child_is_told_and_the_next_click_works(
    open_window: OpenWindow, qtbot: QtBot, trained_project: Path
) -> None:
    page = learn_page(open_window(trained_project), qtbot)
    page.form.fields["epochs"].line.setText("5000")
    click(qtbot, page.buttons.start)
    wait_until(qtbot, lambda: page.desk.learning.course.epoch > 0)
    with qtbot.waitSignal(page.desk.learning.failed, timeout=LONG):
        os.kill(page.desk.runner.child_pid, signal.SIGKILL)
    assert page.note.isVisible()
    assert "start again" in page.note.sentence
    page.form.fields["epochs"].line.setText("2")
    learn(page, qtbot)
    assert not page.note.isVisible()
    wait_until(qtbot, lambda: len(page.desk.session.snapshot.runs) == 2)


# Settings


def test_impossible_settings_are_told_at_the_field_and_nothing_starts(
    open_window: OpenWindow, qtbot: QtBot, trained_project: Path
) -> None:
    page = learn_page(open_window(trained_project), qtbot)
    assert not page.form.isVisible()
    click(qtbot, page.course.settings)
    assert page.form.isVisible()
    for name, wrong in {
        "hidden": "12, x",
        "epochs": "0",
        "batches": "1.5",
        "learning_rate": "-1",
        "dropout": "1",
        "weight_decay": "-0.1",
        "early_stopping": "soon",
        "seed": "-3",
    }.items():
        field = page.form.fields[name]
        right = field.line.text()
        field.line.selectAll()
        qtbot.keyClicks(field.line, wrong)
        assert field.problem.isVisible(), name
        click(qtbot, page.course.settings)
        click(qtbot, page.buttons.start)
        assert page.form.isVisible(), "it shows what is wrong"
        assert not page.desk.learning.running
        field.set_value(None) if not right else field.line.setText(right)
        assert not field.problem.isVisible(), name


def test_settings_are_remembered_in_the_project_and_put_back(
    open_window: OpenWindow, qtbot: QtBot, trained_project: Path
) -> None:
    window = open_window(trained_project)
    page = learn_page(window, qtbot)
    click(qtbot, page.course.settings)
    hidden = page.form.fields["hidden"].line
    hidden.selectAll()
    qtbot.keyClicks(hidden, "32, 16")
    qtbot.keyClick(hidden, Qt.Key.Key_Return)
    box = page.form.standardize
    qtbot.mouseClick(box, Qt.MouseButton.LeftButton, pos=QPoint(8, box.height() // 2))
    wait_until(
        qtbot, lambda: (setting(trained_project, "head_settings") or {}).get("standardize") is False
    )
    assert setting(trained_project, "head_settings")["hidden"] == [32, 16]
    window.close()
    again = learn_page(open_window(trained_project), qtbot)
    wait_until(
        qtbot, lambda: again.form.settings() == HeadSettings(hidden=(32, 16), standardize=False)
    )
    click(qtbot, again.course.settings)
    click(qtbot, again.form.defaults)
    assert again.form.settings() == HeadSettings()


def test_settings_of_another_version_are_the_defaults(
    open_window: OpenWindow, qtbot: QtBot, trained_project: Path
) -> None:
    with Project(trained_project) as project:
        project.set_setting("head_settings", {"epochs": "many", "hidden": 3, "colour": "red"})
        project.set_setting("backbone_request", ["?"])
    page = learn_page(open_window(trained_project), qtbot)
    assert page.form.settings() == HeadSettings()


# Runs


def test_a_run_is_renamed_used_and_deleted(
    open_window: OpenWindow, qtbot: QtBot, trained_project: Path, answers: Any
) -> None:
    with Project(trained_project) as project:
        project.add_run(project.run())
    page = learn_page(open_window(trained_project), qtbot)
    ModelTester(None).check(page.runs.model)
    snapshot = lambda: page.desk.session.snapshot  # noqa: E731
    view = page.runs.view
    assert page.runs.selected_id == 2, "the one in use"
    view.setFocus()
    qtbot.keyClick(view, Qt.Key.Key_Down)
    assert page.runs.selected_id == 1
    plot = page.plot.plot
    assert plot is not None
    assert plot.curve is not None
    assert plot.curve.name == "Run 1"
    answers.give("for_text", "<i>First</i> & best")
    qtbot.keyClick(view, Qt.Key.Key_F2)
    wait_until(qtbot, lambda: view.currentIndex().data() == "<i>First</i> & best")
    assert snapshot().run_in_use == 2
    qtbot.keyClick(view, Qt.Key.Key_Return)
    wait_until(qtbot, lambda: snapshot().run_in_use == 1)
    assert not page.runs.use_action.isEnabled()
    answers.give("confirm", False)
    qtbot.keyClick(view, Qt.Key.Key_Delete)
    answers.give("confirm", True)
    qtbot.keyClick(view, Qt.Key.Key_Delete)
    assert "<i>First</i> & best" in answers.asked[-1][1][2]
    wait_until(qtbot, lambda: [run.id for run in snapshot().runs] == [2])
    assert snapshot().run_in_use == 2
    wait_until(qtbot, lambda: page.runs.selected_id == 2)
    click(qtbot, page.runs.more)
    wait_until(qtbot, page.runs.menu.isVisible)
    page.runs.menu.close()
    answers.give("confirm", True)
    page.runs.delete_action.trigger()
    wait_until(qtbot, lambda: not snapshot().runs)
    wait_until(qtbot, page.runs.empty.isVisible)
    assert "Nothing is learned yet" in page.course.sentence.text()


def test_the_plot_is_saved_as_picture_drawing_and_figures(
    open_window: OpenWindow,
    qtbot: QtBot,
    trained_project: Path,
    tmp_path: Path,
    answers: Any,
) -> None:
    page = learn_page(open_window(trained_project), qtbot)
    wait_until(qtbot, page.plot.export.isEnabled)
    click(qtbot, page.plot.export)
    wait_until(qtbot, page.plot.menu.isVisible)
    page.plot.menu.close()
    for suffix in ("png", "svg", "csv"):
        answers.give("where_to_save", tmp_path / "curve")
        page.plot.export_actions[suffix].trigger()
        wait_until(qtbot, lambda suffix=suffix: f"curve.{suffix}" in page.plot.note.sentence)
    assert not QImage(str(tmp_path / "curve.png")).isNull()
    assert ElementTree.parse(tmp_path / "curve.svg").getroot().tag.endswith("svg")
    with (tmp_path / "curve.csv").open(newline="", encoding="utf-8") as file:
        assert len(list(csv.DictReader(file))) == 5 * 10
    answers.give("where_to_save", tmp_path / "nowhere" / "curve.png")
    page.plot.export_actions["png"].trigger()
    wait_until(qtbot, lambda: "could not be written" in page.plot.note.sentence)


# Networks and weights


def test_missing_weights_are_said_with_two_offers_and_a_file_helps(
    open_window: OpenWindow,
    qtbot: QtBot,
    project_folder: Path,
    small_weights: Path,
    tmp_path: Path,
    answers: Any,
) -> None:
    window = open_window(project_folder)
    page = learn_page(window, qtbot)
    if page.wanted.survey.ready:  # a network comes with the program: ask for one that does not
        with Project(page.desk.session.snapshot.path) as project:
            project.set_setting("backbone_request", {"backbone": "vgg16", "layer": LAYER})
        with qtbot.waitSignal(page.wanted.surveyed, timeout=LONG):
            page.wanted.load()
    assert page.network.problem.isVisible()
    click(qtbot, page.buttons.start)
    assert not page.desk.learning.running
    offer = page.network.offer
    assert offer.download.isVisible()
    assert "553 MB" in offer.download.text()
    assert offer.download.hasFocus()
    wrong = tmp_path / "wrong.npz"
    wrong.write_bytes(b"no weights")
    answers.give("for_file", wrong, small_weights)
    with qtbot.waitSignal(page.weights.failed, timeout=LONG):
        click(qtbot, offer.choose)
    assert offer.note.isVisible()
    with qtbot.waitSignal(page.weights.arrived, timeout=LONG):
        click(qtbot, offer.choose)
    assert not offer.note.isVisible()
    wait_until(qtbot, lambda: page.wanted.survey.chosen.weights is not None)
    choose_network(page, qtbot, f"VGG16 {LAYER}")
    wait_until(qtbot, lambda: page.wanted.survey.ready)
    assert not page.network.problem.isVisible()


def test_a_download_without_a_network_says_so(
    open_window: OpenWindow, qtbot: QtBot, trained_project: Path
) -> None:
    page = learn_page(open_window(trained_project), qtbot)
    click(qtbot, page.network.compare)
    dialog = page.networks_dialog
    assert dialog is not None
    dialog.tree.setCurrentItem(items(page)["VGG19"])
    assert not dialog.use.isEnabled()
    with qtbot.waitSignal(page.weights.failed, timeout=LONG):
        click(qtbot, dialog.offer.download)
        assert dialog.offer.cancel.isVisible()
    assert dialog.offer.note.isVisible()
    assert dialog.offer.download.isVisible()
    dialog.reject()


def test_a_download_shows_how_far_it_is_and_goes_on_where_it_was_stopped(
    open_window: OpenWindow,
    qtbot: QtBot,
    trained_project: Path,
    small_weights: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    page = learn_page(open_window(trained_project), qtbot)
    click(qtbot, page.network.compare)
    dialog, work = page.networks_dialog, page.weights
    assert dialog is not None
    dialog.tree.setCurrentItem(items(page)["VGG16"])
    offer, content = dialog.offer, small_weights.read_bytes()
    with publishing(content) as (publisher, fetch):
        monkeypatch.setattr(workflow, "fetch_weights", fetch)
        click(qtbot, offer.download)
        wait_until(qtbot, lambda: work.done > 0)
        assert offer.bar.isVisible()
        assert 0 < offer.bar.value() < offer.bar.maximum()
        assert offer.progress.text()
        assert not offer.download.isVisible()
        click(qtbot, offer.cancel)
        wait_until(qtbot, lambda: work.cancelled == "vgg16")
        assert not offer.bar.isVisible()
        assert offer.download.text() == "Go on downloading"
        assert store.find(VGG16) is None
        publisher.may_go_on.set()
        with qtbot.waitSignal(work.arrived, timeout=LONG):
            click(qtbot, offer.download)
        assert publisher.asked_from[0] == 0
        assert publisher.asked_from[-1] > 0
    kept = store.find(VGG16)
    assert kept is not None
    assert kept.read_bytes() == content
    dialog.reject()


def test_networks_are_compared_with_what_the_weights_here_reach(
    open_window: OpenWindow, qtbot: QtBot, trained_project: Path
) -> None:
    page = learn_page(open_window(trained_project), qtbot)
    assert page.wanted.request.layer == LAYER, "as the run in use was made"
    click(qtbot, page.network.compare)
    dialog = page.networks_dialog
    assert dialog is not None
    assert dialog.tree.currentItem() is items(page)[f"VGG16 {LAYER}"]
    assert "every photo" in items(page)[f"VGG16 {LAYER}"].text(4)
    assert "about" in items(page)["VGG16 fc6"].text(4)
    dialog.tree.setCurrentItem(items(page)["VGG16 fc6"])
    assert not dialog.use.isEnabled()
    dialog.tree.setCurrentItem(items(page)["Automatic"])
    with qtbot.waitSignal(page.wanted.surveyed, timeout=LONG):
        click(qtbot, dialog.use)
    wait_until(qtbot, lambda: setting(trained_project, "backbone_request") is not None)
    assert setting(trained_project, "backbone_request")["backbone"] == "auto"


# Who may not, and what is not there


def test_a_reader_sees_everything_and_changes_nothing(
    open_window: OpenWindow, qtbot: QtBot, trained_project: Path
) -> None:
    open_window(trained_project)
    page = learn_page(open_window(trained_project), qtbot)
    assert page.desk.session.read_only
    wait_until(qtbot, lambda: page.course.sentence.isVisible())
    locked: list[QPushButton] = [page.buttons.start, page.network.compare, page.runs.more]
    for button in locked:
        assert not button.isEnabled()
        assert "read-only" in button.toolTip()
    click(qtbot, page.course.settings)
    assert not page.form.fields["hidden"].line.isEnabled()
    assert not page.runs.delete_action.isEnabled()
    page.start()
    assert not page.desk.learning.running


def test_one_label_is_not_enough(
    open_window: OpenWindow, qtbot: QtBot, trained_project: Path
) -> None:
    with Project(trained_project) as project:
        everything = [int(photo) for photo in snapshot_of(project).photos.ids]
        Edits(project).set_label(everything, "flower")
    page = learn_page(open_window(trained_project), qtbot)
    assert not page.buttons.start.isEnabled()
    assert "one label" in page.buttons.start.toolTip()


# Measuring


def test_a_layer_is_measured_in_every_way_and_one_of_them_can_be_chosen(
    open_window: OpenWindow, qtbot: QtBot, trained_project: Path
) -> None:
    page = learn_page(open_window(trained_project), qtbot)
    click(qtbot, page.network.compare)
    dialog = page.networks_dialog
    assert dialog is not None
    row = dialog.measure
    leaf = items(page)[f"VGG16 {LAYER}"]
    dialog.tree.setCurrentItem(leaf)
    assert leaf.childCount() == 0
    click(qtbot, row.measure)
    assert page.measuring.running
    assert row.stop.isVisible()
    assert not row.measure.isVisible()
    wait_until(qtbot, lambda: row.bar.maximum() > 0 and row.bar.value() > 0)
    assert "VGG16" in row.state.text()
    wait_until(qtbot, lambda: not page.measuring.running)
    assert row.measure.isVisible()
    assert [one.problem for one in page.measuring.found] == [""] * len(page.measuring.found)
    ways = {str(one.way) for one in page.measuring.found}
    assert "TensorFlow float32" in ways
    wait_until(qtbot, lambda: items(page)[f"VGG16 {LAYER}"].childCount() == len(ways))
    leaf = items(page)[f"VGG16 {LAYER}"]
    shown = {leaf.child(number).text(0): leaf.child(number) for number in range(len(ways))}
    assert shown.keys() == ways
    assert all("as measured" in twig.text(4) for twig in shown.values())
    dialog.tree.setCurrentItem(shown["TensorFlow bfloat16"])
    assert "a second" in dialog.about.text()
    assert "agrees with float32: cosine" in dialog.about.text()
    with qtbot.waitSignal(page.wanted.surveyed, timeout=LONG):
        click(qtbot, dialog.use)
    assert (page.wanted.request.runtime, page.wanted.request.precision) == (
        "tensorflow",
        "bfloat16",
    )
    told = page.network.network.text()
    assert "computed by TensorFlow in bfloat16" in told
    assert "as measured" in told, "not one photo was looked at in that way"


def test_measuring_can_be_stopped_and_ends_with_the_dialog(
    open_window: OpenWindow, qtbot: QtBot, trained_project: Path
) -> None:
    page = learn_page(open_window(trained_project), qtbot)
    click(qtbot, page.network.compare)
    dialog = page.networks_dialog
    assert dialog is not None
    dialog.tree.setCurrentItem(items(page)[f"VGG16 {LAYER}"])
    click(qtbot, dialog.measure.measure)
    wait_until(qtbot, lambda: page.measuring.total > 0)
    click(qtbot, dialog.measure.stop)
    wait_until(qtbot, lambda: not page.measuring.running)
    assert len(page.measuring.found) < page.measuring.total
    click(qtbot, dialog.measure.measure)
    assert page.measuring.running
    page.measuring.failed.connect(lambda problem: pytest.fail(problem))
    dialog.reject()
    wait_until(qtbot, lambda: not page.measuring.running)
