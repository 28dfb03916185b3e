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
def stage(sandbox: Sandbox, tmp_path: Path) -> Iterator[SuiteFixture]:
    with suite_fixture(sandbox_under_test(sandbox, "s3", "s3", Level.PART_ETAGS), tmp_path) as made:
        yield made


def habit(sandbox: Sandbox, **settings: Any) -> None:
    sandbox.settings = replace(sandbox.settings, **settings)


def size_for(stage: SuiteFixture, mode: str) -> int | None:
    return stage.part_size if mode == "parts" else None


def at(stage: SuiteFixture, *operations: str) -> None:
    """Somebody writes the film anew just before the first of these requests."""

    def change(operation: str) -> None:
        if operation in operations:
            stage.tap.calm()
            stage.other_film()

    stage.tap.before = change


@MODES
def test_a_store_that_ignores_the_pin_does_not_make_a_rename_delete_what_was_written_meanwhile(
    sandbox: Sandbox, stage: SuiteFixture, mode: str
) -> None:
    stage.film()
    habit(sandbox, ignore_copy_conditions=True)
    at(stage, "CopyObject", "CopyPart")
    (row,) = stage.run(stage.rename("film", "b", part_size=size_for(stage, mode)))
    assert row.error is not None
    assert (row.state, row.error.kind) == (State.FAILED, Kind.SOURCE_CHANGED)
    assert len(stage.body(stage.ref("film"))) == stage.film_size
    assert stage.body(stage.ref("film")) != stage.film_bytes


@MODES
def test_a_store_that_ignores_the_pin_renames_and_edits_what_stays_as_it_is(
    sandbox: Sandbox, stage: SuiteFixture, mode: str
) -> None:
    before = stage.richest_film()
    habit(sandbox, ignore_copy_conditions=True)
    stage.done(stage.rename("film", "b", part_size=size_for(stage, mode)))
    assert stage.look_closely(stage.ref("b")) == before
    stage.done(stage.edit("b", Edit(user={"camera": None}), part_size=size_for(stage, mode)))
    user = {name: text for name, text in before.user.items() if name != "camera"}
    assert stage.look_closely(stage.ref("b")) == replace(before, user=user)


def test_an_edit_in_parts_never_puts_old_bytes_over_new_ones_though_the_store_ignores_the_pin(
    sandbox: Sandbox, stage: SuiteFixture
) -> None:
    stage.film()
    habit(sandbox, ignore_copy_conditions=True)
    at(stage, "CopyPart")
    (row,) = stage.run(stage.edit("film", Edit(user={"n": "1"}), part_size=stage.part_size))
    assert row.error is not None
    assert (row.state, row.error.kind) == (State.FAILED, Kind.SOURCE_CHANGED)
    assert stage.body(stage.ref("film")) != stage.film_bytes
    assert stage.look(stage.ref("film")).user == {}


@MODES
def test_a_store_without_tags_renames_and_edits_all_the_rest(sandbox: Sandbox, stage: SuiteFixture, mode: str) -> None:
    stage.film("plain")
    stage.done(stage.edit("plain", Edit(user={"a": "1"}, headers={"content-type": "a/b"})))
    habit(sandbox, refuse_tags=True)
    stage.done(stage.rename("plain", "b", part_size=size_for(stage, mode)))
    stage.done(stage.edit("b", Edit(user={"a": "2"}), part_size=size_for(stage, mode)))
    props = stage.call(HeadObject(stage.ref("b"))).props
    assert (props.user, props.headers["content-type"]) == ({"a": "2"}, "a/b")
    assert [back.state for back in stage.undo()] == [State.DONE]
    assert stage.call(HeadObject(stage.ref("b"))).props.user == {"a": "1"}


def test_tags_are_not_edited_on_a_store_that_has_none(sandbox: Sandbox, stage: SuiteFixture) -> None:
    stage.put("a", props=Props(user={"n": "1"}))
    habit(sandbox, refuse_tags=True)
    (row,) = stage.run(stage.edit("a", Edit(tags={"x": "1"})))
    assert row.refused is not None
    assert (row.state, row.refused.reason) == (State.REFUSED, Reason.TAGS_DENIED)
    (row,) = stage.run(stage.edit("a", Edit(tags={"x": "1"}, clear_tags=True)))
    assert row.error is not None
    assert (row.state, row.error.kind) == (State.FAILED, Kind.UNSUPPORTED)


