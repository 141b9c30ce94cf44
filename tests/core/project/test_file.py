"""Opening a project file: what is refused, in which words, and that nothing is harmed by it."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import numpy as np
import pytest
from runs import KEY

from flowerdesk.core.errors import ProjectError
from flowerdesk.core.project import PhotoFeatures, Project, project_lock, schema
from flowerdesk.core.project import file as project_file
from flowerdesk.core.scan import FoundPhoto


def with_photos(path: Path, count: int = 200) -> Path:
    """A project of some pages, closed."""
    with Project(path, create=True) as project:
        folder = path.parent / "photos"
        found = [FoundPhoto(folder / "daisy" / f"{n}.jpg", "daisy", n, n) for n in range(count)]
        project.update_photos(folder, found, lambda _: None)
        feature_set = project.feature_set(KEY, 64)
        project.add_features(
            feature_set,
            [
                PhotoFeatures(p.id, p.size, p.id, p.id.to_bytes(32), np.ones(64, np.float32))
                for p in project.without_features(feature_set)
            ],
        )
    return path


def refusal(path: Path, **how: bool) -> str:
    with pytest.raises(ProjectError) as caught:
        Project(path, **how)
    message = str(caught.value)
    assert "\n" not in message
    return message


def files(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir() if path.is_file()}


# ---- files that are not as they should be


def test_a_project_that_is_not_there_is_not_made_unless_asked_for(tmp_path: Path) -> None:
    path = tmp_path / "garden.flowerdesk"
    assert "There is no project" in refusal(path)
    assert "There is no project" in refusal(path, read_only=True)
    assert not path.exists()


def test_a_folder_is_no_project(tmp_path: Path) -> None:
    assert "is a folder" in refusal(tmp_path, create=True)


@pytest.mark.parametrize("content", [b"dear diary" * 100, b"\xff\xd8\xff\xe0JFIF" * 400, b"xy"])
@pytest.mark.parametrize("read_only", [True, False])
def test_a_file_of_another_kind_is_refused_and_left_as_it_is(
    tmp_path: Path, content: bytes, read_only: bool
) -> None:
    path = tmp_path / "garden.flowerdesk"
    path.write_bytes(content)
    assert "is not a flowerdesk project" in refusal(path, read_only=read_only)
    assert files(tmp_path) == {path.name: content}


def test_a_database_of_another_program_is_refused_and_left_as_it_is(tmp_path: Path) -> None:
    path = tmp_path / "bookmarks.db"
    with closing(sqlite3.connect(path)) as other:
        other.execute("CREATE TABLE bookmarks (url TEXT)")
    before = files(tmp_path)
    assert "database of another program" in refusal(path, create=True)
    assert files(tmp_path) == before


def test_a_project_of_a_newer_version_is_refused_and_left_as_it_is(tmp_path: Path) -> None:
    path = with_photos(tmp_path / "garden.flowerdesk", 3)
    with closing(sqlite3.connect(path)) as newer:
        newer.execute(f"PRAGMA user_version = {schema.VERSION + 1}")
    before = files(tmp_path)
    for how in ({}, {"create": True}, {"read_only": True}):
        message = refusal(path, **how)
        assert "newer flowerdesk" in message
        assert "update flowerdesk" in message
    assert files(tmp_path) == before


@pytest.mark.parametrize("share", [0.02, 0.3, 0.7, 0.95])
def test_a_truncated_project_ends_in_a_sentence(tmp_path: Path, share: float) -> None:
    path = with_photos(tmp_path / "garden.flowerdesk")
    whole = path.read_bytes()
    path.write_bytes(whole[: int(len(whole) * share)])
    with pytest.raises(ProjectError, match=r"damaged|not a flowerdesk project"):
        use_all_of(path)
    assert path.stat().st_size <= len(whole)


def use_all_of(path: Path) -> None:
    with Project(path, read_only=True) as project:
        project.labels()
        for _, _, vectors in project.feature_sets():
            assert vectors
        photos = project.learnable(1)
        project.vectors(1, [photo.sha256 for photo in photos])
        assert len(photos) == 200


def test_a_file_of_no_bytes_becomes_a_project_when_one_may_be_made(tmp_path: Path) -> None:
    """It is what is left of a project whose very first transaction was interrupted."""
    path = tmp_path / "garden.flowerdesk"
    path.touch()
    assert "is empty" in refusal(path, read_only=True)
    with Project(path, create=True) as project:
        assert project.photo_count() == 0


@pytest.fixture
def as_nobody(monkeypatch: pytest.MonkeyPatch) -> Callable[[Path], None]:
    """Makes the system say that a path may not be written: it binds the administrator as well."""

    def protect(path: Path) -> None:
        allowed = os.access

        def access(asked: object, mode: int, **how: bool) -> bool:
            return not (Path(str(asked)) == path and mode == os.W_OK) and allowed(
                str(asked), mode, **how
            )

        monkeypatch.setattr(os, "access", access)

    return protect


def test_a_read_only_project_is_refused_for_writing_and_opens_for_reading(
    tmp_path: Path, as_nobody: Callable[[Path], None]
) -> None:
    path = with_photos(tmp_path / "garden.flowerdesk")
    as_nobody(path)
    before = files(tmp_path)
    assert "is read-only" in refusal(path)
    use_all_of(path)
    assert files(tmp_path) == before


def test_a_project_in_a_folder_that_may_not_be_written_opens_for_reading(
    tmp_path: Path, as_nobody: Callable[[Path], None]
) -> None:
    path = with_photos(tmp_path / "garden.flowerdesk")
    as_nobody(tmp_path)
    use_all_of(path)
    assert [entry.name for entry in tmp_path.iterdir()] == [path.name]


def test_a_project_that_may_not_be_read_is_said_to_be_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = with_photos(tmp_path / "garden.flowerdesk", 3)
    monkeypatch.setattr(os, "access", lambda *_, **__: False)
    assert "may not be read" in refusal(path)


def test_nothing_can_be_written_to_a_project_opened_for_reading(tmp_path: Path) -> None:
    path = with_photos(tmp_path / "garden.flowerdesk", 3)
    with (
        Project(path, read_only=True) as project,
        pytest.raises(ProjectError, match="cannot be written"),
    ):
        project.set_setting("key", 1)


# ---- other programs

_HOLD = """
import sys
from pathlib import Path
from flowerdesk.core.project import Project, project_lock
path = Path(sys.argv[1])
if sys.argv[2] == "lock":
    with project_lock(path):
        print("held", flush=True)
        sys.stdin.read()
