"""What is dragged: photos of the project within the window, and files from anywhere."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from PySide6.QtCore import QMimeData

_PHOTOS = "application/x-flowerdesk-photos"


def mime_of_photos(ids: np.ndarray) -> QMimeData:
    """Photos of the open project, by their ids."""
    mime = QMimeData()
    mime.setData(_PHOTOS, ids.astype("<i8").tobytes())
    return mime


def has_photos(mime: QMimeData) -> bool:
    return mime.hasFormat(_PHOTOS)


def dragged_photos(mime: QMimeData) -> list[int]:
    """The ids of the photos that are dragged."""
    return [int(one) for one in np.frombuffer(bytes(mime.data(_PHOTOS).data()), "<i8")]


def dragged_files(mime: QMimeData) -> list[Path]:
    """The files and folders that are dragged from elsewhere."""
    return [Path(url.toLocalFile()) for url in mime.urls() if url.isLocalFile()]
