"""What was asked once is not asked again, and what may be gone with the next try is."""

from __future__ import annotations

from typing import Any

import pytest

from core.model.errors import Kind, StoreError
from core.model.ops import GetAcl, GetVersioning, HeadObject, ListObjects, Op, R
from core.model.values import ObjectRef
from core.store import read_cache as recalling
from core.store.read_cache import ReadCache

A = ObjectRef("one", "bucket", "a")
B = ObjectRef("one", "bucket", "b")


class Asked:
    """Answers with a number that grows, or fails."""

    def __init__(self) -> None:
        self.ops: list[Op[Any]] = []
        self.fail: StoreError | None = None

    def call(self, op: Op[R]) -> R:
        self.ops.append(op)
        if self.fail is not None:
            raise self.fail
        return len(self.ops)  # type: ignore[return-value]


@pytest.mark.parametrize("op", [HeadObject(A), GetAcl(A), GetVersioning("bucket")], ids=lambda op: type(op).__name__)
def test_a_question_about_an_object_is_sent_once(op: Op[Any]) -> None:
    asked, read_cache = Asked(), ReadCache()
    assert [read_cache.wrap("one", asked).call(op) for _ in range(3)] == [1, 1, 1]
    assert asked.ops == [op]


def test_each_account_and_each_object_is_asked_itself() -> None:
    asked, read_cache = Asked(), ReadCache()
    answers: list[object] = [
        read_cache.wrap(account, asked).call(HeadObject(ref)) for account in ("one", "two") for ref in (A, B)
    ]
    assert answers == [1, 2, 3, 4]


def test_a_listing_is_asked_each_time() -> None:
    asked, read_cache = Asked(), ReadCache()
    for _ in range(2):
        read_cache.wrap("one", asked).call(ListObjects("bucket"))
    assert len(asked.ops) == 2


@pytest.mark.parametrize("kind", [Kind.NOT_FOUND, Kind.DENIED, Kind.UNSUPPORTED])
def test_that_something_is_not_there_or_not_allowed_is_an_answer(kind: Kind) -> None:
    asked, read_cache = Asked(), ReadCache()
    asked.fail = StoreError(kind, "HeadObject", code="Why")
    errors = []
    for _ in range(2):
        with pytest.raises(StoreError) as caught:
            read_cache.wrap("one", asked).call(HeadObject(A))
        errors.append(caught.value)
    assert [(error.kind, error.code) for error in errors] == [(kind, "Why")] * 2
    assert errors[0] is not errors[1]
    assert len(asked.ops) == 1


def test_what_failed_on_the_way_is_asked_again() -> None:
    asked, read_cache = Asked(), ReadCache()
    asked.fail = StoreError(Kind.OFFLINE, "HeadObject")
    with pytest.raises(StoreError):
        read_cache.wrap("one", asked).call(HeadObject(A))
    asked.fail = None
    read_cache.wrap("one", asked).call(HeadObject(A))
    assert len(asked.ops) == 2


def test_beyond_the_bound_it_asks_and_keeps_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(recalling, "_MOST", 1)
    asked, read_cache = Asked(), ReadCache()
    for ref in (A, B, A, B):
        read_cache.wrap("one", asked).call(HeadObject(ref))
    assert asked.ops == [HeadObject(A), HeadObject(B), HeadObject(B)]
