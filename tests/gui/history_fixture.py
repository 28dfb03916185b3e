"""A history over a window of nothing, with a stand-in for the engine."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace

from PySide6.QtWidgets import QApplication, QMessageBox, QWidget

from core.model.errors import KnownError
from core.model.jobs import State
from core.model.reports import BatchRow
from core.model.requests import CopyRequest, JobKind, JobRequest, ListRequest, PrefixRequest
from core.rules.estimate import Estimate
from core.store.read_cache import ReadCache
from core.system.clock import Cancel
from gui.history.history import HistoryController
from gui.history.history_dialog import HistoryDialog
from tests.gui.queue_fixture import LateTasks, batch, ref
from tests.gui.stubs import EngineStub


class Journal(EngineStub):
    """Keeps the contract of the engine's history; the newest batch is the last of `rows`."""

    def __init__(self, *rows: BatchRow) -> None:
        self.rows = list(rows)
        self.lasting: set[int] = set()  # what cannot be undone
        self.cleared: set[int] = set()
        self.asked: list[int] = []
        self.undone: list[int] = []
        self.estimated: list[int] = []  # how many requests each time
        self.found = Estimate(calls={"HeadObject": 4, "CopyObject": 2, "DeleteObjects": 1})
        self.fail: Exception | None = None

    def history(self, *, offset: int = 0, limit: int = 200) -> tuple[BatchRow, ...]:
        return tuple(self.rows[::-1][offset : offset + limit])

    def can_undo(self, batch: int) -> bool:
        self.asked.append(batch)
        return batch not in self.lasting

    def undo(self, batch: int) -> int:
        if batch in self.lasting:
            raise KnownError("It cannot be undone.")
        self.undone.append(batch)
        old = next(row for row in self.rows if row.id == batch)
        new = self.rows[-1].id + 1
        back = replace(old, id=new, undoes=batch, state=State.WAITING, counts={}, source=old.target, target=old.source)
        self.rows.append(back)
        return new

    def reversal(self, batch: int) -> tuple[ListRequest, tuple[JobRequest, ...]]:
        if batch in self.lasting:
            raise KnownError("It cannot be undone.")
        old = next(row for row in self.rows if row.id == batch)
        jobs = [CopyRequest(ref(f"b{n}"), ref(f"a{n}"), kind=JobKind.RENAME) for n in range(old.jobs)]
        return ListRequest(old.target, old.source, JobKind.RENAME, undoes=batch), tuple(jobs)

    def estimate(
        self,
        requests: Sequence[JobRequest | PrefixRequest],
        cancel: Cancel | None = None,
        tell: Callable[[int], None] = lambda _: None,
        read_cache: ReadCache | None = None,
        *,
        exactly: bool = False,
    ) -> Estimate:
        self.estimated.append(len(requests))
        if self.fail is not None:
            raise self.fail
        tell(len(requests))
        return replace(self.found, objects=len(requests), size=2048 * len(requests))

    def forget_history(self) -> None:
        self.rows = [row for row in self.rows if row.id not in self.cleared]


def rename(number: int, state: State = State.DONE, **more: object) -> BatchRow:
    return batch(number, state, kind=JobKind.RENAME, many=True, **more)  # type: ignore[arg-type]


class HistoryFixture:
    """A history over a window of nothing."""

    def __init__(self, *rows: BatchRow) -> None:
        self.window = QWidget()
        self.window.resize(400, 300)
        self.window.show()
        self.engine, self.tasks, self.clerk = Journal(*rows), LateTasks(), LateTasks()
        self.controller = HistoryController(
            self.engine,
            browse=self.tasks,  # type: ignore[arg-type]
            clerk=self.clerk,  # type: ignore[arg-type]
            window=self.window,
        )
        self.queued: list[int] = []
        self.problems: list[str] = []
        self.controller.queued.connect(self.queued.append)
        self.controller.failed.connect(lambda problem: self.problems.append(str(problem)))
        self.told: list[str] = []
        self.controller.told.connect(self.told.append)

    def open(self) -> HistoryDialog:
        self.controller.show()
        self.tasks.finish()
        assert self.controller.dialog is not None
        return self.controller.dialog

    def select(self, row: int) -> None:
        assert self.controller.dialog is not None
        self.controller.dialog.table.selectRow(row)
        self.tasks.finish()

    @property
    def question(self) -> QMessageBox:
        assert self.controller.question is not None
        return self.controller.question

    def answer(self, text: str) -> None:
        button = next(button for button in self.question.buttons() if button.text().replace("&", "") == text)
        button.click()
        self.tasks.finish()


@contextmanager
def open_histories() -> Iterator[list[HistoryFixture]]:
    """Where a test puts its history, so that its windows are closed."""
    made: list[HistoryFixture] = []
    yield made
    for history in made:
        for child in QApplication.topLevelWidgets():
            if child.parentWidget() is not None and child.isVisible():
                child.close()
        history.window.close()


def history_of(histories: list[HistoryFixture], *rows: BatchRow) -> HistoryFixture:
    histories.append(HistoryFixture(*rows))
    return histories[-1]
