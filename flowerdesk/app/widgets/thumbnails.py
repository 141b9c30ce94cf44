"""Small square pictures of photos: made on a few threads, kept in memory and on the disk.

A view says with :meth:`ThumbnailLoader.want` what it shows at present. Whatever it wanted before
and does not show any more is not made, and what it shows now is made first.
"""

from __future__ import annotations

import hashlib
import os
import threading
from collections import OrderedDict
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

from PySide6.QtCore import QObject, QRectF, QSize, Qt, QThread, QThreadPool, Signal
from PySide6.QtGui import QBrush, QImage, QPainter, QPixmap

from flowerdesk.app.widgets.images import read_covering
from flowerdesk.core import user_folders
from flowerdesk.core.errors import PhotoError

_STORED_SIDE = 320
"""Pixels: a thumbnail on a screen of twice the usual density."""
_STORED_QUALITY = 85
_BYTES_ON_DISK = 400_000_000
"""Some 25,000 thumbnails."""
_BYTES_IN_MEMORY = 128_000_000
"""Some 1,800 thumbnails of 132 pixels."""
_WRITES_BETWEEN_PRUNINGS = 2_000


class ThumbnailFiles:
    """A folder of small JPEG files, which forgets the oldest. Any thread may use it."""

    def __init__(self, folder: Path, bytes_kept: int = _BYTES_ON_DISK) -> None:
        self._folder = folder
        self._bytes_kept = bytes_kept
        self._writes = 0
        self._lock = threading.Lock()

    def square(self, path: Path, side: int) -> QImage:
        """The centre square of a photo with at least ``side`` pixels where the photo has them.

        Raises:
            PhotoError: the photo cannot be read.
        """
        if side > _STORED_SIDE:
            return _centre_square(read_covering(path, side).image)
        file = self._file(path)
        if file is not None:
            stored = QImage(str(file))
            if not stored.isNull():
                return stored
        square = _centre_square(read_covering(path, _STORED_SIDE).image)
        if file is not None:
            self._store(square, file)
        return square

    def _file(self, path: Path) -> Path | None:
        """Where the thumbnail of the photo as it is now belongs."""
        try:
            status = path.stat()
        except OSError:  # the reader says why
            return None
        key = f"{path}|{status.st_mtime_ns}|{status.st_size}"
        digest = hashlib.sha256(key.encode("utf-8", "surrogateescape")).hexdigest()
        return self._folder / digest[:2] / f"{digest[2:40]}.jpg"

    def _store(self, square: QImage, file: Path) -> None:
        """Keeps a thumbnail if the disk lets it; it can always be made again."""
        partial = file.with_suffix(f".{os.getpid()}-{threading.get_ident()}.jpg")
        with suppress(OSError):
            file.parent.mkdir(parents=True, exist_ok=True)
            if square.save(str(partial), quality=_STORED_QUALITY):
                partial.replace(file)
            else:
                partial.unlink(missing_ok=True)
        with self._lock:
            prune = self._writes % _WRITES_BETWEEN_PRUNINGS == 0
            self._writes += 1
        if prune:
            self.prune()

    def prune(self) -> None:
        """Deletes the oldest thumbnails until the folder is a fifth below its bound."""
        files = []
        for file in self._folder.glob("*/*"):
            with suppress(OSError):
                status = file.stat()
                files.append((status.st_mtime_ns, status.st_size, file))
        total = sum(size for _, size, _ in files)
        if total <= self._bytes_kept:
            return
        for _, size, file in sorted(files):
            if total <= self._bytes_kept * 4 // 5:
                break
            with suppress(OSError):
                file.unlink()
                total -= size


def _centre_square(image: QImage) -> QImage:
    side = min(image.width(), image.height())
    left, top = (image.width() - side) // 2, (image.height() - side) // 2
    return image.copy(left, top, side, side)


def rounded(image: QImage, side: int) -> QImage:
    """A square image at another size, with round corners that are transparent."""
    scaled = image.scaled(
        QSize(side, side),
        Qt.AspectRatioMode.IgnoreAspectRatio,
        Qt.TransformationMode.SmoothTransformation,
    )
    made = QImage(side, side, QImage.Format.Format_ARGB32_Premultiplied)
    made.fill(Qt.GlobalColor.transparent)
    painter = QPainter(made)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QBrush(scaled))
    painter.drawRoundedRect(QRectF(0, 0, side, side), corner(side), corner(side))
    painter.end()
    return made


