"""Where the engine's progress enters Qt. It asks for frames and passes them on; it decides nothing."""

from __future__ import annotations

from PySide6.QtCore import QObject, Qt, QTimer, Signal

from gui.qt.contracts import EngineApi

#: At most ten frames a second reach the window: more cost time that nobody sees.
FRAME_MS = 100
#: How often the engine is asked what stands still: that makes no frame by itself.
PULSE_MS = 1000


class Bridge(QObject):
    """Turns the engine's "something changed" into frames on the GUI thread.

    It is made before the engine, which is given `wake`; `follow` then names the engine.

    Signals:
        frame_ready: a `core.model.jobs.Frame` with what changed since the last one.
    """

    frame_ready = Signal(object)
    _dirty = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._engine: EngineApi | None = None
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(FRAME_MS)
        self._timer.timeout.connect(self._fetch)
        self._pulse = QTimer(self, interval=PULSE_MS)
        self._pulse.timeout.connect(self._ask)
        # Queued even from the GUI thread: the engine calls `wake` with its lock held.
        self._dirty.connect(self._start, Qt.ConnectionType.QueuedConnection)

    def wake(self) -> None:
        """A frame waits. Thread: any; returns at once."""
        self._dirty.emit()

    def follow(self, engine: EngineApi) -> None:
        """Take frames from this engine, beginning with all that it knows."""
        self._engine = engine
        self._dirty.emit()

    def show_all(self) -> None:
        """Pass on everything, for a widget that has just been made."""
        if self._engine is not None:
            self.frame_ready.emit(self._engine.snapshot())

    def stop(self) -> None:
        """Ask for no more frames."""
        self._timer.stop()
        self._pulse.stop()
        self._engine = None

    def _start(self) -> None:
        if not self._timer.isActive():
            self._timer.start()

    def _fetch(self) -> None:
        if self._engine is not None:
            frame = self._engine.frame()
            if not frame.totals.running:
                self._pulse.stop()
            elif not self._pulse.isActive():
                self._pulse.start()
            self.frame_ready.emit(frame)

    def _ask(self) -> None:
        if self._engine is not None:
            self._engine.pulse()
