"""Contract: the client's S3 dialect against the sandbox's S3 protocol, over sockets."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

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
    ListParts,
    ListUploads,
    PutAcl,
    PutObject,
    PutTags,
)
from core.model.values import Account, Credentials, ObjectRef, PartInfo, Pin, Props, known
from core.sandbox.crc import NVME
from core.sandbox.extents import generated
from core.sandbox.server import Offer, Sandbox
from core.sandbox.settings import Settings
from core.store.browser import Browser
from core.store.stores import Stores
from core.system.clock import Cancel, SystemClock

BUCKET = "research-data"
FILM = ObjectRef("work", "holiday-photos", "films/crossing.mov")
FILM_SIZE = (5 << 30) + 123_457
FILM_CRC = generated("film", FILM_SIZE).crc(NVME)
GIB = 1 << 30


class Book:
    def __init__(self, account: Account) -> None:
        self.account = account

    def get(self, name: str) -> Account:
        return self.account


@contextmanager
def stores_of(offer: Offer, provider: str) -> Iterator[Stores]:
    account = Account("work", provider, offer.endpoint, region=offer.region, key_id=offer.key_id)
    stores = Stores(Book(account), lambda _: Credentials(offer.key_id, offer.secret), SystemClock())
    yield stores
    stores.close_thread()


@pytest.fixture
def offers(sandbox: Sandbox) -> list[Offer]:
    return [offer for offer in sandbox.offers if offer.provider == "s3"]


@pytest.fixture(params=["s3", "aws"])
def stores(request: pytest.FixtureRequest, offers: list[Offer]) -> Iterator[Stores]:
    """Accounts of a store that is known for nothing special, and of Amazon's."""
    with stores_of(offers[0], request.param) as made:
        yield made


def ref(key: str) -> ObjectRef:
    return ObjectRef("work", BUCKET, key)


def test_an_object_is_put_copied_read_tagged_and_deleted(stores: Stores) -> None:
    store = stores.patient("work", Cancel())
    props = Props(headers={"content-type": "text/x-test"}, user={"who": "me"}, tags=known({"a": "b"}))
    written = store.call(PutObject(ref("new/ä b+c.txt"), body=b"hello", props=props))
    info = store.call(HeadObject(ref("new/ä b+c.txt")))
    assert (info.size, info.etag) == (5, written.etag)
    assert (info.props.headers["content-type"], info.props.user) == ("text/x-test", {"who": "me"})
    store.call(CopyObject(ref("new/copy"), source=info.ref, pin=Pin.of(info), source_site=stores.site("work", BUCKET)))
    assert store.call(GetObject(ref("new/copy"))).body == b"hello"
    assert store.call(GetTags(ref("new/copy"))) == {"a": "b"}
    store.call(PutTags(ref("new/copy"), tags={"c": "d"}))
    store.call(PutAcl(ref("new/copy"), acl="public-read"))
    assert (store.call(GetTags(ref("new/copy"))), store.call(GetAcl(ref("new/copy")))) == ({"c": "d"}, "public-read")
    store.call(DeleteObject(ref("new/copy")))
    with pytest.raises(StoreError) as caught:
        store.call(HeadObject(ref("new/copy")))
    assert caught.value.kind is Kind.NOT_FOUND


@pytest.mark.parametrize("key", ["a/../b", "..", "a//b", "/lead", "%2e", "a?b", "#", "a+b c", "é", "e\u0301"])
def test_no_key_is_changed_on_its_way(sandbox: Sandbox, stores: Stores, key: str) -> None:
    store = stores.bare("work")
    store.call(PutObject(ref(key), body=key.encode()))
    assert store.call(GetObject(ref(key))).body == key.encode()
    assert sandbox.world.get(BUCKET, key) is not None
    info = store.call(HeadObject(ref(key)))
    store.call(CopyObject(ref("copy"), source=ref(key), pin=Pin.of(info), source_site=stores.site("work", BUCKET)))
    assert store.call(GetObject(ref("copy"))).body == key.encode()


