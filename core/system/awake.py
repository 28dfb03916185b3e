"""Keeps the computer from falling asleep while work goes on. Only this module imports wakepy.

wakepy asks what each desktop offers (systemd's and the desktop's inhibitors by D-Bus, SetThreadExecutionState,
caffeinate). The screen may go dark. Where nothing can be asked, nothing happens.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from contextlib import AbstractContextManager

_LOG = logging.getLogger(__name__)


def _running() -> AbstractContextManager[object]:
    from wakepy import keep

    return keep.running(on_fail="pass")


class Awake:
    """A switch. Its methods return at once: each time is spent in a thread of its own, as wakepy wants it."""

    def __init__(self, enter: Callable[[], AbstractContextManager[object]] = _running) -> None:
        self._enter = enter
        self._over: threading.Event | None = None

    @property
    def is_on(self) -> bool:
        return self._over is not None

    def switch(self, *, on: bool) -> None:
        """Keep awake from now on, or no longer."""
        if on and self._over is None:
            self._over = threading.Event()
            # A daemon: an inhibitor ends with its process in any case.
            threading.Thread(target=_stay, args=(self._enter, self._over), name="awake", daemon=True).start()
        elif not on and self._over is not None:
            self._over.set()
            self._over = None


def _stay(enter: Callable[[], AbstractContextManager[object]], over: threading.Event) -> None:
    try:
        with enter():
            over.wait()
    except Exception as error:  # noqa: BLE001 - what a desktop's service may raise; sleep is no reason to fail
        _LOG.info("the computer cannot be kept awake: %s", type(error).__name__)
