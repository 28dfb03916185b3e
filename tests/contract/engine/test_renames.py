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
def rig(tmp_path: Path) -> Iterator[EngineFixture]:
    with engine_fixture(tmp_path) as opened:
        yield opened


# ---------------------------------------------------------------- rename


@pytest.mark.parametrize("part_size", [None, MIB])
def test_a_rename_carries_every_property_by_either_way_and_then_the_source_is_gone(
    rig: EngineFixture, part_size: int | None
) -> None:
    source = rig.put("a", 3 * MIB, **RICH)
    (row,) = run(rig, rename("a", "b", Options(part_size)))
    assert (row.kind, row.state, row.verified, row.notes) == (JobKind.RENAME, State.DONE, Level.CRC64, ())
    assert keys(rig) == ["b"]
    assert props(rig.world.get(SOURCE, "b")) == props(source)


def test_the_source_is_deleted_only_after_the_copy_was_verified_and_the_source_looked_at_again(
    rig: EngineFixture,
) -> None:
    rig.put("a", 100)
    run(rig, rename("a", "b"))
    order = [seen.operation for seen in rig.sandbox.seen.all() if seen.operation != "ListBuckets"]
    copied = order.index("CopyObject")
    assert order[copied:] == ["CopyObject", "HeadObject", "HeadObject", "DeleteObject"]


def test_a_source_that_is_overwritten_while_it_is_renamed_is_kept_and_the_job_says_so(rig: EngineFixture) -> None:
    rig.put("a", 100)

    def overwrite(seen: Seen) -> None:
        if (seen.operation, seen.key) == ("HeadObject", "b") and rig.sent("CopyObject"):
            rig.put("a", 200)

    rig.on(overwrite)
    (row,) = run(rig, rename("a", "b"))
    assert row.error is not None
    assert (row.state, row.error.kind, row.error.op) == (State.FAILED, Kind.SOURCE_CHANGED, "DeleteObject")
    assert keys(rig) == ["a", "b"]


def test_a_deletion_that_is_refused_leaves_both_and_a_retry_only_deletes(rig: EngineFixture) -> None:
    rig.put("a", 100)
    rig.on(once("DeleteObject", answer(403, "AccessDenied")))
    (row,) = run(rig, rename("a", "b"))
    assert row.error is not None
    assert (row.state, row.verified, row.error.op) == (State.FAILED, Level.CRC64, "DeleteObject")
    assert keys(rig) == ["a", "b"]
    rig.engine.retry(jobs=[row.id])
    rig.engine.run_until_idle()
    assert rig.engine.jobs(row.batch)[0].state is State.DONE
    assert (keys(rig), rig.sent("CopyObject")) == (["b"], 1)


@pytest.mark.parametrize(("to", "reason"), [("a", Reason.ONTO_ITSELF), ("", Reason.KEY_EMPTY)])
def test_a_rename_to_itself_or_to_nothing_is_refused_before_anything_is_sent(
    rig: EngineFixture, to: str, reason: Reason
) -> None:
    rig.put("a", 100)
    (row,) = run(rig, rename("a", to))
    assert row.refused is not None
    assert (row.refused.reason, keys(rig), rig.sent("CopyObject")) == (reason, ["a"], 0)


@pytest.mark.parametrize("to", ["A", "a//b", "a/../b", "a?versionId=x", "\u6e21\u8239/\U0001f6a2", "a\x01"])
def test_a_name_that_differs_by_case_or_holds_awkward_characters_is_just_another_name(
    rig: EngineFixture, to: str
) -> None:
    source = rig.put("a", 100)
    rig.clock.unix += 2
    (row,) = run(rig, rename("a", to))
    assert (row.state, keys(rig)) == (State.DONE, [to])
    rig.clock.unix += 2
    (back,) = undo_last(rig)
    assert (back.state, keys(rig)) == (State.DONE, ["a"])
    assert props(rig.world.get(SOURCE, "a")) == props(source)


def test_a_rename_onto_another_object_is_refused_and_both_stay(rig: EngineFixture) -> None:
    rig.put("a", 100)
    there = rig.put("b", 50)
    (row,) = run(rig, rename("a", "b"))
    assert row.refused is not None
    assert (row.refused.reason, rig.world.get(SOURCE, "b")) == (Reason.EXISTS, there)
    assert keys(rig) == ["a", "b"]


def test_a_folder_is_renamed_with_its_marker_and_a_failure_in_it_is_named_and_can_be_tried_again(
    rig: EngineFixture,
) -> None:
    names = ["d/", *(f"d/{number:03}" for number in range(250)), "d/x//y"]
    for name in names:
        rig.put(name, 0 if name == "d/" else -1)
    denied = {"d/007", "d/100"}
    refused = {("CopyObject", "e" + name[1:]) for name in denied}
    rig.on(lambda seen: answer(403, "AccessDenied") if (seen.operation, seen.key) in refused else None)
    batch = rig.engine.submit(folder("d/", "e/", JobKind.RENAME))
    rig.engine.run_until_idle()
    (row,) = rig.engine.history(limit=1)
    assert (row.state, row.counts[State.DONE], row.counts[State.FAILED]) == (State.FAILED, 250, 2)
    left = [one.source.key for one in rig.engine.jobs(batch, states=[State.FAILED])]
    assert (left, keys(rig, "d/")) == (sorted(denied), sorted(denied))
    rig.calm()
    rig.engine.retry(batches=[batch])
    rig.engine.run_until_idle()
    assert keys(rig, "d/") == []
    assert keys(rig, "e/") == sorted("e" + name[1:] for name in names)


