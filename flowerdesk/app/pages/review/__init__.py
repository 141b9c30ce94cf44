"""The Review page: what the answers, and the photos themselves, tell about the labels."""

from flowerdesk.app.pages.review.page import ReviewPage

make_page = ReviewPage

__all__ = ["ReviewPage", "make_page"]
