"""Requests to OSS for tests: the usual objects, and what a request says."""

from __future__ import annotations

from typing import Any

from core.model import ops
from core.model.values import (
    Account,
    Addressing,
    Credentials,
    Encryption,
    ObjectRef,
    Pin,
    Props,
    Site,
    known,
)
from core.store.dialects.base import WireRequest
from core.store.dialects.oss.dialect import DIALECT
from tests.doubles.spoken import headers_of, without

NOW = 1702743657.9
ACCOUNT = Account("work", "oss", "https://oss-cn-hangzhou.aliyuncs.com")
SITE = Site("https", "oss-cn-hangzhou.aliyuncs.com", "cn-hangzhou", Addressing.VIRTUAL)
KEYS = Credentials("LTAIFake", "FakeSecret")
SOURCE = ObjectRef("work", "src", "a b/c?d")
TARGET = ObjectRef("work", "dst", "copy.bin")
PIN = Pin("5B3C1A2E053D763E1B002CC607C5A0FE", 300)
PROPS = Props(
    headers={"content-type": "text/plain", "cache-control": "no-cache", "expires": "Fri, 24 Feb 2012 06:07:48 GMT"},
    user={"Author": "王", "note": ""},
    tags=known({"k 1": "v+1", "k2": "a=b&c/d"}),
    acl=known("private"),
    storage_class="IA",
    encryption=known(Encryption("KMS", "key-1")),
)


def sent(op: ops.Op[Any], *, site: Site = SITE, account: Account = ACCOUNT, keys: Credentials = KEYS) -> WireRequest:
    return DIALECT.encode(op, account, site, keys, NOW)


def own_headers(request: WireRequest) -> dict[str, str]:
    """The headers without those that every request has."""
    every = {"accept-encoding", "authorization", "date", "x-oss-date", "x-oss-content-sha256"}
    return without(headers_of(request), every)
