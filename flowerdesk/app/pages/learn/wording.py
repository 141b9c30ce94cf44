"""Runs, scores and times as the Learn page says them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QCoreApplication, QDateTime, QLocale, QObject

from flowerdesk.core.project import Run
from flowerdesk.core.training import HeadSettings


class Learn(QObject):
    """Counts things in the window's language. lupdate sees the plurals of ``tr`` only, which is why
    this is a QObject."""

    def epochs(self, count: int) -> str:
        return self.tr("%n epoch(s)", None, count)

    def score(self, photos: int) -> str:
        return self.tr(
            "About {right} of 100 right — between {low} and {high} — measured on %Ln photo(s) it "
            "has never seen.",
            None,
            photos,
        )


def number_text(number: int) -> str:
    return QLocale().toString(number)


def rate_text(per_second: float) -> str:
    """“57 photos a second”."""
    figure = QLocale().toString(per_second, "f", 0 if per_second >= 10 else 1)
    return QCoreApplication.translate("Learn", "{rate} photos a second").format(rate=figure)


def duration_text(seconds: float) -> str:
    """“11 s”, “3 min”, “2 h 10 min”."""
    if seconds < 99.5:
        return QCoreApplication.translate("Learn", "{seconds} s").format(
            seconds=max(1, round(seconds))
        )
    minutes = round(seconds / 60)
    if minutes < 100:
        return QCoreApplication.translate("Learn", "{minutes} min").format(minutes=minutes)
    return QCoreApplication.translate("Learn", "{hours} h {minutes} min").format(
        hours=minutes // 60, minutes=minutes % 60
    )


def left_text(seconds: float) -> str:
    """“11 s left”."""
    return QCoreApplication.translate("Learn", "{time} left").format(time=duration_text(seconds))


def size_text(size: int) -> str:
    """“553 MB”, as people count disks."""
    return QLocale().formattedDataSize(size, 0, QLocale.DataSizeFormat.DataSizeSIFormat)


def run_name(run: Run) -> str:
    """What a person calls it, or its number."""
    if run.name:
        return run.name
    return QCoreApplication.translate("Learn", "Run {number}").format(number=run.id)


def settings_in_short(settings: Mapping[str, object]) -> str:
    """“512, 128 · 20 epochs · dropout 0.3”: the hidden layers, and what is not as usual."""
    translate = QCoreApplication.translate
    hidden = settings.get("hidden")
    widths = [str(width) for width in hidden] if isinstance(hidden, Sequence) else []
    parts = [", ".join(widths) or translate("Learn", "no hidden layer")]
    epochs = settings.get("epochs")
    if isinstance(epochs, int):
        parts.append(Learn().epochs(epochs))
    usual = HeadSettings()
    if settings.get("dropout", usual.dropout) != usual.dropout:
        parts.append(translate("Learn", "dropout {value}").format(value=settings["dropout"]))
    if settings.get("weight_decay"):
        parts.append(translate("Learn", "decay {value}").format(value=settings["weight_decay"]))
    if settings.get("class_weights") == "balanced":
        parts.append(translate("Learn", "balanced"))
    if settings.get("standardize") is False:
        parts.append(translate("Learn", "not standardised"))
    return " · ".join(parts)


def date_text(run: Run) -> str:
    """When it was learned, in the time of this computer."""
    moment = QDateTime.fromString(run.created, "yyyy-MM-ddThh:mm:ss+00:00")
    if not moment.isValid():
        return run.created
    moment.setTimeZone(moment.timeZone().utc())
    return QLocale().toString(moment.toLocalTime(), QLocale.FormatType.ShortFormat)


def test_accuracy(run: Run) -> float | None:
    accuracy = (run.evaluation or {}).get("accuracy")
    return float(accuracy) if isinstance(accuracy, int | float) else None


def score_sentence(run: Run) -> str:
    """The test score with its interval, as one would tell a friend."""
    translate = QCoreApplication.translate
    score = run.evaluation or {}
    accuracy, interval = test_accuracy(run), score.get("interval")
    photos = score.get("photos")
    if accuracy is None or not isinstance(interval, Sequence) or not isinstance(photos, int):
        return translate(
            "Learn", "Too few photos to set some apart, so that nobody knows how good it is."
        )
    low, high = (round(100 * float(end)) for end in interval)
    return Learn().score(photos).format(right=round(100 * accuracy), low=low, high=high)
