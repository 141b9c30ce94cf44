"""Square pictures in the Use page: how they are drawn, and the row of similar photos."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from PySide6.QtCore import QPoint, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPaintEvent, QPixmap, QResizeEvent
from PySide6.QtWidgets import QGridLayout, QSizePolicy, QVBoxLayout, QWidget

from flowerdesk.app.icons import icon
from flowerdesk.app.naming import SIMILAR_PHOTOS
from flowerdesk.app.sentences import percent_text
from flowerdesk.app.theme import colours
from flowerdesk.app.widgets.basics import plain_tooltip, text
from flowerdesk.app.widgets.thumbnails import ThumbnailLoader, corner
from flowerdesk.core.project.records import absolute
from flowerdesk.core.similar import SimilarPhoto

_LARGEST = 180
_DOT = 8
_GAP = 8


def paint_thumbnail(painter: QPainter, rect: QRect, picture: QPixmap | None, failed: bool) -> None:
    """Draws a picture into a square, or what stands for one that is not here yet or cannot be."""
    c = colours()
    if picture is not None and not failed:
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.drawPixmap(rect, picture)
        return
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(c.track))
    painter.drawRoundedRect(QRectF(rect), corner(rect.width()), corner(rect.width()))
    if failed:
        side = max(12, rect.width() // 3)
        place = QRect(QPoint(0, 0), QSize(side, side))
        place.moveCenter(rect.center())
        icon("warning-circle", "problem").paint(painter, place)


class SimilarPhotos(QWidget):
    """Photos of the project that a photo is like, side by side, each with its label."""

    def __init__(self, loader: ThumbnailLoader, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._loader = loader
        loader.loaded.connect(self._on_loaded)
        self._cells = [_Cell(loader) for _ in range(SIMILAR_PHOTOS)]
        grid = QGridLayout()
        grid.setSpacing(_GAP)
        for number, cell in enumerate(self._cells):
            grid.addWidget(cell, 0, number)
            grid.setColumnStretch(number, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(text(self.tr("because it looks like these of yours"), "muted"))
        column.addLayout(grid)

    def show_photos(
        self,
        similar: tuple[SimilarPhoto, ...],
        project_path: Path,
        label_colours: Mapping[str, str],
    ) -> None:
        """Shows these; ``project_path`` is the project that knows them."""
        photos = [(absolute(project_path, one.path), one) for one in similar]
        for cell, (path, photo) in zip(self._cells, photos, strict=False):
            cell.show_photo(path, photo, label_colours.get(photo.label, colours().muted))
        for cell in self._cells[len(photos) :]:
            cell.clear()
        self._want()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        super().resizeEvent(event)
        count = len(self._cells)
        side = (self.width() - (count - 1) * _GAP) // count
        for cell in self._cells:
            cell.set_side(min(side, _LARGEST))

    def _want(self) -> None:
        paths = [cell.path for cell in self._cells if cell.path is not None]
        self._loader.want(paths, round(_LARGEST * self.devicePixelRatioF()))

    def _on_loaded(self, path: Path) -> None:
        for cell in self._cells:
            if cell.path == path:
                cell.update()


class _Cell(QWidget):
    """One similar photo above its label."""

    def __init__(self, loader: ThumbnailLoader) -> None:
        super().__init__()
        self._loader = loader
        self._label = ""
        self._colour = ""
        self._side = 72
        self.path: Path | None = None
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_photo(self, path: Path, photo: SimilarPhoto, colour: str) -> None:
        self.path, self._label, self._colour = path, photo.label, colour
        alike = self.tr("{label}, {percent} alike").format(
            label=photo.label, percent=percent_text(photo.similarity)
        )
        self.setToolTip(plain_tooltip(f"{path.name}\n{alike}"))
        self.setAccessibleName(f"{path.name}: {alike}")
        self.update()

    def clear(self) -> None:
        self.path, self._label = None, ""
        self.setToolTip("")
        self.setAccessibleName("")
        self.update()

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        return QSize(self._side, self._side + 4 + QFontMetrics(self._small()).height())

    def minimumSizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        return QSize(40, 40)

    def set_side(self, side: int) -> None:
        """Makes the picture so many pixels wide and high."""
        self._side = side
        self.setFixedHeight(side + 4 + QFontMetrics(self._small()).height())

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        if self.path is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        side = self._side
        picture, failed = self._loader.pixmap(self.path), bool(self._loader.failure(self.path))
        paint_thumbnail(painter, QRect(0, 0, side, side), picture, failed)
        font = self._small()
        metrics = QFontMetrics(font)
        line = QRect(0, side + 4, side, metrics.height())
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(self._colour))
        painter.drawEllipse(QRectF(0, line.center().y() - _DOT / 2 + 1, _DOT, _DOT))
        painter.setFont(font)
        painter.setPen(QColor(colours().muted))
        words = line.adjusted(_DOT + 4, 0, 0, 0)
        shown = metrics.elidedText(self._label, Qt.TextElideMode.ElideRight, words.width())
        painter.drawText(words, Qt.AlignmentFlag.AlignVCenter, shown)

    def _small(self) -> QFont:
        font = QFont(self.font())
        font.setPointSizeF(font.pointSizeF() * 0.86)
        return font
