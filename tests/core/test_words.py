"""Sentences are strings that a window can say in another language, wherever they went."""

from __future__ import annotations

import pickle
from pathlib import Path

from flowerdesk.core import words
from flowerdesk.core.errors import ScanError
from flowerdesk.core.words import Sentence, say


def test_a_sentence_is_its_filled_template() -> None:
    sentence = say("{count:,} in {folder}", count=1835, folder=Path("a"))
    assert sentence == "1,835 in a"
    assert sentence.template == "{count:,} in {folder}"
    assert sentence.values == {"count": 1835, "folder": "a"}


def test_a_sentence_comes_whole_through_a_pickle() -> None:
    sentence = say("{photos} in {folder}", photos=words.photos(1), folder="a")
    arrived = pickle.loads(pickle.dumps(sentence))
    assert arrived == "1 photo in a"
    assert isinstance(arrived, Sentence)
    assert isinstance(arrived.values["photos"], Sentence)


def test_an_error_gives_its_sentence_back() -> None:
    error = pickle.loads(pickle.dumps(ScanError(say("There is no {folder}.", folder="a"))))
    assert str(error) == "There is no a."
    assert isinstance(error.sentence, Sentence)


def test_braces_in_what_is_put_in_stay() -> None:
    assert say("no {folder}", folder="{x}") == "no {x}"
