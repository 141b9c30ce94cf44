"""Prints the HTML page of a report as PDF, with Qt's rich text."""

from __future__ import annotations

import base64
from pathlib import Path
from typing import Any

from PySide6.QtCore import QMarginsF, QObject, QSizeF, QThread, QUrl, Signal
from PySide6.QtGui import QImage, QPageSize, QPdfWriter, QTextDocument

_MARGIN = 15  # mm
_PIXELS_AN_INCH = 96
"""As a browser takes them, so that sheets look as the page does."""
_DATA = "data:"


class _Page(QTextDocument):
    """Reads pictures from inside the page (RFC 2397), which Qt itself does not."""

    def loadResource(self, kind: int, name: QUrl | str) -> Any:  # noqa: N802 - Qt's name
        address = name.toString() if isinstance(name, QUrl) else name
        if not address.startswith(_DATA):
            return None  # nothing is fetched
        _, _, content = address.partition(",")
        return QImage.fromData(base64.b64decode(content))


class PdfPrinter(QThread):
    """Prints one page on a thread of its own, which Qt's documents want to have an event loop.

    Signals:
        printed(): the file is there.
        failed(OSError): the file cannot be written.
    """

    printed = Signal()
    failed = Signal(OSError)

    def __init__(self, html: str, file: Path, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("flowerdesk-pdf")
        self._html = html
        self._file = file

    def run(self) -> None:
        try:
            write_pdf(self._html, self._file)
        except OSError as error:
            self.failed.emit(error)
        else:
            self.printed.emit()


def write_pdf(html: str, file: Path) -> None:
    """Writes the page to ``file``, A4, however many sheets it takes.

    Raises:
        OSError: the file cannot be written.
    """
    file.open("ab").close()  # Qt only prints a warning where it cannot write
    writer = QPdfWriter(str(file))
    writer.setPageSize(QPageSize(QPageSize.PageSizeId.A4))
    writer.setPageMargins(QMarginsF(_MARGIN, _MARGIN, _MARGIN, _MARGIN))
    writer.setResolution(_PIXELS_AN_INCH)
    writer.setCreator("flowerdesk")
    document = _Page()
    document.setHtml(html)
    document.setPageSize(QSizeF(writer.width(), writer.height()))
    document.print_(writer)
