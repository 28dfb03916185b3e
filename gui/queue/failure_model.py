"""The objects of a batch that were not done, and why of each, as a table model. Loads nothing."""

from __future__ import annotations

from collections.abc import Sequence
from enum import IntEnum
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal

from core.model.reports import BatchRow, JobRow
from gui.text import phrases

Index = QModelIndex | QPersistentModelIndex
Role = Qt.ItemDataRole

_NOWHERE = QModelIndex()


class Column(IntEnum):
    NAME = 0
    WHY = 1


class WrongModel(QAbstractTableModel):
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
