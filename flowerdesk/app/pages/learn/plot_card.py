"""The card around the live plot: legend, fit, export. The plot itself comes after the first paint,
because loading pyqtgraph takes longer than a page may."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QSize, QTimer, Signal
from PySide6.QtGui import QAction, QShowEvent
from PySide6.QtWidgets import QMenu, QPushButton, QVBoxLayout, QWidget

from flowerdesk.app import ask
from flowerdesk.app.icons import icon
from flowerdesk.app.pages.learn.layouts import heading_row
from flowerdesk.app.session import Session
from flowerdesk.app.widgets.basics import Card, Note, button, text
from flowerdesk.app.widgets.curves import Curve

if TYPE_CHECKING:
    from flowerdesk.app.widgets.live_plot import LivePlot

_MS_FOR_THE_FIRST_PAINT = 30


class PlotCard(Card):
    """Shows a curve, with earlier ones behind it.

    Signals:
        plot_made(): ``plot`` is there.
    """

    plot_made = Signal()

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.plot: LivePlot | None = None
        self._session = session
        self._curve: Curve | None = None
        self._earlier: Sequence[Curve] = ()
        self._others = text(self.tr("— other runs"), "muted")
        self.fit = self._icon_button(
            "corners-out", self.tr("Fit"), self.tr("Show the whole curve again (0)")
        )
        self.fit.clicked.connect(self._fit)
        self.export = self._icon_button(
            "download-simple",
            self.tr("Export"),
            self.tr("Save the plot as a picture or as figures"),
        )
        self.export.clicked.connect(self._show_menu)
        self.menu = self._make_menu()
        self.note = Note()
        self._place = QVBoxLayout()
        self.empty = text(
            self.tr("While the labels are learned, you see here how it gets better."),
            "muted",
            wrap=True,
        )
        top = heading_row()
        top.addWidget(text(self.tr("How it learns"), "heading"))
        top.addStretch(1)
        top.addWidget(text(self.tr("— loss"), "loss"))
        top.addWidget(text(self.tr("— right on check photos"), "accuracy"))
        top.addWidget(self._others)
        top.addWidget(self.fit)
        top.addWidget(self.export)
        self.body.addLayout(top)
        self.body.addWidget(self.note)
        self.body.addWidget(self.empty)
        self.body.addLayout(self._place, 1)
        self.body.addStretch(0)
        self.setMinimumHeight(290)
        self._refresh()

    # What is shown

    def show_curves(self, curve: Curve | None, earlier: Sequence[Curve]) -> None:
        """Shows a curve, or how the same one has grown, and others dimly behind it."""
        self._curve, self._earlier = curve, earlier
        self._refresh()

    def _refresh(self) -> None:
        self._others.setVisible(bool(self._earlier))
        self.empty.setVisible(self._curve is None)
        for control in (self.fit, self.export):
            control.setEnabled(self._curve is not None and self.plot is not None)
        if self.plot is not None:
            self.plot.setVisible(self._curve is not None)
            self.plot.show_earlier(self._earlier)
            self.plot.show_curve(self._curve)

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802 - Qt's name
        super().showEvent(event)
        if self.plot is None:
            QTimer.singleShot(_MS_FOR_THE_FIRST_PAINT, self, self.make_plot)

    def make_plot(self) -> None:
        """Makes the plot now, if it was not made before."""
        if self.plot is not None:
            return
        from flowerdesk.app.widgets.live_plot import LivePlot

        self.plot = LivePlot()
        self._place.addWidget(self.plot, 1)
        self._refresh()
        self.plot_made.emit()

    def _fit(self) -> None:
        if self.plot is not None:
            self.plot.fit()

    # Taking it along

    def _make_menu(self) -> QMenu:
        menu = QMenu(self)
        self.export_actions: dict[str, QAction] = {}
        for suffix, words in {
            "png": self.tr("Picture (PNG)…"),
            "svg": self.tr("Drawing (SVG)…"),
            "csv": self.tr("Figures (CSV)…"),
        }.items():
            action = menu.addAction(words)
            action.triggered.connect(lambda _=False, suffix=suffix: self._export(suffix))
            self.export_actions[suffix] = action
        return menu

    def _show_menu(self) -> None:
        self.menu.popup(self.export.mapToGlobal(QPoint(0, self.export.height())))

    def _export(self, suffix: str) -> None:
        plot = self.plot
        if plot is None:
            return
        contents: dict[str, Callable[[], bytes]] = {
            "png": plot.to_png,
            "svg": plot.to_svg,
            "csv": lambda: plot.to_csv().encode(),
        }
        suggested = f"{self.tr('How it learned')}.{suffix}"
        file = ask.where_to_save(
            self, self.tr("Save the plot"), suggested, f"{suffix.upper()} (*.{suffix})"
        )
        if file is None:
            return
        if not file.suffix:
            file = file.with_suffix(f".{suffix}")
        content = contents[suffix]()
        self._session.ask(lambda _: _written(file, content), self._on_written)

    def _on_written(self, outcome: tuple[Path, str]) -> None:
        file, problem = outcome
        if problem:
            self.note.show_sentence(
                self.tr("{file} could not be written. Choose another place for it.").format(
                    file=file
                ),
                problem,
            )
        else:
            self.note.show_sentence(self.tr("Saved as {file}.").format(file=file), problem=False)

    def _icon_button(self, name: str, words: str, tooltip: str) -> QPushButton:
        made = button("", tooltip, flat=True)
        made.setIcon(icon(name))
        made.setIconSize(QSize(18, 18))
        made.setAccessibleName(words)
        return made


def _written(file: Path, content: bytes) -> tuple[Path, str]:
    """The file, and what went wrong, if anything did."""
    try:
        file.write_bytes(content)
    except OSError as error:
        return file, str(error)
    return file, ""
