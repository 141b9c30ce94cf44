"""The tab of mistakes: how good the answers are, where they go wrong, and what to do about it."""

from flowerdesk.app.pages.review.mistakes.page import MistakesPage

make_page = MistakesPage

__all__ = ["MistakesPage", "make_page"]
