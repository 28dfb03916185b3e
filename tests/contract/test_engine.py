"""Copies against a strict store that drops, throttles and forgets: nothing is lost, nothing is done twice."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from core import changes as log_of
from core.errors import Kind
from core.jobs import Reason, State, Want
from core.journal import JournalError
from core.requests import OnExisting
from core.sandbox.extents import generated
from core.sandbox.settings import Fault, Seen, answer, drop_after, drop_before, throttle
from core.sandbox.world import Kind as ObjectKind
from core.sandbox.world import Version
from core.values import Level
from tests.doubles.bench import MIB, RICH, SOURCE, TARGET, Bench, bench, prefix, request

Fate = Callable[[Seen], Fault | None]


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Bench]:
    with bench(tmp_path) as opened:
        yield opened


def once(operation: str, fault: Fault, *, part: int = 0) -> Fate:
    """The first request of that kind meets `fault`."""
    return lambda seen: fault if (seen.operation, seen.part, seen.number) == (operation, part, 1) else None


def carried(version: Version | None) -> dict[str, object]:
    assert version is not None
    return {name: getattr(version, name) for name in RICH} | {"crc64": version.content.crc64()}


@pytest.mark.parametrize(("part_size", "mode"), [(None, "simple"), (MIB, "parts")])
def test_a_copy_by_either_way_carries_every_property_and_is_verified_by_checksum(
    desk: Bench, part_size: int | None, mode: str
) -> None:
    source = desk.put("film.mov", 5 * MIB + 7, **RICH)
    row = desk.copy("film.mov", part_size=part_size)
    assert (row.state, row.mode, row.verified, row.error) == (State.DONE, mode, Level.CRC64, None)
    assert carried(desk.target("film.mov")) == carried(source)
    assert desk.uploads() == 0


def test_the_requests_that_a_row_counts_are_those_that_were_sent(desk: Bench) -> None:
    desk.put("a", 5 * MIB)
    desk.stores.buckets("sandbox")
    desk.sandbox.seen.clear()
    row = desk.copy("a", part_size=MIB)
    assert row.requests == sum(desk.sandbox.seen.counts.values())
    assert (desk.sent("UploadPartCopy"), row.parts, row.parts_done) == (5, 5, 5)


def test_every_request_that_reads_the_source_carries_the_pin(desk: Bench) -> None:
    source = desk.put("a", 3 * MIB)
    desk.copy("a", part_size=MIB)
    desk.copy("a", "b")
    reads = desk.sandbox.seen.all("UploadPartCopy") + desk.sandbox.seen.all("CopyObject")
    assert [seen.headers["x-oss-copy-source-if-match"] for seen in reads] == [f'"{source.etag}"'] * 4


def test_a_source_overwritten_in_mid_copy_stops_the_job_and_leaves_the_target_untouched(desk: Bench) -> None:
    desk.put("a", 5 * MIB)
    standing = desk.put("a", 99, bucket=TARGET)

    def overwrite(seen: Seen) -> Fault | None:
        if seen.part == 3:
            desk.put("a", 5 * MIB, headers={"content-type": "x/new"}, etag="OTHER")
        return None

    desk.on(overwrite)
    row = desk.copy("a", part_size=MIB, on=OnExisting.OVERWRITE)
    assert row.state is State.FAILED
    assert row.error is not None
    assert row.error.kind is Kind.SOURCE_CHANGED
    assert desk.target("a") == standing
    assert (desk.uploads(), desk.sent("CompleteMultipartUpload"), row.kept) == (0, 0, False)


@pytest.mark.parametrize("operation", ["InitiateMultipartUpload", "CompleteMultipartUpload", "UploadPartCopy"])
@pytest.mark.parametrize("fault", [drop_before(), drop_after()], ids=["lost-request", "lost-answer"])
def test_a_lost_request_or_answer_is_looked_into_and_the_copy_ends_once_and_whole(
    desk: Bench, operation: str, fault: Fault
) -> None:
    source = desk.put("a", 5 * MIB, **RICH)
    desk.on(once(operation, fault, part=2 if operation == "UploadPartCopy" else 0))
    row = desk.copy("a", part_size=MIB)
    assert (row.state, row.verified) == (State.DONE, Level.CRC64)
    assert carried(desk.target("a")) == carried(source)
    assert desk.uploads() == 0
    if operation != "UploadPartCopy":
        assert desk.sent(operation) == (2 if fault == drop_before() else 1)


@pytest.mark.parametrize("fault", [drop_before(), drop_after()], ids=["lost-request", "lost-answer"])
def test_a_simple_copy_without_an_answer_is_not_taken_for_a_foreign_object(desk: Bench, fault: Fault) -> None:
    desk.put("a", 1000)
    desk.on(once("CopyObject", fault))
    row = desk.copy("a")
    assert (row.state, row.verified) == (State.DONE, Level.CRC64)
    assert desk.sent("CopyObject") == (2 if fault == drop_before() else 1)


def test_throttling_is_waited_out_and_costs_no_part(desk: Bench) -> None:
    desk.put("a", 8 * MIB)
    desk.on(lambda seen: throttle(3) if seen.part and seen.number < 4 else None)
    row = desk.copy("a", part_size=MIB)
    assert (row.state, row.parts_done, row.retries) == (State.DONE, 8, 24)
    assert desk.clock.waits
    assert max(desk.clock.waits) >= 2.5


def test_a_refusal_that_can_be_mended_keeps_the_parts_and_a_retry_sends_only_the_missing_ones(desk: Bench) -> None:
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


def stop_at(desk: Bench, part: int, want: Want | None) -> Fate:
    """When that part is asked for: make a wish for the batch, or stop the engine as a crash would."""

    def fate(seen: Seen) -> Fault | None:
        if seen.part == part:
            if want is None:
                desk.engine.stop()
            else:
                desk.engine.wish(want, batches=[1])
        return None

    return fate


def test_a_paused_copy_rests_with_its_parts_and_goes_on_where_it_was(desk: Bench) -> None:
    desk.put("a", 6 * MIB)
    desk.on(stop_at(desk, 3, Want.PAUSE))
    row = desk.finish(desk.engine.submit(request("a", part_size=MIB)))
    assert (row.state, row.parts_done) == (State.PAUSED, 3)
    desk.calm()
    desk.engine.wish(Want.RUN, batches=[1])
    row = desk.finish(1)
    assert (row.state, desk.sent("UploadPartCopy")) == (State.DONE, 6)


def test_a_cancelled_copy_drops_its_own_upload_and_no_other(desk: Bench) -> None:
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
            desk.engine.wish(Want.CANCEL, batches=[batch])
        return None

    desk.on(cancel)
    assert desk.finish(batch).state is State.CANCELLED
    assert list(foreign) == ["FOREIGN"]
    assert desk.target("a") is None


def test_a_restarted_engine_copies_no_part_that_the_store_has(desk: Bench) -> None:
    desk.put("a", 6 * MIB)
    desk.on(stop_at(desk, 4, None))
    desk.engine.submit(request("a", part_size=MIB))
    desk.engine.run_until_idle()
    desk.calm()
    desk.restart()
    row = desk.finish(1)
    assert (row.state, row.verified) == (State.DONE, Level.CRC64)
    assert (desk.sent("UploadPartCopy"), desk.sent("InitiateMultipartUpload"), desk.uploads()) == (6, 1, 0)


def test_an_upload_begun_after_a_kill_between_abort_and_end_is_dropped_as_well(desk: Bench) -> None:
    desk.put("a", 4 * MIB)
    desk.on(lambda seen: answer(412, "PreconditionFailed") if seen.part else None)

    def die(*_: object) -> None:
        desk.engine.stop()

    desk.engine._worker._end = die  # type: ignore[method-assign]
    desk.engine.submit(request("a", part_size=MIB))
    desk.engine.run_until_idle()
    assert (desk.sent("AbortMultipartUpload"), desk.uploads()) == (1, 0)
    desk.restart()
    row = desk.finish(1)
    assert (row.state, desk.uploads()) == (State.FAILED, 0)


def test_the_stores_list_of_parts_wins_over_the_journals(desk: Bench) -> None:
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
def test_a_part_that_the_completion_refuses_is_found_by_the_list_and_copied_again(desk: Bench, code: str) -> None:
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


def test_an_upload_that_the_store_has_lost_is_begun_anew(desk: Bench) -> None:
    desk.put("a", 4 * MIB)

    def lose(seen: Seen) -> Fault | None:
        if seen.part == 3 and seen.number == 1:
            desk.world.buckets[TARGET].uploads.clear()
        return None

    desk.on(lose)
    row = desk.copy("a", part_size=MIB)
    assert (row.state, row.verified, desk.uploads()) == (State.DONE, Level.CRC64, 0)
    assert desk.sent("InitiateMultipartUpload") == 2


def test_an_upload_that_is_lost_again_and_again_ends_the_job_with_its_reason(desk: Bench) -> None:
    desk.put("a", 2 * MIB)

    def lose(seen: Seen) -> Fault | None:
        if seen.part == 2:
            desk.world.buckets[TARGET].uploads.clear()
        return None

    desk.on(lose)
    row = desk.copy("a", part_size=MIB)
    assert row.error is not None
    assert (row.state, row.error.kind) == (State.FAILED, Kind.NO_UPLOAD)


def test_a_target_that_appears_in_the_meantime_is_not_overwritten(desk: Bench) -> None:
    desk.put("a", 4 * MIB)

    def appear(seen: Seen) -> Fault | None:
        if seen.operation in ("CopyObject", "CompleteMultipartUpload"):
            desk.put(seen.key, 5, bucket=TARGET, etag="THEIRS")
        return None

    desk.on(appear)
    for key, part_size in (("simple", None), ("parts", MIB)):
        row = desk.copy("a", key, part_size=part_size)
        assert row.error is not None
        assert (row.state, row.error.kind) == (State.FAILED, Kind.EXISTS)
        standing = desk.target(key)
        assert standing is not None
        assert standing.etag == "THEIRS"
    assert desk.uploads() == 0


def test_an_existing_target_is_refused_before_anything_is_written_and_overwritten_when_asked(desk: Bench) -> None:
    desk.put("a", 1000)
    desk.put("a", 5, bucket=TARGET)
    row = desk.copy("a")
    assert row.refused is not None
    assert (row.state, row.refused.reason, desk.sent("CopyObject")) == (State.REFUSED, Reason.EXISTS, 0)
    desk.engine.retry(batches=[row.batch], on_existing=OnExisting.OVERWRITE)
    assert desk.finish(row.batch).state is State.DONE
    assert desk.copy("a", on=OnExisting.SKIP).state is State.SKIPPED


def test_what_the_store_cannot_copy_is_refused_with_the_reason(desk: Bench) -> None:
    desk.put("log", 10, kind=ObjectKind.APPENDABLE)
    desk.put("cold", 10, storage_class="Archive")
    reasons = {key: desk.copy(key).refused for key in ("log", "cold")}
    assert {key: refused and refused.reason for key, refused in reasons.items()} == {
        "log": Reason.APPENDABLE,
        "cold": Reason.ARCHIVED,
    }
    assert desk.sent("CopyObject") == 0


def test_a_store_that_finds_the_object_too_large_for_one_call_gets_parts(desk: Bench) -> None:
    desk.put("a", 4 * MIB)
    desk.on(lambda seen: answer(400, "EntityTooLarge") if seen.operation == "CopyObject" else None)
    row = desk.copy("a")
    assert (row.state, row.mode, row.verified) == (State.DONE, "parts", Level.CRC64)


def test_a_symlink_is_copied_as_the_link_that_it_is_and_only_inside_its_bucket(desk: Bench) -> None:
    desk.put("a", 3 << 30)
    desk.put("link", 0, kind=ObjectKind.SYMLINK, target="a", etag="LINK")
    inside = replace(request("link"), target=replace(request("link").target, bucket=SOURCE, key="link-2"))
    row = desk.finish(desk.engine.submit(inside))
    copied = desk.world.get(SOURCE, "link-2")
    assert copied is not None
    assert (row.state, row.mode, copied.kind, copied.target) == (State.DONE, "simple", ObjectKind.SYMLINK, "a")
    refused = desk.copy("link").refused
    assert refused is not None
    assert refused.reason is Reason.LINK


def test_a_prefix_is_copied_with_every_odd_name_and_its_marker(desk: Bench) -> None:
    names = ["p/", "p/a", "p/a//b", "p/x/../y", "p/\u732b \U0001f408", "p/%2e?v=1#f+", "p/\x01\n", "other"]
    for name in names:
        desk.put(name, -1)
    batch = desk.engine.submit(prefix("p/", "q/"))
    desk.engine.run_until_idle()
    (row,) = desk.engine.snapshot().batches
    assert (row.id, row.state, row.counts) == (batch, State.DONE, {State.DONE: 7})
    assert sorted(desk.world.buckets[TARGET].order) == sorted("q" + name[1:] for name in names if name != "other")


def test_one_bad_object_does_not_stop_a_batch(desk: Bench) -> None:
    for name in ("p/a", "p/b", "p/c"):
        desk.put(name, 10)
    desk.put("p/b", 10, storage_class="Archive")
    desk.engine.submit(prefix("p/", "q/"))
    desk.engine.run_until_idle()
    (row,) = desk.engine.snapshot().batches
    assert row.counts == {State.DONE: 2, State.REFUSED: 1}
    assert row.state is State.REFUSED


def test_a_listing_goes_on_behind_the_last_page_after_a_restart(desk: Bench) -> None:
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


@pytest.mark.parametrize(("target", "reason"), [("p/", Reason.ONTO_ITSELF), ("p/copy/", Reason.INTO_ITSELF)])
def test_a_prefix_is_not_copied_onto_or_into_itself(desk: Bench, target: str, reason: Reason) -> None:
    desk.put("p/a", 10)
    desk.engine.submit(prefix("p/", target, to=SOURCE))
    desk.engine.run_until_idle()
    (row,) = desk.engine.snapshot().batches
    assert row.error is not None
    assert (row.state, row.error.code, row.jobs) == (State.FAILED, reason.value, 0)


def test_a_copy_to_another_region_is_refused_in_the_preview_and_in_the_job(desk: Bench) -> None:
    desk.put("a", 10)
    far = replace(request("a"), target=replace(request("a").target, bucket="far-away"))
    preview = desk.engine.preview(far)
    assert preview.refused is not None
    assert (preview.refused.reason, preview.refused.detail) == (Reason.OTHER_REGION, "cn-hangzhou > cn-shanghai")
    folder = replace(prefix("", "x/"), target=far.target)
    assert desk.engine.preview(folder).refused == preview.refused
    assert desk.finish(desk.engine.submit(far)).state is State.REFUSED


def test_a_preview_sends_nothing_that_writes_and_tells_of_a_target_that_exists(desk: Bench) -> None:
    desk.put("a", 5 * MIB)
    desk.put("a", 5, bucket=TARGET)
    preview = desk.engine.preview(request("a", part_size=MIB))
    assert (preview.target_exists, preview.refused, preview.size) == (True, None, 5 * MIB)
    assert preview.plan is not None
    assert preview.plan.kind == "parts"
    assert all(seen.method in ("GET", "HEAD") for seen in desk.sandbox.seen.all())


@pytest.mark.expects_log("journal is full")
def test_a_full_disk_halts_all_work_with_a_sentence_and_it_goes_on_when_there_is_room(desk: Bench) -> None:
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
    desk.engine.wish(Want.RUN, batches=[batch])
    row = desk.finish(batch)
    assert (row.state, row.verified, desk.uploads()) == (State.DONE, Level.CRC64, 0)


def test_a_cleared_batch_is_gone_and_one_that_runs_is_not_cleared(desk: Bench) -> None:
    desk.put("a", 10)
    batch = desk.engine.submit(request("a"))
    desk.engine.clear([batch])
    assert desk.finish(batch).state is State.DONE
    desk.engine.frame()
    desk.engine.clear([batch])
    assert desk.engine.frame().gone == (batch,)
    assert desk.journal.batches() == ()


def test_a_job_in_the_hands_of_another_living_program_is_left_alone(desk: Bench) -> None:
    desk.put("a", 10)
    batch = desk.engine.submit(request("a"))
    desk.journal.commit(log_of.claim(batch, "another"))

    class Both:
        token = "me"

        def is_alive(self, token: str) -> bool:
            return True

    desk.engine._owner = Both()
    assert desk.engine.recover() == ()


def test_a_batch_tells_the_weakest_level_that_its_copies_have_reached_also_after_a_restart(desk: Bench) -> None:
    desk.put("p/a", 10)
    desk.put("p/b", 10, shows_crc=False)
    desk.engine.submit(prefix("p/", "q/"))
    desk.engine.run_until_idle()
    levels = [desk.engine.snapshot().batches[0].verified]
    desk.restart()
    levels.append(desk.engine.snapshot().batches[0].verified)
    assert levels == [Level.PART_ETAGS, Level.PART_ETAGS]


def test_the_grid_of_a_job_that_rests_comes_from_the_journal(desk: Bench) -> None:
    desk.put("a", 4 * MIB)
    desk.on(stop_at(desk, 3, Want.PAUSE))
    row = desk.finish(desk.engine.submit(request("a", part_size=MIB)))
    grid = desk.engine.grid(row.id)
    assert grid is not None
    assert (grid.cells, grid.attempts) == (b"\2\2\2\0", b"\1\1\1\0")


def test_frames_carry_the_grid_of_the_watched_job(desk: Bench) -> None:
    desk.put("a", 4 * MIB)
    grids: list[bytes] = []
    desk.engine.watch(1)

    def look(seen: Seen) -> Fault | None:
        if seen.part:
            grid = desk.engine.frame().grid
            assert grid is not None
            grids.append(grid.cells)
        return None

    desk.on(look)
    desk.copy("a", part_size=MIB)
    assert grids == [b"\1\0\0\0", b"\2\1\0\0", b"\2\2\1\0", b"\2\2\2\1"]
    last = desk.engine.frame().grid
    assert last is not None
    assert last.cells == b"\2\2\2\2"
    assert desk.engine.frame().grid is None


def test_what_a_paused_copy_has_done_counts_in_the_sum(desk: Bench) -> None:
    desk.put("a", 1 * MIB)
    desk.on(stop_at(desk, 3, Want.PAUSE))
    desk.engine.submit(request("a", part_size=128 * 1024))
    desk.engine.run_until_idle()
    frame = desk.engine.snapshot()
    assert frame.jobs[0].state is State.PAUSED
    assert 0 < frame.jobs[0].done_bytes == frame.totals.done_bytes == frame.batches[0].done_bytes
