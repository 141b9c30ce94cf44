"""The Photos page: look through the photos of a project and mend their labels."""

from flowerdesk.app.pages.photos.page import PhotosPage

make_page = PhotosPage

__all__ = ["PhotosPage", "make_page"]
