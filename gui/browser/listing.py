"""What was loaded of one folder, in columns. Plain Python without Qt, for a million rows.

A row has a number that never changes, given in the order in which the store sent the rows. `arrange` and `merge` read
only rows that exist when they are called and only append happens beside them, so they may run in another thread.
"""

from __future__ import annotations

import math
from array import array
from bisect import bisect_right
from collections.abc import Callable, Iterable, Sequence
from enum import IntEnum

from core.model.ops import ObjectPage
from core.model.values import ObjectKind

_FOLDER = 255
_KINDS = tuple(ObjectKind)
Key = Callable[[int], float | str]


class Column(IntEnum):
    NAME = 0
    SIZE = 1
    MODIFIED = 2
    STORAGE_CLASS = 3


class Listing:
    """The objects and prefixes directly under one prefix. `len()` counts all that were loaded."""

    def __init__(self, prefix: str = "") -> None:
        self.prefix = prefix
        self._names: list[str] = []
        self._sizes = array("q")
        self._times = array("d")
        self._kinds = array("B")
        self._classes = array("B")
        self._class_names: list[str] = []

    def __len__(self) -> int:
        return len(self._names)

    def append(self, page: ObjectPage) -> tuple[range, list[int]]:
        """Take in one page; returns the new rows of folders and of objects, each in the store's order.

        An empty object with the name of the folder itself is the folder's marker, and not shown inside it.
        """
        first = len(self)
        skip = len(self.prefix)
        for prefix in page.prefixes:
            self._add(prefix[skip:], 0, math.nan, kind=_FOLDER, storage_class="")
        folders = range(first, len(self))
        objects = []
        for entry in page.entries:
            name = entry.key[skip:]
            if not name and not entry.size:
                continue
            objects.append(len(self))
            modified = math.nan if entry.modified is None else entry.modified
            kind = _KINDS.index(entry.kind)
            self._add(name, entry.size, modified, kind=kind, storage_class=entry.storage_class)
        return folders, objects

    def _add(self, name: str, size: int, modified: float, *, kind: int, storage_class: str) -> None:
        if storage_class not in self._class_names:
            self._class_names.append(storage_class)
        self._sizes.append(size)
        self._times.append(modified)
        self._kinds.append(kind)
        self._classes.append(self._class_names.index(storage_class))
        self._names.append(name)  # last: its length tells other threads how many rows are whole

    # ------------------------------------------------------------ one row

    def key(self, row: int) -> str:
        """The whole key, or the whole prefix of a folder."""
        return self.prefix + self._names[row]

    def name(self, row: int) -> str:
        """The name below the folder; "" for an object that is named as the folder is."""
        return self._names[row]

    def is_folder(self, row: int) -> bool:
        return self._kinds[row] == _FOLDER

    def kind(self, row: int) -> ObjectKind:
        """How an object was made."""
        return _KINDS[self._kinds[row]]

    def size(self, row: int) -> int:
        return self._sizes[row]

    def modified(self, row: int) -> float | None:
        """Unix time, None when the store did not say."""
        time = self._times[row]
        return None if math.isnan(time) else time

    def storage_class(self, row: int) -> str:
        return self._class_names[self._classes[row]]

    # ------------------------------------------------------------ order

    def arrange(self, column: Column, needle: str) -> tuple[int, list[int], list[int]]:
        """The rows whose name holds `needle`, in any case: how many were looked at, the folders, the objects.

        Folders are in the order of their names, objects in ascending order of `column`; what is equal keeps the
        store's order, which is that of the names.
        """
        upto = len(self)
        rows = self.matching(range(upto), needle)
        folders = [row for row in rows if self._kinds[row] == _FOLDER]
        objects = [row for row in rows if self._kinds[row] != _FOLDER]
        if column is not Column.NAME:
            objects.sort(key=self._key(column))
        return upto, folders, objects

    def matching(self, rows: Iterable[int], needle: str) -> Sequence[int]:
        """Those of `rows` whose name holds `needle`, in any case."""
        wanted = needle.casefold()
        if not wanted:
            return list(rows)
        names = self._names
        return [row for row in rows if wanted in names[row].casefold()]

    def merge(self, objects: list[int], new: Iterable[int], column: Column) -> list[int]:
        """`objects`, which are in the order of `column`, with `new` ones put in their places.

        The price is that of copying one list, whatever the length: a page costs milliseconds in a million rows.
        """
        if column is Column.NAME:
            return [*objects, *new]
        key = self._key(column)
        made: list[int] = []
        done = 0
        for row in sorted(new, key=key):
            at = bisect_right(objects, key(row), lo=done, key=key)
            made += objects[done:at]
            made.append(row)
            done = at
        made += objects[done:]
        return made

    def _key(self, column: Column) -> Key:
        if column is Column.SIZE:
            return self._sizes.__getitem__
        if column is Column.MODIFIED:
            times = self._times
            return lambda row: -math.inf if math.isnan(times[row]) else times[row]
        classes, names = self._classes, self._class_names
        return lambda row: names[classes[row]]
