"""A project as a browser shows it: all photos column by column, labels, runs and edits, at once.

A snapshot never changes: whoever shows it needs no lock, and asks for another after a change.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from flowerdesk.core.project import file
from flowerdesk.core.project.edits import Edit, Edits
from flowerdesk.core.project.project import Project
from flowerdesk.core.project.records import FeatureKey, Run

PARTS = ("", "train", "validation", "test")
"""What the numbers in :attr:`PhotoTable.part` mean; the first is “not divided yet”."""

_ROWS_AT_ONCE = 2_000  # few enough that another thread is never kept waiting for long


@dataclass(frozen=True)
class PhotoTable:
    """The photos of a project in the order of their paths, missing ones included.

    All columns have the same length n: lists, or ``(n,)`` arrays of the dtype named beside them.
    """

    ids: np.ndarray
    """int64"""
    paths: list[str]
    """Relative to the project's folder."""
    label: np.ndarray
    """int32, numbers into :attr:`Snapshot.labels`"""
    size: np.ndarray
    """int64, bytes"""
    part: np.ndarray
    """uint8, numbers into :data:`PARTS`, in the split of the snapshot's seed"""
    has_features: np.ndarray
    """bool, in the snapshot's feature set"""
    excluded: np.ndarray
    """bool"""
    missing: np.ndarray
    """bool: the file is not there any more"""
    skipped: Mapping[int, str]
    """By row: why a photo could not be used."""
    taken_for: Mapping[int, tuple[str, float]]
    """By row: what the run in use took a test photo for, wrongly, and how surely."""

    def __len__(self) -> int:
        return len(self.paths)


@dataclass(frozen=True)
class Snapshot:
    """Everything that a window shows of a project, at one moment."""

    path: Path
    folder: Path | None
    """Where the photos came from, if the project was made from a folder."""
    photos: PhotoTable
    labels: tuple[str, ...]
    """In alphabetical order; those made by hand may have no photos."""
    label_counts: tuple[int, ...]
    """Photos of each label that take part."""
    runs: tuple[Run, ...]
    """Without their heads; the first one first."""
    run_in_use: int | None
    feature_sets: tuple[tuple[FeatureKey, int, int], ...]
    edits: tuple[Edit, ...]

    @property
    def run(self) -> Run | None:
        """The run that answers."""
        return next((run for run in self.runs if run.id == self.run_in_use), None)

    @property
    def feature_key(self) -> FeatureKey | None:
        """What the photos were looked at with, as :func:`features_in_use` says."""
        sets = self.feature_sets
        return self.run.feature_key if self.run else sets[-1][0] if sets else None

    @property
    def photo_count(self) -> int:
        """Photos that take part, readable or not."""
        return sum(self.label_counts)


FOLDER_SETTING = "photos_folder"


def snapshot(project: Project, seed: int | None = None) -> Snapshot:
    """The project as it is now, with the split of ``seed`` (None: that of the run in use, else 0).

    Raises:
        ProjectError: the file cannot be read.
    """
    runs = tuple(project.runs(heads=False))
    in_use = project.setting("run_in_use")
    run = next((run for run in runs if run.id == in_use), None)
    if seed is None:
        seed = int(str(run.settings["seed"])) if run else 0
    feature_sets = tuple(project.feature_sets())
    key = run.feature_key if run else feature_sets[-1][0] if feature_sets else None
    feature_set = project.find_feature_set(key) if key else 0
    labels, numbers = _labels(project)
    photos = _photos(project, numbers, seed, feature_set, _mistakes(run))
    used = ~(photos.excluded | photos.missing)
    counts = np.bincount(photos.label[used], minlength=len(labels))
    folder = project.setting(FOLDER_SETTING)
    return Snapshot(
        path=project.path,
        folder=project.absolute(folder) if isinstance(folder, str) else None,
        photos=photos,
        labels=labels,
        label_counts=tuple(int(count) for count in counts),
        runs=runs,
        run_in_use=run.id if run else None,
        feature_sets=feature_sets,
        edits=tuple(Edits(project).journal()),
    )


def features_in_use(project: Project) -> FeatureKey | None:
    """The features of the run in use, or else those that were begun last; None without any."""
    run = project.run()
    sets = project.feature_sets()
    return run.feature_key if run else sets[-1][0] if sets else None


def _labels(project: Project) -> tuple[tuple[str, ...], dict[int, int]]:
    """The labels that are shown, and by id their numbers among them."""
    rows = project.read_rows(
        "SELECT id, name FROM labels WHERE made_by_hand "
        "OR EXISTS (SELECT 1 FROM photos WHERE label_id = labels.id AND NOT removed) ORDER BY name"
    )
    return tuple(row["name"] for row in rows), {row["id"]: n for n, row in enumerate(rows)}


def _mistakes(run: Run | None) -> dict[str, tuple[str, float]]:
    listed = (run.evaluation or {}).get("misclassified", []) if run else []
    assert isinstance(listed, list | tuple)
    return {one["path"]: (one["taken_for"], one["probability"]) for one in listed}


def _photos(
    project: Project,
    label_numbers: dict[int, int],
    seed: int,
    feature_set: int,
    mistakes: dict[str, tuple[str, float]],
) -> PhotoTable:
    paths: list[str] = []
    numbers: list[tuple[int, ...]] = []
    skipped: dict[int, str] = {}
    part_numbers = {part: number for number, part in enumerate(PARTS)}
    with file.told_in_words(project.path):
        for row in project.rows(
            "SELECT photos.id, path, label_id, size, coalesce(part_by_hand, part, ''), "
            "features.sha256 IS NOT NULL, excluded, missing, skipped_because FROM photos "
            "LEFT JOIN splits ON splits.sha256 = photos.sha256 AND seed = ? "
            "LEFT JOIN features ON features.sha256 = photos.sha256 AND feature_set_id = ? "
            "WHERE NOT removed ORDER BY path",
            (seed, feature_set),
            _ROWS_AT_ONCE,
        ):
            photo_id, path, label_id, size, part, *flags, reason = row
            if reason is not None:
                skipped[len(paths)] = reason
            paths.append(path)
            numbers.append((photo_id, label_numbers[label_id], size, part_numbers[part], *flags))
    columns = np.array(numbers, np.int64).reshape(-1, 7).T
    return PhotoTable(
        ids=columns[0],
        paths=paths,
        label=columns[1].astype(np.int32),
        size=columns[2],
        part=columns[3].astype(np.uint8),
        has_features=columns[4].astype(bool),
        excluded=columns[5].astype(bool),
        missing=columns[6].astype(bool),
        skipped=skipped,
        taken_for={n: mistakes[path] for n, path in enumerate(paths) if path in mistakes},
    )
