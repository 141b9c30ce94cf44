"""Above the grid: search, order, what narrows the photos down, and how many there are."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QAction, QActionGroup, QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QMenu, QPushButton, QVBoxLayout, QWidget

from flowerdesk.app.icons import icon
from flowerdesk.app.pages.photos.wording import show_titles, sort_titles
from flowerdesk.app.sentences import photos_text
from flowerdesk.app.widgets.basics import button, text
from flowerdesk.app.widgets.photo_query import Query, Sort

_LONGEST_CHIP = 18


class Toolbar(QWidget):
    """Shows a query and lets a person change it.

    Signals:
        query_changed(Query): what a person wants now.
        zoomed(int): thumbnails should be larger (1) or smaller (-1).
    """

    query_changed = Signal(object)
    zoomed = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._query = Query()
        self.search = QLineEdit()
        self.search.setPlaceholderText(self.tr("Search names"))
        self.search.setAccessibleName(self.tr("Search photos by name"))
        self.search.setToolTip(self.tr("Show photos with these letters in their names (Ctrl+F)"))
        self.search.setClearButtonEnabled(True)
        self._search_icon = self.search.addAction(
            icon("magnifying-glass"), QLineEdit.ActionPosition.LeadingPosition
        )
        self.search.textChanged.connect(
            lambda typed: self._change(replace(self._query, search=typed.strip()))
        )
        find = QShortcut(QKeySequence(QKeySequence.StandardKey.Find), self)
        find.setContext(Qt.ShortcutContext.WindowShortcut)
        find.activated.connect(self._focus_search)
        self.order = button("", self.tr("Order, headings and size of the photos"))
        self.order.setProperty("chip", True)
        self.order.setMenu(self._make_menu())
        self.label_chip = self._chip(lambda query: replace(query, label=None))
        self.show_chip = self._chip(lambda query: replace(query, show=None))
        self.among_chip = self._chip(lambda query: replace(query, among=None))
        self.count = text(role="muted")
        self.count.setMinimumHeight(self.label_chip.sizeHint().height())
        first, second = QHBoxLayout(), QHBoxLayout()
        first.setSpacing(10)
        first.addWidget(self.search, 1)
        first.addWidget(self.order)
        second.setSpacing(8)
        second.addWidget(self.count)
        second.addStretch(1)
        second.addWidget(self.among_chip)
        second.addWidget(self.label_chip)
        second.addWidget(self.show_chip)
        column = QVBoxLayout(self)
        column.setContentsMargins(6, 0, 6, 0)
        column.setSpacing(8)
        column.addLayout(first)
        column.addLayout(second)

    def show_query(self, query: Query) -> None:
        """Shows a query that came from elsewhere."""
        self._query = query
        if self.search.text().strip() != query.search:
            self.search.setText(query.search)
        chosen = None if query.among is None else self.tr("%Ln chosen", None, len(query.among))
        self._show_chip(self.among_chip, chosen)
        self._show_chip(self.label_chip, query.label)
        self._show_chip(self.show_chip, show_titles()[query.show] if query.show else None)
        self._sorts[query.sort].setChecked(True)
        self._grouped.setChecked(query.grouped)
        self.order.setText(
            self.tr("sorted by {order}").format(order=sort_titles()[query.sort]) + " ▾"
        )

    def show_count(self, shown: int, selected: int) -> None:
        counted = photos_text(shown)
        if selected > 1:
            counted += " · " + self.tr("%Ln selected", None, selected)
        self.count.setText(counted)

    def _chip(self, without: object) -> QPushButton:
        chip = button("", self.tr("Show these and all others again"))
        chip.setProperty("chip", True)
        chip.clicked.connect(lambda: self._change(without(self._query)))  # type: ignore[operator]
        chip.hide()
        return chip

    def _show_chip(self, chip: QPushButton, title: str | None) -> None:
        chip.setVisible(title is not None)
        if title is not None:
            short = title if len(title) <= _LONGEST_CHIP else title[: _LONGEST_CHIP - 1] + "…"
            chip.setText(short.replace("&", "&&") + "  ✕")
            chip.setAccessibleName(self.tr("Do not narrow down to {title}").format(title=title))

    def _make_menu(self) -> QMenu:
        menu = QMenu(self)
        group = QActionGroup(menu)
        self._sorts = {}
        for sort, title in sort_titles().items():
            action = menu.addAction(self.tr("Sort by {order}").format(order=title))
            action.setCheckable(True)
            action.triggered.connect(
                lambda _=False, sort=sort: self._change(replace(self._query, sort=sort))
            )
            group.addAction(action)
            self._sorts[sort] = action
        menu.addSeparator()
        self._grouped = menu.addAction(self.tr("Headings for labels"))
        self._grouped.setCheckable(True)
        self._grouped.triggered.connect(lambda on: self._change(replace(self._query, grouped=on)))
        menu.addSeparator()
        for title, keys, step in (
            (self.tr("Larger photos"), QKeySequence.StandardKey.ZoomIn, 1),
            (self.tr("Smaller photos"), QKeySequence.StandardKey.ZoomOut, -1),
        ):
            action = menu.addAction(title)
            action.setShortcuts(keys)
            action.triggered.connect(lambda _=False, step=step: self.zoomed.emit(step))
            self.addAction(action)
        return menu

    def sort_action(self, sort: Sort) -> QAction:
        """The menu's entry for an order."""
        return self._sorts[sort]

    def _focus_search(self) -> None:
        self.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.search.selectAll()

    def _change(self, query: Query) -> None:
        if query != self._query:
            self._query = query
            self.query_changed.emit(query)

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and hasattr(self, "_search_icon"):
            self._search_icon.setIcon(icon("magnifying-glass"))
