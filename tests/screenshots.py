"""Takes pictures of every page: both themes, both languages, two sizes, and twice the scale.

    python tests/screenshots.py OUT_FOLDER [--photos FOLDER] [--weights FILE]

Draws photos where no folder of them is named, and makes up weights where no file of VGG16's first
three blocks is. Each picture is OUT_FOLDER/SCENE-LANGUAGE-THEME-SIZE.png. Under
``tests/with_screen.sh`` it happens on a screen; else on none.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent / "app"))

from PySide6.QtCore import QPoint, QSize, Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDialog, QWidget
from road import choose_weights, click, drop, gather_photos, learn, random_weights, wait_until

from flowerdesk.app import ask, theme
from flowerdesk.app.about_dialog import AboutDialog
from flowerdesk.app.crash_report import CrashReport
from flowerdesk.app.learning import Stage
from flowerdesk.app.main import make_application
from flowerdesk.app.pages.review.mistakes import MistakesPage
from flowerdesk.app.pages.review.suspects import SuspectsPage
from flowerdesk.app.settings import Settings
from flowerdesk.app.settings_dialog import SettingsDialog
from flowerdesk.app.similar_photos import show_similar
from flowerdesk.app.window import MainWindow
from flowerdesk.core.sample import LABELS, draw_photo
from flowerdesk.core.training import HeadSettings

_SCREEN = Path(__file__).parent / "app" / "screen.json"
os.environ.setdefault("QT_QPA_PLATFORM", f"offscreen:configfile={_SCREEN}")

LAYER = "block3_pool"
SIZES = (QSize(1200, 780), QSize(1024, 700))
SIZE_AT_TWICE_THE_SCALE = QSize(960, 540)  # a screen of 1920 by 1080
LANGUAGES = ("en", "zh_CN")
MOMENT = 200  # ms
MOMENTS_OF_REST = 3
MOST_MOMENTS = 40
NAMING_MANY_TAKES_AT_MOST = 600_000  # ms
LONG = "Leucanthemum vulgare Lam., the ox-eye daisy of the meadow behind the old mill"


class Studio:
    """Takes pictures of what a window shows, in every theme and size."""

    def __init__(self, out: Path, language: str, sizes: tuple[QSize, ...], themes: list[str]):
        self.out = out
        self.language = language
        self.sizes = sizes
        self.themes = themes
        self.taken = 0

    def take(
        self,
        scene: str,
        window: MainWindow,
        dialog: QDialog | None = None,
        *,
        at_work: bool = False,
    ) -> None:
        for shown in self.themes:
            theme.choose(shown)
            for size in self.sizes[:1] if dialog else self.sizes:
                window.resize(size)
                picture = settled_picture(dialog or window, 1 if at_work else MOST_MOMENTS)
                scale = f"@{window.devicePixelRatio():g}" if window.devicePixelRatio() > 1 else ""
                name = f"{scene}-{self.language}-{shown}-{size.width()}x{size.height()}{scale}.png"
                picture.save(str(self.out / name))
                self.taken += 1
        theme.choose(self.themes[0])
        window.resize(self.sizes[0])


def settled_picture(widget: QWidget, moments: int) -> QImage:
    """What is seen when nothing has changed for some moments, or after ``moments`` of them."""
    before, rest = QImage(), 0
    for _ in range(moments):
        QTest.qWait(MOMENT)
        picture = widget.grab().toImage()
        rest = rest + 1 if picture == before else 0
        if rest == MOMENTS_OF_REST:
            break
        before = picture
    return before


def take_all(studio: Studio, photos: Path, many_labels: Path, weights: Path) -> None:
    """Walks the road once and takes every page on the way."""
    with new_window() as window:
        studio.take("welcome", window)
        drop_and_open(window, photos)
        studio.take("photos", window)
        take_photos_page(studio, window)
        take_learn_page(studio, window, weights)
        take_review_page(studio, window)
        take_map(studio, window)
        take_use_page(studio, window, photos)
        take_dialogs(studio, window)
        with new_window() as second:
            open_project(second, window.desk.session.snapshot.path)
            studio.take("read-only", second)
    with new_window() as window:
        drop_and_open(window, many_labels)
        window.go("photos")
        studio.take("photos-30-labels", window)
        with answering(weights):
            choose_weights(window, "vgg16", LAYER)
        learn(window)
        studio.take("learn-30-labels", window)
        show_review(window)
        studio.take("review-30-labels", window)
        window.go("use")
        name_photos(window, next(many_labels.rglob("*.jpg")))
        studio.take("use-30-labels", window)
        window.go("welcome")
        studio.take("welcome-again", window)


def take_photos_page(studio: Studio, window: MainWindow) -> None:
    page = window.page("photos")
    wait_until(lambda: len(page.model.ids) > 0)
    page.grid.setFocus()
    QTest.keyClick(page.grid, Qt.Key.Key_Home)
    QTest.keyClick(page.grid, Qt.Key.Key_Right)
    studio.take("photos-selected", window)
    page.open_lightbox()
    studio.take("photos-lightbox", window)
    page.lightbox.close_photo()
    page.show_skipped()
    studio.take("photos-none", window)
    page._show_all()


def take_learn_page(studio: Studio, window: MainWindow, weights: Path) -> None:
    window.go("learn")
    page, learning = window.page("learn"), window.desk.learning
    wait_until(lambda: page.wanted.survey is not None)
    studio.take("learn-before", window)
    with answering(weights):
        choose_weights(window, "vgg16", LAYER)
    page.form.set_settings(HeadSettings(epochs=400))
    studio.take("learn-ready", window)
    click(page.buttons.start)
    wait_until(lambda: learning.looking.done > learning.looking.total // 4 > 0)
    studio.take("learn-looking", window, at_work=True)
    wait_until(lambda: learning.stage is Stage.LEARNING and learning.course.epoch > 12)
    studio.take("learn-learning", window, at_work=True)
    if learning.running:
        click(page.buttons.stop)
    wait_until(lambda: learning.stage is Stage.IDLE)
    page.form.set_settings(HeadSettings(hidden=(64, 32), epochs=20, dropout=0.3))
    learn(window)
    studio.take("learn-after", window)
    click(page.course.settings)
    studio.take("learn-settings", window)
    click(page.course.settings)
    click(page.network.compare)
    studio.take("networks", window, page.networks_dialog)
    measure = page.networks_dialog.measure
    click(measure.measure)
    wait_until(lambda: len(page.measuring.found) > 1)
    studio.take("networks-measuring", window, page.networks_dialog, at_work=True)
    click(measure.stop)
    wait_until(lambda: not page.measuring.running)
    studio.take("networks-measured", window, page.networks_dialog)
    page.networks_dialog.close()


def take_review_page(studio: Studio, window: MainWindow) -> None:
    page = show_review(window)
    studio.take("review", window)
    photo = next(one for one in page.review.photos if one.label != page.review.labels[0])
    page.desk.session.edit(lambda edits: edits.set_label(photo.ids, page.review.labels[0]))
    wait_until(lambda: page.review.mended == 1)
    page.matrix_view.setFocus()
    page.matrix_view.choose(0, 0)
    studio.take("review-cell", window)
    window.undo_action.trigger()
    wait_until(lambda: page.review.mended == 0)
    take_suspects(studio, window)


def take_suspects(studio: Studio, window: MainWindow) -> None:
    review = window.page("review")
    review.show_tab("suspects")
    page = review.tab("suspects")
    assert isinstance(page, SuspectsPage)
    wait_until(lambda: page.suspects is not None)
    studio.take("suspects-before", window)
    click(page.nothing.look)
    wait_until(lambda: not page.search.running and page.suspects.searched)
    for suspicion in ("wrong_label", "near_duplicates", "blurred"):
        page.choose(suspicion)
        studio.take(f"suspects-{suspicion.replace('_', '-')}", window)
    review.show_tab("mistakes")


def take_map(studio: Studio, window: MainWindow) -> None:
    review = window.page("review")
    review.show_tab("map")
    page = review.tab("map")
    wait_until(lambda: page.placed is not None and page.placed.points.finished)
    wait_until(lambda: not page.drawing.running)
    page.view.setFocus()
    for key in (Qt.Key.Key_Left, Qt.Key.Key_Up, Qt.Key.Key_Left):
        QTest.keyClick(page.view, key)
    studio.take("map", window)
    middle = page.view.sight.pixels(page.placed.positions) - page.view.width() / 2
    page.view.select(abs(middle[:, 0]) < page.view.width() / 8)
    page.toolbar.colours.setCurrentIndex(1)
    studio.take("map-selected", window)
    dialog = show_similar(window.desk, window, int(page.placed.ids[0]))
    wait_until(lambda: dialog.own.buttons[0].photo is not None)
    studio.take("similar", window, dialog)
    dialog.close()
    review.show_tab("mistakes")


def show_review(window: MainWindow) -> MistakesPage:
    window.go("review")
    page = window.page("review").tab("mistakes")
    assert isinstance(page, MistakesPage)
    wait_until(lambda: page.review is not None)
    return page


def take_use_page(studio: Studio, window: MainWindow, photos: Path) -> None:
    window.go("use")
    studio.take("use-ready", window)
    for photo in sorted(photos.rglob("*.jpg"))[::7][:5]:
        name_photos(window, photo)
    page = window.page("use")
    studio.take("use-one", window)
    take_what_the_network_sees(studio, window)
    bad = photos.parent / "not a photo.jpg"
    bad.write_bytes(b"this is no photo")
    name_photos(window, bad)
    studio.take("use-bad", window)
    page.take([photos])
    wait_until(lambda: not window.desk.naming.naming_many, NAMING_MANY_TAKES_AT_MOST)
    studio.take("use-many", window)


def take_what_the_network_sees(studio: Studio, window: MainWindow) -> None:
    page = window.page("use")
    heat, seeing = page.photo.heat, page.sights.seeing
    click(heat.show_heat, QPoint(8, heat.show_heat.height() // 2))
    wait_until(lambda: seeing.waits_for("heat") is None)
    page.to_see.setChecked(True)
    wait_until(lambda: bool(page.see.layer))  # a small window looks once this card is shown
    studio.take("use-heat", window)
    heat.how.setCurrentIndex(heat.how.count() - 1)
    heat.how.activated.emit(heat.how.currentIndex())
    page.see.layers.setCurrentIndex(0)
    wait_until(lambda: seeing.waits_for("heat") is None)
    studio.take("use-second-opinion", window)
    page.see.layers.setCurrentIndex(3)
    click(page.see.channels[0])
    wait_until(lambda: page.channel.progress.value() > 0)
    studio.take("use-channel-looking", window, at_work=True)
    wait_until(lambda: not seeing.looking_through and page.channel.patches[0].shows_image)
    click(page.channel.make)
    wait_until(lambda: seeing.waits_for("pattern") is None)
    studio.take("use-channel", window)
    click(page.channel.back)
    click(heat.show_heat, QPoint(8, heat.show_heat.height() // 2))
    page.to_see.setChecked(False)


def take_dialogs(studio: Studio, window: MainWindow) -> None:
    settings = SettingsDialog(window.desk, window)
    settings.show()
    studio.take("settings", window, settings)
    settings.close()
    about = AboutDialog(window)
    about.show()
    studio.take("about", window, about)
    about.close()
    report = CrashReport(window)
    report._details.appendPlainText("Traceback (most recent call last):\n  …\nRuntimeError: petals")
    report.show()
    studio.take("report", window, report)
    report.close()
    window.tell("This is a sentence about something that did not work.", "with details")
    studio.take("message", window)


# Around the window


@contextmanager
def new_window() -> Iterator[MainWindow]:
    window = MainWindow()
    window.show()
    try:
        yield window
    finally:
        window.close()
        window.deleteLater()


def drop_and_open(window: MainWindow, photos: Path) -> None:
    opened = []
    window.desk.session.opened.connect(lambda: opened.append(True))
    drop(window.page("welcome").drop_area, photos)
    wait_until(lambda: bool(opened))


def open_project(window: MainWindow, path: Path) -> None:
    window.open_path(path)
    wait_until(lambda: window.desk.session.snapshot is not None)


def name_photos(window: MainWindow, photo: Path) -> None:
    answers = []
    naming = window.desk.naming
    naming.answered.connect(answers.append)
    window.page("use").take([photo])
    wait_until(lambda: naming.asked is None and any(one.path == photo for one in answers))


@contextmanager
def answering(file: Path) -> Iterator[None]:
    """Answers the question for a file."""
    before: Callable[[QWidget, str, str], Path | None] = ask.for_file
    ask.for_file = lambda *_: file
    try:
        yield
    finally:
        ask.for_file = before


def draw_many_labels(folder: Path) -> Path:
    """30 labels of three photos each, one with a very long name."""
    for number in range(30):
        name = LONG if number == 0 else f"{LABELS[number % 5]} of bed {number + 1}"
        (folder / name).mkdir(parents=True)
        for photo in range(3):
            draw_photo(folder / name / f"{photo}.jpg", LABELS[number % 5], 3 * number + photo)
    return folder


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("out", type=Path)
    parser.add_argument("--photos", type=Path, help="a folder with one subfolder for each label")
    parser.add_argument("--weights", type=Path, help="VGG16's weights up to block3_pool")
    parser.add_argument("--language", choices=LANGUAGES, help="only this one, in this process")
    options = parser.parse_args()
    if options.language is None:
        for language, scale in (("en", "1"), ("zh_CN", "1"), ("en", "2")):
            environment = {**os.environ, "QT_SCALE_FACTOR": scale}
            command = [sys.executable, __file__, *sys.argv[1:], "--language", language]
            subprocess.run(command, env=environment, check=True)
        return
    options.out.mkdir(parents=True, exist_ok=True)
    twice = os.environ.get("QT_SCALE_FACTOR") == "2"
    sizes = (SIZE_AT_TWICE_THE_SCALE,) if twice else SIZES
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        os.environ["FLOWERDESK_HOME"] = str(folder / "home")
        settings = Settings()
        settings.language, settings.theme = options.language, "light"
        settings.store.sync()
        application = make_application(settings)
        photos = gather_photos(options.photos, folder / "Garden flowers", 30)
        many_labels = draw_many_labels(folder / "Every bed of the botanical garden")
        weights = options.weights or random_weights(folder / "vgg16_blocks1-3.npz", 3)
        studio = Studio(
            options.out, options.language, sizes, ["light"] if twice else ["light", "dark"]
        )
        take_all(studio, photos, many_labels, weights)
        application.processEvents()
        print(f"{studio.taken} pictures in {options.out}")


if __name__ == "__main__":
    main()
