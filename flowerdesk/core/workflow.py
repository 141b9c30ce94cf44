"""The whole road in one call: what a person asks for, done by the stations in their order.

Each function is a job: it opens the project itself, reports through ``emit``, looks at
``cancelled()``, and returns a small picklable report.
"""

from __future__ import annotations

import time
from contextlib import suppress
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np

from flowerdesk.core import (
    acceleration,
    evaluation,
    extraction,
    photos,
    prediction,
    scan,
    sorting,
    split,
    training,
    watching,
    words,
)
from flowerdesk.core import codes as code_files
from flowerdesk.core.backbones import loading, speed, ways
from flowerdesk.core.backbones.registry import backbone_named
from flowerdesk.core.errors import PhotoError, PredictionError, ProjectError, TrainingError
from flowerdesk.core.evaluation import Evaluation
from flowerdesk.core.events import Cancelled, Emit, JobCancelled, Notice, PhotoSkipped, Progress
from flowerdesk.core.extraction import Extraction
from flowerdesk.core.head import Head
from flowerdesk.core.prediction import Prediction
from flowerdesk.core.project import FeatureKey, LearnablePhoto, Project, Run, project_lock
from flowerdesk.core.project.browsing import FOLDER_SETTING, features_in_use
from flowerdesk.core.similar import SimilarPhoto, most_similar
from flowerdesk.core.training import Examples, HeadSettings
from flowerdesk.core.weights import download, store
from flowerdesk.core.words import say

# By backbone: where the weights were that the project's photos were looked at with, so that a file
# that was named once need not be named again. Projects of the first version know the last one only.
_WEIGHTS_FILES = "weights_files"
_LAST_WEIGHTS_FILE = "weights_file"


@dataclass(frozen=True)
class BackboneRequest:
    """Which vectors are wanted. None takes the backbone's own default."""

    backbone: str = loading.AUTO
    layer: str | None = None
    weights: Path | None = None
    runtime: str = ways.AUTO
    precision: str = ways.AUTO

    def choose(self, emit: Emit) -> loading.Choice:
        choice = loading.choose(self.backbone, self.layer, self.weights)
        emit(
            Notice(
                say(
                    "Looking with {because}, at layer {name}.",
                    because=choice.because,
                    name=choice.layer.name,
                )
            )
        )
        return choice


@dataclass(frozen=True)
class ExtractReport:
    """The photos of a project and the vectors made of them."""

    project: str
    photos: int
    labels: dict[str, int]
    skipped: tuple[tuple[str, str], ...]
    feature_key: FeatureKey
    feature_dim: int
    extraction: Extraction


@dataclass(frozen=True)
class TrainReport:
    """The extraction, the split, the training and the test of one run."""

    extract: ExtractReport
    parts: dict[str, int]
    run: Run
    evaluation: Evaluation | None

    @property
    def iterations(self) -> int:
        return sum(loss is not None for _, loss, _ in self.run.history)


@dataclass(frozen=True)
class EvaluateReport:
    """The score of the run in use on the photos of its split's test part, as labelled now."""

    project: str
    run: Run
    parts: dict[str, int]
    evaluation: Evaluation


def train(
    project_path: Path,
    folder: Path | None,
    backbone: BackboneRequest,
    settings: HeadSettings,
    emit: Emit,
    cancelled: Cancelled,
) -> TrainReport:
    """Photos in, a trained and tested head out: scan, extract, split, train, evaluate.

    Work that is in the project already is not done again. ``folder`` None takes the photos that
    the project knows.

    Raises:
        FlowerdeskError: with what to do about it.
        JobCancelled: stopped before the head had learned anything; the features are kept.
    """
    report = extract(project_path, folder, backbone, emit, cancelled)
    with project_lock(project_path), Project(project_path) as project:
        run, parts, score = _train(project, report, settings, emit, cancelled)
    return TrainReport(report, parts, run, score)


