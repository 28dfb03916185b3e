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
from tests.gui.queue_desk import Desk, queue_desk, two_copies
from tests.gui.queue_rows import Engine, LateTasks, batch, job, part_job, quiet  # noqa: F401


@pytest.fixture
def desk(qtbot: QtBot) -> Iterator[Desk]:
    with queue_desk(qtbot) as opened:
        yield opened


def test_pausing_tells_the_engine_which_batch(desk: Desk) -> None:
    two_copies(desk)
    desk.panel.select(1)
    desk.panel.actions_of_queue.pause.trigger()
    assert desk.engine.calls == []  # a commit may block: never in the GUI thread
    desk.tasks.finish()
    assert desk.engine.calls == [("wish", Want.PAUSE, (1,), ())]


def test_a_job_of_a_folder_is_paused_alone(desk: Desk) -> None:
    desk.show(batch(2, jobs=2, many=True))
    desk.engine.known[2] = [job(200, 2), job(201, 2)]
    desk.panel.select(2)
    desk.press(Qt.Key.Key_Right)
    desk.panel.table.selectRow(2)
    desk.panel.actions_of_queue.pause.trigger()
    desk.tasks.finish()
    assert desk.engine.calls == [("wish", Want.PAUSE, (), (201,))]


def test_cancelling_asks_once_and_no_is_the_default(desk: Desk) -> None:
    two_copies(desk)
    desk.panel.select(1)
    desk.panel.actions_of_queue.cancel.trigger()
    box = desk.panel.findChild(QMessageBox)
    assert box is not None
    assert box.defaultButton() is box.escapeButton()
    desk.answer("Keep going")
    assert desk.engine.calls == []
    desk.panel.actions_of_queue.cancel.trigger()
    desk.answer("Cancel 1 task(s)")
    assert desk.engine.calls == [("wish", Want.CANCEL, (1,), ())]


def test_delete_clears_what_has_ended_without_asking(desk: Desk) -> None:
    two_copies(desk)
    desk.panel.select(2)
    desk.press(Qt.Key.Key_Delete)
    assert desk.engine.calls == [("clear", (2,))]
    assert not desk.is_asked


def test_delete_asks_before_it_cancels_what_is_running(desk: Desk) -> None:
    two_copies(desk)
    desk.panel.select(1)
    desk.press(Qt.Key.Key_Delete)
    assert desk.is_asked
    desk.answer("Cancel 1 task(s)")
    assert desk.engine.calls == [("wish", Want.CANCEL, (1,), ())]


def test_delete_on_a_job_of_a_folder_does_not_clear_the_folder(desk: Desk) -> None:
    desk.engine.known[2] = [job(200, 2, State.DONE)]
    desk.show(batch(2, State.DONE, jobs=1, many=True))
    desk.panel.select(2)
    desk.press(Qt.Key.Key_Right)
    desk.panel.table.selectRow(1)
    desk.press(Qt.Key.Key_Delete)
    assert desk.engine.calls == []


def test_clear_finished_leaves_what_somebody_has_to_look_at(desk: Desk) -> None:
    two_copies(desk)
    asks = batch(4, State.REFUSED, asks=1, refused=Refused(Reason.EXISTS))
    partly = batch(5, State.CANCELLED, many=True, jobs=2, counts={State.FAILED: 1, State.CANCELLED: 1})
    desk.show(batch(3, State.FAILED), asks, partly, batch(6, State.CANCELLED), batch(7, State.SKIPPED))
    desk.panel.actions_of_queue.clear.trigger()
    desk.tasks.finish()
    assert desk.engine.calls == [("clear", (2, 6, 7))]


def test_the_delete_key_clears_what_failed_too(desk: Desk) -> None:
    desk.show(batch(3, State.FAILED))
    desk.panel.select(3)
    desk.press(Qt.Key.Key_Delete)
    assert desk.engine.calls == [("clear", (3,))]


def test_pause_all_and_resume_all_speak_of_all_batches(desk: Desk) -> None:
    desk.show(batch(1), batch(2, State.PAUSED, want=Want.PAUSE), batch(3, State.DONE))
    desk.panel.actions_of_queue.pause_all.trigger()
    desk.panel.actions_of_queue.resume_all.trigger()
    desk.tasks.finish()
    assert desk.engine.calls == [("wish", Want.PAUSE, (1,), ()), ("wish", Want.RUN, (2,), ())]


