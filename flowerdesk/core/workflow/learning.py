"""Photos in, a trained and tested head out: scan, look, split, learn, test."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import asdict, dataclass, replace
from pathlib import Path

import numpy as np

from flowerdesk.core import (
    acceleration,
    evaluation,
    extraction,
    photos,
    scan,
    split,
    training,
    words,
)
from flowerdesk.core.backbones import loading, speed, ways
from flowerdesk.core.errors import PhotoError, PredictionError, ProjectError, TrainingError
from flowerdesk.core.evaluation import Evaluation
from flowerdesk.core.events import Cancelled, Emit, JobCancelled, Notice, PhotoSkipped, Progress
from flowerdesk.core.extraction import Extraction
from flowerdesk.core.head import Head
from flowerdesk.core.project import FeatureKey, LearnablePhoto, Project, Run, project_lock
from flowerdesk.core.project.browsing import FOLDER_SETTING
from flowerdesk.core.training import Examples, HeadSettings
from flowerdesk.core.words import say
from flowerdesk.core.workflow.in_use import remember_weights, run_in_use


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
        remember_weights(project, choice)
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


def _without_heads(run: Run) -> Run:
    """Arrays go through the project, not through the pipe."""
    return replace(run, kept_head=b"", last_head=b"")
