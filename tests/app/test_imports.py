"""What the window's process must never load: work is done in the child."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from import_budget import assert_within

BUDGET_OF_WINDOW = 480
MAKE_THE_WINDOW = """
import sys
from flowerdesk.app.main import make_application
from flowerdesk.app.settings import Settings
application = make_application(Settings())
from flowerdesk.app.window import STEPS, WELCOME, MainWindow
window = MainWindow()
window.show()
{more}
application.processEvents()
window.close()
print(*sorted({{name.partition(".")[0] for name in sys.modules}}))
"""
MAKE_ALL_PAGES = "for page in (WELCOME, *STEPS): window.page(page)"


def modules_after(code: str) -> set[str]:
    """The packages that a fresh interpreter has loaded after ``code``."""
    ended = subprocess.run(
        [sys.executable, "-c", code],
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
        cwd=Path(__file__).parents[2],
        capture_output=True,
        text=True,
        check=True,
    )
    return set(ended.stdout.split())


def test_the_window_and_its_pages_load_no_network_library() -> None:
    loaded = modules_after(MAKE_THE_WINDOW.format(more=MAKE_ALL_PAGES))
    assert "PySide6" in loaded
    assert not loaded & {"tensorflow", "keras", "sklearn", "scipy", "openTSNE", "h5py"}


def test_the_window_alone_loads_nothing_that_only_one_page_needs() -> None:
    loaded = modules_after(MAKE_THE_WINDOW.format(more=""))
    assert not loaded & {"pyqtgraph", "qtawesome", "qtpy", "requests", "pi_heif"}


def test_the_window_stays_within_its_budget_of_imports() -> None:
    """Modules and not milliseconds: they are the same on every computer."""
    found = assert_within(BUDGET_OF_WINDOW, MAKE_THE_WINDOW.format(more=""))
    assert found.count > BUDGET_OF_WINDOW // 2, "a budget that is never nearly spent guards nothing"
