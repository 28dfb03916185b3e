"""Deletions, old versions and archived objects against a strict store, and the way back from each change."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from core.model.errors import Kind, KnownError
from core.model.jobs import Reason, State
from core.model.requests import (
    CopyRequest,
    DeleteRequest,
    JobKind,
    ListRequest,
    OnExisting,
    Options,
    PrefixRequest,
    Restore,
    RestoreRequest,
)
from core.model.values import Expected, Level
from core.sandbox.world import Versioning
from tests.doubles.changes import folder, keys, props, ref, rename, run, undo_last
from tests.doubles.engine_fixture import MIB, RICH, SOURCE, TARGET, EngineFixture, engine_fixture


@pytest.fixture
def rig(tmp_path: Path) -> Iterator[EngineFixture]:
    with engine_fixture(tmp_path) as opened:
        yield opened


# ---------------------------------------------------------------- delete, versions, archive


def test_a_folder_of_2500_objects_is_deleted_in_three_requests(rig: EngineFixture) -> None:
    for number in range(2500):
        rig.put(f"d/{number:04}", -1)
    run(rig, folder("d/", "d/", JobKind.DELETE))
    (row,) = rig.engine.history(limit=1)
    assert (row.counts, keys(rig)) == ({State.DONE: 2500}, [])
    assert rig.sent("DeleteMultipleObjects") == 3


def test_several_named_objects_are_one_batch(rig: EngineFixture) -> None:
    for name in "abc":
        rig.put(name, 10)
    batch = ListRequest(ref(""), ref(""), JobKind.DELETE)
    rows = run(rig, batch, tuple(DeleteRequest(ref(name)) for name in "ab"))
    assert ([row.state for row in rows], keys(rig)) == ([State.DONE] * 2, ["c"])


def test_an_object_that_changed_since_it_was_chosen_is_not_deleted(rig: EngineFixture) -> None:
    rig.put("a", 10)
    (row,) = run(rig, DeleteRequest(ref("a"), expect=Expected("OTHER", 10)))
    assert row.error is not None
    assert (row.state, row.error.kind, keys(rig)) == (State.FAILED, Kind.SOURCE_CHANGED, ["a"])


def test_what_was_deleted_comes_back_where_the_bucket_keeps_versions(rig: EngineFixture) -> None:
    rig.world.buckets[SOURCE].versioning = Versioning.ENABLED
    before = rig.put("d/a", 100, **RICH)
    rig.put("d/b", 10)
    run(rig, folder("d/", "d/", JobKind.DELETE))
    assert keys(rig) == []
    rows = undo_last(rig)
    assert [row.state for row in rows] == [State.DONE] * 2
    assert (keys(rig), props(rig.world.get(SOURCE, "d/a"))) == (["d/a", "d/b"], props(before))


@pytest.mark.parametrize("versioning", [Versioning.NEVER, Versioning.SUSPENDED])
def test_what_was_deleted_for_good_cannot_come_back_and_the_undo_says_so(
    rig: EngineFixture, versioning: Versioning
) -> None:
    rig.world.buckets[SOURCE].versioning = versioning
    rig.put("a", 10)
    (row,) = run(rig, DeleteRequest(ref("a")))
    assert not rig.engine.can_undo(row.batch)
    with pytest.raises(KnownError, match="keeps no versions"):
        rig.engine.undo(row.batch)


def test_an_undeletion_of_what_has_no_versions_fails_with_that_reason(rig: EngineFixture) -> None:
    (row,) = run(rig, DeleteRequest(ref("a"), JobKind.UNDELETE))
    assert row.error is not None
    assert (row.state, row.error.code) == (State.FAILED, "NoVersion")


def test_a_folder_is_refused_as_a_whole_where_no_object_of_it_can_be_copied(rig: EngineFixture) -> None:
    rig.put("d/a", 10)
    request = PrefixRequest(ref("d/"), ref("d/", "far-away"), kind=JobKind.RENAME)
    assert run(rig, request) == ()
    (row,) = rig.engine.history(limit=1)
    assert row.error is not None
    assert (row.state, row.error.code, rig.sent("ListObjectsV2")) == (State.FAILED, Reason.OTHER_REGION.value, 0)


def test_an_older_version_is_restored_by_a_copy_onto_its_own_key(rig: EngineFixture) -> None:
    rig.world.buckets[SOURCE].versioning = Versioning.ENABLED
    old = rig.put("a", 100, **RICH)
    rig.put("a", 50)
    request = CopyRequest(ref("a", version=old.id), ref("a"), Options(on_existing=OnExisting.OVERWRITE))
    (row,) = run(rig, request)
    now = rig.world.get(SOURCE, "a")
    assert (row.state, props(now)) == (State.DONE, props(old))
    assert len(rig.world.buckets[SOURCE].objects["a"]) == 3


def test_a_copy_waits_for_its_archived_source_to_be_restored(rig: EngineFixture) -> None:
    rig.put("ice", 3 * MIB, storage_class="Archive")
    began = rig.clock.now()
    (row,) = run(rig, CopyRequest(ref("ice"), ref("ice", TARGET), Options(restore=Restore(2))))
    assert (row.state, row.verified) == (State.DONE, Level.CRC64)
    assert rig.sent("RestoreObject") == 1
    assert rig.clock.now() - began >= rig.sandbox.settings.restore_s
    (row,) = run(rig, CopyRequest(ref("ice"), ref("ice2", TARGET)))
    assert row.state is State.DONE  # it is readable now, without being asked for


def test_a_restore_asks_once_and_passes_over_what_needs_none(rig: EngineFixture) -> None:
    rig.put("d/ice", 10, storage_class="Archive")
    rig.put("d/warm", 10)
    rows = run(rig, folder("d/", "d/", JobKind.RESTORE, restore=Restore(3)))
    assert [(row.source.key, row.state) for row in rows] == [("d/ice", State.DONE)]
    (row,) = run(rig, RestoreRequest(ref("d/warm")))
    assert (row.state, rig.sent("RestoreObject")) == (State.SKIPPED, 1)


# ---------------------------------------------------------------- the way back


def test_a_rename_whose_result_was_changed_since_is_not_taken_back(rig: EngineFixture) -> None:
    rig.put("a", 10)
    run(rig, rename("a", "b"))
    theirs = rig.put("b", 20)
    (row,) = undo_last(rig)
    assert row.refused is not None
    assert (row.refused.reason, rig.world.get(SOURCE, "b"), keys(rig)) == (Reason.CHANGED, theirs, ["b"])


def test_a_folder_rename_is_taken_back_once(rig: EngineFixture) -> None:
    for number in range(120):
        rig.put(f"d/{number:03}", -1)
    batch = rig.engine.submit(folder("d/", "e/", JobKind.RENAME))
    rig.engine.run_until_idle()
    rig.engine.clear([batch])
    assert rig.engine.can_undo(batch)
    back = rig.engine.undo(batch)
    rig.engine.run_until_idle()
    assert (len(keys(rig, "d/")), keys(rig, "e/")) == (120, [])
    assert (rig.engine.can_undo(batch), rig.engine.can_undo(back)) == (False, True)
    with pytest.raises(KnownError, match="cannot be taken back"):
        rig.engine.undo(batch)


def test_two_who_undo_the_same_at_once_make_one_batch(rig: EngineFixture) -> None:
    rig.put("a", 10)
    run(rig, rename("a", "b"))
    batch = rig.engine.history(limit=1)[0].id
    start = threading.Barrier(4)

    def undo(_number: int) -> bool:
        start.wait()
        try:
            rig.engine.undo(batch)
        except KnownError:
            return False
        return True

    with ThreadPoolExecutor(4) as pool:
        assert sorted(pool.map(undo, range(4))) == [False, False, False, True]
    assert [row.undoes for row in rig.engine.history()] == [batch, None]


def test_a_cleared_batch_stays_in_the_history_until_that_is_forgotten(rig: EngineFixture) -> None:
    rig.put("a", 10)
    run(rig, rename("a", "b"))
    (row,) = rig.engine.history()
    rig.engine.clear([row.id])
    assert [one.id for one in rig.engine.history()] == [row.id]
    rig.engine.forget_history()
    assert rig.engine.history() == ()
