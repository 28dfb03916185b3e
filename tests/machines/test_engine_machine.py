"""Whatever happens in whatever order, no copy is wrong, none is doubled, and nothing is left behind.

A machine queues copies, lets the store lose requests and answers, throttle and forget, overwrites sources, makes
wishes, and kills the engine between any two pieces of work. Then all calms down, and the world is looked at.
"""

from __future__ import annotations

import tempfile
from contextlib import ExitStack
from pathlib import Path

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule

from core.jobs import State, Want
from core.reports import JobRow
from core.requests import OnExisting
from core.sandbox.settings import Fault, Seen, answer, drop_after, drop_before, throttle, truncated
from core.values import Level
from tests.doubles.bench import MIB, SOURCE, TARGET, Bench, bench, request

KEYS = ["a", "b", "c"]
FAULTS = {
    "lost request": drop_before(),
    "lost answer": drop_after(),
    "half an answer": truncated(),
    "throttled": throttle(),
    "server fault": answer(500, "InternalError"),
    "refused": answer(403, "AccessDenied"),
}


class Copies(RuleBasedStateMachine):
    """The engine against a store that fails in every way that a test can name."""

    def __init__(self) -> None:
        super().__init__()
        self._stack = ExitStack()
        folder = Path(self._stack.enter_context(tempfile.TemporaryDirectory()))
        self._desk: Bench = self._stack.enter_context(bench(folder))
        self._faults: list[Fault | None] = []
        self._written: dict[str, set[int]] = {key: set() for key in KEYS}
        self._sizes = 3

    def teardown(self) -> None:
        try:
            self._calm_down()
            self._look_at_the_world()
        finally:
            self._stack.close()

    # ------------------------------------------------------------ what can happen

    @initialize()
    def begin(self) -> None:
        for key in KEYS:
            self.overwrite(key)
        self._desk.on(self._fate)

    @rule(key=st.sampled_from(KEYS))
    def overwrite(self, key: str) -> None:
        """Somebody writes the source anew."""
        self._sizes += 1
        version = self._desk.put(key, self._sizes * MIB - 17)
        self._written[key].add(version.content.crc64())

    @rule(
        key=st.sampled_from(KEYS),
        part_size=st.sampled_from([None, MIB, 2 * MIB]),
        on=st.sampled_from([OnExisting.OVERWRITE, OnExisting.REFUSE, OnExisting.SKIP]),
    )
    def copy(self, key: str, part_size: int | None, on: OnExisting) -> None:
        self._desk.engine.submit(request(key, part_size=part_size, on=on))

    @rule(faults=st.lists(st.sampled_from([None, None, *FAULTS]), min_size=1, max_size=6))
    def let_requests_fail(self, faults: list[str | None]) -> None:
        self._faults += [None if name is None else FAULTS[name] for name in faults]

    @rule(steps=st.integers(1, 12))
    def work(self, steps: int) -> None:
        engine, clock = self._desk.engine, self._desk.clock
        for _ in range(steps):
            ticket, wake = engine._scheduler.pick(clock.monotonic())
            if ticket is not None:
                engine._carry_out(ticket)
            elif wake < clock.monotonic() + 100:
                clock.unix = max(clock.unix, wake)

    @rule(want=st.sampled_from(list(Want)))
    def wish(self, want: Want) -> None:
        self._desk.engine.wish(want, batches=self._batches())

    @rule()
    def retry(self) -> None:
        self._desk.engine.retry(batches=self._batches())

    @rule()
    def kill(self) -> None:
        """The engine is gone at once, with all that it had not written down; another one takes over."""
        self._desk.restart()

    @rule()
    def forget_uploads(self) -> None:
        """The store drops all unfinished uploads, as a lifecycle rule does."""
        self._desk.world.buckets[TARGET].uploads.clear()

    # ------------------------------------------------------------ what must be so

    def _calm_down(self) -> None:
        self._faults.clear()
        self._desk.calm()
        self._desk.restart()
        self._desk.engine.wish(Want.RUN, batches=self._batches())
        self._desk.engine.run_until_idle()

    def _look_at_the_world(self) -> None:
        jobs = [job for batch in self._batches() for job in self._desk.engine.jobs(batch)]
        assert all(job.state.is_end for job in jobs)
        for job in jobs:
            if job.state is State.DONE:
                assert job.verified is Level.CRC64
                assert self._desk.target(job.target.key) is not None
        for key in KEYS:
            target = self._desk.target(key)
            if target is not None:
                assert target.content.crc64() in self._written[key], "a target is a mixture of two sources"
        self._assert_tidy(jobs)

    def _assert_tidy(self, jobs: list[JobRow]) -> None:
        """An upload that is left is kept by a job that can be retried; a cancel of the retry then drops it."""
        kept = sum(job.kept for job in jobs)
        assert self._desk.uploads() <= kept
        self._desk.engine.retry(batches=self._batches())
        self._desk.engine.wish(Want.CANCEL, batches=self._batches())
        self._desk.engine.run_until_idle()
        assert self._desk.uploads() == 0

    def _batches(self) -> list[int]:
        return [batch.id for batch in self._desk.journal.batches()]

    def _fate(self, seen: Seen) -> Fault | None:
        return self._faults.pop(0) if self._faults and seen.bucket in (SOURCE, TARGET) else None


Copies.TestCase.settings = settings(max_examples=150, stateful_step_count=30, deadline=None)
TestTheEngineUnderAllThatCanHappen = Copies.TestCase
