"""Where each photo of a grid is, by arithmetic: nothing is kept for a photo, only for a section."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

GAP = 10
HEADING = 40
HEADING_GAP = 6


@dataclass(frozen=True)
class Rect:
    """Pixels from the top left of the whole contents."""

    x: int
    y: int
    width: int
    height: int


class GridGeometry:
    """Sections of square cells below headings, in as many columns as fit into a width.

    Cells grow from the size wanted until they fill the width. With ``counts`` of one number and
    ``headings`` False there is one section without a heading.
    """

    def __init__(self, counts: Sequence[int], width: int, wanted: int, *, headings: bool) -> None:
        self.columns = max(1, (width + GAP) // (wanted + GAP))
        self.cell = max(16, (width - GAP * (self.columns - 1)) // self.columns)
        self.step = self.cell + GAP
        self.heading = HEADING if headings else 0
        self.count = sum(counts)
        sizes = np.asarray(counts, np.int64)
        rows = -(-sizes // self.columns)
        between = HEADING_GAP if headings else 0
        heights = self.heading + rows * self.step + between
        self._first = np.concatenate([[0], np.cumsum(sizes)])
        self._top = np.concatenate([[0], np.cumsum(heights)])
        self.height = max(0, int(self._top[-1]) - between - GAP)

    @property
    def sections(self) -> int:
        return len(self._top) - 1

    def heading_of(self, section: int) -> Rect:
        """The place of a section's heading, as wide as all columns."""
        return Rect(0, int(self._top[section]), self.columns * self.step - GAP, self.heading)

    def cell_of(self, item: int) -> Rect:
        """The place of an item."""
        section = int(np.searchsorted(self._first, item, "right")) - 1
        row, column = divmod(item - int(self._first[section]), self.columns)
        top = int(self._top[section]) + self.heading + row * self.step
        return Rect(column * self.step, top, self.cell, self.cell)

    def item_at(self, x: int, y: int) -> int | None:
        """The item whose cell holds a point; None for a gap, a heading or the outside."""
        column, beside = divmod(x, self.step)
        if not self.count or not 0 <= column < self.columns or beside >= self.cell:
            return None
        section = self._section_at(y)
        row, below = divmod(y - int(self._top[section]) - self.heading, self.step)
        if row < 0 or below >= self.cell:
            return None
        item = int(self._first[section]) + row * self.columns + column
        return item if item < self._first[section + 1] else None

    def nearest(self, x: int, y: int) -> int | None:
        """The item nearest to a point, in its own section."""
        if not self.count:
            return None
        section = self._section_at(y)
        row = max(0, (y - int(self._top[section]) - self.heading) // self.step)
        column = min(max(0, x // self.step), self.columns - 1)
        first, end = int(self._first[section]), int(self._first[section + 1])
        return min(first + row * self.columns + column, end - 1)

    def sections_between(self, top: int, bottom: int) -> range:
        """The sections of which something is between two heights."""
        if not self.count:
            return range(0)
        return range(self._section_at(top), self._section_at(bottom) + 1)

    def items_between(self, top: int, bottom: int) -> range:
        """The items of all rows of which something is between two heights."""
        if not self.count:
            return range(0)
        first = self._row_start(top)
        section = self._section_at(bottom)
        row = (bottom - int(self._top[section]) - self.heading) // self.step
        end = int(self._first[section]) + max(0, row + 1) * self.columns
        return range(first, max(first, min(end, int(self._first[section + 1]))))

    def _row_start(self, y: int) -> int:
        section = self._section_at(y)
        row = max(0, (y - int(self._top[section]) - self.heading) // self.step)
        start = int(self._first[section]) + row * self.columns
        return min(start, int(self._first[section + 1]))

    def items_within(self, left: int, top: int, right: int, bottom: int) -> list[range]:
        """The items whose cells touch a rectangle, as ranges of neighbours."""
        first_column = max(0, -(-(left - self.cell + 1) // self.step))
        last_column = min(self.columns - 1, right // self.step)
        found = []
        for section in self.sections_between(top, bottom):
            start = int(self._top[section]) + self.heading
            first_row = max(0, -(-(top - start - self.cell + 1) // self.step))
            for row in range(first_row, (bottom - start) // self.step + 1):
                begin = int(self._first[section]) + row * self.columns
                end = int(self._first[section + 1])
                if begin >= end:
                    break
                items = range(min(begin + first_column, end), min(begin + last_column + 1, end))
                if items:
                    found.append(items)
        return found

    def above_or_below(self, item: int, rows: int) -> int:
        """The item some rows away, at the same place in its row where there is one."""
        cell = self.cell_of(item)
        moved = item
        for _ in range(abs(rows)):
            moved = self._next_row(moved, cell.x, down=rows > 0)
        return moved

    def _next_row(self, item: int, x: int, *, down: bool) -> int:
        section = int(np.searchsorted(self._first, item, "right")) - 1
        first, end = int(self._first[section]), int(self._first[section + 1])
        column = x // self.step
        row = (item - first) // self.columns
        last_row = (end - 1 - first) // self.columns
        if down and row == last_row:
            if section + 1 == self.sections:
                return item
            first, end = end, int(self._first[section + 2])
            row = 0
        elif not down and row == 0:
            if section == 0:
                return item
            first, end = int(self._first[section - 1]), first
            row = (end - 1 - first) // self.columns
        else:
            row += 1 if down else -1
        return min(first + row * self.columns + column, end - 1)

    def _section_at(self, y: int) -> int:
        section = int(np.searchsorted(self._top, y, "right")) - 1
        return min(max(section, 0), self.sections - 1)
