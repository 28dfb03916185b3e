"""The history and undo: what is shown, what is asked before anything is taken back, and what reaches the engine."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMessageBox, QPushButton, QWidget
from pytestqt.qtbot import QtBot
from queue_rows import LateTasks, batch, quiet, ref  # noqa: F401

from core.clock import Cancel
from core.errors import KnownError
from core.jobs import State
from core.reports import BatchRow, Frame
from core.requests import JobKind
from gui.models import past as texts
from gui.models.past import Column, PastModel
from gui.past import Past, newest_undoable
from gui.views.past_dialog import PAGE, PastDialog


class Journal:
    """Keeps the contract of the engine's history; the newest batch is the last of `rows`."""

    def __init__(self, *rows: BatchRow) -> None:
        self.rows = list(rows)
        self.lasting: set[int] = set()  # what cannot be undone
        self.cleared: set[int] = set()
        self.asked: list[int] = []
        self.undone: list[int] = []

    def history(self, *, offset: int = 0, limit: int = 200) -> tuple[BatchRow, ...]:
        return tuple(self.rows[::-1][offset : offset + limit])

    def can_undo(self, batch: int) -> bool:
        self.asked.append(batch)
        return batch not in self.lasting

    def undo(self, number: int) -> int:
        if number in self.lasting:
            raise KnownError("It cannot be undone.")
        self.undone.append(number)
        old = next(row for row in self.rows if row.id == number)
        new = self.rows[-1].id + 1
        back = replace(old, id=new, undoes=number, state=State.WAITING, counts={}, source=old.target, target=old.source)
        self.rows.append(back)
        return new

    def forget_history(self) -> None:
        self.rows = [row for row in self.rows if row.id not in self.cleared]


def rename(number: int, state: State = State.DONE, **more: object) -> BatchRow:
    return batch(number, state, kind=JobKind.RENAME, many=True, **more)  # type: ignore[arg-type]


class Desk:
    """A history over a window of nothing."""

    def __init__(self, *rows: BatchRow) -> None:
        self.window = QWidget()
        self.window.resize(400, 300)
        self.window.show()
        self.engine, self.tasks, self.clerk = Journal(*rows), LateTasks(), LateTasks()
        self.past = Past(
            self.engine,
            browse=self.tasks,  # type: ignore[arg-type]
            clerk=self.clerk,  # type: ignore[arg-type]
            window=self.window,
        )
        self.queued: list[int] = []
        self.problems: list[str] = []
        self.past.queued.connect(self.queued.append)
        self.past.failed.connect(lambda problem: self.problems.append(str(problem)))

    def open(self) -> PastDialog:
        self.past.show()
        self.tasks.finish()
        assert self.past.dialog is not None
        return self.past.dialog

    def select(self, row: int) -> None:
        assert self.past.dialog is not None
        self.past.dialog.table.selectRow(row)
        self.tasks.finish()

    @property
    def sheet(self) -> QMessageBox:
        assert self.past.sheet is not None
        return self.past.sheet

    def answer(self, text: str) -> None:
        button = next(button for button in self.sheet.buttons() if button.text().replace("&", "") == text)
        button.click()
        self.tasks.finish()


@pytest.fixture
def desks(qtbot: QtBot) -> Iterator[list[Desk]]:
    """Where a test puts its desk, so that its windows are closed."""
    made: list[Desk] = []
    yield made
    for desk in made:
        for child in QApplication.topLevelWidgets():
            if child.parentWidget() is not None and child.isVisible():
                child.close()
        desk.window.close()


def desk_of(desks: list[Desk], *rows: BatchRow) -> Desk:
    desks.append(Desk(*rows))
    return desks[-1]


# ---------------------------------------------------------------- the dialog


def test_all_batches_are_shown_newest_first(desks: list[Desk]) -> None:
    desk = desk_of(desks, rename(1, jobs=3), batch(2, State.FAILED, kind=JobKind.DELETE))
    model = desk.open().model
    said = [[model.index(row, column).data() for column in Column][1:] for row in range(2)]
    assert said == [["Delete photos/a2/", "Failed", "0 of 1"], ["Rename photos/a1/ → b1/", "Done", "3"]]


