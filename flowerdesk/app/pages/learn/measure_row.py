"""The row that measures networks on this computer: a button, and how far it is."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QWidget

from flowerdesk.app.measuring import Measuring
from flowerdesk.app.sentences import told
from flowerdesk.app.widgets.basics import ElidedLabel, button
from flowerdesk.core.bench import Measured


class MeasureRow(QWidget):
    """Shows the button, or the progress with a way to stop.

    Signals:
        wanted(): measure now.
    """

    wanted = Signal()

    def __init__(self, measuring: Measuring, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._measuring = measuring
        self._problem = ""
        self.measure = button(
            self.tr("Measure on this computer"),
            self.tr(
                "Look at photos for some seconds in every way that this computer can compute: how "
                "fast it is, how much memory it takes, and whether the numbers agree"
            ),
        )
        self.stop = button(self.tr("Stop"), self.tr("Stop; what was measured is kept"))
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setMaximumWidth(160)
        self.bar.setAccessibleName(self.tr("How much was measured"))
        self.state = ElidedLabel(role="muted")
        self.measure.clicked.connect(self._begin)
        self.stop.clicked.connect(measuring.cancel)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.measure)
        row.addWidget(self.bar)
        row.addWidget(self.state, 1)
        row.addWidget(self.stop)
        measuring.changed.connect(self._refresh)
        measuring.measured.connect(self._on_measured)
        measuring.failed.connect(self._on_failed)
        self._refresh()

    def _begin(self) -> None:
        self._problem = ""
        self.wanted.emit()

    def _on_measured(self, one: Measured) -> None:
        if one.problem:
            self._on_failed(f"{one.way}: {told(one.problem)}")

    def _on_failed(self, problem: str) -> None:
        self._problem = problem
        self._refresh()

    def _refresh(self) -> None:
        measuring = self._measuring
        had_focus = self.measure.hasFocus() or self.stop.hasFocus()
        self.measure.setVisible(not measuring.running)
        self.bar.setVisible(measuring.running)
        self.stop.setVisible(measuring.running)
        if had_focus:  # the keyboard goes on where the button was
            (self.stop if measuring.running else self.measure).setFocus()
        self.bar.setRange(0, measuring.total)
        self.bar.setValue(measuring.done)
        if not measuring.running:
            self.state.setText(self._problem)
        else:
            self.state.setText(measuring.title or self.tr("getting ready …"))
