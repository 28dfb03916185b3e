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
from tests.gui.queue_fixture import QueueFixture, batch, job, open_queue, quiet  # noqa: F401

DENIED = StoreError(Kind.DENIED, "CopyObject", 403, "AccessDenied")


@pytest.fixture
def queue(qtbot: QtBot) -> Iterator[QueueFixture]:
    with open_queue(qtbot) as opened:
        yield opened


def open_folder(queue: QueueFixture, state: State, *, jobs: int = 3, want: Want = Want.RUN) -> None:
    queue.engine.known[1] = [job(10 + n, 1, state) for n in range(jobs)]
    queue.show(batch(1, state, jobs=jobs, many=True, want=want))
    queue.panel.select(1)
    queue.press(Qt.Key.Key_Return)


def put(queue: QueueFixture, *states: State) -> None:
    """Let the journal have these states, of which a frame tells by the batch alone."""
    queue.engine.known[1] = [
        replace(row, state=state) for row, state in zip(queue.engine.known[1], states, strict=True)
    ]


def shown(queue: QueueFixture) -> list[State]:
    model = queue.panel.model
    return [model.line(row).row.state for row in range(1, model.rowCount()) if not model.line(row).more]


@pytest.mark.parametrize("ended", [State.CANCELLED, State.FAILED, State.REFUSED])
def test_objects_of_a_folder_that_is_retried_wait_again(queue: QueueFixture, ended: State) -> None:
    open_folder(queue, ended)
    put(queue, State.WAITING, State.WAITING, State.WAITING)
    queue.show(batch(1, State.WAITING, jobs=3, many=True))
    queue.tasks.finish()
    assert shown(queue) == [State.WAITING] * 3


def test_objects_that_wait_are_shown_paused_and_cancelled_with_their_folder(queue: QueueFixture) -> None:
    open_folder(queue, State.WAITING)
    for state, want in ((State.PAUSED, Want.PAUSE), (State.CANCELLED, Want.CANCEL)):
        put(queue, state, state, state)
        queue.show(batch(1, state, jobs=3, many=True, want=want))
        queue.tasks.finish()
        assert shown(queue) == [state] * 3


def test_a_failed_object_far_down_waits_again_when_it_is_retried(queue: QueueFixture) -> None:
    count = PAGE + 5
    open_folder(queue, State.DONE, jobs=count)
    last = replace(queue.engine.known[1][-1], state=State.FAILED, error=DENIED)
    counts = {State.DONE: count - 1, State.FAILED: 1}
    queue.show(batch(1, State.FAILED, jobs=count, many=True, counts=counts), last)
    assert shown(queue)[0] is State.FAILED
    counts = {State.DONE: count - 1, State.WAITING: 1}
    queue.show(batch(1, State.WAITING, jobs=count, many=True, counts=counts))
    queue.tasks.finish()
    line = queue.panel.model.line(1)
    assert (line.row.state, line.row.error) == (State.WAITING, None)


def test_what_frames_told_while_the_objects_were_read_is_not_taken_back(queue: QueueFixture) -> None:
    open_folder(queue, State.CANCELLED)
    put(queue, State.WAITING, State.WAITING, State.WAITING)
    queue.show(batch(1, State.WAITING, jobs=3, many=True))
    done = replace(queue.engine.known[1][0], state=State.DONE)
    queue.show(done)
    queue.tasks.finish()
    assert shown(queue) == [State.DONE, State.WAITING, State.WAITING]


def test_a_folder_that_changes_while_its_objects_are_read_is_read_again(queue: QueueFixture) -> None:
    open_folder(queue, State.CANCELLED)
    queue.show(batch(1, State.WAITING, jobs=3, many=True))
    queue.show(batch(1, State.CANCELLED, jobs=3, many=True))
    asked = len(queue.tasks.waiting)
    queue.tasks.waiting.pop(0).finish()
    assert (asked, len(queue.tasks.waiting)) == (1, 1)


def test_a_folder_that_only_runs_is_not_read_again(queue: QueueFixture) -> None:
    open_folder(queue, State.WAITING)
    queue.show(batch(1, jobs=3, many=True, counts={State.WAITING: 2, State.RUNNING: 1}))
    queue.show(batch(1, jobs=3, many=True, counts={State.WAITING: 2, State.DONE: 1}))
    assert queue.tasks.waiting == []
