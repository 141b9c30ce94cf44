"""The photos that are shown, as a Qt model; and the thread that filters and sorts them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    QThreadPool,
    Signal,
)

from flowerdesk.app.widgets.photo_query import Arrangement, Names, Query, arrange, photo_name
from flowerdesk.core.project import absolute
from flowerdesk.core.project.browsing import PARTS, Snapshot

Index = QModelIndex | QPersistentModelIndex

ID_ROLE = Qt.ItemDataRole.UserRole


@dataclass(frozen=True)
class ShownPhoto:
    """Everything that a window says of one photo."""

    id: int
    name: str
    path: Path
    label: str
    label_number: int
    size: int
    part: str
    """One of :data:`PARTS`."""
    has_features: bool
    excluded: bool
    missing: bool
    skipped_because: str | None
    taken_for: tuple[str, float] | None


def photo_at(snapshot: Snapshot, row: int) -> ShownPhoto:
    """The photo at a row of the snapshot's table."""
    photos = snapshot.photos
    number = int(photos.label[row])
    return ShownPhoto(
        id=int(photos.ids[row]),
        name=photo_name(photos.paths[row]),
        path=absolute(snapshot.path, photos.paths[row]),
        label=snapshot.labels[number],
        label_number=number,
        size=int(photos.size[row]),
        part=PARTS[photos.part[row]],
        has_features=bool(photos.has_features[row]),
        excluded=bool(photos.excluded[row]),
        missing=bool(photos.missing[row]),
        skipped_because=photos.skipped.get(row),
        taken_for=photos.taken_for.get(row),
    )


class PhotoModel(QAbstractListModel):
    """A list of the photos of one arrangement at a time."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.arrangement: Arrangement | None = None
        self._ids = np.empty(0, np.int64)

    @property
    def ids(self) -> np.ndarray:
        """``(m,) int64``: the ids of the photos in the order in which they are shown"""
        return self._ids

    @property
    def sections(self) -> tuple[tuple[int, int], ...]:
        return self.arrangement.sections if self.arrangement else ()

    def show(self, arrangement: Arrangement | None) -> None:
        """Shows another arrangement; where the same photos stay in their places, no reset."""
        before = self.arrangement
        ids = np.empty(0, np.int64) if arrangement is None else arrangement.ids
        same = (
            before is not None
            and arrangement is not None
            and before.sections == arrangement.sections
            and before.snapshot.path == arrangement.snapshot.path
            and before.snapshot.labels == arrangement.snapshot.labels
            and np.array_equal(ids, self._ids)
        )
        if same and len(ids):
            self.arrangement, self._ids = arrangement, ids
            self.dataChanged.emit(self.index(0), self.index(len(ids) - 1))
        else:
            self.beginResetModel()
            self.arrangement, self._ids = arrangement, ids
            self.endResetModel()

    def photo(self, row: int) -> ShownPhoto:
        """The photo at a row of this model."""
        assert self.arrangement is not None
        return photo_at(self.arrangement.snapshot, int(self.arrangement.rows[row]))

    def rows_of(self, ids: Sequence[int] | np.ndarray) -> np.ndarray:
        """``(k,) int64``, ascending: the rows of those photos that are shown."""
        return np.flatnonzero(np.isin(self._ids, ids))

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008, N802 - Qt's
        return 0 if parent.isValid() else len(self._ids)

    def flags(self, index: Index) -> Qt.ItemFlag:
        usual = super().flags(index)
        return usual | Qt.ItemFlag.ItemIsDragEnabled if index.isValid() else usual

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid() or index.row() >= len(self._ids):
            return None
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return self.photo(index.row()).name
            case Qt.ItemDataRole.ToolTipRole:
                return plain(self._tooltip(self.photo(index.row())))
            case Qt.ItemDataRole.AccessibleTextRole:
                photo = self.photo(index.row())
                return ", ".join([photo.name, photo.label, *self.marks(photo)])
            case _ if role == ID_ROLE:
                return int(self._ids[index.row()])
        return None

    def marks(self, photo: ShownPhoto) -> list[str]:
        """What is worth knowing of a photo besides its label."""
        marks = []
        if photo.excluded:
            marks.append(self.tr("left out"))
        if photo.missing:
            marks.append(self.tr("the file is missing"))
        if photo.skipped_because is not None:
            marks.append(self.tr("skipped: {reason}").format(reason=photo.skipped_because))
        if photo.taken_for is not None:
            marks.append(self.tr("taken for {label}").format(label=photo.taken_for[0]))
        return marks

    def _tooltip(self, photo: ShownPhoto) -> str:
        return "\n".join([photo.name, photo.label, *self.marks(photo)])


def plain(content: str) -> str:
    """A text for a tooltip, which would take what looks like HTML for HTML."""
    escaped = content.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return f"<p style='white-space:pre-wrap'>{escaped}</p>" if escaped != content else content


class Arranger(QObject):
    """Answers queries on a thread of its own; only the last question is answered.

    Signals:
        arranged(Arrangement): the answer.
    """

    arranged = Signal(object)
    _done = Signal(int, object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._pool = QThreadPool()
        self._pool.setMaxThreadCount(1)
        self._names = Names()
        self._asked = 0
        self._done.connect(self._deliver)

    def ask(self, snapshot: Snapshot, query: Query) -> None:
        self._asked += 1
        number = self._asked

        def work() -> None:
            if number == self._asked:
                self._done.emit(number, arrange(snapshot, query, self._names))

        self._pool.start(work)

    def close(self) -> None:
        """Waits for the thread; nothing is answered any more."""
        self._asked += 1
        self._pool.clear()
        self._pool.waitForDone()

    def _deliver(self, number: int, arrangement: Arrangement) -> None:
        if number == self._asked:
            self.arranged.emit(arrangement)
