"""The session: opening, editing, undoing, and sharing a project with other windows."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PIL import Image
from pytestqt.qtbot import QtBot

from flowerdesk.app.session import Session
from flowerdesk.core.project import beside

LABELS = ("daisy", "rose")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Two labels of three plain photos each."""
    for number, label in enumerate(LABELS):
        (tmp_path / "photos" / label).mkdir(parents=True)
        for shade in range(3):
            photo = Image.new("RGB", (8, 8), (number * 200, shade * 60, 0))
            photo.save(tmp_path / "photos" / label / f"{shade}.png")
    return tmp_path / "photos"


@pytest.fixture
def make_session(qtbot: QtBot) -> Iterator[Callable[[], Session]]:
    """Makes sessions that are closed after the test."""
    made: list[Session] = []

    def make() -> Session:
        made.append(Session())
        return made[-1]

    yield make
    for session in made:
        session.close()


@pytest.fixture
def session(make_session: Callable[[], Session], folder: Path, qtbot: QtBot) -> Session:
    """A session with a project of ``folder`` open."""
    session = make_session()
    with qtbot.waitSignal(session.opened):
        session.create(folder, beside(folder))
    return session


def labels(session: Session) -> dict[str, int]:
    assert session.snapshot is not None
    return dict(zip(session.snapshot.labels, session.snapshot.label_counts, strict=True))


def relabel_first(session: Session, qtbot: QtBot, label: str) -> None:
    assert session.snapshot is not None
    first = int(session.snapshot.photos.ids[0])
    with qtbot.waitSignal(session.changed):
        session.edit(lambda edits: edits.set_label([first], label))


def test_a_folder_becomes_a_project_with_its_labels(session: Session, folder: Path) -> None:
    assert labels(session) == {"daisy": 3, "rose": 3}
    assert session.snapshot is not None
    assert session.snapshot.folder == folder
    assert not session.read_only


def test_a_folder_that_is_refused_leaves_no_file(
    make_session: Callable[[], Session], tmp_path: Path, qtbot: QtBot
) -> None:
    (tmp_path / "empty").mkdir()
    session = make_session()
    with qtbot.waitSignal(session.failed) as failed:
        session.create(tmp_path / "empty", tmp_path / "empty.flowerdesk")
    assert failed.args is not None
    assert "no photos" in failed.args[0]
    assert not list(tmp_path.glob("*.flowerdesk*"))
    assert not session.busy


def test_what_is_no_project_is_told_and_the_open_one_stays(
    session: Session, tmp_path: Path, qtbot: QtBot
) -> None:
    before = session.snapshot
    text = tmp_path / "text.flowerdesk"
    text.write_text("this is text" * 100)
    with qtbot.waitSignal(session.failed) as failed:
        session.open(text)
    assert failed.args is not None
    assert "not a flowerdesk project" in failed.args[0]
    assert session.snapshot is before


def test_an_edit_is_undone_and_redone(session: Session, qtbot: QtBot) -> None:
    relabel_first(session, qtbot, "rose")
    assert labels(session) == {"daisy": 2, "rose": 4}
    assert "“rose”" in session.undo_stack.undoText()
    with qtbot.waitSignal(session.changed):
        session.undo_stack.undo()
    assert labels(session) == {"daisy": 3, "rose": 3}
    with qtbot.waitSignal(session.changed):
        session.undo_stack.redo()
    assert labels(session) == {"daisy": 2, "rose": 4}


def test_edits_can_be_undone_after_a_restart(
    session: Session, make_session: Callable[[], Session], folder: Path, qtbot: QtBot
) -> None:
    relabel_first(session, qtbot, "rose")
    relabel_first(session, qtbot, "lily")
    with qtbot.waitSignal(session.changed):
        session.undo_stack.undo()
    session.close()
    again = make_session()
    with qtbot.waitSignal(again.opened):
        again.open(beside(folder))
    assert (again.undo_stack.count(), again.undo_stack.index()) == (2, 1)
    with qtbot.waitSignal(again.changed):
        again.undo_stack.undo()
    assert labels(again) == {"daisy": 3, "rose": 3}
    for _ in range(2):
        with qtbot.waitSignal(again.changed):
            again.undo_stack.redo()
    assert labels(again) == {"daisy": 2, "lily": 1, "rose": 3}


def test_an_edit_that_is_refused_is_told_and_changes_nothing(
    session: Session, qtbot: QtBot
) -> None:
    with qtbot.waitSignal(session.failed) as failed:
        session.edit(lambda edits: edits.add_label("  "))
    assert failed.args is not None
    assert "needs a name" in failed.args[0]
    assert session.undo_stack.count() == 0


def test_photos_that_came_are_found_when_asked_for(
    session: Session, folder: Path, qtbot: QtBot
) -> None:
    Image.new("RGB", (8, 8), "white").save(folder / "daisy" / "new.png")
    with qtbot.waitSignals([session.scanned, session.changed]):
        session.look_for_photos()
    assert labels(session) == {"daisy": 4, "rose": 3}


def test_the_second_window_on_a_project_can_only_look(
    session: Session, make_session: Callable[[], Session], folder: Path, qtbot: QtBot
) -> None:
    second = make_session()
    with qtbot.waitSignal(second.opened):
        second.open(beside(folder))
    assert second.read_only
    assert labels(second) == labels(session)
    with qtbot.waitSignal(second.failed):
        second.edit(lambda edits: edits.add_label("lily"))
    assert labels(second) == labels(session)
    session.close()
    with qtbot.waitSignal(second.opened):
        second.open(beside(folder))
    assert not second.read_only


def test_closing_leaves_one_file(session: Session, folder: Path) -> None:
    session.close()
    assert [path.name for path in folder.parent.iterdir() if path != folder] == [
        "photos.flowerdesk"
    ]
