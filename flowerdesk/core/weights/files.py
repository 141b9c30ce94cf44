"""Reads files of network weights, whoever wrote them. Each format has a module beside this one.

Which network the weights belong to, and where they are kept, is not known here.
"""

from __future__ import annotations

import hashlib
import json
import pickle
import re
import struct
import tokenize
import zipfile
import zlib
from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from flowerdesk.core.errors import WeightsError
from flowerdesk.core.weights.archives import npz_layers, safetensors_layers
from flowerdesk.core.weights.keras_h5 import h5_layers
from flowerdesk.core.weights.pickled import npy_layers
from flowerdesk.core.weights.stored import Layers
from flowerdesk.core.weights.stored import Shape as Shape
from flowerdesk.core.words import say

SUFFIXES = (".h5", ".npz", ".safetensors", ".npy")
"""The formats that can be read, by their usual suffix."""


@dataclass(frozen=True, eq=False)
class LayerWeights:
    """What one layer has learned: C-contiguous, finite, read-only float32 arrays.

    ``kernel`` is (height, width, in, out) of a convolution and (in, out) of a dense layer,
    ``bias`` is (out,).
    """

    kernel: NDArray[np.float32]
    bias: NDArray[np.float32]


def read_weights(path: Path, wanted: Collection[str] | None = None) -> dict[str, LayerWeights]:
    """The layers of a weights file by name, all of them or those ``wanted`` that it holds.

    Reads Keras ``.h5`` (both layouts), ``.npz`` and ``.safetensors`` with the keys
    ``layer/kernel`` and ``layer/bias``, and ``vgg16.npy`` of github.com/machrisaa/tensorflow-vgg.
    The content tells the format, not the suffix. Only the wanted arrays are read, except from
    ``.npy``. Numbers of other widths become float32. In a VGG file the layers are called
    ``block1_conv1`` … ``fc6``, ``fc7``, ``predictions``, whatever its writer called them.

    Raises:
        WeightsError: the file is missing, unreadable, damaged, of another kind, asks for code to
            be run, or holds numbers that are not finite.
    """
    layers = {}
    with _open_layers(path) as stored:
        for name, (kernel, bias) in stored.items():
            if wanted is None or name in wanted:
                layers[name] = LayerWeights(
                    _finite_float32(kernel.load(), path, name),
                    _finite_float32(bias.load(), path, name),
                )
    return layers


def layer_shapes(path: Path) -> dict[str, tuple[Shape, Shape]]:
    """The shapes of every layer's kernel and bias; the arrays are read from ``.npy`` only.

    Raises:
        WeightsError: as :func:`read_weights`, as far as it shows without reading the numbers.
    """
    with _open_layers(path) as stored:
        return {name: (kernel.shape, bias.shape) for name, (kernel, bias) in stored.items()}


def digest(layers: Mapping[str, LayerWeights]) -> str:
    """SHA-256 in hex over names, shapes and little-endian float32 numbers, in order of the names.

    The same numbers give the same digest, whatever file they came from.
    """
    total = hashlib.sha256()
    for name in sorted(layers):
        kernel, bias = layers[name].kernel, layers[name].bias
        total.update(json.dumps([name, list(kernel.shape), list(bias.shape)]).encode())
        for array in (kernel, bias):
            total.update(np.ascontiguousarray(array, dtype="<f4").data)
    return total.hexdigest()


def weights_suffix(path: Path) -> str:
    """One of :data:`SUFFIXES`, told by the first bytes of the file.

    Raises:
        WeightsError: the file cannot be read or is of no known kind.
    """
    try:
        if path.is_dir():
            raise WeightsError(say("{path} is a folder: name the weights file itself.", path=path))
        with path.open("rb") as file:
            head = file.read(10)
        size = path.stat().st_size
    except FileNotFoundError:
        raise WeightsError(
            say("There is no weights file {path}: check the name.", path=path)
        ) from None
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or error
        raise WeightsError(
            say(
                "The weights file {path} cannot be opened ({reason}): check that you may read it.",
                path=path,
                reason=reason,
            )
        ) from error
    if size == 0:
        raise WeightsError(
            say("The weights file {path} is empty: fetch or copy it again.", path=path)
        )
    if head.startswith(b"\x89HDF\r\n\x1a\n"):
        return ".h5"
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return ".npz"
    if head.startswith((b"\x93NUMPY", b"\x80\x02", b"\x80\x03", b"\x80\x04", b"\x80\x05")):
        return ".npy"
    # The header's length in eight bytes, then the header, which is JSON.
    if head[8:9] == b"{" and int.from_bytes(head[:8], "little") <= size - 8:
        return ".safetensors"
    raise WeightsError(
        say(
            "{path} is not a weights file, or only the beginning of one: use a Keras .h5, a"
            " .npz, a .safetensors or the vgg16.npy file.",
            path=path,
        )
    )


