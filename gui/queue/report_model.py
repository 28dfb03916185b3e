"""The lines of a report as a table model. Knows no job and asks nobody."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from gui.queue.report_text import Mark, ReportLine
from gui.widgets import icons, style

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
