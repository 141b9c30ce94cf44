"""What the program says in the window's language about things that are not widgets."""

from __future__ import annotations

import math

from PySide6.QtCore import QCoreApplication, QLocale, QObject

from flowerdesk.core.backbones.registry import BACKBONES
from flowerdesk.core.project.edits import Edit
from flowerdesk.core.words import Sentence


def told(sentence: str) -> str:
    """A sentence of the core in the window's language; one that is not known stays as it is."""
    translate = QCoreApplication.translate
    if not isinstance(sentence, Sentence):
        return translate("Core", sentence)
    values = {
        name: told(value) if isinstance(value, Sentence) else value
        for name, value in sentence.values.items()
    }
    return translate("Core", sentence.template).format(**values)


class Sentences(QObject):
    """Counts things in the window's language. lupdate sees the plurals of ``tr`` only, which is why
    this is a QObject."""

    def photos(self, count: int) -> str:
        return self.tr("%Ln photo(s)", None, count)

    def labels(self, count: int) -> str:
        return self.tr("%Ln label(s)", None, count)


def photos_text(count: int) -> str:
    """“1 photo”, “1,835 photos”."""
    return Sentences().photos(count)


def labels_text(count: int) -> str:
    """“1 label”, “5 labels”."""
    return Sentences().labels(count)


def network_name(backbone: str) -> str:
    """What a backbone is called; one of a later version by its short name."""
    titles = {one.name: one.title for one in BACKBONES}
    return titles.get(backbone, backbone)


def percent_text(share: float) -> str:
    """“91.1 %” of 0.911; never rounded up to a perfect 100."""
    percent = 100 * share
    if percent < 100:
        percent = min(math.floor(percent * 10 + 0.5) / 10, 99.9)
    return QLocale().toString(percent, "f", 0 if percent == 100 else 1) + " %"


def edit_sentence(edit: Edit) -> str:
    """What an edit did, for the undo menu."""
    details = edit.details
    photos = photos_text(int(details.get("photos", 0)))
    label = str(details.get("label", ""))
    labels = ", ".join(details.get("labels", ()))
    translate = QCoreApplication.translate
    match edit.kind:
        case "set_label":
            text = translate("Sentences", "label {photos} “{label}”")
        case "keep_label":
            text = translate("Sentences", "keep the label of {photos}")
        case "accept":
            text = translate("Sentences", "suspect {photos} no more")
        case "learn_from":
            text = translate("Sentences", "put {photos} on the training side")
        case "exclude":
            text = translate("Sentences", "leave out {photos}")
        case "include":
            text = translate("Sentences", "take in {photos} again")
        case "add_label":
            text = translate("Sentences", "new label “{label}”")
        case "remove_label":
            text = translate("Sentences", "remove label “{label}”")
        case "rename_label":
            text = translate("Sentences", "rename “{labels}” to “{label}”")
        case "merge_labels":
            text = translate("Sentences", "merge {labels} into “{label}”")
        case "add_photos":
            text = translate("Sentences", "add {photos} to “{label}”")
    return text.format(photos=photos, label=label, labels=labels)
