"""Puts a backbone and its weights together: finds the file, checks it, and readies a runtime."""

from __future__ import annotations

import functools
import hashlib
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Protocol

import numpy as np

from flowerdesk.core import photos
from flowerdesk.core.backbones.backbone import Backbone, Layer
from flowerdesk.core.backbones.calibration import Calibration
from flowerdesk.core.backbones.registry import BACKBONES, backbone_named, layer_named
from flowerdesk.core.backbones.ways import PLAIN, Way, obstacle
from flowerdesk.core.errors import ComputingError, WeightsError
from flowerdesk.core.project.records import FeatureKey
from flowerdesk.core.resources import resource_path
from flowerdesk.core.weights import files as weights_files
from flowerdesk.core.weights import store as weights_store
from flowerdesk.core.words import say

AUTO = "auto"
PREFERRED = "vgg16"


class Runtime(Protocol):
    """What runs a backbone up to one layer."""

    input_size: int
    feature_dim: int
    batch_size: int
    """How many photos go through the network at once; more come in several batches."""

    @property
    def precision(self) -> str:
        """What the network computes in: part of what its vectors are known by."""

    def __call__(self, photos: np.ndarray) -> np.ndarray:
        """``(n, input_size, input_size, 3) uint8, RGB`` in, ``(n, feature_dim) float32`` out."""


@dataclass(frozen=True)
class LoadedBackbone:
    """A backbone that is ready to look at photos, and what its vectors are known by."""

    backbone: Backbone
    layer: Layer
    key: FeatureKey
    runtime: Runtime

    def decode(self, data: bytes) -> np.ndarray:
        """The bytes of a photo as the runtime wants it, ``(input_size, input_size, 3) uint8``.

        Raises:
            PhotoError: as for :func:`flowerdesk.core.photos.decode`.
        """
        framing = self.backbone.preprocessing.framing
        return photos.decode(data, self.runtime.input_size, framing)


@dataclass(frozen=True)
class Choice:
    """A backbone with the file of its weights, in a sentence why it was chosen, and the way in
    which it is computed; ``calibration`` is what int8 needs."""

    backbone: Backbone
    layer: Layer
    weights: Path
    because: str
    way: Way = PLAIN
    calibration: Calibration | None = None

    def in_the_plain_way(self) -> Choice:
        return replace(self, way=PLAIN, calibration=None)


def choose(name: str, layer: str | None = None, weights: Path | None = None) -> Choice:
    """The backbone called ``name``, or for ``auto`` the best one whose weights are here.

    Raises:
        WeightsError: there is no such backbone or layer, or its weights are not here.
    """
    if name != AUTO:
        backbone = backbone_named(name)
        because: str = say("{title}, as you asked", title=backbone.title)
    else:
        backbone, because = _choose_automatically(layer, weights)
    tapped = layer_named(backbone, layer)
    path = weights_store.find(backbone, weights)
    if path is None:
        raise WeightsError(missing_weights(backbone))
    return Choice(backbone, tapped, path, because)


def _choose_automatically(layer: str | None, weights: Path | None) -> tuple[Backbone, str]:
    preferred = backbone_named(PREFERRED)
    if weights is not None:
        return preferred, say("{title}, because its weights were named", title=preferred.title)
    kept = weights_store.find(preferred)
    if kept is not None and _is_served(layer, preferred, kept):
        return preferred, say(
            "{title}, because its weights are on this computer", title=preferred.title
        )
    own = next((backbone for backbone in BACKBONES if backbone.bundled_weights), None)
    if own is None or (_has(preferred, layer) and not _has(own, layer)):
        return preferred, say("{title}, which has the layer asked for", title=preferred.title)
    if layer is not None and _has(own, layer):
        return own, say("{title}, which has the layer asked for", title=own.title)
    if kept is None:
        because = say(
            "{title}, which comes with flowerdesk, because the weights of {preferred} are not "
            "on this computer (flowerdesk weights fetch {name} gets them)",
            title=own.title,
            preferred=preferred.title,
            name=preferred.name,
        )
    else:
        because = say(
            "{title}, which comes with flowerdesk, because the weights of {preferred} on this "
            "computer are only a part (flowerdesk weights fetch {name} gets the whole)",
            title=own.title,
            preferred=preferred.title,
            name=preferred.name,
        )
    return own, because


