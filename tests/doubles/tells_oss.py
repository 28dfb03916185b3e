"""Requests to Alibaba Cloud OSS in words in which ours and those of the vendor's own client can be compared."""

from __future__ import annotations

import json
from pathlib import Path
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
from tests.doubles import spoken
from tests.doubles.spoken import Seen

NOW = 1702743657
REGION = "cn-hangzhou"
HOST = "oss-cn-hangzhou.aliyuncs.com"
SITE = Site("https", HOST, REGION, Addressing.VIRTUAL)
KEYS = Credentials("AKFAKE", "SKFAKE")
TOKEN = Credentials("STS.FAKE", "SKFAKE", "tok/en+=")
CAPTURES = json.loads((Path(__file__).parent.parent / "data" / "wire_oss.json").read_text("utf-8"))["captures"]

REF = ObjectRef("a", "examplebucket", "dir/a b+c%d.txt")
SOURCE = ObjectRef("a", "src-bucket", "a b+c.txt")
PIN = Pin("5B3C1A2E053D763E1B002CC607C5A0FE", 300)
PROPS = Props(
    headers={"content-type": "text/plain", "cache-control": "no-cache", "content-disposition": "inline"},
    user={"author": "王", "k": "v"},
    tags=known({"k 1": "v+1", "k2": "v"}),
    acl=known("private"),
    storage_class="IA",
    encryption=known(Encryption("KMS", "key-1")),
)
ODD_KEYS = ["..", ".", "a/../b", "a//b", "%2e", "a+b c?d#e", "\x01\t\x7f", "\U0001f680/é", "trailing/", "~-._", "a=b&c"]


def encode(op: ops.Op[Any], version: str, keys: Credentials = KEYS, site: Site = SITE) -> WireRequest:
    account = Account("a", "oss", f"https://{HOST}", REGION, signature=version)
    return DIALECT.encode(op, account, site, keys, NOW)


#: Headers that say nothing about the operation.
NOISE = {"accept-encoding", "user-agent", "accept", "connection", "content-length", "date", "host"}


def ours(request: WireRequest) -> Seen:
    return spoken.seen_of(request, noise=NOISE)


def seen(method: str, host: str, path: str, query: str, headers: dict[str, Any], body: bytes) -> Seen:
    return spoken.seen(method, host, path, query, headers, body, noise=NOISE)


def signature(authorization: str) -> str:
    return authorization.rpartition("Signature=")[2]


#: What signing itself adds.
ADDED = {"x-oss-date", "x-oss-content-sha256", "x-oss-security-token"}


class Captured(BaseException):
    """Carries a request out of an SDK before it is sent. No SDK catches it."""

    def __init__(self, request: Any) -> None:
        super().__init__()
        self.request = request
