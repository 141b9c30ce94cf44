"""A process that does the whole road and is killed by a bullet of its own, at a chosen step.

Steps are what the program's own Python code does: every function that it calls, enters and leaves,
so that a step may lie inside a transaction, between two rows, in the middle of a batch. Processes
are forked from one that has imported TensorFlow already (but has not used it, so that it has no
threads yet). The network is a fake of a few lines; all the rest is real.

    killable.py        reads one job a line (JSON) from stdin and answers one line (JSON) each

A job without a step to die at is done by that process itself: give those to one of their own.
"""

from __future__ import annotations

import json
import os
import signal
import sys
from pathlib import Path
from types import FrameType
from typing import Any

import numpy as np

import flowerdesk
from flowerdesk.core import split, workflow
from flowerdesk.core.backbones import loading
from flowerdesk.core.backbones.registry import backbone_named, layer_named
from flowerdesk.core.events import Event, Progress, never
from flowerdesk.core.extraction import STAGE
from flowerdesk.core.project import FeatureKey
from flowerdesk.core.training import HeadSettings

_OURS = str(Path(flowerdesk.__file__).parent)
SETTINGS = HeadSettings(hidden=(8,), epochs=12, batches=10, seed=1)


class MeanColours:
    """Stands for a network: the mean colours of a 4×4 grid."""

    input_size = 32
    feature_dim = 48
    precision = "float32"

    def __call__(self, photos: np.ndarray) -> np.ndarray:
        grid = photos.reshape(len(photos), 4, 8, 4, 8, 3).astype(np.float32)
        return grid.mean(axis=(2, 4)).reshape(len(photos), -1)


def use_mean_colours() -> None:
    """The road goes over the fake from now on, in this process."""
    vgg16 = backbone_named("vgg16")
    layer = layer_named(vgg16, "block1_pool")
    key = FeatureKey("vgg16", layer.name, "fake", 1, "float32")
    choice = loading.Choice(vgg16, layer, Path("fake.npz"), "a fake")
    loading.choose = lambda *_: choice
    loaded = loading.LoadedBackbone(vgg16, _WithDim(layer), key, MeanColours())  # type: ignore[arg-type]
    loading.load = lambda _: loaded


class _WithDim:
    """A layer whose vectors have the fake's length."""

    def __init__(self, layer: Any) -> None:
        self.name = layer.name
        self.feature_dim = MeanColours.feature_dim


class Bullet:
    """Counts steps; at the chosen one the process is killed, as by the system.

    Of a training those steps count that come when the photos have been looked at.
    """

    def __init__(self, kind: str, step: int | None) -> None:
        self.steps = 0
        self._counts = kind == "extract"
        self._last = step

    def __call__(self, frame: FrameType, event: str, _: object) -> None:
        if not frame.f_code.co_filename.startswith(_OURS):
            return
        self._counts = self._counts or frame.f_code.co_name == split.split.__name__
        if self._counts:
            self.steps += 1
            if self.steps == self._last:
                os.kill(os.getpid(), signal.SIGKILL)


def road(job: dict[str, Any], answer: int) -> None:
    """Does one job; writes what is known to be stored, and the steps that it took."""
    bullet = Bullet(job["kind"], job["step"])
    photos, project = Path(job["photos"]), Path(job["project"])
    request = workflow.BackboneRequest("vgg16")

    def emit(event: Event) -> None:
        if isinstance(event, Progress) and event.stage == STAGE:
            os.write(answer, f"{event.done}\n".encode())

    sys.setprofile(bullet)
    if job["kind"] == "extract":
        workflow.extract(project, photos, request, emit, never)
    else:
        workflow.train(project, photos, request, SETTINGS, emit, never)
    sys.setprofile(None)
    os.write(answer, f"steps {bullet.steps}\n".encode())


def _here(job: dict[str, Any]) -> dict[str, Any]:
    """Does a job to its end in this very process, which traces its networks only once."""
    reading, writing = os.pipe()
    road(job, writing)
    os.close(writing)
    return _told(reading, 0)


def _forked(job: dict[str, Any]) -> dict[str, Any]:
    reading, writing = os.pipe()
    pid = os.fork()
    if pid == 0:
        code = 1
        try:
            os.close(reading)
            road(job, writing)
            code = 0
        finally:
            os._exit(code)
    os.close(writing)
    _, status = os.waitpid(pid, 0)
    return _told(reading, os.waitstatus_to_exitcode(status))


def _told(reading: int, ended: int) -> dict[str, Any]:
    with os.fdopen(reading) as told:
        lines = told.read().splitlines()
    done = [int(line) for line in lines if line.isdigit()]
    steps = [int(line.split()[1]) for line in lines if line.startswith("steps")]
    return {
        "ended": ended,
        "told": max(done, default=0),
        "steps": steps[0] if steps else None,
    }


def main() -> None:
    import keras  # noqa: F401
    import sklearn.metrics
    import sklearn.utils  # noqa: F401
    import tensorflow  # noqa: F401
    from PIL import Image

    Image.init()
    use_mean_colours()
    for line in sys.stdin:
        job = json.loads(line)
        done = _forked(job) if job["step"] else _here(job)
        print(json.dumps(done), flush=True)


if __name__ == "__main__":
    main()
