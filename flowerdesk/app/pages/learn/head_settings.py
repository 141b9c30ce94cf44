"""How the head is learned: a field for each setting, in plain words, with what is wrong with it."""

from __future__ import annotations

import operator
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, fields
from decimal import Decimal
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QGridLayout,
    QHBoxLayout,
    QLineEdit,
    QVBoxLayout,
    QWidget,
)

from flowerdesk.app.theme import SPACING
from flowerdesk.app.widgets.basics import Card, button, text
from flowerdesk.core.errors import TrainingError
from flowerdesk.core.training import HeadSettings

_COLUMN_WIDTH = 158
_MOST_LAYERS, _WIDEST_LAYER = 8, 8192


def to_setting(settings: HeadSettings) -> dict[str, object]:
    """As a project keeps it."""
    return asdict(settings)


def from_setting(kept: object) -> HeadSettings:
    """What a project kept; the defaults for anything that makes no sense any more."""
    if not isinstance(kept, Mapping):
        return HeadSettings()
    known: dict[str, Any] = {
        field.name: kept[field.name] for field in fields(HeadSettings) if field.name in kept
    }
    try:
        if "hidden" in known:
            known["hidden"] = tuple(int(width) for width in known["hidden"])
        return HeadSettings(**known)
    except (TypeError, ValueError, TrainingError):
        return HeadSettings()


class _Wrong(Exception):  # noqa: N818 - it is a message beside a field
    """What is wrong with what was typed, for a person."""


@dataclass(frozen=True)
class _Kind:
    """How a setting is called, explained, read from a text and written as one."""

    title: str
    tooltip: str
    read: Callable[[str], object]
    write: Callable[[Any], str] = str
    placeholder: str = ""


class _Field(QWidget):
    """A line of text below its title, and below that what is wrong with it."""

    edited = Signal()

    def __init__(self, kind: _Kind) -> None:
        super().__init__()
        self._kind = kind
        title = text(kind.title, "muted")
        title.setToolTip(kind.tooltip)
        self.line = QLineEdit()
        self.line.setToolTip(kind.tooltip)
        self.line.setAccessibleName(kind.title)
        self.line.setAccessibleDescription(kind.tooltip)
        self.line.setPlaceholderText(kind.placeholder)
        self.problem = text(role="problem", wrap=True)
        self.problem.hide()
        title.setBuddy(self.line)
        column = _column(self)
        for widget in (title, self.line, self.problem):
            column.addWidget(widget)
        column.addStretch(1)
        self.line.textChanged.connect(self._check)
        self.line.editingFinished.connect(self.edited)

    def set_value(self, value: object) -> None:
        self.line.setText(self._kind.write(value))

    def value(self) -> object:
        """Raises _Wrong."""
        return self._kind.read(self.line.text().strip())

    def _check(self) -> None:
        try:
            self.value()
            wrong = ""
        except _Wrong as problem:
            wrong = str(problem)
        self.problem.setText(wrong)
        self.problem.setVisible(bool(wrong))
        self.line.setProperty("problem", bool(wrong))
        self.line.style().unpolish(self.line)
        self.line.style().polish(self.line)


