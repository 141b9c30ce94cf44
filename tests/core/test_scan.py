"""What a folder of photos holds: labels, divisions, and names of every kind."""

from __future__ import annotations

import errno
import os
import sys
from pathlib import Path

import pytest

from flowerdesk.core.errors import ScanError
from flowerdesk.core.scan import Scan, scan, walk_photos


def lay(folder: Path, *names: str) -> Path:
    """Files of one byte; whether they are photos is told by their names only."""
    for name in names:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"x")
    return folder


def labelled(found: Scan) -> dict[str, str]:
    return {p.path.relative_to(found.folder).as_posix(): p.label for p in found.photos}


# ---- labels


def test_the_subfolders_are_the_labels(tmp_path: Path) -> None:
    found = scan(lay(tmp_path, "daisy/1.jpg", "daisy/2.png", "tulip/1.webp"))
    assert labelled(found) == {
        "daisy/1.jpg": "daisy",
        "daisy/2.png": "daisy",
        "tulip/1.webp": "tulip",
    }
    assert found.labels == ["daisy", "tulip"]
    assert {photo.part for photo in found.photos} == {None}


def test_nested_photos_count_for_the_first_levels_label(tmp_path: Path) -> None:
    found = scan(lay(tmp_path, "daisy/2024/may/1.jpg", "daisy/2.jpg", "tulip/daisy/3.jpg"))
    assert labelled(found) == {
        "daisy/2024/may/1.jpg": "daisy",
        "daisy/2.jpg": "daisy",
        "tulip/daisy/3.jpg": "tulip",
    }


def test_photos_come_sorted_with_their_size_and_time(tmp_path: Path) -> None:
    lay(tmp_path, "b/2.jpg", "b/1.jpg", "a/3.jpg")
    os.utime(tmp_path / "a" / "3.jpg", ns=(1, 123_456_000))
    found = scan(tmp_path)
    assert list(labelled(found)) == ["a/3.jpg", "b/1.jpg", "b/2.jpg"]
    assert (found.photos[0].size, found.photos[0].mtime_ns) == (1, 123_456_000)


def test_hidden_files_and_what_is_no_photo_are_passed_over(tmp_path: Path) -> None:
    lay(tmp_path, "daisy/1.jpg", "daisy/Thumbs.db", "daisy/.hidden.jpg", "daisy/._1.jpg")
    lay(tmp_path, "daisy/.DS_Store", "daisy/desktop.ini", "daisy/notes.txt", "daisy/.git/2.jpg")
    lay(tmp_path, ".thumbnails/1.jpg", "__MACOSX/daisy/1.jpg", "tulip/1.jpg", "notes/readme.md")
    found = scan(tmp_path)
    assert labelled(found) == {"daisy/1.jpg": "daisy", "tulip/1.jpg": "tulip"}
    assert found.skipped == []


def test_photos_beside_the_label_folders_are_counted(tmp_path: Path) -> None:
    found = scan(lay(tmp_path, "1.jpg", "2.jpg", "notes.txt", "daisy/1.jpg", "tulip/1.jpg"))
    assert found.unlabelled == 2
    assert len(found.photos) == 2


# ---- names


@pytest.mark.parametrize(
    "name",
    [
        "two words",
        'it\'s "quoted"',
        "-rf; DROP TABLE",
        "🌷🌼",
        "郁金香",
        "Löwenzahn",
        "a%2Fb",
        "c'",
    ],
)
def test_labels_and_photos_may_be_called_anything(tmp_path: Path, name: str) -> None:
    if sys.platform == "win32" and '"' in name:
        pytest.skip("Windows allows no quotation marks in names")
    found = scan(lay(tmp_path, f"{name}/{name}.jpg", "tulip/1.jpg"))
    assert labelled(found) == {f"{name}/{name}.jpg": name, "tulip/1.jpg": "tulip"}


def test_names_of_250_characters_are_photos_like_others(tmp_path: Path) -> None:
    label, name = "l" * 250, "p" * 246 + ".jpg"
    found = scan(lay(tmp_path, f"{label}/{name}", "tulip/1.jpg"))
    assert labelled(found)[f"{label}/{name}"] == label


@pytest.mark.skipif(sys.platform != "linux", reason="names are always text there")
def test_a_name_that_is_no_text_is_listed_with_its_reason(tmp_path: Path) -> None:
    lay(tmp_path, "daisy/1.jpg", "tulip/1.jpg")
    (tmp_path / "daisy" / os.fsdecode(b"\xff\xfe.jpg")).write_bytes(b"x")
    found = scan(tmp_path)
    assert len(found.photos) == 2
    ((path, reason),) = found.skipped
    assert path.parent == tmp_path / "daisy"
    assert "not valid text" in reason


# ---- links


def test_a_loop_of_links_ends(tmp_path: Path) -> None:
    lay(tmp_path, "daisy/deep/1.jpg", "tulip/1.jpg")
    (tmp_path / "daisy" / "deep" / "again").symlink_to(tmp_path / "daisy")
    (tmp_path / "tulip" / "all").symlink_to(tmp_path)
    found = scan(tmp_path)
    assert labelled(found)["daisy/deep/1.jpg"] == "daisy"
    assert len([photo for photo in found.photos if photo.label == "daisy"]) == 1


