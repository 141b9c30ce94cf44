"""The map itself: points to look at, zoom into, walk through and draw a line around."""

from __future__ import annotations

from collections.abc import Collection
from enum import Enum, auto

import numpy as np
from PySide6.QtCore import QEvent, QPoint, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QContextMenuEvent,
    QCursor,
    QImage,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QPolygonF,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from flowerdesk.app.pages.review.map import cloud
from flowerdesk.app.pages.review.map.grouping import Grouping
from flowerdesk.app.theme import RADIUS, colours

_WHEEL_NOTCH = 120
_ZOOM_OF_A_NOTCH = 1.25
_REACH = 12  # pixels from a point at which the mouse finds it
_STILL = 4  # pixels that the mouse may move in a click
_DIMMED = 0.22  # how much of its colour is left to a point that is not selected
_ROOM = 24  # pixels that a point walked to keeps from the edge
_RING = 4.5

_ARROWS = {
    Qt.Key.Key_Left: (-1, 0),
    Qt.Key.Key_Right: (1, 0),
    Qt.Key.Key_Up: (0, -1),
    Qt.Key.Key_Down: (0, 1),
}


class _Drag(Enum):
    NONE = auto()
    PRESSED = auto()
    MOVING = auto()
    LASSO = auto()


class MapView(QWidget):
    """Shows points by their numbers; which photo each is, others know.

    Dragging moves the map and the wheel zooms; dragging with Shift, or while ``lasso`` is set,
    draws a line around points and selects them, with Ctrl in addition to others. Arrows walk to the
    next point in a direction, Enter opens it, + and - zoom, 0 shows all, S selects.

    Signals:
        pointed_at(): ``pointed`` is another point, or none, or lies elsewhere.
        opened(int): a point was clicked, or Enter was pressed on it.
        menu_asked(int, QPoint): the menu of a point, at a place on the screen.
        similar_asked(int): the photos most like that of a point.
        selected(): other points are selected.
    """

    pointed_at = Signal()
    opened = Signal(int)
    menu_asked = Signal(int, QPoint)
    similar_asked = Signal(int)
    selected = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.lasso = False
        self.pointed: int | None = None
        self.sight = cloud.Sight(1, 1)
        self.selection = np.zeros(0, bool)
        self._positions = np.zeros((0, 2), np.float32)
        self._pixels = np.zeros((0, 2), np.float32)
        self._grouping = Grouping((), np.zeros(0, np.int64))
        self._shown = np.zeros(0, bool)
        self._order = np.zeros(0, np.int64)
        self._picture: QImage | None = None
        self._drag = _Drag.NONE
        self._pressed_at = self._last = QPointF()
        self._outline: list[QPointF] = []
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumSize(QSize(260, 220))
        self.setAccessibleName(self.tr("Map of all photos"))

    # What is shown

    def show_points(
        self,
        positions: np.ndarray,
        grouping: Grouping,
        hidden: Collection[str],
        selection: np.ndarray,
        pointed: int | None,
    ) -> None:
        """Shows points ``(n, 2) float32`` but for those of hidden groups, by their keys.

        ``selection`` ``(n,) bool`` and the one that is ``pointed`` at are those of before, which
        may have other numbers now.
        """
        self._positions = positions
        self.pointed = pointed
        self._grouping = grouping
        keep = np.array([group.key not in hidden for group in grouping.groups], bool)
        self._shown = keep[grouping.numbers] if len(grouping.numbers) else np.zeros(0, bool)
        if self.pointed is not None and not self._shown[self.pointed]:
            self.pointed = None
        self.selection = selection & self._shown
        self._order = self._drawing_order()
        self._redraw()
        self.pointed_at.emit()
        self.selected.emit()

    def _drawing_order(self) -> np.ndarray:
        """Mixed, so that no label lies over all others; what recedes comes first."""
        mixed = np.random.default_rng(0).permutation(len(self._positions))
        mixed = mixed[self._shown[mixed]]
        recedes = np.array([group.recedes for group in self._grouping.groups], bool)
        above = ~recedes[self._grouping.numbers[mixed]] if len(mixed) else np.zeros(0, bool)
        return np.asarray(mixed[np.argsort(above, kind="stable")])

    def select(self, numbers: np.ndarray) -> None:
        """Selects the points of a mask ``(n,) bool``, as far as they are shown."""
        self.selection = numbers & self._shown
        self._redraw()
        self.selected.emit()

    def point_at(self, number: int | None) -> None:
        """Makes a point the one that is looked at, and moves it into sight."""
        self.pointed = number
        if number is not None:
            self._bring_into_sight(number)
        self.update()
        self.pointed_at.emit()

    def place_of(self, number: int) -> QPoint:
        """Where a point is in this widget."""
        x, y = self._pixels[number]
        return QPoint(round(float(x)), round(float(y)))

    def fit(self) -> None:
        """Shows all points."""
        self._look(cloud.Sight(self.width(), self.height()))

    def zoom(self, factor: float) -> None:
        """Closer (above 1) or farther, around the point that is looked at or the middle."""
        middle = QPointF(self.width() / 2, self.height() / 2)
        at = middle if self.pointed is None else QPointF(self.place_of(self.pointed))
        self._look(self.sight.zoomed(factor, at))

    def _look(self, sight: cloud.Sight) -> None:
        self.sight = sight
        self._redraw()
        self.pointed_at.emit()

    def _bring_into_sight(self, number: int) -> None:
        place = self.place_of(number)
        right = max(_ROOM - place.x(), 0) - max(place.x() - (self.width() - _ROOM), 0)
        down = max(_ROOM - place.y(), 0) - max(place.y() - (self.height() - _ROOM), 0)
        if right or down:
            self.sight = self.sight.moved(QPointF(right, down))
            self._redraw()

    # Drawing

    def _redraw(self) -> None:
        self._pixels = self.sight.pixels(self._positions)
        self._picture = None
        self.update()

    def _drawn(self) -> QImage:
        order = self._order
        pixels = self._pixels[order]
        seen = cloud.in_sight(pixels, self.sight)
        order, pixels = order[seen], pixels[seen]
        c = colours()
        ground = QColor(c.card)
        palette = [QColor(group.colour) for group in self._grouping.groups]
        number = self._grouping.numbers[order]
        if self.selection.any():
            chosen = self.selection[order]
            number = np.where(chosen, number, number + len(palette))
            palette += [cloud.mixed(colour, ground, _DIMMED) for colour in palette]
            above = np.argsort(chosen, kind="stable")
            pixels, number = pixels[above], number[above]
        radius = cloud.dot_radius(self.sight, len(order))
        fineness = self.devicePixelRatioF()
        return cloud.draw(pixels, number, palette, ground, radius, self.size(), fineness)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        if self._picture is None:
            self._picture = self._drawn()
        painter = QPainter(self)
        painter.drawImage(0, 0, self._picture)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        c = colours()
        if self.pointed is not None:
            x, y = self._pixels[self.pointed]
            group = self._grouping.groups[self._grouping.numbers[self.pointed]]
            painter.setPen(QPen(QColor(c.text), 1.6))
            painter.setBrush(QColor(group.colour))
            painter.drawEllipse(QPointF(float(x), float(y)), _RING, _RING)
        if self._drag is _Drag.LASSO:
            painter.setPen(QPen(QColor(c.accent), 1.5, Qt.PenStyle.DashLine))
            within = QColor(c.accent)
            within.setAlpha(28)
            painter.setBrush(within)
            painter.drawPolygon(QPolygonF(self._outline))
        if self.hasFocus():
            painter.setPen(QPen(QColor(c.accent), 1.5))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            frame = QRectF(self.rect()).adjusted(1, 1, -1, -1)
            painter.drawRoundedRect(frame, RADIUS - 2, RADIUS - 2)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        super().resizeEvent(event)
        self._look(self.sight.sized(self.width(), self.height()))

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and hasattr(self, "_picture"):
            self._redraw()

    # The mouse

    def wheelEvent(self, event: QWheelEvent) -> None:  # noqa: N802 - Qt's name
        notches = event.angleDelta().y() / _WHEEL_NOTCH
        self._look(self.sight.zoomed(_ZOOM_OF_A_NOTCH**notches, event.position()))
        event.accept()

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        if event.button() is Qt.MouseButton.LeftButton:
            self._drag = _Drag.PRESSED
            self._pressed_at = self._last = event.position()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        at = event.position()
        match self._drag:
            case _Drag.NONE:
                self._point_at_nearest(at)
            case _Drag.PRESSED:
                if (at - self._pressed_at).manhattanLength() > _STILL:
                    self._begin_drag(event)
            case _Drag.MOVING:
                self._look(self.sight.moved(at - self._last))
            case _Drag.LASSO:
                self._outline.append(at)
                self.update()
        self._last = at

    def _begin_drag(self, event: QMouseEvent) -> None:
        if self.lasso or event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            self._drag = _Drag.LASSO
            self._outline = [self._pressed_at, event.position()]
            self._set_pointed(None)
        else:
            self._drag = _Drag.MOVING
            self.setCursor(Qt.CursorShape.ClosedHandCursor)
            self._look(self.sight.moved(event.position() - self._pressed_at))
        self.update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        if event.button() is not Qt.MouseButton.LeftButton:
            return
        drag, self._drag = self._drag, _Drag.NONE
        self.unsetCursor()
        more = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        if drag is _Drag.LASSO:
            found = cloud.inside(self._pixels, self._outline, self.sight)
            self._outline = []
            self.select(found | self.selection if more else found)
        elif drag is _Drag.PRESSED:
            self._click(event.position(), more)
        self.update()

    def _click(self, at: QPointF, more: bool) -> None:
        self._point_at_nearest(at)
        if self.pointed is None:
            if self.selection.any() and not more:
                self.select(np.zeros_like(self.selection))
        elif more:
            self._toggle(self.pointed)
        else:
            self.opened.emit(self.pointed)

    def _toggle(self, number: int) -> None:
        chosen = self.selection.copy()
        chosen[number] = not chosen[number]
        self.select(chosen)

    def _point_at_nearest(self, at: QPointF) -> None:
        self._set_pointed(cloud.nearest(self._pixels, self._shown, at, _REACH))

    def _set_pointed(self, number: int | None) -> None:
        if number != self.pointed:
            self.pointed = number
            self.update()
            self.pointed_at.emit()

    def leaveEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        super().leaveEvent(event)
        self._set_pointed(None)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:  # noqa: N802 - Qt's name
        if event.reason() is QContextMenuEvent.Reason.Mouse:
            self._point_at_nearest(QPointF(event.pos()))
        if self.pointed is not None:
            place = self.mapToGlobal(self.place_of(self.pointed))
            by_mouse = event.reason() is QContextMenuEvent.Reason.Mouse
            self.menu_asked.emit(self.pointed, QCursor.pos() if by_mouse else place)

    # The keyboard

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        key = Qt.Key(event.key())
        control = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        match key:
            case Qt.Key.Key_A if control:
                self.select(np.ones_like(self.selection))
            case _ if key in _ARROWS:
                self._walk(*_ARROWS[key])
            case Qt.Key.Key_Plus | Qt.Key.Key_Equal:
                self.zoom(_ZOOM_OF_A_NOTCH)
            case Qt.Key.Key_Minus:
                self.zoom(1 / _ZOOM_OF_A_NOTCH)
            case Qt.Key.Key_0 | Qt.Key.Key_Home:
                self.fit()
            case Qt.Key.Key_Escape if self.selection.any():
                self.select(np.zeros_like(self.selection))
            case Qt.Key.Key_Return | Qt.Key.Key_Enter | Qt.Key.Key_Space if (
                self.pointed is not None
            ):
                self.opened.emit(self.pointed)
            case Qt.Key.Key_S if self.pointed is not None and not control:
                self._toggle(self.pointed)
            case Qt.Key.Key_M if self.pointed is not None and not control:
                self.similar_asked.emit(self.pointed)
            case _:
                super().keyPressEvent(event)

    def _walk(self, right: int, down: int) -> None:
        if self.pointed is None:
            middle = QPointF(self.width() / 2, self.height() / 2)
            number = cloud.nearest(self._pixels, self._shown, middle, float("inf"))
        else:
            number = cloud.next_in_direction(self._pixels, self._shown, self.pointed, right, down)
        if number is not None:
            self.point_at(number)
