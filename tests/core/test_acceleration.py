"""The fastest way that agrees is taken, once measured; a project goes on as it was begun."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from fake_backbone import BACKBONE, ColourGrid

from flowerdesk.core import acceleration, photos, workflow
from flowerdesk.core.apart import ProcessDiedError
from flowerdesk.core.backbones import loading, speed, ways
from flowerdesk.core.backbones.calibration import Calibration
from flowerdesk.core.backbones.loading import Choice, LoadedBackbone
from flowerdesk.core.backbones.ways import AUTO, PLAIN, WAYS, Way
from flowerdesk.core.errors import ComputingError, PredictionError
from flowerdesk.core.events import Event, JobCancelled, Notice, ignore, never
from flowerdesk.core.extraction import extract
from flowerdesk.core.project import FeatureKey, Project
from flowerdesk.core.scan import scan
from flowerdesk.core.training import HeadSettings

INT8, BFLOAT16 = Way("openvino", "int8"), Way("openvino", "bfloat16")
ON_PROCESSORS = tuple(way for way in WAYS if way.runtime in ("tensorflow", "ncnn", "openvino"))
CHOICE = Choice(BACKBONE, BACKBONE.layers[0], Path("none"), "")
CALIBRATION = Calibration({"dense": 2.0})


class Computer:
    """What the ways are like on a computer that exists for a test only."""

    def __init__(self) -> None:
        self.rates = {way: 10.0 * (number + 1) for number, way in enumerate(WAYS)}
        self.noise: dict[Way, float] = {}
        self.missing = set(WAYS) - set(ON_PROCESSORS)
        self.dying: set[Way] = set()
        self.slow: set[Way] = set()
        self.measured: list[Way] = []
        self.grid = ColourGrid()

    def load(self, choice: Choice) -> LoadedBackbone:
        way = choice.way
        if way in self.dying:
            raise ProcessDiedError
        key = FeatureKey(
            "grid",
            "colours",
            "0" * 64,
            1,
            way.precision,
            way.runtime,
            choice.calibration.sha256 if choice.calibration else "",
        )
        runtime = _Noisy(self.grid, self.noise.get(way, 0.0), way)
        return LoadedBackbone(BACKBONE, BACKBONE.layers[0], key, runtime)

    def timed(
        self, runtime: _Noisy, pixels: np.ndarray, *_: object, **__: object
    ) -> tuple[float, np.ndarray]:
        self.measured.append(runtime.way)
        return self.rates[runtime.way], runtime(pixels)

    def obstacle(self, way: Way, _: object) -> str:
        return "It is missing." if way in self.missing else ""


class _Noisy(ColourGrid):
    def __init__(self, grid: ColourGrid, noise: float, way: Way) -> None:
        super().__init__()
        self._grid, self._noise, self.way = grid, noise, way

    def __call__(self, photos: np.ndarray) -> np.ndarray:
        vectors = self._grid(photos)
        noise = np.random.default_rng(0).normal(0, 100, vectors.shape)
        return np.asarray(vectors + self._noise * noise, np.float32)


@pytest.fixture
def computer(monkeypatch: pytest.MonkeyPatch) -> Computer:
    """One on which everything is worth measuring."""
    one = Computer()
    monkeypatch.setattr(loading, "load", one.load)
    monkeypatch.setattr(loading, "digest", lambda _: "0" * 64)
    monkeypatch.setattr(loading, "calibrate", lambda *_: CALIBRATION)
    monkeypatch.setattr(acceleration, "timed", one.timed)
    monkeypatch.setattr(acceleration, "SECONDS_WORTH_MEASURING", 0)
    monkeypatch.setattr(ways, "obstacle", one.obstacle)
    monkeypatch.setattr(ways, "may_pay", lambda way: way not in one.slow)
    return one


@pytest.fixture
def folder(tmp_path: Path, draw_photos: Callable[..., Path]) -> Path:
    return draw_photos(tmp_path / "photos", daisy=20, rose=20)


@pytest.fixture
def project(tmp_path: Path, folder: Path) -> Iterator[Project]:
    with Project(tmp_path / "garden.flowerdesk", create=True) as project:
        rescan(project, folder)
        yield project


def rescan(project: Project, folder: Path) -> None:
    project.update_photos(folder, scan(folder).photos, lambda path: photos.read(path).sha256)


def chosen(
    project: Project, runtime: str = AUTO, precision: str = AUTO
) -> tuple[Choice, list[str]]:
    """The choice, and what a person is told."""
    events: list[Event] = []
    choice = acceleration.choose(project, CHOICE, runtime, precision, events.append, never)
    return choice, [event.message for event in events if isinstance(event, Notice)]


def test_a_small_project_is_looked_at_in_the_plain_way_without_measuring(
    project: Project, computer: Computer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(acceleration, "SECONDS_WORTH_MEASURING", 60)
    assert chosen(project) == (CHOICE, [])
    assert computer.measured == []


def test_the_fastest_way_that_agrees_is_taken_and_told(
    project: Project, computer: Computer
) -> None:
    choice, told = chosen(project)
    assert (choice.way, choice.calibration) == (INT8, CALIBRATION)
    assert len(told) == 1
    assert "OpenVINO int8, the fastest of 6 ways on this computer: 60 photos a second" in told[0]
    assert project.calibration(CALIBRATION.sha256) == CALIBRATION.to_json()


def test_a_faster_way_that_agrees_too_little_is_passed_over_and_the_reason_told(
    project: Project, computer: Computer
) -> None:
    computer.noise = {INT8: 1.0}
    choice, told = chosen(project)
    assert (choice.way, choice.calibration) == (BFLOAT16, None)
    assert "OpenVINO int8 would be faster, but its vectors of your photos agree" in told[0]
    assert "OpenVINO bfloat16" in told[1]


def test_without_a_way_that_agrees_it_stays_with_float32(
    project: Project, computer: Computer
) -> None:
    computer.noise = {way: 1.0 for way in WAYS if way != PLAIN}
    assert chosen(project)[0].way == PLAIN


def test_a_way_that_is_hardly_faster_is_not_worth_another_kind_of_numbers(
    project: Project, computer: Computer
) -> None:
    computer.rates = dict.fromkeys(WAYS, 10.5) | {PLAIN: 10.0}
    assert chosen(project) == (CHOICE, [])


def test_the_ways_are_measured_once_on_a_computer(project: Project, computer: Computer) -> None:
    first, _ = chosen(project)
    assert sorted(map(str, computer.measured)) == sorted(map(str, ON_PROCESSORS))
    assert chosen(project)[0] == first
    assert len(computer.measured) == len(ON_PROCESSORS)
    assert speed.expected(BACKBONE, BACKBONE.layers[0]) == speed.Speed(60.0, measured=True)


def test_a_way_that_ends_its_process_is_as_good_as_none(
    project: Project, computer: Computer
) -> None:
    computer.dying = {INT8}
    assert chosen(project)[0].way == BFLOAT16
    computer.dying = set()
    assert chosen(project)[0].way == BFLOAT16  # and is not tried again


def test_a_way_that_cannot_be_calibrated_is_as_good_as_none(
    project: Project, computer: Computer, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> Calibration:
        raise RuntimeError("no such kernel")

    monkeypatch.setattr(loading, "calibrate", fail)
    assert chosen(project)[0].way == BFLOAT16


def test_without_a_process_for_the_vectors_in_float32_it_says_what_to_do(
    project: Project, computer: Computer
) -> None:
    computer.dying = {PLAIN}
    with pytest.raises(ComputingError, match="Close other programs"):
        chosen(project, precision="int8")


@pytest.mark.parametrize(
    "error", [RuntimeError("no such kernel"), ComputingError("no"), MemoryError()]
)
def test_a_way_that_fails_is_as_good_as_none(
    error: Exception, project: Project, computer: Computer, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(runtime: _Noisy, pixels: np.ndarray, **_: object) -> tuple[float, np.ndarray]:
        if runtime.way == INT8:
            raise error
        return computer.timed(runtime, pixels)

    monkeypatch.setattr(acceleration, "timed", fail)
    assert chosen(project)[0].way == BFLOAT16


def test_a_way_that_cannot_pay_is_not_tried_but_can_be_asked_for(
    project: Project, computer: Computer
) -> None:
    slow = Way("tensorflow", "bfloat16")
    computer.slow, computer.rates[slow] = {slow}, 1000.0
    _, told = chosen(project)
    assert "the fastest of 5 ways" in told[0]
    assert slow not in computer.measured
    assert chosen(project, "tensorflow", "bfloat16")[0].way == slow


class _Counting:
    """A runtime that tells how it was called; a photo's pixels are its vector."""

    input_size, feature_dim, batch_size, precision = 2, 12, 4, "float32"

    def __init__(self) -> None:
        self.calls: list[int] = []

    def __call__(self, photos: np.ndarray) -> np.ndarray:
        self.calls.append(len(photos))
        return photos.reshape(len(photos), -1).astype(np.float32)


