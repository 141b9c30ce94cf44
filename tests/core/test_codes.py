"""Vectors leave a project in the article's form and as one ``.npz``, whole or not at all."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest
from fake_backbone import FEATURE_DIM

from flowerdesk.core import codes
from flowerdesk.core.backbones.loading import LoadedBackbone
from flowerdesk.core.codes import Codes, write_codes
from flowerdesk.core.errors import ProjectError
from flowerdesk.core.events import Cancelled, Emit, Event, JobCancelled, Progress, ignore, never
from flowerdesk.core.extraction import extract
from flowerdesk.core.project import Project
from flowerdesk.core.scan import scan


@pytest.fixture
def project(
    tmp_path: Path, draw_photos: Callable[..., Path], loaded: LoadedBackbone
) -> Iterator[Project]:
    folder = draw_photos(tmp_path / "photos", daisy=4, 郁金香=3)
    with Project(tmp_path / "garden.flowerdesk", create=True) as project:
        project.update_photos(folder, scan(folder).photos, lambda _: None)
        extract(project, loaded, ignore, never)
        yield project


def write(
    project: Project,
    loaded: LoadedBackbone,
    folder: Path,
    emit: Emit = ignore,
    cancelled: Cancelled = never,
) -> Codes:
    feature_set = project.find_feature_set(loaded.key)
    return write_codes(project, feature_set, loaded.key, folder, emit, cancelled)


def test_the_articles_form_is_raw_float32_by_rows_and_a_label_a_line(
    tmp_path: Path, project: Project, loaded: LoadedBackbone
) -> None:
    written = write(project, loaded, tmp_path / "out")
    raw = (tmp_path / "out" / "codes").read_bytes()
    rows = np.frombuffer(raw, "<f4").reshape(-1, FEATURE_DIM)
    lines = (tmp_path / "out" / "labels").read_text(encoding="utf-8").splitlines()
    assert (written.photos, written.feature_dim) == rows.shape == (7, FEATURE_DIM)
    assert lines == ["daisy"] * 4 + ["郁金香"] * 3
    learnable = project.learnable(project.find_feature_set(loaded.key))
    expected = project.vectors(1, [photo.sha256 for photo in learnable])
    np.testing.assert_array_equal(rows, expected)


def test_the_npz_holds_the_same_with_the_paths_and_needs_no_pickle(
    tmp_path: Path, project: Project, loaded: LoadedBackbone
) -> None:
    write(project, loaded, tmp_path / "out")
    raw = np.fromfile(tmp_path / "out" / "codes", "<f4").reshape(-1, FEATURE_DIM)
    with np.load(tmp_path / "out" / "codes.npz", allow_pickle=False) as file:
        assert file["codes"].dtype == np.float32
        np.testing.assert_array_equal(file["codes"], raw)
        assert file["labels"].tolist() == ["daisy"] * 4 + ["郁金香"] * 3
        assert file["paths"].tolist()[0] == "photos/daisy/000.png"
        assert len(file["paths"]) == 7


def test_vectors_pass_in_chunks_with_progress(
    tmp_path: Path, project: Project, loaded: LoadedBackbone, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(codes, "_CHUNK", 3)
    events: list[Event] = []
    write(project, loaded, tmp_path / "out", events.append)
    assert events == [Progress("codes", done, 7) for done in (3, 6, 7)]
    assert (tmp_path / "out" / "codes").stat().st_size == 7 * FEATURE_DIM * 4


def test_cancelling_leaves_nothing_behind_and_an_earlier_file_as_it_was(
    tmp_path: Path, project: Project, loaded: LoadedBackbone
) -> None:
    out = tmp_path / "out"
    out.mkdir()
    (out / "codes").write_bytes(b"earlier")
    with pytest.raises(JobCancelled):
        write(project, loaded, out, cancelled=lambda: True)
    assert [path.name for path in out.iterdir()] == ["codes"]
    assert (out / "codes").read_bytes() == b"earlier"


def test_a_folder_that_cannot_be_written_is_said_to_be_so(
    tmp_path: Path, project: Project, loaded: LoadedBackbone
) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(ProjectError, match="Choose another folder"):
        write(project, loaded, tmp_path / "file" / "out")


def test_a_project_without_vectors_says_how_to_make_them(
    tmp_path: Path, loaded: LoadedBackbone
) -> None:
    with Project(tmp_path / "empty.flowerdesk", create=True) as empty:
        empty.feature_set(loaded.key, FEATURE_DIM)
        with pytest.raises(ProjectError, match="flowerdesk extract"):
            write(empty, loaded, tmp_path / "out")
    assert not (tmp_path / "out").exists()
