"""One contract for all stores: what a copy carries, in one call and in parts, and what it refuses."""

from __future__ import annotations

from dataclasses import replace

import pytest

from core.model.errors import Kind, StoreError
from core.model.jobs import Reason, State
from core.model.ops import CopyObject, CreateUpload, GetAcl, HeadObject, PutAcl, PutObject
from core.model.requests import OnExisting
from core.model.values import Pin, Props
from tests.doubles.suite_fixture import SuiteFixture

MODES = pytest.mark.parametrize("mode", ["simple", "parts"])


def size_for(stage: SuiteFixture, mode: str) -> int | None:
    """The part size to ask for."""
    return stage.part_size if mode == "parts" else None


def described(stage: SuiteFixture, key: str) -> Props:
    return stage.look(stage.copy_ref(key))


@MODES
def test_a_copy_carries_bytes_and_properties_and_is_verified_as_well_as_the_store_allows(
    stage: SuiteFixture, mode: str
) -> None:
    source = stage.rich_film()
    row = stage.copy("film", part_size=size_for(stage, mode))
    assert (row.state, row.error, row.mode, row.verified) == (State.DONE, None, mode, stage.under_test.level)
    assert stage.body(stage.copy_ref("film")) == stage.film_bytes
    assert described(stage, "film") == stage.look(source.ref)
    assert stage.uploads() == []


def test_a_copy_has_the_same_properties_below_and_above_the_threshold_of_parts(stage: SuiteFixture) -> None:
    stage.rich_film()
    stage.copy("film", "one-call")
    stage.copy("film", "parts", part_size=stage.part_size)
    assert described(stage, "one-call") == described(stage, "parts")
    one, many = (stage.call(HeadObject(stage.copy_ref(key))) for key in ("one-call", "parts"))
    assert (one.size, one.crc64) == (many.size, many.crc64)


@MODES
def test_a_copy_of_a_plain_object_is_given_nothing_that_the_source_lacks(stage: SuiteFixture, mode: str) -> None:
    source = stage.film()
    assert stage.copy("film", part_size=size_for(stage, mode)).state is State.DONE
    assert described(stage, "film") == stage.look(source.ref)


@MODES
def test_a_copy_of_a_public_object_is_public(stage: SuiteFixture, mode: str) -> None:
    if stage.under_test.name != "seaweedfs":  # it takes no ACL with a put or an upload, but one of its own
        stage.skip_without("acl")
    source = stage.film().ref
    stage.call(PutAcl(source, acl="public-read"))
    assert stage.copy("film", part_size=size_for(stage, mode)).state is State.DONE
    assert stage.call(GetAcl(stage.copy_ref("film"))) == "public-read"


def test_a_copy_may_replace_headers_and_metadata(stage: SuiteFixture) -> None:
    info = stage.put("a", props=stage.rich())
    props = replace(info.props, headers={"content-type": "text/plain"}, user={"new": "1"})
    op = CopyObject(
        stage.copy_ref("a"), source=info.ref, pin=Pin.of(info), props=props, replace=True, source_site=stage.site
    )
    stage.call(op)
    shown = described(stage, "a")
    assert (shown.headers["content-type"], shown.user) == ("text/plain", {"new": "1"})


def test_metadata_outside_of_ascii_survives_both_kinds_of_copy(stage: SuiteFixture) -> None:
    stage.skip_without("unicode_metadata")
    source = stage.put("film", stage.film_bytes, props=Props(user={"title": "\u6e21\u8239 caf\u00e9"}))
    stage.copy("film", "one-call")
    stage.copy("film", "parts", part_size=stage.part_size)
    for key in ("one-call", "parts"):
        assert described(stage, key).user == source.props.user


@MODES
def test_an_empty_object_and_one_of_a_single_byte_are_copied(stage: SuiteFixture, mode: str) -> None:
    for key, body in (("empty", b""), ("byte", b"x")):
        stage.put(key, body)
        row = stage.copy(key, part_size=size_for(stage, mode))
        assert (row.state, row.error, stage.body(stage.copy_ref(key))) == (State.DONE, None, body)


def test_a_standing_target_is_refused_before_anything_is_written(stage: SuiteFixture) -> None:
    stage.put("a", b"new")
    stage.put("a", b"old", bucket=stage.target)
    row = stage.copy("a")
    assert row.refused is not None
    assert (row.state, row.refused.reason, stage.tap.count("CopyObject")) == (State.REFUSED, Reason.EXISTS, 0)
    assert stage.body(stage.copy_ref("a")) == b"old"
    assert stage.copy("a", on=OnExisting.SKIP).state is State.SKIPPED
    assert stage.copy("a", on=OnExisting.OVERWRITE).state is State.DONE
    assert stage.body(stage.copy_ref("a")) == b"new"


@MODES
def test_a_target_that_appears_during_the_copy_is_not_overwritten(stage: SuiteFixture, mode: str) -> None:
    stage.skip_without("create_only")
    stage.film()

    def appear(operation: str) -> None:
        if operation in ("CopyObject", "CompleteUpload"):
            stage.tap.calm()
            stage.call(PutObject(stage.copy_ref("film"), body=b"theirs"))

    stage.tap.before = appear
    row = stage.copy("film", part_size=size_for(stage, mode))
    assert row.error is not None
    assert (row.state, row.error.kind) == (State.FAILED, Kind.EXISTS)
    assert stage.body(stage.copy_ref("film")) == b"theirs"
    assert stage.uploads() == []


@pytest.mark.parametrize("moment", ["CopyObject", "CopyPart", "CompleteUpload"])
def test_a_source_that_changes_during_the_copy_is_never_taken_for_the_planned_one(
    stage: SuiteFixture, moment: str
) -> None:
    mode = "simple" if moment == "CopyObject" else "parts"
    stage.film()

    def change(operation: str) -> None:
        if operation == moment:
            stage.tap.calm()
            stage.other_film()

    stage.tap.before = change
    row = stage.copy("film", part_size=size_for(stage, mode))
    if row.state is State.DONE:  # all of the planned source had been read before
        assert (moment, stage.body(stage.copy_ref("film"))) == ("CompleteUpload", stage.film_bytes)
        return
    assert row.error is not None
    assert (row.state, row.error.kind) == (State.FAILED, Kind.SOURCE_CHANGED)
    assert stage.uploads() == []


def test_an_upload_begun_with_odd_names_belongs_to_that_key(stage: SuiteFixture) -> None:
    target = stage.copy_ref("a+b c/%2e \u732b")
    upload = stage.call(CreateUpload(target))
    assert stage.uploads() == [upload]


def test_a_source_that_is_not_there_fails_with_that_reason(stage: SuiteFixture) -> None:
    row = stage.copy("nothing")
    assert row.error is not None
    assert (row.state, row.error.kind) == (State.FAILED, Kind.NOT_FOUND)


def test_a_pin_that_does_not_match_any_more_spoils_no_target(stage: SuiteFixture) -> None:
    stage.skip_without("pin")
    pin = Pin.of(stage.put("a", b"old"))
    stage.put("a", b"new")
    stage.put("a", b"standing", bucket=stage.target)
    with pytest.raises(StoreError):
        stage.call(CopyObject(stage.copy_ref("a"), source=stage.ref("a"), pin=pin, source_site=stage.site))
    assert stage.body(stage.copy_ref("a")) == b"standing"
