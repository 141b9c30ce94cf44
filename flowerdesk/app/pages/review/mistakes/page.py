"""What went wrong: puts the cards together, shows reviews, and makes the edits."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Literal

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from flowerdesk.app.desk import Desk
from flowerdesk.app.pages.learn.head_settings import from_setting
from flowerdesk.app.pages.review.mistakes.empty import NothingToReview
from flowerdesk.app.pages.review.mistakes.header import HeaderButtons
from flowerdesk.app.pages.review.mistakes.label_scores import ScrolledScores
from flowerdesk.app.pages.review.mistakes.matrix_model import MatrixModel
from flowerdesk.app.pages.review.mistakes.matrix_view import MatrixView
from flowerdesk.app.pages.review.mistakes.photos_card import PhotosCard
from flowerdesk.app.pages.review.mistakes.score_card import ScoreCard
from flowerdesk.app.pages.review.mistakes.wording import cell_title
from flowerdesk.app.pages.review.tab import ReadingTab
from flowerdesk.app.similar_photos import show_similar
from flowerdesk.app.theme import SPACING, label_colour
from flowerdesk.app.widgets.basics import Card, text
from flowerdesk.core.project import Project
from flowerdesk.core.review import Review, ReviewedPhoto, Reviewer
from flowerdesk.core.workflow import BackboneRequest

Chosen = tuple[str, str] | Literal["better", "worse"]
"""What the photos on the right are: those of a cell, by label and answer, or a comparison."""


class MistakesPage(ReadingTab):
    """Holds no truth but what is chosen; the review is that of the run in use."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        nothing = NothingToReview()
        super().__init__(desk, nothing, parent)
        self.nothing: NothingToReview = nothing
        self.review: Review | None = None
        self._project_path = Path()
        self._reviewer = Reviewer()
        self._chosen: Chosen | None = None
        self.buttons = HeaderButtons()
        self.header = [self.buttons]
        self.score = ScoreCard()
        self.matrix = MatrixModel()
        self.matrix_view = MatrixView(self.matrix)
        self.scores = ScrolledScores()
        self.photos = PhotosCard(self.thumbnails)
        self._review = self._laid_out()
        self._connect()
        self.begin(self._review)

    def _laid_out(self) -> QScrollArea:
        left = Card()
        left.body.addWidget(text(self.tr("Where it goes wrong"), "heading"))
        left.body.addWidget(self.matrix_view, 3)
        caption = text(
            self.tr("columns: what it answered · rows: what you said"), "muted", wrap=True
        )
        caption.setAlignment(Qt.AlignmentFlag.AlignCenter)
        left.body.addWidget(caption)
        line = QFrame()
        line.setProperty("line", True)
        left.body.addWidget(line)
        left.body.addWidget(self.scores, 2)
        row = QHBoxLayout()
        row.setSpacing(SPACING)
        row.addWidget(left, 9)
        row.addWidget(self.photos, 11)
        everything = QWidget()
        column = QVBoxLayout(everything)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACING - 2)
        column.addWidget(self.score)
        column.addLayout(row, 1)
        area = QScrollArea()  # for small windows: cards never lie over each other
        area.setWidgetResizable(True)
        area.setWidget(everything)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        return area

    def _connect(self) -> None:
        learning = self.desk.learning
        learning.stage_changed.connect(self._show_buttons)
        learning.failed.connect(self.note.show_sentence)
        self.nothing.go.clicked.connect(lambda: self.desk.go("learn"))
        self.buttons.again.clicked.connect(self.learn_again)
        self.buttons.fresh.clicked.connect(self.learn_afresh)
        self.buttons.stop.clicked.connect(learning.stop)
        self.matrix_view.cell_chosen.connect(self._choose_cell)
        self.matrix_view.clicked.connect(
            lambda index: self._choose_cell(index.row(), index.column())
        )
        self.matrix_view.activated.connect(
            lambda index: self._choose_cell(index.row(), index.column())
        )
        self.score.better.clicked.connect(lambda: self._choose("better"))
        self.score.worse.clicked.connect(lambda: self._choose("worse"))
        self.photos.correct_wanted.connect(self._correct)
        self.photos.keep_wanted.connect(self._keep)
        self.photos.leave_out_wanted.connect(self._leave_out)
        self.photos.similar_wanted.connect(self._show_similar)

    # Reading and showing

    def reading(self) -> Callable[[Project], Review | None]:
        return self._reviewer.review

    def forget(self) -> None:
        self._reviewer = Reviewer()
        self.review = self._chosen = None

    def show_reading(self, review: Review | None, project_path: Path) -> None:
        before, self.review = self.review, review
        self._project_path = project_path
        if review is None or not review.photos:
            self._show_nothing(learned=review is not None)
            return
        if before is None or before.run_id != review.run_id:
            self._chosen = None
        self.score.show_review(review)
        self.scores.scores.show_scores(list(review.per_label.items()))
        self.matrix.show_matrix(review.labels, review.matrix)
        if self._chosen is None:
            row, column = self.matrix.worst()
            self._chosen = review.labels[row], review.labels[column]
            self.matrix_view.choose(row, column)
        self.show_in_stack(self._review, self.matrix_view)
        self._show_photos()
        self._show_buttons()

    def show_waiting(self) -> None:
        self.nothing.wait()
        self._show_buttons()

    def _show_nothing(self, *, learned: bool) -> None:
        self.nothing.explain(learned=learned)
        self.show_in_stack(self.nothing, self.nothing.go)
        self._show_buttons()

    def _show_buttons(self) -> None:
        self.buttons.show_state(
            self.review,
            working=self.desk.learning.running,
            read_only=self.desk.session.read_only,
        )

    def _choose_cell(self, row: int, column: int) -> None:
        self._choose((self.matrix.labels[row], self.matrix.labels[column]))

    def _choose(self, chosen: Chosen) -> None:
        self._chosen = chosen
        self._show_photos()

    def _show_photos(self) -> None:
        review = self.review
        if review is None or self._chosen is None:
            return
        title, photos = self._chosen_photos(review, self._chosen)
        label_colours = {label: label_colour(n) for n, label in enumerate(review.labels)}
        if not photos and self.photos.list.hasFocus():
            self.matrix_view.setFocus()  # the last photo was mended: on to the next cell
        self.photos.show_photos(
            title,
            photos,
            self._project_path,
            label_colours,
            read_only=self.desk.session.read_only,
        )

    def _chosen_photos(
        self, review: Review, chosen: Chosen
    ) -> tuple[str, tuple[ReviewedPhoto, ...]]:
        before = review.before
        match chosen:
            case "better":
                return self.tr("Right now, wrong before"), before.better if before else ()
            case "worse":
                return self.tr("Wrong now, right before"), before.worse if before else ()
        label, taken_for = chosen
        return cell_title(label, taken_for), review.cell(label, taken_for)

    # Edits

    def _correct(self, photos: Sequence[ReviewedPhoto]) -> None:
        by_label: dict[str, list[int]] = defaultdict(list)
        for photo in photos:
            by_label[photo.taken_for] += photo.ids
        for label, ids in by_label.items():
            self._label(ids, label)

    def _label(self, ids: Sequence[int], label: str) -> None:
        self.desk.session.edit(lambda edits: edits.set_label(ids, label))

    def _keep(self, photos: Sequence[ReviewedPhoto]) -> None:
        ids = [one for photo in photos for one in photo.ids]
        self.desk.session.edit(lambda edits: edits.keep_label(ids))

    def _leave_out(self, photos: Sequence[ReviewedPhoto]) -> None:
        ids = [one for photo in photos for one in photo.ids]
        self.desk.session.edit(lambda edits: edits.set_excluded(ids, True))

    def _show_similar(self, photo: ReviewedPhoto) -> None:
        show_similar(self.desk, self.window(), photo.ids[0])

    # Learning again

    def learn_again(self) -> None:
        """Learns the labels as they are now, as the run in use was learned."""
        if self.review is not None:
            self._learn(self.review, int(str(self.review.settings["seed"])))

    def learn_afresh(self) -> None:
        """The same, with test photos that no run was tested on as a whole."""
        if self.review is not None and self.review.fresh_seed is not None:
            self._learn(self.review, self.review.fresh_seed)

    def _learn(self, review: Review, seed: int) -> None:
        self.note.hide()
        key = review.feature_key
        request = BackboneRequest(key.backbone, key.layer, review.weights)
        settings = replace(from_setting(review.settings), seed=seed)
        self.desk.learning.start(request, settings)
