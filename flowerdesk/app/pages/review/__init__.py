"""The Review page: how good the answers are, where they go wrong, and what to do about it."""

from flowerdesk.app.pages.review.page import ReviewPage

make_page = ReviewPage

__all__ = ["ReviewPage", "make_page"]
