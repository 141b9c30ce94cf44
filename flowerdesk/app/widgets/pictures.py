"""Small pictures of the network's maps as images: in the colours of heat, or as a veil over a
photo; buttons that show one, and the legend that says what the colours mean."""

from __future__ import annotations

import functools

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import (
    QColor,
    QImage,
    QLinearGradient,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QPen,
    QPixmap,
    qRgba,
)
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from flowerdesk.app.theme import colours
from flowerdesk.core.see.heat import veil_strengths
from flowerdesk.core.see.pictures import Picture, heat_colours

_RADIUS = 6
_FEW = 40
"""Maps of fewer places across are shown with their places, as squares."""


def image_of(picture: Picture) -> QImage:
    """A picture as an image; a grey one in the colours of heat."""
    if picture.is_grey:
        return _indexed(picture, opaque=True)
    kind = QImage.Format.Format_RGB888
    bytes_of_a_line = 3 * picture.width
    image = QImage(picture.pixels, picture.width, picture.height, bytes_of_a_line, kind)
    return image.copy()  # the bytes belong to the picture


def veil_of(picture: Picture) -> QImage:
    """A grey picture as a veil of heat to be laid over a photo: the hotter, the thicker."""
    image = _indexed(picture, opaque=False)
    return image.convertToFormat(QImage.Format.Format_ARGB32_Premultiplied)


def _indexed(picture: Picture, *, opaque: bool) -> QImage:
    kind = QImage.Format.Format_Indexed8
    image = QImage(picture.pixels, picture.width, picture.height, picture.width, kind).copy()
    image.setColorTable(_colour_table(opaque))
    return image


@functools.cache
def _colour_table(opaque: bool) -> list[int]:
    alphas = [255] * 256 if opaque else [round(255 * one) for one in veil_strengths()]
    return [
        qRgba(red, green, blue, alpha)
        for (red, green, blue), alpha in zip(heat_colours().tolist(), alphas, strict=True)
    ]


def fitted(image: QImage, size: QSize) -> QPixmap:
    """An image stretched to so many pixels: without steps, unless its pixels are places to see."""
    few = image.width() < _FEW
    mode = Qt.TransformationMode.FastTransformation if few else _SMOOTH
    return QPixmap.fromImage(image.scaled(size, Qt.AspectRatioMode.IgnoreAspectRatio, mode))


_SMOOTH = Qt.TransformationMode.SmoothTransformation


class PictureButton(QAbstractButton):
    """A square picture to press, as large as its place; without a picture it is an empty place."""

    def __init__(self, parent: QWidget | None = None, *, smooth: bool = False) -> None:
        super().__init__(parent)
        self._image: QImage | None = None
        self._shown: QPixmap | None = None
        self._smooth = smooth
        self.caption = ""
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def show_image(self, image: QImage | None) -> None:
        self._image, self._shown = image, None
        self.setEnabled(image is not None)
        self.update()

    @property
    def shows_image(self) -> bool:
        return self._image is not None

    def hasHeightForWidth(self) -> bool:  # noqa: N802 - Qt's name
        return True

    def heightForWidth(self, width: int) -> int:  # noqa: N802 - Qt's name
        return width

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        return QSize(52, 52)

    def minimumSizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        return QSize(24, 24)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        side = min(self.width(), self.height())
        place = QRect(0, 0, side, side)
        path = QPainterPath()
        path.addRoundedRect(QRectF(place), _RADIUS, _RADIUS)
        if self._image is None:
            painter.fillPath(path, QColor(colours().track))
            return
        painter.setClipPath(path)
        painter.drawPixmap(place, self._fitted(self._image, side))
        painter.setClipping(False)
        ring = self.hasFocus() or self.isChecked()
        if ring or self.underMouse():
            colour = colours().accent if ring else colours().muted
            painter.setPen(QPen(QColor(colour), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(QRectF(place).adjusted(1, 1, -1, -1), _RADIUS - 1, _RADIUS - 1)

    def _fitted(self, image: QImage, side: int) -> QPixmap:
        wanted = QSize(side, side) * self.devicePixelRatioF()
        if self._shown is None or self._shown.size() != wanted:
            if self._smooth:
                scaled = image.scaled(wanted, Qt.AspectRatioMode.IgnoreAspectRatio, _SMOOTH)
                self._shown = QPixmap.fromImage(scaled)
            else:
                self._shown = fitted(image, wanted)
        return self._shown


class PictureSheet(QWidget):
    """Many pictures at once, in rows, each as large as its place allows."""

    _GAP = 3

    def __init__(self, columns: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._columns = columns
        self._images: list[QImage] = []
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_images(self, images: list[QImage]) -> None:
        self._images = images
        self._fit()
        self.update()

    @property
    def count(self) -> int:
        return len(self._images)

    def resizeEvent(self, event: object) -> None:  # noqa: N802 - Qt's name
        self._fit()

    def _side(self) -> int:
        return max(8, (self.width() - (self._columns - 1) * self._GAP) // self._columns)

    def _fit(self) -> None:
        rows = -(-len(self._images) // self._columns)
        self.setFixedHeight(max(1, rows * (self._side() + self._GAP)))

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        painter = QPainter(self)
        side = self._side()
        for number, image in enumerate(self._images):
            row, column = divmod(number, self._columns)
            corner = QRect(column * (side + self._GAP), row * (side + self._GAP), side, side)
            painter.drawImage(corner, image)


class Legend(QWidget):
    """The colours of heat from nothing to the most, with a word at each end."""

    _BAR = 8

    def __init__(self, least: str, most: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._least, self._most = least, most
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(f"{least} – {most}")

    def show_ends(self, least: str, most: str) -> None:
        self._least, self._most = least, most
        self.setAccessibleName(f"{least} – {most}")
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        metrics = self.fontMetrics()
        words = metrics.horizontalAdvance(self._least) + metrics.horizontalAdvance(self._most)
        return QSize(words + 80, metrics.height() + 2)

    def minimumSizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        return QSize(60, self.sizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        metrics = self.fontMetrics()
        left = metrics.horizontalAdvance(self._least) + 8
        right = metrics.horizontalAdvance(self._most) + 8
        painter.setPen(QColor(colours().muted))
        middle = Qt.AlignmentFlag.AlignVCenter
        painter.drawText(self.rect(), middle | Qt.AlignmentFlag.AlignLeft, self._least)
        painter.drawText(self.rect(), middle | Qt.AlignmentFlag.AlignRight, self._most)
        bar = QRectF(left, (self.height() - self._BAR) / 2, self.width() - left - right, self._BAR)
        if bar.width() < 10:
            return
        gradient = QLinearGradient(QPointF(bar.left(), 0), QPointF(bar.right(), 0))
        for number in range(0, 256, 15):
            gradient.setColorAt(number / 255, QColor(*heat_colours()[number].tolist()))
        painter.setPen(QPen(QColor(colours().border), 1))
        painter.setBrush(gradient)
        painter.drawRoundedRect(bar, self._BAR / 2, self._BAR / 2)
