"""One contract for all stores: lists, single objects, keys and uploads, operation by operation."""

from __future__ import annotations

import pytest

from core.model.errors import Kind, Sent, StoreError
from core.model.ops import (
    AbortUpload,
    CompleteUpload,
    CopyObject,
    CopyPart,
    CreateUpload,
    DeleteObject,
    DeleteObjects,
    GetObject,
    HeadObject,
    ListObjects,
    ListParts,
    PutObject,
)
from core.model.values import ObjectInfo, ObjectRef, PartInfo, Pin
from tests.doubles.suite_fixture import SuiteFixture

ODD_KEYS = [
    "..",
    ".",
    "a/../b",
    "a/./b",
    "a//b",
    "dir/",
    "a+b c?d#e",
    "%2e",
    "%2F%",
    "\U0001f408 \u732b",
    "\u6e21\u8239",
    "e\u0301",
    "trailing ",
    " leading",
    "a&b=c;d,e",
    "quote\"'<>",
    "back\\slash",
    "tab\tand\x01",
]


def test_a_list_by_folders_comes_in_pages_that_are_whole_and_in_order(rig: SuiteFixture) -> None:
    for name in ("a", "b/1", "b/2", "c d/1", "e", "f/1", "z"):
        rig.put(f"list/{name}")
    entries, prefixes, token, pages = [], [], "", 0
    while True:
        page = rig.call(ListObjects(rig.source, prefix="list/", delimiter="/", token=token, limit=2))
        pages += 1
        assert len(page.entries) + len(page.prefixes) <= 2
        entries += [entry.key.removeprefix("list/") for entry in page.entries]
        prefixes += [prefix.removeprefix("list/") for prefix in page.prefixes]
        if page.next is None:
            break
        token = page.next
    assert (entries, prefixes, pages) == (["a", "e", "z"], ["b/", "c d/", "f/"], 3)


def test_a_list_without_folders_goes_on_page_by_page_and_begins_behind_a_key(rig: SuiteFixture) -> None:
    names = ["p/a", "p/b/c", "p/d e", "p/f+g", "p/h%20"]
    for name in (*names, "q"):
        rig.put(name)
    found, token = [], ""
    while True:
        page = rig.call(ListObjects(rig.source, prefix="p/", token=token, limit=2))
        found += [entry.key for entry in page.entries]
        if page.next is None:
            break
        token = page.next
    assert found == names
    behind = rig.call(ListObjects(rig.source, prefix="p/", start_after="p/d e"))
    assert [entry.key for entry in behind.entries] == ["p/f+g", "p/h%20"]


def test_a_list_tells_size_etag_and_time_as_head_does(rig: SuiteFixture) -> None:
    info = rig.put("a", b"hello")
    (entry,) = rig.call(ListObjects(rig.source)).entries
    assert (entry.size, entry.etag) == (info.size, info.etag)
    assert entry.modified is not None
    assert info.modified is not None
    assert abs(entry.modified - info.modified) < 2


def test_an_object_is_put_with_all_its_properties_and_shows_them(rig: SuiteFixture) -> None:
    rig.put("a", props=rig.rich())
    shown, wanted = rig.look(rig.ref("a")), rig.rich()
    assert dict(shown.headers) == {
        name: text for name, text in wanted.headers.items() if name not in rig.under_test.lacks
    }
    assert (shown.user, shown.tags, shown.acl) == (wanted.user, wanted.tags, wanted.acl)
    assert not wanted.storage_class or shown.storage_class == wanted.storage_class


def test_a_range_is_read_and_not_more(rig: SuiteFixture) -> None:
    info = rig.put("a", b"0123456789")
    middle = rig.call(GetObject(rig.ref("a"), first=2, last=5))
    assert (middle.body, middle.first, middle.size, middle.etag) == (b"2345", 2, 10, info.etag)
    assert rig.call(GetObject(rig.ref("a"), first=7)).body == b"789"


