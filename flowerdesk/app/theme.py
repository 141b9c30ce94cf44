"""Colours and sizes of the window, light and dark, as a palette and one style sheet."""

from __future__ import annotations

import functools
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QGuiApplication, QPalette
from PySide6.QtWidgets import QApplication

from flowerdesk.core.resources import resource_path


@dataclass(frozen=True)
class Colours:
    """The colours of one theme, as ``#rrggbb``."""

    page: str
    card: str
    border: str
    text: str
    muted: str
    faint: str
    accent: str
    accent_text: str
    selected: str
    track: str
    loss: str
    accuracy: str
    problem: str
    right: str


LIGHT = Colours(
    page="#f6f5f1",
    card="#ffffff",
    border="#e4e2dc",
    text="#1d1d1b",
    muted="#6a6963",
    faint="#b3b1a9",
    accent="#2563eb",
    accent_text="#ffffff",
    selected="#e7effd",
    track="#ecebe6",
    loss="#2563eb",
    accuracy="#d9651b",
    problem="#c8324b",
    right="#1a7f5a",
)
DARK = Colours(
    page="#1a1b1e",
    card="#242629",
    border="#36383c",
    text="#eeece7",
    muted="#a3a19b",
    faint="#63656a",
    accent="#3b74f0",
    accent_text="#ffffff",
    selected="#28344f",
    track="#34363a",
    loss="#6f9cff",
    accuracy="#f08a3c",
    problem="#f0788c",
    right="#4cc198",
)

LABEL_COLOURS = (
    *("#8a8d96", "#e3a900", "#dd4158", "#ea7a2f", "#1f8a63", "#4c7df0", "#9b5fd0", "#00a3b8"),
    *("#b0783f", "#7ba428", "#d65fa6", "#4d5bb5"),
)
"""Colours that tell labels apart, in their alphabetical order, over again past the last."""

SPACING = 16
RADIUS = 10


_chosen = ""


def choose(theme: str) -> None:
    """Makes the window ``light`` or ``dark``, or for an empty text whatever the system is."""
    global _chosen
    _chosen = theme
    schemes = {"light": Qt.ColorScheme.Light, "dark": Qt.ColorScheme.Dark}
    QGuiApplication.styleHints().setColorScheme(schemes.get(theme, Qt.ColorScheme.Unknown))
    _dress()


def is_dark() -> bool:
    """Whether the window is dark at present, as the system or the settings want it."""
    # A desktop that knows nothing of light and dark lets nobody set the scheme either.
    if _chosen:
        return _chosen == "dark"
    return QGuiApplication.styleHints().colorScheme() == Qt.ColorScheme.Dark


def colours() -> Colours:
    return DARK if is_dark() else LIGHT


def label_colour(number: int) -> str:
    return LABEL_COLOURS[number % len(LABEL_COLOURS)]


def apply(application: QApplication, theme: str) -> None:
    """Dresses the application in a theme (see :func:`choose`), and again when the system's
    changes."""
    application.setStyle("Fusion")
    choose(theme)
    _follow_the_system()


@functools.cache
def _follow_the_system() -> None:
    QGuiApplication.styleHints().colorSchemeChanged.connect(_dress)


def _dress() -> None:
    application = QApplication.instance()
    assert isinstance(application, QApplication)
    application.setPalette(_palette(colours()))
    application.setStyleSheet(_style_sheet(colours()))


def _palette(c: Colours) -> QPalette:
    roles = {
        QPalette.ColorRole.Window: c.page,
        QPalette.ColorRole.WindowText: c.text,
        QPalette.ColorRole.Base: c.card,
        QPalette.ColorRole.AlternateBase: c.page,
        QPalette.ColorRole.Text: c.text,
        QPalette.ColorRole.Button: c.card,
        QPalette.ColorRole.ButtonText: c.text,
        QPalette.ColorRole.ToolTipBase: c.card,
        QPalette.ColorRole.ToolTipText: c.text,
        QPalette.ColorRole.PlaceholderText: c.muted,
        QPalette.ColorRole.Highlight: c.accent,
        QPalette.ColorRole.HighlightedText: c.accent_text,
        QPalette.ColorRole.Link: c.accent,
    }
    palette = QPalette()
    for role, colour in roles.items():
        palette.setColor(role, QColor(colour))
    for role in (
        QPalette.ColorRole.WindowText,
        QPalette.ColorRole.Text,
        QPalette.ColorRole.ButtonText,
    ):
        palette.setColor(QPalette.ColorGroup.Disabled, role, QColor(c.muted))
    return palette


