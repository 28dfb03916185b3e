"""Window floor: counting what is to be done, before it is: how far that is, what comes out, and how it is stopped."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol, TypeVar

from PySide6.QtCore import QObject, QTimer, Signal

from core.clock import Cancel
from core.errors import KnownError
from core.estimate import Estimate
from core.recall import Recall
from core.reports import Preview
from core.requests import CopyRequest, DeleteRequest, JobRequest, PrefixRequest
from gui.tasks import Request, Tasks

_TELL_MS = 100
W = TypeVar("W", CopyRequest, DeleteRequest, contravariant=True)


class Estimates(Protocol):
    """What is asked of `core.engine.Engine`. It blocks on the network, and tells from its thread how far it is."""

    def estimate(
        self,
        requests: Sequence[JobRequest | PrefixRequest],
        cancel: Cancel | None = None,
        tell: Callable[[int], None] = ...,
        recall: Recall | None = None,
    ) -> Estimate: ...


class Previews(Estimates, Protocol[W]):
    """What is asked of `core.engine.Engine` for one object. Both block on the network."""

    def preview(self, request: W, cancel: Cancel | None = None, recall: Recall | None = None) -> Preview: ...


@dataclass(frozen=True, slots=True)
class Looked:
    """What one object is, and what the wish about it takes; `estimate` is None where nobody can tell."""

    preview: Preview
    estimate: Estimate | None


def look(
    engine: Previews[W],
    request: W,
    cancel: Cancel,
    *,
    wish: Callable[[Preview], W | None] = lambda _: None,
    recall: Recall | None = None,
) -> Looked:
    """Look at one object and count what it takes, which asks the store hardly anything more. Blocks on the network.

    Args:
        wish: gives the request that will be queued, where that depends on what was found.
        recall: what is known of the object already.
    """
    recall = recall or Recall()
    preview = engine.preview(request, cancel, recall)
    if preview.refused is not None:
        return Looked(preview, None)
    try:
        return Looked(preview, engine.estimate([wish(preview) or request], cancel, recall=recall))
    except KnownError:  # a table of prices that cannot be read keeps nobody from the wish; each plan tells of it
        return Looked(preview, None)


class Counting(QObject):
    """One estimate at a time; another one gives the earlier one up.

    Signals:
        counted: how many objects were found so far, at most ten times a second.
        done: the `Estimate`.
        failed: the exception.
    """

    counted = Signal(int)
    done = Signal(object)
    failed = Signal(object)

    def __init__(self, engine: Estimates, browse: Tasks, parent: QObject, *, recall: Recall | None = None) -> None:
        """`recall`: what is known of the objects already; without it each count looks at them itself."""
        super().__init__(parent)
        self._engine, self._browse, self._recall = engine, browse, recall
        self._asked: Request | None = None
        self._found = _Found()
        # A thread may not touch a Qt object, so it leaves the number where this timer finds it.
        self._timer = QTimer(self, interval=_TELL_MS)
        self._timer.timeout.connect(lambda: self.counted.emit(self._found.count))

    @property
    def is_going_on(self) -> bool:
        return self._asked is not None

    def start(self, requests: Sequence[JobRequest | PrefixRequest]) -> None:
        """Count what `requests` will do."""
        wanted = tuple(requests)
        self.start_found(lambda: wanted)

    def start_found(self, find: Callable[[], Sequence[JobRequest | PrefixRequest]]) -> None:
        """Count what those requests will do that `find` gives, which is called in the thread and may block."""
        self.stop()
        found = self._found = _Found()
        self._asked = self._browse.run(
            lambda cancel: self._engine.estimate(find(), cancel, found.take, self._recall),
            self._take,
            failed=self._fail,
            owner=self,
        )
        self._timer.start()

    def stop(self) -> None:
        """Give up; nothing is told any more."""
        self._timer.stop()
        if self._asked is not None:
            self._asked.drop()
            self._asked = None

    def _take(self, estimate: Estimate) -> None:
        self.stop()
        self.done.emit(estimate)

    def _fail(self, problem: Exception) -> None:
        self.stop()
        self.failed.emit(problem)


class _Found:
    """How many objects were found so far. Thread: one writes, another reads, and a whole number is never torn."""

    def __init__(self) -> None:
        self.count = 0

    def take(self, count: int) -> None:
        self.count = count