@pytest.mark.parametrize("key", ODD_KEYS)
def test_an_odd_key_is_put_listed_copied_and_deleted_as_it_is(rig: SuiteFixture, key: str) -> None:
    if key in rig.under_test.lost_keys:
        pytest.skip(f"{rig.under_test.name} cannot hold {key!r}: {rig.under_test.lost_keys[key]}")
    body = key.encode()
    info = rig.put(key, body)
    assert rig.keys() == [key]
    rig.call(CopyObject(rig.copy_ref(key), source=info.ref, pin=Pin.of(info), source_site=rig.site))
    assert (rig.body(rig.copy_ref(key)), rig.keys(rig.target)) == (body, [key])
    rig.call(DeleteObject(info.ref))
    assert rig.keys() == []


def test_what_is_not_there_is_not_found(rig: SuiteFixture) -> None:
    with pytest.raises(StoreError) as caught:
        rig.call(HeadObject(rig.ref("nothing")))
    assert caught.value.kind is Kind.NOT_FOUND
    with pytest.raises(StoreError) as caught:
        rig.call(GetObject(rig.ref("nothing")))
    assert caught.value.kind is Kind.NOT_FOUND
    rig.call(DeleteObject(rig.ref("nothing")))


def test_a_bucket_that_is_not_there_is_told_as_such(rig: SuiteFixture) -> None:
    missing = "nowhere-1250000000" if rig.under_test.provider == "cos" else "nowhere"
    with pytest.raises(StoreError) as caught:
        rig.call(ListObjects(missing))
    assert caught.value.kind is Kind.NO_BUCKET


def test_an_object_is_not_overwritten_by_a_put_that_may_only_create(rig: SuiteFixture) -> None:
    rig.skip_without("create_only")
    rig.put("a", b"old")
    with pytest.raises(StoreError) as caught:
        rig.call(PutObject(rig.ref("a"), body=b"new", create_only=True))
    assert caught.value.kind is Kind.EXISTS
    assert rig.body(rig.ref("a")) == b"old"


def test_a_copy_of_a_source_that_has_changed_is_refused(rig: SuiteFixture) -> None:
    rig.skip_without("pin")
    pin = Pin.of(rig.put("a", b"old"))
    rig.put("a", b"new")
    with pytest.raises(StoreError) as caught:
        rig.call(CopyObject(rig.copy_ref("a"), source=rig.ref("a"), pin=pin, source_site=rig.site))
    assert caught.value.kind is Kind.SOURCE_CHANGED
    assert rig.keys(rig.target) == []


def test_a_part_of_a_source_that_has_changed_is_refused(rig: SuiteFixture) -> None:
    rig.skip_without("pin")
    pin = Pin.of(rig.film())
    rig.other_film()
    upload = rig.call(CreateUpload(rig.copy_ref("film")))
    with pytest.raises(StoreError) as caught:
        rig.call(part_of(rig, upload, 1, pin=pin))
    assert caught.value.kind is Kind.SOURCE_CHANGED


def part_of(rig: SuiteFixture, upload: str, number: int, *, pin: Pin) -> CopyPart:
    first = (number - 1) * rig.part_size
    last = min(first + rig.part_size, rig.film_size) - 1
    return CopyPart(
        rig.copy_ref("film"),
        upload_id=upload,
        number=number,
        source=rig.ref("film"),
        pin=pin,
        first=first,
        last=last,
        source_site=rig.site,
    )


def parts_of(rig: SuiteFixture, info: ObjectInfo, upload: str) -> tuple[PartInfo, ...]:
    """Copy all three parts; return them as the store answered them."""
    made = []
    for number in (1, 2, 3):
        op = part_of(rig, upload, number, pin=Pin.of(info))
        written = rig.call(op)
        assert written.ranged is not False
        made.append(PartInfo(number, op.last - op.first + 1, written.etag, written.crc64))
    return tuple(made)


