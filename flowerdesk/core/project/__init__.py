"""The project file: the one owner of everything that flowerdesk remembers."""

from flowerdesk.core.project.file import SUFFIX, beside, bring_up_to_date, project_lock
from flowerdesk.core.project.project import Project
from flowerdesk.core.project.records import (
    FeatureKey,
    LearnablePhoto,
    PhotoFeatures,
    ProjectPhoto,
    Run,
    ScanChange,
    absolute,
)

__all__ = [
    "SUFFIX",
    "FeatureKey",
    "LearnablePhoto",
    "PhotoFeatures",
    "Project",
    "ProjectPhoto",
    "Run",
    "ScanChange",
    "absolute",
    "beside",
    "bring_up_to_date",
    "project_lock",
]
