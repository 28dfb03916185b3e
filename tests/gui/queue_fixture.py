"""Rows, grids and a task runner for the tests of the queue and the dialogs, and a queue panel over stand-ins."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from PySide6.QtCore import QLocale, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMessageBox
from pytestqt.qtbot import QtBot

from core.model.jobs import PartPlan, State, Want
from core.model.reports import CELLS, BatchRow, Cell, Frame, JobReport, JobRow, PartGrid
from core.model.requests import JobKind, OnExisting, Terms
from core.model.values import Level, ObjectRef
from core.system.clock import Cancel
from gui.queue.panel import QueuePanel
from tests.gui.stubs import EngineStub

MIB = 1 << 20


def ref(key: str, bucket: str = "photos", account: str = "Studio") -> ObjectRef:
    return ObjectRef(account, bucket, key)


def batch(number: int, state: State = State.RUNNING, *, jobs: int = 1, many: bool = False, **more: Any) -> BatchRow:
    more.setdefault("counts", {state: jobs})
    more.setdefault("want", Want.RUN)
    more.setdefault("source", ref(f"a{number}/"))
    more.setdefault("target", ref(f"b{number}/") if _has_target(more) else more["source"])
    return BatchRow(number, many, state=state, jobs=jobs, **more)


def job(number: int, of: int, state: State = State.RUNNING, **more: Any) -> JobRow:
    more.setdefault("want", Want.RUN)
    more.setdefault("source", ref(f"a{of}/{number}"))
    more.setdefault("target", ref(f"b{of}/{number}") if _has_target(more) else more["source"])
    return JobRow(number, of, state=state, **more)


def _has_target(more: dict[str, Any]) -> bool:
    return more.get("kind", JobKind.COPY) in {JobKind.COPY, JobKind.RENAME}


def part_job(number: int, of: int, state: State = State.RUNNING, *, parts: int = 10, **more: Any) -> JobRow:
    return job(
        number,
        of,
        state,
        size=parts * MIB,
        mode="parts",
        part_size=MIB,
        parts=parts,
        done_bytes=MIB,
        parts_done=1,
        **more,
    )


def part_grid(count: int, *, job: int = 1, last: int = MIB, states: Iterable[Cell] = ()) -> PartGrid:
    """A grid whose first cells have `states`, the others wait."""
    cells = bytes(CELLS.index(cell) for cell in states).ljust(count, b"\0")
    plan = PartPlan(MIB, count, last)
    return PartGrid(job, (count - 1) * MIB + last, plan, cells, bytes(count), (0.0,) * count)


class Asked:
    """A piece of work that `LateTasks` has not done yet, or that was dropped."""

    def __init__(self, work: Callable[[Cancel], Any], then: Callable[[Any], object], failed: Callable[..., object]):
        self.cancel = Cancel()
        self.dropped = False
        self._work, self._then, self._failed = work, then, failed

    def drop(self) -> None:
        self.dropped = True
        self.cancel.set()

    def finish(self) -> None:
        try:
            result = self._work(self.cancel)
        except Exception as error:  # noqa: BLE001 - the real tasks catch all of them too
            if not self.dropped:
                self._failed(error)
            return
        if not self.dropped:
            self._then(result)


class LateTasks:
    """Keeps the contract of `gui.qt.tasks.Tasks` without threads: nothing is done before `finish`."""

    def __init__(self) -> None:
        self.waiting: list[Asked] = []

    def run(self, work: Any, then: Any, *, failed: Any, owner: Any = None) -> Asked:
        self.waiting.append(Asked(work, then, failed))
        return self.waiting[-1]

    def finish(self) -> None:
        """Do all that was asked for, also what is asked for meanwhile."""
        while self.waiting:
            self.waiting.pop(0).finish()


class Commands:
    """Records what an engine is told to do."""

    calls: list[tuple[Any, ...]]

    def command(self, want: Want, *, batches: Iterable[int] = (), jobs: Iterable[int] = ()) -> None:
        self.calls.append(("command", want, tuple(batches), tuple(jobs)))

    def retry(
        self,
        *,
        batches: Iterable[int] = (),
        jobs: Iterable[int] = (),
        on_existing: OnExisting | None = None,
        terms: Terms | None = None,
    ) -> None:
        chosen = () if terms is None else (terms,)
        self.calls.append(("retry", tuple(batches), tuple(jobs), on_existing, *chosen))


class Engine(Commands, EngineStub):
    """Records what it is told to do, and answers with canned pages of jobs."""

    def __init__(self) -> None:
        self.calls = []
        self.watched: list[int | None] = []
        self.known: dict[int, list[JobRow]] = {}
        self.grids: dict[int, PartGrid] = {}
        self.reports: dict[int, JobReport] = {}
        self.fail: Exception | None = None

    def command(self, want: Want, *, batches: Iterable[int] = (), jobs: Iterable[int] = ()) -> None:
        if self.fail is not None:
            raise self.fail
        super().command(want, batches=batches, jobs=jobs)

    def clear(self, batches: Iterable[int]) -> None:
        self.calls.append(("clear", tuple(batches)))

    def watch(self, job: int | None) -> None:
        self.watched.append(job)

    def jobs(
        self, batch: int, *, offset: int = 0, limit: int = 1000, states: Iterable[State] | None = None
    ) -> tuple[JobRow, ...]:
        wanted = None if states is None else set(states)
        rows = [row for row in self.known.get(batch, ()) if wanted is None or row.state in wanted]
        return tuple(rows[offset : offset + limit])

    def report(self, job: int) -> JobReport | None:
        return self.reports.get(job)

    def grid(self, job: int) -> PartGrid | None:
        return self.grids.get(job)


@pytest.fixture(autouse=True)
def quiet(qtlog: Any) -> Iterator[None]:
    """No test may make Qt warn; figures are written as in English."""
    QLocale.setDefault(QLocale("en_GB"))
    yield
    said = [record.message for record in qtlog.records if record.log_type_name in {"WARNING", "CRITICAL", "FATAL"}]
    unexpected = [text for text in said if not text.startswith("This plugin does not support")]
    assert not unexpected, unexpected


class QueueFixture:
    """A panel with its stand-ins."""

    def __init__(self, panel: QueuePanel, engine: Engine, tasks: LateTasks) -> None:
        self.panel, self.engine, self.tasks = panel, engine, tasks

    def show(self, *rows: BatchRow | JobRow, **more: Any) -> None:
        batches = tuple(row for row in rows if isinstance(row, BatchRow))
        jobs = tuple(row for row in rows if isinstance(row, JobRow))
        self.panel.show_frame(Frame(batches=batches, jobs=jobs, **more))

    def press(self, key: Qt.Key) -> None:
        QTest.keyClick(self.panel.table, key)
        self.tasks.finish()

    def answer(self, text: str) -> None:
        """Press a button of the question that is open."""
        box = next(box for box in self.panel.findChildren(QMessageBox) if box.isVisible())
        button = next(button for button in box.buttons() if button.text().replace("&", "") == text)
        button.click()
        self.tasks.finish()

    @property
    def is_asked(self) -> bool:
        return any(box.isVisible() for box in self.panel.findChildren(QMessageBox))


@contextmanager
def open_queue(qtbot: QtBot) -> Iterator[QueueFixture]:
    """A panel without rows, shown."""
    engine, tasks = Engine(), LateTasks()
    panel = QueuePanel(engine, tasks)  # type: ignore[arg-type]  # tasks without threads
    qtbot.addWidget(panel)
    panel.resize(1200, 400)
    panel.show()
    yield QueueFixture(panel, engine, tasks)
    panel.close()


def two_copies(queue: QueueFixture) -> None:
    queue.show(batch(1), batch(2, State.DONE), part_job(11, 1), job(21, 2, State.DONE, verified=Level.CRC64))
