"""Reads layers out of a pickle, as ``vgg16.npy`` is, and lets nothing in it run.

A pickle is a program for making objects. This one is followed only as far as it makes numpy arrays.
"""

from __future__ import annotations

import pickle
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

import numpy as np
from numpy.typing import NDArray

from flowerdesk.core.errors import WeightsError
from flowerdesk.core.weights.stored import Layers, Stored, checked_shape
from flowerdesk.core.words import say


@contextmanager
def npy_layers(path: Path) -> Iterator[Layers]:
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
    stored: Layers = {}
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
        self._shape = checked_shape(shape)
        self._dtype = dtype
        self._fortran_order = bool(fortran_order)
        self._data = data

    def objects(self) -> list[Any]:
        """The members of an array of objects."""
        if self._dtype.code[:1] != "O" or not isinstance(self._data, list):
            raise ValueError("an array of numbers stands where layers should be")
        return self._data

    def stored(self) -> Stored:
        return Stored(self._shape, self._numbers)

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
