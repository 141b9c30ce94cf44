"""Which part of a photo a unit of a layer can see, by the kernels and strides before it.

Arithmetic as in Araujo, Norris & Sim 2019, “Computing receptive fields of convolutional neural
networks” (Distill), with padding as TensorFlow's “same” lays it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import keras

Box = tuple[int, int, int, int]
"""Left, top, right and bottom in pixels; what is right and below lies outside."""


@dataclass(frozen=True)
class ReceptiveField:
    """The unit n of a row (or column) sees ``size`` pixels from ``start + n * step`` on."""

    start: int = 0
    size: int = 1
    step: int = 1

    def box(self, row: int, column: int, side: int) -> Box:
        """What a unit sees of an input that is ``side`` pixels wide and high."""
        left, top = self.start + column * self.step, self.start + row * self.step
        right, bottom = left + self.size, top + self.size
        return max(left, 0), max(top, 0), min(right, side), min(bottom, side)


def receptive_fields(network: keras.Model) -> dict[str, ReceptiveField]:
    """By name: every layer of a square network whose output still has places, without the input."""
    fields: dict[int, ReceptiveField] = {}
    named = {}
    for layer in network.layers:
        given = layer.input if isinstance(layer.input, list) else [layer.input]
        before = [fields[id(one)] for one in given if id(one) in fields]
        output = layer.output
        if len(output.shape) != 4:
            continue
        if before:
            named[layer.name] = fields[id(output)] = _after(layer, _together(before))
        else:
            fields[id(output)] = ReceptiveField()
    return named


def _after(layer: keras.Layer, before: ReceptiveField) -> ReceptiveField:
    window = getattr(layer, "kernel_size", None) or getattr(layer, "pool_size", None)
    if window is None:  # it works on each place alone
        return before
    kernel, stride = window[0], layer.strides[0]
    padding = 0
    if layer.padding == "same":
        side = layer.input.shape[1]
        steps = -(-side // stride)
        padding = max((steps - 1) * stride + kernel - side, 0) // 2
    return ReceptiveField(
        before.start - padding * before.step,
        before.size + (kernel - 1) * before.step,
        before.step * stride,
    )


def _together(fields: list[ReceptiveField]) -> ReceptiveField:
    """What a sum of several sees."""
    start = min(field.start for field in fields)
    end = max(field.start + field.size for field in fields)
    return ReceptiveField(start, end - start, fields[0].step)
