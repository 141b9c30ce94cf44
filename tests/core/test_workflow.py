"""The whole road in one call, with a backbone of a few lines, and once with the real one."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from fake_backbone import BACKBONE, ColourGrid, grid_backbone

from flowerdesk.core import workflow
from flowerdesk.core.backbones import loading
from flowerdesk.core.errors import (
    PredictionError,
    ProjectError,
    ScanError,
    TrainingError,
)
from flowerdesk.core.events import (
    Event,
    IterationFinished,
    JobCancelled,
    Notice,
    PhotoSkipped,
    ignore,
    never,
)
from flowerdesk.core.head import Head
from flowerdesk.core.project import Project
from flowerdesk.core.training import HeadSettings
from flowerdesk.core.workflow import BackboneRequest, TrainReport

SETTINGS = HeadSettings(hidden=(8,), epochs=5)
REQUEST = BackboneRequest()


@pytest.fixture(autouse=True)
def colour_grid(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """The grid is what is loaded, whichever backbone was asked for, but for real photos."""
    if "shared_photos" in request.fixturenames:
        return
    grid = request.getfixturevalue("grid")
    choice = loading.Choice(BACKBONE, BACKBONE.layers[0], Path("no file"), "a colour grid")
    monkeypatch.setattr(loading, "choose", lambda *_: choice)
    monkeypatch.setattr(loading, "load", lambda _: grid_backbone(grid))


@pytest.fixture
def folder(tmp_path: Path, draw_photos: Callable[..., Path]) -> Path:
    return draw_photos(tmp_path / "photos", daisy=20, rose=20, tulip=20)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "photos.flowerdesk"


def train(
    path: Path,
    folder: Path | None,
    settings: HeadSettings = SETTINGS,
    emit: Callable[[Event], None] = ignore,
    cancelled: Callable[[], bool] = never,
) -> TrainReport:
    return workflow.train(path, folder, REQUEST, settings, emit, cancelled)


def kept_head(path: Path) -> bytes:
    with Project(path, read_only=True) as project:
        return workflow.run_in_use(project).kept_head


# ---- training


def test_photos_go_in_and_a_tested_classifier_comes_out(path: Path, folder: Path) -> None:
    report = train(path, folder)
    assert report.extract.labels == {"daisy": 20, "rose": 20, "tulip": 20}
    assert report.extract.extraction.computed == 60
    assert report.parts == {"train": 48, "validation": 6, "test": 6}
    assert report.iterations == 50
    assert report.evaluation is not None
    assert report.evaluation.photos == 6
    assert report.evaluation.accuracy > 0.6  # chance is a third; the labels differ in colour


def test_a_second_call_computes_no_feature_and_comes_to_the_same_head(
    path: Path, folder: Path, grid: ColourGrid
) -> None:
    first = train(path, folder)
    head = kept_head(path)
    grid.batches.clear()
    second = train(path, folder)
    assert grid.batches == []
    assert second.extract.extraction.reused == 60
    assert kept_head(path) == head
    assert second.evaluation == first.evaluation


def test_a_project_can_be_trained_again_without_its_folder(path: Path, folder: Path) -> None:
    first = train(path, folder)
    assert train(path, None).evaluation == first.evaluation


def test_a_training_that_was_interrupted_comes_to_the_result_of_an_undisturbed_one(
    tmp_path: Path, path: Path, folder: Path, grid: ColourGrid
) -> None:
    with pytest.raises(JobCancelled):
        train(path, folder, cancelled=lambda: len(grid.batches) == 1)
    train(path, folder)
    undisturbed = tmp_path / "undisturbed.flowerdesk"
    train(undisturbed, folder)
    assert kept_head(path) == kept_head(undisturbed)


def test_a_cancelled_training_keeps_the_head_that_it_reached(path: Path, folder: Path) -> None:
    events: list[Event] = []

    def cancelled() -> bool:
        return sum(isinstance(event, IterationFinished) for event in events) >= 7

    report = train(path, folder, emit=events.append, cancelled=cancelled)
    assert report.run.cancelled
    assert report.iterations == 10  # up to the next validation
    assert report.evaluation is not None
    assert Head.from_bytes(kept_head(path)).labels == ("daisy", "rose", "tulip")


def test_bad_photos_and_photos_without_label_are_told_and_stop_nothing(
    path: Path, folder: Path
) -> None:
    (folder / "daisy" / "bad.jpg").write_text("no photo")
    shutil.copy(folder / "daisy" / "000.png", folder / "beside.png")
    events: list[Event] = []
    report = train(path, folder, emit=events.append)
    skipped = [event.path for event in events if isinstance(event, PhotoSkipped)]
    assert skipped == ["photos/daisy/bad.jpg"]
    assert [name for name, _ in report.extract.skipped] == skipped
    told = " ".join(event.message for event in events if isinstance(event, Notice))
    assert "Left out 1 photo beside the label folders" in told
    assert report.parts == {"train": 48, "validation": 6, "test": 6}


def test_a_label_of_one_photo_is_named_and_the_rest_is_learned(
    path: Path, folder: Path, draw_photos: Callable[..., Path]
) -> None:
    draw_photos(folder, daisy=20, rose=20, tulip=20, orchid=1)
    events: list[Event] = []
    report = train(path, folder, emit=events.append)
    told = " ".join(event.message for event in events if isinstance(event, Notice))
    assert "“orchid” has only 1 photo" in told
    assert report.run.labels == ("daisy", "rose", "tulip")


def test_the_same_photo_with_two_labels_is_told(path: Path, folder: Path) -> None:
    shutil.copy(folder / "daisy" / "000.png", folder / "rose" / "again.png")
    events: list[Event] = []
    train(path, folder, emit=events.append)
    told = " ".join(event.message for event in events if isinstance(event, Notice))
    assert "photos/daisy/000.png and photos/rose/again.png are the same photo" in told


def test_labels_of_three_photos_can_be_learned(
    tmp_path: Path, path: Path, draw_photos: Callable[..., Path]
) -> None:
    report = train(path, draw_photos(tmp_path / "few", daisy=3, rose=3))
    assert report.parts == {"train": 2, "validation": 2, "test": 2}


def test_nothing_but_bad_photos_is_an_error_that_says_so(tmp_path: Path, path: Path) -> None:
    for label in ("daisy", "rose"):
        (tmp_path / "bad" / label).mkdir(parents=True)
        (tmp_path / "bad" / label / "bad.jpg").write_text("no photo")
    with pytest.raises(TrainingError, match="Not one of 2 photos can be used"):
        train(path, tmp_path / "bad")


def test_a_folder_that_is_refused_leaves_no_project_behind(tmp_path: Path, path: Path) -> None:
    (tmp_path / "empty").mkdir()
    with pytest.raises(ScanError):
        train(path, tmp_path / "empty")
    assert [entry.name for entry in tmp_path.iterdir()] == ["empty"]


def test_the_photo_folder_is_byte_for_byte_the_same_afterwards(path: Path, folder: Path) -> None:
    def state() -> dict[str, tuple[bytes, int]]:
        files = (file for file in folder.rglob("*") if file.is_file())
        return {str(file): (file.read_bytes(), file.stat().st_mtime_ns) for file in files}

    before = state()
    train(path, folder)
    workflow.predict(path, (folder,), None, ignore, never)
    assert state() == before


# ---- what a trained project is good for


def test_evaluating_gives_the_score_of_the_training(path: Path, folder: Path) -> None:
    report = train(path, folder)
    again = workflow.evaluate(path, ignore, never)
    assert again.evaluation == report.evaluation
    assert again.parts == report.parts


def test_new_photos_are_named(
    tmp_path: Path, path: Path, folder: Path, draw_photos: Callable[..., Path]
) -> None:
    train(path, folder, HeadSettings(epochs=20))
    new = draw_photos(tmp_path / "new", daisy=30, rose=30, tulip=30)
    predictions = workflow.predict(path, (new,), None, ignore, never)
    right = [p.answers[0][0] == Path(p.path).parent.name for p in predictions]
    assert len(right) == 90
    assert np.mean(right) > 0.6


def test_before_anything_is_trained_the_way_to_train_is_said(path: Path, folder: Path) -> None:
    workflow.extract(path, folder, REQUEST, ignore, never)
    for ask in (
        lambda: workflow.predict(path, (folder,), None, ignore, never),
        lambda: workflow.evaluate(path, ignore, never),
    ):
        with pytest.raises(PredictionError, match="no trained classifier yet"):
            ask()


def test_info_tells_what_a_project_holds(path: Path, folder: Path) -> None:
    train(path, folder)
    info = workflow.info(path)
    assert (info["photos"], info["labels"]) == (60, {"daisy": 20, "rose": 20, "tulip": 20})
    assert info["feature_sets"][0]["vectors"] == 60
    assert info["runs"][0]["labels"] == ["daisy", "rose", "tulip"]
    assert info["run_in_use"] == info["runs"][0]["id"]


def test_codes_are_those_of_the_run_in_use(tmp_path: Path, path: Path, folder: Path) -> None:
    train(path, folder)
    written = workflow.codes(path, tmp_path / "out", ignore, never)
    assert (written.photos, written.feature_key.backbone) == (60, "grid")


def test_a_project_that_does_not_exist_is_told_by_every_job(tmp_path: Path, path: Path) -> None:
    jobs: list[Callable[[], object]] = [
        lambda: train(path, None),
        lambda: workflow.evaluate(path, ignore, never),
        lambda: workflow.predict(path, (tmp_path,), None, ignore, never),
        lambda: workflow.codes(path, tmp_path / "out", ignore, never),
        lambda: workflow.info(path),
    ]
    for job in jobs:
        with pytest.raises(ProjectError, match="There is no project"):
            job()
    assert list(tmp_path.iterdir()) == []


# ---- real photos


def test_vgg16_up_to_block3_tells_real_flowers_apart(
    tmp_path: Path, shared_photos: Path, shared_weights: Path
) -> None:
    """Ten photos of each of five labels. One of each is tested, so five splits are."""
    folder = tmp_path / "flowers"
    for label in sorted(entry.name for entry in shared_photos.iterdir() if entry.is_dir()):
        (folder / label).mkdir(parents=True)
        for photo in sorted((shared_photos / label).iterdir())[:10]:
            (folder / label / photo.name).symlink_to(photo)
    request = BackboneRequest("vgg16", "block3_pool", shared_weights)
    project = tmp_path / "flowers.flowerdesk"
    reports = [
        workflow.train(project, folder, request, HeadSettings(seed=seed), ignore, never)
        for seed in range(5)
    ]
    assert [report.extract.extraction.computed for report in reports] == [50, 0, 0, 0, 0]
    scores = [report.evaluation for report in reports if report.evaluation]
    assert sum(score.photos for score in scores) == 25
    # Chance is 0.2; 25 photos at chance are above 0.4 once in fifty times.
    assert np.mean([score.accuracy for score in scores]) > 0.4
