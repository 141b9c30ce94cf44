"""The labels with their counts and bars: choose one, drop photos onto one, act upon one."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import (
    QContextMenuEvent,
    QDragEnterEvent,
    QDragLeaveEvent,
    QDragMoveEvent,
    QDropEvent,
    QKeyEvent,
)
from PySide6.QtWidgets import QMenu, QWidget

from flowerdesk.app.theme import label_colour
from flowerdesk.app.widgets.count_list import CountList, CountRow
from flowerdesk.app.widgets.dragging import dragged_files, dragged_photos, has_photos
from flowerdesk.core.project.browsing import Snapshot


class LabelList(CountList):
    """All photos first, then the labels. What a person asks for comes out as signals.

    Signals:
        photos_dropped(list[int], str): photos, by their ids, should have a label.
        files_dropped(list[Path], str): files or folders should be added under a label.
        rename_asked(str), merge_asked(str), remove_asked(str): of a label.
    """

    photos_dropped = Signal(list, str)
    files_dropped = Signal(list, str)
    rename_asked = Signal(str)
    merge_asked = Signal(str)
    remove_asked = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("", 44, parent)
        self.setAccessibleName(self.tr("Labels"))
        self.editable = True
        self.setAcceptDrops(True)
        self.viewport().setAcceptDrops(True)

    def show_snapshot(self, snapshot: Snapshot, chosen: str | None) -> None:
        most = max(snapshot.label_counts, default=0)
        rows = [
            CountRow(
                key=None,
                title=self.tr("All photos"),
                count=snapshot.photo_count,
                tooltip=self.tr("Show the photos of all labels"),
                strong=True,
            )
        ]
        for number, (label, count) in enumerate(
            zip(snapshot.labels, snapshot.label_counts, strict=True)
        ):
            rows.append(
                CountRow(
                    key=label,
                    title=label,
                    count=count,
                    colour=label_colour(number),
                    share=count / most if most else 0.0,
                    tooltip=self._tooltip(label, number),
                )
            )
        self.show_rows(rows, chosen)

    def _tooltip(self, label: str, number: int) -> str:
        lines = [label]
        if self.editable:
            if number < 9:
                lines.append(
                    self.tr("Press {key} to give selected photos this label").format(key=number + 1)
                )
            lines.append(self.tr("Drop photos here; right-click to rename or merge"))
        return "\n".join(lines)

    # Acting upon a label

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        label = self.current_key()
        if isinstance(label, str) and self.editable and event.key() == Qt.Key.Key_F2:
            self.rename_asked.emit(label)
        elif isinstance(label, str) and self.editable and event.key() == Qt.Key.Key_Delete:
            self.remove_asked.emit(label)
        else:
            super().keyPressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:  # noqa: N802
        by_mouse = event.reason() == QContextMenuEvent.Reason.Mouse
        index = self.indexAt(event.pos()) if by_mouse else self.currentIndex()
        if index.isValid() and isinstance(label := self.counts.rows[index.row()].key, str):
            self.label_menu(label).popup(
                event.globalPos()
                if by_mouse
                else self.viewport().mapToGlobal(self.visualRect(index).center())
            )

    def label_menu(self, label: str) -> QMenu:
        """What can be done with a label."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        rename = menu.addAction(self.tr("Rename…"))
        rename.setShortcut(Qt.Key.Key_F2)
        rename.triggered.connect(lambda: self.rename_asked.emit(label))
        merge = menu.addAction(self.tr("Merge into another label…"))
        merge.triggered.connect(lambda: self.merge_asked.emit(label))
        remove = menu.addAction(self.tr("Remove"))
        remove.setShortcut(Qt.Key.Key_Delete)
        remove.triggered.connect(lambda: self.remove_asked.emit(label))
        row = self.counts.row_of(label)
        remove.setEnabled(row is not None and self.counts.rows[row].count == 0)
        for action in (rename, merge, remove):
            action.setEnabled(action.isEnabled() and self.editable)
        return menu

    # Dropping

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:  # noqa: N802
        self._drag_over(event)

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:  # noqa: N802
        self._drag_over(event)

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:  # noqa: N802
        self._mark(-1)

    def dropEvent(self, event: QDropEvent) -> None:  # noqa: N802
        row = self._label_row(event.position().toPoint())
        self._mark(-1)
        if row < 0:
            event.ignore()
            return
        label = self.counts.rows[row].key
        mime = event.mimeData()
        event.setDropAction(Qt.DropAction.CopyAction)
        event.accept()
        if has_photos(mime):
            self.photos_dropped.emit(dragged_photos(mime), label)
        else:
            self.files_dropped.emit(dragged_files(mime), label)

    def _drag_over(self, event: QDropEvent) -> None:
        """Accepts everywhere that is a label; a drag over the rest must go on to be followed."""
        mime = event.mimeData()
        usable = self.editable and (has_photos(mime) or bool(dragged_files(mime)))
        row = self._label_row(event.position().toPoint()) if usable else -1
        self._mark(row)
        if row >= 0 or (usable and isinstance(event, QDragEnterEvent)):
            event.setDropAction(Qt.DropAction.CopyAction)
            event.accept()
        else:
            event.ignore()

    def _label_row(self, point: QPoint) -> int:
        row = self.indexAt(point).row()
        return row if row >= 0 and isinstance(self.counts.rows[row].key, str) else -1

    def _mark(self, row: int) -> None:
        if row != self.drop_row:
            self.drop_row = row
            self.viewport().update()
