"""Gathers what a report tells from the project, and writes the page."""

from __future__ import annotations

import importlib.metadata
import io
import os
import shlex
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

from flowerdesk.core import photos, workflow
from flowerdesk.core.errors import ExportError, PhotoError, PredictionError
from flowerdesk.core.events import Cancelled, Emit, JobCancelled, Progress
from flowerdesk.core.project import Project, Run
from flowerdesk.core.project.browsing import FOLDER_SETTING
from flowerdesk.core.report.html import ReportContent, Translate, report_page, worst_mistakes
from flowerdesk.core.review import Review, Reviewer
from flowerdesk.core.training import HeadSettings
from flowerdesk.core.words import say

STAGE = "report"
_SIDE = 200
"""Pixels of the long side of a photo in a report."""


def write_report(
    project_path: Path,
    file: Path,
    force: bool,
    emit: Emit,
    cancelled: Cancelled,
    translate: Translate = str,
) -> Path:
    """Writes the run in use as one HTML page; returns where it is.

    Raises:
        PredictionError: nothing was trained yet, or no test photos are left.
        ExportError: ``file`` is there already and ``force`` is not set, or it cannot be written.
        JobCancelled: ``cancelled()`` said so; nothing was written.
    """
    if file.exists() and not force:
        raise ExportError(
            say(
                "{file} is there already. Name another file, or replace it with --force.",
                file=file,
            )
        )
    with Project(project_path, read_only=True) as project:
        content = gather(project, emit, cancelled)
    return save_page(report_page(content, translate), file)


def save_page(page: str, file: Path) -> Path:
    """Writes the page as a whole or not at all; returns where it is.

    Raises:
        ExportError: it cannot be written.
    """
    unfinished = file.with_name(f".{file.name}.part")
    try:
        unfinished.write_text(page, encoding="utf-8")
        os.replace(unfinished, file)
    except OSError as error:
        raise cannot_write(file, error) from error
    finally:
        with suppress(OSError):
            unfinished.unlink(missing_ok=True)
    return file


def cannot_write(file: Path, error: OSError) -> ExportError:
    """The sentence for a report that cannot be written."""
    return ExportError(
        say(
            "The report cannot be written to {file} ({reason}). Choose another place, or free "
            "some space.",
            file=file,
            reason=error.strerror or error,
        )
    )


def gather(project: Project, emit: Emit, cancelled: Cancelled) -> ReportContent:
    """What a report of the run in use tells.

    Raises: as :func:`write_report`.
    """
    run = workflow.run_in_use(project)
    review = Reviewer().review(project)
    if review is None or not review.photos:
        raise PredictionError(
            say(
                "No test photos are left in {project_path}. Train again to draw new ones.",
                project_path=project.path,
            )
        )
    learnable = project.learnable(project.find_feature_set(run.feature_key))
    drawn = project.parts(int(str(run.settings["seed"])))
    parts = [drawn[photo.sha256] for photo in learnable if photo.sha256 in drawn]
    return ReportContent(
        project=project.path.stem,
        version=importlib.metadata.version("flowerdesk"),
        created=datetime.now(UTC).isoformat(timespec="seconds"),
        run=run,
        review=review,
        labels={label: count for label, count in project.labels().items() if count},
        parts={part: parts.count(part) for part in sorted(set(parts))},
        skipped=tuple(project.skipped()),
        pictures=_pictures(project, review, emit, cancelled),
        commands=_commands(project, run, review),
    )


def _pictures(
    project: Project, review: Review, emit: Emit, cancelled: Cancelled
) -> dict[str, bytes]:
    """JPEGs of the photos that are shown; one that cannot be read any more is not there."""
    shown = worst_mistakes(review)
    pictures = {}
    for number, photo in enumerate(shown, start=1):
        if cancelled():
            raise JobCancelled
        with suppress(PhotoError):
            data = photos.read(project.absolute(photo.path)).data
            image, _, _ = photos.open_reduced(data, _SIDE)
            file = io.BytesIO()
            image.save(file, "JPEG", quality=82)
            pictures[photo.path] = file.getvalue()
        emit(Progress(STAGE, number, len(shown), photo.path))
    return pictures


def _commands(project: Project, run: Run, review: Review) -> tuple[str, ...]:
    folder = project.setting(FOLDER_SETTING)
    words = ["flowerdesk", "train", str(folder or "PHOTOS"), "--project", project.path.name]
    key = run.feature_key
    words += ["--backbone", key.backbone, "--layer", key.layer]
    words += ["--runtime", key.runtime, "--precision", key.precision]
    if review.weights is not None:
        words += ["--weights", review.weights.name]
    usual = HeadSettings()
    for name, value in run.settings.items():
        if name == "seed" or value != _as_json(getattr(usual, name, None)):
            words += _option(name, value)
    return (shlex.join(words), shlex.join(["flowerdesk", "evaluate", project.path.name]))


def _as_json(value: object) -> object:
    return list(value) if isinstance(value, tuple) else value


def _option(name: str, value: object) -> list[str]:
    """A setting of the head as the command line has it."""
    flag = f"--{name.replace('_', '-')}"
    if isinstance(value, bool):
        return [flag] if value else [flag.replace("--", "--no-", 1)]
    if isinstance(value, list | tuple):
        return [flag, ",".join(map(str, value)) or "none"]
    return [flag, str(value)]
