"""What the window remembers, in an ini file. Nothing here is a secret, and all of it may be lost."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QByteArray, QSettings

from core.model.jobs import WORKERS, WORKERS_MAX
from core.model.requests import OnExisting, Options, Terms
from core.model.values import Level

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

    @property
    def on_existing(self) -> OnExisting:
        """What is done with targets that exist where the user says nothing else; at first, ask."""
        said = self.text("on-existing")
        return OnExisting(said) if said in {choice.value for choice in OnExisting} else OnExisting.ASK

    def set_on_existing(self, choice: OnExisting) -> None:
        self.set_text("on-existing", choice.value)

    @property
    def trust(self) -> Level:
        """The weakest proof at which a rename deletes its source."""
        said = self.text("trust")
        return Level(said) if said in {level.value for level in Level} else Options().trust

    def set_trust(self, level: Level) -> None:
        self.set_text("trust", level.value)

    @property
    def unread(self) -> bool:
        """Whether a rename deletes its source also when the ACL or the tags could not be read; at first, no."""
        return self.flag("unread", otherwise=Options().unread)

    def set_unread(self, *, value: bool) -> None:
        self.set_flag("unread", value=value)

    @property
    def terms(self) -> Terms:
        """On what terms a rename deletes its source."""
        return Terms(self.trust, unread=self.unread)

    def options(self) -> Options:
        """What a copy or a rename begins with."""
        return Options(on_existing=self.on_existing, trust=self.trust, unread=self.unread)

    def state(self, name: str) -> QByteArray:
        """What `saveState` or `saveGeometry` gave; empty when there is none."""
        value = self._file.value(name)
        return value if isinstance(value, QByteArray) else QByteArray()

    def set_state(self, name: str, value: QByteArray) -> None:
        self._file.setValue(name, value)

    def save(self) -> None:
        """Write the file now."""
        self._file.sync()
