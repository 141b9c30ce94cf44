"""Files of weights in every format, and a store of each test's own."""

from __future__ import annotations

import pickle
import subprocess
import warnings
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest
from weights_on_disk import (
    ARRAYS,
    in_npy,
    python2_dict,
    save_npz,
    save_published_layout,
    save_safetensors,
)

from flowerdesk.core.weights import store


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


@pytest.fixture
def small_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[int], None]]:
    """Makes the store a disk of so many bytes, which says that it had more: what is free when
    the work begins can be taken by others before it ends."""
    folder = tmp_path / "disk"
    folder.mkdir()
    mounted = []

    def mount(size: int) -> None:
        command = ["mount", "-t", "tmpfs", "-o", f"size={size}", "none", str(folder)]
        try:
            done = subprocess.run(command, capture_output=True, check=False)
        except OSError:
            pytest.skip("there is no mount command")
        if done.returncode:
            pytest.skip("this user may not mount a small disk")
        mounted.append(folder)
        monkeypatch.setenv("FLOWERDESK_HOME", str(folder))
        monkeypatch.setattr(store, "check_space", lambda *_: None)

    yield mount
    for path in mounted:
        subprocess.run(["umount", str(path)], check=True)