@pytest.mark.parametrize("count", [1, 3, 4, 10])
def test_timing_a_network_gives_the_vectors_of_all_photos(count: int) -> None:
    pixels = np.random.default_rng(count).integers(0, 256, (count, 2, 2, 3), np.uint8)
    runtime = _Counting()
    rate, vectors = acceleration.timed(runtime, pixels, seconds=0)
    assert rate > 0
    assert vectors is not None
    np.testing.assert_array_equal(vectors, pixels.reshape(count, -1))
    assert max(runtime.calls) <= runtime.batch_size


def test_a_network_that_one_photo_shows_to_be_slow_is_not_timed_further() -> None:
    runtime = _Counting()
    rate, vectors = acceleration.timed(
        runtime, np.zeros((10, 2, 2, 3), np.uint8), give_up_below=1e12
    )
    assert (rate > 0, vectors, runtime.calls) == (True, None, [1, 1])


def test_measuring_can_be_cancelled(project: Project, computer: Computer) -> None:
    with pytest.raises(JobCancelled):
        acceleration.choose(
            project, CHOICE, AUTO, AUTO, ignore, lambda: len(computer.measured) == 2
        )
    assert len(computer.measured) == 2


# ---- what a person wants


def test_a_person_may_ask_for_a_precision(project: Project, computer: Computer) -> None:
    choice, told = chosen(project, precision="int8")
    assert (choice.way, told) == (INT8, [])
    assert chosen(project, precision="float32")[0].way == Way("openvino", "float32")
    assert chosen(project, "tensorflow", "float32") == (CHOICE, [])


