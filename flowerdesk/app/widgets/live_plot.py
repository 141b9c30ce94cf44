"""The plot of a training while it goes on. Importing this loads pyqtgraph, which takes a while."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import (
    QBuffer,
    QByteArray,
    QEvent,
    QIODevice,
    QLocale,
    QPointF,
    QRectF,
    QSize,
    Qt,
    QTimer,
    Signal,
)
from PySide6.QtGui import QColor, QFont, QImage, QImageWriter, QKeyEvent, QPainter
from PySide6.QtWidgets import QLabel, QSizePolicy, QVBoxLayout, QWidget

from flowerdesk.app.sentences import percent_text
from flowerdesk.app.theme import colours, is_dark
from flowerdesk.app.widgets.curves import Curve, to_csv
from flowerdesk.app.widgets.plot_axes import Axis, number_text

_MS_BETWEEN_DRAWINGS = 50
_HEADROOM = 1.15  # of the height, for the figure above a point at 100 % in the smallest window
_EXPORT_SCALE = 2
_DIM_LIGHT, _DIM_DARK = 85, 130  # of 255
_ZOOM = 0.8
_LOSS_WIDTH, _ACCURACY_WIDTH, _DIM_WIDTH = 1.6, 2.4, 2.0


class LivePlot(QWidget):
    """Loss (left, from 0) and validation accuracy (right, 0 to 100 %) over epochs.

    Both are drawn on one scale from 0 to 1, so that zooming and panning move them together and
    their axes share the lines of the grid. Dragging pans, the wheel zooms; so do the arrow keys,
    + and -, and 0 fits. It follows a growing curve until a person moves it.

    Signals:
        drawn(): what was shown last is on the plot; at most twenty times a second.
    """

    drawn = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.curve: Curve | None = None
        self.earlier: Sequence[Curve] = ()
        self.following = True
        self._loss_scale = 1.0
        self._dim_lines: list[pg.PlotDataItem] = []
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMinimumSize(QSize(260, 200))
        self.setAccessibleName(self.tr("How loss and accuracy went, epoch by epoch"))
        self._make_view()
        self._make_lines()
        self.read_out = QLabel(self)
        self.read_out.setTextFormat(Qt.TextFormat.PlainText)
        self.read_out.setProperty("role", "chip")
        self.read_out.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.read_out.hide()
        self._drawing = QTimer(self)
        self._drawing.setSingleShot(True)
        self._drawing.setInterval(_MS_BETWEEN_DRAWINGS)
        self._drawing.timeout.connect(self._draw)
        self._dress()
        self._draw()

    # What is shown

    def show_curve(self, curve: Curve | None) -> None:
        """Shows this curve; called again for the same one, shows how it has grown."""
        if curve is not self.curve:
            self.following = True
        self.curve = curve
        self._draw_soon()

    def show_earlier(self, curves: Sequence[Curve]) -> None:
        """Shows the accuracies of other curves dimly behind."""
        self.earlier = tuple(curves)
        self._draw_soon()

    def fit(self) -> None:
        """Shows all of the curve, and follows it again as it grows."""
        self.following = True
        self._fit()

    # The pyqtgraph side

    def _make_view(self) -> None:
        bottom = Axis("bottom", self._epoch_text, room=110, smallest=1)
        self._left = Axis("left", self._loss_text, room=34, steps=(1, 2, 4, 5))
        self._right = Axis("right", _percent_text, room=34, steps=(1, 2, 4, 5))
        bottom.setStyle(tickTextOffset=10)  # clear of the zeros at both ends
        self._axes = (bottom, self._left, self._right)
        self.view = pg.PlotWidget(
            axisItems={"bottom": bottom, "left": self._left, "right": self._right}
        )
        self.view.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Ignored)
        self.view.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.view.setFrameShape(self.view.Shape.NoFrame)
        item = self.view.getPlotItem()
        item.hideButtons()
        item.setMenuEnabled(False)
        item.showAxis("right")
        self._left.setGrid(255)
        self._left.setZValue(-1000)  # its lines behind the curves
        self.box = item.getViewBox()
        self.box.setLimits(xMin=-1, yMin=-0.5, yMax=1.8)
        self.box.sigRangeChangedManually.connect(self._stop_following)
        self.view.scene().sigMouseMoved.connect(self._on_mouse_moved)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(1, 1, 1, 1)
        layout.addWidget(self.view)

    def _make_lines(self) -> None:
        options = {"antialias": True, "autoDownsample": True, "downsampleMethod": "peak"}
        self.loss_line = pg.PlotDataItem(**options)
        self.accuracy_line = pg.PlotDataItem(**options)
        self._best_point = pg.ScatterPlotItem(size=10)
        self._best_text = pg.TextItem(anchor=(0.5, 1.15))
        self._cursor = pg.InfiniteLine(angle=90)
        self._cursor.hide()
        for item in (self._cursor, self.loss_line, self.accuracy_line, self._best_point):
            self.view.addItem(item)
        self.view.addItem(self._best_text, ignoreBounds=True)

    def _dress(self) -> None:
        c = colours()
        font = QFont(self.font())
        font.setPointSizeF(font.pointSizeF() * 0.88)
        bold = QFont(font)
        bold.setBold(True)
        self._best_text.setFont(bold)
        self.view.setBackground(c.card)
        for axis, colour in zip(self._axes, (c.muted, c.loss, c.accuracy), strict=True):
            axis.setTickFont(font)
            axis.setTextPen(colour)
            axis.setPen(QColor(0, 0, 0, 0))
            axis.setTickPen(c.border)
        self._draw_pens()
        self._best_point.setBrush(pg.mkBrush(c.accuracy))
        self._best_point.setPen(pg.mkPen(c.card, width=1.5))
        self._best_text.setColor(c.accuracy)
        self._best_text.fill = pg.mkBrush(c.card)
        self._cursor.setPen(pg.mkPen(c.muted, width=1, style=Qt.PenStyle.DotLine))

    def _draw_pens(self, fineness: float = 1.0) -> None:
        """Pens are as wide as the pixels of what is drawn on, which may be ``fineness`` times as
        fine as the window."""
        c = colours()
        self.loss_line.setPen(pg.mkPen(c.loss, width=_LOSS_WIDTH * fineness))
        self.accuracy_line.setPen(pg.mkPen(c.accuracy, width=_ACCURACY_WIDTH * fineness))
        for line, curve in zip(self._dim_lines, self.earlier, strict=False):
            colour = QColor(curve.colour or c.accuracy)
            colour.setAlpha(_DIM_DARK if is_dark() else _DIM_LIGHT)
            line.setPen(pg.mkPen(colour, width=_DIM_WIDTH * fineness))

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        super().changeEvent(event)
        kinds = (QEvent.Type.PaletteChange, QEvent.Type.FontChange)
        if event.type() in kinds and hasattr(self, "_drawing"):
            self._dress()
            self._draw_soon()

    # Drawing

    def _draw_soon(self) -> None:
        if not self._drawing.isActive():
            self._drawing.start()

    def _draw(self) -> None:
        curve = self.curve or Curve("")
        losses, accuracies = curve.losses, curve.accuracies
        self._loss_scale = _scale(losses.values)
        self.loss_line.setData(curve.epochs_of(losses), losses.values / self._loss_scale)
        self.accuracy_line.setData(curve.epochs_of(accuracies), accuracies.values)
        self._draw_dim_lines()
        self._draw_pens()
        self._draw_best(curve)
        # The text of ticks that stay where they are changes with the scale of the loss.
        self._left.picture = None
        self._left.update()
        if self.following:
            self._fit()
        self.drawn.emit()

    def _draw_dim_lines(self) -> None:
        while len(self._dim_lines) < len(self.earlier):
            line = pg.PlotDataItem(antialias=True, autoDownsample=True, downsampleMethod="peak")
            line.setZValue(-1)
            self.view.addItem(line)
            self._dim_lines.append(line)
        while len(self._dim_lines) > len(self.earlier):
            self.view.removeItem(self._dim_lines.pop())
        for line, curve in zip(self._dim_lines, self.earlier, strict=True):
            line.setData(curve.epochs_of(curve.accuracies), curve.accuracies.values)

    def _draw_best(self, curve: Curve) -> None:
        best = curve.best
        self._best_text.setVisible(best is not None)
        if best is None:
            self._best_point.setData([], [])
            self.setAccessibleDescription(self.tr("Nothing is learned yet."))
            return
        epoch, accuracy = best
        self._best_point.setData([epoch], [accuracy])
        figure = percent_text(accuracy)
        self._best_text.setText(self.tr("best {percent}").format(percent=figure))
        width = max(self._last_epoch(), 1.0)
        beside = min(1.0, max(0.0, (epoch / width - 0.92) / 0.08))
        self._best_text.setAnchor((0.5 + beside / 2 if epoch > 0.06 * width else 0, 1.15))
        self._best_text.setPos(epoch, accuracy)
        self.setAccessibleDescription(
            self.tr("The best validation accuracy was {percent}, at epoch {epoch}.").format(
                percent=figure, epoch=number_text(epoch, 0.1)
            )
        )

    def _fit(self) -> None:
        self.box.setRange(xRange=(0, self._last_epoch()), yRange=(0, _HEADROOM), padding=0)

    def _last_epoch(self) -> float:
        """As far as the shown curve is meant to go, and as far as others went."""
        shown = [curve for curve in (self.curve, *self.earlier) if curve is not None]
        reached = [curve.epochs_of(curve.losses)[-1] for curve in shown if len(curve.losses)] or [
            0.0
        ]
        return float(max([*reached, self.curve.epochs if self.curve else 0, 1]))

    def _stop_following(self) -> None:
        self.following = False

    # Texts

    def _epoch_text(self, value: float, spacing: float) -> str:
        return self.tr("epoch {number}").format(number=number_text(value, 1)) if value >= 0 else ""

    def _loss_text(self, value: float, spacing: float) -> str:
        if value < -1e-9 or value > 1 + 1e-9:
            return ""
        return number_text(value * self._loss_scale, max(spacing * self._loss_scale, 1e-4))

    # Looking closer

    def _on_mouse_moved(self, position: QPointF) -> None:
        curve = self.curve
        inside = self.box.sceneBoundingRect().contains(position)
        if curve is None or not len(curve.losses) or not inside:
            self._hide_read_out()
            return
        epoch = self.box.mapSceneToView(position).x()
        text = self.describe(epoch)
        self._cursor.setPos(epoch)
        self._cursor.show()
        self.read_out.setText(text)
        self.read_out.adjustSize()
        x = round(position.x()) + 14
        if x + self.read_out.width() > self.width():
            x = round(position.x()) - 14 - self.read_out.width()
        self.read_out.move(max(0, x), max(0, round(position.y()) - self.read_out.height() - 8))
        self.read_out.show()

    def describe(self, epoch: float) -> str:
        """The figures next to a place on the axis of epochs, in words."""
        curve = self.curve
        if curve is None or not len(curve.losses):
            return ""
        number = _nearest(curve.epochs_of(curve.losses), epoch)
        parts = [
            self.tr("epoch {number}").format(
                number=number_text(float(curve.epochs_of(curve.losses)[number]), 0.1)
            ),
            self.tr("loss {number}").format(
                number=QLocale().toString(float(curve.losses.values[number]), "f", 3)
            ),
        ]
        if len(curve.accuracies):
            near = _nearest(curve.epochs_of(curve.accuracies), epoch)
            parts.append(
                self.tr("{percent} right").format(
                    percent=percent_text(float(curve.accuracies.values[near]))
                )
            )
        return " · ".join(parts)

    def _hide_read_out(self) -> None:
        self._cursor.hide()
        self.read_out.hide()

    def leaveEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        super().leaveEvent(event)
        self._hide_read_out()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        (left, right), _ = self.box.viewRange()
        step = (right - left) / 10
        match event.key():
            case Qt.Key.Key_Plus | Qt.Key.Key_Equal:
                self.box.scaleBy((_ZOOM, _ZOOM))
            case Qt.Key.Key_Minus:
                self.box.scaleBy((1 / _ZOOM, 1 / _ZOOM))
            case Qt.Key.Key_Left:
                self.box.translateBy(x=-step)
            case Qt.Key.Key_Right:
                self.box.translateBy(x=step)
            case Qt.Key.Key_0 | Qt.Key.Key_Home:
                self.fit()
                return
            case _:
                super().keyPressEvent(event)
                return
        self.following = False

    # Taking it along

    def to_csv(self) -> str:
        """All that is shown, as text."""
        return to_csv([curve for curve in (self.curve, *self.earlier) if curve is not None])

    def to_png(self) -> bytes:
        """The plot as it is shown, twice as fine."""
        size = self._export_size()
        image = QImage(size * _EXPORT_SCALE, QImage.Format.Format_RGB32)
        image.setDevicePixelRatio(_EXPORT_SCALE)
        painter = QPainter(image)
        self._draw_pens(_EXPORT_SCALE)
        self._paint(painter, size)
        self._draw_pens()
        painter.end()
        buffer = QBuffer()
        buffer.open(QIODevice.OpenModeFlag.WriteOnly)
        QImageWriter(buffer, QByteArray(b"png")).write(image)
        return bytes(buffer.data().data())

    def to_svg(self) -> bytes:
        """The plot as it is shown, as lines and texts."""
        from PySide6.QtSvg import QSvgGenerator

        size = self._export_size()
        buffer = QBuffer()
        buffer.open(QIODevice.OpenModeFlag.WriteOnly)
        generator = QSvgGenerator()
        generator.setOutputDevice(buffer)
        generator.setSize(size)
        generator.setViewBox(QRectF(0, 0, size.width(), size.height()))
        generator.setTitle(self.curve.name if self.curve else "")
        painter = QPainter(generator)
        self._paint(painter, size)
        painter.end()
        return bytes(buffer.data().data())

    def _export_size(self) -> QSize:
        return QSize(self.view.width(), self.view.height() + self._legend_height())

    def _legend_height(self) -> int:
        return 2 * self.fontMetrics().height()

    def _paint(self, painter: QPainter, size: QSize) -> None:
        """The plot below a line that says what it shows."""
        c = colours()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(QRectF(0, 0, size.width(), size.height()), QColor(c.card))
        painter.setFont(self.font())
        metrics = self.fontMetrics()
        x, line = 14, round(1.3 * metrics.height())
        entries = [(c.loss, self.tr("loss")), (c.accuracy, self.tr("right on check photos"))]
        for colour, legend in entries:
            painter.setPen(QColor(colour))
            painter.drawText(x, line, f"— {legend}")
            x += metrics.horizontalAdvance(f"— {legend}") + 16
        painter.setPen(QColor(c.text))
        if self.curve is not None:
            room = size.width() - x - 14
            painter.drawText(
                x, line, metrics.elidedText(self.curve.name, Qt.TextElideMode.ElideRight, room)
            )
        top = self._legend_height()
        target = QRectF(0, top, size.width(), size.height() - top)
        self.view.render(painter, target, self.view.rect())


def _percent_text(value: float, spacing: float) -> str:
    if value < -1e-9 or value > 1 + 1e-9:
        return ""
    return number_text(100 * value, 100 * spacing) + " %"


def _scale(losses: np.ndarray) -> float:
    """A round number that is not below any loss."""
    highest = float(losses.max()) if len(losses) else 1.0
    if not highest > 0 or not math.isfinite(highest):
        return 1.0
    power = 10.0 ** math.floor(math.log10(highest))
    return next(
        step * power for step in (1, 1.5, 2, 2.5, 3, 4, 5, 6, 8, 10) if step * power >= highest
    )


def _nearest(places: np.ndarray, wanted: float) -> int:
    return int(np.abs(places - wanted).argmin())
