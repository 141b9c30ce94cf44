"""How many photos a second a backbone looks at on this computer: remembered, or else estimated.

What was measured is kept in a small file in the user's state folder. It is never needed: a file
that is damaged or cannot be written only makes the next estimate a rougher one.
"""

from __future__ import annotations

import json
import math
import os
import time
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from flowerdesk.core import user_folders
from flowerdesk.core.backbones.backbone import Backbone, Layer

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


@dataclass(frozen=True)
class Speed:
    """Photos per second; ``measured`` tells the last real extraction from an estimate."""

    photos_per_second: float
    measured: bool


def expected(backbone: Backbone, layer: Layer) -> Speed:
    """What to expect of this layer here. The first estimate measures for a tenth of a second."""
    known = _read()
    remembered = known.get(_PHOTOS, {}).get(_key(backbone, layer))
    if isinstance(remembered, int | float) and remembered > 0:
        return Speed(float(remembered), measured=True)
    rate = known.get(_MULTIPLY_ADDS)
    if not isinstance(rate, int | float) or not rate > 0:
        rate = matmul_speed()
        _write({**known, _MULTIPLY_ADDS: rate})
    return Speed(rate * _SHARE_OF_MATMUL / layer.multiply_adds, measured=False)


def remember(backbone: Backbone, layer: Layer, photos: int, seconds: float) -> None:
    """Keeps how fast an extraction was, if it was long enough to tell."""
    if photos < ENOUGH_PHOTOS or seconds <= 0:
        return
    known = _read()
    rates = {**known.get(_PHOTOS, {}), _key(backbone, layer): photos / seconds}
    _write({**known, _PHOTOS: rates})


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


def _key(backbone: Backbone, layer: Layer) -> str:
    return f"{backbone.name}/{layer.name}"


def _file() -> Path:
    return user_folders.state_folder() / "speed.json"


def _read() -> dict[str, Any]:
    with suppress(OSError, ValueError):
        known = json.loads(_file().read_bytes())
        if isinstance(known, dict) and isinstance(known.get(_PHOTOS, {}), dict):
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
