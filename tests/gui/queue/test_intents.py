"""What a person asks of the queue: to pause, to cancel, to clear, to retry, to undo."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMessageBox
from pytestqt.qtbot import QtBot

from core.model.errors import Kind, StoreError
from core.model.jobs import Reason, Refused, State, Want
from core.model.reports import BatchRow
from core.model.requests import JobKind, OnExisting, Terms
from core.model.values import Level
from gui.queue.panel import QueuePanel
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
