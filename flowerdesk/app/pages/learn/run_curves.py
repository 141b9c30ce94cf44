"""Turns runs, finished and live, into the curves that the plot shows."""

from __future__ import annotations

from collections.abc import Sequence

from flowerdesk.app.learning import Course
from flowerdesk.app.pages.learn.wording import run_name
from flowerdesk.app.theme import label_colour
from flowerdesk.app.widgets.curves import Curve, Points
from flowerdesk.core.project import Run

_MOST_EARLIER = 4


class RunCurves:
    """Makes the curve of each run once, and lets that of the live one grow."""

    def __init__(self) -> None:
        self._made: dict[tuple[str, int], Curve] = {}
        self.live: Curve | None = None

    def begin(self, name: str) -> None:
        """Another training begins."""
        self.live = Curve(name)

    def grow(self, course: Course) -> None:
        """Adds to the live curve what is new."""
        if self.live is not None:
            self.live.epochs = course.epochs
            self.live.iterations_per_epoch = max(1, course.batches)
            self.live.losses.extend(course.losses[len(self.live.losses) :])
            self.live.accuracies.extend(course.accuracies[len(self.live.accuracies) :])

    def end(self) -> None:
        self.live = None

    def of(self, run: Run) -> Curve:
        """The curve of a run; the same object each time."""
        key = (run.created, run.id)
        if key not in self._made:
            self._made[key] = _curve(run)
        curve = self._made[key]
        curve.name = run_name(run)
        return curve

    def others(self, runs: Sequence[Run], shown: int | None) -> list[Curve]:
        """The curves of the newest other runs."""
        return [self.of(run) for run in reversed(runs) if run.id != shown][:_MOST_EARLIER]


def _curve(run: Run) -> Curve:
    losses = [(iteration, loss) for iteration, loss, _ in run.history if loss is not None]
    accuracies = [(iteration, right) for iteration, _, right in run.history if right is not None]
    batches = run.settings.get("batches")
    if run.epochs and not run.cancelled and losses:
        per_epoch = len(losses) // run.epochs
    else:
        per_epoch = batches if isinstance(batches, int) else len(losses)
    epochs = run.settings.get("epochs")
    return Curve(
        run_name(run),
        label_colour(run.id),
        run.epochs or (epochs if isinstance(epochs, int) else 1),
        max(1, per_epoch),
        Points(losses),
        Points(accuracies),
    )
