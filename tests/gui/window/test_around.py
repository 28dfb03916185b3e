"""What the desktop is told while the window is in the background."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import nullcontext
from pathlib import Path

import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from core.model.jobs import State
from core.model.reports import Frame, Totals
from core.system.awake import Awake
from gui.settings.preferences import Settings
from gui.window.around import LONG_S, Around
from tests.gui.queue_fixture import batch


class Rig:
    def __init__(self, folder: Path) -> None:
        self.window = QWidget()  # never shown, so never active
        self.settings = Settings(folder)
        self.awake = Awake(nullcontext)
        self.time = 100.0
        self.around = Around(self.settings, self.window, awake=self.awake, now=lambda: self.time)

    def show(self, state: State, *, after: float = 0.0, running: int = 0) -> None:
        self.time += after
        self.around.take_frame(Frame(batches=(batch(1, state),), totals=Totals(running=running)))


@pytest.fixture
def rig(qtbot: QtBot, tmp_path: Path) -> Iterator[Rig]:
    made = Rig(tmp_path)
    qtbot.addWidget(made.window)
    yield made
    made.around.stop()


def test_the_end_of_a_long_task_is_told_and_that_of_a_short_one_is_not(rig: Rig) -> None:
    rig.show(State.RUNNING)
    rig.show(State.DONE, after=LONG_S - 1)
    assert rig.around.told == []
    rig.show(State.RUNNING)
    rig.show(State.FAILED, after=LONG_S)
    assert len(rig.around.told) == 1
    assert rig.around.told[0].startswith("Failed: ")


def test_what_had_ended_before_and_what_the_user_does_not_want_is_not_told(rig: Rig) -> None:
    rig.show(State.DONE, after=LONG_S)
    rig.settings.set_flag("notify", value=False)
    rig.show(State.RUNNING)
    rig.show(State.DONE, after=LONG_S)
    assert rig.around.told == []


def test_the_computer_stays_awake_while_something_runs(rig: Rig, qtbot: QtBot) -> None:
    rig.show(State.RUNNING, running=1)
    assert rig.awake.is_on
    rig.around._rest.setInterval(0)
    rig.show(State.DONE)
    qtbot.waitUntil(lambda: not rig.awake.is_on)


def test_a_user_who_wants_it_to_sleep_is_obeyed_at_once(rig: Rig) -> None:
    rig.show(State.RUNNING, running=1)
    rig.settings.set_flag("awake", value=False)
    rig.around.follow_settings()
    assert not rig.awake.is_on
    rig.show(State.RUNNING, running=1)
    assert not rig.awake.is_on
