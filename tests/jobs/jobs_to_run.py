"""Jobs for the tests of the worker. A child imports them from here, as it imports the core's."""

from __future__ import annotations

import os
import signal
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from flowerdesk.core.apart import apart
from flowerdesk.core.errors import PhotoError, ProjectError
from flowerdesk.core.events import (
    Cancelled,
    Emit,
    Event,
    IterationFinished,
    JobCancelled,
    Notice,
    Progress,
)


@dataclass(frozen=True)
class Unpicklable(Event):
    """Holds what no process can hand to another."""

    value: Any


class OpensNowhere:
    """Can be pickled; whoever unpickles it meets an error."""

    def __reduce__(self) -> tuple[Any, ...]:
        return _open_nowhere, ()


def _open_nowhere() -> None:
    raise LookupError("there is no such thing here")


def add(a: int, b: int, emit: Emit, cancelled: Cancelled) -> int:
    return a + b


def own_pid(emit: Emit, cancelled: Cancelled) -> int:
    return os.getpid()


def own_pid_apart(emit: Emit, cancelled: Cancelled) -> int:
    return apart(os.getpid, cancelled=cancelled)


def go_on_for_ever_apart(pid_file: Path, emit: Emit, cancelled: Cancelled) -> None:
    apart(_go_on_for_ever, pid_file, cancelled=cancelled)


def _go_on_for_ever(pid_file: Path) -> None:
    """Tells its process id as soon as it can be read whole."""
    new = pid_file.with_suffix(".new")
    new.write_text(str(os.getpid()))
    new.rename(pid_file)
    while True:
        signal.pause()


def count(number: int, emit: Emit, cancelled: Cancelled) -> int:
    for iteration in range(1, number + 1):
        emit(IterationFinished(iteration, 0.0))
    return number


def progress_at_full_speed(number: int, emit: Emit, cancelled: Cancelled) -> float:
    """Reports every one of ``number`` steps in two stages; returns the seconds that it took."""
    started = time.monotonic()
    for stage in ("first", "second"):
        for done in range(number + 1):
            emit(Progress(stage, done, number))
            emit(IterationFinished(done, 0.0))
    return time.monotonic() - started


def write_lines_until_cancelled(file: Path, emit: Emit, cancelled: Cancelled) -> None:
    """Each line is work that is done; it is told after it was written."""
    with file.open("a") as lines:
        number = 0
        while not cancelled():
            number += 1
            lines.write(f"{number}\n")
            lines.flush()
            emit(IterationFinished(number, 0.0))
    raise JobCancelled


def go_on_for_ever(emit: Emit, cancelled: Cancelled) -> None:
    """Never looks at ``cancelled``."""
    emit(Notice(str(os.getpid())))
    while True:
        signal.pause()


def report_until_cancelled(emit: Emit, cancelled: Cancelled) -> str:
    """Goes on reporting after the cancel, and ends with what it has."""
    number = 0
    while not cancelled():
        number += 1
        emit(IterationFinished(number, 0.0))
    for late in range(100):
        emit(Notice(f"late {late}"))
    return "what it had"


def die_by(number: int, last_words: str, emit: Emit, cancelled: Cancelled) -> None:
    emit(Notice("before"))
    os.write(2, last_words.encode())
    os.kill(os.getpid(), number)


def exit_with(code: int, emit: Emit, cancelled: Cancelled) -> None:
    os._exit(code)


def crash_in_a_library(emit: Emit, cancelled: Cancelled) -> None:
    import faulthandler

    faulthandler._sigsegv()  # type: ignore[attr-defined]


def print_much(emit: Emit, cancelled: Cancelled) -> str:
    print("on stdout", flush=True)
    os.system("echo from a program that it started >&2")
    return "said"


def fail(kind: str, emit: Emit, cancelled: Cancelled) -> None:
    raise {
        "expected": ProjectError("The disk is full. Free some space."),
        "subclass": PhotoError("the file is empty (0 bytes)"),
        "bug": ZeroDivisionError("division by zero"),
        "memory": MemoryError(),
    }[kind]


def return_unpicklable(emit: Emit, cancelled: Cancelled) -> Any:
    return lambda: 1


def return_what_opens_nowhere(emit: Emit, cancelled: Cancelled) -> Any:
    return OpensNowhere()


def emit_unpicklable(emit: Emit, cancelled: Cancelled) -> None:
    emit(Unpicklable(lambda: 1))


def emit_what_opens_nowhere(emit: Emit, cancelled: Cancelled) -> str:
    emit(Unpicklable(OpensNowhere()))
    while not cancelled():
        time.sleep(0.001)
    return "after the cancel"


def take(value: object, emit: Emit, cancelled: Cancelled) -> None:
    """Does nothing with what it is given."""
