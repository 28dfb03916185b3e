"""Contract: versions, restores and signed links on all three protocols, from the browser to the embedded store."""

from __future__ import annotations

from collections.abc import Iterator
from http.client import HTTPConnection
from urllib.parse import urlsplit

import pytest

from core.model.errors import Kind, StoreError
from core.model.ops import (
    CreateUpload,
    DeleteObject,
    DeleteObjects,
    GetAcl,
    GetObject,
    HeadObject,
    ListVersions,
    PutAcl,
    PutObject,
    RestoreObject,
)
from core.model.values import Account, Credentials, ObjectRef, Props, RestoreState, known
from core.sandbox.server import Sandbox
from core.sandbox.settings import Settings
from core.store.browser import Browser
from core.store.stores import Stores
from core.system.clock import Cancel, SystemClock

HOUR_S, DAY_S = 3600, 86_400
TEXTS = (b"Final text.\n", b"Second draft.\n", b"First draft.\n")
CANCEL = Cancel()
#: The embedded store knows no others.
CLASSES = {"standard", "infrequent", "archive", "cold-archive", "deep-archive"}


class TurnedClock(SystemClock):
    """The computer's clock, turned forward."""

    def __init__(self) -> None:
        self.ahead_s = 0.0

    def now(self) -> float:
        return super().now() + self.ahead_s


class Book:
    def __init__(self, account: Account) -> None:
        self.account = account

    def get(self, name: str) -> Account:
        return self.account


@pytest.fixture
def clock() -> TurnedClock:
    """The one clock of store and client."""
    return TurnedClock()


@pytest.fixture
def sandbox(clock: TurnedClock) -> Iterator[Sandbox]:
    with Sandbox(clock=clock) as running:
        yield running


@pytest.fixture(params=["oss v4", "oss v1", "cos", "s3", "aws"])
def account(request: pytest.FixtureRequest, sandbox: Sandbox) -> Account:
    provider, _, signature = request.param.partition(" ")
    protocol = "s3" if provider == "aws" else provider
    offer = next(offer for offer in sandbox.offers if offer.provider == protocol)
    return Account("work", provider, offer.endpoint, offer.region, key_id=offer.key_id, signature=signature)


@pytest.fixture
def stores(account: Account, sandbox: Sandbox, clock: TurnedClock) -> Iterator[Stores]:
    secret = sandbox.offers[0].secret
    made = Stores(Book(account), lambda _: Credentials(account.key_id, secret), clock)
    yield made
    made.close_thread()


@pytest.fixture
def browser(stores: Stores) -> Browser:
    return Browser(stores)


def ref(stores: Stores, bucket: str, key: str, version: str | None = None) -> ObjectRef:
    """An object of the sample data; one vendor's buckets have an account's number behind their names."""
    suffix = "-1250000000" if stores.account("work").provider == "cos" else ""
    return ObjectRef("work", bucket + suffix, key, version)


# ---------------------------------------------------------------- versions


def test_a_bucket_says_whether_it_keeps_versions(stores: Stores, browser: Browser) -> None:
    assert browser.versioning("work", ref(stores, "documents", "").bucket, CANCEL) == "enabled"
    assert browser.versioning("work", ref(stores, "holiday-photos", "").bucket, CANCEL) == ""


def test_the_versions_of_an_object_can_be_listed_and_read(stores: Stores, browser: Browser) -> None:
    contract = ref(stores, "documents", "contract.txt")
    (found,) = browser.versions("work", contract.bucket, "", CANCEL, key="contract.txt")
    assert [(entry.is_latest, entry.is_marker, entry.size) for entry in found] == [
        (True, False, 12),
        (False, False, 14),
        (False, False, 13),
    ]
    store = stores.bare("work")
    for entry, text in zip(found, TEXTS, strict=True):
        version = ref(stores, "documents", "contract.txt", entry.version)
        info = store.call(HeadObject(version))
        assert (info.ref.version, info.etag, info.size) == (entry.version, entry.etag, entry.size)
        assert info.modified == int(entry.modified or 0)
        assert store.call(GetObject(version)).body == text


def test_an_old_version_is_looked_at_with_its_own_tags_and_acl(stores: Stores, browser: Browser) -> None:
    store, photo = stores.bare("work"), ref(stores, "documents", "photo")
    for tags in ({"state": "old"}, {"state": "new"}):
        store.call(PutObject(photo, body=b"x", props=Props(tags=known(tags), acl=known("public-read"))))
    ((new, old),) = browser.versions("work", photo.bucket, "", CANCEL, key="photo")
    info = browser.stat(ref(stores, "documents", "photo", old.version), CANCEL)
    assert (info.ref.version, info.props.tags) == (old.version, known({"state": "old"}))
    assert info.props.acl == known("public-read")
    assert browser.stat(photo, CANCEL).ref.version == new.version


