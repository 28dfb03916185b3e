"""The facade that both front ends use.

It carries plain values only. `want` comes in through `command`; `state` is written by the workers and nowhere else.
Every method but `frame`, `snapshot` and `watch` may block for a disk commit.
"""

from __future__ import annotations

import math
import threading
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from typing import TypeVar

from core.engine.active_job import BatchRun, job_row
from core.engine.board import Board
from core.engine.intake import make_run
from core.engine.ordinary import OrdinaryWork
from core.engine.scheduler import PagesItem, Scheduler, WorkItem
from core.engine.worker import Worker
from core.forecast.estimator import estimate
from core.forecast.listing import refuse_prefix
from core.forecast.preview import preview
from core.journal import changes as log_of
from core.journal.changes import Change
from core.journal.history import is_undoable, reverses, undoing
from core.journal.journal import Journal
from core.journal.records import BatchRecord, JobRecord
from core.model.errors import Kind, KnownError, OwnCode, Sent, StoreError
from core.model.jobs import AT_ONCE, PAGES_SLOT, WORKERS, WORKERS_MAX, State, Want
from core.model.reports import BatchRow, Frame, JobReport, JobRow, PartGrid, Preview
from core.model.requests import (
    BatchRequest,
    CopyRequest,
    JobKind,
    JobRequest,
    ListRequest,
    OnExisting,
    PrefixRequest,
    Terms,
)
from core.rules.estimate import Estimate
from core.rules.prices import Prices
from core.rules.steps import for_retry
from core.store.read_cache import ReadCache
from core.store.stores import Stores
from core.store.versioning import keeps_versions, which_keep_versions
from core.system.clock import Cancel, Clock
from core.system.instance import Owner
from core.system.price_file import built_in

R = TypeVar("R", JobRequest, BatchRequest)
_RETRIABLE = (State.FAILED, State.REFUSED, State.CANCELLED)


