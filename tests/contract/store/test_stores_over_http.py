"""Contract: the whole way from an operation to a store's answer, over real sockets to the embedded store."""

from __future__ import annotations

import socket
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import Any

import pytest

from core.model.errors import Cancelled, Kind, Sent, StoreError
from core.model.ops import (
    CompleteUpload,
    CopyObject,
    CreateUpload,
    DeleteObject,
    GetAcl,
    GetObject,
    GetTags,
    HeadObject,
    ListObjects,
    PutAcl,
    PutObject,
    PutTags,
)
from core.model.reports import Finding
from core.model.values import Account, Credentials, ObjectRef, Pin, Props, known
from core.sandbox import settings as faults
from core.sandbox.server import Offer, Sandbox
from core.sandbox.settings import Settings
from core.sandbox.world import KeyPair
from core.store.browser import Browser, check_account
from core.store.stores import Stores
from core.system.clock import Cancel, SystemClock
from tests.doubles.clock import FakeClock

BUCKET = "documents"  # lives in the first region


class ShiftedClock(SystemClock):
    """The machine's clock, set wrong."""

    def now(self) -> float:
        return super().now() - 2 * 3600


class Book:
    def __init__(self, *accounts: Account) -> None:
        self.accounts = {account.name: account for account in accounts}

    def get(self, name: str) -> Account:
        return self.accounts[name]


def account(offer: Offer, name: str = "work", **more: Any) -> Account:
    values = {"region": offer.region, "key_id": offer.key_id, **more}
    return Account(name, offer.provider, offer.endpoint, **values)


def secret(offer: Offer) -> Credentials:
    return Credentials(offer.key_id, offer.secret)


@contextmanager
def stores_of(sandbox: Sandbox, *, offered: int = 0, clock: Any = None, **more: Any) -> Iterator[Stores]:
    offer = sandbox.offers[offered]
    stores = Stores(Book(account(offer, **more)), lambda _: secret(offer), clock or SystemClock())
    yield stores
    stores.close_thread()


def ref(key: str) -> ObjectRef:
    return ObjectRef("work", BUCKET, key)


def put(stores: Stores, key: str, body: bytes = b"hello", **more: Any) -> None:
    stores.bare("work").call(PutObject(ref(key), body=body, **more))


@pytest.mark.parametrize("signature", ["v4", "v1"])
def test_an_object_is_put_copied_read_listed_and_deleted(sandbox: Sandbox, signature: str) -> None:
    with stores_of(sandbox, signature=signature) as stores:
        store = stores.patient("work", Cancel())
        props = Props(headers={"content-type": "text/x-test"}, user={"who": "me"}, tags=known({"a": "b"}))
        written = store.call(PutObject(ref("new/ä b+c.txt"), body=b"hello", props=props))
        info = store.call(HeadObject(ref("new/ä b+c.txt")))
        assert (info.size, info.etag, info.crc64) == (5, written.etag, written.crc64)
        assert (info.props.headers["content-type"], info.props.user) == ("text/x-test", {"who": "me"})
        store.call(
            CopyObject(
                ref("new/copy"),
                source=info.ref,
                pin=Pin.of(info),
                source_site=stores.site("work", BUCKET),
            )
        )
        assert store.call(GetObject(ref("new/copy"))).body == b"hello"
        assert store.call(GetTags(ref("new/copy"))) == {"a": "b"}
        store.call(PutTags(ref("new/copy"), tags={"c": "d"}))
        store.call(PutAcl(ref("new/copy"), acl="private"))
        assert store.call(GetAcl(ref("new/copy"))) == "private"
        page = store.call(ListObjects(BUCKET, prefix="new/"))
        assert [entry.key for entry in page.entries] == ["new/copy", "new/ä b+c.txt"]
        store.call(DeleteObject(ref("new/copy")))
        with pytest.raises(StoreError) as caught:
            store.call(HeadObject(ref("new/copy")))
        assert caught.value.kind is Kind.NOT_FOUND


@pytest.mark.parametrize("key", ["a/../b", "..", ".", "a//b", "%2e", "a?b", "#", "a+b c", "é", "e\u0301", "x\n"])
def test_no_key_is_changed_on_its_way(sandbox: Sandbox, key: str) -> None:
    with stores_of(sandbox) as stores:
        put(stores, key, key.encode())
        assert stores.bare("work").call(GetObject(ref(key))).body == key.encode()
    with sandbox.world.lock:
        assert sandbox.world.get(BUCKET, key) is not None


@pytest.mark.parametrize("region", ["cn-shanghai", ""], ids=["v4", "v1"])
def test_a_bucket_of_another_region_is_reached_by_the_first_call_and_directly_by_the_next(
    sandbox: Sandbox, region: str
) -> None:
    with stores_of(sandbox) as home:
        put(home, "here")
    with stores_of(sandbox, offered=1, region=region) as stores:
        assert stores.bare("work").call(HeadObject(ref("here"))).size == 5
        asked = len(sandbox.seen.all())
        assert stores.bare("work").call(HeadObject(ref("here"))).size == 5
        assert len(sandbox.seen.all()) == asked + 1
        assert stores.bucket("work", BUCKET).region == sandbox.offers[0].region
        assert f"http://{stores.site('work', BUCKET).host}" == sandbox.offers[0].endpoint


