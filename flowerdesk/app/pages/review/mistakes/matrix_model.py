"""The confusion matrix as a Qt table: rows are your labels, columns the answers."""

from __future__ import annotations

from typing import Any

import numpy as np
from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt

from flowerdesk.app.pages.review.mistakes.wording import cell_title
from flowerdesk.app.sentences import photos_text
from flowerdesk.app.widgets.basics import plain_tooltip

Index = QModelIndex | QPersistentModelIndex
SHARE_ROLE = Qt.ItemDataRole.UserRole
"""The share of the row's photos that are in the cell."""
_NOTHING = "·"


class MatrixModel(QAbstractTableModel):
    """Counts photos by label and answer."""

    def __init__(self) -> None:
        super().__init__()
        self.labels: tuple[str, ...] = ()
        self._matrix = np.zeros((0, 0), np.int64)

    def show_matrix(self, labels: tuple[str, ...], matrix: np.ndarray) -> None:
        """Shows another matrix; where the labels are the same, the chosen cell stays chosen."""
        if labels == self.labels:
            self._matrix = matrix
            if labels:
                last = self.index(len(labels) - 1, len(labels) - 1)
                self.dataChanged.emit(self.index(0, 0), last)
            return
        self.beginResetModel()
        self.labels, self._matrix = labels, matrix
        self.endResetModel()

    def count(self, row: int, column: int) -> int:
        """The photos of the label ``row`` that were taken for the label ``column``."""
        return int(self._matrix[row, column])

    def worst(self) -> tuple[int, int]:
        """The cell with the most mistakes; the first of all where there are none."""
        mistakes = self._matrix.copy()
        np.fill_diagonal(mistakes, 0)
        row, column = np.unravel_index(int(mistakes.argmax()), mistakes.shape)
        return int(row), int(column)

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008, N802 - Qt's way
        return 0 if parent.isValid() else len(self.labels)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008, N802 - Qt's way
        return 0 if parent.isValid() else len(self.labels)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        row, column = index.row(), index.column()
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return str(self.count(row, column) or _NOTHING)
            case Qt.ItemDataRole.ToolTipRole:
                return plain_tooltip(self._in_words(row, column))
            case Qt.ItemDataRole.AccessibleTextRole:
                return self._in_words(row, column)
        if role == SHARE_ROLE:
            return self.count(row, column) / max(1, int(self._matrix[row].sum()))
        return None

    def headerData(  # noqa: N802 - Qt's name
        self,
        section: int,
        orientation: Qt.Orientation,
        role: int = Qt.ItemDataRole.DisplayRole,
    ) -> Any:
        if not 0 <= section < len(self.labels):
            return None
        if role == Qt.ItemDataRole.ToolTipRole:
            return plain_tooltip(self.labels[section])
        return self.labels[section] if role == Qt.ItemDataRole.DisplayRole else None

    def _in_words(self, row: int, column: int) -> str:
        title = cell_title(self.labels[row], self.labels[column])
        return f"{title}: {photos_text(self.count(row, column))}"
