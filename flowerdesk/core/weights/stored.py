"""What every reader of a format gives: layers whose arrays are still in their file."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from numpy.typing import NDArray

Shape = tuple[int, ...]


@dataclass(frozen=True)
class Stored:
    """An array that is still in its file."""

    shape: Shape
    load: Callable[[], NDArray[Any]]


Layers = dict[str, tuple[Stored, Stored]]
"""Kernel and bias of each layer, by the name that its writer gave it."""


def checked_shape(value: Any) -> Shape:
    """``value`` as a shape.

    Raises:
        ValueError: it is none; a damaged file can say anything.
    """
    shape = tuple(value)
    if not all(type(length) is int and length >= 0 for length in shape):
        raise ValueError(f"{value!r} is no shape")
    return shape