def test_a_deleted_object_comes_back_when_its_marker_is_deleted(stores: Stores, browser: Browser) -> None:
    store, lost = stores.bare("work"), ref(stores, "documents", "deleted-by-mistake.txt")
    with pytest.raises(StoreError) as caught:
        store.call(HeadObject(lost))
    assert caught.value.kind is Kind.NOT_FOUND
    ((marker, kept),) = browser.versions("work", lost.bucket, "", CANCEL, key=lost.key)
    assert (marker.is_marker, marker.is_latest, kept.is_marker) == (True, True, False)
    deleted = store.call(DeleteObject(ref(stores, "documents", lost.key, marker.version)))
    assert (deleted.version, deleted.marker) == (marker.version, True)
    assert store.call(GetObject(lost)).body == b"Please bring me back.\n"


def test_versions_and_markers_of_several_objects_are_deleted_for_good(stores: Stores, browser: Browser) -> None:
    store, bucket = stores.bare("work"), ref(stores, "documents", "").bucket
    entries = [entry for page in browser.versions("work", bucket, "", CANCEL) for entry in page]
    assert len(entries) == 5
    newest, *others = entries
    doomed = tuple((entry.key, entry.version) for entry in others)
    assert store.call(DeleteObjects(bucket, objects=doomed)).gone == frozenset(doomed)
    assert [entry for page in browser.versions("work", bucket, "", CANCEL) for entry in page] == [newest]


def test_deleting_an_object_by_its_key_alone_hides_it_behind_a_marker(stores: Stores, browser: Browser) -> None:
    store, contract = stores.bare("work"), ref(stores, "documents", "contract.txt")
    deleted = store.call(DeleteObject(contract))
    ((marker, *rest),) = browser.versions("work", contract.bucket, "", CANCEL, key=contract.key)
    assert (deleted.marker, deleted.version, marker.is_marker, len(rest)) == (True, marker.version, True, 3)


def test_a_long_list_of_versions_goes_on_behind_the_last_one(stores: Stores) -> None:
    store, bucket = stores.bare("work"), ref(stores, "documents", "").bucket
    keys = ("a+b c", "中/é", "x&<y>", "tab\t")
    for key in keys:
        store.call(PutObject(ObjectRef("work", bucket, key), body=b"x"))
    seen: list[tuple[str, str]] = []
    where: tuple[str, str] | None = ("", "")
    while where is not None:
        page = store.call(ListVersions(bucket, key_marker=where[0], version_marker=where[1], limit=2))
        assert 1 <= len(page.versions) <= 2
        seen += [(entry.key, entry.version) for entry in page.versions]
        where = page.next
    assert len(seen) == len(set(seen)) == 9
    assert set(keys) < {key for key, _ in seen}


def test_other_keys_with_the_same_beginning_are_not_mixed_in(stores: Stores, browser: Browser) -> None:
    store, contract = stores.bare("work"), ref(stores, "documents", "contract.txt")
    store.call(PutObject(ref(stores, "documents", "contract.txt.bak"), body=b"x"))
    pages = list(browser.versions("work", contract.bucket, "", CANCEL, key="contract.txt"))
    assert [len(page) for page in pages] == [3]
    pages = list(browser.versions("work", contract.bucket, "", CANCEL, key="contract"))
    assert pages == [()]


# ---------------------------------------------------------------- archived objects


def test_an_archived_object_is_restored_becomes_readable_and_is_archived_again(
    sandbox: Sandbox, clock: TurnedClock, stores: Stores
) -> None:
    sandbox.settings = Settings(restore_s=HOUR_S)
    store, taxes = stores.bare("work"), ref(stores, "backup-archive", "taxes/2019.zip")
    assert store.call(HeadObject(taxes)).restore is RestoreState.FROZEN
    store.call(RestoreObject(taxes, days=2))
    restoring = store.call(HeadObject(taxes))
    assert (restoring.restore, restoring.readable_until) == (RestoreState.RESTORING, None)
    store.call(RestoreObject(taxes, days=2))  # no error: it is under way
    clock.ahead_s += HOUR_S + 1
    restored = store.call(HeadObject(taxes))
    assert restored.restore is RestoreState.RESTORED
    assert restored.readable_until == pytest.approx(clock.now() + 2 * DAY_S, abs=30)
    assert store.call(GetObject(taxes, first=0, last=9)).size == restored.size
    store.call(RestoreObject(taxes, days=5))
    longer = store.call(HeadObject(taxes)).readable_until
    assert longer == pytest.approx(clock.now() + 5 * DAY_S, abs=30)
    clock.ahead_s += 6 * DAY_S
    assert store.call(HeadObject(taxes)).restore is RestoreState.FROZEN


def test_every_tier_that_is_offered_for_a_class_is_taken(stores: Stores, browser: Browser) -> None:
    store = stores.bare("work")
    for key in ("taxes/2019.zip", "taxes/2021.zip"):
        taxes = ref(stores, "backup-archive", key)
        name = store.call(HeadObject(taxes)).props.storage_class
        for tier in (*browser.restore_tiers("work", name), ""):
            store.call(RestoreObject(taxes, days=1, tier=tier))
        assert store.call(HeadObject(taxes)).restore is RestoreState.RESTORING


