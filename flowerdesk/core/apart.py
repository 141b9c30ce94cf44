"""Where work runs that should leave nothing behind: memory that libraries keep for later, or the
end of a program that meets an instruction which its processor lacks.

The core starts no processes. It runs such work where it is, until who may start one says where.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol, TypeVar

from flowerdesk.core.errors import ComputingError
from flowerdesk.core.events import Cancelled, JobCancelled
from flowerdesk.core.words import say

_Answer = TypeVar("_Answer")


class Place(Protocol):
    """Runs work with arguments that can be pickled, and returns its answer."""

    def __call__(
        self, work: Callable[..., _Answer], /, *arguments: object, cancelled: Cancelled
    ) -> _Answer: ...


class ProcessDiedError(ComputingError):
    """A process ended before it had an answer."""

    def __init__(self) -> None:
        super().__init__(
            say(
                "A process that compares ways of computing ended unexpectedly, most often because "
                "the memory ran out. Close other programs and try again."
            )
        )


def _here(work: Callable[..., _Answer], /, *arguments: object, cancelled: Cancelled) -> _Answer:
    if cancelled():
        raise JobCancelled
    return work(*arguments)


_place: Place = _here


def run_in(place: Place) -> None:
    """From now on :func:`apart` takes work there."""
    global _place
    _place = place


def apart(work: Callable[..., _Answer], *arguments: object, cancelled: Cancelled) -> _Answer:
    """What ``work(*arguments)`` returns.

    Raises:
        JobCancelled: ``cancelled()`` said so.
        ProcessDiedError: its process ended before that.
        Exception: whatever ``work`` raised.
    """
    return _place(work, *arguments, cancelled=cancelled)
