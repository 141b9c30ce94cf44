"""Divides photos into those to learn from, to check with while learning, and to test with."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence

from flowerdesk.core import words
from flowerdesk.core.errors import TrainingError
from flowerdesk.core.project import LearnablePhoto, Project
from flowerdesk.core.words import say

TRAIN, VALIDATION, TEST = "train", "validation", "test"
PARTS = (TRAIN, VALIDATION, TEST)
FEWEST_PHOTOS = 3
"""A label needs one photo in each part."""

_SHARE = 0.1  # of validation and of test: 8:1:1, as in the article


def divide(
    labels: Mapping[bytes, str],
    seed: int,
    kept: Mapping[bytes, str] | None = None,
    drawn: Collection[str] = (VALIDATION, TEST),
) -> dict[bytes, str]:
    """A part for every photo, stratified by label: of each label a tenth to check, a tenth to test.

    Photos in ``kept`` stay in their part. The others are divided among themselves so that the whole
    comes as close to 8:1:1 as it can. The same labels, seed and ``kept`` give the same parts.

    Args:
        labels: the label of each photo, by the hash of its bytes.
        seed: another number makes another split.
        kept: parts that are decided already.
        drawn: the parts that get photos; all others go to train.

    Raises:
        ValueError: a label has fewer than :data:`FEWEST_PHOTOS` photos.
    """
    kept = kept or {}
    parts = {photo: kept[photo] for photo in labels if photo in kept}
    photos_by_label: dict[str, list[bytes]] = defaultdict(list)
    for photo, label in labels.items():
        photos_by_label[label].append(photo)
    for label, photos in sorted(photos_by_label.items()):
        if len(photos) < FEWEST_PHOTOS:
            raise ValueError(f"{label} has {len(photos)} photos")
        held = Counter(parts[photo] for photo in photos if photo in parts)
        new = sorted(photo for photo in photos if photo not in parts)
        wanted = max(1, round(len(photos) * _SHARE))
        validation = _clamp((wanted - held[VALIDATION]) * (VALIDATION in drawn), len(new))
        test = _clamp((wanted - held[TEST]) * (TEST in drawn), len(new) - validation)
        if not held[TRAIN] and validation + test == len(new):
            validation = _clamp(validation, len(new) - test - 1)
        for part, chosen in _draw(new, validation, test, seed).items():
            parts.update(dict.fromkeys(chosen, part))
    return parts


def _clamp(wanted: int, available: int) -> int:
    return max(0, min(wanted, available))


def _draw(
    photos: Sequence[bytes], validation: int, test: int, seed: int
) -> dict[str, Sequence[bytes]]:
    """Draws as many of one label's photos for each part, by scikit-learn's shuffling."""
    from sklearn.utils import shuffle

    if not photos:
        return {}
    shuffled = shuffle(photos, random_state=seed)
    return {
        TEST: shuffled[:test],
        VALIDATION: shuffled[test : test + validation],
        TRAIN: shuffled[test + validation :],
    }


def split(
    project: Project, photos: Sequence[LearnablePhoto], seed: int
) -> tuple[dict[bytes, str], list[str]]:
    """The project's split of that seed, made now or completed with the photos that are new.

    Photos of a folder that is divided already keep their part, and those that a person put into a
    part are in it. A label with too few photos to be divided is left out.

    Returns:
        The part of each photo that takes part, by hash, and a sentence for each label left out.

    Raises:
        TrainingError: fewer than two labels are left to be told apart.
    """
    counts = Counter(photo.label for photo in photos)
    scarce = {label for label, count in counts.items() if count < FEWEST_PHOTOS}
    notices: list[str] = [
        say(
            "The label “{label}” has only {photos} that can be used and was left out; it needs at "
            "least {fewest}: one to learn from, one to check with, one to test.",
            label=label,
            photos=words.photos(counts[label]),
            fewest=FEWEST_PHOTOS,
        )
        for label in sorted(scarce)
    ]
    if len(counts) - len(scarce) < 2:
        raise TrainingError(
            " ".join(
                [*notices, "At least two labels with 3 photos each are needed. Add photos to them."]
            )
        )
    labels = {photo.sha256: photo.label for photo in photos if photo.label not in scarce}
    stored = project.parts(seed)
    fixed, drawn = _folder_division(photos)
    by_hand = project.parts_by_hand()
    parts = divide(labels, seed, {**stored, **fixed, **by_hand}, drawn)
    _check_parts(labels, parts)
    changed = {
        photo: part
        for photo, part in parts.items()
        if stored.get(photo) != part and photo not in by_hand  # which may be taken back
    }
    if changed:
        project.add_parts(seed, changed)
    return parts, notices


def _folder_division(photos: Iterable[LearnablePhoto]) -> tuple[dict[bytes, str], Collection[str]]:
    """The parts that a divided folder fixes, and those that still have to be drawn.

    A folder with ``train`` and ``test`` alone keeps its test photos; those to check with are drawn
    from the ones to learn from.
    """
    parts = {photo.sha256: photo.folder_part for photo in photos}
    fixed = {photo: part for photo, part in parts.items() if part is not None}
    if len(fixed) < len(parts):
        return fixed, (VALIDATION, TEST)
    drawn = {VALIDATION, TEST} - set(fixed.values())
    if drawn:
        fixed = {photo: part for photo, part in fixed.items() if part != TRAIN}
    return fixed, drawn


def _check_parts(labels: Mapping[bytes, str], parts: Mapping[bytes, str]) -> None:
    """A divided folder may leave a label without photos to learn from."""
    learned = {labels[photo] for photo, part in parts.items() if part == TRAIN}
    unlearned = sorted(set(labels.values()) - learned)
    if unlearned:
        raise TrainingError(
            say(
                "There are no photos to learn the label “{unlearned}” from: all of its "
                "photos are in the folders for validation and test. Move some of them to "
                "train.",
                unlearned=unlearned[0],
            )
        )
