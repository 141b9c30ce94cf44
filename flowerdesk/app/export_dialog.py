"""Chooses a format and a place for the classifier, and shows how its export goes."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QCloseEvent, QDesktopServices
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QProgressBar,
    QVBoxLayout,
    QWidget,
)

from flowerdesk.app import ask
from flowerdesk.app.desk import Desk
from flowerdesk.app.exporting import Exporting
from flowerdesk.app.sentences import photos_text, told
from flowerdesk.app.theme import SPACING
from flowerdesk.app.widgets.basics import Note, button, text
from flowerdesk.core.errors import ExportError
from flowerdesk.core.export import FORMATS, Format, Proof
from flowerdesk.core.export.writing import check_place, is_export

_FORMAT = Qt.ItemDataRole.UserRole
_SMALLEST_TOLD = 0.0001


class ExportDialog(QDialog):
    """Stays open while the export is made, and afterwards says how it was proven."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Export the classifier"))
        self.resize(640, 640)
        self._folder_of_project = Path()
        self._name = "flowerdesk"
        if desk.session.snapshot is not None:
            self._folder_of_project = desk.session.snapshot.path.absolute().parent
            self._name = desk.session.snapshot.path.stem
        self.exporting = Exporting(desk.session, desk.runner, self)
        self._make_widgets()
        self._lay_out()
        self._connect()
        self.formats.setCurrentRow(0)
        self._show_state()

    def _make_widgets(self) -> None:
        self.formats = QListWidget()
        self.formats.setAccessibleName(self.tr("Formats"))
        self.formats.setWordWrap(True)
        for chosen in FORMATS:
            self.formats.addItem(self._item(chosen))
        self.folder = QLineEdit()
        self.folder.setAccessibleName(self.tr("Folder of the export"))
        self.folder.setToolTip(self.tr("A new folder for the model and an example program"))
        self.choose = button(self.tr("Choose…"), self.tr("Choose where the new folder goes"))
        self.progress = QProgressBar()
        self.progress.setTextVisible(False)
        self.progress.setAccessibleName(self.tr("Progress of the export"))
        self.state = text(role="muted", wrap=True)
        self.note = Note()
        self.show_folder = button(
            self.tr("Show the folder"), self.tr("Open the export in the file manager"), flat=True
        )
        self.close_button = button(self.tr("Close"), self.tr("Close this dialog (Esc)"))
        self.stop = button(self.tr("Stop"), self.tr("Stop; nothing is left of the export"))
        self.export = button(
            self.tr("Export"), self.tr("Write it, and prove that it answers alike"), primary=True
        )
        self.export.setDefault(True)

    def _item(self, chosen: Format) -> QListWidgetItem:
        description = told(chosen.description)
        item = QListWidgetItem(f"{chosen.title}\n{description}")
        item.setData(_FORMAT, chosen)
        if chosen.missing:
            needed = self.tr("Needs what is not installed here: {packages}").format(
                packages=", ".join(chosen.missing)
            )
            item.setText(f"{chosen.title}\n{needed}")
            item.setFlags(item.flags() & ~Qt.ItemFlag.ItemIsEnabled)
        return item

    def _lay_out(self) -> None:
        where = QHBoxLayout()
        where.addWidget(self.folder, 1)
        where.addWidget(self.choose)
        buttons = QHBoxLayout()
        buttons.addWidget(self.show_folder)
        buttons.addStretch(1)
        for widget in (self.close_button, self.stop, self.export):
            buttons.addWidget(widget)
        column = QVBoxLayout(self)
        column.setContentsMargins(SPACING, SPACING, SPACING, SPACING)
        column.setSpacing(SPACING - 4)
        column.addWidget(
            text(
                self.tr(
                    "For use in other programs. What is written is read again by its own runtime "
                    "and must answer as flowerdesk does, for every test photo; else nothing is "
                    "kept."
                ),
                wrap=True,
            )
        )
        column.addWidget(self.formats, 1)
        column.addLayout(where)
        column.addWidget(self.progress)
        column.addWidget(self.state)
        column.addWidget(self.note)
        column.addLayout(buttons)

    def _connect(self) -> None:
        self.formats.currentItemChanged.connect(lambda *_: self._suggest())
        self.choose.clicked.connect(self._choose_folder)
        self.export.clicked.connect(self._start)
        self.stop.clicked.connect(self.exporting.stop)
        self.close_button.clicked.connect(self.reject)
        self.show_folder.clicked.connect(self._open_folder)
        self.folder.textChanged.connect(lambda _: self._show_state())
        self.exporting.progressed.connect(self._on_progress)
        self.exporting.finished.connect(self._on_finished)
        self.exporting.failed.connect(self.note.show_sentence)
        self.exporting.cancelled.connect(lambda: self.state.setText(self.tr("Stopped.")))
        self.exporting.running_changed.connect(lambda _: self._show_state())

    # Choosing

    def _suggest(self) -> None:
        """A folder beside the project, named after both."""
        item = self.formats.currentItem()
        if item is not None:
            chosen: Format = item.data(_FORMAT)
            self.folder.setText(str(self._folder_of_project / f"{self._name} {chosen.name}"))

    def _choose_folder(self) -> None:
        chosen = ask.for_folder(self, self.tr("Where shall the new folder go?"))
        if chosen is not None:
            self.folder.setText(str(chosen / Path(self.folder.text()).name))

    def _start(self) -> None:
        folder = Path(self.folder.text())
        replace = is_export(folder)
        if replace and not ask.confirm(
            self,
            self.tr("There is an export already"),
            self.tr("Replace the export in {folder}?").format(folder=folder),
            self.tr("Replace"),
            self.tr("Keep it"),
        ):
            return
        try:
            check_place(folder, replace)
        except ExportError as error:
            self.note.show_sentence(told(error.sentence))
            return
        self.note.hide()
        self.show_folder.hide()
        chosen: Format = self.formats.currentItem().data(_FORMAT)
        self.exporting.start(chosen.name, folder, replace=replace)

    # Showing

    def _show_state(self) -> None:
        running = self.exporting.running
        self.progress.setVisible(running)
        self.stop.setVisible(running)
        self.export.setVisible(not running)
        self.export.setEnabled(bool(self.folder.text().strip()))
        for widget in (self.formats, self.folder, self.choose, self.close_button):
            widget.setEnabled(not running)
        if running:
            self.progress.setRange(0, 0)
            self.state.setText(self.tr("Waking the network…"))
        elif not self.state.text():
            self.show_folder.hide()

    def _on_progress(self, stage: str, done: int, total: int) -> None:
        self.progress.setRange(0, total)
        self.progress.setValue(done)
        stages = {
            "predict": self.tr("Asking flowerdesk about the test photos…"),
            "write": self.tr("Writing…"),
            "prove": self.tr("Asking the export about the same photos…"),
        }
        self.state.setText(stages.get(stage, self.tr("Waking the network…")))

    def _on_finished(self, proof: Proof) -> None:
        self._done = Path(proof.folder)
        self.state.setText(
            self.tr(
                "Done, {size} MB. Read again by {runtime}, it answers as flowerdesk does for "
                "{photos}; no probability differs by more than {difference}."
            ).format(
                size=f"{proof.bytes / 1e6:.1f}",
                runtime=proof.runtime,
                photos=photos_text(proof.photos),
                difference=f"{max(proof.largest_difference, _SMALLEST_TOLD):.4f}",
            )
        )
        self.show_folder.show()

    def _open_folder(self) -> None:
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._done)))

    # Leaving

    def reject(self) -> None:
        """Escape does not end work that is going on; Stop does."""
        if not self.exporting.running:
            super().reject()

    def closeEvent(self, event: QCloseEvent) -> None:  # noqa: N802 - Qt's name
        if self.exporting.running:
            event.ignore()
            return
        super().closeEvent(event)
