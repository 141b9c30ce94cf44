"""Names photos with the run in use: one, many, sorted into folders, or as they arrive."""

from __future__ import annotations

import time
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from flowerdesk.core import photos, prediction, sorting, split, watching
from flowerdesk.core.backbones import loading
from flowerdesk.core.errors import PhotoError, PredictionError
from flowerdesk.core.events import Cancelled, Emit, JobCancelled, Notice, Progress
from flowerdesk.core.prediction import Prediction
from flowerdesk.core.project import Project
from flowerdesk.core.similar import SimilarPhoto, most_similar
from flowerdesk.core.words import say
from flowerdesk.core.workflow.in_use import head_in_use, run_in_use


def predict(
    project_path: Path,
    named: tuple[Path, ...],
    weights: Path | None,
    emit: Emit,
    cancelled: Cancelled,
) -> list[Prediction]:
    """Names photos and folders of photos with the run in use.

    Raises:
        PredictionError: nothing was trained yet, a name leads nowhere, or the weights are others
            than those that the head was trained with.
    """
    head, choice = head_in_use(project_path, weights)
    paths = prediction.find_photos(named)
    emit(Progress("load", 0, None, choice.backbone.title))
    loaded = loading.load(choice)
    return list(prediction.predict(head, loaded, paths, emit, cancelled))


@dataclass(frozen=True)
class SortRequest:
    """Copies of named photos are wanted in ``folder``, by their labels.

    Those whose likeliest label has a probability below ``threshold`` go to the unsure.
    """

    folder: Path
    threshold: float

    def sorter(self, labels: tuple[str, ...], named: tuple[Path, ...]) -> sorting.Sorter:
        """Raises PredictionError for a folder among the photos: copies would be named again."""
        for path in named:
            if self.folder.resolve().is_relative_to(path.resolve()):
                raise PredictionError(
                    say(
                        "The copies cannot go into {folder}, which is inside {path}. Name a folder "
                        "outside of it.",
                        folder=self.folder,
                        path=path,
                    )
                )
        return sorting.Sorter(self.folder, labels, self.threshold)


def sort_photos(
    project_path: Path,
    named: tuple[Path, ...],
    weights: Path | None,
    request: SortRequest,
    emit: Emit,
    cancelled: Cancelled,
) -> tuple[list[Prediction], sorting.Sorting]:
    """Names photos as :func:`predict` does, and copies each into the folder of its label.

    Raises:
        ExportError: a copy cannot be written; those before stay.
        Others as :func:`predict`.
    """
    head, choice = head_in_use(project_path, weights)
    sorter = request.sorter(head.labels, named)
    paths = prediction.find_photos(named)
    emit(Progress("load", 0, None, choice.backbone.title))
    loaded = loading.load(choice)
    predictions = []
    for one in prediction.predict(head, loaded, paths, emit, cancelled):
        sorter.put([one])
        predictions.append(one)
    return predictions, sorter.result()


_SECONDS_BETWEEN_LOOKS = 1.0


def watch(
    project_path: Path,
    folder: Path,
    weights: Path | None,
    request: SortRequest | None,
    emit: Emit,
    cancelled: Cancelled,
) -> int:
    """Names photos as they arrive in ``folder`` (``PhotosNamed``) until ``cancelled()`` says so.

    With ``request`` each is copied as well. Returns how many photos arrived.

    Raises: as :func:`sort_photos`.
    """
    if not folder.is_dir():
        raise PredictionError(
            say("There is no folder {folder} to watch. Check its name.", folder=folder)
        )
    head, choice = head_in_use(project_path, weights)
    sorter = request.sorter(head.labels, (folder,)) if request else None
    emit(Progress("load", 0, None, choice.backbone.title))
    loaded = loading.load(choice)
    arriving = watching.arriving_photos(
        folder, lambda: time.sleep(_SECONDS_BETWEEN_LOOKS), cancelled
    )
    emit(Notice(say("Watching {folder}: photos that arrive now are named.", folder=folder)))
    named = 0
    with suppress(JobCancelled):
        for paths in arriving:
            for one in prediction.predict(head, loaded, paths, emit, cancelled):
                named += 1
                if sorter:
                    sorter.put([one])
    return named


def name_photos(
    project_path: Path, named: tuple[Path, ...], emit: Emit, cancelled: Cancelled
) -> int:
    """As :func:`predict`, with answers only as they come (``PhotosNamed``); returns their number.

    Raises: as :func:`predict`.
    """
    head, choice = head_in_use(project_path, None)
    paths = prediction.find_photos(named)
    emit(Progress("load", 0, None, choice.backbone.title))
    loaded = loading.load(choice)
    return sum(1 for _ in prediction.predict(head, loaded, paths, emit, cancelled))


def explain(
    project_path: Path, photo: Path, count: int, emit: Emit, cancelled: Cancelled
) -> tuple[SimilarPhoto, ...]:
    """Names one photo (``PhotosNamed``), then finds the ``count`` training photos most like it.

    Raises: as :func:`predict`.
    """
    head, choice = head_in_use(project_path, None)
    loaded = loading.load(choice)
    prediction.check_match(head, loaded)
    try:
        file = photos.read(photo)
        pixels = loaded.decode(file.data)
    except PhotoError as error:
        emit(prediction.PhotosNamed((Prediction(str(photo), problem=error.sentence),)))
        return ()
    vector = loaded.runtime(pixels[np.newaxis])[0]
    emit(prediction.PhotosNamed((Prediction(str(photo), prediction.answers(head, vector)),)))
    with Project(project_path, read_only=True) as project:
        seed = int(str(run_in_use(project).settings["seed"]))
        parts = project.parts(seed)
        among = {sha256 for sha256, part in parts.items() if part == split.TRAIN}
        among.discard(file.sha256)  # that a photo looks like itself says nothing
        return most_similar(project, loaded.key, vector, among, count, cancelled)


def warm_up(project_path: Path, emit: Emit, cancelled: Cancelled) -> None:
    """Loads what predicting needs, so that the first photo is named without a wait.

    Raises: as :func:`predict`.
    """
    _, choice = head_in_use(project_path, None)
    if cancelled():
        raise JobCancelled
    emit(Progress("load", 0, None, choice.backbone.title))
    runtime = loading.load(choice).runtime
    runtime(np.zeros((1, runtime.input_size, runtime.input_size, 3), np.uint8))
