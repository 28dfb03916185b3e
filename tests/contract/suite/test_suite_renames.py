"""One contract for all stores: a rename keeps everything, loses nothing, and goes back."""

from __future__ import annotations

from dataclasses import replace

import pytest

from core.model.errors import Kind, StoreError
from core.model.jobs import Reason, State
from core.model.reports import JobRow
from core.model.requests import Edit, JobKind, OnExisting, Options, PrefixRequest, Terms
from core.model.values import Level, Props
from core.store.reads import head_or_none
from tests.doubles.suite_fixture import SuiteFixture

MODES = pytest.mark.parametrize("mode", ["simple", "parts"])


def size_for(stage: SuiteFixture, mode: str) -> int | None:
    return stage.part_size if mode == "parts" else None


def is_there(stage: SuiteFixture, key: str, bucket: str = "") -> bool:
    return head_or_none(stage.stores.bare("a"), stage.ref(key, bucket)) is not None


def unchanged(row: JobRow) -> None:
    """Nothing but what the key or the store cannot tell is reported of the properties."""
    assert row.notes == ()


@MODES
@pytest.mark.parametrize("place", ["same bucket", "other bucket"])
def test_a_rename_carries_bytes_and_every_property_and_takes_the_source_away(
    stage: SuiteFixture, mode: str, place: str
) -> None:
    before = stage.richest_film()
    bucket = stage.target if place == "other bucket" else ""
    row = stage.done(stage.rename("film", "b", bucket=bucket, part_size=size_for(stage, mode)))
    assert (row.mode, row.verified) == (mode, stage.under_test.level)
    unchanged(row)
    assert not is_there(stage, "film")
    assert stage.look_closely(stage.ref("b", bucket)) == before
    assert stage.body(stage.ref("b", bucket)) == stage.film_bytes


def test_every_way_to_another_place_leads_to_the_same_properties(stage: SuiteFixture) -> None:
    before = stage.richest_film()
    stage.copy("film", "one-call")
    stage.copy("film", "parts", part_size=stage.part_size)
    found = {key: stage.look_closely(stage.copy_ref(key)) for key in ("one-call", "parts")}
    stage.done(stage.rename("film", "renamed"))
    found["renamed"] = stage.look_closely(stage.ref("renamed"))
    stage.done(stage.rename("renamed", "again", part_size=stage.part_size))
    found["again"] = stage.look_closely(stage.ref("again"))
    assert found == dict.fromkeys(found, before)


@MODES
def test_a_rename_is_taken_back_with_everything(stage: SuiteFixture, mode: str) -> None:
    if mode == "parts":
        stage.skip_without("acl_of_parts")
    before = stage.richest_film()
    stage.done(stage.rename("film", "b", part_size=size_for(stage, mode)))
    (back,) = stage.undo()
    assert (back.state, back.error, back.source.key, back.target.key) == (State.DONE, None, "b", "film")
    assert stage.look_closely(stage.ref("film")) == before
    assert not is_there(stage, "b")
    assert stage.body(stage.ref("film")) == stage.film_bytes


@MODES
def test_a_move_with_other_properties_changes_these_and_keeps_the_rest(stage: SuiteFixture, mode: str) -> None:
    before = stage.richest_film()
    change = Edit(headers={"content-type": "text/new"}, user={"camera": None, "by": "me"})
    request = replace(stage.rename("film", "b", bucket=stage.target, part_size=size_for(stage, mode)), edit=change)
    row = stage.done(request)
    assert {note.name for note in row.notes} == {"content-type", "x-meta camera", "x-meta by"}
    user = {name: text for name, text in before.user.items() if name != "camera"} | {"by": "me"}
    expected = replace(before, headers=dict(before.headers) | {"content-type": "text/new"}, user=user)
    assert stage.look_closely(stage.copy_ref("b")) == expected


