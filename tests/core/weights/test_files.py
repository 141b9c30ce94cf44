"""Weights files of every format, whole, damaged and hostile."""

from __future__ import annotations

import os
import pickle
import pickletools
import struct
import sys
import warnings
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from flowerdesk.core.errors import WeightsError
from flowerdesk.core.weights.files import (
    LayerWeights,
    digest,
    layer_shapes,
    read_weights,
    weights_suffix,
)

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


# ---- files


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


@pytest.fixture(scope="module")
def keras_files(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    keras = pytest.importorskip("keras")
    folder = tmp_path_factory.mktemp("keras")
    photo = keras.Input((4, 4, 3))
    values = keras.layers.Conv2D(4, 3, name="block1_conv1")(photo)
    values = keras.layers.BatchNormalization(name="normalised")(values)
    values = keras.layers.Flatten()(values)
    dense = keras.layers.Dense(6, name="fc6")
    network = keras.Model(photo, dense(values))
    network.get_layer("block1_conv1").set_weights(
        [ARRAYS["block1_conv1/kernel"], ARRAYS["block1_conv1/bias"]]
    )
    dense.set_weights([ARRAYS["fc6/kernel"], ARRAYS["fc6/bias"]])
    outer_photo = keras.Input((4, 4, 3))
    outer = keras.Model(outer_photo, keras.layers.Dense(2, name="own_head")(network(outer_photo)))
    with warnings.catch_warnings():
        # Keras' own: it converts arrays in numpy's old way.
        warnings.simplefilter("ignore", DeprecationWarning)
        network.save_weights(folder / "network.weights.h5")
        network.save(folder / "network.h5")
        network.save(folder / "network.keras")
        outer.save(folder / "outer.h5")
        outer.save_weights(folder / "outer.weights.h5")
    return {path.name: path for path in folder.iterdir()}


@pytest.fixture
def files(tmp_path: Path, keras_files: dict[str, Path]) -> dict[str, Path]:
    """The same numbers in every format."""
    python2 = tmp_path / "vgg16.npy"
    python2.write_bytes(in_npy(python2_dict()))
    layers = {
        "conv1_1": [ARRAYS["block1_conv1/kernel"], ARRAYS["block1_conv1/bias"]],
        "fc6": [ARRAYS["fc6/kernel"], ARRAYS["fc6/bias"]],
    }
    python3 = tmp_path / "python3.npy"
    np.save(python3, layers, allow_pickle=True)  # type: ignore[arg-type]
    paths = [
        python2,
        python3,
        save_npz(tmp_path / "w.npz"),
        save_safetensors(tmp_path / "w.safetensors"),
        save_published_layout(tmp_path / "published.h5"),
        keras_files["network.weights.h5"],
        keras_files["network.h5"],
    ]
    for protocol in (2, 3, 4, 5):
        raw = tmp_path / f"protocol{protocol}.pkl"
        raw.write_bytes(pickle.dumps(layers, protocol))
        paths.append(raw)
    return {path.name: path for path in paths}


# ---- whole files


def test_the_same_numbers_come_out_of_every_format(files: dict[str, Path]) -> None:
    for path in files.values():
        assert_holds_the_arrays(read_weights(path))


def test_the_same_numbers_have_one_digest_whatever_file_they_came_from(
    files: dict[str, Path],
) -> None:
    assert {digest(read_weights(path)) for path in files.values()} == {digest(of_arrays())}


def test_the_shapes_of_every_format_are_told(files: dict[str, Path]) -> None:
    for path in files.values():
        assert layer_shapes(path) == SHAPES


def test_only_wanted_layers_come_and_missing_ones_are_left_out(files: dict[str, Path]) -> None:
    for path in files.values():
        assert read_weights(path, {"fc6", "block5_conv3"}).keys() == {"fc6"}


def test_layers_that_are_not_wanted_are_not_even_looked_at(tmp_path: Path) -> None:
    arrays = ARRAYS | {"fc6/kernel": np.full((16, 6), np.nan, "f4")}
    for path in (save_npz(tmp_path / "a.npz", arrays), save_safetensors(tmp_path / "a.s", arrays)):
        assert read_weights(path, ["block1_conv1"]).keys() == {"block1_conv1"}
        assert layer_shapes(path) == SHAPES


def test_the_content_tells_the_format_and_not_the_suffix(
    files: dict[str, Path], tmp_path: Path
) -> None:
    told = {}
    for name, path in files.items():
        disguised = tmp_path / "disguised.bin"
        disguised.write_bytes(path.read_bytes())
        assert_holds_the_arrays(read_weights(disguised))
        told[name] = weights_suffix(disguised)
    assert told["network.weights.h5"] == ".h5"
    assert told["w.npz"] == ".npz"
    assert told["w.safetensors"] == ".safetensors"
    assert told["vgg16.npy"] == told["protocol5.pkl"] == ".npy"


@pytest.mark.parametrize("name", ["outer.h5", "outer.weights.h5"])
def test_a_network_inside_another_is_found(keras_files: dict[str, Path], name: str) -> None:
    layers = read_weights(keras_files[name])
    assert layers.pop("own_head").kernel.shape == (6, 2)
    assert_holds_the_arrays(layers)


def test_a_file_that_has_both_names_of_a_layer_keeps_both(tmp_path: Path) -> None:
    arrays = ARRAYS | {f"fc1/{part}": ARRAYS[f"fc6/{part}"] + 1 for part in ("kernel", "bias")}
    layers = read_weights(save_npz(tmp_path / "a.npz", arrays))
    np.testing.assert_array_equal(layers["fc6"].bias, ARRAYS["fc6/bias"])
    np.testing.assert_array_equal(layers["fc1"].bias, ARRAYS["fc6/bias"] + 1)


def test_another_network_keeps_its_names(tmp_path: Path) -> None:
    arrays = {"fc1/kernel": ARRAYS["fc6/kernel"], "fc1/bias": ARRAYS["fc6/bias"]}
    assert read_weights(save_npz(tmp_path / "a.npz", arrays)).keys() == {"fc1"}


@pytest.mark.parametrize("dtype", ["f2", ">f4", "f8"])
def test_other_widths_and_byte_orders_become_float32(tmp_path: Path, dtype: str) -> None:
    arrays = {key: np.asfortranarray(array.astype(dtype)) for key, array in ARRAYS.items()}
    pickled = tmp_path / "a.npy"
    pair = [arrays["fc6/kernel"], arrays["fc6/bias"]]
    np.save(pickled, {"fc6": pair}, allow_pickle=True)  # type: ignore[arg-type]
    paths = [save_npz(tmp_path / "a.npz", arrays), pickled]
    if dtype == "f2":
        contiguous = {key: np.ascontiguousarray(array) for key, array in arrays.items()}
        paths.append(save_safetensors(tmp_path / "a.safetensors", contiguous))
    for path in paths:
        layer = read_weights(path)["fc6"]
        assert layer.kernel.dtype == np.float32
        assert layer.kernel.flags.c_contiguous
        np.testing.assert_array_equal(layer.kernel, arrays["fc6/kernel"].astype("f4"))


def test_bfloat16_becomes_float32(tmp_path: Path) -> None:
    import h5py
    import ml_dtypes

    arrays = {key: array.astype(ml_dtypes.bfloat16) for key, array in ARRAYS.items()}
    keras3 = tmp_path / "a.weights.h5"
    with h5py.File(keras3, "w") as file:
        group = file.create_group("layers/dense/vars")
        group.attrs["name"] = "fc6"
        group["0"], group["1"] = arrays["fc6/kernel"], arrays["fc6/bias"]
    for path in (save_safetensors(tmp_path / "a.safetensors", arrays), keras3):
        kernel = read_weights(path)["fc6"].kernel
        assert kernel.dtype == np.float32
        np.testing.assert_array_equal(kernel, arrays["fc6/kernel"].astype("f4"))


def test_what_is_read_cannot_be_changed_by_accident(files: dict[str, Path]) -> None:
    for path in files.values():
        with pytest.raises(ValueError, match="read-only"):
            read_weights(path)["fc6"].kernel[0, 0] = 1


def test_a_digest_changes_with_a_number_a_name_and_a_shape() -> None:
    layers = of_arrays()
    kernel, bias = layers["fc6"].kernel, layers["fc6"].bias
    changed = kernel.copy()
    changed[3, 3] = np.nextafter(changed[3, 3], np.float32(9))
    others = [
        {"fc6": LayerWeights(changed, bias)},
        {"fc7": LayerWeights(kernel, bias)},
        {"fc6": LayerWeights(kernel.reshape(6, 16), bias)},
    ]
    digests = {digest({"fc6": layers["fc6"]}), *map(digest, others)}
    assert len(digests) == 4
    assert digest(dict(reversed(list(layers.items())))) == digest(layers)


def test_published_vgg16_is_read(shared_weights: Path) -> None:
    layers = read_weights(shared_weights / "vgg16_blocks1-3.npz")
    assert len(layers) == 7
    assert layers["block1_conv1"].kernel[0, 0, 0, 0] == np.float32(0.42947057)
    assert layers["block1_conv1"].bias[0] == np.float32(0.73429835)


def test_every_number_of_a_published_network_is_read(shared_weights: Path) -> None:
    layers = read_weights(shared_weights / "squeezenet1.1.npz")
    assert sum(layer.kernel.size + layer.bias.size for layer in layers.values()) == 1_235_496


@pytest.fixture
def shared_weights() -> Path:
    folder = Path(__file__).parents[3] / "shared" / "weights"
    if not folder.is_dir():
        pytest.skip("the published weights of ../shared/weights are not here")
    return folder


# ---- files that are not as they should be


def refusal(path: Path) -> str:
    with pytest.raises(WeightsError) as caught:
        read_weights(path)
    message = str(caught.value)
    assert str(path) in message
    assert "\n" not in message
    with pytest.raises(WeightsError):
        layer_shapes(path)
    return message


def test_a_missing_file_a_folder_and_an_empty_file_are_told_apart(tmp_path: Path) -> None:
    empty = tmp_path / "empty.h5"
    empty.touch()
    assert "There is no weights file" in refusal(tmp_path / "nothing.h5")
    assert "is a folder" in refusal(tmp_path)
    assert "is empty" in refusal(empty)


def test_a_file_that_may_not_be_read_is_said_to_be_so(tmp_path: Path) -> None:
    path = save_npz(tmp_path / "secret.npz")
    path.chmod(0)
    if not hasattr(os, "seteuid"):
        pytest.skip("this system knows no permissions of this kind")
    user = os.geteuid()
    if user == 0:
        os.seteuid(65534)  # root may read everything; nobody may not
    try:
        assert "check that you may read it" in refusal(path)
    finally:
        os.seteuid(user)


def test_a_name_that_cannot_exist_is_said_to_be_so(tmp_path: Path) -> None:
    refusal(tmp_path / ("long" * 100))


@pytest.mark.parametrize(
    "content", [b"a text", b"<!DOCTYPE html><html></html>", b"\xff\xd8\xff\xe0\x00\x10JFIF", b"\0"]
)
def test_a_file_of_another_kind_is_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "weights.h5"
    path.write_bytes(content)
    assert "is not a weights file" in refusal(path)


def test_a_file_without_layers_is_refused(tmp_path: Path, keras_files: dict[str, Path]) -> None:
    other = tmp_path / "photo.npz"
    save_npz(other, {"pixels": np.zeros((2, 2), "f4")})
    single = tmp_path / "array.npy"
    np.save(single, np.zeros((2, 2), "f4"))
    no_archive = tmp_path / "empty.npz"
    with zipfile.ZipFile(no_archive, "w"):
        pass
    assert "holds no layer" in refusal(other)
    assert "holds no layer" in refusal(no_archive)
    assert "a single array" in refusal(single)
    assert "whole Keras model" in refusal(keras_files["network.keras"])


def test_a_keras_file_without_names_is_refused_with_the_way_out(tmp_path: Path) -> None:
    import h5py

    path = tmp_path / "early.weights.h5"
    with h5py.File(path, "w") as file:
        group = file.create_group("layers/conv2d/vars")
        group["0"], group["1"] = ARRAYS["block1_conv1/kernel"], ARRAYS["block1_conv1/bias"]
    assert "save the weights again" in refusal(path)


@pytest.mark.parametrize("bad", [np.nan, np.inf, -np.inf])
def test_numbers_that_are_not_finite_are_refused(tmp_path: Path, bad: float) -> None:
    arrays = dict(ARRAYS)
    arrays["fc6/kernel"] = ARRAYS["fc6/kernel"].copy()
    arrays["fc6/kernel"][5, 5] = bad
    with pytest.raises(WeightsError, match="not finite in layer fc6"):
        read_weights(save_npz(tmp_path / "a.npz", arrays))


def test_doubles_too_large_for_float32_are_refused(tmp_path: Path) -> None:
    arrays = ARRAYS | {"fc6/bias": np.full(6, 1e300)}
    with pytest.raises(WeightsError, match="not finite"):
        read_weights(save_npz(tmp_path / "a.npz", arrays))


@pytest.mark.parametrize("array", [np.zeros(6, "i4"), np.array(["a"] * 6), np.zeros(0, "f4")])
def test_arrays_of_something_else_than_numbers_are_refused(tmp_path: Path, array: Any) -> None:
    with pytest.raises(WeightsError):
        read_weights(save_npz(tmp_path / "a.npz", ARRAYS | {"fc6/bias": array}))


def test_an_h5_that_claims_more_than_it_can_hold_is_refused_before_memory_is_asked_for(
    tmp_path: Path,
) -> None:
    import h5py

    path = tmp_path / "a.h5"
    with h5py.File(path, "w") as file:
        file.create_dataset("fc6/kernel", (10**6, 10**6), "f4", chunks=(10, 10))
        file["fc6/bias"] = np.zeros(6, "f4")
    assert "damaged" in refusal(path)


def test_arrays_in_another_file_are_not_followed(tmp_path: Path) -> None:
    import h5py

    elsewhere = tmp_path / "elsewhere"
    elsewhere.write_bytes(bytes(16 * 6 * 4))
    path = tmp_path / "a.h5"
    with h5py.File(path, "w") as file:
        whole = [(str(elsewhere), 0, 16 * 6 * 4)]
        file.create_dataset("fc6/kernel", (16, 6), "f4", external=whole)
        file["fc6/bias"] = np.zeros(6, "f4")
    assert "another file" in refusal(path)


def test_an_object_array_in_an_npz_is_refused(tmp_path: Path) -> None:
    arrays = ARRAYS | {"fc6/bias": np.array([{}] * 6, object)}
    with pytest.raises(WeightsError):
        read_weights(save_npz(tmp_path / "a.npz", arrays))


# ---- hostile pickles


def call(module: str, name: str, *arguments: Any) -> bytes:
    """A pickle's instructions to call a function, without its beginning and end."""
    plain = pickle.dumps(arguments, 2)[2:-1]
    return f"c{module}\n{name}\n".encode() + plain + b"R"


def hostile(marker: Path) -> dict[str, bytes]:
    """Instructions that make the file ``marker`` when an ordinary unpickler follows them."""
    touch = f"open({str(marker)!r}, 'w').close()"
    command = f'{sys.executable} -c "{touch}"'
    return {
        "os.system": call("os", "system", command),
        "posix.system": call(os.name if os.name == "nt" else "posix", "system", command),
        "eval": call("builtins", "eval", touch),
        "exec of Python 2": call("__builtin__", "eval", touch),
        "mkdir": call("os", "mkdir", str(marker)),
        "numpy.testing": call("numpy.testing", "runstring", touch, {}),
        "numpy.f2py": call("numpy.f2py.crackfortran", "myeval", f"{touch} or 1"),
        "an old opcode": b"(S" + repr(touch).encode() + b"\ni__builtin__\neval\n",
        "a name with dots": b"\x80\x04\x8c\x05numpy\x8c\x11testing.runstring\x93"
        + pickle.dumps((touch, {}), 2)[2:-1]
        + b"R",
        "by way of getattr": b"cbuiltins\ngetattr\n"
        + call("builtins", "__import__", "os").join((b"(", b""))
        + b"X\x06\x00\x00\x00systemtR"
        + pickle.dumps((command,), 2)[2:-1]
        + b"R",
    }


VARIANTS = tuple(hostile(Path("marker")))


@pytest.mark.parametrize("variant", VARIANTS)
def test_a_hostile_pickle_would_work_on_an_ordinary_unpickler(tmp_path: Path, variant: str) -> None:
    marker = tmp_path / "marker"
    pickle.loads(b"\x80\x02" + hostile(marker)[variant] + b".")
    assert marker.exists()


def wrappings() -> dict[str, Callable[[bytes], bytes]]:
    array = python2_array(ARRAYS["fc6/bias"])
    return {
        "alone": lambda code: b"\x80\x02" + code + b".",
        "in the array that numpy saves": in_npy,
        "in place of a kernel": lambda code: in_npy(b"}U\x03fc6](" + code + array + b"es"),
        "in a nested array of objects": lambda code: in_npy(
            b"}U\x03fc6cnumpy.core.multiarray\n_reconstruct\ncnumpy\nndarray\nK\x00\x85U\x01b\x87R"
            b"(K\x01K\x02\x85cnumpy\ndtype\nU\x02O8K\x00K\x01\x87R\x89](" + array + code + b"etbs"
        ),
        "after a good dictionary": lambda code: in_npy(python2_dict() + code + b"0"),
    }


@pytest.mark.parametrize("variant", VARIANTS)
@pytest.mark.parametrize("wrapping", wrappings())
def test_a_hostile_pickle_is_refused_and_not_run(
    tmp_path: Path, variant: str, wrapping: str
) -> None:
    marker = tmp_path / "marker"
    path = tmp_path / "vgg16.npy"
    path.write_bytes(wrappings()[wrapping](hostile(marker)[variant]))
    message = refusal(path)
    assert "was refused" in message
    assert "Nothing of it was run" in message
    assert not marker.exists()


@pytest.mark.parametrize(
    "code",
    [
        # Changing what the stand-ins are, for the next file.
        b"cnumpy.core.multiarray\n_reconstruct\n}U\x04_nameU\x03fc6sb",
        b"cnumpy\nndarray\n)\x81",
        b"cnumpy\nndarray\n)R",
        b"(cnumpy\ndtype\no",
        # bz2, zlib and modules called encodings.NAME are within reach of codecs.encode.
        call("_codecs", "encode", "abc", "os"),
        b"cnumpy\ndtype\nU\x02f4\x85R(K\x03Ntb",
        b"Ppersistent\n",
        b"\x82\x01",
        b"r\xff\xff\xff\xff",
    ],
)
def test_odd_uses_of_admitted_names_are_refused(tmp_path: Path, code: bytes) -> None:
    path = tmp_path / "vgg16.npy"
    path.write_bytes(in_npy(b"}U\x03fc6](" + code + b"es"))
    refusal(path)
    path.write_bytes(in_npy(python2_dict()))
    assert_holds_the_arrays(read_weights(path))


def test_a_pickle_cannot_change_what_stands_in_for_numpy(tmp_path: Path) -> None:
    path = tmp_path / "vgg16.npy"
    name = b"X\x05\x00\x00\x00_name"
    path.write_bytes(in_npy(b"cnumpy\ndtype\nN}" + name + name + b"s\x86b"))
    assert "has no state" in refusal(path)


def test_a_pickled_array_with_too_few_bytes_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "vgg16.npy"
    good = in_npy(python2_dict())
    shape = b"M\x10\x00M\x06\x00"
    assert shape in good
    path.write_bytes(good.replace(shape, b"M\x10\x00M\x07\x00"))
    with pytest.raises(WeightsError, match="damaged"):
        read_weights(path)


def test_the_python_2_file_of_these_tests_is_what_numpy_would_read(tmp_path: Path) -> None:
    path = tmp_path / "vgg16.npy"
    path.write_bytes(in_npy(python2_dict()))
    opcodes = {opcode.name for opcode, _, _ in pickletools.genops(path.read_bytes()[128:])}
    assert "BINSTRING" in opcodes
    theirs = np.load(path, allow_pickle=True, encoding="latin1").item()
    np.testing.assert_array_equal(theirs["conv1_1"][0], ARRAYS["block1_conv1/kernel"])


# ---- damaged files

FORMATS = ["vgg16.npy", "python3.npy", "w.npz", "w.safetensors", "published.h5", "network.h5"]


def assert_refused_or_sound(path: Path) -> bool:
    """Whether the file is refused; what it gives otherwise can be used."""
    try:
        layers = read_weights(path)
        layer_shapes(path)
    except WeightsError:
        return True
    for layer in layers.values():
        assert layer.kernel.dtype == layer.bias.dtype == np.float32
        assert np.isfinite(layer.kernel).all()
        assert np.isfinite(layer.bias).all()
    return False


@pytest.mark.parametrize("name", [*FORMATS, "network.weights.h5"])
def test_a_file_that_was_cut_off_is_refused(files: dict[str, Path], name: str) -> None:
    whole = files[name].read_bytes()
    path = files["w.npz"].with_name("cut")
    generator = np.random.default_rng(5)
    for length in (*generator.integers(1, len(whole), 60), len(whole) - 1):
        path.write_bytes(whole[:length])
        refusal(path)


@pytest.mark.parametrize("name", [*FORMATS, "network.weights.h5"])
def test_flipped_bits_end_in_a_sentence_or_in_numbers(files: dict[str, Path], name: str) -> None:
    whole = files[name].read_bytes()
    path = files["w.npz"].with_name("flipped")
    generator = np.random.default_rng(6)
    refused = 0
    for _ in range(120):
        damaged = bytearray(whole)
        for place in generator.integers(0, len(whole), generator.integers(1, 4)):
            damaged[place] ^= 1 << int(generator.integers(8))
        path.write_bytes(damaged)
        refused += assert_refused_or_sound(path)
    assert refused
