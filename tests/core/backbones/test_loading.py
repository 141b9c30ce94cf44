"""Which backbone is taken and why, and weights that do not belong to it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from flowerdesk.core import resources
from flowerdesk.core.backbones import loading
from flowerdesk.core.backbones.registry import layer_named
from flowerdesk.core.backbones.vgg import VGG16, VGG19
from flowerdesk.core.backbones.ways import Way, obstacle
from flowerdesk.core.errors import WeightsError
from flowerdesk.core.weights import store

PHOTOS = np.random.default_rng(3).integers(0, 256, (1, 224, 224, 3), np.uint8)


def save(path: Path, upto: str = "block2_pool", seed: int = 0, scale: float = 0.1) -> Path:
    """Drawn weights of VGG16 up to a layer."""
    drawing = np.random.default_rng(seed)
    arrays = {}
    for name, shape in layer_named(VGG16, upto).weights.items():
        arrays[f"{name}/kernel"] = drawing.normal(0, scale, shape).astype("f4")
        arrays[f"{name}/bias"] = drawing.normal(0, scale, shape[-1:]).astype("f4")
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as file:
        np.savez(file, **arrays)
    return path


def refusal(layer: str | None, weights: Path | None, name: str = "vgg16") -> str:
    with pytest.raises(WeightsError) as caught:
        loading.load(loading.choose(name, layer, weights))
    return str(caught.value)


# ---- choosing


def test_auto_takes_vgg16_when_its_weights_are_here_and_says_so() -> None:
    kept = save(store.store_folder() / "vgg16.npz")
    choice = loading.choose(loading.AUTO, "block2_pool")
    assert (choice.backbone, choice.layer.name, choice.weights) == (VGG16, "block2_pool", kept)
    assert choice.because == "VGG16, because its weights are on this computer"


def test_auto_does_not_take_a_part_of_vgg16_for_the_whole() -> None:
    save(store.store_folder() / "vgg16.npz")
    choice = loading.choose(loading.AUTO)
    assert choice.backbone.name == "petal"
    assert "VGG16 on this computer are only a part" in choice.because


def test_auto_takes_the_network_that_has_the_layer_asked_for() -> None:
    save(store.store_folder() / "vgg16.npz")
    choice = loading.choose(loading.AUTO, "stage2")
    assert (choice.backbone.name, choice.layer.name) == ("petal", "stage2")
    assert choice.because == "Petal, which has the layer asked for"
    assert "ends before block3_pool" in refusal("block3_pool", None, loading.AUTO)


def test_auto_says_what_a_layer_of_vgg16_needs() -> None:
    assert "weights of VGG16 are not on this" in refusal("block3_pool", None, loading.AUTO)


def test_auto_takes_vgg16_when_a_file_is_named_and_says_so(tmp_path: Path) -> None:
    save(store.store_folder() / "vgg16.npz")
    named = save(tmp_path / "named.npz")
    choice = loading.choose(loading.AUTO, "block1_pool", named)
    assert (choice.backbone, choice.layer.name, choice.weights) == (VGG16, "block1_pool", named)
    assert choice.because == "VGG16, because its weights were named"


def test_auto_without_the_weights_of_vgg16_takes_what_comes_with_the_program_and_says_why(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shipped = save(tmp_path / "flowerdesk" / "resources" / "compact.npz")
    (tmp_path / "flowerdesk" / "core").mkdir()
    monkeypatch.setattr(resources, "__file__", str(tmp_path / "flowerdesk/core/resources.py"))
    compact = replace(VGG19, name="compact", title="Compact", bundled_weights="compact.npz")
    monkeypatch.setattr(loading, "BACKBONES", (VGG16, VGG19, compact))
    choice = loading.choose(loading.AUTO)
    assert (choice.backbone, choice.weights) == (compact, shipped)
    assert choice.because.startswith("Compact, which comes with flowerdesk")
    assert "the weights of VGG16 are not on this computer" in choice.because
    assert "flowerdesk weights fetch vgg16" in choice.because


def test_auto_with_nothing_here_says_how_to_get_weights(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(loading, "BACKBONES", (VGG16, VGG19))
    message = refusal(None, None, loading.AUTO)
    assert "weights of VGG16 are not on this computer" in message
    assert "(553 MB)" in message
    assert "flowerdesk weights fetch vgg16" in message
    assert "--weights FILE" in message


def test_a_backbone_that_was_asked_for_is_never_replaced_by_another(tmp_path: Path) -> None:
    save(store.store_folder() / "vgg16.npz")
    assert "weights of VGG19 are not on this computer" in refusal(None, None, "vgg19")
    choice = loading.choose("vgg16", None, save(tmp_path / "named.npz"))
    assert choice.because == "VGG16, as you asked"


def test_names_that_do_not_exist_are_answered_with_those_that_do(tmp_path: Path) -> None:
    assert "Choose one of: vgg16, vgg19" in refusal(None, None, "resnet")
    message = refusal("fc9", save(tmp_path / "a.npz"))
    assert "no layer “fc9”" in message
    assert "block1_pool, block2_pool" in message


# ---- loading


def test_what_is_loaded_looks_at_photos_and_knows_what_its_vectors_depend_on(
    tmp_path: Path,
) -> None:
    loaded = loading.load(loading.choose("vgg16", "block2_pool", save(tmp_path / "a.npz")))
    vectors = loaded.runtime(PHOTOS)
    assert vectors.shape == (1, loaded.layer.feature_dim) == (1, 256)
    assert np.isfinite(vectors).all()
    key = loaded.key
    assert (key.backbone, key.layer, key.preprocessing, key.precision) == (
        "vgg16",
        "block2_pool",
        1,
        "float32",
    )


def key_of(path: Path, layer: str = "block1_pool") -> str:
    return loading.load(loading.choose("vgg16", layer, path)).key.weights_sha256


def test_the_key_tells_numbers_apart_and_not_files(tmp_path: Path) -> None:
    """Only the layers that are used count, so that the whole file gives the same vectors."""
    first = key_of(save(tmp_path / "a.npz"))
    assert key_of(save(tmp_path / "short.npz", "block1_pool")) == first
    assert key_of(save(tmp_path / "b.npz", seed=1)) != first
    from safetensors.numpy import save_file

    with np.load(tmp_path / "a.npz") as arrays:
        save_file(dict(arrays), tmp_path / "a.safetensors")
    assert key_of(tmp_path / "a.safetensors") == first


def test_a_network_is_loaded_once_and_anew_when_its_file_changed(tmp_path: Path) -> None:
    choice = loading.choose("vgg16", "block1_pool", save(tmp_path / "a.npz"))
    first = loading.load(choice)
    assert loading.load(choice) is first
    save(tmp_path / "a.npz", "block1_pool", seed=1)
    changed = loading.load(choice)
    assert changed.key != first.key
    assert not np.array_equal(changed.runtime(PHOTOS), first.runtime(PHOTOS))


# ---- files that do not serve


def test_a_file_of_the_first_blocks_serves_their_layers_and_says_so_for_others(
    tmp_path: Path,
) -> None:
    path = save(tmp_path / "part.npz", "block2_pool")
    served = [layer.name for layer in loading.served_layers(VGG16, path)]
    assert served == ["block1_pool", "block2_pool"]
    message = refusal("fc6", path)
    assert "ends before fc6" in message
    assert "it lacks block3_conv1" in message
    assert "--layer: block1_pool, block2_pool" in message


def test_weights_of_another_network_are_refused_with_the_layer_that_differs(
    tmp_path: Path,
) -> None:
    other = tmp_path / "other.npz"
    with other.open("wb") as file:
        np.savez(file, **{"conv1/kernel": np.ones((7, 7, 3, 64)), "conv1/bias": np.ones(64)})
    assert "nothing in it is called block1_conv1" in refusal("block1_pool", other)
    with other.open("wb") as file:
        kernel = np.ones((5, 5, 3, 64), "f4")
        np.savez(file, **{"block1_conv1/kernel": kernel, "block1_conv1/bias": np.ones(64, "f4")})
    assert "block1_conv1 has the shapes ((5, 5, 3, 64), (64,))" in refusal("block1_pool", other)
    assert loading.served_layers(VGG16, other) == []


def test_a_bias_that_does_not_fit_is_the_weights_of_another_network(tmp_path: Path) -> None:
    path = save(tmp_path / "a.npz", "block1_pool")
    with np.load(path) as arrays:
        changed = dict(arrays) | {"block1_conv2/bias": np.ones(32, "f4")}
    with path.open("wb") as file:
        np.savez(file, **changed)
    assert "block1_conv2 has the shapes ((3, 3, 64, 64), (32,))" in refusal("block1_pool", path)
    assert loading.served_layers(VGG16, path) == []


def test_a_truncated_file_is_said_to_be_damaged(tmp_path: Path) -> None:
    path = save(tmp_path / "a.npz")
    path.write_bytes(path.read_bytes()[:-5000])
    assert "damaged or was cut off" in refusal("block2_pool", path)


def test_a_missing_file_is_said_to_be_missing(tmp_path: Path) -> None:
    assert "There is no weights file" in refusal("block1_pool", tmp_path / "gone.npz")
    path = save(tmp_path / "a.npz")
    choice = loading.choose("vgg16", "block1_pool", path)
    path.unlink()  # between choosing and loading
    with pytest.raises(WeightsError, match="There is no weights file"):
        loading.load(choice)


def test_a_file_to_be_kept_is_checked_against_every_layer_of_the_backbone() -> None:
    shapes = loading.expected_shapes(VGG16)
    assert len(shapes) == 15
    assert shapes["block1_conv1"] == ((3, 3, 3, 64), (64,))
    assert shapes["fc7"] == ((4096, 4096), (4096,))


def test_a_network_to_look_into_stays_beside_one_that_answers_in_another_way() -> None:
    plain = loading.choose("petal", "stage1")
    if obstacle(Way("openvino", "float32"), plain.backbone):
        pytest.skip("needs OpenVINO")
    fast = replace(plain, way=Way("openvino", "float32"))
    answering, looked_into = loading.load(fast), loading.load_to_look_into(fast)
    assert type(looked_into.runtime) is not type(answering.runtime)
    assert loading.load(fast) is answering
    assert loading.load_to_look_into(fast) is looked_into
    assert loading.load_to_look_into(plain) is loading.load(plain)
    loading.forget()
    assert loading.load_to_look_into(fast) is not looked_into