def test_the_history_is_read_page_by_page(desks: list[Desk]) -> None:
    dialog = desk_of(desks, *(rename(n) for n in range(1, PAGE + 31))).open()
    assert dialog.model.rowCount() == PAGE
    assert dialog.model.canFetchMore(QModelIndex())
    dialog.model.fetchMore(QModelIndex())
    desks[0].tasks.finish()
    assert dialog.model.rowCount() == PAGE + 30
    assert not dialog.model.canFetchMore(QModelIndex())


def test_undo_is_offered_when_the_engine_says_so(desks: list[Desk]) -> None:
    desk = desk_of(desks, rename(1), rename(2))
    desk.engine.lasting = {1}
    dialog = desk.open()
    assert dialog.undo_button.isEnabled()
    assert "renames Studio: photos/b2/ back to Studio: photos/a2/" in dialog.meaning.text()
    desk.select(1)
    assert not dialog.undo_button.isEnabled()
    assert dialog.meaning.text().startswith("It cannot be undone")


def test_the_engine_is_asked_off_the_gui_thread_and_once(desks: list[Desk]) -> None:
    desk = desk_of(desks, rename(1))
    desk.past.show()
    assert desk.engine.asked == []
    desk.tasks.finish()
    desk.past.take_frame(Frame())
    desk.tasks.finish()
    assert desk.engine.asked == [1]


@pytest.mark.parametrize("kind", [JobKind.COPY, JobKind.RESTORE])
def test_what_is_never_undone_says_why_without_asking_the_engine(desks: list[Desk], kind: JobKind) -> None:
    desk = desk_of(desks, batch(1, State.DONE, kind=kind))
    dialog = desk.open()
    assert not dialog.undo_button.isEnabled()
    assert len(dialog.meaning.text()) > 30
    assert desk.engine.asked == []


def test_what_runs_still_is_undone_when_it_has_ended(desks: list[Desk]) -> None:
    desk = desk_of(desks, rename(1, State.RUNNING))
    dialog = desk.open()
    assert "not finished" in dialog.meaning.text()
    desk.past.take_frame(Frame(batches=(rename(1),)))
    desk.tasks.finish()
    assert dialog.undo_button.isEnabled()


def test_what_was_undone_is_not_offered_again(desks: list[Desk]) -> None:
    desk = desk_of(desks, rename(1), rename(2, undoes=1, created=1_760_000_000.0))
    dialog = desk.open()
    desk.select(1)
    assert not dialog.undo_button.isEnabled()
    assert dialog.meaning.text().startswith("It was undone on ")
    assert "2025" in dialog.meaning.text()


def test_an_undo_that_came_to_nothing_does_not_stand_in_the_way(desks: list[Desk]) -> None:
    desk = desk_of(desks, rename(1), rename(2, State.CANCELLED, undoes=1))
    dialog = desk.open()
    desk.select(1)
    assert dialog.undo_button.isEnabled()


def test_nothing_is_undone_before_the_sheet_is_agreed_to(desks: list[Desk]) -> None:
    desk = desk_of(desks, rename(1, jobs=10_000))
    dialog = desk.open()
    dialog.undo_button.click()
    assert desk.sheet.text() == "Undo “Rename photos/a1/ → b1/”?"
    assert "All 10,000 renamed." in desk.sheet.informativeText()
    QTest.keyClick(desk.sheet, Qt.Key.Key_Escape)
    desk.tasks.finish()
    assert desk.engine.undone == []
    dialog.undo_button.click()
    QTest.keyClick(desk.sheet, Qt.Key.Key_Return)
    desk.tasks.finish()
    assert desk.engine.undone == [1]
    assert desk.queued == [2]
    assert dialog.model.index(0, Column.TASK).data() == "Undo rename photos/a1/ → b1/"


