"""The way from the command line to the window. The window itself is tested in tests/app."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest
from command_line import Command

SHOWN = "flowerdesk.app.main"


@pytest.fixture(autouse=True)
def some_screen(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("QT_QPA_PLATFORM", "offscreen")


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> list[Path | None]:
    """What a window was opened with, in place of opening one."""
    paths: list[Path | None] = []

    def show(path: Path | None = None) -> int:
        paths.append(path)
        return 0

    stand_in = ModuleType(SHOWN)
    stand_in.main = show  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, SHOWN, stand_in)
    return paths


def test_no_arguments_open_the_window(command: Command, opened: list[Path | None]) -> None:
    assert command().code == 0
    assert opened == [None]


def test_a_folder_or_a_project_opens_the_window_with_it(
    command: Command, opened: list[Path | None], tmp_path: Path
) -> None:
    project = tmp_path / "garden.flowerdesk"
    project.touch()
    assert command(tmp_path).code == 0
    assert command("--debug", project).code == 0
    assert opened == [tmp_path, project]


def test_a_command_stays_a_command_where_a_folder_has_its_name(
    command: Command,
    opened: list[Path | None],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("sample").mkdir()
    assert command("sample").code == 2  # it wants a folder
    assert command("./sample").code == 0
    assert opened == [Path("sample")]


def test_a_project_that_is_not_there_is_told_in_a_sentence(
    command: Command, opened: list[Path | None]
) -> None:
    assert "There is no project" in command("garden.flowerdesk").error
    assert opened == []


def test_what_is_neither_a_path_nor_a_command_is_wrong_usage(
    command: Command, opened: list[Path | None], tmp_path: Path
) -> None:
    assert command("tarin").code == 2
    assert command(tmp_path, tmp_path).code == 2
    assert opened == []


def test_without_the_window_installed_it_says_how_to_install_it(
    command: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delitem(sys.modules, SHOWN, raising=False)
    loaded = {name for name in sys.modules if name.startswith("PySide6.")}  # by pytest-qt
    for name in {"PySide6", *loaded}:
        monkeypatch.setitem(sys.modules, name, None)  # type: ignore[arg-type]
    assert "pip install 'flowerdesk[app]'" in command().error


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="other systems have a screen")
def test_without_a_screen_it_says_so(
    command: Command, opened: list[Path | None], monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"):
        monkeypatch.delenv(name, raising=False)
    assert "There is no screen" in command().error
    assert opened == []


def test_help_loads_neither_the_window_nor_anything_else_that_is_heavy() -> None:
    program = (
        "import sys\n"
        "from flowerdesk.cli.main import cli\n"
        "cli.main(['--help'], standalone_mode=False)\n"
        "print(sorted({'PySide6', 'numpy', 'tensorflow', 'sklearn'} & sys.modules.keys()))"
    )
    ended = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True)
    assert ended.stdout.rstrip().endswith("[]"), ended
    assert "the window opens" in ended.stdout
