"""Requests to S3 and to stores that speak like it, for tests: the usual objects, and what a request says."""

from __future__ import annotations

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
from core.rules.providers import provider, provider_names
from core.store.dialects.base import WireRequest
from core.store.dialects.s3.dialect import DIALECT
from tests.doubles.spoken import headers_of, without

NOW = 1702743657.9
MIB = 1 << 20
AWS = Account("work", "aws", "https://s3.eu-central-1.amazonaws.com")
OTHER = Account("work", "s3", "https://store.example")
SITE = Site("https", "s3.eu-central-1.amazonaws.com", "eu-central-1", Addressing.VIRTUAL)
KEYS = Credentials("AKIAFAKE", "FakeSecret")
EMPTY_HASH = hashlib.sha256(b"").hexdigest()
SOURCE = ObjectRef("work", "src", "a b/c?d")
TARGET = ObjectRef("work", "dst", "copy.bin")
PIN = Pin("5b3c1a2e053d763e1b002cc607c5a0fe", 300)
PROPS = Props(
    headers={"content-type": "text/plain", "cache-control": "no-cache", "expires": "Fri, 24 Feb 2012 06:07:48 GMT"},
    user={"Author": "Wang", "note": ""},
    tags=known({"k 1": "v+1", "k2": "a=b&c/d"}),
    acl=known("public-read"),
    storage_class="STANDARD_IA",
    encryption=known(Encryption("aws:kms", "key-1")),
)
STORES = [name for name in provider_names() if provider(name).dialect_name == "s3"]


def sent(op: ops.Op[Any], *, site: Site = SITE, account: Account = AWS, keys: Credentials = KEYS) -> WireRequest:
    return DIALECT.encode(op, account, site, keys, NOW)


def own_headers(request: WireRequest) -> dict[str, str]:
    """The headers without those that every request has."""
    every = {"accept-encoding", "authorization", "x-amz-date", "x-amz-content-sha256"}
    return without(headers_of(request), every)
