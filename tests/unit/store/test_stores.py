"""Unit: what is shared between threads and what is not, and what is known of a bucket."""

from __future__ import annotations

import gc
import threading
import weakref
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import Any

import pytest

from core.model.errors import Kind, KnownError, Sent, StoreError
from core.model.ops import BucketPage, GetBucketInfo, GetBucketLocation, HeadObject, ListBuckets, Op, Store
from core.model.values import Account, BucketInfo, Credentials, ObjectRef, Site
from core.store.stores import Stores, dialect_for
from core.system.clock import Cancel
from tests.doubles.clock import FakeClock
from tests.doubles.wire import ACCOUNT, CREDENTIALS, FEATURES, LIMITS, PROVIDER, Asked, FakeDialect, FakeTransport

HEAD: Op[Any] = HeadObject(ObjectRef("work", "photos", "a.jpg"))  # each test says what it is answered


class Book:
    """An account book with one account that a test may change."""

    def __init__(self, account: Account = ACCOUNT) -> None:
        self.account = account

    def get(self, name: str) -> Account:
        if name != self.account.name:
            raise KeyError(name)
        return self.account


class World:
    """Stores over a fake dialect; `answers` tells the result or the failure for an operation's type."""

    def __init__(self, **answers: Any) -> None:
        self.answers = answers
        self.book = Book()
        self.dialect = FakeDialect(self.answer)
        self.senders: list[FakeTransport] = []
        self.credentials: Credentials | None = CREDENTIALS
        self.loads = 0
        self.clock = FakeClock()
        self.stores = Stores(
            self.book,
            self.load,
            self.clock,
            open_transport=self.open,
            find_dialect=self.find,
            find_provider=lambda _: PROVIDER,
        )

    def answer(self, asked: Asked) -> Any:
        found = self.answers.get(type(asked.op).__name__, "answer")
        if isinstance(found, StoreError):
            raise replace(found)
        return found(asked.op) if callable(found) else found

    def load(self, account: Account) -> Credentials | None:
        self.loads += 1
        return self.credentials

    def open(self) -> FakeTransport:
        self.senders.append(FakeTransport())
        return self.senders[-1]

    def find(self, provider: str) -> FakeDialect:
        if provider != "fake":
            raise KeyError(provider)
        return self.dialect


def in_thread(work: Callable[[], Any]) -> None:
    """Run `work` in a thread that has ended when this returns."""
    with ThreadPoolExecutor(1) as pool:
        pool.submit(work).result(10)


# ---------------------------------------------------------------- threads


def test_a_thread_has_one_transport_and_another_thread_has_another() -> None:
    world = World()
    for _ in range(3):
        world.stores.bare("work").call(HEAD)
        world.stores.patient("work", Cancel()).call(HEAD)
    assert len(world.senders) == 1
    in_thread(lambda: world.stores.bare("work").call(HEAD))
    assert len(world.senders) == 2


def test_what_one_thread_learned_serves_all() -> None:
    def skewed(asked: Asked) -> str:
        if asked.now < 1_700_003_000:
            raise StoreError(Kind.CLOCK_SKEW, hint="1700003600")
        return "answer"

    world = World()
    world.dialect.answer = skewed
    world.stores.bare("work").call(HEAD)
    in_thread(lambda: world.stores.bare("work").call(HEAD))
    assert [asked.now for asked in world.dialect.asked] == [1_700_000_000, 1_700_003_600, 1_700_003_600]
    assert world.stores.clock_offset_s("work") == 3600


def test_an_interrupt_reaches_the_transports_of_all_threads() -> None:
    world = World()
    ready, done = threading.Barrier(4), threading.Event()

    def work() -> None:
        world.stores.bare("work").call(HEAD)
        ready.wait(10)
        done.wait(10)

    threads = [threading.Thread(target=work) for _ in range(3)]
    for thread in threads:
        thread.start()
    ready.wait(10)
    world.stores.interrupt()
    done.set()
    for thread in threads:
        thread.join(10)
    assert [sender.interrupted for sender in world.senders] == [1, 1, 1]


def test_a_thread_that_closes_may_go_on_with_a_new_transport() -> None:
    world = World()
    world.stores.bare("work").call(HEAD)
    world.stores.close_thread()
    world.stores.close_thread()
    world.stores.bare("work").call(HEAD)
    assert [sender.closed for sender in world.senders] == [1, 0]


def test_the_transport_of_a_thread_that_has_ended_is_not_kept() -> None:
    world = World()
    in_thread(lambda: world.stores.bare("work").call(HEAD))
    left = weakref.ref(world.senders.pop())
    gc.collect()
    assert left() is None
    world.stores.interrupt()


# ---------------------------------------------------------------- accounts


