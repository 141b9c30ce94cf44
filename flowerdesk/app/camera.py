"""Takes a photo with the computer's camera, where Qt's multimedia modules and a camera are there.

They are no part of the program's own needs (PySide6-Essentials has none), so that nothing here may
be imported before :func:`available` has said yes.
"""

from __future__ import annotations

import importlib.util

from PySide6.QtGui import QImage
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from flowerdesk.app.theme import SPACING
from flowerdesk.app.widgets.basics import Note, button


def available() -> bool:
    """Whether a photo can be taken. Looks for cameras only where Qt could use one."""
    if importlib.util.find_spec("PySide6.QtMultimediaWidgets") is None:
        return False
    from PySide6.QtMultimedia import QMediaDevices

    return bool(QMediaDevices.videoInputs())


class CameraDialog(QDialog):
    """Shows what the camera sees; ``image`` is the photo that was taken, if one was."""

    def __init__(self, parent: QWidget | None = None) -> None:
        from PySide6.QtMultimedia import QCamera, QImageCapture, QMediaCaptureSession
        from PySide6.QtMultimediaWidgets import QVideoWidget

        super().__init__(parent)
        self.setWindowTitle(self.tr("Take a photo"))
        self.resize(720, 560)
        self.image: QImage | None = None
        self.note = Note()
        view = QVideoWidget()
        self.take = button(
            self.tr("Take the photo"), self.tr("Name what the camera sees now"), primary=True
        )
        cancel = button(self.tr("Cancel"), self.tr("Take no photo (Esc)"))
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(cancel)
        row.addWidget(self.take)
        column = QVBoxLayout(self)
        column.setContentsMargins(SPACING, SPACING, SPACING, SPACING)
        column.addWidget(self.note)
        column.addWidget(view, 1)
        column.addLayout(row)
        self._camera = QCamera(self)
        self._capture = QImageCapture(self)
        self._session = QMediaCaptureSession(self)
        self._session.setCamera(self._camera)
        self._session.setImageCapture(self._capture)
        self._session.setVideoOutput(view)
        self.take.setEnabled(False)
        self.take.clicked.connect(lambda: self._capture.capture())
        cancel.clicked.connect(self.reject)
        self._capture.readyForCaptureChanged.connect(self.take.setEnabled)
        self._capture.imageCaptured.connect(self._on_captured)
        self._capture.errorOccurred.connect(lambda _, __, words: self._fail(words))
        self._camera.errorOccurred.connect(lambda _, words: self._fail(words))
        self.finished.connect(lambda _: self._camera.stop())
        self._camera.start()

    def _on_captured(self, _: int, image: QImage) -> None:
        self.image = image
        self.accept()

    def _fail(self, details: str) -> None:
        self.note.show_sentence(
            self.tr("The camera gives no picture. Another program may be using it."), details
        )
