"""Runs a backbone with OpenVINO, an optional extra that is faster on many processors.

The network is built from its steps, so that neither TensorFlow nor a converter is needed.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

import numpy as np

from flowerdesk.core.backbones.backbone import Backbone, Layer
from flowerdesk.core.backbones.calibration import LARGEST_PIXEL, Calibration
from flowerdesk.core.backbones.graph import PHOTO, Step, Steps
from flowerdesk.core.backbones.openvino_devices import PROCESSOR, Precision, openvino
from flowerdesk.core.errors import ComputingError
from flowerdesk.core.weights.files import LayerWeights
from flowerdesk.core.words import say

_LEVELS = 256
_LARGEST_WHOLE = 127
# Processors without VNNI add two products of bytes in 16 bits. Pixels reach 255 everywhere, so that
# kernels of up to 127 would overflow them: the cosine to float32 fell from 0.9994 to 0.9975.
_LARGEST_WHOLE_FOR_PIXELS = 63
_ROWS = 1024
_HINTS = {"float32": "f32", "bfloat16": "bf16", "int8": "f32"}


class OpenVinoRuntime:
    """A backbone up to one layer, ready to be called."""

    def __init__(
        self,
        backbone: Backbone,
        layer: Layer,
        weights: Mapping[str, LayerWeights],
        precision: Precision = "float32",
        calibration: Calibration | None = None,
        device: str = PROCESSOR,
    ) -> None:
        """``weights`` holds every layer in ``layer.weights``, of those shapes; int8 wants the
        ``calibration`` that was made with them.

        Raises:
            ComputingError: a device other than the processor cannot compute it.
        """
        assert backbone.steps is not None
        steps = backbone.steps(layer.name)
        self.input_size = backbone.input_size
        self.feature_dim = layer.feature_dim
        self.precision = precision
        self.batch_size = backbone.batch_size(layer.name)
        calibration = calibration if precision == "int8" else None
        model = _Network(backbone, steps, weights, precision, calibration).features()
        if device == PROCESSOR:
            self._network = _compiled(model, precision)
        else:
            self._network = _InFixedBatches(model, precision, device, self.batch_size)

    def __call__(self, photos: np.ndarray) -> np.ndarray:
        """``(n, input_size, input_size, 3) uint8, RGB`` in, ``(n, feature_dim) float32`` out.

        Raises: as when it was made.
        """
        features = np.empty((len(photos), self.feature_dim), np.float32)
        for start in range(0, len(photos), self.batch_size):
            some = slice(start, start + self.batch_size)
            features[some] = self._network([photos[some]])[0]
        return features


class _InFixedBatches:
    """A model on a device that is slow, or at a loss, where it does not know beforehand how many
    photos come at once: a network for one photo, and one for a batch, which fewer are filled up
    to."""

    def __init__(self, model: Any, precision: Precision, device: str, batch_size: int) -> None:
        self._model, self._precision = model, precision
        self._device, self._batch_size = device, batch_size
        self._networks: dict[int, Any] = {}
        self._network(1)

    def __call__(self, inputs: Sequence[np.ndarray]) -> list[np.ndarray]:
        (photos,) = inputs
        count = 1 if len(photos) == 1 else self._batch_size
        filled = np.zeros((count, *photos.shape[1:]), np.uint8)
        filled[: len(photos)] = photos
        network = self._network(count)
        with self._told():
            return [network([filled])[0][: len(photos)]]

    def _network(self, count: int) -> Any:
        if count not in self._networks:
            with self._told():
                model = self._model.clone()
                model.reshape([count, *list(model.input().partial_shape)[1:]])
                self._networks[count] = _compiled(model, self._precision, self._device)
        return self._networks[count]

    @contextmanager
    def _told(self) -> Iterator[None]:
        """Drivers fail in ways of their own, which OpenVINO passes on."""
        try:
            yield
        except RuntimeError as error:
            raise ComputingError(
                say(
                    "OpenVINO cannot compute this network on this computer's {device}: {error} "
                    "Choose another --runtime, or auto.",
                    device=self._device,
                    error=str(error).strip().rpartition("\n")[2],
                )
            ) from error


class CalibratingRuntime:
    """The network in float32, which also tells how large the values are that reach its layers."""

    def __init__(
        self, backbone: Backbone, layer: Layer, weights: Mapping[str, LayerWeights]
    ) -> None:
        assert backbone.steps is not None
        steps = backbone.steps(layer.name)
        self.layers = tuple(step.name for step in steps if step.weighted)
        self._batch_size = backbone.batch_size(layer.name)
        network = _Network(backbone, steps, weights)
        self._compiled = _compiled(network.watched(), "float32")

    def __call__(self, photos: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Features as of :class:`OpenVinoRuntime`, and the largest value of each photo that
        reaches each of ``layers``, ``(n, layers) float32``: pixels first, which may reach 255."""
        features, largest = [], []
        for start in range(0, len(photos), self._batch_size):
            some = photos[start : start + self._batch_size]
            out = self._compiled([some])
            features.append(np.array(out[0]))
            pixels = np.full(len(some), LARGEST_PIXEL, np.float32)
            found = [pixels, *(out[number] for number in range(1, len(out)))]
            largest.append(np.stack(found, axis=1))
        return np.concatenate(features), np.concatenate(largest)


