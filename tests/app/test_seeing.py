"""What the network sees, in the real window with a real child: heat, layers, one channel."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QImage
from pytestqt.qtbot import QtBot
from use_hands import SharedWorker, click, drop_files, use_page, wait_for_answer, wait_until

from flowerdesk.app import job_runner, seeing
from flowerdesk.app.pages.photos import PhotosPage
from flowerdesk.app.pages.use import UsePage
from flowerdesk.app.pages.use.tour import layer_title, step_text, step_title
from flowerdesk.app.widgets.photo_view import PhotoView
from flowerdesk.app.widgets.pictures import Legend, PictureButton, image_of, veil_of
from flowerdesk.app.window import MainWindow
from flowerdesk.core.events import ignore, never
from flowerdesk.core.photos import Frame
from flowerdesk.core.project import Project
from flowerdesk.core.see import work
from flowerdesk.core.see.pictures import Picture, heat_colours

OpenWindow = Callable[..., MainWindow]
LEFT = Qt.MouseButton.LeftButton
WIDE, NARROW = (1200, 780), (1024, 700)


@pytest.fixture
def window(
    open_window: OpenWindow, trained_project: Path, monkeypatch: pytest.MonkeyPatch
) -> MainWindow:
    monkeypatch.setattr(job_runner, "Worker", SharedWorker)
    window = open_window(trained_project)
    window.resize(*WIDE)
    return window


@pytest.fixture
def page(window: MainWindow) -> UsePage:
    return use_page(window)


@pytest.fixture
def photos(trained_project: Path) -> list[Path]:
    return sorted((trained_project.parent / "flowers").glob("*/*1.jpg"))


@pytest.fixture
def named(page: UsePage, qtbot: QtBot, photos: list[Path]) -> UsePage:
    """The page with a photo that was named, and what the layers see of it."""
    drop_files(page, photos[0])
    wait_for_answer(page, qtbot, photos[0])
    wait_until(qtbot, lambda: page.see.layer and page.photo.view.shows_photo)
    return page


def show_heat(page: UsePage, qtbot: QtBot) -> None:
    box = page.photo.heat.show_heat
    box.setFocus()
    qtbot.keyClick(box, Qt.Key.Key_Space)
    wait_until(qtbot, lambda: found(page))


def found(page: UsePage) -> bool:
    """What was asked for is shown: heat, or that there is none."""
    return page.sights.seeing.waits_for("heat") is None


def picture_of(page: UsePage) -> QImage:
    return page.photo.view.grab().toImage()


# What spoke for the answer


@pytest.mark.xvfb
def test_heat_lies_over_the_photo_when_it_is_asked_for_and_goes_again(
    named: UsePage, qtbot: QtBot
) -> None:
    before = picture_of(named)
    heat = named.photo.heat
    assert heat.label.currentText() == named.desk.naming.answers[0].prediction.answers[0][0]
    assert not heat.legend.isVisible()
    show_heat(named, qtbot)
    assert named.photo.view.shows_veil
    assert heat.legend.isVisible()
    assert picture_of(named) != before
    qtbot.keyClick(heat.show_heat, Qt.Key.Key_Space)
    wait_until(qtbot, lambda: picture_of(named) == before)  # as large as it was, too


def test_the_slider_makes_it_stronger_and_is_remembered(named: UsePage, qtbot: QtBot) -> None:
    show_heat(named, qtbot)
    heat = named.photo.heat
    heat.opacity.setFocus()
    shown = [picture_of(named)]
    for key in (Qt.Key.Key_Home, Qt.Key.Key_End):
        qtbot.keyClick(heat.opacity, key)
        shown.append(picture_of(named))
    assert shown[0] != shown[1] != shown[2]
    assert named.desk.settings.heat_opacity == 100
    assert not named.desk.runner.busy


def test_another_label_and_another_layer_have_another_heat(
    named: UsePage, qtbot: QtBot, trained_project: Path, photos: list[Path]
) -> None:
    show_heat(named, qtbot)
    heat = named.photo.heat
    labels = [heat.label.itemText(n) for n in range(heat.label.count())]
    assert labels == [label for label, _ in named.desk.naming.answers[0].prediction.answers]
    heat.label.setFocus()
    qtbot.keyClick(heat.label, Qt.Key.Key_Down)
    wait_until(qtbot, lambda: found(named))
    expected = work.spoke_for(trained_project, photos[0], labels[1], None, None, ignore, never)
    assert heat.told.isVisible() == (expected.highest == 0)
    assert named.photo.view.shows_veil == (expected.highest > 0)
    heat.how.setFocus()
    qtbot.keyClick(heat.how, Qt.Key.Key_Down)
    assert heat.wanted_layer == "block1_pool"
    wait_until(qtbot, lambda: found(named))


def test_the_second_opinion_shows_how_far_it_is_and_is_there_at_once_again(
    named: UsePage, qtbot: QtBot
) -> None:
    show_heat(named, qtbot)
    first = picture_of(named)
    heat, shares = named.photo.heat, []
    named.sights.seeing.heat_progressed.connect(lambda done, total: shares.append(done / total))
    heat.how.setFocus()
    qtbot.keyClick(heat.how, Qt.Key.Key_End)
    assert heat.wants_hiding
    assert not found(named)
    assert heat.progress.isVisible()
    wait_until(qtbot, lambda: found(named))
    assert shares[-1] == 1
    assert picture_of(named) != first
    qtbot.keyClick(heat.how, Qt.Key.Key_Home)
    assert found(named)  # it is kept
    assert picture_of(named) == first


def test_a_photo_that_cannot_be_read_has_neither_heat_nor_layers(
    named: UsePage, qtbot: QtBot, tmp_path: Path
) -> None:
    show_heat(named, qtbot)
    broken = tmp_path / "broken.jpg"
    broken.write_bytes(b"no photo")
    drop_files(named, broken)
    wait_for_answer(named, qtbot, broken)
    assert not named.photo.view.shows_veil
    assert not named.photo.heat.isEnabled()
    assert "nothing to see" in named.see.explained.text()
    assert not named.see.channels[0].isVisible()


def test_the_heat_follows_to_the_next_photo(
    named: UsePage, qtbot: QtBot, photos: list[Path]
) -> None:
    show_heat(named, qtbot)
    drop_files(named, photos[1])
    assert not named.photo.view.shows_veil  # not that of the photo before
    wait_for_answer(named, qtbot, photos[1])
    wait_until(qtbot, lambda: found(named))
    assert named.photo.view.shows_veil or named.photo.heat.told.isVisible()


def test_a_veil_lies_on_the_part_of_the_photo_that_it_belongs_to(qtbot: QtBot) -> None:
    view = PhotoView()
    qtbot.addWidget(view)
    view.resize(300, 100)
    photo = QImage(300, 100, QImage.Format.Format_RGB32)
    photo.fill(QColor("white"))
    view.show_photo(photo)
    view.show_veil(veil_of(Picture(2, 2, bytes([255] * 4))), Frame(1 / 3, 0, 1 / 3, 1))
    view.set_veil_opacity(1)
    picture = view.grab().toImage()
    unseen = picture.pixelColor(80, 50)  # as much of it as shines through
    assert picture.pixelColor(220, 50) == unseen
    assert unseen.saturation() < 12
    hottest = QColor(*heat_colours()[255].tolist())
    assert picture.pixelColor(150, 50) == hottest


# What the layers see


def test_the_strongest_channels_of_a_layer_are_shown_with_what_the_layer_does(
    named: UsePage, trained_project: Path, photos: list[Path]
) -> None:
    view = work.look(trained_project, photos[0], None, ignore, never)
    see = named.see
    assert see.layer == "block1_pool"
    for one, seen in zip(see.channels, view.layers[0].strongest, strict=True):
        assert one.shows_image
        assert str(seen.channel) in one.toolTip()
    assert "Edges and colours" in see.step.text()
    assert "3 %" in see.explained.text()  # 6 of 224 pixels
    assert "16 of 64" in see.hint.text()


def test_layers_that_the_weights_do_not_reach_say_so(named: UsePage) -> None:
    tabs = named.see.layers
    assert [tabs.tabText(n) for n in range(tabs.count())] == ["Filters", "1", "2", "3", "4", "5"]
    assert [tabs.isTabEnabled(n) for n in range(tabs.count())] == [True, True, *[False] * 4]
    assert "ends before it" in tabs.tabToolTip(3)
    assert "reach no further" in named.see.beyond.text()
    assert named.see.beyond.isVisible()


def test_the_first_filters_are_there_at_once_and_with_a_photo(
    page: UsePage, qtbot: QtBot, photos: list[Path]
) -> None:
    wait_until(qtbot, lambda: page.see.filters.count)
    assert page.see.filters.isVisible()
    assert page.see.filters.count == 64
    drop_files(page, photos[0])
    wait_for_answer(page, qtbot, photos[0])
    wait_until(qtbot, lambda: page.see.layer)
    assert not page.see.filters.isVisible()
    page.see.layers.setFocus()
    qtbot.keyClick(page.see.layers, Qt.Key.Key_Left)
    assert page.see.filters.isVisible()
    assert "64" in page.see.step.text()
    drop_files(page, photos[1])
    wait_for_answer(page, qtbot, photos[1])
    wait_until(qtbot, lambda: page.sights.seeing.waits_for("look") is None)
    assert page.see.filters.isVisible()  # what was chosen stays


@pytest.mark.xvfb
def test_in_a_narrow_window_the_layers_take_turns_with_the_answer(
    named: UsePage, qtbot: QtBot
) -> None:
    assert named.answer.isVisible()
    assert named.see.isVisible()
    assert not named.to_see.isVisible()
    named.window().resize(*NARROW)
    assert named.answer.isVisible()
    assert not named.see.isVisible()
    click(qtbot, named.to_see)
    assert not named.answer.isVisible()
    assert named.see.isVisible()
    click(qtbot, named.to_see)
    assert named.answer.isVisible()
    assert named.see.isHidden()


# A channel


def open_channel(page: UsePage, qtbot: QtBot, number: int = 0) -> None:
    one = page.see.channels[number]
    one.setFocus()
    qtbot.keyClick(one, Qt.Key.Key_Space)
    assert page.channel.isVisible()


def all_looked_through(page: UsePage) -> bool:
    return "strongest places in all" in page.channel.looked.text()


@pytest.mark.xvfb
def test_a_channel_shows_the_places_of_all_photos_that_excite_it_most(
    named: UsePage, qtbot: QtBot, trained_project: Path
) -> None:
    channel = named.see._view.layers[0].strongest[2].channel
    open_channel(named, qtbot, 2)
    view = named.channel
    assert (view.layer, view.number.value()) == ("block1_pool", channel)
    wait_until(qtbot, lambda: all_looked_through(named))
    wait_until(qtbot, lambda: view.patches[8].shows_image)
    assert not view.look_through.isVisible()
    assert view.photo.shows_veil
    found = work.look_at_channel(
        trained_project, None, "block1_pool", channel, 0, None, ignore, never
    )
    assert (found.known, found.there) == (40, 40)
    for one, patch in zip(view.patches, found.patches, strict=True):
        assert Path(patch.path).name in one.toolTip()
    qtbot.keyClick(view.number, Qt.Key.Key_Escape)
    assert named.photo.isVisible()


@pytest.mark.xvfb
def test_another_channel_is_a_key_away_and_a_patch_leads_to_its_photo(
    named: UsePage, qtbot: QtBot, trained_project: Path
) -> None:
    open_channel(named, qtbot)
    view = named.channel
    wait_until(qtbot, lambda: all_looked_through(named))
    before = view.channel
    key = Qt.Key.Key_Up if before < 63 else Qt.Key.Key_Down
    view.number.setFocus()
    qtbot.keyClick(view.number, key)
    assert abs(view.channel - before) == 1
    wait_until(qtbot, lambda: named.sights.seeing.waits_for("channel") is None)
    responding = next(one for one in view.patches if one.shows_image)
    name = responding.accessibleName().partition(":")[0]
    click(qtbot, responding)
    assert named.photo.isVisible()
    assert named.photo.path.name == name
    wait_for_answer(named, qtbot, named.photo.path)


def test_the_pattern_is_made_with_progress_and_is_there_at_once_the_next_time(
    named: UsePage, qtbot: QtBot
) -> None:
    open_channel(named, qtbot)
    view, steps = named.channel, []
    named.sights.seeing.pattern_progressed.connect(lambda done, total: steps.append(done))
    wait_until(qtbot, lambda: all_looked_through(named))
    click(qtbot, view.make)
    assert view.make.text() == "Stop"
    click(qtbot, view.make)  # thought better of it
    assert view.make.text() == "Make the pattern"
    click(qtbot, view.make)
    wait_until(qtbot, lambda: view.pattern.shows_image)
    assert len(steps) > 1
    assert not view.make.isVisible()
    click(qtbot, view.back)
    open_channel(named, qtbot)
    assert not view.pattern.shows_image
    wait_until(qtbot, lambda: view.pattern.shows_image)
    assert not view.pattern_progress.isVisible()


def test_looking_through_stops_when_it_is_told_to_and_goes_on(
    named: UsePage, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(seeing, "_PHOTOS_AT_ONCE", 8)
    open_channel(named, qtbot)
    view = named.channel
    wait_until(qtbot, lambda: view.progress.isVisible() and view.progress.value() >= 8)
    click(qtbot, view.look_through)
    wait_until(qtbot, lambda: "were looked through" in view.looked.text())
    assert not named.sights.seeing.looking_through
    wait_until(qtbot, lambda: not named.desk.runner.busy)
    assert view.progress.value() < 40
    click(qtbot, view.look_through)
    wait_until(qtbot, lambda: all_looked_through(named))


def test_a_photo_that_is_dropped_does_not_wait_for_the_looking_through(
    named: UsePage, qtbot: QtBot, photos: list[Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(seeing, "_PHOTOS_AT_ONCE", 8)
    known = []
    named.sights.seeing.looked_through.connect(lambda done, *_: known.append(done))
    named.sights.seeing.look_through()
    wait_until(qtbot, lambda: known)
    drop_files(named, photos[1])
    wait_until(qtbot, lambda: named.desk.naming.asked is None)
    assert known[-1] < 40
    wait_until(qtbot, lambda: known[-1] == 40)
    assert not named.note.isVisible()


def test_photos_that_cannot_be_read_do_not_keep_it_going(
    named: UsePage, qtbot: QtBot, trained_project: Path
) -> None:
    lost = sorted((trained_project.parent / "flowers").glob("*/*.jpg"))[-1]
    lost.unlink()
    open_channel(named, qtbot)
    wait_until(qtbot, lambda: "39 of 40" in named.channel.looked.text())
    wait_until(qtbot, lambda: not named.desk.runner.busy)
    assert not named.sights.seeing.looking_through
    assert named.channel.patches[0].shows_image


def test_an_index_that_cannot_be_written_says_so_once(
    named: UsePage, qtbot: QtBot, trained_project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with Project(trained_project) as project, project.writing() as connection:
        connection.execute("DROP TABLE channel_peaks_photos")
    open_channel(named, qtbot)
    wait_until(qtbot, lambda: named.note.isVisible())
    assert "damaged" in named.note.sentence
    wait_until(qtbot, lambda: not named.desk.runner.busy)


def test_a_project_that_is_open_read_only_is_not_looked_through(
    named: UsePage, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(named.desk.session, "read_only", True)
    open_channel(named, qtbot)
    wait_until(qtbot, lambda: "0 of 40" in named.channel.looked.text())
    assert not named.sights.seeing.looking_through
    assert not named.channel.look_through.isEnabled()
    assert "read-only" in named.channel.look_through.toolTip()


# From the Photos page


def photos_page(window: MainWindow, qtbot: QtBot) -> PhotosPage:
    window.go("photos")
    page = window.page("photos")
    assert isinstance(page, PhotosPage)
    wait_until(qtbot, lambda: len(page.model.ids))
    page.grid.setFocus()
    qtbot.keyClick(page.grid, Qt.Key.Key_Home)
    return page


@pytest.mark.xvfb
@pytest.mark.parametrize("way", ["button", "key", "lightbox", "menu"])
def test_any_photo_of_the_project_can_be_seen_through(
    window: MainWindow, qtbot: QtBot, way: str
) -> None:
    photos = photos_page(window, qtbot)
    path = photos._current_photo().path
    match way:
        case "button":
            click(qtbot, photos.preview.see)
        case "key":
            qtbot.keyClick(photos.grid, Qt.Key.Key_E)
        case "lightbox":
            qtbot.keyClick(photos.grid, Qt.Key.Key_Space)
            qtbot.keyClick(photos.lightbox, Qt.Key.Key_E)
            assert not photos.lightbox.isVisible()
        case "menu":
            texts = {action.text(): action for action in photos.photo_menu().actions()}
            texts["See what the network sees"].trigger()
    page = window.page("use")
    assert window.current_page == "use"
    wait_for_answer(page, qtbot, path)
    wait_until(qtbot, lambda: page.see.layer)
    assert page.photo.heat.wants_heat
    wait_until(qtbot, lambda: found(page))


def test_before_anything_is_learned_there_is_nothing_to_see_and_the_button_says_why(
    open_window: OpenWindow, project_folder: Path, qtbot: QtBot
) -> None:
    window = open_window(project_folder)
    photos = photos_page(window, qtbot)
    assert not photos.preview.see.isEnabled()
    assert "First let the network learn" in photos.preview.see.toolTip()
    qtbot.keyClick(photos.grid, Qt.Key.Key_E)
    assert window.current_page == "photos"


# Words and pictures


def test_every_layer_has_a_step_of_the_tour() -> None:
    assert [step_title(n, 5) for n in (0, 4)] == ["Edges and colours", "Whole things"]
    assert step_title(0, 1) == step_title(0, 4) == "Edges and colours"
    assert step_title(3, 4) == "Whole things"
    assert len({step_text(n, 5, 10, 100) for n in range(5)}) == 5
    assert "10 %" in step_text(1, 5, 10, 100)
    assert "whole photo" in step_text(4, 5, 200, 100)
    assert layer_title("block3_pool") == "Block 3"
    assert layer_title("stage2") == "Stage 2"
    assert layer_title("mixed") == "mixed"


def test_pictures_become_images_in_their_colours(qtbot: QtBot) -> None:
    image = image_of(Picture(2, 1, bytes([0, 255])))
    assert image.pixelColor(0, 0) == QColor(*heat_colours()[0].tolist())
    assert image.pixelColor(1, 0) == QColor(*heat_colours()[255].tolist())
    rgb = image_of(Picture(1, 2, bytes([1, 2, 3, 4, 5, 6])))
    assert rgb.pixelColor(0, 1).getRgb()[:3] == (4, 5, 6)
    empty = PictureButton()
    legend = Legend("nothing", "most")
    for widget in (empty, legend):
        qtbot.addWidget(widget)
        widget.resize(60, 60)
        widget.grab()
    assert not empty.isEnabled() or not empty.shows_image
    assert legend.accessibleName() == "nothing – most"
