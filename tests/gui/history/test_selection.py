"""The history keeps to the batch that its reader looks at."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from core.model.jobs import State
from core.model.reports import BatchRow
from core.model.requests import JobKind
from gui.history.history_dialog import HistoryDialog
from tests.gui.queue_fixture import LateTasks, batch, quiet  # noqa: F401
from tests.gui.stubs import EngineStub


class Journal(EngineStub):
    """Batches, newest first, all of which can be undone."""

    def __init__(self, *rows: BatchRow) -> None:
        self.rows = rows

    def history(self, *, offset: int = 0, limit: int = 200) -> tuple[BatchRow, ...]:
        return self.rows[offset : offset + limit]

    def can_undo(self, batch: int) -> bool:
        return True


def rename(number: int, **more: object) -> BatchRow:
    return batch(number, State.DONE, kind=JobKind.RENAME, many=True, **more)  # type: ignore[arg-type]


@pytest.fixture
def opened(qtbot: QtBot) -> Iterator[tuple[HistoryDialog, Journal, LateTasks]]:
    journal, tasks = Journal(rename(3), rename(2), rename(1)), LateTasks()
    dialog = HistoryDialog(journal, tasks)  # type: ignore[arg-type]  # tasks without threads
    dialog.show()
    tasks.finish()
    yield dialog, journal, tasks
    dialog.close()


def test_what_was_undone_stays_selected_and_says_so(opened: tuple[HistoryDialog, Journal, LateTasks]) -> None:
    dialog, journal, tasks = opened
    dialog.table.selectRow(2)
    journal.rows = (rename(4, undoes=1), *journal.rows)
    dialog.reload()
    tasks.finish()
    current = dialog.current()
    assert current is not None
    assert current.id == 1
    assert dialog.meaning.text().startswith("It was undone on ")


def test_the_newest_is_selected_when_the_one_before_is_gone(opened: tuple[HistoryDialog, Journal, LateTasks]) -> None:
    dialog, journal, tasks = opened
    dialog.table.selectRow(2)
    journal.rows = journal.rows[:2]
    dialog.reload()
    tasks.finish()
    current = dialog.current()
    assert current is not None
    assert current.id == 3


def test_end_goes_to_the_oldest(opened: tuple[HistoryDialog, Journal, LateTasks]) -> None:
    dialog, _journal, _tasks = opened
    QTest.keyClick(dialog.table, Qt.Key.Key_End)
    current = dialog.current()
    assert current is not None
    assert current.id == 1
