"""The page of a report. Its tables and pictures are such that Qt's rich text shows them too."""

from __future__ import annotations

import base64
import math
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from html import escape

from flowerdesk.core.project import Run
from flowerdesk.core.report.charts import curves_svg
from flowerdesk.core.review import Review, ReviewedPhoto
from flowerdesk.core.words import say

Translate = Callable[[str], str]
"""From a sentence that :func:`say` has made to the reader's language."""

MOST_MISTAKES = 24
_MISTAKES_IN_A_ROW = 4
_PICTURE_WIDTH = 140
"""Pixels of the page; four stand side by side on A4."""
_MOST_MATRIX_LABELS = 40
"""A larger matrix is no table to read; then the most frequent mix-ups are listed."""
_MOST_MIX_UPS = 30
_RIGHT, _WRONG = (26, 127, 90), (200, 50, 75)

_STYLE = """
body { font-family: sans-serif; color: #1d1d1b; max-width: 900px; margin: 24px auto;
       padding: 0 16px; }
h1 { font-size: 24px; } h2 { font-size: 17px; margin-top: 28px; }
table { border-collapse: collapse; } td, th { padding: 4px 10px; text-align: left; }
th { color: #6a6963; font-weight: normal; } .muted { color: #6a6963; }
.number { text-align: right; } .cell { text-align: center; min-width: 28px; }
code, pre { font-family: monospace; background: #f6f5f1; }
pre { padding: 10px; white-space: pre-wrap; }
"""


@dataclass(frozen=True)
class ReportContent:
    """Everything that a page tells."""

    project: str
    version: str
    created: str
    """When the report was made, ISO 8601 in UTC."""
    run: Run
    review: Review
    labels: dict[str, int]
    """Photos by label, those that take part."""
    parts: dict[str, int]
    """Photos by part of the split."""
    skipped: tuple[tuple[str, str], ...]
    """Paths and reasons of photos that could not be used."""
    pictures: dict[str, bytes]
    """JPEGs of the photos that are shown, by path."""
    commands: tuple[str, ...]
    """What repeats the run on the command line."""


def report_page(content: ReportContent, translate: Translate = str) -> str:
    """The page, all in one: pictures are inside, and nothing is fetched."""
    return "".join(_Page(content, translate).parts())


