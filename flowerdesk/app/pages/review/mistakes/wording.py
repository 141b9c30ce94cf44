"""What the Review page says about scores, mistakes and the run before."""

from __future__ import annotations

import math

from PySide6.QtCore import QCoreApplication, QLocale, QObject

from flowerdesk.app.sentences import percent_text, photos_text
from flowerdesk.core.review import FEW_PHOTOS, Before, Review, ReviewedPhoto

translate = QCoreApplication.translate


class ReviewSentences(QObject):
    """Sentences that count. lupdate sees the plurals of ``tr`` only, which is why this is a
    QObject."""

    def mended(self, count: int) -> str:
        return self.tr("%Ln label(s) of test photos mended by hand", None, count)

    def left_out(self, count: int) -> str:
        return self.tr("%Ln test photo(s) left out by hand", None, count)

    def unlearned(self, count: int) -> str:
        return self.tr(
            "%Ln test photo(s) have labels that this run has not learned and count nowhere; "
            "learn again to take them in.",
            None,
            count,
        )

    def better(self, count: int) -> str:
        return self.tr("%Ln photo(s) got better", None, count)

    def worse(self, count: int) -> str:
        return self.tr("%Ln photo(s) got worse", None, count)


def of_100(share: float) -> str:
    """“90 of 100 right”; never rounded up to all of them."""
    return translate("ReviewPage", "{count} of 100 right").format(count=_hundredths(share))


def _hundredths(share: float) -> int:
    return 100 if share == 1 else min(99, math.floor(100 * share + 0.5))


def certainty(review: Review) -> str:
    """“between 85 and 93, from 184 photos that it has never seen”"""
    low, high = review.interval
    return translate(
        "ReviewPage", "between {low} and {high}, from {photos} that it has never seen"
    ).format(
        low=math.floor(100 * low),
        high=math.ceil(100 * high),
        photos=photos_text(len(review.photos)),
    )


def change(before: Before) -> str:
    """How much better or worse this run is than the one before."""
    if not before.comparable:
        return translate("ReviewPage", "The run before: {of_100}, on other photos").format(
            of_100=of_100(before.accuracy)
        )
    points = QLocale().toString(abs(100 * before.gain), "f", 1)
    if before.gain > 0:
        return translate("ReviewPage", "▲ {points} points since the run before").format(
            points=points
        )
    if before.gain < 0:
        return translate("ReviewPage", "▼ {points} points since the run before").format(
            points=points
        )
    return translate("ReviewPage", "As good as the run before")


def warning(review: Review) -> str:
    """Why the one figure misleads, in sentences; empty where it does not."""
    fewest, most = review.fewest_and_most
    said = []
    if review.uneven:
        said.append(
            translate(
                "ReviewPage",
                "Your labels are uneven: some have {fewest} test photos, some {most}, and the many "
                "outweigh the few. With every label counted alike, it is {of_100}.",
            ).format(fewest=fewest, most=most, of_100=of_100(review.balanced_accuracy))
        )
    if review.few:
        said.append(
            translate(
                "ReviewPage",
                "Some labels have fewer than {few} test photos: take their bars as a hint only.",
            ).format(few=FEW_PHOTOS)
        )
    return " ".join(said)


def changed_by_hand(review: Review) -> str:
    """What was changed since the test photos were drawn; empty if nothing was."""
    counted = ReviewSentences()
    parts = []
    if review.mended:
        parts.append(counted.mended(review.mended))
    if review.left_out:
        parts.append(counted.left_out(review.left_out))
    said = []
    if parts:
        flattery = translate(
            "ReviewPage",
            "{changes} since they were drawn: mending only what the answers point at makes the "
            "score look better than it is.",
        )
        said.append(flattery.format(changes=" · ".join(parts)))
    if review.unlearned:
        said.append(counted.unlearned(review.unlearned))
    return " ".join(said)


def cell_title(label: str, taken_for: str) -> str:
    """“roses taken for tulips”, or “roses recognised”."""
    if label == taken_for:
        return translate("ReviewPage", "{label} recognised").format(label=label)
    return translate("ReviewPage", "{label} taken for {taken_for}").format(
        label=label, taken_for=taken_for
    )


def photo_in_words(photo: ReviewedPhoto) -> str:
    """Everything about one photo, for a tooltip and for who does not see it."""
    lines = [
        photo.path.rpartition("/")[2],
        translate("ReviewPage", "Your label: {label}").format(label=photo.label),
        translate("ReviewPage", "Its answer: {label}, {percent} sure").format(
            label=photo.taken_for, percent=percent_text(photo.probability)
        ),
    ]
    if photo.kept:
        lines.append(translate("ReviewPage", "You looked at it and kept your label"))
    return "\n".join(lines)


def read_only_reason() -> str:
    return translate("ReviewPage", "The project is open read-only: nothing can be changed here")
