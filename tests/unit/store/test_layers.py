"""Unit: what each layer between an operation and the wire does, and what it leaves alone."""

from __future__ import annotations

from contextlib import suppress
from typing import Any

import pytest

from core.model.errors import Cancelled, Kind, Sent, StoreError
from core.model.ops import CompleteUpload, CreateUpload, HeadObject, ListBuckets, Op
from core.model.values import Account, ObjectRef
from core.store.dialects.base import WireRequest, WireResponse
from core.store.layers import CountingStore, HttpStore, RetryingStore
from core.system.clock import Cancel
from tests.doubles.clock import FakeClock
from tests.doubles.wire import CREDENTIALS, Asked, FakeDialect, FakeTransport, line

REF = ObjectRef("work", "photos", "a.jpg")
HEAD: Op[Any] = HeadObject(REF)  # each test says what it is answered
CREATE = CreateUpload(REF)


class Scripted:
    """A store that raises its failures in order and then answers "done"."""

    def __init__(self, *failures: StoreError) -> None:
        self.failures = list(failures)
        self.calls = 0

    def call(self, op: Op[Any]) -> Any:
        self.calls += 1
        if self.failures:
            raise self.failures.pop(0)
        return "done"


def http(answer: Any, *failures: StoreError) -> tuple[HttpStore, FakeDialect]:
    dialect = FakeDialect(lambda asked: answer(asked) if callable(answer) else answer)
    return HttpStore(line(dialect), FakeTransport(list(failures)), FakeClock()), dialect


# ---------------------------------------------------------------- HttpStore


def test_an_operation_is_one_request_signed_with_the_account_now() -> None:
    store, dialect = http("answer")
    assert store.call(HEAD) == "answer"
    (asked,) = dialect.asked
    assert (asked.op, asked.credentials, asked.now) == (HEAD, CREDENTIALS, FakeClock().now())
    assert asked.site.host == "store.test"


def test_a_failure_of_the_wire_gets_the_name_of_the_operation() -> None:
    store, _ = http("answer", StoreError(Kind.OFFLINE, sent=Sent.NO))
    with pytest.raises(StoreError) as caught:
        store.call(HEAD)
    assert caught.value.op == "HeadObject"


@pytest.mark.parametrize(
    ("op", "kind"),
    [(HEAD, Kind.TRANSIENT), (CREATE, Kind.AMBIGUOUS), (CompleteUpload(REF, "id", ()), Kind.AMBIGUOUS)],
    ids=lambda value: type(value).__name__,
)
def test_a_lost_answer_is_ambiguous_only_where_twice_is_more_than_once(op: Op[Any], kind: Kind) -> None:
    store, _ = http("answer", StoreError(Kind.TRANSIENT, sent=Sent.MAYBE))
    with pytest.raises(StoreError) as caught:
        store.call(op)
    assert (caught.value.kind, caught.value.sent) == (kind, Sent.MAYBE)


def test_a_request_that_never_left_is_not_ambiguous() -> None:
    store, _ = http("answer", StoreError(Kind.OFFLINE, sent=Sent.NO))
    with pytest.raises(StoreError) as caught:
        store.call(CREATE)
    assert (caught.value.kind, caught.value.sent) == (Kind.OFFLINE, Sent.NO)


@pytest.mark.parametrize("status", [200, 500, 502, 504])
def test_a_server_fault_may_have_come_after_the_work_was_done(status: int) -> None:
    def fault(_: Asked) -> None:
        raise StoreError(Kind.TRANSIENT, status=status)

    store, _ = http(fault)
    with pytest.raises(StoreError) as caught:
        store.call(CREATE)
    assert (caught.value.kind, caught.value.sent) == (Kind.AMBIGUOUS, Sent.MAYBE)


@pytest.mark.parametrize(
    "refusal", [StoreError(Kind.THROTTLED, status=503), StoreError(Kind.TRANSIENT, status=409)], ids=str
)
def test_a_refusal_is_never_ambiguous(refusal: StoreError) -> None:
    def refuse(_: Asked) -> None:
        raise refusal

    store, _ = http(refuse)
    with pytest.raises(StoreError) as caught:
        store.call(CREATE)
    assert caught.value.kind is not Kind.AMBIGUOUS
    assert caught.value.sent is Sent.YES


