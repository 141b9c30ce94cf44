"""Points as pixels: where they are seen, drawn, found and surrounded."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import QPointF, QSize
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QApplication

from flowerdesk.app.pages.review.map import cloud

SIGHT = cloud.Sight(200, 100)
ALL = np.ones(4, bool)
CROSS = np.array([[0, 0], [1, 0], [0, 1], [-0.2, 0.1]], np.float32)
RED, WHITE = QColor("#ff0000"), QColor("#ffffff")


def test_positions_of_any_size_fit_into_the_picture_and_keep_their_shape() -> None:
    positions = np.array([[1000, 10], [3000, 10], [2000, 510]], np.float32)
    found = cloud.fitted(positions)
    np.testing.assert_allclose(found, [[-1, -0.25], [1, -0.25], [0, 0.25]], atol=1e-6)
    assert cloud.fitted(np.zeros((3, 2), np.float32)).tolist() == [[0, 0]] * 3
    assert len(cloud.fitted(np.zeros((0, 2), np.float32))) == 0


def test_the_middle_of_the_plane_is_in_the_middle_and_all_of_it_is_seen() -> None:
    pixels = SIGHT.pixels(CROSS)
    assert pixels[0].tolist() == [100, 50]
    assert cloud.in_sight(pixels, SIGHT).all()


def test_what_is_under_the_mouse_stays_there_while_zooming() -> None:
    at = QPointF(30, 80)
    before = SIGHT.pixels(CROSS)
    sight = SIGHT.zoomed(3, at)
    fixed = np.array([30, 80])
    np.testing.assert_allclose(sight.pixels(CROSS) - fixed, 3 * (before - fixed), rtol=1e-3)
    assert SIGHT.zoomed(1e9, at).zoom == cloud.LARGEST_ZOOM
    assert SIGHT.zoomed(1e-9, at).zoom == cloud.SMALLEST_ZOOM


def test_the_map_follows_the_hand() -> None:
    moved = SIGHT.moved(QPointF(7, -5)).pixels(CROSS)
    np.testing.assert_allclose(moved - SIGHT.pixels(CROSS), [[7, -5]] * 4, atol=1e-4)


@pytest.mark.parametrize("fineness", [1.0, 2.0])
def test_dots_are_drawn_where_their_points_are(qapp: QApplication, fineness: float) -> None:
    pixels = np.array([[50, 20], [199, 99], [-40, 20]], np.float32)
    palette = [RED, QColor("#0000ff")]
    size = QSize(200, 100)
    image = cloud.draw(pixels, np.array([0, 1, 0]), palette, WHITE, 3.0, size, fineness)
    assert image.size() == size * fineness
    at = round(50 * fineness), round(20 * fineness)
    assert image.pixelColor(*at) == RED
    assert image.pixelColor(image.width() - 1, image.height() - 1) == palette[1]
    assert image.pixelColor(5, at[1]) == WHITE
    soft = image.pixelColor(at[0] + round(3 * fineness), at[1])
    assert soft.red() == 255
    assert 0 < soft.green() < 255


def test_later_dots_lie_over_earlier_ones(qapp: QApplication) -> None:
    pixels = np.array([[50, 50]] * 3, np.float32)
    palette = [QColor("#0000ff"), RED]
    image = cloud.draw(pixels, np.array([0, 0, 1]), palette, WHITE, 3, QSize(99, 99), 1)
    assert image.pixelColor(50, 50) == RED


def test_many_points_have_small_dots() -> None:
    sight = cloud.Sight(800, 600)
    radii = [cloud.dot_radius(sight, count) for count in (10, 5000, 50_000)]
    assert radii == sorted(radii, reverse=True)
    assert radii[0] > radii[1] > radii[2]


def test_the_nearest_point_is_found_unless_it_is_far_or_hidden() -> None:
    pixels = SIGHT.pixels(CROSS)
    at = QPointF(*(pixels[1] + 3))
    assert cloud.nearest(pixels, ALL, at, 12) == 1
    assert cloud.nearest(pixels, ALL, at, 2) is None
    assert cloud.nearest(pixels, np.array([True, False, True, True]), at, 12) is None
    assert cloud.nearest(pixels[:0], ALL[:0], at, 12) is None


def test_arrows_lead_to_the_next_point_on_that_side() -> None:
    pixels = SIGHT.pixels(CROSS)
    assert cloud.next_in_direction(pixels, ALL, 0, 1, 0) == 1
    assert cloud.next_in_direction(pixels, ALL, 0, 0, 1) == 2
    assert cloud.next_in_direction(pixels, ALL, 0, -1, 0) == 3
    assert cloud.next_in_direction(pixels, ALL, 0, 0, -1) is None
    assert cloud.next_in_direction(pixels, ALL, 1, -1, 0) == 0


def test_a_line_around_points_finds_those_inside(qapp: QApplication) -> None:
    pixels = np.array([[50, 50], [150, 50], [50, 99], [-10, 50]], np.float32)
    outline = [QPointF(20, 20), QPointF(80, 20), QPointF(80, 80), QPointF(20, 80)]
    assert cloud.inside(pixels, outline, SIGHT).tolist() == [True, False, False, False]
    around = [QPointF(-50, -50), QPointF(500, -50), QPointF(500, 500), QPointF(-50, 500)]
    assert cloud.inside(pixels, around, SIGHT).tolist() == [True, True, True, False]
