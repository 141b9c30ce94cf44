"""Petal's training is repeatable and can be broken off: run by a Python that has PyTorch.

``PETAL_PYTHON`` names it; without, this Python is tried. Teachers and photos are random numbers.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

_REPOSITORY = Path(__file__).parents[2]
_WEIGHTS = _REPOSITORY / "resources" / "petal.safetensors"
_PYTHON = os.environ.get("PETAL_PYTHON", sys.executable)
_HAS_TORCH = subprocess.run([_PYTHON, "-c", "import torch"], capture_output=True).returncode == 0

pytestmark = pytest.mark.skipif(
    not _HAS_TORCH, reason="PyTorch is not installed; PETAL_PYTHON can name a Python that has it"
)

_TRAINING = """
import json, sys
from pathlib import Path

import torch
from teachers import Teacher
from torch.nn import functional as F
from train import Options, Trainer

folder, steps = Path(sys.argv[1]), int(sys.argv[2])
torch.set_num_threads(1)
random = torch.Generator().manual_seed(0)


def teacher(channels):
    kernel = torch.randn(channels, 3, 8, 8, generator=random) / 1000
    return Teacher(32, channels, lambda x: F.relu(F.conv2d(x.float(), kernel, stride=8)))


classifier = torch.randn(1000, 1024, generator=random) / 32, torch.zeros(1000)
photos = torch.randint(0, 256, (32, 48, 48, 3), generator=random, dtype=torch.uint8)
teaching = {"squeezenet": teacher(512), "googlenet": teacher(1024)}
start_from = Path(sys.argv[3]) if len(sys.argv) > 3 else None
trainer = Trainer(photos, teaching, classifier, Options(steps=8, batch=8), start_from)
checkpoint = folder / "checkpoint.pt"
if checkpoint.exists():
    trainer.load(checkpoint)
losses = [trainer.advance().item() for _ in range(steps)]
trainer.save(checkpoint)
print(json.dumps(losses or [trainer.measure()]))
"""

_CROPS = """
import json

import numpy as np
import torch
from crops import SIZE, Boxes, cut

photos = torch.rand(3, 3, SIZE, SIZE, generator=torch.manual_seed(0))
middles = (torch.arange(SIZE) + 0.5) / SIZE
photos[2] = middles  # brighter from left to right
boxes = np.array([[0, 0, 1, 1], [0, 0, 1, 1], [0.5, 0.5, 0.5, 0.5]], np.float32)
parts = cut(photos, Boxes(boxes, np.array([1, -1, 1], np.float32)))
right = (0.5 + middles / 2).expand(3, SIZE, SIZE)
wanted = torch.stack([photos[0], photos[1].flip(2), right])
inner = (parts - wanted)[..., 2:-2]  # half a pixel is lost at the border
print(json.dumps(inner.abs().amax((1, 2, 3)).tolist()))
"""

_THERE_AND_BACK = """
import json, sys

import numpy as np
import torch
from folding import folded
from safetensors.numpy import load_file
from torch_graph import TorchGraph
from unfolding import unfold

from flowerdesk.core.backbones.petal import petal

arrays = load_file(sys.argv[1])
network = petal(normalisation=True)
graph = TorchGraph(network)
unfold(arrays, graph, torch.rand(2, 3, 64, 64, generator=torch.manual_seed(0)) * 4 - 2)
graph.copy_to(network)
again = folded(network)
assert again.keys() == arrays.keys()
print(json.dumps([float(abs(again[key] - arrays[key]).max()) for key in arrays]))
"""


def _python(code: str, *arguments: Path | int) -> list[float]:
    """The numbers that a program of the training prints."""
    paths = [_REPOSITORY, _REPOSITORY / "packaging" / "petal", os.environ.get("PYTHONPATH", "")]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(map(str, paths))}
    output = subprocess.run(
        [_PYTHON, "-c", code, *map(str, arguments)],
        env=environment | {"KERAS_BACKEND": "torch"},
        check=True,
        capture_output=True,
        text=True,
    ).stdout
    numbers: list[float] = json.loads(output)
    return numbers


def _train(folder: Path, steps: int, *start_from: Path) -> list[float]:
    """The losses of the next steps, from the checkpoint in ``folder`` if there is one; of no steps,
    the loss on photos set aside."""
    folder.mkdir(exist_ok=True)
    return _python(_TRAINING, folder, steps, *start_from)


def test_the_same_seed_gives_the_same_loss_curve(tmp_path: Path) -> None:
    first = _train(tmp_path / "first", 4)
    assert len(set(first)) == 4
    assert _train(tmp_path / "second", 4) == first


def test_a_training_that_was_broken_off_goes_on_as_if_it_had_not_been(tmp_path: Path) -> None:
    whole = _train(tmp_path / "whole", 4)
    assert _train(tmp_path / "broken", 2) + _train(tmp_path / "broken", 2) == whole


def test_a_training_that_starts_from_weights_knows_more_at_first(tmp_path: Path) -> None:
    [from_nothing] = _train(tmp_path / "nothing", 0)
    [from_weights] = _train(tmp_path / "weights", 0, _WEIGHTS)
    assert from_weights < from_nothing


def test_crops_show_what_their_boxes_say() -> None:
    """Differences from a photo, from its mirror image, and from the quarter of it on the right."""
    assert max(_python(_CROPS)) < 1e-4


def test_normalisation_is_brought_back_without_changing_the_network() -> None:
    """Folded once more, the weights are those that it started from."""
    differences = _python(_THERE_AND_BACK, _WEIGHTS)
    assert max(differences) < 1e-4