def test_an_unknown_account_is_a_plain_error() -> None:
    with pytest.raises(StoreError) as caught:
        World().stores.bare("nobody")
    assert (caught.value.kind, caught.value.code, caught.value.sent) == (Kind.INVALID, "UnknownAccount", Sent.NO)


def test_an_unknown_provider_is_a_plain_error() -> None:
    world = World()
    world.book.account = replace(ACCOUNT, provider="nimbus")
    with pytest.raises(StoreError) as caught:
        world.stores.bare("work")
    assert (caught.value.kind, caught.value.code) == (Kind.INVALID, "UnknownProvider")
    assert "nimbus" in caught.value.message


def test_an_account_without_a_secret_is_said_so_and_nothing_is_sent() -> None:
    world = World()
    world.credentials = None
    with pytest.raises(StoreError) as caught:
        world.stores.bare("work").call(HEAD)
    assert (caught.value.kind, caught.value.code, caught.value.sent) == (Kind.BAD_CREDENTIALS, "NoSecret", Sent.NO)
    assert world.dialect.asked == []


def test_a_locked_keyring_is_an_error_of_the_credentials_with_its_own_sentence() -> None:
    world = World()

    def locked(_: Account) -> Credentials:
        raise KnownError("The keyring is locked.")

    stores = Stores(world.book, locked, world.clock, open_transport=world.open, find_dialect=world.find)
    with pytest.raises(StoreError) as caught:
        stores.bare("work").call(HEAD)
    assert (caught.value.kind, caught.value.code) == (Kind.BAD_CREDENTIALS, "NoKeyring")
    assert caught.value.message == "The keyring is locked."


def test_the_secret_is_looked_up_once() -> None:
    world = World()
    for _ in range(3):
        world.stores.bare("work").call(HEAD)
    assert world.loads == 1


def test_a_secret_that_is_saved_later_is_found() -> None:
    world = World()
    world.credentials = None
    with pytest.raises(StoreError):
        world.stores.bare("work").call(HEAD)
    world.credentials = CREDENTIALS
    assert world.stores.bare("work").call(HEAD) == "answer"


def test_invalidating_an_account_forgets_its_secret_and_its_buckets() -> None:
    world = World(ListBuckets=BucketPage((BucketInfo("photos", "here"),), None))
    world.stores.bucket("work", "photos")
    world.stores.invalidate("work")
    world.stores.bucket("work", "photos")
    assert (world.loads, world.dialect.ops()) == (2, ["ListBuckets", "ListBuckets"])


def test_a_changed_account_is_noticed_without_being_told() -> None:
    world = World()
    world.stores.bare("work").call(HEAD)
    world.book.account = replace(ACCOUNT, endpoint="https://other.test")
    world.stores.bare("work").call(HEAD)
    assert [asked.site.host for asked in world.dialect.asked] == ["store.test", "other.test"]


def test_limits_and_features_are_the_providers() -> None:
    stores = World().stores
    assert (stores.limits("work"), stores.features("work")) == (LIMITS, FEATURES)


def test_the_dialect_of_a_provider_is_found_by_name() -> None:
    assert dialect_for("oss").name == "oss"
    with pytest.raises(KeyError):
        dialect_for("nimbus")


# ---------------------------------------------------------------- buckets

DENIED = StoreError(Kind.DENIED, status=403)


def test_a_listed_bucket_is_asked_for_once() -> None:
    listed = BucketInfo("photos", region="there", endpoint="there.test")
    world = World(ListBuckets=BucketPage((listed,), None))
    assert world.stores.bucket("work", "photos") == listed
    assert world.stores.bucket("work", "photos") == listed
    assert world.stores.site("work", "photos").host == "there.test"
    assert world.dialect.ops() == ["ListBuckets"]


def test_the_list_of_buckets_is_read_to_its_end() -> None:
    pages = {"": BucketPage((BucketInfo("a"),), "a"), "a": BucketPage((BucketInfo("b"),), None)}
    world = World(ListBuckets=lambda op: pages[op.marker])
    assert [info.name for info in world.stores.buckets("work")] == ["a", "b"]


def test_a_list_of_buckets_that_does_not_advance_is_an_error() -> None:
    world = World(ListBuckets=BucketPage((BucketInfo("a"),), "a"))
    with pytest.raises(StoreError) as caught:
        world.stores.buckets("work")
    assert caught.value.code == "ListStuck"


def test_a_bucket_of_somebody_else_is_asked_for_itself_and_the_list_is_not_read_again() -> None:
    world = World(
        ListBuckets=BucketPage((BucketInfo("mine"),), None), GetBucketInfo=lambda op: BucketInfo(op.bucket, "there")
    )
    assert world.stores.bucket("work", "shared").region == "there"
    assert world.stores.bucket("work", "other").region == "there"
    assert world.dialect.ops() == ["ListBuckets", "GetBucketInfo", "GetBucketInfo"]


