"""The table of formats, and what one that lacks something says."""

from __future__ import annotations

import sys
from dataclasses import replace

import pytest

from flowerdesk.core.errors import ExportError
from flowerdesk.core.export import FORMATS, format_named
from flowerdesk.core.export import formats as module
from flowerdesk.core.resources import resource_path


def test_names_are_unique_and_examples_are_there() -> None:
    names = [chosen.name for chosen in FORMATS]
    assert len(set(names)) == len(names)
    for chosen in FORMATS:
        assert resource_path(chosen.example).name.endswith(".py")
        assert chosen.finer == "" or chosen.finer in names


def test_a_missing_package_is_named_with_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    lacking = replace(FORMATS[0], needs=("json", "no_such_package"))
    monkeypatch.setattr(module, "FORMATS", (lacking,))
    with pytest.raises(ExportError, match=r"no_such_package are missing.*flowerdesk\[export\]"):
        format_named(lacking.name)


def test_a_packaged_program_does_not_tell_to_install_into_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    lacking = replace(FORMATS[0], needs=("no_such_package",))
    monkeypatch.setattr(module, "FORMATS", (lacking,))
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    with pytest.raises(ExportError, match=r"This packaged flowerdesk does not carry no_such_pack"):
        format_named(lacking.name)
