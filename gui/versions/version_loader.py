"""Loads the versions of an object or of a prefix, page by page, off the GUI thread. No widgets."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import QObject, Signal

from core.model.errors import Kind, StoreError
from core.model.values import VersionEntry
from core.system.clock import Cancel
from gui.qt.contracts import BrowserApi
from gui.qt.tasks import Request, Tasks
from gui.text.place import Item, ItemKind

Page = tuple[VersionEntry, ...]


class VersionLoader(QObject):
    """The listing of one item's versions.

    Signals:
        page_came: the next page, a tuple of `VersionEntry`; `has_more` says whether others follow.
        failed: the exception of the last request; `begin` starts anew.
    """

    page_came = Signal(object)
    failed = Signal(object)

    def __init__(self, browser: BrowserApi, tasks: Tasks, item: Item, *, parent: QObject) -> None:
        super().__init__(parent)
        self._browser, self._tasks, self._item = browser, tasks, item
        self._request: Request | None = None
        self._pages: Iterator[Page] | None = None
        self._cancel = Cancel()
        #: "enabled", "suspended" or ""; None when that may not be read or was not answered yet.
        self.versioning: str | None = None

    @property
    def is_busy(self) -> bool:
        return self._request is not None

    @property
    def has_more(self) -> bool:
        """Whether the store may have pages that were not loaded."""
        return self._pages is not None

    def begin(self) -> None:
        """Ask whether the bucket keeps versions, and load the first page where it does or did."""
        self.stop()
        item, cancel = self._item, Cancel()
        self._cancel = cancel
        key = item.key if item.kind is ItemKind.OBJECT else ""

        def first(_cancel: Cancel) -> tuple[str | None, Iterator[Page] | None, Page]:
            state = self._look(item, cancel)
            if state == "":
                return state, None, ()
            pages = self._browser.versions(item.account, item.bucket, item.key, cancel, key=key)
            page = next(pages, None)
            return state, None if page is None else pages, page or ()

        self._request = self._tasks.run(first, self._take_first, failed=self._take_failure, owner=self)

    def more(self) -> None:
        """Load the next page, unless one is on its way or there is none."""
        pages = self._pages
        if self._request is None and pages is not None:
            self._request = self._tasks.run(
                lambda _cancel: next(pages, None), self._take_page, failed=self._take_failure, owner=self
            )

    def stop(self) -> None:
        """Nothing arrives any more."""
        if self._request is not None:
            self._request.drop()
        self._cancel.set()
        self._request, self._pages = None, None

    def _look(self, item: Item, cancel: Cancel) -> str | None:
        """A key that may not read the setting may still list versions."""
        try:
            return self._browser.versioning(item.account, item.bucket, cancel)
        except StoreError as error:
            if error.kind is Kind.DENIED:
                return None
            raise

    def _take_first(self, result: tuple[str | None, Iterator[Page] | None, Page]) -> None:
        self._request = None
        self.versioning, self._pages, page = result
        self.page_came.emit(page)

    def _take_page(self, page: Page | None) -> None:
        self._request = None
        if page is None:
            self._pages = None
        self.page_came.emit(page or ())

    def _take_failure(self, problem: Exception) -> None:
        self._request, self._pages = None, None
        self.failed.emit(problem)