def test_a_clock_that_is_hours_off_is_learned(sandbox: Sandbox) -> None:
    with stores_of(sandbox, clock=ShiftedClock()) as stores:
        put(stores, "skewed")
        assert stores.clock_offset_s("work") == pytest.approx(7200, abs=5)
        before = len(sandbox.seen.all())
        put(stores, "skewed-again")
        assert len(sandbox.seen.all()) == before + 1


def test_a_throttled_request_is_repeated_after_the_pause_that_the_store_asked_for(sandbox: Sandbox) -> None:
    clock = FakeClock(unix=SystemClock().now(), chance=0.0)

    def busy(seen: faults.Seen) -> faults.Fault | None:
        return faults.throttle(retry_after=7) if seen.number < 3 else None

    with stores_of(sandbox, clock=clock) as stores:
        sandbox.settings = Settings(on_request=busy)
        stores.patient("work", Cancel()).call(PutObject(ref("busy"), body=b"x"))
    assert clock.waits == [7.0, 7.0]


@pytest.mark.parametrize("fault", [faults.drop_before(), faults.drop_after(), faults.truncated()], ids=lambda f: f.kind)
def test_a_lost_answer_to_a_creation_is_ambiguous_and_is_not_repeated(sandbox: Sandbox, fault: faults.Fault) -> None:
    def lose(seen: faults.Seen) -> faults.Fault | None:
        return fault if seen.operation == "InitiateMultipartUpload" else None

    with stores_of(sandbox) as stores:
        sandbox.settings = Settings(on_request=lose)
        with pytest.raises(StoreError) as caught:
            stores.patient("work", Cancel()).call(CreateUpload(ref("lost")))
    assert (caught.value.kind, caught.value.sent) == (Kind.AMBIGUOUS, Sent.MAYBE)
    assert sandbox.seen.count("InitiateMultipartUpload") == 1


def test_a_lost_answer_to_a_put_is_repeated(sandbox: Sandbox) -> None:
    def lose(seen: faults.Seen) -> faults.Fault | None:
        return faults.drop_after() if seen.number == 1 else None

    with stores_of(sandbox, clock=FakeClock(unix=SystemClock().now())) as stores:
        sandbox.settings = Settings(on_request=lose)
        stores.patient("work", Cancel()).call(PutObject(ref("twice"), body=b"x"))
    assert sandbox.seen.count("PutObject") == 2


def test_a_refused_completion_is_a_definite_answer(sandbox: Sandbox) -> None:
    with stores_of(sandbox) as stores, pytest.raises(StoreError) as caught:
        stores.bare("work").call(CompleteUpload(ref("none"), upload_id="F" * 32, parts=()))
    assert caught.value.sent is Sent.YES
    assert caught.value.kind is not Kind.AMBIGUOUS


def test_sixteen_threads_at_once_use_sixteen_connections_and_lose_nothing(sandbox: Sandbox) -> None:
    with stores_of(sandbox) as stores:

        def work(number: int) -> int:
            for index in range(10):
                put(stores, f"many/{number}/{index}", b"%d" % index)
            stores.close_thread()
            return number

        with ThreadPoolExecutor(16) as pool:
            assert sorted(pool.map(work, range(16))) == list(range(16))
        pages = Browser(stores).walk("work", BUCKET, "many/", Cancel())
        assert sum(len(page.entries) for page in pages) == 160


def test_an_interrupt_ends_the_requests_of_all_threads_and_a_wish_to_stop_their_retries() -> None:
    cancel = Cancel()
    with socket.create_server(("127.0.0.1", 0)) as silent, ThreadPoolExecutor(4) as pool:
        port = silent.getsockname()[1]
        book = Book(Account("work", "oss", f"http://127.0.0.1:{port}", region="cn-hangzhou"))
        stores = Stores(book, lambda _: Credentials("KEY", "secret"), SystemClock())

        def work(number: int) -> str:
            try:
                stores.patient("work", cancel).call(PutObject(ref(f"held-{number}"), body=b"x"))
            except Cancelled:
                return "cancelled"
            finally:
                stores.close_thread()
            return "done"

        results = [pool.submit(work, number) for number in range(4)]
        held = [silent.accept()[0] for _ in results]
        for connection in held:
            assert connection.recv(1)
        cancel.set()
        stores.interrupt()
        assert [result.result(10) for result in results] == ["cancelled"] * 4
        for connection in held:
            connection.close()


# ---------------------------------------------------------------- looking


def test_a_browser_shows_buckets_a_folder_and_an_object(sandbox: Sandbox) -> None:
    with stores_of(sandbox) as stores:
        browser = Browser(stores)
        props = Props(tags=known({"a": "b"}))
        put(stores, "folder/one", props=props)
        put(stores, "folder/deep/two")
        assert BUCKET in {info.name for info in browser.buckets("work", Cancel())}
        page = browser.page("work", BUCKET, "folder/", "", Cancel())
        assert ([entry.key for entry in page.entries], page.prefixes) == (["folder/one"], ("folder/deep/",))
        info = browser.stat(ref("folder/one"), Cancel())
        assert (info.props.tags, info.props.acl) == (known({"a": "b"}), known("default"))


