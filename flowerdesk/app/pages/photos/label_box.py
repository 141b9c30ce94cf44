"""The box that gives the selected photos a label."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QPaintEvent, QWheelEvent
from PySide6.QtWidgets import QComboBox, QStyle, QStyleOptionComboBox, QStylePainter, QWidget

from flowerdesk.app.icons import icon
from flowerdesk.app.theme import label_colour


class LabelBox(QComboBox):
    """Lists the labels, and a new one at the end. Only a choice in its list chooses.

    The wheel and the arrows, which change what other boxes hold, would give photos a label in
    passing: the wheel does nothing here, and keys open the list.

    Signals:
        label_chosen(str): a label; empty for a new one.
    """

    label_chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._labels: tuple[str, ...] = ()
        self.setAccessibleName(self.tr("Label of the selected photos"))
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(6)
        self.setMaxVisibleItems(16)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)  # not by the wheel
        self.activated.connect(self._choose)

    def show_labels(self, labels: tuple[str, ...], chosen: str) -> None:
        """Shows the label that the photos have; none where they have several."""
        if labels != self._labels:
            self._labels = labels
            self.clear()
            for number, label in enumerate(labels):
                self.addItem(icon("circle-fill", label_colour(number)), label)
            self.insertSeparator(self.count())
            self.addItem(icon("plus"), self.tr("New label…"))
        self.setCurrentIndex(labels.index(chosen) if chosen in labels else -1)

    def _choose(self, index: int) -> None:
        self.label_chosen.emit(self._labels[index] if index < len(self._labels) else "")

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        opens = event.key() in (
            *(Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_Space, Qt.Key.Key_Return),
            *(Qt.Key.Key_Enter, Qt.Key.Key_F4),
        )
        if opens:
            self.showPopup()
        else:
            event.ignore()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        """Cuts a long label with an ellipsis, which style sheets do not."""
        painter = QStylePainter(self)
        option = QStyleOptionComboBox()
        self.initStyleOption(option)
        painter.drawComplexControl(QStyle.ComplexControl.CC_ComboBox, option)
        field = self.style().subControlRect(
            QStyle.ComplexControl.CC_ComboBox,
            option,
            QStyle.SubControl.SC_ComboBoxEditField,
            self,
        )
        room = field.width() - self.iconSize().width() - 8
        option.currentText = self.fontMetrics().elidedText(
            self.currentText(), Qt.TextElideMode.ElideRight, room
        )
        painter.drawControl(QStyle.ControlElement.CE_ComboBoxLabel, option)

    def wheelEvent(self, event: QWheelEvent) -> None:  # noqa: N802
        event.ignore()
