"""Loads what a pane shows, page by page, off the GUI thread. Knows the browser's contract; no widgets."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from core.model.errors import Kind, OwnCode, StoreError
from core.model.ops import ObjectPage
from core.model.values import BucketInfo
from gui.qt.contracts import BrowserApi
from gui.qt.tasks import Request, Tasks
from gui.text.place import Place


class Loader(QObject):
    """The loading of one place at a time; opening another one drops what was on its way.

    Signals:
        buckets_came: the buckets of an account, a tuple of `BucketInfo`.
        page_came: the next `ObjectPage`.
        failed: the exception of the last request; `more` tries the same page again.
    """

    buckets_came = Signal(object)
    page_came = Signal(object)
    failed = Signal(object)

    def __init__(self, browser: BrowserApi, tasks: Tasks, parent: QObject) -> None:
        super().__init__(parent)
        self._browser, self._tasks = browser, tasks
        self._place = Place()
        self._request: Request | None = None
        self._next: str | None = None
        self._passed: set[str] = set()  # tokens of this place that led to a page
        self._to_the_end = False
        #: How many pages are taken together, and those of them that have come.
        self._together, self._held = 1, ObjectPage((), (), "")
        #: Pages of this place that were loaded after the first one.
        self.pages_after_first = 0

    @property
    def is_busy(self) -> bool:
        return self._request is not None

    @property
    def has_more(self) -> bool:
        """Whether the store has pages that were not loaded."""
        return self._next is not None

    @property
    def is_going_on(self) -> bool:
        """Whether page after page is loaded without being asked for."""
        return self._to_the_end and self.has_more

    def open(self, place: Place, *, pages: int = 1) -> None:
        """Load the buckets of an account, or the first page of a bucket or prefix.

        The first `pages` pages come as if they were one, so that a long list can be loaded again without a jump.
        """
        self.stop()
        self._place, self._together = place, pages
        if place.bucket:
            self._next = ""
            self.more()
        elif place.account:
            account = place.account
            self._request = self._tasks.run(
                lambda cancel: self._browser.buckets(account, cancel),
                self._take_buckets,
                failed=self._take_failure,
                owner=self,
            )

    def more(self) -> None:
        """Load the next page, unless one is on its way or there is none."""
        if self._request is not None or self._next is None:
            return
        place, token = self._place, self._next
        self._request = self._tasks.run(
            lambda cancel: self._browser.page(place.account, place.bucket, place.prefix, token, cancel),
            self._take_page,
            failed=self._take_failure,
            owner=self,
        )

    def go_on(self, to_the_end: bool) -> None:
        """Load page after page until the end, or stop doing that."""
        self._to_the_end = to_the_end
        if to_the_end:
            self.more()

    def stop(self) -> None:
        """Forget the place; nothing of it arrives any more."""
        if self._request is not None:
            self._request.drop()
        self._request, self._next, self._to_the_end, self.pages_after_first = None, None, False, 0
        self._passed = set()
        self._together, self._held = 1, ObjectPage((), (), "")

    def _take_buckets(self, buckets: tuple[BucketInfo, ...]) -> None:
        self._request = None
        self.buckets_came.emit(buckets)

    def _take_page(self, page: ObjectPage) -> None:
        if self._next is not None:
            self._passed.add(self._next)
        if page.next in self._passed:
            said = "the list does not advance"
            self._take_failure(StoreError(Kind.INVALID, op="ListObjects", code=OwnCode.LIST_STUCK, message=said))
            return
        self.pages_after_first += 0 if self._next == "" else 1
        self._request, self._next = None, page.next
        held = self._held
        self._held = ObjectPage(held.entries + page.entries, held.prefixes + page.prefixes, page.next)
        if self.has_more and self.pages_after_first + 1 < self._together:
            self.more()
            return
        page, self._held, self._together = self._held, ObjectPage((), (), ""), 1
        self.page_came.emit(page)
        if self._to_the_end:
            self.more()

    def _take_failure(self, problem: Exception) -> None:
        self._request, self._to_the_end = None, False
        self.failed.emit(problem)
