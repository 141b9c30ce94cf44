"""What the documentation tells people to type works, and what can be typed is in it."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator
from pathlib import Path

import click
import pytest
from command_line import Command

from flowerdesk.cli.main import cli

ROOT = Path(__file__).resolve().parents[2]
DOCS = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/*.md")])


def told_to_type(page: Path) -> Iterator[list[str]]:
    """The words of every line of a block of commands that starts with flowerdesk."""
    for block in re.findall(
        r"^```(?:sh)?\n(.*?)^```", page.read_text(encoding="utf-8"), re.M | re.S
    ):
        for line in block.splitlines():
            command, *_ = re.split(r" {2,}", line)
            if command.startswith("flowerdesk "):
                yield shlex.split(command.replace("…", ""))[1:]


def test_the_tutorial_word_for_word(
    command: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    steps = list(told_to_type(ROOT / "docs" / "tutorial.md"))
    assert len(steps) > 10
    for words in steps:
        ended = command(*words)
        assert ended.code == 0, (words, ended)
    for made in (
        "flowers.flowerdesk",
        "sorted",
        "map.csv",
        "heat.png",
        "layers",
        "channel.png",
        "classifier/classify.py",
        "report.html",
    ):
        assert (tmp_path / made).exists(), made


def leaf_commands(group: click.Group, before: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    for name, found in group.commands.items():
        if isinstance(found, click.Group):
            yield from leaf_commands(found, (*before, name))
        elif not found.hidden:
            yield (*before, name)


def test_the_readme_lists_every_command_and_no_other() -> None:
    commands = set(leaf_commands(cli))
    listed = set()
    for words in told_to_type(ROOT / "README.md"):
        named = next((c for c in commands if tuple(words[: len(c)]) == c), None)
        assert named or Path(words[0]).suffix, f"there is no command {words}"
        listed.add(named)
    assert listed >= commands


@pytest.mark.parametrize("page", DOCS, ids=lambda page: page.name)
def test_every_link_and_picture_is_there(page: Path) -> None:
    for target in re.findall(r"\]\(([^)#]+)[^)]*\)", page.read_text(encoding="utf-8")):
        if not target.startswith("https://"):
            assert (page.parent / target).exists(), target


@pytest.mark.parametrize("page", DOCS, ids=lambda page: page.name)
def test_every_file_that_is_named_is_there(page: Path) -> None:
    named = re.findall(
        r"`((?:flowerdesk|packaging|tests|docs|resources)/[\w./]+)`", page.read_text()
    )
    for path in named:
        assert (ROOT / path).exists(), path
