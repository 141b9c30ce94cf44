"""The drawn sample photos: reproducible, whole, refused where they would harm, and not too easy."""

import os
import sys
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import StratifiedKFold, cross_val_score
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

from flowerdesk.core.errors import ScanError
from flowerdesk.core.events import Event, JobCancelled, Progress
from flowerdesk.core.sample import LABELS, draw_flower, draw_photo, draw_sample


def content_of(folder: Path) -> dict[str, bytes]:
    files = (path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("sample") / "flowers"
    draw_sample(folder, photos_per_label=3, seed=5)
    return folder


def test_a_sample_holds_a_folder_of_numbered_photos_for_every_label(sample: Path) -> None:
    expected = {f"{label}/{label}_{n:03d}.jpg" for label in LABELS for n in (1, 2, 3)}
    assert set(content_of(sample)) == expected


def test_every_photo_is_a_jpeg_of_320_by_240_that_decodes(sample: Path) -> None:
    for path in sample.rglob("*.jpg"):
        with Image.open(path) as photo:
            photo.load()
            assert (photo.format, photo.mode, photo.size) == ("JPEG", "RGB", (320, 240))


def test_no_two_photos_are_the_same(sample: Path) -> None:
    photos = content_of(sample)
    assert len(set(photos.values())) == len(photos)


def test_a_smaller_sample_of_the_same_seed_is_the_beginning_of_a_larger(
    sample: Path, tmp_path: Path
) -> None:
    draw_sample(tmp_path / "smaller", photos_per_label=2, seed=5)
    assert content_of(tmp_path / "smaller").items() < content_of(sample).items()


def test_another_seed_gives_other_photos(sample: Path, tmp_path: Path) -> None:
    draw_sample(tmp_path / "other", photos_per_label=1, seed=6)
    assert not set(content_of(tmp_path / "other").values()) & set(content_of(sample).values())


@pytest.mark.parametrize("label", LABELS)
@pytest.mark.parametrize("size", [(320, 240), (150, 201), (24, 24)])
def test_a_flower_is_drawn_from_its_generator_alone_in_any_size(
    label: str, size: tuple[int, int]
) -> None:
    first = draw_flower(label, np.random.default_rng(3), size)
    np.random.default_rng().random()
    again = draw_flower(label, np.random.default_rng(3), size)
    assert (first.mode, first.size) == ("RGB", size)
    assert first.tobytes() == again.tobytes()


def test_every_photo_is_reported_with_the_total(tmp_path: Path) -> None:
    heard: list[Event] = []
    draw_sample(tmp_path, 1, emit=heard.append)
    assert [(event.done, event.total) for event in heard if isinstance(event, Progress)] == [
        (done, 5) for done in range(1, 6)
    ]


def test_a_cancelled_sample_keeps_the_whole_photos_drawn_so_far(tmp_path: Path) -> None:
    heard: list[Event] = []
    with pytest.raises(JobCancelled):
        draw_sample(tmp_path, 2, emit=heard.append, cancelled=lambda: len(heard) == 4)
    files = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert len(files) == 4
    for path in files:
        with Image.open(path) as photo:
            photo.load()


def test_an_interruption_while_a_photo_is_put_in_place_leaves_no_part_of_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupted(source: object, target: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(os, "replace", interrupted)
    with pytest.raises(KeyboardInterrupt):
        draw_sample(tmp_path, 1)
    assert content_of(tmp_path) == {}


def test_a_folder_that_holds_something_is_refused_and_left_as_it_was(tmp_path: Path) -> None:
    (tmp_path / "letter.txt").write_text("mine")
    with pytest.raises(ScanError, match="choose an empty or a new folder"):
        draw_sample(tmp_path, 1)
    assert content_of(tmp_path) == {"letter.txt": b"mine"}


def test_a_sample_that_was_cancelled_goes_on_and_comes_to_the_same_photos(tmp_path: Path) -> None:
    draw_sample(tmp_path / "whole", 2)
    heard: list[Event] = []
    with pytest.raises(JobCancelled):
        draw_sample(tmp_path / "resumed", 2, emit=heard.append, cancelled=lambda: len(heard) == 4)
    first = tmp_path / "resumed" / LABELS[0] / f"{LABELS[0]}_001.jpg"
    written = first.stat().st_mtime_ns
    draw_sample(tmp_path / "resumed", 2)
    assert content_of(tmp_path / "resumed") == content_of(tmp_path / "whole")
    assert first.stat().st_mtime_ns == written


def test_a_photo_to_try_a_classifier_on_is_in_no_sample(tmp_path: Path) -> None:
    draw_sample(tmp_path / "sample", 3)
    draw_photo(tmp_path / "new.jpg", "tulips", seed=0)
    assert (tmp_path / "new.jpg").read_bytes() not in content_of(tmp_path / "sample").values()


def test_an_empty_folder_is_accepted(tmp_path: Path) -> None:
    draw_sample(tmp_path, 1)
    assert len(content_of(tmp_path)) == len(LABELS)


def test_a_file_in_the_place_of_the_folder_is_refused(tmp_path: Path) -> None:
    (tmp_path / "flowers").write_text("a file")
    with pytest.raises(ScanError, match="choose a folder"):
        draw_sample(tmp_path / "flowers", 1)


@pytest.mark.skipif(
    sys.platform == "win32" or os.geteuid() == 0, reason="the administrator may write anywhere"
)
def test_a_folder_that_cannot_be_written_is_refused(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    try:
        with pytest.raises(ScanError, match="choose a folder that you may write to"):
            draw_sample(tmp_path / "flowers", 1)
    finally:
        tmp_path.chmod(0o700)


def test_shapes_tell_the_labels_apart_and_the_mean_colour_hardly_does() -> None:
    photos = [
        draw_flower(label, np.random.default_rng((number, index)), (160, 120))
        for index, label in enumerate(LABELS)
        for number in range(24)
    ]
    truth = np.repeat(np.arange(len(LABELS)), 24)
    # Of 5 labels chance finds 0.2. With 50 photos a label: texture 0.54-0.60, colour 0.24-0.27.
    assert _accuracy([_texture(photo) for photo in photos], truth) > 0.36
    assert _accuracy([_mean_colour(photo) for photo in photos], truth) < 0.36


def _accuracy(features: list[np.ndarray], truth: np.ndarray) -> float:
    model = make_pipeline(StandardScaler(), LogisticRegression(C=0.3, max_iter=1000))
    folds = StratifiedKFold(4, shuffle=True, random_state=0)
    return float(cross_val_score(model, np.array(features), truth, cv=folds).mean())


def _mean_colour(photo: Image.Image) -> np.ndarray:
    return np.asarray(photo, dtype=float).mean(axis=(0, 1))


def _texture(photo: Image.Image) -> np.ndarray:
    """How steep lightness and two colour differences are at four scales: no colour by itself."""
    red, green, blue = np.moveaxis(np.asarray(photo, dtype=float), -1, 0)
    energies = []
    for plane in (red - green, green - blue, (red + green + blue) / 3):
        for _ in range(4):
            steepness = np.hypot(*np.gradient(plane))
            energies += [np.log(steepness.mean() + 0.1), np.log((steepness**2).mean() + 0.1)]
            height, width = (side // 2 * 2 for side in plane.shape)
            quarters = plane[:height, :width].reshape(height // 2, 2, width // 2, 2)
            plane = quarters.mean(axis=(1, 3))
    return np.array(energies)
