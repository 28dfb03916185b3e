"""Requests to Tencent Cloud COS in words in which ours and those of the vendor's own client can be compared."""

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
from core.store.dialects.cos.dialect import DIALECT
from tests.doubles import spoken
from tests.doubles.spoken import Seen

NOW = 1702743657
LIFE_S = 900
REGION = "ap-guangzhou"
HOST = "cos.ap-guangzhou.myqcloud.com"
SITE = Site("https", HOST, REGION, Addressing.VIRTUAL)
ELSEWHERE = Site("https", "cos.ap-shanghai.myqcloud.com", "ap-shanghai", Addressing.VIRTUAL)
KEYS = Credentials("AKIDFake", "SKFAKE")
TOKEN = Credentials("AKIDTmp", "SKFAKE", "tok/en+=")
ACCOUNT = Account("a", "cos", f"https://{HOST}")
CAPTURES = json.loads((Path(__file__).parent.parent / "data" / "wire_cos.json").read_text("utf-8"))["captures"]
RECORDED_SECRET = "SKFAKE"

REF = ObjectRef("a", "examplebucket-1250000000", "dir/a b+c%d.txt")
SOURCE = ObjectRef("a", "src-1250000001", "a b+c.txt")
PIN = Pin("ee8de918d05640145b18f70f4c3aa602", 300)
PROPS = Props(
    headers={"content-type": "text/plain", "cache-control": "no-cache", "content-disposition": "inline"},
    user={"author": "王", "k": "v"},
    tags=known({"k 1": "v+1", "k2": "v"}),
    acl=known("private"),
    storage_class="STANDARD_IA",
    encryption=known(Encryption("AES256")),
)
ODD_KEYS = ["..", ".", "a/../b", "a//b", "%2e", "a+b c?d#e", "\x01\t\x7f", "\U0001f680/é", "trailing/", "~-._", "a=b&c"]


def copy(**fields: Any) -> ops.CopyObject:
    given: dict[str, Any] = {"source": SOURCE, "pin": PIN, "source_site": ELSEWHERE}
    return ops.CopyObject(REF, **given | fields)


def encode(op: ops.Op[Any], keys: Credentials = KEYS, site: Site = SITE) -> WireRequest:
    return DIALECT.encode(op, ACCOUNT, site, keys, NOW)


#: Headers that say nothing about the operation.
NOISE = {"accept-encoding", "user-agent", "accept", "connection", "content-length", "host"}


def ours(request: WireRequest) -> Seen:
    return spoken.seen_of(request, noise=NOISE)


def seen(method: str, host: str, path: str, query: str, headers: dict[str, Any], body: bytes) -> Seen:
    return spoken.seen(method, host, path, query, headers, body, noise=NOISE)
