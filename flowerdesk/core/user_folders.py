"""Where this person's files are that belong to no project. Folders are named here, not made.

``$FLOWERDESK_HOME`` holds all of them where that variable is set; else each is where the system
wants it.
"""

from __future__ import annotations

import os
from pathlib import Path

import platformdirs

_NAME = "flowerdesk"


def cache_folder() -> Path:
    """What can be made again: thumbnails."""
    return _own("cache") or platformdirs.user_cache_path(_NAME, appauthor=False)


def config_folder() -> Path:
    """Settings of the window."""
    return _own("config") or platformdirs.user_config_path(_NAME, appauthor=False)


def state_folder() -> Path:
    """The log, and what was measured on this computer."""
    return _own("state") or platformdirs.user_state_path(_NAME, appauthor=False)


def _own(kind: str) -> Path | None:
    home = os.environ.get("FLOWERDESK_HOME")
    return Path(home).expanduser() / kind if home else None
