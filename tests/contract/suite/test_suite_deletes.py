"""One contract for all stores: what is deleted is gone, nothing else is, and versions bring it back."""

from __future__ import annotations

import pytest

from core.model.errors import Kind, KnownError
from core.model.jobs import Reason, State
from core.model.ops import HeadObject, ListVersions
from core.model.requests import (
    CopyRequest,
    DeleteRequest,
    Edit,
    JobKind,
    ListRequest,
    OnExisting,
    Options,
    PrefixRequest,
)
from core.model.values import Expected, ObjectRef, Props, VersionEntry
from core.store.reads import head_or_none
from tests.doubles.suite_fixture import SuiteFixture

#: Thirty names under one folder, each awkward in its own way.
AWKWARD = [
    *("a", "b c", "c+d", "e?f=1#g", "h%20i", "%2F", "&amp;<x>", "quote\"'", "semi;colon,comma", "tilde~!*()"),
    *("trailing ", " leading", "\u6e21\u8239", "e\u0301", "\u00e9", "\U0001f408\U0001f6a2", "\u200bzero", "x" * 200),
    *("deep/er/and/deeper", "deep/er/and", "UPPER", "upper", "under_score", "dot.dot.dot", "=", "@:$"),
    *("double//slash", "up/../down", "back\\slash", "tab\tand\x01"),
]
_OF = {"double//slash": "a//b", "up/../down": "a/../b", "back\\slash": "back\\slash", "tab\tand\x01": "tab\tand\x01"}


def files(stage: SuiteFixture) -> list[str]:
    """All objects of the source's bucket; a store that makes folders by itself may list them."""
    return [key for key in stage.keys("") if not key.endswith("/")]


def is_there(stage: SuiteFixture, ref: ObjectRef) -> bool:
    return head_or_none(stage.stores.bare("a"), ref) is not None


def test_a_folder_of_thirty_awkward_names_is_deleted_and_what_is_beside_it_stays(stage: SuiteFixture) -> None:
    assert len(AWKWARD) == len(set(AWKWARD)) == 30
    doomed = [f"d/{name}" for name in AWKWARD if _OF.get(name) not in stage.under_test.lost_keys]
    for key in (*doomed, "d", "d2/a", "e"):
        stage.put(key)
    beside = [key for key in files(stage) if not key.startswith("d/")]
    rows = stage.run(PrefixRequest(stage.ref("d/"), stage.ref("d/"), kind=JobKind.DELETE))
    assert {row.source.key: row.state for row in rows if row.source.key in doomed} == dict.fromkeys(doomed, State.DONE)
    assert files(stage) == beside
    assert {"d2/a", "e"} <= set(beside)


def test_several_objects_are_deleted_in_one_request_but_for_those_that_a_document_cannot_name(
    stage: SuiteFixture,
) -> None:
    names = ["a", "b & <c>", "\U0001f408", "d"]
    control = [] if "tab\tand\x01" in stage.under_test.lost_keys else ["tab\tand\x01"]
    for name in (*names, *control, "stays"):
        stage.put(name)
    deletions = stage.tap.count("DELETE")
    posts = stage.tap.count("POST")
    jobs = tuple(DeleteRequest(stage.ref(name)) for name in (*names, *control))
    rows = stage.run(ListRequest(stage.ref(""), stage.ref(""), JobKind.DELETE), *jobs)
    assert [row.state for row in rows] == [State.DONE] * len(jobs)
    assert (stage.tap.count("POST") - posts, stage.tap.count("DELETE") - deletions) == (1, len(control))
    assert stage.keys() == ["stays"]


def test_what_is_not_there_any_more_counts_as_deleted(stage: SuiteFixture) -> None:
    row = stage.done(DeleteRequest(stage.ref("never-was")))
    assert row.state is State.DONE


def test_an_object_that_was_overwritten_since_it_was_chosen_is_not_deleted(stage: SuiteFixture) -> None:
    chosen = Expected.of(stage.put("a", b"old"))
    stage.put("a", b"newer")
    (row,) = stage.run(DeleteRequest(stage.ref("a"), expect=chosen))
    assert row.error is not None
    assert (row.state, row.error.kind, stage.body(stage.ref("a"))) == (State.FAILED, Kind.SOURCE_CHANGED, b"newer")


def test_what_was_deleted_without_versions_does_not_come_back_and_the_undo_says_why(stage: SuiteFixture) -> None:
    stage.put("a")
    stage.done(DeleteRequest(stage.ref("a")))
    with pytest.raises(KnownError, match="keeps no versions"):
        stage.undo()


# ---------------------------------------------------------------- buckets that keep versions


def versions(stage: SuiteFixture, bucket: str, key: str) -> list[VersionEntry]:
    """Of one key, the newest first."""
    page = stage.call(ListVersions(bucket, prefix=key))
    return [entry for entry in page.versions if entry.key == key]


def test_a_deleted_object_comes_back_as_it_was(stage: SuiteFixture) -> None:
    bucket = stage.versioned()
    stage.put("d/a", b"first", bucket=bucket, props=stage.rich())
    stage.put("d/b \u6e21", b"second", bucket=bucket)
    before = stage.look(stage.ref("d/a", bucket))
    assert stage.engine.preview(DeleteRequest(stage.ref("d/a", bucket))).leaves_marker
    folder = PrefixRequest(stage.ref("d/", bucket), stage.ref("d/", bucket), kind=JobKind.DELETE)
    assert [row.state for row in stage.run(folder)] == [State.DONE] * 2
    assert stage.keys(bucket) == []
    assert [row.state for row in stage.undo()] == [State.DONE] * 2
    assert stage.keys(bucket) == ["d/a", "d/b \u6e21"]
    assert (stage.look(stage.ref("d/a", bucket)), stage.body(stage.ref("d/a", bucket))) == (before, b"first")
    (entry,) = versions(stage, bucket, "d/a")
    assert entry.is_latest


