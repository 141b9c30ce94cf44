"""What there is to look with: networks, the layers that the weights reach, and what is missing."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from flowerdesk.core.backbones import loading, survey
from flowerdesk.core.backbones.registry import BACKBONES
from flowerdesk.core.weights import store


@pytest.fixture
def block1(tmp_path: Path) -> Path:
    """Weights of VGG16 up to block1_pool, of no use for seeing."""
    drawing = np.random.default_rng(0)
    file = tmp_path / "vgg16.npz"
    shapes = {"block1_conv1": (3, 3, 3, 64), "block1_conv2": (3, 3, 64, 64)}
    arrays = {f"{name}/kernel": drawing.normal(size=shape) for name, shape in shapes.items()}
    biases = {f"{name}/bias": np.zeros(64) for name in shapes}
    np.savez(file, **arrays, **biases)
    return file


def test_every_network_is_offered_with_all_its_layers() -> None:
    found = survey.survey(loading.AUTO, None, None)
    assert [offer.backbone for offer in found.networks] == list(BACKBONES)
    for offer in found.networks:
        assert [one.layer for one in offer.layers] == list(offer.backbone.layers)
        assert all(one.speed.photos_per_second > 0 for one in offer.layers)


def test_a_network_without_weights_is_not_ready() -> None:
    found = survey.survey("vgg16", "fc6", None)
    assert found.chosen is not None
    assert found.chosen.weights is None
    assert not found.ready


def test_a_file_that_ends_early_serves_the_layers_that_it_reaches(block1: Path) -> None:
    found = survey.survey("vgg16", "block1_pool", block1)
    assert found.ready
    assert found.chosen is not None
    assert [one.layer.name for one in found.chosen.layers if one.served] == ["block1_pool"]
    assert not survey.survey("vgg16", None, block1).ready


def test_automatic_takes_the_weights_that_are_kept(block1: Path) -> None:
    store.store_folder().mkdir(parents=True)
    block1.rename(store.store_folder() / "vgg16.npz")
    found = survey.survey(loading.AUTO, "block1_pool", None)
    assert found.chosen is not None
    assert found.chosen.backbone.name == "vgg16"
    assert found.ready


def test_a_named_file_that_is_gone_is_told(tmp_path: Path) -> None:
    found = survey.survey("vgg16", None, tmp_path / "gone.npz")
    assert found.chosen is not None
    assert "gone.npz" in found.chosen.problem
    assert not found.ready


def test_a_network_that_nobody_knows_is_none() -> None:
    found = survey.survey("retina", None, None)
    assert found.chosen is None
    assert not found.ready
