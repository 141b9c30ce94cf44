"""Drawn photos of flowers, to try the program with before one has photos of one's own."""

from flowerdesk.core.sample.flowers import LABELS, draw_flower, draw_photo, draw_sample

__all__ = ["LABELS", "draw_flower", "draw_photo", "draw_sample"]