def test_an_unusable_endpoint_is_an_error_of_the_account_and_nothing_is_sent() -> None:
    dialect = FakeDialect(lambda _: "answer")
    store = HttpStore(line(dialect, Account("work", "fake", "nonsense")), FakeTransport(), FakeClock())
    with pytest.raises(StoreError) as caught:
        store.call(ListBuckets())
    assert (caught.value.kind, caught.value.code, caught.value.sent) == (Kind.INVALID, "BadEndpoint", Sent.NO)
    assert dialect.asked == []


# ---------------------------------------------------------------- RetryingStore


def busy(times: int) -> list[StoreError]:
    return [StoreError(Kind.THROTTLED, status=503) for _ in range(times)]


def test_a_busy_store_is_waited_for() -> None:
    clock, inner = FakeClock(chance=1.0), Scripted(*busy(3))
    assert RetryingStore(inner, clock, Cancel()).call(HEAD) == "done"
    assert clock.waits == pytest.approx([0.2, 0.4, 0.8])


def test_patience_ends_with_the_last_failure() -> None:
    inner = Scripted(*busy(100))
    with pytest.raises(StoreError):
        RetryingStore(inner, FakeClock(), Cancel()).call(HEAD)
    assert inner.calls == 12


def test_a_caller_may_bound_the_attempts() -> None:
    inner = Scripted(*busy(100))
    with pytest.raises(StoreError):
        RetryingStore(inner, FakeClock(), Cancel(), tries=3).call(HEAD)
    assert inner.calls == 3


def test_an_ambiguous_failure_is_never_repeated() -> None:
    inner = Scripted(StoreError(Kind.AMBIGUOUS, sent=Sent.MAYBE))
    with pytest.raises(StoreError):
        RetryingStore(inner, FakeClock(), Cancel()).call(CREATE)
    assert inner.calls == 1


def test_a_wish_to_stop_ends_the_wait() -> None:
    clock, inner = FakeClock(), Scripted(*busy(100))
    clock.cancel_after = 2
    with pytest.raises(Cancelled):
        RetryingStore(inner, clock, Cancel()).call(HEAD)
    assert inner.calls == 2


def test_nothing_is_sent_when_the_wish_to_stop_came_before() -> None:
    cancel, inner = Cancel(), Scripted()
    cancel.set()
    with pytest.raises(Cancelled):
        RetryingStore(inner, FakeClock(), cancel).call(HEAD)
    assert inner.calls == 0


# ---------------------------------------------------------------- CountingStore


def test_every_call_is_counted_before_it_is_carried_out() -> None:
    seen: list[int] = []
    inner = Scripted(StoreError(Kind.DENIED))
    store = CountingStore(inner, lambda: seen.append(inner.calls))
    with pytest.raises(StoreError):
        store.call(HEAD)
    store.call(HEAD)
    assert seen == [0, 1]


# ---------------------------------------------------------------- the store's clock


class Dated(FakeTransport):
    """Answers with this Date."""

    def __init__(self, *dates: str) -> None:
        super().__init__()
        self.dates = list(dates)

    def send(self, request: WireRequest) -> WireResponse:
        date = self.dates.pop(0)
        return WireResponse(200, ((b"date", date.encode()),) if date else (), b"")


@pytest.mark.parametrize("refused", [False, True], ids=["a-success", "a-refusal"])
def test_the_store_s_clock_is_learnt_from_the_date_of_any_answer_and_not_what_is_signed(refused: bool) -> None:
    def answer(_: Asked) -> str:
        if refused:
            raise StoreError(Kind.DENIED, status=403)
        return "seen"

    clock = FakeClock(unix=784_111_777.0)  # 08:49:37, the example of RFC 9110, 5.6.7
    dialect = FakeDialect(answer)
    known = line(dialect)
    store = HttpStore(known, Dated("Sun, 06 Nov 1994 08:50:37 GMT", "", "no date"), clock)
    for _ in range(3):
        with suppress(StoreError):
            store.call(ListBuckets())
    assert known.seen_offset_s == 60.0
    assert [asked.now for asked in dialect.asked] == [784_111_777.0] * 3
