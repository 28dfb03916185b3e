"""What a store must keep to in a list, so that acting on the list does no harm.

A list is what a store says, not what is true: a key from elsewhere would be deleted with the folder that was asked
for, and a row that comes twice would be handled twice.
"""

from __future__ import annotations

from typing import Any

from core.model.errors import Kind, OwnCode, StoreError
from core.model.ops import BucketPage, ListOp, ObjectPage, PartPage, UploadPage, VersionPage

#: Rows that are remembered, some 70 bytes each.
REMEMBERED_MOST = 200_000
#: Pages of one list, of a thousand rows as a rule; what is remembered of them is some 35 MB at most.
PAGES_MOST = 500_000
#: Pages without a row that follow one another: a store may pass over deleted objects for a long while, not for ever.
EMPTY_MOST = 10_000

#: What tells one row of a list from the others; the key of an object comes first.
Row = tuple[Any, ...]


class ListCheck:
    """Looks at the pages of one list as they come. Not for several threads at once.

    In a list whose order is not by bytes a row that comes twice is found among the last `REMEMBERED_MOST` or more; who
    must know of all of them keeps them in mind.
    """

    def __init__(self, first: ListOp[Any]) -> None:
        self._op = first
        self._prefix: str = getattr(first, "prefix", "")
        self._asked = {hash(first.after(first.START)), hash(first)}  # hashes, because tokens and keys may be long
        self._seen: set[int] = set()
        self._older: set[int] = set()
        self._pages = self._empty = 0

    def take(self, page: Any, following: ListOp[Any] | None) -> None:
        """Look at the next page, and at the request that it leads to.

        Raises `StoreError` (INVALID): ListStuck for a list that leads back to an earlier page or does not end,
        ListWrong for a name that does not lie under the prefix that was asked for, and for a row that came before.
        """
        rows, prefixes = _rows(page), page.prefixes if isinstance(page, ObjectPage) else ()
        self._pages += 1
        self._empty = 0 if rows or prefixes else self._empty + 1
        if following is not None:
            mark = hash(following)
            if mark in self._asked or self._pages >= PAGES_MOST or self._empty >= EMPTY_MOST:
                raise self._error(OwnCode.LIST_STUCK, "the list does not advance")
            self._asked.add(mark)
        if self._prefix:
            for name in (*(row[0] for row in rows), *prefixes):
                if not name.startswith(self._prefix):
                    raise self._error(OwnCode.LIST_WRONG, f"it names {name!r}, which is not under {self._prefix!r}")
        if len(set(prefixes)) < len(prefixes):
            raise self._error(OwnCode.LIST_WRONG, "it names a folder twice")
        for row in rows:
            self._remember(row)

    def _remember(self, row: Row) -> None:
        mark = hash(row)
        if mark in self._seen or mark in self._older:
            raise self._error(OwnCode.LIST_WRONG, f"it names {row[0]!r} twice")
        if len(self._seen) >= REMEMBERED_MOST:
            self._older, self._seen = self._seen, set()
        self._seen.add(mark)

    def _error(self, code: OwnCode, message: str) -> StoreError:
        return StoreError(Kind.INVALID, op=type(self._op).__name__, code=code, message=message)


def _rows(page: Any) -> list[Row]:
    """The rows that something is done with; a common prefix is only shown."""
    match page:
        case ObjectPage():
            return [(entry.key,) for entry in page.entries]
        case VersionPage():
            return [(entry.key, entry.version) for entry in page.versions]
        case UploadPage():
            return [(upload.key, upload.upload_id) for upload in page.uploads]
        case PartPage():
            return [(part.number,) for part in page.parts]
        case BucketPage():
            return [(bucket.name,) for bucket in page.buckets]
    return []
