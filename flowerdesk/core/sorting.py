"""Copies named photos into a folder for each label. Photos are copied, never moved or changed."""

from __future__ import annotations

import filecmp
import os
import re
import shutil
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import count
from pathlib import Path

from flowerdesk.core.errors import ExportError
from flowerdesk.core.prediction import Prediction
from flowerdesk.core.words import say

UNSURE = "unsure"
"""The folder of photos whose likeliest label is not likely enough."""

# What Windows forbids in names of files, so that a sorted folder can be taken anywhere.
_FORBIDDEN = re.compile(r'[<>:"/\\|?*\x00-\x1f]')
_RESERVED = {
    "con",
    "prn",
    "aux",
    "nul",
    *(f"{port}{n}" for port in ("com", "lpt") for n in range(10)),
}


@dataclass(frozen=True)
class Sorting:
    """What became of photos: copies by folder, and what was left where it is."""

    folder: str
    copied: dict[str, int]
    already_there: int
    """The same photo was in its folder before."""
    unreadable: tuple[tuple[str, str], ...]
    """Paths and reasons."""


class Sorter:
    """Puts copies of photos into ``folder``, into one folder for each label and one for the unsure.

    Args:
        labels: all that an answer may have.
        threshold: the probability of the likeliest label below which a photo is unsure, in [0, 1].
    """

    def __init__(self, folder: Path, labels: Sequence[str], threshold: float) -> None:
        self._folder = folder
        self._threshold = threshold
        self._folders = folder_names(labels)
        self._copied: Counter[str] = Counter()
        self._already_there = 0
        self._unreadable: list[tuple[str, str]] = []

    def put(self, predictions: Iterable[Prediction]) -> None:
        """Copies every photo that has an answer.

        Raises:
            ExportError: the folder cannot be written; what was copied before stays.
        """
        for prediction in predictions:
            if not prediction.answers:
                self._unreadable.append((prediction.path, prediction.problem or ""))
                continue
            label, probability = prediction.answers[0]
            unsure = probability < self._threshold
            self._copy(Path(prediction.path), self._folders["" if unsure else label])

    def result(self) -> Sorting:
        return Sorting(
            str(self._folder),
            dict(sorted(self._copied.items())),
            self._already_there,
            tuple(self._unreadable),
        )

    def _copy(self, photo: Path, folder: str) -> None:
        try:
            (self._folder / folder).mkdir(parents=True, exist_ok=True)
            target = _free_place(photo, self._folder / folder)
            if target is None:
                self._already_there += 1
                return
            unfinished = target.with_name(f".{target.name}.part")
            try:
                shutil.copy2(photo, unfinished)
                os.replace(unfinished, target)
            finally:
                unfinished.unlink(missing_ok=True)
        except OSError as error:
            raise ExportError(
                say(
                    "{photo} cannot be copied into {folder} ({reason}). What was copied before "
                    "is there; choose another folder, or free some space.",
                    photo=photo,
                    folder=self._folder / folder,
                    reason=error.strerror or error,
                )
            ) from error
        self._copied[folder] += 1


def folder_names(labels: Sequence[str]) -> dict[str, str]:
    """A folder for each label, and under ``""`` that of the unsure; no two are the same, also where
    the case of letters does not count."""
    names: dict[str, str] = {}
    taken: set[str] = set()
    for label, wanted in (("", UNSURE), *((label, _file_name(label)) for label in labels)):
        name = next(
            name
            for number in count(1)
            if (name := wanted if number == 1 else f"{wanted} {number}").casefold() not in taken
        )
        taken.add(name.casefold())
        names[label] = name
    return names


def _file_name(label: str) -> str:
    name = _FORBIDDEN.sub("_", label).rstrip(". ") or "_"
    return f"{name}_" if name.split(".")[0].casefold() in _RESERVED else name


def _free_place(photo: Path, folder: Path) -> Path | None:
    """Where a copy may go; None where the same bytes are there under that name already."""
    for number in count(1):
        name = photo.name if number == 1 else f"{photo.stem} {number}{photo.suffix}"
        place = folder / name
        if not place.exists() and not place.is_symlink():
            return place
        if place.is_file() and filecmp.cmp(photo, place, shallow=False):
            return None
    raise AssertionError("count never ends")
