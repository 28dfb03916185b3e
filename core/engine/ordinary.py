"""Ordinary copies of a folder's objects, hundreds side by side.

An ordinary object lies with its page in the journal and is no job of its own. It takes the same steps as a job; what
becomes of it is one letter in its page, and a page is committed when it is done or a second has passed. An object that
turns out to be out of the ordinary (parts, a refusal, a failure, a question, something to report) becomes a job of its
own and goes on as one, with all that is known of it.

A kill loses what was done since the last commit, and those copies are made once more: they are pinned and write what
was to be written. A copy that must not overwrite is noted before it is sent, and looked for after a kill.
"""

from __future__ import annotations

import heapq
import math
from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass, replace
from itertools import count
from typing import cast

from core.engine.active_job import BatchRun, OpenSheet, Run
from core.engine.board import Board
from core.engine.context import StepContext
from core.engine.copy_steps import Performer
from core.engine.intake import attempt
from core.engine.scheduler import Lane, Scheduler
from core.journal import pages
from core.journal.changes import Change
from core.journal.journal import Journal
from core.journal.pages import CANCELLED, DONE, SENT, SKIPPED, WAITING, Sheet
from core.model.errors import Kind, StoreError
from core.model.jobs import Facts, SimplePlan, Skipped, State, Want
from core.model.ops import CopyObject
from core.model.requests import CopyRequest
from core.model.values import Level
from core.rules.conditions import must_be_free
from core.rules.proof import answered_level
from core.rules.props import shape_of
from core.rules.retry import next_try
from core.rules.steps import Step, in_doubt
from core.store.side_by_side import Runner
from core.store.stores import Stores
from core.system.clock import Clock

#: Pages of one batch that are open at once: one that ends, and the next.
_OPEN_MAX = 2
#: Seconds after which what was done is committed, though the page is not done.
_COMMIT_S = 1.0
#: Objects in flight of one account at the beginning.
_FIRST_SIZE = 16.0
#: By how much the rate has to grow for more requests at once to be worth it.
_WORTH = 1.05
_LONGEST_WAIT_S = 0.2
#: Failures that pass by themselves: the object stays on its page and is tried again.
_PASSING = frozenset({Kind.TRANSIENT, Kind.THROTTLED, Kind.OFFLINE})


Fail = Callable[[Run, Step, StepContext, StoreError], None]
Stop = Callable[[], bool]


@dataclass(slots=True)
class Flow(Lane):
    """A lane that tries more objects at once as long as that makes the whole faster."""

    window: float = _FIRST_SIZE
    _since: float = 0.0
    _ended: int = 0
    _rate: float = 0.0

    def end(self, now: float) -> None:
        """An object is done."""
        self._ended += 1
        if self._ended < 2 * self.window:
            return
        rate = self._ended / max(now - self._since, 1e-9)
        if rate > self._rate * _WORTH:
            self.window = min(self.most, self.window * 1.5)
        self._rate, self._since, self._ended = rate, now, 0

    def throttle(self, until: float) -> None:
        Lane.throttle(self, until)
        self._rate, self._ended = 0.0, 0


@dataclass(eq=False, slots=True)
class _Item:
    """One object on its way.

    Attributes:
        facts, step: how far it has come.
        is_undone: it stays on its page as it was.
        is_alone: it is a job of its own now.
        again_at: monotonic time at which it is tried again; None for when it is asked for.
    """

    batch: BatchRun
    opened: OpenSheet
    index: int
    request: CopyRequest
    facts: Facts = Facts()
    step: Step = Step.STAT
    again_at: float | None = None
    is_undone: bool = False
    is_alone: bool = False
    sends: int = 0

    @property
    def id(self) -> int:
        return self.opened.sheet.id + self.index


