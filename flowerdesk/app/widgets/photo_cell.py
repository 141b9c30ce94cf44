"""How the parts of the grid are drawn: photos with their marks and rings, and headings."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPen, QPixmap

from flowerdesk.app.icons import icon
from flowerdesk.app.theme import Colours, colours
from flowerdesk.app.widgets.photo_model import ShownPhoto
from flowerdesk.app.widgets.thumbnails import corner

RING = 3
"""Pixels that the ring of a selected photo stands away from it; it is as wide as that."""
_FAINT = 0.35


@dataclass(frozen=True)
class CellState:
    selected: bool
    focused: bool


def paint_cell(
    painter: QPainter,
    rect: QRect,
    photo: ShownPhoto,
    picture: QPixmap | None,
    failure: str,
    state: CellState,
) -> None:
    """Draws a photo into ``rect``; its ring reaches some pixels beyond."""
    c = colours()
    faint = photo.excluded or photo.missing
    if picture is not None:
        painter.setOpacity(_FAINT if faint else 1.0)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.drawPixmap(rect, picture)
        painter.setOpacity(1.0)
    else:
        _fill(painter, QRectF(rect), corner(rect.width()), c.track)
        if failure or photo.missing:
            _stand_in(painter, rect, "image-square" if photo.missing else "warning", c)
    mark, colour = _mark(photo, c)
    if mark:
        _pill(painter, rect, mark, colour)
    _ring(painter, rect, state, c)


def _mark(photo: ShownPhoto, c: Colours) -> tuple[str, str]:
    """The one thing most worth knowing of a photo, and its colour."""
    translate = QCoreApplication.translate
    if photo.excluded:
        return translate("PhotoCell", "left out"), c.muted
    if photo.missing:
        return translate("PhotoCell", "missing"), c.muted
    if photo.skipped_because is not None:
        return translate("PhotoCell", "skipped"), c.problem
    if photo.taken_for is not None:
        return translate("PhotoCell", "{label}?").format(label=photo.taken_for[0]), c.problem
    return "", ""


def _fill(painter: QPainter, rect: QRectF, radius: float, colour: str) -> None:
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(colour))
    painter.drawRoundedRect(rect, radius, radius)


def _stand_in(painter: QPainter, rect: QRect, name: str, c: Colours) -> None:
    side = max(16, rect.width() // 4)
    place = QRect(0, 0, side, side)
    place.moveCenter(rect.center())
    icon(name, c.muted).paint(painter, place)


def _pill(painter: QPainter, rect: QRect, mark: str, colour: str) -> None:
    font = QFont(painter.font())
    font.setPointSizeF(font.pointSizeF() * 0.86)
    painter.save()
    painter.setFont(font)
    metrics = QFontMetrics(font)
    shown = metrics.elidedText(mark, Qt.TextElideMode.ElideRight, rect.width() - 26)
    width, height = metrics.horizontalAdvance(shown) + 12, metrics.height() + 4
    place = QRect(rect.right() - width - 6, rect.bottom() - height - 5, width, height)
    _fill(painter, QRectF(place), 5, colour)
    painter.setPen(QColor("#ffffff" if QColor(colour).lightness() < 150 else "#1a1b1e"))
    painter.drawText(place, Qt.AlignmentFlag.AlignCenter, shown)
    painter.restore()


def _ring(painter: QPainter, rect: QRect, state: CellState, c: Colours) -> None:
    if not (state.selected or state.focused):
        return
    around = QRectF(rect).adjusted(-RING, -RING, RING, RING)
    if state.selected:
        pen = QPen(QColor(c.accent), RING)
    else:
        pen = QPen(QColor(c.muted), 1.5, Qt.PenStyle.DashLine)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(pen)
    radius = corner(rect.width()) + RING
    painter.drawRoundedRect(around, radius, radius)
    if state.selected and state.focused:
        painter.setPen(QPen(QColor(c.card), 1.5))
        painter.drawRoundedRect(QRectF(rect).adjusted(-0.75, -0.75, 0.75, 0.75), radius, radius)


def paint_heading(painter: QPainter, rect: QRect, name: str, count: str, colour: str) -> None:
    """Draws a label's dot, its name as far as it fits, and the number of its photos."""
    c = colours()
    middle = Qt.AlignmentFlag.AlignVCenter
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(colour))
    painter.drawEllipse(QRect(rect.left(), rect.center().y() - 4, 10, 10))
    usual = painter.font()
    bold = QFont(usual)
    bold.setBold(True)
    count_width = QFontMetrics(usual).horizontalAdvance(count) + 4
    room = rect.adjusted(18, 0, -count_width - 10, 0)
    metrics = QFontMetrics(bold)
    shown = metrics.elidedText(name, Qt.TextElideMode.ElideRight, room.width())
    painter.setFont(bold)
    painter.setPen(QColor(c.text))
    painter.drawText(room, middle, shown)
    left = room.left() + metrics.horizontalAdvance(shown) + 10
    painter.setFont(usual)
    painter.setPen(QColor(c.muted))
    painter.drawText(QRect(left, rect.top(), count_width, rect.height()), middle, count)
    painter.restore()


def paint_rubber_band(painter: QPainter, band: QRect) -> None:
    accent = QColor(colours().accent)
    painter.setPen(QPen(accent, 1))
    accent.setAlpha(40)
    painter.setBrush(accent)
    painter.drawRect(band)