def _style_sheet(c: Colours) -> str:
    return f"""
    QWidget {{ font-size: 10.5pt; }}
    QToolTip {{ background: {c.card}; color: {c.text}; border: 1px solid {c.border};
        padding: 4px; }}
    #header {{ background: {c.card}; border-bottom: 1px solid {c.border}; }}
    #rail {{ background: {c.card}; border-right: 1px solid {c.border}; }}
    QFrame[card="true"] {{ background: {c.card}; border: 1px solid {c.border};
        border-radius: {RADIUS}px; }}
    QFrame[drop="true"] {{ border: 2px dashed {c.border}; }}
    QFrame[drop="over"] {{ border: 2px dashed {c.accent}; background: {c.selected}; }}
    QLabel[role="title"] {{ font-size: 13pt; font-weight: 600; }}
    QLabel[role="heading"] {{ font-size: 11.5pt; font-weight: 600; }}
    QLabel[role="number"] {{ font-size: 21pt; font-weight: 700; }}
    QLabel[role="muted"] {{ color: {c.muted}; }}
    QLabel[role="problem"] {{ color: {c.problem}; }}
    QLabel[role="loss"] {{ color: {c.loss}; }}
    QLabel[role="accuracy"] {{ color: {c.accuracy}; }}
    QLabel[role="chip"] {{ background: {c.track}; color: {c.muted}; border-radius: 12px;
        padding: 4px 10px; }}
    QFrame[note] {{ background: {c.card}; border: 1px solid {c.border}; border-radius: 8px;
        border-left: 4px solid {c.accent}; }}
    QFrame[note="problem"] {{ border-left: 4px solid {c.problem}; }}
    QPushButton {{ background: {c.card}; color: {c.text}; border: 1px solid {c.border};
        border-radius: 8px; padding: 7px 14px; }}
    QPushButton:hover {{ border-color: {c.muted}; }}
    QPushButton:focus {{ border: 2px solid {c.accent}; padding: 6px 13px; }}
    QPushButton:disabled {{ color: {c.muted}; background: {c.page}; }}
    QPushButton[primary="true"] {{ background: {c.accent}; color: {c.accent_text};
        border-color: {c.accent}; font-weight: 600; }}
    QPushButton[primary="true"]:hover {{ background: {c.loss}; }}
    QPushButton[primary="true"]:focus {{ border: 2px solid {c.text}; }}
    QPushButton[primary="true"]:disabled {{ background: {c.track}; color: {c.muted};
        border-color: {c.track}; }}
    QPushButton[flat="true"] {{ background: transparent; border: 1px solid transparent;
        color: {c.muted}; padding: 4px 8px; }}
    QPushButton[flat="true"]:hover {{ color: {c.text}; }}
    QPushButton[flat="true"][problem="true"] {{ color: {c.problem}; }}
    QPushButton[flat="true"]:focus {{ border: 1px solid {c.accent}; }}
    QPushButton[chip="true"] {{ background: {c.track}; color: {c.text}; border: 1px solid
        transparent; border-radius: 13px; padding: 4px 11px; }}
    QPushButton[chip="true"]:hover {{ border-color: {c.muted}; }}
    QPushButton[chip="true"]:focus {{ border-color: {c.accent}; }}
    QPushButton[chip="true"]::menu-indicator {{ width: 0; }}
    QFrame[line="true"] {{ background: {c.border}; border: none; max-height: 1px;
        min-height: 1px; }}
    QToolButton[flat="true"] {{ background: transparent; border: 1px solid transparent;
        border-radius: 8px; padding: 6px; }}
    QToolButton[flat="true"]:hover {{ background: {c.page}; }}
    QToolButton[flat="true"]:focus {{ border-color: {c.accent}; }}
    QToolButton[flat="true"]:checked {{ background: {c.selected}; }}
    QToolButton[rail="true"] {{ background: transparent; border: 1px solid transparent;
        border-radius: 8px; color: {c.muted}; padding: 6px 2px; font-size: 9pt; }}
    QToolButton[rail="true"]:hover {{ background: {c.page}; }}
    QToolButton[rail="true"]:checked {{ background: {c.selected}; color: {c.loss};
        font-weight: 600; }}
    QToolButton[rail="true"]:focus {{ border-color: {c.accent}; }}
    QToolButton[rail="true"]:disabled {{ color: {c.faint}; }}
    QTabBar {{ background: transparent; }}
    QTabBar::tab {{ background: transparent; border: 1px solid transparent; border-radius: 8px;
        color: {c.muted}; padding: 6px 14px; margin-right: 4px; }}
    QTabBar::tab:hover {{ color: {c.text}; }}
    QTabBar::tab:selected {{ background: {c.selected}; color: {c.loss}; font-weight: 600; }}
    QTabBar::tab:selected:focus {{ border-color: {c.accent}; }}
    QTabBar[chips="true"]::tab {{ background: {c.track}; border-radius: 11px; padding: 2px 7px;
        min-height: 18px; margin-right: 3px; }}
    QTabBar[chips="true"]::tab:selected {{ background: {c.selected}; font-weight: normal; }}
    QTabBar[chips="true"]::tab:disabled {{ color: {c.faint}; }}
    QSlider::groove:horizontal {{ background: {c.track}; height: 4px; border-radius: 2px; }}
    QSlider::sub-page:horizontal {{ background: {c.accent}; height: 4px; border-radius: 2px; }}
    QSlider::sub-page:horizontal:disabled {{ background: {c.border}; }}
    QSlider::handle:horizontal {{ background: {c.card}; border: 1px solid {c.faint};
        width: 12px; height: 12px; margin: -5px 0; border-radius: 7px; }}
    QSlider::handle:horizontal:focus {{ border: 2px solid {c.accent}; width: 10px;
        height: 10px; }}
    QLineEdit, QComboBox, QSpinBox, QDoubleSpinBox {{ background: {c.card};
        border: 1px solid {c.border}; border-radius: 8px; padding: 6px 10px; }}
    QLineEdit:focus, QComboBox:focus, QSpinBox:focus, QDoubleSpinBox:focus {{
        border-color: {c.accent}; }}
    QLineEdit[problem="true"] {{ border-color: {c.problem}; }}
    QHeaderView {{ background: {c.card}; }}
    QTableCornerButton::section {{ background: {c.card}; border: none; }}
    QHeaderView::section {{ background: {c.card}; color: {c.muted}; border: none;
        border-bottom: 1px solid {c.border}; padding: 6px 8px; }}
    QCheckBox {{ spacing: 8px; }}
    QCheckBox::indicator {{ width: 16px; height: 16px; border: 1px solid {c.faint};
        border-radius: 4px; background: {c.card}; }}
    QCheckBox::indicator:focus {{ border-color: {c.accent}; }}
    QCheckBox::indicator:checked {{ background: {c.accent}; border-color: {c.accent};
        image: url({_image("check")}); }}
    QCheckBox::indicator:checked:focus {{ border-color: {c.text}; }}
    QCheckBox::indicator:disabled {{ background: {c.track}; border-color: {c.border}; }}
    QComboBox::drop-down, QSpinBox::up-button, QSpinBox::down-button,
    QDoubleSpinBox::up-button, QDoubleSpinBox::down-button {{ border: none; width: 24px; }}
    QComboBox::down-arrow, QSpinBox::down-arrow, QDoubleSpinBox::down-arrow {{
        image: url({_image("caret-down")}); width: 10px; height: 7px; }}
    QSpinBox::up-arrow, QDoubleSpinBox::up-arrow {{
        image: url({_image("caret-up")}); width: 10px; height: 7px; }}
    QComboBox QAbstractItemView {{ background: {c.card}; border: 1px solid {c.border};
        outline: 0; selection-background-color: {c.selected}; selection-color: {c.text}; }}
    QProgressBar {{ background: {c.track}; border: none; border-radius: 4px; max-height: 8px;
        min-height: 8px; }}
    QProgressBar::chunk {{ background: {c.loss}; border-radius: 4px; }}
    QProgressBar[tone="accuracy"]::chunk {{ background: {c.accuracy}; }}
    QScrollArea, QAbstractScrollArea {{ background: transparent; border: none; }}
    QScrollArea[framed="true"] {{ border: 1px solid transparent; border-radius: 6px; }}
    QScrollArea[framed="true"]:focus {{ border-color: {c.accent}; }}
    QTreeView {{ background: {c.card}; border: 1px solid {c.border}; border-radius: 8px;
        show-decoration-selected: 1; outline: 0; }}
    QTreeView:focus {{ border-color: {c.accent}; }}
    QTreeView::item {{ padding: 4px 2px; }}
    QTreeView::item:selected {{ background: {c.selected}; color: {c.text}; }}
    QListWidget {{ background: {c.card}; border: 1px solid {c.border}; border-radius: 8px;
        padding: 4px; outline: 0; }}
    QListWidget:focus {{ border-color: {c.accent}; }}
    QListWidget::item {{ padding: 6px 8px; border-radius: 6px; }}
    QListWidget::item:selected {{ background: {c.selected}; color: {c.text}; }}
    QListWidget::item:disabled {{ color: {c.faint}; }}
    QPlainTextEdit {{ background: {c.card}; border: 1px solid {c.border}; border-radius: 8px;
        padding: 6px 8px; }}
    QPlainTextEdit:focus {{ border-color: {c.accent}; }}
    QScrollBar:vertical {{ background: transparent; width: 10px; margin: 0; }}
    QScrollBar::handle:vertical {{ background: {c.border}; border-radius: 5px; min-height: 32px; }}
    QScrollBar:horizontal {{ background: transparent; height: 10px; margin: 0; }}
    QScrollBar::handle:horizontal {{ background: {c.border}; border-radius: 5px;
        min-width: 32px; }}
    QAbstractScrollArea::corner {{ background: transparent; border: none; }}
    QScrollBar::add-line, QScrollBar::sub-line {{ height: 0; width: 0; }}
    """


def _image(name: str) -> str:
    return resource_path(f"theme/{name}.svg").as_posix()