@MODES
def test_a_store_without_create_only_is_looked_at_before_and_the_look_is_heeded(stage: SuiteFixture, mode: str) -> None:
    assert not stage.features.create_only
    stage.film()
    stage.put("b", b"theirs")
    for wish, state in ((OnExisting.REFUSE, State.REFUSED), (OnExisting.SKIP, State.SKIPPED)):
        options = Options(size_for(stage, mode), wish)
        (row,) = stage.run(stage.rename("film", "b", options=options))
        assert (row.state, stage.body(stage.ref("b"))) == (state, b"theirs")
    options = Options(size_for(stage, mode), OnExisting.KEEP_BOTH)
    (row,) = stage.run(stage.rename("film", "b", options=options))
    assert (row.state, row.target.key, stage.body(stage.ref("b"))) == (State.DONE, "b (2)", b"theirs")
    assert stage.body(stage.ref("b (2)")) == stage.film_bytes


@MODES
def test_a_store_that_loses_a_property_makes_a_rename_keep_its_source_and_name_the_property(
    sandbox: Sandbox, stage: SuiteFixture, mode: str
) -> None:
    """A store that forgets metadata: here somebody takes it away between the copy and the verification."""
    stage.richest_film()
    written = "CopyObject" if mode == "simple" else "CompleteMultipartUpload"
    bucket = sandbox.world.buckets[stage.source]

    def forget(seen: Seen) -> Fault | None:
        copy = bucket.newest("b")
        if seen.operation == "HeadObject" and copy is not None and copy.user and sandbox.seen.count(written):
            sandbox.world.swap(stage.source, "b", copy, replace(copy, user={}))
        return None

    habit(sandbox, on_request=forget)
    (row,) = stage.run(stage.rename("film", "b", part_size=size_for(stage, mode)))
    assert row.error is not None
    assert (row.state, row.error.code, row.error.op) == (State.FAILED, "PropertyLost", "DeleteObject")
    assert {note.name for note in row.notes if note.fate is Fate.LOST} == {
        "x-meta camera",
        "x-meta subtitle",
        "x-meta title",
    }
    assert stage.body(stage.ref("film")) == stage.film_bytes


@MODES
def test_a_copy_that_lost_its_tags_is_given_them_again(sandbox: Sandbox, stage: SuiteFixture, mode: str) -> None:
    before = stage.richest_film()
    left = [1]
    bucket = sandbox.world.buckets[stage.source]

    def forget(seen: Seen) -> Fault | None:
        copy = bucket.newest("b")
        if (seen.operation, seen.key) == ("GetObjectTagging", "b") and copy is not None and left[0]:
            left[0] = 0
            sandbox.world.swap(stage.source, "b", copy, replace(copy, tags={}))
        return None

    habit(sandbox, on_request=forget)
    stage.done(stage.rename("film", "b", part_size=size_for(stage, mode)))
    assert left == [0]
    assert stage.look_closely(stage.ref("b")) == before


@MODES
def test_tags_that_the_key_may_not_read_are_carried_in_one_call_and_missed_in_parts(
    sandbox: Sandbox, stage: SuiteFixture, mode: str
) -> None:
    stage.film()
    stage.call(PutTags(stage.ref("film"), tags={"a": "1"}))
    denied = ("GetObjectTagging", "PutObjectTagging")
    habit(sandbox, on_request=lambda seen: answer(403, "AccessDenied") if seen.operation in denied else None)
    (row,) = stage.run(stage.rename("film", "b", part_size=size_for(stage, mode)))
    if mode == "simple":
        assert (row.state, row.notes) == (State.DONE, ())  # their number tells that they came along
    else:
        assert row.error is not None
        assert (row.state, row.error.code, row.error.message) == (State.FAILED, "PropertyLost", "tags")
        assert stage.body(stage.ref("film")) == stage.film_bytes
