"""Copies against a strict store that drops and throttles: nothing is lost, nothing is done twice."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from core.journal.changes import Change
from core.model.errors import Kind
from core.model.jobs import Reason, State
from core.model.requests import JobKind, OnExisting
from core.model.values import Level
from core.sandbox.settings import Fault, Seen, answer, drop_after, drop_before, throttle
from core.sandbox.world import Kind as ObjectKind
from core.sandbox.world import Version
from tests.doubles.engine_fixture import MIB, RICH, SOURCE, TARGET, EngineFixture, engine_fixture, once, prefix, request


@pytest.fixture
def rig(tmp_path: Path) -> Iterator[EngineFixture]:
    with engine_fixture(tmp_path) as opened:
        yield opened


def carried(version: Version | None) -> dict[str, object]:
    assert version is not None
    return {name: getattr(version, name) for name in RICH} | {"crc64": version.content.crc64()}


@pytest.mark.parametrize(("part_size", "mode"), [(None, "simple"), (MIB, "parts")])
def test_a_copy_by_either_way_carries_every_property_and_is_verified_by_checksum(
    rig: EngineFixture, part_size: int | None, mode: str
) -> None:
    source = rig.put("film.mov", 5 * MIB + 7, **RICH)
    row = rig.copy("film.mov", part_size=part_size)
    assert (row.state, row.mode, row.verified, row.error) == (State.DONE, mode, Level.CRC64, None)
    assert carried(rig.target("film.mov")) == carried(source)
    assert rig.uploads() == 0


def test_the_requests_that_a_row_counts_are_those_that_were_sent(rig: EngineFixture) -> None:
    rig.put("a", 5 * MIB)
    rig.stores.buckets("sandbox")
    rig.sandbox.seen.clear()
    row = rig.copy("a", part_size=MIB)
    assert row.requests == sum(rig.sandbox.seen.counts.values())
    assert (rig.sent("UploadPartCopy"), row.parts, row.parts_done) == (5, 5, 5)


def test_every_request_that_reads_the_source_carries_the_pin(rig: EngineFixture) -> None:
    source = rig.put("a", 3 * MIB)
    rig.copy("a", part_size=MIB)
    rig.copy("a", "b")
    reads = rig.sandbox.seen.all("UploadPartCopy") + rig.sandbox.seen.all("CopyObject")
    assert [seen.headers["x-oss-copy-source-if-match"] for seen in reads] == [f'"{source.etag}"'] * 4


def test_a_source_overwritten_in_mid_copy_stops_the_job_and_leaves_the_target_untouched(rig: EngineFixture) -> None:
    rig.put("a", 5 * MIB)
    standing = rig.put("a", 99, bucket=TARGET)

    def overwrite(seen: Seen) -> Fault | None:
        if seen.part == 3:
            rig.put("a", 5 * MIB, headers={"content-type": "x/new"}, etag="OTHER")
        return None

    rig.on(overwrite)
    row = rig.copy("a", part_size=MIB, on=OnExisting.OVERWRITE)
    assert row.state is State.FAILED
    assert row.error is not None
    assert row.error.kind is Kind.SOURCE_CHANGED
    assert rig.target("a") == standing
    assert (rig.uploads(), rig.sent("CompleteMultipartUpload"), row.kept) == (0, 0, False)


@pytest.mark.parametrize("operation", ["InitiateMultipartUpload", "CompleteMultipartUpload", "UploadPartCopy"])
@pytest.mark.parametrize("fault", [drop_before(), drop_after()], ids=["lost-request", "lost-answer"])
def test_a_lost_request_or_answer_is_looked_into_and_the_copy_ends_once_and_whole(
    rig: EngineFixture, operation: str, fault: Fault
) -> None:
    source = rig.put("a", 5 * MIB, **RICH)
    rig.on(once(operation, fault, part=2 if operation == "UploadPartCopy" else 0))
    row = rig.copy("a", part_size=MIB)
    assert (row.state, row.verified) == (State.DONE, Level.CRC64)
    assert carried(rig.target("a")) == carried(source)
    began_twice = (operation, fault) == ("InitiateMultipartUpload", drop_after())
    assert rig.uploads() == len(row.leftovers) == int(began_twice)
    if operation != "UploadPartCopy":
        assert rig.sent(operation) == (2 if began_twice or fault == drop_before() else 1)


@pytest.mark.parametrize("fault", [drop_before(), drop_after()], ids=["lost-request", "lost-answer"])
def test_a_simple_copy_without_an_answer_is_not_taken_for_a_foreign_object(rig: EngineFixture, fault: Fault) -> None:
    rig.put("a", 1000)
    rig.on(once("CopyObject", fault))
    row = rig.copy("a")
    assert (row.state, row.verified) == (State.DONE, Level.CRC64)
    assert rig.sent("CopyObject") == (2 if fault == drop_before() else 1)


def test_throttling_is_waited_out_and_costs_no_part(rig: EngineFixture) -> None:
    rig.put("a", 8 * MIB)
    rig.on(lambda seen: throttle(3) if seen.part and seen.number < 4 else None)
    row = rig.copy("a", part_size=MIB)
    assert (row.state, row.parts_done, row.retries) == (State.DONE, 8, 24)
    assert rig.clock.waits
    assert max(rig.clock.waits) >= 2.5


def test_a_target_that_appears_in_the_meantime_is_not_overwritten(rig: EngineFixture) -> None:
    rig.put("a", 4 * MIB)

    def appear(seen: Seen) -> Fault | None:
        if seen.operation in ("CopyObject", "CompleteMultipartUpload"):
            rig.put(seen.key, 5, bucket=TARGET, etag="THEIRS")
        return None

    rig.on(appear)
    for key, part_size in (("simple", None), ("parts", MIB)):
        row = rig.copy("a", key, part_size=part_size)
        assert row.error is not None
        assert (row.state, row.error.kind) == (State.FAILED, Kind.EXISTS)
        standing = rig.target(key)
        assert standing is not None
        assert standing.etag == "THEIRS"
    assert rig.uploads() == 0


def test_an_existing_target_is_refused_before_anything_is_written_and_overwritten_when_asked(
    rig: EngineFixture,
) -> None:
    rig.put("a", 1000)
    rig.put("a", 5, bucket=TARGET)
    row = rig.copy("a")
    assert row.refused is not None
    assert (row.state, row.refused.reason, rig.sent("CopyObject")) == (State.REFUSED, Reason.EXISTS, 0)
    rig.engine.retry(batches=[row.batch], on_existing=OnExisting.OVERWRITE)
    assert rig.finish(row.batch).state is State.DONE
    assert rig.copy("a", on=OnExisting.SKIP).state is State.SKIPPED


def test_what_the_store_cannot_copy_is_refused_with_the_reason(rig: EngineFixture) -> None:
    rig.put("log", 10, kind=ObjectKind.APPENDABLE)
    rig.put("cold", 10, storage_class="Archive")
    reasons = {key: rig.copy(key).refused for key in ("log", "cold")}
    assert {key: refused and refused.reason for key, refused in reasons.items()} == {
        "log": Reason.APPENDABLE,
        "cold": Reason.ARCHIVED,
    }
    assert rig.sent("CopyObject") == 0


def test_a_store_that_finds_the_object_too_large_for_one_call_gets_parts(rig: EngineFixture) -> None:
    rig.put("a", 4 * MIB)
    rig.on(lambda seen: answer(400, "EntityTooLarge") if seen.operation == "CopyObject" else None)
    row = rig.copy("a")
    assert (row.state, row.mode, row.verified) == (State.DONE, "parts", Level.CRC64)


def test_a_symlink_is_copied_as_the_link_that_it_is_and_only_inside_its_bucket(rig: EngineFixture) -> None:
    rig.put("a", 3 << 30)
    rig.put("link", 0, kind=ObjectKind.SYMLINK, target="a", etag="LINK")
    inside = replace(request("link"), target=replace(request("link").target, bucket=SOURCE, key="link-2"))
    row = rig.finish(rig.engine.submit(inside))
    copied = rig.world.get(SOURCE, "link-2")
    assert copied is not None
    assert (row.state, row.mode, copied.kind, copied.target) == (State.DONE, "simple", ObjectKind.SYMLINK, "a")
    refused = rig.copy("link").refused
    assert refused is not None
    assert refused.reason is Reason.LINK


def test_a_prefix_is_copied_with_every_odd_name_and_its_marker(rig: EngineFixture) -> None:
    names = ["p/", "p/a", "p/a//b", "p/x/../y", "p/\u732b \U0001f408", "p/%2e?v=1#f+", "p/\x01\n", "other"]
    for name in names:
        rig.put(name, -1)
    batch = rig.engine.submit(prefix("p/", "q/"))
    rig.engine.run_until_idle()
    (row,) = rig.engine.snapshot().batches
    assert (row.id, row.state, row.counts) == (batch, State.DONE, {State.DONE: 7})
    assert sorted(rig.world.buckets[TARGET].order) == sorted("q" + name[1:] for name in names if name != "other")


def test_one_bad_object_does_not_stop_a_batch(rig: EngineFixture) -> None:
    for name in ("p/a", "p/b", "p/c"):
        rig.put(name, 10)
    rig.put("p/b", 10, storage_class="Archive")
    rig.engine.submit(prefix("p/", "q/"))
    rig.engine.run_until_idle()
    (row,) = rig.engine.snapshot().batches
    assert row.counts == {State.DONE: 2, State.REFUSED: 1}
    assert row.state is State.REFUSED


@pytest.mark.parametrize(("target", "reason"), [("p/", Reason.ONTO_ITSELF), ("p/copy/", Reason.INTO_ITSELF)])
def test_a_prefix_is_not_copied_onto_or_into_itself(rig: EngineFixture, target: str, reason: Reason) -> None:
    rig.put("p/a", 10)
    rig.engine.submit(prefix("p/", target, to=SOURCE))
    rig.engine.run_until_idle()
    (row,) = rig.engine.snapshot().batches
    assert row.error is not None
    assert (row.state, row.error.code, row.jobs) == (State.FAILED, reason.value, 0)


def test_a_copy_to_another_region_is_refused_in_the_preview_and_in_the_job(rig: EngineFixture) -> None:
    rig.put("a", 10)
    far = replace(request("a"), target=replace(request("a").target, bucket="far-away"))
    preview = rig.engine.preview(far)
    assert preview.refused is not None
    assert (preview.refused.reason, preview.refused.detail) == (Reason.OTHER_REGION, "cn-hangzhou > cn-shanghai")
    folder = replace(prefix("", "x/"), target=far.target)
    assert rig.engine.preview(folder).refused == preview.refused
    assert rig.finish(rig.engine.submit(far)).state is State.REFUSED


@pytest.mark.expects_log("StepItem failed")
def test_a_fault_of_our_own_while_an_outcome_is_recorded_ends_that_job_and_no_other(
    rig: EngineFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    for key in ("p/a", "p/b", "p/c"):
        rig.put(key, 10)
    batch = rig.engine.submit(prefix("p/", "q/"))
    commit, left = rig.journal.commit, [3]

    def fail(*changes: Change) -> None:
        left[0] -= 1
        if left[0] == 0:
            raise OverflowError("too large for the database")
        commit(*changes)

    monkeypatch.setattr(rig.journal, "commit", fail)
    rig.engine.run_until_idle()
    rows = rig.engine.jobs(batch)
    assert sorted(row.state for row in rows) == [State.DONE, State.DONE, State.FAILED]
    assert [row.error.kind for row in rows if row.error is not None] == [Kind.BUG]


@pytest.mark.parametrize("kind", [JobKind.COPY, JobKind.RENAME])
def test_a_copy_that_the_store_shows_only_after_a_while_is_looked_at_again(rig: EngineFixture, kind: JobKind) -> None:
    rig.put("a", 1000)
    left = [3]

    def hide(seen: Seen) -> Fault | None:
        if seen.operation != "HeadObject" or seen.bucket != TARGET or rig.target("a") is None or not left[0]:
            return None
        left[0] -= 1
        return answer(404, "NoSuchKey")

    rig.on(hide)
    row = rig.finish(rig.engine.submit(replace(request("a"), kind=kind)))
    assert (row.state, row.error, left) == (State.DONE, None, [0])
    assert rig.sent("CopyObject") == 1


@pytest.mark.parametrize("kind", [JobKind.COPY, JobKind.RENAME])
def test_a_copy_that_shows_after_half_a_minute_is_waited_for_however_short_the_pauses_fall(
    rig: EngineFixture, kind: JobKind
) -> None:
    rig.clock.chance = 0.0
    rig.put("a", 1000)

    def hide(seen: Seen) -> Fault | None:
        copy, looks = rig.target("a"), (seen.operation, seen.bucket) == ("HeadObject", TARGET)
        is_late = looks and copy is not None and rig.clock.now() < copy.modified + 30
        return answer(404, "NoSuchKey") if is_late else None

    rig.on(hide)
    row = rig.finish(rig.engine.submit(replace(request("a"), kind=kind)))
    assert (row.state, row.error) == (State.DONE, None)
    assert rig.sent("CopyObject") == 1


def test_a_copy_that_the_store_never_shows_fails_with_what_is_known_and_nothing_is_deleted(rig: EngineFixture) -> None:
    rig.put("a", 1000)
    hidden = answer(404, "NoSuchKey")
    rig.on(lambda seen: hidden if (seen.operation, seen.bucket) == ("HeadObject", TARGET) else None)
    row = rig.finish(rig.engine.submit(replace(request("a"), kind=JobKind.RENAME)))
    assert row.error is not None
    assert (row.state, row.error.code, rig.world.get(SOURCE, "a") is None) == (State.FAILED, "CopyUnseen", False)
    rig.calm()
    rig.engine.retry(jobs=[row.id])
    assert rig.finish(row.batch).state is State.DONE
    assert (rig.sent("CopyObject"), rig.world.get(SOURCE, "a")) == (1, None)
