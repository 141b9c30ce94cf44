"""Scanning again changes only what changed, and a photo is known wherever it goes."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from runs import KEY

from flowerdesk.core.project import PhotoFeatures, Project, ScanChange
from flowerdesk.core.scan import scan


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return lay(tmp_path / "photos", "daisy/1.jpg", "daisy/2.jpg", "rose/1.jpg", "rose/2.jpg")


@pytest.fixture
def project(tmp_path: Path, folder: Path) -> Iterator[Project]:
    """With all four photos looked at."""
    with Project(tmp_path / "garden.flowerdesk", create=True) as project:
        assert update(project, folder) == ScanChange(4, 0, 0, 0, 0)
        look(project)
        yield project


def lay(folder: Path, *names: str) -> Path:
    """Files whose bytes are their names: a scan never looks into them."""
    for name in names:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(name)
    return folder


def update(project: Project, folder: Path) -> ScanChange:
    return project.update_photos(folder, scan(folder).photos, hash_of)


def hash_of(path: Path) -> bytes:
    return hashlib.sha256(path.read_bytes()).digest()


def look(project: Project) -> None:
    feature_set = project.feature_set(KEY, 1)
    features = []
    for photo in project.without_features(feature_set):
        path = project.absolute(photo.path)
        status = path.stat()
        vector = np.zeros(1, np.float32)
        sha256 = hash_of(path)
        found = PhotoFeatures(photo.id, status.st_size, status.st_mtime_ns, sha256, vector)
        features.append(found)
    project.add_features(feature_set, features)


def to_look_at(project: Project) -> list[str]:
    return [photo.path for photo in project.without_features(project.feature_set(KEY, 1))]


def labels_by_path(project: Project) -> dict[str, str]:
    return {photo.path: photo.label for photo in project.learnable(project.feature_set(KEY, 1))}


def test_scanning_again_without_a_change_changes_nothing(project: Project, folder: Path) -> None:
    before = labels_by_path(project)
    assert update(project, folder) == ScanChange(0, 0, 0, 0, 4)
    assert labels_by_path(project) == before
    assert to_look_at(project) == []


def test_only_new_photos_are_added(project: Project, folder: Path) -> None:
    lay(folder, "rose/3.jpg", "tulip/1.jpg")
    assert update(project, folder) == ScanChange(2, 0, 0, 0, 4)
    assert to_look_at(project) == ["photos/rose/3.jpg", "photos/tulip/1.jpg"]
    assert project.labels() == {"daisy": 2, "rose": 3, "tulip": 1}


def test_a_changed_photo_is_looked_at_again(project: Project, folder: Path) -> None:
    (folder / "rose" / "1.jpg").write_text("other bytes")
    assert update(project, folder) == ScanChange(0, 1, 0, 0, 3)
    assert to_look_at(project) == ["photos/rose/1.jpg"]


def test_a_photo_that_is_gone_is_missing_and_known_when_it_comes_back(
    project: Project, folder: Path
) -> None:
    moved = folder.parent / "away.jpg"
    (folder / "rose" / "1.jpg").rename(moved)
    assert update(project, folder) == ScanChange(0, 0, 0, 1, 3)
    assert project.labels() == {"daisy": 2, "rose": 1}
    moved.rename(folder / "rose" / "1.jpg")
    assert update(project, folder) == ScanChange(0, 0, 0, 0, 4)
    assert to_look_at(project) == []


def test_a_photo_under_another_name_is_the_same_photo(project: Project, folder: Path) -> None:
    (folder / "rose" / "1.jpg").rename(folder / "rose" / "my favourite.jpg")
    assert update(project, folder) == ScanChange(0, 0, 1, 0, 3)
    assert to_look_at(project) == []
    assert labels_by_path(project)["photos/rose/my favourite.jpg"] == "rose"


def test_a_photo_moved_to_another_label_gets_that_label(project: Project, folder: Path) -> None:
    (folder / "rose" / "1.jpg").rename(folder / "daisy" / "3.jpg")
    assert update(project, folder).moved == 1
    assert project.labels() == {"daisy": 3, "rose": 1}
    assert to_look_at(project) == []


def test_another_photo_of_the_same_size_is_not_taken_for_a_lost_one(
    project: Project, folder: Path
) -> None:
    lost = folder / "rose" / "1.jpg"
    (folder / "rose" / "3.jpg").write_bytes(lost.read_bytes()[::-1])
    lost.unlink()
    assert update(project, folder) == ScanChange(1, 0, 0, 1, 3)
    assert to_look_at(project) == ["photos/rose/3.jpg"]


def test_two_lost_photos_of_one_size_are_both_found_again(project: Project, folder: Path) -> None:
    (folder / "rose").rename(folder / "ruže")
    assert update(project, folder) == ScanChange(0, 0, 2, 0, 2)
    assert project.labels() == {"daisy": 2, "ruže": 2}
    assert to_look_at(project) == []


def test_a_renamed_photo_folder_loses_nothing(project: Project, folder: Path) -> None:
    renamed = folder.rename(folder.with_name("flowers"))
    assert update(project, renamed) == ScanChange(0, 0, 4, 0, 0)
    assert to_look_at(project) == []
    assert set(labels_by_path(project)) == {
        f"flowers/{name}" for name in ("daisy/1.jpg", "daisy/2.jpg", "rose/1.jpg", "rose/2.jpg")
    }


def test_project_and_photos_moved_together_lose_nothing(
    project: Project, folder: Path, tmp_path: Path
) -> None:
    project.close()
    home = tmp_path / "usb stick"
    home.mkdir()
    folder.rename(home / "photos")
    project.path.rename(home / "garden.flowerdesk")
    with Project(home / "garden.flowerdesk") as moved:
        assert update(moved, home / "photos") == ScanChange(0, 0, 0, 0, 4)
        assert to_look_at(moved) == []


def test_only_photos_whose_size_is_that_of_a_lost_one_are_hashed(
    project: Project, folder: Path
) -> None:
    lay(folder, "rose/a long name.jpg")
    (folder / "rose" / "1.jpg").rename(folder / "rose" / "9.jpg")
    hashed: list[str] = []

    def noted(path: Path) -> bytes:
        hashed.append(path.name)
        return hash_of(path)

    project.update_photos(folder, scan(folder).photos, noted)
    assert hashed == ["9.jpg"]


def test_a_second_folder_is_added_beside_the_first(project: Project, tmp_path: Path) -> None:
    other = lay(tmp_path / "more", "rose/a.jpg", "tulip/b.jpg")
    assert update(project, other) == ScanChange(2, 0, 0, 0, 0)
    assert project.labels() == {"daisy": 2, "rose": 3, "tulip": 1}


def test_a_folder_whose_name_begins_like_another_is_another(
    project: Project, folder: Path, tmp_path: Path
) -> None:
    lay(tmp_path / "photos 2", "rose/a.jpg", "tulip/b.jpg")
    assert update(project, tmp_path / "photos 2").missing == 0
    assert update(project, folder) == ScanChange(0, 0, 0, 0, 4)
    assert project.photo_count() == 6


def test_a_project_inside_its_photo_folder_knows_the_photos(tmp_path: Path) -> None:
    folder = lay(tmp_path / "photos", "daisy/1.jpg", "rose/1.jpg")
    with Project(folder / "garden.flowerdesk", create=True) as project:
        update(project, folder)
        assert to_look_at(project) == ["daisy/1.jpg", "rose/1.jpg"]
        (folder / "rose" / "1.jpg").unlink()
        lay(folder, "rose/2 other.jpg")
        assert update(project, folder) == ScanChange(1, 0, 0, 1, 1)


def test_a_folder_that_is_divided_later_gives_its_photos_their_part(
    project: Project, tmp_path: Path
) -> None:
    divided = tmp_path / "divided"
    lay(divided, *(f"{part}/{label}/x.jpg" for part in ("train", "test") for label in "ab"))
    update(project, divided)
    look(project)
    parts = {
        photo.path: photo.folder_part for photo in project.learnable(project.feature_set(KEY, 1))
    }
    assert parts["divided/test/a/x.jpg"] == "test"
    assert parts["divided/train/b/x.jpg"] == "train"
    assert parts["photos/rose/1.jpg"] is None
