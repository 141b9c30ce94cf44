"""Ctrl-C in a real terminal's manner: it says what is saved, ends with 130, and goes on later."""

from __future__ import annotations

from pathlib import Path

import pytest
from command_line import LAYER, Command, Running, Trained, fingerprint, folder_of

from flowerdesk.core.extraction import BATCH_SIZE

_SAVED = "Stopped. Everything that was done before is saved"
_EPOCHS_WITHOUT_END = 10_000_000


def test_ctrl_c_while_looking_at_photos_keeps_what_was_seen(
    tmp_path: Path, weights: Path, command: Command
) -> None:
    photos = folder_of(tmp_path / "trees", 2 * BATCH_SIZE + 5)
    before = fingerprint(photos)
    words = ["train", photos, "--layer", LAYER, "--weights", weights, "--epochs", 1, "--json"]
    running = Running(*words)
    running.wait_for("Looking at the photos: 0 of")
    running.interrupt()
    ended = running.ended()
    assert ended.code == 130
    assert ended.out == ""
    assert "Stopping after this batch" in ended.err
    assert ended.last_words.startswith(_SAVED)
    assert "Traceback" not in ended.err
    project = photos.with_suffix(".flowerdesk")
    assert command("info", project, "--json").json["photos"] == 4 * BATCH_SIZE + 10
    (features,) = command("info", project, "--json").json["feature_sets"]
    kept = features["vectors"]
    assert kept % BATCH_SIZE == 0
    report = command(*words).json
    assert report["extraction"]["reused"] == kept
    assert report["extraction"]["computed"] == 4 * BATCH_SIZE + 10 - kept
    assert fingerprint(photos) == before


def test_ctrl_c_while_learning_keeps_what_was_learned(
    trained: Trained, weights: Path, command: Command
) -> None:
    running = Running(
        *("train", trained.photos, "--layer", LAYER, "--weights", weights, "--json"),
        *("--epochs", _EPOCHS_WITHOUT_END),
    )
    running.wait_for("Learning the labels: 0 of")
    running.interrupt()
    ended = running.ended()
    assert ended.code == 130
    assert "what it had learned by then is saved and in use" in ended.err
    training = ended.json["training"]
    assert training["cancelled"] is True
    assert training["epochs"] < _EPOCHS_WITHOUT_END
    about = command("info", trained.project, "--json").json
    assert about["run_in_use"] == training["run"]
    assert about["runs"][-1]["cancelled"] is True
    assert command("evaluate", trained.project, "--json").json["test"] == ended.json["test"]


def test_a_second_ctrl_c_ends_it_at_once(tmp_path: Path, weights: Path, command: Command) -> None:
    photos = folder_of(tmp_path / "trees", 2 * BATCH_SIZE)
    running = Running("train", photos, "--layer", LAYER, "--weights", weights)
    running.wait_for("Looking at the photos: 0 of")
    running.interrupt()
    running.wait_for("Stopping after this batch")
    running.interrupt()
    ended = running.ended()
    assert ended.code == 130
    assert ended.last_words.startswith(_SAVED)
    assert command("info", photos.with_suffix(".flowerdesk"), "--json").code == 0


@pytest.mark.parametrize("words", [["sample", "drawn", "--per-label", "100000"]])
def test_ctrl_c_leaves_whole_photos_only(
    words: list[str], tmp_path: Path, command: Command
) -> None:
    running = Running(*words, cwd=tmp_path)
    running.wait_for("Drawing sample photos")
    running.interrupt()
    ended = running.ended()
    assert ended.code == 130
    assert ended.out == ""
    drawn = [path for path in (tmp_path / "drawn").rglob("*") if path.is_file()]
    assert drawn
    assert all(path.read_bytes().endswith(b"\xff\xd9") for path in drawn if path.suffix == ".jpg")
