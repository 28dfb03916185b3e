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


def size_for(rig: SuiteFixture, mode: str) -> int | None:
    """The part size to ask for."""
    return rig.part_size if mode == "parts" else None


def described(rig: SuiteFixture, key: str) -> Props:
    return rig.look(rig.copy_ref(key))


@MODES
def test_a_copy_carries_bytes_and_properties_and_is_verified_as_well_as_the_store_allows(
    rig: SuiteFixture, mode: str
) -> None:
    source = rig.rich_film()
    row = rig.copy("film", part_size=size_for(rig, mode))
    assert (row.state, row.error, row.mode, row.verified) == (State.DONE, None, mode, rig.level(mode))
    assert rig.body(rig.copy_ref("film")) == rig.film_bytes
    assert described(rig, "film") == rig.look(source.ref)
    assert rig.uploads() == []


def test_a_copy_has_the_same_properties_below_and_above_the_threshold_of_parts(rig: SuiteFixture) -> None:
    rig.rich_film()
    rig.copy("film", "one-call")
    rig.copy("film", "parts", part_size=rig.part_size)
    assert described(rig, "one-call") == described(rig, "parts")
    one, many = (rig.call(HeadObject(rig.copy_ref(key))) for key in ("one-call", "parts"))
    assert (one.size, one.crc64) == (many.size, many.crc64)


@MODES
def test_a_copy_of_a_plain_object_is_given_nothing_that_the_source_lacks(rig: SuiteFixture, mode: str) -> None:
    source = rig.film()
    assert rig.copy("film", part_size=size_for(rig, mode)).state is State.DONE
    assert described(rig, "film") == rig.look(source.ref)


@MODES
def test_a_copy_of_a_public_object_is_public(rig: SuiteFixture, mode: str) -> None:
    if rig.under_test.name != "seaweedfs":  # it takes no ACL with a put or an upload, but one of its own
        rig.skip_without("acl")
    source = rig.film().ref
    rig.call(PutAcl(source, acl="public-read"))
    assert rig.copy("film", part_size=size_for(rig, mode)).state is State.DONE
    assert rig.call(GetAcl(rig.copy_ref("film"))) == "public-read"


def test_a_copy_may_replace_headers_and_metadata(rig: SuiteFixture) -> None:
    info = rig.put("a", props=rig.rich())
    props = replace(info.props, headers={"content-type": "text/plain"}, user={"new": "1"})
    op = CopyObject(
        rig.copy_ref("a"), source=info.ref, pin=Pin.of(info), props=props, replace=True, source_site=rig.site
    )
    rig.call(op)
    shown = described(rig, "a")
    assert (shown.headers["content-type"], shown.user) == ("text/plain", {"new": "1"})


def test_metadata_outside_of_ascii_survives_both_kinds_of_copy(rig: SuiteFixture) -> None:
    rig.skip_without("unicode_metadata")
    source = rig.put("film", rig.film_bytes, props=Props(user={"title": "\u6e21\u8239 caf\u00e9"}))
    rig.copy("film", "one-call")
    rig.copy("film", "parts", part_size=rig.part_size)
    for key in ("one-call", "parts"):
        assert described(rig, key).user == source.props.user


@MODES
def test_an_empty_object_and_one_of_a_single_byte_are_copied(rig: SuiteFixture, mode: str) -> None:
    for key, body in (("empty", b""), ("byte", b"x")):
        rig.put(key, body)
        row = rig.copy(key, part_size=size_for(rig, mode))
        assert (row.state, row.error, rig.body(rig.copy_ref(key))) == (State.DONE, None, body)


def test_a_standing_target_is_refused_before_anything_is_written(rig: SuiteFixture) -> None:
    rig.put("a", b"new")
    rig.put("a", b"old", bucket=rig.target)
    row = rig.copy("a")
    assert row.refused is not None
    assert (row.state, row.refused.reason, rig.tap.count("CopyObject")) == (State.REFUSED, Reason.EXISTS, 0)
    assert rig.body(rig.copy_ref("a")) == b"old"
    assert rig.copy("a", on=OnExisting.SKIP).state is State.SKIPPED
    assert rig.copy("a", on=OnExisting.OVERWRITE).state is State.DONE
    assert rig.body(rig.copy_ref("a")) == b"new"


@MODES
def test_a_target_that_appears_during_the_copy_is_not_overwritten(rig: SuiteFixture, mode: str) -> None:
    rig.skip_without("create_only")
    rig.film()

    def appear(operation: str) -> None:
        if operation in ("CopyObject", "CompleteUpload"):
            rig.tap.calm()
            rig.call(PutObject(rig.copy_ref("film"), body=b"theirs"))

    rig.tap.before = appear
    row = rig.copy("film", part_size=size_for(rig, mode))
    assert row.error is not None
    assert (row.state, row.error.kind) == (State.FAILED, Kind.EXISTS)
    assert rig.body(rig.copy_ref("film")) == b"theirs"
    assert rig.uploads() == []


@pytest.mark.parametrize("moment", ["CopyObject", "CopyPart", "CompleteUpload"])
def test_a_source_that_changes_during_the_copy_is_never_taken_for_the_planned_one(
    rig: SuiteFixture, moment: str
) -> None:
    mode = "simple" if moment == "CopyObject" else "parts"
    rig.film()

    def change(operation: str) -> None:
        if operation == moment:
            rig.tap.calm()
            rig.other_film()

    rig.tap.before = change
    row = rig.copy("film", part_size=size_for(rig, mode))
    if row.state is State.DONE:  # all of the planned source had been read before
        assert (moment, rig.body(rig.copy_ref("film"))) == ("CompleteUpload", rig.film_bytes)
        return
    assert row.error is not None
    assert (row.state, row.error.kind) == (State.FAILED, Kind.SOURCE_CHANGED)
    assert rig.uploads() == []


def test_an_upload_begun_with_odd_names_belongs_to_that_key(rig: SuiteFixture) -> None:
    target = rig.copy_ref("a+b c/%2e \u732b")
    upload = rig.call(CreateUpload(target))
    assert rig.uploads() == [upload]


def test_a_source_that_is_not_there_fails_with_that_reason(rig: SuiteFixture) -> None:
    row = rig.copy("nothing")
    assert row.error is not None
    assert (row.state, row.error.kind) == (State.FAILED, Kind.NOT_FOUND)


def test_a_pin_that_does_not_match_any_more_spoils_no_target(rig: SuiteFixture) -> None:
    rig.skip_without("pin")
    pin = Pin.of(rig.put("a", b"old"))
    rig.put("a", b"new")
    rig.put("a", b"standing", bucket=rig.target)
    with pytest.raises(StoreError):
        rig.call(CopyObject(rig.copy_ref("a"), source=rig.ref("a"), pin=pin, source_site=rig.site))
    assert rig.body(rig.copy_ref("a")) == b"standing"
