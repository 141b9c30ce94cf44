"""The photos that were left out, each with its reason."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from flowerdesk.app.sentences import told
from flowerdesk.app.theme import SPACING
from flowerdesk.app.widgets.basics import button, plain_tooltip, text


class SkippedDialog(QDialog):
    """A list of ``(path, reason)``.

    Signals:
        photos_wanted(): the photos shall be shown on their page.
    """

    photos_wanted = Signal()

    def __init__(self, skipped: Sequence[tuple[str, str]], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._skipped = skipped
        self.setWindowTitle(self.tr("Skipped photos"))
        self.resize(720, 420)
        self.list = QTreeWidget()
        self.list.setRootIsDecorated(False)
        self.list.setUniformRowHeights(True)
        self.list.setHeaderLabels([self.tr("Photo"), self.tr("Why it was left out")])
        self.list.setAccessibleName(self.tr("Skipped photos"))
        self.list.setColumnWidth(0, 260)
        self.list.addTopLevelItems([_item(path, told(reason)) for path, reason in skipped])
        explanation = text(
            self.tr(
                "The others were looked at all the same. Photos that are mended or replaced are "
                "tried again the next time."
            ),
            "muted",
            wrap=True,
        )
        copy = button(self.tr("Copy list"), self.tr("Copy the list as text"))
        copy.clicked.connect(self._copy)
        show = button(self.tr("Show in Photos"), self.tr("Go to the page of the photos"))
        show.clicked.connect(self._show_photos)
        close = button(self.tr("Close"), self.tr("Close this list (Esc)"), primary=True)
        close.clicked.connect(self.accept)
        row = QHBoxLayout()
        row.addWidget(copy)
        row.addWidget(show)
        row.addStretch(1)
        row.addWidget(close)
        column = QVBoxLayout(self)
        column.setContentsMargins(SPACING, SPACING, SPACING, SPACING)
        column.setSpacing(SPACING - 4)
        column.addWidget(explanation)
        column.addWidget(self.list, 1)
        column.addLayout(row)
        self.show_photos = show
        close.setFocus()

    def _copy(self) -> None:
        lines = (f"{path}\t{told(reason)}" for path, reason in self._skipped)
        QGuiApplication.clipboard().setText("\n".join(lines))

    def _show_photos(self) -> None:
        self.accept()
        self.photos_wanted.emit()


def _item(path: str, reason: str) -> QTreeWidgetItem:
    item = QTreeWidgetItem([path, reason])
    for column, words in enumerate((path, reason)):
        item.setToolTip(column, plain_tooltip(words))
    return item
