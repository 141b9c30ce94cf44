"""Many answers as rows of a table: filtered, sorted, and growing while photos are named."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import IntEnum
from pathlib import Path
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt

from flowerdesk.app.sentences import percent_text, told
from flowerdesk.app.widgets.basics import plain_tooltip
from flowerdesk.core.prediction import Prediction

Index = QModelIndex | QPersistentModelIndex

ROW_ROLE = Qt.ItemDataRole.UserRole


class Column(IntEnum):
    NAME = 0
    LABEL = 1
    PROBABILITY = 2
    SECOND = 3
    PROBLEM = 4


@dataclass(frozen=True, slots=True)
class Row:
    """One photo. Without a ``label`` it has a ``problem``."""

    prediction: Prediction
    path: Path
    folded: str
    """Its name, for searching and sorting without regard to case."""
    label: str
    probability: float
    second: str
    second_probability: float
    problem: str


@dataclass(frozen=True)
class Filter:
    """Which photos are shown."""

    text: str = ""
    """In the name of the file."""
    label: str | None = None
    only_problems: bool = False
    below: float | None = None
    """Only those whose label is less probable than this."""

    def admits(self, row: Row) -> bool:
        return (
            self.text.casefold() in row.folded
            and (self.label is None or row.label == self.label)
            and (not self.only_problems or bool(row.problem))
            and (self.below is None or (bool(row.label) and row.probability < self.below))
        )


class PredictionModel(QAbstractTableModel):
    """The rows that the filter admits, in the order of a column or as they came."""

    def __init__(self) -> None:
        super().__init__()
        self.filter = Filter()
        self._rows: list[Row] = []
        self._shown: list[int] = []  # numbers of rows
        self._sorted_by: Column | None = None
        self._descending = False

    # What is shown

    def clear(self) -> None:
        self.beginResetModel()
        self._rows, self._shown = [], []
        self.endResetModel()

    def add(self, predictions: Sequence[Prediction]) -> None:
        """Adds answers; they go where the order of the table wants them."""
        first = len(self._rows)
        self._rows += [_row(one) for one in predictions]
        more = [n for n in range(first, len(self._rows)) if self.filter.admits(self._rows[n])]
        if not more:
            return
        end = len(self._shown)
        self.beginInsertRows(QModelIndex(), end, end + len(more) - 1)
        self._shown += more
        self.endInsertRows()
        if self._sorted_by is not None:
            self._arrange()

    def set_filter(self, wanted: Filter) -> None:
        if wanted != self.filter:
            self.filter = wanted
            self.beginResetModel()
            self._shown = [n for n, row in enumerate(self._rows) if wanted.admits(row)]
            self._shown.sort(key=self._key(), reverse=self._descending)
            self.endResetModel()

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """Sorts by a column; -1 goes back to the order of the photos."""
        self._sorted_by = Column(column) if column >= 0 else None
        self._descending = column >= 0 and order is Qt.SortOrder.DescendingOrder
        self._arrange()

    def _arrange(self) -> None:
        self.layoutAboutToBeChanged.emit()
        before = self.persistentIndexList()
        numbers = [self._shown[index.row()] for index in before]
        self._shown.sort(key=self._key(), reverse=self._descending)
        place = {number: row for row, number in enumerate(self._shown)} if before else {}
        after = [
            self.index(place[number], index.column())
            for number, index in zip(numbers, before, strict=True)
        ]
        self.changePersistentIndexList(before, after)
        self.layoutChanged.emit()

    def _key(self) -> Callable[[int], Any]:
        """By number of a row; what a row lacks goes to the end in either direction."""
        rows, last = self._rows, (0 if self._descending else 1)
        match self._sorted_by:
            case None:
                return lambda n: n
            case Column.NAME:
                return lambda n: rows[n].folded
            case Column.LABEL:
                return lambda n: (_lacks(rows[n].label, last), rows[n].label, n)
            case Column.PROBABILITY:
                return lambda n: (_lacks(rows[n].label, last), rows[n].probability)
            case Column.SECOND:
                return lambda n: (_lacks(rows[n].second, last), rows[n].second, n)
            case Column.PROBLEM:
                return lambda n: (_lacks(rows[n].problem, last), rows[n].problem, n)

    def __len__(self) -> int:
        """Of all photos, shown or not."""
        return len(self._rows)

    def row(self, number: int) -> Row:
        """The row that is shown there."""
        return self._rows[self._shown[number]]

    def shown_predictions(self) -> list[Prediction]:
        return [self._rows[number].prediction for number in self._shown]

    @property
    def problems(self) -> int:
        return sum(bool(row.problem) for row in self._rows)

    # Qt's model

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008, N802 - Qt's way
        return 0 if parent.isValid() else len(self._shown)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008, N802 - Qt's way
        return 0 if parent.isValid() else len(Column)

    def headerData(  # noqa: N802 - Qt's name
        self,
        section: int,
        orientation: Qt.Orientation,
        role: int = Qt.ItemDataRole.DisplayRole,
    ) -> Any:
        if orientation is not Qt.Orientation.Horizontal or role != Qt.ItemDataRole.DisplayRole:
            return None
        titles = {
            Column.NAME: self.tr("Photo"),
            Column.LABEL: self.tr("Label"),
            Column.PROBABILITY: self.tr("How likely"),
            Column.SECOND: self.tr("Second guess"),
            Column.PROBLEM: self.tr("Problem"),
        }
        return titles.get(Column(section)) if 0 <= section < len(Column) else None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid() or index.row() >= len(self._shown):
            return None
        row = self.row(index.row())
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return _words(row, Column(index.column()))
            case Qt.ItemDataRole.ToolTipRole:
                words = _words(row, Column(index.column()))
                return plain_tooltip(str(row.path) if index.column() == Column.NAME else words)
        return row if role == ROW_ROLE else None


def _row(prediction: Prediction) -> Row:
    path = Path(prediction.path)
    first, second = (*prediction.answers[:2], ("", math.nan), ("", math.nan))[:2]
    problem = told(prediction.problem) if prediction.problem else ""
    return Row(prediction, path, path.name.casefold(), *first, *second, problem)


def _lacks(words: str, last: int) -> int:
    return last if not words else 1 - last


def _words(row: Row, column: Column) -> str:
    match column:
        case Column.NAME:
            return row.path.name
        case Column.LABEL:
            return row.label
        case Column.PROBABILITY:
            return percent_text(row.probability) if row.label else ""
        case Column.SECOND:
            return f"{row.second} {percent_text(row.second_probability)}" if row.second else ""
        case Column.PROBLEM:
            return row.problem
