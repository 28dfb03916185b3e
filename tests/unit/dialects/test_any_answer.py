"""Whatever comes as an answer, of any status, encoding, nesting, number or date, ends in a result or in a sentence."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from datetime import datetime
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from core.model import ops
from core.model.errors import StoreError
from core.store.dialects.base import WireResponse
from tests.doubles.any_answer import answers
from tests.doubles.vendors import EVERY, VENDORS, Vendor


def _numbers(value: Any) -> Iterator[float]:
    """All numbers in a result, however deep."""
    if isinstance(value, bool):
        return
    if isinstance(value, int | float):
        yield value
    elif dataclasses.is_dataclass(value) and not isinstance(value, type):
        for field in dataclasses.fields(value):
            yield from _numbers(getattr(value, field.name))
    elif isinstance(value, tuple | list | frozenset):
        for one in value:
            yield from _numbers(one)


@given(st.sampled_from(VENDORS), st.sampled_from(EVERY), answers())
@example(VENDORS[0], ops.ListBuckets(), WireResponse(200, (), b"<a>" * 20_000))
@example(VENDORS[2], ops.ListBuckets(), WireResponse(200, (), b"<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>"))
def test_any_answer_is_a_result_or_a_store_error(vendor: Vendor, op: ops.Op[Any], answer: WireResponse) -> None:
    try:
        result = vendor.dialect.decode(op, vendor.account, answer)
    except StoreError:
        return
    for number in _numbers(result):
        assert abs(number) < 2**64, "what no journal can hold is no number"
    for date in (getattr(result, name, None) for name in ("modified", "initiated", "readable_until")):
        assert date is None or datetime.fromtimestamp(date).year < 9999  # noqa: DTZ006 - the clock of whoever looks


@pytest.mark.parametrize("vendor", VENDORS, ids=lambda vendor: vendor.name)
def test_a_size_that_no_object_has_is_no_answer(vendor: Vendor) -> None:
    head = next(op for op in EVERY if isinstance(op, ops.HeadObject))
    answer = WireResponse(200, ((b"content-length", b"9" * 19), (b"etag", b'"e"')), b"")
    with pytest.raises(StoreError, match="Content-Length"):
        vendor.dialect.decode(head, vendor.account, answer)
