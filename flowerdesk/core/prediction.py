"""Names photos with a trained head. The photos need not belong to any project."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

import numpy as np

from flowerdesk.core import photos, scan
from flowerdesk.core.backbones.loading import LoadedBackbone
from flowerdesk.core.errors import PhotoError, PredictionError
from flowerdesk.core.events import Cancelled, Emit, Event, JobCancelled, Progress
from flowerdesk.core.head import Head
from flowerdesk.core.words import say

BATCH_SIZE = 16
STAGE = "predict"

Answers = tuple[tuple[str, float], ...]
"""Labels with their probabilities, the likeliest first."""


@dataclass(frozen=True)
class Prediction:
    """The answer for one photo: labels with their probabilities, the likeliest first.

    Exactly one of ``answers`` and ``problem`` says something.
    """

    path: str
    answers: Answers = ()
    problem: str | None = None


@dataclass(frozen=True)
class PhotosNamed(Event):
    """Answers as they come, in the order of the photos."""

    predictions: tuple[Prediction, ...]


def predict(
    head: Head, loaded: LoadedBackbone, paths: Sequence[Path], emit: Emit, cancelled: Cancelled
) -> Iterator[Prediction]:
    """Names the photos in their order, one batch at a time in memory.

    Every batch is also reported as :class:`PhotosNamed`.

    Raises:
        PredictionError: the head was trained on vectors of another kind.
        JobCancelled: ``cancelled()`` said so.
    """
    check_match(head, loaded)
    done = 0
    look = partial(_look, loaded=loaded)
    with ThreadPoolExecutor(2, "decode") as pool:
        for start in range(0, len(paths), BATCH_SIZE):
            if cancelled():
                raise JobCancelled
            batch = paths[start : start + BATCH_SIZE]
            looks = list(pool.map(look, batch))
            named = tuple(_name(head, loaded, batch, looks))
            emit(PhotosNamed(named))
            yield from named
            done += len(batch)
            emit(Progress(STAGE, done, len(paths), str(batch[-1])))


def matched(head: Head, loaded: LoadedBackbone) -> Head:
    """The head for vectors of the same network that were computed in another way, which agree with
    those that it was trained on.

    Raises:
        PredictionError: it was trained on vectors of another network.
    """
    present = loaded.key
    learned = replace(
        head.feature_key,
        runtime=present.runtime,
        precision=present.precision,
        calibration=present.calibration,
    )
    head = replace(head, feature_key=learned)
    check_match(head, loaded)
    return head


def check_match(head: Head, loaded: LoadedBackbone) -> None:
    """Raises PredictionError, with what differs, unless the head fits the backbone's vectors."""
    learned, present = head.feature_key, loaded.key
    if learned == present:
        return
    if (learned.backbone, learned.layer) != (present.backbone, present.layer):
        difference = say(
            "{backbone} at layer {layer}, not on {other} at {other_layer}",
            backbone=learned.backbone,
            layer=learned.layer,
            other=present.backbone,
            other_layer=present.layer,
        )
    elif learned.weights_sha256 != present.weights_sha256:
        difference = say("{backbone} with other weights than these", backbone=learned.backbone)
    elif learned.preprocessing != present.preprocessing:
        difference = say(
            "photos prepared in another way (version {version}, this program's is {present})",
            version=learned.preprocessing,
            present=present.preprocessing,
        )
    elif learned.runtime != present.runtime:
        difference = say(
            "numbers that {runtime} made, not {other}",
            runtime=learned.runtime,
            other=present.runtime,
        )
    elif learned.precision != present.precision:
        difference = say("numbers of another precision ({precision})", precision=learned.precision)
    else:
        difference = say("numbers that were scaled in another way (its calibration)")
    raise PredictionError(
        say(
            "This classifier was trained on {difference}, so its answers would mean nothing. "
            "Name the weights that it was trained with (--weights FILE), or train it again.",
            difference=difference,
        )
        if learned.weights_sha256 != present.weights_sha256
        else say(
            "This classifier was trained on {difference}, so its answers would mean nothing. "
            "Train it again: your photos and labels are all there.",
            difference=difference,
        )
    )


def answers(head: Head, vector: np.ndarray) -> Answers:
    """What the head says of one feature vector, ``(feature_dim,) float32``."""
    return _ordered(head.labels, head.probabilities(vector[np.newaxis])[0])


def table(predictions: Sequence[Prediction]) -> Iterator[list[object]]:
    """Rows for a CSV file: the answer, then every label's probability in alphabetical order."""
    labels = sorted({label for prediction in predictions for label, _ in prediction.answers})
    yield ["path", "label", "probability", *labels, "problem"]
    for prediction in predictions:
        by_label = dict(prediction.answers)
        first: tuple[object, object] = prediction.answers[0] if by_label else ("", "")
        yield [
            prediction.path,
            *first,
            *(by_label.get(label, "") for label in labels),
            prediction.problem or "",
        ]


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


def _look(path: Path, loaded: LoadedBackbone) -> np.ndarray | PhotoError:
    try:
        return loaded.decode(photos.read(path).data)
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
        yield Prediction(str(path), _ordered(head.labels, next(rows)))


def _ordered(labels: Sequence[str], probabilities: np.ndarray) -> Answers:
    order = np.argsort(-probabilities, kind="stable")
    return tuple((labels[n], float(probabilities[n])) for n in order)
