"""What is told of running jobs, line by line, and the sum of it at the end."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

from core.cli import messages as sentences
from core.cli.output import Out, View, count_text, printable, size_text
from core.cli.rows import (
    DONE,
    TO_DO,
    end_row,
    error_row,
    names_text,
    place_text,
    progress_row,
    refusal_of,
    single_lines,
)
from core.model.jobs import Fate, State
from core.model.reports import BatchRow, Frame, JobRow
from core.model.requests import JobKind
from core.model.values import Level
from core.rules.steps import keeps_upload

#: So many failures are told one by one; of more, how many there are.
TOLD_MAX = 50


class Report:
    """Reads frames, tells each change once, and keeps count.

    Attributes:
        resumable: batches with a failure that time or the user can mend.
        asking: jobs whose target stands already, for the user to decide on; none of them counts as ended.
        asks: whether there is somebody to decide.
    """

    def __init__(self, out: Out, *, asks: bool = False, given_up: frozenset[int] | None = None) -> None:
        """`given_up`: when cancelling is what was asked for, the ids of jobs that failed before and stay so; for a
        batch that failed as a whole, its id below zero."""
        self.resumable: set[int] = set()
        self.asking: dict[int, JobRow] = {}
        self.asks = asks
        self._out = out
        self._fine = {State.DONE, State.SKIPPED} | (set() if given_up is None else {State.CANCELLED})
        self._given_up = given_up
        self._ended: set[int] = set()
        self._last: JobRow | None = None
        self._told: dict[int, tuple[object, ...]] = {}
        self._batches: dict[int, BatchRow] = {}
        self._counts: Counter[State] = Counter()
        self._levels: Counter[Level | None] = Counter()
        self._kinds: Counter[JobKind] = Counter()
        self._bytes = self._lossy = self._bad = 0
        self._said_restoring = False

    # ------------------------------------------------------------ while it runs

    def take(self, frame: Frame) -> None:
        """Tell what a frame brings."""
        for row in frame.jobs:
            if not row.state.is_end:
                self._progress(row)
            elif self.asks and row.asks:
                self.asking[row.id] = row
            else:
                self.end(row)
        for batch in frame.batches:
            known = self._batches.get(batch.id)
            self._batches[batch.id] = batch
            if batch.many and batch.error is not None and (known is None or known.error is None):
                self._end_batch(batch)
        if self._out.shows_progress and self._batches:
            self._out.progress(self._view())

    def _progress(self, row: JobRow) -> None:
        if row.restoring and not self._said_restoring:
            self._said_restoring = True
            self._out.remark(
                "Waiting for archived objects to be restored, which takes minutes to days. Ctrl+C pauses; "
                f"bucketferry jobs resume {row.batch} goes on waiting."
            )
        now = (row.state, row.parts, row.parts_done, row.done_bytes, row.restoring)
        if self._out.json and self._told.get(row.id) != now:
            self._told[row.id] = now
            self._out.row(progress_row(row))

    def end(self, row: JobRow) -> None:
        """Tell the last word on a job, once."""
        if row.id in self._ended:
            return
        self._ended.add(row.id)
        self._told.pop(row.id, None)
        if row.state is State.DONE:
            self._levels[row.verified] += 1
            self._bytes += row.size or 0
            self._lossy += any(note.fate is Fate.LOST for note in row.notes)
        self._tell_end(row)

    def _end_batch(self, batch: BatchRow) -> None:
        """A prefix that was refused or could not be listed: an end of its own, because no job has one."""
        refused = refusal_of(batch)
        state = State.FAILED if refused is None else State.REFUSED
        row = JobRow(-batch.id, batch.id, batch.source, batch.target, state, batch.want, kind=batch.kind)
        self._tell_end(replace(row, error=batch.error))

    def _tell_end(self, row: JobRow) -> None:
        error = error_row(row)
        if row.id in (self._given_up or ()):
            if self._out.json:
                self._out.row(end_row(row, error))
            return
        self._last = row
        self._counts[row.state] += 1
        self._kinds[row.kind] += 1
        if row.state is State.FAILED and row.error is not None and keeps_upload(row.error):
            self.resumable.add(row.batch)
        if self._out.json:
            self._out.row(end_row(row, error))
        for upload in row.leftovers:
            self._out.remark(f"note: {names_text(row)}: {printable(sentences.of_leftover(upload))}")
        if row.state not in self._fine:
            self._bad += 1
            why = error["message"] if error is not None else "It was cancelled."
            if self._bad <= TOLD_MAX:
                self._out.remark(f"{row.state.value}: {names_text(row)}: {printable(why)}")

    def _view(self) -> View:
        rows = tuple(self._batches.values())
        lefts = [row.eta_s for row in rows if not row.state.is_end]
        ended = [count for row in rows for state, count in row.counts.items() if state.is_end]
        return View(
            what=place_text(rows[0].source) if len(rows) == 1 else count_text(len(rows), "job", "jobs"),
            done=sum(row.done_bytes for row in rows),
            size=sum(row.size for row in rows),
            speed=sum(row.speed for row in rows),
            left_s=max((left for left in lefts if left is not None), default=None),
            items=sum(row.jobs for row in rows),
            items_done=sum(ended),
            listing=any(row.listing for row in rows),
            objects_speed=sum(row.objects_speed for row in rows if row.many),
            silent_s=min((row.silent_s for row in rows if row.state is State.RUNNING), default=0.0),
        )

    # ------------------------------------------------------------ at the end

    def finish(self) -> int:
        """Sum up; returns the exit code."""
        self.tell_untold()
        if not self._out.json:
            for line in self._sum():
                self._out.say(line)
        for batch in sorted(self.resumable):
            self._out.remark(f"Try what failed again with: bucketferry jobs resume {batch}")
        return 1 if self._bad else 0

    def tell_untold(self) -> None:
        """Say how many failures there are that were not told one by one."""
        if self._bad > TOLD_MAX:
            where = " ".join(f"bucketferry history {batch}" for batch in sorted(self._batches)[:1])
            self._out.remark(f"... and {self._bad - TOLD_MAX:,} more. See all with: {where}")
            self._bad = TOLD_MAX

    @property
    def done(self) -> int:
        """How many jobs have done what was asked."""
        return self._counts[State.DONE]

    def _sum(self) -> list[str]:
        total = sum(self._counts.values())
        kind = next(iter(self._kinds), None)
        if self._given_up is not None and self._counts.keys() <= {State.CANCELLED}:
            return ["Given up."]
        if total == 0 or kind is None:
            kinds = {batch.kind for batch in self._batches.values()} or {JobKind.COPY}
            return [f"Nothing to {TO_DO[kinds.pop()] if len(kinds) == 1 else 'do'}."]
        if total == 1 and self._last is not None:
            # A failure was told, and there is nothing else to sum up.
            return list(single_lines(self._last)) if self._last.state in (State.DONE, State.SKIPPED) else []
        verb = DONE[kind] if len(self._kinds) == 1 else "done"
        return [*self._heads(total, verb), *self._level_lines(kind)]

    def _heads(self, total: int, verb: str) -> list[str]:
        done, size = self.done, f" ({size_text(self._bytes)})" if self._bytes else ""
        head = f"All {total:,} {verb}{size}." if done == total else f"{done:,} of {total:,} {verb}{size}."
        others = (State.SKIPPED, State.REFUSED, State.FAILED, State.CANCELLED)
        counts = [f"{state.value.capitalize()}: {self._counts[state]:,}." for state in others if self._counts[state]]
        return [" ".join((head, *counts))]

    def _level_lines(self, kind: JobKind) -> list[str]:
        if not kind.copies or len(self._kinds) > 1:
            return []
        found = self._levels.most_common()
        lines = [f"  {count:,} {sentences.of_level(level)}" for level, count in found]
        if self._lossy:
            where = f"bucketferry history {max(self._batches, default=0)}"
            lines.append(f"  {self._lossy:,} without a property of the source; see which with: {where}")
        return lines