def test_parts_are_copied_listed_in_pages_and_joined_to_the_same_bytes(rig: SuiteFixture) -> None:
    info, target = rig.film(), rig.copy_ref("film")
    upload = rig.call(CreateUpload(target))
    assert rig.uploads() == [upload]
    parts = parts_of(rig, info, upload)
    listed: list[PartInfo] = []
    marker = 0
    while True:
        page = rig.call(ListParts(target, upload_id=upload, marker=marker, limit=2))
        listed += page.parts
        if page.next is None:
            break
        marker = page.next
    assert [(one.number, one.size, one.etag) for one in listed] == [(one.number, one.size, one.etag) for one in parts]
    written = rig.call(CompleteUpload(target, upload_id=upload, parts=parts))
    copied = rig.call(HeadObject(target))
    assert (copied.size, written.etag) == (rig.film_size, copied.etag)
    assert rig.body(target) == rig.film_bytes
    assert rig.uploads() == []


def test_an_aborted_upload_is_gone_and_may_be_aborted_again(rig: SuiteFixture) -> None:
    info, target = rig.film(), rig.copy_ref("film")
    upload = rig.call(CreateUpload(target))
    rig.call(part_of(rig, upload, 1, pin=Pin.of(info)))
    for _ in range(2):
        rig.call(AbortUpload(target, upload_id=upload))
    assert rig.uploads() == []
    with pytest.raises(StoreError) as caught:
        rig.call(ListParts(target, upload_id=upload))
    assert caught.value.kind is Kind.NO_UPLOAD


def test_a_part_of_an_upload_that_is_gone_is_told_as_such(rig: SuiteFixture) -> None:
    rig.skip_without("gone_upload")
    info, target = rig.film(), rig.copy_ref("film")
    upload = rig.call(CreateUpload(target))
    rig.call(AbortUpload(target, upload_id=upload))
    with pytest.raises(StoreError) as caught:
        rig.call(part_of(rig, upload, 2, pin=Pin.of(info)))
    assert caught.value.kind is Kind.NO_UPLOAD


def test_a_completion_without_one_of_its_parts_is_refused(rig: SuiteFixture) -> None:
    info, target = rig.film(), rig.copy_ref("film")
    upload = rig.call(CreateUpload(target))
    rig.call(part_of(rig, upload, 1, pin=Pin.of(info)))
    missing = PartInfo(2, rig.part_size, info.etag)
    first = rig.call(ListParts(target, upload_id=upload)).parts
    with pytest.raises(StoreError) as caught:
        rig.call(CompleteUpload(target, upload_id=upload, parts=(*first, missing)))
    assert (caught.value.kind, caught.value.code) == (Kind.AMBIGUOUS, "InvalidPart")
    assert rig.keys(rig.target) == []


def test_a_key_of_another_bucket_is_another_object(rig: SuiteFixture) -> None:
    rig.put("a", b"here")
    rig.put("a", b"there", bucket=rig.target)
    assert (rig.body(rig.ref("a")), rig.body(ObjectRef("a", rig.target, "a"))) == (b"here", b"there")


def test_several_objects_are_deleted_at_once_and_one_that_is_gone_already_is_no_failure(rig: SuiteFixture) -> None:
    names = ["del/a", "del/b c+d", "del/\u6e21\u8239 & <tag>", "del/keep"]
    for name in names:
        rig.put(name)
    doomed = tuple((name, None) for name in [*names[:3], "del/never-was"])
    told = rig.call(DeleteObjects(rig.source, objects=doomed))
    assert (told.kept, {(name, None) for name in names[:3]} - told.gone) == ((), set())
    assert rig.keys(rig.source) == ["del/keep"]


def test_a_key_that_a_document_cannot_name_is_not_deleted_among_others(rig: SuiteFixture) -> None:
    with pytest.raises(StoreError) as refused:
        rig.call(DeleteObjects(rig.source, objects=(("a\x01", None),)))
    assert (refused.value.kind, refused.value.sent) == (Kind.INVALID, Sent.NO)
