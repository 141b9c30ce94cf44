"""Work in a child process: its events, its end, and what becomes of the parent's other jobs."""

from __future__ import annotations

import itertools
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from multiprocessing.connection import wait
from pathlib import Path

import jobs_to_run as jobs
import psutil
import pytest

from flowerdesk.core.events import Event, IterationFinished, Notice, Progress, ignore
from flowerdesk.jobs import Cancelled, Crashed, Failed, Finished, Worker

_HERE = Path(__file__).parent


@pytest.fixture(scope="module")
def shared_worker() -> Iterator[Worker]:
    with Worker() as worker:
        worker.run(jobs.own_pid, on_event=ignore)
        yield worker


@pytest.fixture
def worker(shared_worker: Worker) -> Iterator[Worker]:
    """A warm one. Whatever a test did to it, it still works for the next one."""
    yield shared_worker
    assert shared_worker.run(jobs.add, 2, 3, on_event=ignore) == Finished(5)


@pytest.fixture
def own_worker() -> Iterator[Worker]:
    """For a test whose child does not survive it."""
    with Worker() as worker:
        worker.run(jobs.own_pid, on_event=ignore)
        yield worker


def no_event(event: Event) -> None:
    raise AssertionError(f"nothing was to be reported, but {event} was")


# ---- results and events


def test_a_job_returns_what_its_function_returns(worker: Worker) -> None:
    assert worker.run(jobs.add, 2, 40, on_event=no_event) == Finished(42)


def test_jobs_run_in_one_child_that_stays_warm(worker: Worker) -> None:
    first = worker.run(jobs.own_pid, on_event=no_event)
    second = worker.run(jobs.own_pid, on_event=no_event)
    assert first == second == Finished(worker.pid)
    assert worker.pid != os.getpid()


def test_every_event_arrives_in_order_in_the_thread_that_waits(worker: Worker) -> None:
    events: list[tuple[int, Event]] = []
    worker.run(
        jobs.count, 5000, on_event=lambda event: events.append((threading.get_ident(), event))
    )
    here = threading.get_ident()
    assert events == [(here, IterationFinished(n, 0.0)) for n in range(1, 5001)]


def test_progress_is_throttled_and_results_are_not(worker: Worker) -> None:
    events: list[Event] = []
    outcome = worker.run(jobs.progress_at_full_speed, 2000, on_event=events.append)
    assert isinstance(outcome, Finished)
    progress = [event for event in events if isinstance(event, Progress)]
    assert len(progress) <= 4 + 10 * outcome.result  # begin and end of two stages, and 10 Hz
    assert [(p.stage, p.done) for p in progress if p.done in {0, 2000}] == [
        *(("first", 0), ("first", 2000), ("second", 0), ("second", 2000)),
    ], "the beginning and the end of a stage are always told"
    assert sum(isinstance(event, IterationFinished) for event in events) == 2 * 2001


# ---- cancel


def test_a_cancelled_job_keeps_its_work_and_reports_no_more(worker: Worker, tmp_path: Path) -> None:
    file = tmp_path / "work"
    events: list[Event] = []

    def stop_at_third(event: Event) -> None:
        events.append(event)
        if event == IterationFinished(3, 0.0):
            worker.cancel()

    outcome = worker.run(jobs.write_lines_until_cancelled, file, on_event=stop_at_third)
    assert outcome == Cancelled()
    assert events == [IterationFinished(n, 0.0) for n in (1, 2, 3)]
    lines = file.read_text().split()
    assert lines == [str(n) for n in range(1, len(lines) + 1)]
    assert len(lines) >= 3


def test_a_cancelled_job_may_end_with_what_it_has(worker: Worker) -> None:
    events: list[Event] = []

    def stop_at_once(event: Event) -> None:
        events.append(event)
        worker.cancel()

    outcome = worker.run(jobs.report_until_cancelled, on_event=stop_at_once)
    assert outcome == Finished("what it had")
    assert events == [IterationFinished(1, 0.0)], "what was said after the cancel is dropped"