@MODES
def test_a_copy_whose_proof_is_weaker_than_the_user_trusts_keeps_its_source(stage: SuiteFixture, mode: str) -> None:
    stage.film()
    (row,) = stage.run(stage.rename("film", "b", options=Options(size_for(stage, mode), trust=Level.CRC64)))
    if stage.under_test.level is Level.CRC64:
        assert (row.state, is_there(stage, "film")) == (State.DONE, False)
        return
    assert row.error is not None
    assert (row.state, row.error.code, row.error.op) == (State.FAILED, "NotProven", "DeleteObject")
    assert stage.tap.count("DELETE") == 0
    assert (row.verified, stage.body(stage.ref("film"))) == (stage.under_test.level, stage.film_bytes)
    assert stage.body(stage.ref("b")) == stage.film_bytes
    stage.engine.retry(jobs=[row.id], terms=Terms(stage.under_test.level, unread=False))
    assert (stage.finish(row.batch).state, is_there(stage, "film")) == (State.DONE, False)


@pytest.mark.parametrize(
    ("wish", "state", "written"),
    [
        (OnExisting.REFUSE, State.REFUSED, ""),
        (OnExisting.ASK, State.REFUSED, ""),
        (OnExisting.SKIP, State.SKIPPED, ""),
        (OnExisting.KEEP_BOTH, State.DONE, "a (3).tar.gz"),
        (OnExisting.DIFFERENT, State.DONE, "a.tar.gz"),
        (OnExisting.OVERWRITE, State.DONE, "a.tar.gz"),
    ],
)
@pytest.mark.parametrize("kind", [JobKind.COPY, JobKind.RENAME])
def test_a_target_that_stands_is_treated_as_the_user_wishes(
    stage: SuiteFixture, kind: JobKind, wish: OnExisting, state: State, written: str
) -> None:
    stage.put("a.tar.gz", b"new")
    theirs = {"a.tar.gz": b"old", "a (2).tar.gz": b"older"}
    for key, body in theirs.items():
        stage.put(key, body, bucket=stage.target)
    (row,) = stage.run(replace(stage.request("a.tar.gz", on=wish), kind=kind))
    assert (row.state, row.asks) == (state, wish is OnExisting.ASK)
    if written:
        assert row.target.key == written
    expected = theirs | ({written: b"new"} if written else {})
    assert {key: stage.body(stage.copy_ref(key)) for key in stage.keys(stage.target)} == expected
    assert is_there(stage, "a.tar.gz") is (kind is JobKind.COPY or not written)


@MODES
def test_a_target_that_is_equal_already_is_not_written_again_when_only_differences_are_wanted(
    stage: SuiteFixture, mode: str
) -> None:
    stage.richest_film()
    assert stage.copy("film", part_size=size_for(stage, mode)).state is State.DONE
    writes = len(stage.tap.sent)
    row = stage.copy("film", part_size=size_for(stage, mode), on=OnExisting.DIFFERENT)
    # Without a checksum of the whole, parts have an ETag that is not the one of the bytes.
    as_one = stage.features.crc64 or mode == "simple"
    sent = [operation for operation in stage.tap.sent[writes:] if operation not in ("HEAD", "GET")]
    if as_one:
        assert (row.state, sent) == (State.SKIPPED, [])
    else:
        assert row.state in (State.DONE, State.SKIPPED)
    assert stage.body(stage.copy_ref("film")) == stage.film_bytes


def test_the_answer_to_a_question_is_carried_out(stage: SuiteFixture) -> None:
    stage.put("a", b"new")
    stage.put("a", b"old", bucket=stage.target)
    row = stage.copy("a", on=OnExisting.ASK)
    assert (row.asks, row.state) == (True, State.REFUSED)
    stage.engine.retry(jobs=[row.id], on_existing=OnExisting.KEEP_BOTH)
    again = stage.finish(row.batch)
    assert (again.state, again.target.key) == (State.DONE, "a (2)")
    assert (stage.body(stage.copy_ref("a")), stage.body(stage.copy_ref("a (2)"))) == (b"old", b"new")


