"""How fast Petal is beside VGG16, and how good beside SqueezeNet: the whole road, from files.

    python tests/benchmarks/backbones.py PHOTOS [--squeezenet squeezenet1.1.npz] [--seeds 10]

Each network runs in a process of its own, so that its peak memory is its own. VGG16 has random
weights, which take as long as the published ones. Nothing else should run meanwhile.
"""

from __future__ import annotations

import argparse
import dataclasses
import multiprocessing
import resource
import statistics
import sys
import tempfile
from collections.abc import Callable, Mapping
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from drawn import random_weights

from flowerdesk.core import extraction, scan, workflow
from flowerdesk.core.backbones import registry
from flowerdesk.core.backbones.backbone import Backbone, Layer, Preprocessing
from flowerdesk.core.backbones.loading import LoadedBackbone
from flowerdesk.core.backbones.tensorflow_runtime import Precision, TensorFlowRuntime
from flowerdesk.core.events import ignore, never
from flowerdesk.core.project import FeatureKey, Project
from flowerdesk.core.training import HeadSettings
from flowerdesk.core.weights.files import LayerWeights

if TYPE_CHECKING:
    import keras

_VGG_PHOTOS = 256  # at some 10 photos a second


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("photos", type=Path, help="a folder with a subfolder for each label")
    parser.add_argument("--squeezenet", type=Path, help="compare with these weights of it")
    parser.add_argument("--seeds", type=int, default=10)
    arguments = parser.parse_args()
    precisions: tuple[Precision, ...] = ("float32", "bfloat16")
    for precision in precisions:
        petal, petal_memory = _alone(partial(speed, arguments.photos, "petal", precision, None))
        vgg, vgg_memory = _alone(partial(speed, arguments.photos, "vgg16", precision, _VGG_PHOTOS))
        print(
            f"{precision}: petal {petal:.1f} photos/s at {petal_memory:.0f} MB, "
            f"vgg16 fc6 {vgg:.1f} at {vgg_memory:.0f} MB: {petal / vgg:.1f} times as fast"
        )
    named: list[tuple[str, Path | None]] = [("petal", None)]
    if arguments.squeezenet:
        named.append(("squeezenet", arguments.squeezenet))
    for name, weights in named:
        scores = _alone(partial(accuracies, arguments.photos, name, weights, arguments.seeds))
        listed = " ".join(f"{score:.3f}" for score in scores)
        print(f"{name}: mean test accuracy {statistics.mean(scores):.4f} of {listed}")


def _alone(work: Callable[[], Any]) -> Any:
    """What ``work`` returns in a fresh process."""
    with ProcessPoolExecutor(1, multiprocessing.get_context("spawn")) as pool:
        return pool.submit(work).result()


def speed(photos: Path, name: str, precision: Precision, count: int | None) -> tuple[float, float]:
    """Photos per second from files to stored vectors with random weights, and the peak memory of
    the process in megabytes."""
    backbone = registry.backbone_named(name)
    layer = registry.layer_named(backbone, None)
    runtime = TensorFlowRuntime(backbone, layer, random_weights(layer), precision)
    key = FeatureKey(name, layer.name, "0" * 64, backbone.preprocessing.version, precision)
    found = scan.scan(photos)
    found = dataclasses.replace(found, photos=found.photos[:count])
    with (
        tempfile.TemporaryDirectory() as folder,
        Project(Path(folder) / "speed.flowerdesk", create=True) as project,
    ):
        workflow.update_photos(project, found, ignore)
        loaded = LoadedBackbone(backbone, layer, key, runtime)
        extracted = extraction.extract(project, loaded, ignore, never)
    unit = 1 if sys.platform == "darwin" else 1024  # bytes there, kibibytes elsewhere
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit
    return extracted.photos_per_second, peak / 1e6


def accuracies(photos: Path, name: str, weights: Path | None, seeds: int) -> list[float]:
    """The test accuracy of the default head for each seed, as ``flowerdesk train`` tells it."""
    with tempfile.TemporaryDirectory() as folder:
        if name == SQUEEZENET.name and weights is not None:
            registry.BACKBONES = (*registry.BACKBONES, SQUEEZENET)
            weights = _with_keras_names(weights, Path(folder) / "squeezenet.npz")
        request = workflow.BackboneRequest(name, None, weights)
        scores = []
        for seed in range(seeds):
            report = workflow.train(
                Path(folder) / "photos.flowerdesk",
                photos,
                request,
                HeadSettings(seed=seed),
                ignore,
                never,
            )
            assert report.evaluation is not None
            scores.append(report.evaluation.accuracy)
    return scores


# ---- SqueezeNet 1.1 (Iandola et al. 2016, arXiv:1602.07360), one of Petal's teachers


def _squeezenet(_: str, weights: Mapping[str, LayerWeights]) -> keras.Model:
    import keras
    from keras import layers

    def convolve(x: Any, channels: int, size: int, name: str, **options: Any) -> Any:
        return layers.Conv2D(channels, size, activation="relu", name=name, **options)(x)

    def pool(x: Any) -> Any:
        """3×3 at stride 2, the last window as wide as the edge leaves it."""
        right = (x.shape[1] - 3) % 2
        x = layers.ZeroPadding2D(((0, right), (0, right)))(x)  # after ReLU nothing is below zero
        return layers.MaxPooling2D(3, 2)(x)

    photo = keras.Input((227, 227, 3))
    x = pool(convolve(photo, 64, 3, "conv1", strides=2))
    for number in range(2, 10):
        squeezed = 16 * (number // 2)
        x = convolve(x, squeezed, 1, f"fire{number}_squeeze1x1")
        ones = convolve(x, 4 * squeezed, 1, f"fire{number}_expand1x1")
        threes = convolve(x, 4 * squeezed, 3, f"fire{number}_expand3x3", padding="same")
        x = layers.Concatenate()([ones, threes])
        if number in (3, 5):
            x = pool(x)
    network = keras.Model(photo, layers.GlobalAveragePooling2D()(x))
    for name, known in weights.items():
        network.get_layer(name).set_weights([known.kernel, known.bias])
    return network


def _squeezenet_kernels() -> dict[str, tuple[int, ...]]:
    kernels: dict[str, tuple[int, ...]] = {"conv1": (3, 3, 3, 64)}
    before = 64
    for number in range(2, 10):
        squeezed = 16 * (number // 2)
        kernels[f"fire{number}_squeeze1x1"] = (1, 1, before, squeezed)
        kernels[f"fire{number}_expand1x1"] = (1, 1, squeezed, 4 * squeezed)
        kernels[f"fire{number}_expand3x3"] = (3, 3, squeezed, 4 * squeezed)
        before = 8 * squeezed
    return kernels


def _with_keras_names(file: Path, target: Path) -> Path:
    """The weights under names without a slash, which Keras does not take."""
    with np.load(file) as arrays:
        renamed = {}
        for key in arrays.files:
            layer, part = key.rsplit("/", 1)
            renamed[f"{layer.replace('/', '_')}/{part}"] = arrays[key]
    np.savez(target, **renamed)
    return target


SQUEEZENET = Backbone(
    name="squeezenet",
    title="SqueezeNet",
    description="SqueezeNet 1.1 up to fire9, the mean over positions.",
    input_size=227,
    preprocessing=Preprocessing(
        version=1, channel_order="BGR", mean=(104.0, 117.0, 123.0), framing="whole"
    ),
    layers=(Layer("fire9", (512,), _squeezenet_kernels(), 1),),
    default_layer="fire9",
    source=None,
    bundled_weights=None,
    build=_squeezenet,
)


if __name__ == "__main__":
    main()
