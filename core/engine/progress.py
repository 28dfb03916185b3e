"""Speed and time left, from the bytes that have been committed."""

from __future__ import annotations

from collections import deque

#: How far back the speed looks. Parts of one copy end in waves, so a shorter look would swing with each wave.
WINDOW_S = 30.0


class Meter:
    """Bytes a second over the last half minute. Guarded by its owner's lock."""

    def __init__(self) -> None:
        self._began: float | None = None
        self._ends: deque[tuple[float, int]] = deque()
        self._sum = 0

    def begin(self, now: float) -> None:
        """The first bytes are on their way: from here on time counts. Later calls change nothing."""
        if self._began is None:
            self._began = now

    def add(self, now: float, size: int) -> None:
        """`size` bytes have just been done."""
        self.begin(now)
        self._ends.append((now, size))
        self._sum += size
        self._drop(now)

    def speed(self, now: float) -> float:
        """Bytes a second; 0 before the first bytes are done."""
        if self._began is None or not self._ends:
            return 0.0
        self._drop(now)
        span = now - max(self._began, now - WINDOW_S)
        return self._sum / span if span > 0 else 0.0

    def _drop(self, now: float) -> None:
        while self._ends and self._ends[0][0] < now - WINDOW_S:
            self._sum -= self._ends.popleft()[1]


def eta_s(remaining: int, speed: float) -> float | None:
    """Seconds until `remaining` bytes are done, None while the speed is not known."""
    return remaining / speed if speed > 0 else None
