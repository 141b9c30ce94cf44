"""Tells what makes up the size of a built folder.

python packaging/sizes.py FOLDER
"""

from __future__ import annotations

import sys
from collections import Counter
from pathlib import Path

SMALLEST = 5_000_000  # bytes: what is less is told together


def sizes(folder: Path) -> Counter[str]:
    """Bytes by the part of the folder that they belong to; links count for nothing."""
    found: Counter[str] = Counter()
    for file in folder.rglob("*"):
        if file.is_file() and not file.is_symlink():
            parts = file.relative_to(folder).parts
            inside = parts[1:] if parts[0] == "_internal" else parts
            found[inside[0].removesuffix(".libs")] += file.stat().st_size
    return found


def main(folder: Path) -> None:
    found = sizes(folder)
    print(f"{sum(found.values()) / 1e6:7.1f} MB  {folder}")
    for name, size in found.most_common():
        if size >= SMALLEST:
            print(f"{size / 1e6:7.1f} MB  {name}")
    rest = [size for size in found.values() if size < SMALLEST]
    print(f"{sum(rest) / 1e6:7.1f} MB  {len(rest)} others")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
