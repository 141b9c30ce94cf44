"""Bars of probabilities: drawn in the colours of their labels, with words for those who listen."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtGui import QColor, QHelpEvent, QImage
from PySide6.QtWidgets import QApplication, QToolTip
from pytestqt.qtbot import QtBot

from flowerdesk.app.theme import colours
from flowerdesk.app.widgets.probability_bars import ProbabilityBars

COLOURS = {"rose": "#ff0000", "tulip": "#00aa00", "daisy": "#0000ff"}
ANSWERS = (("rose", 0.75), ("tulip", 0.245), ("daisy", 0.005))


@pytest.fixture
def bars(application: QApplication, qtbot: QtBot) -> ProbabilityBars:
    made = ProbabilityBars()
    qtbot.addWidget(made)
    made.show_answers(ANSWERS, COLOURS)
    made.resize(300, made.sizeHint().height())
    return made


def filled(image: QImage, colour: str) -> int:
    """How many pixels wide the widest line of a colour is."""
    wanted = QColor(colour)
    return max(
        sum(image.pixelColor(x, y) == wanted for x in range(image.width()))
        for y in range(image.height())
    )


def test_each_bar_is_as_long_as_its_label_is_likely(bars: ProbabilityBars) -> None:
    image = bars.grab().toImage()
    scale = image.width() / 300
    assert filled(image, COLOURS["rose"]) / scale == pytest.approx(225, abs=4)
    assert filled(image, COLOURS["tulip"]) / scale == pytest.approx(73.5, abs=4)


def test_hardly_likely_is_still_seen_and_impossible_is_not(bars: ProbabilityBars) -> None:
    assert 0 < filled(bars.grab().toImage(), COLOURS["daisy"]) < 10
    bars.show_answers((("rose", 1.0), ("daisy", 0.0)), COLOURS)
    assert filled(bars.grab().toImage(), COLOURS["daisy"]) == 0


def test_a_label_without_a_colour_gets_that_of_the_theme(bars: ProbabilityBars) -> None:
    bars.show_answers((("lily", 1.0),), {})
    assert filled(bars.grab().toImage(), colours().accent) > 200


def test_whoever_listens_hears_all_labels_with_their_percentages(bars: ProbabilityBars) -> None:
    assert bars.accessibleDescription() == "rose 75.0 %, tulip 24.5 %, daisy 0.5 %"


def test_the_height_grows_with_the_labels_and_none_needs_none(bars: ProbabilityBars) -> None:
    three = bars.sizeHint().height()
    bars.show_answers(ANSWERS * 10, COLOURS)
    assert bars.minimumSizeHint().height() > 9 * three
    bars.show_answers((), {})
    assert bars.sizeHint().height() == 0
    bars.grab()


def test_a_long_label_is_whole_in_the_tooltip_and_taken_as_it_is(
    bars: ProbabilityBars, qtbot: QtBot
) -> None:
    bars.show_answers((("<b>" + "very " * 40 + "long", 0.9),), {})
    bars.resize(200, 40)
    bars.show()
    qtbot.waitExposed(bars)
    place = QPoint(20, 10)
    QApplication.sendEvent(
        bars, QHelpEvent(QHelpEvent.Type.ToolTip, place, bars.mapToGlobal(place))
    )
    assert "&lt;b&gt;very very" in QToolTip.text()
    assert "90.0 %" in QToolTip.text()
