"""The inside of the selected row beside the queue: its parts, its report, what of it was not done.

Which of the three there are follows from the row; which one is in front is the user's choice, until another row is
selected for which another one says more.
"""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QTabWidget, QWidget

from core.model.reports import JobRow, PartGrid
from gui.qt.contracts import EngineApi
from gui.qt.tasks import Tasks
from gui.queue.failure_list import FailureList
from gui.queue.part_grid import PartGridView
from gui.queue.report_view import ReportView
from gui.queue.text import QueueLine
from gui.text import summaries as outcomes


class Inspector(QTabWidget):
    """Tabs for a row of the queue.

    Signals:
        retry: the user wants what failed in the selected batch tried again.
        failed: the journal could not be read; the argument is the exception.
    """

    retry = Signal()
    failed = Signal(object)

    def __init__(self, engine: EngineApi, tasks: Tasks, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.grid = PartGridView()
        self.report = ReportView(engine, tasks)
        self.failures = FailureList(engine, tasks)
        self._row: tuple[int, int] | None = None
        self.setDocumentMode(True)
        self.setAccessibleName(self.tr("Inside of the selected row"))
        self.addTab(self.grid, self.tr("Parts"))
        self.addTab(self.report, self.tr("Report"))
        self.addTab(self.failures, self.tr("Not done"))
        self.failures.retry.connect(self.retry)
        self.report.failed.connect(self.failed)
        self.failures.failed.connect(self.failed)
        self.show_line(None)

    def show_line(self, line: QueueLine | None, grid: PartGrid | None = None) -> None:
        """Show another row, or a newer state of the same; `grid` is of its job."""
        job = line.job if line is not None else None
        self._show_tabs(line)
        self.report.show_job(job)
        has_failures = line is not None and line.expands and bool(outcomes.wrong(line.batch))
        self.failures.show_batch(line.batch if line is not None and has_failures else None)
        hint = self._hint(line)
        if hint:
            self.grid.show_hint(hint)
        else:
            self.grid.show_job(job, grid)

    # ------------------------------------------------------------ inside

    def _show_tabs(self, line: QueueLine | None) -> None:
        """Have the tabs that say something, and bring the one to the front that says most of a new row."""
        pages = _pages(self, line)
        row = None if line is None else (line.batch.id, 0 if line.job is None else line.job.id)
        for at in range(self.count()):
            self.setTabVisible(at, self.widget(at) in pages)
        has_bar = len(pages) > 1
        self.tabBar().setVisible(has_bar)
        # What stands for the tabs must be seen, or the Tab key ends here. A policy would become the stand-in's, too.
        self.setFocusProxy(None)  # type: ignore[arg-type] # the stub does not know that None takes it away
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus if has_bar else Qt.FocusPolicy.NoFocus)
        if has_bar:
            self.setFocusProxy(self.tabBar())
        if row != self._row or self.currentWidget() not in pages:
            self.setCurrentWidget(pages[0])
        self._row = row

    def _hint(self, line: QueueLine | None) -> str:
        if line is None or not line.expands:
            return ""
        if line.batch.jobs == 1:
            opened, closed = self.tr("Select its object to see more of it."), self.tr("Open the row to see its object.")
            return opened if line.opened else closed
        if line.opened:
            return self.tr("Select one of its objects to see more of it.")
        return self.tr("Open the row to see its objects one by one.")


def _pages(tabs: Inspector, line: QueueLine | None) -> list[QWidget]:
    """The pages that say something of a row, that which says most first."""
    if line is None or line.more:
        return [tabs.grid]
    if line.expands:
        return [tabs.failures] if outcomes.wrong(line.batch) else [tabs.grid]
    if line.job is None:
        return [tabs.grid]
    if not _has_parts(line.job):
        return [tabs.report]
    return [tabs.report, tabs.grid] if line.job.state.is_end else [tabs.grid, tabs.report]


def _has_parts(job: JobRow) -> bool:
    """Whether the page of parts tells anything of a job: not of one that copies nothing, cannot yet, or never did."""
    return job.kind.copies and not job.restoring and not (job.state.is_end and job.mode != "parts")
