"""Sentences for people: English here, with what a window needs to say them in another language."""

from __future__ import annotations

from typing import Any, Self


class Sentence(str):
    """An English sentence that remembers its template and what was put into it.

    It is a string like any other; it survives pickling, so that it arrives whole in another
    process.
    """

    __slots__ = ("template", "values")
    template: str
    values: dict[str, Any]

    def __new__(cls, template: str, values: dict[str, Any]) -> Self:
        made = super().__new__(cls, template.format(**values))
        made.template = template
        made.values = values
        return made

    def __reduce__(self) -> tuple[type[Self], tuple[str, dict[str, Any]]]:
        return type(self), (self.template, self.values)


def say(template: str, /, **values: object) -> Sentence:
    """``template``, in the manner of :meth:`str.format`, filled with ``values``."""
    # Paths, shapes and exceptions as text: not all of them can be pickled.
    plain = {
        name: value if isinstance(value, str | int | float) else str(value)
        for name, value in values.items()
    }
    return Sentence(template, plain)


def photos(count: int) -> Sentence:
    """“1 photo”, “1,835 photos”."""
    return say("1 photo") if count == 1 else say("{count:,} photos", count=count)
