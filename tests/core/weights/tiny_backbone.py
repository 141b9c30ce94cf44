"""A backbone of two small layers, for tests of where weights are kept."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np

from flowerdesk.core.backbones.backbone import Backbone, Layer, Preprocessing
from flowerdesk.core.weights.store import store_folder

EXPECTED = {"first": ((3, 3, 3, 4), (4,)), "second": ((16, 6), (6,))}


def never_built(*_: object) -> Any:
    raise AssertionError("the network is not needed here")


BACKBONE = Backbone(
    name="tiny",
    title="Tiny",
    description="",
    input_size=8,
    preprocessing=Preprocessing(1, "RGB", (0.0, 0.0, 0.0)),
    layers=(Layer("second", (6,), {}, multiply_adds=1),),
    default_layer="second",
    source=None,
    bundled_weights=None,
    build=never_built,
)


def save(path: Path, **changed: Any) -> Path:
    arrays: dict[str, Any] = {}
    for name, (kernel, bias) in EXPECTED.items():
        arrays[f"{name}/kernel"] = np.ones(kernel, "f4")
        arrays[f"{name}/bias"] = np.ones(bias, "f4")
    arrays |= {key.replace("_", "/"): value for key, value in changed.items()}
    with path.open("wb") as file:
        np.savez(file, **{key: value for key, value in arrays.items() if value is not None})
    return path


def files_of_the_store() -> set[str]:
    """Without the lock that a download may leave, which is empty."""
    return {path.name for path in store_folder().iterdir() if path.suffix != ".lock"}