def corner(side: float) -> float:
    """The radius of a thumbnail's corners."""
    return side / 17


class ThumbnailLoader(QObject):
    """Makes thumbnails in the background. All methods belong to the window's thread.

    Signals:
        loaded(Path): ``pixmap`` or ``failure`` of this photo is another one now.
    """

    loaded = Signal(object)
    _made = Signal(object, int, object, str)

    def __init__(
        self,
        parent: QObject | None = None,
        files: ThumbnailFiles | None = None,
        bytes_in_memory: int = _BYTES_IN_MEMORY,
    ) -> None:
        super().__init__(parent)
        self._files = files or ThumbnailFiles(user_folders.cache_folder() / "thumbnails")
        self._bytes_in_memory = bytes_in_memory
        self._bytes = 0
        self._pixmaps: OrderedDict[Path, tuple[int, QPixmap]] = OrderedDict()
        self._failures: dict[Path, str] = {}
        self._lock = threading.Lock()
        self._wanted: list[tuple[Path, int]] = []  # the next one last
        self._in_work: set[tuple[Path, int]] = set()
        self._working = 0
        self._closed = False
        self._pool = QThreadPool()
        self._pool.setMaxThreadCount(max(1, min(4, QThread.idealThreadCount() - 1)))
        self._pool.setThreadPriority(QThread.Priority.LowPriority)
        self._made.connect(self._keep)

    def pixmap(self, path: Path) -> QPixmap | None:
        """The thumbnail, perhaps of another size until the one wanted is made."""
        found = self._pixmaps.get(path)
        if found is None:
            return None
        self._pixmaps.move_to_end(path)
        return found[1]

    def failure(self, path: Path) -> str:
        """Why there can be no thumbnail; empty as far as that is known."""
        return self._failures.get(path, "")

    @property
    def bytes_used(self) -> int:
        """Of the thumbnails in memory."""
        return self._bytes

    def want(self, paths: Sequence[Path], side: int) -> None:
        """Makes these thumbnails of ``side`` pixels, the first one first, and no others."""
        missing = [
            (path, side)
            for path in reversed(paths)
            if path not in self._failures and self._pixmaps.get(path, (0,))[0] != side
        ]
        with self._lock:
            if self._closed:
                return
            self._wanted = [key for key in missing if key not in self._in_work]
            more = min(len(self._wanted), self._pool.maxThreadCount() - self._working)
            self._working += max(0, more)
        for _ in range(more):
            self._pool.start(self._work)

    def forget(self) -> None:
        """Makes every thumbnail anew: files may have changed."""
        self._pixmaps.clear()
        self._failures.clear()
        self._bytes = 0

    def close(self) -> None:
        """Waits for the threads; nothing is loaded any more."""
        with self._lock:
            self._wanted = []
            self._closed = True
        self._pool.waitForDone()

    def _work(self) -> None:
        """Makes thumbnails, on a thread of the pool, until none is wanted."""
        while True:
            with self._lock:
                if not self._wanted:
                    self._working -= 1
                    return
                path, side = self._wanted.pop()
                self._in_work.add((path, side))
            try:
                made, failure = rounded(self._files.square(path, side), side), ""
            except PhotoError as error:
                made, failure = None, str(error)
            with self._lock:
                if self._closed:  # and perhaps deleted already
                    return
                self._made.emit(path, side, made, failure)

    def _keep(self, path: Path, side: int, made: QImage | None, failure: str) -> None:
        with self._lock:
            self._in_work.discard((path, side))
        if made is None:
            self._failures[path] = failure
        else:
            self._drop(path)
            pixmap = QPixmap.fromImage(made)
            self._pixmaps[path] = (side, pixmap)
            self._bytes += 4 * side * side
            while self._bytes > self._bytes_in_memory and len(self._pixmaps) > 1:
                self._drop(next(iter(self._pixmaps)))
        self.loaded.emit(path)

    def _drop(self, path: Path) -> None:
        side, _ = self._pixmaps.pop(path, (0, None))
        self._bytes -= 4 * side * side
