"""Names photos with a trained head. The photos need not belong to any project."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import numpy as np

from flowerdesk.core import photos, scan
from flowerdesk.core.backbones.loading import LoadedBackbone
from flowerdesk.core.errors import PhotoError, PredictionError
from flowerdesk.core.events import Cancelled, Emit, JobCancelled, Progress
from flowerdesk.core.head import Head
from flowerdesk.core.words import say

BATCH_SIZE = 16
STAGE = "predict"


@dataclass(frozen=True)
class Prediction:
    """The answer for one photo: labels with their probabilities, the likeliest first.

    Exactly one of ``answers`` and ``problem`` says something.
    """

    path: str
    answers: tuple[tuple[str, float], ...] = ()
    problem: str | None = None


def predict(
    head: Head, loaded: LoadedBackbone, paths: Sequence[Path], emit: Emit, cancelled: Cancelled
) -> Iterator[Prediction]:
    """Names the photos in their order, one batch at a time in memory.

    Raises:
        PredictionError: the head was trained on vectors of another kind.
        JobCancelled: ``cancelled()`` said so.
    """
    check_match(head, loaded)
    done = 0
    look = partial(_look, size=loaded.runtime.input_size)
    with ThreadPoolExecutor(2, "decode") as pool:
        for start in range(0, len(paths), BATCH_SIZE):
            if cancelled():
                raise JobCancelled
            batch = paths[start : start + BATCH_SIZE]
            looks = list(pool.map(look, batch))
            yield from _name(head, loaded, batch, looks)
            done += len(batch)
            emit(Progress(STAGE, done, len(paths), str(batch[-1])))


def check_match(head: Head, loaded: LoadedBackbone) -> None:
    """Raises PredictionError, with what differs, unless the head fits the backbone's vectors."""
    learned, present = head.feature_key, loaded.key
    if learned == present:
        return
    if (learned.backbone, learned.layer) != (present.backbone, present.layer):
        difference = (
            f"{learned.backbone} at layer {learned.layer}, not on {present.backbone} at "
            f"{present.layer}"
        )
    elif learned.weights_sha256 != present.weights_sha256:
        difference = f"{learned.backbone} with other weights than these"
    elif learned.preprocessing != present.preprocessing:
        difference = (
            f"photos prepared in another way (version {learned.preprocessing}, this program's "
            f"is {present.preprocessing})"
        )
    else:
        difference = f"numbers of another precision ({learned.precision})"
    raise PredictionError(
        say(
            "This classifier was trained on {difference}, so its answers would mean "
            "nothing. Name the weights that it was trained with (--weights FILE), or train "
            "it again.",
            difference=difference,
        )
    )


def find_photos(named: Sequence[Path]) -> list[Path]:
    """The photos that are meant: files as they are named, folders with all photos below them.

    Raises:
        PredictionError: a name leads nowhere, or a folder holds no photos.
    """
    found: list[Path] = []
    for path in named:
        if path.is_dir():
            below = list(scan.walk_photos(path))
            if not below:
                raise PredictionError(
                    say("There are no photos in {path}. Name another folder.", path=path)
                )
            found += below
        elif path.exists() or path.is_symlink():
            found.append(path)
        else:
            raise PredictionError(say("There is no photo {path}. Check its name.", path=path))
    return found


def _look(path: Path, size: int) -> np.ndarray | PhotoError:
    try:
        return photos.decode(photos.read(path).data, size)
    except PhotoError as error:
        return error


def _name(
    head: Head,
    loaded: LoadedBackbone,
    paths: Sequence[Path],
    looks: Sequence[np.ndarray | PhotoError],
) -> Iterator[Prediction]:
    pixels = [look for look in looks if isinstance(look, np.ndarray)]
    features = loaded.runtime(np.stack(pixels)) if pixels else np.empty((0, 0), np.float32)
    rows = iter(head.probabilities(features) if pixels else ())
    for path, look in zip(paths, looks, strict=True):
        if isinstance(look, PhotoError):
            yield Prediction(str(path), problem=look.sentence)
            continue
        row = next(rows)
        order = np.argsort(-row, kind="stable")
        yield Prediction(str(path), tuple((head.labels[n], float(row[n])) for n in order))
