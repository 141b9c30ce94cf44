"""One child process that all tests of a session may share, since importing TensorFlow takes 3 s.

It is a real :class:`flowerdesk.jobs.Worker`; only that it lives longer than one command.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any, Self

from flowerdesk.core.events import Event
from flowerdesk.jobs import Outcome, Worker

_ENVIRONMENT = ("FLOWERDESK_HOME", "NO_PROXY")


class WarmWorker:
    """Stands where a command makes a ``Worker``. Each job gets the present folder and home."""

    _shared: Worker | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        """The child stays for the next command."""

    @classmethod
    def pid(cls) -> int | None:
        return cls._shared.pid if cls._shared else None

    @classmethod
    def end(cls) -> None:
        if cls._shared:
            cls._shared.close()
        cls._shared = None

    @property
    def worker(self) -> Worker:
        if WarmWorker._shared is None:
            WarmWorker._shared = Worker()
        return WarmWorker._shared

    def run(
        self, job: Callable[..., Any], *arguments: object, on_event: Callable[[Event], None]
    ) -> Outcome[Any]:
        environment = {name: os.environ[name] for name in _ENVIRONMENT if name in os.environ}
        return self.worker.run(_run_in, environment, Path.cwd(), job, *arguments, on_event=on_event)

    def cancel(self) -> None:
        self.worker.cancel()

    def kill(self) -> None:
        self.worker.kill()


def _run_in(
    environment: dict[str, str], folder: Path, job: Callable[..., Any], *arguments: object
) -> Any:
    os.environ.update(environment)
    os.chdir(folder)
    return job(*arguments)
