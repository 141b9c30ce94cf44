"""Labels with their probabilities as bars, one below the other."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QEvent, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QHelpEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from flowerdesk.app.sentences import percent_text
from flowerdesk.app.theme import colours
from flowerdesk.app.widgets.basics import plain_tooltip

_BAR = 9
_ABOVE_BAR = 5
_BETWEEN_ROWS = 14
_BETWEEN_TEXTS = 12


class ProbabilityBars(QWidget):
    """Shows ``(label, probability)``, the first one in bold; long labels are cut in the middle and
    whole in their tooltips."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._answers: Sequence[tuple[str, float]] = ()
        self._colours: Mapping[str, str] = {}
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(self.tr("Labels with their probabilities"))

    def show_answers(
        self, answers: Sequence[tuple[str, float]], label_colours: Mapping[str, str]
    ) -> None:
        """Shows these in their order, in the colours of their labels."""
        self._answers, self._colours = answers, label_colours
        self.setAccessibleDescription(
            ", ".join(f"{label} {percent_text(share)}" for label, share in answers)
        )
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        rows = len(self._answers)
        return QSize(260, max(0, rows * self._row_height() - _BETWEEN_ROWS))

    def minimumSizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        return QSize(120, self.sizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for number in range(len(self._answers)):
            rect = self._row(number)
            if rect.intersects(event.rect()):
                self._paint_row(painter, rect, number)

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            QToolTip.showText(event.globalPos(), self._tooltip(event.pos().y()), self)
            return True
        return super().event(event)

    def _tooltip(self, y: int) -> str:
        number = y // self._row_height()
        if not 0 <= number < len(self._answers):
            return ""
        label, share = self._answers[number]
        return plain_tooltip(f"{label}: {percent_text(share)}")

    def _paint_row(self, painter: QPainter, rect: QRect, number: int) -> None:
        label, share = self._answers[number]
        c = colours()
        font = QFont(self.font())
        font.setBold(number == 0)
        metrics = QFontMetrics(font)
        texts = QRect(rect.left(), rect.top(), rect.width(), self._text_height())
        figure = percent_text(share)
        room = texts.width() - metrics.horizontalAdvance(figure) - _BETWEEN_TEXTS
        middle = Qt.AlignmentFlag.AlignVCenter
        painter.setFont(font)
        painter.setPen(QColor(c.text))
        shown = metrics.elidedText(label, Qt.TextElideMode.ElideMiddle, room)
        painter.drawText(texts, Qt.AlignmentFlag.AlignLeft | middle, shown)
        painter.setPen(QColor(c.text if number == 0 else c.muted))
        painter.drawText(texts, Qt.AlignmentFlag.AlignRight | middle, figure)
        bar = QRectF(rect.left(), texts.bottom() + 1 + _ABOVE_BAR, rect.width(), _BAR)
        paint_bar(painter, bar, share, self._colours.get(label, c.accent))

    def _row(self, number: int) -> QRect:
        height = self._row_height()
        return QRect(0, number * height, self.width(), height - _BETWEEN_ROWS)

    def _row_height(self) -> int:
        return self._text_height() + _ABOVE_BAR + _BAR + _BETWEEN_ROWS

    def _text_height(self) -> int:
        return self.fontMetrics().height()


def paint_bar(painter: QPainter, bar: QRectF, share: float, colour: str) -> None:
    """A bar with round ends, filled up to ``share``; what is more than nothing can be seen."""
    radius = bar.height() / 2
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(colours().track))
    painter.drawRoundedRect(bar, radius, radius)
    if share <= 0:
        return
    filled = QRectF(bar)
    filled.setWidth(max(bar.height(), bar.width() * share))
    painter.setBrush(QColor(colour))
    if share < 0.01:  # a dot would look like more than that
        filled.setWidth(bar.height() / 2)
        radius /= 2
    painter.drawRoundedRect(filled, radius, radius)
