"""Weights files of every format, whole and damaged."""

from __future__ import annotations

import os
import zipfile
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from weights_on_disk import (
    ARRAYS,
    SHAPES,
    assert_holds_the_arrays,
    of_arrays,
    refusal,
    save_npz,
    save_safetensors,
)

from flowerdesk.core.errors import WeightsError
from flowerdesk.core.weights.files import (
    LayerWeights,
    digest,
    layer_shapes,
    read_weights,
    weights_suffix,
)

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
    layers = read_weights(shared_weights)
    assert len(layers) == 7
    assert layers["block1_conv1"].kernel[0, 0, 0, 0] == np.float32(0.42947057)
    assert layers["block1_conv1"].bias[0] == np.float32(0.73429835)


def test_every_number_of_a_published_network_is_read(shared_weights: Path) -> None:
    layers = read_weights(shared_weights.with_name("squeezenet1.1.npz"))
    assert sum(layer.kernel.size + layer.bias.size for layer in layers.values()) == 1_235_496


# ---- files that are not as they should be


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
