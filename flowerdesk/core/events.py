"""What heavy work reports while it runs: frozen, picklable and small; arrays never travel here."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class Event:
    """Base of everything that a job reports."""


@dataclass(frozen=True)
class Progress(Event):
    """``done`` of ``total`` (None: not known yet) photos, bytes or epochs of one stage."""

    stage: str
    done: int
    total: int | None
    detail: str = ""


@dataclass(frozen=True)
class PhotoSkipped(Event):
    """A photo was left out; ``path`` is as the project knows it."""

    path: str
    reason: str


@dataclass(frozen=True)
class Notice(Event):
    """A sentence that a person should read, although the work goes on."""

    message: str


@dataclass(frozen=True)
class IterationFinished(Event):
    """The loss of one batch, counted from 1 over the whole training."""

    iteration: int
    loss: float


@dataclass(frozen=True)
class Validated(Event):
    """The share of validation photos that are right after ``iteration`` batches."""

    iteration: int
    validation_accuracy: float


@dataclass(frozen=True)
class EpochFinished(Event):
    epoch: int
    epochs: int
    loss: float
    best_validation_accuracy: float


Emit = Callable[[Event], None]
Cancelled = Callable[[], bool]


class JobCancelled(Exception):  # noqa: N818 - it is no error
    """Raised by work that stops because ``cancelled()`` said so; what was done is saved."""


def ignore(event: Event) -> None:
    """An ``Emit`` for callers that do not listen."""


def never() -> bool:
    """A ``Cancelled`` for callers that never cancel."""
    return False
