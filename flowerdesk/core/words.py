"""Counts as a person says them, for the sentences of the core and the command line."""

from __future__ import annotations


def photos(count: int) -> str:
    """“1 photo”, “1,835 photos”."""
    return "1 photo" if count == 1 else f"{count:,} photos"