def _has(backbone: Backbone, layer: str | None) -> bool:
    return layer is None or any(tap.name == layer for tap in backbone.layers)


def _is_served(layer: str | None, backbone: Backbone, weights: Path) -> bool:
    wanted = layer or backbone.default_layer
    return any(tap.name == wanted for tap in served_layers(backbone, weights))


def missing_weights(backbone: Backbone) -> str:
    """The sentence for a backbone whose weights are not here."""
    if backbone.source is None:
        return say(
            "The weights of {title} are missing. Install flowerdesk again.", title=backbone.title
        )
    megabytes = round(backbone.source.size / 1e6)
    return say(
        "The weights of {title} are not on this computer. Get them ({megabytes} MB) with: "
        "flowerdesk weights fetch {name} — or name a file that you have with --weights FILE, or "
        "keep it for good with: flowerdesk weights add {name} FILE",
        title=backbone.title,
        megabytes=megabytes,
        name=backbone.name,
    )


def served_layers(backbone: Backbone, weights: Path) -> list[Layer]:
    """The layers of a backbone that a weights file reaches; a file may hold the first blocks only.

    Raises:
        WeightsError: the file cannot be read.
    """
    shapes = weights_files.layer_shapes(weights)
    return [
        layer
        for layer in backbone.layers
        if all(shapes.get(name) == _with_bias(kernel) for name, kernel in layer.weights.items())
    ]


def weights_of(choice: Choice) -> dict[str, weights_files.LayerWeights]:
    """The weights that the chosen layer needs, by the names of the network's layers.

    Raises: as :func:`load`.
    """
    _check_own_copy(choice.backbone, choice.weights)
    weights = weights_files.read_weights(choice.weights, wanted=tuple(choice.layer.weights))
    _check_shapes(choice.backbone, choice.layer, choice.weights, weights)
    return weights


def load(choice: Choice) -> LoadedBackbone:
    """Reads the weights and readies the runtime; the last one stays in memory for the next call.

    Raises:
        WeightsError: the file is damaged, of another network, or does not reach the layer.
        ComputingError: this computer cannot compute it in that way.
    """
    ranges = choice.calibration.to_json() if choice.calibration else None
    return _load(*_names(choice), choice.way, ranges)


def load_to_look_into(choice: Choice) -> LoadedBackbone:
    """The network in the plain way, which alone can be looked into: the one that answers if it is
    computed so, and else a second one, which stays in memory beside it.

    Raises: as :func:`load`.
    """
    if choice.way == PLAIN:
        return load(choice)
    return _load_second(*_names(choice), PLAIN, None)


def _names(choice: Choice) -> tuple[str, str, Path, tuple[int, int] | None]:
    """What a loaded network is remembered by: its file may be another one by now."""
    status = choice.weights.stat() if choice.weights.exists() else None
    stamp = (status.st_size, status.st_mtime_ns) if status else None
    return choice.backbone.name, choice.layer.name, choice.weights, stamp


def _read_and_ready(
    backbone_name: str,
    layer_name: str,
    path: Path,
    stamp: tuple[int, int] | None,
    way: Way,
    ranges: str | None,
) -> LoadedBackbone:
    backbone = backbone_named(backbone_name)
    layer = layer_named(backbone, layer_name)
    if problem := obstacle(way, backbone):
        raise ComputingError(
            say(
                "{title} cannot be computed by {way} here. {problem}",
                title=backbone.title,
                way=way,
                problem=problem,
            )
        )
    weights = weights_of(Choice(backbone, layer, path, because=""))
    calibration = Calibration.from_json(ranges) if ranges else None
    key = FeatureKey(
        backbone=backbone.name,
        layer=layer.name,
        weights_sha256=weights_files.digest(weights),
        preprocessing=backbone.preprocessing.version,
        precision=way.precision,
        runtime=way.runtime,
        calibration=calibration.sha256 if calibration else "",
    )
    runtime = _runtime(backbone, layer, weights, way, calibration)
    return LoadedBackbone(backbone, layer, key, runtime)


# A warm process keeps one network that answers, of up to 2.5 GB, and one to look into.
_load = functools.lru_cache(maxsize=1)(_read_and_ready)
_load_second = functools.lru_cache(maxsize=1)(_read_and_ready)


