"""The live plot: what it draws, how it follows and lets itself be moved, and what it exports."""

from __future__ import annotations

import csv
import io
import xml.etree.ElementTree as ElementTree

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from flowerdesk.app import theme
from flowerdesk.app.widgets.curves import Curve, Points
from flowerdesk.app.widgets.live_plot import LivePlot


def curve(name: str = "Run 1", *, iterations: int = 40, best: float = 0.9) -> Curve:
    """Four epochs of ten iterations, whose accuracy is best in the middle."""
    losses = [(number, 2 / number) for number in range(1, iterations + 1)]
    accuracies = [
        (number, best - abs(number - iterations / 2) / 100)
        for number in range(5, iterations + 1, 5)
    ]
    return Curve(name, "#123456", 4, 10, Points(losses), Points(accuracies))


@pytest.fixture
def plot(application: QApplication, qtbot: QtBot) -> LivePlot:
    made = LivePlot()
    qtbot.addWidget(made)
    made.resize(640, 320)
    made.show()
    qtbot.waitExposed(made)
    return made


def show(plot: LivePlot, qtbot: QtBot, shown: Curve | None, *earlier: Curve) -> None:
    with qtbot.waitSignal(plot.drawn):
        plot.show_earlier(earlier)
        plot.show_curve(shown)


def drawn(line: object) -> tuple[np.ndarray, np.ndarray]:
    x, y = line.getOriginalDataset()  # type: ignore[attr-defined]
    return (np.empty(0), np.empty(0)) if x is None else (x, y)


def test_points_grow_without_losing_any() -> None:
    points = Points()
    for start in range(0, 3000, 7):
        points.extend([(number, -number) for number in range(start, min(start + 7, 3000))])
    assert len(points) == 3000
    assert (points.iterations == np.arange(3000)).all()
    assert (points.values == -np.arange(3000)).all()


def test_loss_and_accuracy_stand_over_epochs(plot: LivePlot, qtbot: QtBot) -> None:
    show(plot, qtbot, curve())
    x, y = drawn(plot.loss_line)
    assert (x[0], x[-1]) == (0.1, 4.0)
    assert y.max() <= 1
    x, y = drawn(plot.accuracy_line)
    assert list(x) == [0.5, 1, 1.5, 2, 2.5, 3, 3.5, 4]
    assert y.max() == pytest.approx(0.9)


def test_the_best_point_is_told(plot: LivePlot, qtbot: QtBot) -> None:
    show(plot, qtbot, curve())
    assert "90 %" in plot.accessibleDescription() or "90.0 %" in plot.accessibleDescription()
    assert "epoch 2.0" in plot.accessibleDescription()


def test_many_growths_are_drawn_once(plot: LivePlot, qtbot: QtBot) -> None:
    growing = Curve("Learning now", epochs=4, iterations_per_epoch=10)
    show(plot, qtbot, growing)
    drawings: list[None] = []
    plot.drawn.connect(lambda: drawings.append(None))
    with qtbot.waitSignal(plot.drawn):
        for number in range(1, 31):
            growing.losses.extend([(number, 1.0)])
            plot.show_curve(growing)
    assert len(drawings) == 1
    assert len(drawn(plot.loss_line)[0]) == 30


def test_it_follows_until_it_is_moved_and_fits_again(plot: LivePlot, qtbot: QtBot) -> None:
    shown = curve(iterations=20)
    show(plot, qtbot, shown)
    (left, right), _ = plot.box.viewRange()
    assert (left, right) == (0, 4)
    plot.setFocus()
    qtbot.keyClick(plot, Qt.Key.Key_Plus)
    assert not plot.following
    zoomed = plot.box.viewRange()[0]
    assert zoomed[1] - zoomed[0] < 4
    qtbot.keyClick(plot, Qt.Key.Key_Right)
    assert plot.box.viewRange()[0][0] > zoomed[0]
    with qtbot.waitSignal(plot.drawn):
        plot.show_curve(shown)
    assert plot.box.viewRange()[0][0] > zoomed[0]
    qtbot.keyClick(plot, Qt.Key.Key_0)
    assert plot.following
    assert tuple(plot.box.viewRange()[0]) == (0, 4)


