"""The child's side: receives jobs, runs them, and sends back events and outcomes.

Kept light: the child imports TensorFlow when a job needs it, and not before.
"""

from __future__ import annotations

import contextlib
import faulthandler
import multiprocessing
import os
import pickle
import signal
import sys
import time
import traceback
from ctypes import c_longlong
from multiprocessing.connection import Connection

from flowerdesk.core.apart import run_in
from flowerdesk.core.errors import FlowerdeskError
from flowerdesk.core.events import Event, JobCancelled, Progress
from flowerdesk.core.words import say
from flowerdesk.jobs.apart import end_with_the_parent, in_a_process
from flowerdesk.jobs.outcomes import Cancelled, Failed, Finished

_NICENESS = 5  # of 19: a third of the share of a process that was not asked to be nice
_SECONDS_BETWEEN_PROGRESS = 0.1  # a person cannot read faster, and the window has other work


def main(connection: Connection, cancelled_up_to: c_longlong, log: str) -> None:
    """Runs jobs until the parent closes the connection or dies.

    What travels is ``(job id, pickled bytes)`` both ways, so that whatever cannot be pickled, or
    not be unpickled on the other side, is a failure of that job and of nothing else.
    """
    _leave_ctrl_c_to_the_parent()
    _give_way_to_the_window()
    end_with_the_parent()
    multiprocessing.current_process().daemon = False  # it may have children, who end with it
    run_in(in_a_process)
    _redirect_output(log)
    faulthandler.enable(2)  # a crash in a library leaves its traceback in the log
    while True:
        try:
            job_id, work = connection.recv()
        except (EOFError, OSError):
            return
        outcome = _run(connection, cancelled_up_to, job_id, work)
        with contextlib.suppress(BrokenPipeError):
            connection.send((job_id, outcome))


def _run(connection: Connection, cancelled_up_to: c_longlong, job_id: int, work: bytes) -> bytes:
    """Runs a pickled ``(function, arguments)``; returns the pickled outcome."""

    def cancelled() -> bool:
        return cancelled_up_to.value >= job_id

    emit = _Emitter(connection, job_id)
    outcome: Cancelled | Failed
    try:
        function, arguments = pickle.loads(work)
        return pickle.dumps(Finished(function(*arguments, emit, cancelled)))
    except JobCancelled:
        outcome = Cancelled()
    except FlowerdeskError as error:
        outcome = Failed(error.sentence, traceback.format_exc(), expected=True)
    except MemoryError:
        message = say("There is not enough memory. Close other programs and try again.")
        outcome = Failed(message, traceback.format_exc(), expected=True)
    # The one place that reports whatever a job may fail with.
    except Exception as error:
        outcome = Failed(in_words(error), traceback.format_exc(), expected=False)
    return pickle.dumps(outcome)


def in_words(error: Exception) -> str:
    """The sentence for an error that nobody foresaw."""
    return say(
        "Something went wrong inside flowerdesk ({kind}: {error}).",
        kind=type(error).__name__,
        error=error,
    )


class _Emitter:
    """Sends events to the parent; progress of one stage at most ten times a second."""

    def __init__(self, connection: Connection, job_id: int) -> None:
        self._connection = connection
        self._job_id = job_id
        self._stage = ""
        self._sent = 0.0

    def __call__(self, event: Event) -> None:
        if isinstance(event, Progress) and not self._is_due(event):
            return
        self._connection.send((self._job_id, pickle.dumps(event)))

    def _is_due(self, progress: Progress) -> bool:
        now = time.monotonic()
        complete = progress.done == progress.total
        too_soon = now - self._sent < _SECONDS_BETWEEN_PROGRESS
        if progress.stage == self._stage and too_soon and not complete:
            return False
        self._stage, self._sent = progress.stage, now
        return True


def _leave_ctrl_c_to_the_parent() -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if hasattr(signal, "pthread_sigmask"):  # the parent blocked it until we could say so
        signal.pthread_sigmask(signal.SIG_UNBLOCK, [signal.SIGINT])


def _give_way_to_the_window() -> None:
    """Work takes every core; whoever watches it must still be served within some milliseconds."""
    if hasattr(os, "nice"):  # not on Windows
        os.nice(_NICENESS)


def _redirect_output(log: str) -> None:
    """Libraries write to the process's own stderr; that is kept for a report of a crash."""
    file = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
    for stream in (sys.stdout, sys.stderr):
        if stream is not None:  # a windowed program has none
            stream.flush()
    for descriptor in (1, 2):
        os.dup2(file, descriptor)
