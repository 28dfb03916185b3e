"""What a person asks of the queue: to pause, to cancel, to clear, to retry, to undo; and what it shows then."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMessageBox
from pytestqt.qtbot import QtBot

from core.model.errors import Kind, StoreError
from core.model.jobs import Reason, Refused, State, Want
from core.model.reports import BatchRow
from core.model.requests import JobKind, OnExisting, Terms
from core.model.values import Level
from gui.queue.panel import PAGE, QueuePanel
from gui.queue.text import Column
from tests.gui.queue_fixture import Engine, LateTasks, QueueFixture, batch, job, open_queue, part_job, quiet, two_copies  # noqa: F401


@pytest.fixture
def queue(qtbot: QtBot) -> Iterator[QueueFixture]:
    with open_queue(qtbot) as opened:
        yield opened


def test_pausing_tells_the_engine_which_batch(queue: QueueFixture) -> None:
    two_copies(queue)
    queue.panel.select(1)
    queue.panel.actions_of_queue.pause.trigger()
    assert queue.engine.calls == []  # a commit may block: never in the GUI thread
    queue.tasks.finish()
    assert queue.engine.calls == [("command", Want.PAUSE, (1,), ())]


def test_a_job_of_a_folder_is_paused_alone(queue: QueueFixture) -> None:
    queue.show(batch(2, jobs=2, many=True))
    queue.engine.known[2] = [job(200, 2), job(201, 2)]
    queue.panel.select(2)
    queue.press(Qt.Key.Key_Right)
    queue.panel.table.selectRow(2)
    queue.panel.actions_of_queue.pause.trigger()
    queue.tasks.finish()
    assert queue.engine.calls == [("command", Want.PAUSE, (), (201,))]


def test_cancelling_asks_once_and_no_is_the_default(queue: QueueFixture) -> None:
    two_copies(queue)
    queue.panel.select(1)
    queue.panel.actions_of_queue.cancel.trigger()
    box = queue.panel.findChild(QMessageBox)
    assert box is not None
    assert box.defaultButton() is box.escapeButton()
    queue.answer("Keep going")
    assert queue.engine.calls == []
    queue.panel.actions_of_queue.cancel.trigger()
    queue.answer("Cancel 1 task(s)")
    assert queue.engine.calls == [("command", Want.CANCEL, (1,), ())]


def test_delete_clears_what_has_ended_without_asking(queue: QueueFixture) -> None:
    two_copies(queue)
    queue.panel.select(2)
    queue.press(Qt.Key.Key_Delete)
    assert queue.engine.calls == [("clear", (2,))]
    assert not queue.is_asked


def test_delete_asks_before_it_cancels_what_is_running(queue: QueueFixture) -> None:
    two_copies(queue)
    queue.panel.select(1)
    queue.press(Qt.Key.Key_Delete)
    assert queue.is_asked
    queue.answer("Cancel 1 task(s)")
    assert queue.engine.calls == [("command", Want.CANCEL, (1,), ())]


def test_delete_on_a_job_of_a_folder_does_not_clear_the_folder(queue: QueueFixture) -> None:
    queue.engine.known[2] = [job(200, 2, State.DONE)]
    queue.show(batch(2, State.DONE, jobs=1, many=True))
    queue.panel.select(2)
    queue.press(Qt.Key.Key_Right)
    queue.panel.table.selectRow(1)
    queue.press(Qt.Key.Key_Delete)
    assert queue.engine.calls == []


def test_clear_finished_leaves_what_somebody_has_to_look_at(queue: QueueFixture) -> None:
    two_copies(queue)
    asks = batch(4, State.REFUSED, asks=1, refused=Refused(Reason.EXISTS))
    partly = batch(5, State.CANCELLED, many=True, jobs=2, counts={State.FAILED: 1, State.CANCELLED: 1})
    queue.show(batch(3, State.FAILED), asks, partly, batch(6, State.CANCELLED), batch(7, State.SKIPPED))
    queue.panel.actions_of_queue.clear.trigger()
    queue.tasks.finish()
    assert queue.engine.calls == [("clear", (2, 6, 7))]


def test_the_delete_key_clears_what_failed_too(queue: QueueFixture) -> None:
    queue.show(batch(3, State.FAILED))
    queue.panel.select(3)
    queue.press(Qt.Key.Key_Delete)
    assert queue.engine.calls == [("clear", (3,))]


def test_pause_all_and_resume_all_speak_of_all_batches(queue: QueueFixture) -> None:
    queue.show(batch(1), batch(2, State.PAUSED, want=Want.PAUSE), batch(3, State.DONE))
    queue.panel.actions_of_queue.pause_all.trigger()
    queue.panel.actions_of_queue.resume_all.trigger()
    queue.tasks.finish()
    assert queue.engine.calls == [("command", Want.PAUSE, (1,), ()), ("command", Want.RUN, (2,), ())]


def test_a_retry_goes_by_what_the_settings_allow_now(qtbot: QtBot) -> None:
    engine, tasks, terms = Engine(), LateTasks(), Terms(Level.SIZE, unread=True)
    panel = QueuePanel(engine, tasks, terms=lambda: terms)  # type: ignore[arg-type]
    qtbot.addWidget(panel)
    queue = QueueFixture(panel, engine, tasks)
    error = StoreError(Kind.UNSUPPORTED, "DeleteObject", code="PropertyUnread", message="acl")
    queue.show(batch(1, State.FAILED, error=error), part_job(11, 1, State.FAILED, error=error))
    queue.panel.select(1)
    queue.panel.actions_of_queue.retry.trigger()
    queue.tasks.finish()
    assert queue.engine.calls == [("retry", (1,), (), None, terms)]


def test_an_existing_target_can_be_overwritten(queue: QueueFixture) -> None:
    refused = Refused(Reason.EXISTS)
    queue.show(batch(1, State.REFUSED, refused=refused), job(11, 1, State.REFUSED, refused=refused))
    queue.panel.select(1)
    assert not queue.panel.details.retry_button.isVisible()
    queue.panel.details.overwrite_button.click()
    queue.tasks.finish()
    assert queue.engine.calls == [("retry", (1,), (), OnExisting.OVERWRITE)]


def test_undo_is_offered_for_one_batch_that_has_a_way_back(queue: QueueFixture) -> None:
    wanted: list[BatchRow] = []
    queue.panel.undo_wanted.connect(wanted.append)
    renamed = batch(2, State.DONE, kind=JobKind.RENAME)
    queue.show(batch(1, State.DONE), renamed, batch(3, State.RUNNING, kind=JobKind.RENAME))
    undo = queue.panel.actions_of_queue.undo
    for number, offered in ((1, False), (2, True), (3, False)):
        queue.panel.select(number)
        assert undo.isEnabled() == offered
    queue.panel.table.selectAll()
    assert not undo.isEnabled()
    queue.panel.select(2)
    undo.trigger()
    assert wanted == [renamed]


def test_an_existing_target_can_be_kept_beside_the_copy_or_left_alone(queue: QueueFixture) -> None:
    refused = Refused(Reason.EXISTS)
    queue.show(batch(1, State.REFUSED, refused=refused), job(11, 1, State.REFUSED, refused=refused, asks=True))
    queue.panel.select(1)
    assert queue.panel.model.index(0, Column.STATE).data() == "Needs an answer"
    queue.panel.details.both_button.click()
    queue.panel.details.skip_button.click()
    queue.tasks.finish()
    assert [call[-1] for call in queue.engine.calls] == [OnExisting.KEEP_BOTH, OnExisting.SKIP]


def test_a_retry_is_not_offered_in_the_details_where_it_cannot_help(queue: QueueFixture) -> None:
    refused = Refused(Reason.CHANGED)
    queue.show(batch(1, State.REFUSED, refused=refused), job(11, 1, State.REFUSED, refused=refused))
    queue.panel.select(1)
    assert queue.panel.details.isVisible()
    assert not queue.panel.details.retry_button.isVisible()


def test_what_failed_of_a_folder_is_retried_from_the_list_beside(queue: QueueFixture) -> None:
    queue.engine.known[2] = [job(200, 2, State.FAILED)]
    queue.show(batch(2, State.FAILED, jobs=3, many=True, counts={State.DONE: 2, State.FAILED: 1}))
    queue.panel.select(2)
    queue.tasks.finish()
    assert queue.panel.details.retry_button.text() == "Retry failed"
    queue.panel.inside.failures.retry_button.click()
    queue.tasks.finish()
    assert queue.engine.calls == [("retry", (2,), (), None)]


def test_left_leads_from_an_object_to_its_folder(queue: QueueFixture) -> None:
    queue.show(batch(2, jobs=2, many=True))
    queue.engine.known[2] = [job(200, 2), job(201, 2)]
    queue.panel.select(2)
    queue.press(Qt.Key.Key_Right)
    queue.panel.table.selectRow(2)
    queue.press(Qt.Key.Key_Left)
    assert queue.panel.table.currentIndex().row() == 0
    assert [index.row() for index in queue.panel.table.selectionModel().selectedRows()] == [0]


DENIED = StoreError(Kind.DENIED, "CopyObject", 403, "AccessDenied")


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
