"""Properties as algebra: an edit can be worked out and taken back, and a report overlooks no loss."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from string import ascii_lowercase
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from core.model.jobs import Fate, Note, PartPlan, SimplePlan
from core.model.requests import CopyRequest, Edit, Options
from core.model.values import (
    CONTENT_HEADERS,
    REDIRECT,
    Encryption,
    ObjectInfo,
    ObjectKind,
    ObjectRef,
    Props,
    Seen,
    Sight,
    known,
)
from core.rules.props import (
    difference,
    differences,
    edited,
    foreseen,
    is_described_anew,
    is_foreign,
    is_usual_acl,
    keeps_source,
    touches_bytes,
)
from core.rules.props import report as report_of

REF = ObjectRef("a", "b", "k")
CLASSES = ("Standard", "IA", "Archive")
ACLS = ("default", "private", "public-read", "public-read-write")

values = st.text(st.characters(min_codepoint=32, max_codepoint=0x6FFF), min_size=1, max_size=6)
headers = st.dictionaries(st.sampled_from(CONTENT_HEADERS), values)
user = st.dictionaries(st.text(ascii_lowercase + "-", min_size=1, max_size=4), values, max_size=4)
tags = st.dictionaries(st.text(min_size=1, max_size=4), st.text(max_size=4), max_size=4)
ciphers = st.builds(Encryption, st.sampled_from(["", "AES256", "KMS"]), st.sampled_from(["", "key-1", "key-2"]))
whole = st.builds(
    Props,
    headers=headers,
    user=user,
    tags=tags.map(known),
    acl=st.sampled_from(ACLS).map(known),
    storage_class=st.sampled_from(CLASSES),
    encryption=ciphers.map(known),
)


def changes(names: st.SearchStrategy[str], to: st.SearchStrategy[str]) -> st.SearchStrategy[dict[str, str | None]]:
    return st.dictionaries(names, st.none() | to, max_size=4)


edits = st.builds(
    Edit,
    headers=changes(st.sampled_from(CONTENT_HEADERS), values),
    user=changes(st.text(ascii_lowercase + "-", min_size=1, max_size=4), values),
    tags=changes(st.text(min_size=1, max_size=4), st.text(max_size=4)),
    clear_user=st.booleans(),
    clear_tags=st.booleans(),
    acl=st.none() | st.sampled_from(ACLS),
    storage_class=st.none() | st.sampled_from(CLASSES),
    encryption=st.none() | ciphers,
)


def info(props: Props, *, tag_count: int | None = None) -> ObjectInfo:
    return ObjectInfo(REF, 1, "E", tag_count=tag_count, props=props)


def report(source: ObjectInfo, wanted: Props, found: ObjectInfo, usual: str = "default") -> tuple[Note, ...]:
    return report_of(source, wanted, found, usual_acl=usual)


def lost(source: Props, found: Props) -> set[str]:
    """What a report calls lost of a copy that should be as its source."""
    return {note.name for note in report(info(source), source, info(found)) if note.fate is Fate.LOST}


# ---------------------------------------------------------------- edits and their way back


@given(whole, whole)
def test_the_difference_of_two_objects_turns_the_one_into_the_other(one: Props, other: Props) -> None:
    there = edited(one, difference(one, other))
    assert replace(there, encryption=other.encryption) == other  # no edit is about encryption
    assert difference(there, other).is_empty


@given(whole, edits)
def test_every_edit_can_be_taken_back_by_the_difference(before: Props, edit: Edit) -> None:
    after = edited(before, edit)
    assert edited(after, difference(after, before)) == before


@given(whole, edits)
def test_an_edit_that_was_made_already_changes_nothing(before: Props, edit: Edit) -> None:
    after = edited(before, edit)
    assert edited(after, edit) == after
    assert difference(after, edited(after, edit)).is_empty


@given(whole)
def test_an_empty_edit_changes_nothing_and_nothing_differs_from_itself(props: Props) -> None:
    assert edited(props, Edit()) == props
    assert difference(props, props).is_empty


@given(whole, edits)
def test_what_an_edit_does_not_name_stays(before: Props, edit: Edit) -> None:
    after = edited(before, edit)
    assert {n: v for n, v in after.headers.items() if n not in edit.headers} == {
        n: v for n, v in before.headers.items() if n not in edit.headers
    }
    for kept, now, then, named in (
        (not edit.clear_user, after.user, before.user, edit.user),
        (not edit.clear_tags, after.tags.value or {}, before.tags.value or {}, edit.tags),
    ):
        others = {name: value for name, value in then.items() if name not in named}
        assert {name: value for name, value in now.items() if name not in named} == (others if kept else {})
    assert edit.encryption is not None or after.encryption == before.encryption
    assert edit.acl is not None or after.acl == before.acl
    assert edit.storage_class is not None or after.storage_class == before.storage_class


def test_clearing_removes_all_that_is_not_named_and_a_named_none_removes_one() -> None:
    props = Props(user={"a": "1", "b": "2"}, tags=known({"s": "1", "t": "2"}))
    assert edited(props, Edit(clear_user=True, user={"c": "3"})).user == {"c": "3"}
    assert edited(props, Edit(user={"a": None, "never": None})).user == {"b": "2"}
    assert edited(props, Edit(clear_tags=True)).tags == known({})
    assert edited(props, Edit(clear_tags=True, tags={"n": "3", "s": None})).tags == known({"n": "3"})
    assert edited(props, Edit(tags={"s": None})).tags == known({"t": "2"})


@given(st.sampled_from([Seen(), Seen(None, Sight.DENIED)]), edits)
def test_tags_that_cannot_be_read_become_known_only_when_all_of_them_are_given(unread: Seen[Any], edit: Edit) -> None:
    after = edited(Props(tags=unread), edit).tags
    if edit.clear_tags:
        assert after == known({name: value for name, value in edit.tags.items() if value is not None})
    else:
        assert after == unread


@given(whole, whole, st.sampled_from(["tags", "acl"]), st.booleans())
def test_no_way_back_is_worked_out_for_what_one_side_does_not_know(
    one: Props, other: Props, name: str, here: bool
) -> None:
    unread: Any = Seen(None, Sight.DENIED)
    now = replace(one, **{name: unread}) if here else one
    then = other if here else replace(other, **{name: unread})
    assert getattr(difference(now, then), name) in ({}, None)


def test_a_class_that_a_store_does_not_tell_is_not_gone_back_to() -> None:
    assert difference(Props(storage_class="IA"), Props(storage_class="")).storage_class is None


def test_a_private_object_is_not_as_good_as_one_with_the_buckets_own_acl() -> None:
    """In a public bucket "default" is public and "private" is not (OSS and COS: object ACLs)."""
    own, closed = Props(acl=known("default")), Props(acl=known("private"))
    assert difference(own, closed).acl == "private"
    assert difference(closed, own).acl == "default"


# ---------------------------------------------------------------- what a change needs


@given(edits)
def test_only_tags_and_the_acl_are_set_without_a_copy(edit: Edit) -> None:
    placed = edit.storage_class is not None or edit.encryption is not None
    in_place = not (edit.headers or edit.user or edit.clear_user or placed)
    assert touches_bytes(edit) is not in_place


@given(edits)
def test_a_store_may_carry_everything_unless_headers_metadata_or_tags_change(edit: Edit) -> None:
    described = bool(edit.headers or edit.user or edit.tags or edit.clear_user or edit.clear_tags)
    assert is_described_anew(edit) is described


@given(edits)
def test_an_edit_is_empty_when_it_asks_for_nothing(edit: Edit) -> None:
    asks = touches_bytes(edit) or is_described_anew(edit) or edit.acl is not None
    assert edit.is_empty is not asks


# ---------------------------------------------------------------- the report


@given(whole)
def test_a_copy_that_is_the_same_has_nothing_to_report(props: Props) -> None:
    assert report(info(props), props, info(props)) == ()


@given(whole, edits)
def test_a_copy_that_is_as_wished_reports_the_changes_and_no_loss(before: Props, edit: Edit) -> None:
    after = edited(before, edit)
    notes = report(info(before), after, info(after))
    assert {note.fate for note in notes} <= {Fate.CHANGED}
    untyped = replace(before, headers=typed(before.headers)), replace(after, headers=typed(after.headers))
    assert bool(notes) is not difference(*untyped).is_empty


def typed(shown: Mapping[str, str]) -> dict[str, str]:
    return {"content-type": "application/octet-stream", **shown}


@given(whole, whole)
def test_every_difference_from_what_was_wanted_is_reported_as_lost_by_its_name(source: Props, found: Props) -> None:
    expected = {name for name in source.headers if typed(source.headers)[name] != typed(found.headers).get(name, "")}
    expected |= {f"x-meta {name}" for name, value in source.user.items() if found.user.get(name) != value}
    expected |= {"tags"} if source.tags != found.tags else set()
    expected |= {"acl"} if source.acl != found.acl else set()
    expected |= {"storage-class"} if source.storage_class != found.storage_class else set()
    cipher, other = source.encryption.value, found.encryption.value
    assert cipher is not None
    expected |= {"encryption"} if (cipher.algorithm or cipher.key_id) and cipher != other else set()
    assert lost(source, found) == expected


@given(whole, st.data())
def test_one_property_that_is_missing_is_the_one_that_is_reported(props: Props, data: st.DataObject) -> None:
    names = [*(f"x-meta {name}" for name in props.user), *(name for name in props.headers if name != "content-type")]
    assume(names)
    name = data.draw(st.sampled_from(names))
    bare = name.removeprefix("x-meta ") if name.startswith("x-meta ") else name
    group = "user" if name.startswith("x-meta ") else "headers"
    kept = {key: value for key, value in getattr(props, group).items() if key != bare}
    fewer: dict[str, Any] = {group: kept}
    found = replace(props, **fewer)
    notes = report(info(props), props, info(found))
    assert notes == (Note(name, Fate.LOST, getattr(props, group)[bare], ""),)


@pytest.mark.parametrize("shown", [{}, {"content-type": "application/octet-stream"}])
@pytest.mark.parametrize("had", [{}, {"content-type": "application/octet-stream"}])
def test_no_type_and_the_type_that_says_nothing_are_the_same(had: dict[str, str], shown: dict[str, str]) -> None:
    assert lost(Props(headers=had), Props(headers=shown)) == set()


def test_another_type_in_the_place_of_none_and_none_in_the_place_of_one_are_told() -> None:
    html = Props(headers={"content-type": "text/html"})
    assert lost(html, Props()) == {"content-type"}
    assert report(info(Props()), html, info(html)) == (
        Note("content-type", Fate.CHANGED, "application/octet-stream", "text/html"),
    )


@pytest.mark.parametrize("usual", ["default", "private"])
def test_no_word_and_the_stores_word_for_the_usual_acl_are_the_same(usual: str) -> None:
    assert is_usual_acl("", usual)
    assert is_usual_acl(None, usual)
    assert is_usual_acl(usual, usual)
    assert not is_usual_acl("public-read", usual)
    for one, other in (("", usual), (usual, "")):
        source = Props(acl=known(one))
        assert report(info(source), source, info(Props(acl=known(other))), usual) == ()


def test_a_public_object_that_became_private_and_a_private_one_that_became_public_are_told() -> None:
    public, private = Props(acl=known("public-read")), Props(acl=known("private"))
    assert lost(public, private) == lost(private, public) == {"acl"}
    assert lost(private, Props(acl=known("default"))) == {"acl"}  # the bucket may be public


def test_the_usual_acl_of_a_new_object_needs_no_look_and_any_other_does() -> None:
    usual, private = Props(acl=known("default")), Props(acl=known("private"))
    assert report(info(usual), usual, info(Props())) == ()
    assert report(info(private), private, info(Props())) == (Note("acl", Fate.UNREAD, "private", "private"),)
    assert report(info(private), private, info(Props()), usual="private") == ()


@pytest.mark.parametrize("found", [{"a": "=b"}, {"a": "1", "b": "2"}])
def test_tags_that_only_look_the_same_in_one_line_are_not_taken_for_the_same(found: dict[str, str]) -> None:
    source = {"a=": "b"} if found == {"a": "=b"} else {"a": "1, b=2"}
    assert lost(Props(tags=known(source)), Props(tags=known(found))) == {"tags"}


def test_what_may_not_be_read_is_reported_as_unread_and_not_as_kept() -> None:
    denied = Props(tags=Seen(None, Sight.DENIED), acl=Seen(None, Sight.DENIED))
    notes = report(info(denied), denied, info(Props()))
    assert [(note.name, note.fate) for note in notes] == [("tags", Fate.UNREAD), ("acl", Fate.UNREAD)]


@pytest.mark.parametrize("after", [0, None])
def test_tags_that_only_their_number_shows_are_lost_where_the_target_shows_none(after: int | None) -> None:
    """S3 sends no number for an object without tags (API_HeadObject, x-amz-tagging-count)."""
    source = Props(tags=Seen(None, Sight.DENIED))
    notes = report(info(source, tag_count=2), source, info(Props(), tag_count=after))
    assert notes == (Note("tags", Fate.LOST),)


def test_tags_that_cannot_be_read_are_known_to_be_kept_where_their_number_is_the_same() -> None:
    source = Props(tags=Seen(None, Sight.DENIED))
    assert report(info(source, tag_count=2), source, info(Props(), tag_count=2)) == ()
    assert report(info(source, tag_count=2), source, info(Props(), tag_count=1)) == (Note("tags", Fate.UNREAD),)


@pytest.mark.parametrize(
    ("denied", "count", "way", "after"),
    [
        (set(), None, "one call", None),
        (set(), 2, "parts", 2),
        ({"acl"}, None, "parts", None),
        ({"acl"}, None, "one call", None),
        ({"tags"}, 2, "one call", 2),
        ({"tags"}, 2, "parts", None),
        ({"tags"}, None, "one call", None),
        ({"acl", "tags"}, None, "parts", None),
        ({"acl", "tags"}, 2, "parts", 0),
    ],
)
def test_what_will_not_be_known_of_a_copy_is_foreseen(
    denied: set[str], count: int | None, way: str, after: int | None
) -> None:
    plan = SimplePlan() if way == "one call" else PartPlan(1, 1, 1)
    props = Props(tags=known({"a": "1", "b": "2"}), acl=known("default"))
    unseen: dict[str, Any] = {name: Seen(None, Sight.DENIED) for name in denied}
    hidden = replace(props, **unseen)
    source, found = info(hidden, tag_count=count), info(props, tag_count=after)
    foretold = tuple(foreseen(CopyRequest(REF, REF), source, plan))
    assert foretold == report(source, hidden, found)
    assert {note.name for note in foretold} <= denied


def test_a_copy_that_cannot_be_appended_to_any_more_has_lost_that() -> None:
    source = replace(info(Props(acl=known("default"))), kind=ObjectKind.APPENDABLE)
    lost = (Note("appendable", Fate.LOST),)
    assert report(source, source.props, replace(source, kind=ObjectKind.NORMAL)) == lost
    assert report(source, source.props, source) == ()
    assert tuple(foreseen(CopyRequest(REF, REF), source, SimplePlan())) == lost


def test_what_no_copy_has_is_foreseen_and_keeps_the_source() -> None:
    source = info(Props(acl=known("default"), others={"object-lock-mode": "COMPLIANCE", "missing-meta": "2"}))
    whole = tuple(foreseen(CopyRequest(REF, REF), source, SimplePlan()))
    assert [note.name for note in whole] == ["object-lock-mode"]
    assert keeps_source(whole, Options(unread=True))
    parts = foreseen(CopyRequest(REF, REF), source, PartPlan(1, 1, 1))
    assert [note.name for note in parts] == ["missing-meta", "object-lock-mode"]


@pytest.mark.parametrize(
    ("fate", "keeps", "keeps_all_the_same"),
    [(Fate.CHANGED, False, False), (Fate.UNREAD, True, False), (Fate.LOST, True, True)],
)
def test_only_what_is_not_known_to_be_lost_may_be_given_up(
    fate: Fate, *, keeps: bool, keeps_all_the_same: bool
) -> None:
    notes = [Note("content-type", Fate.CHANGED), Note("acl", fate)]
    assert keeps_source(notes, Options()) is keeps
    assert keeps_source(notes, Options(unread=True)) is keeps_all_the_same


def test_a_target_whose_acl_or_tags_cannot_be_read_back_is_said_to_be_unread() -> None:
    source = Props(tags=known({"a": "b"}), acl=known("public-read"))
    notes = report(info(source), source, info(Props(tags=Seen(None, Sight.DENIED))))
    assert [(note.name, note.fate, note.before) for note in notes] == [
        ("tags", Fate.UNREAD, "a=b"),
        ("acl", Fate.UNREAD, "public-read"),
    ]


@pytest.mark.parametrize(
    "shown", ["=?UTF-8?B?5rih6Ii5?=", "=?utf-8?q?=E6=B8=A1=E8=88=B9?=", "=?UTF-8?B?5rih?= =?UTF-8?B?6Ii5?="]
)
def test_metadata_that_a_store_shows_as_encoded_words_is_as_it_was_wanted(shown: str) -> None:
    """Amazon S3 User Guide, "Working with object metadata": RFC 2047."""
    typed_in = Props(user={"title": "\u6e21\u8239"})
    assert lost(typed_in, Props(user={"title": shown})) == set()
    assert lost(typed_in, Props(user={"title": "=?UTF-8?B?5rih?="})) == {"x-meta title"}
    assert lost(typed_in, Props(user={"title": "=?UTF-8?B?!?="})) == {"x-meta title"}
    assert lost(typed_in, Props(user={"title": "=?no-such?B?5rih?="})) == {"x-meta title"}


def test_what_no_copy_carries_is_lost_where_the_target_does_not_show_the_same() -> None:
    locked = Props(others={"object-lock-mode": "COMPLIANCE", "missing-meta": "2"})
    assert lost(locked, Props()) == {"object-lock-mode", "missing-meta"}
    assert lost(locked, replace(locked, others={**locked.others, "missing-meta": "1"})) == {"missing-meta"}
    assert report(info(locked), locked, info(locked)) == ()


def test_a_bucket_that_locks_what_was_free_takes_nothing_away() -> None:
    assert report(info(Props()), Props(), info(Props(others={"object-lock-mode": "GOVERNANCE"}))) == ()


def test_an_edit_and_its_way_back_keep_the_redirect_of_a_website() -> None:
    before = Props(headers={"content-type": "a/b", REDIRECT: "/b"})
    after = edited(before, Edit(headers={"content-type": None}))
    assert after.headers == {REDIRECT: "/b"}
    assert lost(before, Props(headers={"content-type": "a/b"})) == {REDIRECT}
    assert edited(Props(), difference(Props(), before)).headers == before.headers


def test_a_bucket_that_encrypts_what_was_plain_takes_nothing_away() -> None:
    plain, sealed = Props(encryption=known(Encryption(""))), Props(encryption=known(Encryption("AES256")))
    assert lost(plain, sealed) == set()
    assert lost(sealed, plain) == {"encryption"}
    other_key = Props(encryption=known(Encryption("KMS", "mine")))
    assert lost(other_key, Props(encryption=known(Encryption("KMS", "theirs")))) == {"encryption"}


@pytest.mark.parametrize(
    ("found", "foreign"),
    [
        (Props(user={"a": "1"}), False),
        (Props(user={"a": "2", "b": "3"}), False),
        (Props(user={"a": "=?UTF-8?Q?2?="}), False),
        (Props(headers={"content-type": "binary/octet-stream"}), False),
        (Props(user={"a": "9"}), True),
        (Props(user={"c": "1"}), True),
        (Props(headers={"content-type": "text/theirs"}), True),
        (Props(tags=known({"t": "9"})), True),
    ],
)
def test_what_an_edited_object_neither_had_nor_should_get_is_somebody_elses(found: Props, *, foreign: bool) -> None:
    before = Props(headers={"content-type": "a/b"}, user={"a": "1"}, tags=known({"t": "1"}))
    wanted = replace(before, user={"a": "2", "b": "3"})
    assert is_foreign(before, wanted, found) is foreign


def test_an_object_differs_from_what_it_was_also_by_what_it_has_besides() -> None:
    before = ObjectInfo(ObjectRef("a", "b", "k"), 1, "E", props=Props(user={"old": "1", "same": "x"}))
    found = replace(before, props=Props(user={"new": "2", "same": "x"}))
    notes = differences(before, found, usual_acl="private")
    assert {(note.name, note.fate, note.before, note.after) for note in notes} == {
        ("x-meta old", Fate.LOST, "1", ""),
        ("x-meta new", Fate.LOST, "", "2"),
    }


ARN = "arn:aws:kms:eu-west-1:111122223333:key/1234"


@pytest.mark.parametrize(
    ("asked", "shown", "is_so"),
    [
        (Encryption("aws:kms"), Encryption("aws:kms", ARN), True),
        (Encryption("aws:kms", "1234"), Encryption("aws:kms", ARN), True),
        (Encryption("aws:kms", "alias/mine"), Encryption("aws:kms", ARN), True),
        (Encryption("aws:kms", "5678"), Encryption("aws:kms", ARN), False),
        (Encryption("aws:kms"), Encryption("AES256"), False),
        (Encryption(""), Encryption("AES256"), True),
    ],
)
def test_an_encryption_that_was_asked_for_is_known_by_any_of_its_key_s_names(
    asked: Encryption, shown: Encryption, *, is_so: bool
) -> None:
    source = Props(encryption=known(Encryption("KMS", "old")))
    wanted = edited(source, Edit(encryption=asked))
    (note,) = report(info(source), wanted, info(Props(encryption=known(shown))))
    assert (note.name, note.fate) == ("encryption", Fate.CHANGED if is_so else Fate.LOST)


def test_the_bucket_key_of_kms_goes_with_the_encryption_that_it_belongs_to() -> None:
    name = "x-amz-server-side-encryption-bucket-key-enabled"
    before = Props(encryption=known(Encryption("aws:kms")), others={name: "true", "x-amz-new": "1"})
    assert edited(before, Edit(acl="private")).others == before.others
    after = edited(before, Edit(encryption=Encryption("AES256")))
    assert after.others == {"x-amz-new": "1"}
    assert {note.name for note in report(info(before), after, info(after))} == {"encryption"}
