"""Runs a backbone with ncnn, an optional extra: a small library of quick convolutions.

Its 3×3 convolutions are Winograd's (Lavin & Gray 2015, arXiv:1509.09308), which take a fraction of
the multiplications, so that float32 is up to twice as fast as by direct convolutions. ncnn computes
one photo after the other; dense layers, which want many at once, are numpy's.
"""

from __future__ import annotations

import importlib.util
import os
import sys
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from itertools import takewhile
from typing import Any

import numpy as np
from threadpoolctl import ThreadpoolController

from flowerdesk.core.backbones.backbone import Backbone, Layer
from flowerdesk.core.backbones.graph import PHOTO, Step, Steps, shapes
from flowerdesk.core.weights.files import LayerWeights

FITS_HERE = sys.platform != "darwin"
"""On macOS ncnn and scikit-learn each bring LLVM's OpenMP, of which the second that starts in a
process ends it (“OMP: Error #15”)."""
_PARAM_MAGIC = 7767517  # https://github.com/Tencent/ncnn/wiki/param-and-model-file-structure
_FLOAT32 = np.uint32(0)
"""Stands before a kernel in a model file whose numbers are plain float32."""
_OFF = ("use_fp16_storage", "use_fp16_packed", "use_fp16_arithmetic", "use_bf16_storage")


def is_installed() -> bool:
    """Whether the extra is here; it is not imported."""
    return importlib.util.find_spec("ncnn") is not None


def capable_of(precision: str) -> bool:
    """Whether it computes in that. In whole numbers and in bfloat16 others are faster.

    Raises:
        ImportError: it is here but cannot be used.
    """
    import ncnn  # noqa: F401

    return precision == NcnnRuntime.precision


