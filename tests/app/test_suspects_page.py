"""The tab of suspicious photos, driven as a hand would, with real photos and a real child process.

The network is not the subject: the photos have feature vectors that were made up from their labels.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QPushButton, QWidget
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot
from warm_worker import WarmWorker

from flowerdesk.app import job_runner
from flowerdesk.app.pages.review.suspects.page import SuspectsPage
from flowerdesk.app.window import MainWindow
from flowerdesk.core import photos, scan
from flowerdesk.core.project import FeatureKey, PhotoFeatures, Project
from flowerdesk.core.project.browsing import snapshot
from flowerdesk.core.project.edits import Edits
from flowerdesk.core.suspects.lists import Suspicion

OpenWindow = Callable[..., MainWindow]
LONG = 60_000  # ms: other work may be going on
EACH = 16
SIZE = (96, 72)
COLOURS = {"daisy": (200, 60, 60), "rose": (60, 200, 60)}
KEY = FeatureKey("vgg16", "block1_pool", "0" * 64, 1, "float32")


class SharedWorker(WarmWorker):
    """The child that tests share: closing a window leaves it to the next one."""

    def kill(self) -> None:
        self.cancel()

    def close(self) -> None:
        self.cancel()


def draw(path: Path, seed: int, size: tuple[int, int] = SIZE) -> None:
    blocks = np.random.default_rng(seed).integers(0, 256, (9, 12, 3), np.uint8)
    Image.fromarray(blocks).resize(size, Image.Resampling.NEAREST).save(path)


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """Daisies and roses, looked at and divided; a rose that looks like a daisy, two pairs of near-
    duplicates of which one is in training and test, and two dark photos."""
    folder = tmp_path / "garden"
    for number, label in enumerate(COLOURS):
        (folder / label).mkdir(parents=True)
        for photo in range(EACH):
            draw(folder / label / f"{photo:02}.png", 100 * number + photo)
    draw(folder / "rose" / "wrong.png", 900)
    for label in COLOURS:
        with Image.open(folder / label / "03.png") as photo:
            photo.resize((84, 63)).save(folder / label / "03 small.png")
        dark = folder / label / "dark.png"
        draw(dark, 910 + len(label))
        with Image.open(dark) as photo:
            photo.point(lambda value: value // 8).save(dark)
    path = folder.with_suffix(".flowerdesk")
    add_photos(path, folder)
    return path


def add_photos(path: Path, folder: Path) -> None:
    """Scans the folder, and gives photos that are new the vectors that fit their looks."""
    with Project(path, create=True) as project:
        project.update_photos(folder, scan.scan(folder).photos, lambda _: None)
        features = project.feature_set(KEY, 16)
        looked_at, parts = [], {}
        for photo in project.without_features(features):
            name = Path(photo.path).name
            looks = "daisy" if name == "wrong.png" else photo.label
            vector = np.random.default_rng(len(looked_at)).normal(size=16)
            vector[list(COLOURS).index(looks)] += 6
            file = path.parent / photo.path
            sha256 = photos.read(file).sha256
            status = file.stat()
            looked_at.append(
                PhotoFeatures(
                    photo.id, status.st_size, status.st_mtime_ns, sha256, vector.astype(np.float32)
                )
            )
            is_test = photo.path.endswith("rose/03 small.png")
            parts[sha256] = "test" if is_test else "train"
        project.add_features(features, looked_at)
        project.add_parts(0, parts)


@pytest.fixture
def page(
    open_window: OpenWindow, project: Path, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> SuspectsPage:
    """The tab, before anything was looked for."""
    monkeypatch.setattr(job_runner, "Worker", SharedWorker)
    return tab(open_window(project), qtbot)


def tab(window: MainWindow, qtbot: QtBot) -> SuspectsPage:
    window.go("review")
    review = window.page("review")
    review.show_tab("suspects")
    page = review.tab("suspects")
    assert isinstance(page, SuspectsPage)
    wait_until(qtbot, lambda: page.suspects is not None)
    return page


@pytest.fixture
def searched(page: SuspectsPage, qtbot: QtBot) -> SuspectsPage:
    """The tab with all that is suspicious."""
    look(page, page.nothing.look, qtbot)
    return page


def look(page: SuspectsPage, button: QPushButton, qtbot: QtBot) -> None:
    click(qtbot, button)
    wait_until(qtbot, lambda: not page.search.running)
    wait_until(qtbot, lambda: page.suspects is not None and page.suspects.up_to_date)


def wait_until(qtbot: QtBot, condition: Callable[[], object]) -> None:
    qtbot.waitUntil(lambda: bool(condition()), timeout=LONG)


def click(qtbot: QtBot, button: QPushButton) -> None:
    assert button.isVisible()
    assert button.isEnabled(), button.toolTip()
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)


def press(qtbot: QtBot, widget: QWidget, key: Qt.Key) -> None:
    widget.setFocus()
    qtbot.keyClick(widget, key)


def names(page: SuspectsPage) -> list[str]:
    """The photos that are shown."""
    return ["/".join(Path(photo.path).parts[1:]) for photo in page.photos.photos.photos]


def count(page: SuspectsPage, suspicion: Suspicion) -> int:
    assert page.suspects is not None
    return page.suspects.count(suspicion)


def label_of(path: Path, name: str) -> str:
    with Project(path, read_only=True) as project:
        return project.label_of(f"garden/{name}")


def left_out(path: Path) -> set[str]:
    with Project(path, read_only=True) as project:
        table = snapshot(project).photos
        return {
            "/".join(Path(one).parts[1:])
            for one, excluded in zip(table.paths, table.excluded, strict=True)
            if excluded
        }


# Looking


def test_nothing_is_looked_for_until_somebody_says_so(page: SuspectsPage) -> None:
    assert page.nothing.isVisible()
    assert page.nothing.look.isVisible()
    assert not page.again.isVisible()
    assert "Nothing is changed until you say so" in page.nothing.sentence.text()
    page.desk.go("learn")
    page.desk.go("review")
    assert not page.again.isVisible()


def test_photos_that_were_not_looked_at_yet_lead_to_the_page_of_learning(
    open_window: OpenWindow, project_folder: Path, tmp_path: Path, qtbot: QtBot
) -> None:
    path = tmp_path / "new.flowerdesk"
    with Project(path, create=True) as opened:
        opened.update_photos(project_folder, scan.scan(project_folder).photos, lambda _: None)
    window = open_window(path)
    page = tab(window, qtbot)
    wait_until(qtbot, page.nothing.learn.isVisible)
    assert not page.nothing.look.isVisible()
    click(qtbot, page.nothing.learn)
    assert window.page("learn").isVisible()


def test_every_list_is_shown_with_its_count(searched: SuspectsPage) -> None:
    rows = {row.key: row.count for row in searched.lists.lists.counts.rows}
    assert rows == {
        "wrong_label": 1,
        "near_duplicates": 2,
        "blurred": 0,
        "dark": 2,
        "bright": 0,
        "tiny": 0,
        "odd_shape": 0,
    }
    assert searched.chosen == "wrong_label"
    assert searched.lists.status.text() == "37 photos looked through."
    assert not searched.status.isVisible()


def test_the_lists_tell_what_they_are_to_those_who_do_not_see_them(searched: SuspectsPage) -> None:
    counts = searched.lists.lists.counts
    told = [counts.index(row).data(Qt.ItemDataRole.AccessibleTextRole) for row in range(4)]
    assert told == [
        "Wrong label?: 1 photo, chosen",
        "Near-duplicates: 2 groups",
        "Blurred: 0 photos",
        "Dark: 2 photos",
    ]
    assert "the test is easier" in counts.index(1).data(Qt.ItemDataRole.ToolTipRole)


def test_the_models_keep_qts_rules(searched: SuspectsPage) -> None:
    for model in (searched.photos.photos, searched.lists.lists.counts):
        tester = ModelTester(None)
        tester.check(model)
        tester._cleanup()


def test_a_search_can_be_stopped_and_says_how_far_it_is(page: SuspectsPage, qtbot: QtBot) -> None:
    stages: list[str] = []
    page.search.progressed.connect(lambda stage, done, total: stages.append(stage))
    click(qtbot, page.nothing.look)
    assert page.status.isVisible()
    assert not page.nothing.look.isEnabled()
    click(qtbot, page.status.stop)
    assert page.status.words.text() == "Stopping …"
    wait_until(qtbot, lambda: not page.search.running)
    assert not page.status.isVisible()
    assert page.nothing.look.isEnabled()
    look(page, page.nothing.look, qtbot)
    assert stages[-1] == "labels"


def test_a_search_that_gave_way_to_learning_says_that_it_waits(
    page: SuspectsPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(type(page.search), "running", True)
    page.desk.learning.stage_changed.emit()
    page.status.show_progress("measure", 5, 10)
    before = page.status.words.text()
    page.desk.learning.stage_changed.emit()
    assert page.status.words.text() == before, "nothing else is done"
    monkeypatch.setattr(type(page.desk.learning), "running", True)
    page.desk.learning.stage_changed.emit()
    assert page.status.words.text() == "Waiting for other work …"


def test_a_search_that_fails_says_why_and_can_be_tried_again(
    page: SuspectsPage, project: Path, qtbot: QtBot
) -> None:
    from flowerdesk.core.project import project_lock

    with project_lock(project):
        click(qtbot, page.nothing.look)
        wait_until(qtbot, lambda: not page.search.running)
    assert "at work in another flowerdesk" in page.note.sentence
    look(page, page.nothing.look, qtbot)
    assert not page.note.isVisible()


def test_photos_that_are_gone_are_told(page: SuspectsPage, project: Path, qtbot: QtBot) -> None:
    (project.parent / "garden" / "daisy" / "01.png").unlink()
    look(page, page.nothing.look, qtbot)
    assert page.note.sentence.startswith("1 photo could not be opened any more.")


def test_another_project_has_lists_of_its_own(
    searched: SuspectsPage, project_folder: Path, tmp_path: Path, qtbot: QtBot
) -> None:
    path = tmp_path / "other.flowerdesk"
    with Project(path, create=True) as opened:
        opened.update_photos(project_folder, scan.scan(project_folder).photos, lambda _: None)
    window = searched.window()
    assert isinstance(window, MainWindow)
    window.open_path(path)
    wait_until(qtbot, lambda: window.desk.session.snapshot.path == path)
    window.go("review")
    wait_until(qtbot, searched.nothing.learn.isVisible)
    assert searched.chosen is None


def test_photos_that_came_since_are_told_and_looking_again_measures_them_alone(
    searched: SuspectsPage, project: Path, qtbot: QtBot
) -> None:
    draw(project.parent / "garden" / "daisy" / "new.png", 999, (120, 30))
    add_photos(project, project.parent / "garden")
    searched.desk.session.refresh()
    wait_until(qtbot, lambda: not searched.suspects.up_to_date)
    assert "have changed since" in searched.lists.status.text()
    measured: list[tuple[int, int]] = []
    searched.search.progressed.connect(
        lambda stage, done, total: measured.append((done, total)) if stage == "measure" else None
    )
    look(searched, searched.again, qtbot)
    assert measured[-1] == (1, 1)
    assert count(searched, "odd_shape") == 1


# Wrong labels


def test_a_doubted_label_is_shown_with_what_it_looks_like(searched: SuspectsPage) -> None:
    assert names(searched) == ["rose/wrong.png"]
    row = searched.photos.photos.row(0)
    assert (row.first, row.second) == ("daisy", "yours: rose")
    assert "rose? It looks like daisy, " in row.words
    assert searched.photos.label.text() == "Right: daisy"


def test_enter_gives_the_label_that_fits_and_ctrl_z_takes_it_back(
    searched: SuspectsPage, project: Path, qtbot: QtBot
) -> None:
    press(qtbot, searched.photos.list, Qt.Key.Key_Return)
    wait_until(qtbot, lambda: count(searched, "wrong_label") == 0)
    assert label_of(project, "rose/wrong.png") == "daisy"
    assert searched.photos.nothing.isVisible()
    assert "look again" in searched.lists.status.text()
    searched.window().undo_action.trigger()
    wait_until(qtbot, lambda: count(searched, "wrong_label") == 1)
    assert label_of(project, "rose/wrong.png") == "rose"
    assert names(searched) == ["rose/wrong.png"]


def test_k_keeps_the_label_for_good(searched: SuspectsPage, project: Path, qtbot: QtBot) -> None:
    press(qtbot, searched.photos.list, Qt.Key.Key_K)
    wait_until(qtbot, lambda: count(searched, "wrong_label") == 0)
    assert label_of(project, "rose/wrong.png") == "rose"
    look(searched, searched.again, qtbot)
    assert count(searched, "wrong_label") == 0


def test_delete_leaves_out(searched: SuspectsPage, project: Path, qtbot: QtBot) -> None:
    press(qtbot, searched.photos.list, Qt.Key.Key_Delete)
    wait_until(qtbot, lambda: count(searched, "wrong_label") == 0)
    assert left_out(project) == {"rose/wrong.png"}


def test_m_shows_the_photos_that_look_like_it(searched: SuspectsPage, qtbot: QtBot) -> None:
    press(qtbot, searched.photos.list, Qt.Key.Key_M)
    (dialog,) = searched.window().findChildren(QDialog)
    assert dialog.isVisible()
    dialog.close()


# Measured ones


def test_arrows_go_through_the_lists_and_k_finds_a_photo_fine(
    searched: SuspectsPage, qtbot: QtBot
) -> None:
    for _ in range(3):
        press(qtbot, searched.lists.lists, Qt.Key.Key_Down)
    assert searched.chosen == "dark"
    assert names(searched) == ["rose/dark.png", "daisy/dark.png"]  # the darkest first
    assert searched.photos.fine.text() == "It is fine"
    assert not searched.photos.label.isVisible()
    assert "Brightness of its lightest places" in searched.photos.photos.row(0).words
    press(qtbot, searched.photos.list, Qt.Key.Key_K)
    wait_until(qtbot, lambda: count(searched, "dark") == 1)
    assert names(searched) == ["daisy/dark.png"]
    assert [photo.path for photo in searched.photos.list.selected] == ["garden/daisy/dark.png"]
    assert searched.suspects.up_to_date  # nothing has to be looked for again
    searched.window().undo_action.trigger()
    wait_until(qtbot, lambda: count(searched, "dark") == 2)


def test_several_photos_are_left_out_at_once(
    searched: SuspectsPage, project: Path, qtbot: QtBot
) -> None:
    searched.choose("dark")
    searched.photos.list.selectAll()
    click(qtbot, searched.photos.leave_out)
    wait_until(qtbot, lambda: count(searched, "dark") == 0)
    assert left_out(project) == {"daisy/dark.png", "rose/dark.png"}


def test_an_empty_list_says_so_and_its_buttons_say_why_they_do_nothing(
    searched: SuspectsPage,
) -> None:
    searched.choose("blurred")
    assert searched.photos.nothing.isVisible()
    assert not searched.photos.fine.isEnabled()
    assert searched.photos.fine.toolTip() == "Select a photo first"


# Near-duplicates


@pytest.fixture
def duplicates(searched: SuspectsPage) -> SuspectsPage:
    searched.choose("near_duplicates")
    return searched


def test_groups_are_shown_one_at_a_time_and_those_in_the_test_first(
    duplicates: SuspectsPage, qtbot: QtBot
) -> None:
    assert names(duplicates) == ["rose/03.png", "rose/03 small.png"]
    assert duplicates.photos.count.text() == "Group 1 of 2"
    assert duplicates.photos.warning.isVisible()
    assert "In the final test and outside it" in duplicates.photos.warning.text()
    assert [duplicates.photos.photos.row(n).second for n in (0, 1)] == ["Learn from", "Final test"]
    press(qtbot, duplicates.photos.list, Qt.Key.Key_PageDown)
    assert names(duplicates) == ["daisy/03.png", "daisy/03 small.png"]
    assert not duplicates.photos.warning.isVisible()
    assert not duplicates.photos.after.isEnabled()
    click(qtbot, duplicates.photos.before)
    assert names(duplicates) == ["rose/03.png", "rose/03 small.png"]


def test_t_puts_a_group_on_the_training_side(
    duplicates: SuspectsPage, project: Path, qtbot: QtBot
) -> None:
    press(qtbot, duplicates.photos.list, Qt.Key.Key_T)
    wait_until(qtbot, lambda: duplicates.suspects.straddling == 0)
    with Project(project, read_only=True) as opened:
        assert set(opened.parts(0).values()) == {"train"}
    assert names(duplicates) == ["rose/03.png", "rose/03 small.png"]
    assert not duplicates.photos.warning.isVisible()
    assert duplicates.photos.learn.toolTip() == "All of them are on the training side"
    duplicates.window().undo_action.trigger()
    wait_until(qtbot, lambda: duplicates.suspects.straddling == 1)


def test_enter_keeps_only_the_chosen_one_and_goes_on_to_the_next_group(
    duplicates: SuspectsPage, project: Path, qtbot: QtBot
) -> None:
    press(qtbot, duplicates.photos.list, Qt.Key.Key_Return)
    wait_until(qtbot, lambda: count(duplicates, "near_duplicates") == 1)
    assert left_out(project) == {"rose/03 small.png"}
    assert names(duplicates) == ["daisy/03.png", "daisy/03 small.png"]
    duplicates.photos.list.selectAll()
    assert duplicates.photos.only.toolTip() == "Select the one photo to keep"


def test_k_lets_a_group_stay(duplicates: SuspectsPage, project: Path, qtbot: QtBot) -> None:
    press(qtbot, duplicates.photos.list, Qt.Key.Key_K)
    wait_until(qtbot, lambda: count(duplicates, "near_duplicates") == 1)
    assert left_out(project) == set()
    look(duplicates, duplicates.again, qtbot)
    assert count(duplicates, "near_duplicates") == 1


# What else a person may find


def test_a_project_that_is_open_elsewhere_is_shown_and_not_changed(
    open_window: OpenWindow, searched: SuspectsPage, project: Path, qtbot: QtBot
) -> None:
    second = tab(open_window(project), qtbot)
    wait_until(qtbot, lambda: second.suspects is not None and second.suspects.searched)
    assert names(second) == ["rose/wrong.png"]
    for button in (second.again, second.photos.label, second.photos.leave_out):
        assert not button.isEnabled()
        assert "read-only" in button.toolTip()


def test_labels_that_are_renamed_meanwhile_are_shown_by_their_new_name(
    searched: SuspectsPage, qtbot: QtBot
) -> None:
    searched.desk.session.edit(lambda edits: edits.rename_label("daisy", "R&D"))
    wait_until(qtbot, lambda: searched.photos.photos.row(0).first == "R&D")
    assert searched.photos.label.text() == "Right: R&&D"


def test_edits_of_other_pages_are_shown_when_the_tab_is_looked_at_again(
    searched: SuspectsPage, project: Path, qtbot: QtBot
) -> None:
    window = searched.window()
    assert isinstance(window, MainWindow)
    window.go("photos")
    before = searched.suspects
    with qtbot.waitSignal(searched.desk.session.changed, timeout=LONG):
        searched.desk.session.edit(lambda edits: _leave_out_wrong(edits, project))
    assert searched.suspects is before
    window.go("review")
    wait_until(qtbot, lambda: count(searched, "wrong_label") == 0)


def _leave_out_wrong(edits: Edits, path: Path) -> object:
    with Project(path, read_only=True) as project:
        table = snapshot(project).photos
    row = table.paths.index("garden/rose/wrong.png")
    return edits.set_excluded([int(table.ids[row])], True)
