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


def files(rig: SuiteFixture) -> list[str]:
    """All objects of the source's bucket; a store that makes folders by itself may list them."""
    return [key for key in rig.keys("") if not key.endswith("/")]


def is_there(rig: SuiteFixture, ref: ObjectRef) -> bool:
    return head_or_none(rig.stores.bare("a"), ref) is not None


def test_a_folder_of_thirty_awkward_names_is_deleted_and_what_is_beside_it_stays(rig: SuiteFixture) -> None:
    assert len(AWKWARD) == len(set(AWKWARD)) == 30
    doomed = [f"d/{name}" for name in AWKWARD if _OF.get(name) not in rig.under_test.lost_keys]
    for key in (*doomed, "d", "d2/a", "e"):
        rig.put(key)
    beside = [key for key in files(rig) if not key.startswith("d/")]
    rows = rig.run(PrefixRequest(rig.ref("d/"), rig.ref("d/"), kind=JobKind.DELETE))
    assert {row.source.key: row.state for row in rows if row.source.key in doomed} == dict.fromkeys(doomed, State.DONE)
    assert files(rig) == beside
    assert {"d2/a", "e"} <= set(beside)


def test_several_objects_are_deleted_in_one_request_but_for_those_that_a_document_cannot_name(
    rig: SuiteFixture,
) -> None:
    names = ["a", "b & <c>", "\U0001f408", "d"]
    control = [] if "tab\tand\x01" in rig.under_test.lost_keys else ["tab\tand\x01"]
    for name in (*names, *control, "stays"):
        rig.put(name)
    deletions = rig.tap.count("DELETE")
    posts = rig.tap.count("POST")
    jobs = tuple(DeleteRequest(rig.ref(name)) for name in (*names, *control))
    rows = rig.run(ListRequest(rig.ref(""), rig.ref(""), JobKind.DELETE), *jobs)
    assert [row.state for row in rows] == [State.DONE] * len(jobs)
    assert (rig.tap.count("POST") - posts, rig.tap.count("DELETE") - deletions) == (1, len(control))
    assert rig.keys() == ["stays"]


def test_what_is_not_there_any_more_counts_as_deleted(rig: SuiteFixture) -> None:
    row = rig.done(DeleteRequest(rig.ref("never-was")))
    assert row.state is State.DONE


def test_an_object_that_was_overwritten_since_it_was_chosen_is_not_deleted(rig: SuiteFixture) -> None:
    chosen = Expected.of(rig.put("a", b"old"))
    rig.put("a", b"newer")
    (row,) = rig.run(DeleteRequest(rig.ref("a"), expect=chosen))
    assert row.error is not None
    assert (row.state, row.error.kind, rig.body(rig.ref("a"))) == (State.FAILED, Kind.SOURCE_CHANGED, b"newer")


def test_what_was_deleted_without_versions_does_not_come_back_and_the_undo_says_why(rig: SuiteFixture) -> None:
    rig.put("a")
    rig.done(DeleteRequest(rig.ref("a")))
    with pytest.raises(KnownError, match="keeps no versions"):
        rig.undo()


# ---------------------------------------------------------------- buckets that keep versions


def versions(rig: SuiteFixture, bucket: str, key: str) -> list[VersionEntry]:
    """Of one key, the newest first."""
    page = rig.call(ListVersions(bucket, prefix=key))
    return [entry for entry in page.versions if entry.key == key]


def test_a_deleted_object_comes_back_as_it_was(rig: SuiteFixture) -> None:
    bucket = rig.versioned()
    rig.put("d/a", b"first", bucket=bucket, props=rig.rich())
    rig.put("d/b \u6e21", b"second", bucket=bucket)
    before = rig.look(rig.ref("d/a", bucket))
    assert rig.engine.preview(DeleteRequest(rig.ref("d/a", bucket))).leaves_marker
    folder = PrefixRequest(rig.ref("d/", bucket), rig.ref("d/", bucket), kind=JobKind.DELETE)
    assert [row.state for row in rig.run(folder)] == [State.DONE] * 2
    assert rig.keys(bucket) == []
    assert [row.state for row in rig.undo()] == [State.DONE] * 2
    assert rig.keys(bucket) == ["d/a", "d/b \u6e21"]
    assert (rig.look(rig.ref("d/a", bucket)), rig.body(rig.ref("d/a", bucket))) == (before, b"first")
    (entry,) = versions(rig, bucket, "d/a")
    assert entry.is_latest


def test_an_object_that_is_there_is_not_undeleted(rig: SuiteFixture) -> None:
    bucket = rig.versioned()
    rig.put("a", b"1", bucket=bucket)
    rig.put("a", b"2", bucket=bucket)
    (row,) = rig.run(DeleteRequest(rig.ref("a", bucket), JobKind.UNDELETE))
    assert row.refused is not None
    assert (row.state, row.refused.reason) == (State.REFUSED, Reason.STILL_THERE)
    assert rig.body(rig.ref("a", bucket)) == b"2"
    assert len(versions(rig, bucket, "a")) == 2


