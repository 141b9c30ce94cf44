"""What the Use page says about answers."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication

from flowerdesk.app.sentences import percent_text
from flowerdesk.app.theme import label_colour
from flowerdesk.core.prediction import Answers
from flowerdesk.core.project import Run

SURE, RATHER_SURE = 0.8, 0.5
"""From which probability on an answer is said without doubt, and said at all."""


@dataclass(frozen=True)
class Verdict:
    """The words above the label and below it."""

    heading: str
    doubt: str = ""


def verdict(answers: Answers) -> Verdict:
    """How sure the answer is, in words."""
    translate = QCoreApplication.translate
    _, best = answers[0]
    if best >= SURE or len(answers) == 1:
        return Verdict(translate("UsePage", "This is most likely"))
    second, share = answers[1]
    if best >= RATHER_SURE:
        return Verdict(
            translate("UsePage", "This is probably"),
            translate(
                "UsePage", "Not quite sure: with {percent} it could also be “{label}”."
            ).format(percent=percent_text(share), label=second),
        )
    return Verdict(
        translate("UsePage", "It looks most like"),
        translate(
            "UsePage",
            "Not sure: no label stands out. It may show something that is not among your labels.",
        ),
    )


def colours_of(run: Run) -> dict[str, str]:
    """The colour of every label that the run has learned."""
    return {label: label_colour(number) for number, label in enumerate(run.labels)}
