"""The run whose head answers, and the network that it was trained on."""

from __future__ import annotations

from pathlib import Path

from flowerdesk.core import acceleration
from flowerdesk.core.backbones import loading, ways
from flowerdesk.core.errors import PredictionError
from flowerdesk.core.head import Head
from flowerdesk.core.project import Project, Run
from flowerdesk.core.words import say

# By backbone: where the weights were that the project's photos were looked at with, so that a file
# that was named once need not be named again. Projects of the first version know the last one only.
_WEIGHTS_FILES = "weights_files"
_LAST_WEIGHTS_FILE = "weights_file"


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


def remember_weights(project: Project, choice: loading.Choice) -> None:
    files = project.setting(_WEIGHTS_FILES)
    known = files if isinstance(files, dict) else {}
    path = str(choice.weights.absolute())
    project.set_setting(_WEIGHTS_FILES, {**known, choice.backbone.name: path})
