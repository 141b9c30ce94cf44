"""Jobs take turns in the child, and some give way to others."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from flowerdesk.app.job_runner import JobRunner
from flowerdesk.core.events import Cancelled as IsCancelled
from flowerdesk.core.events import Emit, JobCancelled
from flowerdesk.jobs import Cancelled, Finished

LONG = 60_000  # ms


def answer(number: int, emit: Emit, cancelled: IsCancelled) -> int:
    return number


def wait_for(file: Path, log: Path, emit: Emit, cancelled: IsCancelled) -> str:
    """Notes every time that it begins."""
    with log.open("a") as lines:
        lines.write("begun\n")
    moment = threading.Event()
    while not file.exists():
        if cancelled():
            raise JobCancelled
        moment.wait(0.01)
    return "it came"


class Heard:
    """Which jobs have ended so far, and how."""

    def __init__(self, runner: JobRunner) -> None:
        self.outcomes: dict[int, object] = {}
        self.busy: list[bool] = []
        runner.ended.connect(self.outcomes.__setitem__)
        runner.busy_changed.connect(self.busy.append)


@pytest.fixture
def runner(qtbot: QtBot) -> Iterator[JobRunner]:
    made = JobRunner()
    yield made
    made.close()


@pytest.fixture
def heard(runner: JobRunner) -> Heard:
    return Heard(runner)


@pytest.fixture
def log(tmp_path: Path) -> Path:
    return tmp_path / "log"


def begun(log: Path) -> int:
    return len(log.read_text().split()) if log.exists() else 0


@pytest.fixture
def patient(runner: JobRunner, heard: Heard, qtbot: QtBot, tmp_path: Path, log: Path) -> int:
    """A job that gives way and has begun; it ends when ``file`` is there."""
    job = runner.start(wait_for, tmp_path / "file", log, gives_way=True)
    qtbot.waitUntil(lambda: begun(log) == 1, timeout=LONG)
    return job


def test_jobs_run_in_the_order_in_which_they_were_asked_for(
    runner: JobRunner, heard: Heard, qtbot: QtBot
) -> None:
    ids = [runner.start(answer, number) for number in range(3)]
    qtbot.waitUntil(lambda: not runner.busy, timeout=LONG)
    assert list(heard.outcomes.items()) == [(ids[n], Finished(n)) for n in range(3)]
    assert heard.busy == [True, False]


def test_a_job_that_gives_way_is_begun_again_after_the_others(
    runner: JobRunner, heard: Heard, patient: int, qtbot: QtBot, tmp_path: Path, log: Path
) -> None:
    others = [runner.start(answer, number) for number in (1, 2)]
    qtbot.waitUntil(lambda: begun(log) == 2, timeout=LONG)
    assert list(heard.outcomes) == others
    (tmp_path / "file").touch()
    qtbot.waitUntil(lambda: not runner.busy, timeout=LONG)
    assert heard.outcomes[patient] == Finished("it came")
    assert heard.busy == [True, False]


def test_one_that_gave_way_can_be_cancelled_meanwhile(
    runner: JobRunner, heard: Heard, patient: int, qtbot: QtBot, log: Path
) -> None:
    other = runner.start(answer, 1)
    runner.cancel(patient)
    qtbot.waitUntil(lambda: not runner.busy, timeout=LONG)
    assert heard.outcomes == {patient: Cancelled(), other: Finished(1)}
    assert begun(log) == 1


def test_one_that_has_not_begun_lets_later_ones_pass(
    runner: JobRunner, heard: Heard, qtbot: QtBot, tmp_path: Path, log: Path
) -> None:
    first = runner.start(wait_for, tmp_path / "file", log)
    patient = runner.start(answer, 1, gives_way=True)
    later = runner.start(answer, 2)
    (tmp_path / "file").touch()
    qtbot.waitUntil(lambda: not runner.busy, timeout=LONG)
    assert list(heard.outcomes) == [first, later, patient]


def test_a_job_that_waits_can_be_cancelled(
    runner: JobRunner, heard: Heard, qtbot: QtBot, tmp_path: Path, log: Path
) -> None:
    first = runner.start(wait_for, tmp_path / "file", log)
    waiting = runner.start(answer, 1)
    runner.cancel(waiting)
    (tmp_path / "file").touch()
    qtbot.waitUntil(lambda: not runner.busy, timeout=LONG)
    assert heard.outcomes == {first: Finished("it came"), waiting: Cancelled()}


def test_the_child_rests_after_the_jobs_that_were_asked_for(
    runner: JobRunner, heard: Heard, qtbot: QtBot
) -> None:
    job = runner.start(answer, 1)
    runner.rest()
    qtbot.waitUntil(lambda: job in heard.outcomes and runner.child_pid is None, timeout=LONG)
    again = runner.start(answer, 2)
    qtbot.waitUntil(lambda: again in heard.outcomes, timeout=LONG)
    assert heard.outcomes == {job: Finished(1), again: Finished(2)}
