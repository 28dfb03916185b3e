"""Unit: whose right is said to be missing when a copy is denied."""

from __future__ import annotations

from typing import Any

import pytest

from core.model.errors import Kind, OwnCode, StoreError
from core.model.ops import CopyObject, CopyPart, GetObject, HeadObject, Op
from core.model.values import Addressing, ObjectRef, Pin, Site
from core.store.layers import AccountSession, SourceDenialStore
from tests.doubles.wire import ACCOUNT, line

MINE = ObjectRef(ACCOUNT.name, "taken", "film")
THEIRS = ObjectRef("other", "given", "film")
PIN = Pin("E", 10)
FAR = Site("https", "far.test", "far", Addressing.VIRTUAL)
COPY = CopyObject(MINE, source=THEIRS, pin=PIN, source_site=FAR)
PART = CopyPart(MINE, upload_id="U", number=1, source=THEIRS, pin=PIN, first=0, last=9, source_site=FAR)
INSIDE = CopyObject(MINE, source=ObjectRef(ACCOUNT.name, "taken", "raw"), pin=PIN)


class Asking:
    """A store that answers copies with one failure and reads with another, or with what it has."""

    def __init__(self, copying: StoreError | None, reading: StoreError | None = None) -> None:
        self.copying, self.reading = copying, reading
        self.asked: list[Op[Any]] = []

    def call(self, op: Op[Any]) -> Any:
        self.asked.append(op)
        failure = self.reading if isinstance(op, GetObject) else self.copying
        if failure is not None:
            raise failure
        return "done"


def denied() -> StoreError:
    return StoreError(Kind.DENIED, op="CopyObject", status=403, code="AccessDenied", message="No.", request_id="5F3A")


def failure(store: Asking, op: Op[Any], known: AccountSession | None = None) -> StoreError:
    with pytest.raises(StoreError) as caught:
        SourceDenialStore(store, known or line()).call(op)
    return caught.value


@pytest.mark.parametrize("op", [COPY, PART], ids=["copy", "part"])
def test_a_source_that_the_copying_key_may_not_read_is_named(op: Op[Any]) -> None:
    store = Asking(denied(), denied())
    error = failure(store, op)
    assert (error.kind, error.code, error.message) == (Kind.DENIED, OwnCode.SOURCE_NOT_READABLE, "AccessDenied: No.")
    assert (error.op, error.status, error.request_id) == ("CopyObject", 403, "5F3A")
    assert store.asked == [op, GetObject(ObjectRef(ACCOUNT.name, "given", "film"), first=0, last=0)]


@pytest.mark.parametrize("kind", [None, Kind.NOT_FOUND, Kind.NO_BUCKET, Kind.OFFLINE, Kind.ARCHIVED])
def test_a_denial_stands_as_it_is_where_the_source_is_not_known_to_be_the_cause(kind: Kind | None) -> None:
    error = failure(Asking(denied(), None if kind is None else StoreError(kind)), COPY)
    assert error == denied()


@pytest.mark.parametrize("op", [INSIDE, HeadObject(THEIRS)], ids=["inside", "look"])
def test_nothing_is_asked_of_what_is_no_copy_between_accounts(op: Op[Any]) -> None:
    store = Asking(denied(), denied())
    assert failure(store, op) == denied()
    assert store.asked == [op]


def test_other_failures_and_successes_pass() -> None:
    store = Asking(StoreError(Kind.SOURCE_CHANGED), denied())
    assert failure(store, COPY).kind is Kind.SOURCE_CHANGED
    assert store.asked == [COPY]
    assert SourceDenialStore(Asking(None), line()).call(INSIDE) == "done"  # type: ignore[comparison-overlap]


def test_the_source_is_asked_for_where_it_is() -> None:
    known = line()
    failure(Asking(denied(), denied()), COPY, known)
    assert known.site("given") == FAR
