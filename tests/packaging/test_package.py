"""What the packages hold, told without building one: that takes minutes."""

from __future__ import annotations

import importlib.util
import re
import shutil
import subprocess
import sys
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from types import ModuleType
from xml.etree import ElementTree

import click
import pytest

import flowerdesk
from flowerdesk.cli.main import cli
from flowerdesk.core import notices
from flowerdesk.core.export.formats import FORMATS
from flowerdesk.core.project import SUFFIX
from flowerdesk.core.project.schema import APPLICATION_ID

ROOT = Path(__file__).parents[2]
PACKAGING = ROOT / "packaging"
SYSTEM = "/usr/lib/x86_64-linux-gnu"


@pytest.fixture
def contents(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    monkeypatch.syspath_prepend(PACKAGING)
    import contents

    return contents


@pytest.fixture
def manual(monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.syspath_prepend(PACKAGING)
    import manual

    page: str = manual.page()
    return page


# What goes in


def test_no_module_of_the_program_is_left_out(contents: ModuleType) -> None:
    folder = Path(flowerdesk.__file__).parent
    names = {
        ".".join(("flowerdesk", *file.relative_to(folder).with_suffix("").parts))
        for file in folder.rglob("*.py")
    }
    assert "flowerdesk.app.pages.review.page" in names
    # All of them are named to PyInstaller, also those that are imported by name.
    assert "flowerdesk" in contents.WHOLE
    # Which looks into packages only, that is, into folders with an __init__.py.
    folders = {file.parent for file in folder.rglob("*.py")}
    assert all((one / "__init__.py").is_file() for one in folders)
    assert not names & set(contents.MODULES_LEFT_OUT)


def test_every_resource_that_the_program_reads_is_kept(contents: ModuleType) -> None:
    read = [
        *("petal.safetensors", "flowerdesk.svg", "theme/check.svg", "export/photo.py"),
        *("translations/flowerdesk_zh_CN.qm", f"licences/{notices.LICENCE}.txt"),
        *(one.example for one in FORMATS),
    ]
    for name in read:
        assert (ROOT / "resources" / name).is_file()
        assert contents.is_kept(f"flowerdesk/resources/{name}", f"/site-packages/{name}")
    # PyInstaller takes no .py for data unless it is told to.
    assert "include_py_files=True" in (PACKAGING / "flowerdesk.spec").read_text("utf-8")
    assert not contents.is_kept("flowerdesk/resources/screenshots/use.png", "/x/use.png")
    assert not contents.is_kept("flowerdesk/resources/translations/flowerdesk_en.ts", "/x/en.ts")


def test_modules_that_are_named_are_there(contents: ModuleType) -> None:
    for name in ("pi_heif", "_pi_heif"):
        assert importlib.util.find_spec(name) is not None
    assert "_pi_heif" in contents.HIDDEN


def test_the_versions_that_the_program_asks_for_are_taken_along(contents: ModuleType) -> None:
    # An export to ONNX is told to be none of the packaged program's.
    runtimes = {one.runtime for one in FORMATS} - {"onnxruntime"}
    assert {"flowerdesk", *runtimes} <= set(contents.METADATA)


@pytest.mark.parametrize(
    ("name", "source", "kept"),
    [
        ("PySide6/Qt/lib/libQt6Widgets.so.6", "/site/libQt6Widgets.so.6", True),
        ("PySide6/Qt6Widgets.dll", "C:\\site\\Qt6Widgets.dll", True),
        ("PySide6/Qt/lib/libQt6Quick.so.6", "/site/libQt6Quick.so.6", False),
        ("PySide6\\Qt6Qml.dll", "C:\\site\\Qt6Qml.dll", False),
        ("PySide6/Qt/lib/libicudata.so.73", "/site/libicudata.so.73", True),
        ("PySide6/Qt/plugins/platforms/libqxcb.so", "/site/libqxcb.so", True),
        ("PySide6\\plugins\\platforms\\qwindows.dll", "C:\\site\\qwindows.dll", True),
        ("PySide6/Qt/plugins/platforms/libqvnc.so", "/site/libqvnc.so", False),
        ("PySide6/Qt/plugins/platformthemes/libqgtk3.so", "/site/libqgtk3.so", False),
        ("PySide6/Qt/plugins/imageformats/libqsvg.so", "/site/libqsvg.so", True),
        ("PySide6/Qt/translations/qtbase_zh_CN.qm", "/site/qtbase_zh_CN.qm", True),
        ("PySide6/Qt/translations/qtbase_fr.qm", "/site/qtbase_fr.qm", False),
        ("tensorflow/libtensorflow_cc.so.2", "/site/libtensorflow_cc.so.2", True),
        ("tensorflow/include/any.h", "/site/include/any.h", False),
        ("ai_edge_litert/libpywrap_litert_common.so", "/site/libpywrap.so", True),
        ("ai_edge_litert/vendors/any.so", "/site/any.so", False),
        ("openvino/libs/libopenvino.so.2641", "/site/libopenvino.so.2641", True),
        ("openvino/libs/libopenvino_intel_cpu_plugin.so", "/site/cpu.so", True),
        ("openvino/libs/openvino_intel_gpu_plugin.dll", "C:\\site\\gpu.dll", False),
        ("openvino/libs/libopenvino_onnx_frontend.so.2641", "/site/onnx.so", False),
        ("sklearn/datasets/data/iris.csv", "/site/iris.csv", False),
        # Python's own libraries come along, those of the screen and of C++ are the system's.
        ("libssl.so.3", f"{SYSTEM}/libssl.so.3", True),
        ("libsqlite3.so.0", f"{SYSTEM}/libsqlite3.so.0", True),
        ("libX11.so.6", f"{SYSTEM}/libX11.so.6", False),
        ("libGL.so.1", f"{SYSTEM}/libGL.so.1", False),
        ("libstdc++.so.6", f"{SYSTEM}/libstdc++.so.6", False),
        ("libxcb-cursor.so.0", f"{SYSTEM}/libxcb-cursor.so.0", False),
    ],
)
def test_what_belongs_into_the_package(
    contents: ModuleType, name: str, source: str, kept: bool
) -> None:
    assert contents.is_kept(name, source) is kept


def test_the_version_is_the_one_of_the_project(contents: ModuleType) -> None:
    told = subprocess.run(
        [sys.executable, PACKAGING / "contents.py"], capture_output=True, text=True, check=True
    )
    assert told.stdout.strip() == contents.VERSION
    assert re.fullmatch(r"\d+\.\d+\.\d+", contents.VERSION)


def test_programs_begin_with_what_their_own_child_processes_need(contents: ModuleType) -> None:
    for script in contents.PROGRAMS:
        source = (PACKAGING / "programs" / f"{script}.py").read_text(encoding="utf-8")
        assert source.index("freeze_support()") < source.index("from flowerdesk")


def test_what_was_packaged_tells_a_library_by_its_other_name(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The package holds TensorFlow without the code for graphics cards, of another name."""
    from flowerdesk.core.export import proof

    def known(name: str) -> str:
        if name != "tensorflow-cpu":
            raise PackageNotFoundError(name)
        return "2.0"

    monkeypatch.setattr(proof.importlib.metadata, "version", known)
    assert proof._version("tensorflow") == "2.0"
    with pytest.raises(PackageNotFoundError):
        proof._version("keras")


# How a desktop knows it


def test_a_desktop_opens_projects_with_the_window(contents: ModuleType) -> None:
    file = PACKAGING / "linux" / "flowerdesk.desktop"
    entry = dict(line.split("=", 1) for line in file.read_text("utf-8").splitlines() if "=" in line)
    assert entry["Exec"] == f"/usr/lib/flowerdesk/{contents.WINDOW_PROGRAM} %f"
    assert entry["Icon"] == "flowerdesk"
    tree = ElementTree.parse(PACKAGING / "linux" / "flowerdesk.xml")
    names = {"": "http://www.freedesktop.org/standards/shared-mime-info"}
    kind = tree.find("mime-type", names)
    assert kind is not None
    assert entry["MimeType"] == f"{kind.get('type')};"
    glob, magic = kind.find("glob", names), kind.find("magic/match/match", names)
    assert glob is not None
    assert glob.get("pattern") == f"*{SUFFIX}"
    assert magic is not None
    assert magic.get("value") == APPLICATION_ID.to_bytes(4, "big").decode()


def test_the_desktop_entry_is_valid() -> None:
    if shutil.which("desktop-file-validate") is None:
        pytest.skip("needs desktop-file-validate, of desktop-file-utils")
    checked = subprocess.run(
        ["desktop-file-validate", PACKAGING / "linux" / "flowerdesk.desktop"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert (checked.returncode, checked.stdout) == (0, "")


def test_the_manual_tells_of_every_command_and_option(manual: str) -> None:
    def commands(group: click.Group) -> list[click.Command]:
        below = [
            commands(one) if isinstance(one, click.Group) else [one]
            for one in group.commands.values()
        ]
        return [one for several in below for one in several]

    plain = manual.replace("\\-", "-")
    assert f'"flowerdesk {version("flowerdesk")}"' in plain
    for command in commands(cli):
        assert re.search(rf"^\.SS (see |weights )?{command.name} ", plain, re.M)
        for option in command.params:
            if isinstance(option, click.Option):
                assert option.opts[-1] in plain


def test_the_manual_is_one_that_man_reads(manual: str, tmp_path: Path) -> None:
    if shutil.which("groff") is None:
        pytest.skip("needs groff")
    file = tmp_path / "flowerdesk.1"
    file.write_text(manual, encoding="utf-8")
    set_ = subprocess.run(
        ["groff", "-man", "-Tutf8", "-Kutf8", "-ww", file],
        capture_output=True,
        text=True,
        check=True,
    )
    assert "flowerdesk" in set_.stdout
    assert set_.stderr == ""


def test_the_installer_for_windows_knows_the_programs(contents: ModuleType) -> None:
    script = (PACKAGING / "windows" / "flowerdesk.iss").read_text(encoding="utf-8")
    assert f"{contents.WINDOW_PROGRAM}.exe" in script
    assert f"Software\\Classes\\{SUFFIX}" in script