def test_what_was_asked_for_is_used_even_if_it_agrees_little_and_that_is_told(
    project: Project, computer: Computer
) -> None:
    computer.noise = {INT8: 1.0}
    choice, told = chosen(project, precision="int8")
    assert choice.way == INT8
    assert len(told) == 1
    assert "because it was asked for" in told[0]


def test_what_this_computer_lacks_cannot_be_asked_for(project: Project, computer: Computer) -> None:
    computer.missing |= {INT8}
    with pytest.raises(ComputingError, match=r"OpenVINO int8.* It is missing\."):
        chosen(project, precision="int8")


def test_what_no_runtime_does_cannot_be_asked_for(project: Project, computer: Computer) -> None:
    with pytest.raises(ComputingError, match="TensorFlow cannot compute in int8"):
        chosen(project, "tensorflow", "int8")


# ---- a project that was begun


def begun(project: Project, computer: Computer, way: Way) -> None:
    calibration = CALIBRATION if way.precision == "int8" else None
    if calibration:
        project.add_calibration(calibration.sha256, calibration.to_json())
    loaded = computer.load(replace(CHOICE, way=way, calibration=calibration))
    extract(project, loaded, ignore, never)


def test_a_project_goes_on_in_the_way_in_which_it_was_begun(
    project: Project, folder: Path, computer: Computer, draw_photos: Callable[..., Path]
) -> None:
    begun(project, computer, BFLOAT16)
    draw_photos(folder, daisy=25, rose=25)
    rescan(project, folder)
    choice, told = chosen(project)
    assert (choice.way, told) == (BFLOAT16, [])
    assert computer.measured == []
    extracted = extract(project, computer.load(choice), ignore, never)
    assert (extracted.computed, extracted.reused) == (10, 40)


