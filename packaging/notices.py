"""Gathers the licences of everything that a built folder holds, from what is really in it.

    python packaging/notices.py FOLDER

Run by the Python that built FOLDER. Writes ``notices.json`` where the About dialog looks for it,
and FOLDER/THIRD-PARTY-NOTICES.txt for people. Ends with an error when a file is left of which
nobody is known to have made it.
"""

from __future__ import annotations

import json
import platform
import re
import subprocess
import sys
import sysconfig
from dataclasses import asdict, replace
from importlib import metadata
from pathlib import Path

from PyInstaller.archive.readers import CArchiveReader

from flowerdesk.core.notices import GATHERED, Notice, licence_text, notice_of

_QT = """Qt {version} and Qt for Python {version} (PySide6, shiboken6), used under the
GNU Lesser General Public License, version 3. Copyright The Qt Company Ltd and other contributors.

flowerdesk uses Qt as shared libraries, unchanged as their makers publish them. They are the files
in PySide6 and shiboken6 beside the program: you may change Qt and put your own build of these files
in their place, and you may take flowerdesk apart to find out why a changed Qt does not work with
it. Their source is at https://download.qt.io/official_releases/qt/ and
https://download.qt.io/official_releases/QtForPython/pyside6/ under the version above.

Qt contains work of others, among it the International Components for Unicode, FreeType, HarfBuzz,
libjpeg-turbo, libpng, PCRE2 and zlib. All of it is listed, with its terms, at
https://doc.qt.io/qt-6/licenses-used-in-qt.html.

The licence in full follows, first what it adds to the GNU General Public License, then that one.

"""
_HEIF = """The libraries libheif and libde265 in this package are used under the GNU Lesser General
Public License, version 3, as shared libraries that you may put your own builds in the place of.

"""
_PHOSPHOR = """MIT License

Copyright (c) 2020 Phosphor Icons

Permission is hereby granted, free of charge, to any person obtaining a copy of this software and
associated documentation files (the "Software"), to deal in the Software without restriction,
including without limitation the rights to use, copy, modify, merge, publish, distribute,
sublicense, and/or sell copies of the Software, and to permit persons to whom the Software is
furnished to do so, subject to the following conditions:

The above copyright notice and this permission notice shall be included in all copies or substantial
portions of the Software.

THE SOFTWARE IS PROVIDED "AS IS", WITHOUT WARRANTY OF ANY KIND, EXPRESS OR IMPLIED, INCLUDING BUT
NOT LIMITED TO THE WARRANTIES OF MERCHANTABILITY, FITNESS FOR A PARTICULAR PURPOSE AND
NONINFRINGEMENT. IN NO EVENT SHALL THE AUTHORS OR COPYRIGHT HOLDERS BE LIABLE FOR ANY CLAIM, DAMAGES
OR OTHER LIABILITY, WHETHER IN AN ACTION OF CONTRACT, TORT OR OTHERWISE, ARISING FROM, OUT OF OR IN
CONNECTION WITH THE SOFTWARE OR THE USE OR OTHER DEALINGS IN THE SOFTWARE.
"""
_OWN = {"flowerdesk"}
_NOT_A_MODULE = {"PyInstaller", "pyinstaller-hooks-contrib", "altgraph"}


