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
def desk(tmp_path: Path) -> Iterator[EngineFixture]:
    with engine_fixture(tmp_path) as opened:
        yield opened


def test_a_refusal_that_can_be_mended_keeps_the_parts_and_a_retry_sends_only_the_missing_ones(
    desk: EngineFixture,
) -> None:
    desk.put("a", 6 * MIB)
    desk.on(lambda seen: answer(403, "AccessDenied") if seen.part > 4 else None)
    batch = desk.engine.submit(request("a", part_size=MIB))
    row = desk.finish(batch)
    assert (row.state, row.kept, row.parts_done) == (State.FAILED, True, 4)
    desk.calm()
    before = desk.sent("UploadPartCopy")
    desk.engine.retry(batches=[batch])
    row = desk.finish(batch)
    assert (row.state, row.verified, row.parts_done) == (State.DONE, Level.CRC64, 6)
    assert desk.sent("UploadPartCopy") - before == 2
    assert desk.uploads() == 0


def test_a_paused_copy_rests_with_its_parts_and_goes_on_where_it_was(desk: EngineFixture) -> None:
    desk.put("a", 6 * MIB)
    desk.on(stop_at(desk, 3, Want.PAUSE))
    row = desk.finish(desk.engine.submit(request("a", part_size=MIB)))
    assert (row.state, row.parts_done) == (State.PAUSED, 3)
    desk.calm()
    desk.engine.command(Want.RUN, batches=[1])
    row = desk.finish(1)
    assert (row.state, desk.sent("UploadPartCopy")) == (State.DONE, 6)


def test_a_cancelled_copy_drops_its_own_upload_and_no_other(desk: EngineFixture) -> None:
    desk.put("a", 6 * MIB)
    foreign = desk.world.buckets[TARGET].uploads
    desk.copy("a", "warm", part_size=MIB)
    desk.on(stop_at(desk, 3, Want.CANCEL))
    other = replace(desk.put("x", 1), etag="X")
    from core.sandbox.world import Upload

    foreign["FOREIGN"] = Upload("FOREIGN", "a", desk.clock.now(), other)
    batch = desk.engine.submit(request("a", part_size=MIB))

    def cancel(seen: Seen) -> Fault | None:
        if seen.part == 3:
            desk.engine.command(Want.CANCEL, batches=[batch])
        return None

    desk.on(cancel)
    assert desk.finish(batch).state is State.CANCELLED
    assert list(foreign) == ["FOREIGN"]
    assert desk.target("a") is None


def test_a_restarted_engine_copies_no_part_that_the_store_has(desk: EngineFixture) -> None:
    desk.put("a", 6 * MIB)
    desk.on(stop_at(desk, 4, None))
    desk.engine.submit(request("a", part_size=MIB))
    desk.engine.run_until_idle()
    desk.calm()
    desk.restart()
    row = desk.finish(1)
    assert (row.state, row.verified) == (State.DONE, Level.CRC64)
    assert (desk.sent("UploadPartCopy"), desk.sent("InitiateMultipartUpload"), desk.uploads()) == (6, 1, 0)


def test_an_upload_begun_after_a_kill_between_abort_and_end_is_dropped_as_well(desk: EngineFixture) -> None:
    desk.put("a", 4 * MIB)
    desk.on(lambda seen: answer(412, "PreconditionFailed") if seen.part else None)

    def die(run: Run, state: State) -> None:
        desk.engine.stop()

    desk.engine._worker._end = die  # type: ignore[method-assign]
    desk.engine.submit(request("a", part_size=MIB))
    desk.engine.run_until_idle()
    assert (desk.sent("AbortMultipartUpload"), desk.uploads()) == (1, 0)
    desk.restart()
    row = desk.finish(1)
    assert (row.state, desk.uploads()) == (State.FAILED, 0)


def test_the_stores_list_of_parts_wins_over_the_journals(desk: EngineFixture) -> None:
    desk.put("a", 6 * MIB)
    desk.on(stop_at(desk, 4, None))
    desk.engine.submit(request("a", part_size=MIB))
    desk.engine.run_until_idle()
    desk.calm()
    (upload,) = desk.world.buckets[TARGET].uploads.values()
    upload.parts.pop(2)
    upload.parts[3] = replace(upload.parts[3], content=generated("wrong", 5))
    desk.restart()
    row = desk.finish(1)
    assert (row.state, row.verified) == (State.DONE, Level.CRC64)
    assert desk.sent("UploadPartCopy") == 4 + 2 + 2