class HeadSettingsForm(Card):
    """All settings of the head, in as many columns as there is room for.

    Signals:
        edited(): a person has changed a setting; ``settings()`` tells whether it can be.
    """

    edited = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._columns = 0
        self.fields = {name: _Field(kind) for name, kind in self._kinds().items()}
        for field in self.fields.values():
            field.edited.connect(self.edited)
        self.class_weights = QComboBox()
        self.class_weights.addItem(self.tr("as they are"), "none")
        self.class_weights.addItem(self.tr("all labels alike"), "balanced")
        self.class_weights.activated.connect(self.edited)
        self.standardize = QCheckBox(self.tr("on"))
        self.standardize.clicked.connect(self.edited)
        self.defaults = button(
            self.tr("Defaults"), self.tr("Put all settings back to what suits most photos")
        )
        self.defaults.clicked.connect(self._take_defaults)
        self._lay_out()
        self.set_settings(HeadSettings())

    # Values

    def settings(self) -> HeadSettings | None:
        """What is set; None while a field says that it cannot be."""
        try:
            values: dict[str, Any] = {name: field.value() for name, field in self.fields.items()}
        except _Wrong:
            return None
        return HeadSettings(
            **values,
            class_weights=self.class_weights.currentData(),
            standardize=self.standardize.isChecked(),
        )

    def set_settings(self, settings: HeadSettings) -> None:
        for name, field in self.fields.items():
            field.set_value(getattr(settings, name))
        self.class_weights.setCurrentIndex(self.class_weights.findData(settings.class_weights))
        self.standardize.setChecked(settings.standardize)

    def show_problem(self) -> None:
        """Puts the cursor into the first field that cannot be as it is."""
        for field in self.fields.values():
            if field.problem.text():
                field.line.setFocus(Qt.FocusReason.OtherFocusReason)
                field.line.selectAll()
                return

    def set_locked(self, locked: bool, why: str = "") -> None:
        """Takes no more input, and says why below the pointer."""
        for widget in self.findChildren(QWidget):
            if isinstance(widget, QLineEdit | QComboBox | QCheckBox) or widget is self.defaults:
                widget.setEnabled(not locked)
        self.setToolTip(why if locked else "")

    def _take_defaults(self) -> None:
        self.set_settings(HeadSettings())
        self.edited.emit()

    # Fields

    def _kinds(self) -> dict[str, _Kind]:
        return {
            "hidden": _Kind(
                self.tr("Hidden layers"),
                self.tr(
                    "How many neurons sit between what the network saw and the labels: one number "
                    "for each layer, such as 512, 128. None at all learns the simplest rule."
                ),
                self._read_widths,
                lambda widths: ", ".join(str(width) for width in widths),
                self.tr("none"),
            ),
            "epochs": _Kind(
                self.tr("Epochs"),
                self.tr("How many times all photos are gone through."),
                self._integer(1, 10_000),
            ),
            "batches": _Kind(
                self.tr("Batches in an epoch"),
                self.tr(
                    "Into how many heaps the photos are dealt out; the head is mended after each. "
                    "More learn faster, and less evenly."
                ),
                self._integer(1, 1_000),
            ),
            "learning_rate": _Kind(
                self.tr("Learning rate"),
                self.tr(
                    "How far each mending goes. Too much, and the loss jumps about; too little, "
                    "and it takes forever."
                ),
                self._number(above=0, most=1),
                _plain,
            ),
            "dropout": _Kind(
                self.tr("Dropout"),
                self.tr(
                    "The share of neurons that are left out at random, so that the head does not "
                    "learn photos by heart. 0 leaves none out."
                ),
                self._number(least=0, below=1),
                _plain,
            ),
            "weight_decay": _Kind(
                self.tr("Weight decay"),
                self.tr(
                    "How strongly large weights are pulled towards 0, so that the head keeps to "
                    "simple rules. 0 does not pull."
                ),
                self._number(least=0, most=1),
                _plain,
            ),
            "early_stopping": _Kind(
                self.tr("Stop early after"),
                self.tr(
                    "Ends when that many epochs have brought nothing better on the photos it "
                    "checks itself with. Empty never ends early."
                ),
                self._read_patience,
                lambda epochs: "" if epochs is None else str(epochs),
                self.tr("never"),
            ),
            "seed": _Kind(
                self.tr("Seed"),
                self.tr(
                    "The start of all chance: the same number gives the same result, another one "
                    "draws other photos to check and test with."
                ),
                self._integer(0, 2**32 - 1),
            ),
        }

    def _integer(self, least: int, most: int) -> Callable[[str], object]:
        def read(content: str) -> int:
            if content.isdecimal() and least <= int(content) <= most:
                return int(content)
            raise _Wrong(
                self.tr("A whole number from {least} to {most}").format(least=least, most=most)
            )

        return read

    def _number(
        self,
        *,
        above: float | None = None,
        least: float | None = None,
        below: float | None = None,
        most: float | None = None,
    ) -> Callable[[str], object]:
        ends = (
            (self.tr("above {number}"), above, operator.gt),
            (self.tr("at least {number}"), least, operator.ge),
            (self.tr("below {number}"), below, operator.lt),
            (self.tr("at most {number}"), most, operator.le),
        )
        asked = [(words, end, holds) for words, end, holds in ends if end is not None]
        told = ", ".join(words.format(number=_plain(end)) for words, end, _ in asked)

        def read(content: str) -> float:
            try:
                value = float(content.replace(",", "."))
            except ValueError:
                value = float("nan")
            if all(holds(value, end) for _, end, holds in asked):
                return value
            raise _Wrong(self.tr("A number {limits}").format(limits=told))

        return read

    def _read_patience(self, content: str) -> int | None:
        if not content:
            return None
        if content.isdecimal() and 1 <= int(content) <= 10_000:
            return int(content)
        raise _Wrong(self.tr("A whole number of epochs, or nothing"))

    def _read_widths(self, content: str) -> tuple[int, ...]:
        words = content.replace(";", ",").replace("，", ",").split(",") if content else []
        widths = tuple(int(word) for word in words if word.strip().isdecimal())
        fits = len(widths) <= _MOST_LAYERS and all(1 <= one <= _WIDEST_LAYER for one in widths)
        if len(widths) == len(words) and fits:
            return widths
        raise _Wrong(
            self.tr("Up to {layers} numbers from 1 to {most}, such as 512, 128").format(
                layers=_MOST_LAYERS, most=_WIDEST_LAYER
            )
        )

    # Appearance

    def _lay_out(self) -> None:
        row = QHBoxLayout()
        row.addWidget(text(self.tr("Settings for learning"), "heading"))
        row.addStretch(1)
        row.addWidget(self.defaults)
        self.body.addLayout(row)
        weights = self._labelled(
            self.tr("Weight of photos"),
            self.tr("Whether a label with few photos counts as much as one with many."),
            self.class_weights,
        )
        standardize = self._labelled(
            self.tr("Standardise"),
            self.tr(
                "Brings everything that the network saw to one scale before it is learned, which "
                "makes learning faster and surer."
            ),
            self.standardize,
        )
        self._cells: list[QWidget] = [*self.fields.values(), weights, standardize]
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(SPACING)
        self._grid.setVerticalSpacing(SPACING // 2)
        self.body.addLayout(self._grid)
        self._arrange(1)

    def _labelled(self, title: str, tooltip: str, control: QWidget) -> QWidget:
        cell = QWidget()
        label = text(title, "muted")
        label.setToolTip(tooltip)
        label.setBuddy(control)
        control.setToolTip(tooltip)
        control.setAccessibleName(title)
        control.setAccessibleDescription(tooltip)
        column = _column(cell)
        column.addWidget(label)
        column.addWidget(control)
        column.addStretch(1)
        return cell

    def _arrange(self, columns: int) -> None:
        columns = max(1, min(5, columns))
        if columns == self._columns:
            return
        for number, cell in enumerate(self._cells):
            self._grid.addWidget(cell, number // columns, number % columns)
        for number in range(5):
            self._grid.setColumnStretch(number, 1 if number < columns else 0)
        self._columns = columns

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        super().resizeEvent(event)
        self._arrange(event.size().width() // _COLUMN_WIDTH)


def _column(parent: QWidget) -> QVBoxLayout:
    column = QVBoxLayout(parent)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(4)
    return column


def _plain(number: float) -> str:
    """Without the noise of binary fractions or an exponent: 0.001, not 1e-03."""
    digits = format(Decimal(str(number)), "f")
    return digits.rstrip("0").rstrip(".") if "." in digits else digits
