"""Writes the sentences of the core as calls that Qt's lupdate understands.

    python packaging/core_sentences.py OUT.py

The core knows nothing of Qt: it says its sentences with ``say("…")``, and
``flowerdesk.app.sentences.told`` looks their templates up in the context “Core”.
"""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

PACKAGE = Path(__file__).resolve().parent.parent / "flowerdesk"
FOLDERS = ("core", "jobs")


def templates() -> Iterator[str]:
    """Every template that is said, in the order of files and lines; each once."""
    seen: set[str] = set()
    for folder in FOLDERS:
        for file in sorted((PACKAGE / folder).rglob("*.py")):
            for template in _said_in(file):
                if template not in seen:
                    seen.add(template)
                    yield template


def _said_in(file: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "say":
            template = node.args[0]
            if not (isinstance(template, ast.Constant) and isinstance(template.value, str)):
                raise SystemExit(f"{file}:{node.lineno}: say() wants a literal template")
            yield template.value


def main(out: Path) -> None:
    calls = [f'QCoreApplication.translate("Core", {template!r})' for template in templates()]
    out.write_text("\n".join(["from PySide6.QtCore import QCoreApplication", "", *calls, ""]))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
