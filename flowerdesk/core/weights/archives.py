"""Reads layers out of archives of arrays called ``layer/kernel`` and ``layer/bias``: ``.npz`` and
``.safetensors``."""

from __future__ import annotations

import warnings
import zipfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

import numpy as np
from numpy.typing import NDArray

from flowerdesk.core.errors import WeightsError
from flowerdesk.core.weights.stored import Layers, Shape, Stored, checked_shape
from flowerdesk.core.words import say


@contextmanager
def npz_layers(path: Path) -> Iterator[Layers]:
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


def _npz_array(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> Stored:
    if member.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        raise ValueError(f"{member.filename} is compressed in another way than numpy's")
    with archive.open(member) as file:
        shape = _npy_shape(file)

    def load() -> NDArray[Any]:
        # Piece by piece into the array: a whole file's bytes beside it would be 411 MB for fc6.
        with archive.open(member) as file, _damage_is_told_later():
            return np.asarray(np.lib.format.read_array(file, allow_pickle=False))

    return Stored(shape, load)


def _npy_shape(file: IO[bytes]) -> Shape:
    with _damage_is_told_later():
        version = np.lib.format.read_magic(file)
        if version == (1, 0):
            shape, _, _ = np.lib.format.read_array_header_1_0(file)
        else:
            shape, _, _ = np.lib.format.read_array_header_2_0(file)
    return checked_shape(shape)


@contextmanager
def _damage_is_told_later() -> Iterator[None]:
    """By what is missing, and not by numpy's warnings on the terminal."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        yield


@contextmanager
def safetensors_layers(path: Path) -> Iterator[Layers]:
    """https://huggingface.co/docs/safetensors; its reader checks lengths and offsets itself."""
    import ml_dtypes  # noqa: F401  (teaches numpy the name bfloat16; comes with Keras)
    import safetensors

    try:
        with safetensors.safe_open(path, framework="np") as file:

            def stored(key: str) -> Stored:
                shape = checked_shape(file.get_slice(key).get_shape())
                return Stored(shape, lambda: file.get_tensor(key))

            yield _paired({key: stored(key) for key in file.keys()})  # noqa: SIM118
    except safetensors.SafetensorError as error:
        raise ValueError(str(error)) from error


def _paired(arrays: Mapping[str, Stored]) -> Layers:
    """Layers out of arrays called ``layer/kernel`` and ``layer/bias``."""
    return {
        layer: (arrays[f"{layer}/kernel"], arrays[f"{layer}/bias"])
        for layer, _, part in (key.rpartition("/") for key in arrays)
        if part == "kernel" and f"{layer}/bias" in arrays
    }