class _Page:
    def __init__(self, content: ReportContent, translate: Translate) -> None:
        self._content = content
        self._review = content.review
        self._translate = translate

    def _tell(self, sentence: str) -> str:
        """A sentence in the reader's language, escaped."""
        return escape(self._translate(sentence))

    def parts(self) -> Iterator[str]:
        title = self._tell(say("Report on {project}", project=self._content.project))
        yield '<!DOCTYPE html>\n<html><head><meta charset="utf-8">'
        yield f"<title>{title}</title><style>{_STYLE}</style></head><body>\n<h1>{title}</h1>\n"
        yield from self._score()
        yield from self._labels()
        yield from self._matrix()
        yield from self._mistakes()
        yield from self._course()
        yield from self._data()
        yield from self._again()
        yield "</body></html>\n"

    # The answers

    def _score(self) -> Iterator[str]:
        review = self._review
        low, high = review.interval
        yield "<p><b>" + self._tell(
            say(
                "Right on {right} of {photos} photos never seen before: {share}",
                right=review.right,
                photos=len(review.photos),
                share=_percent(review.accuracy),
            )
        )
        yield "</b><br>" + self._tell(
            say(
                "With 95 % confidence between {low} and {high}; "
                "balanced over the labels {balanced}.",
                low=_percent(low),
                high=_percent(high),
                balanced=_percent(review.balanced_accuracy),
            )
        )
        yield "</p>\n"
        if review.mended or review.left_out:
            yield "<p>" + self._tell(
                say(
                    "Since the test photos were drawn, {mended} of them got another label by hand "
                    "and {left_out} were left out; mending only what the answers point at makes "
                    "the score look better than it is.",
                    mended=review.mended,
                    left_out=review.left_out,
                )
            )
            yield "</p>\n"
        if review.few:
            yield "<p>" + self._tell(say("Some labels have very few test photos.")) + "</p>\n"

    def _labels(self) -> Iterator[str]:
        rows = [
            (
                escape(label),
                _percent(score.recall),
                _percent(score.precision),
                f"{score.f1:.2f}",
                str(score.photos),
            )
            for label, score in self._review.per_label.items()
        ]
        yield f"<h2>{self._tell(say('By label'))}</h2>\n"
        yield _table(
            (
                self._tell(say("label")),
                self._tell(say("recognised")),
                self._tell(say("right when said")),
                "F1",
                self._tell(say("test photos")),
            ),
            rows,
        )

    def _matrix(self) -> Iterator[str]:
        labels = self._review.labels
        yield f"<h2>{self._tell(say('What was taken for what'))}</h2>\n"
        if len(labels) > _MOST_MATRIX_LABELS:
            yield from self._mix_ups()
            return
        axes = self._tell(say("Rows: your labels. Columns: the answers."))
        yield f'<p class="muted">{axes}</p>\n'
        yield "<table><tr><th></th>"
        yield from (f"<th>{escape(label)}</th>" for label in labels)
        yield "</tr>\n"
        for number, (label, row) in enumerate(zip(labels, self._review.matrix, strict=True)):
            yield f"<tr><th>{escape(label)}</th>"
            total = max(1, int(row.sum()))
            for column, count in enumerate(row):
                colour = _tint(_RIGHT if column == number else _WRONG, count / total)
                yield f'<td class="cell" bgcolor="{colour}">{count or "·"}</td>'
            yield "</tr>\n"
        yield "</table>\n"

    def _mix_ups(self) -> Iterator[str]:
        wrong = {cell: photos for cell, photos in self._review.cells.items() if cell[0] != cell[1]}
        most = sorted(wrong.items(), key=lambda item: (-len(item[1]), item[0]))[:_MOST_MIX_UPS]
        yield _table(
            (self._tell(say("label")), self._tell(say("taken for")), self._tell(say("photos"))),
            [(escape(one), escape(other), str(len(photos))) for (one, other), photos in most],
        )

    def _mistakes(self) -> Iterator[str]:
        shown = worst_mistakes(self._review)
        wrong = len(self._review.photos) - self._review.right
        yield f"<h2>{self._tell(say('The surest mistakes'))}</h2>\n"
        if not shown:
            yield f"<p>{self._tell(say('There are none.'))}</p>\n"
            return
        if wrong > len(shown):
            sentence = self._tell(say("{shown} of {wrong}.", shown=len(shown), wrong=wrong))
            yield f'<p class="muted">{sentence}</p>\n'
        yield "<table>"
        for start in range(0, len(shown), _MISTAKES_IN_A_ROW):
            yield "<tr>"
            for photo in shown[start : start + _MISTAKES_IN_A_ROW]:
                yield f'<td valign="top">{self._mistake(photo)}</td>'
            yield "</tr>\n"
        yield "</table>\n"

    def _mistake(self, photo: ReviewedPhoto) -> str:
        picture = self._content.pictures.get(photo.path)
        image = ""
        if picture:
            source = _data("image/jpeg", picture)
            image = f'<img src="{source}" width="{_PICTURE_WIDTH}"><br>'
        answer = self._tell(
            say(
                "{label}, taken for {taken_for} ({share})",
                label=photo.label,
                taken_for=photo.taken_for,
                share=_percent(photo.probability),
            )
        )
        return f'{image}{answer}<br><span class="muted">{escape(photo.path)}</span>'

    # How it came about

    def _course(self) -> Iterator[str]:
        run = self._content.run
        captions = (
            self._tell(say("loss")),
            self._tell(say("right on the photos it checks itself with")),
            self._tell(say("batches")),
        )
        picture = _data("image/svg+xml", curves_svg(run, captions).encode())
        yield f'<h2>{self._tell(say("How it learned"))}</h2>\n<p><img src="{picture}"></p>\n<p>'
        yield self._tell(
            say(
                "{epochs} epochs in {seconds} s; at best {share} right on the photos it checks "
                "itself with, after batch {iteration}. In use is the last head that was not "
                "clearly worse.",
                epochs=run.epochs,
                seconds=f"{run.seconds:.1f}",
                share=_percent(run.best_validation_accuracy),
                iteration=run.best_iteration,
            )
        )
        yield "</p>\n"
        rows = [(escape(name), escape(_told(value))) for name, value in run.settings.items()]
        yield _table((self._tell(say("setting")), self._tell(say("value"))), rows)

    def _data(self) -> Iterator[str]:
        content = self._content
        photos = sum(content.labels.values())
        yield f"<h2>{self._tell(say('The photos'))}</h2>\n<p>"
        yield self._tell(
            say(
                "{photos} photos of {labels} labels: {train} to learn from, {validation} for it to "
                "check itself with, {test} for the test.",
                photos=photos,
                labels=len(content.labels),
                train=content.parts.get("train", 0),
                validation=content.parts.get("validation", 0),
                test=content.parts.get("test", 0),
            )
        )
        yield "</p>\n"
        rows = [(escape(label), str(count)) for label, count in content.labels.items()]
        yield _table((self._tell(say("label")), self._tell(say("photos"))), rows)
        if content.skipped:
            number = len(content.skipped)
            yield f"<p>{self._tell(say('{number} photos could not be used:', number=number))}</p>\n"
            yield _table(
                (self._tell(say("photo")), self._tell(say("reason"))),
                [
                    (escape(path), escape(self._translate(why)))
                    for path, why in content.skipped[:_MOST_MIX_UPS]
                ],
            )

    def _again(self) -> Iterator[str]:
        content = self._content
        key = content.run.feature_key
        yield f"<h2>{self._tell(say('To repeat it'))}</h2>\n"
        yield f"<pre>{escape(chr(10).join(content.commands))}</pre>\n<p>"
        yield self._tell(
            say(
                "With the same photos, labels and weights this gives the same run. Made with "
                "flowerdesk {version}; learned {learned}, reported {reported} (UTC).",
                version=content.version,
                learned=content.run.created,
                reported=content.created,
            )
        )
        yield "</p>\n"
        yield _table(
            (self._tell(say("network")), ""),
            [
                (self._tell(say("name")), escape(key.backbone)),
                (self._tell(say("layer")), escape(key.layer)),
                (self._tell(say("SHA-256 of its weights")), f"<code>{key.weights_sha256}</code>"),
                (self._tell(say("version of the preprocessing")), str(key.preprocessing)),
                (self._tell(say("precision")), escape(f"{key.precision} ({key.runtime})")),
            ],
        )


