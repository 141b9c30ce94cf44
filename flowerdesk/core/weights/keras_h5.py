"""Reads the layers of Keras' HDF5 files, in the layouts of Keras 3 and of all before it."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from flowerdesk.core.errors import WeightsError
from flowerdesk.core.weights.stored import Layers, Stored
from flowerdesk.core.words import say


@contextmanager
def h5_layers(path: Path) -> Iterator[Layers]:
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
        stored: Layers = {}
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


def _h5_pair(arrays: list[Any], path: Path) -> tuple[Stored, Stored] | None:
    """Kernel and bias; None for other layers, such as a normalisation's four vectors."""
    kernels = [array for array in arrays if len(array.shape or ()) >= 2]
    biases = [array for array in arrays if len(array.shape or ()) == 1]
    if len(kernels) != 1 or len(biases) != 1:
        return None
    return _h5_array(kernels[0], path), _h5_array(biases[0], path)


def _h5_array(array: Any, path: Path) -> Stored:
    if array.external or array.is_virtual:
        raise ValueError(f"{array.name} lies in another file")
    # Deflate makes nothing smaller than by 1032, so that no damaged shape can ask for all memory.
    if math.prod(array.shape) > 1100 * path.stat().st_size:
        raise ValueError(f"{array.name} claims {array.shape} numbers")

    return Stored(tuple(array.shape), lambda: array[()])
