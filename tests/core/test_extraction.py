"""Photos into vectors: each once, batch by batch, and whatever happens in between costs little."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest
from fake_backbone import ColourGrid, grid_backbone
from PIL import Image

from flowerdesk.core import photos
from flowerdesk.core.backbones.loading import LoadedBackbone
from flowerdesk.core.errors import ProjectError
from flowerdesk.core.events import Event, JobCancelled, PhotoSkipped, Progress, ignore, never
from flowerdesk.core.extraction import BATCH_SIZE, Extraction, extract
from flowerdesk.core.project import Project
from flowerdesk.core.scan import scan


@pytest.fixture
def folder(tmp_path: Path, draw_photos: Callable[..., Path]) -> Path:
    """A hundred photos: three whole batches and a rest of four."""
    return draw_photos(tmp_path / "photos", daisy=50, rose=50)


@pytest.fixture
def project(tmp_path: Path, folder: Path) -> Iterator[Project]:
    with Project(tmp_path / "garden.flowerdesk", create=True) as project:
        rescan(project, folder)
        yield project


def rescan(project: Project, folder: Path) -> None:
    project.update_photos(folder, scan(folder).photos, lambda path: photos.read(path).sha256)


def counts(extraction: Extraction) -> tuple[int, int, int]:
    return extraction.computed, extraction.reused, extraction.skipped


def vectors_by_path(project: Project, feature_set: int) -> dict[str, bytes]:
    learnable = project.learnable(feature_set)
    vectors = project.vectors(feature_set, [photo.sha256 for photo in learnable])
    return {photo.path: row.tobytes() for photo, row in zip(learnable, vectors, strict=True)}


# ---- vectors


def test_every_photo_gets_its_own_vector(
    project: Project, folder: Path, loaded: LoadedBackbone, grid: ColourGrid
) -> None:
    extraction = extract(project, loaded, ignore, never)
    assert counts(extraction) == (100, 0, 0)
    assert grid.batches == [32, 32, 32, 4]
    stored = vectors_by_path(project, extraction.feature_set)
    assert len(stored) == 100
    for path in ("photos/daisy/000.png", "photos/rose/049.png"):
        data = (folder.parent / path).read_bytes()
        assert stored[path] == ColourGrid()(photos.decode(data, 16)[None])[0].tobytes()


def test_photos_already_known_are_not_computed_again(
    project: Project, loaded: LoadedBackbone, grid: ColourGrid
) -> None:
    extract(project, loaded, ignore, never)
    grid.batches.clear()
    assert counts(extract(project, loaded, ignore, never)) == (0, 100, 0)
    assert grid.batches == []


def test_of_added_photos_only_the_new_ones_are_computed(
    project: Project,
    folder: Path,
    loaded: LoadedBackbone,
    draw_photos: Callable[..., Path],
) -> None:
    extract(project, loaded, ignore, never)
    draw_photos(folder, daisy=50, rose=50, tulip=3)
    rescan(project, folder)
    assert counts(extract(project, loaded, ignore, never)) == (3, 100, 0)


def test_a_photo_that_was_changed_is_computed_again(
    project: Project, folder: Path, loaded: LoadedBackbone
) -> None:
    first = extract(project, loaded, ignore, never)
    before = vectors_by_path(project, first.feature_set)
    Image.new("RGB", (20, 20), "red").save(folder / "daisy" / "000.png")
    rescan(project, folder)
    assert counts(extract(project, loaded, ignore, never)) == (1, 99, 0)
    after = vectors_by_path(project, first.feature_set)
    assert [path for path in after if after[path] != before[path]] == ["photos/daisy/000.png"]


def test_the_same_bytes_under_several_names_are_computed_once(
    project: Project, folder: Path, loaded: LoadedBackbone, grid: ColourGrid
) -> None:
    for name in ("copy1", "copy2"):
        copy = folder / "daisy" / f"{name}.png"
        copy.write_bytes((folder / "daisy" / "000.png").read_bytes())
    rescan(project, folder)
    extraction = extract(project, loaded, ignore, never)
    assert sum(grid.batches) == 100
    assert extraction.computed + extraction.reused == 102
    assert len(project.learnable(extraction.feature_set)) == 100


def test_photos_that_moved_are_not_computed_again(
    project: Project, folder: Path, loaded: LoadedBackbone, grid: ColourGrid
) -> None:
    extract(project, loaded, ignore, never)
    (folder / "daisy").rename(folder / "marguerite")
    rescan(project, folder)
    grid.batches.clear()
    assert counts(extract(project, loaded, ignore, never)) == (0, 100, 0)
    assert grid.batches == []
    assert project.labels() == {"marguerite": 50, "rose": 50}


def test_vectors_of_other_weights_are_kept_apart(project: Project, loaded: LoadedBackbone) -> None:
    first = extract(project, loaded, ignore, never)
    other = extract(project, grid_backbone(ColourGrid(), "1" * 64), ignore, never)
    assert other.feature_set != first.feature_set
    assert counts(other) == (100, 0, 0)


def test_the_photo_folder_is_byte_for_byte_the_same_afterwards(
    project: Project, folder: Path, loaded: LoadedBackbone
) -> None:
    def state() -> list[tuple[str, bytes, int]]:
        files = sorted(path for path in folder.rglob("*") if path.is_file())
        return [(str(path), path.read_bytes(), path.stat().st_mtime_ns) for path in files]

    (folder / "daisy" / "broken.jpg").write_bytes(b"\xff\xd8\xff half a photo")
    before = state()
    rescan(project, folder)
    extract(project, loaded, ignore, never)
    assert state() == before


# ---- progress and memory


def test_progress_counts_every_photo_up_to_the_total(
    project: Project, loaded: LoadedBackbone
) -> None:
    events: list[Event] = []
    extract(project, loaded, events.append, never)
    assert [(e.stage, e.done, e.total) for e in events if isinstance(e, Progress)] == [
        ("extract", done, 100) for done in (0, 32, 64, 96, 100)
    ]


def test_few_photos_are_in_memory_at_a_time(
    project: Project, grid: ColourGrid, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Decoding may run ahead of the network, by a few batches and no more."""
    decoded: list[int] = []
    ahead: list[int] = []
    decode = photos.decode

    def counted(data: bytes, size: int, framing: photos.Framing) -> np.ndarray:
        decoded.append(1)
        return decode(data, size, framing)

    class Watched(ColourGrid):
        def __call__(self, photos: np.ndarray) -> np.ndarray:
            ahead.append(len(decoded) - sum(self.batches))
            return super().__call__(photos)

    monkeypatch.setattr(photos, "decode", counted)
    extract(project, grid_backbone(Watched()), ignore, never)
    assert len(decoded) == 100
    assert len(ahead) == 4
    assert max(ahead) <= 3 * BATCH_SIZE