def test_the_keyboard_does_not_land_on_forget_when_undo_is_spent(desks: list[Desk]) -> None:
    desk = desk_of(desks, rename(1))
    dialog = desk.open()
    dialog.undo_button.setFocus()
    dialog.undo_button.click()
    desk.answer("Undo")
    assert not dialog.undo_button.isEnabled()
    assert dialog.focusWidget() is dialog.table


def test_enter_on_a_row_asks_too(desks: list[Desk]) -> None:
    dialog = desk_of(desks, rename(1)).open()
    dialog.table.setFocus()
    dialog.table.setCurrentIndex(dialog.model.index(0, 0))
    QTest.keyClick(dialog.table, Qt.Key.Key_Return)
    assert desks[0].sheet.isVisible()


def test_forgetting_asks_first_and_says_that_no_object_is_touched(desks: list[Desk]) -> None:
    desk = desk_of(desks, rename(1), rename(2))
    desk.engine.cleared = {1}
    dialog = desk.open()
    dialog.forget_button.click()
    assert "No object is touched" in desk.sheet.informativeText()
    desk.answer("Keep it")
    assert len(desk.engine.rows) == 2
    dialog.forget_button.click()
    desk.answer("Forget it")
    desk.clerk.finish()
    desk.tasks.finish()
    assert [row.id for row in dialog.model.rows] == [2]


def test_an_empty_history_says_so(desks: list[Desk]) -> None:
    dialog = desk_of(desks).open()
    assert dialog.meaning.text() == "Nothing was done yet."
    assert not dialog.undo_button.isEnabled()
    assert not dialog.forget_button.isEnabled()


def test_the_dialog_is_opened_once_and_again_after_it_was_closed(desks: list[Desk], qtbot: QtBot) -> None:
    desk = desk_of(desks, rename(1))
    first = desk.open()
    assert desk.open() is first
    first.close()
    qtbot.waitUntil(lambda: desk.past.dialog is None)
    assert desk.open().isVisible()


def test_the_history_is_used_without_a_mouse(desks: list[Desk], qtbot: QtBot) -> None:
    dialog = desk_of(desks, rename(1)).open()
    dialog.activateWindow()
    qtbot.waitUntil(dialog.isActiveWindow)
    dialog.table.setFocus()
    reached = set()
    for _ in range(8):
        QTest.keyClick(QApplication.focusWidget() or dialog, Qt.Key.Key_Tab)
        reached.add(QApplication.focusWidget())
    buttons = {button for button in dialog.findChildren(QPushButton) if button.isVisible()}
    assert buttons <= reached
    for widget in (dialog, dialog.table, dialog.sum, dialog.meaning, *buttons):
        assert QAccessible.queryAccessibleInterface(widget).text(QAccessible.Text.Name)
    said = dialog.model.index(0, 0).data(Qt.ItemDataRole.AccessibleTextRole)
    assert "Rename photos/a1/ → b1/, Done, 1" in said


# ---------------------------------------------------------------- the model


def test_a_frame_renews_rows_and_brings_newer_ones_to_the_front() -> None:
    model = PastModel()
    model.show([rename(5, State.RUNNING), rename(3)], is_whole=True)
    model.take_frame(Frame(batches=(rename(5), rename(9), rename(7), batch(1))))
    assert [row.id for row in model.rows] == [9, 7, 5, 3]
    assert model.rows[2].state is State.DONE


def test_a_frame_before_the_first_page_shows_nothing() -> None:
    model = PastModel()
    model.take_frame(Frame(batches=(rename(5),)))
    assert model.rowCount() == 0


def test_a_page_that_overlaps_the_last_one_shows_no_row_twice() -> None:
    model = PastModel()
    model.show([rename(5), rename(4)], is_whole=False)
    model.add([rename(4), rename(3)], is_whole=True)
    assert [row.id for row in model.rows] == [5, 4, 3]


