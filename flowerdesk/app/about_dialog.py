"""What this program is, on what terms it may be used, and whose work it is made of."""

from __future__ import annotations

from importlib.metadata import version

from PySide6.QtCore import QSize, Qt, QTimer
from PySide6.QtGui import QGuiApplication, QIcon
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDialog,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QPlainTextEdit,
    QSplitter,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from flowerdesk.app.theme import SPACING
from flowerdesk.app.widgets.basics import button, text
from flowerdesk.core.notices import COPYRIGHT, LICENCE, Notice, licence_text, notices
from flowerdesk.core.resources import resource_path

_NOTICE = Qt.ItemDataRole.UserRole
_ICON_SIZE = QSize(64, 64)


class AboutDialog(QDialog):
    """The program's own terms come first, then those of every part that others made.

    The parts arrive one by one, because it takes a moment to read what is installed.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("About flowerdesk"))
        self.resize(1000, 600)
        self.own = Notice("flowerdesk", version("flowerdesk"), LICENCE, "", licence_text())
        self.parts = self._make_parts()
        self.terms = QPlainTextEdit()
        self.terms.setReadOnly(True)
        self.terms.setTabChangesFocus(True)
        self.terms.setAccessibleName(self.tr("Licence"))
        self.terms.setToolTip(self.tr("On what terms this part may be used and passed on"))
        self._lay_out()
        self.parts.setCurrentItem(self._add(self.own))
        self._coming = notices()
        self._reading = QTimer(self)
        self._reading.timeout.connect(self._take_next)
        self._reading.start(0)

    def _make_parts(self) -> QTreeWidget:
        parts = QTreeWidget()
        parts.setColumnCount(3)
        parts.setHeaderLabels([self.tr("Part"), self.tr("Version"), self.tr("Licence")])
        parts.setRootIsDecorated(False)
        parts.setUniformRowHeights(True)
        parts.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        parts.setAccessibleName(self.tr("Parts of flowerdesk"))
        parts.setToolTip(self.tr("What flowerdesk is made of; choose a part to read its licence"))
        parts.header().setSectionResizeMode(0, QHeaderView.ResizeMode.ResizeToContents)
        parts.header().setSectionResizeMode(1, QHeaderView.ResizeMode.ResizeToContents)
        parts.currentItemChanged.connect(self._show_terms)
        return parts

    def _lay_out(self) -> None:
        picture = QLabel()
        drawing = QIcon(str(resource_path("flowerdesk.svg")))
        picture.setPixmap(drawing.pixmap(_ICON_SIZE, self.devicePixelRatioF()))
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(text(f"flowerdesk {self.own.version}", "title"))
        words.addWidget(text(self.tr("Teach your own laptop to tell your photos apart.")))
        terms = self.tr("Free software under the Apache License 2.0.")
        words.addWidget(text(f"{COPYRIGHT}. {terms}", "muted"))
        top = QHBoxLayout()
        top.setSpacing(SPACING)
        top.addWidget(picture)
        top.addLayout(words, 1)
        splitter = QSplitter()
        splitter.addWidget(self.parts)
        splitter.addWidget(self.terms)
        splitter.setSizes([400, 560])
        splitter.setChildrenCollapsible(False)
        self.copy = button(self.tr("Copy"), self.tr("Copy the licence that is shown"))
        self.copy.clicked.connect(self._copy_shown)
        self.copy_all = button(self.tr("Copy all"), self.tr("Copy the licences of all parts"))
        self.copy_all.clicked.connect(self._copy_all)
        close = button(self.tr("Close"), self.tr("Close this window (Esc)"), primary=True)
        close.clicked.connect(self.accept)
        row = QHBoxLayout()
        row.addWidget(self.copy)
        row.addWidget(self.copy_all)
        row.addStretch(1)
        row.addWidget(close)
        column = QVBoxLayout(self)
        column.setContentsMargins(SPACING, SPACING, SPACING, SPACING)
        column.setSpacing(SPACING)
        column.addLayout(top)
        column.addWidget(
            text(self.tr("It is made of the work of many people. Choose a part to read its terms."))
        )
        column.addWidget(splitter, 1)
        column.addLayout(row)

    def _take_next(self) -> None:
        notice = next(self._coming, None)
        if notice is None:
            self._reading.stop()
        else:
            self._add(notice)

    def _add(self, notice: Notice) -> QTreeWidgetItem:
        item = QTreeWidgetItem([notice.name, notice.version, notice.licence])
        item.setData(0, _NOTICE, notice)
        item.setToolTip(2, notice.licence)
        self.parts.insertTopLevelItem(self._place_of(notice), item)
        return item

    def _place_of(self, notice: Notice) -> int:
        """In the order of names, below the program itself."""
        names = [shown.name.lower() for shown in self.notices[1:]]
        return min(1, len(self.notices)) + sum(name < notice.name.lower() for name in names)

    @property
    def notices(self) -> list[Notice]:
        """Those that are listed, in the order of the list."""
        shown = [self.parts.topLevelItem(row) for row in range(self.parts.topLevelItemCount())]
        return [item.data(0, _NOTICE) for item in shown if item is not None]

    def _show_terms(self, item: QTreeWidgetItem | None) -> None:
        self.terms.setPlainText(_told(item.data(0, _NOTICE)) if item is not None else "")

    def _copy_shown(self) -> None:
        QGuiApplication.clipboard().setText(self.terms.toPlainText())

    def _copy_all(self) -> None:
        QGuiApplication.clipboard().setText("\n\n\n".join(_told(one) for one in self.notices))


def _told(notice: Notice) -> str:
    head = (f"{notice.name} {notice.version}", notice.licence, notice.homepage)
    return "\n".join(line for line in head if line) + f"\n\n{notice.text}"