def extract(
    project_path: Path,
    folder: Path | None,
    backbone: BackboneRequest,
    emit: Emit,
    cancelled: Cancelled,
) -> ExtractReport:
    """Scans ``folder`` into the project and computes the feature vectors that it lacks.

    Raises: as :func:`train`.
    """
    found = None if folder is None else scan.scan(folder)
    # Before the project is made: a folder that is refused leaves no file behind.
    choice = backbone.choose(emit)
    with project_lock(project_path), Project(project_path, create=folder is not None) as project:
        unreachable = [] if found is None else update_photos(project, found, emit)
        if not project.photo_count():
            raise ProjectError(
                say(
                    "The project {project_path} has no photos yet. Add some with: "
                    "flowerdesk train PHOTOS --project {project_path}",
                    project_path=project_path,
                )
            )
        if cancelled():
            raise JobCancelled
        emit(Progress("load", 0, None, choice.backbone.title))
        choice = acceleration.choose(
            project, choice, backbone.runtime, backbone.precision, emit, cancelled
        )
        loaded = loading.load(choice)
        _remember_weights(project, choice)
        extracted = extraction.extract(project, loaded, emit, cancelled)
        speed.remember(
            loaded.backbone, loaded.layer, extracted.computed, extracted.seconds, choice.way
        )
        return ExtractReport(
            project=str(project_path),
            photos=project.photo_count(),
            labels=project.labels(),
            skipped=(*project.skipped(), *unreachable),
            feature_key=loaded.key,
            feature_dim=loaded.layer.feature_dim,
            extraction=extracted,
        )


def update_photos(project: Project, found: scan.Scan, emit: Emit) -> list[tuple[str, str]]:
    """Brings the project in line with the folder; returns what could not even be reached."""
    project.set_setting(FOLDER_SETTING, project.relative(found.folder))
    change = project.update_photos(found.folder, found.photos, _hash_of)
    if change.missing:
        emit(
            Notice(
                say(
                    "{photos} cannot be found in {folder} any more; the labels are kept in "
                    "case they come back.",
                    photos=words.photos(change.missing),
                    folder=found.folder,
                )
            )
        )
    if found.unlabelled:
        emit(
            Notice(
                say(
                    "Left out {photos} beside the label folders, for want of a label. Move "
                    "them into one.",
                    photos=words.photos(found.unlabelled),
                )
            )
        )
    unreachable = [(str(path), reason) for path, reason in found.skipped]
    for path, reason in unreachable:
        emit(PhotoSkipped(path, reason))
    return unreachable


def _hash_of(path: Path) -> bytes | None:
    with suppress(PhotoError):
        return photos.read(path).sha256
    return None


def _train(
    project: Project,
    report: ExtractReport,
    settings: HeadSettings,
    emit: Emit,
    cancelled: Cancelled,
) -> tuple[Run, dict[str, int], Evaluation | None]:
    feature_set = report.extraction.feature_set
    learnable = project.learnable(feature_set)
    for first, second in project.conflicting_photos():
        emit(
            Notice(
                say(
                    "{first} and {second} are the same photo with two labels; the first counts.",
                    first=first,
                    second=second,
                )
            )
        )
    if not learnable:
        raise TrainingError(
            say(
                "Not one of {photos} can be used; each is listed with its reason.",
                photos=words.photos(report.photos),
            )
        )
    parts, notices = split.split(project, learnable, settings.seed)
    for notice in notices:
        emit(Notice(notice))
    labels = tuple(sorted({photo.label for photo in learnable if photo.sha256 in parts}))
    if cancelled():
        raise JobCancelled
    by_part = _examples(project, feature_set, learnable, parts, labels)
    emit(Progress("train", 0, settings.epochs))
    trained = training.train(
        by_part[split.TRAIN][0],
        by_part[split.VALIDATION][0],
        labels,
        report.feature_key,
        settings,
        emit,
        cancelled,
    )
    test, test_photos = by_part[split.TEST]
    paths = [photo.path for photo in test_photos]
    score = evaluation.evaluate(trained.kept, test, paths) if paths else None
    run = project.add_run(
        Run(
            feature_key=report.feature_key,
            settings=asdict(settings),
            labels=labels,
            epochs=trained.epochs,
            cancelled=trained.cancelled,
            seconds=trained.seconds,
            best_iteration=trained.best_iteration,
            best_validation_accuracy=trained.best_validation_accuracy,
            history=trained.history,
            evaluation=score.to_json() if score else None,
            kept_head=trained.kept.to_bytes(),
            last_head=trained.last.to_bytes(),
        )
    )
    counts = {part: len(photos) for part, (_, photos) in by_part.items()}
    return _without_heads(run), counts, score


