"""What a plot of trainings shows, as plain data: growing points, curves, and their CSV."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

import numpy as np

_FIRST_ROOM = 256


class Points:
    """``(iteration, value)`` pairs that grow at the end without being copied each time."""

    def __init__(self, points: Sequence[tuple[float, float]] = ()) -> None:
        self._rows = np.empty((_FIRST_ROOM, 2))
        self._count = 0
        self.extend(points)

    def __len__(self) -> int:
        return self._count

    def extend(self, points: Sequence[tuple[float, float]]) -> None:
        if not points:
            return
        end = self._count + len(points)
        if end > len(self._rows):
            rows = np.empty((max(end, 2 * len(self._rows)), 2))
            rows[: self._count] = self._rows[: self._count]
            self._rows = rows
        self._rows[self._count : end] = points
        self._count = end

    @property
    def iterations(self) -> np.ndarray:
        """``(n,) float64``, a view."""
        return self._rows[: self._count, 0]

    @property
    def values(self) -> np.ndarray:
        """``(n,) float64``, a view."""
        return self._rows[: self._count, 1]


@dataclass
class Curve:
    """One training: its loss per iteration and its validation accuracies, 0 to 1."""

    name: str
    colour: str = ""
    """Of the dim line that it is beside another curve."""
    epochs: int = 0
    """How many are wanted, for the width of the plot."""
    iterations_per_epoch: int = 1
    losses: Points = field(default_factory=Points)
    accuracies: Points = field(default_factory=Points)

    def epochs_of(self, points: Points) -> np.ndarray:
        """Where the points stand on the axis of epochs, ``(n,) float64``."""
        return points.iterations / max(1, self.iterations_per_epoch)

    @property
    def best(self) -> tuple[float, float] | None:
        """Epoch and value of the first of the highest validation accuracies."""
        if not len(self.accuracies):
            return None
        number = int(self.accuracies.values.argmax())
        return float(self.epochs_of(self.accuracies)[number]), float(self.accuracies.values[number])


def to_csv(curves: Iterable[Curve]) -> str:
    """One row for each iteration that has a loss, a validation accuracy, or both."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(["run", "iteration", "epoch", "loss", "validation_accuracy"])
    for curve in curves:
        losses = dict(zip(curve.losses.iterations, curve.losses.values, strict=True))
        accuracies = dict(zip(curve.accuracies.iterations, curve.accuracies.values, strict=True))
        for iteration in sorted({*losses, *accuracies}):
            writer.writerow(
                [
                    curve.name,
                    int(iteration),
                    round(iteration / max(1, curve.iterations_per_epoch), 6),
                    losses.get(iteration, ""),
                    accuracies.get(iteration, ""),
                ]
            )
    return out.getvalue()