def test_the_wheel_zooms(plot: LivePlot, qtbot: QtBot) -> None:
    from PySide6.QtGui import QWheelEvent

    show(plot, qtbot, curve())
    middle = QPointF(plot.view.viewport().rect().center())
    event = QWheelEvent(
        middle,
        plot.view.viewport().mapToGlobal(middle),
        QPoint(),
        QPoint(0, 120),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(plot.view.viewport(), event)
    left, right = plot.box.viewRange()[0]
    assert right - left < 4
    assert not plot.following


def test_the_pointer_reads_the_figures_out(plot: LivePlot, qtbot: QtBot) -> None:
    show(plot, qtbot, curve())
    place = plot.box.mapViewToScene(QPointF(2.0, 0.5))
    qtbot.mouseMove(plot.view.viewport(), plot.view.mapFromScene(place))
    qtbot.waitUntil(plot.read_out.isVisible)
    assert plot.read_out.text() == "epoch 2.0 · loss 0.100 · 90.0 % right"

    def away() -> bool:  # pyqtgraph overhears movements that come too fast
        qtbot.mouseMove(plot.view.viewport(), QPoint(1 + away_by.pop(), 1))
        return not plot.read_out.isVisible()

    away_by = list(range(8)) * 100
    qtbot.waitUntil(away)


def test_earlier_runs_are_drawn_behind(plot: LivePlot, qtbot: QtBot) -> None:
    before = len(plot.view.getPlotItem().items)
    show(plot, qtbot, curve(), curve("Run 2", best=0.7), curve("Run 3", best=0.6))
    assert len(plot.view.getPlotItem().items) == before + 2
    show(plot, qtbot, curve())
    assert len(plot.view.getPlotItem().items) == before


def test_nothing_learned_yet_is_an_empty_plot(plot: LivePlot, qtbot: QtBot) -> None:
    show(plot, qtbot, None)
    assert plot.accessibleDescription() == "Nothing is learned yet."
    assert plot.describe(1) == ""


def test_a_loss_that_is_no_number_does_no_harm(plot: LivePlot, qtbot: QtBot) -> None:
    shown = Curve("x", losses=Points([(1, float("inf")), (2, float("nan"))]))
    show(plot, qtbot, shown)
    plot.grab()


def test_png_and_svg_can_be_read(plot: LivePlot, qtbot: QtBot) -> None:
    show(plot, qtbot, curve("Two <layers> & more"), curve("Run 2"))
    picture = QImage.fromData(plot.to_png())
    assert picture.width() == 2 * plot.view.width()
    loss = theme.colours().loss
    seen = {
        picture.pixelColor(x, y).name()
        for x in range(0, picture.width(), 2)
        for y in range(0, picture.height(), 2)
    }
    assert loss in seen
    root = ElementTree.fromstring(plot.to_svg())
    words = "".join(root.itertext())
    assert "Two <layers> & more" in words
    assert "epoch 2" in words
    assert len(list(root.iter("{http://www.w3.org/2000/svg}polyline"))) >= 2


def test_csv_holds_every_figure(plot: LivePlot, qtbot: QtBot) -> None:
    show(plot, qtbot, curve("First, best"), curve("Run 2", iterations=10))
    rows = list(csv.DictReader(io.StringIO(plot.to_csv())))
    assert len(rows) == 50
    assert rows[4]["run"] == "First, best"
    assert (rows[4]["iteration"], rows[4]["epoch"]) == ("5", "0.5")
    assert float(rows[4]["loss"]) == pytest.approx(0.4)
    assert float(rows[4]["validation_accuracy"]) == pytest.approx(0.75)
    assert rows[0]["validation_accuracy"] == ""


def test_it_is_drawn_in_the_colours_of_the_theme(
    plot: LivePlot, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    show(plot, qtbot, curve())
    monkeypatch.setattr(theme, "is_dark", lambda: True)
    with qtbot.waitSignal(plot.drawn):
        QApplication.setPalette(theme._palette(theme.DARK))
    assert plot.view.backgroundBrush().color().name() == theme.DARK.card
    assert plot.grab().toImage().pixelColor(3, 3).name() == theme.DARK.card
