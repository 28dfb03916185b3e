"""The queue as a flat table model. Knows core's rows; asks the engine nothing and loads nothing.

One row is a batch, or a job below its opened folder batch, or a "more" row for jobs that are not loaded yet. The
model is told everything: frames by `show_frame`, pages of jobs by `add_page`. It is flat and needs no proxy, so that
100,000 rows stay smooth.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from enum import IntEnum
from itertools import pairwise
from typing import Any, NamedTuple

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from core.model.jobs import State
from core.model.reports import BatchRow, Frame, JobRow
from gui.queue import text as queue_text
from gui.queue.text import Column, QueueLine
from gui.widgets.plain import plain_data

Index = QModelIndex | QPersistentModelIndex

LINE_ROLE = Qt.ItemDataRole.UserRole
#: Above this many separate runs one reset is cheaper than many signals.
MANY_RUNS = 32
_NOWHERE = QModelIndex()


class Part(IntEnum):
    """What a row stands for, where it is not a job: the `job` field of its key."""

    BATCH = 0
    MORE = -1


class Key(NamedTuple):
    """The identity of a row. `job` is a job's id, or a `Part`."""

    batch: int
    job: int


@dataclass(slots=True)
class _Opened:
    """The jobs of an opened batch that are shown, in their order."""

    jobs: dict[int, JobRow] = field(default_factory=dict)
    order: list[int] = field(default_factory=list)

    def failed(self) -> int:
        """How many jobs at the front are bad."""
        return next((at for at, job in enumerate(self.order) if not _is_bad(self.jobs[job])), len(self.order))


