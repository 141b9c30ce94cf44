"""Reads photo files as Qt images, off the window's thread: reduced while decoding where possible.

Qt's readers come first, because they decode a JPEG at a fraction of its size and let other threads
run meanwhile; what they do not know (HEIC, AVIF) or refuse is left to the core's own reader, which
also says why a photo cannot be read.
"""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QLoggingCategory, QObject, QSize, Qt, QThreadPool, Signal
from PySide6.QtGui import QColor, QImage, QImageIOHandler, QImageReader, QPainter

from flowerdesk.core import photos
from flowerdesk.core.errors import PhotoError

# What is wrong with a damaged photo is said where the photo is shown, and not on the console.
QLoggingCategory.setFilterRules("qt.gui.imageio*=false")


@dataclass(frozen=True)
class ReadImage:
    """A photo, upright and without transparency, and how large it is in its file."""

    image: QImage
    original_size: QSize


def read_covering(path: Path, side: int) -> ReadImage:
    """The photo, reduced so that its short side has ``side`` pixels; smaller ones stay as they are.

    Raises:
        PhotoError: it cannot be read.
    """
    return _read(path, QSize(side, side), Qt.AspectRatioMode.KeepAspectRatioByExpanding)


def read_fitting(path: Path, box: QSize) -> ReadImage:
    """The photo, reduced so that it fits into a box of pixels; smaller ones stay as they are.

    Raises:
        PhotoError: it cannot be read.
    """
    return _read(path, box, Qt.AspectRatioMode.KeepAspectRatio)


def _read(path: Path, box: QSize, mode: Qt.AspectRatioMode) -> ReadImage:
    return _read_with_qt(path, box, mode) or _read_with_core(path, box, mode)


def _read_with_qt(path: Path, box: QSize, mode: Qt.AspectRatioMode) -> ReadImage | None:
    reader = QImageReader(str(path))
    reader.setDecideFormatFromContent(True)  # phones and web sites give files wrong suffixes
    reader.setAutoTransform(True)
    size = reader.size()
    if not size.isValid() or size.width() * size.height() > photos.MAX_PIXELS:
        return None
    turned = bool(reader.transformation() & QImageIOHandler.Transformation.TransformationRotate90)
    if turned:
        box = box.transposed()
    scaled = _reduced(size, box, mode)
    if scaled != size:
        reader.setScaledSize(scaled)
    image = reader.read()
    if image.isNull():
        return None
    return ReadImage(_on_white(image), size.transposed() if turned else size)


def _read_with_core(path: Path, box: QSize, mode: Qt.AspectRatioMode) -> ReadImage:
    decoded = photos.open_rgb(photos.read(path).data)
    width, height = decoded.size
    image = QImage(decoded.tobytes(), width, height, 3 * width, QImage.Format.Format_RGB888)
    scaled = image.scaled(
        _reduced(image.size(), box, mode),
        Qt.AspectRatioMode.IgnoreAspectRatio,
        Qt.TransformationMode.SmoothTransformation,
    )
    return ReadImage(scaled.copy(), image.size())  # the bytes above end with this function


def _reduced(size: QSize, box: QSize, mode: Qt.AspectRatioMode) -> QSize:
    scaled = size.scaled(box, mode)
    return scaled.expandedTo(QSize(1, 1)) if scaled.width() < size.width() else size


def _on_white(image: QImage) -> QImage:
    if not image.hasAlphaChannel():
        return image
    white = QImage(image.size(), QImage.Format.Format_RGB32)
    white.fill(QColor("white"))
    painter = QPainter(white)
    painter.drawImage(0, 0, image)
    painter.end()
    return white


class ImageLoader(QObject):
    """Reads single photos for a preview and keeps the last few, so that stepping on is instant.

    Signals:
        loaded(Path): ``find`` knows this photo now, or ``failure`` knows why not.
    """

    loaded = Signal(object)
    _done = Signal(object, object, object)
    _KEPT = 7

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._pool = QThreadPool()
        self._pool.setMaxThreadCount(1)
        self._wanted: list[tuple[Path, QSize]] = []
        self._kept: OrderedDict[Path, tuple[QSize, ReadImage | str]] = OrderedDict()
        self._done.connect(self._keep)

    def find(self, path: Path) -> ReadImage | None:
        """The photo at the size that was read last; None if it is not here."""
        read = self._kept.get(path, (None, None))[1]
        return read if isinstance(read, ReadImage) else None

    def failure(self, path: Path) -> str:
        """Why a photo cannot be read; empty if it can, or if that is not known yet."""
        read = self._kept.get(path, (None, ""))[1]
        return read if isinstance(read, str) else ""

    def want(self, paths: list[Path], box: QSize) -> None:
        """Reads photos, the first one first, in place of whatever was wanted before."""
        self._wanted = [(path, box) for path in paths if self._kept.get(path, (None,))[0] != box]
        for _ in self._wanted:
            self._pool.start(self._work)

    def forget(self) -> None:
        """Reads every photo anew: files may have changed."""
        self._kept.clear()

    def close(self) -> None:
        """Waits for the thread; nothing is loaded any more."""
        self._wanted = []
        self._pool.clear()
        self._pool.waitForDone()

    def _work(self) -> None:
        try:
            path, box = self._wanted.pop(0)
        except IndexError:  # it is not wanted any more
            return
        read: ReadImage | str
        try:
            read = read_fitting(path, box)
        except PhotoError as error:
            read = str(error)
        self._done.emit(path, box, read)

    def _keep(self, path: Path, box: QSize, read: ReadImage | str) -> None:
        self._kept[path] = (box, read)
        self._kept.move_to_end(path)
        while len(self._kept) > self._KEPT:
            self._kept.popitem(last=False)
        self.loaded.emit(path)
