"""What goes into a project comes out of it, in this process and the next."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import astuple, replace
from pathlib import Path

import numpy as np
import pytest
from runs import KEY, add_run

from flowerdesk.core.project import FeatureKey, LearnablePhoto, PhotoFeatures, Project
from flowerdesk.core.scan import FoundPhoto


@pytest.fixture
def project(tmp_path: Path) -> Iterator[Project]:
    """Two daisies and two roses that nobody looked at yet."""
    with Project(tmp_path / "garden.flowerdesk", create=True) as project:
        folder = tmp_path / "photos"
        found = [
            FoundPhoto(folder / label / f"{n}.jpg", label, 10 + n, n)
            for label in ("rose", "daisy")
            for n in range(2)
        ]
        project.update_photos(folder, found, lambda _: None)
        yield project


def look(project: Project, key: FeatureKey = KEY, dim: int = 4) -> int:
    """Gives each photo bytes and a vector of its own number."""
    feature_set = project.feature_set(key, dim)
    project.add_features(
        feature_set,
        [
            PhotoFeatures(p.id, p.size, 5, bytes([p.id]) * 32, np.full(dim, p.id, np.float32))
            for p in project.without_features(feature_set)
        ],
    )
    return feature_set


def reopened(project: Project) -> Project:
    project.close()
    return Project(project.path)


# ---- photos and labels


def test_labels_come_in_order_with_their_photos(project: Project) -> None:
    assert list(project.labels().items()) == [("daisy", 2), ("rose", 2)]
    assert project.photo_count() == 4


def test_paths_are_relative_to_the_project_and_absolute_again_from_it(project: Project) -> None:
    photos = list(project.without_features(project.feature_set(KEY, 4)))
    assert [photo.path for photo in photos] == [
        "photos/rose/0.jpg",
        "photos/rose/1.jpg",
        "photos/daisy/0.jpg",
        "photos/daisy/1.jpg",
    ]
    folder = project.path.parent
    assert project.absolute("photos/rose/0.jpg") == folder / "photos" / "rose" / "0.jpg"
    assert project.relative(folder.parent / "other" / "a.jpg") == "../other/a.jpg"


# ---- features


def test_vectors_come_back_to_the_last_digit_in_the_order_asked_for(project: Project) -> None:
    feature_set = project.feature_set(KEY, 3)
    drawn = np.random.default_rng(0).normal(size=(4, 3)).astype(np.float32)
    photos = list(project.without_features(feature_set))
    project.add_features(
        feature_set,
        [
            PhotoFeatures(photo.id, 1, 1, bytes([n]) * 32, drawn[n])
            for n, photo in enumerate(photos)
        ],
    )
    with reopened(project) as again:
        hashes = [bytes([n]) * 32 for n in (2, 0, 3, 1)]
        vectors = again.vectors(feature_set, hashes)
        assert vectors.dtype == np.float32
        np.testing.assert_array_equal(vectors, drawn[[2, 0, 3, 1]])
        assert again.vectors(feature_set, []).shape == (0, 3)


def test_each_part_of_the_key_makes_a_feature_set_of_its_own(project: Project) -> None:
    keys = [
        KEY,
        replace(KEY, backbone="vgg19"),
        replace(KEY, layer="fc7"),
        replace(KEY, weights_sha256="1" * 64),
        replace(KEY, preprocessing=2),
        replace(KEY, precision="bfloat16"),
    ]
    sets = [project.feature_set(key, 4) for key in keys]
    assert len(set(sets)) == 6
    assert [project.feature_set(key, 4) for key in keys] == sets
    look(project, KEY)
    assert [project.count_without_features(number) for number in sets] == [0, 4, 4, 4, 4, 4]
    assert [(key, vectors) for key, _, vectors in project.feature_sets()] == [
        (key, 4 if key == KEY else 0) for key in keys
    ]


def test_a_feature_set_that_was_never_made_is_not_found(project: Project) -> None:
    with pytest.raises(KeyError):
        project.find_feature_set(replace(KEY, layer="fc7"))


def test_photos_with_vectors_are_what_is_learned_from(project: Project) -> None:
    feature_set = look(project)
    assert project.learnable(feature_set) == [
        LearnablePhoto(bytes([3]) * 32, "daisy", "photos/daisy/0.jpg", None),
        LearnablePhoto(bytes([4]) * 32, "daisy", "photos/daisy/1.jpg", None),
        LearnablePhoto(bytes([1]) * 32, "rose", "photos/rose/0.jpg", None),
        LearnablePhoto(bytes([2]) * 32, "rose", "photos/rose/1.jpg", None),
    ]


def test_the_same_bytes_with_two_labels_are_told_and_count_once(project: Project) -> None:
    feature_set = project.feature_set(KEY, 1)
    project.add_features(
        feature_set,
        [
            PhotoFeatures(photo.id, 1, 1, b"same bytes", np.zeros(1, np.float32))
            for photo in project.without_features(feature_set)
        ],
    )
    assert project.conflicting_photos() == [("photos/daisy/0.jpg", "photos/rose/1.jpg")]
    assert [(photo.label, photo.path) for photo in project.learnable(feature_set)] == [
        ("daisy", "photos/daisy/0.jpg")
    ]


def test_a_skipped_photo_has_its_reason_until_it_can_be_used(project: Project) -> None:
    feature_set = project.feature_set(KEY, 1)
    photo = next(project.without_features(feature_set))
    project.add_features(feature_set, [PhotoFeatures(photo.id, 1, 1, None, None, "it is a cat")])
    assert project.skipped() == [("photos/rose/0.jpg", "it is a cat")]
    assert photo.path in [again.path for again in project.without_features(feature_set)]
    vector = np.zeros(1, np.float32)
    project.add_features(feature_set, [PhotoFeatures(photo.id, 1, 1, b"bytes", vector)])
    assert project.skipped() == []
    assert project.has_features(feature_set, b"bytes")


def test_many_photos_come_a_few_at_a_time_and_all_of_them(tmp_path: Path) -> None:
    with Project(tmp_path / "large.flowerdesk", create=True) as project:
        found = [FoundPhoto(tmp_path / "p" / "x" / f"{n}.jpg", "x", 1, 1) for n in range(600)]
        project.update_photos(tmp_path / "p", found, lambda _: None)
        feature_set = project.feature_set(KEY, 1)
        seen = []
        for photo in project.without_features(feature_set):
            seen.append(photo.id)
            vector = np.zeros(1, np.float32)  # what is done meanwhile does not disturb the order
            done = PhotoFeatures(photo.id, 1, 1, str(photo.id).encode(), vector)
            project.add_features(feature_set, [done])
        assert seen == sorted(set(seen))
        assert len(seen) == 600


# ---- splits


def test_splits_are_kept_by_seed(project: Project) -> None:
    project.add_parts(0, {b"a": "train", b"b": "test"})
    project.add_parts(2**32 - 1, {b"a": "test"})
    project.add_parts(0, {b"b": "validation", b"c": "test"})
    with reopened(project) as again:
        assert again.parts(0) == {b"a": "train", b"b": "validation", b"c": "test"}
        assert again.parts(2**32 - 1) == {b"a": "test"}
        assert again.parts(1) == {}


# ---- runs


def test_a_run_comes_back_as_it_was_and_is_in_use(project: Project) -> None:
    run_id = add_run(project)
    with reopened(project) as again:
        run = again.run()
        assert run is not None
        assert run == again.run(run_id)
        assert (run.id, run.labels, run.cancelled) == (run_id, ("daisy", "rose"), False)
        assert run.settings == {"seed": 0, "epochs": 2, "hidden": [8]}
        assert astuple(run.feature_key) == astuple(KEY)
        assert (run.kept_head, run.last_head) == (b"kept", b"last")
        assert (run.best_iteration, run.best_validation_accuracy) == (2, 0.75)
        assert run.created.endswith("+00:00")


def test_the_history_of_a_run_keeps_every_loss_and_every_validation(project: Project) -> None:
    add_run(project)
    run = project.run()
    assert run is not None
    losses = [(iteration, loss) for iteration, loss, _ in run.history if loss is not None]
    accuracies = [(iteration, share) for iteration, _, share in run.history if share is not None]
    assert losses == [(1, 0.7), (2, 0.5)]
    assert accuracies == [(2, 0.75)]


def test_without_a_run_there_is_none(project: Project) -> None:
    assert project.run() is None
    assert project.run(7) is None
    assert project.runs() == []


def test_the_newest_run_is_in_use_until_another_is_chosen(project: Project) -> None:
    first, second = add_run(project), add_run(project)
    assert project.setting("run_in_use") == second
    project.use_run(first)
    run = project.run()
    assert run is not None
    assert run.id == first


def test_runs_can_be_listed_without_their_heads(project: Project) -> None:
    add_run(project)
    (whole,) = project.runs()
    (light,) = project.runs(heads=False)
    assert light == replace(whole, kept_head=b"", last_head=b"")


def test_a_run_can_be_named_and_deleted_and_the_newest_other_takes_over(project: Project) -> None:
    first, second, third = (add_run(project) for _ in range(3))
    project.rename_run(second, "  my best  ")
    assert [run.name for run in project.runs()] == ["", "my best", ""]
    project.delete_run(third)
    assert project.setting("run_in_use") == second
    project.delete_run(first)
    assert [run.id for run in project.runs()] == [second]
    assert project.setting("run_in_use") == second
    project.delete_run(second)
    assert project.run() is None


# ---- settings


@pytest.mark.parametrize("value", [None, True, 3, 0.5, "郁金香", [1, "a"], {"a": {"b": None}}])
def test_a_setting_is_anything_that_json_can_say(project: Project, value: object) -> None:
    project.set_setting("key", "before")
    project.set_setting("key", value)
    with reopened(project) as again:
        assert again.setting("key") == value
        assert again.setting("other") is None
