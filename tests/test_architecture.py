"""What must not be imported, told by fresh interpreters and by the import contracts."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from importlinter.cli import EXIT_STATUS_SUCCESS, lint_imports

_ROOT = Path(__file__).parents[1]
_HEAVY = {
    *("tensorflow", "keras", "h5py", "sklearn", "scipy", "openTSNE"),
    *("PySide6", "shiboken6", "pyqtgraph"),
}


def _loaded_after(statement: str) -> set[str]:
    """The top-level modules that a fresh interpreter has loaded after ``statement``."""
    code = f"import sys; {statement}; print(*{{name.partition('.')[0] for name in sys.modules}})"
    ended = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=_ROOT
    )
    return set(ended.stdout.split())


def test_the_check_would_see_a_heavy_module() -> None:
    assert "sklearn" in _loaded_after("import sklearn")


def test_the_command_line_starts_with_nothing_heavy() -> None:
    loaded = _loaded_after("import flowerdesk.cli.main")
    assert "flowerdesk" in loaded
    assert not loaded & {*_HEAVY, "numpy", "PIL", "rich", "multiprocessing"}


@pytest.mark.parametrize(
    "module",
    ["flowerdesk.cli.commands", "flowerdesk.core.workflow", "flowerdesk.jobs"],
)
def test_heavy_modules_wait_until_work_needs_them(module: str) -> None:
    assert not _loaded_after(f"import {module}") & _HEAVY


def test_the_import_contracts_are_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(_ROOT)
    kept = lint_imports(config_filename=str(_ROOT / "pyproject.toml"), no_cache=True)
    assert kept == EXIT_STATUS_SUCCESS
