"""Window floor: what the window remembers, in an ini file. Nothing here is a secret, and all of it may be lost."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QByteArray, QSettings

from core.jobs import WORKERS, WORKERS_MAX

FILE = "window.ini"


class Settings:
    """Texts, switches and states of widgets by name. GUI thread only."""

    def __init__(self, folder: Path) -> None:
        self._file = QSettings(str(folder / FILE), QSettings.Format.IniFormat)

    def text(self, name: str, otherwise: str = "") -> str:
        value = self._file.value(name, otherwise)
        return value if isinstance(value, str) else otherwise

    def set_text(self, name: str, value: str) -> None:
        self._file.setValue(name, value)

    def flag(self, name: str, *, otherwise: bool) -> bool:
        return {"yes": True, "no": False}.get(self.text(name), otherwise)

    def set_flag(self, name: str, *, value: bool) -> None:
        self.set_text(name, "yes" if value else "no")

    @property
    def workers(self) -> int:
        """How many workers the user wants; the usual number where the file holds none that is possible."""
        said = self.text("workers")
        count = int(said) if said.isdecimal() else WORKERS
        return count if 1 <= count <= WORKERS_MAX else WORKERS

    def set_workers(self, count: int) -> None:
        self.set_text("workers", str(count))

    def state(self, name: str) -> QByteArray:
        """What `saveState` or `saveGeometry` gave; empty when there is none."""
        value = self._file.value(name)
        return value if isinstance(value, QByteArray) else QByteArray()

    def set_state(self, name: str, value: QByteArray) -> None:
        self._file.setValue(name, value)

    def save(self) -> None:
        """Write the file now."""
        self._file.sync()
