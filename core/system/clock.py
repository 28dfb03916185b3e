"""Time and chance, the only module that imports `time` or `random`."""

from __future__ import annotations

import random
import threading
import time
from typing import Protocol

from core.model.errors import Cancelled


class Cancel:
    """A request to stop, shared by whoever waits on it. Thread: any."""

    def __init__(self) -> None:
        self._event = threading.Event()

    def set(self) -> None:
        self._event.set()

    @property
    def is_set(self) -> bool:
        return self._event.is_set()

    def check(self) -> None:
        """Raise `Cancelled` when it was asked to stop."""
        if self._event.is_set():
            raise Cancelled

    def wait(self, seconds: float) -> bool:
        """Wait at most that long; return whether it was asked to stop."""
        return self._event.wait(seconds)


class Clock(Protocol):
    """Where time and chance come from. Everything that waits or dates takes one as an argument."""

    def now(self) -> float:
        """Unix time in seconds."""
        ...

    def monotonic(self) -> float:
        """Seconds that never go back; for durations."""
        ...

    def cpu(self) -> float:
        """Seconds of processor time that the calling thread has used."""
        ...

    def random(self) -> float:
        """A number in [0, 1)."""
        ...

    def wait(self, cancel: Cancel, seconds: float) -> None:
        """Wait; raise `Cancelled` as soon as `cancel` is set."""
        ...


class SystemClock:
    """The machine's clock."""

    def now(self) -> float:
        return time.time()

    def monotonic(self) -> float:
        return time.monotonic()

    def cpu(self) -> float:
        return time.thread_time()

    def random(self) -> float:
        return random.random()  # noqa: S311 - jitter, not a secret

    def wait(self, cancel: Cancel, seconds: float) -> None:
        if cancel.wait(seconds):
            raise Cancelled
