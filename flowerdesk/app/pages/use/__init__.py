"""The Use page: drop a photo and read what it shows."""

from flowerdesk.app.pages.use.page import UsePage

make_page = UsePage

__all__ = ["UsePage", "make_page"]
