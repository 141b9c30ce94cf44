"""A run of made-up figures, for tests of what a project keeps."""

from __future__ import annotations

from flowerdesk.core.project import FeatureKey, Project, Run

KEY = FeatureKey("vgg16", "fc6", "0" * 64, 1, "float32")


def add_run(project: Project) -> int:
    """Stores a run with two epochs of history; returns its id."""
    project.feature_set(KEY, 4)
    run = Run(
        feature_key=KEY,
        settings={"seed": 0, "epochs": 2, "hidden": [8]},
        labels=("daisy", "rose"),
        epochs=2,
        cancelled=False,
        seconds=0.5,
        best_iteration=2,
        best_validation_accuracy=0.75,
        history=((1, 0.7, None), (2, 0.5, None), (2, None, 0.75)),
        evaluation=None,
        kept_head=b"kept",
        last_head=b"last",
    )
    return project.add_run(run).id
