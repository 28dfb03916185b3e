"""An opened folder of the queue keeps up with wishes that change many of its jobs at once."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from core.model.errors import Kind, StoreError
from core.model.jobs import State, Want
from gui.queue.panel import PAGE
from tests.gui.queue_desk import Desk, queue_desk
from tests.gui.queue_rows import batch, job, quiet  # noqa: F401

DENIED = StoreError(Kind.DENIED, "CopyObject", 403, "AccessDenied")


@pytest.fixture
def desk(qtbot: QtBot) -> Iterator[Desk]:
    with queue_desk(qtbot) as opened:
        yield opened


def open_folder(desk: Desk, state: State, *, jobs: int = 3, want: Want = Want.RUN) -> None:
    desk.engine.known[1] = [job(10 + n, 1, state) for n in range(jobs)]
    desk.show(batch(1, state, jobs=jobs, many=True, want=want))
    desk.panel.select(1)
    desk.press(Qt.Key.Key_Return)


def put(desk: Desk, *states: State) -> None:
    """Let the journal have these states, of which a frame tells by the batch alone."""
    desk.engine.known[1] = [replace(row, state=state) for row, state in zip(desk.engine.known[1], states, strict=True)]


def shown(desk: Desk) -> list[State]:
    model = desk.panel.model
    return [model.line(row).row.state for row in range(1, model.rowCount()) if not model.line(row).more]


@pytest.mark.parametrize("ended", [State.CANCELLED, State.FAILED, State.REFUSED])
def test_objects_of_a_folder_that_is_retried_wait_again(desk: Desk, ended: State) -> None:
    open_folder(desk, ended)
    put(desk, State.WAITING, State.WAITING, State.WAITING)
    desk.show(batch(1, State.WAITING, jobs=3, many=True))
    desk.tasks.finish()
    assert shown(desk) == [State.WAITING] * 3


def test_objects_that_wait_are_shown_paused_and_cancelled_with_their_folder(desk: Desk) -> None:
    open_folder(desk, State.WAITING)
    for state, want in ((State.PAUSED, Want.PAUSE), (State.CANCELLED, Want.CANCEL)):
        put(desk, state, state, state)
        desk.show(batch(1, state, jobs=3, many=True, want=want))
        desk.tasks.finish()
        assert shown(desk) == [state] * 3


def test_a_failed_object_far_down_waits_again_when_it_is_retried(desk: Desk) -> None:
    count = PAGE + 5
    open_folder(desk, State.DONE, jobs=count)
    last = replace(desk.engine.known[1][-1], state=State.FAILED, error=DENIED)
    counts = {State.DONE: count - 1, State.FAILED: 1}
    desk.show(batch(1, State.FAILED, jobs=count, many=True, counts=counts), last)
    assert shown(desk)[0] is State.FAILED
    counts = {State.DONE: count - 1, State.WAITING: 1}
    desk.show(batch(1, State.WAITING, jobs=count, many=True, counts=counts))
    desk.tasks.finish()
    line = desk.panel.model.line(1)
    assert (line.row.state, line.row.error) == (State.WAITING, None)


def test_what_frames_told_while_the_objects_were_read_is_not_taken_back(desk: Desk) -> None:
    open_folder(desk, State.CANCELLED)
    put(desk, State.WAITING, State.WAITING, State.WAITING)
    desk.show(batch(1, State.WAITING, jobs=3, many=True))
    done = replace(desk.engine.known[1][0], state=State.DONE)
    desk.show(done)
    desk.tasks.finish()
    assert shown(desk) == [State.DONE, State.WAITING, State.WAITING]


def test_a_folder_that_changes_while_its_objects_are_read_is_read_again(desk: Desk) -> None:
    open_folder(desk, State.CANCELLED)
    desk.show(batch(1, State.WAITING, jobs=3, many=True))
    desk.show(batch(1, State.CANCELLED, jobs=3, many=True))
    asked = len(desk.tasks.waiting)
    desk.tasks.waiting.pop(0).finish()
    assert (asked, len(desk.tasks.waiting)) == (1, 1)


def test_a_folder_that_only_runs_is_not_read_again(desk: Desk) -> None:
    open_folder(desk, State.WAITING)
    desk.show(batch(1, jobs=3, many=True, counts={State.WAITING: 2, State.RUNNING: 1}))
    desk.show(batch(1, jobs=3, many=True, counts={State.WAITING: 2, State.DONE: 1}))
    assert desk.tasks.waiting == []
