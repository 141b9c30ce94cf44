"""The index of what excites each channel most: complete, only new photos added, nothing lost."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest
from tiny import load_tiny

from flowerdesk.core import photos
from flowerdesk.core.backbones.loading import LoadedBackbone
from flowerdesk.core.events import Event, JobCancelled, PhotoSkipped, Progress, ignore, never
from flowerdesk.core.extraction import extract
from flowerdesk.core.project import Project, seeing
from flowerdesk.core.project.edits import Edits
from flowerdesk.core.scan import scan
from flowerdesk.core.see.sight import Sight, sight_of
from flowerdesk.core.see.top_patches import (
    SHOWN,
    LookedThrough,
    how_far,
    look_through,
    patch_box,
    top_patches,
)

PHOTOS = 40


@pytest.fixture(scope="module")
def tiny() -> LoadedBackbone:
    return load_tiny()


@pytest.fixture
def sight(tiny: LoadedBackbone) -> Sight:
    return sight_of(tiny)


@pytest.fixture
def folder(tmp_path: Path, draw_photos: Callable[..., Path]) -> Path:
    return draw_photos(tmp_path / "photos", ash=PHOTOS // 2, oak=PHOTOS // 2)


@pytest.fixture
def project(tmp_path: Path, folder: Path, tiny: LoadedBackbone) -> Iterator[Project]:
    with Project(tmp_path / "trees.flowerdesk", create=True) as project:
        look_at(project, folder, tiny)
        yield project


def look_at(project: Project, folder: Path, tiny: LoadedBackbone) -> None:
    project.update_photos(folder, scan(folder).photos, lambda path: photos.read(path).sha256)
    extract(project, tiny, ignore, never)


@pytest.fixture
def index(project: Project, tiny: LoadedBackbone, sight: Sight) -> Callable[..., LookedThrough]:
    def run(
        emit: Callable[[Event], None] = ignore,
        cancelled: Callable[[], bool] = never,
        **pieces: int,
    ) -> LookedThrough:
        return look_through(project, tiny, sight, sight.tour, emit, cancelled, **pieces)

    return run


def strengths(project: Project, tiny: LoadedBackbone, sight: Sight) -> dict[str, dict[str, float]]:
    """By layer and channel, then by path: reckoned from the whole maps."""
    found: dict[str, dict[str, float]] = {}
    for path in [photo.path for photo in project.learnable(1)]:
        pixels = tiny.decode(project.absolute(path).read_bytes())
        for name, maps in sight.maps(pixels).items():
            for channel, strength in enumerate(maps.max(axis=(0, 1))):
                found.setdefault(f"{name} {channel}", {})[path] = float(strength)
    return found


def assert_right(project: Project, tiny: LoadedBackbone, sight: Sight) -> None:
    """Every channel's patches are those of the photos with the highest values of all."""
    expected = strengths(project, tiny, sight)
    for layer in sight.tour:
        for channel in range(layer.shape[2]):
            patches = top_patches(project, tiny, sight, layer, channel)
            by_path = expected[f"{layer.name} {channel}"]
            best = sorted(by_path.values(), reverse=True)[:SHOWN]
            assert [one.strength for one in patches] == pytest.approx(
                [strength for strength in best if strength > 0], rel=1e-5
            )
            for one in patches:
                assert one.strength == pytest.approx(by_path[one.path], rel=1e-5)


def test_the_strongest_of_all_photos_are_found_for_every_channel_of_every_layer(
    project: Project, tiny: LoadedBackbone, sight: Sight, index: Callable[..., LookedThrough]
) -> None:
    events: list[Event] = []
    report = index(events.append)
    assert (report.known, report.there, report.computed) == (PHOTOS, PHOTOS, PHOTOS)
    assert report.complete
    assert_right(project, tiny, sight)
    shares = [event.done for event in events if isinstance(event, Progress)]
    assert shares == sorted(shares)
    assert shares[-1] == PHOTOS