@pytest.mark.parametrize("kind", JobKind)
def test_every_kind_has_a_sentence_about_its_undo(kind: JobKind) -> None:
    for row in (batch(1, State.DONE, kind=kind), batch(1, State.DONE, kind=kind, many=True, named=True)):
        said = texts.meaning(row)
        assert said.endswith(".")
        assert "{" not in said
    assert texts.impossible(batch(1, kind=kind)).endswith(".")


def test_what_takes_back_a_rename_names_both_ends() -> None:
    back = rename(2, undoes=1, named=True)
    assert "renames Studio: photos/b2/ back to Studio: photos/a2/" in texts.meaning(back)
    listed = batch(3, State.DONE, kind=JobKind.DELETE, many=True, named=True)
    assert texts.meaning(listed).startswith("Undo brings the objects back")


# ---------------------------------------------------------------- undo the last one


def test_what_may_ask_a_store_holds_up_no_wish(desks: list[Desk]) -> None:
    desk = desk_of(desks, rename(1))
    desk.open()
    desk.past.undo_last()
    desk.tasks.finish()
    desk.answer("Undo")
    assert desk.engine.undone == [1]
    assert desk.clerk.waiting == []


def test_undoing_the_last_names_it_and_asks(desks: list[Desk]) -> None:
    desk = desk_of(desks, rename(1), batch(2, State.DONE), batch(3, State.DONE, kind=JobKind.RESTORE))
    desk.past.undo_last()
    desk.tasks.finish()
    assert "Rename photos/a1/" in desk.sheet.text()
    desk.answer("Undo")
    assert desk.engine.undone == [1]


def test_undoing_again_walks_back_in_time(desks: list[Desk]) -> None:
    desk = desk_of(desks, rename(1), rename(2))
    for _ in range(2):
        desk.past.undo_last()
        desk.tasks.finish()
        desk.answer("Undo")
    assert desk.engine.undone == [2, 1]


def test_what_cannot_be_undone_is_passed_over() -> None:
    journal = Journal(rename(1), batch(2, State.DONE, kind=JobKind.DELETE))
    journal.lasting = {2}
    found = newest_undoable(journal, Cancel())
    assert found is not None
    assert found.id == 1


def test_the_newest_that_can_be_undone_is_found_pages_ago() -> None:
    journal = Journal(rename(1), *(batch(n, State.DONE) for n in range(2, PAGE * 2 + 10)))
    found = newest_undoable(journal, Cancel())
    assert found is not None
    assert found.id == 1


def test_a_rename_that_runs_is_not_passed_over_in_silence(desks: list[Desk]) -> None:
    desk = desk_of(desks, rename(1), rename(2, State.RUNNING))
    desk.past.undo_last()
    desk.tasks.finish()
    assert desk.past.sheet is None
    assert "is not finished" in desk.problems[0]
    assert "photos/a2/" in desk.problems[0]


def test_nothing_to_undo_is_said(desks: list[Desk]) -> None:
    desk = desk_of(desks, batch(1, State.DONE, source=ref("a"), target=ref("b")))
    desk.past.undo_last()
    desk.tasks.finish()
    assert desk.problems == ["There is nothing to undo."]


def test_a_batch_of_the_queue_is_looked_at_before_its_sheet_is_shown(desks: list[Desk]) -> None:
    desk = desk_of(desks, rename(1), rename(2))
    desk.engine.lasting = {2}
    desk.past.undo(rename(2))
    desk.tasks.finish()
    assert desk.past.sheet is None
    assert desk.problems[0].startswith("It cannot be undone")
    desk.past.undo(rename(1))
    desk.tasks.finish()
    desk.answer("Undo")
    assert desk.queued == [3]


def test_an_undo_that_the_engine_refuses_is_told(desks: list[Desk]) -> None:
    desk = desk_of(desks, rename(1))
    desk.past.undo(rename(1))
    desk.tasks.finish()
    desk.engine.lasting = {1}
    desk.answer("Undo")
    assert desk.queued == []
    assert desk.problems == ["It cannot be undone."]
