"""Trains Petal: draws crops, asks the teachers, distils. Checkpoints, and goes on where it stopped.

    PYTHONPATH=. python packaging/petal/train.py --photos DIR --weights DIR --out DIR

The same options and seed give the same loss curve on one processor. ``log.jsonl`` holds the loss of
every fiftieth step and, from time to time, the loss on photos set aside.
"""

from __future__ import annotations

import argparse
import copy
import json
import math
import os
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

os.environ.setdefault("KERAS_BACKEND", "torch")

import crops
import keras
import numpy as np
import photos
import targets
import teachers
import torch
from distillation import Distillation
from safetensors.numpy import load_file
from targets import Targets
from teachers import Teacher
from torch import Tensor, nn
from torch.nn import functional as F  # noqa: N812 - its usual name
from torch_graph import TorchGraph
from unfolding import unfold

from flowerdesk.core.backbones.petal import FEATURES, PETAL, petal

SET_ASIDE = 0.03
"""Share of the photos that only measure."""

STUDENT_SIZE = 144
"""Pixels of the student's input: a crop shows four fifths of a photo on average, so that things
look as large in it as in whole photos of 160 (Touvron et al. 2019,
arXiv:1906.06423)."""

_MIXED = 0.5
"""Share of the crops that are mixed with others, until the last quarter of the training, in which
the student gets used to photos as they are."""
_MIXING_ENDS = 0.75

_FIRST = 16
"""Batches of crops that are looked at before the training, to standardise what teachers say."""


@dataclass(frozen=True)
class Options:
    steps: int = 8_000
    batch: int = 256
    learning_rate: float = 3e-3
    weight_decay: float = 0.05
    averaging: float = 0.998
    """Of the moving average of the weights, which is what is kept (Polyak & Juditsky 1992)."""
    seed: int = 0


class Trainer:
    """The state of a training, from one step to the next."""

    def __init__(
        self,
        pixels: Tensor,
        teaching: Mapping[str, Teacher],
        classifier: tuple[Tensor, Tensor],
        options: Options,
        start_from: Path | None = None,
    ) -> None:
        """
        Args:
            pixels: the photos, ``(n, h, w, 3) uint8``, RGB, on the device that is to compute.
            classifier: kernel and bias of GoogLeNet's last layer.
            start_from: folded weights to go on from, such as ``resources/petal.safetensors``.
        """
        torch.manual_seed(options.seed)
        self.options = options
        self._pixels, self._teachers = pixels, teaching
        shuffled = np.random.default_rng(options.seed).permutation(len(pixels))
        set_aside = round(len(pixels) * SET_ASIDE)
        self._test, self._train = shuffled[:set_aside], shuffled[set_aside:]
        first = targets.joined([self._said(*drawn) for drawn in self._first()])
        self._scale = targets.scale_of(first)
        self.student = TorchGraph(_maps(petal(normalisation=True)))
        columns = targets.columns(teaching)
        self.distillation = Distillation(FEATURES, self._scale, columns, classifier)
        self._model = nn.ModuleList([self.student, self.distillation])
        self._model.to(pixels.device, memory_format=torch.channels_last)
        if start_from:
            self._unfold(load_file(start_from), targets.standardised(first, self._scale))
        self.averaged = copy.deepcopy(self._model).requires_grad_(False)
        self._optimiser = torch.optim.AdamW(self._groups(), betas=(0.9, 0.99))
        self.step = 0

    def _first(self) -> Iterator[tuple[Tensor, crops.Draw]]:
        return (self._drawn("first", step, mixed=0) for step in range(_FIRST))

    @torch.no_grad()
    def _unfold(self, arrays: dict[str, np.ndarray], said: Targets) -> None:
        """Takes over folded weights, which come without the linear layers of the loss: these are
        fitted to what was said about the first crops."""
        cropped, _ = next(self._first())
        unfold(arrays, self.student, _input(cropped))
        features = [self.student(_input(cropped)).mean((2, 3)) for cropped, _ in self._first()]
        self.distillation.fit(torch.cat(features), said)

    def _random(self, purpose: str, step: int) -> np.random.Generator:
        return np.random.default_rng((self.options.seed, *purpose.encode(), step))

    def _drawn(self, purpose: str, step: int, *, mixed: float) -> tuple[Tensor, crops.Draw]:
        """Crops of photos to learn from, and how they were made."""
        random = self._random(purpose, step)
        chosen = random.choice(
            self._train, self.options.batch, replace=len(self._train) < self.options.batch
        )
        how = crops.draw(random, len(chosen), mixed=mixed)
        return self._crops(chosen, how), how

    def _crops(self, chosen: np.ndarray, how: crops.Draw) -> Tensor:
        rows = torch.from_numpy(chosen).to(self._pixels.device)
        return crops.crop(self._pixels[rows], how)

    def _said(self, cropped: Tensor, how: crops.Draw) -> Targets:
        return targets.ask(self._teachers, cropped, how.view)

    def _groups(self) -> list[dict[str, Any]]:
        """Kernels decay, biases and normalisation do not."""
        parameters = list(self._model.parameters())
        kernels = [parameter for parameter in parameters if parameter.dim() > 1]
        others = [parameter for parameter in parameters if parameter.dim() <= 1]
        return [
            {"params": kernels, "weight_decay": self.options.weight_decay},
            {"params": others, "weight_decay": 0.0},
        ]

    def learning_rate(self) -> float:
        """One cycle (Smith 2018, arXiv:1803.09820): up over a sixteenth of the steps, then down."""
        progress, rising = self.step / self.options.steps, 1 / 16
        if progress < rising:
            return self.options.learning_rate * (0.04 + 0.96 * progress / rising)
        falling = (progress - rising) / (1 - rising)
        return self.options.learning_rate * 0.5 * (1 + math.cos(math.pi * falling))

    def advance(self) -> Tensor:
        """One step; returns its loss."""
        mixed = _MIXED if self.step < _MIXING_ENDS * self.options.steps else 0.0
        cropped, how = self._drawn("step", self.step, mixed=mixed)
        said = targets.standardised(self._said(cropped, how), self._scale)
        self._model.train()
        for group in self._optimiser.param_groups:
            group["lr"] = self.learning_rate()
        loss = self._loss(self._model, cropped, said)
        self._optimiser.zero_grad()
        loss.backward()
        nn.utils.clip_grad_norm_(self._model.parameters(), 5.0)
        self._optimiser.step()
        self.step += 1
        self._average()
        return loss.detach()

    def _loss(self, model: nn.ModuleList, cropped: Tensor, said: Targets) -> Tensor:
        student, distillation = model
        with torch.autocast(cropped.device.type, torch.bfloat16):
            maps = student(_input(cropped))
        return distillation(maps, said)

    @torch.no_grad()
    def _average(self) -> None:
        share = min(self.options.averaging, self.step / (self.step + 10))
        averaged, present = self.averaged.state_dict(), self._model.state_dict()
        for name, tensor in averaged.items():
            if tensor.dtype.is_floating_point:
                tensor.lerp_(present[name], 1 - share)
            else:
                tensor.copy_(present[name])

    @torch.no_grad()
    def measure(self) -> float:
        """The loss of the averaged weights on the photos set aside: four crops of each, the same
        ones every time, none of them mixed."""
        self.averaged.eval()
        random = self._random("measure", 0)
        of_test = np.repeat(self._test, 4)
        total = 0.0
        for start in range(0, len(of_test), self.options.batch):
            chosen = of_test[start : start + self.options.batch]
            how = crops.draw(random, len(chosen), mixed=0)
            cropped = self._crops(chosen, how)
            said = targets.standardised(self._said(cropped, how), self._scale)
            total += self._loss(self.averaged, cropped, said).item() * len(chosen)
        return total / len(of_test)

    def save(self, file: Path) -> None:
        state = {
            "options": vars(self.options),
            "step": self.step,
            "model": self._model.state_dict(),
            "averaged": self.averaged.state_dict(),
            "optimiser": self._optimiser.state_dict(),
        }
        unfinished = file.with_suffix(".part")
        torch.save(state, unfinished)
        unfinished.replace(file)

    def load(self, file: Path) -> None:
        """Goes on from a checkpoint.

        Raises:
            SystemExit: it was made with other options.
        """
        state = torch.load(file, weights_only=True, map_location=self._pixels.device)
        if state["options"] != vars(self.options):
            raise SystemExit(f"{file} was made with other options: {state['options']}")
        self.step = state["step"]
        self._model.load_state_dict(state["model"])
        self.averaged.load_state_dict(state["averaged"])
        self._optimiser.load_state_dict(state["optimiser"])