def _examples(
    project: Project,
    feature_set: int,
    learnable: list[LearnablePhoto],
    parts: dict[bytes, str],
    labels: tuple[str, ...],
) -> dict[str, tuple[Examples, list[LearnablePhoto]]]:
    """For each part its vectors and label numbers, with the photos that they are of."""
    number_of = {label: number for number, label in enumerate(labels)}
    examples = {}
    for part in split.PARTS:
        chosen = [
            photo
            for photo in learnable
            if parts.get(photo.sha256) == part and photo.label in number_of
        ]
        numbers = np.array([number_of[photo.label] for photo in chosen], np.int64)
        vectors = project.vectors(feature_set, [photo.sha256 for photo in chosen])
        examples[part] = (Examples(vectors, numbers), chosen)
    return examples


def evaluate(project_path: Path, emit: Emit, cancelled: Cancelled) -> EvaluateReport:
    """Scores the run in use on the test photos of its split, with the labels that they have now.

    Raises:
        ProjectError: there is no project.
        PredictionError: nothing was trained yet, or no test photos are left.
    """
    with Project(project_path, read_only=True) as project:
        run = run_in_use(project)
        head = Head.from_bytes(run.kept_head)
        feature_set = project.find_feature_set(run.feature_key)
        learnable = project.learnable(feature_set)
        parts = project.parts(int(str(run.settings["seed"])))
        by_part = _examples(project, feature_set, learnable, parts, head.labels)
    test, test_photos = by_part[split.TEST]
    if not test_photos:
        raise PredictionError(
            say(
                "No test photos are left in {project_path}. Train again to draw new ones.",
                project_path=project_path,
            )
        )
    score = evaluation.evaluate(head, test, [photo.path for photo in test_photos])
    counts = {part: len(photos) for part, (_, photos) in by_part.items()}
    return EvaluateReport(str(project_path), _without_heads(run), counts, score)


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


def head_in_use(project_path: Path, weights: Path | None) -> tuple[Head, loading.Choice]:
    """The head that answers, and the backbone that it was trained on."""
    with Project(project_path, read_only=True) as project:
        run = run_in_use(project)
        weights = weights or remembered_weights(project, run.feature_key.backbone)
        head = Head.from_bytes(run.kept_head)
        key = head.feature_key
        choice = loading.choose(key.backbone, key.layer, weights)
        choice = acceleration.computed_as(project, choice, key)
    if problem := ways.obstacle(choice.way, choice.backbone):
        raise PredictionError(
            say(
                "This classifier was trained on numbers that {way} made of the photos, and this "
                "computer cannot make such. {problem} Or train it again here.",
                way=choice.way,
                problem=problem,
            )
        )
    return head, choice


def remembered_weights(project: Project, backbone_name: str) -> Path | None:
    """The file of weights that a backbone looked at the photos with, if it is still there."""
    files = project.setting(_WEIGHTS_FILES)
    named = files.get(backbone_name) if isinstance(files, dict) else None
    path = named or project.setting(_LAST_WEIGHTS_FILE)
    return Path(path) if isinstance(path, str) and Path(path).exists() else None


