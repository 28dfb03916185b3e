"""Unfinished uploads: what the journal does not name is another program's, and no list of parts is believed blindly."""

from __future__ import annotations

import re

import pytest

from core.model.errors import OwnCode
from core.model.jobs import State, Want
from core.model.ops import CopyPart, CreateUpload, HeadObject
from core.model.values import Pin
from core.store.dialects.base import WireRequest, WireResponse
from tests.contract.suite.test_suite_engine import assert_whole, lost, nth
from tests.doubles.suite_fixture import SuiteFixture, operation_of


def foreign_upload(rig: SuiteFixture) -> str:
    """Another program's unfinished upload to the key that ours will be copied to, with a part of other bytes."""
    rig.other_film("other")
    theirs = rig.call(CreateUpload(rig.copy_ref("film")))
    copy_other_part(rig, theirs, 1)
    return theirs


def copy_other_part(rig: SuiteFixture, upload_id: str, number: int) -> None:
    """Put a part of other bytes, and of the size that ours has, into an upload."""
    other = rig.call(HeadObject(rig.ref("other")))
    first = (number - 1) * rig.part_size
    rig.call(
        CopyPart(
            rig.copy_ref("film"),
            upload_id=upload_id,
            number=number,
            source=other.ref,
            pin=Pin.of(other),
            first=first,
            last=first + rig.part_size - 1,
            source_site=rig.stores.site("a", rig.source),
        )
    )


@pytest.mark.parametrize("moment", ["before", "after"])
def test_an_upload_of_another_program_is_never_taken_over_when_an_answer_is_lost(
    rig: SuiteFixture, moment: str
) -> None:
    rig.film()
    theirs = foreign_upload(rig)
    left = [1]

    def lose(operation: str) -> None:
        if operation == "CreateUpload" and left[0]:
            left[0] = 0
            lost()

    setattr(rig.tap, moment, lose)
    row = rig.copy("film", part_size=rig.part_size)
    assert (row.state, row.error, left) == (State.DONE, None, [0])
    assert rig.body(rig.copy_ref("film")) == rig.film_bytes
    assert theirs in rig.uploads()
    named = {upload.upload_id for upload in row.leftovers}
    assert named <= set(rig.uploads()), "what is named as left over is there, and ours was joined"
    # moto dates each upload in 2010, so none of them can be the one that was begun just now.
    assert rig.under_test.name == "moto" or theirs in named


def test_a_job_that_is_cancelled_while_its_upload_is_in_doubt_aborts_nothing(rig: SuiteFixture) -> None:
    rig.film()
    theirs = foreign_upload(rig)

    def lose(operation: str) -> None:
        if operation == "CreateUpload":
            rig.engine.command(Want.CANCEL, batches=[1])
            lost()

    rig.tap.before = lose
    row = rig.finish(rig.engine.submit(rig.request("film", part_size=rig.part_size)))
    assert (row.state, rig.uploads(), rig.tap.count("AbortUpload")) == (State.CANCELLED, [theirs], 0)


def test_a_part_that_is_not_as_the_journal_has_it_is_copied_again(rig: SuiteFixture) -> None:
    rig.film()
    rig.other_film("other")
    nth(rig, "CopyPart", 3, rig.engine.stop)
    batch = rig.engine.submit(rig.request("film", part_size=rig.part_size))
    rig.engine.run_until_idle()
    (ours,) = rig.uploads()
    rig.tap.calm()
    copy_other_part(rig, ours, 1)
    rig.restart()
    assert rig.finish(batch).state is State.DONE
    assert_whole(rig)


def _lists(rig: SuiteFixture, pattern: bytes, write: bytes | None) -> None:
    """The store lists parts with this part of its answer written otherwise; None: in capitals."""

    def alter(request: WireRequest, answer: WireResponse) -> WireResponse:
        if operation_of(request) != "ListParts":
            return answer
        change = (lambda match: match[0].upper()) if write is None else write
        body = re.sub(pattern, change, answer.body, flags=re.DOTALL)
        return WireResponse(answer.status, answer.headers, body)

    rig.tap.alter = alter


def test_an_etag_is_the_same_in_capitals(rig: SuiteFixture) -> None:
    rig.film()
    _lists(rig, rb"(?<=ETag>)[^<]*", None)
    row = rig.copy("film", part_size=rig.part_size)
    assert (row.state, rig.tap.count("CopyPart")) == (State.DONE, 3)
    assert_whole(rig)


@pytest.mark.parametrize("pattern", [rb"<Part>.*</Part>", rb"(?<=ETag>)[^<]*", rb"(?<=Size>)[0-9]+"])
def test_a_list_of_parts_that_never_agrees_ends_after_two_rounds_and_keeps_the_parts(
    rig: SuiteFixture, pattern: bytes
) -> None:
    rig.film()
    _lists(rig, pattern, b"" if b"Part>" in pattern else b"3")
    row = rig.copy("film", part_size=rig.part_size)
    assert row.error is not None
    assert (row.state, row.error.code, row.kept) == (State.FAILED, OwnCode.PARTS_DISAGREE, True)
    assert (rig.tap.count("CopyPart"), rig.tap.count("CompleteUpload"), rig.keys(rig.target)) == (6, 0, [])
    rig.tap.calm()
    rig.engine.retry(jobs=[row.id])
    assert rig.finish(row.batch).state is State.DONE
    assert_whole(rig)


def test_an_upload_that_was_joined_is_over_also_where_the_store_says_that_there_is_no_such_key(
    rig: SuiteFixture,
) -> None:
    rig.skip_without("telling_etags")
    rig.film()

    def alter(request: WireRequest, answer: WireResponse) -> WireResponse:
        is_gone = operation_of(request) == "ListParts" and answer.status == 404
        body = b"<Error><Code>NoSuchKey</Code><Message>no</Message></Error>"
        return WireResponse(404, answer.headers, body) if is_gone else answer

    def lose(operation: str) -> None:
        if operation == "CompleteUpload":
            rig.tap.after = None
            lost()

    rig.tap.alter, rig.tap.after = alter, lose
    row = rig.copy("film", part_size=rig.part_size)
    assert (row.state, row.error, rig.tap.count("CompleteUpload")) == (State.DONE, None, 1)
    assert_whole(rig)


def test_a_completion_without_an_etag_is_a_completion(rig: SuiteFixture) -> None:
    rig.film()

    def alter(request: WireRequest, answer: WireResponse) -> WireResponse:
        if operation_of(request) != "CompleteUpload":
            return answer
        return WireResponse(answer.status, answer.headers, re.sub(rb"<ETag>.*?</ETag>", b"", answer.body))

    rig.tap.alter = alter
    row = rig.copy("film", part_size=rig.part_size)
    assert (row.state, row.error, rig.tap.count("CompleteUpload")) == (State.DONE, None, 1)
    assert_whole(rig)


def test_an_acl_answer_that_is_the_object_itself_is_not_read_to_its_end(rig: SuiteFixture) -> None:
    rig.skip_without("acl")
    rig.film()
    sizes: list[int | None] = []

    def alter(request: WireRequest, answer: WireResponse) -> WireResponse:
        if request.method == "GET" and b"acl" in request.target.partition(b"?")[2]:
            sizes.append(request.answer_max)
        return answer

    rig.tap.alter = alter
    rig.copy("film")
    assert sizes
    assert set(sizes) == {1024 * 1024}
