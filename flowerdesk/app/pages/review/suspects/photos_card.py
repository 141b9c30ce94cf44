"""The card on the right: the photos of a list, one group at a time where they are groups, and what
can be done about each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QStackedWidget, QWidget

from flowerdesk.app.pages.photos.header import IconButton
from flowerdesk.app.pages.review.photo_list import PhotoList, PhotoListModel
from flowerdesk.app.pages.review.suspects.wording import (
    group_title,
    group_warning,
    photo_row,
    read_only_reason,
    titles,
)
from flowerdesk.app.sentences import photos_text
from flowerdesk.app.widgets.basics import Card, ElidedLabel, button, text
from flowerdesk.app.widgets.thumbnails import ThumbnailLoader
from flowerdesk.core.suspects.lists import DuplicateGroup, SuspectPhoto, Suspects, Suspicion

_LONGEST_LABEL = 110  # pixels on a button


class PhotosCard(Card):
    """Shows the photos of one list, the most suspicious first.

    Signals:
        label_wanted(photos): these should have the labels that they look like.
        fine_wanted(photos): these are fine as they are.
        leave_out_wanted(photos): these should be left out of everything.
        learn_wanted(photos): these should be on the training side.
        similar_wanted(photo): the photos most like it should be shown.
    """

    label_wanted = Signal(object)
    fine_wanted = Signal(object)
    leave_out_wanted = Signal(object)
    learn_wanted = Signal(object)
    similar_wanted = Signal(object)

    def __init__(self, loader: ThumbnailLoader, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._read_only = False
        self._suspicion: Suspicion = "wrong_label"
        self._project_path = Path()
        self._label_colours: Mapping[str, str] = {}
        self._groups: tuple[DuplicateGroup, ...] = ()
        self._group = 0
        self.title = ElidedLabel(role="heading")
        self.count = text(role="muted")
        self.before = button("‹", flat=True)
        self.after = button("›", flat=True)
        self.explanation = text(role="muted", wrap=True)
        self.warning = text(role="problem", wrap=True)
        self.photos = PhotoListModel()
        self.list = PhotoList(self.photos, loader, self.tr("Photos of the chosen list"))
        self.nothing = text(self.tr("Nothing suspicious here"), "muted")
        self.nothing.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.label = button("")
        self.only = button(self.tr("Keep only this one"))
        self.fine = button("")
        self.learn = button(self.tr("Learn from all"))
        self.leave_out = button(self.tr("Leave out"))
        self.similar = IconButton(
            "cards", self.tr("Show the photos most like this one, of its label and of others (M)")
        )
        self._lay_out()
        self._connect()

    def _lay_out(self) -> None:
        top = QHBoxLayout()
        top.setSpacing(4)
        top.addWidget(self.title, 1)
        for widget in (self.before, self.count, self.after):
            top.addWidget(widget)
        self._stack = QStackedWidget()
        self._stack.addWidget(self.list)
        self._stack.addWidget(self.nothing)
        bottom = QHBoxLayout()
        bottom.setSpacing(8)
        for widget in (self.label, self.only, self.fine, self.learn, self.leave_out):
            bottom.addWidget(widget)
        bottom.addStretch(1)
        bottom.addWidget(self.similar)
        self.body.addLayout(top)
        self.body.addWidget(self.explanation)
        self.body.addWidget(self.warning)
        self.body.addWidget(self._stack, 1)
        self.body.addLayout(bottom)

    def _connect(self) -> None:
        self.before.setAccessibleName(self.tr("The group before"))
        self.before.setToolTip(self.tr("Show the group before (Page up)"))
        self.after.setAccessibleName(self.tr("The next group"))
        self.after.setToolTip(self.tr("Show the next group (Page down)"))
        self.before.clicked.connect(lambda: self._go_to(self._group - 1))
        self.after.clicked.connect(lambda: self._go_to(self._group + 1))
        self.label.clicked.connect(lambda: self.label_wanted.emit(self.list.selected))
        self.only.clicked.connect(self._keep_only)
        self.fine.clicked.connect(self._find_fine)
        self.learn.clicked.connect(lambda: self.learn_wanted.emit(self._shown()))
        self.leave_out.clicked.connect(lambda: self.leave_out_wanted.emit(self.list.selected))
        self.similar.clicked.connect(lambda: self.similar_wanted.emit(self.list.selected[0]))
        self.list.photos_selected.connect(self._show_actions)

    # Showing

    def show_list(
        self,
        suspects: Suspects,
        suspicion: Suspicion,
        project_path: Path,
        label_colours: Mapping[str, str],
        *,
        read_only: bool,
    ) -> None:
        """Shows the photos of a list of the project at ``project_path``."""
        if suspicion != self._suspicion or project_path != self._project_path:
            self._group = 0
            self.list.clearSelection()
        self._suspicion, self._project_path = suspicion, project_path
        self._label_colours, self._read_only = label_colours, read_only
        title, explanation = titles()[suspicion]
        self.title.setText(title)
        self.explanation.setText(explanation)
        self._show_keys()
        grouped = suspicion == "near_duplicates"
        for widget in (self.before, self.after):
            widget.setVisible(grouped)
        if grouped:
            self._show_groups(suspects.groups)
        else:
            self._groups = ()
            self.warning.hide()
            photos = suspects.singles[suspicion]
            self.count.setText(photos_text(len(photos)))
            self._show_photos(photos)

    def _show_groups(self, groups: tuple[DuplicateGroup, ...]) -> None:
        """The group that was shown stays so while it is there; else the one in its place is."""
        before = self._groups[self._group].ids if self._groups else ()
        same = [n for n, group in enumerate(groups) if not set(group.ids).isdisjoint(before)]
        self._groups = groups
        self._go_to(same[0] if same else self._group)

    def _go_to(self, number: int) -> None:
        self._group = max(0, min(number, len(self._groups) - 1))
        self.before.setEnabled(self._group > 0)
        self.after.setEnabled(self._group + 1 < len(self._groups))
        if not self._groups:
            self.count.setText("")
            self.warning.hide()
            self._show_photos(())
            return
        group = self._groups[self._group]
        self.count.setText(group_title(self._group + 1, len(self._groups)))
        warning = group_warning(group)
        self.warning.setText(warning)
        self.warning.setVisible(bool(warning))
        self._show_photos(group.photos)

    def _show_photos(self, photos: Sequence[SuspectPhoto]) -> None:
        held = self.list.hasFocus()
        self._stack.setCurrentWidget(self.list if photos else self.nothing)
        self.nothing.setFocusPolicy(
            Qt.FocusPolicy.NoFocus if photos else Qt.FocusPolicy.StrongFocus
        )
        if held and not photos:
            self.nothing.setFocus()
        suspicion, label_colours = self._suspicion, self._label_colours
        self.list.show_photos(
            photos, lambda photo: photo_row(photo, suspicion, label_colours), self._project_path
        )

    def _show_keys(self) -> None:
        """What the list's keys do depends on which list it is."""
        keys = {
            Qt.Key.Key_K: self.fine.click,
            Qt.Key.Key_Delete: self.leave_out.click,
            Qt.Key.Key_M: self.similar.click,
        }
        match self._suspicion:
            case "wrong_label":
                keys[Qt.Key.Key_Return] = self.label.click
            case "near_duplicates":
                keys[Qt.Key.Key_Return] = self.only.click
                keys[Qt.Key.Key_T] = self.learn.click
                keys[Qt.Key.Key_PageUp] = self.before.click
                keys[Qt.Key.Key_PageDown] = self.after.click
        self.list.keys = keys
        self.label.setVisible(self._suspicion == "wrong_label")
        for widget in (self.only, self.learn):
            widget.setVisible(self._suspicion == "near_duplicates")
        self.fine.setText(
            {
                "wrong_label": self.tr("Keep my label"),
                "near_duplicates": self.tr("All may stay"),
            }.get(self._suspicion, self.tr("It is fine"))
        )

    def _show_actions(self) -> None:
        """What can be done with the selected photos, and why the rest cannot."""
        selected: list[SuspectPhoto] = self.list.selected
        self._show_label(selected)
        self.similar.setEnabled(bool(selected))
        obstacle = ""
        if self._read_only:
            obstacle = read_only_reason()
        elif not selected:
            obstacle = self.tr("Select a photo first")
        tips: dict[QPushButton, tuple[str, str]] = {
            self.label: (
                self.tr("Give the photo the label that it looks like (Enter; undo with Ctrl+Z)"),
                "",
            ),
            self.only: (
                self.tr("Leave all others of this group out (Enter; undo with Ctrl+Z)"),
                "" if len(selected) == 1 else self.tr("Select the one photo to keep"),
            ),
            self.fine: (self._fine_tip(), ""),
            self.learn: (
                self.tr(
                    "Put all of them on the training side, in this split and every other one, so "
                    "that the final test knows none of them (T; undo with Ctrl+Z)"
                ),
                ""
                if any(photo.part != "train" for photo in self._shown())
                else self.tr("All of them are on the training side"),
            ),
            self.leave_out: (
                self.tr("Neither learn from the photo nor test with it (Delete; undo with Ctrl+Z)"),
                "",
            ),
        }
        for widget, (tip, reason) in tips.items():
            widget.setToolTip(obstacle or reason or tip)
            widget.setEnabled(not (obstacle or reason))

    def _show_label(self, selected: Sequence[SuspectPhoto]) -> None:
        wanted = {photo.suggested for photo in selected if photo.suggested}
        if len(wanted) == 1:
            label = self.label.fontMetrics().elidedText(
                next(iter(wanted)), Qt.TextElideMode.ElideMiddle, _LONGEST_LABEL
            )
            words = self.tr("Right: {label}").format(label=label.replace("&", "&&"))
        else:
            words = self.tr("The suggestion is right")
        self.label.setText(words)

    def _fine_tip(self) -> str:
        match self._suspicion:
            case "wrong_label":
                return self.tr("Your label is right: suspect it no more (K; undo with Ctrl+Z)")
            case "near_duplicates":
                return self.tr("Suspect this group no more (K; undo with Ctrl+Z)")
        return self.tr("Suspect the photo no more (K; undo with Ctrl+Z)")

    # Hands

    def _shown(self) -> Sequence[SuspectPhoto]:
        return self.photos.photos

    def _keep_only(self) -> None:
        kept = self.list.selected
        self.leave_out_wanted.emit([one for one in self._shown() if one not in kept])

    def _find_fine(self) -> None:
        grouped = self._suspicion == "near_duplicates"
        self.fine_wanted.emit(self._shown() if grouped else self.list.selected)