def _remember_weights(project: Project, choice: loading.Choice) -> None:
    files = project.setting(_WEIGHTS_FILES)
    known = files if isinstance(files, dict) else {}
    path = str(choice.weights.absolute())
    project.set_setting(_WEIGHTS_FILES, {**known, choice.backbone.name: path})


def codes(project_path: Path, folder: Path, emit: Emit, cancelled: Cancelled) -> code_files.Codes:
    """Writes the vectors of the run in use, or else those that were computed last.

    Raises:
        ProjectError: there are no vectors, or the folder cannot be written.
    """
    with Project(project_path, read_only=True) as project:
        key = features_in_use(project)
        if key is None:
            raise ProjectError(
                say(
                    "The project {project_path} has no feature vectors yet. Make them first"
                    " with: flowerdesk extract {project_path}",
                    project_path=project_path,
                )
            )
        feature_set = project.find_feature_set(key)
        return code_files.write_codes(project, feature_set, key, folder, emit, cancelled)


def fetch_weights(backbone_name: str, emit: Emit, cancelled: Cancelled) -> Path:
    """Downloads the weights of a backbone from their publisher; returns where they are.

    Raises: as :func:`flowerdesk.core.weights.download.fetch`.
    """
    return download.fetch(backbone_named(backbone_name), emit, cancelled)


def add_weights(backbone_name: str, file: Path, emit: Emit, cancelled: Cancelled) -> Path:
    """Checks a weights file and keeps a copy of it; returns where that is.

    Raises:
        WeightsError: it cannot be read, is of another network, or cannot be kept.
    """
    backbone = backbone_named(backbone_name)
    return store.add(backbone, file, loading.expected_shapes(backbone))


def draw_sample(
    folder: Path, photos_per_label: int, seed: int, emit: Emit, cancelled: Cancelled
) -> int:
    """Draws sample photos of flowers into ``folder``; returns how many there are.

    Raises:
        ScanError: the folder cannot be written, or holds something else.
    """
    from flowerdesk.core import sample  # its brushes are heavy, and few jobs draw

    sample.draw_sample(folder, photos_per_label, seed, emit, cancelled)
    return photos_per_label * len(sample.LABELS)


def run_in_use(project: Project) -> Run:
    """The run whose head answers.

    Raises:
        PredictionError: nothing was trained yet.
    """
    run = project.run()
    if run is None:
        raise PredictionError(
            say(
                "The project {path} has no trained classifier yet. Train one first with: "
                "flowerdesk train PHOTOS --project FILE",
                path=project.path,
            )
        )
    return run


def info(project_path: Path) -> dict[str, Any]:
    """What a project holds, as JSON has it.

    Raises:
        ProjectError: there is no such project, or it cannot be read.
    """
    with Project(project_path, read_only=True) as project:
        return {
            "project": str(project_path),
            "photos": project.photo_count(),
            "labels": project.labels(),
            "skipped": [{"path": path, "reason": why} for path, why in project.skipped()],
            "feature_sets": [
                {**asdict(key), "feature_dim": dim, "vectors": vectors}
                for key, dim, vectors in project.feature_sets()
            ],
            "runs": [_about(run) for run in project.runs(heads=False)],
            "run_in_use": project.setting("run_in_use"),
        }


def _about(run: Run) -> dict[str, Any]:
    score = run.evaluation or {}
    return {
        "id": run.id,
        "created": run.created,
        "backbone": run.feature_key.backbone,
        "layer": run.feature_key.layer,
        "settings": run.settings,
        "labels": list(run.labels),
        "epochs": run.epochs,
        "cancelled": run.cancelled,
        "seconds": run.seconds,
        "best_validation_accuracy": run.best_validation_accuracy,
        "test_accuracy": score.get("accuracy"),
        "test_interval": score.get("interval"),
    }


def _without_heads(run: Run) -> Run:
    """Arrays go through the project, not through the pipe."""
    return replace(run, kept_head=b"", last_head=b"")
