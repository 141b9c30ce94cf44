"""The tab of suspicious photos: lists of what somebody should look at, and what to do about it."""

from flowerdesk.app.pages.review.suspects.page import SuspectsPage

make_page = SuspectsPage

__all__ = ["SuspectsPage", "make_page"]
