"""How a job can end. Exactly one of these ends each job."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Generic, TypeVar

Result = TypeVar("Result")


@dataclass(frozen=True)
class Finished(Generic[Result]):
    """The job returned ``result``."""

    result: Result


@dataclass(frozen=True)
class Cancelled:
    """The job stopped because it was asked to; what it had done is in the project."""


@dataclass(frozen=True)
class Failed:
    """The job met an error. ``expected`` tells those with a sentence for people from bugs."""

    message: str
    traceback: str
    expected: bool


@dataclass(frozen=True)
class Crashed:
    """The child process died. ``details`` is the end of what it printed."""

    message: str
    details: str


Outcome = Finished[Result] | Cancelled | Failed | Crashed