def test_a_link_to_a_folder_is_a_label_like_any_other(tmp_path: Path) -> None:
    elsewhere = lay(tmp_path / "elsewhere", "1.jpg")
    folder = lay(tmp_path / "photos", "tulip/1.jpg")
    (folder / "daisy").symlink_to(elsewhere)
    assert labelled(scan(folder)) == {"daisy/1.jpg": "daisy", "tulip/1.jpg": "tulip"}


def test_a_link_to_nothing_is_kept_for_its_reason_and_does_not_stop_the_rest(
    tmp_path: Path,
) -> None:
    lay(tmp_path, "daisy/1.jpg", "tulip/1.jpg")
    (tmp_path / "daisy" / "gone.jpg").symlink_to(tmp_path / "nothing.jpg")
    loop = tmp_path / "daisy" / "loop.jpg"
    loop.symlink_to(loop)
    found = scan(tmp_path)
    assert set(labelled(found)) == {
        "daisy/1.jpg",
        "daisy/gone.jpg",
        "daisy/loop.jpg",
        "tulip/1.jpg",
    }


def test_a_folder_that_may_not_be_read_is_listed_with_its_reason(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lay(tmp_path, "daisy/1.jpg", "daisy/secret/2.jpg", "tulip/1.jpg")
    list_folder = os.scandir

    def refuse_the_secret(path: object) -> object:  # permissions do not bind the administrator
        if str(path).endswith("secret"):
            raise PermissionError(errno.EACCES, "Permission denied")
        return list_folder(path)

    monkeypatch.setattr(os, "scandir", refuse_the_secret)
    found = scan(tmp_path)
    assert len(found.photos) == 2
    ((path, reason),) = found.skipped
    assert path == tmp_path / "daisy" / "secret"
    assert reason == "the folder cannot be read (Permission denied)"


# ---- folders that are divided already


@pytest.mark.parametrize(
    ("train", "validation", "test"),
    [("train", "val", "test"), ("Training", "Validation", "Testing"), ("train", "dev", "test")],
)
def test_a_folder_that_is_divided_keeps_its_division(
    tmp_path: Path, train: str, validation: str, test: str
) -> None:
    for part in (train, validation, test):
        lay(tmp_path, f"{part}/daisy/1.jpg", f"{part}/tulip/deep/2.jpg")
    found = scan(tmp_path)
    assert found.labels == ["daisy", "tulip"]
    for photo in found.photos:
        top = photo.path.relative_to(tmp_path).parts[0]
        assert photo.part == {train: "train", validation: "validation", test: "test"}[top]


def test_a_folder_of_train_and_test_alone_is_divided_as_well(tmp_path: Path) -> None:
    lay(tmp_path, "train/daisy/1.jpg", "train/tulip/1.jpg", "test/daisy/2.jpg")
    assert {photo.part for photo in scan(tmp_path).photos} == {"train", "test"}


@pytest.mark.parametrize(
    "names",
    [
        ("train/1.jpg", "bus/1.jpg"),
        ("train/1.jpg", "test/1.jpg"),
        ("train/ice/1.jpg", "train/steam/2.jpg", "bus/red/1.jpg"),
        ("test/daisy/1.jpg", "val/daisy/1.jpg"),
    ],
)
def test_labels_that_are_only_called_like_a_division_are_labels(
    tmp_path: Path, names: tuple[str, ...]
) -> None:
    found = scan(lay(tmp_path, *names))
    assert {photo.part for photo in found.photos} == {None}
    assert set(found.labels) == {name.split("/")[0] for name in names}


# ---- folders that cannot be used


def refusal(folder: Path) -> str:
    with pytest.raises(ScanError) as caught:
        scan(folder)
    return str(caught.value)


def test_each_folder_that_cannot_be_used_is_refused_with_what_to_do(tmp_path: Path) -> None:
    for name in ("empty", "only_text/notes", "empty_labels/daisy", "empty_labels/tulip"):
        (tmp_path / name).mkdir(parents=True)
    lay(
        tmp_path, "file.jpg", "only_text/notes/a.txt", "flat/1.jpg", "flat/2.jpg", "one/daisy/1.jpg"
    )
    assert "There is no folder" in refusal(tmp_path / "nothing")
    assert "is a file, not a folder" in refusal(tmp_path / "file.jpg")
    assert "There are no photos" in refusal(tmp_path / "empty")
    assert "There are no photos" in refusal(tmp_path / "only_text")
    assert "There are no photos" in refusal(tmp_path / "empty_labels")
    assert "2 photos without a label" in refusal(tmp_path / "flat")
    assert "only one label, “daisy”" in refusal(tmp_path / "one")


# ---- photos without labels


def test_a_walk_finds_all_photos_below_a_folder_in_order(tmp_path: Path) -> None:
    lay(tmp_path, "b.jpg", "a/deep/2.png", "a/1.jpg", ".hidden/3.jpg", "notes.txt")
    (tmp_path / "a" / "again").symlink_to(tmp_path)
    found = [path.relative_to(tmp_path).as_posix() for path in walk_photos(tmp_path)]
    assert found == ["a/1.jpg", "a/deep/2.png", "b.jpg"]
