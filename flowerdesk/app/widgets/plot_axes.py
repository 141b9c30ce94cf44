"""The axes of the live plot: few ticks at round numbers, in the window's language."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence

import pyqtgraph as pg
from PySide6.QtCore import QLocale, QRectF

_OVERHANG = 40  # pixels by which the text of a tick may stand beyond the axis


class Axis(pg.AxisItem):  # type: ignore[misc]  # pyqtgraph tells no types
    """Ticks at ``steps`` times powers of ten, at least ``room`` pixels apart, told by ``text``."""

    def __init__(
        self,
        side: str,
        text: Callable[[float, float], str],
        *,
        room: int,
        steps: Sequence[float] = (1, 2, 5),
        smallest: float = 0.0,
    ) -> None:
        super().__init__(side)
        self._text = text
        self._room = room
        self._steps = steps
        self._smallest = smallest
        self.setStyle(maxTickLevel=0, tickLength=0, hideOverlappingLabels=_OVERHANG)

    def tickSpacing(  # noqa: N802 - pyqtgraph's name
        self, minimum: float, maximum: float, size: float
    ) -> list[tuple[float, float]]:
        span = abs(maximum - minimum)
        if not span or not math.isfinite(span) or size <= 0:
            return [(1.0, 0.0)]
        wanted = max(span * self._room / size, self._smallest)
        return [(_round_up(wanted, self._steps), 0.0)]

    def boundingRect(self) -> QRectF:  # noqa: N802 - Qt's name
        """With room for the texts at both ends; pyqtgraph forgets it where there is a grid."""
        rect: QRectF = super().boundingRect()
        return rect if self.grid is False else rect.adjusted(0, -_OVERHANG, 0, _OVERHANG)

    def tickStrings(  # noqa: N802 - pyqtgraph's name
        self, values: Sequence[float], scale: float, spacing: float
    ) -> list[str]:
        return [self._text(value, spacing) for value in values]


def _round_up(wanted: float, steps: Sequence[float]) -> float:
    """The smallest step times a power of ten that is not below ``wanted``."""
    power = 10.0 ** math.floor(math.log10(wanted))
    # A hair less, for the rounding errors of a span that fits exactly.
    return next(
        (step * power for step in (*steps, 10) if step * power >= wanted * (1 - 1e-9)), 10 * power
    )


def number_text(value: float, spacing: float) -> str:
    """With as many digits after the point as ``spacing`` has, which is at most four."""
    digits = next((n for n in range(4) if math.isclose(round(spacing, n), spacing)), 4)
    return QLocale().toString(value, "f", digits)
