"""Edits by hand: what they change, and that undo and redo put it back, also after a restart."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest

from flowerdesk.core.errors import ProjectError
from flowerdesk.core.project import Project
from flowerdesk.core.project.browsing import Snapshot, snapshot
from flowerdesk.core.project.edits import LONGEST_LABEL, Edit, Edits
from flowerdesk.core.scan import FoundPhoto


@pytest.fixture
def project(tmp_path: Path) -> Iterator[Project]:
    """Three photos each of daisy, rose and tulip; the ids are 1 to 9."""
    with Project(tmp_path / "garden.flowerdesk", create=True) as project:
        scan(project, ["daisy", "rose", "tulip"])
        yield project


def scan(project: Project, labels: list[str], per_label: int = 3) -> None:
    folder = project.path.parent / "photos"
    found = [
        FoundPhoto(folder / label / f"{number}.jpg", label, 100 + number, 1)
        for label in labels
        for number in range(per_label)
    ]
    project.update_photos(folder, found, lambda path: None)


def by_path(project: Project) -> dict[str, tuple[str, bool]]:
    """Label and exclusion of every photo that is shown."""
    now = snapshot(project)
    return {
        path: (now.labels[now.photos.label[row]], bool(now.photos.excluded[row]))
        for row, path in enumerate(now.photos.paths)
    }


def counts(now: Snapshot) -> dict[str, int]:
    return dict(zip(now.labels, now.label_counts, strict=True))


def elsewhere(project: Project, name: str) -> FoundPhoto:
    return FoundPhoto(project.path.parent / "elsewhere" / name, "", 5, 1)


EDITS: dict[str, Callable[[Project], Edit | None]] = {
    "set_label": lambda p: Edits(p).set_label([1, 2, 4], "lily"),
    "set_label to one that is there": lambda p: Edits(p).set_label([1, 2], "rose"),
    "exclude": lambda p: Edits(p).set_excluded([1, 9], True),
    "add_label": lambda p: Edits(p).add_label("lily"),
    "rename_label": lambda p: Edits(p).rename_label("daisy", "marguerite"),
    "rename_label to one that is there": lambda p: Edits(p).rename_label("daisy", "rose"),
    "merge_labels": lambda p: Edits(p).merge_labels(["daisy", "tulip"], "flower"),
    "add_photos": lambda p: Edits(p).add_photos([elsewhere(p, "new.jpg")], "rose"),
    "add_photos that are known": lambda p: Edits(p).add_photos(
        [FoundPhoto(p.path.parent / "photos/daisy/0.jpg", "", 100, 1)], "rose"
    ),
}


@pytest.mark.parametrize("make", EDITS.values(), ids=EDITS)
def test_an_edit_is_undone_and_redone_also_after_a_restart(
    project: Project, make: Callable[[Project], Edit | None]
) -> None:
    before, labels_before = by_path(project), snapshot(project).labels
    edit = make(project)
    assert edit is not None
    after, labels_after = by_path(project), snapshot(project).labels
    assert (after, labels_after) != (before, labels_before)
    with Project(project.path) as again:
        Edits(again).undo(edit.id)
        assert (by_path(again), snapshot(again).labels) == (before, labels_before)
        assert [one.undone for one in Edits(again).journal()] == [True]
    Edits(project).redo(edit.id)
    assert (by_path(project), snapshot(project).labels) == (after, labels_after)


def test_all_edits_one_after_another_are_undone_to_the_beginning(project: Project) -> None:
    before = by_path(project)
    made = [edit for make in EDITS.values() if (edit := make(project)) is not None]
    after = by_path(project)
    for edit in reversed(made):
        Edits(project).undo(edit.id)
    assert by_path(project) == before
    for edit in made:
        Edits(project).redo(edit.id)
    assert by_path(project) == after


def test_photos_found_fine_are_journalled_and_nothing_else_changes(project: Project) -> None:
    before = by_path(project)
    edit = Edits(project).accept([1, 2], "blurred")
    assert edit is not None
    assert edit.details == {"photos": 2, "suspicion": "blurred"}
    assert by_path(project) == before


def test_photos_to_learn_from_are_so_in_the_split_that_is_shown_until_it_is_undone(
    project: Project,
) -> None:
    edit = Edits(project).learn_from([1, 2])
    assert edit is not None
    assert edit.details == {"photos": 2}
    assert snapshot(project).photos.part.tolist() == [1, 1, 0, 0, 0, 0, 0, 0, 0]
    assert Edits(project).learn_from([1]) is None
    Edits(project).undo(edit.id)
    assert not snapshot(project).photos.part.any()


def test_an_edit_says_how_many_photos_it_changed(project: Project) -> None:
    edit = Edits(project).set_label([1, 2, 4], "rose")
    assert edit is not None
    assert edit.details == {"photos": 2, "label": "rose"}  # number 4 was a rose before


def test_an_edit_that_changes_nothing_is_not_journalled(project: Project) -> None:
    assert Edits(project).set_excluded([1], False) is None
    assert Edits(project).journal() == []


def test_a_new_edit_forgets_those_that_are_undone(project: Project) -> None:
    first = Edits(project).set_label([1], "rose")
    assert first is not None
    Edits(project).undo(first.id)
    second = Edits(project).set_excluded([2], True)
    assert Edits(project).journal() == [second]


def test_photos_that_a_renamed_labels_folder_gets_later_follow_it(project: Project) -> None:
    Edits(project).rename_label("daisy", "marguerite")
    Edits(project).rename_label("marguerite", "oxeye")
    scan(project, ["daisy", "rose", "tulip"], per_label=5)
    assert counts(snapshot(project)) == {"oxeye": 5, "rose": 5, "tulip": 5}


def test_a_label_given_by_hand_stays_when_the_folder_is_scanned_again(project: Project) -> None:
    Edits(project).set_label([1], "rose")
    scan(project, ["daisy", "rose", "tulip"])
    assert counts(snapshot(project)) == {"daisy": 2, "rose": 4, "tulip": 3}


def test_an_excluded_photo_takes_part_in_nothing(project: Project) -> None:
    Edits(project).set_excluded([1], True)
    assert project.labels() == {"daisy": 2, "rose": 3, "tulip": 3}
    assert project.photo_count() == 8
    assert snapshot(project).photo_count == 8


def test_an_empty_label_can_be_removed_and_one_with_photos_cannot(project: Project) -> None:
    Edits(project).add_label("lily")
    assert counts(snapshot(project))["lily"] == 0
    Edits(project).remove_label("lily")
    assert "lily" not in snapshot(project).labels
    with pytest.raises(ProjectError, match="“rose” has photos"):
        Edits(project).remove_label("rose")


@pytest.mark.parametrize("name", ["", "  ", "two\nlines", "x" * (LONGEST_LABEL + 1)])
def test_a_label_that_cannot_be_a_name_is_refused(project: Project, name: str) -> None:
    with pytest.raises(ProjectError, match="label"):
        Edits(project).add_label(name)
    assert Edits(project).journal() == []


def test_a_snapshot_tells_parts_features_and_reasons(project: Project) -> None:
    with project.writing() as connection:
        connection.execute("UPDATE photos SET sha256 = x'01' WHERE id = 1")
        connection.execute("UPDATE photos SET skipped_because = 'it is text' WHERE id = 2")
    project.add_parts(7, {b"\x01": "test"})
    now = snapshot(project, seed=7)
    row = now.photos.ids.tolist().index(1)
    assert now.photos.part[row] == 3
    assert not now.photos.has_features.any()
    assert now.photos.skipped == {now.photos.ids.tolist().index(2): "it is text"}
    assert np.count_nonzero(now.photos.part) == 1
    assert counts(now) == {"daisy": 3, "rose": 3, "tulip": 3}
    assert snapshot(project).photos.part[row] == 0  # the split of another seed


def test_a_run_can_be_named_used_and_deleted(tmp_path: Path) -> None:
    from tests.core.project.runs import add_run

    with Project(tmp_path / "runs.flowerdesk", create=True) as project:
        first, second = add_run(project), add_run(project)
        project.rename_run(first, " Two layers ")
        project.use_run(first)
        now = snapshot(project)
        assert [(run.id, run.name) for run in now.runs] == [(first, "Two layers"), (second, "")]
        assert now.run_in_use == first
        assert all(run.kept_head == b"" for run in now.runs)
        project.delete_run(first)
        assert snapshot(project).run_in_use == second
        project.delete_run(second)
        assert snapshot(project).run_in_use is None
