"""Writes an export beside its place: the model, its example program, and the app's own answers."""

from __future__ import annotations

import errno
import importlib.metadata
import json
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from flowerdesk.core import prediction, workflow
from flowerdesk.core.backbones import loading
from flowerdesk.core.errors import ExportError
from flowerdesk.core.events import Cancelled, Emit, JobCancelled, Progress
from flowerdesk.core.export.formats import Format, format_named
from flowerdesk.core.export.network import classifier
from flowerdesk.core.head import Head
from flowerdesk.core.photos import SQUEEZED_AT_MOST
from flowerdesk.core.prediction import Prediction
from flowerdesk.core.project import Project, Run
from flowerdesk.core.project.reviewing import held_out
from flowerdesk.core.resources import resource_path
from flowerdesk.core.words import say

if TYPE_CHECKING:
    import keras

ABOUT = "about.json"
EXPECTED = "expected.json"
"""The app's answers, which do not stay in the folder."""
MAKER = "flowerdesk"
_FULL = 1_000_000
"""With fewer bytes free than that, writing failed because the disk is full."""


@dataclass(frozen=True)
class Written:
    """An export that is not proven yet, in ``unfinished``; it belongs into ``folder``."""

    unfinished: Path
    folder: Path
    photos: int
    """Test photos with the app's answers."""


def write_export(
    project_path: Path,
    format_name: str,
    folder: Path,
    force: bool,
    weights: Path | None,
    emit: Emit,
    cancelled: Cancelled,
) -> Written:
    """Writes the run in use as ``format_name``, to be proven and put into ``folder``.

    Args:
        force: ``folder`` may hold an earlier export, which is replaced in the end.
        weights: the backbone's, where they are not known from the project.

    Raises:
        ExportError: the format is unknown or lacks a package, or ``folder`` cannot be written or
            holds something else.
        PredictionError: nothing was trained yet, or with other weights than these.
        JobCancelled: ``cancelled()`` said so; nothing is left behind.
    """
    chosen = format_named(format_name)
    check_place(folder, force)
    head, choice = workflow.head_in_use(project_path, weights)
    with Project(project_path, read_only=True) as project:
        run = workflow.run_in_use(project)
        paths = _test_photos(project, run)
    unfinished = folder.absolute().with_name(f".{folder.absolute().name}.part")
    with _made_whole(unfinished):
        emit(Progress("load", 0, None, choice.backbone.title))
        # What is written computes in float32, whatever the head's vectors were computed by.
        loaded = loading.load(choice.in_the_plain_way())
        head = prediction.matched(head, loaded)
        answers = list(prediction.predict(head, loaded, paths, emit, cancelled))
        emit(Progress("write", 0, None, chosen.title))
        arrays = loading.weights_of(choice)
        model = classifier(choice.backbone, choice.layer, arrays, head)
        _write_model(chosen, model, unfinished / chosen.model)
        about = _about(chosen, loaded, head, run, project_path)
        _write_beside(unfinished, chosen, about, answers)
        if cancelled():
            raise JobCancelled
    return Written(unfinished, folder, sum(not answer.problem for answer in answers))


def _write_model(chosen: Format, model: keras.Model, path: Path) -> None:
    """Raises OSError for a full disk, of which some runtimes have errors of their own."""
    try:
        chosen.write(model, path)
    except OSError:
        raise
    except Exception as error:
        if shutil.disk_usage(path.parent).free < _FULL:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC)) from error
        raise


def check_place(folder: Path, force: bool) -> None:
    """Raises ExportError unless an export may be put there."""
    if folder.is_dir() and not any(folder.iterdir()):
        return
    if not folder.exists() and not folder.is_symlink():
        return
    if not is_export(folder):
        raise ExportError(
            say("{folder} holds something else already. Name a new folder.", folder=folder)
        )
    if not force:
        raise ExportError(
            say(
                "{folder} holds an export already. Name another folder, or replace it with "
                "--force.",
                folder=folder,
            )
        )


def is_export(folder: Path) -> bool:
    """Whether flowerdesk has written this folder."""
    try:
        about = json.loads((folder / ABOUT).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return False
    return isinstance(about, dict) and about.get("made_by") == MAKER


@contextmanager
def _made_whole(unfinished: Path) -> Iterator[None]:
    """A new folder, which is gone again when it does not come to an end."""
    shutil.rmtree(unfinished, ignore_errors=True)
    try:
        unfinished.mkdir(parents=True)
        yield
    except BaseException as error:
        shutil.rmtree(unfinished, ignore_errors=True)
        if isinstance(error, OSError):
            raise cannot_write(unfinished.parent, error) from error
        raise


def cannot_write(folder: Path, error: OSError) -> ExportError:
    """The sentence for a folder that cannot be written."""
    return ExportError(
        say(
            "The export cannot be written to {folder} ({reason}). Choose another folder, or free "
            "some space.",
            folder=folder,
            reason=error.strerror or error,
        )
    )


def _test_photos(project: Project, run: Run) -> list[Path]:
    """The photos that the run was tested on, or where it had none all of the project's."""
    feature_set = project.find_feature_set(run.feature_key)
    tested = held_out(project, feature_set, int(str(run.settings["seed"])))
    paths = [photo.path for photo in tested]
    paths = paths or [photo.path for photo in project.learnable(feature_set)]
    return [project.absolute(path) for path in paths]


def _write_beside(
    folder: Path, chosen: Format, about: dict[str, Any], answers: list[Prediction]
) -> None:
    """Everything but the model."""
    labels: list[str] = about["labels"]
    _write(folder / ABOUT, json.dumps(about, indent=2, ensure_ascii=False))
    _write(folder / "labels.txt", "".join(f"{' '.join(label.split())}\n" for label in labels))
    for resource, name in (("export/photo.py", "photo.py"), (chosen.example, "classify.py")):
        shutil.copyfile(resource_path(resource), folder / name)
    expected = [{"path": one.path, "answers": dict(one.answers)} for one in answers if one.answers]
    _write(folder / EXPECTED, json.dumps(expected))


def _write(file: Path, content: str) -> None:
    file.write_text(content, encoding="utf-8", newline="\n")


def _about(
    chosen: Format, loaded: loading.LoadedBackbone, head: Head, run: Run, project_path: Path
) -> dict[str, Any]:
    size = loaded.backbone.input_size
    framing = loaded.backbone.preprocessing.framing
    score = run.evaluation or {}
    return {
        "made_by": MAKER,
        "version": importlib.metadata.version(MAKER),
        "format": chosen.name,
        "model": chosen.model,
        "labels": list(head.labels),
        "input": {
            "shape": [1, size, size, 3],
            "dtype": "uint8",
            "channels": "RGB",
            "size": size,
            "longest": 1 if framing == "centre" else SQUEEZED_AT_MOST,
            "framing": framing,
        },
        "output": {"shape": [1, len(head.labels)], "dtype": "float32", "means": "probabilities"},
        "provenance": {
            "project": project_path.name,
            "run": run.id,
            "learned": run.created,
            "backbone": run.feature_key.backbone,
            "layer": run.feature_key.layer,
            "weights_sha256": run.feature_key.weights_sha256,
            "preprocessing": run.feature_key.preprocessing,
            "settings": run.settings,
            "test_accuracy": score.get("accuracy"),
            "test_interval": score.get("interval"),
        },
    }
