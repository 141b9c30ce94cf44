"""What the tab of suspicious photos calls its lists, and what it says of each photo."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QCoreApplication, QLocale, QObject

from flowerdesk.app.pages.photos.wording import part_title
from flowerdesk.app.pages.review.photo_list import PhotoRow
from flowerdesk.app.sentences import percent_text, photos_text
from flowerdesk.app.theme import colours
from flowerdesk.core.split import TEST
from flowerdesk.core.suspects.lists import DuplicateGroup, SuspectPhoto, Suspects, Suspicion

translate = QCoreApplication.translate


class SuspectSentences(QObject):
    """Sentences that count. lupdate sees the plurals of ``tr`` only, which is why this is a
    QObject."""

    def groups(self, count: int) -> str:
        return self.tr("%Ln group(s)", None, count)

    def straddling(self, count: int) -> str:
        return self.tr(
            "%Ln group(s) with photos in the final test and outside it: the test is easier than "
            "it looks.",
            None,
            count,
        )

    def unseen(self, count: int) -> str:
        return self.tr(
            "%Ln photo(s) were not looked at by the network, or could not be read, and are in no "
            "list.",
            None,
            count,
        )

    def skipped(self, count: int) -> str:
        return self.tr(
            "%Ln photo(s) could not be opened any more. Their files are gone or have changed: look "
            "for photos again on the Photos page.",
            None,
            count,
        )


def titles() -> dict[Suspicion, tuple[str, str]]:
    """For each list its name, and what is in it."""
    return {
        "wrong_label": (
            translate("SuspectsPage", "Wrong label?"),
            translate(
                "SuspectsPage",
                "When it learns from the other photos only, it takes these for something else, "
                "surely enough that the label may be wrong.",
            ),
        ),
        "near_duplicates": (
            translate("SuspectsPage", "Near-duplicates"),
            translate(
                "SuspectsPage",
                "The same picture more than once: saved again, resized, cropped a little, or "
                "mirrored.",
            ),
        ),
        "blurred": (
            translate("SuspectsPage", "Blurred"),
            translate("SuspectsPage", "There is hardly a sharp edge in these."),
        ),
        "dark": (
            translate("SuspectsPage", "Dark"),
            translate("SuspectsPage", "Even the lightest places of these are dark."),
        ),
        "bright": (
            translate("SuspectsPage", "Bright"),
            translate("SuspectsPage", "Even the darkest places of these are nearly white."),
        ),
        "tiny": (
            translate("SuspectsPage", "Tiny"),
            translate("SuspectsPage", "These have far fewer pixels than your other photos."),
        ),
        "odd_shape": (
            translate("SuspectsPage", "Odd shape"),
            translate(
                "SuspectsPage",
                "These are so long or so high that the network sees a part of them only, or "
                "sees them squeezed.",
            ),
        ),
    }


def status_text(suspects: Suspects) -> str:
    """How many photos were looked through, and whether that still holds."""
    said = [
        translate("SuspectsPage", "{photos} looked through.").format(
            photos=photos_text(suspects.photos)
        )
        if suspects.up_to_date
        else translate("SuspectsPage", "Photos or labels have changed since: look again.")
    ]
    if suspects.unseen:
        said.append(SuspectSentences().unseen(suspects.unseen))
    return " ".join(said)


def stage_text(stage: str) -> str:
    return {
        "measure": translate("SuspectsPage", "Measuring the photos …"),
        "duplicates": translate("SuspectsPage", "Looking for near-duplicates …"),
        "labels": translate("SuspectsPage", "Looking for wrong labels …"),
    }.get(stage, translate("SuspectsPage", "Starting …"))


def group_title(number: int, count: int) -> str:
    """“Group 3 of 63”"""
    locale = QLocale()
    return translate("SuspectsPage", "Group {number} of {count}").format(
        number=locale.toString(number), count=locale.toString(count)
    )


def group_warning(group: DuplicateGroup) -> str:
    """What is wrong with a group, in sentences; empty if nothing is."""
    said = []
    if group.straddles:
        said.append(
            translate(
                "SuspectsPage",
                "In the final test and outside it: the test is easier than it looks.",
            )
        )
    if len(group.labels) > 1:
        said.append(
            translate("SuspectsPage", "With different labels: {labels}.").format(
                labels=", ".join(group.labels)
            )
        )
    return " ".join(said)


def photo_row(
    photo: SuspectPhoto, suspicion: Suspicion, label_colours: Mapping[str, str]
) -> PhotoRow:
    """A photo as the list of that suspicion shows it."""
    name = photo.path.rpartition("/")[2]
    size = f"{QLocale().toString(photo.width)} × {QLocale().toString(photo.height)}"
    yours = translate("SuspectsPage", "yours: {label}").format(label=photo.label)
    first, figure, second, tone = photo.label, size, name, "muted"
    match suspicion:
        case "wrong_label":
            first, figure, second = photo.suggested or "", percent_text(photo.score), yours
            fact = translate(
                "SuspectsPage", "{label}? It looks like {suggested}, {percent}"
            ).format(label=photo.label, suggested=photo.suggested, percent=figure)
        case "near_duplicates":
            fact = part_title(photo.part)
            second, tone = fact or name, "problem" if photo.part == TEST else "muted"
        case "blurred":
            figure = percent_text(photo.score)
            second = translate("SuspectsPage", "sharpness")
            fact = translate("SuspectsPage", "Sharpness: {percent}").format(percent=figure)
        case "dark":
            figure = percent_text(photo.score)
            second = translate("SuspectsPage", "brightness")
            fact = translate("SuspectsPage", "Brightness of its lightest places: {percent}").format(
                percent=figure
            )
        case "bright":
            figure = percent_text(photo.score)
            second = translate("SuspectsPage", "brightness")
            fact = translate("SuspectsPage", "Brightness of its darkest places: {percent}").format(
                percent=figure
            )
        case _:
            fact = ""
    label = translate("SuspectsPage", "Your label: {label}").format(label=photo.label)
    pixels = translate("SuspectsPage", "{size} pixels").format(size=size) if photo.width else ""
    words = [name, label if suspicion != "wrong_label" else "", fact, pixels]
    return PhotoRow(
        first=first,
        colour=label_colours.get(first, colours().muted),
        figure=figure,
        second=second,
        words="\n".join(word for word in words if word),
        tone=tone,
    )


def read_only_reason() -> str:
    return translate("SuspectsPage", "The project is open read-only: nothing can be changed here")
