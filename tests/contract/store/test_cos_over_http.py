"""Contract: the client and the embedded store speak COS to each other, over real sockets; neither shares code."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from core.model.errors import Kind, StoreError
from core.model.ops import (
    AbortUpload,
    CompleteUpload,
    CopyObject,
    CopyPart,
    CreateUpload,
    DeleteObject,
    GetAcl,
    GetObject,
    GetTags,
    HeadObject,
    ListObjects,
    ListParts,
    ListUploads,
    PutAcl,
    PutObject,
    PutTags,
    Store,
)
from core.model.values import Account, Credentials, ObjectInfo, ObjectRef, PartInfo, Pin, Props, known
from core.sandbox.extents import generated
from core.sandbox.server import Sandbox
from core.sandbox.settings import Settings, error_in_200
from core.store.browser import Browser
from core.store.stores import Stores
from core.system.clock import Cancel, SystemClock

BUCKET, PHOTOS, MIRROR = "documents-1250000000", "holiday-photos-1250000000", "shanghai-mirror-1250000000"
RESEARCH = "research-data-1250000000"
FILM_SIZE = (5 << 30) + 123_457
GIB = 1 << 30


class Book:
    """Both regions' accounts."""

    def __init__(self, sandbox: Sandbox) -> None:
        offers = [offer for offer in sandbox.offers if offer.provider == "cos"]
        self.accounts = {
            name: Account(name, "cos", offer.endpoint, region=offer.region, key_id=offer.key_id)
            for name, offer in zip(("work", "far"), offers, strict=True)
        }
        self.secret = Credentials(offers[0].key_id, offers[0].secret)

    def get(self, name: str) -> Account:
        return self.accounts[name]


@pytest.fixture
def stores(sandbox: Sandbox) -> Iterator[Stores]:
    book = Book(sandbox)
    made = Stores(book, lambda _: book.secret, SystemClock())
    yield made
    made.close_thread()


@pytest.fixture
def store(stores: Stores) -> Store:
    return stores.bare("work")


def ref(key: str, bucket: str = BUCKET, account: str = "work") -> ObjectRef:
    return ObjectRef(account, bucket, key)


def test_buckets_and_objects_are_listed(stores: Stores, store: Store) -> None:
    found = {bucket.name: bucket.region for bucket in Browser(stores).buckets("work", Cancel())}
    assert (found[BUCKET], found[MIRROR]) == ("ap-guangzhou", "ap-shanghai")
    page = store.call(ListObjects(PHOTOS, prefix="2025/", delimiter="/"))
    assert "2025/西湖/" in page.prefixes
    token, keys = "", []
    while True:
        page = store.call(ListObjects("server-logs-1250000000", token=token, limit=100))
        keys += [entry.key for entry in page.entries]
        if page.next is None:
            break
        token = page.next
    assert (len(keys), keys) == (301, sorted(keys))


@pytest.mark.parametrize("key", ["new/ä b+c.txt", "/leading", "a/../b", "a//b", "%2e", "a?b#c", "表情 😀", "x\n"])
def test_any_object_is_put_shown_read_copied_and_deleted(stores: Stores, store: Store, key: str) -> None:
    props = Props(headers={"content-type": "text/x"}, user={"who": "ich 我"}, tags=known({"a": "b"}))
    written = store.call(PutObject(ref(key), body=b"hello", props=props))
    info = store.call(HeadObject(ref(key)))
    assert (info.size, info.etag, info.crc64) == (5, written.etag, written.crc64)
    assert (info.props.headers["content-type"], info.props.user) == ("text/x", {"who": "ich 我"})
    site = stores.site("work", BUCKET)
    copied = store.call(CopyObject(ref("copy"), source=info.ref, pin=Pin.of(info), source_site=site))
    assert copied.crc64 == info.crc64
    assert store.call(GetObject(ref("copy"), first=1, last=3)).body == b"ell"
    assert store.call(GetTags(ref("copy"))) == {"a": "b"}
    store.call(DeleteObject(ref(key)))
    with pytest.raises(StoreError) as caught:
        store.call(HeadObject(ref(key)))
    assert caught.value.kind is Kind.NOT_FOUND


def test_tags_and_acls_go_both_ways(store: Store) -> None:
    store.call(PutObject(ref("new"), body=b"x"))
    assert store.call(GetAcl(ref("new"))) == "default"
    store.call(PutAcl(ref("new"), acl="public-read"))
    store.call(PutTags(ref("new"), tags={"年": "2025"}))
    assert (store.call(GetAcl(ref("new"))), store.call(GetTags(ref("new")))) == ("public-read", {"年": "2025"})


def film(store: Store) -> ObjectInfo:
    return store.call(HeadObject(ref("films/crossing.mov", PHOTOS)))


def part_copied(stores: Stores, upload: str, source: ObjectInfo, number: int) -> PartInfo:
    first, last = (number - 1) * GIB, min(number * GIB, FILM_SIZE) - 1
    written = stores.bare("work").call(
        CopyPart(
            ref("film"),
            upload_id=upload,
            number=number,
            source=source.ref,
            pin=Pin.of(source),
            first=first,
            last=last,
            source_site=stores.site("work", PHOTOS),
        )
    )
    return PartInfo(number, last - first + 1, written.etag, written.crc64)


