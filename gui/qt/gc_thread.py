"""Python's cyclic garbage is collected in the GUI thread, and in no other.

Python collects it in whichever thread happens to allocate the object that fills the count. A dialog that is garbage
would then be destroyed by a worker thread, and Qt crashes when a widget is destroyed outside the GUI thread.
"""

from __future__ import annotations

import gc

from PySide6.QtCore import QObject, QTimer

EVERY_MS = 1000


class GuiCollector(QObject):
    """From `start` to `stop` only this object collects: once a second, what Python itself would have collected."""

    def __init__(self) -> None:
        super().__init__()
        self._was_on = False
        self._timer = QTimer(self)
        self._timer.setInterval(EVERY_MS)
        self._timer.timeout.connect(self.collect_what_is_due)

    def start(self) -> None:
        """To be called before the first thread starts. Thread: GUI, as for all methods."""
        self._was_on = gc.isenabled()
        gc.disable()
        self._timer.start()

    def stop(self) -> None:
        """To be called after the last thread has ended."""
        self._timer.stop()
        gc.collect()
        if self._was_on:
            gc.enable()

    def collect_what_is_due(self) -> None:
        """Collect the oldest generation whose count has passed its threshold."""
        due = [count > limit for count, limit in zip(gc.get_count(), gc.get_threshold(), strict=True)]
        if any(due):
            gc.collect(max(generation for generation, is_due in enumerate(due) if is_due))
