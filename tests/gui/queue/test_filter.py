"""Looking for tasks in the queue, and going from a task to its objects."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from pytestqt.qtbot import QtBot

from core.model.jobs import State
from gui.queue.filter_bar import Group
from tests.gui.queue_fixture import QueueFixture, batch, open_queue, quiet, ref  # noqa: F401


@pytest.fixture
def queue(qtbot: QtBot) -> Iterator[QueueFixture]:
    with open_queue(qtbot) as opened:
        yield opened


def seen(queue: QueueFixture) -> list[int]:
    table = queue.panel.table
    return [queue.panel.model.key(row).batch for row in range(table.queue.rowCount()) if not table.isRowHidden(row)]


def test_tasks_are_found_by_state_and_by_a_text_in_their_names(queue: QueueFixture) -> None:
    queue.show(
        batch(1, State.DONE, source=ref("photos/a"), target=ref("b/a")),
        batch(2, State.FAILED, source=ref("films/x"), target=ref("b/x")),
        batch(3, State.RUNNING, source=ref("photos/c"), target=ref("b/c")),
    )
    bar = queue.panel.filter
    bar.group.setCurrentIndex(bar.group.findData(Group.BAD))
    assert seen(queue) == [2]
    bar.group.setCurrentIndex(0)
    bar.needle.setText("PHOTOS/PHOTOS")
    assert seen(queue) == [1, 3]
    queue.panel.table.selectAll()
    assert [line.batch.id for line in queue.panel.table.chosen()] == [1, 3]  # what is hidden is not meant
    bar.clear()
    assert seen(queue) == [1, 2, 3]


def test_a_task_that_is_selected_by_the_program_is_seen_whatever_was_looked_for(queue: QueueFixture) -> None:
    queue.show(batch(1, State.DONE), batch(2, State.DONE))
    queue.panel.filter.needle.setText("nothing has this name")
    assert seen(queue) == []
    queue.panel.select(2)
    assert seen(queue) == [1, 2]


def test_a_task_leads_to_its_source_its_target_and_another_copy(queue: QueueFixture) -> None:
    queue.show(batch(1, State.DONE, source=ref("photos/a"), target=ref("b/a")))
    actions = queue.panel.actions_of_queue
    wanted: list[object] = []
    queue.panel.place_wanted.connect(wanted.append)
    queue.panel.again_wanted.connect(lambda line: wanted.append(line.batch.id))
    queue.panel.select(1)
    actions.show_source.trigger()
    actions.show_target.trigger()
    actions.again.trigger()
    assert wanted == [ref("photos/a"), ref("b/a"), 1]