# ---- interruptions


class BreaksOff(ColourGrid):
    """Does so at its third batch, as a crash would."""

    def __call__(self, photos: np.ndarray) -> np.ndarray:
        if len(self.batches) == 2:
            raise KeyboardInterrupt
        return super().__call__(photos)


def test_every_batch_is_in_the_project_as_soon_as_it_is_done(project: Project) -> None:
    seen_by_another = []

    class Watched(ColourGrid):
        def __call__(self, photos: np.ndarray) -> np.ndarray:
            with Project(project.path, read_only=True) as other:
                seen_by_another.append(sum(count for _, _, count in other.feature_sets()))
            return super().__call__(photos)

    extract(project, grid_backbone(Watched()), ignore, never)
    assert seen_by_another == [0, 32, 64, 96]


def test_a_crash_costs_the_batch_in_flight_only(project: Project, loaded: LoadedBackbone) -> None:
    with pytest.raises(KeyboardInterrupt):
        extract(project, grid_backbone(BreaksOff()), ignore, never)
    assert counts(extract(project, loaded, ignore, never)) == (36, 64, 0)


def test_a_cancelled_extraction_goes_on_where_it_stopped_to_the_same_result(
    tmp_path: Path, project: Project, folder: Path, loaded: LoadedBackbone, grid: ColourGrid
) -> None:
    with pytest.raises(JobCancelled):
        extract(project, loaded, ignore, lambda: len(grid.batches) == 2)
    extraction = extract(project, loaded, ignore, never)
    assert counts(extraction) == (36, 64, 0)
    assert sum(grid.batches) == 100
    with Project(tmp_path / "undisturbed.flowerdesk", create=True) as undisturbed:
        rescan(undisturbed, folder)
        whole = extract(undisturbed, grid_backbone(ColourGrid()), ignore, never)
        assert vectors_by_path(undisturbed, whole.feature_set) == vectors_by_path(
            project, extraction.feature_set
        )