def test_a_key_that_may_not_list_is_answered_by_the_bucket() -> None:
    world = World(ListBuckets=DENIED, GetBucketInfo=BucketInfo("photos", "there"))
    assert world.stores.bucket("work", "photos").region == "there"


def test_a_key_that_may_not_read_the_bucket_is_answered_by_its_location() -> None:
    world = World(ListBuckets=DENIED, GetBucketInfo=DENIED, GetBucketLocation="there")
    assert world.stores.bucket("work", "photos") == BucketInfo("photos", region="there")


def test_a_key_that_may_ask_nothing_is_answered_by_the_account() -> None:
    world = World(ListBuckets=DENIED, GetBucketInfo=DENIED, GetBucketLocation=DENIED)
    assert world.stores.bucket("work", "photos") == BucketInfo("photos", region="here")
    assert world.stores.bucket("work", "photos") == BucketInfo("photos", region="here")
    assert world.dialect.ops() == ["ListBuckets", "GetBucketInfo", "GetBucketLocation"]


def test_a_refusal_that_names_the_buckets_region_teaches_it() -> None:
    world = World(ListBuckets=DENIED)

    def answer(asked: Asked) -> Any:
        if isinstance(asked.op, ListBuckets):
            raise replace(DENIED)
        if asked.site.host != "there.test":
            raise StoreError(Kind.WRONG_REGION, hint="there.test")
        raise replace(DENIED)

    world.dialect.answer = answer
    assert world.stores.bucket("work", "photos").region == "there"
    assert world.stores.site("work", "photos").host == "there.test"


def test_a_bucket_that_does_not_exist_is_an_error_and_is_asked_for_again() -> None:
    world = World(ListBuckets=DENIED, GetBucketInfo=StoreError(Kind.NO_BUCKET, status=404))
    for _ in range(2):
        with pytest.raises(StoreError) as caught:
            world.stores.bucket("work", "photos")
        assert caught.value.kind is Kind.NO_BUCKET
    assert world.dialect.ops() == ["ListBuckets", "GetBucketInfo", "GetBucketInfo"]


@pytest.mark.parametrize("question", [ListBuckets, GetBucketInfo, GetBucketLocation])
@pytest.mark.parametrize("kind", [Kind.TRANSIENT, Kind.THROTTLED, Kind.BAD_CREDENTIALS, Kind.CREDENTIALS_EXPIRED])
def test_a_passing_failure_is_no_answer_and_is_not_kept(question: type, kind: Kind) -> None:
    world = World(ListBuckets=DENIED, GetBucketInfo=DENIED, GetBucketLocation="there")
    world.answers[question.__name__] = StoreError(kind, status=503)
    with pytest.raises(StoreError):
        world.stores.bucket("work", "photos")
    world.answers[question.__name__] = DENIED
    assert world.stores.bucket("work", "photos").name == "photos"


def test_an_unusable_endpoint_is_not_mistaken_for_a_refusal() -> None:
    world = World()
    world.book.account = replace(ACCOUNT, endpoint="nonsense")
    with pytest.raises(StoreError) as caught:
        world.stores.bucket("work", "photos")
    assert caught.value.code == "BadEndpoint"


def test_a_domain_that_cannot_list_buckets_is_no_hindrance() -> None:
    world = World(GetBucketInfo=BucketInfo("photos", "here"))
    site = world.dialect.service_site(ACCOUNT)

    def no_service(account: Account) -> Site:
        raise ValueError("A custom domain cannot list buckets.")

    world.dialect.service_site = no_service  # type: ignore[method-assign]
    world.dialect.bucket_site = lambda account, bucket: site  # type: ignore[method-assign]
    assert world.stores.bucket("work", "photos").region == "here"
    assert world.dialect.ops() == ["GetBucketInfo"]


@pytest.mark.parametrize("code", ["CertificateNotTrusted", "ProxyNotSupported", "BadHost"])
def test_a_question_that_could_not_leave_is_not_mistaken_for_a_refusal(code: str) -> None:
    world = World(ListBuckets=StoreError(Kind.UNSUPPORTED, code=code, sent=Sent.NO))
    with pytest.raises(StoreError) as caught:
        world.stores.bucket("work", "photos")
    assert caught.value.code == code


def test_a_bare_store_does_not_wait_and_a_patient_one_does() -> None:
    world = World(HeadObject=StoreError(Kind.THROTTLED, status=503))
    bare: Store = world.stores.bare("work")
    with pytest.raises(StoreError):
        bare.call(HEAD)
    assert world.clock.waits == []
    with pytest.raises(StoreError):
        world.stores.patient("work", Cancel(), tries=3).call(HEAD)
    assert len(world.clock.waits) == 2
