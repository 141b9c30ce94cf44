"""What the search for suspicious photos finds of what was planted, and what mending labels gains.

    python tests/benchmarks/suspects.py PHOTOS --weights vgg16_blocks1-3.npz [--layer block3_pool]

PHOTOS is a folder with a subfolder for each label; it is copied, never written. Figures, for each
of five seeds and on average:

- of labels swapped at random (one in twenty): the share that is found, and the share of the finds
  that were swapped;
- the test score, on labels that are right, of a head that learns from labels as they are, with as
  many wrong ones, and with the suspects given their first suggestions;
- of 60 planted near-duplicates (recompressed, cropped by 5 %, resized, mirrored): the share that
  lies in a group with its original, and the groups without a planted photo that are shown.
"""

from __future__ import annotations

import argparse
import shutil
import statistics
import tempfile
import time
from collections.abc import Iterable
from pathlib import Path

import numpy as np
from PIL import Image, ImageOps

from flowerdesk.core import split, training, workflow
from flowerdesk.core.events import ignore, never
from flowerdesk.core.project import Project
from flowerdesk.core.project.edits import Edits
from flowerdesk.core.suspects.lists import Suspects, suspects
from flowerdesk.core.suspects.looking import search
from flowerdesk.core.training import Examples, HeadSettings

SEEDS = range(5)
SWAPPED = 0.05
PLANTED = 60


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("photos", type=Path)
    parser.add_argument("--backbone", default="vgg16")
    parser.add_argument("--layer", default="block3_pool")
    parser.add_argument("--weights", type=Path)
    arguments = parser.parse_args()
    request = workflow.BackboneRequest(arguments.backbone, arguments.layer, arguments.weights)
    with tempfile.TemporaryDirectory() as home:
        photos = Path(home) / "photos"
        shutil.copytree(arguments.photos, photos)
        clean = Path(home) / "clean.flowerdesk"
        workflow.extract(clean, photos, request, ignore, never)
        measure_labels(clean)
        planted = plant(photos)
        workflow.extract(clean, photos, request, ignore, never)
        measure_duplicates(clean, planted)


def measure_labels(clean: Path) -> None:
    figures = []
    print("seed  wrong  found  precision     clean    wrong   mended")
    for seed in SEEDS:
        project = clean.with_name(f"{seed}.flowerdesk")
        shutil.copy(clean, project)
        right = labels_of(project)
        swapped = swap(project, right, seed)
        wrong = labels_of(project)
        search(project, ignore, never)
        doubted = lists_of(project).singles["wrong_label"]
        hits = sum(photo.path in swapped for photo in doubted)
        mended = {**wrong, **{photo.path: str(photo.suggested) for photo in doubted}}
        figures.append(
            (
                hits / len(swapped),
                hits / len(doubted),
                *(score(project, right, learned, seed) for learned in (right, wrong, mended)),
            )
        )
        found, precision, *scores = figures[-1]
        print(
            f"{seed:4}  {len(swapped):5}  {found:5.1%}  {precision:9.1%}  "
            + "  ".join(f"{one:7.2%}" for one in scores)
        )
    means = [statistics.mean(column) for column in zip(*figures, strict=True)]
    print(
        f"mean         {means[0]:5.1%}  {means[1]:9.1%}  "
        + "  ".join(f"{one:7.2%}" for one in means[2:])
    )


def lists_of(project: Path) -> Suspects:
    with Project(project) as opened:
        return suspects(opened)


def labels_of(project: Path) -> dict[str, str]:
    with Project(project) as opened:
        key = opened.feature_sets()[-1][0]
        return {photo.path: photo.label for photo in opened.learnable(opened.find_feature_set(key))}


