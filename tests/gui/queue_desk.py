"""A queue panel with its stand-ins."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMessageBox
from pytestqt.qtbot import QtBot

from core.model.jobs import State
from core.model.reports import BatchRow, Frame, JobRow
from core.model.values import Level
from gui.queue.panel import QueuePanel
from tests.gui.queue_rows import Engine, LateTasks, batch, job, part_job


class Desk:
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
def queue_desk(qtbot: QtBot) -> Iterator[Desk]:
    """A panel without rows, shown."""
    engine, tasks = Engine(), LateTasks()
    panel = QueuePanel(engine, tasks)  # type: ignore[arg-type]  # tasks without threads
    qtbot.addWidget(panel)
    panel.resize(1200, 400)
    panel.show()
    yield Desk(panel, engine, tasks)
    panel.close()


def two_copies(desk: Desk) -> None:
    desk.show(batch(1), batch(2, State.DONE), part_job(11, 1), job(21, 2, State.DONE, verified=Level.CRC64))
