"""Which photos of a project look most like another one."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from flowerdesk.core import similar
from flowerdesk.core.events import JobCancelled, never
from flowerdesk.core.project import FeatureKey, PhotoFeatures, Project
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
