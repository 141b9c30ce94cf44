"""One photo as large as the window, over everything else; arrows go on, Escape closes."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QEvent, QObject, QSize, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QToolButton, QVBoxLayout, QWidget

from flowerdesk.app.icons import icon
from flowerdesk.app.pages.photos.wording import facts, mistake, problem, see_tooltip
from flowerdesk.app.widgets.basics import ElidedLabel
from flowerdesk.app.widgets.images import ImageLoader
from flowerdesk.app.widgets.photo_model import ShownPhoto
from flowerdesk.app.widgets.photo_view import PhotoView

_GROUND = "#141517"
_WHITE = "#f2f1ee"
_GREY = "#b3b1ab"


class Lightbox(QWidget):
    """Covers the window that it is a child of while it is open. Dark in both themes.

    Signals:
        moved(int): the photo so many places on (or back) should be shown.
        see_wanted(): what the network sees of the photo should be shown.
        label_key_pressed(int), delete_pressed(), similar_pressed(): as for the grid.
        closed(): the grid is to be used again.
    """

    moved = Signal(int)
    label_key_pressed = Signal(int)
    delete_pressed = Signal()
    see_wanted = Signal()
    similar_pressed = Signal()
    closed = Signal()

    def __init__(self, loader: ImageLoader, parent: QWidget) -> None:
        super().__init__(parent)
        self._covered = parent
        self._loader = loader
        self._number = ""
        self._photo: ShownPhoto | None = None
        self.setObjectName("lightbox")
        self.setAccessibleName(self.tr("Photo, large"))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.view = PhotoView(ground=False)
        self.name = ElidedLabel(role="heading", mode=Qt.TextElideMode.ElideMiddle)
        self.details = ElidedLabel()
        self.place = ElidedLabel()
        self.name.setStyleSheet(f"color: {_WHITE};")
        for label in (self.details, self.place):
            label.setStyleSheet(f"color: {_GREY};")
        self.previous = self._button("caret-left", self.tr("The photo before (Left)"))
        self.previous.clicked.connect(lambda: self.moved.emit(-1))
        self.next = self._button("caret-right", self.tr("The next photo (Right)"))
        self.next.clicked.connect(lambda: self.moved.emit(1))
        self.see = self._button("eye", self.tr("See what the network sees (E)"))
        self.see.clicked.connect(self.see_wanted)
        self.close_button = self._button("x", self.tr("Close (Escape)"))
        self.close_button.clicked.connect(self.close_photo)
        self._lay_out()
        loader.loaded.connect(self._on_loaded)
        parent.installEventFilter(self)
        self.hide()

    def _button(self, name: str, tooltip: str) -> QToolButton:
        made = QToolButton(self)
        made.setIcon(icon(name, _WHITE))
        made.setIconSize(QSize(28, 28))
        made.setToolTip(tooltip)
        made.setAccessibleName(tooltip)
        made.setAutoRaise(True)
        made.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # every button has its key
        made.setStyleSheet(
            "QToolButton { border: none; border-radius: 8px; padding: 8px; }"
            "QToolButton:hover { background: #33353a; }"
        )
        return made

    def _lay_out(self) -> None:
        middle = QHBoxLayout()
        middle.setSpacing(12)
        middle.addWidget(self.previous)
        middle.addWidget(self.view, 1)
        middle.addWidget(self.next)
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(self.name)
        words.addWidget(self.details)
        words.addWidget(self.place)
        top = QHBoxLayout()
        top.setContentsMargins(8, 0, 0, 0)
        top.addLayout(words, 1)
        top.addWidget(self.see, 0, Qt.AlignmentFlag.AlignTop)
        top.addWidget(self.close_button, 0, Qt.AlignmentFlag.AlignTop)
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 12, 12, 20)
        column.setSpacing(12)
        column.addLayout(top)
        column.addLayout(middle, 1)

    def show_photo(self, photo: ShownPhoto, number: int, count: int) -> None:
        """Opens, or goes on to another photo."""
        self._photo = photo
        self.previous.setEnabled(number > 0)
        self.next.setEnabled(number + 1 < count)
        self.name.setText(photo.name)
        self._number = self.tr("{number} of {count}").format(
            number=self.locale().toString(number + 1), count=self.locale().toString(count)
        )
        self.setGeometry(self._covered.rect())
        self.show()
        self.raise_()
        self.setFocus(Qt.FocusReason.OtherFocusReason)
        self._show_image()

    def show_learned(self, learned: bool) -> None:
        """Whether there is a network that answers, and that can be looked into."""
        self.see.setEnabled(learned)
        self.see.setToolTip(see_tooltip(learned))

    def close_photo(self) -> None:
        if self.isVisible():
            self.hide()
            self.closed.emit()

    def box(self) -> QSize:
        """The pixels that the photo may fill."""
        return self.view.box()

    def _show_image(self) -> None:
        photo = self._photo
        if photo is None:
            return
        read, failure = self._loader.find(photo.path), self._loader.failure(photo.path)
        trouble = problem(photo, failure)
        if read is not None:
            self.view.show_photo(read.image)
        else:
            self.view.show_message(trouble if failure else "")
        known = [photo.label, facts(photo, read.original_size if read else None)]
        self.details.setText(" · ".join([*known, trouble or mistake(photo)]).rstrip(" ·"))
        self.place.setText(f"{self._number} · {photo.path.parent}")

    def _on_loaded(self, path: Path) -> None:
        if self.isVisible() and self._photo is not None and self._photo.path == path:
            self._show_image()

    # Hands

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        key = event.key()
        steps = {
            Qt.Key.Key_Right: 1,
            Qt.Key.Key_Down: 1,
            Qt.Key.Key_PageDown: 1,
            Qt.Key.Key_Left: -1,
            Qt.Key.Key_Up: -1,
            Qt.Key.Key_PageUp: -1,
        }
        if key in steps:
            self.moved.emit(steps[Qt.Key(key)])
        elif key in (Qt.Key.Key_Escape, Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.close_photo()
        elif key == Qt.Key.Key_E and self.see.isEnabled():
            self.see_wanted.emit()
        elif Qt.Key.Key_1 <= key <= Qt.Key.Key_9 and not event.modifiers():
            self.label_key_pressed.emit(key - Qt.Key.Key_0)
        elif key in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self.delete_pressed.emit()
        elif key == Qt.Key.Key_M and not event.modifiers():
            self.similar_pressed.emit()
        else:
            super().keyPressEvent(event)

    def focusNextPrevChild(self, forward: bool) -> bool:  # noqa: N802
        """The keyboard stays here until this closes."""
        return True

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        """Clicks do not go through to what lies below."""

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        self.close_photo()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        QPainter(self).fillRect(self.rect(), QColor(_GROUND))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802
        if watched is self._covered and event.type() == QEvent.Type.Resize:
            self.setGeometry(self._covered.rect())
        return super().eventFilter(watched, event)