def copied_by_parts(stores: Stores, target: ObjectRef, upload: str) -> tuple[PartInfo, ...]:
    store = stores.bare("work")
    pin, site = Pin.of(store.call(HeadObject(FILM))), stores.site("work", FILM.bucket)
    parts = []
    for number, first in enumerate(range(0, FILM_SIZE, GIB), 1):
        last = min(first + GIB, FILM_SIZE) - 1
        part = CopyPart(
            target, upload_id=upload, number=number, source=FILM, pin=pin, first=first, last=last, source_site=site
        )
        parts.append(PartInfo(number, last - first + 1, store.call(part).etag))
    return tuple(parts)


def test_a_film_is_copied_by_parts_and_its_checksum_tells_that_it_is_the_same(stores: Stores) -> None:
    store, film = stores.bare("work"), ref("film")
    source = store.call(HeadObject(FILM))
    upload = store.call(CreateUpload(film, props=source.props))
    parts = copied_by_parts(stores, film, upload)
    listed = store.call(ListParts(film, upload_id=upload)).parts
    assert [(part.number, part.size, part.etag) for part in listed] == [
        (part.number, part.size, part.etag) for part in parts
    ]
    assert [one.upload_id for one in store.call(ListUploads(BUCKET)).uploads] == [upload]
    written = store.call(CompleteUpload(film, upload_id=upload, parts=parts))
    info = store.call(HeadObject(film))
    assert (info.size, info.etag) == (FILM_SIZE, written.etag)
    assert info.props.headers["content-type"] == "video/quicktime"
    if stores.features("work").crc64:
        assert source.crc64 == info.crc64 == FILM_CRC


def test_an_aborted_upload_is_gone(stores: Stores) -> None:
    store = stores.bare("work")
    upload = store.call(CreateUpload(ref("film")))
    store.call(AbortUpload(ref("film"), upload_id=upload))
    assert store.call(ListUploads(BUCKET)).uploads == ()


def test_a_changed_source_is_told_apart(stores: Stores) -> None:
    store = stores.bare("work")
    store.call(PutObject(ref("a"), body=b"1"))
    pin = Pin.of(store.call(HeadObject(ref("a"))))
    store.call(PutObject(ref("a"), body=b"2"))
    with pytest.raises(StoreError) as caught:
        store.call(CopyObject(ref("b"), source=ref("a"), pin=pin, source_site=stores.site("work", BUCKET)))
    assert caught.value.kind is Kind.SOURCE_CHANGED


@pytest.mark.parametrize("provider", ["s3", "aws"])
def test_a_bucket_of_another_region_is_reached(offers: list[Offer], provider: str) -> None:
    with stores_of(offers[1], provider) as stores:
        assert stores.bare("work").call(HeadObject(FILM)).size == FILM_SIZE
    with stores_of(offers[0], provider) as stores:
        assert stores.bare("work").call(HeadObject(ObjectRef("work", "shanghai-mirror", "readme.txt"))).size > 0


def test_a_browser_lists_all_pages_of_a_folder(stores: Stores) -> None:
    browser = Browser(stores)
    assert {"documents", "shanghai-mirror"} <= {info.name for info in browser.buckets("work", Cancel())}
    pages = browser.walk("work", BUCKET, "many-small/", Cancel())
    assert sum(len(page.entries) for page in pages) == 1000
    info = browser.stat(FILM, Cancel())
    assert info.props.acl == known("public-read")


def test_a_part_copy_that_stores_nothing_is_an_error_and_not_a_part(sandbox: Sandbox, stores: Stores) -> None:
    upload = stores.bare("work").call(CreateUpload(ref("film")))
    sandbox.settings = Settings(empty_part_copies=True)
    with pytest.raises(StoreError):
        copied_by_parts(stores, ref("film"), upload)
