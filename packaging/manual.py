"""Writes the manual page of the console program from what its commands say of themselves.

python packaging/manual.py OUT.1
"""

from __future__ import annotations

import inspect
import sys
from collections.abc import Iterator
from pathlib import Path

import click
from contents import CONSOLE_PROGRAM, PROJECT, VERSION

from flowerdesk.cli.main import cli

_END = r"""
.SH FILES
.TP
.IR PHOTOS .flowerdesk
The project of the folder
.IR PHOTOS :
one SQLite database with its labels, what the network saw, and what was learned. The photos
themselves are read, and never written.
.SH ENVIRONMENT
.TP
.B FLOWERDESK_HOME
A folder for settings, weights, caches and the log, in place of those that the system has for them.
.SH EXIT STATUS
.TP
.B 0
Done.
.TP
.B 1
An error, told in a sentence.
.TP
.B 2
Wrong usage.
.TP
.B 130
Interrupted; the work done before is saved.
.SH COPYRIGHT
Apache License 2.0. What others made of it is in /usr/share/doc/flowerdesk.
"""


def page() -> str:
    """The page in the macros of man(7)."""
    summary = str(PROJECT["description"])
    description = inspect.cleandoc(cli.help or "").split("\n\n")
    return "\n".join(
        [
            f'.TH FLOWERDESK 1 "" "flowerdesk {VERSION}" "User Commands"',
            ".SH NAME",
            rf"{CONSOLE_PROGRAM} \- {_text(summary[0].lower() + summary[1:].rstrip('.'))}",
            ".SH SYNOPSIS",
            rf".B {CONSOLE_PROGRAM}",
            r"[\fIPROJECT\fR | \fIFOLDER\fR | \fICOMMAND\fR [\fIARGS\fR]...]",
            ".SH DESCRIPTION",
            *_paragraphs(description),
            ".SH COMMANDS",
            *_commands(cli, ""),
            _END.strip("\n"),
            "",
        ]
    )


def _commands(group: click.Group, prefix: str) -> Iterator[str]:
    for name, command in group.commands.items():
        if isinstance(command, click.Group):
            yield from _commands(command, f"{prefix}{name} ")
            continue
        context = click.Context(command, info_name=name)
        usage = " ".join(rf"\fI{_text(one)}\fR" for one in command.collect_usage_pieces(context))
        yield f".SS {_text(prefix + name)} {usage}"
        yield from _paragraphs(inspect.cleandoc(command.help or "").split("\n\n"))
        for parameter in command.params:
            record = parameter.get_help_record(context)
            if record and isinstance(parameter, click.Option):
                yield ".TP"
                yield rf"\fB{_text(record[0])}\fR"
                yield _text(record[1]) or r"\&"


def _paragraphs(texts: list[str]) -> Iterator[str]:
    for text in texts:
        lines = text.split("\n")
        if lines[0] == "\b":
            yield from (".PP", ".nf", *(_text(line.strip()) for line in lines[1:]), ".fi")
        else:
            yield from (".PP", _text(" ".join(lines)))


def _text(text: str) -> str:
    r"""As man takes it literally: hyphens that can be copied, no macros by accident."""
    escaped = text.replace("\\", r"\e").replace("-", r"\-")
    return rf"\&{escaped}" if escaped.startswith((".", "'")) else escaped


if __name__ == "__main__":
    Path(sys.argv[1]).write_text(page(), encoding="utf-8")
