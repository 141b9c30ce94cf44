"""The buttons of the Photos page in the window's header."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QEvent, QObject, QSize
from PySide6.QtWidgets import QToolButton, QWidget

from flowerdesk.app.icons import icon
from flowerdesk.app.pages.photos.wording import read_only_reason
from flowerdesk.app.session import Session
from flowerdesk.app.widgets.basics import button


class IconButton(QToolButton):
    """A button that is only an icon; its tooltip is its accessible name too."""

    def __init__(self, name: str, tooltip: str) -> None:
        super().__init__()
        self._name = name
        self.setProperty("flat", True)
        self.setIconSize(QSize(20, 20))
        self.setIcon(icon(name))
        self.explain(tooltip)

    def explain(self, tooltip: str) -> None:
        self.setToolTip(tooltip)
        self.setAccessibleName(tooltip)

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self.setIcon(icon(self._name))


class Header(QObject):
    """Undo, redo, look again, add photos, learn."""

    def __init__(self, session: Session, parent: QObject) -> None:
        super().__init__(parent)
        translate = QCoreApplication.translate
        self._session = session
        stack = session.undo_stack
        self.undo = IconButton("arrow-counter-clockwise", translate("PhotosPage", "Undo"))
        self.redo = IconButton("arrow-clockwise", translate("PhotosPage", "Redo"))
        self.undo.clicked.connect(stack.undo)
        self.redo.clicked.connect(stack.redo)
        self.look = IconButton("arrows-clockwise", "")
        self.look.clicked.connect(session.look_for_photos)
        self.add = button(translate("PhotosPage", "Add photos…"))
        self.learn = button(translate("PhotosPage", "Learn"), primary=True)
        stack.indexChanged.connect(self.update)
        stack.cleanChanged.connect(self.update)
        session.busy_changed.connect(self.update)
        self.update()

    @property
    def widgets(self) -> list[QWidget]:
        return [self.undo, self.redo, self.look, self.add, self.learn]

    def update(self) -> None:
        """Says what can be done at present, and why the rest cannot."""
        translate = QCoreApplication.translate
        session, stack = self._session, self._session.undo_stack
        read_only = session.read_only
        has_folder = session.snapshot is not None and session.snapshot.folder is not None
        undo, redo = translate("PhotosPage", "Undo"), translate("PhotosPage", "Redo")
        self.undo.explain(f"{undo}: {stack.undoText()} (Ctrl+Z)" if stack.canUndo() else undo)
        self.redo.explain(f"{redo}: {stack.redoText()} (Ctrl+Shift+Z)" if stack.canRedo() else redo)
        tips = {
            self.look: translate(
                "PhotosPage", "Look through the folder for photos that came, went or changed"
            ),
            self.add: translate("PhotosPage", "Add photos from anywhere; they stay where they are"),
            self.learn: translate("PhotosPage", "Look at all photos and learn their labels"),
        }
        for widget, tip in tips.items():
            widget.setToolTip(read_only_reason() if read_only else tip)
            widget.setEnabled(not read_only)
        self.look.setAccessibleName(tips[self.look])
        self.look.setEnabled(not read_only and has_folder and not session.busy)
        self.undo.setEnabled(stack.canUndo() and not read_only)
        self.redo.setEnabled(stack.canRedo() and not read_only)
