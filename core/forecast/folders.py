"""What stands under many names, found by listing the folders that they lie in."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace

from core.model.errors import StoreError
from core.model.ops import ListObjects, Store
from core.model.values import Entry, ObjectRef
from core.store.reads import pages
from core.store.stores import is_refusal


class Folders:
    """Lists folders, each without what lies deeper, as long as that takes no more than so many requests.

    Attributes:
        lines: the objects that were found, by their names.
    """

    def __init__(self, store_of: Callable[[str], Store], pages: int) -> None:
        """`store_of` gives an account's store; `pages` is how many requests there may be in all."""
        self.lines: dict[ObjectRef, Entry] = {}
        self._store_of = store_of
        self._pages = pages
        self._whole: set[ObjectRef] = set()

    def read(self, refs: Iterable[ObjectRef]) -> None:
        """List where `refs` lie. A folder that the key may not list stays unknown. Raises `StoreError`, `Cancelled`."""
        wanted = set(refs)
        for folder in sorted({_folder(ref) for ref in wanted} - self._whole, key=lambda one: (one.bucket, one.key)):
            for entry in self._entries(folder):
                ref = replace(folder, key=entry.key)
                if ref in wanted:
                    self.lines[ref] = entry

    def knows(self, ref: ObjectRef) -> bool:
        """Whether the folder of `ref` was listed to its end, so that what has no line there does not exist."""
        return _folder(ref) in self._whole

    def _entries(self, folder: ObjectRef) -> Iterator[Entry]:
        op = ListObjects(folder.bucket, prefix=folder.key, delimiter="/")
        found = pages(lambda: self._store_of(folder.account), op)
        while self._pages > 0:
            self._pages -= 1
            try:
                page = next(found)
            except StoreError as error:
                if not is_refusal(error):
                    raise
                return
            yield from page.entries
            if page.next is None:
                self._whole.add(folder)
                return


def _folder(ref: ObjectRef) -> ObjectRef:
    return replace(ref, key=ref.key[: ref.key.rfind("/") + 1], version=None)
