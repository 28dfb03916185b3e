"""A clock that stands still until somebody waits."""

from __future__ import annotations

from core.system.clock import Cancel


class FakeClock:
    """Waiting takes no time and moves `unix` on; every wait is written down.

    Attributes:
        chance: what `random` answers.
        cancel_after: set the wish to stop at the end of so many waits.
    """

    def __init__(self, unix: float = 1_700_000_000.0, chance: float = 0.5) -> None:
        self.unix = unix
        self.chance = chance
        self.waits: list[float] = []
        self.cancel_after: int | None = None

    def now(self) -> float:
        return self.unix

    def monotonic(self) -> float:
        return self.unix

    def cpu(self) -> float:
        return 0.0

    def random(self) -> float:
        return self.chance

    def wait(self, cancel: Cancel, seconds: float) -> None:
        cancel.check()
        self.waits.append(seconds)
        self.unix += seconds
        if len(self.waits) == self.cancel_after:
            cancel.set()
            cancel.check()
