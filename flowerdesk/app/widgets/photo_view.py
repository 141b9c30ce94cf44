"""Shows one photo as large as its place allows, or a sentence in its stead."""

from __future__ import annotations

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPainterPath, QPaintEvent, QPixmap
from PySide6.QtWidgets import QSizePolicy, QWidget

from flowerdesk.app.theme import colours
from flowerdesk.core.photos import Frame

_RADIUS = 8
_UNSEEN_COVERED = 0.85  # of what a veil does not cover, or it would look as if it were lit most


class PhotoView(QWidget):
    """A photo, scaled to fit and centred, on a ground that shows how much place there is.

    Without ``ground`` it lies on what is behind it, which is dark in every theme.
    """

    def __init__(self, parent: QWidget | None = None, *, ground: bool = True) -> None:
        super().__init__(parent)
        self._image: QImage | None = None
        self._message = ""
        self._scaled: QPixmap | None = None
        self._veil: QImage | None = None
        self._veil_frame = Frame(0, 0, 1, 1)
        self._veil_opacity = 1.0
        self._ground = ground
        self._problem = False
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    @property
    def shows_photo(self) -> bool:
        return self._image is not None

    @property
    def message(self) -> str:
        return self._message

    def show_photo(self, image: QImage) -> None:
        self._image, self._message, self._scaled = image, "", None
        self.update()

    def show_veil(self, veil: QImage | None, frame: Frame | None = None) -> None:
        """Lays an image with transparency over a part of the photo; None takes it away.

        The rest of the photo fades into the ground meanwhile.
        """
        self._veil = veil
        self._veil_frame = frame or Frame(0, 0, 1, 1)
        self.update()

    def set_veil_opacity(self, opacity: float) -> None:
        """From 0, where nothing is seen of a veil, to 1."""
        self._veil_opacity = opacity
        self.update()

    @property
    def shows_veil(self) -> bool:
        return self._veil is not None

    def show_message(self, message: str = "", *, problem: bool = False) -> None:
        """Shows a sentence, or nothing, in place of a photo; ``problem`` colours it as one."""
        self._image, self._message, self._scaled = None, message, None
        self._problem = problem
        self.update()

    def box(self) -> QSize:
        """The pixels of the screen that a photo may fill."""
        return self.size() * self.devicePixelRatioF()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        if self._ground:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(colours().track))
            painter.drawRoundedRect(self.rect(), _RADIUS, _RADIUS)
        if self._image is None:
            painter.setPen(self._text_colour())
            flags = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap
            painter.drawText(self.rect().adjusted(14, 14, -14, -14), flags, self._message)
            return
        place = self._place(self._image.size())
        path = QPainterPath()
        path.addRoundedRect(QRectF(place), _RADIUS, _RADIUS)
        painter.setClipPath(path)
        painter.drawPixmap(place, self._fitted(self._image, place.size()))
        if self._veil is not None:
            part = _part(place, self._veil_frame)
            outside = QPainterPath()
            outside.addRect(QRectF(place))
            seen = QPainterPath()
            seen.addRect(part)
            painter.setOpacity(self._veil_opacity * _UNSEEN_COVERED)
            painter.fillPath(outside.subtracted(seen), QColor(colours().track))
            painter.setOpacity(self._veil_opacity)
            painter.drawImage(part, self._veil)

    def _text_colour(self) -> QColor:
        if not self._ground:
            return QColor("white")
        return QColor(colours().problem if self._problem else colours().muted)

    def _place(self, size: QSize) -> QRect:
        shown = (size / self.devicePixelRatioF()).scaled(
            self.size(), Qt.AspectRatioMode.KeepAspectRatio
        )
        largest = size * 3 / self.devicePixelRatioF()  # tiny photos grow, but not to blocks
        shown = shown.boundedTo(largest).expandedTo(QSize(1, 1))
        place = QRect(0, 0, shown.width(), shown.height())
        place.moveCenter(self.rect().center())
        return place

    def _fitted(self, image: QImage, size: QSize) -> QPixmap:
        wanted = size * self.devicePixelRatioF()
        if self._scaled is None or self._scaled.size() != wanted:
            scaled = image.scaled(
                wanted,
                Qt.AspectRatioMode.IgnoreAspectRatio,
                Qt.TransformationMode.SmoothTransformation,
            )
            self._scaled = QPixmap.fromImage(scaled)
        return self._scaled


def _part(place: QRect, frame: Frame) -> QRectF:
    return QRectF(
        place.left() + frame.left * place.width(),
        place.top() + frame.top * place.height(),
        frame.width * place.width(),
        frame.height * place.height(),
    )
