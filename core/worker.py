"""Floor 4, engine: carry out tickets and settle what comes of them.

Requests and commits happen outside the lock; what was committed is taken over with the lock held.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import replace
from typing import TypeVar

from core import journal as log_of
from core.board import Board
from core.clock import Clock
from core.errors import Cancelled, Kind, StoreError
from core.jobs import Facts, Level, PartFact, PrefixRequest, State, Want
from core.journal import Journal, JournalError
from core.listing import Page, next_page
from core.perform import Learned, Performer, Task
from core.records import JobRecord
from core.retry import next_try
from core.run import BatchRun, Run, job_row
from core.scheduler import ACTIVE_MAX, EndTicket, ListTicket, LoadTicket, PartTicket, Scheduler, StepTicket, Ticket
from core.steps import Step, in_doubt, not_sent
from core.stores import Stores

#: How often a job may begin its upload anew because the store has lost it or refuses its parts.
_RESTARTS = 3
#: Steps that only look; their success does not end a series of failures.
_LOOKS = frozenset({Step.RESOLVE, Step.FIND_UPLOAD})
_LOG = logging.getLogger(__name__)

T = TypeVar("T")


class Worker:
    """What all worker threads do. Thread: any; one object serves them all."""

    def __init__(self, stores: Stores, journal: Journal, clock: Clock, scheduler: Scheduler, board: Board) -> None:
        self._stores = stores
        self._journal = journal
        self._clock = clock
        self._scheduler = scheduler
        self._board = board
        self._counting = scheduler.counting
        self._performer = Performer(stores, clock)

    def carry_out(self, ticket: Ticket, *, workers: int, is_stopping: Callable[[], bool]) -> None:
        """Do one piece of work and record what came of it.

        A failure that meets a program that is stopping is no failure: the journal already says how to go on.
        """
        cpu = self._clock.cpu()
        try:
            self._dispatch(ticket, workers, is_stopping)
        except JournalError as error:
            # Without a journal nothing may go on: what is not recorded could be done twice.
            _LOG.error("%s", error)
            with self._scheduler.changed:
                self._board.halt(str(error))
                self._release(ticket)
        with self._scheduler.changed:
            self._scheduler.budget.spend(self._clock.cpu() - cpu)
            self._scheduler.changed.notify_all()

    def _dispatch(self, ticket: Ticket, workers: int, is_stopping: Callable[[], bool]) -> None:
        match ticket:
            case StepTicket(run, step):
                task = self._task(run, workers)
                outcome = _attempt(lambda: self._performer.step(step, task))
                if isinstance(outcome, Learned):
                    self._learn(run, step, outcome)
                elif is_stopping():
                    self._give_back(run, None)
                else:
                    self._step_failed(run, step, task, outcome)
            case PartTicket(run, number, attempts):
                task = self._task(run, workers)
                fact = _attempt(lambda: self._performer.part(task, number, attempts))
                if isinstance(fact, PartFact):
                    self._part_done(run, fact)
                elif is_stopping():
                    self._give_back(run, number)
                else:
                    self._part_failed(run, number, fact)
            case EndTicket(run, state):
                self._end(run, state)
            case ListTicket(batch):
                self._list(batch, is_stopping)
            case LoadTicket(batch):
                self._load(batch)

    def _task(self, run: Run, workers: int) -> Task:
        def note(facts: Facts) -> None:
            self._journal.commit(log_of.set_facts(run.id, facts))
            run.record = replace(run.record, facts=facts)

        def count() -> None:
            with self._scheduler.changed:
                run.requests += 1

        return Task(
            job=run.id,
            request=run.record.request,
            facts=run.record.facts,
            parts=run.parts,
            note=note,
            owner_of=self._journal.upload_owner,
            count=count,
            workers=workers,
        )

    # ------------------------------------------------------------ exclusive steps

    def _learn(self, run: Run, step: Step, learned: Learned) -> None:
        changes = [log_of.set_facts(run.id, learned.facts)]
        if learned.parts is not None:
            changes.append(log_of.keep_parts(run.id, learned.parts))
        with self._counting.shared():
            self._journal.commit(*changes)
            with self._scheduler.changed:
                self._take_over(run, learned)
        with self._scheduler.changed:
            self._scheduler.lane(run.account).succeed()
            if step not in _LOOKS:
                run.attempt = 0
            if step in (Step.CREATE, Step.LIST_PARTS):
                run.listed = learned.facts.upload_id is not None
                self._count_restart(run)
            if step is Step.COPY:
                run.meter.add(self._clock.monotonic(), run.record.size or 0)
            self._finish_step(run)

    def _count_restart(self, run: Run) -> None:
        """A store that loses every upload is not asked for ever."""
        if run.listed:
            return
        run.restarts += 1
        if run.restarts > _RESTARTS:
            message = "the store lost the upload again and again"
            run.error = StoreError(Kind.NO_UPLOAD, op="ListParts", code="UploadLost", message=message)

    def _take_over(self, run: Run, learned: Learned) -> None:
        facts, before = learned.facts, run.record.size
        size = before if facts.source is None else facts.source.size
        batch = self._scheduler.batches.get(run.record.batch)
        if batch is not None and size != before:
            batch.sizes[State.WAITING] = batch.sizes.get(State.WAITING, 0) + (size or 0) - (before or 0)
        parts = None if learned.parts is None else {fact.part.number: fact for fact in learned.parts}
        run.learn(replace(run.record, facts=facts, size=size), parts)

    def _finish_step(self, run: Run) -> None:
        run.step = None
        self._scheduler.lane(run.account).in_flight -= 1
        self._scheduler.enqueue(run)
        self._board.touch(run)

    def _step_failed(self, run: Run, step: Step, task: Task, error: StoreError) -> None:
        facts = run.record.facts
        learned = None if in_doubt(step, error) else self._performer.after_refusal(step, task, facts, error)
        changed = learned or Learned(facts if in_doubt(step, error) else not_sent(step, facts))
        relist = error.kind is Kind.NO_UPLOAD or (step is Step.COMPLETE and error.kind is Kind.INVALID)
        if changed.facts != facts:
            self._journal.commit(log_of.set_facts(run.id, changed.facts))
        with self._scheduler.changed:
            self._take_over(run, changed)
            if learned is None and relist and run.restarts < _RESTARTS:
                run.restarts += 1
                run.listed = False
            elif learned is None:
                self._count_failure(run, error, doubtful=in_doubt(step, error))
            self._finish_step(run)

    def _count_failure(self, run: Run, error: StoreError, *, doubtful: bool) -> None:
        """Put the job off, or let the failure stand. A request in doubt is followed by a look, never by itself."""
        run.attempt += 1
        wait_s = self._wait_s(run, replace(error, kind=Kind.TRANSIENT) if doubtful else error, run.attempt)
        if wait_s is not None:
            run.not_before = self._clock.monotonic() + wait_s
            run.retries += 1
        elif run.error is not None or run.want is Want.CANCEL:
            run.error = run.error or error
            run.gave_up = True
        else:
            run.error = error

    def _wait_s(self, run: Run, error: StoreError, attempt: int) -> float | None:
        wait_s = next_try(error, idempotent=True, attempt=attempt, chance=self._clock.random())
        if wait_s is not None and error.kind is Kind.THROTTLED:
            self._scheduler.lane(run.account).throttle(self._clock.monotonic() + wait_s)
        return wait_s

    # ------------------------------------------------------------ parts

    def _part_done(self, run: Run, fact: PartFact) -> None:
        number = fact.part.number
        self._journal.commit(log_of.add_part(run.id, fact))
        with self._scheduler.changed:
            run.parts[number] = fact
            run.record = replace(
                run.record, facts=replace(run.record.facts, done=run.record.facts.done | 1 << number - 1)
            )
            if run.board is not None:
                run.board.finish(fact)
            run.meter.add(self._clock.monotonic(), fact.part.size)
            self._scheduler.lane(run.account).succeed()
            self._finish_part(run, number)

    def _part_failed(self, run: Run, number: int, error: StoreError) -> None:
        with self._scheduler.changed:
            board = run.board
            attempt = 1 if board is None else board.attempts[number - 1]
            wait_s = self._wait_s(run, error, attempt)
            if error.kind is Kind.NO_UPLOAD:
                run.listed = False
            elif wait_s is None:
                run.error = run.error or error
            else:
                run.retries += 1
            if board is not None:
                board.fail(number, None if wait_s is None else self._clock.monotonic() + wait_s)
            self._finish_part(run, number)

    def _finish_part(self, run: Run, number: int) -> None:
        run.flying.discard(number)
        self._scheduler.lane(run.account).in_flight -= 1
        self._scheduler.enqueue(run)
        self._board.touch(run)

    # ------------------------------------------------------------ ends

    def _end(self, run: Run, state: State) -> None:
        with self._counting.shared():
            self._journal.commit(self._state_change(run, state))
            with self._scheduler.changed:
                woken = state is State.PAUSED and run.want is not Want.PAUSE
                if woken:
                    run.step = None
                    self._scheduler.enqueue(run)
                else:
                    self._retire(run, state)
        if woken:
            self._journal.commit(self._state_change(run, State.WAITING))

    def _state_change(self, run: Run, state: State) -> log_of.Change:
        error = run.error if state is State.FAILED else None
        finished = self._clock.now() if state.is_end else None
        run.record = replace(run.record, finished=finished)
        return log_of.set_state(
            run.id, state, error=error, finished=finished, requests=run.requests, retries=run.retries
        )

    def _retire(self, run: Run, state: State) -> None:
        """The job is no longer active. Called with the lock held."""
        run.record = replace(
            run.record,
            state=state,
            want=run.want,
            error=run.error if state is State.FAILED else None,
            parts_done=len(run.parts),
            parts_bytes=sum(fact.part.size for fact in run.parts.values()),
            requests=run.requests,
            retries=run.retries,
        )
        batch = self._scheduler.batches.get(run.record.batch)
        if batch is not None:
            if batch.active.pop(run.id, None) is not None:
                self._scheduler.active -= 1
            batch.move(run.record.size, State.WAITING, state)
            batch.verified = Level.weakest([batch.verified, run.record.facts.verified])
            batch.single = None if batch.is_prefix else job_row(run.record)
        self._board.end(job_row(run.record), run.grid())

    def _give_back(self, run: Run, number: int | None) -> None:
        with self._scheduler.changed:
            if number is None:
                self._finish_step(run)
            else:
                self._finish_part(run, number)

    def _release(self, ticket: Ticket) -> None:
        """Take a ticket back whose outcome could not be recorded. Called with the lock held."""
        match ticket:
            case StepTicket(run):
                self._finish_step(run)
            case PartTicket(run, number):
                run.listed = False
                self._finish_part(run, number)
            case EndTicket(run):
                run.step = None
                self._scheduler.enqueue(run)
            case ListTicket(batch):
                batch.listing_now = False
            case LoadTicket(batch):
                batch.loading = False

    # ------------------------------------------------------------ batches

    def _list(self, batch: BatchRun, is_stopping: Callable[[], bool]) -> None:
        request, cursor = batch.record.request, batch.record.cursor
        if not isinstance(request, PrefixRequest) or cursor is None:
            raise TypeError("only a prefix that is not listed to its end is listed")
        page = _attempt(lambda: next_page(self._stores, request, cursor))
        if isinstance(page, StoreError):
            if not is_stopping():
                self._list_failed(batch, page)
            with self._scheduler.changed:
                batch.listing_now = False
            return
        with self._counting.shared():
            self._journal.add_jobs(batch.id, page.jobs, cursor=page.cursor, created=self._clock.now())
            with self._scheduler.changed:
                self._listed(batch, page)

    def _listed(self, batch: BatchRun, page: Page) -> None:
        batch.listing_now = False
        batch.list_attempt = 0
        batch.record = replace(batch.record, cursor=page.cursor)
        state = State.PAUSED if batch.record.want is Want.PAUSE else State.WAITING
        batch.counts[state] = batch.counts.get(state, 0) + len(page.jobs)
        batch.sizes[state] = batch.sizes.get(state, 0) + sum(size for _, size in page.jobs)
        batch.waiting_in_journal = True
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

    def _load(self, batch: BatchRun) -> None:
        room = ACTIVE_MAX - len(batch.active)
        with self._counting.shared():
            found = self._journal.jobs(batch.id, states=[State.WAITING], after=batch.last_loaded, limit=room)
            # Only a job that was begun before has parts; the others need no second read.
            full = [self._journal.job(record.id) or record if record.facts != Facts() else record for record in found]
            with self._scheduler.changed:
                batch.loading = False
                batch.waiting_in_journal = len(found) == room
                for record in full:
                    self._activate(batch, record)

    def _activate(self, batch: BatchRun, record: JobRecord) -> None:
        batch.last_loaded = max(batch.last_loaded, record.id)
        if record.id not in batch.active:
            batch.active[record.id] = run = make_run(record)
            self._scheduler.active += 1
            self._scheduler.enqueue(run)
            self._board.touch(run)


def make_run(record: JobRecord) -> Run:
    """An active job from what the journal knows of it."""
    run = Run(record, account=record.request.target.account, want=record.want)
    run.requests, run.retries = record.requests, record.retries
    run.learn(record, {fact.part.number: fact for fact in record.parts})
    return run


def _attempt(work: Callable[[], T]) -> T | StoreError:
    """The result of `work`, or the `StoreError` that it ended in. A bug in one job must not take the others down."""
    try:
        return work()
    except StoreError as error:
        return error
    except Cancelled:
        return StoreError(Kind.TRANSIENT, code="Cancelled", message="stopped")
    except JournalError:
        raise
    except Exception as error:  # noqa: BLE001 - recorded as a failure of this one job, and logged
        _LOG.exception("A step failed in a way that the program does not know")
        return StoreError(Kind.BUG, code=type(error).__name__, message="an unforeseen fault; the log has the details")
