"""Work in a process of its own comes back with an answer, with an error, or not at all."""

from __future__ import annotations

import multiprocessing
import os
import pickle
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import jobs_to_run as jobs
import numpy as np
import psutil
import pytest

from flowerdesk.core.apart import ProcessDiedError
from flowerdesk.core.errors import WeightsError
from flowerdesk.core.events import JobCancelled, ignore, never
from flowerdesk.jobs import Finished, Worker
from flowerdesk.jobs.apart import in_a_process


def doubled(numbers: np.ndarray) -> tuple[np.ndarray, int]:
    return 2 * numbers, os.getpid()


def fail() -> None:
    raise WeightsError("That file is damaged.")


def die() -> None:
    os._exit(1)


def answer_with_what_cannot_travel() -> object:
    return lambda: None


def last_for_ever() -> None:
    threading.Event().wait()


def test_it_answers_from_another_process() -> None:
    answer, process = in_a_process(doubled, np.arange(3), cancelled=never)
    assert answer.tolist() == [0, 2, 4]
    assert process != os.getpid()


def test_an_error_is_raised_here() -> None:
    with pytest.raises(WeightsError, match="damaged"):
        in_a_process(fail, cancelled=never)


def test_the_end_of_the_process_is_told_from_an_error() -> None:
    with pytest.raises(ProcessDiedError, match="Close other programs"):
        in_a_process(die, cancelled=never)


def test_an_answer_that_cannot_travel_is_an_error() -> None:
    with pytest.raises((AttributeError, pickle.PicklingError), match="pickle"):
        in_a_process(answer_with_what_cannot_travel, cancelled=never)


def test_a_cancel_ends_it_at_once() -> None:
    before = multiprocessing.active_children()
    with pytest.raises(JobCancelled):
        in_a_process(last_for_ever, cancelled=lambda: True)
    assert multiprocessing.active_children() == before


def test_a_job_takes_such_work_out_of_its_child() -> None:
    with Worker() as worker:
        runs = (jobs.own_pid, jobs.own_pid_apart, jobs.own_pid_apart)
        outcomes = [worker.run(job, on_event=ignore) for job in runs]
    pids = {outcome.result for outcome in outcomes if isinstance(outcome, Finished)}
    assert len(pids) == 3


@pytest.fixture
def lasting(tmp_path: Path) -> Iterator[tuple[Worker, psutil.Process]]:
    """A worker whose job waits for a process of its own, and that process."""
    file = tmp_path / "pid"
    with Worker() as worker:
        thread = threading.Thread(
            target=worker.run, args=(jobs.go_on_for_ever_apart, file), kwargs={"on_event": ignore}
        )
        thread.start()
        while not file.exists():
            thread.join(0.01)
            assert thread.is_alive()
        yield worker, psutil.Process(int(file.read_text()))
        worker.kill()
        thread.join()


@pytest.mark.parametrize("end", [Worker.cancel, Worker.kill])
def test_it_ends_with_its_job(
    lasting: tuple[Worker, psutil.Process], end: Callable[[Worker], None]
) -> None:
    worker, process = lasting
    end(worker)
    assert psutil.wait_procs([process], timeout=20)[1] == []
