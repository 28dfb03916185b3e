"""Jobs and batches that are being worked on, in memory. Guarded by the engine's lock throughout."""

from __future__ import annotations

import heapq
from array import array
from collections import deque
from dataclasses import dataclass, field, replace
from typing import Literal

from core.engine.pace import Meter, eta_of_many_s, eta_s
from core.journal.pages import WAITING, Sheet
from core.journal.records import BatchRecord, JobRecord
from core.model.errors import Kind, StoreError
from core.model.jobs import PartFact, PartPlan, Reason, Refused, RestorePlan, SetPlan, SimplePlan, State, Want
from core.model.ops import DeleteObjects
from core.model.reports import CELLS, BatchRow, Cell, JobRow, PartGrid
from core.model.requests import JobKind, ListRequest, OnExisting, PrefixRequest
from core.model.values import Level
from core.rules.steps import End, Next, Step, keeps_upload, next_step

#: Active jobs of one batch: enough to keep 64 workers busy, few enough to be nothing in memory.
ACTIVE_MAX = 96
#: Jobs of one batch that leave room for others: two of the largest groups that are deleted together.
ASIDE_MAX = 2 * DeleteObjects.MOST
_CODE = {cell: index for index, cell in enumerate(CELLS)}
_MOST = 255


class PartBoard:
    """What is known of each part of one copy: cells for the eye, attempts and times, and which part is next."""

    def __init__(self, plan: PartPlan) -> None:
        self.plan = plan
        self.cells = bytearray(plan.count)
        self.attempts = bytearray(plan.count)
        self.seconds = array("f", bytes(4 * plan.count))
        self._cursor = 0
        self._later: list[tuple[float, int]] = []

    def mark(self, number: int, cell: Cell) -> None:
        self.cells[number - 1] = _CODE[cell]

    def begin(self, number: int) -> int:
        """Part `number` is sent; returns which attempt this is."""
        count = min(self.attempts[number - 1] + 1, _MOST)
        self.attempts[number - 1] = count
        self.mark(number, Cell.RUNNING if count == 1 else Cell.RETRIED)
        return count

    def finish(self, fact: PartFact) -> None:
        index = fact.part.number - 1
        self.attempts[index] = min(fact.attempts, _MOST)
        self.seconds[index] = fact.seconds
        self.mark(fact.part.number, Cell.DONE if fact.attempts == 1 else Cell.RETRIED)

    def fail(self, number: int, until: float | None) -> None:
        """The last attempt failed; the part is sent again at monotonic time `until`, or not at all."""
        self.mark(number, Cell.FAILED if until is None else Cell.RETRIED)
        if until is not None:
            heapq.heappush(self._later, (until, number))

    def next(self, done: int, flying: set[int], now: float) -> int | None:
        """The lowest part that may be sent now, or None."""
        if self._later and self._later[0][0] <= now:
            return heapq.heappop(self._later)[1]
        put_off = {number for _, number in self._later} if self._later else ()
        while self._cursor < self.plan.count:
            number = self._cursor + 1
            self._cursor += 1
            if not done >> (number - 1) & 1 and number not in flying and number not in put_off:
                return number
        return None

    @property
    def next_time(self) -> float | None:
        """When a part that was put off may be sent again."""
        return self._later[0][0] if self._later else None


