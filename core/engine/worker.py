"""Carry out items and settle what comes of them.

Requests and commits happen outside the lock; what was committed is taken over with the lock held.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import replace
from typing import TypeVar

from core.engine.active_job import Run, job_row
from core.engine.board import Board
from core.engine.context import StepContext, StepResult
from core.engine.copy_steps import Performer
from core.engine.intake import Intake, attempt
from core.engine.ordinary import OrdinaryWork
from core.engine.scheduler import (
    EndItem,
    GroupItem,
    ListItem,
    LoadItem,
    PagesItem,
    PartItem,
    Scheduler,
    StepItem,
    WorkItem,
)
from core.journal import changes as log_of
from core.journal.journal import Journal, JournalError
from core.model.errors import Kind, OwnCode, StoreError
from core.model.jobs import Facts, PartFact, State, Want
from core.model.requests import CopyRequest, JobRequest, OnExisting
from core.model.values import Level
from core.rules.retry import next_try
from core.rules.steps import Step, in_doubt, not_sent
from core.store.stores import Stores
from core.system.clock import Clock

#: How often a job may begin its upload anew because the store has lost it or refuses its parts.
_RESTARTS = 3
#: How often parts are copied once more because the store lists them otherwise than it answered.
_REPAIRS = 1
#: Steps that only look; their success does not end a series of failures.
_LOOKS = frozenset({Step.RESOLVE, Step.FIND_LEFTOVER})
_LOG = logging.getLogger(__name__)

T = TypeVar("T")


class Worker:
    """What all worker threads do. Thread: any; one object serves them all."""

    def __init__(
        self,
        stores: Stores,
        journal: Journal,
        clock: Clock,
        scheduler: Scheduler,
        board: Board,
        ordinary: OrdinaryWork,
    ) -> None:
        self._stores = stores
        self._journal = journal
        self._clock = clock
        self._scheduler = scheduler
        self._board = board
        self._counting = scheduler.counting
        self._performer = Performer(clock)
        self._ordinary = ordinary
        self._intake = Intake(stores, journal, clock, scheduler, board)

    def carry_out(self, item: WorkItem, *, workers: int, is_stopping: Callable[[], bool]) -> None:
        """Do one piece of work and record what came of it.

        A failure that meets a program that is stopping is no failure: the journal already says how to go on.
        """
        cpu = self._clock.cpu()
        try:
            self._dispatch(item, workers, is_stopping)
        except JournalError as error:
            # Without a journal nothing may go on: what is not recorded could be done twice.
            _LOG.error("%s", error)
            with self._scheduler.changed:
                self._board.halt(str(error))
                self._release(item)
        except Exception as error:  # noqa: BLE001 - logged, and a failure of these jobs
            # A fault of our own ends the jobs that it met, and never a worker.
            _LOG.exception("%s failed", type(item).__name__)
            with self._scheduler.changed:
                self._blame(item, StoreError(Kind.BUG, code=type(error).__name__, message=str(error)))
                self._release(item)
        with self._scheduler.changed:
            self._scheduler.budget.spend(self._clock.cpu() - cpu)
            self._scheduler.changed.notify_all()

    def _dispatch(self, item: WorkItem, workers: int, is_stopping: Callable[[], bool]) -> None:
        match item:
            case StepItem(run, step):
                self._step(run, step, workers, is_stopping)
            case GroupItem(runs):
                self._delete(runs, workers, is_stopping)
            case PartItem(run, number, attempts):
                self._part(run, number, attempts, workers, is_stopping)
            case EndItem(run, state):
                self._end(run, state)
            case ListItem(batch):
                self._intake.list_page(batch, is_stopping)
            case LoadItem(batch):
                self._intake.load(batch)
            case PagesItem():
                self._ordinary.run(self._step_failed, workers, is_stopping)

    def _task(self, run: Run, workers: int) -> StepContext:
        def note(facts: Facts) -> None:
            self._journal.commit(log_of.set_facts(run.id, facts))
            run.record = replace(run.record, facts=facts)

        def count() -> None:
            with self._scheduler.changed:
                run.requests += 1

        return StepContext(
            job=run.id,
            request=self._request(run),
            facts=run.record.facts,
            stores=self._stores,
            parts=run.parts,
            note=note,
            owner_of=self._journal.upload_owner,
            count=count,
            workers=workers,
        )

    def _request(self, run: Run) -> JobRequest:
        """What the job is asked for; an answer that was given for the whole batch stands for each that would ask."""
        request, batch = run.record.request, self._scheduler.batches.get(run.record.batch)
        if batch is None or not isinstance(request, CopyRequest) or request.options.on_existing is not OnExisting.ASK:
            return request
        options = replace(request.options, on_existing=batch.record.request.options.on_existing)
        return replace(request, options=options)

    # ------------------------------------------------------------ exclusive steps

    def _step(self, run: Run, step: Step, workers: int, is_stopping: Callable[[], bool]) -> None:
        context = self._task(run, workers)
        outcome = attempt(lambda: self._performer.step(step, context))
        if isinstance(outcome, StepResult):
            self._learn(run, step, outcome)
        elif is_stopping():
            self._give_back(run, None)
        else:
            self._step_failed(run, step, context, outcome)

    def _learn(self, run: Run, step: Step, result: StepResult) -> None:
        changes = [log_of.set_facts(run.id, result.facts)]
        if result.parts is not None:
            changes.append(log_of.keep_parts(run.id, result.parts))
        with self._counting.shared():
            self._journal.commit(*changes)
            with self._scheduler.changed:
                self._take_over(run, result)
        with self._scheduler.changed:
            self._scheduler.lane(run.account).succeed()
            if step not in _LOOKS:
                run.attempt = 0
            if step in (Step.CREATE, Step.LIST_PARTS) or (step is Step.RESOLVE and result.parts is not None):
                run.listed = result.facts.upload_id is not None
                self._count_restart(run)
            if step is Step.COMPLETE and not result.facts.written:
                self._count_repair(run)
            if result.later_s:
                run.not_before = self._clock.monotonic() + result.later_s
            if step is Step.COPY:
                self._measure(run, run.record.size or 0)
            self._finish_step(run)

    def _count_restart(self, run: Run) -> None:
        """A store that loses every upload is not asked for ever."""
        if run.listed:
            return
        run.restarts += 1
        if run.restarts > _RESTARTS:
            message = "the store lost the upload again and again"
            run.error = StoreError(Kind.NO_UPLOAD, op="ListParts", code=OwnCode.UPLOAD_LOST, message=message)

    def _count_repair(self, run: Run) -> None:
        """Parts that the store does not list as it answered are copied once more; each costs, so then it is enough."""
        run.repairs += 1
        if run.repairs > _REPAIRS:
            message = "the list of parts disagrees with the answers to their copies"
            run.error = StoreError(Kind.INVALID, op="ListParts", code=OwnCode.PARTS_DISAGREE, message=message)

    def _take_over(self, run: Run, result: StepResult) -> None:
        facts, before = result.facts, run.record.size
        size = before if facts.source is None else facts.source.size
        batch = self._scheduler.batches.get(run.record.batch)
        if batch is not None and size != before:
            batch.sizes[State.WAITING] = batch.sizes.get(State.WAITING, 0) + (size or 0) - (before or 0)
        parts = None if result.parts is None else {fact.part.number: fact for fact in result.parts}
        run.learn(replace(run.record, facts=facts, size=size), parts)

    def _measure(self, run: Run, size: int) -> None:
        """So many bytes were copied."""
        now = self._clock.monotonic()
        run.meter.add(now, size)
        batch = self._scheduler.batches.get(run.record.batch)
        if batch is not None:
            batch.meter.add(now, size)

    def _finish_step(self, run: Run) -> None:
        self._scheduler.lane(run.account).in_flight -= 1
        self._go_on(run)

    def _go_on(self, run: Run) -> None:
        run.step = None
        self._scheduler.enqueue(run)
        self._board.touch(run)

    def _step_failed(self, run: Run, step: Step, context: StepContext, error: StoreError) -> None:
        facts = run.record.facts
        result = None if in_doubt(step, error) else self._performer.after_refusal(step, context, facts, error)
        changed = result or StepResult(facts if in_doubt(step, error) else not_sent(step, facts))
        relist = error.kind is Kind.NO_UPLOAD or (step is Step.COMPLETE and error.kind is Kind.INVALID)
        if changed.facts != facts:
            self._journal.commit(log_of.set_facts(run.id, changed.facts))
        with self._scheduler.changed:
            self._take_over(run, changed)
            if result is None and relist and run.restarts < _RESTARTS:
                run.restarts += 1
                run.listed = False
            elif result is None:
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

    # ------------------------------------------------------------ groups

    def _delete(self, runs: tuple[Run, ...], workers: int, is_stopping: Callable[[], bool]) -> None:
        tasks = [self._task(run, workers) for run in runs]
        done = attempt(lambda: self._performer.delete(tasks))
        outcomes = [done] * len(runs) if isinstance(done, StoreError) else done
        pairs = list(zip(runs, outcomes, strict=True))
        gone = [(run, facts) for run, facts in pairs if isinstance(facts, Facts)]
        if gone:
            self._journal.commit(*(log_of.set_facts(run.id, facts) for run, facts in gone))
        with self._scheduler.changed:
            lane = self._scheduler.lane(runs[0].account)
            lane.in_flight -= 1
            if gone:
                lane.succeed()
            for run, outcome in pairs:
                if isinstance(outcome, Facts):
                    run.attempt = 0
                    self._take_over(run, StepResult(outcome))
                elif not is_stopping():
                    self._count_failure(run, outcome, doubtful=False)
                self._go_on(run)

    # ------------------------------------------------------------ parts

    def _part(self, run: Run, number: int, attempts: int, workers: int, is_stopping: Callable[[], bool]) -> None:
        context = self._task(run, workers)
        fact = attempt(lambda: self._performer.part(context, number, attempts))
        if isinstance(fact, PartFact):
            self._part_done(run, fact)
        elif is_stopping():
            self._give_back(run, number)
        else:
            self._part_failed(run, number, fact)

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
            self._measure(run, fact.part.size)
            self._scheduler.lane(run.account).succeed()
            self._finish_part(run, number)

    def _part_failed(self, run: Run, number: int, error: StoreError) -> None:
        with self._scheduler.changed:
            board = run.board
            attempt = 1 if board is None else board.attempts[number - 1]
            wait_s = self._wait_s(run, error, attempt)
            if error.kind is Kind.NO_UPLOAD and (not run.listed or run.restarts < _RESTARTS):
                run.restarts += run.listed  # once for all parts that were on their way
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
                    run.ending = False
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
        row = job_row(run.record)
        batch = self._scheduler.batches.get(run.record.batch)
        if batch is not None:
            self._scheduler.retire(batch, run)
            if batch.loading:
                batch.left.add(run.id)
            batch.move(run.record.size, State.WAITING, state)
            batch.verified = Level.weakest([batch.verified, run.record.facts.verified])
            batch.lost += state is State.DONE and run.record.facts.has_losses
            batch.asks += state is State.REFUSED and row.asks
            if state is State.PAUSED:
                batch.resting[run.id] = run.done_bytes()
            batch.single = None if batch.many else row
        self._board.end(row, run.grid())

    def _give_back(self, run: Run, number: int | None) -> None:
        with self._scheduler.changed:
            if number is None:
                self._finish_step(run)
            else:
                self._finish_part(run, number)

    def _blame(self, item: WorkItem, error: StoreError) -> None:
        """End the jobs of an item whose outcome could not be settled. Called with the lock held."""
        match item:
            case StepItem(run) | PartItem(run):
                run.error = run.error or error
            case GroupItem(runs):
                for run in runs:
                    run.error = run.error or error
            case EndItem() | ListItem() | LoadItem() | PagesItem():
                self._board.halt(f"{error.code}: {error.message}")

    def _release(self, item: WorkItem) -> None:
        """Take a item back whose outcome could not be recorded. Called with the lock held."""
        match item:
            case StepItem(run):
                self._finish_step(run)
            case GroupItem(runs):
                self._scheduler.lane(runs[0].account).in_flight -= 1
                for run in runs:
                    self._go_on(run)
            case PartItem(run, number):
                run.listed = False
                self._finish_part(run, number)
            case EndItem(run):
                run.ending = False
                self._scheduler.enqueue(run)
            case ListItem(batch):
                batch.listing_now = False
            case LoadItem(batch):
                batch.loading = False
            case PagesItem():
                pass  # what it had begun has ended
