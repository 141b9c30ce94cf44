"""Reports and exports from the window: what is written is what the core says."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from flowerdesk.app.export_dialog import ExportDialog
from flowerdesk.app.pages.review.sharing import Sharing
from flowerdesk.app.window import MainWindow
from flowerdesk.core.events import Progress
from flowerdesk.core.export import FORMATS

OpenWindow = Callable[..., MainWindow]
LONG = 120_000  # ms


def sharing_of(window: MainWindow) -> Sharing:
    window.go("review")
    sharing = window.page("review").sharing
    assert isinstance(sharing, Sharing)
    return sharing


def click(qtbot: QtBot, button: QPushButton) -> None:
    assert button.isVisible()
    assert button.isEnabled(), button.toolTip()
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)


@pytest.fixture
def shown(monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    """What the system was asked to open."""
    opened: list[Path] = []

    def note(url: QUrl) -> bool:
        opened.append(Path(url.toLocalFile()))
        return True

    monkeypatch.setattr(QDesktopServices, "openUrl", note)
    return opened


def test_before_anything_was_learned_there_is_nothing_to_give_away(
    open_window: OpenWindow, project_folder: Path, qtbot: QtBot
) -> None:
    sharing = sharing_of(open_window(project_folder))
    for one in (sharing.report, sharing.export):
        assert not one.isEnabled()
        assert "learn your photos first" in one.toolTip()


@pytest.mark.parametrize(
    ("name", "beginning"), [("r.html", b"<!DOCTYPE html>"), ("r.pdf", b"%PDF")]
)
def test_a_report_is_written_and_shown(
    name: str,
    beginning: bytes,
    open_window: OpenWindow,
    trained_project: Path,
    tmp_path: Path,
    answers: object,
    shown: list[Path],
    qtbot: QtBot,
) -> None:
    sharing = sharing_of(open_window(trained_project))
    file = tmp_path / name
    answers.give("where_to_save", file)  # type: ignore[attr-defined]
    click(qtbot, sharing.report)
    qtbot.waitUntil(lambda: shown == [file], timeout=LONG)
    assert file.read_bytes().startswith(beginning)


def test_a_report_that_cannot_be_written_says_why(
    open_window: OpenWindow, trained_project: Path, tmp_path: Path, answers: object, qtbot: QtBot
) -> None:
    window = open_window(trained_project)
    sharing = sharing_of(window)
    told: list[str] = []
    window.desk.tell = lambda sentence, _: told.append(sentence)
    window.desk.session.failed.connect(lambda sentence, *_: told.append(sentence))
    for number, name in enumerate(("r.html", "r.pdf"), start=1):
        answers.give("where_to_save", tmp_path / "nowhere" / name)  # type: ignore[attr-defined]
        click(qtbot, sharing.report)
        qtbot.waitUntil(lambda number=number: len(told) == number, timeout=LONG)
        assert "The report cannot be written to" in told[-1]


@pytest.fixture
def dialog(open_window: OpenWindow, trained_project: Path, qtbot: QtBot) -> ExportDialog:
    window = open_window(trained_project)
    dialog = ExportDialog(window.desk, window)
    dialog.show()
    qtbot.waitExposed(dialog)
    return dialog


def test_every_format_is_offered_with_what_it_is_for(dialog: ExportDialog) -> None:
    assert dialog.formats.count() == len(FORMATS)
    for number, chosen in enumerate(FORMATS):
        item = dialog.formats.item(number)
        assert item.text().startswith(chosen.title)
        assert bool(item.flags() & Qt.ItemFlag.ItemIsEnabled) == (not chosen.missing)
    dialog.formats.setCurrentRow(1)
    assert dialog.folder.text().endswith("savedmodel")


def test_an_export_is_made_and_proven(
    dialog: ExportDialog, tmp_path: Path, shown: list[Path], qtbot: QtBot
) -> None:
    out = tmp_path / "my export"
    stages: list[str] = []
    dialog.exporting.progressed.connect(lambda stage, *_: stages.append(stage))
    dialog.folder.setText(str(out))
    click(qtbot, dialog.export)
    assert dialog.stop.isVisible()
    assert not dialog.close_button.isEnabled()
    qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    assert dialog.isVisible()
    with qtbot.waitSignal(dialog.exporting.finished, timeout=LONG):
        pass
    assert {"predict", "write", "prove"} <= set(stages)
    assert "Read again by keras" in dialog.state.text()
    assert (out / "model.keras").exists()
    click(qtbot, dialog.show_folder)
    assert shown == [out]
    # Once more in the same place: only after a question.
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("flowerdesk.app.ask.confirm", lambda *_: False)
        click(qtbot, dialog.export)
    assert not dialog.exporting.running


def test_a_place_that_holds_something_else_is_refused(
    dialog: ExportDialog, tmp_path: Path, qtbot: QtBot
) -> None:
    (tmp_path / "mine.txt").write_text("dear to me")
    dialog.folder.setText(str(tmp_path))
    click(qtbot, dialog.export)
    assert not dialog.exporting.running
    assert "holds something else already" in dialog.note.sentence


def test_stopping_leaves_nothing(dialog: ExportDialog, tmp_path: Path, qtbot: QtBot) -> None:
    out = tmp_path / "export"
    dialog.folder.setText(str(out))

    def stop(_: int, event: object) -> None:
        if isinstance(event, Progress) and event.stage == "prove":
            dialog.exporting.stop()

    dialog.exporting._runner.reported.connect(stop)
    with qtbot.waitSignal(dialog.exporting.cancelled, timeout=LONG):
        click(qtbot, dialog.export)
    assert dialog.state.text() == "Stopped."
    assert list(tmp_path.glob("*export*")) == []
    assert dialog.export.isVisible()
