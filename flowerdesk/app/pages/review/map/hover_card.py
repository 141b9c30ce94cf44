"""The photo of the point that is looked at, beside it on the map."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from flowerdesk.app.theme import colours, label_colour
from flowerdesk.app.widgets.photo_model import ShownPhoto
from flowerdesk.app.widgets.thumbnails import ThumbnailLoader, corner

PICTURE = 132
_PADDING = 8
_DOT = 8
_AWAY = 16  # pixels from the point


class HoverCard(QWidget):
    """A thumbnail, the photo's name, its label, and what it was taken for if that was wrong."""

    def __init__(self, loader: ThumbnailLoader, parent: QWidget) -> None:
        super().__init__(parent)
        self.photo: ShownPhoto | None = None
        self._loader = loader
        self._taken_for = ""
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        loader.loaded.connect(lambda path: self.update())
        self.hide()

    def show_photo(self, photo: ShownPhoto, taken_for: str, place: QPoint, room: QSize) -> None:
        """Shows a photo whose point is at a place of the parent, of whose size is ``room``."""
        self.photo, self._taken_for = photo, taken_for
        self._loader.want([photo.path], round(PICTURE * self.devicePixelRatioF()))
        lines = 3 if taken_for else 2
        height = PICTURE + lines * self.fontMetrics().height() + 3 * _PADDING - 2
        self.resize(PICTURE + 2 * _PADDING, height)
        x = place.x() + _AWAY
        if x + self.width() > room.width() - 4:
            x = place.x() - _AWAY - self.width()
        y = min(max(place.y() - height // 2, 4), max(room.height() - height - 4, 4))
        self.move(max(4, x), y)
        self.show()
        self.raise_()
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        photo, c = self.photo, colours()
        if photo is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.setPen(QPen(QColor(c.border), 1))
        painter.setBrush(QColor(c.card))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 10, 10)
        place = QRect(_PADDING, _PADDING, PICTURE, PICTURE)
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
        line = QRect(_PADDING, place.bottom() + _PADDING, PICTURE, self.fontMetrics().height())
        self._write(painter, line, photo.name, c.muted)
        line.translate(0, line.height())
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(label_colour(photo.label_number)))
        painter.drawEllipse(QRectF(line.left(), line.center().y() - _DOT / 2 + 1, _DOT, _DOT))
        self._write(painter, line.adjusted(_DOT + 5, 0, 0, 0), photo.label, c.text)
        if self._taken_for:
            line.translate(0, line.height())
            words = self.tr("taken for {label}").format(label=self._taken_for)
            self._write(painter, line, words, c.problem)

    def _write(self, painter: QPainter, line: QRect, words: str, colour: str) -> None:
        painter.setPen(QColor(colour))
        shown = self.fontMetrics().elidedText(words, Qt.TextElideMode.ElideMiddle, line.width())
        painter.drawText(line, Qt.AlignmentFlag.AlignVCenter, shown)
