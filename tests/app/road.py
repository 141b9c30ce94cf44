"""What a person's hands do in the window: drop files, choose a network, press the button.

For tests, screenshots and benchmarks alike. Whatever waits, waits for the window and not for time.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
from PySide6.QtCore import QDeadlineTimer, QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QTreeWidget, QTreeWidgetItemIterator, QWidget

from flowerdesk.app.window import MainWindow
from flowerdesk.core.sample import draw_sample

SECONDS = 1000
"""In the milliseconds that Qt counts in."""
PATIENCE = 120 * SECONDS
"""For work of the child on a computer that has other work."""
_MOMENT = 5
_PHOTOS_PER_LABEL = 12


def gather_photos(source: Path | None, folder: Path, per_label: int = _PHOTOS_PER_LABEL) -> Path:
    """A folder with some photos of each label of ``source``, or drawn ones for None."""
    if source is None:
        draw_sample(folder, per_label)
        return folder
    for label in sorted(path for path in source.iterdir() if path.is_dir()):
        (folder / label.name).mkdir(parents=True)
        for photo in sorted(label.glob("*.jpg"))[:per_label]:
            shutil.copy(photo, folder / label.name)
    return folder


def random_weights(path: Path, blocks: int) -> Path:
    """A file of random weights of VGG16 up to one of its first three blocks."""
    random = np.random.default_rng(0)
    arrays: dict[str, Any] = {}
    before = 3
    for block, (convolutions, width) in enumerate([(2, 64), (2, 128), (3, 256)][:blocks], start=1):
        for number in range(1, convolutions + 1):
            name = f"block{block}_conv{number}"
            spread = np.sqrt(2 / (9 * before))  # He et al. 2015: signals keep their size
            shape = (3, 3, before, width)
            arrays[f"{name}/kernel"] = random.normal(0, spread, shape).astype(np.float32)
            arrays[f"{name}/bias"] = np.zeros(width, np.float32)
            before = width
    np.savez(path, **arrays)
    return path


def click(widget: QWidget, where: QPoint | None = None) -> None:
    """A click with the left button, in the middle; it does nothing where it could not be made."""
    assert widget.isVisible(), f"{widget} cannot be seen"
    assert widget.isEnabled(), f"{widget} is disabled: {widget.toolTip()}"
    modifier = Qt.KeyboardModifier.NoModifier
    QTest.mouseClick(widget, Qt.MouseButton.LeftButton, modifier, where or widget.rect().center())


def wait_until(condition: Callable[[], bool], patience: int = PATIENCE) -> None:
    """Lets the window live until something is so."""
    last = QDeadlineTimer(patience)
    while not condition():
        assert not last.hasExpired(), "it did not happen"
        QTest.qWait(_MOMENT)


def drop(target: QWidget, *paths: Path) -> None:
    """Drops files or folders where ``target`` is; whoever is there for them takes them."""
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    middle, copy = target.rect().center(), Qt.DropAction.CopyAction
    button, none = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    entered = QDragEnterEvent(middle, copy, data, button, none)
    QApplication.sendEvent(target, entered)
    assert entered.isAccepted(), "nobody takes what is dragged here"
    dropped = QDropEvent(QPointF(middle), copy, data, button, none)
    QApplication.sendEvent(target, dropped)
    assert dropped.isAccepted(), "nobody took what was dropped"


def choose_network(window: MainWindow, backbone: str, layer: str) -> None:
    """Chooses a network's layer in the list of all networks, on the Learn page."""
    window.go("learn")
    page = window.page("learn")
    wait_until(lambda: page.wanted.survey is not None)
    click(page.network.compare)
    dialog = page.networks_dialog
    select_layer(dialog.tree, backbone, layer)
    click(dialog.use)
    wait_until(lambda: page.wanted.survey.layer.layer.name == layer)


def choose_weights(window: MainWindow, backbone: str, layer: str) -> None:
    """Gives a network the weights of a file, and chooses the layer that they reach.

    The question for the file must have an answer.
    """
    window.go("learn")
    page = window.page("learn")
    wait_until(lambda: page.wanted.survey is not None)
    click(page.network.compare)
    dialog = page.networks_dialog
    select_layer(dialog.tree, backbone, layer)
    click(dialog.offer.choose)
    wait_until(lambda: is_served(page, backbone, layer))
    wait_until(lambda: select_layer(dialog.tree, backbone, layer) and dialog.use.isEnabled())
    click(dialog.use)
    wait_until(lambda: page.wanted.survey.ready and page.wanted.survey.layer.layer.name == layer)


def is_served(page: QWidget, backbone: str, layer: str) -> bool:
    networks = {one.backbone.name: one for one in page.wanted.survey.networks}
    return networks[backbone].offer(layer).served


def select_layer(tree: QTreeWidget, backbone: str, layer: str) -> bool:
    """Selects the entry of a network's layer, whether its weights are here or not."""
    under = ""
    items = QTreeWidgetItemIterator(tree)
    while (item := items.value()) is not None:
        if item.parent() is None:
            under = item.text(0)
        elif under.lower() == backbone and item.text(0) == layer:
            tree.setCurrentItem(item)
            return True
        items += 1
    raise AssertionError(f"the list has no {layer} of {backbone}")


def learn(window: MainWindow) -> None:
    """Presses the primary button and waits until the labels are learned."""
    page = window.page("learn")
    window.go("learn")
    finished = []
    window.desk.learning.run_finished.connect(finished.append)
    wait_until(lambda: page.wanted.survey is not None and page.buttons.start.isEnabled())
    click(page.buttons.start)
    wait_until(lambda: bool(finished))
    wait_until(lambda: window.desk.session.snapshot.run_in_use == finished[0].run.id)
