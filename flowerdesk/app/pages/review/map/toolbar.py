"""Above the map: what the colours mean, how photos are arranged, and tools to look around."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSize, Signal
from PySide6.QtGui import QKeySequence, QResizeEvent
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QToolButton, QWidget

from flowerdesk.app.icons import icon
from flowerdesk.app.pages.review.map.grouping import ColourBy, colour_titles
from flowerdesk.app.widgets.basics import text
from flowerdesk.core.photo_map import PCA, TSNE


class MapToolbar(QWidget):
    """Signals:
    coloured(): ``colour_by`` is another one.
    arranged(): ``method`` is another one.
    zoomed(int): closer (1), farther (-1), or all of it (0).
    lasso_set(bool): dragging draws a line around points, or moves the map.
    """

    coloured = Signal()
    arranged = Signal()
    zoomed = Signal(int)
    lasso_set = Signal(bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.colours = QComboBox()
        self.colours.setAccessibleName(self.tr("What the colours mean"))
        self.colours.setToolTip(self.tr("What the colours of the points mean"))
        for by, (title, _) in colour_titles().items():
            self.colours.addItem(title, by)
        self.colours.currentIndexChanged.connect(lambda _: self.coloured.emit())
        self.methods = QComboBox()
        self.methods.setAccessibleName(self.tr("How the photos are arranged"))
        self.methods.addItem(self.tr("Neighbours"), TSNE)
        self.methods.addItem(self.tr("Overview"), PCA)
        self.methods.setToolTip(
            self.tr(
                "Neighbours: photos that look alike to the network lie together; distances across "
                "the map mean little (t-SNE).\nOverview: the two directions in which the photos "
                "differ most; distances keep their meaning (PCA)."
            )
        )
        self.methods.currentIndexChanged.connect(lambda _: self.arranged.emit())
        self.lasso = self._tool(
            "selection-plus", self.tr("Draw a line around points to select them (L)")
        )
        self.lasso.setCheckable(True)
        self.lasso.setShortcut(QKeySequence("L"))
        self.lasso.toggled.connect(self.lasso_set)
        self.closer = self._tool("magnifying-glass-plus", self.tr("Closer (+)"))
        self.farther = self._tool("magnifying-glass-minus", self.tr("Farther (-)"))
        self.all = self._tool("corners-out", self.tr("Show all of the map (0)"))
        for step, tool in ((1, self.closer), (-1, self.farther), (0, self.all)):
            tool.clicked.connect(lambda _=False, step=step: self.zoomed.emit(step))
        self._row = row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        self._words = [text(self.tr("Colours"), "muted"), text(self.tr("Arranged by"), "muted")]
        row.addWidget(self._words[0])
        row.addWidget(self.colours)
        row.addSpacing(8)
        row.addWidget(self._words[1])
        row.addWidget(self.methods)
        row.addStretch(1)
        for tool in (self.lasso, self.closer, self.farther, self.all):
            row.addWidget(tool)

    @property
    def colour_by(self) -> ColourBy:
        chosen = self.colours.currentData()
        assert isinstance(chosen, ColourBy)
        return chosen

    @property
    def method(self) -> str:
        return str(self.methods.currentData())

    def _tool(self, name: str, tooltip: str) -> QToolButton:
        made = QToolButton()
        made.setProperty("flat", True)
        made.setIconSize(QSize(20, 20))
        made.setIcon(icon(name, active="loss"))
        made.setToolTip(tooltip)
        made.setAccessibleName(tooltip)
        return made

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """In a narrow window the words make way, so that the choices beside them stay whole."""
        super().resizeEvent(event)
        hidden = [word for word in self._words if word.isHidden()]
        needed = self._row.sizeHint().width() + sum(
            word.sizeHint().width() + self._row.spacing() for word in hidden
        )
        for word in self._words:
            word.setVisible(self.width() >= needed)

    def minimumSizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        hint = super().minimumSizeHint()
        words = sum(word.sizeHint().width() for word in self._words if not word.isHidden())
        return QSize(hint.width() - words, hint.height())

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            for tool in self.findChildren(QToolButton):
                tool.setIcon(tool.icon())
