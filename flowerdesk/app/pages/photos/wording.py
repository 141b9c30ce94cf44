"""What the Photos page calls parts, states and orders, and how it describes one photo."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QLocale, QSize

from flowerdesk.app.widgets.photo_model import ShownPhoto
from flowerdesk.app.widgets.photo_query import Show, Sort


def show_titles() -> dict[Show, str]:
    translate = QCoreApplication.translate
    return {
        Show.TRAIN: translate("PhotosPage", "Learn from"),
        Show.VALIDATION: translate("PhotosPage", "Check while learning"),
        Show.TEST: translate("PhotosPage", "Final test"),
        Show.FEATURES: translate("PhotosPage", "Looked at"),
        Show.SKIPPED: translate("PhotosPage", "Skipped"),
        Show.MISTAKEN: translate("PhotosPage", "Taken for another"),
        Show.EXCLUDED: translate("PhotosPage", "Left out"),
        Show.MISSING: translate("PhotosPage", "Missing"),
    }


def show_explanations() -> dict[Show, str]:
    translate = QCoreApplication.translate
    return {
        Show.TRAIN: translate("PhotosPage", "Photos that the labels are learned from"),
        Show.VALIDATION: translate(
            "PhotosPage", "Photos that show, while it learns, how well that goes"
        ),
        Show.TEST: translate(
            "PhotosPage", "Photos kept aside until the end, to tell how good the answers are"
        ),
        Show.FEATURES: translate(
            "PhotosPage", "Photos that the network has looked at and described in numbers"
        ),
        Show.SKIPPED: translate("PhotosPage", "Photos that could not be read; each says why"),
        Show.MISTAKEN: translate(
            "PhotosPage", "Photos of the final test that were given another label than yours"
        ),
        Show.EXCLUDED: translate("PhotosPage", "Photos that you left out of everything"),
        Show.MISSING: translate("PhotosPage", "Photos whose files are not there any more"),
    }


def sort_titles() -> dict[Sort, str]:
    translate = QCoreApplication.translate
    return {
        Sort.NAME: translate("PhotosPage", "name"),
        Sort.LABEL: translate("PhotosPage", "label"),
        Sort.FOLDER: translate("PhotosPage", "folder"),
        Sort.LARGEST: translate("PhotosPage", "largest file first"),
        Sort.SMALLEST: translate("PhotosPage", "smallest file first"),
        Sort.NEWEST: translate("PhotosPage", "newest in the project first"),
        Sort.MISTAKES: translate("PhotosPage", "surest mistakes first"),
    }


def part_title(part: str) -> str:
    return show_titles()[Show(part)] if part else ""


def facts(photo: ShownPhoto, dimensions: QSize | None) -> str:
    """“500 × 333 · 78 kB · Final test”."""
    locale = QLocale()
    parts = []
    if dimensions is not None and dimensions.isValid():
        width, height = (locale.toString(n) for n in (dimensions.width(), dimensions.height()))
        parts.append(f"{width} × {height}")
    formats = QLocale.DataSizeFormat.DataSizeSIFormat
    parts.append(locale.formattedDataSize(photo.size, 0, formats))
    parts.append(part_title(photo.part))
    # Where it takes two lines, it breaks between facts and not within one.
    return " · ".join(part.replace(" ", "\N{NO-BREAK SPACE}") for part in parts if part)


def problem(photo: ShownPhoto, failure: str = "") -> str:
    """What is wrong with a photo, as a sentence; empty if nothing is."""
    translate = QCoreApplication.translate
    if photo.missing:
        return translate(
            "PhotosPage",
            "The file is not there any more. Put it back, and look for photos again: "
            "its label is kept.",
        )
    if photo.skipped_because is not None:
        return translate("PhotosPage", "Skipped: {reason}.").format(reason=photo.skipped_because)
    if failure:
        return translate("PhotosPage", "It cannot be shown: {reason}.").format(reason=failure)
    return ""


def mistake(photo: ShownPhoto) -> str:
    """What the photo was taken for, as a sentence; empty if it was not."""
    if photo.taken_for is None:
        return ""
    label, probability = photo.taken_for
    percent = QLocale().toString(100 * probability, "f", 0)
    return QCoreApplication.translate(
        "PhotosPage", "In the final test it was taken for “{label}”, {percent} % sure."
    ).format(label=label, percent=percent)


def read_only_reason() -> str:
    return QCoreApplication.translate(
        "PhotosPage", "The project is open read-only: nothing can be changed here"
    )


def see_tooltip(learned: bool) -> str:
    translate = QCoreApplication.translate
    if learned:
        return translate(
            "PhotosPage",
            "Name this photo, and show what spoke for the answer and what each layer of the "
            "network sees (E)",
        )
    return translate("PhotosPage", "First let the network learn your photos")