@dataclass(eq=False)
class Run:
    """One active job.

    Attributes:
        listed: whether the store's list of parts was taken over, or the upload was begun in this run.
        flying: numbers of the parts that are on their way.
        step: the exclusive step that is on its way.
        ending: its end is being written down; nothing else is handed out for it.
        attempt: how often the current exclusive step has failed.
        restarts: how often the upload was looked for or begun anew because the store did not know it.
        repairs: how often parts were copied again because the store listed them otherwise than it answered.
        not_before: monotonic time before which no exclusive step is sent.
        gave_up: the clean-up of a job that ends failed as well.
        started: whether anything was handed out for it.
        dequeued: it stands in no queue, because it waits for others that are deleted with it, or for a restore.
        queued: whether it stands in the scheduler's queue.
    """

    record: JobRecord
    account: str
    want: Want
    error: StoreError | None = None
    parts: dict[int, PartFact] = field(default_factory=dict)
    board: PartBoard | None = None
    listed: bool = False
    flying: set[int] = field(default_factory=set)
    step: Step | None = None
    ending: bool = False
    attempt: int = 0
    restarts: int = 0
    repairs: int = 0
    not_before: float = 0.0
    gave_up: bool = False
    requests: int = 0
    retries: int = 0
    queued: bool = False
    started: bool = False
    dequeued: bool = False
    meter: Meter = field(default_factory=Meter)

    @property
    def id(self) -> int:
        return self.record.id

    @property
    def busy(self) -> bool:
        return self.step is not None or self.ending or bool(self.flying)

    def next(self) -> Next:
        """What comes next by the facts; `End` also when the clean-up had to be given up."""
        if self.gave_up:
            return End(State.FAILED)
        return next_step(self.record.request.kind, self.record.facts, self.want, self.error, listed=self.listed)

    def learn(self, record: JobRecord, parts: dict[int, PartFact] | None = None) -> None:
        """Take over what was committed."""
        self.record = record
        if parts is not None:
            self.parts = parts
        plan = record.facts.plan
        if not isinstance(plan, PartPlan):
            return
        if self.board is None or self.board.plan != plan or parts is not None:
            attempts = self.board.attempts if self.board is not None and self.board.plan == plan else None
            self.board = PartBoard(plan)
            if attempts is not None:
                self.board.attempts = attempts
            for fact in self.parts.values():
                self.board.finish(fact)

    def done_bytes(self) -> int:
        facts = self.record.facts
        if facts.written or facts.deleted:
            return self.record.size or 0
        return sum(fact.part.size for fact in self.parts.values())

    def row(self, now: float) -> JobRow:
        state = State.RUNNING if self.started else State.WAITING
        done, size = self.done_bytes(), self.record.size
        speed = self.meter.speed(now) if state is State.RUNNING else 0.0
        return replace(
            job_row(self.record),
            state=state,
            want=self.want,
            parts_done=len(self.parts),
            done_bytes=done,
            speed=speed,
            eta_s=None if size is None else eta_s(size - done, speed),
            silent_s=self.meter.silent_s(now) if self.busy else 0.0,
            requests=self.requests,
            retries=self.retries,
            error=self.error,
        )

    def grid(self) -> PartGrid | None:
        if self.board is None:
            return None
        board, size = self.board, self.record.size or 0
        return PartGrid(self.id, size, board.plan, bytes(board.cells), bytes(board.attempts), tuple(board.seconds))


def job_row(record: JobRecord) -> JobRow:
    """The row of a job as the journal knows it."""
    facts, plan = record.facts, record.facts.plan
    mode: Literal["", "simple", "parts", "set"] = ""
    if isinstance(plan, SimplePlan | PartPlan | SetPlan):
        mode = plan.kind
    target = record.request.target
    options = record.request.options
    exists = (isinstance(plan, Refused) and plan.reason is Reason.EXISTS) or (
        record.error is not None and record.error.kind is Kind.EXISTS
    )
    live_upload = facts.upload_id is not None and not facts.aborted and not facts.written
    return JobRow(
        id=record.id,
        batch=record.batch,
        source=record.request.source,
        target=target if facts.target_key is None else replace(target, key=facts.target_key),
        state=record.state,
        want=record.want,
        size=record.size,
        mode=mode,
        part_size=plan.part_size if isinstance(plan, PartPlan) else 0,
        parts=plan.count if isinstance(plan, PartPlan) else 0,
        parts_done=record.parts_done,
        done_bytes=(record.size or 0) if facts.written or facts.deleted else record.parts_bytes,
        verified=facts.verified,
        requests=record.requests,
        retries=record.retries,
        error=record.error,
        refused=plan if isinstance(plan, Refused) else None,
        kept=live_upload and record.error is not None and keeps_upload(record.error),
        created=record.created,
        finished=record.finished,
        kind=record.request.kind,
        asks=exists and options.on_existing is OnExisting.ASK,
        restoring=isinstance(plan, RestorePlan),
        notes=facts.notes,
        leftovers=facts.leftovers,
    )


