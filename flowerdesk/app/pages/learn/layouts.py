"""What the cards of the Learn page have in common in their layout."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout

_HEIGHT = 30  # of a flat button, so that headings are level whether they have buttons or not


def heading_row() -> QHBoxLayout:
    """The top of a card: its heading, and buttons on the right."""
    row = QHBoxLayout()
    row.addStrut(_HEIGHT)
    return row
