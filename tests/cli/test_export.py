"""Exports answer as the app does, or are not there."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from command_line import Command, Trained
from warm_worker import WarmWorker

from flowerdesk.core.events import ignore
from flowerdesk.core.export import FORMATS, Written, prove_export, write_export, writing
from flowerdesk.jobs import Failed, Finished

NAMES = [chosen.name for chosen in FORMATS]


@pytest.mark.parametrize("name", NAMES)
def test_an_export_answers_as_the_app_does(
    name: str, trained: Trained, command: Command, tmp_path: Path
) -> None:
    for package in next(chosen for chosen in FORMATS if chosen.name == name).needs:
        pytest.importorskip(package)
    out = tmp_path / "exports" / name
    proof = command("export", trained.project, out, "--format", name, "--json").json
    assert proof["photos"] == 5
    assert proof["unread"] == 0
    assert 0 <= proof["largest_difference"] <= proof["bound"]
    about = json.loads((out / "about.json").read_text())
    labels = (out / "labels.txt").read_text().splitlines()
    assert about["labels"] == labels == ["daisy", "dandelion", "roses", "sunflowers", "tulips"]
    assert about["input"]["shape"] == [1, 224, 224, 3]
    assert about["proof"]["photos"] == 5
    assert about["provenance"]["layer"] == "block1_pool"
    assert "python classify.py PHOTO" in (out / "README.md").read_text()
    assert sorted(path.name for path in (tmp_path / "exports").iterdir()) == [name]


def test_the_example_program_runs_alone(trained: Trained, command: Command, tmp_path: Path) -> None:
    out = tmp_path / "export"
    assert command("export", trained.project, out, "--format", "keras").code == 0
    photo = next((trained.photos / "roses").iterdir())
    said = subprocess.run(
        [sys.executable, out / "classify.py", photo],
        capture_output=True,
        text=True,
        check=True,
        env={"PATH": "", "KERAS_BACKEND": "tensorflow", "TF_CPP_MIN_LOG_LEVEL": "3"},
    ).stdout.splitlines()
    answers = command("predict", trained.project, photo, "--top", "5", "--json").json
    expected = [
        f"{one['label']}: {one['probability']:.1%}" for one in answers["predictions"][0]["labels"]
    ]
    assert said == expected


# What cannot be


def test_a_format_that_there_is_not(trained: Trained, command: Command, tmp_path: Path) -> None:
    ended = command("export", trained.project, tmp_path / "out", "--format", "pickle")
    assert "There is no format pickle. Choose one of: keras, savedmodel, tflite," in ended.error
    assert not (tmp_path / "out").exists()


def test_nothing_was_trained_yet(trained: Trained, command: Command, tmp_path: Path) -> None:
    project = tmp_path / "new.flowerdesk"
    made = command("extract", project, "--photos", trained.photos, "--backbone", "petal")
    assert made.code == 0, made
    ended = command("export", project, tmp_path / "out", "--format", "keras")
    assert "no trained classifier yet" in ended.error


def test_an_earlier_export_is_replaced_only_when_that_is_wanted(
    trained: Trained, command: Command, tmp_path: Path
) -> None:
    out = tmp_path / "export"
    assert command("export", trained.project, out, "--format", "keras").code == 0
    (out / "notes.txt").write_text("mine")
    ended = command("export", trained.project, out, "--format", "savedmodel")
    assert "holds an export already" in ended.error
    assert (out / "model.keras").exists()
    ended = command("export", trained.project, out, "--format", "savedmodel", "--force")
    assert ended.code == 0
    assert (out / "model").is_dir()
    assert not (out / "model.keras").exists()


def test_what_is_no_export_is_never_replaced(
    trained: Trained, command: Command, tmp_path: Path
) -> None:
    out = tmp_path / "holiday"
    out.mkdir()
    (out / "photo.jpg").write_bytes(b"dear to me")
    ended = command("export", trained.project, out, "--format", "keras", "--force")
    assert "holds something else already. Name a new folder." in ended.error
    assert (out / "photo.jpg").read_bytes() == b"dear to me"


def test_a_place_that_cannot_be_written(trained: Trained, command: Command, tmp_path: Path) -> None:
    (tmp_path / "a file").write_text("in the way")
    ended = command("export", trained.project, tmp_path / "a file" / "out", "--format", "keras")
    assert "The export cannot be written to" in ended.error
    assert "Choose another folder" in ended.error


@pytest.mark.parametrize("free", [0, 10**12])
def test_a_full_disk_is_told_as_one_whatever_a_runtime_calls_it(
    free: int, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    def write(model: object, path: Path) -> None:
        raise RuntimeError("iostream error")

    usage = shutil.disk_usage(tmp_path)._replace(free=free)
    monkeypatch.setattr(shutil, "disk_usage", lambda _: usage)
    chosen = replace(FORMATS[0], write=write)
    with pytest.raises(RuntimeError if free else OSError, match=r"iostream|No space left"):
        writing._write_model(chosen, None, tmp_path / "model")


# What was damaged


def written(trained: Trained, out: Path) -> Written:
    outcome = WarmWorker().run(
        write_export, trained.project, "keras", out, False, None, on_event=ignore
    )
    assert isinstance(outcome, Finished)
    made: Written = outcome.result
    return made


def refusal(made: Written) -> str:
    """Why an export is not accepted; nothing of it may be left."""
    outcome = WarmWorker().run(prove_export, made, on_event=ignore)
    assert isinstance(outcome, Failed)
    assert outcome.expected
    assert not made.unfinished.exists()
    assert not made.folder.exists()
    return outcome.message


def test_a_damaged_model_is_found_out(trained: Trained, tmp_path: Path) -> None:
    made = written(trained, tmp_path / "export")
    model = made.unfinished / "model.keras"
    model.write_bytes(model.read_bytes()[:1000])
    assert "cannot be read by keras" in refusal(made)


def test_a_model_with_other_answers_is_found_out(trained: Trained, tmp_path: Path) -> None:
    made = written(trained, tmp_path / "export")
    about = json.loads((made.unfinished / "about.json").read_text())
    about["labels"].reverse()
    (made.unfinished / "about.json").write_text(json.dumps(about))
    sentence = refusal(made)
    assert "The export answers differently than the app" in sentence
    assert "It was removed" in sentence


def test_photos_prepared_in_another_way_are_found_out(trained: Trained, tmp_path: Path) -> None:
    made = written(trained, tmp_path / "export")
    photo = made.unfinished / "photo.py"
    photo.write_text(photo.read_text().replace('.convert("RGB")', '.convert("L").convert("RGB")'))
    assert "answers differently" in refusal(made)
