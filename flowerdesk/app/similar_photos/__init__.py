"""The dialog that shows, for any photo, those that look most like it to the network."""

from flowerdesk.app.similar_photos.dialog import SimilarDialog, show_similar

__all__ = ["SimilarDialog", "show_similar"]
