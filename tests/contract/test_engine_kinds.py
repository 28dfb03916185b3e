"""Rename, edit, delete, restore and their way back against a strict store: nothing is lost, nothing is done twice."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from core.errors import Kind, KnownError
from core.jobs import Fate, Reason, State, Want
from core.records import JobRecord
from core.reports import JobRow
from core.requests import (
    BatchRequest,
    CopyRequest,
    DeleteRequest,
    Edit,
    JobKind,
    JobRequest,
    ListRequest,
    OnExisting,
    Options,
    PrefixRequest,
    RestoreRequest,
    Thaw,
)
from core.sandbox.settings import Fault, Seen, answer, drop_after
from core.sandbox.world import Kind as Made
from core.sandbox.world import Version, Versioning
from core.values import Expected, Level, ObjectRef
from tests.doubles.bench import MIB, RICH, SOURCE, TARGET, Bench, bench

NEW_TYPE = Edit(headers={"content-type": "text/new"})


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Bench]:
    with bench(tmp_path) as opened:
        yield opened


def ref(key: str, bucket: str = SOURCE, version: str | None = None) -> ObjectRef:
    return ObjectRef("sandbox", bucket, key, version)


def rename(key: str, to: str, options: Options | None = None) -> CopyRequest:
    return CopyRequest(ref(key), ref(to), options or Options(), kind=JobKind.RENAME)


def edit(key: str, change: Edit, *, part_size: int | None = None, expect: Expected | None = None) -> CopyRequest:
    return CopyRequest(ref(key), ref(key), Options(part_size), kind=JobKind.EDIT, edit=change, expect=expect)


def folder(source: str, target: str, kind: JobKind, **more: object) -> PrefixRequest:
    return PrefixRequest(ref(source), ref(target), kind=kind, **more)  # type: ignore[arg-type]


def run(desk: Bench, request: BatchRequest, jobs: tuple[JobRequest, ...] = ()) -> tuple[JobRow, ...]:
    batch = desk.engine.submit(request, jobs)
    desk.engine.run_until_idle()
    return desk.engine.jobs(batch)


def undo_last(desk: Bench) -> tuple[JobRow, ...]:
    batch = desk.engine.undo(desk.engine.history(limit=1)[0].id)
    desk.engine.run_until_idle()
    return desk.engine.jobs(batch, limit=-1)


def props(version: Version | None) -> dict[str, object]:
    assert version is not None
    return {name: getattr(version, name) for name in RICH} | {"crc64": version.content.crc64()}


def keys(desk: Bench, prefix: str = "", bucket: str = SOURCE) -> list[str]:
    held = desk.world.buckets[bucket]
    return [key for key in held.order if key.startswith(prefix) and desk.world.get(bucket, key) is not None]


def once(operation: str, fault: Fault) -> Callable[[Seen], Fault | None]:
    return lambda seen: fault if (seen.operation, seen.number) == (operation, 1) else None


# ---------------------------------------------------------------- rename


@pytest.mark.parametrize("part_size", [None, MIB])
def test_a_rename_carries_every_property_by_either_way_and_then_the_source_is_gone(
    desk: Bench, part_size: int | None
) -> None:
    source = desk.put("a", 3 * MIB, **RICH)
    (row,) = run(desk, rename("a", "b", Options(part_size)))
    assert (row.kind, row.state, row.verified, row.notes) == (JobKind.RENAME, State.DONE, Level.CRC64, ())
    assert keys(desk) == ["b"]
    assert props(desk.world.get(SOURCE, "b")) == props(source)


def test_the_source_is_deleted_only_after_the_copy_was_verified_and_the_source_looked_at_again(desk: Bench) -> None:
    desk.put("a", 100)
    run(desk, rename("a", "b"))
    order = [seen.operation for seen in desk.sandbox.seen.all() if seen.operation != "ListBuckets"]
    copied = order.index("CopyObject")
    assert order[copied:] == ["CopyObject", "HeadObject", "HeadObject", "DeleteObject"]


def test_a_source_that_is_overwritten_while_it_is_renamed_is_kept_and_the_job_says_so(desk: Bench) -> None:
    desk.put("a", 100)

    def overwrite(seen: Seen) -> None:
        if (seen.operation, seen.key) == ("HeadObject", "b") and desk.sent("CopyObject"):
            desk.put("a", 200)

    desk.on(overwrite)
    (row,) = run(desk, rename("a", "b"))
    assert row.error is not None
    assert (row.state, row.error.kind, row.error.op) == (State.FAILED, Kind.SOURCE_CHANGED, "DeleteObject")
    assert keys(desk) == ["a", "b"]


def test_a_deletion_that_is_refused_leaves_both_and_a_retry_only_deletes(desk: Bench) -> None:
    desk.put("a", 100)
    desk.on(once("DeleteObject", answer(403, "AccessDenied")))
    (row,) = run(desk, rename("a", "b"))
    assert row.error is not None
    assert (row.state, row.verified, row.error.op) == (State.FAILED, Level.CRC64, "DeleteObject")
    assert keys(desk) == ["a", "b"]
    desk.engine.retry(jobs=[row.id])
    desk.engine.run_until_idle()
    assert desk.engine.jobs(row.batch)[0].state is State.DONE
    assert (keys(desk), desk.sent("CopyObject")) == (["b"], 1)


@pytest.mark.parametrize(("to", "reason"), [("a", Reason.ONTO_ITSELF), ("", Reason.KEY_EMPTY)])
def test_a_rename_to_itself_or_to_nothing_is_refused_before_anything_is_sent(
    desk: Bench, to: str, reason: Reason
) -> None:
    desk.put("a", 100)
    (row,) = run(desk, rename("a", to))
    assert row.refused is not None
    assert (row.refused.reason, keys(desk), desk.sent("CopyObject")) == (reason, ["a"], 0)


@pytest.mark.parametrize("to", ["A", "a//b", "a/../b", "a?versionId=x", "\u6e21\u8239/\U0001f6a2", "a\x01"])
def test_a_name_that_differs_by_case_or_holds_awkward_characters_is_just_another_name(desk: Bench, to: str) -> None:
    source = desk.put("a", 100)
    (row,) = run(desk, rename("a", to))
    assert (row.state, keys(desk)) == (State.DONE, [to])
    (back,) = undo_last(desk)
    assert (back.state, keys(desk)) == (State.DONE, ["a"])
    assert props(desk.world.get(SOURCE, "a")) == props(source)


def test_a_rename_onto_another_object_is_refused_and_both_stay(desk: Bench) -> None:
    desk.put("a", 100)
    there = desk.put("b", 50)
    (row,) = run(desk, rename("a", "b"))
    assert row.refused is not None
    assert (row.refused.reason, desk.world.get(SOURCE, "b")) == (Reason.EXISTS, there)
    assert keys(desk) == ["a", "b"]


def test_a_folder_is_renamed_with_its_marker_and_a_failure_in_it_is_named_and_can_be_tried_again(desk: Bench) -> None:
    names = ["d/", *(f"d/{number:03}" for number in range(250)), "d/x//y"]
    for name in names:
        desk.put(name, 0 if name == "d/" else -1)
    denied = {"d/007", "d/100"}
    refused = {("CopyObject", "e" + name[1:]) for name in denied}
    desk.on(lambda seen: answer(403, "AccessDenied") if (seen.operation, seen.key) in refused else None)
    batch = desk.engine.submit(folder("d/", "e/", JobKind.RENAME))
    desk.engine.run_until_idle()
    (row,) = desk.engine.history(limit=1)
    assert (row.state, row.counts[State.DONE], row.counts[State.FAILED]) == (State.FAILED, 250, 2)
    left = [one.source.key for one in desk.engine.jobs(batch, states=[State.FAILED])]
    assert (left, keys(desk, "d/")) == (sorted(denied), sorted(denied))
    desk.calm()
    desk.engine.retry(batches=[batch])
    desk.engine.run_until_idle()
    assert keys(desk, "d/") == []
    assert keys(desk, "e/") == sorted("e" + name[1:] for name in names)


def test_a_folder_that_is_renamed_into_another_leaves_no_marker_behind(desk: Bench) -> None:
    for name in ("d/", "d/a", "e/", "e/b"):
        desk.put(name, 0 if name.endswith("/") else -1)
    rows = run(desk, folder("d/", "e/", JobKind.RENAME))
    assert ([row.state for row in rows], keys(desk)) == ([State.DONE] * 2, ["e/", "e/a", "e/b"])


def test_a_folder_rename_deletes_its_sources_a_hundred_at_a_time(desk: Bench) -> None:
    for number in range(250):
        desk.put(f"d/{number:03}", -1)
    desk.stores.buckets("sandbox")
    desk.sandbox.seen.clear()
    batch = desk.engine.submit(folder("d/", "e/", JobKind.RENAME))
    desk.engine.run_until_idle()
    assert desk.sent("DeleteMultipleObjects") == 3
    assert (
        sum(row.requests for row in desk.engine.jobs(batch)) == sum(desk.sandbox.seen.counts.values()) - 1
    )  # the list


@pytest.mark.parametrize("at", range(0, 40, 3))
def test_a_folder_rename_that_is_killed_anywhere_is_finished_by_the_next_run(desk: Bench, at: int) -> None:
    for number in range(6):
        desk.put(f"d/{number}", -1)
    left = [at]

    def die(_: Seen) -> None:
        left[0] -= 1
        if left[0] == 0:
            desk.engine.stop()

    desk.on(die)
    desk.engine.submit(folder("d/", "e/", JobKind.RENAME))
    desk.engine.run_until_idle()
    desk.calm()
    desk.restart()
    desk.engine.run_until_idle()
    assert keys(desk) == [f"e/{number}" for number in range(6)]
    assert desk.engine.history(limit=1)[0].counts == {State.DONE: 6}


def test_a_folder_rename_is_paused_with_each_object_at_one_place_and_goes_on(desk: Bench) -> None:
    for number in range(6):
        desk.put(f"d/{number}", -1)
    batch = desk.engine.submit(folder("d/", "e/", JobKind.RENAME))
    desk.on(lambda seen: desk.engine.wish(Want.PAUSE, batches=[batch]) if seen.key == "e/3" else None)
    desk.engine.run_until_idle()
    assert desk.engine.history(limit=1)[0].state is State.PAUSED
    assert {key[1:] for key in keys(desk)} == {f"/{number}" for number in range(6)}
    desk.calm()
    desk.engine.wish(Want.RUN, batches=[batch])
    desk.engine.run_until_idle()
    assert keys(desk) == [f"e/{number}" for number in range(6)]


def test_what_a_paused_folder_has_copied_stays_in_its_progress(desk: Bench) -> None:
    for number in range(6):
        desk.put(f"d/{number}", 100)
    batch = desk.engine.submit(folder("d/", "e/", JobKind.RENAME))

    def pause(seen: Seen) -> None:
        if seen.operation == "CopyObject" and seen.key == "e/3":
            desk.engine.wish(Want.PAUSE, batches=[batch])

    desk.on(pause)
    desk.engine.run_until_idle()
    (row,) = desk.engine.snapshot().batches
    copied = len(keys(desk, "e/"))
    assert (row.state, row.done_bytes) == (State.PAUSED, 100 * copied)
    assert 0 < copied < 6
    desk.calm()
    desk.engine.wish(Want.RUN, batches=[batch])
    desk.engine.run_until_idle()
    (row,) = desk.engine.snapshot().batches
    assert (row.state, row.done_bytes) == (State.DONE, 600)


def test_a_cancelled_folder_rename_leaves_each_object_whole_at_the_old_or_at_the_new_place(desk: Bench) -> None:
    for number in range(6):
        desk.put(f"d/{number}", -1)
    batch = desk.engine.submit(folder("d/", "e/", JobKind.RENAME))
    desk.on(lambda seen: desk.engine.wish(Want.CANCEL, batches=[batch]) if seen.key == "e/3" else None)
    desk.engine.run_until_idle()
    assert sorted(key[1:] for key in keys(desk)) == [f"/{number}" for number in range(6)]
    assert desk.engine.history(limit=1)[0].state is State.CANCELLED


@pytest.mark.parametrize(("to", "reason"), [("d/", Reason.ONTO_ITSELF), ("d/in/", Reason.INTO_ITSELF)])
def test_a_folder_is_not_renamed_onto_or_into_itself(desk: Bench, to: str, reason: Reason) -> None:
    desk.put("d/a", -1)
    assert run(desk, folder("d/", to, JobKind.RENAME)) == ()
    (row,) = desk.engine.history(limit=1)
    assert row.error is not None
    assert (row.error.code, keys(desk)) == (reason.value, ["d/a"])


# ---------------------------------------------------------------- edit


@pytest.mark.parametrize(("part_size", "mode"), [(None, "simple"), (MIB, "parts")])
def test_an_edit_changes_what_was_asked_and_nothing_else_by_either_way(
    desk: Bench, part_size: int | None, mode: str
) -> None:
    before = props(desk.put("a", 3 * MIB, **RICH))
    change = Edit(headers={"content-type": "text/new", "expires": None}, user={"camera": None, "by": "me"})
    (row,) = run(desk, edit("a", change, part_size=part_size))
    assert (row.state, row.mode, row.verified) == (State.DONE, mode, Level.CRC64)
    assert {note.name: (note.fate, note.before, note.after) for note in row.notes} == {
        "content-type": (Fate.CHANGED, "video/quicktime", "text/new"),
        "expires": (Fate.CHANGED, "Fri, 01 Jan 2027 00:00:00 GMT", ""),
        "x-meta camera": (Fate.CHANGED, "x100", ""),
        "x-meta by": (Fate.CHANGED, "", "me"),
    }
    headers = dict(RICH["headers"]) | {"content-type": "text/new"}  # type: ignore[call-overload]
    del headers["expires"]
    assert props(desk.world.get(SOURCE, "a")) == before | {
        "headers": headers,
        "user": {"title": "\u6e21\u8239", "by": "me"},
    }
    undo_last(desk)
    assert props(desk.world.get(SOURCE, "a")) == before


def test_tags_and_acl_are_set_in_place_so_that_bytes_and_date_stay(desk: Bench) -> None:
    before = desk.put("a", 3 * MIB, **RICH)
    (row,) = run(desk, edit("a", Edit(tags={"state": None, "new": "1"}, acl="private")))
    after = desk.world.get(SOURCE, "a")
    assert after is not None
    assert (row.state, row.mode, row.verified) == (State.DONE, "set", Level.CRC64)
    assert (after.tags, after.acl, after.modified) == ({"project": "a b", "new": "1"}, "private", before.modified)
    assert desk.sent("CopyObject") == 0
    undo_last(desk)
    assert props(desk.world.get(SOURCE, "a")) == props(before)


def test_an_edit_that_changes_nothing_sends_nothing(desk: Bench) -> None:
    before = desk.put("a", 100, **RICH)
    (row,) = run(desk, edit("a", Edit(user={"camera": "x100"}, tags={"project": "a b"}, storage_class="IA")))
    assert (row.state, desk.world.get(SOURCE, "a")) == (State.SKIPPED, before)


def test_an_object_that_changed_since_the_editor_read_it_is_not_overwritten(desk: Bench) -> None:
    desk.put("a", 100)
    read = Expected("OLD", 100)
    (row,) = run(desk, edit("a", NEW_TYPE, expect=read))
    assert row.refused is not None
    assert (row.refused.reason, desk.sent("CopyObject")) == (Reason.CHANGED, 0)


def test_an_object_that_is_overwritten_while_its_parts_are_rewritten_stays_as_the_other_wrote_it(desk: Bench) -> None:
    desk.put("a", 3 * MIB)
    theirs: list[Version] = []

    def overwrite(seen: Seen) -> None:
        if seen.operation == "ListParts" and not theirs:
            theirs.append(desk.put("a", 4 * MIB))

    desk.on(overwrite)
    (row,) = run(desk, edit("a", NEW_TYPE, part_size=MIB))
    assert row.error is not None
    assert (row.state, row.error.kind) == (State.FAILED, Kind.SOURCE_CHANGED)
    assert desk.world.get(SOURCE, "a") == theirs[0]
    assert desk.uploads() == 0


@pytest.mark.parametrize("operation", ["CopyObject", "CompleteMultipartUpload"])
def test_an_edit_whose_answer_is_lost_is_looked_at_and_not_taken_for_done_by_the_bytes_alone(
    desk: Bench, operation: str
) -> None:
    desk.put("a", 3 * MIB)
    desk.on(once(operation, drop_after()))
    (row,) = run(desk, edit("a", NEW_TYPE, part_size=MIB if operation.startswith("Complete") else None))
    after = desk.world.get(SOURCE, "a")
    assert after is not None
    assert (row.state, after.headers["content-type"], desk.sent(operation)) == (State.DONE, "text/new", 1)


def test_a_folder_is_edited_but_for_its_marker_and_for_what_is_so_already(desk: Bench) -> None:
    desk.put("d/", 0)
    desk.put("d/a", 10, headers={"content-type": "text/new"})
    desk.put("d/b", 10, headers={"content-type": "text/old"})
    rows = run(desk, folder("d/", "d/", JobKind.EDIT, edit=NEW_TYPE))
    assert [(row.source.key, row.state) for row in rows] == [("d/a", State.SKIPPED), ("d/b", State.DONE)]


def test_an_append_object_is_not_rewritten_by_an_edit_but_gets_new_tags(desk: Bench) -> None:
    desk.put("log", 100, kind=Made.APPENDABLE)
    (row,) = run(desk, edit("log", NEW_TYPE))
    assert row.refused is not None
    assert row.refused.reason is Reason.APPENDABLE
    (row,) = run(desk, edit("log", Edit(tags={"a": "b"})))
    assert (row.state, row.mode) == (State.DONE, "set")


# ---------------------------------------------------------------- conflicts


@pytest.mark.parametrize(
    ("wish", "state", "written"),
    [
        (OnExisting.REFUSE, State.REFUSED, None),
        (OnExisting.ASK, State.REFUSED, None),
        (OnExisting.SKIP, State.SKIPPED, None),
        (OnExisting.OVERWRITE, State.DONE, "d/x.tar.gz"),
        (OnExisting.DIFFERENT, State.DONE, "d/x.tar.gz"),
        (OnExisting.KEEP_BOTH, State.DONE, "d/x (3).tar.gz"),
    ],
)
def test_a_target_that_stands_is_treated_as_the_user_wishes(
    desk: Bench, wish: OnExisting, state: State, written: str | None
) -> None:
    source = desk.put("d/x.tar.gz", 100)
    old = desk.put("d/x.tar.gz", 50, bucket=TARGET)
    desk.put("d/x (2).tar.gz", 50, bucket=TARGET)
    (row,) = run(desk, CopyRequest(ref("d/x.tar.gz"), ref("d/x.tar.gz", TARGET), Options(on_existing=wish)))
    assert (row.state, row.asks) == (state, wish is OnExisting.ASK)
    if written is None:
        assert desk.target("d/x.tar.gz") == old
        return
    made = desk.target(written)
    assert made is not None
    assert (row.target.key, made.content.crc64()) == (written, source.content.crc64())
    assert (written == "d/x.tar.gz") or desk.target("d/x.tar.gz") == old


def test_a_target_that_is_equal_already_is_left_alone_when_only_differences_are_wanted(desk: Bench) -> None:
    desk.put("x", 100)
    old = desk.put("x", 100, bucket=TARGET)
    (row,) = run(desk, CopyRequest(ref("x"), ref("x", TARGET), Options(on_existing=OnExisting.DIFFERENT)))
    assert (row.state, desk.target("x")) == (State.SKIPPED, old)


def test_an_answer_for_the_whole_batch_stands_for_the_jobs_that_are_still_to_come(desk: Bench) -> None:
    for name in "abc":
        desk.put(f"d/{name}", 10)
        desk.put(f"d/{name}", 20, bucket=TARGET)
    request = PrefixRequest(ref("d/"), ref("d/", TARGET), Options(on_existing=OnExisting.ASK))
    batch = desk.engine.submit(request)
    desk.engine.run_until_idle()
    assert [row.asks for row in desk.engine.jobs(batch)] == [True] * 3
    desk.engine.retry(batches=[batch], on_existing=OnExisting.KEEP_BOTH)
    desk.engine.run_until_idle()
    assert keys(desk, bucket=TARGET) == sorted([f"d/{name}" for name in "abc"] + [f"d/{name} (2)" for name in "abc"])


def test_a_batch_counts_what_waits_for_an_answer_now_and_after_a_restart(desk: Bench) -> None:
    for name in "abc":
        desk.put(f"d/{name}", 10)
    for name in "bc":
        desk.put(f"d/{name}", 20, bucket=TARGET)
    asks, refuses = (Options(on_existing=wish) for wish in (OnExisting.ASK, OnExisting.REFUSE))
    batch = desk.engine.submit(PrefixRequest(ref("d/"), ref("d/", TARGET), asks))
    desk.engine.submit(PrefixRequest(ref("d/"), ref("d/", TARGET), refuses))
    desk.engine.run_until_idle()
    assert [row.asks for row in desk.engine.snapshot().batches] == [2, 0]
    desk.restart()
    assert [row.asks for row in desk.engine.snapshot().batches] == [2, 0]
    first = next(row for row in desk.engine.jobs(batch) if row.asks)
    desk.engine.retry(jobs=[first.id], on_existing=OnExisting.OVERWRITE)
    desk.engine.run_until_idle()
    assert [row.asks for row in desk.engine.snapshot().batches] == [1, 0]


def test_a_name_that_somebody_takes_in_between_is_not_overwritten_but_another_one_is_found(desk: Bench) -> None:
    desk.put("x", 100)
    desk.put("x", 50, bucket=TARGET)
    theirs: list[Version] = []

    def race(seen: Seen) -> None:
        if seen.operation == "CopyObject" and not theirs:
            theirs.append(desk.put("x (2)", 70, bucket=TARGET))

    desk.on(race)
    (row,) = run(desk, CopyRequest(ref("x"), ref("x", TARGET), Options(on_existing=OnExisting.KEEP_BOTH)))
    assert (row.state, row.target.key, desk.target("x (2)")) == (State.DONE, "x (3)", theirs[0])


# ---------------------------------------------------------------- delete, versions, archive


def test_a_folder_of_2500_objects_is_deleted_in_three_requests(desk: Bench) -> None:
    for number in range(2500):
        desk.put(f"d/{number:04}", -1)
    run(desk, folder("d/", "d/", JobKind.DELETE))
    (row,) = desk.engine.history(limit=1)
    assert (row.counts, keys(desk)) == ({State.DONE: 2500}, [])
    assert desk.sent("DeleteMultipleObjects") == 3


def test_several_named_objects_are_one_batch(desk: Bench) -> None:
    for name in "abc":
        desk.put(name, 10)
    batch = ListRequest(ref(""), ref(""), JobKind.DELETE)
    rows = run(desk, batch, tuple(DeleteRequest(ref(name)) for name in "ab"))
    assert ([row.state for row in rows], keys(desk)) == ([State.DONE] * 2, ["c"])


def test_an_object_that_changed_since_it_was_chosen_is_not_deleted(desk: Bench) -> None:
    desk.put("a", 10)
    (row,) = run(desk, DeleteRequest(ref("a"), expect=Expected("OTHER", 10)))
    assert row.error is not None
    assert (row.state, row.error.kind, keys(desk)) == (State.FAILED, Kind.SOURCE_CHANGED, ["a"])


def test_what_was_deleted_comes_back_where_the_bucket_keeps_versions(desk: Bench) -> None:
    desk.world.buckets[SOURCE].versioning = Versioning.ENABLED
    before = desk.put("d/a", 100, **RICH)
    desk.put("d/b", 10)
    run(desk, folder("d/", "d/", JobKind.DELETE))
    assert keys(desk) == []
    rows = undo_last(desk)
    assert [row.state for row in rows] == [State.DONE] * 2
    assert (keys(desk), props(desk.world.get(SOURCE, "d/a"))) == (["d/a", "d/b"], props(before))


@pytest.mark.parametrize("versioning", [Versioning.NEVER, Versioning.SUSPENDED])
def test_what_was_deleted_for_good_cannot_come_back_and_the_undo_says_so(desk: Bench, versioning: Versioning) -> None:
    desk.world.buckets[SOURCE].versioning = versioning
    desk.put("a", 10)
    (row,) = run(desk, DeleteRequest(ref("a")))
    assert not desk.engine.can_undo(row.batch)
    with pytest.raises(KnownError, match="keeps no versions"):
        desk.engine.undo(row.batch)


def test_an_undeletion_of_what_has_no_versions_fails_with_that_reason(desk: Bench) -> None:
    (row,) = run(desk, DeleteRequest(ref("a"), JobKind.UNDELETE))
    assert row.error is not None
    assert (row.state, row.error.code) == (State.FAILED, "NoVersion")


def test_a_folder_is_refused_as_a_whole_where_no_object_of_it_can_be_copied(desk: Bench) -> None:
    desk.put("d/a", 10)
    request = PrefixRequest(ref("d/"), ref("d/", "far-away"), kind=JobKind.RENAME)
    assert run(desk, request) == ()
    (row,) = desk.engine.history(limit=1)
    assert row.error is not None
    assert (row.state, row.error.code, desk.sent("ListObjectsV2")) == (State.FAILED, Reason.OTHER_REGION.value, 0)


def test_an_older_version_is_restored_by_a_copy_onto_its_own_key(desk: Bench) -> None:
    desk.world.buckets[SOURCE].versioning = Versioning.ENABLED
    old = desk.put("a", 100, **RICH)
    desk.put("a", 50)
    request = CopyRequest(ref("a", version=old.id), ref("a"), Options(on_existing=OnExisting.OVERWRITE))
    (row,) = run(desk, request)
    now = desk.world.get(SOURCE, "a")
    assert (row.state, props(now)) == (State.DONE, props(old))
    assert len(desk.world.buckets[SOURCE].objects["a"]) == 3


def test_a_copy_waits_for_its_archived_source_to_be_restored(desk: Bench) -> None:
    desk.put("ice", 3 * MIB, storage_class="Archive")
    began = desk.clock.now()
    (row,) = run(desk, CopyRequest(ref("ice"), ref("ice", TARGET), Options(thaw=Thaw(2))))
    assert (row.state, row.verified) == (State.DONE, Level.CRC64)
    assert desk.sent("RestoreObject") == 1
    assert desk.clock.now() - began >= desk.sandbox.settings.restore_s
    (row,) = run(desk, CopyRequest(ref("ice"), ref("ice2", TARGET)))
    assert row.state is State.DONE  # it is readable now, without being asked for


def test_a_restore_asks_once_and_passes_over_what_needs_none(desk: Bench) -> None:
    desk.put("d/ice", 10, storage_class="Archive")
    desk.put("d/warm", 10)
    rows = run(desk, folder("d/", "d/", JobKind.RESTORE, thaw=Thaw(3)))
    assert [(row.source.key, row.state) for row in rows] == [("d/ice", State.DONE)]
    (row,) = run(desk, RestoreRequest(ref("d/warm")))
    assert (row.state, desk.sent("RestoreObject")) == (State.SKIPPED, 1)


# ---------------------------------------------------------------- the way back


def test_a_rename_whose_result_was_changed_since_is_not_taken_back(desk: Bench) -> None:
    desk.put("a", 10)
    run(desk, rename("a", "b"))
    theirs = desk.put("b", 20)
    (row,) = undo_last(desk)
    assert row.refused is not None
    assert (row.refused.reason, desk.world.get(SOURCE, "b"), keys(desk)) == (Reason.CHANGED, theirs, ["b"])


def test_a_folder_rename_is_taken_back_once(desk: Bench) -> None:
    for number in range(120):
        desk.put(f"d/{number:03}", -1)
    batch = desk.engine.submit(folder("d/", "e/", JobKind.RENAME))
    desk.engine.run_until_idle()
    desk.engine.clear([batch])
    assert desk.engine.can_undo(batch)
    back = desk.engine.undo(batch)
    desk.engine.run_until_idle()
    assert (len(keys(desk, "d/")), keys(desk, "e/")) == (120, [])
    assert (desk.engine.can_undo(batch), desk.engine.can_undo(back)) == (False, True)
    with pytest.raises(KnownError, match="cannot be taken back"):
        desk.engine.undo(batch)


def test_two_who_undo_the_same_at_once_make_one_batch(desk: Bench) -> None:
    desk.put("a", 10)
    run(desk, rename("a", "b"))
    batch = desk.engine.history(limit=1)[0].id
    start = threading.Barrier(4)

    def undo(_number: int) -> bool:
        start.wait()
        try:
            desk.engine.undo(batch)
        except KnownError:
            return False
        return True

    with ThreadPoolExecutor(4) as pool:
        assert sorted(pool.map(undo, range(4))) == [False, False, False, True]
    assert [row.undoes for row in desk.engine.history()] == [batch, None]


def test_a_cleared_batch_stays_in_the_history_until_that_is_forgotten(desk: Bench) -> None:
    desk.put("a", 10)
    run(desk, rename("a", "b"))
    (row,) = desk.engine.history()
    desk.engine.clear([row.id])
    assert [one.id for one in desk.engine.history()] == [row.id]
    desk.engine.forget_history()
    assert desk.engine.history() == ()


def test_a_job_that_ends_while_others_are_loaded_is_not_begun_again(
    desk: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(3):
        desk.put(f"e/{number}", -1)
    batch = desk.engine.submit(folder("e/", "f/", JobKind.COPY))
    asked: list[int] = []

    def resume_once(seen: Seen) -> None:
        if seen.operation == "CopyObject" and not asked:
            asked.append(batch)
            desk.engine.wish(Want.RUN, batches=[batch])  # after this all waiting jobs are read once more

    read = desk.journal.jobs

    def slow_read(*args: object, **more: object) -> tuple[JobRecord, ...]:
        found = read(*args, **more)  # type: ignore[arg-type]
        if asked == [batch]:
            asked.append(0)
            desk.engine.run_until_idle()  # what other workers do meanwhile
        return found

    desk.on(resume_once)
    monkeypatch.setattr(desk.journal, "jobs", slow_read)
    desk.engine.run_until_idle()
    assert asked == [batch, 0]
    assert {row.state for row in desk.engine.jobs(batch)} == {State.DONE}
    assert desk.engine.snapshot().batches[0].counts == {State.DONE: 3}
    assert desk.sent("CopyObject") == 3