class NcnnRuntime:
    """A backbone up to one layer in float32, ready to be called."""

    precision = "float32"

    def __init__(
        self, backbone: Backbone, layer: Layer, weights: Mapping[str, LayerWeights]
    ) -> None:
        """``weights`` holds every layer in ``layer.weights``, of those shapes."""
        assert backbone.steps is not None
        steps = backbone.steps(layer.name)
        maps = tuple(takewhile(lambda step: step.kind not in ("mean", "flatten"), steps))
        self.input_size = backbone.input_size
        self.feature_dim = layer.feature_dim
        self.batch_size = backbone.batch_size(layer.name)
        self._preprocessing = backbone.preprocessing
        self._vector_steps = steps[len(maps) :]
        self._dense = {s.name: weights[s.name] for s in self._vector_steps if s.weighted}
        self._last_map = maps[-1].name
        self._model = b"".join(_model(maps, weights))  # kernels that stay as they are lie in it
        self._net = _net(_param(maps, backbone.input_size), self._model)
        self._threads = self._net.opt.num_threads
        self._pool = ThreadPoolExecutor(self._threads, "dense")
        self._blas = ThreadpoolController()

    def __call__(self, photos: np.ndarray) -> np.ndarray:
        """``(n, input_size, input_size, 3) uint8, RGB`` in, ``(n, feature_dim) float32`` out."""
        features = np.empty((len(photos), self.feature_dim), np.float32)
        for start in range(0, len(photos), self.batch_size):
            some = slice(start, start + self.batch_size)
            features[some] = self._features(np.stack([self._map(photo) for photo in photos[some]]))
        return features

    def _map(self, photo: np.ndarray) -> np.ndarray:
        """What the last step on maps puts out, ``(channels, height, width)``."""
        import ncnn

        preprocessing = self._preprocessing
        types = ncnn.Mat.PixelType
        order = types.PIXEL_RGB2BGR if preprocessing.channel_order == "BGR" else types.PIXEL_RGB
        pixels = ncnn.Mat.from_pixels(np.ascontiguousarray(photo), order, *photo.shape[1::-1])
        pixels.substract_mean_normalize(preprocessing.mean, [preprocessing.scale] * 3)
        extractor = self._net.create_extractor()
        extractor.input(PHOTO, pixels)
        failed, made = extractor.extract(self._last_map)
        if failed:  # an allocation is all that can fail in a network that was built
            raise MemoryError
        return np.array(made)

    def _features(self, maps: np.ndarray) -> np.ndarray:
        """``(n, channels, height, width)`` in, ``(n, feature_dim)`` out."""
        if not self._vector_steps:
            return np.concatenate([maps.mean(axis=(2, 3)), maps.max(axis=(2, 3))], axis=1)
        x = maps
        for step in self._vector_steps:
            match step.kind:
                case "mean":
                    x = x.mean(axis=(2, 3))
                case "flatten":
                    x = x.transpose(0, 2, 3, 1).reshape(len(x), -1)
                case "dense":
                    x = self._product(x, self._dense[step.name].kernel)
                    x += self._dense[step.name].bias
                case _:
                    raise ValueError(f"{step.kind} on vectors is not known")
            if step.relu:
                x = np.maximum(x, 0)
        return x

    def _product(self, x: np.ndarray, kernel: np.ndarray) -> np.ndarray:
        """``x @ kernel`` by threads that sleep when they are done. Those of BLAS go on waiting
        busily for some hundredths of a second, in which ncnn's next photo takes twice as long."""
        made = np.empty((len(x), kernel.shape[1]), np.float32)
        width = -(-kernel.shape[1] // self._threads)
        some = [slice(at, at + width) for at in range(0, kernel.shape[1], width)]
        with self._blas.limit(limits=1, user_api="blas"):
            list(self._pool.map(lambda one: np.matmul(x, kernel[:, one], out=made[:, one]), some))
        return made


def _net(param: str, model: bytes) -> Any:
    import ncnn

    net = ncnn.Net()
    for option in _OFF:
        setattr(net.opt, option, False)
    if hasattr(os, "sched_getaffinity"):  # ncnn counts the computer's cores, not this process'
        net.opt.num_threads = min(net.opt.num_threads, len(os.sched_getaffinity(0)))
    net.load_param_mem(param)
    net.load_model_mem(model)
    return net


def _param(steps: Steps, input_size: int) -> str:
    """The steps in ncnn's text format. What several steps take is split for each of them first."""
    lines = [f"Input {PHOTO} 0 1 {PHOTO}"]
    blobs = 1
    found = shapes(steps, input_size)
    takers = [name for step in steps for name in step.inputs]
    copies: dict[str, Iterator[str]] = {}

    def split(name: str) -> None:
        nonlocal blobs
        count = takers.count(name)
        names = [name] if count < 2 else [f"{name}_{number}" for number in range(count)]
        copies[name] = iter(names)
        if count > 1:
            lines.append(f"Split {name}_split 1 {count} {name} {' '.join(names)}")
            blobs += count

    split(PHOTO)
    for step in steps:
        inputs = [next(copies[name]) for name in step.inputs]
        kind, arguments = _layer(step, found[step.inputs[0]])
        lines.append(
            f"{kind} {step.name} {len(inputs)} 1 {' '.join(inputs)} {step.name} {arguments}"
        )
        blobs += 1
        split(step.name)
    return "\n".join([str(_PARAM_MAGIC), f"{len(lines)} {blobs}", *lines, ""])


def _layer(step: Step, shape: tuple[int, ...]) -> tuple[str, str]:
    """ncnn's name for a step on maps of that shape, and its arguments, which are numbered."""
    height, _, channels = shape
    match step.kind:
        case "convolution":
            short = max(0, (-(-height // step.stride) - 1) * step.stride + step.kernel - height)
            before, after = short // 2, short - short // 2
            count = step.channels * channels * step.kernel**2
            return "Convolution", (
                f"0={step.channels} 1={step.kernel} 3={step.stride} 4={before} 14={before} "
                f"15={after} 16={after} 5=1 6={count} 9={int(step.relu)}"
            )
        case "max_pool":
            return "Pooling", f"0=0 1={step.kernel} 2={step.stride} 5=1"
        case "relu":
            return "ReLU", ""
        case "add":
            return "BinaryOp", "0=0"
    raise ValueError(f"{step.kind} on maps is not known")


def _model(steps: Steps, weights: Mapping[str, LayerWeights]) -> Iterator[bytes]:
    """The weights of convolutions in ncnn's binary format."""
    for step in steps:
        if step.weighted:
            yield _FLOAT32.tobytes()
            yield weights[step.name].kernel.transpose(3, 2, 0, 1).astype("<f4").tobytes()
            yield weights[step.name].bias.astype("<f4").tobytes()
