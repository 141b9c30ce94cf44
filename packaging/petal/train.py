"""Trains Petal: draws crops, asks the teachers, distils. Checkpoints, and goes on where it stopped.

    PYTHONPATH=. python packaging/petal/train.py --photos DIR --weights DIR --out DIR

The same options and seed give the same loss curve on one machine. ``log.jsonl`` holds the loss of
every fiftieth step and, after each epoch, the loss on photos set aside.
"""

from __future__ import annotations

import argparse
import copy
import itertools
import json
import math
import os
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

os.environ.setdefault("KERAS_BACKEND", "torch")

import crops
import keras
import numpy as np
import teachers
import torch
from distillation import Distillation
from safetensors.numpy import load_file
from targets import Targets, ask_teachers, standardised
from torch import Tensor, nn
from torch.nn import functional as F  # noqa: N812 - its usual name
from torch_graph import TorchGraph
from unfolding import unfold

from flowerdesk.core.backbones.petal import FEATURES, PETAL, petal

SET_ASIDE = 0.03
"""Share of the photos that only measure."""


@dataclass(frozen=True)
class Options:
    epochs: int = 5
    batch: int = 128
    learning_rate: float = 1.5e-3
    weight_decay: float = 0.05
    averaging: float = 0.998
    """Of the moving average of the weights, which is what is kept (Polyak & Juditsky 1992)."""
    seed: int = 0
    threads: int = 2


@dataclass(frozen=True)
class Lesson:
    """Crops of one kind, ``(n, h, w, 3) uint8``, and what the teachers say about them."""

    kind: crops.Kind
    crops: np.ndarray
    targets: Targets

    def rows_of(self, photos: np.ndarray) -> np.ndarray:
        """The numbers of the crops of some photos."""
        per_photo = self.kind.per_photo
        return (photos[:, None] * per_photo + np.arange(per_photo)).ravel()


