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
from tests.gui.history_fixture import HistoryFixture, Journal, history_of, open_histories, rename
from tests.gui.queue_fixture import batch, quiet, ref  # noqa: F401


@pytest.fixture
def histories(qtbot: QtBot) -> Iterator[list[HistoryFixture]]:
    """Where a test puts its history, so that its windows are closed."""
    with open_histories() as made:
        yield made


# ---------------------------------------------------------------- the dialog


def test_nothing_is_undone_before_the_dialog_is_agreed_to(histories: list[HistoryFixture]) -> None:
    history = history_of(histories, rename(1, jobs=10_000))
    dialog = history.open()
    dialog.undo_button.click()
    assert history.question.text() == "Undo “Rename photos/a1/ → b1/”?"
    assert "All 10,000 renamed." in history.question.informativeText()
    QTest.keyClick(history.question, Qt.Key.Key_Escape)
    history.tasks.finish()
    assert history.engine.undone == []
    dialog.undo_button.click()
    QTest.keyClick(history.question, Qt.Key.Key_Return)
    history.tasks.finish()
    assert history.engine.undone == [1]
    assert history.queued == [2]
    assert dialog.model.index(0, Column.TASK).data() == "Undo rename photos/a1/ → b1/"


def test_the_dialog_is_open_at_once_and_tells_what_it_takes_when_that_is_counted(
    histories: list[HistoryFixture],
) -> None:
    history = history_of(histories, rename(1, jobs=2))
    history.open().undo_button.click()
    assert history.question.isVisible()
    assert history.question.informativeText().rstrip().endswith("\n\nCounting what this takes…")
    size = history.question.size()
    assert history.engine.estimated == []  # the window did not wait for it
    history.tasks.finish()
    QApplication.processEvents()
    assert history.question.size() == size  # the buttons stay where they are
    assert history.engine.estimated == [2]
    asked, told = history.question.informativeText().split("\n\n")
    assert asked.startswith("Queued on ")
    assert told.splitlines() == [
        "Objects: 2 object(s), 4 KiB to be copied.",
        "Requests: 7 (HeadObject 4, CopyObject 2, DeleteObjects 1).",
        "Cost: unknown: no price of this provider is entered.",
    ]
    history.answer("Undo")
    assert history.engine.undone == [1]


def test_what_has_changed_meanwhile_is_told_with_its_reason_before_it_is_undone(
    histories: list[HistoryFixture],
) -> None:
    history = history_of(histories, rename(1, jobs=3))
    history.engine.found = Estimate(refused={Reason.CHANGED: 1}, missing=1)
    history.open().undo_button.click()
    history.tasks.finish()
    told = history.question.informativeText()
    assert "Refused: 1 object(s), which stay as they are: changed since this was decided." in told
    assert "Missing: 1 object(s) are no longer there." in told
    history.answer("Leave it")


def test_who_agrees_before_it_is_counted_ends_the_count(histories: list[HistoryFixture]) -> None:
    history = history_of(histories, rename(1))
    history.open().undo_button.click()
    (counting,) = history.tasks.waiting
    history.answer("Undo")
    assert counting.dropped
    assert history.engine.undone == [1]


@pytest.mark.parametrize("problem", [StoreError(Kind.OFFLINE), KnownError("The prices cannot be read.")])
def test_what_cannot_be_counted_says_why_and_can_be_undone(histories: list[HistoryFixture], problem: Exception) -> None:
    history = history_of(histories, rename(1))
    history.engine.fail = problem
    history.open().undo_button.click()
    history.tasks.finish()
    assert "It could not be counted: The " in history.question.informativeText()
    history.answer("Undo")
    assert history.engine.undone == [1]


# ---------------------------------------------------------------- undo the last one


def test_what_may_ask_a_store_holds_up_no_wish(histories: list[HistoryFixture]) -> None:
    history = history_of(histories, rename(1))
    history.open()
    history.controller.undo_last()
    history.tasks.finish()
    history.answer("Undo")
    assert history.engine.undone == [1]
    assert history.clerk.waiting == []


def test_undoing_the_last_names_it_and_asks(histories: list[HistoryFixture]) -> None:
    history = history_of(histories, rename(1), batch(2, State.DONE), batch(3, State.DONE, kind=JobKind.RESTORE))
    history.controller.undo_last()
    history.tasks.finish()
    assert "Rename photos/a1/" in history.question.text()
    history.answer("Undo")
    assert history.engine.undone == [1]


def test_undoing_again_walks_back_in_time(histories: list[HistoryFixture]) -> None:
    history = history_of(histories, rename(1), rename(2))
    for _ in range(2):
        history.controller.undo_last()
        history.tasks.finish()
        history.answer("Undo")
    assert history.engine.undone == [2, 1]


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


def test_a_rename_that_runs_is_not_passed_over_in_silence(histories: list[HistoryFixture]) -> None:
    history = history_of(histories, rename(1), rename(2, State.RUNNING))
    history.controller.undo_last()
    history.tasks.finish()
    assert history.controller.question is None
    assert "is not finished" in history.told[0]
    assert "photos/a2/" in history.told[0]


def test_nothing_to_undo_is_said(histories: list[HistoryFixture]) -> None:
    history = history_of(histories, batch(1, State.DONE, source=ref("a"), target=ref("b")))
    history.controller.undo_last()
    history.tasks.finish()
    assert history.told == ["There is nothing to undo."]


def test_a_batch_of_the_queue_is_looked_at_before_its_dialog_is_shown(histories: list[HistoryFixture]) -> None:
    history = history_of(histories, rename(1), rename(2))
    history.engine.lasting = {2}
    history.controller.undo(rename(2))
    history.tasks.finish()
    assert history.controller.question is None
    assert history.problems[0].startswith("It cannot be undone")
    history.controller.undo(rename(1))
    history.tasks.finish()
    history.answer("Undo")
    assert history.queued == [3]


def test_an_undo_that_the_engine_refuses_is_told(histories: list[HistoryFixture]) -> None:
    history = history_of(histories, rename(1))
    history.controller.undo(rename(1))
    history.tasks.finish()
    history.engine.lasting = {1}
    history.answer("Undo")
    assert history.queued == []
    assert history.problems == ["It cannot be undone."]
