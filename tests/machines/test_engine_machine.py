"""Whatever happens in whatever order, no copy is wrong, none is doubled, and nothing is left behind.

A machine queues copies, lets the store lose requests and answers, throttle and forget, overwrites sources, makes
wishes, and kills the engine between any two pieces of work. Then all calms down, and the world is looked at.
"""

from __future__ import annotations

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import initialize, rule

from core.model.jobs import State
from core.model.requests import OnExisting
from core.model.values import Level
from tests.doubles.engine_fixture import MIB, TARGET, request
from tests.doubles.failing_store_machine import FailingStoreMachine

KEYS = ["a", "b", "c"]


class Copies(FailingStoreMachine):
    """Copies from sources that somebody overwrites."""

    def __init__(self) -> None:
        super().__init__()
        self._written: dict[str, set[int]] = {key: set() for key in KEYS}
        self._sizes = 3

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

    @rule(steps=st.integers(1, 12))
    def work(self, steps: int) -> None:
        for _ in range(steps):
            self._work_once()

    @rule()
    def forget_uploads(self) -> None:
        """The store drops all unfinished uploads, as a lifecycle rule does."""
        self._desk.world.buckets[TARGET].uploads.clear()

    # ------------------------------------------------------------ what must be so

    def look_at_the_world(self) -> None:
        for job in self._jobs():
            if job.state is State.DONE:
                assert job.verified is Level.CRC64
                assert self._desk.target(job.target.key) is not None
        for key in KEYS:
            target = self._desk.target(key)
            if target is not None:
                assert target.content.crc64() in self._written[key], "a target is a mixture of two sources"
        super().look_at_the_world()


Copies.TestCase.settings = settings(max_examples=150, stateful_step_count=30, deadline=None)
TestTheEngineUnderAllThatCanHappen = Copies.TestCase
