"""Whatever happens in whatever order while a folder is copied, each object ends with its copy or with a reason.

The ordinary objects of a folder run side by side and are written down many at a time, so commands, other programs and
kills come in the middle of that: at the n-th request from now on. A kill writes nothing down any more.
"""

from __future__ import annotations

from collections import Counter

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import initialize, rule

from core.model.jobs import State, Want
from core.model.requests import OnExisting, Options
from core.model.values import Level
from core.sandbox.settings import Fault, Seen
from core.sandbox.world import Version
from tests.doubles.changes import ref
from tests.doubles.engine_fixture import MIB, TARGET, prefix
from tests.doubles.failing_store_machine import FailingStoreMachine

KEYS = [f"d/{number}" for number in range(6)]
keys = st.sampled_from(KEYS)
CHOICES = [OnExisting.OVERWRITE, OnExisting.OVERWRITE, OnExisting.REFUSE, OnExisting.SKIP, OnExisting.DIFFERENT]


class FolderCopies(FailingStoreMachine):
    """A folder that is copied again and again, by a program that is commanded and killed.

    Attributes:
        _written: the contents that each source ever had, by key.
        _others: what somebody else wrote at a target, by key.
        _at: what happens at a later request, with how many requests are left until then.
    """

    def __init__(self) -> None:
        super().__init__()
        self._written: dict[str, set[int]] = {key: set() for key in KEYS}
        self._others: dict[str, int] = {}
        self._sizes = 3
        self._at: list[tuple[int, str]] = []
        self._may_overwrite = False
        self._somebody = False
        self._wrongs: list[str] = []
        put = self._desk.world.put

        def watched_put(bucket: str, key: str, version: Version) -> Version:
            before = self._desk.world.get(bucket, key)
            stood = before is not None and before.content.crc64() == self._others.get(key)
            if bucket == TARGET and stood and not (self._somebody or self._may_overwrite):
                self._wrongs.append(f"{key} of somebody else was overwritten though nobody asked for that")
            return put(bucket, key, version)

        self._desk.world.put = watched_put  # type: ignore[method-assign]

    # ------------------------------------------------------------ what can happen

    @initialize()
    def begin(self) -> None:
        for key in KEYS:
            self.overwrite(key)
        self._desk.on(self._fate)

    @rule(key=keys)
    def overwrite(self, key: str) -> None:
        """Somebody writes a source anew; one is large enough for parts, where they are asked for."""
        self._sizes += 1
        version = self._desk.put(key, self._sizes * MIB - 17)
        self._written[key].add(version.content.crc64())

    @rule(key=keys)
    def write_target(self, key: str) -> None:
        """Somebody writes a target."""
        self._somebody = True
        version = self._desk.put(key, 5, bucket=TARGET)
        self._others[key] = version.content.crc64()
        self._somebody = False

    @rule(on=st.sampled_from(CHOICES))
    def copy(self, on: OnExisting) -> None:
        self._may_overwrite |= on in (OnExisting.OVERWRITE, OnExisting.DIFFERENT)
        folder = prefix("d/", "d/")
        self._desk.engine.submit(type(folder)(folder.source, folder.target, Options(on_existing=on)))

    @rule(later=st.integers(0, 25), what=st.sampled_from(["kill", *Want, "one", "overwrite", "write target"]))
    def at(self, later: int, what: str) -> None:
        """Something happens in the middle of the work."""
        self._at.append((later, what))

    @rule()
    def work(self) -> None:
        for _ in range(4):
            self._work_once()
        if self._desk.engine._stopping:
            self._desk.restart()

    @rule(which=st.integers(0, 100), want=st.sampled_from(list(Want)))
    def command_one(self, which: int, want: Want) -> None:
        jobs = self._jobs()
        if jobs:
            self._desk.engine.command(want, jobs=[jobs[which % len(jobs)].id])

    @rule(which=st.integers(0, 100))
    def retry_one(self, which: int) -> None:
        jobs = self._jobs()
        if jobs:
            self._desk.engine.retry(jobs=[jobs[which % len(jobs)].id])

    def _fate(self, seen: Seen) -> Fault | None:
        due = [what for left, what in self._at if left == 0]
        self._at = [(left - 1, what) for left, what in self._at if left > 0]
        for what in due:
            self._happen(what)
        return super()._fate(seen)

    def _happen(self, what: str) -> None:
        engine = self._desk.engine
        if what == "kill":
            engine._ordinary._save = lambda **_: None  # type: ignore[method-assign]
            engine.stop()
        elif what == "overwrite":
            self.overwrite(KEYS[self._sizes % len(KEYS)])
        elif what == "write target":
            self.write_target(KEYS[self._sizes % len(KEYS)])
        elif what == "one":
            self.command_one(self._sizes, list(Want)[self._sizes % 3])
        else:
            engine.command(Want(what), batches=self._batches())

    # ------------------------------------------------------------ what must be so

    def look_at_the_world(self) -> None:
        assert self._wrongs == []
        for job in self._jobs():
            if job.state is State.DONE:
                assert job.verified is Level.CRC64
                target = self._desk.target(job.target.key)
                assert target is not None
                assert target.content.crc64() in {*self._written[job.source.key], self._others.get(job.target.key)}
        for batch in self._desk.journal.batches():
            rows = self._desk.engine.jobs(batch.id, limit=-1)
            # A folder whose listing was refused has none of its objects.
            assert [row.source for row in rows] == [ref(key) for key in KEYS if batch.error is None]
            assert {state: count for state, count in batch.counts.items() if count} == Counter(
                row.state for row in rows
            )
        super().look_at_the_world()


FolderCopies.TestCase.settings = settings(max_examples=150, stateful_step_count=25, deadline=None)
TestAFolderUnderAllThatCanHappen = FolderCopies.TestCase