def test_an_extraction_cancelled_before_it_began_computes_nothing(
    project: Project, loaded: LoadedBackbone, grid: ColourGrid
) -> None:
    with pytest.raises(JobCancelled):
        extract(project, loaded, ignore, lambda: True)
    assert grid.batches == []


def test_a_full_disk_is_said_with_what_to_do_and_what_was_done_is_kept(
    project: Project, loaded: LoadedBackbone
) -> None:
    """SQLite says of a file that may not grow what it says on a disk without room."""
    connection = project._connection
    pages = connection.execute("PRAGMA page_count").fetchone()[0]
    connection.execute(f"PRAGMA max_page_count = {pages + 3}")
    with pytest.raises(ProjectError, match=r"is full .* What was done before is saved; free some"):
        extract(project, loaded, ignore, never)
    assert connection.execute("PRAGMA integrity_check").fetchone()[0] == "ok"
    ((_, _, kept),) = project.feature_sets()
    assert kept in (32, 64, 96)
    connection.execute("PRAGMA max_page_count = 1000000")
    assert counts(extract(project, loaded, ignore, never)) == (100 - kept, kept, 0)


def test_a_disk_that_fails_is_said_in_the_same_way(
    project: Project, loaded: LoadedBackbone, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise sqlite3.OperationalError("disk I/O error")

    monkeypatch.setattr("flowerdesk.core.project.file.transaction", fail)
    with pytest.raises(ProjectError, match="full or failing"):
        extract(project, loaded, ignore, never)


# ---- bad photos


def bad_photos(folder: Path) -> dict[str, str]:
    """One of each kind among the daisies, with a part of the reason for each."""
    daisies = folder / "daisy"
    (daisies / "empty.jpg").touch()
    (daisies / "text.jpg").write_text("dear diary")
    jpeg = daisies / "cut.jpg"
    Image.effect_noise((64, 64), 50).convert("RGB").save(jpeg)
    jpeg.write_bytes(jpeg.read_bytes()[:-800])
    (daisies / "link.jpg").symlink_to(folder / "gone.jpg")
    loop = daisies / "loop.jpg"
    loop.symlink_to(loop)
    return {
        "photos/daisy/empty.jpg": "0 bytes",
        "photos/daisy/text.jpg": "not a photo",
        "photos/daisy/cut.jpg": "ends too early",
        "photos/daisy/link.jpg": "points to nothing",
        "photos/daisy/loop.jpg": "cannot be read",
    }


def test_bad_photos_are_skipped_with_their_reasons_and_stop_no_other(
    project: Project, folder: Path, loaded: LoadedBackbone
) -> None:
    expected = bad_photos(folder)
    rescan(project, folder)
    events: list[Event] = []
    extraction = extract(project, loaded, events.append, never)
    assert counts(extraction) == (100, 0, 5)
    told = {event.path: event.reason for event in events if isinstance(event, PhotoSkipped)}
    assert told.keys() == expected.keys()
    assert all(expected[path] in told[path] for path in expected)
    assert dict(project.skipped()) == told
    last = events[-1]
    assert isinstance(last, Progress)
    assert (last.done, last.total) == (105, 105)


def test_a_bad_photo_that_was_mended_is_used_the_next_time(
    project: Project, folder: Path, loaded: LoadedBackbone
) -> None:
    (folder / "daisy" / "bad.png").write_bytes(b"broken")
    rescan(project, folder)
    extract(project, loaded, ignore, never)
    Image.new("RGB", (9, 9), "red").save(folder / "daisy" / "bad.png")
    assert counts(extract(project, loaded, ignore, never)) == (1, 100, 0)
    assert project.skipped() == []


def test_a_photo_that_vanished_since_the_scan_is_skipped(
    project: Project, folder: Path, loaded: LoadedBackbone
) -> None:
    (folder / "rose" / "007.png").unlink()
    assert counts(extract(project, loaded, ignore, never)) == (99, 0, 1)
    assert project.skipped() == [("photos/rose/007.png", "the file is gone")]


def test_nothing_but_bad_photos_never_reaches_the_network(
    tmp_path: Path, loaded: LoadedBackbone, grid: ColourGrid
) -> None:
    folder = tmp_path / "photos"
    for label in ("daisy", "rose"):
        (folder / label).mkdir(parents=True)
        (folder / label / "bad.jpg").write_text("no photo")
    with Project(tmp_path / "bad.flowerdesk", create=True) as project:
        rescan(project, folder)
        assert counts(extract(project, loaded, ignore, never)) == (0, 0, 2)
    assert grid.batches == []