@dataclass(eq=False, slots=True)
class OpenSheet:
    """A page that is being worked on. Guarded by the engine's lock.

    Attributes:
        flying: indexes of the objects that are on their way.
        later: objects that are tried again, with the time from which on.
        failures: how often those have failed.
        unsaved: whether something was done since the last commit.
    """

    sheet: Sheet
    todo: deque[int] = field(default_factory=deque)
    flying: set[int] = field(default_factory=set)
    later: list[tuple[float, int]] = field(default_factory=list)
    failures: dict[int, int] = field(default_factory=dict)
    unsaved: bool = False

    def refill(self) -> None:
        """Take over from the letters what waits."""
        put_off = {index for _, index in self.later}
        self.todo = deque(
            index
            for index, letter in enumerate(self.sheet.letters)
            if letter == WAITING and index not in self.flying and index not in put_off
        )

    def next(self, now: float) -> int | None:
        """The next object that may be begun."""
        while self.later and self.later[0][0] <= now:
            self.todo.appendleft(heapq.heappop(self.later)[1])
        while self.todo:
            index = self.todo.popleft()
            if self.sheet.letters[index] == WAITING:
                return index
        return None

    @property
    def is_idle(self) -> bool:
        """Whether nothing of it is left to be begun, or on its way."""
        return not (self.todo or self.flying or self.later)


