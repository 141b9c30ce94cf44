"""Projects of old versions open today, with everything that was in them."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import numpy as np
import pytest

from flowerdesk.core.errors import ProjectError
from flowerdesk.core.head import Head
from flowerdesk.core.project import FeatureKey, Project, bring_up_to_date, schema
from flowerdesk.core.project.browsing import snapshot

DATA = Path(__file__).parents[2] / "data"
KEY = FeatureKey("vgg16", "block3_pool", "0" * 64, 1, "float32")


@pytest.fixture(params=range(1, schema.VERSION))
def old_project(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """A project that a flowerdesk of that version made: eight photos, the last one unreadable, with
    vectors ``(n, -n)``, a split of seed 0 and a run of one epoch."""
    path = tmp_path / "garden.flowerdesk"
    path.write_bytes((DATA / f"project_v{request.param}.flowerdesk").read_bytes())
    return path


def test_a_project_of_an_old_version_opens_with_all_that_was_in_it(old_project: Path) -> None:
    with Project(old_project) as project:
        assert project.labels() == {"daisy": 4, "tulip": 4}
        assert project.skipped() == [("photos/tulip/3.jpg", "the file is empty (0 bytes)")]
        photos = project.learnable(project.find_feature_set(KEY))
        assert len(photos) == 7
        vectors = project.vectors(1, [photo.sha256 for photo in photos])
        np.testing.assert_array_equal(vectors, [[n, -n] for n in range(7)])
        assert len(project.parts(0)) == 7
        assert len(snapshot(project).photos.paths) == 8


def test_the_run_of_an_old_project_is_in_use_and_its_head_answers(old_project: Path) -> None:
    with Project(old_project) as project:
        run = project.run()
        assert run is not None
        assert (run.feature_key, run.labels, run.name) == (KEY, ("daisy", "tulip"), "")
        assert [loss for _, loss, _ in run.history if loss is not None] == [0.9, 0.5]
        head = Head.from_bytes(run.kept_head)
        assert head.logits(np.array([[3, 1]], np.float32)).tolist() == [[3, 1]]


def test_an_old_project_is_of_the_present_version_once_it_was_opened(old_project: Path) -> None:
    with Project(old_project):
        pass
    with closing(sqlite3.connect(old_project)) as connection:
        assert connection.execute("PRAGMA user_version").fetchone()[0] == schema.VERSION
        assert connection.execute("PRAGMA integrity_check").fetchone()[0] == "ok"
        assert connection.execute("PRAGMA foreign_key_check").fetchall() == []


def test_an_old_project_has_the_same_tables_as_a_new_one(old_project: Path, tmp_path: Path) -> None:
    with Project(old_project) as old, Project(tmp_path / "new.flowerdesk", create=True) as new:
        columns = [
            {
                (table["name"], column["name"], column["type"], column["notnull"])
                for table in project.read_rows("SELECT name FROM sqlite_master WHERE type='table'")
                for column in project.read_rows(f"PRAGMA table_info({table['name']})")
            }
            for project in (old, new)
        ]
    assert columns[0] == columns[1]


def test_an_old_project_that_may_only_be_read_says_what_to_do_and_stays_as_it_is(
    old_project: Path,
) -> None:
    before = old_project.read_bytes()
    with pytest.raises(ProjectError, match="older flowerdesk"):
        Project(old_project, read_only=True)
    assert old_project.read_bytes() == before


def test_an_old_project_that_may_be_written_is_brought_up_to_date(old_project: Path) -> None:
    bring_up_to_date(old_project)
    with Project(old_project, read_only=True) as project:
        assert len(project.learnable(1)) == 7


def test_nothing_is_brought_up_to_date_that_is_no_old_project(tmp_path: Path) -> None:
    bring_up_to_date(tmp_path / "nowhere.flowerdesk")
    assert list(tmp_path.iterdir()) == []
    with Project(tmp_path / "new.flowerdesk", create=True):
        pass
    before = (tmp_path / "new.flowerdesk").read_bytes()
    bring_up_to_date(tmp_path / "new.flowerdesk")
    assert (tmp_path / "new.flowerdesk").read_bytes() == before


def test_a_migration_that_fails_leaves_the_old_project(
    old_project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(connection: sqlite3.Connection) -> None:
        connection.execute("DROP TABLE settings")
        raise sqlite3.OperationalError("database or disk is full")

    with closing(sqlite3.connect(old_project)) as connection:
        version = connection.execute("PRAGMA user_version").fetchone()[0]
    migrations = (*schema.MIGRATIONS[:-1], fail)
    with monkeypatch.context() as patch:
        patch.setattr(schema, "MIGRATIONS", migrations)
        with pytest.raises(ProjectError, match="is full"):
            Project(old_project)
    with closing(sqlite3.connect(old_project)) as connection:
        assert connection.execute("PRAGMA user_version").fetchone()[0] == version
    with Project(old_project) as project:
        assert project.run() is not None
