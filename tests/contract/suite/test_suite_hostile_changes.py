"""Renames and edits on stores that speak S3 badly: no object and no property is lost, and what is missing is told."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from core.model.errors import Kind
from core.model.jobs import Fate, Reason, State
from core.model.ops import HeadObject, PutTags
from core.model.requests import Edit, OnExisting, Options
from core.model.values import Level, Props
from core.sandbox.server import Sandbox
from core.sandbox.settings import Fault, Seen, answer
from core.sandbox.world import KeyPair, World
from tests.doubles.store_under_test import sandbox_under_test
from tests.doubles.suite_fixture import SuiteFixture, suite_fixture

MODES = pytest.mark.parametrize("mode", ["simple", "parts"])


@pytest.fixture
def sandbox() -> Iterator[Sandbox]:
    world = World(["cn-hangzhou"])
    world.add_key(KeyPair("HOSTILEKEY", "secret-of-the-hostile", "owner"))
    with Sandbox(world=world) as running:
        yield running


@pytest.fixture
def rig(sandbox: Sandbox, tmp_path: Path) -> Iterator[SuiteFixture]:
    with suite_fixture(sandbox_under_test(sandbox, "s3", "s3", Level.PART_ETAGS), tmp_path) as made:
        yield made


def habit(sandbox: Sandbox, **settings: Any) -> None:
    sandbox.settings = replace(sandbox.settings, **settings)


def size_for(rig: SuiteFixture, mode: str) -> int | None:
    return rig.part_size if mode == "parts" else None


def at(rig: SuiteFixture, *operations: str) -> None:
    """Somebody writes the film anew just before the first of these requests."""

    def change(operation: str) -> None:
        if operation in operations:
            rig.tap.calm()
            rig.other_film()

    rig.tap.before = change


@MODES
def test_a_store_that_ignores_the_pin_does_not_make_a_rename_delete_what_was_written_meanwhile(
    sandbox: Sandbox, rig: SuiteFixture, mode: str
) -> None:
    rig.film()
    habit(sandbox, ignore_copy_conditions=True)
    at(rig, "CopyObject", "CopyPart")
    (row,) = rig.run(rig.rename("film", "b", part_size=size_for(rig, mode)))
    assert row.error is not None
    assert (row.state, row.error.kind) == (State.FAILED, Kind.SOURCE_CHANGED)
    assert len(rig.body(rig.ref("film"))) == rig.film_size
    assert rig.body(rig.ref("film")) != rig.film_bytes


@MODES
def test_a_store_that_ignores_the_pin_renames_and_edits_what_stays_as_it_is(
    sandbox: Sandbox, rig: SuiteFixture, mode: str
) -> None:
    before = rig.richest_film()
    habit(sandbox, ignore_copy_conditions=True)
    trust = Level.PART_ETAGS if mode == "simple" else Level.SIZE
    rig.done(rig.rename("film", "b", options=Options(size_for(rig, mode), trust=trust)))
    assert rig.look_closely(rig.ref("b")) == before
    rig.done(rig.edit("b", Edit(user={"camera": None}), part_size=size_for(rig, mode)))
    user = {name: text for name, text in before.user.items() if name != "camera"}
    assert rig.look_closely(rig.ref("b")) == replace(before, user=user)


def test_an_edit_in_parts_never_puts_old_bytes_over_new_ones_though_the_store_ignores_the_pin(
    sandbox: Sandbox, rig: SuiteFixture
) -> None:
    rig.film()
    habit(sandbox, ignore_copy_conditions=True)
    at(rig, "CopyPart")
    (row,) = rig.run(rig.edit("film", Edit(user={"n": "1"}), part_size=rig.part_size))
    assert row.error is not None
    assert (row.state, row.error.kind) == (State.FAILED, Kind.SOURCE_CHANGED)
    assert rig.body(rig.ref("film")) != rig.film_bytes
    assert rig.look(rig.ref("film")).user == {}


@MODES
def test_a_store_without_tags_renames_and_edits_all_the_rest(sandbox: Sandbox, rig: SuiteFixture, mode: str) -> None:
    rig.film("plain")
    rig.done(rig.edit("plain", Edit(user={"a": "1"}, headers={"content-type": "a/b"})))
    habit(sandbox, refuse_tags=True)
    rig.done(rig.rename("plain", "b", part_size=size_for(rig, mode)))
    rig.done(rig.edit("b", Edit(user={"a": "2"}), part_size=size_for(rig, mode)))
    props = rig.call(HeadObject(rig.ref("b"))).props
    assert (props.user, props.headers["content-type"]) == ({"a": "2"}, "a/b")
    assert [back.state for back in rig.undo()] == [State.DONE]
    assert rig.call(HeadObject(rig.ref("b"))).props.user == {"a": "1"}


def test_tags_are_not_edited_on_a_store_that_has_none(sandbox: Sandbox, rig: SuiteFixture) -> None:
    rig.put("a", props=Props(user={"n": "1"}))
    habit(sandbox, refuse_tags=True)
    (row,) = rig.run(rig.edit("a", Edit(tags={"x": "1"})))
    assert row.refused is not None
    assert (row.state, row.refused.reason) == (State.REFUSED, Reason.TAGS_DENIED)
    (row,) = rig.run(rig.edit("a", Edit(tags={"x": "1"}, clear_tags=True)))
    assert row.error is not None
    assert (row.state, row.error.kind) == (State.FAILED, Kind.UNSUPPORTED)


@MODES
def test_a_store_without_create_only_is_looked_at_before_and_the_look_is_heeded(rig: SuiteFixture, mode: str) -> None:
    assert not rig.features.create_only
    rig.film()
    rig.put("b", b"theirs")
    for wish, state in ((OnExisting.REFUSE, State.REFUSED), (OnExisting.SKIP, State.SKIPPED)):
        options = Options(size_for(rig, mode), wish)
        (row,) = rig.run(rig.rename("film", "b", options=options))
        assert (row.state, rig.body(rig.ref("b"))) == (state, b"theirs")
    options = Options(size_for(rig, mode), OnExisting.KEEP_BOTH)
    (row,) = rig.run(rig.rename("film", "b", options=options))
    assert (row.state, row.target.key, rig.body(rig.ref("b"))) == (State.DONE, "b (2)", b"theirs")
    assert rig.body(rig.ref("b (2)")) == rig.film_bytes


@MODES
def test_a_store_that_loses_a_property_makes_a_rename_keep_its_source_and_name_the_property(
    sandbox: Sandbox, rig: SuiteFixture, mode: str
) -> None:
    """A store that forgets metadata: here somebody takes it away between the copy and the verification."""
    rig.richest_film()
    written = "CopyObject" if mode == "simple" else "CompleteMultipartUpload"
    bucket = sandbox.world.buckets[rig.source]

    def forget(seen: Seen) -> Fault | None:
        copy = bucket.newest("b")
        if seen.operation == "HeadObject" and copy is not None and copy.user and sandbox.seen.count(written):
            sandbox.world.swap(rig.source, "b", copy, replace(copy, user={}))
        return None

    habit(sandbox, on_request=forget)
    (row,) = rig.run(rig.rename("film", "b", part_size=size_for(rig, mode)))
    assert row.error is not None
    assert (row.state, row.error.code, row.error.op) == (State.FAILED, "PropertyLost", "DeleteObject")
    assert {note.name for note in row.notes if note.fate is Fate.LOST} == {
        "x-meta camera",
        "x-meta subtitle",
        "x-meta title",
    }
    assert rig.body(rig.ref("film")) == rig.film_bytes


@MODES
def test_a_copy_that_lost_its_tags_is_given_them_again(sandbox: Sandbox, rig: SuiteFixture, mode: str) -> None:
    before = rig.richest_film()
    left = [1]
    bucket = sandbox.world.buckets[rig.source]

    def forget(seen: Seen) -> Fault | None:
        copy = bucket.newest("b")
        if (seen.operation, seen.key) == ("GetObjectTagging", "b") and copy is not None and left[0]:
            left[0] = 0
            sandbox.world.swap(rig.source, "b", copy, replace(copy, tags={}))
        return None

    habit(sandbox, on_request=forget)
    rig.done(rig.rename("film", "b", part_size=size_for(rig, mode)))
    assert left == [0]
    assert rig.look_closely(rig.ref("b")) == before


@MODES
def test_tags_that_the_key_may_not_read_are_carried_in_one_call_and_missed_in_parts(
    sandbox: Sandbox, rig: SuiteFixture, mode: str
) -> None:
    rig.film()
    rig.call(PutTags(rig.ref("film"), tags={"a": "1"}))
    denied = ("GetObjectTagging", "PutObjectTagging")
    habit(sandbox, on_request=lambda seen: answer(403, "AccessDenied") if seen.operation in denied else None)
    (row,) = rig.run(rig.rename("film", "b", part_size=size_for(rig, mode)))
    if mode == "simple":
        assert (row.state, row.notes) == (State.DONE, ())  # their number tells that they came along
    else:
        assert row.error is not None
        assert (row.state, row.error.code, row.error.message) == (State.FAILED, "PropertyLost", "tags")
        assert rig.body(rig.ref("film")) == rig.film_bytes
