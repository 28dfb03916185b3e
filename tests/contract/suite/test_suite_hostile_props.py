"""A property that could not be read, counted or foreseen is never taken for one that is not there."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from core.model.errors import OwnCode
from core.model.jobs import Fate, Reason, State
from core.model.ops import GetAcl, GetTags, HeadObject, PutAcl, PutTags
from core.model.requests import Edit
from core.model.values import Grants
from core.sandbox.server import Sandbox
from core.store.dialects.base import WireRequest, WireResponse
from core.store.reads import head_or_none
from tests.contract.suite.test_suite_hostile import MODES, a_world, size_for
from tests.doubles.store_under_test import sandbox_under_test
from tests.doubles.suite_fixture import SuiteFixture, suite_fixture

PREFIXES = {"oss": b"x-oss-", "cos": b"x-cos-", "s3": b"x-amz-"}


def opened(protocol: str, folder: Path) -> Iterator[SuiteFixture]:
    with (
        Sandbox(world=a_world()) as sandbox,
        suite_fixture(sandbox_under_test(sandbox, protocol, protocol), folder) as rig,
    ):
        yield rig


@pytest.fixture(params=["oss", "cos", "s3"])
def rig(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[SuiteFixture]:
    yield from opened(request.param, tmp_path)


@pytest.fixture
def s3(tmp_path: Path) -> Iterator[SuiteFixture]:
    yield from opened("s3", tmp_path)


def tomorrow(rig: SuiteFixture, *keys: str) -> bytes:
    """From now on HEAD of these keys shows a header that nobody knows yet; returns its name."""
    name = PREFIXES[rig.under_test.provider] + b"colour"

    def alter(request: WireRequest, answer: WireResponse) -> WireResponse:
        shows = request.method == "HEAD" and request.target.partition(b"?")[0].rpartition(b"/")[2].decode() in keys
        return replace(answer, headers=(*answer.headers, (name, b"blue"))) if shows else answer

    rig.tap.alter = alter
    return name


@MODES
def test_a_header_of_tomorrow_that_the_copy_lacks_is_reported_and_keeps_the_source(
    rig: SuiteFixture, mode: str
) -> None:
    rig.film()
    name = tomorrow(rig, "film").decode()
    (row,) = rig.run(rig.rename("film", "copy", part_size=size_for(rig, mode)))
    assert row.error is not None
    assert (row.state, row.error.code, row.error.message) == (State.FAILED, OwnCode.PROPERTY_LOST, name)
    assert {note.name for note in row.notes if note.fate is Fate.LOST} == {name}
    assert head_or_none(rig.stores.bare("a"), rig.ref("film")) is not None


@MODES
def test_a_header_of_tomorrow_that_the_store_carries_by_itself_is_no_loss(rig: SuiteFixture, mode: str) -> None:
    rig.film()
    tomorrow(rig, "film", "copy")
    row = rig.done(rig.rename("film", "copy", part_size=size_for(rig, mode)))
    assert row.notes == ()


def test_an_edit_that_may_lose_a_header_of_tomorrow_says_so_before_it_writes(rig: SuiteFixture) -> None:
    rig.film()
    name = tomorrow(rig, "film").decode()
    before = rig.call(HeadObject(rig.ref("film")))
    (row,) = rig.run(rig.edit("film", Edit(user={"a": "b"})))
    assert row.refused is not None
    assert (row.state, row.refused.reason, row.refused.detail) == (State.REFUSED, Reason.NOT_CARRIED, name)
    assert rig.call(HeadObject(rig.ref("film"))) == before


@MODES
def test_an_acl_with_grants_of_its_own_is_carried_as_grants(s3: SuiteFixture, mode: str) -> None:
    source = s3.film()
    owner = s3.call(GetAcl(source.ref))
    assert Grants.read(owner) is None
    grants = str(Grants(frozenset({("full-control", 'id="owner"'), ("read-acp", 'id="friend"')})))
    s3.call(PutAcl(source.ref, acl=grants))
    row = s3.done(s3.rename("film", "copy", part_size=size_for(s3, mode)))
    assert row.notes == ()
    assert s3.call(GetAcl(s3.ref("copy"))) == grants


@MODES
def test_an_acl_that_the_copy_does_not_take_is_reported_and_keeps_the_source(s3: SuiteFixture, mode: str) -> None:
    source = s3.film()
    s3.call(PutAcl(source.ref, acl=str(Grants(frozenset({("full-control", 'id="owner"'), ("read", 'id="friend"')})))))
    send = s3.tap._wire.send

    def without_grants(request: WireRequest) -> WireResponse:
        is_acl = request.method == "GET" and request.target.endswith(b"copy?acl")
        answer = send(request)
        return replace(answer, body=answer.body.replace(b"friend", b"nobody")) if is_acl else answer

    s3.tap._wire.send = without_grants  # type: ignore[method-assign]
    (row,) = s3.run(s3.rename("film", "copy", part_size=size_for(s3, mode)))
    assert row.error is not None
    assert (row.state, row.error.code, row.error.message) == (State.FAILED, OwnCode.PROPERTY_LOST, "acl")
    assert head_or_none(s3.stores.bare("a"), s3.ref("film")) is not None


def test_tags_whose_number_is_hidden_are_asked_for_and_set_again_where_the_store_drops_them(s3: SuiteFixture) -> None:
    """HEAD of some stores tells no number of tags, and their copies carry none."""
    source = s3.film()
    s3.call(PutTags(source.ref, tags={"a": "b"}))

    def hide(_: WireRequest, answer: WireResponse) -> WireResponse:
        shown = tuple(pair for pair in answer.headers if not pair[0].endswith(b"tagging-count"))
        return replace(answer, headers=shown)

    def drop(operation: str) -> None:
        if operation == "CopyObject":
            s3.tap.after = None
            s3.call(PutTags(s3.ref("copy"), tags={}))

    s3.tap.alter, s3.tap.after = hide, drop
    row = s3.done(s3.rename("film", "copy"))
    assert row.notes == ()
    assert s3.call(GetTags(s3.ref("copy"))) == {"a": "b"}
