"""The editor without its widgets: what is asked for, what it changes, what is wrong with it, and what it takes."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.model.jobs import PartPlan, Plan, Reason, Refused, RestorePlan, SetPlan, SimplePlan, Skipped
from core.model.requests import CopyRequest, Edit, JobKind, PrefixRequest
from core.model.values import CONTENT_HEADERS, REDIRECT, Expected, ObjectInfo, Props, Seen, Sight, known
from core.rules.props import Change, PropKind, edited
from core.rules.providers import provider
from gui.editor import text as editor_text
from gui.editor import validation as editor_rules
from gui.editor.model import Choices, ManyForm, ObjectForm, Row, Way, difference, edit_requests
from gui.editor.validation import WHOLE
from gui.text.place import Item, ItemKind
from tests.gui.queue_fixture import quiet, ref  # noqa: F401

OSS = provider("oss")
LIMITS = OSS.limits
PROPS = Props(
    {"content-type": "video/mp4", "expires": "0", "cache-control": "no-cache"},
    {"camera": "x100", "title": "渡船"},
    known({"project": " a b "}),
    known("private"),
    "IA",
)
INFO = ObjectInfo(ref("a"), 6 << 30, "E", 1_700_000_000.7, props=PROPS)
CHOICES = Choices(("default", "private", "public-read"), OSS.storage_classes, LIMITS, "")


def signs(plan: Plan, edit: Edit | None = None, choices: Choices = CHOICES, info: ObjectInfo = INFO) -> str:
    """All sentences about a plan."""
    edit = edit or Edit(headers={"content-type": "a/b"})
    return " ".join(remark.text for remark in editor_text.remarks(plan, edit, info, choices))


def with_class(name: str) -> ObjectInfo:
    return replace(INFO, props=replace(PROPS, storage_class=name))


# ---------------------------------------------------------------- forms and changes


def test_fields_that_nobody_touched_ask_for_nothing() -> None:
    assert ObjectForm.of(PROPS).edit(PROPS).is_empty


_text = st.text(st.characters(codec="utf-8", min_codepoint=32), max_size=12)
_names = st.from_regex(r"[a-z0-9-]{1,8}", fullmatch=True)
_props = st.builds(
    Props,
    st.dictionaries(st.sampled_from(CONTENT_HEADERS), _text.map(str.strip)),  # HTTP has no outer spaces in a value
    st.dictionaries(_names, _text),
    st.one_of(st.just(Seen(None, Sight.DENIED)), st.dictionaries(_text.filter(str.strip), _text).map(known)),
    st.one_of(st.just(Seen()), st.sampled_from(("default", "private")).map(known)),
    st.sampled_from(("", "IA", "Standard")),
)


@given(_props)
def test_no_object_is_changed_by_reading_it_into_the_fields(props: Props) -> None:
    assert ObjectForm.of(props).edit(props).is_empty


@given(_props)
def test_what_is_asked_for_survives_that_the_object_is_read_again(props: Props) -> None:
    """Somebody else changes the object meanwhile: the wish is laid over what is there then."""
    edit = Edit({"cache-control": "no-store"}, {"owner": "li", "camera": None}, {"t": "1"}, acl="public-read")
    wish = edit if props.tags.is_known else replace(edit, tags={})
    again = ObjectForm.of(props, wish).edit(props)
    assert difference(props, again) == difference(props, wish)


def test_an_emptied_header_is_removed_and_a_new_value_is_set() -> None:
    form = ObjectForm.of(PROPS)
    headers = {**form.headers, "cache-control": " ", "content-language": " pt "}
    edit = replace(form, headers=headers).edit(PROPS)
    assert edit.headers == {"cache-control": None, "content-language": "pt"}


def test_the_redirect_of_a_website_has_no_field_and_is_kept() -> None:
    props = replace(PROPS, headers={**PROPS.headers, REDIRECT: "/b"})
    fields = dict.fromkeys(CONTENT_HEADERS, "") | {"content-type": "text/new"}
    edit = replace(ObjectForm.of(props), headers=fields).edit(props)
    assert REDIRECT not in edit.headers
    assert edited(props, edit).headers == {"content-type": "text/new", REDIRECT: "/b"}


def test_a_row_that_is_gone_removes_and_names_go_in_lower_case() -> None:
    form = replace(ObjectForm.of(PROPS), user=(Row("Camera", "x200"), Row("", "")))
    assert form.edit(PROPS).user == {"camera": "x200", "title": None}


def test_tags_that_were_not_read_are_not_touched() -> None:
    unread = replace(PROPS, tags=Seen(None, Sight.DENIED))
    form = ObjectForm.of(unread)
    assert form.tags is None
    assert form.edit(unread).tags == {}


def test_choosing_what_the_object_has_changes_nothing() -> None:
    form = replace(ObjectForm.of(PROPS), acl="private", storage_class="IA")
    assert form.edit(PROPS).is_empty


def test_of_many_only_what_is_named_is_touched() -> None:
    headers = {
        "content-type": Row("content-type", "", Way.KEEP),
        "cache-control": Row("cache-control", "no-store"),
        "expires": Row("expires", "typed before", Way.REMOVE),
    }
    form = ManyForm(headers, (Row("Owner", "li"), Row("camera", "typed", Way.REMOVE)), clear_tags=True)
    assert form.edit() == Edit(
        {"cache-control": "no-store", "expires": None}, {"owner": "li", "camera": None}, clear_tags=True
    )
    assert ManyForm().edit().is_empty


def test_the_difference_names_each_property_with_old_and_new() -> None:
    edit = Edit(
        {"content-type": "video/mp4", "expires": None},
        {"title": "Ferry"},
        clear_user=True,
        clear_tags=True,
        acl="public-read",
        storage_class="Standard",
    )
    assert difference(PROPS, edit) == (
        Change(PropKind.HEADER, "expires", "0", None),
        Change(PropKind.USER, "camera", "x100", None),
        Change(PropKind.USER, "title", "渡船", "Ferry"),
        Change(PropKind.TAG, "project", " a b ", None),
        Change(PropKind.ACL, "", "private", "public-read"),
        Change(PropKind.CLASS, "", "IA", "Standard"),
    )


def test_what_was_not_readable_is_shown_as_such_and_not_as_missing() -> None:
    unread = replace(PROPS, tags=Seen(None, Sight.DENIED), acl=Seen(None, Sight.DENIED))
    changes = difference(unread, Edit(tags={"t": "1"}, clear_tags=True, acl="private"))
    assert [(editor_text.title(each), editor_text.before(each), editor_text.after(each)) for each in changes] == [
        ("Tags", "(not readable)", "(none)"),
        ("Tag t", "(none)", "1"),
        ("ACL", "(not readable)", "private"),
    ]


def test_a_tag_cannot_be_set_among_others_that_are_not_known() -> None:
    (change,) = difference(replace(PROPS, tags=Seen()), Edit(tags={"t": "1"}))
    assert editor_text.after(change) == "(stays as it is)"


def test_a_new_acl_is_not_said_to_leave_the_date_as_it_is() -> None:
    for edit in (Edit(acl="private"), Edit(acl="private", clear_tags=True)):
        (about_one,) = editor_text.remarks(SetPlan(), edit, INFO, CHOICES)
        (about_many,) = editor_text.many(edit, CHOICES)
        for said in (about_one.text, about_many.text):
            assert "the bytes stay as they are" in said
            assert "A new ACL may change the date" in said


def test_of_many_it_is_said_whether_they_are_copied() -> None:
    said = [" ".join(each.text for each in editor_text.many(edit, CHOICES)) for edit in (Edit(clear_tags=True), Edit())]
    assert "set directly" in said[0]
    assert said[1] == ""
    (copied,) = editor_text.many(Edit(clear_user=True), CHOICES)
    assert "new date" in copied.text


# ---------------------------------------------------------------- rules


@pytest.mark.parametrize(
    ("name", "good", "bad"),
    [
        ("content-type", "text/html; charset=utf-8", "html"),
        ("content-encoding", "gzip, br", "g zip"),
        ("content-language", "en-GB, zh-CN", "Eng lish"),
        ("expires", "Fri, 01 Jan 2027 00:00:00 GMT", "Mon, 01 Jan 2027 00:00:00 GMT"),
        ("cache-control", "max-age=1", "a\nb"),
        ("content-disposition", 'attachment; filename="é.pdf"', "a\x00b"),
    ],
)
def test_a_header_is_judged_by_its_own_rule(name: str, good: str, bad: str) -> None:
    assert editor_rules.header(name, good) == ""
    assert editor_rules.header(name, bad)


@pytest.mark.parametrize("name", editor_rules.EXAMPLES)
def test_the_examples_are_right_themselves(name: str) -> None:
    assert editor_rules.header(name, editor_rules.EXAMPLES[name]) == ""


@pytest.mark.parametrize("offered", editor_rules.TYPES)
def test_every_content_type_on_offer_is_one(offered: str) -> None:
    assert editor_rules.header("content-type", offered) == ""


def test_a_content_type_is_never_missing() -> None:
    assert "always" in editor_rules.header("content-type", "")
    assert editor_rules.header("expires", "") == ""


@pytest.mark.parametrize(
    ("typed", "right"),
    [
        ("2027-01-01", "Fri, 01 Jan 2027 00:00:00 GMT"),
        ("2027-01-01T08:00:00+08:00", "Fri, 01 Jan 2027 00:00:00 GMT"),
        ("1 Jan 2027 12:30:00 +0100", "Fri, 01 Jan 2027 11:30:00 GMT"),
        ("Mon, 01 Jan 2027 00:00:00 GMT", "Fri, 01 Jan 2027 00:00:00 GMT"),
        ("tomorrow", ""),
        ("", ""),
        ("0001-01-01T00:00:00+14:00", ""),
    ],
)
def test_a_date_is_understood_in_more_forms_than_one(typed: str, right: str) -> None:
    assert editor_rules.http_date(typed) == right


def test_what_an_object_has_is_never_wrong_however_odd() -> None:
    odd = replace(PROPS, user={"odd name": "\x01"}, tags=known({"weiß!": "?"}))
    assert editor_rules.of_object(ObjectForm.of(odd), odd, LIMITS) == {}


def test_each_wrong_field_of_an_object_has_a_sentence() -> None:
    form = replace(
        ObjectForm.of(PROPS),
        headers={"content-type": "", "expires": "soon"},
        user=(Row("a b", "1"), Row("x", "1"), Row("X", "2"), Row("", "nameless"), Row("y", " "), Row("", "")),
        tags=(Row("t!", "1"), Row("u", "\x07")),
    )
    found = editor_rules.of_object(form, PROPS, LIMITS)
    assert set(found) == {
        (PropKind.HEADER, "content-type"),
        (PropKind.HEADER, "expires"),
        *((PropKind.USER, at) for at in range(5)),
        (PropKind.TAG, 0),
        (PropKind.TAG, 1),
    }
    assert "twice" in found[PropKind.USER, 1]
    assert "Fri, 01 Jan 2027" in found[PropKind.HEADER, "expires"]


def test_more_tags_or_metadata_than_the_store_allows_are_told_at_once() -> None:
    tags = tuple(Row(f"t{n}", "1") for n in range(LIMITS.tags_max + 1))
    big = (Row("big", "x" * LIMITS.user_metadata_max),)
    found = editor_rules.of_object(replace(ObjectForm.of(PROPS), tags=tags, user=big), PROPS, LIMITS)
    assert set(found) == {(PropKind.TAG, WHOLE), (PropKind.USER, WHOLE)}
    assert set(editor_rules.of_many(ManyForm(tags=tags, user=big), LIMITS)) == set(found)


def test_of_many_a_value_is_only_asked_for_where_one_is_set() -> None:
    headers = {
        "content-type": Row("content-type", ""),
        "cache-control": Row("cache-control", " "),
        "content-language": Row("content-language", "not a language", Way.KEEP),
        "expires": Row("expires", "never", Way.REMOVE),
    }
    form = ManyForm(headers, (Row("a", "", Way.REMOVE), Row("b", "")))
    found = editor_rules.of_many(form, LIMITS)
    assert set(found) == {(PropKind.HEADER, "content-type"), (PropKind.HEADER, "cache-control"), (PropKind.USER, 1)}
    assert "Remove" not in found[PropKind.HEADER, "content-type"]  # it cannot be removed


# ---------------------------------------------------------------- what it takes


def test_tags_alone_are_said_to_be_set_without_a_copy() -> None:
    said = signs(SetPlan(), Edit(tags={"a": "b"}))
    assert "set directly" in said
    assert "date stay" in said
    assert "ACL" not in said
    assert "fee" not in said


def test_a_copy_onto_itself_says_that_the_date_changes() -> None:
    assert "new date" in signs(SimplePlan())


def test_a_copy_in_parts_says_that_all_bytes_are_written_again() -> None:
    said = signs(PartPlan(64 << 20, 96, 64 << 20))
    assert "all 6 GiB in 96 part" in said
    assert "new date" in said


@pytest.mark.parametrize(("name", "fee"), [("Standard", False), ("IA", True), ("Archive", True), ("Own", False)])
def test_only_classes_with_a_shortest_time_of_storage_warn_of_the_fee(name: str, fee: bool) -> None:
    assert ("early deletion" in signs(SimplePlan(), info=with_class(name))) is fee


def test_no_class_without_a_shortest_time_warns_of_the_fee_whatever_the_vendor_calls_it() -> None:
    for vendor, name in (("cos", "INTELLIGENT_TIERING"), ("aws", "REDUCED_REDUNDANCY"), ("cos", "MAZ_STANDARD")):
        choices = replace(CHOICES, classes=provider(vendor).storage_classes)
        assert "early deletion" not in signs(SimplePlan(), choices=choices, info=with_class(name))


@pytest.mark.parametrize(("versioning", "words"), [("enabled", "the old one stays"), (None, "If the bucket keeps")])
def test_versions_are_told_where_there_may_be_some(versioning: str | None, words: str) -> None:
    assert words in signs(SimplePlan(), choices=replace(CHOICES, versioning=versioning))
    assert "old one" not in signs(SimplePlan())


def test_a_refusal_and_nothing_to_do_are_told_alone() -> None:
    (refused,) = editor_text.remarks(Refused(Reason.APPENDABLE), Edit(acl="public-read"), INFO, CHOICES)
    assert refused.sign == "refused"
    assert "nothing to do" in signs(Skipped())
    assert "restored first" in signs(RestorePlan())


def test_opening_an_object_to_everybody_and_freezing_it_are_warned_of() -> None:
    assert "Everybody on the internet" in signs(SetPlan(), Edit(acl="public-read"))
    assert "write over it" in signs(SetPlan(), Edit(acl="public-read-write"))
    assert "must be restored" in signs(SimplePlan(), Edit(storage_class="ColdArchive"))
    assert "must be restored" not in signs(SimplePlan(), Edit(storage_class="Standard"))


# ---------------------------------------------------------------- requests


def items(*keys: str) -> list[Item]:
    return [
        Item(ItemKind.PREFIX if key.endswith("/") else ItemKind.OBJECT, "Studio", "photos", key, None) for key in keys
    ]


def test_an_object_that_was_looked_at_is_pinned_and_another_is_not() -> None:
    edit = Edit(acl="private")
    first, second, folder = edit_requests(items("a", "b", "c/"), edit, {INFO.ref: INFO})
    assert first == CopyRequest(INFO.ref, INFO.ref, kind=JobKind.EDIT, edit=edit, expect=Expected.of(INFO))
    assert isinstance(second, CopyRequest)
    assert second.expect is None
    assert folder == PrefixRequest(ref("c/"), ref("c/"), kind=JobKind.EDIT, edit=edit)


def test_a_title_counts_what_is_chosen() -> None:
    bucket = Item(ItemKind.BUCKET, "Studio", "photos")
    assert editor_text.what(items("p/a.txt")) == "a.txt"
    assert editor_text.what([bucket]) == "photos"
    assert editor_text.what(items("a", "b", "c/")) == "2 object(s), 1 folder(s)"