def test_a_walk_reads_all_pages(sandbox: Sandbox) -> None:
    with stores_of(sandbox) as stores:
        pages = list(Browser(stores).walk("work", "server-logs", "", Cancel()))
    with sandbox.world.lock:
        there = len(sandbox.world.buckets["server-logs"].order)
    assert len(pages) > 1 or there <= 1000
    assert sum(len(page.entries) for page in pages) == there


# ---------------------------------------------------------------- the Test button

Change = Callable[[Offer], tuple[Account, Credentials | None]]


def no_list(sandbox: Sandbox, *more: str) -> Credentials:
    denied = frozenset({"ListBuckets", "GetService", *more})
    sandbox.world.add_key(KeyPair("NARROW", "narrow-secret", "sandbox", denied=denied))
    return Credentials("NARROW", "narrow-secret")


def test_a_good_account_is_told_how_many_buckets_it_has(sandbox: Sandbox) -> None:
    offer = sandbox.offers[0]
    verdict = check_account(account(offer), secret(offer), Cancel(), clock=SystemClock())
    assert (verdict.finding, verdict.buckets) == (Finding.OK, len(sandbox.world.buckets))
    assert verdict.is_ok
    assert verdict.error is None


def test_a_key_that_may_not_list_passes_with_a_start_path(sandbox: Sandbox) -> None:
    narrow = no_list(sandbox)
    checked = account(sandbox.offers[0], key_id="NARROW", start_path=f"{BUCKET}/reports/")
    verdict = check_account(checked, narrow, Cancel(), clock=SystemClock())
    assert (verdict.finding, verdict.buckets, verdict.bucket) == (Finding.OK_START_PATH, None, BUCKET)


def test_a_key_that_may_not_list_fails_without_a_start_path(sandbox: Sandbox) -> None:
    narrow = no_list(sandbox)
    verdict = check_account(account(sandbox.offers[0], key_id="NARROW"), narrow, Cancel(), clock=SystemClock())
    assert verdict.finding is Finding.DENIED


@pytest.mark.parametrize(
    ("change", "finding"),
    [
        (lambda offer: (account(offer), Credentials("LTAInobody", offer.secret)), Finding.BAD_KEY),
        (lambda offer: (account(offer), Credentials(offer.key_id, "wrong")), Finding.BAD_SECRET),
        (lambda offer: (account(offer), None), Finding.BAD_SECRET),
        (lambda offer: (account(offer, start_path="no-such-bucket-here/"), secret(offer)), Finding.NO_SUCH_BUCKET),
        (lambda offer: (Account("work", "oss", "https://"), secret(offer)), Finding.WRONG_ENDPOINT),
        (
            lambda offer: (Account("work", "oss", offer.endpoint.replace("http", "https")), secret(offer)),
            Finding.WRONG_ENDPOINT,
        ),
        (lambda offer: (Account("work", "oss", "http://127.0.0.1:1"), secret(offer)), Finding.OFFLINE),
        (lambda offer: (Account("work", "nimbus", offer.endpoint), secret(offer)), Finding.FAILED),
    ],
    ids=["key", "secret", "no-secret", "bucket", "no-host", "no-tls", "offline", "provider"],
)
def test_a_bad_account_is_told_what_is_wrong(sandbox: Sandbox, change: Change, finding: Finding) -> None:
    checked, credentials = change(sandbox.offers[0])
    verdict = check_account(checked, credentials, Cancel(), clock=SystemClock())
    assert verdict.finding is finding
    assert verdict.error is not None
    assert not verdict.is_ok
    assert "wrong" not in repr(verdict.error)


def test_a_wrong_clock_is_mended_and_reported(sandbox: Sandbox) -> None:
    offer = sandbox.offers[0]
    verdict = check_account(account(offer), secret(offer), Cancel(), clock=ShiftedClock())
    assert verdict.finding is Finding.OK
    assert verdict.skew_s == pytest.approx(7200, abs=5)


def test_expired_credentials_are_told_apart(sandbox: Sandbox) -> None:
    offer = sandbox.offers[0]
    sandbox.world.add_key(KeyPair("STS.temp", "temporary", "sandbox", token="token-of-an-hour", expires=1.0))
    credentials = Credentials("STS.temp", "temporary", token="token-of-an-hour")
    verdict = check_account(account(offer, key_id="STS.temp"), credentials, Cancel(), clock=SystemClock())
    assert verdict.finding is Finding.EXPIRED


def test_a_test_that_nobody_waits_for_any_more_stops(sandbox: Sandbox) -> None:
    cancel = Cancel()
    cancel.set()
    offer = sandbox.offers[0]
    with pytest.raises(Cancelled):
        check_account(account(offer), secret(offer), cancel, clock=SystemClock())
    assert sandbox.seen.all() == ()
