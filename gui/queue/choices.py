"""Which commands make sense for which rows of the queue. Pure functions of core's rows."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from itertools import islice

from core.model.jobs import State, Want
from core.model.reports import BatchRow, JobRow
from core.model.requests import JobKind
from gui.queue.text import QueueLine
from gui.text import summaries as outcomes

Rule = Callable[[QueueLine], bool]

#: So many rows are looked at to decide whether an action is offered; with more, it is offered unseen.
LOOK = 500
_BAD = (State.FAILED, State.REFUSED, State.CANCELLED)


def may_pause(line: QueueLine) -> bool:
    return not line.row.state.is_end and line.row.want is Want.RUN


def may_resume(line: QueueLine) -> bool:
    return not line.row.state.is_end and line.row.want is Want.PAUSE


def may_cancel(line: QueueLine) -> bool:
    return not line.row.state.is_end and line.row.want is not Want.CANCEL


def may_retry(line: QueueLine) -> bool:
    """A folder may be retried as soon as one of its jobs may."""
    return line.row.state in _BAD or (isinstance(line.row, BatchRow) and _has_bad(line.row))


def may_clear(line: QueueLine) -> bool:
    """Only whole batches are cleared."""
    return not line.child and line.batch.state.is_end


def is_settled(line: QueueLine) -> bool:
    """A whole batch that has ended and that nobody needs to look at any more."""
    return may_clear(line) and not outcomes.wrong(line.batch) and line.batch.state not in outcomes.WRONG


def may_undo(line: QueueLine) -> bool:
    """Whether a batch may be of a kind and in a state that can be taken back; only the journal knows for sure."""
    return not line.child and line.batch.state.is_end and is_undoable(line.batch)


def may_do_again(line: QueueLine) -> bool:
    """Whether the row is about a copy of one object or of one folder, which has ended."""
    is_one = line.child or not line.batch.named
    return is_one and line.kind is JobKind.COPY and line.row.state.is_end and line.row.source.version is None


def is_undoable(batch: BatchRow) -> bool:
    """Something was done, and there is a way back from it."""
    return batch.kind in outcomes.UNDO_MEANINGS and batch.counts.get(State.DONE, 0) > 0


def is_offered(lines: Iterable[QueueLine], rule: Rule) -> bool:
    """Whether an action makes sense for any of the rows."""
    rows = iter(lines)
    return any(not line.more and rule(line) for line in islice(rows, LOOK)) or next(rows, None) is not None


def targets(lines: Iterable[QueueLine], rule: Rule) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """The ids of the batches and of the single jobs that the rule allows."""
    batches, jobs = [], []
    for line in lines:
        if line.more or not rule(line):
            continue
        if line.child and isinstance(line.row, JobRow):
            jobs.append(line.row.id)
        else:
            batches.append(line.batch.id)
    return tuple(batches), tuple(jobs)


def were_rewritten(before: BatchRow, after: BatchRow) -> bool:
    """Whether a pause, a cancellation or a retry has changed jobs that wait in the journal: no frame tells of those."""
    was, now = before.counts, after.counts
    kept = (
        State.PAUSED,
        State.CANCELLED,
    )  # only a command changes these, and only a retry begins anew what has ended
    ended = (State.FAILED, State.REFUSED, State.DONE, State.SKIPPED)
    return (
        before.want is not after.want
        or any(now.get(state, 0) != was.get(state, 0) for state in kept)
        or any(now.get(state, 0) < was.get(state, 0) for state in ended)
    )


def _has_bad(batch: BatchRow) -> bool:
    return any(batch.counts.get(state, 0) for state in _BAD)
