"""Copies of a folder's ordinary objects: they lie in pages, and what is out of the ordinary becomes a job."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from core.model.jobs import State, Want
from core.model.requests import OnExisting, Options, PrefixRequest
from core.model.values import Level
from core.sandbox.settings import Fault, Seen, drop_after, throttle
from tests.doubles.changes import ref
from tests.doubles.engine_fixture import TARGET, EngineFixture, engine_fixture


@pytest.fixture
def rig(tmp_path: Path) -> Iterator[EngineFixture]:
    with engine_fixture(tmp_path) as opened:
        yield opened


def fill(rig: EngineFixture, count: int) -> list[str]:
    keys = [f"d/{number:04}" for number in range(count)]
    for key in keys:
        rig.put(key, -1)
    return keys


def folder(on: OnExisting = OnExisting.OVERWRITE, part_size: int | None = None) -> PrefixRequest:
    return PrefixRequest(ref("d/"), ref("d/", TARGET), Options(part_size, on))


def is_copy_of(seen: Seen, *keys: str) -> bool:
    """Whether this is the first copy of one of those."""
    return seen.operation == "CopyObject" and seen.key in keys and seen.number == 1


def states(rig: EngineFixture, batch: int) -> Counter[State]:
    return Counter(row.state for row in rig.engine.jobs(batch, limit=-1))


def test_ordinary_objects_are_copied_and_proven_without_jobs_of_their_own(rig: EngineFixture) -> None:
    keys = fill(rig, 300)
    batch = rig.engine.submit(folder())
    rig.engine.run_until_idle()
    rows = rig.engine.jobs(batch, limit=-1)
    assert [(row.source.key, row.target.key, row.state, row.verified) for row in rows] == [
        (key, key, State.DONE, Level.CRC64) for key in keys
    ]
    assert all(rig.target(key) is not None for key in keys)
    assert rig.journal.rows(batch) == ()
    # The first copy is read back; the answers prove the others.
    assert (rig.sent("CopyObject"), rig.sent("GetObjectACL"), rig.sent("HeadObject")) == (300, 300, 301)
    assert [row.source.key for row in rig.engine.jobs(batch, offset=298, limit=5)] == keys[298:]


def test_what_is_out_of_the_ordinary_becomes_a_job_and_the_rest_does_not(rig: EngineFixture) -> None:
    keys = fill(rig, 40)
    rig.put(keys[7], 9, bucket=TARGET)
    batch = rig.engine.submit(folder(OnExisting.REFUSE))
    rig.engine.run_until_idle()
    assert states(rig, batch) == {State.DONE: 39, State.REFUSED: 1}
    assert [job.request.source.key for job in rig.journal.rows(batch)] == [keys[7]]
    rig.engine.retry(batches=[batch], on_existing=OnExisting.OVERWRITE)
    rig.engine.run_until_idle()
    assert states(rig, batch) == {State.DONE: 40}


@pytest.mark.parametrize("on", [OnExisting.OVERWRITE, OnExisting.REFUSE])
def test_after_a_kill_in_the_middle_every_object_is_copied_and_none_is_in_the_way_of_itself(
    rig: EngineFixture, on: OnExisting
) -> None:
    keys = fill(rig, 60)

    def kill(seen: Seen) -> Fault | None:
        if is_copy_of(seen, "d/0030"):
            rig.engine._ordinary._save = lambda **_: None  # type: ignore[method-assign]
            rig.engine.stop()
            return drop_after()
        return None

    rig.on(kill)
    batch = rig.engine.submit(folder(on))
    rig.engine.run_until_idle()
    rig.calm()
    assert states(rig, batch)[State.WAITING] > 0
    rig.restart()
    rig.engine.run_until_idle()
    assert states(rig, batch) == {State.DONE: 60}
    assert all(rig.target(key) is not None for key in keys)


def test_a_folder_is_paused_in_the_middle_and_gone_on_with(rig: EngineFixture) -> None:
    fill(rig, 60)
    batch = 0

    def pause(seen: Seen) -> None:
        if is_copy_of(seen, "d/0020"):
            rig.engine.command(Want.PAUSE, batches=[batch])

    rig.on(pause)
    batch = rig.engine.submit(folder())
    rig.engine.run_until_idle()
    found = states(rig, batch)
    assert found[State.PAUSED] > 0
    assert found[State.DONE] + found[State.PAUSED] == 60
    rig.engine.command(Want.RUN, batches=[batch])
    rig.engine.run_until_idle()
    assert states(rig, batch) == {State.DONE: 60}
    assert rig.sent("CopyObject") == 60


def test_what_is_cancelled_waits_again_when_it_is_asked_for_all_of_it_or_one_by_one(rig: EngineFixture) -> None:
    fill(rig, 10)
    batch = rig.engine.submit(folder())
    (listing, _) = rig.engine._scheduler.pick(rig.clock.monotonic())
    assert listing is not None
    rig.engine._carry_out(listing)
    rig.engine.command(Want.CANCEL, batches=[batch])
    rig.engine.run_until_idle()
    assert states(rig, batch) == {State.CANCELLED: 10}
    one = rig.engine.jobs(batch)[3]
    rig.engine.retry(jobs=[one.id])
    rig.engine.run_until_idle()
    assert states(rig, batch) == {State.CANCELLED: 9, State.DONE: 1}
    rig.engine.retry(batches=[batch])
    rig.engine.run_until_idle()
    assert states(rig, batch) == {State.DONE: 10}
    assert rig.sent("CopyObject") == 10


def test_a_throttled_object_is_tried_again_on_its_page(rig: EngineFixture) -> None:
    fill(rig, 30)
    rig.on(lambda seen: throttle() if is_copy_of(seen, "d/0003", "d/0004", "d/0009") else None)
    batch = rig.engine.submit(folder())
    rig.engine.run_until_idle()
    assert states(rig, batch) == {State.DONE: 30}
    assert (rig.journal.rows(batch), rig.sent("CopyObject")) == ((), 33)


def test_a_copy_that_must_not_overwrite_and_got_no_answer_is_not_in_the_way_of_itself(
    rig: EngineFixture,
) -> None:
    keys = fill(rig, 30)
    rig.on(lambda seen: drop_after() if is_copy_of(seen, *keys[20:]) else None)
    batch = rig.engine.submit(folder(OnExisting.REFUSE))
    rig.engine.run_until_idle()
    assert states(rig, batch) == {State.DONE: 30}
