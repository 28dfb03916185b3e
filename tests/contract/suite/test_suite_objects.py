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


def test_a_list_by_folders_comes_in_pages_that_are_whole_and_in_order(stage: SuiteFixture) -> None:
    for name in ("a", "b/1", "b/2", "c d/1", "e", "f/1", "z"):
        stage.put(f"list/{name}")
    entries, prefixes, token, pages = [], [], "", 0
    while True:
        page = stage.call(ListObjects(stage.source, prefix="list/", delimiter="/", token=token, limit=2))
        pages += 1
        assert len(page.entries) + len(page.prefixes) <= 2
        entries += [entry.key.removeprefix("list/") for entry in page.entries]
        prefixes += [prefix.removeprefix("list/") for prefix in page.prefixes]
        if page.next is None:
            break
        token = page.next
    assert (entries, prefixes, pages) == (["a", "e", "z"], ["b/", "c d/", "f/"], 3)


def test_a_list_without_folders_goes_on_page_by_page_and_begins_behind_a_key(stage: SuiteFixture) -> None:
    names = ["p/a", "p/b/c", "p/d e", "p/f+g", "p/h%20"]
    for name in (*names, "q"):
        stage.put(name)
    found, token = [], ""
    while True:
        page = stage.call(ListObjects(stage.source, prefix="p/", token=token, limit=2))
        found += [entry.key for entry in page.entries]
        if page.next is None:
            break
        token = page.next
    assert found == names
    behind = stage.call(ListObjects(stage.source, prefix="p/", start_after="p/d e"))
    assert [entry.key for entry in behind.entries] == ["p/f+g", "p/h%20"]


def test_a_list_tells_size_etag_and_time_as_head_does(stage: SuiteFixture) -> None:
    info = stage.put("a", b"hello")
    (entry,) = stage.call(ListObjects(stage.source)).entries
    assert (entry.size, entry.etag) == (info.size, info.etag)
    assert entry.modified is not None
    assert info.modified is not None
    assert abs(entry.modified - info.modified) < 2


def test_an_object_is_put_with_all_its_properties_and_shows_them(stage: SuiteFixture) -> None:
    stage.put("a", props=stage.rich())
    shown, wanted = stage.look(stage.ref("a")), stage.rich()
    assert dict(shown.headers) == {
        name: text for name, text in wanted.headers.items() if name not in stage.under_test.lacks
    }
    assert (shown.user, shown.tags, shown.acl) == (wanted.user, wanted.tags, wanted.acl)
    assert not wanted.storage_class or shown.storage_class == wanted.storage_class


def test_a_range_is_read_and_not_more(stage: SuiteFixture) -> None:
    info = stage.put("a", b"0123456789")
    middle = stage.call(GetObject(stage.ref("a"), first=2, last=5))
    assert (middle.body, middle.first, middle.size, middle.etag) == (b"2345", 2, 10, info.etag)
    assert stage.call(GetObject(stage.ref("a"), first=7)).body == b"789"


@pytest.mark.parametrize("key", ODD_KEYS)
def test_an_odd_key_is_put_listed_copied_and_deleted_as_it_is(stage: SuiteFixture, key: str) -> None:
    if key in stage.under_test.lost_keys:
        pytest.skip(f"{stage.under_test.name} cannot hold {key!r}: {stage.under_test.lost_keys[key]}")
    body = key.encode()
    info = stage.put(key, body)
    assert stage.keys() == [key]
    stage.call(CopyObject(stage.copy_ref(key), source=info.ref, pin=Pin.of(info), source_site=stage.site))
    assert (stage.body(stage.copy_ref(key)), stage.keys(stage.target)) == (body, [key])
    stage.call(DeleteObject(info.ref))
    assert stage.keys() == []


def test_what_is_not_there_is_not_found(stage: SuiteFixture) -> None:
    with pytest.raises(StoreError) as caught:
        stage.call(HeadObject(stage.ref("nothing")))
    assert caught.value.kind is Kind.NOT_FOUND
    with pytest.raises(StoreError) as caught:
        stage.call(GetObject(stage.ref("nothing")))
    assert caught.value.kind is Kind.NOT_FOUND
    stage.call(DeleteObject(stage.ref("nothing")))


def test_a_bucket_that_is_not_there_is_told_as_such(stage: SuiteFixture) -> None:
    missing = "nowhere-1250000000" if stage.under_test.provider == "cos" else "nowhere"
    with pytest.raises(StoreError) as caught:
        stage.call(ListObjects(missing))
    assert caught.value.kind is Kind.NO_BUCKET


def test_an_object_is_not_overwritten_by_a_put_that_may_only_create(stage: SuiteFixture) -> None:
    stage.skip_without("create_only")
    stage.put("a", b"old")
    with pytest.raises(StoreError) as caught:
        stage.call(PutObject(stage.ref("a"), body=b"new", create_only=True))
    assert caught.value.kind is Kind.EXISTS
    assert stage.body(stage.ref("a")) == b"old"


def test_a_copy_of_a_source_that_has_changed_is_refused(stage: SuiteFixture) -> None:
    stage.skip_without("pin")
    pin = Pin.of(stage.put("a", b"old"))
    stage.put("a", b"new")
    with pytest.raises(StoreError) as caught:
        stage.call(CopyObject(stage.copy_ref("a"), source=stage.ref("a"), pin=pin, source_site=stage.site))
    assert caught.value.kind is Kind.SOURCE_CHANGED
    assert stage.keys(stage.target) == []


