"""Unit: a wrong clock, a wrong region and expired credentials are mended where an answer tells how."""

from __future__ import annotations

import threading
from typing import Any

import pytest

from core.model.errors import Kind, StoreError
from core.model.ops import BucketPage, HeadObject, ListBuckets, Op
from core.model.values import Account, BucketInfo, Credentials, ObjectRef
from core.store.layers import AccountSession, CorrectingStore, HttpStore
from tests.doubles.clock import FakeClock
from tests.doubles.wire import ACCOUNT, CREDENTIALS, Asked, FakeDialect, FakeTransport, line

REF = ObjectRef("work", "photos", "a.jpg")
HEAD: Op[Any] = HeadObject(REF)  # each test says what it is answered


def mending(answer: Any, renew: Any = None) -> tuple[CorrectingStore, FakeDialect, AccountSession, FakeClock]:
    dialect, clock = FakeDialect(answer), FakeClock()
    known = line(dialect)
    return CorrectingStore(HttpStore(known, FakeTransport(), clock), known, clock, renew), dialect, known, clock


# ---------------------------------------------------------------- CorrectingStore


def skewed(asked: Asked) -> str:
    if abs(asked.now - 1_700_003_600) > 900:
        raise StoreError(Kind.CLOCK_SKEW, hint="1700003600")
    return "answer"


def test_a_wrong_clock_is_learned_from_the_store_and_the_request_is_signed_anew() -> None:
    store, dialect, known, _ = mending(skewed)
    assert store.call(HEAD) == "answer"
    assert [asked.now for asked in dialect.asked] == [1_700_000_000, 1_700_003_600]
    assert known.offset_s == 3600


def test_the_learned_offset_serves_the_next_request_at_once_and_moves_with_the_clock() -> None:
    store, dialect, _, clock = mending(skewed)
    store.call(HEAD)
    clock.unix += 60
    store.call(HEAD)
    assert [asked.now for asked in dialect.asked][2:] == [1_700_003_660]


def test_a_skew_without_a_time_in_the_answer_is_raised() -> None:
    def refuse(_: Asked) -> None:
        raise StoreError(Kind.CLOCK_SKEW)

    store, dialect, _, _ = mending(refuse)
    with pytest.raises(StoreError):
        store.call(HEAD)
    assert len(dialect.asked) == 1


@pytest.mark.parametrize(
    "error",
    [StoreError(Kind.CLOCK_SKEW, hint="1700003600"), StoreError(Kind.WRONG_REGION, hint="there.test")],
    ids=str,
)
def test_a_fault_that_returns_after_it_was_mended_is_raised(error: StoreError) -> None:
    def refuse(_: Asked) -> None:
        raise error

    store, dialect, _, _ = mending(refuse)
    with pytest.raises(StoreError):
        store.call(HEAD)
    assert len(dialect.asked) == 2


def test_a_bucket_of_another_region_is_found_where_the_store_says_and_stays_found() -> None:
    def elsewhere(asked: Asked) -> str:
        if asked.site.host != "there.test":
            raise StoreError(Kind.WRONG_REGION, hint="there.test")
        return "answer"

    store, dialect, known, _ = mending(elsewhere)
    store.call(HEAD)
    store.call(HEAD)
    assert [asked.site.host for asked in dialect.asked] == ["store.test", "there.test", "there.test"]
    assert (known.site("photos").region, known.site("").host) == ("there", "store.test")


def test_a_listing_does_not_undo_what_the_bucket_itself_said() -> None:
    known = line(FakeDialect(lambda _: None))
    moved = known.dialect.moved_site(known.site("photos"), "there.test")
    assert moved is not None
    known.learn_site("photos", moved)
    known.learn_buckets(BucketInfo("photos", region="here"))
    assert known.site("photos").host == "there.test"


def test_a_wrong_region_without_a_hint_is_looked_up_in_the_list_of_buckets() -> None:
    def silent(asked: Asked) -> Any:
        if isinstance(asked.op, ListBuckets):
            return BucketPage((BucketInfo("photos", region="there", endpoint="there.test"),), None)
        if asked.site.host != "there.test":
            raise StoreError(Kind.WRONG_REGION)
        return "answer"

    store, dialect, _, _ = mending(silent)
    assert store.call(HEAD) == "answer"
    assert dialect.ops() == ["HeadObject", "ListBuckets", "HeadObject"]


def test_a_hint_that_told_only_the_host_is_completed_from_the_list_of_buckets() -> None:
    def halfway(asked: Asked) -> Any:
        if isinstance(asked.op, ListBuckets):
            return BucketPage((BucketInfo("photos", region="far", endpoint="there.test"),), None)
        if asked.site.host != "there.test":
            raise StoreError(Kind.WRONG_REGION, hint="there.test")
        if asked.site.region != "far":
            raise StoreError(Kind.WRONG_REGION)
        return "answer"

    store, dialect, _, _ = mending(halfway)
    assert store.call(HEAD) == "answer"
    assert store.call(HEAD) == "answer"
    assert dialect.ops() == ["HeadObject", "HeadObject", "ListBuckets", "HeadObject", "HeadObject"]


