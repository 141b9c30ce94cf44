"""A photo to go on to: its thumbnail, its label, and how alike it is."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QEvent, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QEnterEvent, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QWidget

from flowerdesk.app.theme import colours, label_colour
from flowerdesk.app.widgets.basics import plain_tooltip
from flowerdesk.app.widgets.photo_model import ShownPhoto
from flowerdesk.app.widgets.thumbnails import ThumbnailLoader, corner

PICTURE = 112
_MARGIN = 5
_DOT = 8


class PhotoButton(QAbstractButton):
    """Paints itself from a loader of thumbnails."""

    def __init__(self, loader: ThumbnailLoader, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.photo: ShownPhoto | None = None
        self.similarity = 0.0
        self._loader = loader
        self._under_mouse = False
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        loader.loaded.connect(self._on_loaded)

    def show_photo(self, photo: ShownPhoto, similarity: float) -> None:
        self.photo, self.similarity = photo, similarity
        figure = self.figure
        like = self.tr("similarity {figure}").format(figure=figure)
        self.setToolTip(plain_tooltip(f"{photo.name}\n{photo.label}, {like}"))
        self.setAccessibleName(f"{photo.name}, {photo.label}, {like}")
        self.update()

    @property
    def figure(self) -> str:
        return self.locale().toString(self.similarity, "f", 2)

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        height = PICTURE + self.fontMetrics().height() + 3 * _MARGIN
        return QSize(PICTURE + 2 * _MARGIN, height)

    def minimumSizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        return self.sizeHint()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        arrows = (Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Up, Qt.Key.Key_Down)
        if event.key() in arrows:
            event.ignore()  # the dialog knows both rows
        else:
            super().keyPressEvent(event)

    def _on_loaded(self, path: Path) -> None:
        if self.photo is not None and self.photo.path == path:
            self.update()

    def enterEvent(self, event: QEnterEvent) -> None:  # noqa: N802 - Qt's name
        self._under_mouse = True
        self.update()

    def leaveEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        self._under_mouse = False
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        photo, c = self.photo, colours()
        if photo is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        place = QRect(_MARGIN, _MARGIN, PICTURE, PICTURE)
        picture = self._loader.pixmap(photo.path)
        if picture is not None:
            painter.drawPixmap(place, picture)
        else:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(c.track))
            painter.drawRoundedRect(QRectF(place), corner(PICTURE), corner(PICTURE))
            if self._loader.failure(photo.path):
                painter.setPen(QColor(c.muted))
                flags = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap
                painter.drawText(place, flags, self.tr("It cannot be shown"))
        if self.hasFocus() or self._under_mouse:
            painter.setPen(QPen(QColor(c.accent if self.hasFocus() else c.muted), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            ring = QRectF(place).adjusted(-3, -3, 3, 3)
            painter.drawRoundedRect(ring, corner(PICTURE) + 3, corner(PICTURE) + 3)
        self._paint_words(painter, photo)

    def _paint_words(self, painter: QPainter, photo: ShownPhoto) -> None:
        c, metrics = colours(), self.fontMetrics()
        line = QRect(_MARGIN, PICTURE + 2 * _MARGIN, PICTURE, metrics.height())
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(label_colour(photo.label_number)))
        painter.drawEllipse(QRectF(line.left(), line.center().y() - _DOT / 2 + 1, _DOT, _DOT))
        figure = self.figure
        room = line.adjusted(_DOT + 5, 0, -metrics.horizontalAdvance(figure) - 4, 0)
        painter.setPen(QColor(c.text))
        shown = metrics.elidedText(photo.label, Qt.TextElideMode.ElideMiddle, room.width())
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter, shown)
        painter.setPen(QColor(c.muted))
        align = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight
        painter.drawText(line, align, figure)
