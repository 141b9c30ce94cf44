"""Where weights are found, and how a file is added."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from tiny_backbone import BACKBONE, EXPECTED, files_of_the_store, save

from flowerdesk.core import resources
from flowerdesk.core.errors import FlowerdeskError, WeightsError
from flowerdesk.core.resources import resource_path
from flowerdesk.core.weights.files import read_weights
from flowerdesk.core.weights.store import add, find, store_folder

# ---- finding


def test_nothing_is_found_where_nothing_is() -> None:
    assert find(BACKBONE) is None


def test_the_named_file_comes_before_the_store_and_the_store_before_the_program(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    package = tmp_path / "program" / "flowerdesk"
    (package / "core").mkdir(parents=True)
    (package / "resources").mkdir()
    monkeypatch.setattr(resources, "__file__", str(package / "core" / "resources.py"))
    shipped = save(package / "resources" / "tiny.npz")
    named = save(tmp_path / "named.npz")
    backbone = replace(BACKBONE, bundled_weights="tiny.npz")
    assert find(backbone) == shipped
    stored = add(backbone, named, EXPECTED)
    assert find(backbone) == stored
    assert find(backbone, named) == named


def test_a_named_file_that_does_not_exist_is_an_error_although_the_store_has_one(
    tmp_path: Path,
) -> None:
    add(BACKBONE, save(tmp_path / "a.npz"), EXPECTED)
    with pytest.raises(WeightsError, match="no weights file"):
        find(BACKBONE, tmp_path / "nothing.npz")


def test_the_weights_of_another_backbone_are_not_found(tmp_path: Path) -> None:
    add(replace(BACKBONE, name="tiny2"), save(tmp_path / "a.npz"), EXPECTED)
    assert find(BACKBONE) is None


def test_without_the_variable_the_store_is_in_the_users_data_folder(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.delenv("FLOWERDESK_HOME")
    assert store_folder().name == "weights"
    assert "flowerdesk" in store_folder().parts
    assert Path.home() in store_folder().parents
    monkeypatch.setenv("FLOWERDESK_HOME", "")
    assert Path.home() in store_folder().parents


def test_a_resource_of_an_installed_copy_comes_before_a_checkouts(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    package = tmp_path / "flowerdesk"
    monkeypatch.setattr(resources, "__file__", str(package / "core" / "resources.py"))
    with pytest.raises(FlowerdeskError, match=r"file icon.svg: install flowerdesk again"):
        resource_path("icon.svg")
    for folder in (tmp_path / "resources", package / "resources"):
        folder.mkdir(parents=True)
        (folder / "icon.svg").touch()
        assert resource_path("icon.svg") == folder / "icon.svg"


def test_a_missing_file_of_the_program_is_said_to_be_missing() -> None:
    with pytest.raises(WeightsError, match="install flowerdesk again"):
        find(replace(BACKBONE, bundled_weights="no_such_file.npz"))


# ---- adding


def test_an_added_file_is_found_and_is_the_same(tmp_path: Path) -> None:
    file = save(tmp_path / "disguised.bin")
    stored = add(BACKBONE, file, EXPECTED)
    assert stored == find(BACKBONE) == store_folder() / "tiny.npz"
    assert stored.read_bytes() == file.read_bytes()
    assert files_of_the_store() == {"tiny.npz"}


def test_an_added_file_takes_the_place_of_one_in_another_format(tmp_path: Path) -> None:
    from safetensors.numpy import save_file

    add(BACKBONE, save(tmp_path / "a.npz"), EXPECTED)
    other = tmp_path / "b.safetensors"
    save_file({"first/kernel": np.ones((3, 3, 3, 4), "f4"), "first/bias": np.ones(4, "f4")}, other)
    assert add(BACKBONE, other, EXPECTED) == find(BACKBONE)
    assert files_of_the_store() == {"tiny.safetensors"}


def test_adding_the_stores_own_file_changes_nothing(tmp_path: Path) -> None:
    stored = add(BACKBONE, save(tmp_path / "a.npz"), EXPECTED)
    before = stored.stat()
    assert add(BACKBONE, stored, EXPECTED) == stored
    assert (stored.stat().st_ino, stored.stat().st_mtime_ns) == (before.st_ino, before.st_mtime_ns)


def test_a_file_with_the_first_layers_only_is_admitted(tmp_path: Path) -> None:
    file = save(tmp_path / "a.npz", second_kernel=None, second_bias=None)
    assert read_weights(add(BACKBONE, file, EXPECTED)).keys() == {"first"}


def test_a_file_of_another_network_is_refused_and_the_store_stays(tmp_path: Path) -> None:
    stored = add(BACKBONE, save(tmp_path / "a.npz"), EXPECTED)
    before = stored.read_bytes()
    wrong_shape = save(tmp_path / "b.npz", second_kernel=np.ones((16, 7), "f4"))
    with pytest.raises(WeightsError, match=r"layer second has the shapes .*16, 7.*needs .*16, 6"):
        add(BACKBONE, wrong_shape, EXPECTED)
    with pytest.raises(WeightsError, match="holds no layer of Tiny"):
        add(BACKBONE, wrong_shape, {"other": ((1, 1), (1,))})
    assert stored.read_bytes() == before
    assert files_of_the_store() == {"tiny.npz"}


def test_a_damaged_file_is_refused_and_the_store_stays(tmp_path: Path) -> None:
    stored = add(BACKBONE, save(tmp_path / "a.npz"), EXPECTED)
    damaged = save(tmp_path / "b.npz", first_bias=np.full(4, np.nan, "f4"))
    with pytest.raises(WeightsError, match="not finite"):
        add(BACKBONE, damaged, EXPECTED)
    damaged.write_bytes(stored.read_bytes()[:-50])
    with pytest.raises(WeightsError, match="damaged"):
        add(BACKBONE, damaged, EXPECTED)
    assert find(BACKBONE) == stored
    assert files_of_the_store() == {"tiny.npz"}


def test_what_a_killed_copy_left_is_removed_by_the_next(tmp_path: Path) -> None:
    store_folder().mkdir(parents=True)
    (store_folder() / "tiny.12345.new").write_bytes(b"half")
    (store_folder() / "tiny2.12345.new").write_bytes(b"another backbone's")
    add(BACKBONE, save(tmp_path / "a.npz"), EXPECTED)
    assert files_of_the_store() == {"tiny.npz", "tiny2.12345.new"}


def test_a_store_that_cannot_be_made_is_said_to_be_so(tmp_path: Path, own_home: Path) -> None:
    own_home.write_text("a file where the folder should be")
    with pytest.raises(WeightsError, match="FLOWERDESK_HOME"):
        add(BACKBONE, save(tmp_path / "a.npz"), EXPECTED)


# ---- no room


def test_a_copy_that_fills_the_disk_leaves_the_store_as_it_was(
    tmp_path: Path, small_disk: Callable[[int], None]
) -> None:
    small_disk(6 << 16)
    stored = add(BACKBONE, save(tmp_path / "a.npz"), EXPECTED)
    before = stored.read_bytes()
    large = save(tmp_path / "b.npz", third_kernel=np.ones((300, 500), "f4"))
    with pytest.raises(WeightsError, match="no room"):
        add(BACKBONE, large, EXPECTED)
    assert stored.read_bytes() == before
    assert files_of_the_store() == {"tiny.npz"}


def test_a_copy_larger_than_the_disk_is_not_begun(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = save(tmp_path / "a.npz")
    usage = shutil.disk_usage(tmp_path)
    almost = usage._replace(free=file.stat().st_size - 1)
    monkeypatch.setattr(shutil, "disk_usage", lambda _: almost)
    with pytest.raises(WeightsError, match="no room for 1 MB"):
        add(BACKBONE, file, EXPECTED)
    assert files_of_the_store() == set()
