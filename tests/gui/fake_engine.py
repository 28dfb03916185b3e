"""A stand-in for `Engine`: it keeps the contract, records every wish, and touches no disk or socket."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace

from core.model.errors import KnownError, StoreError
from core.model.jobs import PartPlan, Refused, SimplePlan, State, Want
from core.model.reports import BatchRow, Frame, JobReport, JobRow, PartGrid, Preview, Totals
from core.model.requests import (
    BatchRequest,
    CopyRequest,
    DeleteRequest,
    JobKind,
    JobRequest,
    ListRequest,
    PrefixRequest,
)
from core.model.values import Entry, ObjectRef
from core.rules.estimate import Estimate
from core.store.read_cache import ReadCache
from core.system.clock import Cancel
from tests.gui.fakes import GIB, NOON, FakeBrowser
from tests.gui.queue_fixture import Commands


@dataclass
class FakeEngine(Commands):
    """Records wishes and shows the rows that a test puts on its board. Thread: any.

    Attributes:
        refuse: a refusal by target key, for previews.
        fail: an error by source key, for previews.
        requests: what was submitted, in order.
        jobs_of: the jobs that were submitted together with a list, by batch.
        undoable: batches that can be taken back.
        calls: every other wish, in order.
    """

    browser: FakeBrowser = field(default_factory=FakeBrowser)
    refuse: dict[str, Refused] = field(default_factory=dict)
    fail: dict[str, StoreError] = field(default_factory=dict)
    requests: list[BatchRequest] = field(default_factory=list)
    jobs_of: dict[int, tuple[JobRequest, ...]] = field(default_factory=dict)
    undoable: set[int] = field(default_factory=set)
    calls: list[tuple[object, ...]] = field(default_factory=list)
    on_dirty: Callable[[], None] = lambda: None

    def __post_init__(self) -> None:
        self._lock = threading.Lock()
        self._stopped = threading.Event()
        self._dirty = False
        self._batches: dict[int, BatchRow] = {}
        self._jobs: dict[int, JobRow] = {}
        self._changed: tuple[set[int], set[int], set[int]] = (set(), set(), set())
        self._grid: PartGrid | None = None
        self._watched: int | None = None
        self._next = 1

    # ---- what a test does

    def show(self, *rows: BatchRow | JobRow) -> None:
        """Put rows on the board and make it dirty."""
        batches, jobs, _ = self._changed
        with self._lock:
            for row in rows:
                if isinstance(row, BatchRow):
                    self._batches[row.id] = row
                    batches.add(row.id)
                else:
                    self._jobs[row.id] = row
                    jobs.add(row.id)
        self._wake()

    def show_grid(self, grid: PartGrid) -> None:
        """The part grid that frames carry while its job is watched."""
        self._grid = grid
        self._wake()

    # ---- the contract

    def recover(self) -> None:
        self.calls.append(("recover",))

    def work(self, slot: int) -> None:
        self.calls.append(("work", slot))
        self._stopped.wait()

    def stop(self) -> None:
        self.calls.append(("stop",))
        self._stopped.set()

    def submit(self, request: BatchRequest, jobs: Sequence[JobRequest] = ()) -> int:
        with self._lock:
            number, self._next = self._next, self._next + 1
            self.requests.append(request)
            self.jobs_of[number] = tuple(jobs)
        self.show(
            BatchRow(
                number,
                isinstance(request, PrefixRequest | ListRequest),
                request.source,
                request.target,
                State.WAITING,
                Want.RUN,
                max(1, len(jobs)),
                {State.WAITING: max(1, len(jobs))},
                created=NOON,
                kind=request.kind,
            )
        )
        return number

    def estimate(
        self,
        requests: Sequence[JobRequest | PrefixRequest],
        cancel: Cancel | None = None,
        tell: Callable[[int], None] = lambda _: None,
        read_cache: ReadCache | None = None,
        *,
        exactly: bool = False,
    ) -> Estimate:
        (cancel or Cancel()).check()
        found = [info for request in requests for info in self._meant(request)]
        tell(len(found))
        self.calls.append(("estimate", tuple(requests)))
        return Estimate(objects=len(found), size=sum(item.size for item in found), deletes=len(found))

    def _meant(self, request: JobRequest | PrefixRequest) -> list[Entry]:
        ref = request.source
        held = self.browser.world[ref.account][ref.bucket].entries
        whole = isinstance(request, PrefixRequest)
        return [item for item in held if item.key == ref.key or (whole and item.key.startswith(ref.key))]

    def undo(self, batch: int) -> int:
        self.calls.append(("undo", batch))
        if batch not in self.undoable:
            raise KnownError("This cannot be undone.")
        row = self._batches[batch]
        return self.submit(ListRequest(row.target, row.source, row.kind, undoes=batch))

    def can_undo(self, batch: int) -> bool:
        return batch in self.undoable

    def reversal(self, batch: int) -> tuple[ListRequest, tuple[JobRequest, ...]]:
        row = self._batches[batch]
        back = CopyRequest(row.target, row.source, kind=row.kind)
        return ListRequest(row.target, row.source, row.kind, undoes=batch), (back,)

    def history(self, *, offset: int = 0, limit: int = 200) -> tuple[BatchRow, ...]:
        rows = sorted(self._batches.values(), key=lambda row: -row.id)
        return tuple(rows[offset : offset + limit])

    def forget_history(self) -> None:
        self.calls.append(("forget_history",))

    def report(self, job: int) -> JobReport | None:
        self.calls.append(("report", job))
        return None

    def clear(self, batches: Iterable[int]) -> None:
        ids = tuple(batches)
        self.calls.append(("clear", ids))
        with self._lock:
            for number in ids:
                self._batches.pop(number, None)
            self._changed[2].update(ids)
        self._wake()

    def watch(self, job: int | None) -> None:
        self._watched = job
        self._wake()

    def frame(self) -> Frame:
        with self._lock:
            batches, jobs, gone = self._changed
            self._changed, self._dirty = (set(), set(), set()), False
            return Frame(
                tuple(self._batches[n] for n in sorted(batches) if n in self._batches),
                tuple(self._jobs[n] for n in sorted(jobs)),
                tuple(sorted(gone)),
                self._watched_grid(),
                self._totals(),
            )

    def pulse(self) -> None:
        pass

    def snapshot(self) -> Frame:
        with self._lock:
            return Frame(
                tuple(self._batches.values()), tuple(self._jobs.values()), (), self._watched_grid(), self._totals()
            )

    def jobs(
        self, batch: int, *, offset: int = 0, limit: int = 1000, states: Iterable[State] | None = None
    ) -> tuple[JobRow, ...]:
        wanted = None if states is None else set(states)
        rows = [row for row in self._jobs.values() if row.batch == batch and (wanted is None or row.state in wanted)]
        return tuple(rows[offset : offset + limit])

    def grid(self, job: int) -> PartGrid | None:
        return self._watched_grid() if job == self._watched else None

    def preview(
        self, request: JobRequest | PrefixRequest, cancel: Cancel | None = None, read_cache: ReadCache | None = None
    ) -> Preview:
        (cancel or Cancel()).check()
        if request.source.key in self.fail:
            raise replace(self.fail[request.source.key])
        refused = self.refuse.get(request.target.key)
        if isinstance(request, PrefixRequest):
            return Preview(request, None, None, target_exists=False, refused=refused)
        info = self.browser.stat(request.source, Cancel())
        marker = request.source.bucket in self.browser.versioned and request.kind in (JobKind.DELETE, JobKind.RENAME)
        if isinstance(request, DeleteRequest):
            return Preview(request, None, info.size, False, refused=refused, source=info, leaves_marker=marker)
        plan = refused or (SimplePlan() if info.size <= GIB else _parts(info.size))
        exists = request.source != request.target and self._exists(request.target)
        return Preview(request, plan, info.size, exists, refused=refused, source=info, leaves_marker=marker)

    def set_workers(self, count: int) -> None:
        self.calls.append(("set_workers", count))

    def _exists(self, ref: ObjectRef) -> bool:
        held = self.browser.world.get(ref.account, {}).get(ref.bucket)
        return held is not None and any(item.key == ref.key for item in held.entries)

    def _watched_grid(self) -> PartGrid | None:
        return self._grid if self._grid is not None and self._grid.job == self._watched else None

    def _totals(self) -> Totals:
        live = [row for row in self._batches.values() if not row.state.is_end]
        return Totals(
            sum(row.counts.get(State.RUNNING, 0) for row in live),
            sum(row.counts.get(State.WAITING, 0) for row in live),
            sum(row.counts.get(State.FAILED, 0) for row in self._batches.values()),
            sum(row.speed for row in live),
            sum(row.done_bytes for row in live),
            sum(row.size for row in live),
        )

    def _wake(self) -> None:
        with self._lock:
            was, self._dirty = self._dirty, True
        if not was:
            self.on_dirty()


def _parts(size: int) -> PartPlan:
    part = 64 << 20
    count = -(-size // part)
    return PartPlan(part, count, size - (count - 1) * part)
