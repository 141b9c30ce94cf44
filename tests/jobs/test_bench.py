"""A measurement that dies or fails keeps no other from going on; cancelling ends them all."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path

import pytest

from flowerdesk.core import bench
from flowerdesk.core.backbones.loading import Choice
from flowerdesk.core.backbones.petal import PETAL
from flowerdesk.core.backbones.ways import PLAIN, Way
from flowerdesk.core.bench import Measured, Measurement
from flowerdesk.core.errors import WeightsError
from flowerdesk.core.events import Event, Progress, ignore
from flowerdesk.core.scan import Scan
from flowerdesk.jobs.bench import STAGE, Bench

FAILS, DIES = Way("openvino", "float32"), Way("tensorflow", "bfloat16")


def made_up(measurement: Measurement, *_: object) -> Measured:
    """Stands for a measurement, in the child."""
    way = measurement.choice.way
    if way == FAILS:
        raise WeightsError("The weights are damaged.")
    if way == DIES:
        os.abort()
    return Measured("petal", "features", way, 10.0)


@pytest.fixture
def measurements(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[Measurement]:
    monkeypatch.setattr(bench, "measure", made_up)
    choice = Choice(PETAL, PETAL.layers[-1], Path("none"), "")
    return [
        Measurement(replace(choice, way=way), Scan(tmp_path), tmp_path)
        for way in (PLAIN, FAILS, DIES, Way("openvino", "bfloat16"))
    ]


def test_one_that_fails_or_dies_is_told_and_the_others_go_on(
    measurements: list[Measurement],
) -> None:
    events: list[Event] = []
    found = list(Bench().measure(measurements, events.append))
    assert [one.way for one in found] == [one.choice.way for one in measurements]
    assert [one.photos_per_second for one in found] == [10, 0, 0, 10]
    assert found[1].problem == "The weights are damaged."
    assert "ended unexpectedly" in found[2].problem
    told = [(e.stage, e.done, e.total) for e in events if isinstance(e, Progress)]
    assert told == [(STAGE, done, 4) for done in range(5)]


def test_nothing_begins_that_was_cancelled_before(measurements: list[Measurement]) -> None:
    runs = Bench()
    runs.cancel()
    assert runs.cancelled
    assert list(runs.measure(measurements, ignore)) == []


def test_cancelling_ends_all(measurements: list[Measurement]) -> None:
    runs = Bench()
    found = []
    for one in runs.measure(measurements, ignore):
        found.append(one)
        runs.cancel()
    assert len(found) == 1
