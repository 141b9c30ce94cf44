"""Tells the packages of Debian that a built folder needs, as a line for Depends.

    python packaging/linux/depends.py FOLDER

dpkg-shlibdeps finds them. It reads every symbol of every library that it is shown, which takes many
minutes for TensorFlow's; so it is shown only the files that decide: those that are linked to
something of the system beside the C and C++ libraries, and of these libraries' versions the newest.
"""

from __future__ import annotations

import re
import subprocess
import sys
import tempfile
from collections.abc import Iterable
from pathlib import Path

_COMMON = re.compile(r"(ld-linux.*|lib(c|m|dl|rt|pthread|util|resolv|gcc_s|stdc\+\+))\.so\.\d+")


def deciding_files(folder: Path) -> list[Path]:
    """The fewest files of the folder from which all that it needs can be seen."""
    files = [file for file in folder.rglob("*") if file.is_file() and _is_elf(file)]
    packaged = {file.name for file in folder.rglob("*.so*")}
    chosen: set[Path] = set()
    newest: dict[str, tuple[tuple[int, ...], Path]] = {}
    # The smallest first: of several that need the same version one is enough.
    for file in sorted(files, key=lambda file: file.stat().st_size):
        if file.is_symlink():
            continue
        shown = subprocess.run(["objdump", "-p", file], capture_output=True, text=True, check=True)
        needed = re.findall(r"NEEDED\s+(\S+)", shown.stdout)
        if any(not (name in packaged or _COMMON.fullmatch(name)) for name in needed):
            chosen.add(file)
        for kind, number in re.findall(r"\b(GLIBC|GLIBCXX|CXXABI|GCC)_([\d.]+)\b", shown.stdout):
            version = tuple(int(part) for part in number.split("."))
            if version > newest.get(kind, ((), file))[0]:
                newest[kind] = (version, file)
    return sorted(chosen | {file for _, file in newest.values()})


def _is_elf(file: Path) -> bool:
    with file.open("rb") as opened:
        return opened.read(4) == b"\x7fELF"


def depends(folder: Path, files: Iterable[Path]) -> str:
    """What dpkg-shlibdeps says of the files, whose other libraries are in the folder."""
    places = {f"-l{file.parent}" for file in folder.rglob("*.so*")}
    with tempfile.TemporaryDirectory() as work:  # it wants a source package around it
        (Path(work) / "debian").mkdir()
        control = "Source: flowerdesk\n\nPackage: flowerdesk\nArchitecture: any\n"
        (Path(work) / "debian" / "control").write_text(control, encoding="utf-8")
        left_out = (f"-x{package}" for package in sorted(_packaged(folder)))
        options = ["-O", "--ignore-missing-info", "--warnings=0", *sorted(places), *left_out]
        said = subprocess.run(
            ["dpkg-shlibdeps", *options, *map(str, files)],
            cwd=work,
            stdout=subprocess.PIPE,
            text=True,
            check=True,
        )
    return said.stdout.strip().removeprefix("shlibs:Depends=")


def _packaged(folder: Path) -> set[str]:
    """Packages of Debian whose libraries are in the folder already."""
    names = (file.name for file in folder.glob("*/lib*.so*") if not file.is_symlink())
    asked = ["dpkg-query", "--search", *(f"*/{name}" for name in names)]
    said = subprocess.run(asked, capture_output=True, text=True, check=False)  # not all are known
    return set(re.findall(r"^([^:,]+):", said.stdout, re.M))


if __name__ == "__main__":
    folder = Path(sys.argv[1]).resolve()
    print(depends(folder, deciding_files(folder)))
