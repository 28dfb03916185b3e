"""How jobs come in: found by listing a prefix, and taken from the journal as room comes free."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from core.engine.active_job import BatchRun, Run
from core.engine.board import Board
from core.engine.scheduler import Scheduler
from core.forecast.listing import Page, next_page
from core.journal import changes as log_of
from core.journal.journal import Journal, JournalError
from core.journal.records import JobRecord
from core.model.errors import Cancelled, Kind, OwnCode, StoreError
from core.model.jobs import Facts, State, Want
from core.model.requests import PrefixRequest
from core.model.values import Entry, T
from core.rules.conditions import is_ordinary
from core.rules.retry import next_try
from core.rules.steps import after_restart
from core.store.stores import Stores
from core.system.clock import Clock

_LOG = logging.getLogger(__name__)
#: Jobs that are read from the journal at once.
_AT_ONCE = 1000


class Intake:
    """Fills batches with jobs. Thread: any; one object serves them all."""

    def __init__(self, stores: Stores, journal: Journal, clock: Clock, scheduler: Scheduler, board: Board) -> None:
        self._stores = stores
        self._journal = journal
        self._clock = clock
        self._scheduler = scheduler
        self._board = board
        self._counting = scheduler.counting

    def list_page(self, batch: BatchRun, is_stopping: Callable[[], bool]) -> None:
        """Find the next page of a prefix's objects."""
        request, cursor = batch.record.request, batch.record.cursor
        if not isinstance(request, PrefixRequest) or cursor is None:
            raise TypeError("only a prefix that is not listed to its end is listed")
        page = attempt(lambda: next_page(self._stores, request, cursor, lambda: self._taken(batch.id)))
        if isinstance(page, StoreError):
            if not is_stopping():
                self._list_failed(batch, page)
            with self._scheduler.changed:
                batch.listing_now = False
            return
        with self._counting.shared():
            own = self._own(request, page.entries)
            created = self._clock.now()
            if all(own):
                jobs = [(request.of(entry.key), entry.size) for entry in page.entries]
                self._journal.add_jobs(batch.id, jobs, cursor=page.cursor, created=created)
            else:
                self._journal.add_page(batch.id, request, page.entries, own, cursor=page.cursor, created=created)
            with self._scheduler.changed:
                self._listed(batch, page, own)

    def _own(self, request: PrefixRequest, entries: Sequence[Entry]) -> list[bool]:
        """Which objects of a listing are jobs of their own from the beginning."""
        account = request.target.account
        limits, features = self._stores.limits(account), self._stores.features(request.source.account)
        return [not is_ordinary(request, entry, limits, features) for entry in entries]

    def _taken(self, batch: int) -> Iterator[str]:
        """The keys of all jobs that a batch has; there may be more than should be in memory at once."""
        last = 0
        while found := self._journal.jobs(batch, after=last, limit=_AT_ONCE):
            yield from (job.request.source.key for job in found)
            last = found[-1].id

    def _listed(self, batch: BatchRun, page: Page, own: Sequence[bool]) -> None:
        batch.listing_now = False
        batch.list_attempt = 0
        batch.record = replace(batch.record, cursor=page.cursor)
        state = State.PAUSED if batch.record.want is Want.PAUSE else State.WAITING
        batch.counts[state] = batch.counts.get(state, 0) + len(page.entries)
        batch.sizes[state] = batch.sizes.get(state, 0) + sum(entry.size for entry in page.entries)
        batch.waiting_in_journal = batch.waiting_in_journal or any(own)
        batch.pages_waiting = batch.pages_waiting or not all(own)
        self._scheduler.add_batch(batch)
        self._board.touch_batch(batch.id)

    def _list_failed(self, batch: BatchRun, error: StoreError) -> None:
        batch.list_attempt += 1
        wait_s = next_try(error, idempotent=True, attempt=batch.list_attempt, chance=self._clock.random())
        if wait_s is None:
            self._journal.commit(log_of.set_batch(batch.id, error=error, cursor=batch.record.cursor))
        with self._scheduler.changed:
            if wait_s is None:
                batch.record = replace(batch.record, error=error)
            else:
                batch.not_before = self._clock.monotonic() + wait_s
            self._board.touch_batch(batch.id)

    def load(self, batch: BatchRun) -> None:
        """Make more of the jobs active that wait in the journal."""
        room = batch.room
        with self._counting.shared():
            with self._scheduler.changed:
                batch.left.clear()
            found = self._journal.rows(batch.id, states=[State.WAITING], after=batch.last_loaded, limit=room)
            # Only a job that was begun before has parts; the others need no second read.
            full = [self._journal.job(record.id) or record if record.facts != Facts() else record for record in found]
            with self._scheduler.changed:
                batch.loading = False
                batch.waiting_in_journal = len(found) == room
                for record in full:
                    self._activate(batch, record)

    def _activate(self, batch: BatchRun, record: JobRecord) -> None:
        batch.last_loaded = max(batch.last_loaded, record.id)
        if record.id not in batch.active and record.id not in batch.left:
            batch.active[record.id] = run = make_run(record)
            batch.resting.pop(record.id, None)
            self._scheduler.active += 1
            self._scheduler.enqueue(run)
            self._board.touch(run)


def make_run(record: JobRecord) -> Run:
    """An active job from what the journal knows of it."""
    record = replace(record, facts=after_restart(record.request.kind, record.facts))
    run = Run(record, account=record.request.target.account, want=record.want)
    run.requests, run.retries = record.requests, record.retries
    run.learn(record, {fact.part.number: fact for fact in record.parts})
    return run


def attempt(work: Callable[[], T]) -> T | StoreError:
    """The result of `work`, or the `StoreError` that it ended in. A bug in one job must not take the others down."""
    try:
        return work()
    except StoreError as error:
        return error
    except Cancelled:
        return StoreError(Kind.TRANSIENT, code=OwnCode.CANCELLED, message="stopped")
    except JournalError:
        raise
    except Exception as error:  # noqa: BLE001 - recorded as a failure of this one job, and logged
        _LOG.exception("A step failed in a way that the program does not know")
        return StoreError(Kind.BUG, code=type(error).__name__, message="an unforeseen fault; the log has the details")
