"""Trains Petal: draws crops, asks the teachers, distils. Checkpoints, and goes on where it stopped.

    PYTHONPATH=. python packaging/petal/train.py --photos DIR --weights DIR --out DIR

The same options and seed give the same loss curve on one machine. ``log.jsonl`` holds the loss of
every fiftieth step and, after each epoch, the loss on photos set aside.
"""

from __future__ import annotations

import argparse
import copy
import json
import math
import os
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

os.environ.setdefault("KERAS_BACKEND", "torch")

import crops
import numpy as np
import teachers
import torch
from distillation import Distillation
from targets import Targets, compute_targets
from torch import Tensor, nn
from torch.nn import functional as F  # noqa: N812 - its usual name
from torch_graph import TorchGraph

from flowerdesk.core.backbones.petal import FEATURES, INPUT_SIZE, PETAL, petal

SET_ASIDE = 0.03
"""Share of the photos that only measure."""


@dataclass(frozen=True)
class Options:
    epochs: int = 16
    batch: int = 128
    learning_rate: float = 3e-3
    weight_decay: float = 0.05
    size: int = 128
    """Pixels of the student's input for most of the training."""
    share_at_full_size: float = 0.12
    """Share of the steps, the last ones, at the input size of use."""
    averaging: float = 0.998
    """Of the moving average of the weights, which is what is kept (Polyak & Juditsky 1992)."""
    seed: int = 0
    threads: int = 2


