"""The tab of suspicious photos: reads the lists, has them looked for, and makes the edits."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtWidgets import QHBoxLayout, QWidget

from flowerdesk.app.desk import Desk
from flowerdesk.app.pages.review.suspects.empty import NothingSearched
from flowerdesk.app.pages.review.suspects.lists_card import ListsCard
from flowerdesk.app.pages.review.suspects.photos_card import PhotosCard
from flowerdesk.app.pages.review.suspects.search import Search
from flowerdesk.app.pages.review.suspects.status import SearchStatus
from flowerdesk.app.pages.review.suspects.wording import SuspectSentences, read_only_reason
from flowerdesk.app.pages.review.tab import ReadingTab
from flowerdesk.app.similar_photos import show_similar
from flowerdesk.app.theme import SPACING, label_colour
from flowerdesk.app.widgets.basics import button
from flowerdesk.core.project import Project
from flowerdesk.core.suspects.lists import SUSPICIONS, SuspectPhoto, Suspects, Suspicion, suspects


class SuspectsPage(ReadingTab):
    """Holds no truth but which list is chosen; what is suspicious is in the project."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        nothing = NothingSearched()
        super().__init__(desk, nothing, parent)
        self.nothing: NothingSearched = nothing
        self.suspects: Suspects | None = None
        self.chosen: Suspicion | None = None
        self._project_path = Path()
        self.again = button(self.tr("Look again"), primary=True)
        held = QWidget()  # the window shows it with the page; the button is not always offered
        row = QHBoxLayout(held)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.again)
        self.header = [held]
        self.search = Search(desk.runner, self)
        self.lists = ListsCard()
        self.photos = PhotosCard(self.thumbnails)
        self.status = SearchStatus()
        self._cards = QWidget()
        row = QHBoxLayout(self._cards)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(SPACING)
        row.addWidget(self.lists)
        row.addWidget(self.photos, 1)
        self._connect()
        self.begin(self._cards, self.status)

    def _connect(self) -> None:
        search = self.search
        search.progressed.connect(self.status.show_progress)
        search.finished.connect(self._on_finished)
        search.failed.connect(self.note.show_sentence)
        search.ended.connect(self._on_ended)
        self.desk.learning.stage_changed.connect(self._show_state)
        for way in (self.again, self.nothing.look):
            way.clicked.connect(self.look)
        for way in (self.lists.learn, self.nothing.learn):
            way.clicked.connect(lambda: self.desk.go("learn"))
        self.status.stop.clicked.connect(self._stop)
        self.lists.chosen.connect(self.choose)
        self.photos.label_wanted.connect(self._label)
        self.photos.fine_wanted.connect(self._find_fine)
        self.photos.leave_out_wanted.connect(self._leave_out)
        self.photos.learn_wanted.connect(self._learn_from)
        self.photos.similar_wanted.connect(self._show_similar)

    # Looking for suspects

    def look(self) -> None:
        """Looks for suspicious photos; only what is new is measured."""
        snapshot = self.desk.session.snapshot
        if snapshot is not None and not self._obstacle():
            self.note.hide()
            self.search.start(snapshot.path)
            self._show_state()

    def _stop(self) -> None:
        self.search.stop()
        self._show_state()

    def _on_finished(self, skipped: int) -> None:
        if skipped:
            self.note.show_sentence(SuspectSentences().skipped(skipped), problem=False)

    def _on_ended(self) -> None:
        self._show_state()
        self.read()

    def _obstacle(self) -> str:
        """Why nothing can be looked for at present; empty if it can."""
        if self.desk.session.read_only:
            return read_only_reason()
        if self.search.running:
            return self.tr("The photos are being looked through")
        if self.suspects is None or not self.suspects.photos:
            return self.tr("The network has to look at the photos first")
        return ""

    # Reading and showing

    def reading(self) -> Callable[[Project], Suspects]:
        return suspects

    def forget(self) -> None:
        self.search.forget()
        self.suspects = self.chosen = None

    def show_waiting(self) -> None:
        self.nothing.wait()
        self._show_state()

    def show_reading(self, found: Suspects, project_path: Path) -> None:
        self.suspects, self._project_path = found, project_path
        self._show_state()
        if not found.searched:
            self.show_in_stack(
                self.nothing, self.nothing.look if found.photos else self.nothing.learn
            )
        else:
            first = next((one for one in SUSPICIONS if found.count(one)), SUSPICIONS[0])
            self.show_in_stack(self._cards, self.lists.lists)
            self.choose(self.chosen or first)

    def _show_state(self) -> None:
        obstacle = self._obstacle()
        self.again.setEnabled(not obstacle)
        self.again.setToolTip(
            obstacle or self.tr("Look through all photos; only new ones are measured")
        )
        self.again.setVisible(self.suspects is not None and self.suspects.searched)
        if self.suspects is not None and not self.suspects.searched:
            self.nothing.offer(obstacle, seen=self.suspects.photos > 0, running=self.search.running)
        self.status.show_state(
            running=self.search.running,
            stopping=self.search.stopping,
            waiting=self.desk.learning.running,
        )

    def choose(self, suspicion: Suspicion) -> None:
        """Shows the photos of that list."""
        self.chosen = suspicion
        if self.suspects is not None:
            self.lists.show_suspects(self.suspects, suspicion)
            self._show_photos()

    def _show_photos(self) -> None:
        snapshot = self.desk.session.snapshot
        if self.suspects is None or self.chosen is None or snapshot is None:
            return
        label_colours = {label: label_colour(n) for n, label in enumerate(snapshot.labels)}
        self.photos.show_list(
            self.suspects,
            self.chosen,
            self._project_path,
            label_colours,
            read_only=self.desk.session.read_only,
        )

    # Edits

    def _label(self, photos: Sequence[SuspectPhoto]) -> None:
        by_label: dict[str, list[int]] = defaultdict(list)
        for photo in photos:
            if photo.suggested is not None:
                by_label[photo.suggested] += photo.ids
        for label, ids in by_label.items():
            self._set_label(ids, label)

    def _set_label(self, ids: Sequence[int], label: str) -> None:
        self.desk.session.edit(lambda edits: edits.set_label(ids, label))

    def _find_fine(self, photos: Sequence[SuspectPhoto]) -> None:
        ids, suspicion = _ids(photos), self.chosen
        if suspicion == "wrong_label":
            self.desk.session.edit(lambda edits: edits.keep_label(ids))
        elif suspicion is not None:
            self.desk.session.edit(lambda edits: edits.accept(ids, suspicion))

    def _leave_out(self, photos: Sequence[SuspectPhoto]) -> None:
        ids = _ids(photos)
        self.desk.session.edit(lambda edits: edits.set_excluded(ids, True))

    def _learn_from(self, photos: Sequence[SuspectPhoto]) -> None:
        ids = _ids(photos)
        self.desk.session.edit(lambda edits: edits.learn_from(ids))

    def _show_similar(self, photo: SuspectPhoto) -> None:
        show_similar(self.desk, self.window(), photo.ids[0])


def _ids(photos: Sequence[SuspectPhoto]) -> list[int]:
    return [one for photo in photos for one in photo.ids]
