"""Which piece of work a worker gets next. Pure bookkeeping under the engine's lock: no I/O.

Jobs take turns, so a copy of ten thousand parts does not hold up a small one. A lane is an account's rate state;
a full or paused lane hands out nothing, so no thread ever waits for a rate limit.
"""

from __future__ import annotations

import heapq
import math
import threading
from collections import deque
from dataclasses import dataclass
from itertools import islice

from core.engine.active_job import ACTIVE_MAX, BatchRun, Run
from core.engine.groups import DeletionGroups
from core.model.jobs import RestorePlan, State, Want
from core.rules.steps import End, Parts, Step
from core.system.shared_lock import SharedLock

#: Active jobs of all batches together.
ACTIVE_ALL = 512
#: A batch lists further only while fewer of its jobs than this wait.
LIST_AHEAD = 8000
LANE_MAX = 64.0


@dataclass(frozen=True, slots=True)
class StepItem:
    run: Run
    step: Step


@dataclass(frozen=True, slots=True)
class PartItem:
    run: Run
    number: int
    attempts: int


@dataclass(frozen=True, slots=True)
class EndItem:
    """Record that a job has ended, or has come to rest."""

    run: Run
    state: State


@dataclass(frozen=True, slots=True)
class ListItem:
    batch: BatchRun


@dataclass(frozen=True, slots=True)
class LoadItem:
    """Make more of a batch's waiting jobs active."""

    batch: BatchRun


@dataclass(frozen=True, slots=True)
class GroupItem:
    """Delete the objects of several jobs of one batch."""

    runs: tuple[Run, ...]


@dataclass(frozen=True, slots=True)
class PagesItem:
    """Copy the ordinary objects of folders, see `core.engine.ordinary`."""


WorkItem = StepItem | GroupItem | PartItem | EndItem | ListItem | LoadItem | PagesItem


@dataclass(slots=True)
class Lane:
    """Rate state of one account: additive increase, multiplicative decrease, as TCP does it.

    Attributes:
        window: how many requests may be in flight; it grows to `most`.
    """

    window: float = LANE_MAX
    most: float = LANE_MAX
    in_flight: int = 0
    not_before: float = 0.0

    def opens(self, now: float) -> float | None:
        """None when a request may go out, else the time at which to ask again (infinity: when one comes back)."""
        if self.in_flight >= max(1, int(self.window)):
            return math.inf
        return self.not_before if now < self.not_before else None

    def succeed(self) -> None:
        self.window = min(self.most, self.window + 1.0 / self.window)

    def throttle(self, until: float) -> None:
        self.window = max(1.0, self.window / 2)
        self.not_before = max(self.not_before, until)


class CpuBudget:
    """Keeps the workers of this process below a share of one processor, so that a window beside them stays smooth.

    Request threads that together want more than one core starve the window's thread, however short each request is.
    """

    def __init__(self, share: float | None) -> None:
        """`share` of one core, such as 0.6; None for no bound."""
        self._share = share
        self._level = 0.0
        self._last = 0.0

    def spend(self, seconds: float) -> None:
        self._level -= seconds

    def opens(self, now: float) -> float | None:
        """None when there is budget, else when there will be."""
        if self._share is None:
            return None
        burst = 0.05
        self._level = min(burst, self._level + (now - self._last) * self._share)
        self._last = now
        return None if self._level >= 0 else now - self._level / self._share