class Engine:
    """Runs jobs. Thread: any; the workers are threads of whoever builds the engine."""

    def __init__(
        self,
        stores: Stores,
        journal: Journal,
        clock: Clock,
        owner: Owner,
        *,
        workers: int = WORKERS,
        at_once: int = AT_ONCE,
        cpu_share: float | None = None,
        prices: Callable[[], Prices] = built_in,
        on_dirty: Callable[[], None] = lambda: None,
    ) -> None:
        """Build an engine that does nothing yet.

        Args:
            workers: how many of the worker threads take items, 1 to 64.
            at_once: how many requests of one account may be in flight for the ordinary objects of folders.
            prices: what an estimate counts with; may raise `KnownError`.
            cpu_share: what the workers may use of one core (0.6), None for no bound.
            on_dirty: told, from any thread and with a lock held, that a frame waits; it must return at once.
        """
        self._stores = stores
        self._journal = journal
        self._clock = clock
        self._owner = owner
        self._prices = prices
        self._cancel = Cancel()
        self._undoing = threading.Lock()  # from the look whether a batch was taken back until it is
        # guarded by self._changed
        self._scheduler = Scheduler(cpu_share)
        self._changed = self._scheduler.changed
        self._counting = self._scheduler.counting
        self._board = Board(self._scheduler.batches, clock, on_dirty)
        self._workers = _bounded(workers)
        self._stopping = False
        self._ordinary = OrdinaryWork(stores, journal, clock, self._scheduler, self._board, at_once)
        self._worker = Worker(stores, journal, clock, self._scheduler, self._board, self._ordinary)

    # ------------------------------------------------------------ life

    def recover(self, batches: Iterable[int] | None = None) -> tuple[int, ...]:
        """Take over the batches of the journal, all or those named, that no other running program works on."""
        mine = self._owner.token
        free = [b for b in self._journal.batches(batches) if b.owner == mine or not self._owner.is_alive(b.owner)]
        with self._counting.alone():
            self._journal.commit(*(log_of.claim(batch.id, mine) for batch in free))
            self._reload(batch.id for batch in free)
        return tuple(batch.id for batch in free)

    def work(self, slot: int) -> None:
        """Be worker number `slot` (from 0) until `stop`; `PAGES_SLOT` copies the ordinary objects of folders."""
        while (item := self._take(slot)) is not None:
            self._carry_out(item)
        self._stores.close_thread()

    def stop(self) -> None:
        """Hand out no more work and end all waits. What is on its way may still end and be recorded."""
        with self._changed:
            self._stopping = True
            self._changed.notify_all()
        self._cancel.set()

    def run_until_idle(self) -> None:
        """Do all the work in the calling thread, waiting on the clock; for tests, where nothing runs beside it."""
        while not self._stopping and not self._board.halted:
            now = self._clock.monotonic()
            with self._changed:
                item, wake = self._pick_any(now)
            if item is not None:
                self._carry_out(item)
            elif math.isinf(wake):
                return
            else:
                self._clock.wait(self._cancel, max(0.0, wake - now))

    def set_workers(self, count: int) -> None:
        """Let `count` workers (1 to 64) take items; the others rest."""
        with self._changed:
            self._workers = _bounded(count)
            self._changed.notify_all()

    def _take(self, slot: int) -> WorkItem | None:
        with self._changed:
            while not self._stopping:
                wait_s = None
                if slot < self._workers and not self._board.halted:
                    now = self._clock.monotonic()
                    item, wake = self._pick_pages(now) if slot == PAGES_SLOT else self._scheduler.pick(now)
                    if item is not None:
                        return item
                    wait_s = None if math.isinf(wake) else max(0.0, wake - now)
                self._changed.wait(wait_s)
            return None

    def _pick_any(self, now: float) -> tuple[WorkItem | None, float]:
        """What the next worker that comes would do, whichever it is."""
        item, wake = self._pick_pages(now)
        if item is not None:
            return item, now
        item, wake_job = self._scheduler.pick(now)
        return item, min(wake, wake_job)

    def _pick_pages(self, now: float) -> tuple[WorkItem | None, float]:
        wake = self._scheduler.budget.opens(now) or self._ordinary.opens(now)
        return (PagesItem(), now) if wake <= now else (None, wake)

    def _carry_out(self, item: WorkItem) -> None:
        self._worker.carry_out(item, workers=self._workers, is_stopping=lambda: self._stopping)

    # ------------------------------------------------------------ commands

    def submit(self, request: BatchRequest, jobs: Sequence[JobRequest] = ()) -> int:
        """Queue work; returns the id of its batch. `jobs` come with a `ListRequest`, and with nothing else.

        Raises `StoreError` (DENIED, code ReadOnly) for what would write with an account that is marked so.
        """
        self._check_writable(request)
        named = [(job, None) for job in jobs]
        batch = self._journal.add_batch(request, created=self._clock.now(), owner=self._owner.token, jobs=named)
        refused = refuse_prefix(request)
        if refused is not None:
            error = StoreError(Kind.UNSUPPORTED, op="ListObjects", code=refused.reason.value)
            self._journal.commit(log_of.set_batch(batch, error=error, cursor=""))
        with self._counting.alone():
            self._reload([batch])
        return batch

    def _check_writable(self, request: BatchRequest) -> None:
        written = {request.target.account} if request.kind.copies else {request.source.account}
        if request.kind is JobKind.RENAME:
            written.add(request.source.account)
        for name in written:
            if self._stores.is_read_only(name):
                raise StoreError(Kind.DENIED, code=OwnCode.READ_ONLY, sent=Sent.NO)

    def command(self, want: Want, *, batches: Iterable[int] = (), jobs: Iterable[int] = ()) -> None:
        """Ask for jobs, or for all jobs of batches, to run, pause or be cancelled. Ended ones stay as they are."""
        batch_ids, job_ids = set(batches), set(jobs)
        with self._counting.alone():
            active = self._command_active(want, batch_ids, job_ids)
            changes = self._ordinary.command(want, batch_ids, job_ids)
            self._journal.commit(*changes, log_of.set_want(want, batches=batch_ids, jobs=job_ids, active=active))
            self._reload(batch_ids | self._journal.batches_of(job_ids))

    def _command_active(self, want: Want, batches: set[int], jobs: set[int]) -> list[int]:
        """Pass the command to the active jobs; returns the ids of all active jobs."""
        with self._changed:
            self._board.halted = ""
            runs = [run for batch in self._scheduler.batches.values() for run in batch.active.values()]
            for run in runs:
                if run.record.batch in batches or run.id in jobs:
                    run.want = want
                    run.not_before = 0.0
                    self._scheduler.enqueue(run)
        return [run.id for run in runs]

    def retry(
        self,
        *,
        batches: Iterable[int] = (),
        jobs: Iterable[int] = (),
        on_existing: OnExisting | None = None,
        terms: Terms | None = None,
    ) -> None:
        """Begin failed, refused and cancelled jobs again; a kept upload is gone on with. Done ones stay done.

        `on_existing` and `terms` replace the same choices of `core.model.requests.Options`; None leaves them.
        """
        batches, jobs = set(batches), set(jobs)
        batch_ids = set(batches)
        changes: list[Change] = []
        for record in self._retriable(batch_ids, jobs):
            request = _with_choices(record.request, on_existing, terms)
            if request != record.request:
                changes.append(log_of.set_request(record.id, request))
            changes.append(log_of.restart(record.id, for_retry(record.facts, record.error)))
            batch_ids.add(record.batch)
        for batch in self._journal.batches(batches):
            # The choices stand for the jobs of these batches that are still to come.
            whole = _with_choices(batch.request, on_existing, terms)
            if whole != batch.request:
                changes.append(log_of.set_batch_request(batch.id, whole))
        changes += [log_of.resume_batch(batch) for batch in batch_ids]
        with self._counting.alone():
            self._journal.commit(*self._ordinary.restart(batches, jobs), *changes)
            self._reload(batch_ids)

    def _retriable(self, batches: Iterable[int], jobs: Iterable[int]) -> list[JobRecord]:
        found = [record for batch in batches for record in self._journal.rows(batch, states=_RETRIABLE, limit=-1)]
        named = [self._journal.job(job) for job in jobs]
        return found + [record for record in named if record is not None and record.state in _RETRIABLE]

    def clear(self, batches: Iterable[int]) -> None:
        """Take batches that have ended out of the queue; the history keeps them. Others are left alone."""
        with self._changed:
            known = self._scheduler.batches
            ended = [batch for batch in batches if batch in known and known[batch].state().is_end]
            for batch in ended:
                del known[batch]
                self._board.drop(batch)
        self._journal.commit(*(log_of.hide_batch(batch) for batch in ended))

    def _reload(self, batches: Iterable[int]) -> None:
        """Take over from the journal what has changed of batches besides their active jobs.

        Called with the gate held alone, so that no job is counted twice or not at all.
        """
        ids = list(batches)
        with self._changed:
            known = [self._scheduler.batches[batch] for batch in ids if batch in self._scheduler.batches]
        self._journal.commit(*self._ordinary.flush(known))
        records = self._journal.batches(ids) if ids else ()
        single = {record.id: self._single_job(record) for record in records}
        paged = {record.id for record in records if self._journal.has_waiting_pages(record.id)}
        with self._changed:
            for record in records:
                batch = self._scheduler.batches.get(record.id) or BatchRun(record)
                batch.take(record)
                batch.waiting_in_journal = bool(record.counts.get(State.WAITING))
                batch.last_loaded = 0
                batch.pages_waiting = record.id in paged
                job = single[record.id]
                batch.single = None if job is None else job_row(job)
                self._scheduler.add_batch(batch)
                self._board.touch_batch(record.id)
                if job is not None and job.id not in batch.active:
                    self._board.end(job_row(job))
            self._changed.notify_all()

    def _single_job(self, record: BatchRecord) -> JobRecord | None:
        if isinstance(record.request, PrefixRequest | ListRequest):
            return None
        found = self._journal.jobs(record.id, limit=1)
        return self._journal.job(found[0].id) if found else None

    # ------------------------------------------------------------ reading

    def frame(self) -> Frame:
        """What has changed since the last frame. Memory only."""
        with self._changed:
            return self._board.frame()

    def snapshot(self) -> Frame:
        """All batches and their active jobs. Memory only."""
        with self._changed:
            return self._board.snapshot()

    def pulse(self) -> None:
        """Let the next frame carry all that is on its way, changed or not; for once a second. Memory only."""
        with self._changed:
            self._board.pulse()

    def watch(self, job: int | None) -> None:
        """Let frames carry the part grid of that job, while it is active and once when it ends. Memory only."""
        with self._changed:
            self._board.watch(job)

    def jobs(
        self, batch: int, *, offset: int = 0, limit: int = 1000, states: Iterable[State] | None = None
    ) -> tuple[JobRow, ...]:
        """A page of a batch's jobs in the order in which they were found. Reads the journal."""
        records = self._journal.jobs(batch, states=states, offset=offset, limit=limit)
        with self._changed:
            return tuple(self._board.live_row(batch, record.id) or job_row(record) for record in records)

    def grid(self, job: int) -> PartGrid | None:
        """The parts of a job that is not active, as far as the journal knows them. Reads the journal."""
        record = self._journal.job(job)
        return None if record is None else make_run(record).grid()

    def preview(
        self, request: JobRequest | PrefixRequest, cancel: Cancel | None = None, read_cache: ReadCache | None = None
    ) -> Preview:
        """Find out what would be done, and do nothing. Raises `StoreError`, or `Cancelled` by `cancel` or `stop`.

        What `read_cache` knows is not asked again; what is asked it keeps.
        """
        return preview(
            self._stores, request, workers=self._workers, cancel=cancel or self._cancel, read_cache=read_cache
        )

    def estimate(
        self,
        requests: Sequence[JobRequest | PrefixRequest],
        cancel: Cancel | None = None,
        tell: Callable[[int], None] = lambda _: None,
        read_cache: ReadCache | None = None,
        *,
        exactly: bool = False,
    ) -> Estimate:
        """Count what would be done and what it costs, and do nothing. `tell` hears how many objects were found.

        What `read_cache` knows is not asked again; what is asked it keeps. `exactly`: look at each, however many.
        Raises `StoreError`, `KnownError` when the price table cannot be read, or `Cancelled` by `cancel` or `stop`.
        """
        return estimate(
            self._stores,
            requests,
            workers=self._workers,
            clock=self._clock,
            cancel=cancel or self._cancel,
            tell=tell,
            prices=self._prices(),
            read_cache=read_cache,
            exactly=exactly,
        )

    def report(self, job: int) -> JobReport | None:
        """What the journal keeps of a job's object before and after; None when it has no such job."""
        record = self._journal.job(job)
        if record is None:
            return None
        return JobReport(record.request, record.facts.source, record.facts.result, record.facts.notes)

    # ------------------------------------------------------------ history

    def history(self, *, offset: int = 0, limit: int = 200) -> tuple[BatchRow, ...]:
        """All batches, the newest first, also those that were cleared. Reads the journal."""
        now = self._clock.monotonic()
        return tuple(BatchRun.of(record).row(now, None) for record in self._journal.history(offset=offset, limit=limit))

    def forget_history(self) -> None:
        """Drop the cleared batches for good; they can no longer be taken back."""
        self._journal.commit(log_of.forget_hidden())

    def can_undo(self, batch: int) -> bool:
        """Whether a batch did something that can be taken back, and has not been.

        Reads the journal and, for a deletion, asks the store whether the bucket keeps versions.
        """
        record = next(iter(self._journal.batches([batch])), None)
        return record is not None and self._why_not_undo(record) == ""

    def undoable(self, batches: Iterable[int]) -> dict[int, bool | None]:
        """What `can_undo` says of each of many batches; None where the store does not tell, or not within seconds.

        Each bucket is asked once, however many deletions from it there are.
        """
        records = self._journal.batches(batches)
        found: dict[int, bool | None] = {record.id: self._is_left(record) for record in records}
        places = {record.id: _place(record) for record in records if found[record.id] and _deletes(record)}
        kept = which_keep_versions(self._stores, places.values(), self._clock)
        return found | {batch: kept[place] for batch, place in places.items()}

    def reversal(self, batch: int) -> tuple[ListRequest, tuple[JobRequest, ...]]:
        """What `undo` queues: the batch, and its jobs. Reads the journal, and asks a store as `can_undo` does.

        Raises `KnownError` when there is nothing to take back.
        """
        record = next(iter(self._journal.batches([batch])), None)
        why_not = "nothing of it is left to undo" if record is None else self._why_not_undo(record)
        if record is None or why_not:
            raise KnownError(f"This cannot be taken back: {why_not}.")
        return undoing(record), reverses(self._journal.jobs(batch, states=[State.DONE], limit=-1))

    def undo(self, batch: int) -> int:
        """Queue what takes a batch back, as far as its results are unchanged; returns the new batch's id.

        Raises `KnownError` when there is nothing to take back.
        """
        with self._undoing:
            return self.submit(*self.reversal(batch))

    def _why_not_undo(self, record: BatchRecord) -> str:
        if not self._is_left(record):
            return "nothing of it is left to undo"
        # A store that does not tell may keep them: then the undo itself finds out.
        gone = _deletes(record) and keeps_versions(self._stores, _place(record)) is False
        return "the bucket keeps no versions, so what was deleted from it is gone" if gone else ""

    def _is_left(self, record: BatchRecord) -> bool:
        return is_undoable(record) and not self._journal.is_undone(record.id)


def _deletes(record: BatchRecord) -> bool:
    return record.request.kind is JobKind.DELETE


def _place(record: BatchRecord) -> tuple[str, str]:
    return record.request.source.account, record.request.source.bucket


def _with_choices(request: R, on_existing: OnExisting | None, terms: Terms | None) -> R:
    """The request with other choices where they are given, if it is one that has any."""
    if not isinstance(request, CopyRequest | PrefixRequest | ListRequest):
        return request
    return replace(request, options=request.options.but(on_existing=on_existing, terms=terms))


def _bounded(workers: int) -> int:
    return max(1, min(workers, WORKERS_MAX))
