"""The Photos page, used as a hand would use it: filters, edits, drops, previews, read-only."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from PySide6.QtCore import QMimeData, QObject, QPoint, QPointF, Qt, QUrl, Slot
from PySide6.QtGui import QDesktopServices, QDragEnterEvent, QDropEvent, QWheelEvent
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from flowerdesk.app import theme
from flowerdesk.app.pages.photos import PhotosPage
from flowerdesk.app.widgets.dragging import mime_of_photos
from flowerdesk.app.widgets.photo_query import Show, Sort
from flowerdesk.app.window import MainWindow

LEFT = Qt.MouseButton.LeftButton
CONTROL = Qt.KeyboardModifier.ControlModifier
NO_KEYS = Qt.KeyboardModifier.NoModifier

OpenWindow = Callable[..., MainWindow]


def photos_page(window: MainWindow, qtbot: QtBot) -> PhotosPage:
    page = window.page("photos")
    assert isinstance(page, PhotosPage)
    window.resize(1200, 780)
    qtbot.waitUntil(lambda: up_to_date(page))
    return page


def up_to_date(page: PhotosPage) -> bool:
    shown = page.model.arrangement
    return (
        shown is not None
        and shown.snapshot is page.session.snapshot
        and shown.query == page.query
        and not page.session._refreshing
    )


@pytest.fixture
def page(open_window: OpenWindow, project_folder: Path, qtbot: QtBot) -> PhotosPage:
    """The page of a project of 40 photos that nobody has learned yet."""
    return photos_page(open_window(project_folder), qtbot)


def settle(page: PhotosPage, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: up_to_date(page))


def click(qtbot: QtBot, page: PhotosPage, row: int, keys: Qt.KeyboardModifier = NO_KEYS) -> None:
    index = page.model.index(row)
    page.grid.scrollTo(index)
    place = page.grid.visualRect(index).center()
    qtbot.mouseClick(page.grid.viewport(), LEFT, keys, place)


def label_place(page: PhotosPage, label: str | None) -> QPoint:
    labels = page.sidebar.labels
    row = labels.counts.row_of(label)
    assert row is not None
    return labels.visualRect(labels.counts.index(row)).center()


def choose_label(qtbot: QtBot, page: PhotosPage, label: str | None) -> None:
    qtbot.mouseClick(page.sidebar.labels.viewport(), LEFT, pos=label_place(page, label))
    settle(page, qtbot)


def choose_show(qtbot: QtBot, page: PhotosPage, show: Show) -> None:
    states = page.sidebar.states
    place = states.visualRect(states.counts.index(states.counts.row_of(show))).center()
    qtbot.mouseClick(states.viewport(), LEFT, pos=place)
    settle(page, qtbot)


def counts(page: PhotosPage) -> dict[str, int]:
    snapshot = page.session.snapshot
    assert snapshot is not None
    return dict(zip(snapshot.labels, snapshot.label_counts, strict=True))


def drop(widget: QWidget, mime: QMimeData, place: QPoint) -> bool:
    """A real drag that enters and is dropped; whether it was taken."""
    actions = Qt.DropAction.CopyAction
    enter = QDragEnterEvent(place, actions, mime, LEFT, NO_KEYS)
    QApplication.sendEvent(widget, enter)
    if not enter.isAccepted() or enter.dropAction() == Qt.DropAction.IgnoreAction:
        return False
    event = QDropEvent(QPointF(place), actions, mime, LEFT, NO_KEYS)
    QApplication.sendEvent(widget, event)
    return event.isAccepted()


def files_mime(*paths: Path) -> QMimeData:
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    return mime


def assert_undone_and_redone(
    page: PhotosPage, qtbot: QtBot, before: dict[str, int], after: dict[str, int]
) -> None:
    """Every edit can be taken back and made again, by the keys that everybody knows."""
    qtbot.waitUntil(lambda: counts(page) == after)
    for keys, expected in (("undo", before), ("redo", after)):
        getattr(page.window(), f"{keys}_action").trigger()
        qtbot.waitUntil(lambda expected=expected: counts(page) == expected)
    settle(page, qtbot)


# Looking through


def test_all_photos_are_shown_under_their_labels(page: PhotosPage) -> None:
    assert len(page.model.ids) == 40
    assert [count for _, count in page.model.sections] == [8] * 5
    assert counts(page) == dict.fromkeys(counts(page), 8)
    assert "40" in page.toolbar.count.text()


def test_thumbnails_come(page: PhotosPage, qtbot: QtBot) -> None:
    path = page.model.photo(0).path
    qtbot.waitUntil(lambda: page.thumbnails.pixmap(path) is not None)


def test_a_label_narrows_down_and_its_chip_takes_that_back(page: PhotosPage, qtbot: QtBot) -> None:
    label = next(iter(counts(page)))
    choose_label(qtbot, page, label)
    assert len(page.model.ids) == 8
    assert page.model.sections == ()
    assert label in page.toolbar.label_chip.text()
    qtbot.mouseClick(page.toolbar.label_chip, LEFT)
    settle(page, qtbot)
    assert len(page.model.ids) == 40
    assert page.toolbar.label_chip.isHidden()


def test_search_by_name_and_what_to_do_when_nothing_is_found(
    page: PhotosPage, qtbot: QtBot
) -> None:
    page.activateWindow()
    qtbot.keyClick(page, Qt.Key.Key_F, CONTROL)
    qtbot.keyClicks(page.toolbar.search, "_003")
    settle(page, qtbot)
    assert len(page.model.ids) == 5
    qtbot.keyClicks(page.toolbar.search, "zzz")
    settle(page, qtbot)
    assert page.empty.isVisible()
    assert page.empty.sentence
    qtbot.mouseClick(page.empty.show_all, LEFT)
    settle(page, qtbot)
    assert len(page.model.ids) == 40
    assert page.toolbar.search.text() == ""


def test_the_order_is_remembered(page: PhotosPage, qtbot: QtBot) -> None:
    page.toolbar.sort_action(Sort.LARGEST).trigger()
    settle(page, qtbot)
    choose_label(qtbot, page, next(iter(counts(page))))
    sizes = [page.model.photo(row).size for row in range(8)]
    assert sizes == sorted(sizes, reverse=True)
    assert page.desk.settings.photos_sorted_by == "largest"
    assert "largest" in page.toolbar.order.text()


def test_parts_and_mistakes_of_a_trained_project(
    open_window: OpenWindow, trained_project: Path, qtbot: QtBot
) -> None:
    page = photos_page(open_window(trained_project), qtbot)
    for show in (Show.TRAIN, Show.VALIDATION, Show.TEST, Show.FEATURES, Show.MISTAKEN):
        choose_show(qtbot, page, show)
        states = page.sidebar.states.counts
        assert len(page.model.ids) == states.rows[states.row_of(show)].count
    choose_show(qtbot, page, Show.MISTAKEN)  # again: not any more
    assert page.query.show is None
    snapshot = page.session.snapshot
    assert snapshot is not None
    if snapshot.photos.taken_for:
        choose_show(qtbot, page, Show.MISTAKEN)
        click(qtbot, page, 0)
        taken_for = page.model.photo(0).taken_for
        assert taken_for is not None
        assert taken_for[0] in page.preview.mistake.text()
        assert page.preview.adopt.isVisible()


def test_keys_alone_reach_labels(page: PhotosPage, qtbot: QtBot) -> None:
    page.sidebar.labels.setFocus()
    qtbot.keyClick(page.sidebar.labels, Qt.Key.Key_Down)
    qtbot.keyClick(page.sidebar.labels, Qt.Key.Key_Return)
    settle(page, qtbot)
    assert page.query.label == next(iter(counts(page)))


# One photo


def test_the_preview_tells_of_the_photo(page: PhotosPage, qtbot: QtBot) -> None:
    assert page.preview.hint.isVisible()
    click(qtbot, page, 0)
    qtbot.waitUntil(lambda: "320\N{NO-BREAK SPACE}×" in page.preview.facts.text())
    photo = page.model.photo(0)
    assert page.preview.name.text() == photo.name
    assert page.preview.label_box.currentText() == photo.label
    assert page.preview.view.shows_photo
    click(qtbot, page, 9, CONTROL)
    assert "2" in page.preview.name.text()
    assert page.preview.label_box.currentText() == ""  # of two labels


def test_space_looks_closely_arrows_go_on_escape_closes(page: PhotosPage, qtbot: QtBot) -> None:
    click(qtbot, page, 0)
    qtbot.keyClick(page.grid, Qt.Key.Key_Space)
    box = page.lightbox
    assert box is not None
    assert box.isVisible()
    qtbot.waitUntil(lambda: box.view.shows_photo)
    assert box.size() == page.window().size()
    assert not box.previous.isEnabled()
    qtbot.keyClick(box, Qt.Key.Key_Right)
    assert box.name.text() == page.model.photo(1).name
    qtbot.mouseClick(box.next, LEFT)
    assert box.name.text() == page.model.photo(2).name
    qtbot.keyClick(box, Qt.Key.Key_Left)
    assert page.grid.selected_ids() == [int(page.model.ids[1])]
    qtbot.keyClick(box, Qt.Key.Key_Escape)
    assert not box.isVisible()
    assert page.grid.hasFocus()


def test_a_double_click_looks_closely(page: PhotosPage, qtbot: QtBot) -> None:
    place = page.grid.visualRect(page.model.index(1)).center()
    qtbot.mouseClick(page.grid.viewport(), LEFT, pos=place)
    qtbot.mouseDClick(page.grid.viewport(), LEFT, pos=place)
    assert page.lightbox is not None
    assert page.lightbox.isVisible()


def test_a_bad_photo_says_why_and_a_skipped_one_is_found(
    open_window: OpenWindow, project_folder: Path, qtbot: QtBot
) -> None:
    label = sorted(folder.name for folder in project_folder.iterdir() if folder.is_dir())[0]
    (project_folder / label / "aaa_bad.jpg").write_bytes(b"")
    page = photos_page(open_window(project_folder), qtbot)
    click(qtbot, page, 0)
    qtbot.waitUntil(lambda: "empty" in page.preview.problem.text())
    assert page.preview.problem.isVisible()
    bad = page.model.photo(0).path
    qtbot.waitUntil(lambda: "empty" in page.thumbnails.failure(bad))
    snapshot = page.session.snapshot
    assert snapshot is not None
    assert not snapshot.photos.skipped  # nobody has looked yet
    photo_id = page.model.photo(0).id

    def skip(project: Any) -> None:
        with project.writing() as connection:
            connection.execute(
                "UPDATE photos SET skipped_because = ? WHERE id = ?",
                ("the file is empty (0 bytes)", photo_id),
            )

    with qtbot.waitSignal(page.session.changed):
        page.session.change(skip)
    settle(page, qtbot)
    choose_show(qtbot, page, Show.SKIPPED)
    assert list(page.model.ids) == [photo_id]
    click(qtbot, page, 0)
    assert "Skipped: the file is empty" in page.preview.problem.text()


def test_a_missing_file_is_listed_and_comes_back(
    page: PhotosPage, project_folder: Path, qtbot: QtBot
) -> None:
    path = page.model.photo(0).path
    elsewhere = project_folder.parent / "elsewhere"
    elsewhere.mkdir()
    shutil.move(path, elsewhere)
    with qtbot.waitSignal(page.session.scanned):
        qtbot.mouseClick(page.buttons.look, LEFT)
    qtbot.waitUntil(lambda: sum(counts(page).values()) == 39)
    settle(page, qtbot)
    choose_show(qtbot, page, Show.MISSING)
    click(qtbot, page, 0)
    assert "label is kept" in page.preview.problem.text()
    shutil.move(elsewhere / path.name, path)
    with qtbot.waitSignal(page.session.scanned):
        qtbot.mouseClick(page.buttons.look, LEFT)
    qtbot.waitUntil(lambda: sum(counts(page).values()) == 40)


class Opened(QObject):
    """Stands for the system's file manager."""

    def __init__(self) -> None:
        super().__init__()
        self.urls: list[QUrl] = []

    @Slot(QUrl)
    def open(self, url: QUrl) -> None:
        self.urls.append(url)


