"""All batches that there ever were, newest first, as a table model. Loads nothing and asks nobody."""

from __future__ import annotations

from collections.abc import Sequence
from enum import IntEnum
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal

from core.model.jobs import State
from core.model.reports import BatchRow, Frame
from core.model.requests import JobKind
from gui.queue import delegates
from gui.queue import text as queue_text
from gui.queue.choices import is_undoable
from gui.queue.text import QueueLine
from gui.text import phrases
from gui.text import summaries as outcomes
from gui.text.translate import together, words
from gui.widgets import icons, style
from gui.widgets.plain import plain_data

Index = QModelIndex | QPersistentModelIndex
Role = Qt.ItemDataRole

_NOWHERE = QModelIndex()
_UNSUCCESSFUL = frozenset({State.FAILED, State.REFUSED, State.CANCELLED})


class Column(IntEnum):
    WHEN = 0
    TASK = 1
    STATE = 2
    OBJECTS = 3


class HistoryModel(QAbstractTableModel):
    """Rows that are loaded page by page, and renewed by frames.

    Signals:
        more: there may be more, and they are to be shown.
    """

    more = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._rows: list[BatchRow] = []
        self._is_whole = False
        self._tints = style.LIGHT

    @property
    def rows(self) -> Sequence[BatchRow]:
        return self._rows

    def show(self, rows: Sequence[BatchRow], *, is_whole: bool) -> None:
        """Show these and no others; `is_whole` says that there are no more."""
        self.beginResetModel()
        self._rows, self._is_whole = list(rows), is_whole
        self.endResetModel()

    def add(self, rows: Sequence[BatchRow], *, is_whole: bool) -> None:
        """Show older ones too; what a page brings again is left out."""
        known = {row.id for row in self._rows}
        fresh = [row for row in rows if row.id not in known]
        self._is_whole = is_whole
        self._insert(len(self._rows), fresh)

    def take_frame(self, frame: Frame) -> None:
        """Renew what changed, and show batches that are newer than all that are shown."""
        at = {row.id: place for place, row in enumerate(self._rows)}
        newest = self._rows[0].id if self._rows else 0
        for row in frame.batches:
            place = at.get(row.id)
            if place is not None and self._rows[place] != row:
                self._rows[place] = row
                self.dataChanged.emit(self.index(place, 0), self.index(place, len(Column) - 1))
        if self._rows or self._is_whole:
            fresh = sorted((row for row in frame.batches if row.id > newest), key=lambda row: -row.id)
            self._insert(0, fresh)

    def undone_by(self, batch: int) -> BatchRow | None:
        """The batch among those loaded that takes this one back, unless it came to nothing."""
        return next((row for row in self._rows if row.undoes == batch and takes_back(row)), None)

    def paint_with(self, tints: style.Tints) -> None:
        """Take these colours for the icons."""
        self._tints = tints
        if self._rows:
            self.dataChanged.emit(self.index(0, 0), self.index(len(self._rows) - 1, len(Column) - 1))

    # ------------------------------------------------------------ Qt

    def rowCount(self, parent: Index = _NOWHERE) -> int:  # noqa: N802 - Qt's name
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = _NOWHERE) -> int:  # noqa: N802 - Qt's name
        return 0 if parent.isValid() else len(Column)

    def canFetchMore(self, parent: Index = _NOWHERE) -> bool:  # noqa: N802 - Qt's name
        return not parent.isValid() and bool(self._rows) and not self._is_whole

    def fetchMore(self, _parent: Index = _NOWHERE) -> None:  # noqa: N802 - Qt's name
        self.more.emit()

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Role.DisplayRole) -> Any:  # noqa: N802 - Qt's name
        if orientation is Qt.Orientation.Horizontal and role == Role.DisplayRole:
            return (self.tr("When"), self.tr("Task"), self.tr("State"), self.tr("Objects"))[section]
        return None

    @plain_data
    def data(self, index: Index, role: int = Role.DisplayRole) -> Any:
        if not index.isValid():
            return None
        row, column = self._rows[index.row()], Column(index.column())
        if role == Role.DisplayRole:
            return _text(row, column)
        if role == Role.ToolTipRole:
            return queue_text.whole_task(QueueLine(row, None)) if column is Column.TASK else said_of(row)
        if role == Role.AccessibleTextRole and column is Column.WHEN:
            return ", ".join(_text(row, each) for each in Column)
        if role == Role.DecorationRole:
            return self._icon(row, column)
        return None

    # ------------------------------------------------------------ inside

    def _icon(self, row: BatchRow, column: Column) -> Any:
        line = QueueLine(row, None)
        if column is Column.TASK:
            return icons.sign(delegates.kind_icon(line), self._tints.muted)
        if column is Column.STATE:
            return icons.sign(delegates.state_icon(line), delegates.state_colour(self._tints, line))
        return None

    def _insert(self, at: int, rows: Sequence[BatchRow]) -> None:
        if rows:
            self.beginInsertRows(QModelIndex(), at, at + len(rows) - 1)
            self._rows[at:at] = rows
            self.endInsertRows()


def _text(row: BatchRow, column: Column) -> str:
    if column is Column.WHEN:
        return phrases.when(row.created)
    if column is Column.TASK:
        return queue_text.task(row)
    if column is Column.STATE:
        return queue_text.state(QueueLine(row, None))
    return _objects(row)


def _objects(row: BatchRow) -> str:
    """ "3", or "2 of 3" where not all were done."""
    done, jobs = outcomes.good(row), phrases.number(row.jobs)
    if done == row.jobs:
        return jobs
    return words.tr("{done} of {jobs}").format(done=phrases.number(done), jobs=jobs)


def said_of(row: BatchRow) -> str:
    """What became of a batch, in a sentence; "" while there is nothing to say."""
    trouble = phrases.trouble_in_full(row)
    if trouble or not row.state.is_end:
        return trouble
    return outcomes.summary(row) if row.many else ""


def takes_back(row: BatchRow) -> bool:
    """Whether a batch that undoes another has done so, or still may."""
    return row.state not in _UNSUCCESSFUL or outcomes.good(row) > 0


def meaning(row: BatchRow) -> str:
    """What taking it back does, or why it is never possible with a batch like this."""
    if row.kind in outcomes.NO_UNDO:
        return words.tr(outcomes.NO_UNDO[row.kind])
    if not row.state.is_end:
        return words.tr("It is not finished. Cancel it or wait for its end; then it can be undone.")
    if not is_undoable(row):
        return words.tr("Nothing was done, so there is nothing to undo.")
    source, target = phrases.place(row.source), phrases.place(row.target)
    if row.named and row.undoes is None and source == target:
        source = words.tr("the objects")
    back = words.tr("This task took another one back.") if row.undoes is not None else ""
    return together(back, words.tr(outcomes.UNDO_MEANINGS[row.kind]).format(source=source, target=target))


def impossible(row: BatchRow) -> str:
    """Why a batch that could be taken back by its kind cannot."""
    if row.kind is JobKind.DELETE:
        return words.tr(
            "It cannot be undone: it was undone already, no versions are kept, or a version was deleted for good."
        )
    return words.tr("It cannot be undone: it was undone already, or nothing is known of how the objects were before.")
