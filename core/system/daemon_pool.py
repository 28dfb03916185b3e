"""A thread pool of `concurrent.futures` whose threads do not keep the program alive."""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable
from concurrent.futures import Executor, Future
from typing import ParamSpec, TypeVar

P = ParamSpec("P")
T = TypeVar("T")


class DaemonPool(Executor):
    """As `ThreadPoolExecutor`, but nobody waits for its threads when the program ends.

    The interpreter joins the threads of a `ThreadPoolExecutor` before it exits: a store that does not answer would
    hold a program whose user has pressed Ctrl+C twice. Only for reads: what is on its way at the end is abandoned.
    Thread: any.
    """

    def __init__(self, threads: int, name: str, at_end: Callable[[], None] = lambda: None) -> None:
        """`at_end` is called at the end of each thread, in that thread."""
        self._at_end = at_end
        self._waiting: queue.SimpleQueue[Callable[[], None] | None] = queue.SimpleQueue()
        self._cancelled = threading.Event()
        self._threads = [
            threading.Thread(target=self._run, name=f"{name}-{number}", daemon=True) for number in range(threads)
        ]
        for thread in self._threads:
            thread.start()

    def submit(self, fn: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> Future[T]:
        future: Future[T] = Future()

        def work() -> None:
            if self._cancelled.is_set():
                future.cancel()
            if not future.set_running_or_notify_cancel():
                return
            try:
                future.set_result(fn(*args, **kwargs))
            except BaseException as error:  # noqa: BLE001 - it is raised in the thread that asks for the result
                future.set_exception(error)

        self._waiting.put(work)
        return future

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        if cancel_futures:
            self._cancelled.set()
        for _ in self._threads:
            self._waiting.put(None)
        if wait:
            for thread in self._threads:
                thread.join()

    def _run(self) -> None:
        try:
            while (work := self._waiting.get()) is not None:
                work()
        finally:
            self._at_end()
