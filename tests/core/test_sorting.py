"""Copies by label: everything arrives, nothing is overwritten, and no photo is touched."""

from __future__ import annotations

from pathlib import Path

import pytest

from flowerdesk.core.errors import ExportError
from flowerdesk.core.prediction import Prediction
from flowerdesk.core.sorting import Sorter, folder_names


def photo(path: Path, content: bytes) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    return path


def answer(path: Path, label: str, probability: float) -> Prediction:
    return Prediction(str(path), ((label, probability), ("other", 1 - probability)))


def contents(folder: Path) -> dict[str, bytes]:
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def test_photos_go_to_their_labels_and_the_unsure_to_a_folder_of_their_own(tmp_path: Path) -> None:
    first, second = photo(tmp_path / "1.jpg", b"1"), photo(tmp_path / "2.jpg", b"2")
    bad = Prediction(str(tmp_path / "3.jpg"), problem="the file is empty")
    sorter = Sorter(tmp_path / "out", ("rose", "other"), 0.6)
    sorter.put([answer(first, "rose", 0.6), answer(second, "rose", 0.59), bad])
    assert contents(tmp_path / "out") == {"rose/1.jpg": b"1", "unsure/2.jpg": b"2"}
    result = sorter.result()
    assert result.copied == {"rose": 1, "unsure": 1}
    assert result.unreadable == ((bad.path, "the file is empty"),)
    assert first.read_bytes() == b"1"


def test_another_photo_of_the_same_name_gets_a_number_and_the_same_one_stays(
    tmp_path: Path,
) -> None:
    one, two = photo(tmp_path / "a/x.jpg", b"1"), photo(tmp_path / "b/x.jpg", b"2")
    for already_there in (0, 2):
        sorter = Sorter(tmp_path / "out", ("rose",), 0)
        sorter.put([answer(one, "rose", 0.9), answer(two, "rose", 0.9)])
        assert contents(tmp_path / "out") == {"rose/x.jpg": b"1", "rose/x 2.jpg": b"2"}
        assert sorter.result().already_there == already_there


def test_a_copy_keeps_the_time_of_the_photo(tmp_path: Path) -> None:
    taken = photo(tmp_path / "x.jpg", b"1")
    sorter = Sorter(tmp_path / "out", ("rose",), 0)
    sorter.put([answer(taken, "rose", 0.9)])
    assert (tmp_path / "out/rose/x.jpg").stat().st_mtime == taken.stat().st_mtime


@pytest.mark.parametrize(
    ("labels", "names"),
    [
        (("a/b", "a:b", "A_B"), ("a_b", "a_b 2", "A_B 3")),
        (("unsure", "Unsure"), ("unsure 2", "Unsure 3")),
        (("con", "nul.x", "..", "tail. "), ("con_", "nul.x_", "_", "tail")),
        (("雏菊", "fleur d’été"), ("雏菊", "fleur d’été")),
    ],
)
def test_every_label_has_a_folder_that_any_system_can_have(
    labels: tuple[str, ...], names: tuple[str, ...]
) -> None:
    assert folder_names(labels) == {"": "unsure"} | dict(zip(labels, names, strict=True))


def test_a_place_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    taken = photo(tmp_path / "x.jpg", b"1")
    (tmp_path / "out").write_text("a file")
    with pytest.raises(ExportError, match=r"cannot be copied into .*rose.*choose another folder"):
        Sorter(tmp_path / "out", ("rose",), 0).put([answer(taken, "rose", 0.9)])
