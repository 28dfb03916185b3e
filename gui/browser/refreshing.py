"""Notices which panes show what the engine has just changed, and has them loaded again, gently.

It learns of changes from frames alone. A pane is loaded at most once a second, and never while the user types in it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Protocol

from PySide6.QtCore import QObject, QTimer

from core.model.jobs import State
from core.model.reports import BatchRow, Frame, JobRow
from core.model.requests import JobKind
from core.model.values import ObjectRef
from gui.text.place import Place

#: So long after a change the panes are loaded: what ends together is shown together.
_SOON_MS = 400
#: So long nothing is loaded after that.
_PAUSE_MS = 1000
#: Jobs that ended so have changed nothing.
_IDLE = (State.SKIPPED, State.REFUSED)


class Pane(Protocol):
    """What is asked of a pane."""

    @property
    def place(self) -> Place: ...

    @property
    def is_at_rest(self) -> bool: ...

    def refresh(self) -> None: ...


class Refreshing(QObject):
    """Remembers which batches have ended, so that each end is followed once. Thread: GUI."""

    def __init__(self, panes: Sequence[Pane], parent: QObject) -> None:
        super().__init__(parent)
        self._panes = tuple(panes)
        self._ended: set[int] = set()
        #: Batches that go on, and of which a job has ended.
        self._begun: set[int] = set()
        self._changed: list[Pane] = []
        self._timer = QTimer(self, singleShot=True)
        self._timer.timeout.connect(self._reload)

    def take_frame(self, frame: Frame) -> None:
        """Learn what has changed."""
        for batch in frame.batches:
            self._follow_batch(batch)
        for job in frame.jobs:
            if job.batch not in self._ended:
                self._follow_job(job)
        self._begun.difference_update(frame.gone)

    def note(self, ref: ObjectRef) -> None:
        """This object or folder has just been made or changed, without the engine."""
        self._mark([pane for pane in self._panes if _is_under(ref, pane.place)])

    # ------------------------------------------------------------ what has ended

    def _follow_batch(self, batch: BatchRow) -> None:
        if not batch.state.is_end:
            self._ended.discard(batch.id)
        elif batch.id not in self._ended:
            self._ended.add(batch.id)
            self._begun.discard(batch.id)
            if batch.state not in _IDLE or batch.counts.get(State.DONE):
                self._mark([pane for pane in self._panes if _touches(batch, pane.place)])

    def _follow_job(self, job: JobRow) -> None:
        """The first job of a batch may make a folder appear; the others matter where they are seen themselves.

        A job that is told of twice is followed twice, which costs one listing and no memory.
        """
        if not job.state.is_end or job.state in _IDLE:
            return
        sees = _is_seen if job.batch in self._begun else _is_under
        self._begun.add(job.batch)
        self._mark([pane for pane in self._panes if any(sees(ref, pane.place) for ref in _changed(job))])

    # ------------------------------------------------------------ loading

    def _mark(self, panes: Sequence[Pane]) -> None:
        self._changed += [pane for pane in panes if pane not in self._changed]
        if self._changed and not self._timer.isActive():
            self._timer.start(_SOON_MS)

    def _reload(self) -> None:
        ready = [pane for pane in self._changed if pane.is_at_rest]
        if self._changed:
            self._timer.start(_PAUSE_MS)
        self._changed = [pane for pane in self._changed if pane not in ready]
        for pane in ready:
            pane.refresh()


def _changed(row: JobRow | BatchRow) -> Iterator[ObjectRef]:
    """The two ends of a job or batch that are other than before."""
    if row.kind is not JobKind.COPY:
        yield row.source
    yield row.target


def _touches(batch: BatchRow, place: Place) -> bool:
    """Whether a batch changes what is seen at `place`: something below it, or the prefix that it lies under."""
    return any(
        _is_under(ref, place) or (batch.many and _is_in(ref, place) and place.prefix.startswith(ref.key))
        for ref in _changed(batch)
    )


def _is_in(ref: ObjectRef, place: Place) -> bool:
    return bool(place.bucket) and (place.account, place.bucket) == (ref.account, ref.bucket)


def _is_under(ref: ObjectRef, place: Place) -> bool:
    return _is_in(ref, place) and ref.key.startswith(place.prefix)


def _is_seen(ref: ObjectRef, place: Place) -> bool:
    """Whether the object has a row of its own there."""
    return _is_under(ref, place) and "/" not in ref.key[len(place.prefix) :]
