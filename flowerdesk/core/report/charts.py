"""The curves of a run as an SVG picture (W3C SVG 1.1), of shapes that every viewer knows."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from flowerdesk.core.project import Run

LOSS, ACCURACY = "#2563eb", "#d9651b"
_GRID, _TEXT = "#e4e2dc", "#6a6963"
_WIDTH, _HEIGHT = 640, 260
_LEFT, _RIGHT, _TOP, _BOTTOM = 52, 588, 30, 226
_MOST_POINTS = 600

Points = list[tuple[float, float]]


def curves_svg(run: Run, captions: tuple[str, str, str]) -> str:
    """Loss (left axis) and validation accuracy (right axis) over the iterations.

    Args:
        captions: what loss, accuracy and iterations are called.
    """
    losses = [(float(at), loss) for at, loss, _ in run.history if loss is not None]
    accuracies = [(float(at), share) for at, _, share in run.history if share is not None]
    last = max((at for at, _ in losses + accuracies), default=1.0) or 1.0
    highest = max((loss for _, loss in losses), default=1.0) or 1.0
    shapes = [
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{_WIDTH}" height="{_HEIGHT}" '
        f'viewBox="0 0 {_WIDTH} {_HEIGHT}" font-family="sans-serif" font-size="12">',
        *_grid(highest, last),
        _line(_placed(_thinned(losses), last, highest), LOSS, 1.2),
        _line(_placed(accuracies, last, 1.0), ACCURACY, 2),
        _text(_LEFT, 14, captions[0], LOSS, "start"),
        _text(_RIGHT, 14, captions[1], ACCURACY, "end"),
        _text((_LEFT + _RIGHT) / 2, _HEIGHT - 4, captions[2], _TEXT, "middle"),
        "</svg>",
    ]
    return "\n".join(shapes)


def _grid(highest: float, last: float) -> Iterator[str]:
    for step in range(6):
        y = _BOTTOM - (_BOTTOM - _TOP) * step / 5
        yield f'<line x1="{_LEFT}" y1="{y:g}" x2="{_RIGHT}" y2="{y:g}" stroke="{_GRID}"/>'
        yield _text(_LEFT - 6, y + 4, f"{highest * step / 5:.2g}", LOSS, "end")
        yield _text(_RIGHT + 6, y + 4, f"{20 * step} %", ACCURACY, "start")
    for step in range(5):
        x = _LEFT + (_RIGHT - _LEFT) * step / 4
        yield _text(x, _BOTTOM + 15, f"{last * step / 4:.0f}", _TEXT, "middle")


def _placed(points: Points, last: float, highest: float) -> Points:
    return [
        (_LEFT + (_RIGHT - _LEFT) * at / last, _BOTTOM - (_BOTTOM - _TOP) * value / highest)
        for at, value in points
    ]


def _thinned(points: Points) -> Points:
    """The highest and the lowest of some neighbours each, so that no peak is lost."""
    step = -(-len(points) // (_MOST_POINTS // 2))
    if step <= 1:
        return points
    kept: Points = []
    for start in range(0, len(points), step):
        some = points[start : start + step]
        ends = {min(some, key=lambda point: point[1]), max(some, key=lambda point: point[1])}
        kept += sorted(ends)
    return kept


def _line(points: Sequence[tuple[float, float]], colour: str, width: float) -> str:
    path = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
    return f'<polyline points="{path}" fill="none" stroke="{colour}" stroke-width="{width:g}"/>'


def _text(x: float, y: float, words: str, colour: str, anchor: str) -> str:
    return f'<text x="{x:g}" y="{y:g}" fill="{colour}" text-anchor="{anchor}">{words}</text>'
