"""The Learn page: looking at the photos, learning their labels, and what came of it."""

from flowerdesk.app.pages.learn.page import LearnPage

make_page = LearnPage

__all__ = ["LearnPage", "make_page"]
