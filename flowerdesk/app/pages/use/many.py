"""The table of many photos with all that belongs to it: filters, progress, export."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QHBoxLayout,
    QLineEdit,
    QProgressBar,
    QSpinBox,
    QWidget,
)

from flowerdesk.app import ask
from flowerdesk.app.icons import icon
from flowerdesk.app.pages.use.table_model import Column, Filter, PredictionModel
from flowerdesk.app.pages.use.table_view import PredictionTable
from flowerdesk.app.pages.use.wording import SURE, colours_of
from flowerdesk.app.sentences import photos_text
from flowerdesk.app.session import Session
from flowerdesk.app.widgets.basics import Card, Note, button, text
from flowerdesk.app.widgets.thumbnails import ThumbnailLoader
from flowerdesk.core import prediction
from flowerdesk.core.prediction import Prediction
from flowerdesk.core.project import Run

_MS_BETWEEN_ADDITIONS = 200
_PROBLEMS = object()
"""The data of the entry that shows photos which cannot be named."""


class ManyPhotos(Card):
    """Shows answers for many photos while they come, and lets a person take them along.

    Signals:
        opened(Path): a photo should be shown large.
        back_wanted(): one photo should be shown again.
        stop_wanted(): no more photos should be named.
    """

    opened = Signal(object)
    back_wanted = Signal()
    stop_wanted = Signal()

    def __init__(
        self, session: Session, loader: ThumbnailLoader, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._session = session
        self._waiting: list[Prediction] = []
        self._labels: tuple[str, ...] = ()
        self._total = 0
        self.model = PredictionModel()
        self.table = PredictionTable(self.model, loader)
        self.table.opened.connect(self.opened)
        self.note = Note()
        self._make_controls()
        self._lay_out()
        self._adding = QTimer(self)
        self._adding.setSingleShot(True)
        self._adding.setInterval(_MS_BETWEEN_ADDITIONS)
        self._adding.timeout.connect(self.flush)
        self.show_work(False)

    def _make_controls(self) -> None:
        self.back = button(
            self.tr("One photo"), self.tr("Go back to the photo and its bars (Esc)"), flat=True
        )
        self.back.setIcon(icon("arrow-left"))
        self.back.clicked.connect(self.back_wanted)
        escape = QShortcut(QKeySequence(Qt.Key.Key_Escape), self)
        escape.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        escape.activated.connect(self.back_wanted)
        self.heading = text(role="heading")
        self.search = QLineEdit()
        self.search.setPlaceholderText(self.tr("Search names"))
        self.search.setAccessibleName(self.tr("Search photos by name"))
        self.search.setToolTip(self.tr("Show photos with these letters in their names (Ctrl+F)"))
        self.search.setClearButtonEnabled(True)
        self.search.addAction(icon("magnifying-glass"), QLineEdit.ActionPosition.LeadingPosition)
        find = QShortcut(QKeySequence(QKeySequence.StandardKey.Find), self)
        find.activated.connect(lambda: self.search.setFocus(Qt.FocusReason.ShortcutFocusReason))
        self.label = QComboBox()
        self.label.setAccessibleName(self.tr("Which label is shown"))
        self.label.setToolTip(self.tr("Show photos of one label"))
        self.label.setSizeAdjustPolicy(
            QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
        )
        self.label.setMinimumContentsLength(12)
        self.unsure = QCheckBox(self.tr("Only unsure, below"))
        self.unsure.setToolTip(self.tr("Show photos whose label is less likely than this"))
        self.below = QSpinBox()
        self.below.setRange(1, 100)
        self.below.setSuffix(" %")
        self.below.lineEdit().setTextMargins(8, 0, 0, 0)  # which style sheets cannot
        self.below.setValue(round(100 * SURE))
        self.below.setAccessibleName(self.tr("Percent below which an answer is unsure"))
        self.below.setToolTip(self.unsure.toolTip())
        self.export = button(
            self.tr("Export…"), self.tr("Save the photos that are shown as a CSV file (Ctrl+S)")
        )
        self.export.setShortcut(QKeySequence(QKeySequence.StandardKey.Save))
        self.export.clicked.connect(self._export)
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setAccessibleName(self.tr("Naming the photos"))
        self.progress = text(role="muted")
        self.stop = button(
            self.tr("Stop"), self.tr("Name no more photos; the answers that are here stay")
        )
        self.stop.clicked.connect(self.stop_wanted)
        self.search.textChanged.connect(lambda _: self._show_filter())
        self.label.currentIndexChanged.connect(lambda _: self._show_filter())
        self.unsure.toggled.connect(lambda _: self._show_filter())
        self.below.valueChanged.connect(lambda _: self._show_filter())

    def _lay_out(self) -> None:
        top = QHBoxLayout()
        top.addWidget(self.back)
        top.addWidget(self.heading, 1)
        top.addWidget(self.export)
        filters = QHBoxLayout()
        filters.setSpacing(10)
        filters.addWidget(self.search, 1)
        filters.addWidget(self.label)
        filters.addWidget(self.unsure)
        filters.addWidget(self.below)
        self._work = QWidget()
        work = QHBoxLayout(self._work)
        work.setContentsMargins(0, 0, 0, 0)
        work.setSpacing(12)
        work.addWidget(self.progress)
        work.addWidget(self.bar, 1)
        work.addWidget(self.stop)
        for layout in (top, filters):
            self.body.addLayout(layout)
        self.body.addWidget(self._work)
        self.body.addWidget(self.note)
        self.body.addWidget(self.table, 1)

    # Answers

    def begin(self, run: Run | None) -> None:
        """Empties the table for answers of a run."""
        self._waiting, self._total = [], 0
        self._labels = run.labels if run else ()
        self.table.label_colours = colours_of(run) if run else {}
        self.note.hide()
        self.search.clear()
        self.unsure.setChecked(False)
        self.model.clear()
        self.table.setColumnHidden(Column.PROBLEM, True)
        self._list_labels()
        self.label.setCurrentIndex(0)
        self.bar.setRange(0, 0)
        self._count()

    def add(self, predictions: Sequence[Prediction]) -> None:
        """Adds answers, soon: the table is not arranged for each anew."""
        self._waiting += predictions
        if not self._adding.isActive():
            self._adding.start()

    def flush(self) -> None:
        """Adds what is waiting now."""
        self._adding.stop()
        if self._waiting:
            self.model.add(self._waiting)
            self.table.setColumnHidden(Column.PROBLEM, not self.model.problems)
            self._waiting = []
            self._list_labels()
            self._count()

    def show_progress(self, done: int, total: int) -> None:
        self._total = total
        self.bar.setRange(0, total)
        self.bar.setValue(done)
        self.progress.setText(
            self.tr("{done} of {total}").format(done=f"{done:,}", total=photos_text(total))
        )

    def show_work(self, working: bool, waits_for: str = "") -> None:
        """Whether photos are being named, and what that waits for."""
        self._work.setVisible(working)
        if working and not self._total:
            self.progress.setText(waits_for or self.tr("Waking the network …"))
        if not working:
            self.flush()
        self._count()

    def _list_labels(self) -> None:
        """Offers the labels, and those without one when there are some."""
        offered = [
            (self.tr("All labels"), None),
            *((label, label) for label in self._labels),
            *([(self.tr("Cannot be read"), _PROBLEMS)] if self.model.problems else []),
        ]
        if [name for name, _ in offered] == [
            self.label.itemText(number) for number in range(self.label.count())
        ]:
            return
        chosen = max(0, self.label.currentIndex())
        self.label.blockSignals(True)
        self.label.clear()
        for name, data in offered:
            self.label.addItem(name, data)
            colour = self.table.label_colours.get(name) if data == name else None
            if colour:
                self.label.setItemIcon(self.label.count() - 1, icon("circle-fill", colour))
        self.label.setCurrentIndex(min(chosen, self.label.count() - 1))
        self.label.blockSignals(False)
        self._show_filter()

    # What is shown

    def _show_filter(self) -> None:
        chosen = self.label.currentData()
        self.model.set_filter(
            Filter(
                text=self.search.text().strip(),
                label=chosen if isinstance(chosen, str) else None,
                only_problems=chosen is _PROBLEMS,
                below=self.below.value() / 100 if self.unsure.isChecked() else None,
            )
        )
        self.below.setEnabled(self.unsure.isChecked())
        self._count()

    def _count(self) -> None:
        shown, count = self.model.rowCount(), len(self.model)
        words = photos_text(count)
        if shown != count:
            words += " · " + self.tr("%Ln shown", None, shown)
        self.heading.setText(words)
        self.export.setEnabled(shown > 0)

    # Taking it along

    def _export(self) -> None:
        file = ask.where_to_save(
            self, self.tr("Save the table"), f"{self.tr('labels')}.csv", "CSV (*.csv)"
        )
        if file is None:
            return
        if not file.suffix:
            file = file.with_suffix(".csv")
        predictions = self.model.shown_predictions()
        self._session.ask(lambda _: _written(file, predictions), self._on_written)

    def _on_written(self, outcome: tuple[Path, str]) -> None:
        file, problem = outcome
        if problem:
            sentence = self.tr("{file} could not be written. Choose another place for it.")
        else:
            sentence = self.tr("Saved as {file}.")
        self.note.show_sentence(sentence.format(file=file), problem, problem=bool(problem))


def _written(file: Path, predictions: list[Prediction]) -> tuple[Path, str]:
    """Writes the table; the file, and what went wrong, if anything did."""
    try:
        # Spreadsheets take a file without this mark for one of the system's old encoding.
        with file.open("w", encoding="utf-8-sig", newline="") as opened:
            csv.writer(opened, lineterminator="\n").writerows(prediction.table(predictions))
    except OSError as error:
        return file, str(error)
    return file, ""
