"""What the front ends are shown, and when they are told that there is something new.

Workers mark what has changed; a front end fetches one frame at its own pace. Guarded by the engine's lock throughout.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from itertools import starmap

from core.engine.active_job import BatchRun, Run, job_row
from core.journal.pages import Sheet
from core.model.jobs import State, Want
from core.model.reports import BatchRow, Frame, JobRow, PartGrid, Totals
from core.system.clock import Clock


class Board:
    """Collects changes between two frames.

    Attributes:
        halted: why no work is handed out; "" as long as all is well.
    """

    def __init__(self, batches: dict[int, BatchRun], clock: Clock, on_dirty: Callable[[], None]) -> None:
        self.halted = ""
        self._batches = batches
        self._clock = clock
        self._on_dirty = on_dirty
        self._is_dirty = False
        self._jobs: dict[int, int] = {}
        self._ended: dict[int, JobRow] = {}
        self._ended_on_pages: list[tuple[BatchRun, Sheet, int]] = []
        self._changed: set[int] = set()
        self._gone: list[int] = []
        self._watched: int | None = None
        self._last_grid: PartGrid | None = None

    def touch(self, run: Run) -> None:
        """An active job has changed."""
        self._jobs[run.id] = run.record.batch
        self.touch_batch(run.record.batch)

    def end(self, row: JobRow, grid: PartGrid | None = None) -> None:
        """A job is no longer active; `row` and `grid` are its last word."""
        if grid is not None and row.id == self._watched:
            self._last_grid = grid
        self._jobs.pop(row.id, None)
        batch = self._batches.get(row.batch)
        if batch is not None:
            batch.objects.add(self._clock.monotonic(), 1)
        self._ended[row.id] = row
        self.touch_batch(row.batch)

    def end_on_page(self, batch: BatchRun, sheet: Sheet, index: int) -> None:
        """An object on a page has ended. Its row is made when it is fetched."""
        self._ended_on_pages.append((batch, sheet, index))
        batch.objects.add(self._clock.monotonic(), 1)
        self.touch_batch(batch.id)

    def touch_batch(self, batch: int) -> None:
        self._changed.add(batch)
        self._wake()

    def pulse(self) -> None:
        """Time has passed: what is on its way may stand still by now."""
        for batch in self._batches.values():
            if batch.is_busy:
                self._jobs.update((run.id, batch.id) for run in batch.active.values() if run.busy)
                self.touch_batch(batch.id)

    def drop(self, batch: int) -> None:
        """A batch was cleared."""
        self._gone.append(batch)
        self._changed.discard(batch)
        self._wake()

    def halt(self, sentence: str) -> None:
        self.halted = sentence
        self._wake()

    def watch(self, job: int | None) -> None:
        self._watched = job
        self._last_grid = None
        self._wake()

    def frame(self) -> Frame:
        """Everything since the last frame."""
        jobs, batches, gone = dict(self._jobs), self._changed, tuple(self._gone)
        ended = *self._ended.values(), *starmap(_row_on_page, self._ended_on_pages)
        self._jobs, self._ended, self._ended_on_pages, self._changed, self._gone = {}, {}, [], set(), []
        self._is_dirty = False
        live = tuple(row for job, batch in jobs.items() if (row := self._row(batch, job)) is not None)
        return self._frame(ended + live, sorted(batches), gone)

    def snapshot(self) -> Frame:
        """Everything that is in memory."""
        now = self._clock.monotonic()
        rows = {b.single.id: b.single for b in self._batches.values() if b.single is not None}
        rows |= {run.id: run.row(now) for batch in self._batches.values() for run in batch.active.values()}
        return self._frame(tuple(rows.values()), sorted(self._batches), ())

    def live_row(self, batch: int, job: int) -> JobRow | None:
        """The row of a job that is active."""
        return self._row(batch, job)

    def _frame(self, jobs: tuple[JobRow, ...], batches: Iterable[int], gone: tuple[int, ...]) -> Frame:
        rows = tuple(self._batch_row(self._batches[batch]) for batch in batches if batch in self._batches)
        return Frame(rows, jobs, gone, self._grid(), self._totals(), self.halted)

    def _row(self, batch: int, job: int) -> JobRow | None:
        found = self._batches.get(batch)
        run = None if found is None else found.active.get(job)
        return None if run is None else run.row(self._clock.monotonic())

    def _batch_row(self, batch: BatchRun) -> BatchRow:
        now = self._clock.monotonic()
        single = None
        if not batch.many:
            run = next(iter(batch.active.values()), None)
            single = batch.single if run is None else run.row(now)
        return batch.row(now, single)

    def _grid(self) -> PartGrid | None:
        for batch in self._batches.values():
            if self._watched in batch.active:
                return batch.active[self._watched].grid()
        grid, self._last_grid = self._last_grid, None
        return grid

    def _totals(self) -> Totals:
        live = [self._batch_row(batch) for batch in self._batches.values() if not batch.state().is_end]
        running = sum(1 for batch in self._batches.values() for run in batch.active.values() if run.started)
        running += sum(batch.flying for batch in self._batches.values())
        return Totals(
            running=running,
            waiting=max(0, sum(row.counts.get(State.WAITING, 0) for row in live) - running),
            failed=sum(batch.counts.get(State.FAILED, 0) for batch in self._batches.values()),
            speed=sum(row.speed for row in live if row.want is Want.RUN),
            done_bytes=sum(row.done_bytes for row in live),
            size=sum(row.size for row in live),
            objects_speed=sum(row.objects_speed for row in live),
            silent_s=min((row.silent_s for row in live if row.state is State.RUNNING), default=0.0),
        )

    def _wake(self) -> None:
        if not self._is_dirty:
            self._is_dirty = True
            self._on_dirty()


def _row_on_page(batch: BatchRun, sheet: Sheet, index: int) -> JobRow:
    return job_row(sheet.record(index, batch.prefix))
