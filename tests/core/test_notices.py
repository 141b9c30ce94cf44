"""Whose work the program is made of."""

from __future__ import annotations

import json
from importlib.metadata import Distribution
from pathlib import Path

import pytest

from flowerdesk.core import notices
from flowerdesk.core.notices import Notice

ROOT = Path(__file__).parents[2]


def test_everything_installed_that_the_program_asks_for_is_named_with_its_terms() -> None:
    found = {one.name.lower(): one for one in notices.notices()}
    assert {"tensorflow", "keras", "numpy", "scikit-learn", "pillow"} <= found.keys()
    assert "flowerdesk" not in found
    assert not {"pytest", "mypy", "pyinstaller"} & found.keys()
    for name in ("tensorflow", "keras", "numpy", "pillow"):
        assert found[name].version
        assert found[name].licence
        assert len(found[name].text) > 500
    assert "Redistribution and use" in found["numpy"].text
    # It brings no text of its own.
    assert "Apache License" in found["tensorflow"].text


def test_nothing_is_named_twice() -> None:
    names = [one.name for one in notices.notices()]
    assert len(set(names)) == len(names)


def test_a_packaged_program_names_what_was_gathered(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / notices.GATHERED
    fields = {"name": "Qt", "version": "6", "licence": "LGPL", "homepage": "qt.io", "text": "…"}
    file.write_text(json.dumps([fields]), encoding="utf-8")
    monkeypatch.setattr(notices, "resource_path", lambda name: tmp_path / name)
    assert list(notices.notices()) == [Notice("Qt", "6", "LGPL", "qt.io", "…")]


def test_the_licence_file_is_the_one_that_the_program_shows() -> None:
    assert (ROOT / "LICENSE").read_text(encoding="utf-8") == notices.licence_text()
    assert "Apache License" in notices.licence_text()


def test_a_licence_in_an_old_encoding_is_read(tmp_path: Path) -> None:
    folder = tmp_path / "old-1.0.dist-info"
    folder.mkdir()
    about = "Metadata-Version: 2.1\nName: old\nVersion: 1.0\nLicense: MIT\nLicense-File: LICENSE\n"
    (folder / "METADATA").write_text(about, encoding="utf-8")
    (folder / "LICENSE").write_text("© André", encoding="latin-1")
    (folder / "RECORD").write_text("old-1.0.dist-info/LICENSE,,\n", encoding="utf-8")
    notice = notices.notice_of(Distribution.at(folder))
    assert notice == Notice("old", "1.0", "MIT", "", "© André")
