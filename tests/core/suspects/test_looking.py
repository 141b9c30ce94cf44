"""Suspicious photos of a project: found by a job, kept, and settled by hand."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from fake_backbone import BACKBONE, ColourGrid, grid_backbone
from PIL import Image

from flowerdesk.core import workflow
from flowerdesk.core.backbones import loading
from flowerdesk.core.errors import ProjectError
from flowerdesk.core.events import Event, JobCancelled, PhotoSkipped, Progress, ignore, never
from flowerdesk.core.project import Project
from flowerdesk.core.project.browsing import snapshot
from flowerdesk.core.project.edits import Edits
from flowerdesk.core.project.reviewing import held_out, held_out_ids
from flowerdesk.core.suspects import looking
from flowerdesk.core.suspects.lists import DuplicateGroup, Suspects, Suspicion, suspects
from flowerdesk.core.training import HeadSettings
from flowerdesk.core.workflow import BackboneRequest

SETTINGS = HeadSettings(hidden=(8,), epochs=2)
COLOURS = {"daisy": (200, 60, 60), "rose": (60, 200, 60)}
SWAPPED = "rose/swapped.png"


def draw(path: Path, colour: tuple[int, int, int], seed: int, size: tuple[int, int]) -> None:
    """A photo that leans to a colour, unlike any other."""
    drawing = np.random.default_rng(seed)
    blocks = Image.fromarray(drawing.integers(0, 256, (9, 12, 3), np.uint8)).resize(size, 0)
    Image.blend(blocks, Image.new("RGB", size, colour), 0.5).save(path)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Daisies and roses, 30 of each, with one of everything that is suspicious."""
    made = tmp_path / "photos"
    for number, (label, colour) in enumerate(COLOURS.items()):
        (made / label).mkdir(parents=True)
        for photo in range(30):
            draw(made / label / f"{photo:02}.png", colour, 100 * number + photo, (96, 72))
    draw(made / SWAPPED, COLOURS["daisy"], 900, (96, 72))
    draw(made / "daisy" / "tiny.png", COLOURS["daisy"], 901, (16, 12))
    draw(made / "daisy" / "long.png", COLOURS["daisy"], 902, (180, 40))
    with Image.open(made / "daisy" / "00.png") as photo:
        photo.point(lambda value: value // 8).save(made / "daisy" / "dark.png")
    with Image.open(made / "rose" / "00.png") as photo:
        photo.point(lambda value: 247 + value // 32).save(made / "rose" / "bright.png")
    glow = Image.radial_gradient("L").resize((96, 72)).point(lambda value: 255 - value)
    Image.merge("RGB", (glow, glow, glow)).save(made / "rose" / "blurred.png")
    with Image.open(made / "daisy" / "05.png") as photo:
        photo.resize((84, 63)).save(made / "daisy" / "05 again.png")
    return made


@pytest.fixture
def path(folder: Path, grid: ColourGrid, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The project of the folder, learned."""
    choice = loading.Choice(BACKBONE, BACKBONE.layers[0], folder / "weights", "a colour grid")
    monkeypatch.setattr(loading, "choose", lambda *_: choice)
    monkeypatch.setattr(loading, "load", lambda _: grid_backbone(grid))
    made = folder.with_suffix(".flowerdesk")
    learn(made, folder)
    return made


def learn(path: Path, folder: Path | None = None) -> None:
    workflow.train(path, folder, BackboneRequest(), SETTINGS, ignore, never)


def search(path: Path, emit: Callable[[Event], None] = ignore) -> looking.Searched:
    return looking.search(path, emit, never)


def found(path: Path) -> Suspects:
    with Project(path) as project:
        return suspects(project)


def names(path: Path, suspicion: Suspicion) -> list[str]:
    return [Path(photo.path).name for photo in found(path).singles[suspicion]]


def ids(path: Path, name: str) -> tuple[int, ...]:
    with Project(path, read_only=True) as project:
        photos = snapshot(project).photos
        return tuple(
            int(photos.ids[row]) for row, one in enumerate(photos.paths) if one.endswith(name)
        )


def pair(path: Path) -> DuplicateGroup:
    (group,) = [
        group for group in found(path).groups if any("05 again" in one.path for one in group.photos)
    ]
    return group


def edit(path: Path, make: Callable[[Edits], object]) -> None:
    with Project(path) as project:
        make(Edits(project))


def test_before_the_search_nothing_is_suspicious_and_it_says_so(path: Path) -> None:
    before = found(path)
    assert not before.searched
    assert not before.up_to_date
    assert before.photos == 67
    assert not any(before.singles.values())
    assert before.groups == ()


def test_every_kind_of_suspect_is_found(path: Path) -> None:
    report = search(path)
    assert (report.photos, report.measured, report.skipped) == (67, 67, 0)
    assert found(path).searched
    assert found(path).up_to_date
    assert names(path, "dark") == ["dark.png"]
    assert "bright.png" in names(path, "bright")
    assert "blurred.png" in names(path, "blurred")
    assert names(path, "tiny") == ["tiny.png"]
    assert names(path, "odd_shape") == ["long.png"]
    assert [Path(one.path).name for one in pair(path).photos] == ["05.png", "05 again.png"]


def test_a_wrong_label_is_found_with_the_one_that_fits(path: Path) -> None:
    search(path)
    suspect = found(path).singles["wrong_label"][0]
    assert suspect.path == f"photos/{SWAPPED}"
    assert (suspect.label, suspect.suggested) == ("rose", "daisy")
    assert suspect.score > 0.5


def test_a_second_search_measures_only_what_is_new(path: Path, folder: Path) -> None:
    search(path)
    events: list[Event] = []
    report = search(path, events.append)
    assert report.measured == 0
    assert not [one for one in events if isinstance(one, Progress) and one.stage == "measure"]
    draw(folder / "rose" / "new.png", COLOURS["rose"], 903, (96, 72))
    learn(path, folder)
    assert found(path).up_to_date is False
    assert search(path).measured == 1
    assert found(path).up_to_date


def test_taking_the_suggested_label_settles_the_doubt_and_undo_brings_it_back(path: Path) -> None:
    search(path)
    suspect = found(path).singles["wrong_label"][0]
    edit(path, lambda edits: edits.set_label(suspect.ids, "daisy"))
    assert SWAPPED not in str(found(path).singles["wrong_label"])
    assert not found(path).up_to_date
    edit(path, lambda edits: edits.undo(edits.journal()[-1].id))
    assert found(path).singles["wrong_label"][0] == suspect
    assert found(path).up_to_date


def test_a_label_that_was_kept_is_not_suspected_again(path: Path) -> None:
    search(path)
    suspect = found(path).singles["wrong_label"][0]
    edit(path, lambda edits: edits.keep_label(suspect.ids))
    assert SWAPPED not in str(found(path).singles["wrong_label"])
    search(path)
    assert SWAPPED not in str(found(path).singles["wrong_label"])
    edit(path, lambda edits: edits.undo(edits.journal()[-1].id))
    search(path)
    assert found(path).singles["wrong_label"][0].path == suspect.path


def test_a_label_that_was_renamed_is_still_doubted_under_its_new_name(path: Path) -> None:
    search(path)
    edit(path, lambda edits: edits.rename_label("rose", "rosa"))
    suspect = found(path).singles["wrong_label"][0]
    assert (suspect.label, suspect.suggested) == ("rosa", "daisy")
    edit(path, lambda edits: edits.merge_labels(["daisy"], "rosa"))
    assert found(path).singles["wrong_label"] == ()


def test_photos_that_were_found_fine_are_not_suspected_again(path: Path) -> None:
    search(path)
    edit(path, lambda edits: edits.accept(ids(path, "dark.png"), "dark"))
    edit(path, lambda edits: edits.accept(ids(path, "long.png"), "dark"))
    assert names(path, "dark") == []
    assert names(path, "odd_shape") == ["long.png"]
    edit(path, lambda edits: edits.accept(pair(path).ids, "near_duplicates"))
    search(path)
    assert names(path, "dark") == []
    assert "05 again" not in str(found(path).groups)


def test_a_group_that_was_found_fine_comes_back_with_a_photo_that_is_new(
    path: Path, folder: Path
) -> None:
    search(path)
    edit(path, lambda edits: edits.accept(pair(path).ids, "near_duplicates"))
    with Image.open(folder / "daisy" / "05.png") as photo:
        photo.resize((90, 68)).save(folder / "daisy" / "05 thrice.png")
    learn(path, folder)
    search(path)
    assert len(pair(path).photos) == 3


def test_photos_that_are_left_out_are_in_no_list(path: Path) -> None:
    search(path)
    edit(path, lambda edits: edits.set_excluded(ids(path, "dark.png"), True))
    edit(path, lambda edits: edits.set_excluded(ids(path, "05 again.png"), True))
    assert names(path, "dark") == []
    assert "05 again" not in str(found(path).groups)
    assert search(path).photos == 65


def put(path: Path, name: str, part: str, seed: int = 0) -> None:
    """Puts a photo into a part of a split as if it had been drawn so."""
    with Project(path) as project:
        sha256 = project.hash_of(f"photos/{name}")
        assert sha256 is not None
        project.add_parts(seed, {sha256: part})


@pytest.fixture
def straddling(path: Path) -> Path:
    """The two of a pair are in training and in the test of the split that was learned from."""
    search(path)
    put(path, "daisy/05.png", "train")
    put(path, "daisy/05 again.png", "test")
    return path


def test_a_pair_in_training_and_test_is_warned_of_and_comes_first(straddling: Path) -> None:
    assert found(straddling).groups[0].straddles
    assert "05 again" in str(found(straddling).groups[0])
    assert found(straddling).straddling >= 1
    put(straddling, "daisy/05.png", "validation")
    assert pair(straddling).straddles
    put(straddling, "daisy/05 again.png", "train")
    assert not pair(straddling).straddles


def test_a_group_is_moved_to_the_training_side_of_every_split_and_back(straddling: Path) -> None:
    moved = ids(straddling, "05 again.png")
    with Project(straddling) as project:
        feature_set = project.feature_sets()[0][0]
        before = held_out(project, project.find_feature_set(feature_set), 0)
        edit_made = Edits(project).learn_from(pair(straddling).ids)
        assert edit_made is not None
        assert not pair(straddling).straddles
        assert {photo.part for photo in pair(straddling).photos} == {"train"}
        after = held_out(project, project.find_feature_set(feature_set), 0)
        assert {one.ids for one in before} - {one.ids for one in after} == {moved}
        assert not held_out_ids(project, 0) & set(moved)
        sha256 = project.hash_of("photos/daisy/05 again.png")
        assert project.parts(0)[sha256] == "train"
    for seed in range(1, 8):  # seven splits of which each would test one in ten
        workflow.train(
            straddling, None, BackboneRequest(), HeadSettings((8,), 1, seed=seed), ignore, never
        )
        assert {photo.part for photo in pair(straddling).photos} == {"train"}
    edit(straddling, lambda edits: edits.undo(edit_made.id))
    with Project(straddling) as project:
        assert project.parts(0)[sha256] == "test"
        assert len(held_out(project, project.find_feature_set(feature_set), 0)) == len(before)


def test_copies_of_a_moved_photo_are_moved_with_it(straddling: Path, folder: Path) -> None:
    shutil.copy(folder / "daisy" / "05 again.png", folder / "daisy" / "copy.png")
    learn(straddling, folder)
    edit(straddling, lambda edits: edits.learn_from(ids(straddling, "05 again.png")))
    with Project(straddling) as project:
        photos = snapshot(project).photos
        parts = {
            Path(name).name: part for name, part in zip(photos.paths, photos.part, strict=True)
        }
    assert parts["copy.png"] == parts["05 again.png"] == 1


def test_a_photo_that_is_gone_is_told_and_the_others_go_on(path: Path, folder: Path) -> None:
    (folder / "daisy" / "03.png").unlink()
    draw(folder / "daisy" / "04.png", COLOURS["daisy"], 999, (96, 72))  # other bytes
    events: list[Event] = []
    report = search(path, events.append)
    assert (report.photos, report.measured, report.skipped) == (67, 65, 2)
    skipped = {Path(one.path).name: one.reason for one in events if isinstance(one, PhotoSkipped)}
    assert skipped.keys() == {"03.png", "04.png"}
    assert "gone" in skipped["03.png"]
    assert "changed" in skipped["04.png"]


def test_a_search_that_is_stopped_keeps_what_was_measured_and_found_before(path: Path) -> None:
    search(path)
    before = found(path)
    with Project(path) as project, project.writing() as connection:
        connection.execute("UPDATE measures SET version = 0")
    done: list[int] = []

    def emit(event: Event) -> None:
        if isinstance(event, Progress):
            done.append(event.done)

    with pytest.raises(JobCancelled):
        looking.search(path, emit, lambda: len(done) > 40)
    after = found(path)
    assert [one.path for one in after.singles["wrong_label"]] == [
        one.path for one in before.singles["wrong_label"]
    ]
    assert search(path).measured == 67 - 32


def test_a_project_whose_photos_were_not_looked_at_says_what_to_do(tmp_path: Path) -> None:
    path = tmp_path / "empty.flowerdesk"
    with Project(path, create=True):
        pass
    with pytest.raises(ProjectError, match="Learn them first"):
        search(path)
