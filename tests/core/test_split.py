"""Splits: 8:1:1 of each label, the same for the same seed, and kept when photos are added."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flowerdesk.core.errors import TrainingError
from flowerdesk.core.project import LearnablePhoto, Project
from flowerdesk.core.split import PARTS, TEST, TRAIN, VALIDATION, divide, split


def photos_of(**counts: int) -> dict[bytes, str]:
    """That many photos of each label; their hashes are 32 drawn bytes."""
    generator = np.random.default_rng(0)
    return {generator.bytes(32): label for label, count in counts.items() for _ in range(count)}


def shares(labels: dict[bytes, str], parts: dict[bytes, str], label: str) -> tuple[int, int, int]:
    """Photos of a label in train, validation and test."""
    counts = Counter(parts[photo] for photo in parts if labels[photo] == label)
    return counts[TRAIN], counts[VALIDATION], counts[TEST]


# ---- dividing


def test_each_label_is_divided_as_8_to_1_to_1() -> None:
    labels = photos_of(daisy=100, tulip=30)
    parts = divide(labels, seed=0)
    assert parts.keys() == labels.keys()
    assert shares(labels, parts, "daisy") == (80, 10, 10)
    assert shares(labels, parts, "tulip") == (24, 3, 3)


@settings(deadline=None, max_examples=60)
@given(counts=st.lists(st.integers(3, 200), min_size=1, max_size=5), seed=st.integers(0, 2**32 - 1))
def test_every_label_has_photos_in_every_part_and_close_to_a_tenth_to_test_with(
    counts: list[int], seed: int
) -> None:
    labels = photos_of(**{f"label{n}": count for n, count in enumerate(counts)})
    parts = divide(labels, seed)
    for number, count in enumerate(counts):
        train, validation, test = shares(labels, parts, f"label{number}")
        assert train + validation + test == count
        assert validation == test
        assert train >= 1
        assert test >= 1
        assert abs(test - count / 10) < 1


@settings(deadline=None, max_examples=30)
@given(seed=st.integers(0, 2**32 - 1), order=st.randoms(use_true_random=False))
def test_the_same_seed_makes_the_same_split_in_whatever_order_photos_come(
    seed: int, order: object
) -> None:
    labels = photos_of(daisy=20, tulip=30)
    shuffled = list(labels.items())
    order.shuffle(shuffled)  # type: ignore[attr-defined]
    assert divide(dict(shuffled), seed) == divide(labels, seed)


@settings(deadline=None, max_examples=30)
@given(seed=st.integers(0, 2**32 - 2))
def test_another_seed_makes_another_split(seed: int) -> None:
    labels = photos_of(daisy=60, tulip=60)
    assert divide(labels, seed) != divide(labels, seed + 1)


def test_over_many_seeds_every_photo_is_tested_with_about_as_often() -> None:
    labels = photos_of(daisy=20)
    tested = Counter(
        photo for seed in range(400) for photo, part in divide(labels, seed).items() if part == TEST
    )
    # 40 times each is expected, with a deviation of 6.
    assert len(tested) == 20
    assert min(tested.values()) > 16
    assert max(tested.values()) < 64


@settings(deadline=None, max_examples=60)
@given(
    before=st.integers(3, 60),
    added=st.integers(0, 60),
    removed=st.integers(0, 2),
    seed=st.integers(0, 2**32 - 1),
)
def test_photos_keep_their_part_when_others_come_or_go(
    before: int, added: int, removed: int, seed: int
) -> None:
    all_photos = photos_of(daisy=before + added)
    first = dict(list(all_photos.items())[:before])
    parts = divide(first, seed)
    later = dict(list(all_photos.items())[removed:])
    if len(later) < 3:
        return
    grown = divide(later, seed, kept=parts)
    assert grown.keys() == later.keys()
    assert all(grown[photo] == parts[photo] for photo in first if photo in later)
    if not removed:
        train, validation, test = shares(all_photos, grown, "daisy")
        wanted = max(1, round(len(later) / 10))
        lacking = 2 * wanted - sum(shares(all_photos, parts, "daisy")[1:])
        assert max(validation, test) <= wanted
        # Only the new photos are there to fill them up.
        assert 2 * wanted - validation - test == max(0, lacking - added)
        assert train > 0


def test_photos_that_are_all_for_checking_and_testing_leave_new_ones_to_learn_from() -> None:
    labels = photos_of(daisy=5)
    kept = dict(zip(list(labels)[:4], [TEST, TEST, VALIDATION, VALIDATION], strict=True))
    assert divide(labels, 0, kept)[list(labels)[4]] == TRAIN


def test_a_label_of_two_photos_cannot_be_divided() -> None:
    with pytest.raises(ValueError, match="daisy has 2 photos"):
        divide(photos_of(daisy=2), 0)


# ---- in a project


@pytest.fixture
def project(tmp_path: Path) -> Iterator[Project]:
    with Project(tmp_path / "garden.flowerdesk", create=True) as project:
        yield project


def learnable(labels: dict[bytes, str], part: str | None = None) -> list[LearnablePhoto]:
    return [LearnablePhoto(sha256, label, sha256.hex(), part) for sha256, label in labels.items()]


def test_a_split_is_stored_under_its_seed(project: Project) -> None:
    photos = learnable(photos_of(daisy=20, tulip=20))
    first, notices = split(project, photos, seed=0)
    other, _ = split(project, photos, seed=1)
    assert notices == []
    assert project.parts(0) == first
    assert project.parts(1) == other
    assert first != other
    assert split(project, photos, seed=0)[0] == first


def test_a_split_stays_when_photos_are_added_and_new_ones_are_divided_too(
    project: Project,
) -> None:
    labels = photos_of(daisy=20, tulip=20)
    first, _ = split(project, learnable(labels), seed=0)
    more = labels | {sha256[::-1]: label for sha256, label in labels.items()}
    grown, _ = split(project, learnable(more), seed=0)
    assert {photo: part for photo, part in grown.items() if photo in labels} == first
    assert shares(more, grown, "daisy") == (32, 4, 4)
    assert project.parts(0) == grown


def test_photos_put_on_the_training_side_by_hand_are_there_in_every_split(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    photos = learnable(photos_of(daisy=20, tulip=20))
    drawn, _ = split(project, photos, seed=0)
    moved = {photo: TRAIN for photo, part in drawn.items() if part == TEST}
    with monkeypatch.context() as patch:
        patch.setattr(project, "parts_by_hand", lambda: moved)
        for seed in range(3):
            parts, _ = split(project, photos, seed)
            assert {parts[photo] for photo in moved} == {TRAIN}
            assert project.parts(0).items() >= moved.items()
    assert project.parts(0) == drawn
    assert not project.parts(1).keys() & moved.keys()


def test_a_label_with_too_few_photos_is_left_out_and_named(project: Project) -> None:
    photos = learnable(photos_of(daisy=10, tulip=10, orchid=2, rose=1))
    parts, notices = split(project, photos, seed=0)
    assert len(parts) == 20
    assert "“orchid” has only 2 photos" in notices[0]
    assert "“rose” has only 1 photo " in notices[1]
    assert len(notices) == 2


def test_fewer_than_two_labels_cannot_be_told_apart_and_the_scarce_are_named(
    project: Project,
) -> None:
    with pytest.raises(TrainingError, match=r"“tulip” has only 2 photos .* At least two labels"):
        split(project, learnable(photos_of(daisy=10, tulip=2)), seed=0)
    assert project.parts(0) == {}


def folder_photos(**parts: int) -> list[LearnablePhoto]:
    """Photos of daisies and tulips that the folder has divided, so many of each in a part."""
    labels = photos_of(daisy=sum(parts.values()), tulip=sum(parts.values()))
    names = [part for part, count in parts.items() for _ in range(count)] * 2
    return [
        LearnablePhoto(sha256, label, sha256.hex(), part)
        for (sha256, label), part in zip(labels.items(), names, strict=True)
    ]


def test_a_folders_own_division_is_kept(project: Project) -> None:
    photos = folder_photos(train=4, validation=3, test=5)
    parts, _ = split(project, photos, seed=0)
    assert parts == {photo.sha256: photo.folder_part for photo in photos}
    assert split(project, photos, seed=1)[0] == parts


def test_a_folder_of_train_and_test_keeps_its_test_photos_and_draws_those_to_check_with(
    project: Project,
) -> None:
    photos = folder_photos(train=16, test=4)
    parts, _ = split(project, photos, seed=0)
    assert all((parts[photo.sha256] == TEST) == (photo.folder_part == TEST) for photo in photos)
    assert Counter(parts.values()) == {TRAIN: 28, VALIDATION: 4, TEST: 8}


def test_a_folder_that_is_divided_later_overrules_what_was_drawn(project: Project) -> None:
    photos = folder_photos(train=10, validation=5, test=5)
    drawn = learnable({photo.sha256: photo.label for photo in photos})
    split(project, drawn, seed=0)
    parts, _ = split(project, photos, seed=0)
    assert parts == {photo.sha256: photo.folder_part for photo in photos}
    assert project.parts(0) == parts


def test_a_label_that_a_folder_leaves_nothing_to_learn_from_is_named(project: Project) -> None:
    tulips = [sha256 for sha256, label in photos_of(daisy=9, tulip=4).items() if label == "tulip"]
    photos = [
        LearnablePhoto(p.sha256, p.label, p.path, TEST if p.sha256 in tulips else PARTS[n % 3])
        for n, p in enumerate(learnable(photos_of(daisy=9, tulip=4)))
    ]
    with pytest.raises(TrainingError, match=r"learn the label “tulip” from.*Move some"):
        split(project, photos, seed=0)
