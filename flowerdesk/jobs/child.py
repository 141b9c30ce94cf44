"""The child's side: receives jobs, runs them, and sends back events and outcomes.

Kept light: the child imports TensorFlow when a job needs it, and not before.
"""

from __future__ import annotations

import contextlib
import multiprocessing
import os
import signal
import sys
import threading
import time
import traceback
from collections.abc import Callable
from multiprocessing.connection import Connection, wait
from multiprocessing.sharedctypes import Synchronized
from typing import Any

from flowerdesk.core.errors import FlowerdeskError
from flowerdesk.core.events import Event, JobCancelled, Progress
from flowerdesk.jobs.outcomes import Cancelled, Failed, Finished

_SECONDS_BETWEEN_PROGRESS = 0.1  # a person cannot read faster, and the window has other work


def main(connection: Connection, cancelled_up_to: Synchronized[int], log: str) -> None:
    """Runs jobs until the parent closes the connection or dies."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the parent's to hear
    threading.Thread(target=_die_with_parent, daemon=True).start()
    _redirect_output(log)
    while True:
        try:
            job_id, function, arguments = connection.recv()
        except (EOFError, OSError):
            return
        outcome = _run(connection, cancelled_up_to, job_id, function, arguments)
        with contextlib.suppress(BrokenPipeError):
            connection.send((job_id, outcome))


def _run(
    connection: Connection,
    cancelled_up_to: Synchronized[int],
    job_id: int,
    function: Callable[..., Any],
    arguments: tuple[Any, ...],
) -> Finished[Any] | Cancelled | Failed:
    def cancelled() -> bool:
        return bool(cancelled_up_to.value >= job_id)

    emit = _Emitter(connection, job_id)
    try:
        return Finished(function(*arguments, emit, cancelled))
    except JobCancelled:
        return Cancelled()
    except FlowerdeskError as error:
        return Failed(str(error), traceback.format_exc(), expected=True)
    except MemoryError:
        message = "There is not enough memory. Close other programs and try again."
        return Failed(message, traceback.format_exc(), expected=True)
    # The one place that reports whatever a job may fail with.
    except Exception as error:
        message = f"Something went wrong inside flowerdesk ({type(error).__name__}: {error})."
        return Failed(message, traceback.format_exc(), expected=False)


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
        self._connection.send((self._job_id, event))

    def _is_due(self, progress: Progress) -> bool:
        now = time.monotonic()
        complete = progress.done == progress.total
        too_soon = now - self._sent < _SECONDS_BETWEEN_PROGRESS
        if progress.stage == self._stage and too_soon and not complete:
            return False
        self._stage, self._sent = progress.stage, now
        return True


def _die_with_parent() -> None:
    """A parent that is killed cannot say goodbye; its child must not go on alone."""
    parent = multiprocessing.parent_process()
    assert parent is not None
    wait([parent.sentinel])
    os._exit(1)


def _redirect_output(log: str) -> None:
    """Libraries write to the process's own stderr; that is kept for a report of a crash."""
    file = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
    for stream in (sys.stdout, sys.stderr):
        if stream is not None:  # a windowed program has none
            stream.flush()
    for descriptor in (1, 2):
        os.dup2(file, descriptor)
