"""The languages of the window, and putting one of them in place of another."""

from __future__ import annotations

import logging

from PySide6.QtCore import QLibraryInfo, QLocale, QTranslator
from PySide6.QtWidgets import QApplication

from flowerdesk.core.errors import FlowerdeskError
from flowerdesk.core.resources import resource_path

LANGUAGES = {"en": "English", "zh_CN": "简体中文"}
"""Each by the name that its speakers call it."""

_log = logging.getLogger("flowerdesk")


def language(wanted: str) -> str:
    """One of :data:`LANGUAGES`: the one wanted, or for nothing the system's, or English."""
    if wanted in LANGUAGES:
        return wanted
    return "zh_CN" if QLocale.system().language() == QLocale.Language.Chinese else "en"


def install_language(application: QApplication, wanted: str) -> None:
    """Translates the program's own texts and Qt's, in place of an earlier language.

    Texts that are shown already stay as they are: whoever shows them asks again.
    """
    chosen = language(wanted)
    QLocale.setDefault(QLocale(chosen))
    for old in application.findChildren(QTranslator):
        application.removeTranslator(old)
        old.deleteLater()
    qt = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
    own = ""
    try:
        own = str(resource_path(f"translations/flowerdesk_{chosen}.qm"))
    except FlowerdeskError:
        _log.warning("there is no translation for %s", chosen)
    for file in (f"{qt}/qtbase_{chosen}.qm", own):
        translator = QTranslator(application)
        if file and translator.load(file):
            application.installTranslator(translator)