def test_a_calibration_is_kept_with_the_project(project: Project, computer: Computer) -> None:
    begun(project, computer, INT8)
    choice, _ = chosen(project)
    assert (choice.way, choice.calibration) == (INT8, CALIBRATION)


def test_other_weights_need_another_calibration(
    project: Project, computer: Computer, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun(project, computer, INT8)
    fresh = Calibration({"dense": 3.0})
    monkeypatch.setattr(loading, "digest", lambda _: "1" * 64)
    monkeypatch.setattr(loading, "calibrate", lambda *_: fresh)
    assert chosen(project)[0].calibration == fresh


def test_a_person_may_want_it_in_another_way_and_vectors_stay_apart(
    project: Project, computer: Computer
) -> None:
    begun(project, computer, BFLOAT16)
    choice, _ = chosen(project, "tensorflow", "float32")
    assert choice == CHOICE
    extracted = extract(project, computer.load(choice), ignore, never)
    assert (extracted.computed, extracted.reused) == (40, 0)
    assert [key.precision for key, _, _ in project.feature_sets()] == ["bfloat16", "float32"]


def test_a_first_try_with_few_photos_does_not_bind_many(
    project: Project, folder: Path, computer: Computer, draw_photos: Callable[..., Path]
) -> None:
    begun(project, computer, PLAIN)
    assert chosen(project)[0].way == PLAIN
    draw_photos(folder, daisy=250, rose=250)
    rescan(project, folder)
    assert chosen(project)[0].way == INT8


def test_photos_looked_at_elsewhere_in_a_way_that_is_missing_here_are_looked_at_anew(
    project: Project, computer: Computer
) -> None:
    begun(project, computer, BFLOAT16)
    computer.missing |= {way for way in WAYS if way.runtime != "tensorflow"}
    choice, told = chosen(project)
    assert choice.way.runtime == "tensorflow"
    assert "40 photos of this project were looked at by OpenVINO bfloat16 before" in told[0]
    assert "It is missing." in told[0]


def test_that_is_told_once_and_not_again_when_all_were_looked_at_anew(
    project: Project, computer: Computer
) -> None:
    begun(project, computer, BFLOAT16)
    begun(project, computer, PLAIN)
    computer.missing |= {way for way in WAYS if way.runtime != "tensorflow"}
    assert chosen(project) == (CHOICE, [])


def test_of_two_ways_with_all_photos_that_of_the_run_in_use_goes_on(
    project: Project, computer: Computer, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun(project, computer, BFLOAT16)
    assert chosen(project)[0].way == BFLOAT16
    monkeypatch.setattr(loading, "choose", lambda *_: CHOICE)
    request = workflow.BackboneRequest("grid", None, None, "tensorflow", "float32")
    settings = HeadSettings(hidden=(), epochs=1)
    workflow.train(project.path, None, request, settings, ignore, never)
    assert chosen(project)[0].way == PLAIN


def test_naming_photos_says_what_to_do_where_the_way_of_the_run_is_missing(
    project: Project, computer: Computer, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun(project, computer, INT8)
    monkeypatch.setattr(loading, "choose", lambda *_: CHOICE)
    report = workflow.train(
        project.path,
        None,
        workflow.BackboneRequest("grid"),
        HeadSettings(hidden=(), epochs=1),
        ignore,
        never,
    )
    assert report.run.feature_key.precision == "int8"
    photo = project.absolute("photos/daisy/000.png")
    assert workflow.predict(project.path, (photo,), None, ignore, never)[0].problem is None
    computer.missing |= {INT8}
    with pytest.raises(PredictionError, match=r"OpenVINO int8 .* It is missing\."):
        workflow.predict(project.path, (photo,), None, ignore, never)
