"""Every question that the window asks in a dialog of its own, so that tests can answer them."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtGui import QImage
from PySide6.QtWidgets import QFileDialog, QInputDialog, QMessageBox, QWidget


def confirm(parent: QWidget, title: str, text: str, yes: str, no: str) -> bool:
    """Whether a person chooses ``yes``; Escape and closing the dialog mean ``no``."""
    box = QMessageBox(QMessageBox.Icon.Question, title, text, parent=parent)
    accept = box.addButton(yes, QMessageBox.ButtonRole.AcceptRole)
    reject = box.addButton(no, QMessageBox.ButtonRole.RejectRole)
    box.setDefaultButton(reject)
    box.setEscapeButton(reject)
    box.exec()
    return box.clickedButton() is accept


def for_text(parent: QWidget, title: str, label: str, text: str = "") -> str | None:
    """A line of text, or None."""
    answer, accepted = QInputDialog.getText(parent, title, label, text=text)
    return answer if accepted else None


def for_choice(
    parent: QWidget, title: str, label: str, choices: Sequence[str], *, text: str | None = None
) -> str | None:
    """One of the choices, or None. With a ``text`` to begin with, anything else may be typed."""
    editable = text is not None
    if text is not None and text not in choices:
        choices = [text, *choices]
    chosen = choices.index(text) if text is not None else 0
    answer, accepted = QInputDialog.getItem(parent, title, label, choices, chosen, editable)
    return answer if accepted else None


def for_folder(parent: QWidget, title: str) -> Path | None:
    answer = QFileDialog.getExistingDirectory(parent, title)
    return Path(answer) if answer else None


def for_file(parent: QWidget, title: str, filters: str) -> Path | None:
    """A file that exists."""
    answer, _ = QFileDialog.getOpenFileName(parent, title, "", filters)
    return Path(answer) if answer else None


def for_files(parent: QWidget, title: str, filters: str) -> list[Path]:
    answers, _ = QFileDialog.getOpenFileNames(parent, title, "", filters)
    return [Path(answer) for answer in answers]


def where_to_save(parent: QWidget, title: str, suggested: str, filters: str) -> Path | None:
    """A file that may be written; a dialog has asked already whether it may be replaced."""
    answer, _ = QFileDialog.getSaveFileName(parent, title, suggested, filters)
    return Path(answer) if answer else None


def for_camera_photo(parent: QWidget) -> QImage | None:
    """A photo of what is before the camera; only where :func:`camera.available` says yes."""
    from flowerdesk.app.camera import CameraDialog

    dialog = CameraDialog(parent)
    dialog.exec()
    dialog.deleteLater()
    return dialog.image
