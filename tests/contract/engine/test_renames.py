"""Renames against a strict store: every object stays whole at its old or at its new place, and none is lost."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from core.model.errors import Kind
from core.model.jobs import Reason, State, Want
from core.model.requests import (
    JobKind,
    Options,
)
from core.model.values import Level
from core.sandbox.settings import Seen, answer
from tests.doubles.changes import folder, keys, props, rename, run, undo_last
from tests.doubles.engine_fixture import MIB, RICH, SOURCE, EngineFixture, engine_fixture, once


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[EngineFixture]:
    with engine_fixture(tmp_path) as opened:
        yield opened


# ---------------------------------------------------------------- rename


@pytest.mark.parametrize("part_size", [None, MIB])
def test_a_rename_carries_every_property_by_either_way_and_then_the_source_is_gone(
    desk: EngineFixture, part_size: int | None
) -> None:
    source = desk.put("a", 3 * MIB, **RICH)
    (row,) = run(desk, rename("a", "b", Options(part_size)))
    assert (row.kind, row.state, row.verified, row.notes) == (JobKind.RENAME, State.DONE, Level.CRC64, ())
    assert keys(desk) == ["b"]
    assert props(desk.world.get(SOURCE, "b")) == props(source)


def test_the_source_is_deleted_only_after_the_copy_was_verified_and_the_source_looked_at_again(
    desk: EngineFixture,
) -> None:
    desk.put("a", 100)
    run(desk, rename("a", "b"))
    order = [seen.operation for seen in desk.sandbox.seen.all() if seen.operation != "ListBuckets"]
    copied = order.index("CopyObject")
    assert order[copied:] == ["CopyObject", "HeadObject", "HeadObject", "DeleteObject"]


def test_a_source_that_is_overwritten_while_it_is_renamed_is_kept_and_the_job_says_so(desk: EngineFixture) -> None:
    desk.put("a", 100)

    def overwrite(seen: Seen) -> None:
        if (seen.operation, seen.key) == ("HeadObject", "b") and desk.sent("CopyObject"):
            desk.put("a", 200)

    desk.on(overwrite)
    (row,) = run(desk, rename("a", "b"))
    assert row.error is not None
    assert (row.state, row.error.kind, row.error.op) == (State.FAILED, Kind.SOURCE_CHANGED, "DeleteObject")
    assert keys(desk) == ["a", "b"]


def test_a_deletion_that_is_refused_leaves_both_and_a_retry_only_deletes(desk: EngineFixture) -> None:
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
    desk: EngineFixture, to: str, reason: Reason
) -> None:
    desk.put("a", 100)
    (row,) = run(desk, rename("a", to))
    assert row.refused is not None
    assert (row.refused.reason, keys(desk), desk.sent("CopyObject")) == (reason, ["a"], 0)


@pytest.mark.parametrize("to", ["A", "a//b", "a/../b", "a?versionId=x", "\u6e21\u8239/\U0001f6a2", "a\x01"])
def test_a_name_that_differs_by_case_or_holds_awkward_characters_is_just_another_name(
    desk: EngineFixture, to: str
) -> None:
    source = desk.put("a", 100)
    (row,) = run(desk, rename("a", to))
    assert (row.state, keys(desk)) == (State.DONE, [to])
    (back,) = undo_last(desk)
    assert (back.state, keys(desk)) == (State.DONE, ["a"])
    assert props(desk.world.get(SOURCE, "a")) == props(source)


def test_a_rename_onto_another_object_is_refused_and_both_stay(desk: EngineFixture) -> None:
    desk.put("a", 100)
    there = desk.put("b", 50)
    (row,) = run(desk, rename("a", "b"))
    assert row.refused is not None
    assert (row.refused.reason, desk.world.get(SOURCE, "b")) == (Reason.EXISTS, there)
    assert keys(desk) == ["a", "b"]


def test_a_folder_is_renamed_with_its_marker_and_a_failure_in_it_is_named_and_can_be_tried_again(
    desk: EngineFixture,
) -> None:
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


def test_a_folder_that_is_renamed_into_another_leaves_no_marker_behind(desk: EngineFixture) -> None:
    for name in ("d/", "d/a", "e/", "e/b"):
        desk.put(name, 0 if name.endswith("/") else -1)
    rows = run(desk, folder("d/", "e/", JobKind.RENAME))
    assert ([row.state for row in rows], keys(desk)) == ([State.DONE] * 2, ["e/", "e/a", "e/b"])


def test_a_folder_rename_deletes_its_sources_a_hundred_at_a_time(desk: EngineFixture) -> None:
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
def test_a_folder_rename_that_is_killed_anywhere_is_finished_by_the_next_run(desk: EngineFixture, at: int) -> None:
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


def test_a_folder_rename_is_paused_with_each_object_at_one_place_and_goes_on(desk: EngineFixture) -> None:
    for number in range(6):
        desk.put(f"d/{number}", -1)
    batch = desk.engine.submit(folder("d/", "e/", JobKind.RENAME))
    desk.on(lambda seen: desk.engine.command(Want.PAUSE, batches=[batch]) if seen.key == "e/3" else None)
    desk.engine.run_until_idle()
    assert desk.engine.history(limit=1)[0].state is State.PAUSED
    assert {key[1:] for key in keys(desk)} == {f"/{number}" for number in range(6)}
    desk.calm()
    desk.engine.command(Want.RUN, batches=[batch])
    desk.engine.run_until_idle()
    assert keys(desk) == [f"e/{number}" for number in range(6)]


def test_what_a_paused_folder_has_copied_stays_in_its_progress(desk: EngineFixture) -> None:
    for number in range(6):
        desk.put(f"d/{number}", 100)
    batch = desk.engine.submit(folder("d/", "e/", JobKind.RENAME))

    def pause(seen: Seen) -> None:
        if seen.operation == "CopyObject" and seen.key == "e/3":
            desk.engine.command(Want.PAUSE, batches=[batch])

    desk.on(pause)
    desk.engine.run_until_idle()
    (row,) = desk.engine.snapshot().batches
    copied = len(keys(desk, "e/"))
    assert (row.state, row.done_bytes) == (State.PAUSED, 100 * copied)
    assert 0 < copied < 6
    desk.calm()
    desk.engine.command(Want.RUN, batches=[batch])
    desk.engine.run_until_idle()
    (row,) = desk.engine.snapshot().batches
    assert (row.state, row.done_bytes) == (State.DONE, 600)


def test_a_cancelled_folder_rename_leaves_each_object_whole_at_the_old_or_at_the_new_place(desk: EngineFixture) -> None:
    for number in range(6):
        desk.put(f"d/{number}", -1)
    batch = desk.engine.submit(folder("d/", "e/", JobKind.RENAME))
    desk.on(lambda seen: desk.engine.command(Want.CANCEL, batches=[batch]) if seen.key == "e/3" else None)
    desk.engine.run_until_idle()
    assert sorted(key[1:] for key in keys(desk)) == [f"/{number}" for number in range(6)]
    assert desk.engine.history(limit=1)[0].state is State.CANCELLED


@pytest.mark.parametrize(("to", "reason"), [("d/", Reason.ONTO_ITSELF), ("d/in/", Reason.INTO_ITSELF)])
def test_a_folder_is_not_renamed_onto_or_into_itself(desk: EngineFixture, to: str, reason: Reason) -> None:
    desk.put("d/a", -1)
    assert run(desk, folder("d/", to, JobKind.RENAME)) == ()
    (row,) = desk.engine.history(limit=1)
    assert row.error is not None
    assert (row.error.code, keys(desk)) == (reason.value, ["d/a"])
