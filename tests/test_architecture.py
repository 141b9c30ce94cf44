"""What must not be imported, told by fresh interpreters and by the import contracts."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest
from import_budget import assert_within
from importlinter.cli import EXIT_STATUS_SUCCESS, lint_imports

BUDGET_OF_HELP = 150
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


def test_the_help_of_the_command_line_stays_within_its_budget_of_imports() -> None:
    """Modules and not milliseconds: they are the same on every computer."""
    code = "import sys; sys.argv = ['flowerdesk', '--help']\nfrom flowerdesk.cli.main import cli\n"
    found = assert_within(BUDGET_OF_HELP, f"{code}cli.main(standalone_mode=False)")
    assert found.count > BUDGET_OF_HELP // 2, "a budget that is never nearly spent guards nothing"


def test_a_broken_budget_names_the_heaviest_imports() -> None:
    with pytest.raises(AssertionError, match=r"modules are imported, 5 at most .*numpy \(\d+ mod"):
        assert_within(5, "import numpy")


def test_nothing_traced_by_tensorflow_is_rewritten_from_its_source() -> None:
    """AutoGraph reads the source of functions, and the packaged program carries none."""
    sources = [file.read_text(encoding="utf-8") for file in (_ROOT / "flowerdesk").rglob("*.py")]
    nodes = [node for source in sources for node in ast.walk(ast.parse(source))]
    named = [n for n in nodes if isinstance(n, ast.Attribute) and ast.unparse(n) == "tf.function"]
    calls = [n for n in nodes if isinstance(n, ast.Call) and ast.unparse(n.func) == "tf.function"]
    assert len(named) == len(calls) > 0, "one is a bare @tf.function"
    for call in calls:
        said = {one.arg: ast.unparse(one.value) for one in call.keywords}
        assert said.get("autograph") == "False", ast.unparse(call)


def test_the_import_contracts_are_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(_ROOT)
    kept = lint_imports(config_filename=str(_ROOT / "pyproject.toml"), no_cache=True)
    assert kept == EXIT_STATUS_SUCCESS
