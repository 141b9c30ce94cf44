"""``flowerdesk bench``: every way is measured in a process of its own, and remembered."""

from __future__ import annotations

from pathlib import Path

import pytest
from command_line import Command, folder_of, run

from flowerdesk.core.backbones import speed
from flowerdesk.core.backbones.petal import PETAL
from flowerdesk.core.backbones.ways import PLAIN, available

STAGE1 = PETAL.layers[0]


def test_every_way_is_measured_compared_and_remembered(tmp_path: Path) -> None:
    photos = folder_of(tmp_path / "trees", 20)
    words = ("bench", photos, "--backbone", "petal", "--layer", "stage1", "--seconds", "0.2")
    report = run(*words, "--json").json
    assert report["photos"] == 40
    ways = available(PETAL)
    rows = report["measured"]
    assert [(row["runtime"], row["precision"]) for row in rows] == [
        (way.runtime, way.precision) for way in ways
    ]
    for row, way in zip(rows, ways, strict=True):
        assert (row["backbone"], row["layer"], row["problem"]) == ("petal", "stage1", "")
        assert row["photos_per_second"] > 0
        assert row["seconds_for_photos"] == pytest.approx(40 / row["photos_per_second"])
        assert row["memory"] > 50e6
        assert row["cosine"] > 0.9
        assert speed.expected(PETAL, STAGE1, way).photos_per_second == row["photos_per_second"]
    assert rows[0]["cosine"] == pytest.approx(1)
    assert speed.trials(PETAL, STAGE1).keys() == set(ways)


def test_a_table_for_people(tmp_path: Path, command: Command) -> None:
    photos = folder_of(tmp_path / "trees", 20)
    words = ("bench", photos, "--backbone", "petal", "--layer", "stage1", "--seconds", "0.1")
    text = command(*words).out
    assert "petal stage1" in text
    assert str(PLAIN) in text
    assert "40 photos" in text
    assert max(map(len, text.splitlines())) <= 100
    assert "…" not in text  # whole words in the 80 columns that a pipe has


def test_a_network_that_is_not_here_is_said_at_once(command: Command) -> None:
    assert "flowerdesk weights fetch vgg16" in command("bench", "--backbone", "vgg16").error


def test_a_folder_without_photos_is_said_at_once(tmp_path: Path, command: Command) -> None:
    assert "There are no photos" in command("bench", tmp_path).error