def swap(project: Path, labels: dict[str, str], seed: int) -> set[str]:
    """Gives one photo in twenty another label, each other one as likely; returns their paths."""
    drawing = np.random.default_rng(seed)
    names = sorted(set(labels.values()))
    paths = drawing.choice(sorted(labels), round(SWAPPED * len(labels)), replace=False)
    with Project(project) as opened:
        ids = {row["path"]: row["id"] for row in opened.read_rows("SELECT id, path FROM photos")}
        for path in paths:
            others = [name for name in names if name != labels[path]]
            Edits(opened).set_label([ids[path]], str(drawing.choice(others)))
    return set(map(str, paths))


def score(project: Path, right: dict[str, str], learned: dict[str, str], seed: int) -> float:
    """The accuracy, by the labels that are right, of a head that learns from ``learned``.

    The split is that of the seed with the right labels, and thus the same for all three.
    """
    with Project(project) as opened:
        key = opened.feature_sets()[-1][0]
        feature_set = opened.find_feature_set(key)
        photos = opened.learnable(feature_set)
        vectors = opened.vectors(feature_set, [photo.sha256 for photo in photos])
    names = tuple(sorted(set(right.values())))
    parts = split.divide({photo.sha256: right[photo.path] for photo in photos}, seed)
    part = np.array([parts[photo.sha256] for photo in photos])

    def examples(of: str, labels: dict[str, str]) -> Examples:
        numbers = np.array([names.index(labels[photo.path]) for photo in photos])
        return Examples(vectors[part == of], numbers[part == of])

    head = training.train(
        examples(split.TRAIN, learned),
        examples(split.VALIDATION, learned),
        names,
        key,
        HeadSettings(seed=seed),
        ignore,
        never,
    ).kept
    test = examples(split.TEST, right)
    return float((head.logits(test.features).argmax(axis=1) == test.labels).mean())


def plant(photos: Path) -> dict[str, str]:
    """Adds near-duplicates beside their originals; returns the names of both."""
    drawing = np.random.default_rng(0)
    originals = sorted(photos.rglob("*.jpg"))
    planted = {}
    for number, row in enumerate(drawing.choice(len(originals), PLANTED, replace=False)):
        original = originals[row]
        with Image.open(original) as opened:
            image = opened.convert("RGB")
        width, height = image.size
        quality = 90
        match kind := ("recompressed", "cropped", "resized", "mirrored")[number % 4]:
            case "recompressed":
                quality = 40
            case "cropped":  # 5 % of each side, at any edge
                across, down = round(0.05 * width), round(0.05 * height)
                left, top = drawing.integers(0, across + 1), drawing.integers(0, down + 1)
                image = image.crop((left, top, left + width - across, top + height - down))
            case "resized":
                image = image.resize((width // 2, height // 2))
            case "mirrored":
                image = ImageOps.mirror(image)
        copy = original.with_name(f"{kind} {number}.jpg")
        image.save(copy, quality=quality)
        planted[copy.name] = original.name
    return planted


def measure_duplicates(project: Path, planted: dict[str, str]) -> None:
    began = time.perf_counter()
    first = search(project, ignore, never)
    second = search(project, ignore, never)
    groups = [{Path(photo.path).name for photo in one.photos} for one in lists_of(project).groups]
    found = {
        copy for copy, original in planted.items() if any({copy, original} <= one for one in groups)
    }
    others = [one for one in groups if one.isdisjoint(planted)]
    print(f"\n{len(found)} of {len(planted)} planted near-duplicates found; missed: ", end="")
    print(", ".join(sorted(planted.keys() - found)) or "none")
    print(
        f"{len(others)} groups of other photos in {first.photos:,}: "
        f"{1000 * len(others) / first.photos:.1f} in 1,000"
    )
    print_groups(others)
    print(
        f"{first.seconds:.1f} s at first, {second.seconds:.1f} s again "
        f"({time.perf_counter() - began:.1f} s in all)"
    )


def print_groups(groups: Iterable[set[str]]) -> None:
    for group in groups:
        print("  " + ", ".join(sorted(group)))


if __name__ == "__main__":
    main()