def test_cancel_comes_from_another_thread(worker: Worker, tmp_path: Path) -> None:
    begun = threading.Event()
    cancelling = threading.Thread(target=lambda: begun.wait() and worker.cancel())
    cancelling.start()
    outcome = worker.run(
        jobs.write_lines_until_cancelled, tmp_path / "work", on_event=lambda _: begun.set()
    )
    cancelling.join()
    assert outcome == Cancelled()


def test_a_cancel_between_jobs_does_not_reach_the_next_one(worker: Worker) -> None:
    worker.cancel()
    events: list[Event] = []
    assert worker.run(jobs.count, 3, on_event=events.append) == Finished(3)
    assert len(events) == 3


def test_a_listener_that_fails_stops_the_job_and_the_error_is_the_callers(worker: Worker) -> None:
    """Such as a terminal that was closed, whose error must not pass for the child's death."""

    def fail(event: Event) -> None:
        raise BrokenPipeError("nobody reads this any more")

    before = worker.pid
    with pytest.raises(BrokenPipeError, match="nobody reads this"):
        worker.run(jobs.report_until_cancelled, on_event=fail)
    assert worker.run(jobs.own_pid, on_event=no_event) == Finished(before)


# ---- a child that dies


def test_a_killed_child_is_told_as_an_outcome_and_the_next_job_works(own_worker: Worker) -> None:
    before = own_worker.pid
    events: list[Event] = []
    outcome = own_worker.run(jobs.die_by, signal.SIGKILL, "its last words", on_event=events.append)
    assert isinstance(outcome, Crashed)
    assert "memory" in outcome.message
    assert "saved" in outcome.message
    assert outcome.details.endswith("its last words")
    assert events == [Notice("before")], "what it said before its death is heard"
    after = own_worker.run(jobs.own_pid, on_event=no_event)
    assert isinstance(after, Finished)
    assert after.result != before


def test_kill_from_another_thread_ends_a_job_that_hears_nothing(own_worker: Worker) -> None:
    def kill_soon(event: Event) -> None:
        threading.Thread(target=own_worker.kill).start()

    outcome = own_worker.run(jobs.go_on_for_ever, on_event=kill_soon)
    assert isinstance(outcome, Crashed)


def test_a_child_that_exits_is_told_with_its_exit_code(own_worker: Worker) -> None:
    outcome = own_worker.run(jobs.exit_with, 7, on_event=no_event)
    assert isinstance(outcome, Crashed)
    assert "exit code 7" in outcome.message


def test_a_crash_inside_a_library_leaves_its_traceback(own_worker: Worker) -> None:
    outcome = own_worker.run(jobs.crash_in_a_library, on_event=no_event)
    assert isinstance(outcome, Crashed)
    assert "crash_in_a_library" in outcome.details


def test_crashes_leave_no_open_files(own_worker: Worker) -> None:
    this = psutil.Process()
    own_worker.run(jobs.exit_with, 1, on_event=no_event)
    own_worker.run(jobs.own_pid, on_event=no_event)
    before = this.num_fds()
    for _ in range(3):
        own_worker.run(jobs.exit_with, 1, on_event=no_event)
        own_worker.run(jobs.own_pid, on_event=no_event)
    assert this.num_fds() == before


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGTERM])
def test_the_child_dies_with_its_parent(number: signal.Signals) -> None:
    code = (
        "import jobs_to_run as jobs\n"
        "from flowerdesk.jobs import Worker\n"
        "if __name__ == '__main__':\n"
        "    with Worker() as worker:\n"
        "        worker.run(jobs.go_on_for_ever, "
        "on_event=lambda event: print(event.message, flush=True))\n"
    )
    with subprocess.Popen(
        [sys.executable, "-c", code], stdout=subprocess.PIPE, text=True, cwd=_HERE
    ) as parent:
        assert parent.stdout
        child = psutil.Process(int(parent.stdout.readline()))
        parent.send_signal(number)
        parent.wait()
    assert psutil.wait_procs([child], timeout=20)[1] == []


def test_a_child_that_died_between_two_jobs_is_replaced(own_worker: Worker) -> None:
    child = own_worker._process
    assert child
    child.kill()
    wait([child.sentinel])
    assert own_worker.run(jobs.add, 1, 2, on_event=no_event) == Finished(3)


