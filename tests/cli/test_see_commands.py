"""The commands that show what the network sees."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from command_line import LAYER, Command, Trained
from PIL import Image
from warm_worker import WarmWorker

from flowerdesk.cli import seeing


@pytest.fixture(autouse=True)
def shared_child(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(seeing, "Worker", WarmWorker)


@pytest.fixture
def photo(trained: Trained) -> Path:
    return sorted(trained.photos.rglob("*.jpg"))[0]


def pixels(path: Path) -> np.ndarray:
    with Image.open(path) as image:
        return np.asarray(image.convert("RGB")).astype(int)


@pytest.mark.parametrize("more", [[], ["--occlusion"], ["--layer", "block1_conv1"]])
def test_explain_lays_heat_over_the_photo(
    command: Command, trained: Trained, photo: Path, tmp_path: Path, more: list[str]
) -> None:
    out = tmp_path / "heat.png"
    ended = command("explain", trained.project, photo, "--out", out, "--json", *more)
    about = ended.json
    assert about["method"] == ("occlusion" if "--occlusion" in more else "grad-cam")
    assert about["layer"] == {0: "block1_conv2", 1: None, 2: "block1_conv1"}[len(more)]
    (answer,) = command("predict", trained.project, photo, "--json").json["predictions"]
    best = answer["labels"][0]
    assert about["label"] == best["label"]
    assert about["probability"] == pytest.approx(best["probability"], abs=1e-4)
    lit, plain = pixels(out), pixels(photo)
    assert lit.shape == plain.shape
    assert np.abs(lit - plain).max() > 40


def test_explain_tells_in_a_sentence_and_for_the_label_that_is_asked_for(
    command: Command, trained: Trained, photo: Path, tmp_path: Path
) -> None:
    out = tmp_path / "heat.png"
    ended = command("explain", trained.project, photo, "--out", out, "--label", "tulips")
    assert ended.code == 0, ended.err
    assert "tulips" in ended.out
    assert str(out) in ended.out
    assert out.is_file()
    wrong = command("explain", trained.project, photo, "--out", out, "--label", "oak")
    assert "“oak” is none of the labels" in wrong.error
    assert "tulips" in wrong.error
    wrong = command("explain", trained.project, photo, "--out", out, "--layer", "block5_pool")
    assert "Choose one of: block1_conv1, block1_conv2, block1_pool" in wrong.error
    nowhere = tmp_path / "nowhere" / "heat.png"
    assert "cannot be written" in command("explain", trained.project, photo, "--out", nowhere).error
    both = ["--occlusion", "--layer", LAYER]
    assert command("explain", trained.project, photo, "--out", out, *both).code == 2


def test_the_layers_are_written_as_pictures(
    command: Command, trained: Trained, photo: Path, tmp_path: Path
) -> None:
    out = tmp_path / "layers"
    about = command("see", "layers", trained.project, photo, "--out", out, "--json").json
    (layer,) = about["layers"]
    assert (layer["layer"], layer["channels"], layer["places"]) == (LAYER, 64, 112)
    assert len(layer["strongest"]) == 16
    assert about["not_reached"] == [f"block{n}_pool" for n in (2, 3, 4, 5)]
    assert {path.name for path in out.iterdir()} == {"filters.png", f"{LAYER}.png"}
    told = command("see", "layers", trained.project, photo, "--out", out).out
    assert "Not reached: block2_pool" in told


def test_a_channel_is_written_with_patches_and_pattern_and_looked_for_once(
    command: Command, trained: Trained, tmp_path: Path
) -> None:
    out = tmp_path / "channel.png"
    words = ["see", "channel", trained.project, LAYER, 3, "--out", out]
    first = command(*words, "--json")
    about = first.json
    assert "Looking through the photos: 30 of 30" in first.err
    strengths = [patch["strength"] for patch in about["patches"]]
    assert strengths == sorted(strengths, reverse=True)
    assert 0 < len(strengths) <= 9
    assert about["pattern_strength"] > 0
    assert pixels(out).shape[1] > 300
    again = command(*words, "--no-pattern")
    assert again.code == 0
    assert "Making the pattern" not in again.err
    assert about["patches"][0]["path"] in again.out
    wrong = command("see", "channel", trained.project, LAYER, 64, "--out", out)
    assert f"{LAYER} has the channels 0 to 63" in wrong.error