else:
    with Project(path) as project, project.writing():
        print("held", flush=True)
        sys.stdin.read()
"""


@pytest.fixture
def held_by_another(tmp_path: Path) -> Callable[[str], subprocess.Popen[str]]:
    """Starts another process that holds the project until its input ends."""
    path = with_photos(tmp_path / "garden.flowerdesk", 3)

    def hold(what: str) -> subprocess.Popen[str]:
        other = subprocess.Popen(
            [sys.executable, "-c", _HOLD, str(path), what],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        assert other.stdout is not None
        assert other.stdout.readline() == "held\n"
        return other

    return hold


def end(other: subprocess.Popen[str]) -> None:
    other.communicate()
    assert other.returncode == 0


def test_a_project_at_work_in_another_process_is_refused_until_that_is_done(
    tmp_path: Path, held_by_another: Callable[[str], subprocess.Popen[str]]
) -> None:
    path = tmp_path / "garden.flowerdesk"
    other = held_by_another("lock")
    with pytest.raises(ProjectError, match="at work in another flowerdesk"), project_lock(path):
        pass
    with Project(path, read_only=True) as project:  # looking is no work
        assert project.photo_count() == 3
    end(other)
    with project_lock(path):
        pass


def test_a_killed_process_leaves_no_lock(
    tmp_path: Path, held_by_another: Callable[[str], subprocess.Popen[str]]
) -> None:
    other = held_by_another("lock")
    other.kill()
    other.communicate()
    with project_lock(tmp_path / "garden.flowerdesk"):
        pass


def test_a_lock_leaves_no_file_behind(tmp_path: Path) -> None:
    with project_lock(tmp_path / "garden.flowerdesk"):
        pass
    assert files(tmp_path) == {}


def test_a_lock_in_a_folder_that_does_not_exist_says_so(tmp_path: Path) -> None:
    with (
        pytest.raises(ProjectError, match="There is no folder"),
        project_lock(tmp_path / "nothing" / "garden.flowerdesk"),
    ):
        pass


def test_while_another_process_writes_reading_goes_on_and_writing_is_said_to_wait(
    tmp_path: Path,
    held_by_another: Callable[[str], subprocess.Popen[str]],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(project_file, "_BUSY_SECONDS", 0.01)
    path = tmp_path / "garden.flowerdesk"
    with Project(path) as project:
        other = held_by_another("write")
        assert project.photo_count() == 3
        with pytest.raises(ProjectError, match="Another program is writing"):
            project.set_setting("key", 1)
        end(other)
        project.set_setting("key", 1)
        assert project.setting("key") == 1


# ---- one file


def test_a_closed_project_is_one_file(tmp_path: Path) -> None:
    path = with_photos(tmp_path / "garden.flowerdesk")
    assert set(files(tmp_path)) == {path.name}
    assert path.read_bytes()[68:72] == b"FLDW"


def test_a_copy_of_the_one_file_is_the_whole_project(tmp_path: Path) -> None:
    path = with_photos(tmp_path / "garden.flowerdesk")
    copy = tmp_path / "elsewhere" / "copy.flowerdesk"
    copy.parent.mkdir()
    copy.write_bytes(path.read_bytes())
    use_all_of(copy)


def test_a_project_that_was_not_closed_is_whole_when_opened_again(tmp_path: Path) -> None:
    """As a killed process leaves it: the file, and the WAL beside it."""
    path = tmp_path / "garden.flowerdesk"
    script = (
        "import os, sys\n"
        f"sys.path.insert(0, {str(Path(__file__).parent)!r})\n"
        "from pathlib import Path\n"
        "from flowerdesk.core.project import Project\n"
        f"project = Project(Path({str(path)!r}), create=True)\n"
        "project.set_setting('done', 1)\n"
        "with project.writing() as connection:\n"
        "    project._set(connection, 'half', 1)\n"
        "    os._exit(9)\n"
    )
    assert subprocess.run([sys.executable, "-c", script], check=False).returncode == 9
    assert path.with_name(path.name + "-wal").exists()
    with Project(path) as project:
        assert project.setting("done") == 1
        assert project.setting("half") is None
        assert project._connection.execute("PRAGMA integrity_check").fetchone()[0] == "ok"


def test_a_batch_is_stored_wholly_or_not_at_all(tmp_path: Path) -> None:
    """The second photo has no size, which no photo may lack: the first is not stored either."""
    path = with_photos(tmp_path / "garden.flowerdesk", 2)
    vector = np.zeros(64, np.float32)
    with Project(path) as project:
        before = project.learnable(1)
        good = PhotoFeatures(1, 9, 9, b"new", vector)
        bad = PhotoFeatures(2, None, 9, b"other", vector)  # type: ignore[arg-type]
        with pytest.raises(ProjectError):
            project.add_features(1, [good, bad])
        assert project.learnable(1) == before
