"""All photos on one plane: alike ones together, the same every time, kept in the project."""

from __future__ import annotations

import csv
from pathlib import Path

import numpy as np
import pytest

from flowerdesk.core import photo_map
from flowerdesk.core.errors import ProjectError
from flowerdesk.core.events import Event, JobCancelled, Notice, Progress, ignore, never
from flowerdesk.core.photo_map import PCA, TSNE, MapReport, PhotosMoved, draw_map, write_map
from flowerdesk.core.project import FeatureKey, PhotoFeatures, Project
from flowerdesk.core.project.edits import Edits
from flowerdesk.core.project.maps import kept_map, map_points
from flowerdesk.core.scan import FoundPhoto

KEY = FeatureKey("fake", "grid", "0" * 64, 1, "float32")
LABELS = ("ash", "elm", "oak")
EACH = 12


def vector_of(label: str, number: int) -> np.ndarray:
    """Photos of a label lie together; 16 numbers, of different lengths."""
    centre = np.zeros(16)
    centre[LABELS.index(label)] = 4
    drawing = np.random.default_rng((LABELS.index(label), number))
    return ((1 + number) * (centre + drawing.normal(size=16))).astype(np.float32)


def add_photos(path: Path, numbers: range) -> None:
    """Photos of every label, looked at already; no file is there, and none is needed."""
    with Project(path, create=True) as project:
        found = [
            FoundPhoto(path.parent / "photos" / label / f"{number}.jpg", label, 5, 1)
            for label in LABELS
            for number in range(numbers.stop)
        ]
        project.update_photos(path.parent / "photos", found, lambda _: None)
        feature_set = project.feature_set(KEY, 16)
        looked_at = []
        for photo in project.without_features(feature_set):
            name = f"{photo.label} {Path(photo.path).stem}".encode().ljust(32)
            vector = vector_of(photo.label, int(Path(photo.path).stem))
            looked_at.append(PhotoFeatures(photo.id, 5, 1, name, vector))
        project.add_features(feature_set, looked_at)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    made = tmp_path / "garden.flowerdesk"
    add_photos(made, range(EACH))
    return made


def draw(path: Path, method: str = TSNE, *, again: bool = False, seed: int = 0) -> MapReport:
    return draw_map(path, method, seed, again, ignore, never)


def positions(path: Path, method: str) -> np.ndarray:
    with Project(path, read_only=True) as project:
        kept = kept_map(project, 1, method)
    assert kept is not None
    return kept.positions


def share_of_own_neighbours(path: Path, method: str) -> float:
    """How many of the five nearest points are of a point's own label."""
    with Project(path, read_only=True) as project:
        kept = kept_map(project, 1, method)
    assert kept is not None
    labels = np.array([one.split()[0] for one in kept.hashes])
    far = np.linalg.norm(kept.positions[:, np.newaxis] - kept.positions, axis=2)
    nearest = far.argsort(axis=1)[:, 1:6]
    return float((labels[nearest] == labels[:, np.newaxis]).mean())


@pytest.mark.parametrize("method", photo_map.METHODS)
def test_photos_that_look_alike_lie_together(path: Path, method: str) -> None:
    report = draw(path, method)
    assert (report.photos, report.without_features, report.feature_key) == (36, 0, KEY)
    assert report.seconds > 0
    assert share_of_own_neighbours(path, method) > 0.9


@pytest.mark.parametrize("method", photo_map.METHODS)
def test_the_same_seed_draws_the_same_map(path: Path, method: str) -> None:
    draw(path, method)
    before = positions(path, method)
    draw(path, method, again=True)
    np.testing.assert_array_equal(positions(path, method), before)


def test_a_map_that_is_kept_is_not_drawn_again(path: Path) -> None:
    draw(path)
    events: list[Event] = []
    report = draw_map(path, TSNE, 0, False, events.append, never)
    assert report.seconds == 0
    assert events == []


def test_another_seed_or_another_photo_draws_again(path: Path) -> None:
    draw(path)
    assert draw(path, seed=1).seconds > 0
    add_photos(path, range(EACH + 1))
    report = draw(path, seed=1)
    assert report.seconds > 0
    assert report.photos == 39


def test_photos_without_features_are_counted(path: Path) -> None:
    with Project(path) as project:
        Edits(project).add_photos([FoundPhoto(path.parent / "new.jpg", "oak", 5, 1)], "oak")
    report = draw(path, PCA)
    assert (report.photos, report.without_features) == (36, 1)


