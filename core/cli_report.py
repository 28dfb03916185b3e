"""Floor 4, the command line: what is told of running copies, line by line, and the sum of it at the end."""

from __future__ import annotations

from collections import Counter
from typing import Any

from core import sentences
from core.cli_out import Out, View, count_text, printable, size_text
from core.errors import StoreError
from core.jobs import BatchRow, Frame, JobRow, Level, Refused, State
from core.steps import keeps_upload
from core.values import ObjectRef


def place_text(ref: ObjectRef) -> str:
    """NAME:BUCKET/KEY, as it is typed."""
    return f"{ref.account}:{ref.bucket}/{ref.key}"


class Report:
    """Reads frames, tells each change once, and keeps count.

    Attributes:
        resumable: batches with a failure that time or the user can mend.
        cancelled_is_fine: whether cancelling is what was asked for.
    """

    def __init__(self, out: Out, *, cancelled_is_fine: bool = False) -> None:
        self.resumable: set[int] = set()
        self._out = out
        self._fine = {State.DONE, State.SKIPPED} | ({State.CANCELLED} if cancelled_is_fine else set())
        self._ended: dict[int, JobRow] = {}
        self._told: dict[int, tuple[object, ...]] = {}
        self._batches: dict[int, BatchRow] = {}
        self._counts: Counter[State] = Counter()
        self._levels: Counter[Level | None] = Counter()
        self._bytes = 0

    # ------------------------------------------------------------ while it runs

    def take(self, frame: Frame) -> None:
        """Tell what a frame brings."""
        for row in frame.jobs:
            if row.state.is_end:
                self._end(row)
            elif self._out.json:
                self._progress(row)
        for batch in frame.batches:
            known = self._batches.get(batch.id)
            self._batches[batch.id] = batch
            if batch.prefix and batch.error is not None and (known is None or known.error is None):
                self._end_batch(batch, batch.error)
        if self._out.shows_progress and self._batches:
            self._out.progress(self._view())

    def _progress(self, row: JobRow) -> None:
        now = (row.state, row.parts, row.parts_done, row.done_bytes)
        if self._told.get(row.id) != now:
            self._told[row.id] = now
            self._out.row(
                {
                    "event": "progress",
                    "job": row.id,
                    "state": row.state.value,
                    "source": place_text(row.source),
                    "target": place_text(row.target),
                    "size": row.size,
                    "done_bytes": row.done_bytes,
                    "parts": row.parts,
                    "parts_done": row.parts_done,
                }
            )

    def _end(self, row: JobRow) -> None:
        if row.id in self._ended:
            return
        self._ended[row.id] = row
        self._told.pop(row.id, None)
        self._counts[row.state] += 1
        if row.state is State.DONE:
            self._levels[row.verified] += 1
            self._bytes += row.size or 0
        if row.state is State.FAILED and row.error is not None and keeps_upload(row.error):
            self.resumable.add(row.batch)
        self._tell_end(row, _error_row(row.error, row.refused))

    def _end_batch(self, batch: BatchRow, error: StoreError) -> None:
        """A prefix that was refused or could not be listed: an end of its own, because no job has one."""
        refused = sentences.as_refusal(error)
        state = State.FAILED if refused is None else State.REFUSED
        self._counts[state] += 1
        if refused is None and keeps_upload(error):
            self.resumable.add(batch.id)
        row = JobRow(-batch.id, batch.id, batch.source, batch.target, state, batch.want)
        self._tell_end(row, _error_row(None if refused is not None else error, refused))

    def _tell_end(self, row: JobRow, error: dict[str, str] | None) -> None:
        if self._out.json:
            self._out.row(end_row(row, error))
        if row.state not in self._fine:
            why = error["message"] if error is not None else "It was cancelled."
            names = f"{printable(place_text(row.source))} > {printable(place_text(row.target))}"
            self._out.remark(f"{row.state.value}: {names}: {printable(why)}")

    def _view(self) -> View:
        rows = tuple(self._batches.values())
        lefts = [row.eta_s for row in rows if not row.state.is_end]
        ended = [count for row in rows for state, count in row.counts.items() if state.is_end]
        return View(
            what=place_text(rows[0].source) if len(rows) == 1 else count_text(len(rows), "copy", "copies"),
            done=sum(row.done_bytes for row in rows),
            size=sum(row.size for row in rows),
            speed=sum(row.speed for row in rows),
            left_s=max((left for left in lefts if left is not None), default=None),
            items=sum(row.jobs for row in rows),
            items_done=sum(ended),
            listing=any(row.listing for row in rows),
        )

    # ------------------------------------------------------------ at the end

    def finish(self) -> int:
        """Sum up; returns the exit code."""
        bad = sum(count for state, count in self._counts.items() if state not in self._fine)
        if not self._out.json:
            for line in self._sum():
                self._out.say(line)
        for batch in sorted(self.resumable):
            self._out.remark(f"Try what failed again with: bucketferry jobs resume {batch}")
        return 1 if bad else 0

    def _sum(self) -> list[str]:
        done, lines = self._counts[State.DONE], []
        if sum(self._counts.values()) == 1 and not self._counts.keys() <= self._fine:
            return []  # its failure was told, and there is nothing else to sum up
        if done == 1 and sum(self._counts.values()) == 1:
            lines.append(_one_line(next(row for row in self._ended.values() if row.state is State.DONE)))
        elif done:
            lines.append(f"Copied {count_text(done, 'object', 'objects')}, {size_text(self._bytes)}.")
            for level, count in self._levels.most_common():
                lines.append(f"  {count:,} {sentences.LEVELS[level] if level else 'not verified'}")
        for state in (State.SKIPPED, State.REFUSED, State.FAILED, State.CANCELLED):
            if self._counts[state]:
                lines.append(f"{state.value.capitalize()}: {count_text(self._counts[state], 'object', 'objects')}.")
        return lines or ["Nothing to copy."]


def end_row(row: JobRow, error: dict[str, str] | None) -> dict[str, Any]:
    """The last line of one job, for programs."""
    return {
        "event": "end",
        "job": row.id if row.id > 0 else None,
        "state": row.state.value,
        "source": place_text(row.source),
        "target": place_text(row.target),
        "size": row.size,
        "mode": row.mode or None,
        "parts": row.parts,
        "requests": row.requests,
        "verified": row.verified.value if row.verified is not None else "none",
        "error": error,
    }


def _error_row(error: StoreError | None, refused: Refused | None) -> dict[str, str] | None:
    if error is not None:
        return {"kind": error.kind.value, "code": error.code, "message": sentences.of_error(error)}
    if refused is not None:
        return {"kind": refused.reason.value, "code": "", "message": sentences.of_refusal(refused)}
    return None


def _one_line(row: JobRow) -> str:
    names = f"{printable(place_text(row.source))} > {printable(place_text(row.target))}"
    parts = f" in {count_text(row.parts, 'part', 'parts')}" if row.parts else ""
    level = sentences.LEVELS[row.verified] if row.verified is not None else "not verified"
    return f"{names}: {size_text(row.size)}{parts}, {level}"
