"""Where the files are that travel with the program. What they hold is not known here."""

from __future__ import annotations

from pathlib import Path

from flowerdesk.core.errors import FlowerdeskError
from flowerdesk.core.words import say


def resource_path(name: str) -> Path:
    """The file ``name`` that belongs to the program.

    An installed copy keeps it in ``flowerdesk/resources``, a checkout in ``resources`` beside
    the package.

    Raises:
        FlowerdeskError: the file is in neither place.
    """
    package = Path(__file__).resolve().parent.parent
    for folder in (package / "resources", package.parent / "resources"):
        if (folder / name).is_file():
            return folder / name
    raise FlowerdeskError(
        say(
            "A part of the program is missing, the file {name}: install flowerdesk again.",
            name=name,
        )
    )
