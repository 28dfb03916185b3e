"""Requests to Tencent Cloud COS in words in which ours and those of the vendor's own client can be compared."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote

from core import ops
from core.dialects.base import WireRequest
from core.dialects.cos import DIALECT
from core.values import (
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


@dataclass
class Seen:
    """A request in decoded words, in which two requests that mean the same are equal.

    An empty parameter, `name=`, and a bare one mean the same, and so do `/` and %2F in a path.
    """

    method: str
    host: str
    path: str
    query: dict[str, str]
    headers: dict[str, str]
    body: bytes
    authorization: str


#: Headers that say nothing about the operation.
NOISE = {"accept-encoding", "user-agent", "accept", "connection", "content-length", "host"}


def ours(request: WireRequest) -> Seen:
    headers = {name.decode(): value.decode() for name, value in request.headers}
    path, _, query = request.target.decode("ascii").partition("?")
    return seen(request.method, request.host, path, query, headers, request.body)


def seen(method: str, host: str, path: str, query: str, headers: dict[str, Any], body: bytes) -> Seen:
    plain = {name.lower(): text(value) for name, value in headers.items()}
    authorization = plain.pop("authorization")
    plain = {name: value for name, value in plain.items() if name not in NOISE}
    pairs = dict(parse_qsl(query, keep_blank_values=True))
    return Seen(method, host, unquote(path), pairs, plain, body, authorization)


def text(value: Any) -> str:
    return value.decode("utf-8") if isinstance(value, bytes) else str(value)
