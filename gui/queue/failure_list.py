"""What of a batch was not done and why, page by page, with the way to try it again.

The rows are read from the journal through the tasks; only so many are loaded as somebody looks at.
"""

from __future__ import annotations

from collections.abc import Sequence
from enum import IntEnum
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHBoxLayout,
    QHeaderView,
    QPushButton,
    QStyleOptionViewItem,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from core.model.reports import BatchRow, JobRow
from gui.qt.contracts import EngineApi
from gui.qt.tasks import Request, Tasks
from gui.text import phrases
from gui.text import summaries as outcomes
from gui.widgets import style
from gui.widgets.plain import PlainLabel, plain_data
from gui.widgets.tables import RowDelegate, align_titles

Index = QModelIndex | QPersistentModelIndex
Role = Qt.ItemDataRole

_NOWHERE = QModelIndex()


class Column(IntEnum):
    NAME = 0
    WHY = 1


class FailureModel(QAbstractTableModel):
    """Rows in the order in which they come; more are asked for when the end is scrolled into sight.

    Signals:
        more: there are more, and they are to be shown.
    """

    more = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._folder = ""
        self._jobs: tuple[JobRow, ...] = ()
        self._all = 0

    @property
    def jobs(self) -> tuple[JobRow, ...]:
        return self._jobs

    def begin(self, batch: BatchRow | None) -> None:
        """Show nothing yet of another batch."""
        self.beginResetModel()
        self._folder, self._jobs, self._all = (batch.source.key if batch is not None else ""), (), 0
        self.endResetModel()

    def expect(self, count: int) -> None:
        """There are so many in all."""
        self._all = count

    def show(self, jobs: Sequence[JobRow]) -> None:
        """Show these from the first on. Rows that are there already stay, so that a selection does."""
        new, old = tuple(jobs), len(self._jobs)
        if [job.id for job in new[:old]] != [job.id for job in self._jobs]:
            self.beginResetModel()
            self._jobs = new
            self.endResetModel()
            return
        if len(new) > old:
            self.beginInsertRows(QModelIndex(), old, len(new) - 1)
        self._jobs = new
        if len(new) > old:
            self.endInsertRows()
        if old:
            self.dataChanged.emit(self.index(0, 0), self.index(old - 1, len(Column) - 1))

    def text(self) -> str:
        """All rows that are loaded as lines of text."""
        return "\n".join(f"{phrases.place(job.source)}: {phrases.trouble_in_full(job)}" for job in self._jobs)

    # ------------------------------------------------------------ Qt

    def rowCount(self, parent: Index = _NOWHERE) -> int:  # noqa: N802 - Qt's name
        return 0 if parent.isValid() else len(self._jobs)

    def columnCount(self, parent: Index = _NOWHERE) -> int:  # noqa: N802 - Qt's name
        return 0 if parent.isValid() else len(Column)

    def canFetchMore(self, parent: Index = _NOWHERE) -> bool:  # noqa: N802 - Qt's name
        return not parent.isValid() and 0 < len(self._jobs) < self._all

    def fetchMore(self, _parent: Index = _NOWHERE) -> None:  # noqa: N802 - Qt's name
        self.more.emit()

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Role.DisplayRole) -> Any:  # noqa: N802 - Qt's name
        if orientation is Qt.Orientation.Horizontal and role == Role.DisplayRole:
            return (self.tr("Object"), self.tr("Why"))[section]
        return None

    @plain_data
    def data(self, index: Index, role: int = Role.DisplayRole) -> Any:
        if not index.isValid():
            return None
        job = self._jobs[index.row()]
        if role == Role.DisplayRole:
            return self._name(job) if index.column() == Column.NAME else phrases.trouble(job)
        if role == Role.ToolTipRole:
            return phrases.place(job.source) if index.column() == Column.NAME else phrases.trouble_in_full(job)
        if role == Role.AccessibleTextRole and index.column() == Column.NAME:
            return f"{self._name(job)}, {phrases.trouble(job)}"
        return None

    def _name(self, job: JobRow) -> str:
        return job.source.key.removeprefix(self._folder) or job.source.key


#: Rows that are read at once.
PAGE = 200
_NAMES = 130


class _CutAtEnd(RowDelegate):
    """A sentence says most at its beginning; a name, which the table cuts in its middle, at both ends."""

    def initStyleOption(self, option: QStyleOptionViewItem, index: Index) -> None:  # noqa: N802 - Qt's name
        super().initStyleOption(option, index)
        option.textElideMode = Qt.TextElideMode.ElideRight


class FailureList(QWidget):
    """A title that counts, a table of objects and reasons, the whole reason of the selected one.

    Signals:
        retry: the user wants those of that batch tried again.
        failed: the journal could not be read; the argument is the exception.
    """

    retry = Signal()
    failed = Signal(object)

    def __init__(self, engine: EngineApi, tasks: Tasks, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._engine, self._tasks = engine, tasks
        self._batch: BatchRow | None = None
        self._seen: tuple[int, int] = (0, 0)  # the batch and how many were not done, when it was last read
        self._request: Request | None = None
        self._is_reading = False
        self.title = PlainLabel()
        self.model = FailureModel(self)
        self.model.more.connect(self._read_on)
        self.table = QTableView()
        self.why = PlainLabel()
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
        failures = outcomes.wrong(batch)
        self.title.setText(outcomes.not_done(outcomes.operation(batch), failures))
        self.model.expect(failures)
        if (batch.id, failures) != self._seen:
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