def test_an_object_that_is_there_is_not_undeleted(stage: SuiteFixture) -> None:
    bucket = stage.versioned()
    stage.put("a", b"1", bucket=bucket)
    stage.put("a", b"2", bucket=bucket)
    (row,) = stage.run(DeleteRequest(stage.ref("a", bucket), JobKind.UNDELETE))
    assert row.refused is not None
    assert (row.state, row.refused.reason) == (State.REFUSED, Reason.STILL_THERE)
    assert stage.body(stage.ref("a", bucket)) == b"2"
    assert len(versions(stage, bucket, "a")) == 2


def test_a_name_that_begins_like_another_is_undeleted_by_itself(stage: SuiteFixture) -> None:
    bucket = stage.versioned()
    for key in ("a", "a.txt", "a/b"):
        stage.put(key, key.encode(), bucket=bucket)
    stage.done(DeleteRequest(stage.ref("a", bucket)))
    stage.done(DeleteRequest(stage.ref("a.txt", bucket)))
    stage.done(DeleteRequest(stage.ref("a", bucket), JobKind.UNDELETE))
    assert (is_there(stage, stage.ref("a", bucket)), is_there(stage, stage.ref("a.txt", bucket))) == (True, False)


@pytest.mark.parametrize("mode", ["simple", "parts"])
def test_an_old_version_is_brought_back_with_all_that_belongs_to_it(stage: SuiteFixture, mode: str) -> None:
    bucket = stage.versioned()
    body = stage.film_bytes if mode == "parts" else b"old"
    part_size = stage.part_size if mode == "parts" else None
    if mode == "parts":
        stage.skip_without("acl_of_parts")
    old = stage.put("a", body, bucket=bucket, props=stage.rich())
    before = stage.look(old.ref)
    stage.put("a", b"new", bucket=bucket, props=Props(user={"n": "new"}))
    assert old.ref.version is not None
    options = Options(part_size, OnExisting.OVERWRITE)
    row = stage.done(CopyRequest(old.ref, stage.ref("a", bucket), options))
    assert (row.mode, row.verified) == (mode, stage.under_test.level)
    assert stage.body(stage.ref("a", bucket)) == body
    assert stage.look(stage.ref("a", bucket)) == before
    assert len(versions(stage, bucket, "a")) == 3


def test_one_version_is_deleted_for_good_and_the_others_stay(stage: SuiteFixture) -> None:
    bucket = stage.versioned()
    first, second, third = (stage.put("a", body, bucket=bucket).ref for body in (b"1", b"2", b"3"))
    stage.done(DeleteRequest(second))
    assert [entry.version for entry in versions(stage, bucket, "a")] == [third.version, first.version]
    assert stage.body(stage.ref("a", bucket)) == b"3"
    assert not stage.engine.can_undo(stage.engine.history(limit=1)[0].id)


def test_several_versions_are_deleted_in_one_request(stage: SuiteFixture) -> None:
    bucket = stage.versioned()
    refs = [stage.put("a", body, bucket=bucket).ref for body in (b"1", b"2", b"3")]
    posts = stage.tap.count("POST")
    batch = ListRequest(stage.ref("", bucket), stage.ref("", bucket), JobKind.DELETE)
    rows = stage.run(batch, *(DeleteRequest(ref) for ref in refs[:2]))
    assert [row.state for row in rows] == [State.DONE] * 2
    assert [entry.version for entry in versions(stage, bucket, "a")] == [refs[2].version]
    assert stage.tap.count("POST") - posts == 1


def test_a_rename_among_versions_leaves_the_history_behind_a_marker_and_goes_back(stage: SuiteFixture) -> None:
    bucket = stage.versioned()
    stage.put("a", b"1", bucket=bucket)
    stage.put("a", b"2", bucket=bucket, props=stage.rich())
    before = stage.look(stage.ref("a", bucket))
    stage.done(CopyRequest(stage.ref("a", bucket), stage.ref("b", bucket), kind=JobKind.RENAME))
    assert stage.keys(bucket) == ["b"]
    assert stage.look(stage.ref("b", bucket)) == before
    marker, *older = versions(stage, bucket, "a")
    assert (marker.is_marker, len(older)) == (True, 2)
    assert stage.undo()[0].state is State.DONE
    assert (stage.keys(bucket), stage.body(stage.ref("a", bucket))) == (["a"], b"2")
    assert stage.look(stage.ref("a", bucket)) == before


def test_an_edit_among_versions_makes_a_new_one_and_keeps_the_old(stage: SuiteFixture) -> None:
    bucket = stage.versioned()
    ref = stage.ref("a", bucket)
    old = stage.put("a", b"1", bucket=bucket, props=Props(user={"n": "1"}))
    stage.done(CopyRequest(ref, ref, kind=JobKind.EDIT, edit=Edit(user={"n": "2"})))
    assert stage.look(ref).user == {"n": "2"}
    assert stage.call(HeadObject(old.ref)).props.user == {"n": "1"}
    assert stage.undo()[0].state is State.DONE
    assert stage.look(ref).user == {"n": "1"}
