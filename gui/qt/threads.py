"""The engine's worker threads, and how all threads end. Knows nothing of widgets.

A worker is a `QThread` without an event loop whose whole life is one call into the core: what a thread does, and
in which order, is decided there.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from PySide6.QtCore import QDeadlineTimer, QThread

from core.model.jobs import PAGES_SLOT
from gui.qt.contracts import EngineApi

#: How long requests in flight may take to end by themselves when the program quits.
GRACE_MS = 1500
#: How long threads may take to end after their sockets were shut.
LIMIT_MS = 5000
_STEP_MS = 50


class EngineWorker(QThread):
    """One worker of the engine. It ends after the engine's `stop`; it must have ended before it is destroyed."""

    def __init__(self, engine: EngineApi, slot: int) -> None:
        super().__init__()
        self._engine, self._slot = engine, slot
        self.setObjectName("pages" if slot == PAGES_SLOT else f"copy-{slot}")

    def run(self) -> None:
        self._engine.work(self._slot)


class WorkerPool:
    """The workers of an engine: the one for pages, and those in the slots from 0 on. Thread: the one that made it.

    Threads are started when the pool first needs them. Those that a smaller pool leaves over rest in the engine, and
    all of them end after its `stop`. Whoever made the pool keeps it until then.
    """

    def __init__(self, engine: EngineApi, size: int) -> None:
        self._engine = engine
        self._threads: list[EngineWorker] = []
        self.size = 0
        self._start(PAGES_SLOT)
        self.resize(size)

    @property
    def threads(self) -> Sequence[EngineWorker]:
        """All threads that were ever started."""
        return self._threads

    def resize(self, size: int) -> None:
        """Let `size` workers copy from now on."""
        self.size = size
        self._engine.set_workers(size)
        for slot in range(len(self._threads) - 1, size):
            self._start(slot)

    def _start(self, slot: int) -> None:
        worker = EngineWorker(self._engine, slot)
        self._threads.append(worker)
        worker.start()


def end_threads(
    threads: Sequence[QThread], interrupt: Callable[[], None], *, grace_ms: int = GRACE_MS, limit_ms: int = LIMIT_MS
) -> bool:
    """Wait for threads that were asked to end; return whether all have.

    After the grace `interrupt` shuts their sockets, again and again, because a thread may just be opening another
    one. Blocks the calling thread for at most both times together.
    """
    if _wait(threads, QDeadlineTimer(grace_ms)):
        return True
    deadline = QDeadlineTimer(limit_ms)
    while not deadline.hasExpired():
        interrupt()
        if _wait(threads, QDeadlineTimer(_STEP_MS)):
            return True
    return False


def _wait(threads: Iterable[QThread], deadline: QDeadlineTimer) -> bool:
    return all(thread.wait(deadline) for thread in threads)