def _compiled(model: Any, precision: Precision, device: str = PROCESSOR) -> Any:
    options = {"PERFORMANCE_HINT": "LATENCY"}
    if device == PROCESSOR:  # others compute in float16 by themselves
        options["INFERENCE_PRECISION_HINT"] = _HINTS[precision]
        if hasattr(os, "sched_getaffinity"):
            options["INFERENCE_NUM_THREADS"] = str(len(os.sched_getaffinity(0)))
    return openvino().Core().compile_model(model, device, options)


class _Network:
    """A backbone's steps as OpenVINO's, channels first inside, from uint8 photos."""

    def __init__(
        self,
        backbone: Backbone,
        steps: Steps,
        weights: Mapping[str, LayerWeights],
        precision: Precision = "float32",
        calibration: Calibration | None = None,
    ) -> None:
        module = openvino()
        self._precision = precision
        self._ov, self._ops = module, module.opset13
        self._weights, self._calibration, self._steps = weights, calibration, steps
        size, preprocessing = backbone.input_size, backbone.preprocessing
        self._reversed = preprocessing.channel_order == "BGR"
        # The first kernel is turned around in place of the channels.
        mean = np.array(preprocessing.mean, np.float32)[:: -1 if self._reversed else 1]
        self._mean, self._scale = mean[:, None, None], np.float32(preprocessing.scale)
        photos = self._ops.parameter([-1, size, size, 3], module.Type.u8, name="photos")
        self._pixels = self._ops.convert(self._ops.transpose(photos, np.array([0, 3, 1, 2])), "f32")
        pixels = self._ops.subtract(self._pixels, self._mean)
        pixels = self._ops.multiply(pixels, self._scale)
        self._parameter = photos
        self._made: dict[str, Any] = {PHOTO: pixels}
        self._reaching: dict[str, Any] = {}
        for step in steps:
            self._made[step.name] = self._build(step, [self._made[name] for name in step.inputs])

    def features(self) -> Any:
        return self._ov.Model([self._ops.result(self._features())], [self._parameter], "features")

    def watched(self) -> Any:
        """Features, then what reaches each layer with weights but the first, ``(n,)`` each."""
        results = [self._ops.result(self._features())]
        for reaching in list(self._reaching.values())[1:]:
            axes = np.arange(1, _dimensions(reaching))
            largest = self._ops.reduce_max(self._ops.abs(reaching), axes, keep_dims=False)
            results.append(self._ops.result(largest))
        return self._ov.Model(results, [self._parameter], "watched")

    def _features(self) -> Any:
        output = self._made[self._steps[-1].name]
        if _dimensions(output) == 2:
            return output
        axes = np.array([2, 3])
        mean = self._ops.reduce_mean(output, axes, keep_dims=False)
        largest = self._ops.reduce_max(output, axes, keep_dims=False)
        return self._ops.concat([mean, largest], axis=1)

    def _build(self, step: Step, inputs: list[Any]) -> Any:
        ops, x = self._ops, inputs[0]
        match step.kind:
            case "convolution" | "dense":
                x = self._weighted(step, x)
            case "relu":
                x = ops.relu(x)
            case "add":
                x = ops.add(*inputs)
            case "max_pool":
                stride, side, none = [step.stride] * 2, [step.kernel] * 2, [0, 0]
                x = self._ov.opset1.max_pool(x, stride, none, none, side)
            case "mean":
                x = ops.reduce_mean(x, np.array([2, 3]), keep_dims=False)
            case "flatten":
                x = ops.transpose(x, np.array([0, 2, 3, 1]))
                x = ops.reshape(x, np.array([0, -1]), special_zero=True)
        return ops.relu(x) if step.relu else x

    def _weighted(self, step: Step, x: Any) -> Any:
        ops = self._ops
        weights = self._weights[step.name]
        kernel, bias = np.asarray(weights.kernel), np.asarray(weights.bias)
        first = step.inputs == (PHOTO,)
        if first and self._reversed:
            kernel = kernel[:, :, ::-1]
        dense = step.kind == "dense"
        if not dense:
            kernel = np.ascontiguousarray(kernel.transpose(3, 2, 0, 1))
        self._reaching[step.name] = x
        largest = self._calibration.largest.get(step.name) if self._calibration else None
        if first and (largest is not None or self._precision == "bfloat16"):
            x, missing = self._pixels_less_whole_means(in_8_bits=largest is not None)
            bias = bias + (kernel * missing).sum(axis=(1, 2, 3))
        if largest is None:
            constant = self._shared(kernel)
        elif first:
            constant = self._int8(kernel, 0, _LARGEST_WHOLE_FOR_PIXELS)
        else:
            x = self._in_8_bits(step.inputs[0], largest)
            constant = self._int8(kernel, 1 if dense else 0, _LARGEST_WHOLE)
        if dense:
            x = ops.matmul(x, constant, False, False)
            return ops.add(x, bias[None])
        stride, none = [step.stride] * 2, [0, 0]
        x = ops.convolution(x, constant, stride, none, none, [1, 1], "SAME_UPPER")
        return ops.add(x, bias[None, :, None, None])

    def _shared(self, kernel: np.ndarray) -> Any:
        """A constant of the same memory: a bare array becomes one by way of eleven times its own,
        5.2 GB for fc6, and a copy would be 411 MB. OpenVINO shares nothing that may not be written,
        though it does not write."""
        writeable = kernel.flags.writeable
        try:
            kernel.flags.writeable = True
        except ValueError:  # the memory belongs to something that forbids it
            return self._ops.constant(kernel)
        constant = self._ops.constant(kernel, shared_memory=True)
        kernel.flags.writeable = writeable
        return constant

    def _pixels_less_whole_means(self, *, in_8_bits: bool) -> tuple[Any, np.ndarray]:
        """Preprocessed pixels less whole numbers in place of the means, which 8 bits and bfloat16
        hold as they are, and what they lack by that, ``(3, 1, 1) float32``."""
        whole = np.round(self._mean)
        pixels = self._ops.subtract(self._pixels, whole)
        if in_8_bits:
            low, high = -whole[None], LARGEST_PIXEL - whole[None]
            scaled = low * self._scale, high * self._scale
            pixels = self._ops.fake_quantize(pixels, low, high, *scaled, _LEVELS)
        else:
            pixels = self._ops.multiply(pixels, self._scale)
        return pixels, (whole - self._mean) * self._scale

    def _in_8_bits(self, name: str, largest: float) -> Any:
        """What the step of that name puts out, rounded. Pools of rounded numbers are the rounded
        pools, and the convolution before them can then put out bytes itself."""
        step = next(step for step in self._steps if step.name == name)
        if step.kind in ("max_pool", "flatten"):
            return self._build(step, [self._in_8_bits(step.inputs[0], largest)])
        low, high = np.float32(0), np.float32(largest)  # after ReLU nothing is below zero
        return self._ops.fake_quantize(self._made[name], low, high, low, high, _LEVELS)

    def _int8(self, kernel: np.ndarray, outputs: int, largest_whole: int) -> Any:
        """Whole numbers up to that one, positive or negative, times a scale for each output, which
        that axis counts."""
        ops = self._ops
        others = tuple(axis for axis in range(kernel.ndim) if axis != outputs)
        largest = np.maximum(
            kernel.max(axis=others, keepdims=True), -kernel.min(axis=others, keepdims=True)
        )
        scale = (np.maximum(largest, 1e-12) / largest_whole).astype(np.float32)
        whole = np.empty(kernel.shape, np.int8)
        for start in range(0, len(kernel), _ROWS):  # VGG16's largest kernel has 411 MB
            some = slice(start, start + _ROWS)
            whole[some] = np.round(kernel[some] / (scale if outputs else scale[some]))
        return ops.multiply(ops.convert(ops.constant(whole), "f32"), scale)


def _dimensions(node: Any) -> int:
    return len(node.output(0).get_partial_shape())
