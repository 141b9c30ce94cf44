"""A backbone of a few lines for tests whose subject is not the network: mean colours of a grid."""

from __future__ import annotations

from typing import Any

import numpy as np

from flowerdesk.core.backbones.backbone import Backbone, Layer, Preprocessing
from flowerdesk.core.backbones.loading import LoadedBackbone
from flowerdesk.core.project import FeatureKey

INPUT_SIZE = 16
FEATURE_DIM = 4 * 4 * 3


class ColourGrid:
    """The mean colours of 4×4 squares. ``batches`` notes how many photos it was given at a time."""

    input_size = INPUT_SIZE
    feature_dim = FEATURE_DIM
    batch_size = 32
    precision = "float32"

    def __init__(self) -> None:
        self.batches: list[int] = []

    def __call__(self, photos: np.ndarray) -> np.ndarray:
        assert photos.dtype == np.uint8
        assert photos.shape[1:] == (INPUT_SIZE, INPUT_SIZE, 3)
        self.batches.append(len(photos))
        squares = photos.reshape(len(photos), 4, 4, 4, 4, 3).astype(np.float32)
        return squares.mean(axis=(2, 4)).reshape(len(photos), FEATURE_DIM)


def _never_built(*_: object) -> Any:
    raise AssertionError("the grid is no network")


BACKBONE = Backbone(
    name="grid",
    title="Colour grid",
    description="",
    input_size=INPUT_SIZE,
    preprocessing=Preprocessing(1, "RGB", (0.0, 0.0, 0.0)),
    layers=(Layer("colours", (FEATURE_DIM,), {}, multiply_adds=1),),
    default_layer="colours",
    source=None,
    bundled_weights=None,
    build=_never_built,
)


def grid_backbone(grid: ColourGrid, weights_sha256: str = "0" * 64) -> LoadedBackbone:
    """The grid as a backbone that is ready to look; other weights make other features of it."""
    key = FeatureKey("grid", "colours", weights_sha256, 1, "float32")
    return LoadedBackbone(BACKBONE, BACKBONE.layers[0], key, grid)
