"""Looks at what is to be edited, off the GUI thread: one object, or some of many. No widgets."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import QObject, Signal

from core.forecast.listing import is_edited
from core.model.errors import StoreError
from core.model.ops import ObjectPage
from core.model.values import ObjectInfo, ObjectRef
from core.system.clock import Cancel
from gui.editor.model import Choices
from gui.qt.contracts import BrowserApi
from gui.qt.tasks import Request, Tasks
from gui.text.place import Item, ItemKind

#: So many objects are looked at before the change is queued.
LOOK_MAX = 100
#: So many looks are on their way at once: the panes share the threads.
_AT_ONCE = 2


def choices_of(browser: BrowserApi, account: str, bucket: str, cancel: Cancel) -> Choices:
    """What can be chosen there. A key that may not read the bucket's settings may edit its objects all the same.

    Raises `StoreError` when the account itself is not known. Thread: any but the GUI's.
    """
    versioning: str | None = None
    with suppress(StoreError):
        versioning = browser.versioning(account, bucket, cancel)
    return Choices(browser.acl_words(account), browser.storage_classes(account), browser.limits(account), versioning)


@dataclass(frozen=True, slots=True)
class Looked:
    """An object that was looked at: as it is, or why that is not known."""

    ref: ObjectRef
    info: ObjectInfo | None = None
    problem: Exception | None = None


class Looker(QObject):
    """Looks at the first objects among the items; folders are listed for it.

    Signals:
        advanced: something came, or it has ended, or was stopped; read the attributes.

    Attributes:
        wanted: objects that are known and will be looked at.
        left: objects that are known and will not be.
        is_open: there are more, whose number nobody knows yet.
        empty: folders that were listed to their end and hold nothing that is edited.
    """

    advanced = Signal()

    def __init__(self, browser: BrowserApi, tasks: Tasks, items: Sequence[Item], parent: QObject) -> None:
        super().__init__(parent)
        self._browser, self._tasks = browser, tasks
        refs = [item.ref for item in items if item.kind is ItemKind.OBJECT]
        self._folders = deque(item.ref for item in items if item.kind is not ItemKind.OBJECT)
        self._refs: list[ObjectRef] = refs[:LOOK_MAX]
        self._waiting = deque(range(len(self._refs)))
        self._asked: dict[int, Request] = {}
        self._listing: Request | None = None
        self._seen: dict[int, Looked] = {}
        self._stopped = True
        self.left = len(refs) - len(self._refs)
        self.empty: list[ObjectRef] = []
        self._uncounted = False  # a folder that was listed has further pages

    @property
    def is_open(self) -> bool:
        return bool(self._folders) or self._uncounted

    @property
    def wanted(self) -> int:
        return len(self._refs)

    @property
    def seen(self) -> tuple[Looked, ...]:
        """What was looked at so far, in the order of the items."""
        return tuple(self._seen[at] for at in sorted(self._seen))

    @property
    def infos(self) -> Mapping[ObjectRef, ObjectInfo]:
        return {each.ref: each.info for each in self._seen.values() if each.info is not None}

    @property
    def is_busy(self) -> bool:
        return bool(self._asked) or self._listing is not None

    @property
    def has_more(self) -> bool:
        """Whether it was stopped before its end."""
        return self._stopped and bool(self._waiting or (self._folders and self.wanted < LOOK_MAX))

    def start(self) -> None:
        """Look, or go on where it was stopped."""
        self._stopped = False
        self._go_on()

    def stop(self) -> None:
        """Give up what is on its way; it is looked at again after `start`."""
        self._stopped = True
        for request in self._asked.values():
            request.drop()
        self._waiting.extendleft(sorted(self._asked, reverse=True))
        self._asked.clear()
        if self._listing is not None:
            self._listing.drop()
            self._listing = None
        self.advanced.emit()

    # ------------------------------------------------------------ inside

    def _go_on(self) -> None:
        if self._stopped:
            return
        while self._waiting and len(self._asked) < _AT_ONCE:
            self._look(self._waiting.popleft())
        if not self._waiting and self._listing is None and self._folders and self.wanted < LOOK_MAX:
            self._list(self._folders[0])

    def _look(self, at: int) -> None:
        ref = self._refs[at]
        self._asked[at] = self._tasks.run(
            partial(self._browser.stat, ref),
            lambda info: self._take(at, Looked(ref, info)),
            failed=lambda problem: self._take(at, Looked(ref, None, problem)),
            owner=self,
        )

    def _take(self, at: int, looked: Looked) -> None:
        del self._asked[at]
        self._seen[at] = looked
        self._go_on()
        self.advanced.emit()

    def _list(self, folder: ObjectRef) -> None:
        self._listing = self._tasks.run(
            lambda cancel: next(self._browser.walk(folder.account, folder.bucket, folder.key, cancel), None),
            lambda page: self._take_page(folder, page),
            failed=lambda problem: self._take_no_page(folder, problem),
            owner=self,
        )

    def _take_page(self, folder: ObjectRef, page: ObjectPage | None) -> None:
        keys = [entry.key for entry in page.entries if is_edited(entry)] if page is not None else []
        has_more = page is not None and page.next is not None
        room = LOOK_MAX - self.wanted
        self._add(ObjectRef(folder.account, folder.bucket, key) for key in keys[:room])
        self.left += max(0, len(keys) - room)
        if not keys and not has_more:
            self.empty.append(folder)
        self._end_listing(has_more=has_more)

    def _take_no_page(self, folder: ObjectRef, problem: Exception) -> None:
        """A folder that cannot be listed stands in the table as what it is."""
        self._seen[self.wanted] = Looked(folder, None, problem)
        self._refs.append(folder)
        self._end_listing(has_more=True)

    def _add(self, refs: Iterator[ObjectRef]) -> None:
        for ref in refs:
            self._waiting.append(self.wanted)
            self._refs.append(ref)

    def _end_listing(self, *, has_more: bool) -> None:
        self._listing = None
        self._folders.popleft()
        self._uncounted = self._uncounted or has_more
        self._go_on()
        self.advanced.emit()
