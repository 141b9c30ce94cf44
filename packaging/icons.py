"""Draws the program's icon in every size and form that systems want, from resources/flowerdesk.svg.

    python packaging/icons.py FOLDER

Makes FOLDER/flowerdesk-SIZE.png, flowerdesk.ico (Windows), flowerdesk.icns (macOS) and
version.txt, the facts that Windows shows of a program.
"""

from __future__ import annotations

import io
import sys
from pathlib import Path

from contents import PROJECT, ROOT, VERSION
from PIL import Image
from PySide6.QtCore import QBuffer, QByteArray
from PySide6.QtGui import QImage, QPainter
from PySide6.QtSvg import QSvgRenderer

DRAWING = ROOT / "resources" / "flowerdesk.svg"
SIZES = (16, 22, 24, 32, 48, 64, 128, 256, 512, 1024)
ICO_SIZES = (16, 24, 32, 48, 64, 128, 256)

_VERSION_INFO = """VSVersionInfo(
  ffi=FixedFileInfo(filevers={numbers}, prodvers={numbers}),
  kids=[
    StringFileInfo([StringTable("040904B0", [
      StringStruct("FileDescription", "flowerdesk"),
      StringStruct("ProductName", "flowerdesk"),
      StringStruct("Comments", "{description}"),
      StringStruct("FileVersion", "{version}"),
      StringStruct("ProductVersion", "{version}"),
    ])]),
    VarFileInfo([VarStruct("Translation", [1033, 1200])]),
  ],
)
"""


def drawn(size: int) -> Image.Image:
    """The icon, ``size`` pixels wide and high, RGBA."""
    image = QImage(size, size, QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(0)
    painter = QPainter(image)
    renderer = QSvgRenderer(str(DRAWING))
    assert renderer.isValid(), DRAWING
    renderer.render(painter)
    painter.end()
    png = QByteArray()
    buffer = QBuffer(png)
    buffer.open(QBuffer.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")
    return Image.open(io.BytesIO(png.data())).convert("RGBA")


def write_all(folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    icons = {size: drawn(size) for size in SIZES}
    for size, icon in icons.items():
        icon.save(folder / f"flowerdesk-{size}.png")
    # The greatest first: Pillow takes the others of the same size as they were drawn.
    small = [icons[size] for size in ICO_SIZES]
    icons[256].save(
        folder / "flowerdesk.ico", sizes=[icon.size for icon in small], append_images=small
    )
    icons[1024].save(
        folder / "flowerdesk.icns", append_images=[icons[size] for size in (32, 64, 128, 256, 512)]
    )
    numbers = tuple(int(part) for part in VERSION.split(".")[:3])
    facts = _VERSION_INFO.format(
        numbers=(*numbers, *[0] * (4 - len(numbers))),
        version=VERSION,
        description=PROJECT["description"],
    )
    (folder / "version.txt").write_text(facts, encoding="utf-8")


if __name__ == "__main__":
    write_all(Path(sys.argv[1]))
