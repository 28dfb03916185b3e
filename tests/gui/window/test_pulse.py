"""The window hears that nothing goes on, though what stands still says nothing by itself."""

from __future__ import annotations

from pytestqt.qtbot import QtBot

from core.model.reports import Frame, Totals
from gui.qt.bridge import Bridge
from gui.text import phrases
from tests.gui.stubs import EngineStub


class Slow(EngineStub):
    def __init__(self) -> None:
        self.running, self.pulses = 1, 0

    def frame(self) -> Frame:
        return Frame(totals=Totals(running=self.running))

    def pulse(self) -> None:
        self.pulses += 1


def test_the_engine_is_asked_again_while_something_runs_and_left_alone_after(qtbot: QtBot) -> None:
    engine, bridge = Slow(), Bridge()
    bridge._pulse.setInterval(0)
    bridge.follow(engine)
    qtbot.waitUntil(lambda: engine.pulses > 1)
    engine.running = 0
    with qtbot.waitSignal(bridge.frame_ready):
        bridge.wake()
    assert not bridge._pulse.isActive()
    bridge.stop()


def test_a_pace_is_told_in_what_takes_the_time(qtbot: QtBot) -> None:
    assert phrases.pace(5 * 2**20, 1.0, 0.0) == "5 MiB/s"
    assert phrases.pace(24.0, 85.0, 0.0) == "85 objects/s"
    assert phrases.pace(3.8 * 2**30, 1.0, 8.0) == "silent for 8 s"
