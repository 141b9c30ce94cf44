"""The tab of the map: all photos as points, those that look alike together."""

from flowerdesk.app.pages.review.map.page import MapPage

make_page = MapPage

__all__ = ["MapPage", "make_page"]
