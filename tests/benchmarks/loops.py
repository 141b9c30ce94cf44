"""Our loop beside others, from files to feature vectors, in turn: ratios with their spread.

    python tests/benchmarks/loops.py PHOTOS [--layer fc6] [--count 40] [--rounds 5]
        [--precision int8] [--isa AVX2] [--isa AVX2_VNNI] [--weights FILE]

Others are the loop of the article that this program grew from, written anew from its description
(one thread, each photo by scikit-image as float64, ten photos at a time, float32; it takes
``pip install scikit-image``), Keras' ``predict``, and every runtime alone on photos that are
decoded already. VGG16 has random weights where no file is named, which take as long. ``--isa``
repeats it all with the instructions of lesser processors (``ONEDNN_MAX_CPU_ISA``), without ncnn,
which heeds no such limit. Each round runs every contestant once, so that what else the computer
does meets all of them; all networks are in memory at once, some 9 GB at fc6.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any, get_args

import click
import numpy as np
from drawn import random_weights

from flowerdesk.core import extraction, photos, scan
from flowerdesk.core.backbones import loading, ways
from flowerdesk.core.backbones.calibration import Calibration
from flowerdesk.core.backbones.loading import LoadedBackbone, Runtime
from flowerdesk.core.backbones.registry import layer_named
from flowerdesk.core.backbones.vgg import VGG16
from flowerdesk.core.backbones.ways import PLAIN, Way
from flowerdesk.core.errors import ComputingError
from flowerdesk.core.events import ignore, never
from flowerdesk.core.project import FeatureKey, Project
from flowerdesk.core.weights import files

_PATH = click.Path(path_type=Path, exists=True)
_PRECISIONS = get_args(ways.Precision)
_ARTICLES_BATCH = 10

Contestant = Callable[[], object]


def article_photo(path: Path) -> np.ndarray:
    """``(224, 224, 3) float32``, BGR minus the means."""
    from skimage import io, transform

    whole = io.imread(path) / 255.0
    side = min(whole.shape[:2])
    top, left = (whole.shape[0] - side) // 2, (whole.shape[1] - side) // 2
    square = whole[top : top + side, left : left + side]
    resized = transform.resize(square, (VGG16.input_size, VGG16.input_size))
    return np.asarray(resized[:, :, ::-1] * 255.0 - VGG16.preprocessing.mean, np.float32)


def article_loop(network: Any, paths: list[Path], folder: Path) -> None:
    codes = []
    for start in range(0, len(paths), _ARTICLES_BATCH):
        batch = [article_photo(path) for path in paths[start : start + _ARTICLES_BATCH]]
        codes.append(np.asarray(network(np.stack(batch))))
    np.concatenate(codes).astype("<f4").tofile(folder / "codes")


def our_loop(loaded: LoadedBackbone, found: scan.Scan, folder: Path) -> None:
    path = folder / "loop.flowerdesk"
    for left in folder.glob("loop.flowerdesk*"):
        left.unlink()
    with Project(path, create=True) as project:
        project.update_photos(found.folder, found.photos, lambda _: None)
        done = extraction.extract(project, loaded, ignore, never)
        assert done.computed == len(found.photos)


def _loaded(
    way: Way,
    layer_name: str,
    weights: dict[str, files.LayerWeights],
    calibration: Calibration | None,
) -> LoadedBackbone:
    layer = layer_named(VGG16, layer_name)
    runtime: Runtime = loading._runtime(
        VGG16, layer, weights, way, calibration if way.precision == "int8" else None
    )
    key = FeatureKey("vgg16", layer_name, "0" * 64, 1, way.precision, way.runtime)
    return LoadedBackbone(VGG16, layer, key, runtime)


def contestants(
    found: scan.Scan,
    layer_name: str,
    weights: dict[str, files.LayerWeights],
    precisions: tuple[str, ...],
    folder: Path,
) -> dict[str, Contestant]:
    """By name; every one of them has run once, without those that cannot."""
    import tensorflow as tf

    paths = [photo.path for photo in found.photos]
    pixels = np.stack([photos.decode(path.read_bytes(), VGG16.input_size) for path in paths])
    wanted = [way for way in ways.available(VGG16) if way.precision in precisions]
    if "ONEDNN_MAX_CPU_ISA" in os.environ:
        wanted = [way for way in wanted if way.runtime != "ncnn"]
    calibration = None
    if Way("openvino", "int8") in wanted:
        from flowerdesk.core.backbones.openvino_runtime import CalibratingRuntime

        watching = CalibratingRuntime(VGG16, layer_named(VGG16, layer_name), weights)
        calibration = Calibration.of(watching.layers, watching(pixels[:20])[1])
        del watching
    plain = _loaded(PLAIN, layer_name, weights, None)
    all_loaded = {
        way: plain if way == PLAIN else _loaded(way, layer_name, weights, calibration)
        for way in wanted
    }
    keras_network = plain.runtime.network  # type: ignore[attr-defined]
    traced = tf.function(keras_network)
    floats = (pixels[..., ::-1] - np.array(VGG16.preprocessing.mean)).astype(np.float32)
    found_all: dict[str, Contestant] = {
        "article": lambda: article_loop(traced, paths, folder),
        "keras": lambda: keras_network.predict(floats, verbose=0),
    }
    for way, loaded in all_loaded.items():
        found_all[f"{way} alone"] = lambda loaded=loaded: loaded.runtime(pixels)  # type: ignore[misc]
        found_all[f"{way} loop"] = lambda loaded=loaded: our_loop(loaded, found, folder)  # type: ignore[misc]
    return {name: run for name, run in found_all.items() if _runs(name, run)}


def _runs(name: str, run: Contestant) -> bool:
    """Runs it once; this processor may lack the instructions that it needs."""
    try:
        run()
    except (ComputingError, RuntimeError) as error:
        click.echo(f"  {name}: {error}")
        return False
    return True


def compare(
    photos_folder: Path,
    layer_name: str,
    weights_file: Path | None,
    count: int,
    rounds: int,
    precisions: tuple[str, ...],
) -> None:
    layer = layer_named(VGG16, layer_name)
    weights = (
        files.read_weights(weights_file, wanted=tuple(layer.weights))
        if weights_file
        else random_weights(layer)
    )
    found = scan.scan(photos_folder)
    found = replace(found, photos=found.photos[:: max(1, len(found.photos) // count)][:count])
    with tempfile.TemporaryDirectory() as folder:
        runs = contestants(found, layer_name, weights, precisions, Path(folder))
        del weights
        rates: dict[str, list[float]] = {name: [] for name in runs}
        for _ in range(rounds):
            for name, run in runs.items():
                started = time.perf_counter()
                run()
                rates[name].append(len(found.photos) / (time.perf_counter() - started))
    for name, measured in rates.items():
        line = f"  {name:28} {statistics.median(measured):7.1f} photos/s"
        if name.endswith("loop"):
            line += f"  {_ratio(measured, rates['article'])} x the article's loop"
            alone = rates[name.replace("loop", "alone")]
            line += f", {_ratio(measured, alone)} x the network alone"
        elif name.endswith("alone"):
            line += f"  {_ratio(measured, rates['keras'])} x Keras' predict"
        click.echo(line)


def _ratio(ours: list[float], others: list[float]) -> str:
    """The median of the rounds' ratios, and the least and the greatest."""
    ratios = [one / other for one, other in zip(ours, others, strict=True)]
    return f"{statistics.median(ratios):.2f} ({min(ratios):.2f} to {max(ratios):.2f})"


