"""Work that blocks is done off the GUI thread, and its result is delivered on it.

One idiom for all of it:

    self._request = tasks.run(lambda cancel: browser.page(..., cancel), self._show, failed=self._fail, owner=self)

Threads never touch a Qt object: a result goes into a list, and one signal without arguments, sent once for however
many results, tells the GUI thread to empty it.
"""

from __future__ import annotations

import logging
import queue
import threading
from collections import deque
from collections.abc import Callable
from functools import partial
from typing import TypeVar

import shiboken6
from PySide6.QtCore import QObject, Qt, QThread, Signal

from core.model.errors import Cancelled, KnownError, StoreError
from core.system.clock import Cancel

T = TypeVar("T")
log = logging.getLogger(__name__)


class Request:
    """One piece of work that was asked for. Thread: GUI."""

    def __init__(self, owner: QObject | None) -> None:
        self.cancel = Cancel()
        self._owner = owner
        self._dropped = False

    def drop(self) -> None:
        """Nobody waits for the result any more: cancel the work, and never deliver it."""
        self._dropped = True
        self.cancel.set()

    @property
    def is_wanted(self) -> bool:
        """Whether a result would be delivered: it was not dropped, and its owner still exists."""
        return not self._dropped and (self._owner is None or shiboken6.isValid(self._owner))


class Tasks(QObject):
    """A few threads that take pieces of work in the order in which they were asked for; one thread keeps the order."""

    _ready = Signal()

    def __init__(self, name: str, threads: int, *, at_end: Callable[[], None] = lambda: None) -> None:
        """Start the threads.

        Args:
            at_end: called in each thread before it ends, to close what belongs to that thread.
        """
        super().__init__()
        self._at_end = at_end
        self._work: queue.SimpleQueue[tuple[Request, Callable[[], None]] | None] = queue.SimpleQueue()
        self._lock = threading.Lock()
        # guarded by self._lock
        self._results: deque[tuple[Request, Callable[[], object]]] = deque()
        # GUI thread only
        self._open: set[Request] = set()
        self._stopped = False
        self._ready.connect(self._deliver, Qt.ConnectionType.QueuedConnection)
        self.threads = tuple(_Puller(self._pull, f"{name}-{number}") for number in range(threads))
        for thread in self.threads:
            thread.start()

    def run(
        self,
        work: Callable[[Cancel], T],
        then: Callable[[T], object],
        *,
        failed: Callable[[Exception], object],
        owner: QObject | None = None,
    ) -> Request:
        """Do `work` in one of the threads; afterwards call `then` or `failed` in the GUI thread.

        Neither is called for work that was cancelled, for a request that was dropped, once `owner` is destroyed, or
        after `stop`. Thread: GUI.
        """
        request = Request(owner)
        if self._stopped:
            request.drop()
            return request
        self._open.add(request)
        self._work.put((request, partial(self._do, request, work, then=then, failed=failed)))
        return request

    def stop(self, *, finish: bool = False) -> None:
        """Let the threads end, after the work that is already asked for when `finish` is true. Returns at once.

        The caller waits for `threads` afterwards. No result is delivered any more.
        """
        if self._stopped:
            return
        self._stopped = True
        for request in self._open:
            if not finish:
                request.drop()
        self._open.clear()
        for _ in self.threads:
            self._work.put(None)

    # ------------------------------------------------------------ any thread

    def _pull(self) -> None:
        """A thread's whole life."""
        while (item := self._work.get()) is not None:
            request, do = item
            if request.cancel.is_set:
                self._put(request, _nothing)
            else:
                do()
        self._at_end()

    def _do(
        self,
        request: Request,
        work: Callable[[Cancel], T],
        *,
        then: Callable[[T], object],
        failed: Callable[[Exception], object],
    ) -> None:
        try:
            result = work(request.cancel)
        except Cancelled:
            self._put(request, _nothing)
        except (StoreError, KnownError) as error:
            self._put(request, partial(failed, error))
        except Exception as error:  # a fault of the program must reach the user, not end the thread
            log.exception("a task failed")
            self._put(request, partial(failed, error))
        else:
            self._put(request, partial(then, result))

    def _put(self, request: Request, deliver: Callable[[], object]) -> None:
        with self._lock:
            was_empty = not self._results
            self._results.append((request, deliver))
        if was_empty:
            self._ready.emit()

    # ------------------------------------------------------------ GUI thread

    def _deliver(self) -> None:
        with self._lock:
            results, self._results = self._results, deque()
        while results:
            request, deliver = results.popleft()
            self._open.discard(request)
            if request.is_wanted and not self._stopped:
                self._deliver_one(deliver, results)

    def _deliver_one(self, deliver: Callable[[], object], rest: deque[tuple[Request, Callable[[], object]]]) -> None:
        """A fault in one receiver must not lose the results of the others."""
        try:
            deliver()
        except BaseException:
            if rest:
                with self._lock:
                    self._results.extendleft(reversed(rest))
                rest.clear()
                self._ready.emit()
            raise


class _Puller(QThread):
    def __init__(self, pull: Callable[[], None], name: str) -> None:
        super().__init__()
        self._pull = pull
        self.setObjectName(name)

    def run(self) -> None:
        self._pull()


def _nothing() -> None:
    """What is delivered of work that was cancelled."""
