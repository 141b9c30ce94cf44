"""Small jobs beside the road: what a project holds, codes, weights, sample photos."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import Any

from flowerdesk.core import codes as code_files
from flowerdesk.core.backbones import loading
from flowerdesk.core.backbones.registry import backbone_named
from flowerdesk.core.errors import ProjectError
from flowerdesk.core.events import Cancelled, Emit
from flowerdesk.core.project import Project, Run
from flowerdesk.core.project.browsing import features_in_use
from flowerdesk.core.weights import download, store
from flowerdesk.core.words import say


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
