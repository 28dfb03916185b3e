"""Ordinary code that waits for answers, hundreds of times side by side in one thread. The only importer of greenlet.

A function that sends a request is put aside until its answer is there, and the others go on meanwhile. So a copy is
written once, as code that asks one thing after the other, and runs alone in a thread as well as beside hundreds.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from typing import Protocol

from greenlet import getcurrent, greenlet

from core.model.errors import StoreError
from core.store.curl import Multiplexer, Outcome
from core.store.dialects.base import WireRequest, WireResponse


class Runner(Protocol):
    """Runs functions. Thread: one uses it."""

    def start(self, work: Callable[[], None]) -> None:
        """Begin `work`, which raises nothing, and return when it waits or has ended."""
        ...

    def join(self, commit: Callable[[], None]) -> None:
        """From within `work`: return after `commit` was called, once for all that have asked for it meanwhile.

        What it raises is raised in each of them.
        """
        ...

    def alone(self, what: Hashable) -> AbstractContextManager[None]:
        """From within `work`: be the only one that does this; the others wait until it is done."""
        ...

    def wait(self, seconds: float) -> None:
        """Let whatever has got an answer go on; return after `seconds` at the latest, or when something was done."""
        ...


class SideBySide:
    """Runs functions beside each other, and sends their requests. It is the transport of the thread that made it."""

    def __init__(self, multiplexer: Multiplexer) -> None:
        self._multiplexer = multiplexer
        self._hub = getcurrent()
        self._joining: dict[Callable[[], None], list[greenlet]] = {}
        self._held: dict[Hashable, list[greenlet]] = {}
        self._woken: list[greenlet] = []

    def start(self, work: Callable[[], None]) -> None:
        greenlet(work, self._hub).switch()

    def join(self, commit: Callable[[], None]) -> None:
        self._joining.setdefault(commit, []).append(getcurrent())
        self._hub.switch()

    @contextmanager
    def alone(self, what: Hashable) -> Iterator[None]:
        while what in self._held:
            self._held[what].append(getcurrent())
            self._hub.switch()
        self._held[what] = []
        try:
            yield
        finally:
            self._woken += self._held.pop(what)

    def wait(self, seconds: float) -> None:
        self._release()
        self._multiplexer.wait(seconds)
        self._release()

    def _release(self) -> None:
        while self._woken:
            self._woken.pop().switch()
        while self._joining:
            commit, waiting = self._joining.popitem()
            try:
                commit()
            except Exception as error:  # noqa: BLE001 - it is raised in all that wait for it
                for one in waiting:
                    one.throw(error)
            else:
                for one in waiting:
                    one.switch()

    def send(self, request: WireRequest) -> WireResponse:
        """Send a request; of a function that was started, only that one waits."""
        me = getcurrent()
        if me is self._hub:
            return self._multiplexer.send(request)
        self._multiplexer.start(request, me.switch)
        outcome: Outcome = self._hub.switch()
        if isinstance(outcome, StoreError):
            raise outcome
        return outcome

    def interrupt(self) -> None:
        """End all requests at once. Thread: any."""
        self._multiplexer.interrupt()

    def close(self) -> None:
        self._multiplexer.close()


class OneByOne:
    """Runs one function after the other, by whatever transport the thread has."""

    def start(self, work: Callable[[], None]) -> None:
        work()

    def join(self, commit: Callable[[], None]) -> None:
        commit()

    def alone(self, what: Hashable) -> AbstractContextManager[None]:  # noqa: ARG002 - nobody else is there
        return nullcontext()

    def wait(self, seconds: float) -> None:
        """Nothing ever waits."""
