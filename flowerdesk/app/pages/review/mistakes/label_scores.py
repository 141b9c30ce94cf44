"""How well each label is recognised and how far its name can be trusted, as bars."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QHelpEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QScrollArea, QSizePolicy, QToolTip, QWidget

from flowerdesk.app.sentences import percent_text, photos_text
from flowerdesk.app.theme import colours, label_colour
from flowerdesk.app.widgets.basics import plain_tooltip
from flowerdesk.app.widgets.probability_bars import paint_bar
from flowerdesk.core.evaluation import LabelScore

_ROW = 25
_BAR = 8
_GAP = 14


class LabelScores(QWidget):
    """One row for each label: recall, then precision, in the words of the captions."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._scores: Sequence[tuple[str, LabelScore]] = ()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(self.tr("Scores of each label"))

    def show_scores(self, scores: Sequence[tuple[str, LabelScore]]) -> None:
        """Shows these in their order."""
        self._scores = scores
        self.setAccessibleDescription("\n".join(self._in_words(n) for n in range(len(scores))))
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        return QSize(300, (len(self._scores) + 1) * _ROW)

    def minimumSizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        return QSize(200, self.sizeHint().height())

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            QToolTip.showText(event.globalPos(), self._tooltip(event.pos().y()), self)
            return True
        return super().event(event)

    def _tooltip(self, y: int) -> str:
        row = y // _ROW - 1
        return plain_tooltip(self._in_words(row)) if 0 <= row < len(self._scores) else ""

    def _in_words(self, row: int) -> str:
        label, score = self._scores[row]
        return "\n".join(
            (
                f"{label}: {photos_text(score.photos)}",
                self.tr("{percent} of your photos of it are recognised (recall)").format(
                    percent=percent_text(score.recall)
                ),
                self.tr("when the answer is this label, {percent} are right (precision)").format(
                    percent=percent_text(score.precision)
                ),
            )
        )

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        name, recall, precision = self._columns()
        self._write(painter, QRect(recall.left(), 0, recall.width(), _ROW), self.tr("recognised"))
        self._write(
            painter, QRect(precision.left(), 0, precision.width(), _ROW), self.tr("right when said")
        )
        for row, (label, score) in enumerate(self._scores):
            top = (row + 1) * _ROW
            if not QRect(0, top, self.width(), _ROW).intersects(event.rect()):
                continue
            place = QRect(name.left(), top, name.width(), _ROW)
            self._write(painter, place, label, colours().text)
            for column, share in ((recall, score.recall), (precision, score.precision)):
                self._paint_share(painter, column.translated(0, top), share, label_colour(row))

    def _columns(self) -> tuple[QRect, QRect, QRect]:
        """Where the name and both bars with their figures are, in the first row."""
        metrics = self.fontMetrics()
        longest = max((metrics.horizontalAdvance(label) for label, _ in self._scores), default=0)
        first = min(longest + 4, self.width() // 4)
        rest = (self.width() - first - 2 * _GAP) // 2
        name = QRect(0, 0, first, _ROW)
        recall = QRect(first + _GAP, 0, rest, _ROW)
        return name, recall, recall.translated(rest + _GAP, 0)

    def _paint_share(self, painter: QPainter, place: QRect, share: float, colour: str) -> None:
        figure = percent_text(share)
        room = self.fontMetrics().horizontalAdvance(percent_text(0.999)) + 8
        bar = QRectF(place.adjusted(0, 0, -room, 0))
        bar.setTop(place.center().y() - _BAR / 2)
        bar.setHeight(_BAR)
        paint_bar(painter, bar, share, colour)
        painter.setPen(QColor(colours().text))
        align = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        painter.drawText(place, align, figure)

    def _write(self, painter: QPainter, place: QRect, words: str, colour: str = "") -> None:
        painter.setPen(QColor(colour or colours().muted))
        metrics = QFontMetrics(painter.font())
        shown = metrics.elidedText(words, Qt.TextElideMode.ElideMiddle, place.width())
        painter.drawText(place, Qt.AlignmentFlag.AlignVCenter, shown)


class ScrolledScores(QScrollArea):
    """The scores of many labels in little room; the keyboard scrolls them too."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.scores = LabelScores()
        self.setWidgetResizable(True)
        self.setWidget(self.scores)
        self.viewport().setAutoFillBackground(False)
        self.scores.setAutoFillBackground(False)  # the card shows through
        self.setMinimumHeight(4 * _ROW)
        self.setProperty("framed", True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName(self.scores.accessibleName())
        self.setToolTip(
            self.tr(
                "Recognised: how many of your photos of a label got that answer. "
                "Right when said: how many of the photos with that answer are yours of that label."
            )
        )

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        return QSize(self.scores.sizeHint().width() + 4, self.minimumHeight())