class Scheduler:
    """Hands out items.

    Attributes:
        paged: the batches that have pages of ordinary objects to work on.
        active: number of active jobs; those that are set `aside` leave room for more.
        changed: the engine's lock, which guards this object, all runs and the board; notified when work may be found.
        counting: whoever commits a change that moves jobs between states, and then counts it, shares this gate;
            whoever counts anew from the journal holds it alone. Taken before the lock, never after.
    """

    def __init__(self, cpu_share: float | None) -> None:
        self.changed = threading.Condition()
        self.counting = SharedLock()
        self.lanes: dict[str, Lane] = {}
        self.batches: dict[int, BatchRun] = {}
        self.paged: dict[int, BatchRun] = {}
        self.active = 0
        self.aside = 0
        self._dequeue_count = 0
        self._to_load: dict[int, BatchRun] = {}
        self._to_list: dict[int, BatchRun] = {}
        self.budget = CpuBudget(cpu_share)
        self._groups = DeletionGroups()
        self._ready: deque[Run] = deque()
        self._resting: list[tuple[float, int, Run]] = []

    def lane(self, account: str) -> Lane:
        return self.lanes.setdefault(account, Lane())

    def add_batch(self, batch: BatchRun) -> None:
        """A batch is new, or has changed so that it may need a worker: to be listed, or to have jobs made active."""
        self.batches[batch.id] = batch
        self._to_load[batch.id] = batch
        self._to_list[batch.id] = batch
        if batch.pages_waiting or batch.sheets:
            self.paged[batch.id] = batch

    def retire(self, batch: BatchRun, run: Run) -> None:
        """A job is no longer active."""
        if batch.active.pop(run.id, None) is not None:
            self.active -= 1
        if run.id in batch.aside:
            batch.aside.remove(run.id)
            self.aside -= 1

    def enqueue(self, run: Run) -> None:
        """Let a job take its turn, unless it stands in the queue already.

        One for which others wait, to be deleted with it, goes before all: only a short step of it is missing.
        """
        if run.queued:
            return
        run.queued = True
        if self._groups.has(run):
            self._ready.appendleft(run)
        else:
            self._ready.append(run)

    def pick(self, now: float) -> tuple[WorkItem | None, float]:
        """The next item, or None and the time at which to ask again (infinity: when something changes)."""
        wake = self.budget.opens(now)
        if wake is not None:
            return None, wake
        self._rouse(now)
        # First, because a copy of ten thousand parts always has one more to hand out.
        item, wake_batch = self._pick_batch(now)
        if item is not None:
            return item, now
        counted = -1
        while counted != self._dequeue_count:  # whoever was dequeued may have made a group complete
            self._close_groups()
            counted = self._dequeue_count
            item, wake_group = self._pick_group(now)
            if item is not None:
                return item, now
            item, wake_job = self._pick_job(now)
            if item is not None:
                return item, now
        if self.aside:
            item, wake_batch = self._pick_batch(now)  # jobs that were set aside have left room for others
        wake_rested = self._resting[0][0] if self._resting else math.inf
        return item, min(wake_job, wake_batch, wake_group, wake_rested)

    def _rouse(self, now: float) -> None:
        """Let the jobs go on that have waited long enough for a restore."""
        while self._resting and self._resting[0][0] <= now:
            due, _, run = heapq.heappop(self._resting)
            if run.dequeued and run.not_before == due:  # otherwise a command has called it before
                run.dequeued = False
                self.enqueue(run)

    def _pick_job(self, now: float) -> tuple[WorkItem | None, float]:
        wake, put_back = math.inf, []
        found: WorkItem | None = None
        while self._ready and found is None:
            run = self._ready.popleft()
            run.queued = False
            found, again = self._item_of(run, now)
            wake = min(wake, again)
            idle = found is None and not run.busy and not run.dequeued
            if isinstance(found, PartItem) or idle or not math.isinf(again):
                put_back.append(run)
        for run in put_back:
            self.enqueue(run)
        return found, wake

    def _item_of(self, run: Run, now: float) -> tuple[WorkItem | None, float]:
        if run.step is not None or run.ending:
            return None, math.inf
        run.dequeued = False
        following = run.next()
        if run.want is Want.PAUSE and run.error is None and not isinstance(following, End):
            following = End(State.PAUSED)
        if isinstance(following, Parts):
            return self._part_of(run, now)
        if run.flying:
            return None, math.inf
        if isinstance(following, End):
            self._groups.leave(run)
            run.ending = True
            return EndItem(run, following.state), now
        return self._step_of(run, following, now)

    def _step_of(self, run: Run, following: Step, now: float) -> tuple[WorkItem | None, float]:
        batch = self.batches.get(run.record.batch)
        if now < run.not_before:
            if batch is None or not isinstance(run.record.facts.plan, RestorePlan):
                return None, run.not_before
            self._dequeue(batch, run)  # thousands may wait for hours; nobody goes through all of them for each item
            heapq.heappush(self._resting, (run.not_before, self._dequeue_count, run))
            return None, math.inf
        if batch is not None and self._groups.holds(batch, run, following, now):
            self._dequeue(batch, run)
            self._wake()
            return None, math.inf
        opens = self.lane(run.account).opens(now)
        if opens is not None:
            return None, opens
        if following is Step.DELETE:
            return self._group((run,)), now
        if batch is not None:
            batch.measure_from(now)
        run.step = following
        run.started = True
        if following is Step.COPY:
            run.meter.begin(now)
        self.lane(run.account).in_flight += 1
        return StepItem(run, following), now

    def _dequeue(self, batch: BatchRun, run: Run) -> None:
        """Take a job out of the queue, because it waits; from now on it leaves room for others."""
        run.dequeued = True
        self._dequeue_count += 1
        if run.id not in batch.aside:
            batch.aside.add(run.id)
            self.aside += 1

    def _close_groups(self) -> None:
        """Let the jobs go on that wait in vain for others to join them."""
        self._groups.close(self.batches)
        self._wake()

    def _wake(self) -> None:
        for run in self._groups.woken:
            run.dequeued = False
            self.enqueue(run)
        self._groups.woken.clear()

    def _pick_group(self, now: float) -> tuple[WorkItem | None, float]:
        wake = math.inf
        for group in self._groups:
            due = group.due(now)
            opens = self.lane(group.account).opens(now) if due <= now else due
            if opens is None:
                return self._group(self._groups.take(group)), now
            wake = min(wake, opens)
        return None, wake

    def _group(self, runs: tuple[Run, ...]) -> WorkItem:
        for run in runs:
            run.dequeued = False
            run.step = Step.DELETE
            run.started = True
        self.lane(runs[0].account).in_flight += 1
        return GroupItem(runs)

    def _part_of(self, run: Run, now: float) -> tuple[WorkItem | None, float]:
        board = run.board
        opens = self.lane(run.account).opens(now)
        if board is None or opens is not None:
            return None, math.inf if opens is None else opens
        number = board.next(run.record.facts.done, run.flying, now)
        if number is None:
            return None, math.inf if board.next_time is None else board.next_time
        batch = self.batches.get(run.record.batch)
        if batch is not None:
            batch.measure_from(now)
        if run.flying:
            run.meter.begin(now)
        else:
            run.meter.go_on(now)
        run.flying.add(number)
        self.lane(run.account).in_flight += 1
        return PartItem(run, number, board.begin(number)), now

    def _pick_batch(self, now: float) -> tuple[WorkItem | None, float]:
        batch = self._next_to_load()
        if batch is not None:
            batch.loading = True
            return LoadItem(batch), now
        wake = math.inf
        for batch in tuple(self._to_list.values()):
            if not batch.is_listing:
                del self._to_list[batch.id]
            elif self._may_list(batch):
                if now >= batch.not_before:
                    batch.listing_now = True
                    return ListItem(batch), now
                wake = min(wake, batch.not_before)
        return None, wake

    def _next_to_load(self) -> BatchRun | None:
        """The first batch that has jobs waiting in the journal and room for them. Others' turns come as jobs end."""
        if self.active - self.aside >= ACTIVE_ALL:
            return None
        for batch in tuple(islice(self._to_load.values(), ACTIVE_ALL)):
            if not batch.waiting_in_journal:
                del self._to_load[batch.id]
            elif not batch.loading and batch.room > ACTIVE_MAX // 2:
                return batch
        return None

    @staticmethod
    def _may_list(batch: BatchRun) -> bool:
        wanted = batch.is_listing and batch.record.want is Want.RUN and not batch.listing_now
        return wanted and batch.counts.get(State.WAITING, 0) < LIST_AHEAD
