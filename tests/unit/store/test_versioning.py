"""Whether what is deleted from buckets can come back: asked once of each, and never waited for long."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import pytest

from core.model.errors import Kind, Sent, StoreError
from core.model.ops import GetVersioning, Op, R
from core.model.values import Account
from core.store.stores import Stores
from core.store.versioning import keeps_versions, which_keep_versions
from tests.doubles.clock import FakeClock
from tests.doubles.wire import ACCOUNT, CREDENTIALS, PROVIDER, FakeDialect, FakeTransport

OFFLINE = StoreError(Kind.OFFLINE, code="ConnectionRefused", sent=Sent.NO)
DENIED = StoreError(Kind.DENIED, status=403, code="AccessDenied")
UNSUPPORTED = StoreError(Kind.UNSUPPORTED, status=501)


class Book:
    def get(self, name: str) -> Account:
        if name == "removed":
            raise KeyError(name)
        return ACCOUNT


class Dialect(FakeDialect):
    """Answers by the bucket, whichever threads ask at the same time."""

    def __init__(self, answer: Callable[[str], Any]) -> None:
        super().__init__(lambda _: None)
        self.of_bucket = answer

    def decode(self, op: Op[R], account: Account, answer: Any) -> Any:
        assert isinstance(op, GetVersioning)
        found = self.of_bucket(op.bucket)
        if isinstance(found, StoreError):
            raise replace(found)
        return found


def stores_of(dialect: Dialect) -> Stores:
    return Stores(
        Book(),
        lambda _: CREDENTIALS,
        FakeClock(),
        open_transport=FakeTransport,
        find_dialect=lambda _: dialect,
        find_provider=lambda _: PROVIDER,
    )


@pytest.mark.parametrize(
    ("answer", "keeps"),
    [
        ("enabled", True),
        ("suspended", False),  # a deletion then takes the newest version away for good
        ("", False),
        (UNSUPPORTED, False),
        (DENIED, None),
        (OFFLINE, None),
    ],
)
def test_a_store_that_does_not_tell_leaves_it_open(answer: str | StoreError, keeps: bool | None) -> None:
    stores = stores_of(Dialect(lambda _: answer))
    assert keeps_versions(stores, ("work", "photos")) is keeps
    assert which_keep_versions(stores, [("work", "photos")], FakeClock()) == {("work", "photos"): keeps}


def test_an_account_that_was_removed_leaves_it_open() -> None:
    assert keeps_versions(stores_of(Dialect(lambda _: "enabled")), ("removed", "photos")) is None


def test_each_bucket_is_asked_once() -> None:
    dialect = Dialect({"a": "enabled", "b": "", "c": OFFLINE}.get)
    places = [("work", "a"), ("work", "b"), ("home", "c"), ("work", "a"), ("home", "c")]
    found = which_keep_versions(stores_of(dialect), places, FakeClock())
    assert found == {("work", "a"): True, ("work", "b"): False, ("home", "c"): None}
    assert dialect.ops() == ["GetVersioning"] * 3


def test_no_deletion_asks_nobody() -> None:
    dialect = Dialect(lambda _: "enabled")
    assert which_keep_versions(stores_of(dialect), [], FakeClock()) == {}
    assert dialect.asked == []


class Hurried(FakeClock):
    """The time is up at the look number `last`."""

    def __init__(self, last: int) -> None:
        super().__init__()
        self._left = last

    def monotonic(self) -> float:
        self._left -= 1
        return super().monotonic() + (0.0 if self._left else 1e6)


@pytest.fixture
def gate() -> Iterator[threading.Event]:
    """What a silent store waits for; at the end of the test it answers, and no thread is left."""
    opened = threading.Event()
    yield opened
    opened.set()
    for thread in threading.enumerate():
        if thread.name.startswith("ask-"):
            thread.join(10)
            assert not thread.is_alive()


def test_a_silent_store_is_waited_for_only_so_long_and_the_others_have_their_say(gate: threading.Event) -> None:
    asked: list[str] = []
    is_silent = threading.Event()

    def answer(bucket: str) -> str:
        asked.append(bucket)
        if bucket == "silent":
            is_silent.set()
            gate.wait(10)
        is_silent.wait(10)  # the quick one could end it all before the other has begun
        return "enabled"

    places = [("slow", "silent"), ("slow", "behind"), ("quick", "photos")]
    # It looks at the clock when it begins, before the quick answer, and before the silence.
    found = which_keep_versions(stores_of(Dialect(answer)), places, Hurried(3))
    assert found == {("slow", "silent"): None, ("slow", "behind"): None, ("quick", "photos"): True}
    assert sorted(asked) == ["photos", "silent"]


def test_a_fault_in_a_thread_is_raised_where_the_answer_is_waited_for() -> None:
    def broken(_: str) -> str:
        raise RuntimeError("broken")

    with pytest.raises(RuntimeError, match="broken"):
        which_keep_versions(stores_of(Dialect(broken)), [("work", "photos")], FakeClock())
