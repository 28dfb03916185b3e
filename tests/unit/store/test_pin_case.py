"""An ETag whose letters are spelled otherwise on the way is no changed source."""

from __future__ import annotations

from typing import Any

import pytest

from core.model.errors import Kind, StoreError
from core.model.ops import CopyObject, CopyPart, HeadObject, Op
from core.model.values import ObjectRef, Pin
from core.store.layers import PinCaseStore

REF, SOURCE = ObjectRef("work", "photos", "b"), ObjectRef("work", "photos", "a")
LOWER = "d41d8cd98f00b204e9800998ecf8427e"


class Comparing:
    """A store that compares pins letter by letter; what comes after that is `then`."""

    def __init__(self, etag: str, then: StoreError | None = None) -> None:
        self._etag, self._then = etag, then
        self.pins: list[str] = []

    def call(self, op: Op[Any]) -> Any:
        assert isinstance(op, CopyObject | CopyPart)
        self.pins.append(op.pin.etag)
        if op.pin.etag != self._etag:
            raise StoreError(Kind.SOURCE_CHANGED, status=412, message=op.pin.etag)
        if self._then is not None:
            raise self._then
        return "done"


def copy(etag: str) -> CopyObject:
    return CopyObject(REF, source=SOURCE, pin=Pin(etag, 1))


def part(etag: str) -> CopyPart:
    return CopyPart(REF, upload_id="U", number=1, source=SOURCE, pin=Pin(etag, 1), first=0, last=0)


@pytest.mark.parametrize("make", [copy, part])
@pytest.mark.parametrize("etag", [LOWER, f"{LOWER}-3"])
def test_a_pin_that_differs_in_letter_case_alone_is_sent_as_the_store_spells_it(make: Any, etag: str) -> None:
    for held, seen in ((etag, etag.upper()), (etag.upper(), etag)):
        store = Comparing(held)
        assert PinCaseStore(store).call(make(seen)) == "done"
        assert store.pins == [seen, held]


@pytest.mark.parametrize("etag", ["0" * 32, "OpaqueTag", ""])
def test_what_is_no_digest_or_has_no_letters_is_refused_at_once(etag: str) -> None:
    store = Comparing("another")
    with pytest.raises(StoreError):
        PinCaseStore(store).call(copy(etag))
    assert store.pins == [etag]


def test_a_source_that_has_changed_is_told_as_the_store_told_it_first() -> None:
    with pytest.raises(StoreError) as caught:
        PinCaseStore(Comparing("another")).call(copy(LOWER))
    assert (caught.value.kind, caught.value.message) == (Kind.SOURCE_CHANGED, LOWER)


def test_a_failure_of_the_second_attempt_is_told_for_it_may_have_copied() -> None:
    cut = StoreError(Kind.AMBIGUOUS)
    with pytest.raises(StoreError) as caught:
        PinCaseStore(Comparing(LOWER, cut)).call(copy(LOWER.upper()))
    assert caught.value is cut


def test_other_operations_are_left_alone() -> None:
    class Refusing:
        calls = 0

        def call(self, op: Op[Any]) -> Any:
            self.calls += 1
            raise StoreError(Kind.SOURCE_CHANGED)

    store = Refusing()
    with pytest.raises(StoreError):
        PinCaseStore(store).call(HeadObject(REF))
    assert store.calls == 1