class Built:
    """What is in a built folder: its files, and the modules inside its programs."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.contents = folder / "_internal"
        self.files = {
            file.relative_to(self.contents).as_posix()
            for file in self.contents.rglob("*")
            if file.is_file() and not file.is_symlink() and file.name != GATHERED
        }
        program = next(
            file for file in (folder / "flowerdesk", folder / "flowerdesk.exe") if file.is_file()
        )
        self.modules = set(CArchiveReader(str(program)).open_embedded_archive("PYZ.pyz").toc)

    def holds_of(self, distribution: metadata.Distribution) -> set[str]:
        """The files and modules of a distribution that are packaged; not its metadata alone."""
        held = set()
        for file in distribution.files or ():
            name = file.as_posix()
            if ".dist-info/" in name:
                continue
            if name in self.files:
                held.add(name)
            elif name.endswith(".py"):
                module = name.removesuffix(".py").removesuffix("/__init__").replace("/", ".")
                if module in self.modules:
                    held.add(name)
        return held


def gather(built: Built) -> list[Notice]:
    """A notice for everything in the folder, in the order of names."""
    found = [_python(), _pyinstaller()]
    unknown = {file for file in built.files if not file.startswith("base_library.zip")}
    for distribution in metadata.distributions():
        held = built.holds_of(distribution)
        unknown -= held
        prefix = re.sub(r"[-.]+", "_", distribution.name).lower()
        unknown = {
            file for file in unknown if not re.match(rf"{prefix}-[^/]*\.dist-info/", file, re.I)
        }
        if held and distribution.name not in _OWN | _NOT_A_MODULE:
            found += _notices_of(distribution, held)
    unknown = {file for file in unknown if not _is_of_python(file)}
    found += _of_the_system(unknown)
    return sorted(set(found), key=lambda notice: (notice.name.lower(), notice.version))


def _notices_of(distribution: metadata.Distribution, held: set[str]) -> list[Notice]:
    name = distribution.name.lower()
    said = notice_of(distribution)
    if name == "pyside6_essentials":
        text = _QT.format(version=said.version) + licence_text("LGPL-3.0") + licence_text("GPL-3.0")
        return [replace(said, name="Qt and Qt for Python", licence="LGPL-3.0-only", text=text)]
    if name == "shiboken6":
        return []  # told with Qt
    if name == "qtawesome":
        version = next(
            re.findall(r"phosphor-([\d.]+)\.ttf", file)[0] for file in held if "ttf" in file
        )
        return [Notice("Phosphor Icons", version, "MIT", "https://phosphoricons.com", _PHOSPHOR)]
    if name == "pi_heif":
        terms = licence_text("LGPL-3.0") + licence_text("GPL-3.0")
        licence = f"{said.licence}, with libraries under LGPL-3.0-only"
        return [replace(said, licence=licence, text=f"{said.text}\n\n{_HEIF}{terms}")]
    # TensorFlow's lies among its modules, and tells what it is built of.
    package = distribution.locate_file("tensorflow/THIRD_PARTY_NOTICES.txt")
    if name.startswith("tensorflow") and Path(str(package)).is_file():
        more = Path(str(package)).read_text(encoding="utf-8", errors="replace")
        return [replace(said, text=f"{said.text}\n\n{more}")]
    if not said.text or not said.licence:
        raise SystemExit(f"{said.name} does not say on what terms it may be passed on.")
    return [said]


def _python() -> Notice:
    version = platform.python_version()
    places = (
        Path(sysconfig.get_path("stdlib")) / "LICENSE.txt",
        Path(sys.base_prefix) / "LICENSE.txt",
        Path(f"/usr/share/doc/python{version.rpartition('.')[0]}/copyright"),
    )
    file = next(place for place in places if place.is_file())
    text = file.read_text(encoding="utf-8")
    return Notice("Python", version, "PSF-2.0", "https://www.python.org", text)


def _pyinstaller() -> Notice:
    """Its loader starts the program."""
    said = notice_of(metadata.distribution("pyinstaller"))
    licence = "GPL-2.0-or-later, with an exception for what it packages"
    return replace(said, name="PyInstaller's loader", licence=licence)


def _is_of_python(file: str) -> bool:
    return file.startswith(("lib-dynload/", "python3", "libpython", "DLLs/", "Python"))


def _of_the_system(files: set[str]) -> list[Notice]:
    """Of libraries that Python took along from the system: by Debian's records."""
    if sys.platform != "linux":
        if files:
            print("Not known who made:", *sorted(files), sep="\n  ")
        return []
    packages: dict[str, str] = {}
    for file in sorted(files):
        asked = ["dpkg-query", "--search", f"*/{Path(file).name}"]
        said = subprocess.run(asked, capture_output=True, text=True, check=False).stdout
        package = said.partition(":")[0]
        if not package:
            raise SystemExit(f"Not known who made {file}.")
        packages[package] = file
    return [_debian_notice(package) for package in packages]


def _debian_notice(package: str) -> Notice:
    asked = [
        "dpkg-query",
        "--show",
        "--showformat=${source:Package}\t${source:Version}\t${Homepage}",
    ]
    said = subprocess.run([*asked, package], capture_output=True, text=True, check=True).stdout
    name, version, homepage = said.partition("\n")[0].split("\t")
    version = re.sub(r"^\d+:|-[^-]*$", "", version)  # as its makers count, and not Debian
    text = Path(f"/usr/share/doc/{package}/copyright").read_text(encoding="utf-8")
    licences = dict.fromkeys(re.findall(r"^License: *(\S[^\n]*)", text, re.M))
    short = ", ".join(list(licences)[:3]) + (" …" if len(licences) > 3 else "")
    return Notice(name, version, short or "see the text", homepage, text)


def main(folder: Path) -> None:
    built = Built(folder)
    found = gather(built)
    place = built.contents / "flowerdesk" / "resources" / GATHERED
    place.write_text(json.dumps([asdict(one) for one in found], ensure_ascii=False), "utf-8")
    rule = "=" * 80
    parts = [
        f"{rule}\n{one.name} {one.version}\n{one.licence}\n{one.homepage}\n{rule}\n\n{one.text}\n"
        for one in found
    ]
    head = (
        "flowerdesk is made of its own work, under the licence in the file LICENSE, and of this:\n"
    )
    contents = "".join(f"  {one.name} {one.version}: {one.licence}\n" for one in found)
    text = "\n".join([head, contents, *parts])
    (folder / "THIRD-PARTY-NOTICES.txt").write_text(text, encoding="utf-8")
    (folder / "LICENSE").write_text(licence_text(), encoding="utf-8")
    print(f"{len(found)} notices, {len(text):,} characters, for {folder}")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
