"""Copies that were paused, cancelled, killed or robbed of their upload: what has been copied is not copied again."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from core.engine.active_job import Run
from core.journal import changes as log_of
from core.journal.journal import JournalError
from core.model.errors import Kind
from core.model.jobs import State, Want
from core.model.values import Level
from core.sandbox.extents import generated
from core.sandbox.settings import Fault, Seen, answer
from tests.doubles.engine_fixture import MIB, TARGET, EngineFixture, engine_fixture, prefix, request, stop_at


@pytest.fixture
def rig(tmp_path: Path) -> Iterator[EngineFixture]:
    with engine_fixture(tmp_path) as opened:
        yield opened


def test_a_refusal_that_can_be_mended_keeps_the_parts_and_a_retry_sends_only_the_missing_ones(
    rig: EngineFixture,
) -> None:
    rig.put("a", 6 * MIB)
    rig.on(lambda seen: answer(403, "AccessDenied") if seen.part > 4 else None)
    batch = rig.engine.submit(request("a", part_size=MIB))
    row = rig.finish(batch)
    assert (row.state, row.kept, row.parts_done) == (State.FAILED, True, 4)
    rig.calm()
    before = rig.sent("UploadPartCopy")
    rig.engine.retry(batches=[batch])
    row = rig.finish(batch)
    assert (row.state, row.verified, row.parts_done) == (State.DONE, Level.CRC64, 6)
    assert rig.sent("UploadPartCopy") - before == 2
    assert rig.uploads() == 0


def test_a_paused_copy_rests_with_its_parts_and_goes_on_where_it_was(rig: EngineFixture) -> None:
    rig.put("a", 6 * MIB)
    rig.on(stop_at(rig, 3, Want.PAUSE))
    row = rig.finish(rig.engine.submit(request("a", part_size=MIB)))
    assert (row.state, row.parts_done) == (State.PAUSED, 3)
    rig.calm()
    rig.engine.command(Want.RUN, batches=[1])
    row = rig.finish(1)
    assert (row.state, rig.sent("UploadPartCopy")) == (State.DONE, 6)


def test_a_cancelled_copy_drops_its_own_upload_and_no_other(rig: EngineFixture) -> None:
    rig.put("a", 6 * MIB)
    foreign = rig.world.buckets[TARGET].uploads
    rig.copy("a", "warm", part_size=MIB)
    rig.on(stop_at(rig, 3, Want.CANCEL))
    other = replace(rig.put("x", 1), etag="X")
    from core.sandbox.world import Upload

    foreign["FOREIGN"] = Upload("FOREIGN", "a", rig.clock.now(), other)
    batch = rig.engine.submit(request("a", part_size=MIB))

    def cancel(seen: Seen) -> Fault | None:
        if seen.part == 3:
            rig.engine.command(Want.CANCEL, batches=[batch])
        return None

    rig.on(cancel)
    assert rig.finish(batch).state is State.CANCELLED
    assert list(foreign) == ["FOREIGN"]
    assert rig.target("a") is None


def test_a_restarted_engine_copies_no_part_that_the_store_has(rig: EngineFixture) -> None:
    rig.put("a", 6 * MIB)
    rig.on(stop_at(rig, 4, None))
    rig.engine.submit(request("a", part_size=MIB))
    rig.engine.run_until_idle()
    rig.calm()
    rig.restart()
    row = rig.finish(1)
    assert (row.state, row.verified) == (State.DONE, Level.CRC64)
    assert (rig.sent("UploadPartCopy"), rig.sent("InitiateMultipartUpload"), rig.uploads()) == (6, 1, 0)


def test_an_upload_begun_after_a_kill_between_abort_and_end_is_dropped_as_well(rig: EngineFixture) -> None:
    rig.put("a", 4 * MIB)
    rig.on(lambda seen: answer(412, "PreconditionFailed") if seen.part else None)

    def die(run: Run, state: State) -> None:
        rig.engine.stop()

    rig.engine._worker._end = die  # type: ignore[method-assign]
    rig.engine.submit(request("a", part_size=MIB))
    rig.engine.run_until_idle()
    assert (rig.sent("AbortMultipartUpload"), rig.uploads()) == (1, 0)
    rig.restart()
    row = rig.finish(1)
    assert (row.state, rig.uploads()) == (State.FAILED, 0)


def test_the_stores_list_of_parts_wins_over_the_journals(rig: EngineFixture) -> None:
    rig.put("a", 6 * MIB)
    rig.on(stop_at(rig, 4, None))
    rig.engine.submit(request("a", part_size=MIB))
    rig.engine.run_until_idle()
    rig.calm()
    (upload,) = rig.world.buckets[TARGET].uploads.values()
    upload.parts.pop(2)
    upload.parts[3] = replace(upload.parts[3], content=generated("wrong", 5))
    rig.restart()
    row = rig.finish(1)
    assert (row.state, row.verified) == (State.DONE, Level.CRC64)
    assert rig.sent("UploadPartCopy") == 4 + 2 + 2


@pytest.mark.parametrize("code", ["InvalidPart", "EntityTooSmall"])
def test_a_part_that_the_completion_refuses_is_found_by_the_list_and_copied_again(
    rig: EngineFixture, code: str
) -> None:
    rig.put("a", 4 * MIB)

    def refuse(seen: Seen) -> Fault | None:
        if seen.operation != "CompleteMultipartUpload" or seen.number > 1:
            return None
        (upload,) = rig.world.buckets[TARGET].uploads.values()
        upload.parts.pop(2)
        return answer(400, code)

    rig.on(refuse)
    row = rig.copy("a", part_size=MIB)
    assert (row.state, row.verified) == (State.DONE, Level.CRC64)
    assert rig.sent("UploadPartCopy") == 5


def test_an_upload_that_the_store_has_lost_is_begun_anew(rig: EngineFixture) -> None:
    rig.put("a", 4 * MIB)

    def lose(seen: Seen) -> Fault | None:
        if seen.part == 3 and seen.number == 1:
            rig.world.buckets[TARGET].uploads.clear()
        return None

    rig.on(lose)
    row = rig.copy("a", part_size=MIB)
    assert (row.state, row.verified, rig.uploads()) == (State.DONE, Level.CRC64, 0)
    assert rig.sent("InitiateMultipartUpload") == 2


def test_an_upload_that_is_lost_again_and_again_ends_the_job_with_its_reason(rig: EngineFixture) -> None:
    rig.put("a", 2 * MIB)

    def lose(seen: Seen) -> Fault | None:
        if seen.part == 2:
            rig.world.buckets[TARGET].uploads.clear()
        return None

    rig.on(lose)
    row = rig.copy("a", part_size=MIB)
    assert row.error is not None
    assert (row.state, row.error.kind) == (State.FAILED, Kind.NO_UPLOAD)


def test_a_listing_goes_on_behind_the_last_page_after_a_restart(rig: EngineFixture) -> None:
    for number in range(1100):
        rig.put(f"p/{number:05}", -1)
    listings: list[str] = []

    def stop(seen: Seen) -> Fault | None:
        if seen.operation.startswith("ListObjects") or seen.operation == "GetBucketV2":
            listings.append(seen.operation)
            if len(listings) == 2:
                rig.engine.stop()
        return None

    rig.on(stop)
    rig.engine.submit(prefix("p/", "q/"))
    rig.engine.run_until_idle()
    rig.calm()
    rig.restart()
    rig.engine.run_until_idle()
    (row,) = rig.engine.snapshot().batches
    assert (row.jobs, row.state, row.counts) == (1100, State.DONE, {State.DONE: 1100})
    assert rig.sent("CopyObject") == 1100


@pytest.mark.expects_log("journal is full")
def test_a_full_disk_halts_all_work_with_a_sentence_and_it_goes_on_when_there_is_room(rig: EngineFixture) -> None:
    rig.put("a", 5 * MIB)
    batch = rig.engine.submit(request("a", part_size=MIB))
    commit = rig.journal.commit
    room = [8]

    def full(*changes: log_of.Change) -> None:
        room[0] -= 1
        if room[0] < 0:
            raise JournalError("The disk that holds the journal is full.")
        commit(*changes)

    rig.journal.commit = full  # type: ignore[method-assign]
    rig.engine.run_until_idle()
    frame = rig.engine.frame()
    assert "full" in frame.halted
    assert not frame.batches[0].state.is_end
    rig.journal.commit = commit  # type: ignore[method-assign]
    rig.engine.command(Want.RUN, batches=[batch])
    row = rig.finish(batch)
    assert (row.state, row.verified, rig.uploads()) == (State.DONE, Level.CRC64, 0)


def test_a_job_in_the_hands_of_another_living_program_is_left_alone(rig: EngineFixture) -> None:
    rig.put("a", 10)
    batch = rig.engine.submit(request("a"))
    rig.journal.commit(log_of.claim(batch, "another"))

    class Both:
        token = "me"

        def is_alive(self, token: str) -> bool:
            return True

    rig.engine._owner = Both()
    assert rig.engine.recover() == ()
