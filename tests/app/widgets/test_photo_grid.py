"""The grid of photos: its arithmetic, its model, what is shown in which order, and its keys."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QMimeData, QPoint, Qt
from PySide6.QtGui import QPixmap
from PySide6.QtTest import QAbstractItemModelTester
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from flowerdesk.app.widgets.dragging import dragged_photos
from flowerdesk.app.widgets.grid_geometry import GridGeometry
from flowerdesk.app.widgets.photo_grid import PhotoGrid
from flowerdesk.app.widgets.photo_model import Arranger, PhotoModel
from flowerdesk.app.widgets.photo_query import Names, Query, Show, Sort, arrange, count_shown
from flowerdesk.app.widgets.thumbnails import ThumbnailFiles, ThumbnailLoader
from flowerdesk.core.project.browsing import PhotoTable, Snapshot

LABELS = ("daisy", "rose", "tulip")
NO_KEYS = Qt.KeyboardModifier.NoModifier


def make_snapshot(count: int = 90, *, longest_name: int = 0) -> Snapshot:
    """Photos of three labels in turn, with a bit of every state."""
    numbers = np.arange(count)
    names = [f"{'x' * longest_name}{count - n:05d}.jpg" for n in range(count)]
    photos = PhotoTable(
        ids=numbers + 100,
        paths=[f"photos/{LABELS[n % 3]}/{name}" for n, name in enumerate(names)],
        label=(numbers % 3).astype(np.int32),
        size=(numbers * 7919) % 1000,
        part=(numbers % 4).astype(np.uint8),
        has_features=numbers % 2 == 0,
        excluded=numbers == 4,
        missing=numbers == 5,
        skipped={6: "the file is empty (0 bytes)"},
        taken_for={7: ("tulip", 0.6), 8: ("daisy", 0.9)},
    )
    used = ~(photos.excluded | photos.missing)
    return Snapshot(
        path=Path("/nowhere/project.flowerdesk"),
        folder=None,
        photos=photos,
        labels=LABELS,
        label_counts=tuple(int(n) for n in np.bincount(photos.label[used], minlength=3)),
        runs=(),
        run_in_use=None,
        feature_sets=(),
        edits=(),
    )


def names_shown(snapshot: Snapshot, query: Query) -> list[str]:
    rows = arrange(snapshot, query, Names()).rows
    return [snapshot.photos.paths[row].rpartition("/")[2] for row in rows]


# Arithmetic


@pytest.mark.parametrize("headings", [True, False])
@pytest.mark.parametrize("counts", [[1], [7], [3, 1, 12], [4, 4, 4, 1], [100, 1]])
@pytest.mark.parametrize("width", [60, 300, 517])
def test_every_cell_is_found_where_it_is(counts: list[int], width: int, headings: bool) -> None:
    geometry = GridGeometry(counts, width, 100, headings=headings)
    for item in range(sum(counts)):
        cell = geometry.cell_of(item)
        assert geometry.item_at(cell.x, cell.y) == item
        assert geometry.item_at(cell.x + cell.width - 1, cell.y + cell.height - 1) == item
        assert item in geometry.items_between(cell.y, cell.y)
        assert cell.y + cell.height <= geometry.height
        assert geometry.items_within(cell.x, cell.y, cell.x, cell.y) == [range(item, item + 1)]


def test_gaps_headings_and_the_outside_hold_nothing() -> None:
    geometry = GridGeometry([3, 2], 320, 100, headings=True)
    heading, cell = geometry.heading_of(1), geometry.cell_of(0)
    assert geometry.item_at(heading.x + 5, heading.y + 5) is None
    assert geometry.item_at(cell.x + cell.width + 1, cell.y) is None
    assert geometry.item_at(-5, cell.y) is None
    assert geometry.item_at(cell.x, geometry.height + 500) is None


def test_up_and_down_go_through_sections_and_keep_the_column() -> None:
    geometry = GridGeometry([5, 2, 4], 320, 100, headings=True)  # three columns
    assert geometry.columns == 3
    assert geometry.above_or_below(1, 1) == 4
    assert geometry.above_or_below(2, 1) == 4  # the row below is shorter
    assert geometry.above_or_below(4, 1) == 6
    assert geometry.above_or_below(6, 1) == 8
    assert geometry.above_or_below(8, -1) == 6
    assert geometry.above_or_below(0, -1) == 0
    assert geometry.above_or_below(10, 1) == 10


def test_a_million_photos_need_no_more_time_than_one() -> None:
    geometry = GridGeometry([250_000] * 4, 1000, 132, headings=True)
    cell = geometry.cell_of(999_999)
    assert geometry.item_at(cell.x, cell.y) == 999_999
    assert len(geometry.items_between(cell.y - 700, cell.y)) < 60


# What is shown


def test_all_photos_are_those_that_take_part() -> None:
    snapshot = make_snapshot()
    arrangement = arrange(snapshot, Query(), Names())
    assert len(arrangement.rows) == snapshot.photo_count == 88
    assert arrangement.sections == tuple(enumerate(snapshot.label_counts))


@pytest.mark.parametrize("show", list(Show))
def test_counts_agree_with_what_is_shown(show: Show) -> None:
    snapshot = make_snapshot()
    assert len(names_shown(snapshot, Query(show=show))) == count_shown(snapshot.photos)[show] > 0


def test_label_state_and_search_narrow_down_together() -> None:
    snapshot = make_snapshot()
    rows = arrange(snapshot, Query(label="rose", show=Show.TRAIN, search="0"), Names()).rows
    photos = snapshot.photos
    assert len(rows)
    assert {snapshot.labels[n] for n in photos.label[rows]} == {"rose"}
    assert set(photos.part[rows]) == {1}
    assert all("0" in photos.paths[row] for row in rows)


def test_search_ignores_case_and_folders() -> None:
    snapshot = make_snapshot()
    assert len(names_shown(snapshot, Query(search="00042.JPG"))) == 1
    assert not names_shown(snapshot, Query(search="rose"))


def test_orders() -> None:
    snapshot = make_snapshot()
    by_name = names_shown(snapshot, Query(grouped=False))
    assert by_name == sorted(by_name)
    largest = arrange(snapshot, Query(sort=Sort.LARGEST, grouped=False), Names()).rows
    assert list(snapshot.photos.size[largest]) == sorted(snapshot.photos.size[largest])[::-1]
    smallest = arrange(snapshot, Query(sort=Sort.SMALLEST, grouped=False), Names()).rows
    assert snapshot.photos.size[smallest[0]] == snapshot.photos.size[smallest].min()
    newest = arrange(snapshot, Query(sort=Sort.NEWEST, grouped=False), Names()).rows
    assert newest[0] == 89
    mistakes = arrange(snapshot, Query(sort=Sort.MISTAKES, grouped=False), Names()).rows
    assert list(mistakes[:2]) == [8, 7]
    folders = arrange(snapshot, Query(sort=Sort.FOLDER, grouped=False), Names()).rows
    paths = [snapshot.photos.paths[row] for row in folders]
    assert paths == sorted(paths)
    labels = arrange(snapshot, Query(sort=Sort.LABEL, grouped=False), Names()).rows
    assert list(snapshot.photos.label[labels]) == sorted(snapshot.photos.label[labels])


def test_an_unknown_label_shows_nothing() -> None:
    assert not names_shown(make_snapshot(), Query(label="gone"))


# The model and the grid


@pytest.fixture
def model(application: object) -> PhotoModel:
    made = PhotoModel()
    made.show(arrange(make_snapshot(), Query(), Names()))
    return made


@pytest.fixture
def grid(model: PhotoModel, tmp_path: Path, qtbot: QtBot) -> Iterator[PhotoGrid]:
    loader = ThumbnailLoader(files=ThumbnailFiles(tmp_path / "cache"))
    made = PhotoGrid(model, loader)
    qtbot.addWidget(made)
    made.resize(500, 400)
    made.show()
    qtbot.waitExposed(made)
    made.setFocus()
    yield made
    loader.close()


def test_the_model_is_a_good_model(model: PhotoModel, qtmodeltester: ModelTester) -> None:
    tester = QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    model.show(arrange(make_snapshot(), Query(label="rose"), Names()))
    model.show(None)
    model.show(arrange(make_snapshot(), Query(), Names()))
    qtmodeltester.check(model)
    assert tester.model() is model


def test_a_new_snapshot_of_the_same_photos_does_not_reset(model: PhotoModel, qtbot: QtBot) -> None:
    with qtbot.assertNotEmitted(model.modelReset), qtbot.waitSignal(model.dataChanged):
        model.show(arrange(make_snapshot(), Query(), Names()))


def test_only_the_last_question_is_answered(application: object, qtbot: QtBot) -> None:
    arranger, answers = Arranger(), []
    arranger.arranged.connect(answers.append)
    snapshot = make_snapshot()
    for typed in ("0", "00", "000"):
        arranger.ask(snapshot, Query(search=typed))
    qtbot.waitUntil(lambda: bool(answers))
    assert [answer.query.search for answer in answers] == ["000"]
    arranger.close()


def click(qtbot: QtBot, grid: PhotoGrid, row: int, keys: Qt.KeyboardModifier = NO_KEYS) -> None:
    place = grid.visualRect(grid.model().index(row, 0)).center()
    qtbot.mouseClick(grid.viewport(), Qt.MouseButton.LeftButton, keys, place)


def test_clicks_select_one_more_and_a_range(
    grid: PhotoGrid, model: PhotoModel, qtbot: QtBot
) -> None:
    click(qtbot, grid, 1)
    assert list(grid.selected_rows()) == [1]
    click(qtbot, grid, 4, Qt.KeyboardModifier.ControlModifier)
    assert list(grid.selected_rows()) == [1, 4]
    click(qtbot, grid, 0)
    click(qtbot, grid, 3, Qt.KeyboardModifier.ShiftModifier)
    assert list(grid.selected_rows()) == [0, 1, 2, 3]
    assert grid.selected_ids() == [int(one) for one in model.ids[:4]]


def test_a_rubber_band_from_a_gap_selects_what_it_touches(grid: PhotoGrid, qtbot: QtBot) -> None:
    first, second = (grid.visualRect(grid.model().index(row, 0)) for row in (0, 1))
    start = QPoint(first.right() + 5, first.top() + 5)
    end = QPoint(second.left() + 20, second.top() + 30)
    view = grid.viewport()
    qtbot.mousePress(view, Qt.MouseButton.LeftButton, pos=start)
    for place in (start + QPoint(2, 2), QPoint(second.left() + 5, second.top() + 10), end):
        qtbot.mouseMove(view, place)
    qtbot.mouseRelease(view, Qt.MouseButton.LeftButton, pos=end)
    assert list(grid.selected_rows()) == [1]


def test_a_drag_from_a_photo_takes_all_selected_ones_along(
    grid: PhotoGrid, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    carried: list[list[int]] = []

    class Drag:
        """Carries photos without a screen to carry them over."""

        def __init__(self, source: PhotoGrid) -> None:
            assert source is grid

        def setMimeData(self, mime: QMimeData) -> None:  # noqa: N802 - Qt's name
            carried.append(dragged_photos(mime))

        def setPixmap(self, picture: QPixmap) -> None:  # noqa: N802 - Qt's name
            assert not picture.isNull()

        def exec(self, actions: Qt.DropAction) -> None:
            assert actions == Qt.DropAction.CopyAction

    monkeypatch.setattr("flowerdesk.app.widgets.photo_grid.QDrag", Drag)
    click(qtbot, grid, 0)
    click(qtbot, grid, 1, Qt.KeyboardModifier.ControlModifier)
    chosen = grid.selected_ids()
    start = grid.visualRect(grid.model().index(1, 0)).center()
    qtbot.mousePress(grid.viewport(), Qt.MouseButton.LeftButton, pos=start)
    for step in range(1, 6):
        qtbot.mouseMove(grid.viewport(), start + QPoint(8 * step, 0))
    qtbot.mouseRelease(grid.viewport(), Qt.MouseButton.LeftButton, pos=start + QPoint(40, 0))
    assert carried == [chosen]
    assert len(chosen) == 2


def test_arrows_and_shift_select_and_the_view_follows(grid: PhotoGrid, qtbot: QtBot) -> None:
    click(qtbot, grid, 0)
    qtbot.keyClick(grid, Qt.Key.Key_Right)
    assert list(grid.selected_rows()) == [1]
    qtbot.keyClick(grid, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    assert len(grid.selected_rows()) == 1 + grid._geometry.columns
    qtbot.keyClick(grid, Qt.Key.Key_End)
    assert grid.verticalScrollBar().value() == grid.verticalScrollBar().maximum() > 0
    qtbot.keyClick(grid, Qt.Key.Key_Home)
    assert grid.verticalScrollBar().value() <= grid._geometry.heading
    qtbot.keyClick(grid, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    assert grid.selected_count == 88
    qtbot.keyClick(grid, Qt.Key.Key_Escape)
    assert grid.selected_count == 0


@pytest.mark.parametrize(
    ("key", "signal", "arguments"),
    [
        (Qt.Key.Key_Space, "preview_asked", []),
        (Qt.Key.Key_Return, "preview_asked", []),
        (Qt.Key.Key_3, "label_key_pressed", [3]),
        (Qt.Key.Key_Delete, "delete_pressed", []),
    ],
)
def test_keys_ask_for_things(
    grid: PhotoGrid, qtbot: QtBot, key: Qt.Key, signal: str, arguments: list[int]
) -> None:
    click(qtbot, grid, 0)
    with qtbot.waitSignal(getattr(grid, signal)) as caught:
        qtbot.keyClick(grid, key)
    assert caught.args == arguments


def test_the_selection_stays_with_its_photos(
    grid: PhotoGrid, model: PhotoModel, qtbot: QtBot
) -> None:
    click(qtbot, grid, 1)
    click(qtbot, grid, 2, Qt.KeyboardModifier.ControlModifier)
    chosen = grid.selected_ids()
    model.show(arrange(make_snapshot(), Query(sort=Sort.NEWEST, grouped=False), Names()))
    assert sorted(grid.selected_ids()) == sorted(chosen)
    assert grid.selected_rows()[0] > 2


def test_when_all_selected_photos_leave_the_next_one_is_selected(
    grid: PhotoGrid, model: PhotoModel, qtbot: QtBot
) -> None:
    model.show(arrange(make_snapshot(), Query(show=Show.FEATURES), Names()))
    click(qtbot, grid, 2)
    after = int(model.ids[3])
    changed = make_snapshot()
    changed.photos.has_features[grid.selected_ids()[0] - 100] = False
    model.show(arrange(changed, Query(show=Show.FEATURES), Names()))
    assert grid.selected_ids() == [after]


def test_thumbnails_fill_the_width_at_every_size(grid: PhotoGrid) -> None:
    for pixels in (72, 132, 300, 900):
        grid.set_thumbnail_size(pixels)
        columns = grid._geometry.columns
        last = grid.visualRect(grid.model().index(columns - 1, 0))
        assert last.right() < grid.viewport().width()
        assert last.right() > grid.viewport().width() - last.width() / 2 - 40


def test_a_long_name_is_whole_in_the_tooltip_and_never_html(
    application: object, grid: PhotoGrid, model: PhotoModel
) -> None:
    model.show(arrange(make_snapshot(longest_name=240), Query(), Names()))
    tooltip = model.data(model.index(0), Qt.ItemDataRole.ToolTipRole)
    assert "x" * 240 in tooltip
    grid.grab()
