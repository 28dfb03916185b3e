"""The table of versions and delete markers. Knows listed versions; loads nothing itself.

Rows stand as the store lists them: by key, the newest of a key first.
"""

from __future__ import annotations

from collections.abc import Iterable
from enum import IntEnum, StrEnum

from PySide6.QtCore import QAbstractTableModel, QDateTime, QLocale, Qt

from core.model.values import VersionEntry
from gui.browser.rows import LEADING, ROOT, TRAILING, Index, Role
from gui.text import figures, names
from gui.text.place import leaf, shown_key
from gui.widgets.plain import plain_data

BADGE_ROLE = int(Role.UserRole) + 1
_FLAGS = Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemNeverHasChildren


class Column(IntEnum):
    KEY = 0
    MODIFIED = 1
    BADGE = 2
    SIZE = 3
    STORAGE_CLASS = 4
    VERSION = 5


class Badge(StrEnum):
    """What a version is to its object."""

    CURRENT = "current"
    DELETED = "deleted"  # the delete marker that hides the object now
    OLDER = "older"
    MARKER = "marker"  # a delete marker that newer versions have overtaken


def badge(entry: VersionEntry) -> Badge:
    """What an entry of a listing is to its object."""
    if entry.is_marker:
        return Badge.DELETED if entry.is_latest else Badge.MARKER
    return Badge.CURRENT if entry.is_latest else Badge.OLDER


def dated_name(name: str, modified: float | None) -> str:
    """Another name with a version's local date in it: "a.txt" becomes "a (2026-01-02 10-20).txt".

    ".tar.gz" stays together, and the colon is left out because names with it cannot be files on every system.
    """
    when = "" if modified is None else QDateTime.fromSecsSinceEpoch(int(modified)).toString("yyyy-MM-dd HH-mm")
    stem, dot, suffix = name.rpartition(".")
    if not stem:
        stem, dot, suffix = name, "", ""
    if stem.endswith(".tar"):
        stem, suffix = stem.removesuffix(".tar"), f"tar.{suffix}"
    return f"{stem} ({when}){dot}{suffix}" if when else f"{stem} (copy){dot}{suffix}"


def moment(unix_time: float | None) -> str:
    """Local date in the locale's short form, and the time with seconds: versions may be that close; "" when unknown."""
    if unix_time is None:
        return ""
    when, locale = QDateTime.fromSecsSinceEpoch(int(unix_time)), QLocale()
    is_plain = locale.language() is QLocale.Language.C
    date = when.toString("yyyy-MM-dd") if is_plain else locale.toString(when.date(), QLocale.FormatType.ShortFormat)
    return f"{date} {when.toString('HH:mm:ss')}"


class VersionsModel(QAbstractTableModel):
    """Versions of one object, or of all objects under a prefix.

    Attributes:
        prefix: what all keys begin with; the names are shown without it.
    """

    def __init__(self, prefix: str = "") -> None:
        super().__init__()
        self.prefix = prefix
        self._entries: list[VersionEntry] = []
        self._rows: list[int] = []
        self._only_deleted = False
        self._titles = (
            self.tr("Name"),
            self.tr("Modified"),
            self.tr("State"),
            self.tr("Size"),
            self.tr("Storage class"),
            self.tr("Version"),
        )
        self._words = {
            Badge.CURRENT: self.tr("Current"),
            Badge.DELETED: self.tr("Delete marker"),
            Badge.OLDER: self.tr("Older"),
            Badge.MARKER: self.tr("Delete marker"),
        }

    # ------------------------------------------------------------ what a dialog does

    @property
    def loaded(self) -> int:
        """How many entries there are, shown or not."""
        return len(self._entries)

    def has_null(self, key: str) -> bool:
        """Whether a version "null" of this key is loaded: what is written without versioning takes its place."""
        return any(entry.version == "null" and entry.key == key for entry in self._entries)

    def entry_at(self, row: int) -> VersionEntry:
        return self._entries[self._rows[row]]

    def row_of(self, key: str, version: str) -> int | None:
        """The row of a version, None when it is not shown."""
        return next(
            (
                row
                for row, number in enumerate(self._rows)
                if (self._entries[number].key, self._entries[number].version) == (key, version)
            ),
            None,
        )

    def clear(self) -> None:
        self.beginResetModel()
        self._entries, self._rows = [], []
        self.endResetModel()

    def add(self, entries: Iterable[VersionEntry]) -> None:
        """Put one page of the listing below what is there."""
        first = len(self._entries)
        self._entries += entries
        new = [row for row in range(first, len(self._entries)) if self._is_shown(row)]
        if new:
            at = len(self._rows)
            self.beginInsertRows(ROOT, at, at + len(new) - 1)
            self._rows += new
            self.endInsertRows()

    def show_only_deleted(self, only: bool) -> None:
        """Show only the delete markers that hide an object, or everything."""
        self._only_deleted = only
        self.beginResetModel()
        self._rows = [row for row in range(len(self._entries)) if self._is_shown(row)]
        self.endResetModel()

    def _is_shown(self, row: int) -> bool:
        return not self._only_deleted or badge(self._entries[row]) is Badge.DELETED

    def name_of(self, entry: VersionEntry) -> str:
        """The key without what all keys here begin with, for reading."""
        return shown_key(entry.key.removeprefix(self.prefix) or leaf(entry.key))

    # ------------------------------------------------------------ Qt

    def rowCount(self, parent: Index = ROOT) -> int:  # noqa: N802 - Qt's name
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = ROOT) -> int:  # noqa: N802 - Qt's name
        return 0 if parent.isValid() else len(Column)

    def flags(self, index: Index) -> Qt.ItemFlag:
        return _FLAGS if index.isValid() else Qt.ItemFlag.NoItemFlags

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Role.DisplayRole) -> object:  # noqa: N802 - Qt's name
        if orientation is not Qt.Orientation.Horizontal:
            return None
        if role == Role.DisplayRole:
            return self._titles[section]
        return _alignment(section) if role == Role.TextAlignmentRole else None

    @plain_data
    def data(self, index: Index, role: int = Role.DisplayRole) -> object:
        entry = self.entry_at(index.row())
        if role == Role.DisplayRole:
            return self._text(entry, Column(index.column()))
        if role == Role.TextAlignmentRole:
            return _alignment(index.column())
        if role == Role.ToolTipRole:
            return self._tip(entry)
        return badge(entry) if role == BADGE_ROLE else None

    def _text(self, entry: VersionEntry, column: Column) -> str:
        match column:
            case Column.KEY:
                return self.name_of(entry)
            case Column.MODIFIED:
                return moment(entry.modified)
            case Column.BADGE:
                return self._words[badge(entry)]
            case Column.SIZE:
                return "" if entry.is_marker else figures.size(entry.size)
            case Column.STORAGE_CLASS:
                return names.storage_class(entry.storage_class)
            case Column.VERSION:
                return entry.version

    def _tip(self, entry: VersionEntry) -> str:
        lines = [shown_key(entry.key), self.tr("Version {id}").format(id=entry.version)]
        if not entry.is_marker:
            lines.append(figures.exact_size(entry.size))
        return "\n".join(lines)


def _alignment(column: int) -> int:
    return TRAILING if column == Column.SIZE else LEADING
