"""How many modules a fresh interpreter loads for some code, and which packages weigh most."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

_ROOT = Path(__file__).parents[1]
_LINE = re.compile(r"import time:\s+(\d+) \|\s+\d+ \|\s+(\S+)")  # as -X importtime writes it
_MOST_NAMED = 8


@dataclass(frozen=True)
class Imports:
    """What was imported: modules, and microseconds of importing, by package."""

    modules: Counter[str]
    microseconds: Counter[str]

    @property
    def count(self) -> int:
        return self.modules.total()

    def heaviest(self) -> str:
        """The packages that took longest, for the message of a broken budget."""
        return ", ".join(
            f"{package} ({self.modules[package]} modules, {time / 1000:.0f} ms)"
            for package, time in self.microseconds.most_common(_MOST_NAMED)
        )


def imports_of(code: str) -> Imports:
    """Of a fresh interpreter without a screen."""
    ended = subprocess.run(
        [sys.executable, "-X", "importtime", "-c", code],
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
        cwd=_ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    modules: Counter[str] = Counter()
    microseconds: Counter[str] = Counter()
    for time, name in _LINE.findall(ended.stderr):
        package = name.partition(".")[0]
        modules[package] += 1
        microseconds[package] += int(time)
    return Imports(modules, microseconds)


def assert_within(budget: int, code: str) -> Imports:
    """Fails with the heaviest packages when ``code`` imports more than ``budget`` modules."""
    found = imports_of(code)
    assert found.count <= budget, (
        f"{found.count} modules are imported, {budget} at most are wanted. The heaviest: "
        f"{found.heaviest()}"
    )
    return found