@click.command()
@click.argument("photos_folder", metavar="PHOTOS", type=_PATH)
@click.option("--layer", default="fc6", show_default=True)
@click.option("--weights", type=_PATH, help="VGG16's; random ones by default.")
@click.option("--count", default=40, show_default=True, help="Photos a round.")
@click.option("--rounds", default=5, show_default=True)
@click.option(
    "--precision",
    "precisions",
    type=click.Choice(_PRECISIONS),
    multiple=True,
    default=_PRECISIONS,
    show_default=True,
)
@click.option("--isa", multiple=True, help="Repeat with these instructions only.")
def main(
    photos_folder: Path,
    layer: str,
    weights: Path | None,
    count: int,
    rounds: int,
    precisions: tuple[str, ...],
    isa: tuple[str, ...],
) -> None:
    """Print rates, and ratios of runs in turn with their spread."""
    click.echo(f"{layer}, {os.environ.get('ONEDNN_MAX_CPU_ISA', 'all instructions')}:")
    compare(photos_folder, layer, weights, count, rounds, precisions)
    for limit in isa:
        words = ["--layer", layer, "--count", str(count), "--rounds", str(rounds)]
        words += ["--weights", str(weights)] if weights else []
        words += [word for precision in precisions for word in ("--precision", precision)]
        environment = {**os.environ, "ONEDNN_MAX_CPU_ISA": limit}
        command = [sys.executable, __file__, str(photos_folder), *words]
        subprocess.run(command, env=environment, check=True)


if __name__ == "__main__":
    main()