class QueueModel(QAbstractTableModel):
    """Batches in the order in which they were queued. GUI thread only."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._batches: dict[int, BatchRow] = {}
        self._singles: dict[int, JobRow] = {}
        self._opened: dict[int, _Opened] = {}
        self._keys: list[Key] = []
        self._rows: dict[Key, int] | None = {}

    # ------------------------------------------------------------ what Qt asks

    def rowCount(self, parent: Index = _NOWHERE) -> int:  # noqa: N802 - Qt's name
        return 0 if parent.isValid() else len(self._keys)

    def columnCount(self, parent: Index = _NOWHERE) -> int:  # noqa: N802 - Qt's name
        return 0 if parent.isValid() else len(Column)

    def headerData(  # noqa: N802 - Qt's name
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if orientation is Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return queue_text.title(Column(section))
        if orientation is Qt.Orientation.Horizontal and role == Qt.ItemDataRole.TextAlignmentRole:
            return queue_text.alignment(Column(section))
        return None

    @plain_data
    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        line, column = self.line(index.row()), Column(index.column())
        if role == LINE_ROLE:
            return line
        if role == Qt.ItemDataRole.DisplayRole:
            return queue_text.text(line, column)
        if role == Qt.ItemDataRole.ToolTipRole:
            return queue_text.tip(line, column)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return queue_text.spoken(line, column)
        return queue_text.alignment(column) if role == Qt.ItemDataRole.TextAlignmentRole else None

    # ------------------------------------------------------------ what the panel asks

    def key(self, row: int) -> Key:
        """The identity of a row; IndexError when there is no such row."""
        return self._keys[row]

    def line(self, row: int) -> QueueLine:
        """All that is known of a row."""
        batch_id, job = self._keys[row]
        batch = self._batches[batch_id]
        if job == Part.BATCH:
            return QueueLine(batch, self._singles.get(batch_id), opened=batch_id in self._opened)
        opened = self._opened[batch_id]
        if job == Part.MORE:
            return QueueLine(batch, None, child=True, more=batch.jobs - len(opened.order))
        return QueueLine(batch, opened.jobs[job], child=True)

    def row(self, key: Key) -> int | None:
        """Where a row is now."""
        if self._rows is None:
            self._rows = {known: at for at, known in enumerate(self._keys)}
        return self._rows.get(key)

    def heads(self) -> Iterator[QueueLine]:
        """The rows of all batches, in order."""
        return (QueueLine(batch, self._singles.get(batch.id)) for batch in self._batches.values())

    def is_open(self, batch: int) -> bool:
        return batch in self._opened

    # ------------------------------------------------------------ what the panel tells

    def open(self, batch: int) -> None:
        """Open a folder batch; its jobs come by `add_page`."""
        row = self.row(Key(batch, Part.BATCH))
        if row is None or not self._batches[batch].many or batch in self._opened:
            return
        self._opened[batch] = _Opened()
        self._fit_more_row(batch)
        self._tell_changed([row])

    def close(self, batch: int) -> None:
        """Close a batch and forget its jobs."""
        row = self.row(Key(batch, Part.BATCH))
        if row is None or batch not in self._opened:
            return
        count = self._span(row) - 1
        if count:
            self._remove(row + 1, count)
        del self._opened[batch]
        self._tell_changed([row])

    def add_page(self, batch: int, jobs: Sequence[JobRow]) -> None:
        """Show more jobs of a batch. Ignored for a batch that was closed meanwhile; known jobs are only renewed."""
        known = self._batches.get(batch)
        if known is None:
            return
        if not known.many:
            self._take_jobs(jobs)
            return
        opened = self._opened.get(batch)
        if opened is None:
            return
        self._tell_changed(self._renew(jobs))
        fresh = [job for job in jobs if job.id not in opened.jobs]
        fresh.sort(key=lambda job: (not _is_bad(job), job.id))
        bad = sum(map(_is_bad, fresh))
        self._put_jobs(batch, fresh[:bad], at=opened.failed())
        self._put_jobs(batch, fresh[bad:], at=len(opened.order))
        self._fit_more_row(batch)

    def renew(self, batch: int, jobs: Sequence[JobRow], *, has_all_bad: bool) -> None:
        """Show jobs as they are after a command that has changed many of them.

        A bad one that is not among `jobs`, though these have all bad ones of the batch, was begun anew and waits.
        """
        opened = self._opened.get(batch)
        if opened is None:
            return
        told = {job.id for job in jobs}
        if has_all_bad:
            again = [job for job in opened.jobs.values() if _is_bad(job) and job.id not in told]
            self._tell_changed(
                self._renew(
                    replace(job, state=State.WAITING, error=None, refused=None, asks=False, finished=None)
                    for job in again
                )
            )
        self.add_page(batch, jobs)

    def show_frame(self, frame: Frame) -> None:
        """Take in what changed; views hear of each run of rows once."""
        self._forget(frame.gone)
        changed = [self.row(Key(batch.id, Part.BATCH)) for batch in frame.batches if batch.id in self._batches]
        fresh = {batch.id: None for batch in frame.batches if batch.id not in self._batches}
        self._append({batch.id: batch for batch in frame.batches}, tuple(fresh))
        self._tell_changed(row for row in changed if row is not None)
        self._take_jobs(frame.jobs)
        for batch in frame.batches:
            if batch.id in self._opened:
                self._fit_more_row(batch.id)

    # ------------------------------------------------------------ inside

    def _append(self, batches: dict[int, BatchRow], fresh: tuple[int, ...]) -> None:
        if fresh:
            first = len(self._keys)
            self.beginInsertRows(QModelIndex(), first, first + len(fresh) - 1)
        self._batches.update(batches)
        if fresh:
            self._keys.extend(Key(batch, Part.BATCH) for batch in fresh)
            if self._rows is not None:
                self._rows.update((self._keys[at], at) for at in range(first, len(self._keys)))
            self.endInsertRows()

    def _take_jobs(self, jobs: Iterable[JobRow]) -> None:
        """Renew shown jobs; a job that turned bad is shown at the front even when its page is not loaded."""
        rows = tuple(jobs)
        self._tell_changed(self._renew(rows))
        stray: dict[int, list[JobRow]] = {}
        for job in rows:
            opened = self._opened.get(job.batch)
            if opened is not None and job.id not in opened.jobs and _is_bad(job):
                stray.setdefault(job.batch, []).append(job)
        for batch, bad in stray.items():
            self._put_jobs(batch, list({job.id: job for job in bad}.values()), at=self._opened[batch].failed())
            self._fit_more_row(batch)

    def _renew(self, jobs: Iterable[JobRow]) -> list[int]:
        """Store the newest rows of jobs that are shown; return the table rows that changed."""
        changed = []
        for job in jobs:
            batch = self._batches.get(job.batch)
            opened = self._opened.get(job.batch)
            if batch is not None and not batch.many:
                self._singles[job.batch] = job
                changed.append(self.row(Key(job.batch, Part.BATCH)))
            elif opened is not None and job.id in opened.jobs:
                opened.jobs[job.id] = job
                changed.append(self.row(Key(job.batch, job.id)))
        return [row for row in changed if row is not None]

    def _put_jobs(self, batch: int, jobs: Sequence[JobRow], *, at: int) -> None:
        head = self.row(Key(batch, Part.BATCH))
        if not jobs or head is None:
            return
        first = head + 1 + at
        opened = self._opened[batch]
        self.beginInsertRows(QModelIndex(), first, first + len(jobs) - 1)
        opened.jobs.update((job.id, job) for job in jobs)
        opened.order[at:at] = [job.id for job in jobs]
        self._keys[first:first] = [Key(batch, job.id) for job in jobs]
        self._rows = None
        self.endInsertRows()

    def _fit_more_row(self, batch: int) -> None:
        """Have a "more" row exactly when there are jobs that are not shown."""
        head = self.row(Key(batch, Part.BATCH))
        if head is None:
            return
        shown = self.row(Key(batch, Part.MORE))
        wanted = self._batches[batch].jobs > len(self._opened[batch].order)
        if wanted and shown is None:
            at = head + 1 + len(self._opened[batch].order)
            self.beginInsertRows(QModelIndex(), at, at)
            self._keys.insert(at, Key(batch, Part.MORE))
            self._rows = None
            self.endInsertRows()
        elif shown is not None and not wanted:
            self._remove(shown, 1)
        elif shown is not None:
            self._tell_changed([shown])

    def _forget(self, gone: Iterable[int]) -> None:
        heads = sorted(row for batch in set(gone) if (row := self.row(Key(batch, Part.BATCH))) is not None)
        spans = _joined([(head, self._span(head)) for head in heads])
        lost = {self._keys[head].batch for head in heads}
        if len(spans) > MANY_RUNS:
            self.beginResetModel()
            self._keys = [key for key in self._keys if key.batch not in lost]
            self._rows = None
            self._drop(lost)
            self.endResetModel()
            return
        for first, count in reversed(spans):
            self._remove(first, count)
        self._drop(lost)

    def _drop(self, lost: set[int]) -> None:
        for batch in lost:
            del self._batches[batch]
            self._singles.pop(batch, None)
            self._opened.pop(batch, None)

    def _remove(self, first: int, count: int) -> None:
        self.beginRemoveRows(QModelIndex(), first, first + count - 1)
        del self._keys[first : first + count]
        self._rows = None
        self.endRemoveRows()

    def _span(self, head: int) -> int:
        """How many rows a batch takes, its own included."""
        batch = self._keys[head].batch
        opened = self._opened.get(batch)
        if opened is None:
            return 1
        return 1 + len(opened.order) + (self.row(Key(batch, Part.MORE)) is not None)

    def _tell_changed(self, rows: Iterable[int]) -> None:
        """One signal for each run of rows; one for all of them when there are many runs."""
        runs = _joined([(row, 1) for row in sorted(set(rows))])
        if len(runs) > MANY_RUNS:
            runs = [(runs[0][0], runs[-1][0] + runs[-1][1] - runs[0][0])]
        last_column = len(Column) - 1
        for first, count in runs:
            self.dataChanged.emit(self.index(first, 0), self.index(first + count - 1, last_column))


def _is_bad(job: JobRow) -> bool:
    return job.state in {State.FAILED, State.REFUSED}


def _joined(spans: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """Join (first, count) spans that touch; `spans` are in order and do not overlap."""
    starts = [0, *(at + 1 for at, (a, b) in enumerate(pairwise(spans)) if a[0] + a[1] != b[0]), len(spans)]
    return [(spans[a][0], spans[b - 1][0] + spans[b - 1][1] - spans[a][0]) for a, b in pairwise(starts) if a < b]