@pytest.mark.parametrize(
    "listed", [BucketPage((), None), BucketPage((BucketInfo("photos"),), None), StoreError(Kind.DENIED)], ids=str
)
def test_a_wrong_region_that_nobody_can_explain_is_raised_itself(listed: Any) -> None:
    def silent(asked: Asked) -> Any:
        if isinstance(asked.op, ListBuckets):
            if isinstance(listed, StoreError):
                raise listed
            return listed
        raise StoreError(Kind.WRONG_REGION, op="HeadObject")

    store, dialect, _, _ = mending(silent)
    with pytest.raises(StoreError) as caught:
        store.call(HEAD)
    assert (caught.value.kind, caught.value.op) == (Kind.WRONG_REGION, "HeadObject")
    assert dialect.ops() == ["HeadObject", "ListBuckets"]


def test_a_hint_that_is_not_trusted_is_not_followed() -> None:
    def elsewhere(_: Asked) -> None:
        raise StoreError(Kind.WRONG_REGION, hint="evil.example")

    store, dialect, _, _ = mending(elsewhere)
    with pytest.raises(StoreError):
        store.call(HEAD)
    assert [asked.site.host for asked in dialect.asked] == ["store.test"]


def test_a_wrong_clock_and_a_wrong_region_are_mended_in_one_call() -> None:
    def both(asked: Asked) -> str:
        if asked.site.host != "there.test":
            raise StoreError(Kind.WRONG_REGION, hint="there.test")
        return skewed(asked)

    store, dialect, _, _ = mending(both)
    assert store.call(HEAD) == "answer"
    assert len(dialect.asked) == 3


FRESH = Credentials("KEY", "a-new-secret", token="a-new-token")


def expired(asked: Asked) -> str:
    if asked.credentials != FRESH:
        raise StoreError(Kind.CREDENTIALS_EXPIRED)
    return "answer"


def test_expired_credentials_are_renewed_once_and_kept() -> None:
    asked_for: list[str] = []

    def renew(account: Account) -> Credentials:
        asked_for.append(account.name)
        return FRESH

    store, _, _, _ = mending(expired, renew)
    assert store.call(HEAD) == "answer"
    assert store.call(HEAD) == "answer"
    assert asked_for == ["work"]


@pytest.mark.parametrize("answer", [None, CREDENTIALS], ids=["nothing", "the-same"])
def test_expired_credentials_are_an_error_when_no_others_come(answer: Credentials | None) -> None:
    store, dialect, _, _ = mending(expired, lambda _: answer)
    with pytest.raises(StoreError) as caught:
        store.call(HEAD)
    assert caught.value.kind is Kind.CREDENTIALS_EXPIRED
    assert len(dialect.asked) == 1


def test_of_many_threads_with_expired_credentials_one_asks_and_all_go_on() -> None:
    started = threading.Barrier(8)
    asked_for: list[str] = []

    def answer(asked: Asked) -> str:
        if asked.credentials != FRESH:
            started.wait(10)
        return expired(asked)

    def renew(account: Account) -> Credentials:
        asked_for.append(account.name)
        return FRESH

    known = AccountSession(ACCOUNT, _Parallel(answer), lambda _: CREDENTIALS)
    results: list[str] = []

    def run() -> None:
        clock = FakeClock()
        op: Op[Any] = HEAD
        results.append(CorrectingStore(HttpStore(known, FakeTransport(), clock), known, clock, renew).call(op))

    threads = [threading.Thread(target=run) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(10)
    assert results == ["answer"] * 8
    assert asked_for == ["work"]


def test_of_many_threads_that_find_a_bucket_moved_all_go_on() -> None:
    started = threading.Barrier(8)

    def elsewhere(asked: Asked) -> str:
        if asked.site.host != "there.test":
            started.wait(10)
            raise StoreError(Kind.WRONG_REGION, hint="there.test")
        return "answer"

    known = AccountSession(ACCOUNT, _Parallel(elsewhere), lambda _: CREDENTIALS)
    results: list[str] = []

    def run() -> None:
        clock = FakeClock()
        op: Op[Any] = HEAD
        results.append(CorrectingStore(HttpStore(known, FakeTransport(), clock), known, clock).call(op))

    threads = [threading.Thread(target=run) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(10)
    assert results == ["answer"] * 8


class _Parallel(FakeDialect):
    """Keeps the last request for each thread apart."""

    def __init__(self, answer: Any) -> None:
        super().__init__(answer)
        self._here = threading.local()

    def encode(self, op: Any, account: Any, site: Any, credentials: Any, now: float) -> Any:
        request = super().encode(op, account, site, credentials, now)
        self._here.asked = Asked(op, site, credentials, now)
        return request

    def decode(self, op: Any, account: Any, answer: Any) -> Any:
        return self.answer(self._here.asked)


@pytest.mark.parametrize("kind", [Kind.DENIED, Kind.TRANSIENT, Kind.THROTTLED, Kind.NOT_FOUND, Kind.EXISTS])
def test_what_cannot_be_mended_is_raised_at_once(kind: Kind) -> None:
    def refuse(_: Asked) -> None:
        raise StoreError(kind)

    store, dialect, _, _ = mending(refuse)
    with pytest.raises(StoreError):
        store.call(HEAD)
    assert len(dialect.asked) == 1