def test_a_patch_is_cut_from_where_the_channel_responds(
    project: Project, tiny: LoadedBackbone, sight: Sight, index: Callable[..., LookedThrough]
) -> None:
    index()
    layer = sight.layer("pool1")
    patch = top_patches(project, tiny, sight, layer, 2)[0]
    pixels = tiny.decode(project.absolute(patch.path).read_bytes())
    place = int(sight.maps(pixels)["pool1"][..., 2].argmax())
    left, top, right, bottom = box = patch_box(sight, layer, place)
    assert patch.box == box
    np.testing.assert_array_equal(patch.picture.array(), pixels[top:bottom, left:right])
    assert patch.label == Path(patch.path).parent.name


def test_only_new_photos_are_looked_through_again(
    project: Project,
    folder: Path,
    tiny: LoadedBackbone,
    sight: Sight,
    index: Callable[..., LookedThrough],
    draw_photos: Callable[..., Path],
) -> None:
    index()
    assert index().computed == 0
    draw_photos(folder, ash=0, oak=0, yew=6)
    look_at(project, folder, tiny)
    assert how_far(project, sight, sight.tour[0]) == (PHOTOS, PHOTOS + 6)
    assert index().computed == 6
    assert how_far(project, sight, sight.tour[0]) == (PHOTOS + 6, PHOTOS + 6)
    assert_right(project, tiny, sight)


def test_it_can_be_done_in_pieces(
    project: Project, tiny: LoadedBackbone, sight: Sight, index: Callable[..., LookedThrough]
) -> None:
    after, pieces = 0, []
    while not pieces or not pieces[-1].complete:
        pieces.append(index(after=after, at_most=15))
        after = pieces[-1].last_id
    assert [piece.computed for piece in pieces] == [15, 15, 10, 0]
    assert [piece.known for piece in pieces] == [15, 30, 40, 40]
    assert_right(project, tiny, sight)


def test_what_was_done_when_it_is_cancelled_is_kept(
    project: Project, tiny: LoadedBackbone, sight: Sight, index: Callable[..., LookedThrough]
) -> None:
    events: list[Event] = []

    def cancelled() -> bool:
        return len(events) == 2  # the beginning, and one batch

    with pytest.raises(JobCancelled):
        index(events.append, cancelled)
    done, there = how_far(project, sight, sight.tour[0])
    assert 0 < done < there
    assert index().computed == PHOTOS - done
    assert_right(project, tiny, sight)


def test_a_bad_photo_is_reported_once_and_stops_nothing(
    project: Project, tiny: LoadedBackbone, sight: Sight, index: Callable[..., LookedThrough]
) -> None:
    lost = project.learnable(1)[3].path
    project.absolute(lost).unlink()
    events: list[Event] = []
    first = index(events.append, at_most=10)
    report = index(events.append, after=first.last_id)
    skipped = [event for event in events if isinstance(event, PhotoSkipped)]
    assert [(event.path, event.reason) for event in skipped] == [(lost, "the file is gone")]
    assert (report.known, report.there) == (PHOTOS - 1, PHOTOS)
    for layer in sight.tour:
        for channel in range(layer.shape[2]):
            patches = top_patches(project, tiny, sight, layer, channel)
            assert lost not in [one.path for one in patches]


def test_photos_that_were_left_out_since_are_not_shown(
    project: Project, tiny: LoadedBackbone, sight: Sight, index: Callable[..., LookedThrough]
) -> None:
    index()
    layer = sight.tour[1]
    before = top_patches(project, tiny, sight, layer, 0)
    row = project.read_rows("SELECT id FROM photos WHERE path = ?", before[0].path)[0]
    Edits(project).set_excluded([row["id"]], True)
    after = top_patches(project, tiny, sight, layer, 0)
    assert [one.path for one in after[:-1]] == [one.path for one in before[1:]]
    assert len(after) == SHOWN
    Edits(project).set_excluded([row["id"]], False)
    assert top_patches(project, tiny, sight, layer, 0) == before


def test_other_weights_have_an_index_of_their_own(project: Project, sight: Sight) -> None:
    key = sight.key(sight.layer("pool1"))
    peaks_id, _ = seeing.begin_channel_peaks(project, key, 4)
    other = type(key)(**{**vars(key), "weights_sha256": "0" * 64})
    assert seeing.channel_peaks(project, other) is None
    assert seeing.begin_channel_peaks(project, other, 4)[0] != peaks_id
