"""Which photos of a project look most like another one."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from flowerdesk.core import similar
from flowerdesk.core.errors import ProjectError
from flowerdesk.core.events import JobCancelled, ignore, never
from flowerdesk.core.project import FeatureKey, PhotoFeatures, Project
from flowerdesk.core.project.browsing import snapshot
from flowerdesk.core.project.edits import Edits
from flowerdesk.core.scan import FoundPhoto

KEY = FeatureKey("fake", "grid", "0" * 64, 1, "float32")
DEGREES = {"0": 0, "10": 10, "40": 40, "90": 90}
"""Photos by the angle of their vectors, all of different lengths."""


@pytest.fixture
def project(tmp_path: Path) -> Iterator[Project]:
    """Photos whose feature vectors lie at :data:`DEGREES` in a plane, and one of zeros."""
    folder = tmp_path / "photos"
    vectors = {
        name: (number + 1) * np.array([np.cos(np.radians(angle)), np.sin(np.radians(angle))])
        for number, (name, angle) in enumerate(DEGREES.items())
    }
    vectors["nothing"] = np.zeros(2)
    with Project(tmp_path / "garden.flowerdesk", create=True) as project:
        found = [FoundPhoto(folder / "rose" / f"{name}.jpg", "rose", 5, 1) for name in vectors]
        project.update_photos(folder, found, lambda path: None)
        features = project.feature_set(KEY, 2)
        project.add_features(
            features,
            [
                PhotoFeatures(photo.id, 5, 1, name.encode(), vectors[name].astype(np.float32))
                for photo in project.without_features(features)
                for name in [Path(photo.path).stem]
            ],
        )
        yield project


def names(project: Project, among: list[str], count: int = 4) -> list[str]:
    vector = np.array([3, 0], np.float32)
    hashes = {name.encode() for name in among}
    found = similar.most_similar(project, KEY, vector, hashes, count, never)
    return [Path(photo.path).stem for photo in found]


def test_the_smallest_angle_comes_first_whatever_the_lengths(project: Project) -> None:
    assert names(project, [*DEGREES, "nothing"]) == ["0", "10", "40", "90"]


def test_only_photos_that_may_be_found_are_found(project: Project) -> None:
    assert names(project, ["40", "90"]) == ["40", "90"]
    assert names(project, []) == []


def test_more_photos_than_fit_at_once_are_found_all_the_same(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(similar, "_AT_ONCE", 2)
    assert names(project, list(DEGREES), count=2) == ["0", "10"]


def test_the_similarity_is_the_cosine(project: Project) -> None:
    vector = np.array([0, 2], np.float32)
    (photo,) = similar.most_similar(project, KEY, vector, {b"40"}, 1, never)
    assert photo.similarity == pytest.approx(np.sin(np.radians(40)), abs=1e-6)
    assert photo.label == "rose"


def test_the_search_can_be_stopped(project: Project) -> None:
    with pytest.raises(JobCancelled):
        similar.most_similar(project, KEY, np.ones(2, np.float32), {b"0"}, 1, lambda: True)


# ---- of any photo of the project


def search(project: Project, path: str, count: int = 4) -> similar.SimilarPhotos:
    looking = similar.Search(project, path, count)
    while looking.step(project):
        pass
    assert looking.done == looking.total
    return looking.result()


def stems(found: tuple[similar.SimilarPhoto, ...]) -> list[str]:
    return [Path(one.path).stem for one in found]


def relabel(project: Project, stem: str, label: str) -> None:
    photo = next(one for one in snapshot(project).photos.paths if Path(one).stem == stem)
    photos = snapshot(project).photos
    Edits(project).set_label([int(photos.ids[photos.paths.index(photo)])], label)


def test_neighbours_of_its_own_label_and_of_others_come_apart(project: Project) -> None:
    relabel(project, "10", "tulip")
    relabel(project, "90", "tulip")
    found = search(project, "photos/rose/0.jpg")
    assert (found.path, found.label) == ("photos/rose/0.jpg", "rose")
    assert stems(found.own) == ["40", "nothing"]
    assert stems(found.others) == ["10", "90"]
    assert found.others[0].similarity == pytest.approx(np.cos(np.radians(10)), abs=1e-6)


def test_a_photo_is_no_neighbour_of_itself_nor_is_one_that_was_left_out(project: Project) -> None:
    photos = snapshot(project).photos
    row = photos.paths.index("photos/rose/10.jpg")
    Edits(project).set_excluded([int(photos.ids[row])], True)
    assert stems(search(project, "photos/rose/0.jpg").own) == ["40", "90", "nothing"]


def test_neighbours_are_found_in_pieces_as_well(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(similar, "_AT_ONCE", 1)
    assert stems(search(project, "photos/rose/40.jpg", count=2).own) == ["10", "0"]


def test_a_photo_that_nobody_looked_at_has_no_neighbours(project: Project) -> None:
    found = [FoundPhoto(project.path.parent / "photos" / "rose" / "new.jpg", "rose", 5, 1)]
    Edits(project).add_photos(found, "rose")
    with pytest.raises(ProjectError, match="has not looked at photos/rose/new"):
        similar.Search(project, "photos/rose/new.jpg", 3)


def test_a_file_is_known_by_its_place_or_by_its_bytes(project: Project, tmp_path: Path) -> None:
    place = tmp_path / "photos" / "rose" / "0.jpg"
    found = similar.similar_photos(project.path, place, 1, ignore, never)
    assert stems(found.own) == ["10"]
    file = tmp_path / "copy.jpg"
    file.write_bytes(b"the bytes")
    with pytest.raises(ProjectError, match="no photo of the project"):
        similar.similar_photos(project.path, file, 1, ignore, never)
    row = next(iter(snapshot(project).photos.ids))
    sha256 = hashlib.sha256(b"the bytes").digest()
    features = project.find_feature_set(KEY)
    vector = np.array([1, 0.01], np.float32)
    project.add_features(features, [PhotoFeatures(int(row), 5, 1, sha256, vector)])
    assert similar.similar_photos(project.path, file, 1, ignore, never).path == "photos/rose/0.jpg"


def test_the_search_for_a_photo_can_be_stopped(project: Project, tmp_path: Path) -> None:
    place = tmp_path / "photos" / "rose" / "0.jpg"
    with pytest.raises(JobCancelled):
        similar.similar_photos(project.path, place, 1, ignore, lambda: True)