class Trainer:
    """The state of a training, from one step to the next."""

    def __init__(
        self, photos: np.ndarray, targets: Targets, weights: Path, options: Options
    ) -> None:
        torch.manual_seed(options.seed)
        self.options = options
        self._photos, self._targets = photos, torch.from_numpy(targets.values)
        set_aside = crops.PER_PHOTO * round(len(photos) / crops.PER_PHOTO * SET_ASIDE)
        shuffled = np.random.default_rng(options.seed).permutation(len(photos) // crops.PER_PHOTO)
        of_photos = (shuffled[:, None] * crops.PER_PHOTO + np.arange(crops.PER_PHOTO)).ravel()
        self._test, self._train = of_photos[:set_aside], of_photos[set_aside:]
        self.steps_per_epoch = len(self._train) // options.batch
        self.steps = self.steps_per_epoch * options.epochs
        self.student = TorchGraph(petal(normalisation=True)).to(memory_format=torch.channels_last)
        classifier = teachers.googlenet_classifier(weights / "googlenet.npz")
        self.distillation = Distillation(FEATURES, targets, classifier)
        self._model = nn.ModuleList([self.student, self.distillation])
        self.averaged = copy.deepcopy(self._model).requires_grad_(False)
        self._optimiser = torch.optim.AdamW(self._groups(), betas=(0.9, 0.99))
        self.step = 0

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
        """One cycle (Smith 2018, arXiv:1803.09820): up over an eighth of the steps, then down."""
        progress = self.step / self.steps
        if progress < 0.125:
            return self.options.learning_rate * (0.04 + 0.96 * progress / 0.125)
        return (
            self.options.learning_rate * 0.5 * (1 + math.cos(math.pi * (progress - 0.125) / 0.875))
        )

    def advance(self) -> float:
        """One step; returns its loss."""
        epoch, batch = divmod(self.step, self.steps_per_epoch)
        random = np.random.default_rng((self.options.seed, epoch))
        order = random.permutation(self._train)
        rows = np.sort(order[batch * self.options.batch : (batch + 1) * self.options.batch])
        full_size = self.step >= self.steps * (1 - self.options.share_at_full_size)
        random = np.random.default_rng((self.options.seed, epoch, batch))
        x = self._batch(rows, INPUT_SIZE if full_size else self.options.size, random)
        self._model.train()
        for group in self._optimiser.param_groups:
            group["lr"] = self.learning_rate()
        with torch.autocast("cpu", torch.bfloat16):
            features = self.student(x)
        loss = self.distillation(features, self._targets[rows].float())
        self._optimiser.zero_grad()
        loss.backward()
        nn.utils.clip_grad_norm_(self._model.parameters(), 5.0)
        self._optimiser.step()
        self.step += 1
        self._average()
        return loss.item()

    def _batch(self, rows: np.ndarray, size: int, random: np.random.Generator) -> Tensor:
        """Crops as the student's input: shifted by some pixels and mirrored at random."""
        photos = self._photos[rows]
        if size < crops.SIZE:
            top, left = random.integers(0, crops.SIZE - size + 1, 2)
            photos = photos[:, top : top + size, left : left + size]
        if random.random() < 0.5:
            photos = photos[:, :, ::-1]
        x = preprocess(torch.from_numpy(np.ascontiguousarray(photos)))
        if size > crops.SIZE:
            x = F.interpolate(x, (size, size), mode="bilinear")
        return x.contiguous(memory_format=torch.channels_last)

    @torch.no_grad()
    def _average(self) -> None:
        share = min(self.options.averaging, self.step / (self.step + 10))
        averaged, present = self.averaged.state_dict(), self._model.state_dict()
        for name, tensor in averaged.items():
            if tensor.dtype.is_floating_point:
                tensor.lerp_(present[name], 1 - share)
            else:
                tensor.copy_(present[name])

    @torch.inference_mode()
    def measure(self) -> float:
        """The loss of the averaged weights on the photos set aside, at the input size of use."""
        self.averaged.eval()
        student, distillation = self.averaged
        total = 0.0
        for start in range(0, len(self._test), self.options.batch):
            rows = self._test[start : start + self.options.batch]
            x = preprocess(torch.from_numpy(np.array(self._photos[rows])))
            x = F.interpolate(x, (INPUT_SIZE, INPUT_SIZE), mode="bilinear")
            x = x.contiguous(memory_format=torch.channels_last)
            with torch.autocast("cpu", torch.bfloat16):
                features = student(x)
            total += distillation(features, self._targets[rows].float()).item() * len(rows)
        return total / len(self._test)

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
        state = torch.load(file, weights_only=True)
        if state["options"] != vars(self.options):
            raise SystemExit(f"{file} was made with other options: {state['options']}")
        self.step = state["step"]
        self._model.load_state_dict(state["model"])
        self.averaged.load_state_dict(state["averaged"])
        self._optimiser.load_state_dict(state["optimiser"])


def preprocess(photos: Tensor) -> Tensor:
    """``(n, h, w, 3) uint8, RGB`` to ``(n, 3, h, w) float32`` as the registry's entry says."""
    mean = torch.tensor(PETAL.preprocessing.mean).view(1, 3, 1, 1)
    return (photos.permute(0, 3, 1, 2).float() - mean) * PETAL.preprocessing.scale


def run(trainer: Trainer, folder: Path, checkpoint_seconds: float = 120.0) -> None:
    """Trains to the end, or on from the checkpoint in ``folder``."""
    checkpoint = folder / "checkpoint.pt"
    if checkpoint.exists():
        trainer.load(checkpoint)
    saved = time.monotonic()
    with (folder / "log.jsonl").open("a") as log:
        while trainer.step < trainer.steps:
            loss = trainer.advance()
            record: dict[str, float] = {"step": trainer.step, "loss": loss}
            ends_epoch = trainer.step % trainer.steps_per_epoch == 0
            if ends_epoch:
                record["epoch"] = trainer.step // trainer.steps_per_epoch
                record["loss_on_set_aside"] = trainer.measure()
            if ends_epoch or trainer.step % 50 == 0:
                log.write(json.dumps({**record, "time": round(time.time())}) + "\n")
                log.flush()
            if ends_epoch or time.monotonic() - saved > checkpoint_seconds:
                trainer.save(checkpoint)
                saved = time.monotonic()
    trainer.save(checkpoint)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--photos", type=Path, required=True, help="unlabelled photos")
    parser.add_argument("--weights", type=Path, required=True, help="the teachers' .npz files")
    parser.add_argument("--out", type=Path, required=True, help="crops, targets, checkpoint, log")
    parser.add_argument("--epochs", type=int, default=Options.epochs)
    parser.add_argument("--seed", type=int, default=Options.seed)
    arguments = parser.parse_args()
    options = Options(epochs=arguments.epochs, seed=arguments.seed)
    torch.set_num_threads(options.threads)
    arguments.out.mkdir(parents=True, exist_ok=True)
    listed = crops.list_photos(arguments.photos)
    drawn = crops.draw_crops(listed, options.seed, arguments.out / "crops.npy")
    targets = compute_targets(drawn, arguments.weights, arguments.out, print)
    # In memory: a memory map would be read from the disk in random order, epoch after epoch.
    run(Trainer(np.array(drawn), targets, arguments.weights, options), arguments.out)


if __name__ == "__main__":
    main()