def test_a_photo_is_shown_in_its_folder(
    page: PhotosPage, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.platform", "linux")
    opened = Opened()
    QDesktopServices.setUrlHandler("file", opened, "open")
    click(qtbot, page, 0)
    qtbot.mouseClick(page.preview.reveal, LEFT)
    QDesktopServices.unsetUrlHandler("file")
    assert [Path(url.toLocalFile()) for url in opened.urls] == [page.model.photo(0).path.parent]


# Edits


def test_a_number_key_labels_the_selected_photos(page: PhotosPage, qtbot: QtBot) -> None:
    before = counts(page)
    first, second = list(before)[:2]
    click(qtbot, page, 0)
    click(qtbot, page, 1, CONTROL)
    chosen = page.grid.selected_ids()
    qtbot.keyClick(page.grid, Qt.Key.Key_2)
    assert_undone_and_redone(page, qtbot, before, {**before, first: 6, second: 10})
    assert sorted(page.grid.selected_ids()) == sorted(chosen)


def test_the_box_labels_the_selected_photos(page: PhotosPage, qtbot: QtBot) -> None:
    before = counts(page)
    first, *_, last = before
    click(qtbot, page, 0)
    box = page.preview.label_box
    box.setFocus()
    qtbot.keyClick(box, Qt.Key.Key_Down)
    qtbot.waitUntil(lambda: box.view().isVisible())
    box.view().setCurrentIndex(box.model().index(box.findText(last), 0))
    qtbot.keyClick(box.view(), Qt.Key.Key_Return)
    assert_undone_and_redone(page, qtbot, before, {**before, first: 7, last: 9})


def test_the_wheel_and_letters_label_nothing_in_passing(page: PhotosPage, qtbot: QtBot) -> None:
    click(qtbot, page, 0)
    box = page.preview.label_box
    place = QPointF(box.rect().center())
    turn = QWheelEvent(
        *(place, box.mapToGlobal(place), QPoint(), QPoint(0, -120), Qt.MouseButton.NoButton),
        *(NO_KEYS, Qt.ScrollPhase.NoScrollPhase, False),
    )
    QApplication.sendEvent(box, turn)
    qtbot.keyClicks(box, "t")
    assert box.currentText() == page.model.photo(0).label
    assert page.session.undo_stack.count() == 0


def test_a_new_label_from_the_box(page: PhotosPage, qtbot: QtBot, answers: Any) -> None:
    before = counts(page)
    answers.give("for_text", "<b>wild</b> & free")
    click(qtbot, page, 0)
    box = page.preview.label_box
    box.setCurrentIndex(box.count() - 1)
    box.activated.emit(box.count() - 1)
    first = next(iter(before))
    after = dict(sorted({**before, first: 7, "<b>wild</b> & free": 1}.items()))
    assert_undone_and_redone(page, qtbot, before, after)


def test_photos_are_dragged_onto_a_label(page: PhotosPage, qtbot: QtBot) -> None:
    before = counts(page)
    first, _, third, *_ = before
    click(qtbot, page, 0)
    mime = mime_of_photos(page.model.ids[page.grid.selected_rows()])
    assert drop(page.sidebar.labels.viewport(), mime, label_place(page, third))
    assert_undone_and_redone(page, qtbot, before, {**before, first: 7, third: 9})
    assert not drop(page.sidebar.labels.viewport(), mime, label_place(page, None))


def test_labels_are_made_renamed_merged_and_removed(
    page: PhotosPage, qtbot: QtBot, answers: Any
) -> None:
    before = counts(page)
    first, second = list(before)[:2]
    answers.give("for_text", "zinnia")
    qtbot.mouseClick(page.sidebar.new_label, LEFT)
    with_zinnia = {**before, "zinnia": 0}
    assert_undone_and_redone(page, qtbot, before, with_zinnia)

    labels = page.sidebar.labels
    labels.setCurrentIndex(labels.counts.index(labels.counts.row_of("zinnia")))
    qtbot.keyClick(labels, Qt.Key.Key_Delete)
    assert_undone_and_redone(page, qtbot, with_zinnia, before)

    choose_label(qtbot, page, first)
    answers.give("for_text", "aster")
    qtbot.keyClick(labels, Qt.Key.Key_F2)
    renamed = {"aster": 8, **{name: n for name, n in before.items() if name != first}}
    qtbot.waitUntil(lambda: counts(page) == renamed)
    assert page.query.label == "aster"  # what is shown follows the name
    page.window().undo_action.trigger()
    qtbot.waitUntil(lambda: counts(page) == before)
    settle(page, qtbot)

    answers.give("for_choice", second)
    merge = labels.label_menu(first).actions()[1]
    merge.trigger()
    merged = {name: n for name, n in {**before, second: 16}.items() if name != first}
    assert_undone_and_redone(page, qtbot, before, merged)


def test_renaming_to_a_name_that_is_taken_asks_first(
    page: PhotosPage, qtbot: QtBot, answers: Any
) -> None:
    before = counts(page)
    first, second = list(before)[:2]
    answers.give("for_text", second, second)
    answers.give("confirm", False, True)
    page.sidebar.labels.rename_asked.emit(first)
    assert page.session.undo_stack.count() == 0
    page.sidebar.labels.rename_asked.emit(first)
    qtbot.waitUntil(lambda: counts(page).get(second) == 16)


def test_photos_are_left_out_and_taken_in_again(page: PhotosPage, qtbot: QtBot) -> None:
    before = counts(page)
    first = next(iter(before))
    click(qtbot, page, 0)
    left_out = page.grid.selected_ids()
    after = int(page.model.ids[1])
    qtbot.keyClick(page.grid, Qt.Key.Key_Delete)
    qtbot.waitUntil(lambda: counts(page)[first] == 7)
    settle(page, qtbot)
    assert page.grid.selected_ids() == [after]  # go on with the next one
    choose_show(qtbot, page, Show.EXCLUDED)
    assert list(page.model.ids) == left_out
    click(qtbot, page, 0)
    assert page.preview.exclude.text() == "Take in again"
    qtbot.mouseClick(page.preview.exclude, LEFT)
    qtbot.waitUntil(lambda: counts(page) == before)
    page.window().undo_action.trigger()
    page.window().undo_action.trigger()
    qtbot.waitUntil(lambda: counts(page) == before and not page.session.undo_stack.canUndo())


def test_the_buttons_of_the_header_undo_and_redo(page: PhotosPage, qtbot: QtBot) -> None:
    before = counts(page)
    assert not page.buttons.undo.isEnabled()
    click(qtbot, page, 0)
    qtbot.keyClick(page.grid, Qt.Key.Key_2)
    qtbot.waitUntil(lambda: counts(page) != before)
    assert "label" in page.buttons.undo.toolTip()
    qtbot.mouseClick(page.buttons.undo, LEFT)
    qtbot.waitUntil(lambda: counts(page) == before)
    qtbot.mouseClick(page.buttons.redo, LEFT)
    qtbot.waitUntil(lambda: counts(page) != before)


def test_the_menu_of_a_photo_labels_it(page: PhotosPage, qtbot: QtBot) -> None:
    before = counts(page)
    first, second = list(before)[:2]
    click(qtbot, page, 0)
    label_menu = page.photo_menu().actions()[1].menu()
    next(action for action in label_menu.actions() if action.text() == second).trigger()
    qtbot.waitUntil(lambda: counts(page)[second] == 9)
    assert counts(page)[first] == 7


# Adding


@pytest.fixture
def more_photos(tmp_path: Path) -> Path:
    """A folder with a photo, one more in a folder below, and a file that is none."""
    folder = tmp_path / "more"
    (folder / "deep" / "er").mkdir(parents=True)
    Image.new("RGB", (40, 30), "purple").save(folder / "one.png")
    Image.new("RGB", (40, 30), "pink").save(folder / "deep" / "er" / "two.jpg")
    (folder / "notes.txt").write_text("no photo")
    return folder


def test_a_folder_dropped_onto_a_label_is_added_with_all_below(
    page: PhotosPage, qtbot: QtBot, more_photos: Path
) -> None:
    before = counts(page)
    label = next(iter(before))
    place = label_place(page, label)
    assert drop(page.sidebar.labels.viewport(), files_mime(more_photos), place)
    assert_undone_and_redone(page, qtbot, before, {**before, label: 10})
    assert sorted(file.name for file in more_photos.iterdir()) == ["deep", "notes.txt", "one.png"]


def test_a_folder_dropped_elsewhere_on_the_page_asks_for_its_label(
    page: PhotosPage, qtbot: QtBot, more_photos: Path, answers: Any
) -> None:
    before = counts(page)
    answers.give("for_choice", "more")
    assert drop(page, files_mime(more_photos), page.grid.geometry().center())
    after = dict(sorted({**before, "more": 2}.items()))
    assert_undone_and_redone(page, qtbot, before, after)


def test_photos_are_chosen_and_added(
    page: PhotosPage, qtbot: QtBot, more_photos: Path, answers: Any
) -> None:
    before = counts(page)
    label = list(before)[1]
    answers.give("for_files", [more_photos / "one.png"])
    answers.give("for_choice", label)
    qtbot.mouseClick(page.buttons.add, LEFT)
    assert_undone_and_redone(page, qtbot, before, {**before, label: 9})


def test_what_holds_no_photos_says_so(page: PhotosPage, qtbot: QtBot, more_photos: Path) -> None:
    label = next(iter(counts(page)))
    with qtbot.waitSignal(page.session.failed) as failed:
        drop(
            page.sidebar.labels.viewport(),
            files_mime(more_photos / "notes.txt"),
            label_place(page, label),
        )
    assert "no photos" in failed.args[0]


# Circumstances


def test_very_long_names_and_many_labels_fit(
    open_window: OpenWindow, tmp_path: Path, qtbot: QtBot
) -> None:
    for number in range(30):
        folder = tmp_path / "many" / f"{number:02d} {'long label ' * 8}".strip()
        folder.mkdir(parents=True)
        Image.new("RGB", (30, 20), "red").save(folder / f"{'n' * 240}{number:02d}.png")
    window = open_window(tmp_path / "many")
    page = photos_page(window, qtbot)
    window.resize(1024, 700)
    click(qtbot, page, 29)
    qtbot.waitUntil(lambda: page.preview.view.shows_photo)
    assert window.size().width() == 1024
    assert page.preview.width() < 260
    assert page.sidebar.states.viewport().height() >= page.sidebar.states.height_of_rows() - 2
    qtbot.keyClick(page.grid, Qt.Key.Key_Space)
    assert page.lightbox is not None
    assert window.size().width() == 1024
    qtbot.keyClick(page.lightbox, Qt.Key.Key_Escape)
    theme.choose("dark")
    window.grab()
    theme.choose("light")


def test_read_only_shows_all_and_changes_nothing(
    open_window: OpenWindow, project_folder: Path, qtbot: QtBot, more_photos: Path
) -> None:
    first = open_window(project_folder)
    snapshot = first.desk.session.snapshot
    assert snapshot is not None
    page = photos_page(open_window(snapshot.path), qtbot)
    assert page.session.read_only
    click(qtbot, page, 0)
    for widget in (
        *(page.preview.label_box, page.preview.exclude, page.sidebar.new_label),
        *(page.buttons.add, page.buttons.learn, page.buttons.look),
    ):
        assert not widget.isEnabled()
        assert "read-only" in widget.toolTip()
    qtbot.keyClick(page.grid, Qt.Key.Key_2)
    qtbot.keyClick(page.grid, Qt.Key.Key_Delete)
    label = next(iter(counts(page)))
    place = label_place(page, label)
    assert not drop(page.sidebar.labels.viewport(), files_mime(more_photos), place)
    assert not drop(page, files_mime(more_photos), page.grid.geometry().center())
    assert page.session.undo_stack.count() == 0
    assert counts(page) == dict.fromkeys(counts(page), 8)


def test_another_project_shows_its_own_photos(
    page: PhotosPage, tmp_path: Path, qtbot: QtBot
) -> None:
    for label in ("a", "b"):
        (tmp_path / "other" / label).mkdir(parents=True)
        Image.new("RGB", (30, 20), "red").save(tmp_path / "other" / label / "one.png")
    choose_label(qtbot, page, next(iter(counts(page))))
    window = page.window()
    assert isinstance(window, MainWindow)
    with qtbot.waitSignal(page.session.opened):
        window.open_path(tmp_path / "other")
    settle(page, qtbot)
    assert page.query.label is None
    assert list(counts(page)) == ["a", "b"]


def test_learn_goes_to_the_page_that_learns(page: PhotosPage, qtbot: QtBot) -> None:
    asked: list[str] = []
    page.desk.go, page.desk.page = asked.append, lambda name: None
    qtbot.mouseClick(page.buttons.learn, LEFT)
    assert asked == ["learn"]
