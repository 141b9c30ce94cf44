"""One row of similar photos below what they have in common."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from flowerdesk.app.similar_photos.photo_button import PhotoButton
from flowerdesk.app.widgets.basics import ElidedLabel, text
from flowerdesk.app.widgets.photo_model import ShownPhoto
from flowerdesk.app.widgets.thumbnails import ThumbnailLoader


class SimilarRow(QWidget):
    """Signals:
    chosen(int): the photo of that id should be looked at next.
    """

    chosen = Signal(int)

    def __init__(self, loader: ThumbnailLoader, places: int) -> None:
        super().__init__()
        self.heading = ElidedLabel(role="heading", mode=Qt.TextElideMode.ElideMiddle)
        self.nothing = text(role="muted", wrap=True)
        self.buttons = [PhotoButton(loader) for _ in range(places)]
        row = QHBoxLayout()
        row.setSpacing(4)
        for one in self.buttons:
            one.clicked.connect(lambda _=False, one=one: self._choose(one))
            policy = one.sizePolicy()
            policy.setRetainSizeWhenHidden(True)  # both rows stay where they are
            one.setSizePolicy(policy)
            row.addWidget(one)
        row.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(self.heading)
        column.addWidget(self.nothing)
        column.addLayout(row)

    def show_photos(self, heading: str, photos: Sequence[tuple[ShownPhoto, float]]) -> None:
        """Shows photos with their similarities; the row says so when there are none."""
        self.heading.setText(heading)
        self.nothing.setText("" if photos else self.tr("There are none."))
        self.nothing.setVisible(not photos)
        for number, one in enumerate(self.buttons):
            one.setVisible(number < len(photos))
            if number < len(photos):
                one.show_photo(*photos[number])

    def _choose(self, chosen: PhotoButton) -> None:
        if chosen.photo is not None:
            self.chosen.emit(chosen.photo.id)