def test_a_retry_goes_by_what_the_settings_allow_now(qtbot: QtBot) -> None:
    engine, tasks, terms = Engine(), LateTasks(), Terms(Level.SIZE, unread=True)
    panel = QueuePanel(engine, tasks, terms=lambda: terms)  # type: ignore[arg-type]
    qtbot.addWidget(panel)
    desk = Desk(panel, engine, tasks)
    error = StoreError(Kind.UNSUPPORTED, "DeleteObject", code="PropertyUnread", message="acl")
    desk.show(batch(1, State.FAILED, error=error), part_job(11, 1, State.FAILED, error=error))
    desk.panel.select(1)
    desk.panel.actions_of_queue.retry.trigger()
    desk.tasks.finish()
    assert desk.engine.calls == [("retry", (1,), (), None, terms)]


def test_an_existing_target_can_be_overwritten(desk: Desk) -> None:
    refused = Refused(Reason.EXISTS)
    desk.show(batch(1, State.REFUSED, refused=refused), job(11, 1, State.REFUSED, refused=refused))
    desk.panel.select(1)
    assert not desk.panel.details.retry_button.isVisible()
    desk.panel.details.overwrite_button.click()
    desk.tasks.finish()
    assert desk.engine.calls == [("retry", (1,), (), OnExisting.OVERWRITE)]


def test_undo_is_offered_for_one_batch_that_has_a_way_back(desk: Desk) -> None:
    wanted: list[BatchRow] = []
    desk.panel.undo_wanted.connect(wanted.append)
    renamed = batch(2, State.DONE, kind=JobKind.RENAME)
    desk.show(batch(1, State.DONE), renamed, batch(3, State.RUNNING, kind=JobKind.RENAME))
    undo = desk.panel.actions_of_queue.undo
    for number, offered in ((1, False), (2, True), (3, False)):
        desk.panel.select(number)
        assert undo.isEnabled() == offered
    desk.panel.table.selectAll()
    assert not undo.isEnabled()
    desk.panel.select(2)
    undo.trigger()
    assert wanted == [renamed]


def test_an_existing_target_can_be_kept_beside_the_copy_or_left_alone(desk: Desk) -> None:
    refused = Refused(Reason.EXISTS)
    desk.show(batch(1, State.REFUSED, refused=refused), job(11, 1, State.REFUSED, refused=refused, asks=True))
    desk.panel.select(1)
    assert desk.panel.model.index(0, Column.STATE).data() == "Needs an answer"
    desk.panel.details.both_button.click()
    desk.panel.details.skip_button.click()
    desk.tasks.finish()
    assert [call[-1] for call in desk.engine.calls] == [OnExisting.KEEP_BOTH, OnExisting.SKIP]


def test_a_retry_is_not_offered_in_the_details_where_it_cannot_help(desk: Desk) -> None:
    refused = Refused(Reason.CHANGED)
    desk.show(batch(1, State.REFUSED, refused=refused), job(11, 1, State.REFUSED, refused=refused))
    desk.panel.select(1)
    assert desk.panel.details.isVisible()
    assert not desk.panel.details.retry_button.isVisible()


def test_what_failed_of_a_folder_is_retried_from_the_list_beside(desk: Desk) -> None:
    desk.engine.known[2] = [job(200, 2, State.FAILED)]
    desk.show(batch(2, State.FAILED, jobs=3, many=True, counts={State.DONE: 2, State.FAILED: 1}))
    desk.panel.select(2)
    desk.tasks.finish()
    assert desk.panel.details.retry_button.text() == "Retry failed"
    desk.panel.inside.failures.retry_button.click()
    desk.tasks.finish()
    assert desk.engine.calls == [("retry", (2,), (), None)]


def test_left_leads_from_an_object_to_its_folder(desk: Desk) -> None:
    desk.show(batch(2, jobs=2, many=True))
    desk.engine.known[2] = [job(200, 2), job(201, 2)]
    desk.panel.select(2)
    desk.press(Qt.Key.Key_Right)
    desk.panel.table.selectRow(2)
    desk.press(Qt.Key.Key_Left)
    assert desk.panel.table.currentIndex().row() == 0
    assert [index.row() for index in desk.panel.table.selectionModel().selectedRows()] == [0]
