"""Every sentence is translated, and says the same with the same things put into it."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import xml.etree.ElementTree as ElementTree
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from flowerdesk.app.languages import LANGUAGES, install_language, language
from flowerdesk.app.sentences import photos_text, told
from flowerdesk.core.words import say

ROOT = Path(__file__).parents[2]
FOLDER = ROOT / "resources" / "translations"
PLACEHOLDER = re.compile(r"\{[^{}]*\}|%Ln|%n")

Message = tuple[str, list[str]]
"""A source text with its translations: one for each form of the plural."""


def messages(name: str) -> Iterator[Message]:
    for message in ElementTree.parse(FOLDER / f"flowerdesk_{name}.ts").iter("message"):
        translation = message.find("translation")
        assert translation is not None
        forms = [form.text or "" for form in translation.iter("numerusform")]
        state = translation.get("type")
        assert state is None, f"{state}: {message.findtext('source')}"
        yield message.findtext("source") or "", forms or [translation.text or ""]


def test_the_translations_are_those_of_the_sources(tmp_path: Path) -> None:
    shutil.copytree(FOLDER, tmp_path / "translations")
    made = tmp_path / "translations"
    script = ROOT / "packaging" / "translations.sh"
    subprocess.run(["bash", script, Path(sys.executable).parent, made], check=True)
    for file in sorted(FOLDER.iterdir()):
        brought_up_to_date = (made / file.name).read_bytes()
        assert file.read_bytes() == brought_up_to_date, f"run {script.name}, translate, commit"


@pytest.mark.parametrize("name", LANGUAGES)
def test_nothing_is_left_untranslated(name: str) -> None:
    empty = [source for source, forms in messages(name) if not all(forms)]
    assert empty == []


@pytest.mark.parametrize("name", LANGUAGES)
def test_translations_put_the_same_things_in(name: str) -> None:
    for source, forms in messages(name):
        for form in forms:
            assert sorted(PLACEHOLDER.findall(form)) == sorted(PLACEHOLDER.findall(source)), source


def test_english_knows_one_from_many(application: QApplication) -> None:
    install_language(application, "en")
    assert photos_text(1) == "1 photo"
    assert photos_text(1835) == "1,835 photos"


def test_the_core_speaks_the_language_of_the_window(application: QApplication) -> None:
    sentence = say(
        "There is no folder {folder}. Check its name, or choose another folder.", folder="a"
    )
    install_language(application, "zh_CN")
    assert photos_text(3) == "3 张照片"
    assert told(sentence) == "没有文件夹 a。请检查名称，或选择另一个文件夹。"
    install_language(application, "en")
    assert told(sentence) == sentence


def test_a_language_that_is_not_known_is_the_systems() -> None:
    assert language("tlh") in LANGUAGES
    assert language("zh_CN") == "zh_CN"
