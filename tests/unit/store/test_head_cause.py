"""Why a HEAD was refused, whose answer cannot say so."""

from __future__ import annotations

from typing import cast

import pytest

from core.model.errors import Kind, StoreError
from core.model.ops import Bytes, GetObject, HeadObject, Op, R
from core.model.values import ObjectRef
from core.store.layers import HeadCauseStore

REF = ObjectRef("work", "photos", "a.jpg")


class Line:
    def __init__(self) -> None:
        self.mute: set[str] = set()


class Answering:
    """A store that refuses HEAD barely, and answers GET so."""

    def __init__(self, bare: StoreError, answer: StoreError | Bytes) -> None:
        self._bare, self._answer = bare, answer
        self.asked: list[str] = []

    def call(self, op: Op[R]) -> R:
        self.asked.append(type(op).__name__)
        if isinstance(op, HeadObject):
            raise self._bare
        assert isinstance(op, GetObject)
        assert (op.first, op.last) == (0, 0), "no more than one byte is asked for"
        if isinstance(self._answer, StoreError):
            raise self._answer
        return cast(R, self._answer)


def look(store: Answering, line: Line) -> StoreError:
    with pytest.raises(StoreError) as caught:
        HeadCauseStore(store, line).call(HeadObject(REF))  # type: ignore[arg-type]
    return caught.value


@pytest.mark.parametrize(
    ("status", "bare", "cause"),
    [
        (400, Kind.INVALID, StoreError(Kind.CREDENTIALS_EXPIRED, status=400, code="ExpiredToken")),
        (400, Kind.WRONG_REGION, StoreError(Kind.CREDENTIALS_EXPIRED, status=400, code="ExpiredToken")),
        (400, Kind.INVALID, StoreError(Kind.ENCRYPTED, status=400, code="InvalidRequest")),
        (403, Kind.DENIED, StoreError(Kind.CLOCK_SKEW, status=403, code="RequestTimeTooSkewed", hint="5")),
        (403, Kind.DENIED, StoreError(Kind.BAD_CREDENTIALS, status=403, code="InvalidAccessKeyId")),
    ],
)
def test_a_bare_refusal_is_explained_by_a_get(status: int, bare: Kind, cause: StoreError) -> None:
    store = Answering(StoreError(bare, op="HeadObject", status=status), cause)
    told = look(store, Line())
    assert (told.kind, told.code, told.op, told.hint) == (cause.kind, cause.code, "HeadObject", cause.hint)
    assert store.asked == ["HeadObject", "GetObject"]


@pytest.mark.parametrize(
    "answer",
    [
        Bytes(b"x", 0, 1, "e"),
        StoreError(Kind.OFFLINE, code="ConnectFailed"),
        StoreError(Kind.NOT_FOUND, status=404, code="NoSuchKey"),
        StoreError(Kind.DENIED, status=403),
        StoreError(Kind.INVALID, status=400, code="InvalidRequest"),
    ],
)
def test_what_a_get_does_not_explain_stands_and_the_next_refusal_is_asked_about_again(
    answer: StoreError | Bytes,
) -> None:
    bare, line = StoreError(Kind.INVALID, op="HeadObject", status=400), Line()
    store = Answering(bare, answer)
    assert [look(store, line), look(store, line)] == [bare, bare]
    assert store.asked == ["HeadObject", "GetObject"] * 2


def test_a_plain_denial_of_both_is_asked_about_once_a_bucket_and_hides_no_other_refusal() -> None:
    bare, line = StoreError(Kind.DENIED, op="HeadObject", status=403), Line()
    store = Answering(bare, StoreError(Kind.DENIED, status=403, code="AccessDenied"))
    assert [look(store, line), look(store, line)] == [bare, bare]
    assert store.asked == ["HeadObject", "GetObject", "HeadObject"]
    expired = StoreError(Kind.CREDENTIALS_EXPIRED, status=400, code="ExpiredToken")
    later = Answering(StoreError(Kind.INVALID, op="HeadObject", status=400), expired)
    assert look(later, line).kind is Kind.CREDENTIALS_EXPIRED


@pytest.mark.parametrize(
    "refusal",
    [
        StoreError(Kind.NOT_FOUND, status=404),
        StoreError(Kind.DENIED, status=403, code="AccessDenied"),
        StoreError(Kind.OFFLINE, code="ConnectFailed"),
    ],
)
def test_a_refusal_that_says_why_or_needs_no_reason_is_raised_at_once(refusal: StoreError) -> None:
    store = Answering(refusal, Bytes(b"", 0, 0, ""))
    assert look(store, Line()) is refusal
    assert store.asked == ["HeadObject"]
