"""What the state machines share: an engine in a fixture, a store that fails, and a kill between two pieces of work."""

from __future__ import annotations

import tempfile
from contextlib import ExitStack
from pathlib import Path

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, rule

from core.model.jobs import Want
from core.model.reports import JobRow
from core.sandbox.settings import Fault, Seen, answer, drop_after, drop_before, throttle, truncated
from tests.doubles.engine_fixture import SOURCE, TARGET, EngineFixture, engine_fixture

FAULTS = {
    "lost request": drop_before(),
    "lost answer": drop_after(),
    "half an answer": truncated(),
    "throttled": throttle(),
    "server fault": answer(500, "InternalError"),
    "refused": answer(403, "AccessDenied"),
}


class FailingStoreMachine(RuleBasedStateMachine):
    """A store that fails in every way that a test can name, and a user who wishes this and that.

    A machine adds what is queued, and says in `look_at_the_world` what must be so when all has calmed down.
    """

    def __init__(self) -> None:
        super().__init__()
        self._stack = ExitStack()
        folder = Path(self._stack.enter_context(tempfile.TemporaryDirectory()))
        self._desk: EngineFixture = self._stack.enter_context(engine_fixture(folder))
        self._faults: list[Fault | None] = []

    def teardown(self) -> None:
        try:
            self._calm_down()
            self.look_at_the_world()
        finally:
            self._stack.close()

    # ------------------------------------------------------------ what can happen

    @rule(faults=st.lists(st.sampled_from([None, None, *FAULTS]), min_size=1, max_size=6))
    def let_requests_fail(self, faults: list[str | None]) -> None:
        self._faults += [None if name is None else FAULTS[name] for name in faults]

    @rule(want=st.sampled_from(list(Want)))
    def command(self, want: Want) -> None:
        self._desk.engine.command(want, batches=self._batches())

    @rule()
    def retry(self) -> None:
        self._desk.engine.retry(batches=self._batches())

    @rule()
    def kill(self) -> None:
        """The engine is gone at once, with all that it had not written down; another one takes over."""
        self._desk.restart()

    def _work_once(self) -> None:
        """One piece of work; where all of them wait, the clock goes on to the next one if that is soon."""
        engine, clock = self._desk.engine, self._desk.clock
        item, wake = engine._pick_any(clock.monotonic())
        if item is not None:
            engine._carry_out(item)
        elif wake < clock.monotonic() + 100:
            clock.unix = max(clock.unix, wake)

    def _fate(self, seen: Seen) -> Fault | None:
        return self._faults.pop(0) if self._faults and seen.bucket in (SOURCE, TARGET) else None

    # ------------------------------------------------------------ what must be so

    def _calm_down(self) -> None:
        self._faults.clear()
        self._desk.calm()
        self._desk.restart()
        self._desk.engine.command(Want.RUN, batches=self._batches())
        self._desk.engine.run_until_idle()

    def look_at_the_world(self) -> None:
        """All jobs have ended. An upload that is left is kept by a job that can be retried; a cancel then drops it."""
        jobs = self._jobs()
        assert all(job.state.is_end for job in jobs)
        assert self._desk.uploads() <= sum(job.kept for job in jobs)
        self._desk.engine.retry(batches=self._batches())
        self._desk.engine.command(Want.CANCEL, batches=self._batches())
        self._desk.engine.run_until_idle()
        assert self._desk.uploads() == 0

    def _jobs(self) -> list[JobRow]:
        return [job for batch in self._batches() for job in self._desk.engine.jobs(batch, limit=-1)]

    def _batches(self) -> list[int]:
        return [batch.id for batch in self._desk.journal.batches()]
