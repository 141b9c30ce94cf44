"""The example program of an export is asked as its user would ask it."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from flowerdesk.core.export import proof
from flowerdesk.core.export.formats import format_named


def test_openvino_tells_nobody_that_it_reads_an_export(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its own telemetry would; a module of that name stands by to be caught at it."""
    monkeypatch.delitem(sys.modules, "openvino_telemetry", raising=False)
    (tmp_path / "openvino_telemetry.py").write_text("")
    (tmp_path / "classify.py").write_text(
        "try:\n    import openvino_telemetry\nexcept ImportError:\n    classify = 'it kept quiet'\n"
    )
    assert proof._example(tmp_path, format_named("keras")) == "it kept quiet"