def test_a_large_object_is_copied_by_parts(stores: Stores, store: Store) -> None:
    source = film(store)
    upload = store.call(CreateUpload(ref("film"), props=Props(user={"who": "me"}, storage_class="STANDARD_IA")))
    parts = tuple(part_copied(stores, upload, source, number) for number in range(1, 7))
    listed = store.call(ListParts(ref("film"), upload_id=upload)).parts
    assert [(one.number, one.size, one.etag) for one in listed] == [(one.number, one.size, one.etag) for one in parts]
    assert [one.upload_id for one in store.call(ListUploads(BUCKET, prefix="film")).uploads] == [upload]
    done = store.call(CompleteUpload(ref("film"), upload_id=upload, parts=parts))
    assert done.crc64 == source.crc64 == generated("film", FILM_SIZE).crc64()
    info = store.call(HeadObject(ref("film")))
    assert (info.size, info.props.user, info.props.storage_class) == (FILM_SIZE, {"who": "me"}, "STANDARD_IA")


def test_a_completion_that_takes_its_time_is_waited_for(sandbox: Sandbox, stores: Stores, store: Store) -> None:
    upload = store.call(CreateUpload(ref("film")))
    parts = tuple(part_copied(stores, upload, film(store), number) for number in range(1, 7))
    sandbox.settings = Settings(latency_of={"CompleteMultipartUpload": 0.01})
    assert store.call(CompleteUpload(ref("film"), upload_id=upload, parts=parts)).crc64 == film(store).crc64


def test_a_gap_in_the_parts_and_an_aborted_upload_are_refused(stores: Stores, store: Store) -> None:
    source = film(store)
    upload = store.call(CreateUpload(ref("film")))
    parts = (part_copied(stores, upload, source, 1), part_copied(stores, upload, source, 3))
    with pytest.raises(StoreError) as caught:
        store.call(CompleteUpload(ref("film"), upload_id=upload, parts=parts))
    assert caught.value.code == "InvalidPart"
    store.call(AbortUpload(ref("film"), upload_id=upload))
    store.call(AbortUpload(ref("film"), upload_id=upload))
    with pytest.raises(StoreError) as caught:
        store.call(ListParts(ref("film"), upload_id=upload))
    assert caught.value.kind is Kind.NO_UPLOAD


def test_a_pin_that_no_longer_holds_stops_a_copy(stores: Stores, store: Store) -> None:
    source = ref("source", RESEARCH)
    store.call(PutObject(source, body=b"one"))
    pin = Pin.of(store.call(HeadObject(source)))
    store.call(PutObject(source, body=b"two"))
    wanted = CopyObject(ref("copy"), source=source, pin=pin, source_site=stores.site("work", RESEARCH))
    with pytest.raises(StoreError) as caught:
        store.call(wanted)
    assert caught.value.kind is Kind.SOURCE_CHANGED


def put_new(stores: Stores, target: ObjectRef, _: ObjectInfo) -> None:
    stores.bare("work").call(PutObject(target, body=b"x", create_only=True))


def copy_new(stores: Stores, target: ObjectRef, source: ObjectInfo) -> None:
    site = stores.site("work", source.ref.bucket)
    wanted = CopyObject(target, source=source.ref, pin=Pin.of(source), source_site=site, create_only=True)
    stores.bare("work").call(wanted)


def join_new(stores: Stores, target: ObjectRef, source: ObjectInfo) -> None:
    store, site = stores.bare("work"), stores.site("work", source.ref.bucket)
    upload, last = store.call(CreateUpload(target, create_only=True)), source.size - 1
    made = store.call(
        CopyPart(
            target,
            upload_id=upload,
            number=1,
            source=source.ref,
            pin=Pin.of(source),
            first=0,
            last=last,
            source_site=site,
        )
    )
    parts = (PartInfo(1, source.size, made.etag, made.crc64),)
    store.call(CompleteUpload(target, upload_id=upload, parts=parts, create_only=True))


@pytest.mark.parametrize("write", [put_new, copy_new, join_new])
def test_what_must_not_be_overwritten_is_not(
    stores: Stores, store: Store, write: Callable[[Stores, ObjectRef, ObjectInfo], None]
) -> None:
    source = store.call(HeadObject(ref("telescope/readme.txt", RESEARCH)))
    write(stores, ref("new.txt", RESEARCH), source)
    with pytest.raises(StoreError) as caught:
        write(stores, ref("empty.txt", RESEARCH), source)
    assert caught.value.kind is Kind.EXISTS


def test_an_error_inside_a_success_is_an_error(sandbox: Sandbox, stores: Stores, store: Store) -> None:
    source = store.call(HeadObject(ref("contract.txt")))
    site = stores.site("work", BUCKET)
    sandbox.settings = Settings(on_request=lambda seen: error_in_200() if seen.operation == "CopyObject" else None)
    with pytest.raises(StoreError) as caught:
        store.call(CopyObject(ref("copy"), source=source.ref, pin=Pin.of(source), source_site=site))
    assert (caught.value.kind, caught.value.code) == (Kind.TRANSIENT, "InternalError")


def test_an_object_of_another_region_is_copied_across(stores: Stores, store: Store) -> None:
    source = stores.bare("far").call(HeadObject(ref("readme.txt", MIRROR, "far")))
    site = stores.site("far", MIRROR)
    store.call(CopyObject(ref("from-afar"), source=source.ref, pin=Pin.of(source), source_site=site))
    assert store.call(HeadObject(ref("from-afar"))).crc64 == source.crc64
