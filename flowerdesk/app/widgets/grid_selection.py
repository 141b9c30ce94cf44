"""Selections of a long list as ranges of rows: never one object for each row."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QAbstractItemModel, QItemSelection


def ranges(selection: QItemSelection) -> list[range]:
    """The selected rows, in no order."""
    parts = (selection.at(number) for number in range(selection.count()))
    return [range(part.top(), part.bottom() + 1) for part in parts]


def rows_of(selection: QItemSelection) -> np.ndarray:
    """``(k,) int64``, ascending: the selected rows"""
    parts = [np.arange(part.start, part.stop) for part in ranges(selection)]
    return np.sort(np.concatenate(parts)) if parts else np.empty(0, np.int64)


def selection_of(model: QAbstractItemModel, rows: np.ndarray) -> QItemSelection:
    """Ascending rows of a list, with neighbours in one range."""
    selection = QItemSelection()
    if len(rows):
        for run in np.split(rows, np.flatnonzero(np.diff(rows) != 1) + 1):
            selection.select(model.index(int(run[0]), 0), model.index(int(run[-1]), 0))
    return selection
