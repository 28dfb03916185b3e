"""Unit: a customer's key leaves only where nobody on the way can read it, and only where it is wanted."""

from __future__ import annotations

import base64
from typing import Any

import pytest

from core.model.errors import Kind, OwnCode, Sent, StoreError
from core.model.ops import GetAcl, HeadObject
from core.model.values import Account, Credentials, ObjectRef
from core.rules.access import fingerprint, read_customer_key
from core.store.customer_keys import MOST, CustomerKeys
from core.store.dialects.common.dialect import XmlDialect
from core.store.layers import AccountSession
from core.store.stores import dialect_for, stack
from tests.doubles.clock import FakeClock
from tests.doubles.wire import Asked, FakeDialect, FakeTransport, line

RAW = b"k" * 32
KEY = base64.b64encode(RAW).decode()
REF = ObjectRef("work", "bucket", "film")


def sealed(asked: Asked) -> Any:
    """A store with one object that wants the key; HEAD cannot say so."""
    if isinstance(asked.op, HeadObject) and not asked.credentials.customer_key:
        raise StoreError(Kind.INVALID, status=400)
    return "seen"


def asking(endpoint: str) -> tuple[Any, FakeDialect]:
    dialect = FakeDialect(sealed)
    session = line(dialect, Account("work", "fake", endpoint))
    return stack(session, FakeTransport(), FakeClock(), keys=CustomerKeys(lambda _: KEY)), dialect


@pytest.mark.parametrize("endpoint", ["https://store.test", "http://127.0.0.1:9000", "http://localhost"])
def test_it_is_sent_by_https_and_to_this_computer(endpoint: str) -> None:
    store, dialect = asking(endpoint)
    assert store.call(HeadObject(REF)) == "seen"
    assert [asked.credentials.customer_key for asked in dialect.asked] == ["", KEY]


def test_by_http_it_stays_here_and_a_sentence_says_so() -> None:
    store, dialect = asking("http://store.test")
    with pytest.raises(StoreError) as caught:
        store.call(HeadObject(REF))
    assert (caught.value.code, caught.value.sent) == (OwnCode.KEY_ON_HTTP, Sent.NO)
    assert {asked.credentials.customer_key for asked in dialect.asked} == {""}


def test_what_wanted_it_once_is_asked_with_it_and_properties_of_another_kind_are_not() -> None:
    store, dialect = asking("https://store.test")
    for op in (HeadObject(REF), HeadObject(REF), GetAcl(REF)):
        store.call(op)
    assert [asked.credentials.customer_key for asked in dialect.asked] == ["", KEY, KEY, ""]


def test_only_so_many_places_are_remembered() -> None:
    keys = CustomerKeys(lambda _: KEY)
    for number in range(MOST + 1):
        keys.learn(("work", "bucket", str(number)), is_needed=True)
    assert not keys.is_needed(("work", "bucket", "0"))
    assert keys.is_needed(("work", "bucket", str(MOST)))


def test_a_store_that_documents_none_is_sent_none() -> None:
    dialect = dialect_for("oss")
    assert isinstance(dialect, XmlDialect)
    account = Account("work", "oss", "https://oss-cn-hangzhou.aliyuncs.com", "cn-hangzhou", key_id="KEY")
    session = AccountSession(account, dialect, lambda _: Credentials("KEY", "secret"))
    with pytest.raises(StoreError) as caught:
        dialect.encode(
            HeadObject(REF), account, session.site("bucket"), Credentials("KEY", "secret", customer_key=KEY), 0.0
        )
    assert (caught.value.kind, caught.value.sent) == (Kind.INVALID, Sent.NO)


@pytest.mark.parametrize("typed", [KEY, RAW.hex(), f" {RAW.hex().upper()}\r\n"])
def test_a_key_is_read_from_base64_and_from_hex_digits(typed: str) -> None:
    assert read_customer_key(typed) == KEY
    assert fingerprint(KEY) == "mT2HRsMGJ5IX5C+0rreZ8Q=="


@pytest.mark.parametrize("typed", ["", "zebra", KEY[:-4], "g" * 64, KEY + KEY, "\u00fc" * 44])
def test_all_else_is_no_key(typed: str) -> None:
    assert read_customer_key(typed) is None
