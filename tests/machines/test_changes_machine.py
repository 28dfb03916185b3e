"""Whatever happens in whatever order, renames, edits and deletions lose no object and no property.

Somebody writes objects, each with bytes and properties of its own, while a machine renames, edits and deletes them,
takes things back, lets requests and answers be lost, and kills the engine between any two pieces of work. The world
itself is watched: each thing that vanishes must have been meant to.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from contextlib import suppress

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import initialize, rule

from core.model.errors import KnownError, StoreError
from core.model.jobs import State
from core.model.ops import HeadObject
from core.model.reports import JobRow
from core.model.requests import (
    CopyRequest,
    DeleteRequest,
    Edit,
    JobKind,
    ListRequest,
    OnExisting,
    Options,
    PrefixRequest,
)
from core.model.values import Expected, Level, ObjectRef
from core.sandbox.world import Version
from tests.doubles.engine_fixture import MIB, SOURCE
from tests.doubles.failing_store_machine import FailingStoreMachine

KEYS = ["a", "b", "c", "d/1", "d/2", "e/1"]
keys = st.sampled_from(KEYS)
part_sizes = st.sampled_from([None, None, MIB])
EDITS = [
    Edit(headers={"content-type": "text/new"}),
    Edit(headers={"cache-control": "no-cache", "content-type": None}),
    Edit(tags={"edited": "1"}),
    Edit(tags={"edited": None}, headers={"expires": "Fri, 01 Jan 2027 00:00:00 GMT"}),
    Edit(acl="public-read"),
]


def ref(key: str) -> ObjectRef:
    return ObjectRef("sandbox", SOURCE, key)


class Changes(FailingStoreMachine):
    """The engine against a store that fails and a world that changes.

    Attributes:
        _marks: which mark the object with a content has, by the content's CRC-64.
        _fair: contents that were lost by somebody's own doing, or because the user asked for that.
    """

    def __init__(self) -> None:
        super().__init__()
        self._marks: dict[int, str] = {}
        self._fair: set[int] = set()
        self._overwritable: set[str] = set()
        self._deletable: dict[str, set[int] | None] = defaultdict(set)
        self._somebody = False
        self._wrongs: list[str] = []
        self._watch_the_world()

    # ------------------------------------------------------------ the watch over the world

    def _watch_the_world(self) -> None:
        world = self._desk.world
        put, delete = world.put, world.delete

        def watched_put(bucket: str, key: str, version: Version) -> Version:
            self._see_put(key, world.get(bucket, key), version)
            return put(bucket, key, version)

        def watched_delete(bucket: str, key: str, now: float) -> Version | None:
            self._see_delete(key, world.get(bucket, key))
            return delete(bucket, key, now)

        world.put, world.delete = watched_put, watched_delete  # type: ignore[method-assign]

    def _see_put(self, key: str, before: Version | None, after: Version) -> None:
        if before is None or before.content.crc64() == after.content.crc64():
            return
        self._fair.add(before.content.crc64())
        if not self._somebody and key not in self._overwritable:
            self._wrongs.append(f"{key} was overwritten though nobody asked for that")

    def _see_delete(self, key: str, gone: Version | None) -> None:
        if gone is None:
            return
        crc, allowed = gone.content.crc64(), self._deletable[key]
        if allowed is None or crc in allowed:
            self._fair.add(crc)
        elif crc not in self._fair and self._places(crc) == [key]:
            self._wrongs.append(f"{key} was deleted and there is no other copy of it")

    def _places(self, crc: int) -> list[str]:
        held = {key: self._desk.world.get(SOURCE, key) for key in self._desk.world.buckets[SOURCE].order}
        return [key for key, version in held.items() if version is not None and version.content.crc64() == crc]

    # ------------------------------------------------------------ what can happen

    @initialize()
    def begin(self) -> None:
        for key in KEYS[:-1]:
            self.overwrite(key)
        self._desk.on(self._fate)

    @rule(key=keys)
    def overwrite(self, key: str) -> None:
        """Somebody writes an object, with bytes and properties that no other has."""
        mark = str(len(self._marks) + 1)
        self._somebody = True
        version = self._desk.put(key, 2 * MIB + len(self._marks), user={"mark": mark}, tags={"mark": mark})
        self._somebody = False
        self._marks[version.content.crc64()] = mark

    @rule(
        key=keys,
        to=keys,
        part_size=part_sizes,
        on=st.sampled_from([OnExisting.REFUSE, OnExisting.KEEP_BOTH, OnExisting.OVERWRITE, OnExisting.DIFFERENT]),
    )
    def rename(self, key: str, to: str, part_size: int | None, on: OnExisting) -> None:
        if on in (OnExisting.OVERWRITE, OnExisting.DIFFERENT):
            self._overwritable.add(to)
        self._desk.engine.submit(CopyRequest(ref(key), ref(to), Options(part_size, on), kind=JobKind.RENAME))

    @rule(there=st.booleans())
    def rename_folder(self, there: bool) -> None:
        source, target = ("d/", "e/") if there else ("e/", "d/")
        self._desk.engine.submit(PrefixRequest(ref(source), ref(target), kind=JobKind.RENAME))

    @rule(key=keys, change=st.sampled_from(EDITS), part_size=part_sizes)
    def edit(self, key: str, change: Edit, part_size: int | None) -> None:
        request = CopyRequest(ref(key), ref(key), Options(part_size), kind=JobKind.EDIT, edit=change)
        self._desk.engine.submit(request)

    @rule(names=st.lists(keys, min_size=1, max_size=3, unique=True), as_seen=st.booleans())
    def delete(self, names: list[str], as_seen: bool) -> None:
        """The user deletes objects: whatever they are by then, or only what can be seen now."""
        jobs = []
        for key in names:
            now = self._desk.world.get(SOURCE, key)
            if not as_seen:
                self._deletable[key] = None
                jobs.append(DeleteRequest(ref(key)))
            elif now is not None:
                allowed = self._deletable[key]
                if allowed is not None:
                    allowed.add(now.content.crc64())
                jobs.append(DeleteRequest(ref(key), expect=self._seen(key)))
        if jobs:
            self._desk.engine.submit(ListRequest(ref(""), ref(""), JobKind.DELETE), jobs)

    def _seen(self, key: str) -> Expected:
        self._desk.calm()
        try:
            return Expected.of(self._desk.stores.bare("sandbox").call(HeadObject(ref(key))))
        finally:
            self._desk.on(self._fate)

    @rule()
    def undo(self) -> None:
        engine = self._desk.engine
        batch = next((row.id for row in engine.history() if engine.can_undo(row.id)), None)
        if batch is not None:
            with suppress(KnownError, StoreError):  # it says why it cannot, or cannot ask now
                engine.undo(batch)

    @rule(steps=st.integers(1, 15))
    def work(self, steps: int) -> None:
        for _ in range(steps):
            self._work_once()
            self._desk.clock.unix += 1

    # ------------------------------------------------------------ what must be so

    def look_at_the_world(self) -> None:
        jobs = self._jobs()
        assert self._wrongs == []
        assert all(job.verified is Level.CRC64 for job in jobs if job.state is State.DONE and job.kind.copies)
        self._assert_nothing_lost(jobs)
        self._assert_properties()
        super().look_at_the_world()
        assert self._wrongs == []

    def _assert_nothing_lost(self, jobs: list[JobRow]) -> None:
        """Each content is at one place; at none only if that was meant.

        At two only if a rename did not get through, or if two renames of one object ran side by side: each made its
        copy, and the source that the other one deleted is gone, as it should be.
        """
        renames = [job for job in jobs if job.kind is JobKind.RENAME]
        sources = Counter(job.source.key for job in renames)
        for crc, mark in self._marks.items():
            places = self._places(crc)
            assert places or crc in self._fair, f"object {mark} is lost"
            doubled = any(sources[job.source.key] > 1 and job.target.key in places for job in renames)
            excused = doubled or any(job.state is not State.DONE for job in renames)
            assert len(places) < 2 or excused, f"object {mark} is there twice: {places}"

    def _assert_properties(self) -> None:
        """What was not edited came along, and belongs to these very bytes."""
        bucket = self._desk.world.buckets[SOURCE]
        for key in bucket.order:
            version = self._desk.world.get(SOURCE, key)
            assert version is not None
            mark = self._marks[version.content.crc64()]
            assert (version.user, version.tags["mark"]) == ({"mark": mark}, mark), key
            assert version.tags.keys() <= {"mark", "edited"}


Changes.TestCase.settings = settings(max_examples=150, stateful_step_count=40, deadline=None)
TestChangesUnderAllThatCanHappen = Changes.TestCase
