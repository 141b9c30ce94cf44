"""Whose work travels with the program, and on what terms. Where it is shown is not known here.

A packaged program carries a file that was gathered from what is really in it, by
``packaging/notices.py``. Elsewhere the installed packages are asked.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path

from flowerdesk.core.errors import FlowerdeskError
from flowerdesk.core.resources import resource_path

GATHERED = "notices.json"
LICENCE = "Apache-2.0"
"""The program's own, by its SPDX name."""
COPYRIGHT = "Copyright 2026 The flowerdesk authors"

_EXTRAS = ("app", "export")
_UNLISTED_FILES = ("LICENSE", "LICENSE.txt", "LICENSE.md", "COPYING", "NOTICE")
_IN_TEXTS = ("Apache License", "MIT License", "BSD License")
_LONGEST_NAME = 60  # characters: some packages give the whole text as the name of their licence


@dataclass(frozen=True)
class Notice:
    """One part of the program that others made."""

    name: str
    version: str
    licence: str
    """Its name, by SPDX where its makers say so."""
    homepage: str
    text: str
    """The terms in full; empty where the package brings none and they are not known here."""


def notices() -> Iterator[Notice]:
    """What others made: all of a packaged program, else what is installed of what it asks for.

    In the order of names where the program is packaged. One at a time, because reading what is
    installed takes longer than a window may stand still.
    """
    try:
        file = resource_path(GATHERED)
    except FlowerdeskError:
        yield from installed()
    else:
        for fields in json.loads(file.read_text(encoding="utf-8")):
            yield Notice(**fields)


def licence_text(name: str = LICENCE) -> str:
    """A licence that this program carries the text of: its own, the GPL or the LGPL.

    Raises:
        FlowerdeskError: it carries none of that name.
    """
    return resource_path(f"licences/{name}.txt").read_text(encoding="utf-8")


def installed() -> Iterator[Notice]:
    """What is installed of flowerdesk's requirements, and of theirs, each once."""
    wanted, seen = ["flowerdesk"], {"flowerdesk"}
    while wanted:
        name = wanted.pop(0)
        try:
            distribution = metadata.distribution(name)
        except metadata.PackageNotFoundError:  # wanted by another system, or for an extra
            continue
        if name != "flowerdesk":
            yield notice_of(distribution)
        for needed in _requirements(distribution):
            if needed not in seen:
                seen.add(needed)
                wanted.append(needed)


def _requirements(distribution: metadata.Distribution) -> Iterator[str]:
    own = distribution.name == "flowerdesk"
    for line in distribution.requires or ():
        extra = re.search(r"extra\s*==\s*[\"']([\w-]+)", line)
        name = re.match(r"[\w.-]+", line)
        if name and (extra is None or (own and extra[1] in _EXTRAS)):
            yield re.sub(r"[-_.]+", "-", name[0]).lower()


def notice_of(distribution: metadata.Distribution) -> Notice:
    """What a package says of itself."""
    about = distribution.metadata
    text = _text(distribution)
    licence = _licence(about) or next((name for name in _IN_TEXTS if name in text), "")
    return Notice(
        name=distribution.name,
        version=distribution.version,
        licence=licence,
        homepage=_homepage(about),
        text=text or _standard_text(licence),
    )


def _standard_text(licence: str) -> str:
    """Of a licence whose text has no names to fill in, for packages that do not bring it."""
    if licence.startswith("LGPL-3.0"):  # it is written as additions to the GPL
        return licence_text("LGPL-3.0") + "\n\n" + licence_text("GPL-3.0")
    return licence_text("Apache-2.0") if licence.startswith("Apache") else ""


def _licence(about: metadata.PackageMetadata) -> str:
    for field in ("License-Expression", "License"):
        named = _field(about, field).strip()
        if named and len(named) <= _LONGEST_NAME:
            return named
    classifiers = about.get_all("Classifier") or []
    licences = [one for one in classifiers if one.startswith("License ::")]
    return ", ".join(one.rpartition("::")[2].strip() for one in licences)


def _homepage(about: metadata.PackageMetadata) -> str:
    if _field(about, "Home-page"):
        return _field(about, "Home-page")
    addresses = [line.partition(",")[2].strip() for line in about.get_all("Project-URL") or []]
    return addresses[0] if addresses else ""


def _text(distribution: metadata.Distribution) -> str:
    about = distribution.metadata
    named = about.get_all("License-File") or []
    found = [_read(distribution, f"licenses/{file}") or _read(distribution, file) for file in named]
    if not any(found):
        found = [_read(distribution, file) for file in _UNLISTED_FILES]
    if not any(found) and len(_field(about, "License")) > _LONGEST_NAME:
        found = [_field(about, "License")]
    return "\n\n".join(text.strip("\n") for text in found if text)


def _read(distribution: metadata.Distribution, name: str) -> str:
    """A file of what is told of a package; empty where there is none."""
    try:
        return distribution.read_text(name) or ""
    except UnicodeDecodeError:  # some are older than UTF-8
        files = distribution.files or []
        file = next(one for one in files if one.as_posix().endswith(f".dist-info/{name}"))
        return Path(str(distribution.locate_file(file))).read_text("latin-1")


def _field(about: metadata.PackageMetadata, name: str) -> str:
    """Its first value, or nothing."""
    return next(iter(about.get_all(name) or []), "")
