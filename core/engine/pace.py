"""How fast work goes, how long it will take, and when it stands still. Guarded by the engine's lock throughout."""

from __future__ import annotations

import math
from collections import deque

#: How far back the speed looks. Parts of one copy end in waves, so a shorter look would swing with each wave.
WINDOW_S = 30.0
#: Work that has ended nothing for so long stands still, unless its ends usually lie further apart.
SILENCE_S = 3.0
_USUAL = 2.0


class Meter:
    """What was done a second (bytes, or objects) over the last half minute."""

    def __init__(self) -> None:
        self._began: float | None = None
        self._last: float | None = None
        self._usual = 0.0  # the longest gap between two ends, which counts half as much after each half minute
        self._ends: deque[tuple[float, int]] = deque()
        self._sum = 0

    def begin(self, now: float) -> None:
        """The first work is on its way: from here on time counts. Later calls change nothing."""
        if self._began is None:
            self._began = now

    def go_on(self, now: float) -> None:
        """Work is on its way again after none was: silence counts from here on."""
        self.begin(now)
        if self._last is not None:
            self._last = max(self._last, now)

    @property
    def has_ends(self) -> bool:
        """Whether anything has ended yet."""
        return self._last is not None

    def add(self, now: float, amount: int) -> None:
        """`amount` has just been done."""
        self.begin(now)
        before = self._began if self._last is None else self._last
        gap = now - (now if before is None else before)
        self._usual = max(gap, self._usual * 0.5 ** (gap / WINDOW_S))
        self._last = now
        self._ends.append((now, amount))
        self._sum += amount
        self._drop(now)

    def speed(self, now: float) -> float:
        """Of what is done a second; 0 before the first end, and while it stands still."""
        if self._began is None or not self._ends or self.silent_s(now):
            return 0.0
        self._drop(now)
        span = now - max(self._began, now - WINDOW_S)
        return self._sum / span if span > 0 else 0.0

    def silent_s(self, now: float) -> float:
        """For how many seconds nothing has ended, when that is longer than usual; else 0.

        Before the first end nobody knows what is usual: a store may take a minute over one part.
        """
        if self._last is None:
            return 0.0
        silent = now - self._last
        return silent if silent > max(SILENCE_S, _USUAL * self._usual) else 0.0

    def _drop(self, now: float) -> None:
        while self._ends and self._ends[0][0] < now - WINDOW_S:
            self._sum -= self._ends.popleft()[1]


def eta_s(remaining: int, speed: float) -> float | None:
    """Seconds until `remaining` bytes are done, None while the speed is not known."""
    return remaining / speed if speed > 0 else None


def eta_of_many_s(left: tuple[int, int], speeds: tuple[float, float]) -> float | None:
    """Seconds until so many objects and bytes are done at so many objects and bytes a second; None when not known.

    An object costs time for its requests and for its bytes. Where what is left is like what was done, both say the
    same; where its objects are larger, the objects alone say too little and the bytes too much, and the other way
    round. The truth lies between the two, so their geometric mean is told.
    """
    found = [number / speed for number, speed in zip(left, speeds, strict=True) if number and speed > 0]
    if not found:
        return None
    return math.sqrt(found[0] * found[1]) if len(found) == 2 else found[0]