def test_a_folder_that_is_renamed_into_another_leaves_no_marker_behind(rig: EngineFixture) -> None:
    for name in ("d/", "d/a", "e/", "e/b"):
        rig.put(name, 0 if name.endswith("/") else -1)
    rows = run(rig, folder("d/", "e/", JobKind.RENAME))
    assert ([row.state for row in rows], keys(rig)) == ([State.DONE] * 2, ["e/", "e/a", "e/b"])


def test_a_folder_rename_deletes_its_sources_a_hundred_at_a_time(rig: EngineFixture) -> None:
    for number in range(250):
        rig.put(f"d/{number:03}", -1)
    rig.stores.buckets("sandbox")
    rig.sandbox.seen.clear()
    batch = rig.engine.submit(folder("d/", "e/", JobKind.RENAME))
    rig.engine.run_until_idle()
    assert rig.sent("DeleteMultipleObjects") == 3
    assert sum(row.requests for row in rig.engine.jobs(batch)) == sum(rig.sandbox.seen.counts.values()) - 1  # the list


@pytest.mark.parametrize("at", range(0, 40, 3))
def test_a_folder_rename_that_is_killed_anywhere_is_finished_by_the_next_run(rig: EngineFixture, at: int) -> None:
    for number in range(6):
        rig.put(f"d/{number}", -1)
    left = [at]

    def die(_: Seen) -> None:
        left[0] -= 1
        if left[0] == 0:
            rig.engine.stop()

    rig.on(die)
    rig.engine.submit(folder("d/", "e/", JobKind.RENAME))
    rig.engine.run_until_idle()
    rig.calm()
    rig.restart()
    rig.engine.run_until_idle()
    assert keys(rig) == [f"e/{number}" for number in range(6)]
    assert rig.engine.history(limit=1)[0].counts == {State.DONE: 6}


def test_a_folder_rename_is_paused_with_each_object_at_one_place_and_goes_on(rig: EngineFixture) -> None:
    for number in range(6):
        rig.put(f"d/{number}", -1)
    batch = rig.engine.submit(folder("d/", "e/", JobKind.RENAME))
    rig.on(lambda seen: rig.engine.command(Want.PAUSE, batches=[batch]) if seen.key == "e/3" else None)
    rig.engine.run_until_idle()
    assert rig.engine.history(limit=1)[0].state is State.PAUSED
    assert {key[1:] for key in keys(rig)} == {f"/{number}" for number in range(6)}
    rig.calm()
    rig.engine.command(Want.RUN, batches=[batch])
    rig.engine.run_until_idle()
    assert keys(rig) == [f"e/{number}" for number in range(6)]


def test_what_a_paused_folder_has_copied_stays_in_its_progress(rig: EngineFixture) -> None:
    for number in range(6):
        rig.put(f"d/{number}", 100)
    batch = rig.engine.submit(folder("d/", "e/", JobKind.RENAME))

    def pause(seen: Seen) -> None:
        if seen.operation == "CopyObject" and seen.key == "e/3":
            rig.engine.command(Want.PAUSE, batches=[batch])

    rig.on(pause)
    rig.engine.run_until_idle()
    (row,) = rig.engine.snapshot().batches
    copied = len(keys(rig, "e/"))
    assert (row.state, row.done_bytes) == (State.PAUSED, 100 * copied)
    assert 0 < copied < 6
    rig.calm()
    rig.engine.command(Want.RUN, batches=[batch])
    rig.engine.run_until_idle()
    (row,) = rig.engine.snapshot().batches
    assert (row.state, row.done_bytes) == (State.DONE, 600)


def test_a_cancelled_folder_rename_leaves_each_object_whole_at_the_old_or_at_the_new_place(rig: EngineFixture) -> None:
    for number in range(6):
        rig.put(f"d/{number}", -1)
    batch = rig.engine.submit(folder("d/", "e/", JobKind.RENAME))
    rig.on(lambda seen: rig.engine.command(Want.CANCEL, batches=[batch]) if seen.key == "e/3" else None)
    rig.engine.run_until_idle()
    assert sorted(key[1:] for key in keys(rig)) == [f"/{number}" for number in range(6)]
    assert rig.engine.history(limit=1)[0].state is State.CANCELLED


@pytest.mark.parametrize(("to", "reason"), [("d/", Reason.ONTO_ITSELF), ("d/in/", Reason.INTO_ITSELF)])
def test_a_folder_is_not_renamed_onto_or_into_itself(rig: EngineFixture, to: str, reason: Reason) -> None:
    rig.put("d/a", -1)
    assert run(rig, folder("d/", to, JobKind.RENAME)) == ()
    (row,) = rig.engine.history(limit=1)
    assert row.error is not None
    assert (row.error.code, keys(rig)) == (reason.value, ["d/a"])
