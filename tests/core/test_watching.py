"""Photos that arrive are noticed once, when all of them is there."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

from flowerdesk.core.watching import arriving_photos


class Pauses:
    """Something happens in every pause; after the last one nobody watches any more."""

    def __init__(self, *happenings: Callable[[], object]) -> None:
        self._happenings: Iterator[Callable[[], object]] = iter(happenings)
        self._left = len(happenings)

    def __call__(self) -> None:
        self._left -= 1
        next(self._happenings)()

    def over(self) -> bool:
        return not self._left


def nothing() -> None:
    """A pause in which nothing happens."""


def test_new_and_changed_photos_are_noticed_once_when_they_are_whole(tmp_path: Path) -> None:
    old = tmp_path / "old.jpg"
    old.write_bytes(b"old")
    new = tmp_path / "deeper" / "new.png"

    def begin() -> None:
        new.parent.mkdir()
        new.write_bytes(b"half")

    pauses = Pauses(
        begin,
        lambda: new.write_bytes(b"half and half"),
        lambda: (tmp_path / "notes.txt").write_text("no photo"),
        nothing,
        lambda: old.write_bytes(b"another"),
        nothing,
        nothing,
    )
    assert list(arriving_photos(tmp_path, pauses, pauses.over)) == [[new], [old]]


def test_a_folder_that_goes_and_comes_back_brings_nothing_new(tmp_path: Path) -> None:
    folder, aside = tmp_path / "card", tmp_path / "aside"
    folder.mkdir()
    (folder / "x.jpg").write_bytes(b"x")
    pauses = Pauses(lambda: folder.rename(aside), lambda: aside.rename(folder), nothing, nothing)
    assert list(arriving_photos(folder, pauses, pauses.over)) == []
