"""The card on the left: the photo that is named, large, or where to drop one."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QImage, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QStackedWidget, QVBoxLayout, QWidget

from flowerdesk.app.icons import icon
from flowerdesk.app.pages.use.heat_bar import HeatBar
from flowerdesk.app.sentences import told
from flowerdesk.app.widgets.basics import Card, ElidedLabel, button, text
from flowerdesk.app.widgets.images import ImageLoader
from flowerdesk.app.widgets.photo_view import PhotoView

_MARGIN = 12


class PhotoCard(Card):
    """Shows one photo, and what spoke for its label; without one it is a place to drop some."""

    def __init__(
        self, loader: ImageLoader, heat_opacity: float, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._loader = loader
        self._path: Path | None = None
        self._unreadable = False
        loader.loaded.connect(self._on_loaded)
        self.view = PhotoView()
        self.view.setAccessibleName(self.tr("Photo"))
        self.name = ElidedLabel(mode=Qt.TextElideMode.ElideMiddle)
        self.facts = text(role="muted")
        self.heat = HeatBar(heat_opacity)
        self.choose = button(
            self.tr("Choose photos…"), self.tr("Choose one photo or many (Ctrl+Shift+O)")
        )
        shown = QWidget()
        column = QVBoxLayout(shown)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        column.addWidget(self.view, 1)
        row = QHBoxLayout()
        row.addWidget(self.name, 1)
        row.addWidget(self.facts)
        column.addLayout(row)
        column.addWidget(self.heat)
        self._stack = QStackedWidget()
        self._stack.addWidget(self._make_invitation())
        self._stack.addWidget(shown)
        self.body.setContentsMargins(_MARGIN, _MARGIN, _MARGIN, _MARGIN)
        self.body.addWidget(self._stack)
        self.show_photo(None)

    def _make_invitation(self) -> QWidget:
        made = QWidget()
        picture = QLabel()
        picture.setPixmap(icon("frame-corners", "accent").pixmap(QSize(56, 56)))
        hint = text(
            self.tr(
                "or paste one with Ctrl+V. Drop many photos or a folder to get a table. "
                "They stay where they are and are never changed."
            ),
            "muted",
            wrap=True,
        )
        hint.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        hint.setMaximumWidth(420)
        centre = Qt.AlignmentFlag.AlignHCenter
        column = QVBoxLayout(made)
        column.setSpacing(10)
        column.addStretch(2)
        column.addWidget(picture, 0, centre)
        column.addWidget(text(self.tr("Drop a photo here"), "title"), 0, centre)
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(hint, 8)
        row.addStretch(1)
        column.addLayout(row)
        column.addSpacing(6)
        column.addWidget(self.choose, 0, centre)
        column.addStretch(3)
        return made

    @property
    def path(self) -> Path | None:
        """The photo that is shown."""
        return self._path

    @property
    def image(self) -> QImage | None:
        """The photo as it is shown; None while it is not read."""
        read = self._loader.find(self._path) if self._path is not None else None
        return None if read is None or self._unreadable else read.image

    def show_photo(self, path: Path | None) -> None:
        """Shows a photo as soon as it is read; None invites to drop one."""
        self._path = path
        self._unreadable = False
        self.view.show_veil(None)
        self._stack.setCurrentIndex(0 if path is None else 1)
        self._highlight(False)
        if path is None:
            return
        self.name.setText(path.name)
        self.view.setAccessibleDescription(path.name)
        if self._loader.find(path) is None:
            self.view.show_message()
            self.facts.setText("")
        else:
            self._on_loaded(path)
        self._want()

    def show_unreadable(self) -> None:
        """Shows nothing of a photo that is damaged: what Qt makes of one says little."""
        self._unreadable = True
        self.view.show_message(self.tr("This photo cannot be read"), problem=True)
        self.facts.setText("")

    def show_drop(self, over: bool) -> None:
        """Shows that photos that are dragged may be dropped."""
        self._highlight(over)

    def _highlight(self, over: bool) -> None:
        self.setProperty("drop", "over" if over else self._path is None)
        self.style().unpolish(self)
        self.style().polish(self)

    def _want(self) -> None:
        if self._path is not None and self.isVisible():
            self._loader.want([self._path], self.view.box())

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        super().resizeEvent(event)
        self._want()

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802 - Qt's name
        super().showEvent(event)
        self._want()

    def _on_loaded(self, path: Path) -> None:
        if path != self._path or self._unreadable:
            return
        read, failure = self._loader.find(path), self._loader.failure(path)
        if read is not None:
            self.view.show_photo(read.image)
            size = read.original_size
            self.facts.setText(f"{size.width()} × {size.height()}")
        elif failure:
            self.view.show_message(
                self.tr("It cannot be shown: {reason}").format(reason=told(failure)),
                problem=True,
            )
            self.facts.setText("")
