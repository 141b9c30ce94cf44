"""The icon of the program, as systems want it."""

from __future__ import annotations

from pathlib import Path

import pytest
from PIL import Image
from PySide6.QtWidgets import QApplication

PACKAGING = Path(__file__).parents[2] / "packaging"


def test_it_is_drawn_in_every_size_and_form(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, application: QApplication
) -> None:
    monkeypatch.syspath_prepend(PACKAGING)
    import icons

    icons.write_all(tmp_path)
    for size in icons.SIZES:
        with Image.open(tmp_path / f"flowerdesk-{size}.png") as picture:
            assert picture.size == (size, size)
            left, top, right, bottom = picture.getchannel("A").getbbox()
            assert right - left > 0.9 * size
            assert bottom - top > 0.9 * size
            assert len(picture.convert("RGB").getcolors(size * size) or ()) > 10
    with Image.open(tmp_path / "flowerdesk.ico") as picture:
        assert picture.info["sizes"] == {(size, size) for size in icons.ICO_SIZES}
    with Image.open(tmp_path / "flowerdesk.icns") as picture:
        assert picture.size[0] >= 512
    assert icons.VERSION in (tmp_path / "version.txt").read_text(encoding="utf-8")


def test_the_window_has_it(application: QApplication) -> None:
    assert not application.windowIcon().isNull()
    assert application.windowIcon().pixmap(32, 32).toImage().pixelColor(16, 16).alpha() == 255