def test_an_object_that_is_not_archived_cannot_be_restored(stores: Stores) -> None:
    with pytest.raises(StoreError) as caught:
        stores.bare("work").call(RestoreObject(ref(stores, "backup-archive", "taxes/letter.txt"), days=1))
    assert caught.value.kind is Kind.UNSUPPORTED


# ---------------------------------------------------------------- signed links


def fetched(url: str) -> tuple[int, bytes]:
    """What anybody gets who opens the link."""
    place = urlsplit(url)
    connection = HTTPConnection(place.netloc, timeout=20)
    try:
        connection.request("GET", f"{place.path}?{place.query}")
        answer = connection.getresponse()
        return answer.status, answer.read()
    finally:
        connection.close()


@pytest.mark.parametrize("key", ["plain.txt", "a+b c?d#e%20&=.txt", "中/é 🌅", "a/../b", "a//b"])
def test_anybody_can_read_an_object_by_its_link(stores: Stores, browser: Browser, key: str) -> None:
    made = ref(stores, "research-data", key)
    stores.bare("work").call(PutObject(made, body=key.encode()))
    assert fetched(browser.link(made, 60)) == (200, key.encode())


def test_a_link_to_a_version_reads_that_version(stores: Stores, browser: Browser) -> None:
    bucket = ref(stores, "documents", "").bucket
    (found,) = browser.versions("work", bucket, "", CANCEL, key="contract.txt")
    links = [browser.link(ref(stores, "documents", entry.key, entry.version), 60) for entry in found]
    assert [fetched(link) for link in links] == [(200, text) for text in TEXTS]


def test_a_link_that_was_altered_or_has_expired_is_refused(
    clock: TurnedClock, stores: Stores, browser: Browser
) -> None:
    link = browser.link(ref(stores, "documents", "contract.txt"), 600)
    assert fetched(link)[0] == 200
    assert fetched(link.replace("contract.txt", "deleted-by-mistake.txt"))[0] == 403
    assert fetched(link[:-3] + ("000" if not link.endswith("000") else "111"))[0] == 403
    clock.ahead_s += 601
    assert fetched(link)[0] == 403


def test_a_link_is_signed_with_the_time_of_the_store(sandbox: Sandbox, stores: Stores, account: Account) -> None:
    """The client's clock is two hours slow; the first answer teaches it so."""
    contract, wrong = ref(stores, "documents", "contract.txt"), TurnedClock()
    wrong.ahead_s = -2 * HOUR_S
    slow = Stores(Book(account), lambda _: Credentials(account.key_id, sandbox.offers[0].secret), wrong)
    slow.bare("work").call(GetObject(contract))
    assert fetched(slow.link(contract, 60)) == (200, TEXTS[0])
    slow.close_thread()


# ---------------------------------------------------------------- folders and unfinished uploads


def test_a_folder_is_made_once(stores: Stores, browser: Browser) -> None:
    for bucket in ("research-data", "documents"):
        place = ref(stores, bucket, "new folder/")
        browser.make_folder("work", place.bucket, "new folder", CANCEL)
        assert stores.bare("work").call(HeadObject(place)).size == 0
        with pytest.raises(StoreError) as caught:
            browser.make_folder("work", place.bucket, "new folder/", CANCEL)
        assert caught.value.kind is Kind.EXISTS


def test_unfinished_uploads_are_listed_and_dropped(stores: Stores, browser: Browser) -> None:
    store, bucket = stores.bare("work"), ref(stores, "research-data", "").bucket
    begun = {store.call(CreateUpload(ObjectRef("work", bucket, f"up/{number}"))) for number in range(3)}
    store.call(CreateUpload(ObjectRef("work", bucket, "other")))
    found = list(browser.uploads("work", bucket, "up/", CANCEL))
    assert {upload.upload_id for upload in found} == begun
    for upload in (*found, found[0]):
        browser.abort("work", bucket, upload, CANCEL)
    assert list(browser.uploads("work", bucket, "up/", CANCEL)) == []


# ---------------------------------------------------------------- what only one vendor has


def test_a_symbolic_link_tells_what_it_points_to_where_there_are_any(stores: Stores, browser: Browser) -> None:
    film = ref(stores, "holiday-photos", "films/latest.mov")
    if stores.account("work").provider in ("oss", "cos"):
        assert browser.link_target(film, CANCEL) == "films/crossing.mov"
        return
    with pytest.raises(StoreError) as caught:
        browser.link_target(film, CANCEL)
    assert caught.value.kind is Kind.UNSUPPORTED


def test_every_acl_and_storage_class_that_can_be_chosen_is_taken_and_read_back(
    stores: Stores, browser: Browser
) -> None:
    store, made = stores.bare("work"), ref(stores, "research-data", "chosen")
    for storage_class in browser.storage_classes("work"):
        if storage_class.common in CLASSES:
            store.call(PutObject(made, body=b"x", props=Props(storage_class=storage_class.name)))
            assert store.call(HeadObject(made)).props.storage_class == storage_class.name
    for word in browser.acl_words("work"):
        store.call(PutObject(made, body=b"x", props=Props(acl=known(word))))
        assert store.call(GetAcl(made)) == word
        store.call(PutAcl(made, acl=word))
        assert store.call(GetAcl(made)) == word
