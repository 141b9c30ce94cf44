"""Images that came without a file, from the clipboard or a browser, kept as files for a while."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

from PySide6.QtCore import QObject, QThreadPool, Signal
from PySide6.QtGui import QImage


class PastedImages(QObject):
    """Writes images as PNG files into a temporary folder, which ends with :meth:`close`.

    Signals:
        saved(Path): an image is a file now.
        failed(details): it could not be written.
    """

    saved = Signal(object)
    failed = Signal(str)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._folder: Path | None = None
        self._count = 0
        self._pool = QThreadPool()  # writing a large image takes up to a second
        self._pool.setMaxThreadCount(1)

    @property
    def folder(self) -> Path | None:
        """Where the images are, once there are some."""
        return self._folder

    def save(self, image: QImage) -> None:
        """Writes an image; ``saved`` or ``failed`` tells when that is done."""
        try:
            if self._folder is None:
                self._folder = Path(tempfile.mkdtemp(prefix="flowerdesk-pasted-"))
        except OSError as error:
            self.failed.emit(str(error))
            return
        self._count += 1
        path = self._folder / self.tr("pasted {number}.png").format(number=self._count)
        self._pool.start(lambda: self._write(image, path))

    def close(self) -> None:
        """Waits for what is being written, and removes it all."""
        self._pool.waitForDone()
        if self._folder is not None:
            shutil.rmtree(self._folder, ignore_errors=True)
            self._folder = None

    def _write(self, image: QImage, path: Path) -> None:
        if image.save(str(path), "PNG"):  # type: ignore[call-overload]
            self.saved.emit(path)
        else:
            self.failed.emit(str(path))
