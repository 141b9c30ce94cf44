"""Many photos at once: sorted into folders, and named as they arrive."""

from __future__ import annotations

import csv
import io
import shutil
from pathlib import Path

from command_line import Command, Running, Trained


def test_photos_are_sorted_by_their_answers(
    trained: Trained, command: Command, tmp_path: Path
) -> None:
    answers = command("predict", trained.project, trained.photos, "--json").json["predictions"]
    out = tmp_path / "sorted"
    words = ["predict", trained.project, trained.photos, "--sort-into", out, "--json"]
    told = command(*words, "--unsure-below", "0.5").json
    assert told["predictions"] == answers
    expected: dict[str, int] = {}
    for one in answers:
        folder = one["label"] if one["probability"] >= 0.5 else "unsure"
        expected[folder] = expected.get(folder, 0) + 1
    assert told["sorted"]["copied"] == expected
    found = {path.name: len(list(path.iterdir())) for path in out.iterdir()}
    assert found == expected
    assert "Already there: 30 photos" in command(*words[:-1]).out


def test_copies_among_the_photos_are_refused(trained: Trained, command: Command) -> None:
    out = trained.photos / "sorted"
    ended = command("predict", trained.project, trained.photos, "--sort-into", out)
    assert "Name a folder outside of it." in ended.error
    assert not out.exists()


def test_photos_are_named_as_they_arrive(trained: Trained, tmp_path: Path) -> None:
    inbox, out = tmp_path / "inbox", tmp_path / "sorted"
    inbox.mkdir()
    known = next((trained.photos / "roses").iterdir())
    shutil.copy(known, inbox / "before.jpg")
    running = Running(
        "predict",
        trained.project,
        inbox,
        "--watch",
        "--csv",
        "--sort-into",
        out,
        "--unsure-below",
        "0",
    )
    running.wait_for(f"Watching {inbox}")
    shutil.copy(known, inbox / "new.jpg")
    heading, row = (running.read_line() for _ in range(2))
    running.interrupt()
    ended = running.ended()
    assert ended.code == 0, ended
    assert "Stopped watching; 1 photo arrived." in ended.err
    (told,) = csv.DictReader(io.StringIO(heading + row))
    assert Path(told["path"]) == inbox / "new.jpg"
    (copy,) = out.rglob("*.jpg")
    assert copy == out / told["label"] / "new.jpg"
    assert copy.read_bytes() == known.read_bytes()


def test_a_folder_to_watch_must_be_there(
    trained: Trained, command: Command, tmp_path: Path
) -> None:
    ended = command("predict", trained.project, tmp_path / "nowhere", "--watch")
    assert "There is no folder" in ended.error
    ended = command("predict", trained.project, tmp_path, tmp_path, "--watch")
    assert ended.code == 2
    assert "--watch takes one folder" in ended.err
