"""What can be given away of the run in use: a report, and the classifier itself."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QHBoxLayout, QWidget

from flowerdesk.app import ask
from flowerdesk.app.desk import Desk
from flowerdesk.app.report_pdf import PdfPrinter
from flowerdesk.app.sentences import told
from flowerdesk.app.theme import SPACING
from flowerdesk.app.widgets.basics import button
from flowerdesk.core.events import ignore, never
from flowerdesk.core.project import Project
from flowerdesk.core.report import report_page
from flowerdesk.core.report.writing import cannot_write, gather, save_page

PDF = ".pdf"


class Sharing(QWidget):
    """Two buttons; both need a run."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._printers: list[PdfPrinter] = []
        desk.at_close.append(self._close)
        self.report = button(self.tr("Report…"), flat=True)
        self.export = button(self.tr("Export…"), flat=True)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(SPACING // 2)
        row.addWidget(self.report)
        row.addWidget(self.export)
        self.report.clicked.connect(self.write_report)
        self.export.clicked.connect(self.show_export)
        desk.session.changed.connect(self._show_state)
        desk.session.opened.connect(self._show_state)
        desk.learning.stage_changed.connect(self._show_state)
        self._show_state()

    def _show_state(self) -> None:
        snapshot = self._desk.session.snapshot
        obstacle = ""
        if snapshot is None or snapshot.run is None:
            obstacle = self.tr("There is no run yet: learn your photos first")
        elif self._desk.learning.running:
            obstacle = self.tr("Not while work goes on")
        tooltips = {
            self.report: self.tr("Tell of this run in one page, as HTML or PDF"),
            self.export: self.tr("Use the classifier in other programs"),
        }
        for one, tooltip in tooltips.items():
            one.setEnabled(not obstacle)
            one.setToolTip(obstacle or tooltip)

    def show_export(self) -> None:
        from flowerdesk.app.export_dialog import ExportDialog

        dialog = ExportDialog(self._desk, self)
        dialog.exec()
        dialog.deleteLater()

    def write_report(self) -> None:
        snapshot = self._desk.session.snapshot
        if snapshot is None:
            return
        suggested = snapshot.path.with_suffix(".html")
        file = ask.where_to_save(
            self, self.tr("Save the report"), str(suggested), "HTML (*.html);;PDF (*.pdf)"
        )
        if file is None:
            return

        def work(project: Project) -> str:
            page = report_page(gather(project, ignore, never), told)
            if file.suffix.lower() != PDF:
                save_page(page, file)
            return page

        def done(page: str) -> None:
            if file.suffix.lower() == PDF:
                self._print(page, file)
            else:
                _show(file)

        self._desk.session.ask(work, done)

    def _print(self, page: str, file: Path) -> None:
        printer = PdfPrinter(page, file, self)
        printer.printed.connect(lambda: _show(file))
        printer.failed.connect(
            lambda error: self._desk.tell(told(cannot_write(file, error).sentence), "")
        )
        self._printers.append(printer)
        printer.start()

    def _close(self) -> None:
        for printer in self._printers:
            printer.wait()


def _show(file: Path) -> None:
    QDesktopServices.openUrl(QUrl.fromLocalFile(str(file)))
