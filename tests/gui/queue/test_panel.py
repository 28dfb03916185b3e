"""The queue panel: what it shows, what it offers, and what it asks of the engine."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAccessible, QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QToolButton, QWidget
from pytestqt.qtbot import QtBot

from core.model.errors import Kind, KnownError, StoreError
from core.model.jobs import State, Want
from core.model.reports import Cell, Frame, Totals
from core.model.values import Level
from gui.queue.model import Key, Part
from gui.queue.panel import BAD, PAGE, QueuePanel
from gui.queue.text import Column, QueueLine
from tests.gui.queue_fixture import (  # noqa: F401
    Engine,
    LateTasks,
    QueueFixture,
    batch,
    job,
    open_queue,
    part_grid,
    part_job,
    quiet,
    two_copies,
)


@pytest.fixture
def queue(qtbot: QtBot) -> Iterator[QueueFixture]:
    with open_queue(qtbot) as opened:
        yield opened


def test_an_empty_queue_says_how_to_fill_it(queue: QueueFixture) -> None:
    assert not queue.panel.table.isVisible()
    two_copies(queue)
    assert queue.panel.table.isVisible()


def test_actions_are_offered_only_where_they_make_sense(queue: QueueFixture) -> None:
    two_copies(queue)
    actions = queue.panel.actions_of_queue
    assert [action.isEnabled() for action in (actions.pause, actions.cancel, actions.retry)] == [False] * 3
    queue.panel.select(1)
    assert [action.isEnabled() for action in (actions.pause, actions.resume, actions.cancel)] == [True, False, True]
    queue.show(batch(1, State.PAUSED, want=Want.PAUSE), part_job(11, 1, State.PAUSED, want=Want.PAUSE))
    assert [action.isEnabled() for action in (actions.pause, actions.resume, actions.cancel)] == [False, True, True]
    assert actions.clear.isEnabled()


def test_a_failure_is_told_in_full_and_can_be_retried(queue: QueueFixture) -> None:
    error = StoreError(Kind.DENIED, "CopyPart", 403, "AccessDenied", "not yours", "REQ7")
    queue.show(batch(1, State.FAILED, error=error), part_job(11, 1, State.FAILED, error=error))
    queue.panel.select(1)
    details = queue.panel.details
    assert details.isVisible()
    assert "permission" in details.sentence.text()
    assert "REQ7" in details.detail.text()
    details.retry_button.click()
    queue.tasks.finish()
    assert queue.engine.calls == [("retry", (1,), (), None)]


def test_the_details_can_be_copied_for_a_support_request(queue: QueueFixture) -> None:
    error = StoreError(Kind.DENIED, "CopyPart", 403, "AccessDenied", "not yours", "REQ7")
    queue.show(batch(1, State.FAILED, error=error), part_job(11, 1, State.FAILED, error=error))
    queue.panel.select(1)
    queue.panel.details.copy_button.click()
    text = QGuiApplication.clipboard().text()
    assert all(word in text for word in ("AccessDenied", "HTTP 403", "REQ7", "photos/a1/11"))


def test_a_done_copy_says_how_it_was_verified(queue: QueueFixture) -> None:
    two_copies(queue)
    queue.panel.select(2)
    assert "CRC-64 of the copy equals its CRC-64 of the source" in queue.panel.details.sentence.text()


def test_the_selected_job_is_watched_and_its_grid_shown(queue: QueueFixture) -> None:
    two_copies(queue)
    queue.panel.select(1)
    assert queue.engine.watched[-1] == 11
    queue.show(part_job(11, 1), grid=part_grid(10, job=11, states=[Cell.DONE, Cell.RUNNING]))
    assert "1 running · 1 done" in queue.panel.grid.heading.text()
    queue.panel.table.clearSelection()
    assert queue.engine.watched[-1] is None


def test_the_parts_of_a_job_that_has_just_ended_are_read_from_the_journal(queue: QueueFixture) -> None:
    two_copies(queue)
    queue.panel.select(1)
    queue.show(part_job(11, 1), grid=part_grid(10, job=11, states=[Cell.RUNNING] * 3))
    queue.engine.grids[11] = part_grid(10, job=11, states=[Cell.DONE, Cell.FAILED])
    queue.show(part_job(11, 1, State.FAILED))
    queue.tasks.finish()
    assert "1 done" in queue.panel.grid.heading.text()
    assert "running" not in queue.panel.grid.heading.text()


def test_at_the_windows_first_size_the_names_have_the_most_room(queue: QueueFixture) -> None:
    queue.panel.resize(1280, 260)
    queue.show(batch(1))
    table = queue.panel.table
    widths = {column: table.columnWidth(column) for column in Column}
    assert widths[Column.ROUTE] == max(widths.values())
    assert widths[Column.ROUTE] >= 260
    assert not table.horizontalScrollBar().isVisible()


def test_a_grid_of_a_job_that_is_no_longer_watched_is_not_shown(queue: QueueFixture) -> None:
    two_copies(queue)
    queue.panel.select(1)
    queue.show(grid=part_grid(10, job=99))
    assert not queue.panel.grid.canvas.isVisible()


def test_a_folder_opens_with_its_failed_jobs_first_and_page_by_page(queue: QueueFixture) -> None:
    queue.engine.known[2] = [job(2000 + n, 2, State.FAILED if n == PAGE + 5 else State.DONE) for n in range(PAGE + 10)]
    queue.show(batch(2, State.FAILED, jobs=PAGE + 10, many=True))
    queue.panel.select(2)
    queue.press(Qt.Key.Key_Return)
    model = queue.panel.model
    assert model.key(1).job == 2000 + PAGE + 5
    assert model.line(1).row.state in BAD
    assert model.rowCount() == 1 + 1 + PAGE + 1
    queue.panel.table.selectRow(model.rowCount() - 1)
    queue.press(Qt.Key.Key_Return)
    assert model.rowCount() == 1 + PAGE + 10
    queue.panel.table.selectRow(0)
    queue.press(Qt.Key.Key_Left)
    assert model.rowCount() == 1


def test_a_click_on_the_arrow_opens_a_folder(queue: QueueFixture) -> None:
    queue.engine.known[2] = [job(200, 2)]
    queue.show(batch(2, jobs=1, many=True))
    cell = queue.panel.table.visualRect(queue.panel.model.index(0, Column.STATE))
    arrow = cell.topLeft() + QPoint(12, 12)
    QTest.mouseClick(queue.panel.table.viewport(), Qt.MouseButton.LeftButton, pos=arrow)
    queue.tasks.finish()
    assert queue.panel.model.row(Key(2, 200)) == 1


def test_the_job_of_an_ended_single_copy_is_loaded_when_it_is_selected(queue: QueueFixture) -> None:
    queue.engine.known[1] = [job(11, 1, State.DONE, verified=Level.SIZE)]
    queue.show(batch(1, State.DONE))
    queue.panel.select(1)
    queue.tasks.finish()
    assert queue.panel.model.index(0, Column.RESULT).data() == "size only: the store offers no checksum"


def test_a_wish_that_fails_is_reported(queue: QueueFixture) -> None:
    problems: list[Exception] = []
    queue.panel.failed.connect(problems.append)
    queue.engine.fail = KnownError("The disk is full.")
    two_copies(queue)
    queue.panel.select(1)
    queue.panel.actions_of_queue.pause.trigger()
    queue.tasks.finish()
    assert problems == [queue.engine.fail]


def test_a_halted_engine_is_said_above_the_queue(queue: QueueFixture) -> None:
    queue.show(batch(1), halted="the disk is full")
    assert queue.panel.halted.isVisible()
    assert "the disk is full" in queue.panel.halted.text()
    queue.show(batch(1))
    assert not queue.panel.halted.isVisible()


def test_the_sum_of_the_queue_is_shown(queue: QueueFixture) -> None:
    queue.show(batch(1), totals=Totals(running=3, waiting=12, failed=0, speed=45 * 1024 * 1024))
    assert queue.panel.totals.text() == "Running 3 · Waiting 12 · 45 MiB/s"


def test_selecting_a_hundred_thousand_rows_does_not_ask_each_of_them(queue: QueueFixture) -> None:
    queue.show(*(batch(n, State.DONE) for n in range(100_000)))
    lines = 0
    inner = queue.panel.model.line

    def count(row: int) -> QueueLine:
        nonlocal lines
        lines += 1
        return inner(row)

    queue.panel.model.line = count  # type: ignore[method-assign]
    queue.panel.table.selectAll()
    assert lines < 10_000


def test_everything_has_a_name_for_a_screen_reader(queue: QueueFixture) -> None:
    two_copies(queue)
    queue.panel.select(1)
    for widget in queue.panel.findChildren(QWidget):
        if isinstance(widget, QToolButton) and widget.isVisible() and widget.objectName() != "qt_toolbar_ext_button":
            assert _name(widget)
    for widget in (queue.panel.table, queue.panel.grid.canvas, queue.panel.details, queue.panel.totals):
        assert _name(widget)


def _name(widget: QWidget) -> str:
    return QAccessible.queryAccessibleInterface(widget).text(QAccessible.Text.Name)


def test_the_tab_key_leaves_the_table(queue: QueueFixture) -> None:
    two_copies(queue)
    queue.panel.select(1)
    queue.show(grid=part_grid(10, job=11))
    queue.panel.table.setFocus()
    QTest.keyClick(queue.panel.table, Qt.Key.Key_Tab)
    assert QApplication.focusWidget() is queue.panel.inside.tabBar()
    QTest.keyClick(queue.panel.inside.tabBar(), Qt.Key.Key_Tab)
    assert QApplication.focusWidget() is queue.panel.grid.canvas


def test_all_actions_have_shortcuts_of_their_own(queue: QueueFixture) -> None:
    keys = [action.shortcut().toString() for action in queue.panel.menu_actions]
    assert all(keys)
    assert len(set(keys)) == len(keys)


def test_a_cleared_batch_leaves_the_table_and_is_no_longer_watched(queue: QueueFixture) -> None:
    two_copies(queue)
    queue.panel.select(2)
    queue.show(gone=(1, 2))
    assert queue.panel.model.row(Key(2, Part.BATCH)) is None
    assert queue.engine.watched[-1] is None


def test_the_context_menu_offers_what_the_tool_bar_does(queue: QueueFixture) -> None:
    menu = queue.panel.actions_of_queue.menu()
    shown = [action for action in menu.actions() if not action.isSeparator()]
    assert tuple(shown) == tuple(queue.panel.menu_actions)
    menu.popup(queue.panel.mapToGlobal(QPoint(10, 10)))
    assert menu.isVisible()
    menu.hide()


def test_a_folder_says_how_many_of_its_objects_went_wrong(queue: QueueFixture) -> None:
    queue.show(batch(2, State.FAILED, jobs=9, many=True, counts={State.DONE: 5, State.FAILED: 3, State.REFUSED: 1}))
    assert queue.panel.model.index(0, Column.STATE).data() == "4 not copied"
    queue.panel.select(2)
    assert queue.panel.details.sentence.text().startswith("5 copied, 4 not.")
    queue.panel.details.retry_button.click()
    queue.tasks.finish()
    assert queue.engine.calls == [("retry", (2,), (), None)]
    assert queue.panel.inside.currentWidget() is queue.panel.inside.failures


def test_what_went_wrong_is_said_before_what_the_other_copies_have_proven(queue: QueueFixture) -> None:
    counts = {State.DONE: 2, State.REFUSED: 2}
    queue.show(batch(2, State.REFUSED, jobs=4, many=True, counts=counts, verified=Level.CRC64))
    queue.panel.select(2)
    assert queue.panel.details.sentence.text().startswith("2 copied, 2 not.")


@pytest.mark.parametrize(
    ("jobs", "closed", "opened"),
    [
        (1, "Open the row to see its object.", "Select its object to see more of it."),
        (3, "Open the row to see its objects one by one.", "Select one of its objects to see more of it."),
    ],
)
def test_a_row_of_many_says_how_to_come_to_its_objects(
    queue: QueueFixture, jobs: int, closed: str, opened: str
) -> None:
    queue.show(batch(2, State.DONE, jobs=jobs, many=True))
    queue.panel.select(2)
    assert queue.panel.grid.note.text() == closed
    queue.press(Qt.Key.Key_Right)
    queue.show()
    assert queue.panel.grid.note.text() == opened


def test_a_running_folder_keeps_its_state_beside_the_failures(queue: QueueFixture) -> None:
    queue.show(batch(2, State.RUNNING, jobs=9, many=True, counts={State.RUNNING: 8, State.FAILED: 1}))
    assert queue.panel.model.index(0, Column.STATE).data() == "Copying, 1 not copied"


def test_a_task_stays_in_sight_when_the_sentence_about_its_end_takes_room(queue: QueueFixture) -> None:
    queue.show(*(batch(number, State.DONE) for number in range(1, 30)))
    queue.show(batch(30), job(300, 30, State.RUNNING))
    queue.panel.select(30)
    QApplication.processEvents()
    table = queue.panel.table
    before = table.viewport().height()
    queue.show(batch(30, State.DONE), job(300, 30, State.DONE, verified=Level.CRC64))
    QApplication.processEvents()
    assert table.viewport().height() < before
    assert table.viewport().rect().contains(table.visualRect(queue.panel.model.index(29, 0)))


def test_home_and_end_go_to_the_first_and_the_last_task(queue: QueueFixture) -> None:
    queue.show(*(batch(number, State.DONE) for number in range(1, 30)))
    queue.panel.select(5)
    queue.press(Qt.Key.Key_End)
    assert [line.batch.id for line in queue.panel.table.chosen()] == [29]
    queue.press(Qt.Key.Key_Home)
    assert [line.batch.id for line in queue.panel.table.chosen()] == [1]


def test_the_first_frame_shows_the_newest_task_and_later_ones_leave_the_table_where_it_is(queue: QueueFixture) -> None:
    table, model = queue.panel.table, queue.panel.model
    queue.show(*(batch(number, State.DONE) for number in range(1, 60)))
    QApplication.processEvents()
    assert table.viewport().rect().contains(table.visualRect(model.index(58, 0)))
    table.scrollToTop()
    queue.show(batch(60))
    QApplication.processEvents()
    assert table.viewport().rect().contains(table.visualRect(model.index(0, 0)))


def test_a_queue_that_is_filled_before_the_window_is_shown_begins_at_its_end(qtbot: QtBot) -> None:
    panel = QueuePanel(Engine(), LateTasks())  # type: ignore[arg-type]
    qtbot.addWidget(panel)
    panel.show_frame(Frame(batches=tuple(batch(number, State.DONE) for number in range(1, 60))))
    panel.resize(1200, 400)
    panel.show()
    QApplication.processEvents()
    assert panel.table.viewport().rect().contains(panel.table.visualRect(panel.model.index(58, 0)))


def test_the_newest_task_is_selected_alone_whatever_key_is_held(queue: QueueFixture) -> None:
    two_copies(queue)
    queue.panel.select(1)
    QTest.keyPress(queue.panel, Qt.Key.Key_Control, Qt.KeyboardModifier.ControlModifier)
    queue.panel.select(2)
    assert [line.batch.id for line in queue.panel.table.chosen()] == [2]
    QTest.keyRelease(queue.panel, Qt.Key.Key_Control)