@pytest.mark.parametrize("code", ["InvalidPart", "EntityTooSmall"])
def test_a_part_that_the_completion_refuses_is_found_by_the_list_and_copied_again(
    desk: EngineFixture, code: str
) -> None:
    desk.put("a", 4 * MIB)

    def refuse(seen: Seen) -> Fault | None:
        if seen.operation != "CompleteMultipartUpload" or seen.number > 1:
            return None
        (upload,) = desk.world.buckets[TARGET].uploads.values()
        upload.parts.pop(2)
        return answer(400, code)

    desk.on(refuse)
    row = desk.copy("a", part_size=MIB)
    assert (row.state, row.verified) == (State.DONE, Level.CRC64)
    assert desk.sent("UploadPartCopy") == 5


def test_an_upload_that_the_store_has_lost_is_begun_anew(desk: EngineFixture) -> None:
    desk.put("a", 4 * MIB)

    def lose(seen: Seen) -> Fault | None:
        if seen.part == 3 and seen.number == 1:
            desk.world.buckets[TARGET].uploads.clear()
        return None

    desk.on(lose)
    row = desk.copy("a", part_size=MIB)
    assert (row.state, row.verified, desk.uploads()) == (State.DONE, Level.CRC64, 0)
    assert desk.sent("InitiateMultipartUpload") == 2


def test_an_upload_that_is_lost_again_and_again_ends_the_job_with_its_reason(desk: EngineFixture) -> None:
    desk.put("a", 2 * MIB)

    def lose(seen: Seen) -> Fault | None:
        if seen.part == 2:
            desk.world.buckets[TARGET].uploads.clear()
        return None

    desk.on(lose)
    row = desk.copy("a", part_size=MIB)
    assert row.error is not None
    assert (row.state, row.error.kind) == (State.FAILED, Kind.NO_UPLOAD)


def test_a_listing_goes_on_behind_the_last_page_after_a_restart(desk: EngineFixture) -> None:
    for number in range(1100):
        desk.put(f"p/{number:05}", -1)
    listings: list[str] = []

    def stop(seen: Seen) -> Fault | None:
        if seen.operation.startswith("ListObjects") or seen.operation == "GetBucketV2":
            listings.append(seen.operation)
            if len(listings) == 2:
                desk.engine.stop()
        return None

    desk.on(stop)
    desk.engine.submit(prefix("p/", "q/"))
    desk.engine.run_until_idle()
    desk.calm()
    desk.restart()
    desk.engine.run_until_idle()
    (row,) = desk.engine.snapshot().batches
    assert (row.jobs, row.state, row.counts) == (1100, State.DONE, {State.DONE: 1100})
    assert desk.sent("CopyObject") == 1100


@pytest.mark.expects_log("journal is full")
def test_a_full_disk_halts_all_work_with_a_sentence_and_it_goes_on_when_there_is_room(desk: EngineFixture) -> None:
    desk.put("a", 5 * MIB)
    batch = desk.engine.submit(request("a", part_size=MIB))
    commit = desk.journal.commit
    room = [8]

    def full(*changes: log_of.Change) -> None:
        room[0] -= 1
        if room[0] < 0:
            raise JournalError("The disk that holds the journal is full.")
        commit(*changes)

    desk.journal.commit = full  # type: ignore[method-assign]
    desk.engine.run_until_idle()
    frame = desk.engine.frame()
    assert "full" in frame.halted
    assert not frame.batches[0].state.is_end
    desk.journal.commit = commit  # type: ignore[method-assign]
    desk.engine.command(Want.RUN, batches=[batch])
    row = desk.finish(batch)
    assert (row.state, row.verified, desk.uploads()) == (State.DONE, Level.CRC64, 0)


def test_a_job_in_the_hands_of_another_living_program_is_left_alone(desk: EngineFixture) -> None:
    desk.put("a", 10)
    batch = desk.engine.submit(request("a"))
    desk.journal.commit(log_of.claim(batch, "another"))

    class Both:
        token = "me"

        def is_alive(self, token: str) -> bool:
            return True

    desk.engine._owner = Both()
    assert desk.engine.recover() == ()
