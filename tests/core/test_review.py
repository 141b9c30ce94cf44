"""Looking back at a run: the score with the labels of now, hand edits, and the run before."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from fake_backbone import BACKBONE, ColourGrid, grid_backbone

from flowerdesk.core import workflow
from flowerdesk.core.backbones import loading
from flowerdesk.core.events import ignore, never
from flowerdesk.core.head import Head
from flowerdesk.core.project import Project, Run
from flowerdesk.core.project.edits import Edits
from flowerdesk.core.review import Review, ReviewedPhoto, Reviewer, wilson_interval
from flowerdesk.core.training import HeadSettings
from flowerdesk.core.workflow import BackboneRequest

SETTINGS = HeadSettings(hidden=(8,), epochs=5)
PHOTOS = {"daisy": 30, "rose": 30, "tulip": 60}


@pytest.fixture
def path(
    tmp_path: Path,
    draw_photos: Callable[..., Path],
    grid: ColourGrid,
    monkeypatch: pytest.MonkeyPatch,
) -> Path:
    """A project that has learned three labels with 3, 3 and 6 test photos."""
    choice = loading.Choice(BACKBONE, BACKBONE.layers[0], tmp_path / "weights", "a colour grid")
    monkeypatch.setattr(loading, "choose", lambda *_: choice)
    monkeypatch.setattr(loading, "load", lambda _: grid_backbone(grid))
    made = tmp_path / "photos.flowerdesk"
    learn(made, draw_photos(tmp_path / "photos", **PHOTOS))
    return made


def learn(path: Path, folder: Path | None = None, settings: HeadSettings = SETTINGS) -> None:
    workflow.train(path, folder, BackboneRequest(), settings, ignore, never)


@pytest.fixture
def project(path: Path) -> Iterator[Project]:
    with Project(path) as opened:
        yield opened


def review(project: Project) -> Review:
    made = Reviewer().review(project)
    assert made is not None
    return made


def learn_worse(project: Project, *, seed: int = 0) -> Run:
    """Another run, whose head says daisy to everything."""
    run = project.run()
    assert run is not None
    head = Head.from_bytes(run.kept_head)
    kernel, _ = head.layers[-1]
    says_daisy = np.array([1, 0, 0], np.float32)
    head = replace(head, layers=(*head.layers[:-1], (np.zeros_like(kernel), says_daisy)))
    settings = {**run.settings, "seed": seed}
    return project.add_run(replace(run, settings=settings, kept_head=head.to_bytes()))


def any_photo(review: Review, label: str = "rose") -> ReviewedPhoto:
    return next(photo for photo in review.photos if photo.label == label)


# The score


@pytest.mark.parametrize(("right", "photos"), [(0, 1), (1, 1), (90, 100), (184, 184), (3, 7)])
def test_the_interval_is_that_of_scipy(right: int, photos: int) -> None:
    from scipy.stats import binomtest

    wanted = binomtest(right, photos).proportion_ci(0.95, method="wilson")
    assert wilson_interval(right, photos) == pytest.approx((wanted.low, wanted.high), abs=1e-12)


@pytest.mark.parametrize("spoiled", [False, True])
def test_the_figures_are_those_of_the_evaluation(
    project: Project, path: Path, spoiled: bool
) -> None:
    if spoiled:
        learn_worse(project)
    score = workflow.evaluate(path, ignore, never).evaluation
    made = review(project)
    assert (len(made.photos), made.right, made.accuracy) == (
        score.photos,
        score.right,
        score.accuracy,
    )
    assert made.matrix.tolist() == [list(row) for row in score.confusion_matrix]
    assert made.interval == pytest.approx(score.interval)
    for label, wanted in score.per_label.items():
        assert vars(made.per_label[label]) == pytest.approx(vars(wanted))


def test_nothing_learned_is_nothing_to_review(tmp_path: Path) -> None:
    with Project(tmp_path / "new.flowerdesk", create=True) as project:
        assert Reviewer().review(project) is None


def test_every_label_counts_alike_in_the_balanced_accuracy(project: Project) -> None:
    learn_worse(project)
    made = review(project)
    assert made.accuracy == pytest.approx(3 / 12)
    assert made.balanced_accuracy == pytest.approx(1 / 3)
    assert made.fewest_and_most == (3, 6)


def test_few_and_uneven_labels_are_noticed(project: Project) -> None:
    made = review(project)
    assert made.few
    assert not made.uneven
    rose = [one for photo in made.photos if photo.label == "rose" for one in photo.ids]
    Edits(project).set_excluded(rose[:1], True)
    assert review(project).uneven


def test_a_cell_holds_its_photos_with_the_surest_first(project: Project) -> None:
    learn_worse(project)
    cell = review(project).cell("tulip", "daisy")
    assert len(cell) == 6
    sureness = [photo.probability for photo in cell]
    assert sureness == sorted(sureness, reverse=True)
    assert review(project).cell("daisy", "tulip") == ()


# Edits


def test_a_mended_label_counts_at_once_and_is_said(project: Project) -> None:
    learn_worse(project)
    reviewer = Reviewer()
    before = reviewer.review(project)
    assert before is not None
    photo = before.cell("rose", "daisy")[0]
    Edits(project).set_label(photo.ids, photo.taken_for)
    after = reviewer.review(project)
    assert after is not None
    assert (before.right, after.right) == (3, 4)
    assert (before.mended, after.mended) == (0, 1)
    assert len(after.cell("rose", "daisy")) == 2


def test_a_label_that_was_put_back_is_not_mended(project: Project) -> None:
    photo = any_photo(review(project))
    edits = Edits(project)
    edits.set_label(photo.ids, "tulip")
    edits.set_label(photo.ids, "rose")
    assert review(project).mended == 0
    edit = edits.set_label(photo.ids, "daisy")
    assert edit is not None
    assert review(project).mended == 1
    edits.undo(edit.id)
    assert review(project).mended == 0


def test_training_photos_do_not_count_as_mended(project: Project) -> None:
    training = next(sha for sha, part in project.parts(0).items() if part == "train")
    rows = project.read_rows("SELECT id FROM photos WHERE sha256 = ?", training)
    Edits(project).set_label([row["id"] for row in rows], "violet")
    assert review(project).mended == 0


def test_a_photo_that_is_left_out_is_in_no_figure(project: Project) -> None:
    photo = any_photo(review(project))
    edits = Edits(project)
    edit = edits.set_excluded(photo.ids, True)
    assert edit is not None
    made = review(project)
    assert (len(made.photos), made.left_out) == (11, 1)
    edits.undo(edit.id)
    made = review(project)
    assert (len(made.photos), made.left_out) == (12, 0)


def test_a_kept_label_is_remembered_until_it_is_another_one(project: Project) -> None:
    photo = any_photo(review(project))
    edits = Edits(project)
    edit = edits.keep_label(photo.ids)
    assert edit is not None
    assert [p.path for p in review(project).photos if p.kept] == [photo.path]
    edits.undo(edit.id)
    assert not any(p.kept for p in review(project).photos)
    edits.redo(edit.id)
    edits.set_label(photo.ids, "daisy")
    made = review(project)
    assert not any(p.kept for p in made.photos)
    assert made.mended == 1


def test_keeping_no_photo_is_no_edit(project: Project) -> None:
    assert Edits(project).keep_label([]) is None


def test_a_label_that_the_run_knows_nothing_of_is_counted_apart(project: Project) -> None:
    Edits(project).rename_label("rose", "Rosa canina")
    made = review(project)
    assert (len(made.photos), made.unlearned) == (9, 3)
    assert made.mended == 0


def test_copies_of_a_photo_are_one(path: Path, project: Project) -> None:
    photo = any_photo(review(project))
    original = path.parent / photo.path
    (original.parent / "another name.png").write_bytes(original.read_bytes())
    learn(path, path.parent / "photos")
    made = review(project)
    found = {p.path: p for p in made.photos}[photo.path]
    assert len(found.ids) == 2
    assert len(made.photos) == 12


# The run before


def test_the_first_run_has_none_before_it(project: Project) -> None:
    assert review(project).before is None


def test_two_runs_are_compared_photo_by_photo(project: Project) -> None:
    first = review(project)
    learn_worse(project)
    made = review(project)
    assert made.before is not None
    assert made.before.comparable
    assert made.before.accuracy == pytest.approx(first.accuracy)
    assert made.before.gain == pytest.approx(made.accuracy - first.accuracy)
    lost = {p.path for p in first.photos if p.right} - {p.path for p in made.photos if p.right}
    assert {p.path for p in made.before.worse} == lost
    assert lost
    assert {p.label for p in made.before.better} <= {"daisy"}


def test_runs_with_other_test_photos_are_not_compared(path: Path, project: Project) -> None:
    first = project.run()
    assert first is not None
    assert first.evaluation is not None
    learn(path, settings=replace(SETTINGS, seed=1))
    made = review(project)
    assert made.before is not None
    assert not made.before.comparable
    assert made.before.accuracy == first.evaluation["accuracy"]


def test_the_run_before_is_the_one_before_the_run_in_use(project: Project) -> None:
    first = project.run()
    assert first is not None
    learn_worse(project)
    project.use_run(first.id)
    assert review(project).before is None


# Fresh test photos


def test_a_fresh_seed_is_one_that_no_run_had(path: Path, project: Project) -> None:
    assert review(project).fresh_seed == 1
    before = {photo.path for photo in review(project).photos}
    learn(path, settings=replace(SETTINGS, seed=1))
    made = review(project)
    assert made.fresh_seed == 2
    assert {photo.path for photo in made.photos} != before


def test_fresh_test_photos_make_edits_before_them_harmless(path: Path, project: Project) -> None:
    photo = any_photo(review(project))
    Edits(project).set_label(photo.ids, "tulip")
    # As if the edit had been made the day before.
    with project.writing() as connection:
        connection.execute("UPDATE edits SET created = '2000-01-01T00:00:00+00:00'")
    learn(path, settings=replace(SETTINGS, seed=1))
    assert review(project).mended == 0


def test_a_folder_that_names_its_test_photos_has_no_fresh_ones(
    path: Path, draw_photos: Callable[..., Path], tmp_path: Path
) -> None:
    folder = tmp_path / "divided"
    for part, count in {"train": 12, "test": 4}.items():
        draw_photos(folder / part, daisy=count, rose=count)
        for n, photo in enumerate(sorted((folder / part).rglob("*.png"))):
            photo.write_bytes(photo.read_bytes() + f"{part}{n}".encode())  # no two alike
    divided = tmp_path / "divided.flowerdesk"
    learn(divided, folder)
    with Project(divided) as project:
        made = review(project)
    assert len(made.photos) == 8
    assert made.fresh_seed is None
