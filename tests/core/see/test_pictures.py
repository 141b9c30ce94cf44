"""Small pictures, and colours that a difference can be read from."""

from __future__ import annotations

import pickle

import numpy as np

from flowerdesk.core.see.pictures import coloured, grey, heat_colours, picture, sheet


def test_grey_goes_from_nothing_to_the_highest() -> None:
    made = grey(np.array([[0, 1, 2], [-3, 4, 1]]))
    assert made.array().tolist() == [[0, 64, 128], [0, 255, 64]]
    assert grey(np.zeros((2, 2))).array().max() == 0
    assert made.is_grey


def test_a_picture_travels_whole() -> None:
    made = picture(np.arange(24).reshape(2, 4, 3))
    assert pickle.loads(pickle.dumps(made)) == made
    assert made.array()[1, 3].tolist() == [21, 22, 23]
    assert not made.is_grey


def test_the_colours_of_heat_grow_lighter_in_even_steps() -> None:
    colours = heat_colours()
    assert colours.shape == (256, 3)
    linear = (colours / 255) ** 2.2
    luminance = linear @ (0.2126, 0.7152, 0.0722)
    lightness = np.where(
        luminance > 0.0089, 116 * np.cbrt(luminance) - 16, 903.3 * luminance
    )  # CIE 1976
    steps = np.diff(lightness[::15])
    assert steps[1:].min() > 4.5
    assert steps[1:].max() < 8
    assert coloured(grey(np.array([[0, 1]]))).array().tolist() == [[[0, 0, 4], [252, 255, 164]]]


def test_a_sheet_has_a_place_for_every_picture() -> None:
    drawn = [grey(np.ones((2, 2)))] * 5
    made = np.asarray(sheet(drawn, columns=3, side=10, gap=2))
    assert made.shape == (26, 38, 3)
    assert (made[20, 30] == 255).all()
    assert tuple(made[7, 7]) == (252, 255, 164)