def test_a_name_that_somebody_takes_in_between_is_left_to_them(stage: SuiteFixture) -> None:
    stage.skip_without("create_only")
    stage.put("a", b"mine")

    def race(operation: str) -> None:
        if operation == "CopyObject":
            stage.tap.calm()
            stage.put("b", b"theirs")

    stage.tap.before = race
    (row,) = stage.run(stage.rename("a", "b"))
    assert row.error is not None
    assert (row.state, row.error.kind) == (State.FAILED, Kind.EXISTS)
    assert (stage.body(stage.ref("a")), stage.body(stage.ref("b"))) == (b"mine", b"theirs")


@MODES
def test_a_source_that_somebody_overwrites_after_the_copy_is_not_deleted(stage: SuiteFixture, mode: str) -> None:
    stage.film()
    written = "CopyObject" if mode == "simple" else "CompleteUpload"

    def overwrite(operation: str) -> None:
        if operation == written:
            stage.tap.calm()
            stage.put("film", b"theirs")

    stage.tap.after = overwrite
    (row,) = stage.run(stage.rename("film", "b", part_size=size_for(stage, mode)))
    assert row.error is not None
    assert (row.state, row.error.kind) == (State.FAILED, Kind.SOURCE_CHANGED)
    assert stage.body(stage.ref("film")) == b"theirs"
    assert stage.body(stage.ref("b")) == stage.film_bytes


def test_a_result_that_was_changed_since_is_not_taken_back(stage: SuiteFixture) -> None:
    stage.put("a", b"mine")
    stage.done(stage.rename("a", "b"))
    stage.put("b", b"theirs")
    (back,) = stage.undo()
    assert back.refused is not None
    assert (back.refused.reason, stage.keys()) == (Reason.CHANGED, ["b"])
    assert stage.body(stage.ref("b")) == b"theirs"


def test_an_answer_to_the_deletion_that_is_lost_leads_to_one_object_at_the_new_name(stage: SuiteFixture) -> None:
    stage.put("a", b"mine")
    left = [1]

    def lose(operation: str) -> None:
        if operation == "DELETE" and left[0]:
            left[0] = 0
            raise StoreError(Kind.TRANSIENT, code="ConnectionLost", message="cut by the test")

    stage.tap.after = lose
    stage.done(stage.rename("a", "b"))
    assert (left, stage.keys(), stage.body(stage.ref("b"))) == ([0], ["b"], b"mine")


def test_a_folder_is_renamed_with_awkward_names_and_taken_back(stage: SuiteFixture) -> None:
    bodies = {f"d/{name}": name.encode() for name in ("a", "b c+%2e", "deep/er/\U0001f408 \u732b", "q?v=1#f", "z ")}
    props = Props(user={"n": "1"})
    for key, body in bodies.items():
        stage.put(key, body, props=props)
    folder = PrefixRequest(stage.ref("d/"), stage.ref("e/"), kind=JobKind.RENAME)
    rows = stage.run(folder)
    assert [row.state for row in rows] == [State.DONE] * len(bodies)
    assert files(stage) == {"e" + key[1:]: body for key, body in bodies.items()}
    assert [row.state for row in stage.undo()] == [State.DONE] * len(bodies)
    assert files(stage) == bodies
    assert all(stage.look(stage.ref(key)).user == props.user for key in bodies)


def files(stage: SuiteFixture) -> dict[str, bytes]:
    """All objects of the source's bucket; a store that makes folders by itself may list them."""
    return {key: stage.body(stage.ref(key)) for key in stage.keys("") if not key.endswith("/")}


@MODES
def test_a_copy_that_somebody_overwrites_before_it_is_verified_costs_nobody_anything(
    stage: SuiteFixture, mode: str
) -> None:
    stage.film()
    written = "CopyObject" if mode == "simple" else "CompleteUpload"

    def overwrite(operation: str) -> None:
        if operation == written:
            stage.tap.calm()
            stage.other_film("b")

    stage.tap.after = overwrite
    (row,) = stage.run(stage.rename("film", "b", part_size=size_for(stage, mode)))
    assert row.error is not None
    assert (row.state, row.error.code) == (State.FAILED, "VerifyFailed")
    assert stage.body(stage.ref("film")) == stage.film_bytes
    assert stage.body(stage.ref("b")) != stage.film_bytes