# What the libraries raise at damaged files, found by cutting off and flipping bits.
_SIGNS_OF_DAMAGE = (
    OSError,
    ValueError,
    TypeError,
    LookupError,
    AttributeError,
    ArithmeticError,
    AssertionError,
    EOFError,
    RuntimeError,
    SyntaxError,
    pickle.PickleError,
    struct.error,
    tokenize.TokenError,
    zipfile.BadZipFile,
    zlib.error,
)


@contextmanager
def _open_layers(path: Path) -> Iterator[Layers]:
    """What a file holds, as long as it is open; any sign of damage becomes a WeightsError."""
    readers: dict[str, Callable[[Path], AbstractContextManager[Layers]]] = {
        ".h5": h5_layers,
        ".npz": npz_layers,
        ".safetensors": safetensors_layers,
        ".npy": npy_layers,
    }
    reader = readers[weights_suffix(path)]
    try:
        with reader(path) as stored:
            if not stored:
                raise WeightsError(
                    say(
                        "{path} holds no layer with a kernel and a bias: use a file of "
                        "network weights.",
                        path=path,
                    )
                )
            yield _with_keras_names(stored)
    except MemoryError as error:
        raise WeightsError(
            say(
                "The weights file {path} needs more memory than is free: close other "
                "programs and try again, or fetch the file again if it should be small.",
                path=path,
            )
        ) from error
    except _SIGNS_OF_DAMAGE as error:
        raise WeightsError(
            say(
                "The weights file {path} is damaged or was cut off ({error}): fetch or copy"
                " it again.",
                path=path,
                error=error,
            )
        ) from error


def _with_keras_names(stored: Layers) -> Layers:
    """VGG's layers under one name each: the paper's ``conv1_1`` is ``block1_conv1`` in Keras, and
    what Keras calls ``fc1`` is ``fc6`` everywhere else. Other networks keep their names."""
    if not {"conv1_1", "block1_conv1"} & stored.keys():
        return stored
    dense = {"fc1": "fc6", "fc2": "fc7", "fc8": "predictions"}
    renamed: Layers = {}
    for name, pair in stored.items():
        new = dense.get(name) or re.sub(r"^conv(\d)_(\d)$", r"block\1_conv\2", name)
        renamed[name if new in stored else new] = pair
    return renamed


def _finite_float32(array: NDArray[Any], path: Path, layer: str) -> NDArray[np.float32]:
    if array.dtype.kind == "V" and array.dtype.itemsize == 2:
        array = _from_bfloat16(array)
    if array.dtype.kind != "f":
        raise ValueError(f"layer {layer} holds {array.dtype} instead of numbers")
    if array.size == 0:
        raise ValueError(f"layer {layer} holds no numbers")
    with np.errstate(all="ignore"):
        result = np.array(array, dtype=np.float32, order="C", copy=None)
        # The extremes are NaN if any number is; this way no array of truth values is made.
        finite = np.isfinite(result.min()) and np.isfinite(result.max())
    if not finite:
        raise WeightsError(
            say(
                "The weights file {path} holds numbers that are not finite in layer "
                "{layer}, so that every answer would be wrong: fetch or copy it again.",
                path=path,
                layer=layer,
            )
        )
    result.flags.writeable = False
    return result


def _from_bfloat16(numbers: NDArray[Any]) -> NDArray[np.float32]:
    """A bfloat16 is the upper half of a float32; numpy, which lacks it, calls it two raw bytes."""
    upper = np.ascontiguousarray(numbers).view("<u2").astype(np.uint32)
    return (upper << 16).view(np.float32)
