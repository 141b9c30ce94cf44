"""Killed at any moment, a project opens, is whole, and finishes as if nothing had happened."""

from __future__ import annotations

import json
import random
import shutil
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from command_line import LAYER, Command, Running, fingerprint, folder_of

from flowerdesk.core.extraction import BATCH_SIZE
from flowerdesk.core.project import Project

_PER_LABEL = 65
_PHOTOS = 2 * _PER_LABEL
_MOMENTS = 20


class Shooter:
    """Does jobs to their end, or in a process that is killed at a step of it."""

    def __init__(self) -> None:
        self._killing, self._finishing = self._process(), self._process()

    def _process(self) -> subprocess.Popen[str]:
        return subprocess.Popen(
            [sys.executable, "-W", "ignore", str(Path(__file__).with_name("killable.py"))],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def __call__(self, kind: str, photos: Path, project: Path, step: int | None) -> Any:
        job = {"kind": kind, "photos": str(photos), "project": str(project), "step": step}
        process = self._killing if step else self._finishing
        assert process.stdin
        assert process.stdout
        print(json.dumps(job), file=process.stdin, flush=True)
        return json.loads(process.stdout.readline())

    def close(self) -> None:
        self._killing.communicate()
        self._finishing.communicate()


@pytest.fixture(scope="module")
def shoot() -> Iterator[Shooter]:
    with closing(Shooter()) as shooter:
        yield shooter


@pytest.fixture(scope="module")
def photos(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Four batches and a rest, with two photos that cannot be used and one that comes twice."""
    folder = folder_of(tmp_path_factory.mktemp("killed") / "photos", _PER_LABEL)
    (folder / "ash" / "010.jpg").write_bytes(b"")
    (folder / "oak" / "020.jpg").write_bytes(b"no photo")
    shutil.copy(folder / "oak" / "030.jpg", folder / "oak" / "031.jpg")
    return folder


def content(project: Path) -> dict[str, list[tuple[Any, ...]]]:
    """All that a project knows, but for when and how long."""
    tables = {}
    with closing(sqlite3.connect(project)) as connection:
        for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'"):
            names = [row[1] for row in connection.execute(f"PRAGMA table_info({name})")]
            kept = [column for column in names if column not in {"created", "seconds"}]
            tables[name] = sorted(
                connection.execute(f"SELECT {', '.join(kept)} FROM {name}").fetchall(), key=repr
            )
    return tables


def check_whole(project: Path) -> int:
    """Opens a project that was left behind; returns how many photos were looked at."""
    with Project(project):
        pass
    with closing(sqlite3.connect(project)) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
        (looked_at,) = connection.execute(
            "SELECT count(*) FROM photos WHERE skipped_because IS NOT NULL OR sha256 IN "
            "(SELECT sha256 FROM features)"
        ).fetchone()
    return int(looked_at)


def moments(steps: int, seed: int) -> list[int]:
    """Steps spread over the whole, a random one of each twentieth part."""
    drawing = random.Random(seed)
    return [int(steps * (number + drawing.random()) / _MOMENTS) + 1 for number in range(_MOMENTS)]


def test_killed_at_any_moment_of_the_extraction(
    shoot: Shooter, photos: Path, tmp_path: Path
) -> None:
    before = fingerprint(photos)
    project = photos.with_name("undisturbed.flowerdesk")
    undisturbed = shoot("extract", photos, project, None)
    assert undisturbed["ended"] == 0
    expected = content(project)
    assert len(expected["features"]) == _PHOTOS - 3
    in_the_middle = 0
    for number, step in enumerate(moments(undisturbed["steps"], seed=1)):
        project = photos.with_name(f"killed-{number}.flowerdesk")
        killed = shoot("extract", photos, project, step)
        assert killed["ended"] == -signal.SIGKILL, step
        if project.exists():
            stored = check_whole(project)
            assert killed["told"] <= stored <= killed["told"] + BATCH_SIZE + 2, step
            in_the_middle += 0 < stored < _PHOTOS
        finished = shoot("extract", photos, project, None)
        assert finished["ended"] == 0, step
        assert content(project) == expected, step
        assert [path.name for path in project.parent.glob(f"*{project.name}*")] == [project.name]
    assert in_the_middle >= _MOMENTS // 4, "the moments are spread over the batches"
    assert fingerprint(photos) == before


def test_killed_at_any_moment_of_the_training(shoot: Shooter, photos: Path, tmp_path: Path) -> None:
    start = photos.with_name("extracted.flowerdesk")
    assert shoot("extract", photos, start, None)["ended"] == 0
    project = photos.with_name("trained.flowerdesk")
    shutil.copy(start, project)
    undisturbed = shoot("train", photos, project, None)
    assert undisturbed["ended"] == 0
    expected = content(project)
    assert len(expected["runs"]) == 1
    assert undisturbed["steps"] > 1000
    features = len(expected["features"])
    for number, step in enumerate(moments(undisturbed["steps"], seed=2)):
        project = photos.with_name(f"killed-in-training-{number}.flowerdesk")
        shutil.copy(start, project)
        killed = shoot("train", photos, project, step)
        assert killed["ended"] == -signal.SIGKILL, step
        check_whole(project)
        left = content(project)
        assert len(left["features"]) == features, step
        if left["runs"]:  # it was shot after its work was done
            assert left == expected, step
            continue
        assert left["history"] == [], step
        assert shoot("train", photos, project, None)["ended"] == 0
        assert content(project) == expected, step


def test_the_whole_program_killed_from_outside_goes_on_where_it_was(
    tmp_path: Path, weights: Path, command: Command
) -> None:
    """The real network and real processes; the child must die with its parent, or it would hold
    the project."""
    photos = folder_of(tmp_path / "trees", 2 * BATCH_SIZE)
    words = ["train", photos, "--layer", LAYER, "--weights", weights, "--epochs", 1, "--json"]
    running = Running(*words)
    running.wait_for("Looking at the photos: 0 of")
    running.kill()
    assert running.ended().code == -signal.SIGKILL
    project = photos.with_suffix(".flowerdesk")
    stored = check_whole(project)
    assert stored % BATCH_SIZE == 0
    report = command(*words).json
    assert report["extraction"]["computed"] + report["extraction"]["reused"] == 4 * BATCH_SIZE
    assert report["extraction"]["reused"] >= stored