def forget() -> None:
    """Lets the networks go that were loaded last, so that another finds their memory free."""
    _load.cache_clear()
    _load_second.cache_clear()


def digest(choice: Choice) -> str:
    """The hash of the weights that a layer needs, which its vectors are known by."""
    return weights_files.digest(weights_of(choice))


def calibrate(choice: Choice, pixels: np.ndarray) -> Calibration:
    """What int8 needs, from photos ``(n, input_size, input_size, 3) uint8`` as a network sees them.

    Raises: as :func:`load`.
    """
    from flowerdesk.core.backbones.openvino_runtime import CalibratingRuntime

    runtime = CalibratingRuntime(choice.backbone, choice.layer, weights_of(choice))
    return Calibration.of(runtime.layers, runtime(pixels)[1])


def _runtime(
    backbone: Backbone,
    layer: Layer,
    weights: dict[str, weights_files.LayerWeights],
    way: Way,
    calibration: Calibration | None,
) -> Runtime:
    if way.runtime.startswith("openvino"):
        from flowerdesk.core.backbones.openvino_devices import DEVICES
        from flowerdesk.core.backbones.openvino_runtime import OpenVinoRuntime

        device = DEVICES[way.runtime]
        return OpenVinoRuntime(backbone, layer, weights, way.precision, calibration, device)
    if way.runtime == "ncnn":
        from flowerdesk.core.backbones.ncnn_runtime import NcnnRuntime

        return NcnnRuntime(backbone, layer, weights)
    from flowerdesk.core.backbones.tensorflow_runtime import TensorFlowRuntime

    assert way.precision in ("float32", "bfloat16"), "TensorFlow has no such way"
    return TensorFlowRuntime(backbone, layer, weights, way.precision)


def _check_own_copy(backbone: Backbone, path: Path) -> None:
    """The file that comes with the program must be the one that was measured."""
    if backbone.bundled_weights is None or path != resource_path(backbone.bundled_weights):
        return
    if hashlib.sha256(path.read_bytes()).hexdigest() != backbone.bundled_sha256:
        raise WeightsError(
            say(
                "flowerdesk's own copy of the weights of {title}, {path}, is damaged. Install "
                "flowerdesk again.",
                title=backbone.title,
                path=path,
            )
        )


def _check_shapes(
    backbone: Backbone, layer: Layer, path: Path, weights: dict[str, weights_files.LayerWeights]
) -> None:
    for name, kernel in layer.weights.items():
        if name not in weights:
            continue
        shapes = (weights[name].kernel.shape, weights[name].bias.shape)
        if shapes != _with_bias(kernel):
            raise WeightsError(
                say(
                    "{path} holds the weights of another network: {name} has the shapes "
                    "{shapes}, {title} needs {expected}. Name the file of {title}.",
                    path=path,
                    name=name,
                    shapes=shapes,
                    title=backbone.title,
                    expected=_with_bias(kernel),
                )
            )
    lacking = [name for name in layer.weights if name not in weights]
    if len(lacking) == len(layer.weights):
        raise WeightsError(
            say(
                "{path} holds the weights of another network: nothing in it is called "
                "{lacking}. Name the file of {title}.",
                path=path,
                lacking=lacking[0],
                title=backbone.title,
            )
        )
    if lacking:
        served = [tap.name for tap in served_layers(backbone, path)]
        ways_out = f"choose one of these with --layer: {', '.join(served)}; or " if served else ""
        raise WeightsError(
            say(
                "{path} ends before {name}: it lacks {lacking} and holds only the first "
                "part of {title}. To go on, {ways_out}name the whole file.",
                path=path,
                name=layer.name,
                lacking=lacking[0],
                title=backbone.title,
                ways_out=ways_out,
            )
        )


def expected_shapes(
    backbone: Backbone,
) -> dict[str, tuple[weights_files.Shape, weights_files.Shape]]:
    """Kernel and bias shapes of every weight layer, for checking a file before it is kept."""
    return {
        name: _with_bias(kernel)
        for layer in backbone.layers
        for name, kernel in layer.weights.items()
    }


def _with_bias(
    kernel: weights_files.Shape,
) -> tuple[weights_files.Shape, weights_files.Shape]:
    """The shapes of a layer's kernel and bias; there is a bias for every output."""
    return kernel, kernel[-1:]


LoadBackbone = Callable[[Choice], LoadedBackbone]
