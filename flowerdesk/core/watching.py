"""Notices photos that arrive in a folder."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

from flowerdesk.core import scan
from flowerdesk.core.events import Cancelled

State = tuple[int, int]
"""Of a file: its size in bytes and when it was changed, in nanoseconds."""


def arriving_photos(
    folder: Path, pause: Callable[[], None], cancelled: Cancelled
) -> Iterator[list[Path]]:
    """Photos below ``folder`` that are new or changed since the first look, some at a time.

    A photo is taken when it was the same on two looks, with a ``pause()`` between them, so that one
    that is still being copied is left alone. Looking is what works everywhere: on network drives
    and memory cards nothing tells of changes. The first look is taken by the call itself. Ends when
    ``cancelled()`` says so.
    """
    return _arriving(folder, _states(folder), pause, cancelled)


def _arriving(
    folder: Path, known: dict[Path, State], pause: Callable[[], None], cancelled: Cancelled
) -> Iterator[list[Path]]:
    growing: dict[Path, State] = {}
    while not cancelled():
        pause()
        new = {path: state for path, state in _states(folder).items() if known.get(path) != state}
        arrived = [path for path, state in new.items() if growing.get(path) == state]
        known |= {path: new.pop(path) for path in arrived}
        growing = new
        if arrived:
            yield arrived


def _states(folder: Path) -> dict[Path, State]:
    states = {}
    for path in scan.walk_photos(folder):
        with suppress(OSError):  # it is gone again
            status = path.stat()
            states[path] = status.st_size, status.st_mtime_ns
    return states
