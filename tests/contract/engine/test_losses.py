"""Ways in which an object or a property could be lost, against a strict store: none of them may be open."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Iterator, Set
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from core.engine.engine import Engine
from core.journal.journal import Journal
from core.model.errors import Kind
from core.model.jobs import Reason, State, Want
from core.model.reports import JobRow
from core.model.requests import (
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
    Restore,
)
from core.model.values import Credentials, ObjectRef
from core.sandbox.settings import Fault, Seen, drop_after, drop_before
from core.sandbox.world import Versioning
from core.store.stores import Stores
from tests.doubles.engine_fixture import MIB, SOURCE, TARGET, Book, EngineFixture, Me, engine_fixture

OVERWRITE = Options(on_existing=OnExisting.OVERWRITE)


@pytest.fixture
def rig(tmp_path: Path) -> Iterator[EngineFixture]:
    with engine_fixture(tmp_path) as opened:
        yield opened


@pytest.fixture
def two_names(rig: EngineFixture) -> Iterator[EngineFixture]:
    """An engine fixture whose one store goes by two account names, "sandbox" and "again"."""
    account = rig.stores.account("sandbox")
    book = Book(sandbox=account, again=replace(account, name="again"))
    rig.stores.close_thread()
    rig.stores = Stores(book, lambda _: Credentials("TESTKEY", "test-secret-of-the-engine_fixture"), rig.clock)
    rig.engine = Engine(rig.stores, rig.journal, rig.clock, Me(), workers=4)
    yield rig
    rig.stores.close_thread()


def ref(key: str, bucket: str = SOURCE, version: str | None = None, account: str = "sandbox") -> ObjectRef:
    return ObjectRef(account, bucket, key, version)


def rename(key: str, to: str, options: Options = Options()) -> CopyRequest:  # noqa: B008 - it is frozen
    return CopyRequest(ref(key), ref(to), options, kind=JobKind.RENAME)


def run(rig: EngineFixture, request: BatchRequest, jobs: tuple[JobRequest, ...] = ()) -> tuple[JobRow, ...]:
    batch = rig.engine.submit(request, jobs)
    rig.engine.run_until_idle()
    return rig.engine.jobs(batch)


def stands(rig: EngineFixture, key: str, bucket: str = SOURCE) -> bool:
    return rig.world.get(bucket, key) is not None


def pause_before(rig: EngineFixture, operation: str) -> None:
    """Pause everything when the first request of the operation has been answered."""

    def look(seen: Seen) -> Fault | None:
        if seen.operation == operation:
            rig.engine.command(Want.PAUSE, batches=[row.id for row in rig.engine.history()])
        return None

    rig.on(look)


# ---------------------------------------------------------------- one place by two names


@pytest.mark.parametrize("kind", [JobKind.COPY, JobKind.RENAME])
def test_an_object_is_not_renamed_onto_itself_by_way_of_another_account(
    two_names: EngineFixture, kind: JobKind
) -> None:
    two_names.put("a", 100)
    (row,) = run(two_names, CopyRequest(ref("a"), ref("a", account="again"), OVERWRITE, kind=kind))
    assert row.refused is not None
    assert (row.state, row.refused.reason) == (State.REFUSED, Reason.ONTO_ITSELF)
    assert (stands(two_names, "a"), two_names.sent("CopyObject"), two_names.sent("DeleteObject")) == (True, 0, 0)


@pytest.mark.parametrize("key", ["a", "a/"])
def test_no_choice_for_a_target_that_stands_lets_a_rename_onto_itself_through(
    two_names: EngineFixture, key: str
) -> None:
    two_names.put(key, 0)
    for choice in OnExisting:
        run(two_names, CopyRequest(ref(key), ref(key, account="again"), Options(on_existing=choice), JobKind.RENAME))
        assert stands(two_names, key), choice


@pytest.mark.parametrize(
    ("target", "reason"), [("d/", Reason.ONTO_ITSELF), ("d/inner/", Reason.INTO_ITSELF), ("d/in", Reason.INTO_ITSELF)]
)
def test_a_folder_is_not_renamed_onto_or_into_itself_by_way_of_another_account(
    two_names: EngineFixture, target: str, reason: Reason
) -> None:
    for name in ("d/", "d/a", "d/b"):
        two_names.put(name, 0 if name.endswith("/") else 100)
    request = PrefixRequest(ref("d/"), ref(target, account="again"), OVERWRITE, kind=JobKind.RENAME)
    assert run(two_names, request) == ()
    (batch,) = two_names.engine.history()
    assert batch.error is not None
    assert (batch.state, batch.error.code) == (State.FAILED, reason.value)
    assert all(stands(two_names, name) for name in ("d/", "d/a", "d/b"))
    assert two_names.sent("ListObjectsV2") == 0
    refused = two_names.engine.preview(request).refused
    assert refused is not None
    assert refused.reason is reason
    assert dict(two_names.engine.estimate([request]).refused) == {reason: 1}


def test_a_version_is_not_renamed_onto_the_key_that_it_is_a_version_of(rig: EngineFixture) -> None:
    """Without versions, or while they are suspended, the copy would take the place of what is then deleted."""
    rig.world.buckets[SOURCE].versioning = Versioning.SUSPENDED
    made = rig.put("a", 100)
    request = CopyRequest(ref("a", version=made.id), ref("a"), OVERWRITE, kind=JobKind.RENAME)
    (row,) = run(rig, request)
    assert (row.state, stands(rig, "a")) == (State.REFUSED, True)


# ---------------------------------------------------------------- sources in each other's way


def test_a_folder_that_moves_up_overwrites_nothing_that_is_still_to_be_moved(rig: EngineFixture) -> None:
    rig.put("d/x/f", 100)
    rig.put("d/x/x/f", 200)
    rig.put("d/f", 300)
    run(rig, PrefixRequest(ref("d/x/"), ref("d/"), OVERWRITE, kind=JobKind.RENAME))
    sizes = {v.content.length for key in ("d/f", "d/x/f", "d/x/x/f") if (v := rig.world.get(SOURCE, key)) is not None}
    assert sizes == {100, 200}  # only what stood at the target before was overwritten


# ---------------------------------------------------------------- what happened in between


def test_a_copy_that_left_no_trace_does_not_overwrite_what_somebody_else_wrote_since(rig: EngineFixture) -> None:
    rig.put("a", 100)

    def fate(seen: Seen) -> Fault | None:
        if (seen.operation, seen.number) == ("CopyObject", 1):
            return drop_before()
        if (seen.operation, seen.number) == ("CopyObject", 2):
            rig.put("b", 300)
        return None

    rig.on(fate)
    (row,) = run(rig, CopyRequest(ref("a"), ref("b")))
    assert row.error is not None
    assert (row.state, row.error.kind) == (State.FAILED, Kind.EXISTS)
    found = rig.world.get(SOURCE, "b")
    assert found is not None
    assert found.content.length == 300
    assert rig.sent("CopyObject") == 2


def test_a_copy_that_comes_late_is_taken_for_ours_and_not_for_another(rig: EngineFixture) -> None:
    source = rig.put("a", 100)

    def fate(seen: Seen) -> Fault | None:
        if (seen.operation, seen.number) == ("CopyObject", 1):
            return drop_before()
        if (seen.operation, seen.number) == ("CopyObject", 2):
            rig.world.put(SOURCE, "b", source)
        return None

    rig.on(fate)
    (row,) = run(rig, CopyRequest(ref("a"), ref("b")))
    assert (row.state, rig.sent("CopyObject")) == (State.DONE, 2)


def test_an_edit_that_goes_on_after_a_pause_keeps_what_was_changed_meanwhile(rig: EngineFixture) -> None:
    rig.put("a", 100, user={"n": "1"})
    pause_before(rig, "HeadObject")
    request = CopyRequest(ref("a"), ref("a"), kind=JobKind.EDIT, edit=Edit(user={"mine": "1"}))
    (row,) = run(rig, request)
    assert row.state is State.PAUSED
    rig.calm()
    rig.clock.unix += 3600
    rig.put("a", 100, user={"n": "1", "theirs": "1"})
    rig.engine.command(Want.RUN, batches=[row.batch])
    rig.engine.run_until_idle()
    found = rig.world.get(SOURCE, "a")
    assert found is not None
    assert dict(found.user) == {"n": "1", "theirs": "1", "mine": "1"}


def test_a_finished_half_of_a_rename_does_not_wait_hours_for_an_archived_one(rig: EngineFixture) -> None:
    rig.put("d/ice", 100, storage_class="Archive")
    rig.put("d/warm", 100)
    gone: dict[str, float] = {}
    began = rig.clock.now()

    def note(seen: Seen) -> Fault | None:
        if seen.operation.startswith("Delete"):
            gone.setdefault(seen.operation + str(len(gone)), rig.clock.now() - began)
        return None

    rig.on(note)
    options = Options(restore=Restore())
    rows = run(rig, PrefixRequest(ref("d/"), ref("e/", TARGET), options, kind=JobKind.RENAME))
    assert [row.state for row in rows] == [State.DONE] * 2
    assert len(gone) == 2
    assert min(gone.values()) < 30 < max(gone.values())


# ---------------------------------------------------------------- the way back


def test_an_undeletion_removes_every_marker_above_the_newest_version(rig: EngineFixture) -> None:
    """A deletion whose answer is lost is sent again, and leaves a second marker."""
    rig.world.buckets[SOURCE].versioning = Versioning.ENABLED
    rig.put("a", 100)
    rig.on(lambda seen: drop_after() if (seen.operation, seen.number) == ("DeleteObject", 1) else None)
    (row,) = run(rig, DeleteRequest(ref("a")))
    assert (row.state, rig.sent("DeleteObject")) == (State.DONE, 2)
    (row,) = run(rig, DeleteRequest(ref("a"), JobKind.UNDELETE))
    assert (row.state, stands(rig, "a")) == (State.DONE, True)


def test_the_rename_of_a_version_goes_back_to_the_key_and_not_to_the_version(rig: EngineFixture) -> None:
    rig.world.buckets[SOURCE].versioning = Versioning.ENABLED
    old = rig.put("a", 100)
    rig.put("a", 50)
    request = CopyRequest(ref("a", version=old.id), ref("b"), kind=JobKind.RENAME)
    (row,) = run(rig, ListRequest(ref(""), ref(""), JobKind.RENAME), (request,))
    assert row.state is State.DONE
    run(rig, DeleteRequest(ref("a")))
    (row,) = rig.engine.jobs(_finished(rig, rig.engine.undo(row.batch)))
    found = rig.world.get(SOURCE, "a")
    assert found is not None
    assert (row.state, row.target.version, found.content.length) == (State.DONE, None, 100)


def _finished(rig: EngineFixture, batch: int) -> int:
    rig.engine.run_until_idle()
    return batch


def test_a_large_copy_does_not_overwrite_what_appeared_while_it_was_paused(rig: EngineFixture) -> None:
    rig.put("a", 3 * MIB)
    pause_before(rig, "UploadPartCopy")
    (row,) = run(rig, CopyRequest(ref("a"), ref("b"), Options(MIB)))
    rig.calm()
    rig.put("b", 7)
    rig.engine.command(Want.RUN, batches=[row.batch])
    rig.engine.run_until_idle()
    found = rig.world.get(SOURCE, "b")
    assert found is not None
    assert found.content.length == 7


@pytest.mark.parametrize("versioning", Versioning)
def test_what_appears_while_parts_are_copied_is_seen_before_they_are_joined(
    rig: EngineFixture, versioning: Versioning
) -> None:
    """A bucket that has ever kept versions no longer heeds the wish not to overwrite."""
    rig.world.buckets[SOURCE].versioning = versioning
    rig.put("a", 3 * MIB)

    def interfere(seen: Seen) -> Fault | None:
        if seen.part == 2:
            rig.put("b", 7)
        return None

    rig.on(interfere)
    (row,) = run(rig, CopyRequest(ref("a"), ref("b"), Options(MIB)))
    assert row.error is not None
    assert (row.state, row.error.kind, rig.uploads()) == (State.FAILED, Kind.EXISTS, 0)
    found = rig.world.get(SOURCE, "b")
    assert found is not None
    assert (found.content.length, rig.sent("CompleteMultipartUpload")) == (7, 0)


# ---------------------------------------------------------------- an older program's work


def test_the_unfinished_work_of_the_first_journals_is_gone_on_with(rig: EngineFixture, tmp_path: Path) -> None:
    source = rig.put("a", 4 * MIB)
    rig.put("d/b", 100)
    pause_before(rig, "UploadPartCopy")
    (large,) = run(rig, CopyRequest(ref("a"), ref("a", TARGET), Options(MIB)))
    rig.calm()
    folder = rig.engine.submit(PrefixRequest(ref("d/"), ref("e/", TARGET)))
    rig.journal.close()
    _write_as_version_1(tmp_path / "journal.sqlite")
    rig.journal = Journal(tmp_path / "journal.sqlite")
    rig.restart()
    rig.engine.command(Want.RUN, batches=[large.batch])
    rig.engine.run_until_idle()
    assert [rig.engine.jobs(batch)[0].state for batch in (large.batch, folder)] == [State.DONE] * 2
    copy = rig.target("a")
    assert copy is not None
    assert copy.content.crc64() == source.content.crc64()
    assert stands(rig, "e/b", TARGET)
    assert (rig.sent("InitiateMultipartUpload"), rig.sent("UploadPartCopy")) == (1, 4)
    rig.journal.close()


def _write_as_version_1(path: Path) -> None:
    """Make a journal what the first program would have written: fewer columns, and other fields in its texts."""
    database = sqlite3.connect(path)
    database.execute("ALTER TABLE batches RENAME COLUMN shape TO prefix")
    database.execute("ALTER TABLE batches DROP COLUMN hidden")
    database.execute("ALTER TABLE jobs DROP COLUMN lost")
    _rewrite(database, "batches", "request", lambda request: _only(request, {"source", "target", "options"}))
    _rewrite(database, "jobs", "request", lambda request: _only(request, {"source", "target", "options"}))
    newer = {"target_key", "restoring", "restores", "result", "notes", "deleted"}
    older = {"looked": True, "result_crc64": None}
    _rewrite(database, "jobs", "facts", lambda facts: _only(facts, facts.keys() - newer) | older)
    database.execute("PRAGMA user_version=1")
    database.commit()
    database.close()


def _rewrite(
    database: sqlite3.Connection, table: str, column: str, change: Callable[[dict[str, Any]], dict[str, Any]]
) -> None:
    found = database.execute(f"SELECT id, {column} FROM {table} WHERE {column} IS NOT NULL").fetchall()
    for number, text in found:
        row = (json.dumps(change(json.loads(text))), number)
        database.execute(f"UPDATE {table} SET {column}=? WHERE id=?", row)


def _only(value: dict[str, Any], names: Set[str]) -> dict[str, Any]:
    kept = {name: held for name, held in value.items() if name in names}
    if "options" in kept:
        kept["options"] = {name: kept["options"][name] for name in ("part_size", "on_existing")}
    return kept
