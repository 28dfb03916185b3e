"""Contract: versions, undeletion and signed links over two servers by other people."""

from __future__ import annotations

from collections.abc import Iterator
from http.client import HTTPConnection
from urllib.parse import urlsplit

import pytest

from core.model.ops import DeleteObject, DeleteObjects, GetObject, ListVersions
from core.model.values import Account, Credentials, ObjectRef, VersionEntry
from core.store.browser import Browser
from core.store.stores import Stores
from core.system.clock import Cancel, SystemClock
from tests.doubles import seaweed

BUCKET, KEY, OTHER = "versioned-bucket", "a b+中.txt", "later.txt"
CANCEL = Cancel()


class Book:
    def __init__(self, account: Account) -> None:
        self.account = account

    def get(self, name: str) -> Account:
        return self.account


@pytest.fixture(scope="module", params=["seaweed_server", "moto_server"])
def stores(request: pytest.FixtureRequest) -> Iterator[Stores]:
    """A bucket with an object that was written three times and then deleted, and one that was written once."""
    import boto3  # here, because it is slow to load

    endpoint = request.getfixturevalue(request.param)
    keys = {"aws_access_key_id": seaweed.KEY_ID, "aws_secret_access_key": seaweed.SECRET}
    client = boto3.session.Session().client("s3", endpoint_url=endpoint, region_name="us-east-1", **keys)
    client.create_bucket(Bucket=BUCKET)
    client.put_bucket_versioning(Bucket=BUCKET, VersioningConfiguration={"Status": "Enabled"})
    for text in (b"1", b"22", b"333"):
        client.put_object(Bucket=BUCKET, Key=KEY, Body=text)
    client.put_object(Bucket=BUCKET, Key=OTHER, Body=b"once")
    client.delete_object(Bucket=BUCKET, Key=KEY)
    account = Account("work", "s3", endpoint, "us-east-1", key_id=seaweed.KEY_ID)
    made = Stores(Book(account), lambda _: Credentials(seaweed.KEY_ID, seaweed.SECRET), SystemClock())
    yield made
    made.close_thread()
    client.close()


def versions(stores: Stores, key: str = "") -> list[VersionEntry]:
    return [entry for page in Browser(stores).versions("work", BUCKET, "", CANCEL, key=key) for entry in page]


def ref(key: str, version: str | None = None) -> ObjectRef:
    return ObjectRef("work", BUCKET, key, version)


def test_versions_are_listed_read_linked_to_brought_back_and_deleted(stores: Stores) -> None:
    """One story, because the steps of it build on each other."""
    browser, store = Browser(stores), stores.bare("work")
    assert browser.versioning("work", BUCKET, CANCEL) == "enabled"
    marker, *kept = versions(stores, KEY)
    assert [(entry.is_marker, entry.is_latest) for entry in (marker, *kept)] == [(True, True), *[(False, False)] * 3]
    assert [store.call(GetObject(ref(KEY, entry.version))).body for entry in kept] == [b"333", b"22", b"1"]
    assert [entry.key for entry in versions(stores)] == [*[KEY] * 4, OTHER]

    store.call(DeleteObject(ref(KEY, marker.version)))
    assert store.call(GetObject(ref(KEY))).body == b"333"
    assert fetched(browser.link(ref(KEY), 60)) == (200, b"333")
    assert fetched(browser.link(ref(KEY, kept[1].version), 60)) == (200, b"22")

    old = tuple((entry.key, entry.version) for entry in kept[1:])
    assert store.call(DeleteObjects(BUCKET, objects=old)).gone == frozenset(old)
    assert [entry.version for entry in versions(stores, KEY)] == [kept[0].version]


def test_every_page_of_versions_says_where_the_next_one_begins(stores: Stores) -> None:
    seen: list[tuple[str, str]] = []
    where: tuple[str, str] | None = ("", "")
    while where is not None:
        op = ListVersions(BUCKET, key_marker=where[0], version_marker=where[1], limit=1)
        page = stores.bare("work").call(op)
        seen += [(entry.key, entry.version) for entry in page.versions]
        assert page.next != where
        where = page.next
    assert sorted(seen) == sorted((entry.key, entry.version) for entry in versions(stores))


def fetched(url: str) -> tuple[int, bytes]:
    place = urlsplit(url)
    connection = HTTPConnection(place.netloc, timeout=20)
    try:
        connection.request("GET", f"{place.path}?{place.query}")
        answer = connection.getresponse()
        return answer.status, answer.read()
    finally:
        connection.close()
