"""Finds photos in a folder whose subfolders are the labels. Reads names and sizes, never pixels."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from flowerdesk.core import words
from flowerdesk.core.errors import ScanError
from flowerdesk.core.photos import is_photo_name
from flowerdesk.core.words import say

_FOLDER_PARTS = {
    "train": "train",
    "training": "train",
    "val": "validation",
    "valid": "validation",
    "validation": "validation",
    "dev": "validation",
    "test": "test",
    "testing": "test",
}


@dataclass(frozen=True)
class FoundPhoto:
    """A photo file as the folder has it. ``part`` is set when the folder is already divided."""

    path: Path
    label: str
    size: int
    mtime_ns: int
    part: str | None = None


@dataclass
class Scan:
    """What a folder holds: the photos, and what had to be passed over with the reason."""

    folder: Path
    photos: list[FoundPhoto] = field(default_factory=list)
    skipped: list[tuple[Path, str]] = field(default_factory=list)
    unlabelled: int = 0
    """Photos that lie beside the label folders and so have no label."""

    @property
    def labels(self) -> list[str]:
        return sorted({photo.label for photo in self.photos})


def scan(folder: Path) -> Scan:
    """Everything below ``folder`` that claims to be a photo, sorted by path.

    The first level of subfolders names the labels; photos nested deeper count for it. A folder
    divided as ``train/ val/ test/`` has the labels on its second level, and keeps that division.
    Hidden files and whatever is not named like a photo are passed over in silence; files that
    should be photos but cannot be reached are listed as skipped.

    Raises:
        ScanError: there is no such folder, it cannot be read, or it holds no labelled photos.
    """
    _check_folder(folder)
    result = Scan(folder)
    parts = _division(folder)
    if parts:
        for subfolder, part in parts.items():
            _scan_labels(folder / subfolder, part, result)
    else:
        _scan_labels(folder, None, result)
    result.photos.sort(key=lambda photo: str(photo.path))
    _check_labels(result)
    return result


def walk_photos(folder: Path) -> Iterator[Path]:
    """All files below ``folder`` that are named like photos, sorted, whatever their label."""
    visited: set[tuple[int, int]] = set()
    for entry in _walk(folder, visited, []):
        yield Path(entry.path)


def _check_folder(folder: Path) -> None:
    if not folder.exists():
        raise ScanError(
            say(
                "There is no folder {folder}. Check its name, or choose another folder.",
                folder=folder,
            )
        )
    if not folder.is_dir():
        raise ScanError(
            say(
                "{folder} is a file, not a folder. Choose the folder that holds one "
                "subfolder for each label.",
                folder=folder,
            )
        )
    try:
        with os.scandir(folder) as entries:
            next(entries, None)
    except OSError as error:
        raise ScanError(
            say(
                "The folder {folder} cannot be read ({strerror}). Change its permissions, "
                "or copy the photos to a folder of your own.",
                folder=folder,
                strerror=error.strerror,
            )
        ) from error


def _division(folder: Path) -> dict[str, str]:
    """``{subfolder: part}`` when the folder is already divided, else nothing."""
    names = [entry.name for entry in _subfolders(folder)]
    parts = {name: _FOLDER_PARTS[name.lower()] for name in names if name.lower() in _FOLDER_PARTS}
    divided = len(parts) == len(names) and {"train"} < set(parts.values())
    has_labels = divided and all(any(_subfolders(folder / name)) for name in parts)
    return parts if has_labels else {}


def _subfolders(folder: Path) -> list[os.DirEntry[str]]:
    with os.scandir(folder) as entries:
        return sorted(
            (entry for entry in entries if not _is_hidden(entry.name) and entry.is_dir()),
            key=lambda entry: entry.name,
        )


def _scan_labels(folder: Path, part: str | None, result: Scan) -> None:
    with os.scandir(folder) as entries:
        result.unlabelled += sum(is_photo_name(e.name) and not e.is_dir() for e in entries)
    for subfolder in _subfolders(folder):
        # A loop of links must end, but two labels may share photos through links: visited folders
        # are remembered for each label on its own.
        visited: set[tuple[int, int]] = set()
        for entry in _walk(Path(subfolder.path), visited, result.skipped):
            size, mtime_ns = _size_and_time(entry)
            result.photos.append(FoundPhoto(Path(entry.path), subfolder.name, size, mtime_ns, part))


def _walk(
    folder: Path, visited: set[tuple[int, int]], skipped: list[tuple[Path, str]]
) -> Iterator[os.DirEntry[str]]:
    try:
        status = folder.stat()
        with os.scandir(folder) as entries:
            children = sorted(entries, key=lambda entry: entry.name)
    except OSError as error:
        skipped.append(
            (folder, say("the folder cannot be read ({strerror})", strerror=error.strerror))
        )
        return
    if (status.st_dev, status.st_ino) in visited:
        return
    visited.add((status.st_dev, status.st_ino))
    for child in children:
        if _is_hidden(child.name):
            continue
        try:
            is_folder = child.is_dir()
        except OSError:  # a link that points at itself
            is_folder = False
        if is_folder:
            yield from _walk(Path(child.path), visited, skipped)
        elif is_photo_name(child.name):
            if _is_text(child.path):
                yield child
            else:
                skipped.append(
                    (Path(child.path), say("its name is not valid text; rename the file"))
                )


def _size_and_time(entry: os.DirEntry[str]) -> tuple[int, int]:
    """Bytes and nanoseconds; zeros for a link to nothing, which fails with its reason when read."""
    try:
        status = entry.stat()
    except OSError:
        return 0, 0
    return status.st_size, status.st_mtime_ns


def _is_hidden(name: str) -> bool:
    return name.startswith(".") or name == "__MACOSX"


def _is_text(path: str) -> bool:
    """Whether a path is Unicode; Linux allows any bytes, and a project keeps text."""
    try:
        path.encode()
    except UnicodeEncodeError:
        return False
    return True


def _check_labels(result: Scan) -> None:
    if not result.photos and result.unlabelled:
        raise ScanError(
            say(
                "{folder} holds {photos} without a label. Make one subfolder for each "
                "label, named after it, and move the photos into them.",
                folder=result.folder,
                photos=words.photos(result.unlabelled),
            )
        )
    if not result.photos:
        raise ScanError(
            say(
                "There are no photos in {folder}. It should hold one subfolder for each "
                "label with photos in it (JPEG, PNG, WebP, HEIC, AVIF, BMP, GIF or TIFF).",
                folder=result.folder,
            )
        )
    counts = Counter(photo.label for photo in result.photos)
    if len(counts) == 1:
        raise ScanError(
            say(
                "There is only one label, “{label}”. Telling photos apart takes at least "
                "two: put the photos of each kind into a subfolder of its own.",
                label=result.photos[0].label,
            )
        )