def test_a_name_that_begins_like_another_is_undeleted_by_itself(rig: SuiteFixture) -> None:
    bucket = rig.versioned()
    for key in ("a", "a.txt", "a/b"):
        rig.put(key, key.encode(), bucket=bucket)
    rig.done(DeleteRequest(rig.ref("a", bucket)))
    rig.done(DeleteRequest(rig.ref("a.txt", bucket)))
    rig.done(DeleteRequest(rig.ref("a", bucket), JobKind.UNDELETE))
    assert (is_there(rig, rig.ref("a", bucket)), is_there(rig, rig.ref("a.txt", bucket))) == (True, False)


@pytest.mark.parametrize("mode", ["simple", "parts"])
def test_an_old_version_is_brought_back_with_all_that_belongs_to_it(rig: SuiteFixture, mode: str) -> None:
    bucket = rig.versioned()
    body = rig.film_bytes if mode == "parts" else b"old"
    part_size = rig.part_size if mode == "parts" else None
    if mode == "parts":
        rig.skip_without("acl_of_parts")
    old = rig.put("a", body, bucket=bucket, props=rig.rich())
    before = rig.look(old.ref)
    rig.put("a", b"new", bucket=bucket, props=Props(user={"n": "new"}))
    assert old.ref.version is not None
    options = Options(part_size, OnExisting.OVERWRITE)
    row = rig.done(CopyRequest(old.ref, rig.ref("a", bucket), options))
    assert (row.mode, row.verified) == (mode, rig.level(mode))
    assert rig.body(rig.ref("a", bucket)) == body
    assert rig.look(rig.ref("a", bucket)) == before
    assert len(versions(rig, bucket, "a")) == 3


def test_one_version_is_deleted_for_good_and_the_others_stay(rig: SuiteFixture) -> None:
    bucket = rig.versioned()
    first, second, third = (rig.put("a", body, bucket=bucket).ref for body in (b"1", b"2", b"3"))
    rig.done(DeleteRequest(second))
    assert [entry.version for entry in versions(rig, bucket, "a")] == [third.version, first.version]
    assert rig.body(rig.ref("a", bucket)) == b"3"
    assert not rig.engine.can_undo(rig.engine.history(limit=1)[0].id)


def test_several_versions_are_deleted_in_one_request(rig: SuiteFixture) -> None:
    bucket = rig.versioned()
    refs = [rig.put("a", body, bucket=bucket).ref for body in (b"1", b"2", b"3")]
    posts = rig.tap.count("POST")
    batch = ListRequest(rig.ref("", bucket), rig.ref("", bucket), JobKind.DELETE)
    rows = rig.run(batch, *(DeleteRequest(ref) for ref in refs[:2]))
    assert [row.state for row in rows] == [State.DONE] * 2
    assert [entry.version for entry in versions(rig, bucket, "a")] == [refs[2].version]
    assert rig.tap.count("POST") - posts == 1


def test_a_rename_among_versions_leaves_the_history_behind_a_marker_and_goes_back(rig: SuiteFixture) -> None:
    bucket = rig.versioned()
    rig.put("a", b"1", bucket=bucket)
    rig.put("a", b"2", bucket=bucket, props=rig.rich())
    before = rig.look(rig.ref("a", bucket))
    rig.done(CopyRequest(rig.ref("a", bucket), rig.ref("b", bucket), kind=JobKind.RENAME))
    assert rig.keys(bucket) == ["b"]
    assert rig.look(rig.ref("b", bucket)) == before
    marker, *older = versions(rig, bucket, "a")
    assert (marker.is_marker, len(older)) == (True, 2)
    assert rig.undo()[0].state is State.DONE
    assert (rig.keys(bucket), rig.body(rig.ref("a", bucket))) == (["a"], b"2")
    assert rig.look(rig.ref("a", bucket)) == before


def test_an_edit_among_versions_makes_a_new_one_and_keeps_the_old(rig: SuiteFixture) -> None:
    bucket = rig.versioned()
    ref = rig.ref("a", bucket)
    old = rig.put("a", b"1", bucket=bucket, props=Props(user={"n": "1"}))
    rig.done(CopyRequest(ref, ref, kind=JobKind.EDIT, edit=Edit(user={"n": "2"})))
    assert rig.look(ref).user == {"n": "2"}
    assert rig.call(HeadObject(old.ref)).props.user == {"n": "1"}
    assert rig.undo()[0].state is State.DONE
    assert rig.look(ref).user == {"n": "1"}
