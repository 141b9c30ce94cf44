"""Questions about labels: a new one, another name, one instead of two."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QWidget

from flowerdesk.app import ask
from flowerdesk.app.session import Session

translate = QCoreApplication.translate


def add_label(parent: QWidget, session: Session) -> None:
    """Asks for a name and makes a label."""
    name = ask.for_text(
        parent,
        translate("PhotosPage", "New label"),
        translate("PhotosPage", "What should the new label be called?"),
    )
    if name is not None and name.strip():
        session.edit(lambda edits: edits.add_label(name))


def rename_label(parent: QWidget, session: Session, label: str) -> str | None:
    """Asks for another name, and again whether to merge if a label has it; returns that name."""
    name = ask.for_text(
        parent,
        translate("PhotosPage", "Rename a label"),
        translate("PhotosPage", "What should “{label}” be called?").format(label=label),
        label,
    )
    name = name.strip() if name is not None else ""
    if not name or name == label:
        return None
    if session.snapshot is not None and name in session.snapshot.labels:
        if not _confirm_merge(parent, label, name):
            return None
        session.edit(lambda edits: edits.merge_labels([label], name))
    else:
        session.edit(lambda edits: edits.rename_label(label, name))
    return name


def merge_label(parent: QWidget, session: Session, label: str) -> str | None:
    """Asks which label to merge one into; returns that."""
    others = [one for one in session.snapshot.labels if one != label] if session.snapshot else []
    if not others:
        return None
    into = ask.for_choice(
        parent,
        translate("PhotosPage", "Merge labels"),
        translate("PhotosPage", "Which label should the photos of “{label}” get?").format(
            label=label
        ),
        others,
    )
    if into is not None:
        session.edit(lambda edits: edits.merge_labels([label], into))
    return into


def label_for_new_photos(parent: QWidget, session: Session, suggestion: str | None) -> str | None:
    """Asks which label photos should get that are to be added; another may be typed."""
    labels = session.snapshot.labels if session.snapshot else ()
    label = ask.for_choice(
        parent,
        translate("PhotosPage", "Add photos"),
        translate(
            "PhotosPage", "Which label should the photos get? Choose one, or type a new one."
        ),
        labels,
        text=suggestion if suggestion is not None else (labels[0] if labels else ""),
    )
    return label.strip() or None if label is not None else None


def _confirm_merge(parent: QWidget, label: str, into: str) -> bool:
    return ask.confirm(
        parent,
        translate("PhotosPage", "Merge labels"),
        translate(
            "PhotosPage", "There is a label “{into}” already. Merge “{label}” into it?"
        ).format(into=into, label=label),
        translate("PhotosPage", "Merge"),
        translate("PhotosPage", "Cancel"),
    )
