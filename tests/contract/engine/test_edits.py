"""Edits of properties against a strict store: what was asked changes, and nothing else does."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from core.model.errors import Kind
from core.model.jobs import Fate, Reason, State
from core.model.requests import (
    Edit,
    JobKind,
)
from core.model.values import Expected, Level
from core.sandbox.settings import Seen, drop_after
from core.sandbox.world import Kind as Made
from core.sandbox.world import Version
from tests.doubles.changes import edit, folder, props, run, undo_last
from tests.doubles.engine_fixture import MIB, RICH, SOURCE, EngineFixture, engine_fixture, once

NEW_TYPE = Edit(headers={"content-type": "text/new"})


@pytest.fixture
def rig(tmp_path: Path) -> Iterator[EngineFixture]:
    with engine_fixture(tmp_path) as opened:
        yield opened


# ---------------------------------------------------------------- edit


@pytest.mark.parametrize(("part_size", "mode"), [(None, "simple"), (MIB, "parts")])
def test_an_edit_changes_what_was_asked_and_nothing_else_by_either_way(
    rig: EngineFixture, part_size: int | None, mode: str
) -> None:
    before = props(rig.put("a", 3 * MIB, **RICH))
    change = Edit(headers={"content-type": "text/new", "expires": None}, user={"camera": None, "by": "me"})
    (row,) = run(rig, edit("a", change, part_size=part_size))
    assert (row.state, row.mode, row.verified) == (State.DONE, mode, Level.CRC64)
    assert {note.name: (note.fate, note.before, note.after) for note in row.notes} == {
        "content-type": (Fate.CHANGED, "video/quicktime", "text/new"),
        "expires": (Fate.CHANGED, "Fri, 01 Jan 2027 00:00:00 GMT", ""),
        "x-meta camera": (Fate.CHANGED, "x100", ""),
        "x-meta by": (Fate.CHANGED, "", "me"),
    }
    headers = RICH["headers"] | {"content-type": "text/new"}
    del headers["expires"]
    assert props(rig.world.get(SOURCE, "a")) == before | {
        "headers": headers,
        "user": {"title": "\u6e21\u8239", "by": "me"},
    }
    undo_last(rig)
    assert props(rig.world.get(SOURCE, "a")) == before


def test_tags_and_acl_are_set_in_place_so_that_bytes_and_date_stay(rig: EngineFixture) -> None:
    before = rig.put("a", 3 * MIB, **RICH)
    (row,) = run(rig, edit("a", Edit(tags={"state": None, "new": "1"}, acl="private")))
    after = rig.world.get(SOURCE, "a")
    assert after is not None
    assert (row.state, row.mode, row.verified) == (State.DONE, "set", Level.CRC64)
    assert (after.tags, after.acl, after.modified) == ({"project": "a b", "new": "1"}, "private", before.modified)
    assert rig.sent("CopyObject") == 0
    undo_last(rig)
    assert props(rig.world.get(SOURCE, "a")) == props(before)


def test_an_edit_that_changes_nothing_sends_nothing(rig: EngineFixture) -> None:
    before = rig.put("a", 100, **RICH)
    (row,) = run(rig, edit("a", Edit(user={"camera": "x100"}, tags={"project": "a b"}, storage_class="IA")))
    assert (row.state, rig.world.get(SOURCE, "a")) == (State.SKIPPED, before)


def test_an_object_that_changed_since_the_editor_read_it_is_not_overwritten(rig: EngineFixture) -> None:
    rig.put("a", 100)
    read = Expected("OLD", 100)
    (row,) = run(rig, edit("a", NEW_TYPE, expect=read))
    assert row.refused is not None
    assert (row.refused.reason, rig.sent("CopyObject")) == (Reason.CHANGED, 0)


def test_an_object_that_is_overwritten_while_its_parts_are_rewritten_stays_as_the_other_wrote_it(
    rig: EngineFixture,
) -> None:
    rig.put("a", 3 * MIB)
    theirs: list[Version] = []

    def overwrite(seen: Seen) -> None:
        if seen.operation == "ListParts" and not theirs:
            theirs.append(rig.put("a", 4 * MIB))

    rig.on(overwrite)
    (row,) = run(rig, edit("a", NEW_TYPE, part_size=MIB))
    assert row.error is not None
    assert (row.state, row.error.kind) == (State.FAILED, Kind.SOURCE_CHANGED)
    assert rig.world.get(SOURCE, "a") == theirs[0]
    assert rig.uploads() == 0


@pytest.mark.parametrize("operation", ["CopyObject", "CompleteMultipartUpload"])
def test_an_edit_whose_answer_is_lost_is_looked_at_and_not_taken_for_done_by_the_bytes_alone(
    rig: EngineFixture, operation: str
) -> None:
    rig.put("a", 3 * MIB)
    rig.on(once(operation, drop_after()))
    (row,) = run(rig, edit("a", NEW_TYPE, part_size=MIB if operation.startswith("Complete") else None))
    after = rig.world.get(SOURCE, "a")
    assert after is not None
    assert (row.state, after.headers["content-type"], rig.sent(operation)) == (State.DONE, "text/new", 1)


def test_a_folder_is_edited_but_for_its_marker_and_for_what_is_so_already(rig: EngineFixture) -> None:
    rig.put("d/", 0)
    rig.put("d/a", 10, headers={"content-type": "text/new"})
    rig.put("d/b", 10, headers={"content-type": "text/old"})
    rows = run(rig, folder("d/", "d/", JobKind.EDIT, edit=NEW_TYPE))
    assert [(row.source.key, row.state) for row in rows] == [("d/a", State.SKIPPED), ("d/b", State.DONE)]


def test_an_append_object_is_not_rewritten_by_an_edit_but_gets_new_tags(rig: EngineFixture) -> None:
    rig.put("log", 100, kind=Made.APPENDABLE)
    (row,) = run(rig, edit("log", NEW_TYPE))
    assert row.refused is not None
    assert row.refused.reason is Reason.APPEND_KEPT
    (row,) = run(rig, edit("log", Edit(tags={"a": "b"})))
    assert (row.state, row.mode) == (State.DONE, "set")