class OrdinaryWork:
    """Copies ordinary objects. Thread: one calls `run`; the other methods say which lock is held."""

    def __init__(
        self, stores: Stores, journal: Journal, clock: Clock, scheduler: Scheduler, board: Board, at_once: int
    ) -> None:
        """`at_once`: how many requests of one account may be in flight."""
        self.at_once = at_once
        self._stores = stores
        self._journal = journal
        self._clock = clock
        self._scheduler = scheduler
        self._counting = scheduler.counting
        self._board = board
        self._performer = Performer(clock)
        self._workers = 1
        self._flows: dict[str, Flow] = {}  # guarded by the engine's lock
        # of the thread that runs
        self._ended: list[_Item] = []
        self._promoting: list[_Item] = []
        self._noting: list[_Item] = []
        self._broken: Exception | None = None
        self._saved_at = 0.0
        self._turn = count()

    # ------------------------------------------------------------ whether there is something to do

    def opens(self, now: float) -> float:
        """When `run` will find something to do; infinity when something has to change first. The lock is held."""
        wake = math.inf
        for batch in self._running():
            opens = self._flow(batch).opens(now)
            if opens is not None:
                wake = min(wake, opens)
            elif batch.pages_waiting or any(opened.todo for opened in batch.sheets):
                return now
            else:
                wake = min([wake, *(opened.later[0][0] for opened in batch.sheets if opened.later)])
        return wake

    def _running(self) -> list[BatchRun]:
        return [batch for batch in self._scheduler.paged.values() if batch.record.want is Want.RUN]

    def _flow(self, batch: BatchRun) -> Flow:
        flow = self._flows.setdefault(batch.record.request.target.account, Flow())
        flow.most = self.at_once
        flow.window = min(flow.window, flow.most)
        return flow

    # ------------------------------------------------------------ the work

    def run(self, fail: Fail, workers: int, is_stopping: Stop) -> None:
        """Copy until nothing can be begun now, and nothing is on its way.

        Args:
            fail: takes a job of its own whose step has just failed.
            workers: how many parts can run side by side; for plans.
            is_stopping: whether to begin nothing more. What a stopped program loses goes on with the next one.
        """
        self._workers = workers
        runner = self._stores.side_by_side()
        busy = True
        while busy:
            cpu = self._clock.cpu()
            is_held = is_stopping() or self._broken is not None or self._board.halted
            begun = 0 if is_held else self._begin(runner, fail, is_stopping)
            with self._scheduler.changed:
                flying = any(batch.flying for batch in self._scheduler.paged.values())
            if flying:
                runner.wait(_LONGEST_WAIT_S)
            self._settle()
            self._save(now=self._clock.monotonic(), all_of_it=False)
            busy = bool(begun) or flying
            with self._scheduler.changed:
                self._scheduler.budget.spend(self._clock.cpu() - cpu)
                self._scheduler.changed.notify_all()
        self._save(now=self._clock.monotonic(), all_of_it=True)
        broken, self._broken = self._broken, None
        if broken is not None:
            raise broken

    def _begin(self, runner: Runner, fail: Fail, is_stopping: Stop) -> int:
        """Begin as much as may be begun; how many objects that is."""
        begun = 0
        self._load()
        while not is_stopping() and self._broken is None:
            now = self._clock.monotonic()
            with self._scheduler.changed:
                item = None if self._scheduler.budget.opens(now) is not None else self._pick(now)
            if item is None:
                break
            begun += 1
            runner.start(lambda item=item: self._carry_out(item, runner, fail, is_stopping))  # type: ignore[misc]
        return begun

    def _pick(self, now: float) -> _Item | None:
        batches = self._running()
        if not batches:
            return None
        first = next(self._turn) % len(batches)
        for batch in (*batches[first:], *batches[:first]):
            flow = self._flow(batch)
            if flow.opens(now) is not None:
                continue
            for opened in batch.sheets:
                index = opened.next(now)
                if index is not None:
                    batch.measure_from(now)
                    opened.flying.add(index)
                    flow.in_flight += 1
                    request = batch.prefix.of(opened.sheet.objects[index][0])
                    return _Item(batch, opened, index, cast(CopyRequest, request))  # only copies lie in pages
        return None

    def _load(self) -> None:
        """Open the next pages of the batches that may need them."""
        with self._scheduler.changed:
            hungry = [batch for batch in self._running() if batch.pages_waiting and _runs_short(batch)]
        for batch in hungry:
            with self._counting.shared():
                known = [opened.sheet.id for opened in batch.sheets]
                found = self._journal.waiting_pages(batch.id, without=known, limit=_OPEN_MAX)
                with self._scheduler.changed:
                    batch.pages_waiting = len(found) == _OPEN_MAX
                    opened = [OpenSheet(sheet) for sheet in found]
                    for one in opened:
                        one.refill()
                    batch.sheets += opened
            self._look_for_sent(batch, opened)

    def _look_for_sent(self, batch: BatchRun, opened: Iterable[OpenSheet]) -> None:
        """Copies that must not overwrite, and that an earlier run may have made, are looked for."""
        for one in opened:
            sent = [index for index, letter in enumerate(one.sheet.letters) if letter == SENT]
            if not sent:
                continue
            jobs = [(index, batch.prefix.of(one.sheet.objects[index][0]), Facts(doubted=True)) for index in sent]
            self._journal.commit(pages.promote(one.sheet, jobs))
            with self._scheduler.changed:
                for index, _, facts in jobs:
                    self._scheduler.enqueue(self._activate(batch, one.sheet, index, facts))

    # ------------------------------------------------------------ one object

    def _carry_out(self, item: _Item, runner: Runner, fail: Fail, is_stopping: Stop) -> None:
        context = self._context(item, runner)
        try:
            error = attempt(lambda: self._copy(item, context, runner))
            if error is not None and _may_be_ours(item, error) and not is_stopping():
                item.facts, error = Facts(doubted=True), None
            item.is_undone = error is not None and (is_stopping() or self._passes(item, error))
            if not item.is_undone and (error is not None or not _is_ordinary_end(item.facts)):
                self._promoting.append(item)
                runner.join(self._promote)
                item.is_alone = True
                self._go_on_alone(item, context, error, fail)
        except Exception as broken:  # noqa: BLE001 - raised again when all that is on its way has ended
            self._broken = broken
            item.is_undone = True
        if not item.is_alone:
            self._ended.append(item)

    def _context(self, item: _Item, runner: Runner) -> StepContext:
        def note(facts: Facts) -> None:
            item.facts = facts
            if must_be_free(item.request, facts.target_before):
                self._noting.append(item)
                runner.join(self._note)

        def count_one() -> None:
            item.sends += 1

        return StepContext(
            job=item.id,
            request=item.request,
            facts=Facts(),
            stores=self._stores,
            parts={},
            note=note,
            owner_of=self._journal.upload_owner,
            count=count_one,
            workers=self._workers,
        )

    def _copy(self, item: _Item, context: StepContext, runner: Runner) -> None:
        """Take the steps of a copy by one call; `item` says how far it has come."""
        self._take(item, Step.STAT, context)
        if not isinstance(item.facts.plan, SimplePlan):
            return
        account = item.request.target.account
        known = replace(context, facts=item.facts)
        if known.rests_on_pin and self._stores.holds_pin(account, CopyObject.__name__) is None:
            with runner.alone((account, CopyObject)):  # one finds out how the store takes pins
                self._take(item, Step.COPY, context)
        else:
            self._take(item, Step.COPY, context)
        shape = shape_of(known.planned)
        if self._is_proven(item, shape):
            return
        with runner.alone((item.request.target.account, item.request.target.bucket, shape)):
            if not self._is_proven(item, shape):
                self._take(item, Step.VERIFY, context)
                if not item.facts.notes:
                    self._stores.note_kept(item.request.target, shape)

    def _take(self, item: _Item, step: Step, context: StepContext) -> None:
        item.step = step
        item.facts = self._performer.step(step, replace(context, facts=item.facts)).facts

    def _is_proven(self, item: _Item, shape: Hashable) -> bool:
        """Whether the answer proves the copy, and such copies are known to keep their properties."""
        if item.request.edit.is_empty and self._stores.keeps(item.request.target, shape):
            item.facts = replace(item.facts, verified=answered_level(item.facts))
        return item.facts.verified is not None

    def _passes(self, item: _Item, error: StoreError) -> bool:
        """Whether to try again by and by, as nothing was done that would have to be looked for."""
        if error.kind not in _PASSING or in_doubt(item.step, error) or item.facts.written:
            return False
        failures = item.opened.failures.get(item.index, 0) + 1
        wait_s = next_try(error, idempotent=True, attempt=failures, chance=self._clock.random())
        if wait_s is None:
            return False
        item.again_at = self._clock.monotonic() + wait_s
        with self._scheduler.changed:
            item.opened.failures[item.index] = failures
            self._flow(item.batch).throttle(item.again_at)
        return True

    # ------------------------------------------------------------ what is committed for many at once

    def _note(self) -> None:
        """Record that copies that must not overwrite are about to be sent."""
        items, self._noting = self._noting, []
        with self._scheduler.changed:
            for item in items:
                item.opened.sheet.letters[item.index] = SENT
            changes = [pages.save(sheet) for sheet in {item.opened.sheet for item in items}]
        self._commit_for(items, changes)

    def _promote(self) -> None:
        """Make jobs of their own of what is out of the ordinary."""
        items, self._promoting = self._promoting, []
        by_sheet: dict[Sheet, list[_Item]] = {}
        for item in items:
            by_sheet.setdefault(item.opened.sheet, []).append(item)
        with self._scheduler.changed:
            changes = [
                pages.promote(sheet, [(item.index, item.request, item.facts) for item in its])
                for sheet, its in by_sheet.items()
            ]
        self._commit_for(items, changes)

    def _commit_for(self, items: Iterable[_Item], changes: Iterable[Change]) -> None:
        try:
            self._journal.commit(*changes)
        except Exception:
            with self._scheduler.changed:
                for item in items:
                    item.opened.sheet.letters[item.index] = WAITING
            raise

    def _go_on_alone(self, item: _Item, context: StepContext, error: StoreError | None, fail: Fail) -> None:
        with self._scheduler.changed:
            item.opened.flying.discard(item.index)
            self._flow(item.batch).in_flight -= 1
            run = self._activate(item.batch, item.opened.sheet, item.index, item.facts)
            run.requests = item.sends
            run.retries = run.attempt = item.opened.failures.pop(item.index, 0)
            if error is None:
                self._scheduler.enqueue(run)
                return
            run.step, run.started = item.step, True
            self._scheduler.lane(run.account).in_flight += 1
        fail(run, item.step, replace(context, facts=item.facts), error)

    def _activate(self, batch: BatchRun, sheet: Sheet, index: int, facts: Facts) -> Run:
        """The job that an object has become, for the scheduler to be told of. The lock is held."""
        size = sheet.objects[index][1] if facts.source is None else facts.source.size
        record = replace(sheet.record(index, batch.prefix), facts=facts, size=size, state=State.WAITING)
        run = Run(record, account=record.request.target.account, want=batch.record.want)
        run.learn(record, {})
        batch.active[run.id] = run
        self._scheduler.active += 1
        self._board.touch(run)
        return run

    # ------------------------------------------------------------ what has ended

    def _settle(self) -> None:
        """Count what has ended, with its letter."""
        with self._counting.shared(), self._scheduler.changed:
            ended, self._ended = self._ended, []
            now = self._clock.monotonic()
            for item in ended:
                self._settle_one(item, now)

    def _settle_one(self, item: _Item, now: float) -> None:
        batch, opened, index = item.batch, item.opened, item.index
        sheet, flow = opened.sheet, self._flow(batch)
        opened.flying.discard(index)
        flow.in_flight -= 1
        sheet.count(index, item.sends)
        opened.unsaved = True
        size = sheet.objects[index][1]
        before = sheet.state(index)
        if item.is_undone and item.again_at is None:
            return  # what was noted as sent may have been carried out: the next program looks for it
        if item.is_undone:
            is_cancelled = batch.record.want is Want.CANCEL
            sheet.letters[index] = CANCELLED if is_cancelled else WAITING
            batch.move(size, before, sheet.state(index))
            if not is_cancelled:
                heapq.heappush(opened.later, (item.again_at or now, index))
            return
        opened.failures.pop(index, None)
        level = item.facts.verified
        sheet.letters[index] = SKIPPED if level is None else DONE[level]
        sheet.finished = self._clock.now()
        batch.move(size, before, sheet.state(index))
        batch.verified = Level.weakest([batch.verified, level])
        flow.end(now)
        if level is not None:
            batch.meter.add(now, size)
        self._board.end_on_page(batch, sheet, index)

    def _save(self, *, now: float, all_of_it: bool) -> None:
        """Commit the pages that are done, and after a while the others."""
        due = all_of_it or now - self._saved_at >= _COMMIT_S
        with self._counting.shared():
            with self._scheduler.changed:
                batches = list(self._scheduler.paged.values())
                changes = self._unsaved(batches, only_done=not due)
            if changes:
                self._journal.commit(*changes)
            with self._scheduler.changed:
                for batch in batches:
                    self._close_idle(batch, was_saved=due)
        if due:
            self._saved_at = now

    def _unsaved(self, batches: Iterable[BatchRun], *, only_done: bool) -> list[Change]:
        """What has to be committed. The lock is held."""
        opened = [one for batch in batches for one in batch.sheets]
        return [pages.save(one.sheet) for one in opened if one.unsaved and (one.is_idle or not only_done)]

    def _close_idle(self, batch: BatchRun, *, was_saved: bool) -> None:
        """Let go of what is done and committed. The lock is held."""
        for opened in batch.sheets:
            opened.unsaved = opened.unsaved and not (was_saved or opened.is_idle)
        batch.sheets = [one for one in batch.sheets if not one.is_idle]
        if not batch.sheets and not batch.pages_waiting:
            self._scheduler.paged.pop(batch.id, None)

    # ------------------------------------------------------------ commands, with the gate of counting held alone

    def flush(self, batches: Iterable[BatchRun]) -> list[Change]:
        """What has to be committed before the journal is counted anew."""
        with self._scheduler.changed:
            return self._unsaved(batches, only_done=False)

    def command(self, want: Want, batches: set[int], jobs: set[int]) -> list[Change]:
        """Pass a command to the open pages; the changes that record it for all pages."""
        with self._scheduler.changed:
            running = list(self._scheduler.paged.values())
            for batch in running:
                for opened in batch.sheets if batch.id in batches else ():
                    if want is Want.CANCEL:
                        pages.cancel(opened.sheet, opened.flying)
                        opened.later.clear()
                    opened.sheet.want = want
                    opened.refill()
                    opened.unsaved = True
            active = [opened.sheet.id for batch in running for opened in batch.sheets]
            changes = self._unsaved(running, only_done=False)
        return [*changes, *self._alone(jobs, WAITING), pages.set_want(want, batches, active)]

    def restart(self, batches: set[int], jobs: set[int]) -> list[Change]:
        """Let cancelled objects wait again: those of batches on their pages, those that are named as jobs of their own.

        Returns the changes that record it.
        """
        with self._scheduler.changed:
            found = [self._scheduler.paged[batch] for batch in batches if batch in self._scheduler.paged]
            changes = self._unsaved(found, only_done=False)
            for batch in found:
                for opened in batch.sheets:
                    opened.sheet.want = Want.RUN
                    opened.sheet.letters = opened.sheet.letters.replace(bytes([CANCELLED]), bytes([WAITING]))
                    opened.refill()
        return [*changes, *(pages.restart(batch) for batch in batches), *self._alone(jobs, CANCELLED)]

    def _alone(self, jobs: set[int], letter: int) -> list[Change]:
        """Make jobs of their own of those that are named and have that letter; not of those that are on their way."""
        changes: list[Change] = []
        with self._scheduler.changed:
            for batch in self._scheduler.paged.values():
                for opened in batch.sheets:
                    sheet = opened.sheet
                    here = {job for job in jobs if 0 <= job - sheet.id < len(sheet.letters)}
                    jobs = jobs - here
                    own = [job - sheet.id for job in here if sheet.letters[job - sheet.id] == letter]
                    objects = [(index, sheet.objects[index][0]) for index in own if index not in opened.flying]
                    if objects:
                        made = [(index, batch.prefix.of(key), Facts()) for index, key in objects]
                        changes.append(pages.promote(sheet, made))
                        opened.refill()
        return [*changes, pages.promote_named(jobs, letter)]


def _runs_short(batch: BatchRun) -> bool:
    return sum(1 for opened in batch.sheets if opened.todo) < _OPEN_MAX


def _may_be_ours(item: _Item, error: StoreError) -> bool:
    """Whether what is in the way of a copy may be the copy itself: libcurl may have sent it twice."""
    return error.kind is Kind.EXISTS and item.facts.copying is not None


def _is_ordinary_end(facts: Facts) -> bool:
    """Whether all is done and there is nothing to report of it."""
    if isinstance(facts.plan, Skipped):
        return True
    return facts.verified is not None and not facts.notes
