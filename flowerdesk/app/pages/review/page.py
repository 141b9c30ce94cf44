"""The Review page: ways to look back at the labels, a tab for each."""

from __future__ import annotations

import importlib

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QTabBar, QVBoxLayout, QWidget

from flowerdesk.app.desk import Desk, Page
from flowerdesk.app.pages.review.sharing import Sharing
from flowerdesk.app.theme import SPACING

TABS = ("mistakes", "suspects", "map")


class ReviewPage(Page):
    """Makes a tab when somebody first looks at it; the header has the buttons of the one shown."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self._pages: dict[str, Page] = {}
        self.bar = QTabBar(self)  # without a parent its second tab would show it as a window
        self.bar.setAccessibleName(self.tr("Ways to look back"))
        self.bar.setToolTip(self.bar.accessibleName())
        self.bar.setDrawBase(False)
        self.bar.setExpanding(False)
        self.bar.setUsesScrollButtons(False)  # there is room; the bold title of the chosen one
        self.bar.setElideMode(Qt.TextElideMode.ElideNone)  # is wider than Qt reckons with
        titles = {
            "mistakes": (
                self.tr("Mistakes"),
                self.tr("How good the answers are, and where they go wrong"),
            ),
            "suspects": (
                self.tr("Suspicious photos"),
                self.tr("Labels that may be wrong, photos that are there twice, blurred ones"),
            ),
            "map": (
                self.tr("Map"),
                self.tr("All photos as points: those that look alike lie together"),
            ),
        }
        for number, name in enumerate(TABS):
            title, tooltip = titles[name]
            self.bar.addTab(title)
            self.bar.setTabToolTip(number, tooltip)
        self._stack = QStackedWidget()
        column = QVBoxLayout(self)
        column.setContentsMargins(SPACING + 4, SPACING + 2, SPACING + 4, SPACING + 2)
        column.setSpacing(SPACING - 4)
        self.sharing = Sharing(desk)
        row = QHBoxLayout()
        row.addWidget(self.bar)
        row.addStretch(1)
        row.addWidget(self.sharing)
        column.addLayout(row)
        column.addWidget(self._stack, 1)
        self.bar.currentChanged.connect(lambda number: self.show_tab(TABS[number]))
        self.show_tab(TABS[0])

    def tab(self, name: str) -> Page:
        """The page of that tab, which is made now if it was not needed before."""
        if name not in self._pages:
            module = importlib.import_module(f"flowerdesk.app.pages.review.{name}")
            page: Page = module.make_page(self.desk)
            self._pages[name] = page
            self._stack.addWidget(page)
        return self._pages[name]

    def show_tab(self, name: str) -> None:
        """Shows the tab of that name, one of :data:`TABS`."""
        page = self.tab(name)
        self._stack.setCurrentWidget(page)
        self.bar.setCurrentIndex(TABS.index(name))
        self.header = page.header
        self.header_changed.emit()

    def take_keyboard(self) -> None:
        """The tab that is shown takes it. No proxy of this page does: Tab would skip the bar."""
        self.tab(TABS[self.bar.currentIndex()]).take_keyboard()
