"""Requests to COS for tests: the usual objects, and what a request says."""

from __future__ import annotations

import base64
import hashlib
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
from core.store.dialects.cos.dialect import DIALECT
from tests.doubles.spoken import headers_of, without

NOW = 1702743657.9
ACCOUNT = Account("work", "cos", "https://cos.ap-guangzhou.myqcloud.com")
SITE = Site("https", "cos.ap-guangzhou.myqcloud.com", "ap-guangzhou", Addressing.VIRTUAL)
ELSEWHERE = Site("https", "cos.ap-shanghai.myqcloud.com", "ap-shanghai", Addressing.VIRTUAL)
LOCAL = Site("http", "127.0.0.1:9000", "ap-guangzhou", Addressing.PATH)
KEYS = Credentials("AKIDFake", "FakeSecret")
SOURCE = ObjectRef("work", "src-1250000000", "a b/c?d")
TARGET = ObjectRef("work", "dst-1250000000", "copy.bin")
PIN = Pin("ee8de918d05640145b18f70f4c3aa602", 300)
NAMED = "src-1250000000.cos.ap-shanghai.myqcloud.com/a%20b/c%3Fd"
PROPS = Props(
    headers={"content-type": "text/plain", "cache-control": "no-cache", "expires": "Fri, 24 Feb 2012 06:07:48 GMT"},
    user={"Author": "王", "note": ""},
    tags=known({"k 1": "v+1", "k2": "a=b&c/d"}),
    acl=known("private"),
    storage_class="STANDARD_IA",
    encryption=known(Encryption("cos/kms", "key-1")),
)
PLACED = {
    "x-cos-storage-class": "STANDARD_IA",
    "x-cos-acl": "private",
    "x-cos-server-side-encryption": "cos/kms",
    "x-cos-server-side-encryption-cos-kms-key-id": "key-1",
}


def sent(op: ops.Op[Any], *, site: Site = SITE, account: Account = ACCOUNT, keys: Credentials = KEYS) -> WireRequest:
    return DIALECT.encode(op, account, site, keys, NOW)


def own_headers(request: WireRequest) -> dict[str, str]:
    """The headers without those that every request has."""
    every = {"accept-encoding", "authorization"}
    return without(headers_of(request), every)


def copy(**fields: Any) -> ops.CopyObject:
    usual: dict[str, Any] = {"source": SOURCE, "pin": PIN, "source_site": ELSEWHERE}
    return ops.CopyObject(TARGET, **usual | fields)


def md5(body: bytes) -> str:
    return base64.b64encode(hashlib.md5(body, usedforsecurity=False).digest()).decode()