def test_a_part_of_a_source_that_has_changed_is_refused(stage: SuiteFixture) -> None:
    stage.skip_without("pin")
    pin = Pin.of(stage.film())
    stage.other_film()
    upload = stage.call(CreateUpload(stage.copy_ref("film")))
    with pytest.raises(StoreError) as caught:
        stage.call(part_of(stage, upload, 1, pin=pin))
    assert caught.value.kind is Kind.SOURCE_CHANGED


def part_of(stage: SuiteFixture, upload: str, number: int, *, pin: Pin) -> CopyPart:
    first = (number - 1) * stage.part_size
    last = min(first + stage.part_size, stage.film_size) - 1
    return CopyPart(
        stage.copy_ref("film"),
        upload_id=upload,
        number=number,
        source=stage.ref("film"),
        pin=pin,
        first=first,
        last=last,
        source_site=stage.site,
    )


def parts_of(stage: SuiteFixture, info: ObjectInfo, upload: str) -> tuple[PartInfo, ...]:
    """Copy all three parts; return them as the store answered them."""
    made = []
    for number in (1, 2, 3):
        op = part_of(stage, upload, number, pin=Pin.of(info))
        written = stage.call(op)
        assert written.ranged is not False
        made.append(PartInfo(number, op.last - op.first + 1, written.etag, written.crc64))
    return tuple(made)


def test_parts_are_copied_listed_in_pages_and_joined_to_the_same_bytes(stage: SuiteFixture) -> None:
    info, target = stage.film(), stage.copy_ref("film")
    upload = stage.call(CreateUpload(target))
    assert stage.uploads() == [upload]
    parts = parts_of(stage, info, upload)
    listed: list[PartInfo] = []
    marker = 0
    while True:
        page = stage.call(ListParts(target, upload_id=upload, marker=marker, limit=2))
        listed += page.parts
        if page.next is None:
            break
        marker = page.next
    assert [(one.number, one.size, one.etag) for one in listed] == [(one.number, one.size, one.etag) for one in parts]
    written = stage.call(CompleteUpload(target, upload_id=upload, parts=parts))
    copied = stage.call(HeadObject(target))
    assert (copied.size, written.etag) == (stage.film_size, copied.etag)
    assert stage.body(target) == stage.film_bytes
    assert stage.uploads() == []


def test_an_aborted_upload_is_gone_and_may_be_aborted_again(stage: SuiteFixture) -> None:
    info, target = stage.film(), stage.copy_ref("film")
    upload = stage.call(CreateUpload(target))
    stage.call(part_of(stage, upload, 1, pin=Pin.of(info)))
    for _ in range(2):
        stage.call(AbortUpload(target, upload_id=upload))
    assert stage.uploads() == []
    with pytest.raises(StoreError) as caught:
        stage.call(ListParts(target, upload_id=upload))
    assert caught.value.kind is Kind.NO_UPLOAD


def test_a_part_of_an_upload_that_is_gone_is_told_as_such(stage: SuiteFixture) -> None:
    stage.skip_without("gone_upload")
    info, target = stage.film(), stage.copy_ref("film")
    upload = stage.call(CreateUpload(target))
    stage.call(AbortUpload(target, upload_id=upload))
    with pytest.raises(StoreError) as caught:
        stage.call(part_of(stage, upload, 2, pin=Pin.of(info)))
    assert caught.value.kind is Kind.NO_UPLOAD


def test_a_completion_without_one_of_its_parts_is_refused(stage: SuiteFixture) -> None:
    info, target = stage.film(), stage.copy_ref("film")
    upload = stage.call(CreateUpload(target))
    stage.call(part_of(stage, upload, 1, pin=Pin.of(info)))
    missing = PartInfo(2, stage.part_size, info.etag)
    first = stage.call(ListParts(target, upload_id=upload)).parts
    with pytest.raises(StoreError) as caught:
        stage.call(CompleteUpload(target, upload_id=upload, parts=(*first, missing)))
    assert (caught.value.kind, caught.value.code) == (Kind.AMBIGUOUS, "InvalidPart")
    assert stage.keys(stage.target) == []


def test_a_key_of_another_bucket_is_another_object(stage: SuiteFixture) -> None:
    stage.put("a", b"here")
    stage.put("a", b"there", bucket=stage.target)
    assert (stage.body(stage.ref("a")), stage.body(ObjectRef("a", stage.target, "a"))) == (b"here", b"there")


def test_several_objects_are_deleted_at_once_and_one_that_is_gone_already_is_no_failure(stage: SuiteFixture) -> None:
    names = ["del/a", "del/b c+d", "del/\u6e21\u8239 & <tag>", "del/keep"]
    for name in names:
        stage.put(name)
    doomed = tuple((name, None) for name in [*names[:3], "del/never-was"])
    assert stage.call(DeleteObjects(stage.source, objects=doomed)) == ()
    assert stage.keys(stage.source) == ["del/keep"]


def test_a_key_that_a_document_cannot_name_is_not_deleted_among_others(stage: SuiteFixture) -> None:
    with pytest.raises(StoreError) as refused:
        stage.call(DeleteObjects(stage.source, objects=(("a\x01", None),)))
    assert (refused.value.kind, refused.value.sent) == (Kind.INVALID, Sent.NO)
