"""The history: what is shown, for which batch undo is offered, and what is asked before it is forgotten."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton
from pytestqt.qtbot import QtBot

from core.model.jobs import State
from core.model.reports import Frame
from core.model.requests import JobKind
from gui.history import history_model as texts
from gui.history.history_dialog import PAGE
from gui.history.history_model import Column, HistoryModel
from tests.gui.history_fixture import HistoryFixture, history_of, open_histories, rename
from tests.gui.queue_fixture import batch, quiet  # noqa: F401


@pytest.fixture
def histories(qtbot: QtBot) -> Iterator[list[HistoryFixture]]:
    """Where a test puts its history, so that its windows are closed."""
    with open_histories() as made:
        yield made


# ---------------------------------------------------------------- the dialog


def test_all_batches_are_shown_newest_first(histories: list[HistoryFixture]) -> None:
    history = history_of(histories, rename(1, jobs=3), batch(2, State.FAILED, kind=JobKind.DELETE))
    model = history.open().model
    said = [[model.index(row, column).data() for column in Column][1:] for row in range(2)]
    assert said == [["Delete photos/a2/", "Failed", "0 of 1"], ["Rename photos/a1/ → b1/", "Done", "3"]]


def test_the_history_is_read_page_by_page(histories: list[HistoryFixture]) -> None:
    dialog = history_of(histories, *(rename(n) for n in range(1, PAGE + 31))).open()
    assert dialog.model.rowCount() == PAGE
    assert dialog.model.canFetchMore(QModelIndex())
    dialog.model.fetchMore(QModelIndex())
    histories[0].tasks.finish()
    assert dialog.model.rowCount() == PAGE + 30
    assert not dialog.model.canFetchMore(QModelIndex())


def test_undo_is_offered_when_the_engine_says_so(histories: list[HistoryFixture]) -> None:
    history = history_of(histories, rename(1), rename(2))
    history.engine.lasting = {1}
    dialog = history.open()
    assert dialog.undo_button.isEnabled()
    assert "renames Studio: photos/b2/ back to Studio: photos/a2/" in dialog.meaning.text()
    history.select(1)
    assert not dialog.undo_button.isEnabled()
    assert dialog.meaning.text().startswith("It cannot be undone")


def test_the_engine_is_asked_off_the_gui_thread_and_once(histories: list[HistoryFixture]) -> None:
    history = history_of(histories, rename(1))
    history.controller.show()
    assert history.engine.asked == []
    history.tasks.finish()
    history.controller.take_frame(Frame())
    history.tasks.finish()
    assert history.engine.asked == [1]


@pytest.mark.parametrize("kind", [JobKind.COPY, JobKind.RESTORE])
def test_what_is_never_undone_says_why_without_asking_the_engine(
    histories: list[HistoryFixture], kind: JobKind
) -> None:
    history = history_of(histories, batch(1, State.DONE, kind=kind))
    dialog = history.open()
    assert not dialog.undo_button.isEnabled()
    assert len(dialog.meaning.text()) > 30
    assert history.engine.asked == []


def test_what_runs_still_is_undone_when_it_has_ended(histories: list[HistoryFixture]) -> None:
    history = history_of(histories, rename(1, State.RUNNING))
    dialog = history.open()
    assert "not finished" in dialog.meaning.text()
    history.controller.take_frame(Frame(batches=(rename(1),)))
    history.tasks.finish()
    assert dialog.undo_button.isEnabled()


def test_what_was_undone_is_not_offered_again(histories: list[HistoryFixture]) -> None:
    history = history_of(histories, rename(1), rename(2, undoes=1, created=1_760_000_000.0))
    dialog = history.open()
    history.select(1)
    assert not dialog.undo_button.isEnabled()
    assert dialog.meaning.text().startswith("It was undone on ")
    assert "2025" in dialog.meaning.text()


def test_an_undo_that_came_to_nothing_does_not_stand_in_the_way(histories: list[HistoryFixture]) -> None:
    history = history_of(histories, rename(1), rename(2, State.CANCELLED, undoes=1))
    dialog = history.open()
    history.select(1)
    assert dialog.undo_button.isEnabled()


def test_the_keyboard_does_not_land_on_forget_when_undo_is_spent(histories: list[HistoryFixture]) -> None:
    history = history_of(histories, rename(1))
    dialog = history.open()
    dialog.undo_button.setFocus()
    dialog.undo_button.click()
    history.answer("Undo")
    assert not dialog.undo_button.isEnabled()
    assert dialog.focusWidget() is dialog.table


def test_enter_on_a_row_asks_too(histories: list[HistoryFixture]) -> None:
    dialog = history_of(histories, rename(1)).open()
    dialog.table.setFocus()
    dialog.table.setCurrentIndex(dialog.model.index(0, 0))
    QTest.keyClick(dialog.table, Qt.Key.Key_Return)
    assert histories[0].question.isVisible()


def test_forgetting_asks_first_and_says_that_no_object_is_touched(histories: list[HistoryFixture]) -> None:
    history = history_of(histories, rename(1), rename(2))
    history.engine.cleared = {1}
    dialog = history.open()
    dialog.forget_button.click()
    assert "No object is touched" in history.question.informativeText()
    history.answer("Keep it")
    assert len(history.engine.rows) == 2
    dialog.forget_button.click()
    history.answer("Forget it")
    history.clerk.finish()
    history.tasks.finish()
    assert [row.id for row in dialog.model.rows] == [2]


def test_an_empty_history_says_so(histories: list[HistoryFixture]) -> None:
    dialog = history_of(histories).open()
    assert dialog.meaning.text() == "Nothing was done yet."
    assert not dialog.undo_button.isEnabled()
    assert not dialog.forget_button.isEnabled()


def test_the_dialog_is_opened_once_and_again_after_it_was_closed(histories: list[HistoryFixture], qtbot: QtBot) -> None:
    history = history_of(histories, rename(1))
    first = history.open()
    assert history.open() is first
    first.close()
    qtbot.waitUntil(lambda: history.controller.dialog is None)
    assert history.open().isVisible()


def test_the_history_is_used_without_a_mouse(histories: list[HistoryFixture], qtbot: QtBot) -> None:
    dialog = history_of(histories, rename(1)).open()
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
    model = HistoryModel()
    model.show([rename(5, State.RUNNING), rename(3)], is_whole=True)
    model.take_frame(Frame(batches=(rename(5), rename(9), rename(7), batch(1))))
    assert [row.id for row in model.rows] == [9, 7, 5, 3]
    assert model.rows[2].state is State.DONE


def test_a_frame_before_the_first_page_shows_nothing() -> None:
    model = HistoryModel()
    model.take_frame(Frame(batches=(rename(5),)))
    assert model.rowCount() == 0


def test_a_page_that_overlaps_the_last_one_shows_no_row_twice() -> None:
    model = HistoryModel()
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
