"""Runs a piece of a job in a process of its own; see :mod:`flowerdesk.core.apart`."""

from __future__ import annotations

import multiprocessing
import os
import threading
from collections.abc import Callable
from multiprocessing.connection import Connection, wait
from typing import Any, TypeVar

from flowerdesk.core.apart import ProcessDiedError
from flowerdesk.core.events import Cancelled, JobCancelled

_SECONDS_BETWEEN_LOOKS = 0.1
_Answer = TypeVar("_Answer")


def in_a_process(
    work: Callable[..., _Answer], /, *arguments: object, cancelled: Cancelled
) -> _Answer:
    """A :class:`flowerdesk.core.apart.Place`; the process is gone when this ends."""
    context = multiprocessing.get_context("spawn")
    answers, answering = context.Pipe(duplex=False)
    process = context.Process(target=_answer, args=(answering, work, arguments), daemon=True)
    process.start()
    answering.close()
    try:
        while not answers.poll(_SECONDS_BETWEEN_LOOKS):  # the end of the process is news as well
            if cancelled():
                raise JobCancelled
        answer, error = answers.recv()
    except (EOFError, ConnectionResetError):
        raise ProcessDiedError from None
    finally:
        process.kill()
        process.join()
        process.close()
        answers.close()
    if error is not None:
        raise error
    return answer  # type: ignore[no-any-return]


def _answer(
    connection: Connection, work: Callable[..., Any], arguments: tuple[object, ...]
) -> None:
    end_with_the_parent()
    try:
        connection.send((work(*arguments), None))
    # Whatever it is, it is the other side's to handle.
    except Exception as error:
        connection.send((None, error))


def end_with_the_parent() -> None:
    """A parent that is killed cannot say goodbye; its child must not go on alone."""
    threading.Thread(target=_wait_for_the_parents_end, daemon=True).start()


def _wait_for_the_parents_end() -> None:
    parent = multiprocessing.parent_process()
    assert parent is not None
    wait([parent.sentinel])
    os._exit(1)
