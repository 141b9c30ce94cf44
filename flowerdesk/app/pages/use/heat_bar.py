"""What stands below the photo: whether, for which label and how strongly its heat is shown."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QHBoxLayout,
    QProgressBar,
    QSizePolicy,
    QSlider,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from flowerdesk.app.pages.use.tour import layer_title
from flowerdesk.app.widgets.basics import text
from flowerdesk.app.widgets.pictures import Legend

_BY_HIDING = "by hiding"
_SLIDER_WIDTH = 84


class HeatBar(QWidget):
    """Tells what is wanted; who shows it listens.

    Signals:
        wanted_changed(): heat is wanted or not, for another label, or found in another way.
        opacity_changed(float): from 0 to 1.
    """

    wanted_changed = Signal()
    opacity_changed = Signal(float)

    def __init__(self, opacity: float, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.show_heat = QCheckBox(self.tr("Show what spoke for"))
        self.show_heat.setToolTip(
            self.tr("Light up the places of the photo that spoke for a label (Grad-CAM)")
        )
        self.label = QComboBox()
        self.label.setAccessibleName(self.tr("Label to explain"))
        self.label.setToolTip(self.tr("The label: also one that the answer was not"))
        self.label.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.label.setMinimumContentsLength(6)
        self.label.setSizeAdjustPolicy(
            QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
        )
        self.opacity = QSlider(Qt.Orientation.Horizontal)
        self.opacity.setRange(0, 100)
        self.opacity.setPageStep(20)
        self.opacity.setValue(round(100 * opacity))
        self.opacity.setFixedWidth(_SLIDER_WIDTH)
        self.opacity.setAccessibleName(self.tr("Strength of the heat"))
        self.opacity.setToolTip(self.tr("How strongly the heat covers the photo"))
        self.how = QComboBox()
        self.how.setAccessibleName(self.tr("How it is found out"))
        self.how.setMinimumContentsLength(10)
        self.how.setSizeAdjustPolicy(
            QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
        )
        self.legend = Legend(self.tr("nothing"), self.tr("most"))
        self.progress = QProgressBar()
        self.progress.setTextVisible(False)
        self.progress.setAccessibleName(self.tr("Places that were hidden"))
        self.told = text(role="muted", wrap=True)
        self._lay_out()
        self.show_layers(())
        self.show_heat.toggled.connect(self._toggle)
        self.label.activated.connect(self.wanted_changed)
        self.how.activated.connect(self._explain_how)
        self.how.activated.connect(self.wanted_changed)
        self.opacity.valueChanged.connect(lambda value: self.opacity_changed.emit(value / 100))
        self._toggle(False)

    def _lay_out(self) -> None:
        first = QHBoxLayout()
        first.setSpacing(8)
        first.addWidget(self.show_heat)
        first.addWidget(self.label, 1)
        first.addWidget(self.opacity)
        self._state = QStackedWidget()
        self._state.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        for widget in (self.legend, _centred(self.progress), self.told):
            self._state.addWidget(widget)
        self._more = QWidget()
        second = QHBoxLayout(self._more)
        second.setContentsMargins(0, 0, 0, 0)
        second.setSpacing(10)
        second.addWidget(self._state, 1)
        second.addWidget(self.how)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addLayout(first)
        column.addWidget(self._more)

    # What is wanted

    @property
    def wants_heat(self) -> bool:
        return self.show_heat.isChecked()

    @property
    def wanted_label(self) -> str:
        return self.label.currentText()

    @property
    def wanted_layer(self) -> str | None:
        """The layer to look at; None for the usual one."""
        data = self.how.currentData()
        return data if data != _BY_HIDING else None

    @property
    def wants_hiding(self) -> bool:
        return bool(self.how.currentData() == _BY_HIDING)

    # Showing

    def show_labels(self, labels: Sequence[str]) -> None:
        """The labels of an answer, the likeliest first; that one is explained."""
        shown = [self.label.itemText(n) for n in range(self.label.count())]
        if list(labels) != shown:
            self.label.clear()
            self.label.addItems(list(labels))
        self.label.setCurrentIndex(0 if labels else -1)
        self.setEnabled(bool(labels))

    def show_layers(self, layers: Sequence[str]) -> None:
        """The layers whose maps can be weighed; what was chosen stays where it still can be."""
        chosen = self.how.currentData()
        self.how.clear()
        self.how.addItem(self.tr("last layer"), None)
        for layer in layers:
            self.how.addItem(layer_title(layer), layer)
        self.how.addItem(self.tr("second opinion"), _BY_HIDING)
        self.how.setCurrentIndex(max(self.how.findData(chosen), 0))
        self._explain_how()

    def show_waiting(self) -> None:
        """Heat is on its way."""
        self.progress.setRange(0, 0)
        self._state.setCurrentIndex(1)

    def show_progress(self, done: int, total: int) -> None:
        self.progress.setRange(0, total)
        self.progress.setValue(done)
        self._state.setCurrentIndex(1)

    def show_found(self, label: str, *, nothing: bool) -> None:
        """The heat is shown; ``nothing`` says that there is none of it."""
        if nothing:
            self.told.setText(self.tr("Nothing here spoke for “{label}”.").format(label=label))
        else:
            self.legend.show_ends(self.tr("nothing"), self.tr("most"))
        self._state.setCurrentIndex(2 if nothing else 0)

    def _toggle(self, on: bool) -> None:
        self._more.setVisible(on)
        self.label.setEnabled(on)
        self.opacity.setEnabled(on)
        self.wanted_changed.emit()

    def _explain_how(self) -> None:
        self.how.setToolTip(
            self.tr(
                "Hides each place of the photo in turn and looks how much less sure the answer "
                "becomes. Slower, and asks nothing of the network but answers."
            )
            if self.wants_hiding
            else self.tr(
                "Weighs what a layer of the network responded to by how much it raised the label. "
                "The last layer knows things best, earlier ones see finer."
            )
        )


def _centred(bar: QProgressBar) -> QWidget:
    """A bar in the middle of the height that it has."""
    made = QWidget()
    column = QVBoxLayout(made)
    column.setContentsMargins(0, 0, 0, 0)
    column.addStretch(1)
    column.addWidget(bar)
    column.addStretch(1)
    return made