def test_the_overview_comes_first_and_then_the_photos_move(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(photo_map, "_SECONDS_BETWEEN_MOVES", 0.0)
    events: list[Event] = []
    draw_map(path, TSNE, 0, False, events.append, never)
    moves = [event for event in events if isinstance(event, PhotosMoved)]
    assert moves[:2] == [PhotosMoved(PCA, fresh=True), PhotosMoved(TSNE, fresh=True)]
    assert set(moves[2:]) == {PhotosMoved(TSNE, fresh=False)}
    assert len(moves) > 10
    stages = {event.stage for event in events if isinstance(event, Progress)}
    assert stages == {"components", "neighbours", "map"}
    last = [event for event in events if isinstance(event, Progress)][-1]
    assert last.done == last.total


def test_a_map_that_was_stopped_stays_as_it_was_then_and_is_not_taken_for_a_whole_one(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(photo_map, "_SECONDS_BETWEEN_MOVES", 0.0)
    moves: list[Event] = []

    def note(event: Event) -> None:
        if isinstance(event, PhotosMoved):
            moves.append(event)

    with pytest.raises(JobCancelled):
        draw_map(path, TSNE, 0, False, note, lambda: len(moves) > 5)
    with Project(path, read_only=True) as project:
        kept = kept_map(project, 1, TSNE)
    assert kept is not None
    assert not kept.finished
    assert draw(path).seconds > 0


def test_points_are_photos_of_now_and_one_taken_out_is_no_more(path: Path) -> None:
    draw(path, PCA)
    with Project(path) as project:
        points = map_points(project, 1, PCA)
        assert points is not None
        assert len(points.ids) == 36
        first = project.learnable(1)[0]
        place = points.places[0]
        np.testing.assert_array_equal(points.positions[place], positions(path, PCA)[0])
        assert project.paths_of(first.sha256) == [first.path]
        assert map_points(project, 1, TSNE) is None


def test_the_same_bytes_twice_lie_at_the_same_place(path: Path) -> None:
    with Project(path) as project:
        Edits(project).add_photos([FoundPhoto(path.parent / "twin.jpg", "oak", 5, 1)], "oak")
        photo = next(iter(project.without_features(1)))
        project.add_features(1, [PhotoFeatures(photo.id, 5, 1, b"oak 0".ljust(32), None)])
    assert draw(path, PCA).photos == 36
    with Project(path, read_only=True) as project:
        points = map_points(project, 1, PCA)
    assert points is not None
    assert len(points.ids) == 37
    assert len(set(points.places.tolist())) == 36


def test_photos_that_all_look_the_same_are_drawn_too(tmp_path: Path) -> None:
    path = tmp_path / "same.flowerdesk"
    with Project(path, create=True) as project:
        found = [FoundPhoto(tmp_path / "photos" / f"{n}.jpg", "oak", 5, 1) for n in range(5)]
        project.update_photos(tmp_path / "photos", found, lambda _: None)
        feature_set = project.feature_set(KEY, 4)
        same = np.ones(4, np.float32)
        photos = list(project.without_features(feature_set))
        features = [PhotoFeatures(one.id, 5, 1, bytes([one.id] * 32), same) for one in photos]
        project.add_features(feature_set, features)
    assert draw(path).photos == 5
    assert np.isfinite(positions(path, TSNE)).all()


def test_hardly_any_photos_make_no_map(tmp_path: Path) -> None:
    path = tmp_path / "empty.flowerdesk"
    with Project(path, create=True):
        pass
    with pytest.raises(ProjectError, match=r"A map needs 4 photos .* has 0"):
        draw(path)


def test_a_project_that_cannot_be_written_is_drawn_all_the_same(
    path: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    def refuse(*_: object) -> None:
        raise ProjectError("the disk is full.")

    monkeypatch.setattr(photo_map, "keep_map", refuse)
    events: list[Event] = []
    out = tmp_path / "map.csv"
    write_map(path, out, PCA, 0, events.append, never)
    notices = [event.message for event in events if isinstance(event, Notice)]
    assert notices == ["The map is not kept in the project: the disk is full."]
    assert len(out.read_text().splitlines()) == 37


def test_the_table_has_every_photo_with_its_label_and_part(path: Path, tmp_path: Path) -> None:
    out = tmp_path / "map.csv"
    write_map(path, out, PCA, 0, ignore, never)
    with out.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert list(rows[0]) == ["path", "label", "part", "x", "y"]
    assert [row["path"] for row in rows] == sorted(row["path"] for row in rows)
    assert {row["label"] for row in rows} == set(LABELS)
    assert {row["part"] for row in rows} == {""}  # nothing was learned yet
    written = np.array([[float(row["x"]), float(row["y"])] for row in rows])
    np.testing.assert_allclose(written, positions(path, PCA), rtol=1e-4, atol=1e-5)


def test_a_table_of_a_kept_map_has_each_photo_at_its_own_place(path: Path, tmp_path: Path) -> None:
    first, second = tmp_path / "first.csv", tmp_path / "second.csv"
    write_map(path, first, TSNE, 0, ignore, never)
    write_map(path, second, TSNE, 0, ignore, never)
    assert first.read_text() == second.read_text()


def test_a_table_that_cannot_be_written_leaves_nothing_behind(path: Path, tmp_path: Path) -> None:
    folder = tmp_path / "folder"
    folder.mkdir()
    with pytest.raises(ProjectError, match="cannot be written to"):
        write_map(path, folder, PCA, 0, ignore, never)
    assert list(tmp_path.glob(".*.part")) == []
