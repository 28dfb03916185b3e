"""An engine with its worker threads, for as long as one command runs."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Iterable
from types import TracebackType

from core.engine.engine import Engine
from core.journal.journal import Journal
from core.model.errors import KnownError
from core.model.jobs import PAGES_SLOT, Want
from core.model.reports import Frame
from core.store.stores import Stores
from core.system.clock import Cancel, Clock

#: Between two looks at the engine: often enough for the eye, seldom enough to cost nothing.
_PAUSE_S = 0.05
_LONGEST_WAIT_S = 0.5
#: For requests on their way to end by themselves, before their connections are cut.
_GRACE_S = 2.0

_LOG = logging.getLogger(__name__)


class Paused(Exception):  # noqa: N818 - not an error: the user asked for it
    """The user pressed Ctrl+C, and the journal knows that the copies wait."""


class CommandSession:
    """The engine of one command. The workers are there inside the `with` block only.

    Leaving the block stops them: what is on its way gets a short grace, then its connection is cut. The journal says
    how to go on, whatever was cut.
    """

    def __init__(
        self,
        engine: Engine,
        journal: Journal,
        *,
        stores: Stores,
        clock: Clock,
        dirty: threading.Event,
        workers: int,
    ) -> None:
        """`dirty` is set by the engine when a frame waits."""
        self.engine = engine
        self.journal = journal
        self.stores = stores
        self.clock = clock
        self._dirty = dirty
        self._broken: list[BaseException] = []
        # Daemons: a second Ctrl+C ends the program at once, and the journal survives that.
        self._threads = [
            threading.Thread(target=self._work, args=(slot,), name=f"worker-{slot}", daemon=True)
            for slot in (PAGES_SLOT, *range(workers))
        ]

    def __enter__(self) -> CommandSession:
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.engine.stop()
        deadline = self.clock.monotonic() + _GRACE_S
        for thread in self._threads:
            thread.join(max(0.0, deadline - self.clock.monotonic()))
        while any(thread.is_alive() for thread in self._threads):
            self.stores.interrupt()
            for thread in self._threads:
                thread.join(_PAUSE_S)

    def _work(self, slot: int) -> None:
        try:
            self.engine.work(slot)
        except Exception as error:  # noqa: BLE001 - raised again where the command waits
            _LOG.exception("worker %d broke", slot)
            self._broken.append(error)
            self._dirty.set()

    def follow(self, batches: Iterable[int], take: Callable[[Frame], None]) -> None:
        """Pass frames to `take` until all `batches` have ended.

        Raises `KnownError` when no work can go on, and `Paused` after Ctrl+C.
        """
        left = set(batches)
        try:
            while left:
                if not self._dirty.wait(_LONGEST_WAIT_S):
                    self.engine.pulse()  # nothing has changed, so maybe something stands still
                self._dirty.clear()
                frame = self.engine.frame()
                take(frame)
                left -= {batch.id for batch in frame.batches if batch.state.is_end}
                self._check(frame)
                if left:
                    self.clock.wait(Cancel(), _PAUSE_S)
        except KeyboardInterrupt:
            self.engine.command(Want.PAUSE, batches=left)
            raise Paused from None

    def _check(self, frame: Frame) -> None:
        if frame.halted:
            raise KnownError(frame.halted)
        if self._broken:
            raise self._broken[0]
