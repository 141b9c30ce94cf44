"""Card 1: the photo that is being looked at, how many are done, and which were skipped."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from PySide6.QtCore import QPoint, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPixmap
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QSizePolicy, QVBoxLayout, QWidget

from flowerdesk.app.learning import Learning, Stage
from flowerdesk.app.pages.learn.layouts import heading_row
from flowerdesk.app.pages.learn.wording import left_text, number_text, rate_text
from flowerdesk.app.sentences import photos_text
from flowerdesk.app.theme import SPACING, colours
from flowerdesk.app.widgets.basics import Card, ElidedLabel, button, plain_tooltip, text
from flowerdesk.app.widgets.thumbnails import ThumbnailLoader, corner
from flowerdesk.core.project.browsing import Snapshot
from flowerdesk.core.project.records import absolute

_SIDE = 74


class LookingCard(Card):
    """Shows the extraction while it goes on, and otherwise what was looked at so far.

    Signals:
        pause_wanted(), stop_wanted(), skipped_wanted(), photos_wanted(): the buttons.
    """

    pause_wanted = Signal()
    stop_wanted = Signal()
    skipped_wanted = Signal()
    photos_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.pause = button(
            self.tr("Pause"),
            self.tr("Stop looking for now; what was looked at is kept"),
            flat=True,
        )
        self.stop = button(self.tr("Stop"), self.tr("Stop; what was looked at is kept"), flat=True)
        self.go_to_photos = button(
            self.tr("Add photos…"), self.tr("Go to the page of the photos"), flat=True
        )
        self.skipped = button("", self.tr("List the photos that were left out, and why"), flat=True)
        self.skipped.setProperty("problem", True)
        self.pause.clicked.connect(self.pause_wanted)
        self.stop.clicked.connect(self.stop_wanted)
        self.skipped.clicked.connect(self.skipped_wanted)
        self.go_to_photos.clicked.connect(self.photos_wanted)
        self.thumbnail = _Thumbnail()
        self.number = text(role="number")
        self.caption = ElidedLabel(role="muted")
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setAccessibleName(self.tr("Photos that were looked at"))
        self.details = ElidedLabel(role="muted")
        self._lay_out()

    def _lay_out(self) -> None:
        top = heading_row()
        top.addWidget(text(self.tr("1 · Look at the photos"), "heading"))
        top.addStretch(1)
        for widget in (self.pause, self.stop, self.go_to_photos):
            top.addWidget(widget)
        self.body.addLayout(top)
        figures = QHBoxLayout()
        figures.setSpacing(SPACING - 4)
        figures.addWidget(self.number)
        figures.addWidget(self.caption, 1)
        bottom = QHBoxLayout()
        bottom.addWidget(self.details, 1)
        bottom.addWidget(self.skipped)
        right = QVBoxLayout()
        right.setSpacing(4)
        right.addLayout(figures)
        right.addWidget(self.bar)
        right.addLayout(bottom)
        middle = QHBoxLayout()
        middle.setSpacing(SPACING - 4)
        middle.addWidget(self.thumbnail, 0, Qt.AlignmentFlag.AlignTop)
        middle.addLayout(right, 1)
        self.body.addLayout(middle)
        self.body.addStretch(1)

    def show_idle(self, snapshot: Snapshot, looked_at: int, skipped: int, locked: bool) -> None:
        """Nothing goes on: how many photos have been looked at with the network that is wanted."""
        self._show_controls(running=False, pausable=False)
        photos = snapshot.photo_count
        self.go_to_photos.setVisible(not photos and not locked)
        used = ~(snapshot.photos.excluded | snapshot.photos.missing)
        self._show_skipped(skipped if looked_at else 0)
        self.number.setText(number_text(looked_at))
        self.bar.setRange(0, max(1, photos))
        self.bar.setValue(looked_at)
        self.bar.show()
        self.caption.setText(self.tr("of {photos} looked at").format(photos=photos_text(photos)))
        if not photos:
            self.details.setText(self.tr("There are no photos yet. Add some first."))
        elif looked_at + skipped >= photos and looked_at:
            self.details.setText(self.tr("Nothing is left to look at."))
        elif looked_at:
            self.details.setText(self.tr("Only new ones will be looked at."))
        else:
            self.details.setText(self.tr("Each photo is looked at once; that is kept."))
        first = np.flatnonzero(used & snapshot.photos.has_features)[:1]
        self.thumbnail.show_photo(
            absolute(snapshot.path, snapshot.photos.paths[first[0]]) if len(first) else None
        )

    def show_work(self, learning: Learning) -> None:
        """How far the extraction is at present."""
        looking, stage = learning.looking, learning.stage
        at_it = stage in (Stage.STARTING, Stage.LOOKING)
        self._show_controls(running=at_it, pausable=at_it)
        self.go_to_photos.hide()
        self._show_skipped(len(looking.skipped))
        if stage is Stage.STARTING:
            self.number.setText("…")
            if looking.trying:
                self.caption.setText(self.tr("trying what is fastest on this computer"))
                self.details.setText(self.tr("Once only: {way}").format(way=looking.trying))
            else:
                self.caption.setText(self.tr("waking the network"))
                self.details.setText(self.tr("This takes some seconds the first time."))
            self.bar.setRange(0, 0)
            return
        self.number.setText(number_text(looking.done))
        self.caption.setText(self.tr("of {photos}").format(photos=photos_text(looking.total)))
        self.bar.setRange(0, looking.total)
        self.bar.setValue(looking.done)
        parts = []
        if stage is Stage.PAUSED:
            parts.append(self.tr("Paused"))
        elif looking.rate.per_second:
            parts.append(rate_text(looking.rate.per_second))
            if looking.seconds_left is not None and looking.done < looking.total:
                parts.append(left_text(looking.seconds_left))
        self.details.setText("   ".join(parts) or self.tr("reading the first photos …"))

    def _show_controls(self, *, running: bool, pausable: bool) -> None:
        self.pause.setVisible(pausable)
        self.stop.setVisible(running)

    def _show_skipped(self, count: int) -> None:
        self.skipped.setVisible(count > 0)
        self.skipped.setText(self.tr("%Ln skipped", None, count))


class _Thumbnail(QWidget):
    """The photo that was looked at last, with round corners; an empty place before."""

    def __init__(self) -> None:
        super().__init__()
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setFixedSize(QSize(_SIDE, _SIDE))
        self.setAccessibleName(self.tr("The photo that was looked at last"))
        self._loader = ThumbnailLoader(self)
        self._loader.loaded.connect(self._on_loaded)
        self._wanted: Path | None = None
        self._pixmap: QPixmap | None = None

    def close_loader(self) -> None:
        """Waits for the photo that is being read, if one is."""
        self._loader.close()

    @property
    def pixmap(self) -> QPixmap | None:
        return self._pixmap

    def show_photo(self, path: Path | None) -> None:
        """Shows this photo as soon as it is read; the last one stays until then."""
        if path == self._wanted:
            return
        self._wanted = path
        if path is None:
            self._pixmap = None
            self.update()
            return
        self._loader.want([path], round(_SIDE * self.devicePixelRatioF()))
        self._take(path)

    def _on_loaded(self, path: Path) -> None:
        self._take(path)

    def _take(self, path: Path) -> None:
        made = self._loader.pixmap(path)
        if made is not None:
            self._pixmap = made
            self.setToolTip(plain_tooltip(path.name))
            self.update()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        if self._pixmap is not None:
            painter.drawPixmap(self.rect(), self._pixmap)
            return
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(colours().track))
        painter.drawRoundedRect(QRectF(self.rect()), corner(_SIDE) * 2, corner(_SIDE) * 2)
        from flowerdesk.app.icons import icon

        picture = icon("image").pixmap(QSize(28, 28))
        side = round(picture.deviceIndependentSize().width())
        painter.drawPixmap(QPoint((_SIDE - side) // 2, (_SIDE - side) // 2), picture)
