"""Reads files of network weights, whoever wrote them. Which network they belong to, and where they
are kept, is not known here."""

from __future__ import annotations

import hashlib
import json
import math
import pickle
import re
import struct
import tokenize
import warnings
import zipfile
import zlib
from collections import defaultdict
from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

import numpy as np
from numpy.typing import NDArray

from flowerdesk.core.errors import WeightsError
from flowerdesk.core.words import say

Shape = tuple[int, ...]

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


@dataclass(frozen=True)
class _Stored:
    """An array that is still in its file."""

    shape: Shape
    load: Callable[[], NDArray[Any]]


_Layers = dict[str, tuple[_Stored, _Stored]]

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
def _open_layers(path: Path) -> Iterator[_Layers]:
    """What a file holds, as long as it is open; any sign of damage becomes a WeightsError."""
    readers: dict[str, Callable[[Path], AbstractContextManager[_Layers]]] = {
        ".h5": _h5_layers,
        ".npz": _npz_layers,
        ".safetensors": _safetensors_layers,
        ".npy": _npy_layers,
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


def _with_keras_names(stored: _Layers) -> _Layers:
    """VGG's layers under one name each: the paper's ``conv1_1`` is ``block1_conv1`` in Keras, and
    what Keras calls ``fc1`` is ``fc6`` everywhere else. Other networks keep their names."""
    if not {"conv1_1", "block1_conv1"} & stored.keys():
        return stored
    dense = {"fc1": "fc6", "fc2": "fc7", "fc8": "predictions"}
    renamed: _Layers = {}
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


def _paired(arrays: Mapping[str, _Stored]) -> _Layers:
    """Layers out of arrays called ``layer/kernel`` and ``layer/bias``."""
    return {
        layer: (arrays[f"{layer}/kernel"], arrays[f"{layer}/bias"])
        for layer, _, part in (key.rpartition("/") for key in arrays)
        if part == "kernel" and f"{layer}/bias" in arrays
    }


# ---- Keras


@contextmanager
def _h5_layers(path: Path) -> Iterator[_Layers]:
    """Both layouts of Keras, told apart by the group that holds a layer's arrays.

    Keras 3 writes ``layers/<class>_<number>/vars/0`` and ``/1`` and keeps the layer's name as the
    attribute ``name`` of ``vars``. The older layout has a group of the layer's name, in which
    the arrays lie at some depth under names that differ by version.
    """
    import h5py

    folders: dict[str, list[Any]] = defaultdict(list)

    def collect(_: str, item: Any) -> None:
        if isinstance(item, h5py.Dataset):
            folders[item.parent.name].append(item)

    with h5py.File(path, "r", locking=False) as file:
        file.visititems(collect)
        names = _h5_names(folders)
        stored: _Layers = {}
        for folder, arrays in folders.items():
            pair = _h5_pair(arrays, path)
            if pair and names[folder]:
                stored[names[folder]] = pair
            elif pair:
                raise WeightsError(
                    say(
                        "{path} does not say how its layers are called: open it with the "
                        "program that wrote it and save the weights again with Keras 3.3 or"
                        " later.",
                        path=path,
                    )
                )
        yield stored


def _h5_names(folders: Mapping[str, list[Any]]) -> dict[str, str]:
    """The layer that each group of arrays belongs to; '' where a Keras 3 file does not say."""
    arrays_below: dict[str, int] = defaultdict(int)
    roots = {}
    for folder, arrays in folders.items():
        roots[folder] = folder.removeprefix("/model_weights").strip("/").split("/")[0]
        arrays_below[roots[folder]] += len(arrays)
    names = {}
    for folder, arrays in folders.items():
        last = folder.rpartition("/")[2]
        if last == "vars":
            name = arrays[0].parent.attrs.get("name", "")
            names[folder] = name.decode() if isinstance(name, bytes) else str(name)
        else:
            # A network that was put into another as one layer has its own layers further down.
            names[folder] = roots[folder] if arrays_below[roots[folder]] == 2 else last
    return names


def _h5_pair(arrays: list[Any], path: Path) -> tuple[_Stored, _Stored] | None:
    """Kernel and bias; None for other layers, such as a normalisation's four vectors."""
    kernels = [array for array in arrays if len(array.shape or ()) >= 2]
    biases = [array for array in arrays if len(array.shape or ()) == 1]
    if len(kernels) != 1 or len(biases) != 1:
        return None
    return _h5_array(kernels[0], path), _h5_array(biases[0], path)


def _h5_array(array: Any, path: Path) -> _Stored:
    if array.external or array.is_virtual:
        raise ValueError(f"{array.name} lies in another file")
    # Deflate makes nothing smaller than by 1032, so that no damaged shape can ask for all memory.
    if math.prod(array.shape) > 1100 * path.stat().st_size:
        raise ValueError(f"{array.name} claims {array.shape} numbers")

    return _Stored(tuple(array.shape), lambda: array[()])


# ---- Archives of arrays


@contextmanager
def _npz_layers(path: Path) -> Iterator[_Layers]:
    with zipfile.ZipFile(path) as archive:
        members = {info.filename.removesuffix(".npy"): info for info in archive.infolist()}
        if "model.weights.h5" in members:
            raise WeightsError(
                say(
                    "{path} is a whole Keras model: open it with Keras and save its weights"
                    " with model.save_weights('NAME.weights.h5').",
                    path=path,
                )
            )
        yield _paired(
            {
                key: _npz_array(archive, info)
                for key, info in members.items()
                if key.endswith(("/kernel", "/bias"))
            }
        )


def _npz_array(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> _Stored:
    if member.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        raise ValueError(f"{member.filename} is compressed in another way than numpy's")
    with archive.open(member) as file:
        shape, _, _ = _npy_header(file)

    def load() -> NDArray[Any]:
        with archive.open(member) as file:
            shape, fortran_order, dtype = _npy_header(file)
            if dtype.hasobject:
                raise ValueError(f"{member.filename} holds objects")
            numbers = np.frombuffer(file.read(), dtype)
        return numbers.reshape(shape, order="F" if fortran_order else "C")

    return _Stored(shape, load)


def _npy_header(file: IO[bytes]) -> tuple[Shape, bool, np.dtype[Any]]:
    with warnings.catch_warnings():
        # A damaged header is told by what is missing later, not on the terminal.
        warnings.simplefilter("ignore")
        version = np.lib.format.read_magic(file)
        if version == (1, 0):
            shape, fortran_order, dtype = np.lib.format.read_array_header_1_0(file)
        else:
            shape, fortran_order, dtype = np.lib.format.read_array_header_2_0(file)
    return _shape(shape), fortran_order, dtype


@contextmanager
def _safetensors_layers(path: Path) -> Iterator[_Layers]:
    """https://huggingface.co/docs/safetensors; its reader checks lengths and offsets itself."""
    import ml_dtypes  # noqa: F401  (teaches numpy the name bfloat16; comes with Keras)
    import safetensors

    try:
        with safetensors.safe_open(path, framework="np") as file:

            def stored(key: str) -> _Stored:
                shape = _shape(file.get_slice(key).get_shape())
                return _Stored(shape, lambda: file.get_tensor(key))

            yield _paired({key: stored(key) for key in file.keys()})  # noqa: SIM118
    except safetensors.SafetensorError as error:
        raise ValueError(str(error)) from error


def _shape(value: Any) -> Shape:
    shape = tuple(value)
    if not all(type(length) is int and length >= 0 for length in shape):
        raise ValueError(f"{value!r} is no shape")
    return shape


# ---- Pickled arrays


@contextmanager
def _npy_layers(path: Path) -> Iterator[_Layers]:
    """``{"conv1_1": [kernel, bias], …}`` as ``numpy.save`` pickles it, in Python 2 as well."""
    with path.open("rb") as file:
        if file.read(6) == b"\x93NUMPY":
            length_bytes = 2 if file.read(2)[0] == 1 else 4
            header = file.read(int.from_bytes(file.read(length_bytes), "little"))
            if b"O'" not in header:
                raise WeightsError(
                    say(
                        "{path} holds a single array: use a file with the layers of a network.",
                        path=path,
                    )
                )
        else:
            file.seek(0)
        content = _ArraysUnpickler(file, path).load()
    if isinstance(content, _PickledArray) and len(content.objects()) == 1:
        (content,) = content.objects()
    if not isinstance(content, dict):
        raise ValueError("it holds no dictionary of layers")
    stored: _Layers = {}
    for name, pair in content.items():
        arrays = pair.objects() if isinstance(pair, _PickledArray) else pair
        if isinstance(arrays, (list, tuple)) and len(arrays) == 2:
            kernel, bias = arrays
            if isinstance(kernel, _PickledArray) and isinstance(bias, _PickledArray):
                stored[_text(name)] = (kernel.stored(), bias.stored())
    yield stored


class _ArraysUnpickler(pickle._Unpickler):
    """Unpickles numpy arrays and nothing else.

    Numpy itself is not let near the pickle: stand-ins take down what it says of an array, and the
    array is made from bytes whose number has been checked. It is the unpickler written in Python,
    because a damaged memo index makes the one written in C fill all memory; the arrays are
    few, so that it is as fast.
    """

    def __init__(self, file: IO[bytes], path: Path) -> None:
        # Python 2 did not tell text from bytes; as bytes, half a gigabyte is not copied.
        super().__init__(file, encoding="bytes")
        self._path = path

    def find_class(self, module: str, name: str) -> Any:
        """A stand-in for the few names that arrays need.

        Raises:
            WeightsError: any other name; nothing is imported.
        """
        if f"{module}.{name}" not in _STAND_INS:
            raise WeightsError(
                say(
                    "The weights file {path} was refused: it asks to run {module}.{name}, "
                    "which no weights need. Nothing of it was run; get the file from its "
                    "publisher.",
                    path=self._path,
                    module=module,
                    name=name,
                )
            )
        return _StandIn(f"{module}.{name}")


class _StandIn:
    """What a pickle gets for an admitted name: it can be called and not changed."""

    __slots__ = ("_name",)

    def __init__(self, name: str) -> None:
        self._name = name

    def __call__(self, *args: Any) -> Any:
        return _STAND_INS[self._name](*args)

    def __setstate__(self, state: Any) -> None:
        raise pickle.UnpicklingError(f"{self._name} has no state")


class _PickledDtype:
    """Stands for ``numpy.dtype``: half, single or double precision, or objects."""

    __slots__ = ("byte_order", "code")

    def __init__(self, code: Any, *_: Any) -> None:
        self.code = _text(code)
        self.byte_order = "<"

    def __setstate__(self, state: tuple[Any, ...]) -> None:
        self.byte_order = _text(state[1])


class _PickledArray:
    """Stands for ``numpy.ndarray`` with the state that its ``__reduce__`` documents."""

    __slots__ = ("_data", "_dtype", "_fortran_order", "_shape")

    def __init__(self) -> None:
        self.__setstate__((1, (0,), _PickledDtype("f4"), False, b""))

    def __setstate__(self, state: tuple[Any, ...]) -> None:
        _, shape, dtype, fortran_order, data = state
        if not isinstance(dtype, _PickledDtype):
            raise pickle.UnpicklingError("an array without a type")
        self._shape = _shape(shape)
        self._dtype = dtype
        self._fortran_order = bool(fortran_order)
        self._data = data

    def objects(self) -> list[Any]:
        """The members of an array of objects."""
        if self._dtype.code[:1] != "O" or not isinstance(self._data, list):
            raise ValueError("an array of numbers stands where layers should be")
        return self._data

    def stored(self) -> _Stored:
        return _Stored(self._shape, self._numbers)

    def _numbers(self) -> NDArray[Any]:
        if self._dtype.code not in ("f2", "f4", "f8"):
            raise ValueError(f"an array holds {self._dtype.code} instead of numbers")
        if not isinstance(self._data, (bytes, bytearray)):
            raise ValueError("an array without its bytes")
        order = ">" if self._dtype.byte_order == ">" else "<"
        numbers = np.frombuffer(self._data, order + self._dtype.code)
        return numbers.reshape(self._shape, order="F" if self._fortran_order else "C")


def _reconstruct(*_: Any) -> _PickledArray:
    return _PickledArray()


def _frombuffer(data: Any, dtype: Any, shape: Any, order: Any) -> _PickledArray:
    """How arrays are pickled from protocol 5 on."""
    array = _PickledArray()
    array.__setstate__((1, shape, dtype, order == "F", data))
    return array


def _encode(text: Any, encoding: Any) -> bytes:
    """How Python 3 pickles bytes for Python 2."""
    if not isinstance(text, str) or encoding not in ("latin1", "latin-1"):
        raise pickle.UnpicklingError("bytes in an unknown encoding")
    return text.encode("latin-1")


def _not_called(*_: Any) -> None:
    raise pickle.UnpicklingError("an array made in an unknown way")


_STAND_INS: dict[str, Callable[..., Any]] = {
    "numpy.core.multiarray._reconstruct": _reconstruct,
    "numpy._core.multiarray._reconstruct": _reconstruct,
    "numpy.core.numeric._frombuffer": _frombuffer,
    "numpy._core.numeric._frombuffer": _frombuffer,
    "numpy.ndarray": _not_called,
    "numpy.dtype": _PickledDtype,
    "_codecs.encode": _encode,
}


def _text(value: Any) -> str:
    return value.decode("latin-1") if isinstance(value, bytes) else str(value)