def test_closing_ends_the_child_and_removes_what_it_left() -> None:
    with Worker() as worker:
        outcome = worker.run(jobs.own_pid, on_event=no_event)
        assert isinstance(outcome, Finished)
        folder = worker._folder
        assert folder.exists()
    assert not psutil.pid_exists(outcome.result)
    assert not folder.exists()
    assert worker.pid is None


def test_killing_and_closing_a_worker_that_never_worked_does_nothing() -> None:
    with Worker() as worker:
        worker.kill()
        assert worker.pid is None


def test_ctrl_c_in_the_terminal_spares_a_child_that_is_only_starting() -> None:
    """The terminal tells every process of the group, and this one has not said a word yet."""
    code = (
        "import os, signal, jobs_to_run as jobs\n"
        "from multiprocessing.context import SpawnProcess\n"
        "from flowerdesk.jobs import Worker\n"
        "start = SpawnProcess.start\n"
        "def start_and_interrupt(self):\n"
        "    start(self)\n"
        "    os.kill(self.pid, signal.SIGINT)\n"
        "SpawnProcess.start = start_and_interrupt\n"
        "if __name__ == '__main__':\n"
        "    with Worker() as worker:\n"
        "        print(worker.run(jobs.add, 1, 2, on_event=print))\n"
    )
    ended = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=_HERE
    )
    assert ended.stdout.strip() == "Finished(result=3)"
    assert ended.stderr == ""


# ---- failures


@pytest.mark.parametrize(
    ("kind", "message", "expected"),
    [
        ("expected", "The disk is full. Free some space.", True),
        ("subclass", "the file is empty (0 bytes)", True),
        ("memory", "There is not enough memory. Close other programs and try again.", True),
        (
            "bug",
            "Something went wrong inside flowerdesk (ZeroDivisionError: division by zero).",
            False,
        ),
    ],
)
def test_exceptions_become_sentences(
    worker: Worker, kind: str, message: str, expected: bool
) -> None:
    outcome = worker.run(jobs.fail, kind, on_event=no_event)
    assert isinstance(outcome, Failed)
    assert outcome.message == message
    assert outcome.expected is expected
    assert "jobs_to_run.py" in outcome.traceback


@pytest.mark.parametrize(
    "job",
    [
        jobs.return_unpicklable,
        jobs.return_what_opens_nowhere,
        jobs.emit_unpicklable,
        jobs.emit_what_opens_nowhere,
    ],
)
def test_what_cannot_be_handed_over_fails_the_job_and_not_the_child(
    worker: Worker, job: object
) -> None:
    before = worker.pid
    outcome = worker.run(job, on_event=no_event)  # type: ignore[arg-type]
    assert isinstance(outcome, Failed)
    assert not outcome.expected
    assert worker.run(jobs.own_pid, on_event=no_event) == Finished(before)


@pytest.mark.parametrize("argument", [lambda: 1, jobs.OpensNowhere()])
def test_arguments_that_cannot_be_handed_over_fail_the_job(
    worker: Worker, argument: object
) -> None:
    outcome = worker.run(jobs.take, argument, on_event=no_event)
    assert isinstance(outcome, Failed)
    assert not outcome.expected


def test_output_of_libraries_goes_to_the_log_and_not_to_the_terminal(
    worker: Worker, capfd: pytest.CaptureFixture[str]
) -> None:
    assert worker.run(jobs.print_much, on_event=no_event) == Finished("said")
    captured = capfd.readouterr()
    assert captured.out == captured.err == ""
    log = worker._log.read_text()
    assert "on stdout" in log
    assert "from a program that it started" in log


def test_two_workers_do_not_disturb_each_other(worker: Worker) -> None:
    with Worker() as other:
        results: list[object] = []
        counting = threading.Thread(
            target=lambda: results.append(other.run(jobs.count, 200, on_event=ignore))
        )
        counting.start()
        numbers = itertools.count()
        assert worker.run(jobs.count, 200, on_event=lambda _: next(numbers)) == Finished(200)
        counting.join()
    assert results == [Finished(200)]
    assert next(numbers) == 200