@dataclass(eq=False)
class BatchRun:
    """One batch that the queue shows.

    Attributes:
        counts, sizes: of its jobs by the state that the journal has; active jobs count as waiting there.
        waiting_in_journal: whether jobs may wait in the journal that are not active yet.
        verified: the weakest level that a job has reached.
        last_loaded: the highest job id that was made active.
        aside: ids of active jobs that leave room for others until they end: they wait to be deleted with others, or for
            a restore.
        left: jobs that were active and came to rest while others are loaded: what was read of them is out of date.
        lost: number of done jobs whose target lacks a property of its source.
        asks: number of refused jobs whose target exists, while the user wants to be asked what to do.
        resting: of jobs that were paused with work behind them, the bytes that stand already, by id.
        single: the last known row of the one job of a batch that has no more.
        pages_waiting: whether pages of ordinary objects may wait in the journal that are not open yet.
        sheets: the pages that are open, see `core.engine.ordinary`.
        meter: of the objects on pages.
    """

    record: BatchRecord
    counts: dict[State, int] = field(default_factory=dict)
    sizes: dict[State, int] = field(default_factory=dict)
    active: dict[int, Run] = field(default_factory=dict)
    aside: set[int] = field(default_factory=set)
    left: set[int] = field(default_factory=set)
    lost: int = 0
    asks: int = 0
    resting: dict[int, int] = field(default_factory=dict)
    waiting_in_journal: bool = False
    last_loaded: int = 0
    loading: bool = False
    listing_now: bool = False
    list_attempt: int = 0
    verified: Level | None = None
    single: JobRow | None = None
    not_before: float = 0.0
    pages_waiting: bool = False
    sheets: list[OpenSheet] = field(default_factory=list)
    meter: Meter = field(default_factory=Meter)
    objects: Meter = field(default_factory=Meter)

    @property
    def id(self) -> int:
        return self.record.id

    @property
    def prefix(self) -> PrefixRequest:
        """The request of a batch that has pages."""
        if not isinstance(self.record.request, PrefixRequest):
            raise TypeError("only a folder has pages")
        return self.record.request

    @property
    def flying(self) -> int:
        """How many objects of pages are on their way."""
        return sum(len(opened.flying) for opened in self.sheets)

    @classmethod
    def of(cls, record: BatchRecord) -> BatchRun:
        """A batch as the journal knows it."""
        batch = cls(record)
        batch.take(record)
        return batch

    def take(self, record: BatchRecord) -> None:
        """Take over what the journal says of the batch and of its jobs."""
        self.record = record
        self.counts, self.sizes = dict(record.counts), dict(record.sizes)
        self.verified, self.lost, self.asks = record.verified, record.lost, record.asks

    @property
    def many(self) -> bool:
        return isinstance(self.record.request, PrefixRequest | ListRequest)

    @property
    def kind(self) -> JobKind:
        return self.record.request.kind

    @property
    def room(self) -> int:
        """How many more jobs may be made active."""
        return ACTIVE_MAX - len(self.active) + min(len(self.aside), ASIDE_MAX)

    @property
    def brings_more(self) -> bool:
        """Whether other jobs may still become active."""
        wanted = self.record.want is Want.RUN
        return self.loading or (wanted and (self.is_listing or self.waiting_in_journal))

    @property
    def is_listing(self) -> bool:
        return self.record.cursor is not None and self.record.error is None and self.record.want is not Want.CANCEL

    def move(self, size: int | None, before: State, after: State) -> None:
        """One job of `size` bytes goes from one state to another."""
        if before is after:
            return
        for state, sign in ((before, -1), (after, 1)):
            self.counts[state] = self.counts.get(state, 0) + sign
            self.sizes[state] = self.sizes.get(state, 0) + sign * (size or 0)

    def state(self) -> State:
        left = sum(self.counts.get(state, 0) for state in (State.WAITING, State.PAUSED))
        if left or self.is_listing:
            return self._live_state()
        if self.record.error is not None or self.counts.get(State.FAILED):
            return State.FAILED
        for state in (State.REFUSED, State.CANCELLED, State.DONE, State.SKIPPED):
            if self.counts.get(state):
                return state
        return State.CANCELLED if self.record.want is Want.CANCEL else State.DONE

    def measure_from(self, now: float) -> None:
        """Something of it is being sent."""
        for meter in (self.meter, self.objects):
            if self.is_busy:
                meter.begin(now)
            else:
                meter.go_on(now)

    @property
    def is_busy(self) -> bool:
        """Whether something of it is on its way."""
        return bool(self.flying) or any(run.busy for run in self.active.values())

    def _silent_s(self, now: float) -> float:
        """For how long neither a part nor an object has ended, when that is longer than usual."""
        silent = [meter.silent_s(now) for meter in (self.meter, self.objects) if meter.has_ends]
        return min(silent, default=0.0)

    def _live_state(self) -> State:
        if self.listing_now or self.is_busy:
            return State.RUNNING
        if self.record.want is Want.PAUSE or not self.counts.get(State.WAITING):
            return State.PAUSED if self.record.want is Want.PAUSE or not self.is_listing else State.WAITING
        return State.WAITING

    def row(self, now: float, single: JobRow | None) -> BatchRow:
        """The batch's row; `single` is the row of the one job of a batch that has no more."""
        request = self.record.request
        started = sum(1 for run in self.active.values() if run.started) + self.flying
        counts = dict(self.counts) | {
            State.RUNNING: started,
            State.WAITING: self.counts.get(State.WAITING, 0) - started,
        }
        is_busy = self.is_busy
        speed, pace = (self.meter.speed(now), self.objects.speed(now)) if is_busy else (0.0, 0.0)
        silent = self._silent_s(now) if is_busy else 0.0
        live = sum(run.done_bytes() for run in self.active.values()) + sum(self.resting.values())
        size = sum(self.sizes.values())
        done = self.sizes.get(State.DONE, 0) + live if single is None else single.done_bytes
        ended = sum(count for state, count in self.counts.items() if state.is_end)
        left = sum(self.counts.values()) - ended, size - done
        return BatchRow(
            id=self.id,
            many=self.many,
            source=request.source,
            target=request.target,
            state=self.state() if single is None else single.state,
            want=self.record.want,
            jobs=sum(self.counts.values()),
            counts={state: count for state, count in counts.items() if count},
            size=size,
            done_bytes=done,
            speed=0.0 if silent else speed,
            objects_speed=0.0 if silent else pace,
            eta_s=None if self.is_listing or silent else eta_of_many_s(left, (pace, speed)),
            silent_s=silent,
            listing=self.is_listing,
            verified=self.verified,
            error=self.record.error if single is None else single.error,
            refused=None if single is None else single.refused,
            created=self.record.created,
            kind=self.kind,
            lost=self.lost,
            asks=self.asks,
            undoes=request.undoes if isinstance(request, ListRequest) else None,
            named=isinstance(request, ListRequest),
        )