def _maps(network: keras.Model) -> keras.Model:
    """The network up to the maps whose means are its features."""
    return keras.Model(network.input, network.get_layer("features_relu").output)


def _input(cropped: Tensor) -> Tensor:
    """Crops ``(n, 3, h, w) float32`` as the student's input, as the registry's entry says."""
    size = (STUDENT_SIZE, STUDENT_SIZE)
    x = F.interpolate(cropped, size, mode="bilinear", antialias=True)
    mean = torch.tensor(PETAL.preprocessing.mean, device=x.device).view(1, 3, 1, 1)
    x = (x - mean) * PETAL.preprocessing.scale
    return x.contiguous(memory_format=torch.channels_last)


def run(
    trainer: Trainer, folder: Path, measure_every: int = 500, checkpoint_seconds: float = 120.0
) -> None:
    """Trains to the end, or on from the checkpoint in ``folder``."""
    checkpoint = folder / "checkpoint.pt"
    if checkpoint.exists():
        trainer.load(checkpoint)
    saved = time.monotonic()
    with (folder / "log.jsonl").open("a") as log:

        def write(record: dict[str, float]) -> None:
            log.write(json.dumps({"step": trainer.step, **record, "time": round(time.time())}))
            log.write("\n")
            log.flush()

        while trainer.step < trainer.options.steps:
            loss = trainer.advance()
            if trainer.step % 50 == 0:
                write({"loss": loss.item()})
            if trainer.step % measure_every == 0 or trainer.step == trainer.options.steps:
                write({"loss_on_set_aside": trainer.measure()})
            if time.monotonic() - saved > checkpoint_seconds:
                trainer.save(checkpoint)
                saved = time.monotonic()
    trainer.save(checkpoint)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--photos", type=Path, required=True, help="unlabelled photos")
    parser.add_argument("--weights", type=Path, required=True, help="the teachers' .npz files")
    parser.add_argument("--out", type=Path, required=True, help="checkpoint and log")
    parser.add_argument("--start-from", type=Path, help="folded weights")
    parser.add_argument("--steps", type=int, default=Options.steps)
    parser.add_argument("--learning-rate", type=float, default=Options.learning_rate)
    parser.add_argument("--seed", type=int, default=Options.seed)
    arguments = parser.parse_args()
    options = Options(
        steps=arguments.steps, learning_rate=arguments.learning_rate, seed=arguments.seed
    )
    device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
    arguments.out.mkdir(parents=True, exist_ok=True)
    pixels = torch.from_numpy(photos.read(photos.list_photos(arguments.photos))).to(device)
    trainer = Trainer(
        pixels,
        teachers.load(arguments.weights, device),
        teachers.googlenet_classifier(arguments.weights),
        options,
        arguments.start_from,
    )
    run(trainer, arguments.out)


if __name__ == "__main__":
    main()