class Trainer:
    """The state of a training, from one step to the next."""

    def __init__(self, lessons: list[Lesson], weights: Path, options: Options) -> None:
        torch.manual_seed(options.seed)
        self.options = options
        self._lessons = lessons
        photos = len(lessons[0].crops) // lessons[0].kind.per_photo
        shuffled = np.random.default_rng(options.seed).permutation(photos)
        set_aside = round(photos * SET_ASIDE)
        self._test, self._train = shuffled[:set_aside], shuffled[set_aside:]
        self._schedule = self._epochs()
        self.steps = sum(map(len, self._schedule))
        self.student = TorchGraph(_maps(petal(normalisation=True)))
        self.student.to(memory_format=torch.channels_last)
        classifier = teachers.googlenet_classifier(weights / "googlenet.npz")
        self.distillation = Distillation(FEATURES, lessons[-1].targets, classifier)
        self._model = nn.ModuleList([self.student, self.distillation])
        self.averaged = copy.deepcopy(self._model).requires_grad_(False)
        self._optimiser = torch.optim.AdamW(self._groups(), betas=(0.9, 0.99))
        self.step = 0

    def _epochs(self) -> list[list[tuple[Lesson, int]]]:
        """The batches of every epoch, in their order: of which lesson, and which of its batches."""

        def batches(lesson: Lesson) -> list[tuple[Lesson, int]]:
            rows = len(self._train) * lesson.kind.per_photo
            return [(lesson, batch) for batch in range(rows // self.options.batch)]

        steps = [step for lesson in self._lessons for step in batches(lesson)]
        return [
            [steps[number] for number in self._random("schedule", epoch).permutation(len(steps))]
            for epoch in range(self.options.epochs)
        ]

    def _random(self, purpose: str, *numbers: int) -> np.random.Generator:
        return np.random.default_rng((self.options.seed, *purpose.encode(), *numbers))

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
        epoch, place = self._position()
        lesson, batch = self._schedule[epoch][place]
        number = self._lessons.index(lesson)
        order = self._random("order", epoch, number).permutation(lesson.rows_of(self._train))
        rows = np.sort(order[batch * self.options.batch : (batch + 1) * self.options.batch])
        x = _input(lesson, rows)
        self._model.train()
        for group in self._optimiser.param_groups:
            group["lr"] = self.learning_rate()
        with torch.autocast("cpu", torch.bfloat16):
            maps = self.student(x)
        loss = self.distillation(maps, *_targets(lesson, rows))
        self._optimiser.zero_grad()
        loss.backward()
        nn.utils.clip_grad_norm_(self._model.parameters(), 5.0)
        self._optimiser.step()
        self.step += 1
        self._average()
        return loss.item()

    def _position(self) -> tuple[int, int]:
        """The present epoch and the place of the next step in it."""
        place = self.step
        for epoch, steps in enumerate(self._schedule):
            if place < len(steps):
                return epoch, place
            place -= len(steps)
        raise IndexError("the training is over")

    def finished_epochs(self) -> int | None:
        """How many epochs are finished, where the last step finished one."""
        ends = list(itertools.accumulate(map(len, self._schedule)))
        return ends.index(self.step) + 1 if self.step in ends else None

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
        """The loss of the averaged weights on the photos set aside, on crops of the last kind."""
        self.averaged.eval()
        student, distillation = self.averaged
        lesson = self._lessons[-1]
        of_test = lesson.rows_of(self._test)
        total = 0.0
        for start in range(0, len(of_test), self.options.batch):
            rows = of_test[start : start + self.options.batch]
            with torch.autocast("cpu", torch.bfloat16):
                maps = student(_input(lesson, rows))
            total += distillation(maps, *_targets(lesson, rows)).item() * len(rows)
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
        state = torch.load(file, weights_only=True)
        if state["options"] != vars(self.options):
            raise SystemExit(f"{file} was made with other options: {state['options']}")
        self.step = state["step"]
        self._model.load_state_dict(state["model"])
        self.averaged.load_state_dict(state["averaged"])
        self._optimiser.load_state_dict(state["optimiser"])

    def start_from(self, file: Path) -> None:
        """Takes over the averaged weights of another training's checkpoint, or folded weights.

        These come without the linear layers of the loss, which are then fitted to their features.
        """
        if file.suffix == ".safetensors":
            self._unfold(load_file(file))
        else:
            self._model.load_state_dict(torch.load(file, weights_only=True)["averaged"])
        self.averaged.load_state_dict(self._model.state_dict())

    @torch.no_grad()
    def _unfold(self, arrays: dict[str, np.ndarray]) -> None:
        """Fits the linear layers on all photos to learn from: fitted to fewer they would be worse
        than trained ones, and the loss would seem to fall while the features stay as they are."""
        lesson = self._lessons[-1]
        rows = np.sort(lesson.rows_of(self._train)[:: lesson.kind.per_photo])
        unfold(arrays, self.student, _input(lesson, rows[:: max(1, len(rows) // 256)]))
        features = []
        for batch in np.array_split(rows, math.ceil(len(rows) / self.options.batch)):
            with torch.autocast("cpu", torch.bfloat16):
                features.append(self.student(_input(lesson, batch)).float().mean((2, 3)))
        of_crops, of_photos = _targets(lesson, rows)
        self.distillation.fit(torch.cat(features), of_crops[:, 0], of_photos)


def _maps(network: keras.Model) -> keras.Model:
    """The network up to the maps whose means are its features."""
    return keras.Model(network.input, network.get_layer("features_relu").output)


def _input(lesson: Lesson, rows: np.ndarray) -> Tensor:
    """Crops as the student's input, scaled to its size."""
    x = preprocess(torch.from_numpy(lesson.crops[rows]))
    size = lesson.kind.student_size
    x = F.interpolate(x, (size, size), mode="bilinear", antialias=True)
    return x.contiguous(memory_format=torch.channels_last)


def _targets(lesson: Lesson, rows: np.ndarray) -> tuple[Tensor, Tensor]:
    """Those of crops with their parts, and of the photos that they are of."""
    of_crops = torch.from_numpy(lesson.targets.crops[rows]).float()
    of_photos = torch.from_numpy(lesson.targets.photos[rows // lesson.kind.per_photo]).float()
    return of_crops, of_photos


def preprocess(photos: Tensor) -> Tensor:
    """``(n, h, w, 3) uint8, RGB`` to ``(n, 3, h, w) float32`` as the registry's entry says."""
    mean = torch.tensor(PETAL.preprocessing.mean).view(1, 3, 1, 1)
    return (photos.permute(0, 3, 1, 2).float() - mean) * PETAL.preprocessing.scale


def run(
    trainer: Trainer, folder: Path, start_from: Path | None, checkpoint_seconds: float = 120.0
) -> None:
    """Trains to the end, or on from the checkpoint in ``folder``."""
    checkpoint = folder / "checkpoint.pt"
    if checkpoint.exists():
        trainer.load(checkpoint)
    elif start_from:
        trainer.start_from(start_from)
    saved = time.monotonic()
    with (folder / "log.jsonl").open("a") as log:

        def write(record: dict[str, float]) -> None:
            log.write(json.dumps({"step": trainer.step, **record, "time": round(time.time())}))
            log.write("\n")
            log.flush()

        write({"loss_on_set_aside": trainer.measure()})
        while trainer.step < trainer.steps:
            loss = trainer.advance()
            epoch = trainer.finished_epochs()
            if epoch:
                write({"loss": loss, "epoch": epoch, "loss_on_set_aside": trainer.measure()})
            elif trainer.step % 50 == 0:
                write({"loss": loss})
            if epoch or time.monotonic() - saved > checkpoint_seconds:
                trainer.save(checkpoint)
                saved = time.monotonic()
    trainer.save(checkpoint)


def _lesson(kind: crops.Kind, arguments: argparse.Namespace) -> Lesson:
    photos = crops.list_photos(arguments.photos)
    drawn = crops.draw_crops(kind, photos, arguments.seed, arguments.out / f"{kind.name}.npy")
    said = ask_teachers(kind, drawn, arguments.weights, arguments.out, print)
    return Lesson(kind, drawn, standardised(said, kind.per_photo))


def main() -> None:
    kinds = {kind.name: kind for kind in crops.KINDS}
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--photos", type=Path, required=True, help="unlabelled photos")
    parser.add_argument("--weights", type=Path, required=True, help="the teachers' .npz files")
    parser.add_argument("--out", type=Path, required=True, help="crops, targets, checkpoint, log")
    parser.add_argument("--kinds", nargs="+", choices=kinds, default=list(kinds))
    parser.add_argument("--start-from", type=Path, help="a checkpoint, or folded weights")
    parser.add_argument("--epochs", type=int, default=Options.epochs)
    parser.add_argument("--learning-rate", type=float, default=Options.learning_rate)
    parser.add_argument("--seed", type=int, default=Options.seed)
    arguments = parser.parse_args()
    options = Options(
        epochs=arguments.epochs,
        learning_rate=arguments.learning_rate,
        seed=arguments.seed,
    )
    torch.set_num_threads(options.threads)
    arguments.out.mkdir(parents=True, exist_ok=True)
    lessons = [_lesson(kinds[name], arguments) for name in arguments.kinds]
    trainer = Trainer(lessons, arguments.weights, options)
    run(trainer, arguments.out, arguments.start_from)


if __name__ == "__main__":
    main()
