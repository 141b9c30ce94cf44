"""Turns dropped files and folders into photos that a project can take."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from flowerdesk.core.errors import ScanError
from flowerdesk.core.photos import is_photo_name
from flowerdesk.core.scan import FoundPhoto, walk_photos


def found_photos(paths: Sequence[Path], label: str) -> list[FoundPhoto]:
    """The photos among files, and all those below folders. Reads the disk: not for the window.

    Raises:
        ScanError: there is not one.
    """
    found = {path: _found(path, label) for path in _photo_files(paths)}
    if not found:
        raise ScanError(
            "There are no photos in what you chose. Photos are files that end in .jpg, .png, "
            ".webp, .heic, .avif, .bmp, .gif or .tif."
        )
    return list(found.values())


def _photo_files(paths: Sequence[Path]) -> Iterator[Path]:
    for path in paths:
        if path.is_dir():
            yield from walk_photos(path)
        elif is_photo_name(path.name) and path.exists():
            yield path


def _found(path: Path, label: str) -> FoundPhoto:
    try:
        status = path.stat()
    except OSError:  # gone meanwhile: it is skipped with that reason when it is read
        return FoundPhoto(path, label, 0, 0)
    return FoundPhoto(path, label, status.st_size, status.st_mtime_ns)
