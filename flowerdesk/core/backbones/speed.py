"""How many photos a second a backbone looks at on this computer: remembered, or else estimated.

Two things are remembered of each way of computing: how fast whole extractions were, and how fast
the network alone was when the ways were tried against each other.

What was measured is kept in a small file in the user's state folder. It is never needed: a file
that is damaged or cannot be written only makes the next estimate a rougher one.
"""

from __future__ import annotations

import functools
import json
import math
import os
import time
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path
from typing import Any

import numpy as np

from flowerdesk.core import user_folders
from flowerdesk.core.backbones.backbone import Backbone, Layer
from flowerdesk.core.backbones.ways import PLAIN, WAYS, Way

ENOUGH_PHOTOS = 64
"""Below this, starting up would weigh more than looking."""

# The share of the speed of bare matrix multiplications that TensorFlow reaches in float32, decoding
# included: VGG16 on two cores that had other work too came to 0.44 at block3_pool, to 0.35 at
# block1_pool.
_SHARE_OF_MATMUL = 0.5
# Small enough that BLAS takes one thread: several that wait for each other tell nothing on a
# computer that has other work too.
_MATRICES, _SIDE = 16, 64
_SECONDS_OF_MEASURING = 0.1
_MULTIPLY_ADDS = "matmul_multiply_adds_per_second"
_PHOTOS = "photos_per_second"
_TRIALS, _WITH, _RATES = "trials", "with", "photos_per_second"


@dataclass(frozen=True)
class Speed:
    """Photos per second; ``measured`` tells the last real extraction from an estimate."""

    photos_per_second: float
    measured: bool


def expected(backbone: Backbone, layer: Layer, way: Way | None = None) -> Speed:
    """What to expect of this layer here, in the fastest way that was tried if none is named. The
    first estimate measures for a tenth of a second."""
    known = _read()
    trials = _trials(known, backbone, layer)
    if way is None:
        way = max(trials, key=trials.__getitem__, default=PLAIN)
    remembered = known.get(_PHOTOS, {}).get(_key(backbone, layer, way), trials.get(way))
    if isinstance(remembered, int | float) and remembered > 0:
        return Speed(float(remembered), measured=True)
    rate = known.get(_MULTIPLY_ADDS)
    if not isinstance(rate, int | float) or not rate > 0:
        rate = matmul_speed()
        _write({**known, _MULTIPLY_ADDS: rate})
    return Speed(rate * _SHARE_OF_MATMUL / layer.multiply_adds, measured=False)


def remember(
    backbone: Backbone, layer: Layer, photos: int, seconds: float, way: Way = PLAIN
) -> None:
    """Keeps how fast an extraction was, if it was long enough to tell."""
    if photos >= ENOUGH_PHOTOS and seconds > 0:
        keep(backbone, layer, way, photos / seconds)


def keep(backbone: Backbone, layer: Layer, way: Way, photos_per_second: float) -> None:
    """Keeps a speed from files to stored vectors."""
    known = _read()
    rates = {**known.get(_PHOTOS, {}), _key(backbone, layer, way): photos_per_second}
    _write({**known, _PHOTOS: rates})


def trials(backbone: Backbone, layer: Layer) -> dict[Way, float]:
    """Photos per second of the network alone, by way, as they were tried with the software that is
    installed now; 0 for a way that failed."""
    return _trials(_read(), backbone, layer)


def remember_trials(backbone: Backbone, layer: Layer, rates: Mapping[Way, float]) -> None:
    """Keeps how fast the network alone was in some ways."""
    known = _read()
    all_rates = {**_trials(known, backbone, layer), **rates}
    tried = {
        _WITH: _software(),
        _RATES: {f"{way.runtime}/{way.precision}": rate for way, rate in all_rates.items()},
    }
    _write({**known, _TRIALS: {**known.get(_TRIALS, {}), _key(backbone, layer, PLAIN): tried}})


def _trials(known: dict[str, Any], backbone: Backbone, layer: Layer) -> dict[Way, float]:
    tried = known.get(_TRIALS, {}).get(_key(backbone, layer, PLAIN))
    if not isinstance(tried, dict) or tried.get(_WITH) != _software():
        return {}
    by_name = {f"{way.runtime}/{way.precision}": way for way in WAYS}
    rates = tried.get(_RATES)
    if not isinstance(rates, dict):
        return {}
    return {
        by_name[name]: float(rate)
        for name, rate in rates.items()
        if name in by_name and isinstance(rate, int | float)
    }


@functools.cache
def _software() -> str:
    """What the speed of a way depends on beside the computer."""
    parts = [os.environ.get("ONEDNN_MAX_CPU_ISA", "")]
    for name in ("tensorflow", "tensorflow-cpu", "ncnn", "openvino"):
        with suppress(metadata.PackageNotFoundError):
            parts.append(f"{name} {metadata.version(name)}")
    return " ".join(part for part in parts if part)


def matmul_speed() -> float:
    """Multiply-adds of float32 matrices that all cores together do in a second, at their best."""
    matrices = np.ones((_MATRICES, _SIDE, _SIDE), np.float32)
    product = np.empty_like(matrices)
    shortest = math.inf
    end = time.perf_counter() + _SECONDS_OF_MEASURING
    while (started := time.perf_counter()) < end:
        np.matmul(matrices, matrices, out=product)
        shortest = min(shortest, time.perf_counter() - started)
    return _cores() * _MATRICES * _SIDE**3 / shortest


def _cores() -> int:
    """Those that this process may use, where the system tells."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def _key(backbone: Backbone, layer: Layer, way: Way) -> str:
    """The plain way has no name, as when it was the only one."""
    key = f"{backbone.name}/{layer.name}"
    return key if way == PLAIN else f"{key}/{way.runtime}/{way.precision}"


def _file() -> Path:
    return user_folders.state_folder() / "speed.json"


def _read() -> dict[str, Any]:
    with suppress(OSError, ValueError):
        known = json.loads(_file().read_bytes())
        tables = (_PHOTOS, _TRIALS)
        if isinstance(known, dict) and all(isinstance(known.get(k, {}), dict) for k in tables):
            return known
    return {}


def _write(known: dict[str, Any]) -> None:
    file = _file()
    new = file.with_name(f".{file.name}.{os.getpid()}.new")
    with suppress(OSError):
        file.parent.mkdir(parents=True, exist_ok=True)
        try:
            new.write_text(json.dumps(known, indent=1))
            os.replace(new, file)
        finally:
            new.unlink(missing_ok=True)