def worst_mistakes(review: Review) -> list[ReviewedPhoto]:
    """The photos that a report shows, the surest mistake first."""
    return [photo for photo in review.photos if not photo.right][:MOST_MISTAKES]


def _table(heading: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    """Cells are HTML; all columns but the first stand to the right where they are numbers."""
    lines = ["<table><tr>", *(f"<th>{cell}</th>" for cell in heading), "</tr>\n"]
    for row in rows:
        cells = "".join(f"<td{_alignment(cell)}>{cell}</td>" for cell in row)
        lines.append(f"<tr>{cells}</tr>\n")
    return "".join([*lines, "</table>\n"])


def _alignment(cell: str) -> str:
    return ' class="number" align="right"' if cell[:1].isdigit() and len(cell) < 9 else ""


def _told(value: object) -> str:
    if isinstance(value, list | tuple):
        return ", ".join(map(str, value)) or "–"
    return "–" if value is None else str(value)


def _percent(share: float) -> str:
    """Never rounded up to a perfect 100."""
    percent = 100 * share
    return "100 %" if percent == 100 else f"{min(math.floor(percent * 10 + 0.5) / 10, 99.9):.1f} %"


def _tint(colour: tuple[int, int, int], strength: float) -> str:
    """From almost white to a strong, but still readable, colour."""
    weight = 0.0 if strength == 0 else 0.12 + 0.5 * strength
    mixed = (round(255 + (value - 255) * weight) for value in colour)
    return "#" + "".join(f"{value:02x}" for value in mixed) if weight else "#f3f2ee"


def _data(kind: str, content: bytes) -> str:
    """A picture inside the page (RFC 2397)."""
    return f"data:{kind};base64,{base64.b64encode(content).decode()}"
