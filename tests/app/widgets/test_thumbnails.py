"""Thumbnails: made in the background, the newest first, kept in memory and on the disk."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image
from PySide6.QtCore import QSize
from PySide6.QtGui import QColor, QImage
from pytestqt.qtbot import QtBot

from flowerdesk.app.widgets.images import ImageLoader, read_covering, read_fitting
from flowerdesk.app.widgets.thumbnails import ThumbnailFiles, ThumbnailLoader
from flowerdesk.core.errors import PhotoError

SIDE = 96


def photo(path: Path, size: tuple[int, int] = (400, 300), colour: str = "red") -> Path:
    Image.new("RGB", size, colour).save(path)
    return path


@pytest.fixture
def files(tmp_path: Path) -> ThumbnailFiles:
    return ThumbnailFiles(tmp_path / "cache")


@pytest.fixture
def loader(application: object, files: ThumbnailFiles) -> Iterator[ThumbnailLoader]:
    made = ThumbnailLoader(files=files)
    yield made
    made.close()


def middle(image: QImage) -> QColor:
    return image.pixelColor(image.width() // 2, image.height() // 2)


def test_a_thumbnail_comes_in_the_size_that_is_wanted(
    loader: ThumbnailLoader, tmp_path: Path, qtbot: QtBot
) -> None:
    path = photo(tmp_path / "one.png")
    assert loader.pixmap(path) is None
    with qtbot.waitSignal(loader.loaded) as loaded:
        loader.want([path], SIDE)
    assert loaded.args == [path]
    pixmap = loader.pixmap(path)
    assert pixmap is not None
    assert pixmap.size() == QSize(SIDE, SIDE)
    assert middle(pixmap.toImage()).red() > 240


def test_what_is_not_wanted_any_more_is_not_made(
    loader: ThumbnailLoader, tmp_path: Path, qtbot: QtBot
) -> None:
    scrolled_away = [photo(tmp_path / f"away{n}.jpg", (1600, 1200)) for n in range(40)]
    shown = [photo(tmp_path / f"shown{n}.jpg") for n in range(3)]
    made: list[Path] = []
    loader.loaded.connect(made.append)
    loader.want(scrolled_away, SIDE)
    loader.want(shown, SIDE)
    qtbot.waitUntil(lambda: set(shown) <= set(made))
    assert len(made) < 20


def test_memory_stays_within_its_bound(
    application: object, files: ThumbnailFiles, tmp_path: Path, qtbot: QtBot
) -> None:
    bound = 5 * 4 * SIDE * SIDE
    loader = ThumbnailLoader(files=files, bytes_in_memory=bound)
    paths = [photo(tmp_path / f"{n}.png") for n in range(12)]
    made: list[Path] = []
    loader.loaded.connect(made.append)
    loader.want(paths, SIDE)
    qtbot.waitUntil(lambda: len(made) == len(paths))
    assert loader.bytes_used <= bound
    assert loader.pixmap(made[-1]) is not None
    assert loader.pixmap(made[0]) is None
    loader.close()


def test_the_disk_remembers_a_thumbnail_until_the_photo_changes(
    files: ThumbnailFiles, tmp_path: Path
) -> None:
    path = photo(tmp_path / "one.png", colour="red")
    files.square(path, SIDE)
    (stored,) = (tmp_path / "cache").glob("*/*.jpg")
    marked = QImage(320, 320, QImage.Format.Format_RGB32)
    marked.fill(QColor("blue"))
    marked.save(str(stored))
    assert middle(files.square(path, SIDE)).blue() > 200
    photo(path, colour="lime")
    os.utime(path, ns=(1, 1))
    assert middle(files.square(path, SIDE)).green() > 200


def test_a_damaged_file_of_the_cache_is_made_again(files: ThumbnailFiles, tmp_path: Path) -> None:
    path = photo(tmp_path / "one.png")
    files.square(path, SIDE)
    (stored,) = (tmp_path / "cache").glob("*/*.jpg")
    stored.write_bytes(b"not a photo")
    assert middle(files.square(path, SIDE)).red() > 240


def test_the_disk_forgets_the_oldest(tmp_path: Path) -> None:
    files = ThumbnailFiles(tmp_path / "cache", bytes_kept=1)
    paths = [photo(tmp_path / f"{n}.png") for n in range(3)]
    for path in paths:
        files.square(path, SIDE)
    files.prune()
    assert not list((tmp_path / "cache").glob("*/*.jpg"))


def test_a_disk_that_cannot_be_written_costs_only_time(tmp_path: Path) -> None:
    (tmp_path / "cache").write_text("in the way")
    files = ThumbnailFiles(tmp_path / "cache")
    assert not files.square(photo(tmp_path / "one.png"), SIDE).isNull()


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "empty"),
        (b"words", "not a photo"),
        (b"\xff\xd8\xff\xe0 no jpeg", "not a photo|damaged|ends too early"),
    ],
)
def test_a_bad_photo_has_a_reason_and_the_others_come(
    loader: ThumbnailLoader, tmp_path: Path, qtbot: QtBot, content: bytes, reason: str
) -> None:
    bad, good = tmp_path / "bad.jpg", photo(tmp_path / "good.png")
    bad.write_bytes(content)
    with qtbot.waitSignals([loader.loaded, loader.loaded]):
        loader.want([bad, good], SIDE)
    assert loader.pixmap(bad) is None
    assert any(part in loader.failure(bad) for part in reason.split("|"))
    assert loader.pixmap(good) is not None


def test_a_file_that_is_gone_has_a_reason(tmp_path: Path) -> None:
    with pytest.raises(PhotoError, match="gone"):
        read_covering(tmp_path / "gone.jpg", SIDE)


def test_orientation_is_followed_and_reducing_keeps_the_shape(tmp_path: Path) -> None:
    exif = Image.Exif()
    exif[0x0112] = 6  # turned by a quarter
    path = tmp_path / "turned.jpg"
    Image.new("RGB", (400, 200), "red").save(path, exif=exif)
    read = read_fitting(path, QSize(100, 100))
    assert read.original_size == QSize(200, 400)
    assert read.image.size() == QSize(50, 100)


def test_transparency_lies_on_white(tmp_path: Path) -> None:
    path = tmp_path / "clear.png"
    Image.new("RGBA", (40, 40), (0, 0, 0, 0)).save(path)
    assert middle(read_covering(path, 20).image) == QColor("white")


def test_formats_that_qt_does_not_know_are_read_too(tmp_path: Path) -> None:
    path = tmp_path / "phone.avif"
    Image.new("RGB", (64, 48), "red").save(path)
    read = read_fitting(path, QSize(32, 32))
    assert read.image.size() == QSize(32, 24)
    assert read.original_size == QSize(64, 48)


def test_a_wrong_suffix_does_not_matter(tmp_path: Path) -> None:
    path = tmp_path / "really_a.jpg"
    Image.new("RGB", (64, 48), "red").save(path, format="PNG")
    assert read_fitting(path, QSize(64, 48)).image.size() == QSize(64, 48)


def test_a_preview_comes_with_its_size_or_its_reason(
    application: object, tmp_path: Path, qtbot: QtBot
) -> None:
    loader = ImageLoader()
    path, bad = photo(tmp_path / "one.png"), tmp_path / "bad.png"
    bad.write_bytes(b"")
    with qtbot.waitSignals([loader.loaded, loader.loaded]):
        loader.want([path, bad], QSize(200, 200))
    found = loader.find(path)
    assert found is not None
    assert found.original_size == QSize(400, 300)
    assert found.image.size() == QSize(200, 150)
    assert "empty" in loader.failure(bad)
    loader.close()
