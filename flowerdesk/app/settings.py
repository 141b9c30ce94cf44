"""What the window remembers between two starts: declared once, with type and default."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Generic, TypeVar, overload

from PySide6.QtCore import QByteArray, QSettings

from flowerdesk.core import user_folders

Value = TypeVar("Value")


class _Setting(Generic[Value]):
    """One remembered value, read and written as an attribute of :class:`Settings`."""

    def __init__(self, kind: type[Value], default: Value) -> None:
        self._kind = kind
        self._default = default

    def __set_name__(self, owner: type, name: str) -> None:
        self._key = name

    @overload
    def __get__(self, settings: None, owner: type) -> _Setting[Value]: ...
    @overload
    def __get__(self, settings: Settings, owner: type) -> Value: ...
    def __get__(self, settings: Settings | None, owner: type) -> Any:
        if settings is None:
            return self
        value = settings.store.value(self._key, self._default)
        if self._kind is list and not isinstance(value, list):
            return [value] if value else []  # Qt's .ini files have no lists of one
        if self._kind is bool:
            return value in (True, "true")
        return value if isinstance(value, self._kind) else self._kind(value)  # type: ignore[call-arg]

    def __set__(self, settings: Settings, value: Value) -> None:
        settings.store.setValue(self._key, value)


class Settings:
    """The settings of this person, kept in a text file in their configuration folder."""

    language = _Setting(str, "")
    """``en`` or ``zh_CN``; empty follows the system."""
    theme = _Setting(str, "")
    """``light`` or ``dark``; empty follows the system."""
    recent_projects = _Setting(list, [])
    """Paths, the last one opened first."""
    reopen_last = _Setting(bool, True)
    geometry = _Setting(QByteArray, QByteArray())
    page = _Setting(str, "photos")
    thumbnail_size = _Setting(int, 132)
    photos_sorted_by = _Setting(str, "name")
    heat_opacity = _Setting(int, 70)
    """Percent: how strongly what spoke for a label covers a photo."""

    _MOST_RECENT = 8

    def __init__(self) -> None:
        file = user_folders.config_folder() / "window.ini"
        self.store = QSettings(str(file), QSettings.Format.IniFormat)

    def remember_project(self, path: Path) -> None:
        """Puts a project first among the recent ones."""
        others = [one for one in self.recent_projects if one != str(path)]
        self.recent_projects = [str(path), *others][: self._MOST_RECENT]

    def forget_project(self, path: Path) -> None:
        self.recent_projects = [one for one in self.recent_projects if one != str(path)]
