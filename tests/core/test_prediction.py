"""Naming photos with a head: labels in order, bad photos told, foreign vectors refused."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from fake_backbone import FEATURE_DIM, ColourGrid
from PIL import Image

from flowerdesk.core.backbones.loading import LoadedBackbone
from flowerdesk.core.errors import PredictionError
from flowerdesk.core.events import Event, JobCancelled, Progress, ignore, never
from flowerdesk.core.head import Head
from flowerdesk.core.prediction import BATCH_SIZE, Prediction, find_photos, predict

COLOURS = {"red": (200, 0, 0), "green": (0, 150, 0), "blue": (0, 0, 100)}


@pytest.fixture
def head(loaded: LoadedBackbone) -> Head:
    """Its logits are a hundredth of the sums of red, green and blue over the grid."""
    kernel = np.tile(np.eye(3, dtype=np.float32), (16, 1)) / 100
    return Head(
        labels=tuple(COLOURS),
        feature_key=loaded.key,
        mean=np.zeros(FEATURE_DIM, np.float32),
        deviation=np.ones(FEATURE_DIM, np.float32),
        layers=((kernel, np.zeros(3, np.float32)),),
    )


def save(path: Path, colour: tuple[int, int, int]) -> Path:
    Image.new("RGB", (20, 20), colour).save(path)
    return path


def answers(head: Head, loaded: LoadedBackbone, *paths: Path) -> list[Prediction]:
    return list(predict(head, loaded, paths, ignore, never))


@pytest.mark.parametrize("colour", COLOURS)
def test_the_likeliest_label_comes_first_and_all_of_them_come(
    tmp_path: Path, head: Head, loaded: LoadedBackbone, colour: str
) -> None:
    path = save(tmp_path / "a.png", COLOURS[colour])
    (prediction,) = answers(head, loaded, path)
    assert prediction.path == str(path)
    assert prediction.problem is None
    assert prediction.answers[0][0] == colour
    probabilities = [probability for _, probability in prediction.answers]
    assert probabilities == sorted(probabilities, reverse=True)
    assert sum(probabilities) == pytest.approx(1)
    assert {label for label, _ in prediction.answers} == set(COLOURS)


def test_probabilities_are_those_of_the_head(
    tmp_path: Path, head: Head, loaded: LoadedBackbone
) -> None:
    (prediction,) = answers(head, loaded, save(tmp_path / "a.png", (20, 10, 0)))
    exponentials = np.exp(np.array([20, 10, 0]) * 16 / 100)
    expected = exponentials / exponentials.sum()
    assert prediction.answers == tuple(
        (label, pytest.approx(share, rel=1e-4))
        for label, share in zip(COLOURS, expected, strict=True)
    )


def test_photos_are_answered_in_their_order_and_a_bad_one_stops_none(
    tmp_path: Path, head: Head, loaded: LoadedBackbone
) -> None:
    text = tmp_path / "text.jpg"
    text.write_text("no photo")
    paths = [save(tmp_path / f"{name}.png", colour) for name, colour in COLOURS.items()]
    named = [paths[2], text, tmp_path / "gone.png", paths[0], paths[1]]
    predictions = answers(head, loaded, *named)
    assert [prediction.path for prediction in predictions] == [str(path) for path in named]
    firsts = [p.answers[0][0] if p.answers else None for p in predictions]
    assert firsts == ["blue", None, None, "red", "green"]
    assert "not a photo" in str(predictions[1].problem)
    assert "is gone" in str(predictions[2].problem)


def test_bad_photos_alone_are_answered_without_the_network(
    tmp_path: Path, head: Head, loaded: LoadedBackbone, grid: ColourGrid
) -> None:
    (prediction,) = answers(head, loaded, tmp_path / "gone.png")
    assert prediction.problem
    assert grid.batches == []


def test_many_photos_go_through_in_batches_with_progress(
    tmp_path: Path, head: Head, loaded: LoadedBackbone, grid: ColourGrid
) -> None:
    paths = [save(tmp_path / "a.png", COLOURS["red"])] * (2 * BATCH_SIZE + 3)
    events: list[Event] = []
    assert len(list(predict(head, loaded, paths, events.append, never))) == len(paths)
    assert grid.batches == [BATCH_SIZE, BATCH_SIZE, 3]
    done = [event.done for event in events if isinstance(event, Progress)]
    assert done == [BATCH_SIZE, 2 * BATCH_SIZE, len(paths)]


def test_predicting_can_be_cancelled_between_batches(
    tmp_path: Path, head: Head, loaded: LoadedBackbone, grid: ColourGrid
) -> None:
    paths = [save(tmp_path / "a.png", COLOURS["red"])] * (3 * BATCH_SIZE)
    given = predict(head, loaded, paths, ignore, lambda: len(grid.batches) == 1)
    assert [next(given).answers[0][0] for _ in range(BATCH_SIZE)] == ["red"] * BATCH_SIZE
    with pytest.raises(JobCancelled):
        next(given)


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"backbone": "vgg16"}, "trained on vgg16 at layer colours, not on grid at colours"),
        ({"layer": "fc6"}, "trained on grid at layer fc6"),
        ({"weights_sha256": "1" * 64}, "grid with other weights than these"),
        ({"preprocessing": 2}, r"prepared in another way \(version 2"),
        ({"precision": "bfloat16"}, r"another precision \(bfloat16\)"),
    ],
)
def test_vectors_of_another_kind_are_refused_with_what_differs(
    tmp_path: Path, head: Head, loaded: LoadedBackbone, changed: dict[str, object], told: str
) -> None:
    foreign = replace(head, feature_key=replace(head.feature_key, **changed))  # type: ignore[arg-type]
    with pytest.raises(PredictionError, match=told) as caught:
        answers(foreign, loaded, save(tmp_path / "a.png", COLOURS["red"]))
    assert ("--weights" in str(caught.value)) == ("weights_sha256" in changed)
    assert "rain it again" in str(caught.value)


# ---- which photos are meant


def test_files_are_taken_as_named_and_folders_with_all_photos_below(
    tmp_path: Path, draw_photos: Callable[..., Path]
) -> None:
    folder = draw_photos(tmp_path / "photos", daisy=2, rose=1)
    (folder / "notes.txt").write_text("no photo")
    single = save(tmp_path / "single.png", COLOURS["red"])
    link = tmp_path / "link.png"
    link.symlink_to(tmp_path / "gone.png")
    assert find_photos([single, folder, link]) == [
        single,
        folder / "daisy" / "000.png",
        folder / "daisy" / "001.png",
        folder / "rose" / "000.png",
        link,
    ]


def test_names_that_lead_to_no_photo_are_refused(tmp_path: Path) -> None:
    with pytest.raises(PredictionError, match=r"no photo .*gone\.png"):
        find_photos([tmp_path / "gone.png"])
    with pytest.raises(PredictionError, match="no photos in"):
        find_photos([tmp_path])
