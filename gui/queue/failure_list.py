"""What of a batch was not done and why, page by page, with the way to try it again.

The rows are read from the journal through the tasks; only so many are loaded as somebody looks at.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Protocol

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QPushButton,
    QStyleOptionViewItem,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from core.model.jobs import State
from core.model.reports import BatchRow, JobRow
from gui.qt.tasks import Request, Tasks
from gui.queue.delegates import RowDelegate, align_titles
from gui.queue.failure_model import Column, Index, WrongModel
from gui.text import phrases
from gui.text import summaries as outcomes
from gui.widgets import style

#: Rows that are read at once.
PAGE = 200
_NAMES = 130


class _CutAtEnd(RowDelegate):
    """A sentence says most at its beginning; a name, which the table cuts in its middle, at both ends."""

    def initStyleOption(self, option: QStyleOptionViewItem, index: Index) -> None:  # noqa: N802 - Qt's name
        super().initStyleOption(option, index)
        option.textElideMode = Qt.TextElideMode.ElideRight


class Jobs(Protocol):
    """What the list asks of the engine; see `core.engine.engine.Engine`. It reads the journal."""

    def jobs(
        self, batch: int, *, offset: int = 0, limit: int = 1000, states: Iterable[State] | None = None
    ) -> tuple[JobRow, ...]: ...


class WrongList(QWidget):
    """A title that counts, a table of objects and reasons, the whole reason of the selected one.

    Signals:
        retry: the user wants those of that batch tried again.
        failed: the journal could not be read; the argument is the exception.
    """

    retry = Signal()
    failed = Signal(object)

    def __init__(self, engine: Jobs, tasks: Tasks, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._engine, self._tasks = engine, tasks
        self._batch: BatchRow | None = None
        self._seen: tuple[int, int] = (0, 0)  # the batch and its number of wrong jobs when they were last read
        self._request: Request | None = None
        self._is_reading = False
        self.title = QLabel()
        self.model = WrongModel(self)
        self.model.more.connect(self._read_on)
        self.table = QTableView()
        self.why = QLabel()
        self.retry_button = QPushButton(self.tr("Retry failed"))
        self.retry_button.clicked.connect(self.retry)
        self.copy_button = QPushButton(self.tr("Copy list"))
        self.copy_button.setToolTip(self.tr("Copy the rows that are loaded, with the stores' own words"))
        self.copy_button.clicked.connect(lambda: QGuiApplication.clipboard().setText(self.model.text()))
        self.setAccessibleName(self.tr("What was not done"))
        self._lay_out()

    def show_batch(self, batch: BatchRow | None) -> None:
        """Show another batch, or a newer state of the same."""
        if batch is None or self._batch is None or batch.id != self._batch.id:
            if self._request is not None:
                self._request.drop()
            self._is_reading, self._seen = False, (0, 0)
            self.model.begin(batch)
            self.why.clear()
        self._batch = batch
        if batch is None:
            return
        wrong = outcomes.wrong(batch)
        self.title.setText(outcomes.not_done(outcomes.operation(batch), wrong))
        self.model.expect(wrong)
        if (batch.id, wrong) != self._seen:
            self._read(0, max(PAGE, len(self.model.jobs)))

    # ------------------------------------------------------------ inside

    def _lay_out(self) -> None:
        font = self.title.font()
        font.setWeight(font.Weight.DemiBold)
        self.title.setFont(font)
        self.why.setWordWrap(True)
        self.why.setTextFormat(Qt.TextFormat.PlainText)
        self.why.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self.why.setAccessibleName(self.tr("Why the selected object was not done"))
        self.why.hide()
        table = self.table
        table.setModel(self.model)
        table.setItemDelegate(RowDelegate(table))
        table.setItemDelegateForColumn(Column.WHY, _CutAtEnd(table))
        table.setAccessibleName(self.tr("What was not done"))
        table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        table.setTabKeyNavigation(False)
        table.setShowGrid(False)
        table.setWordWrap(False)
        table.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        table.setFrameShape(QFrame.Shape.NoFrame)
        rows = table.verticalHeader()
        rows.hide()
        rows.setDefaultSectionSize(table.fontMetrics().height() + style.STEP)
        head = table.horizontalHeader()
        align_titles(head)
        head.setSectionResizeMode(Column.WHY, QHeaderView.ResizeMode.Stretch)
        table.setColumnWidth(Column.NAME, _NAMES)
        table.selectionModel().selectionChanged.connect(self._tell_why)
        buttons = QHBoxLayout()
        buttons.addWidget(self.retry_button)
        buttons.addWidget(self.copy_button)
        buttons.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(*(4 * [style.STEP]))
        column.setSpacing(style.STEP)
        column.addWidget(self.title)
        column.addWidget(table, 1)
        column.addWidget(self.why)
        column.addLayout(buttons)

    def _tell_why(self) -> None:
        rows = self.table.selectionModel().selectedRows()
        said = phrases.trouble_in_full(self.model.jobs[rows[0].row()]) if rows else ""
        self.why.setText(said)
        self.why.setVisible(bool(said))

    def _read_on(self) -> None:
        self._read(len(self.model.jobs), PAGE)

    def _read(self, offset: int, limit: int) -> None:
        """Read rows, unless some are on their way; what changes meanwhile is read with the next frame."""
        batch = self._batch
        if batch is None or self._is_reading:
            return
        number, self._seen = batch.id, (batch.id, outcomes.wrong(batch))
        self._is_reading = True

        def show(jobs: tuple[JobRow, ...]) -> None:
            self._is_reading = False
            before = self.model.jobs[:offset]
            known = {job.id for job in before}
            self.model.show((*before, *(job for job in jobs if job.id not in known)))

        def give_up(problem: Exception) -> None:
            self._is_reading = False
            self.failed.emit(problem)

        self._request = self._tasks.run(
            lambda _cancel: self._engine.jobs(number, offset=offset, limit=limit, states=outcomes.WRONG),
            show,
            failed=give_up,
            owner=self,
        )
