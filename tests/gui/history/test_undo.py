"""Undo: what is asked before anything is taken back, what it takes, and what reaches the engine."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from core.model.errors import Kind, KnownError, StoreError
from core.model.jobs import Reason, State
from core.model.requests import JobKind
from core.rules.estimate import Estimate
from core.system.clock import Cancel
from gui.history.history import newest_undoable
from gui.history.history_dialog import PAGE
from gui.history.history_model import Column
from tests.gui.past_desk import Desk, Journal, desk_of, past_desks, rename
from tests.gui.queue_rows import batch, quiet, ref  # noqa: F401


@pytest.fixture
def desks(qtbot: QtBot) -> Iterator[list[Desk]]:
    """Where a test puts its desk, so that its windows are closed."""
    with past_desks() as made:
        yield made


# ---------------------------------------------------------------- the dialog


def test_nothing_is_undone_before_the_sheet_is_agreed_to(desks: list[Desk]) -> None:
    desk = desk_of(desks, rename(1, jobs=10_000))
    dialog = desk.open()
    dialog.undo_button.click()
    assert desk.question.text() == "Undo “Rename photos/a1/ → b1/”?"
    assert "All 10,000 renamed." in desk.question.informativeText()
    QTest.keyClick(desk.question, Qt.Key.Key_Escape)
    desk.tasks.finish()
    assert desk.engine.undone == []
    dialog.undo_button.click()
    QTest.keyClick(desk.question, Qt.Key.Key_Return)
    desk.tasks.finish()
    assert desk.engine.undone == [1]
    assert desk.queued == [2]
    assert dialog.model.index(0, Column.TASK).data() == "Undo rename photos/a1/ → b1/"


def test_the_sheet_is_open_at_once_and_tells_what_it_takes_when_that_is_counted(desks: list[Desk]) -> None:
    desk = desk_of(desks, rename(1, jobs=2))
    desk.open().undo_button.click()
    assert desk.question.isVisible()
    assert desk.question.informativeText().rstrip().endswith("\n\nCounting what this takes…")
    size = desk.question.size()
    assert desk.engine.estimated == []  # the window did not wait for it
    desk.tasks.finish()
    QApplication.processEvents()
    assert desk.question.size() == size  # the buttons stay where they are
    assert desk.engine.estimated == [2]
    asked, told = desk.question.informativeText().split("\n\n")
    assert asked.startswith("Queued on ")
    assert told.splitlines() == [
        "Objects: 2 object(s), 4 KiB to be copied.",
        "Requests: 7 (HeadObject 4, CopyObject 2, DeleteObjects 1).",
        "Cost: unknown: no price of this provider is entered.",
    ]
    desk.answer("Undo")
    assert desk.engine.undone == [1]


def test_what_has_changed_meanwhile_is_told_with_its_reason_before_it_is_undone(desks: list[Desk]) -> None:
    desk = desk_of(desks, rename(1, jobs=3))
    desk.engine.found = Estimate(refused={Reason.CHANGED: 1}, missing=1)
    desk.open().undo_button.click()
    desk.tasks.finish()
    told = desk.question.informativeText()
    assert "Refused: 1 object(s), which stay as they are: changed since this was decided." in told
    assert "Missing: 1 object(s) are no longer there." in told
    desk.answer("Leave it")


def test_who_agrees_before_it_is_counted_ends_the_count(desks: list[Desk]) -> None:
    desk = desk_of(desks, rename(1))
    desk.open().undo_button.click()
    (counting,) = desk.tasks.waiting
    desk.answer("Undo")
    assert counting.dropped
    assert desk.engine.undone == [1]


@pytest.mark.parametrize("problem", [StoreError(Kind.OFFLINE), KnownError("The prices cannot be read.")])
def test_what_cannot_be_counted_says_why_and_can_be_undone(desks: list[Desk], problem: Exception) -> None:
    desk = desk_of(desks, rename(1))
    desk.engine.fail = problem
    desk.open().undo_button.click()
    desk.tasks.finish()
    assert "It could not be counted: The " in desk.question.informativeText()
    desk.answer("Undo")
    assert desk.engine.undone == [1]


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
    assert "Rename photos/a1/" in desk.question.text()
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
    assert desk.past.question is None
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
    assert desk.past.question is None
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
