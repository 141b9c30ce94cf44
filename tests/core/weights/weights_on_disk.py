"""The same few numbers in files of every format, for tests of what is read."""

from __future__ import annotations

import struct
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from flowerdesk.core.errors import WeightsError
from flowerdesk.core.weights.files import LayerWeights, layer_shapes, read_weights

ARRAYS: dict[str, Any] = {
    "block1_conv1/kernel": np.random.default_rng(1).normal(size=(3, 3, 3, 4)).astype("f4"),
    "block1_conv1/bias": np.random.default_rng(2).normal(size=4).astype("f4"),
    "fc6/kernel": np.random.default_rng(3).normal(size=(16, 6)).astype("f4"),
    "fc6/bias": np.random.default_rng(4).normal(size=6).astype("f4"),
}
SHAPES = {"block1_conv1": ((3, 3, 3, 4), (4,)), "fc6": ((16, 6), (6,))}


def of_arrays(arrays: dict[str, Any] = ARRAYS) -> dict[str, LayerWeights]:
    names = {key.rpartition("/")[0] for key in arrays}
    return {n: LayerWeights(arrays[f"{n}/kernel"], arrays[f"{n}/bias"]) for n in names}


def assert_holds_the_arrays(layers: dict[str, LayerWeights]) -> None:
    assert layers.keys() == SHAPES.keys()
    for name, layer in layers.items():
        for array, part in ((layer.kernel, "kernel"), (layer.bias, "bias")):
            assert array.dtype == np.float32
            assert array.dtype.isnative
            assert array.flags.c_contiguous
            np.testing.assert_array_equal(array, ARRAYS[f"{name}/{part}"])


def save_npz(path: Path, arrays: dict[str, Any] = ARRAYS) -> Path:
    with path.open("wb") as file:
        np.savez(file, **arrays)
    return path


def python2_array(array: Any) -> bytes:
    """An array as Python 2 pickled it: its bytes are a ``str``."""
    shape = b"".join(b"M" + struct.pack("<H", length) for length in array.shape)
    data: bytes = array.astype("<f4").tobytes()
    return (
        b"cnumpy.core.multiarray\n_reconstruct\ncnumpy\nndarray\nK\x00\x85U\x01b\x87R(K\x01("
        + shape
        + b"tcnumpy\ndtype\nU\x02f4K\x00K\x01\x87R(K\x03U\x01<NNNJ\xff\xff\xff\xff"
        + b"J\xff\xff\xff\xffK\x00tb\x89T"
        + struct.pack("<i", len(data))
        + data
        + b"tb"
    )


def python2_dict() -> bytes:
    items = b""
    for name, layer in (("conv1_1", "block1_conv1"), ("fc6", "fc6")):
        pair = (python2_array(ARRAYS[f"{layer}/{part}"]) for part in ("kernel", "bias"))
        items += b"U" + bytes([len(name)]) + name.encode() + b"](" + b"".join(pair) + b"e"
    return b"}(" + items + b"u"


def in_npy(content: bytes) -> bytes:
    """What ``numpy.save`` of Python 2 wrote around one object."""
    header = b"{'descr': 'O', 'fortran_order': False, 'shape': (), }".ljust(117) + b"\n"
    return (
        b"\x93NUMPY\x01\x00"
        + struct.pack("<H", len(header))
        + header
        + b"\x80\x02cnumpy.core.multiarray\n_reconstruct\ncnumpy\nndarray\nK\x00\x85U\x01b\x87R("
        + b"K\x01)cnumpy\ndtype\nU\x02O8K\x00K\x01\x87R(K\x03U\x01|NNNJ\xff\xff\xff\xff"
        + b"J\xff\xff\xff\xffK?tb\x89]"
        + content
        + b"atb."
    )


def save_safetensors(path: Path, arrays: dict[str, Any] = ARRAYS) -> Path:
    from safetensors.numpy import save_file

    save_file(arrays, path)
    return path


def save_published_layout(path: Path) -> Path:
    """The names inside Keras' published VGG16 file, dense layers called fc1, fc2."""
    import h5py

    with h5py.File(path, "w") as file:
        file.attrs["layer_names"] = [b"block1_conv1", b"block1_pool", b"fc1"]
        file.create_group("block1_pool").attrs["weight_names"] = np.zeros(0)
        for layer, ours in (("block1_conv1", "block1_conv1"), ("fc1", "fc6")):
            group = file.create_group(layer)
            group.attrs["weight_names"] = [f"{layer}_W_1:0".encode(), f"{layer}_b_1:0".encode()]
            group[f"{layer}_W_1:0"] = ARRAYS[f"{ours}/kernel"]
            group[f"{layer}_b_1:0"] = ARRAYS[f"{ours}/bias"]
    return path


def refusal(path: Path) -> str:
    with pytest.raises(WeightsError) as caught:
        read_weights(path)
    message = str(caught.value)
    assert str(path) in message
    assert "\n" not in message
    with pytest.raises(WeightsError):
        layer_shapes(path)
    return message
