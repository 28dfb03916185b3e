"""The report on the selected job: how it is proven, what was sent, what became of its properties.

The row tells the most of it; what was simply kept is read from the journal, through the tasks, once a job has ended.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QEvent, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QAbstractItemView, QFrame, QHeaderView, QTableView, QVBoxLayout, QWidget

from core.model.reports import JobReport, JobRow
from gui.qt.contracts import EngineApi
from gui.qt.tasks import Request, Tasks
from gui.queue import job_text
from gui.queue.job_text import Mark, ReportLine
from gui.text import phrases
from gui.widgets import icons, style
from gui.widgets.plain import PlainLabel, plain_data
from gui.widgets.tables import RoomyDelegate

Index = QModelIndex | QPersistentModelIndex
Role = Qt.ItemDataRole

_NOWHERE = QModelIndex()


class ReportModel(QAbstractTableModel):
    """Two columns: what, and how it is."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._lines: tuple[ReportLine, ...] = ()
        self._tints = style.LIGHT

    @property
    def lines(self) -> tuple[ReportLine, ...]:
        return self._lines

    def show(self, lines: Sequence[ReportLine]) -> None:
        """Show other lines. Where they are the same, nothing happens, so that a selection stays."""
        new = tuple(lines)
        if new == self._lines:
            return
        self.beginResetModel()
        self._lines = new
        self.endResetModel()

    def paint_with(self, tints: style.Tints) -> None:
        """Take these colours for the icons."""
        self._tints = tints
        if self._lines:
            self.dataChanged.emit(self.index(0, 0), self.index(len(self._lines) - 1, 0), [Role.DecorationRole])

    # ------------------------------------------------------------ Qt

    def rowCount(self, parent: Index = _NOWHERE) -> int:  # noqa: N802 - Qt's name
        return 0 if parent.isValid() else len(self._lines)

    def columnCount(self, parent: Index = _NOWHERE) -> int:  # noqa: N802 - Qt's name
        return 0 if parent.isValid() else 2

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Role.DisplayRole) -> Any:  # noqa: N802 - Qt's name
        if orientation is Qt.Orientation.Horizontal and role == Role.DisplayRole:
            return (self.tr("What"), self.tr("Report"))[section]
        return None

    @plain_data
    def data(self, index: Index, role: int = Role.DisplayRole) -> Any:
        if not index.isValid():
            return None
        line = self._lines[index.row()]
        if role in (Role.DisplayRole, Role.ToolTipRole):
            return line.text if index.column() else line.name
        if role == Role.AccessibleTextRole:
            return f"{line.name}, {line.text}" if index.column() == 0 else line.text
        if role == Role.DecorationRole and index.column() == 0:
            return icons.sign(line.mark, self._colour(line.mark))
        return None

    def _colour(self, mark: Mark) -> str:
        tints = self._tints
        return {Mark.GOOD: tints.ok, Mark.WARNING: tints.warn, Mark.CHANGED: tints.accent}.get(mark, tints.muted)


class ReportView(QWidget):
    """A table of names and texts.

    Signals:
        failed: the journal could not be read; the argument is the exception.
    """

    failed = Signal(object)

    def __init__(self, engine: EngineApi, tasks: Tasks, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._engine, self._tasks = engine, tasks
        self._job: JobRow | None = None
        self._report: JobReport | None = None
        self._read: tuple[object, ...] = ()  # of which job, and how far it was, the report is or is being read
        self._request: Request | None = None
        self.heading = PlainLabel()
        self.heading.setWordWrap(True)
        self.heading.setTextFormat(Qt.TextFormat.PlainText)
        self.model = ReportModel(self)
        self.table = QTableView()
        self.setAccessibleName(self.tr("Report on the selected job"))
        self._dress()
        column = QVBoxLayout(self)
        column.setContentsMargins(*(4 * [style.STEP]))
        column.setSpacing(style.STEP)
        column.addWidget(self.heading)
        column.addWidget(self.table, 1)

    def show_job(self, job: JobRow | None) -> None:
        """Show another job, or a newer state of the same."""
        if job is None or self._job is None or job.id != self._job.id:
            self._forget()
        self._job = job
        self._show()
        if job is not None and job.state.is_end and self.isVisible():
            self._look_up(job)

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802 - Qt's name
        super().showEvent(event)
        if self._job is not None and self._job.state.is_end:
            self._look_up(self._job)

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self.model.paint_with(style.tints(self.palette()))

    # ------------------------------------------------------------ inside

    def _dress(self) -> None:
        self.table.setModel(self.model)
        self.table.setItemDelegate(RoomyDelegate(self.table))
        self.table.setAccessibleName(self.tr("Report on the selected job"))
        self.table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.table.setTabKeyNavigation(False)
        self.table.setShowGrid(False)
        self.table.setFrameShape(QFrame.Shape.NoFrame)
        self.table.verticalHeader().hide()
        self.table.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        head = self.table.horizontalHeader()
        head.hide()
        head.setSectionResizeMode(0, QHeaderView.ResizeMode.ResizeToContents)
        head.setSectionResizeMode(1, QHeaderView.ResizeMode.Stretch)
        self.model.paint_with(style.tints(self.palette()))

    def _forget(self) -> None:
        if self._request is not None:
            self._request.drop()
        self._request, self._report, self._read = None, None, ()

    def _show(self) -> None:
        job = self._job
        self.heading.setText("" if job is None else f"{phrases.kind(job.kind)} · {phrases.status(job)}")
        self.model.show(() if job is None else job_text.lines(job, self._report))

    def _look_up(self, job: JobRow) -> None:
        """Read the report of an ended job, once for each of its ends."""
        of = (job.id, job.state, job.finished)
        if of == self._read:
            return
        self._read = of

        def show(report: JobReport | None) -> None:
            self._report = report
            self._show()

        number = job.id
        self._request = self._tasks.run(
            lambda _cancel: self._engine.report(number), show, failed=self.failed.emit, owner=self
        )
