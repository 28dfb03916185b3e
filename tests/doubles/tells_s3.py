"""Requests to Amazon S3 in words in which ours and those of the vendor's own client can be compared."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl

from core.model import ops
from core.model.values import (
    REDIRECT,
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
from core.store.dialects.s3.dialect import DIALECT
from tests.doubles.spoken import headers_of, text, without

NOW = 1702743657
REGION = "eu-central-1"
HOST = f"s3.{REGION}.amazonaws.com"
AWS = Account("a", "aws", f"https://{HOST}")
PLAIN = Account("a", "s3", f"https://{HOST}")  # asks for nothing beyond what the recorded clients asked for
SITE = Site("https", HOST, REGION, Addressing.VIRTUAL)
KEYS = Credentials("AKIAFAKE", "SKFAKE")
TOKEN = Credentials("ASIAFAKE", "SKFAKE", "tok/en+=")
CAPTURES = json.loads((Path(__file__).parent.parent / "data" / "wire_s3.json").read_text("utf-8"))["captures"]

MIB = 1 << 20
REF = ObjectRef("a", "examplebucket", "dir/a b+c%d.txt")
SOURCE = ObjectRef("a", "src-bucket", "a b+c.txt")
PIN = Pin("5b3c1a2e053d763e1b002cc607c5a0fe", 300 * MIB)
PROPS = Props(
    headers={
        "content-type": "text/plain",
        "cache-control": "no-cache",
        "content-disposition": "inline",
        REDIRECT: "/elsewhere?a=b",
    },
    user={"author": "Wang  Li", "k": "v"},
    tags=known({"k 1": "v+1", "k2": "v"}),
    acl=known("public-read"),
    storage_class="STANDARD_IA",
    encryption=known(Encryption("aws:kms", "key-1")),
)
ODD_KEYS = [
    *("..", ".", "a/../b", "a//b", "/lead", "%2e", "a+b c?d#e", "\x01\t\n\x7f", "\U0001f680/\u00e9", "trailing/"),
    *("~-._", "a=b&c", "file?versionId=abc", "'()*!,;:@[]{}|^`<>\"\\$"),
]


def encode(
    op: ops.Op[Any], keys: Credentials = KEYS, *, account: Account = AWS, site: Site = SITE, now: float = NOW
) -> WireRequest:
    return DIALECT.encode(op, account, site, keys, now)


@dataclass
class Seen:
    """A request as it goes out: the target's path in bytes, the query as pairs, the headers that say something."""

    method: str
    host: str
    path: str
    query: list[tuple[str, str]]
    headers: dict[str, str]
    body: bytes


#: Headers that say nothing about the operation and that no signature covers.
NOISE = {"accept-encoding", "user-agent", "content-length", "expect", "amz-sdk-invocation-id", "amz-sdk-request"}


def seen(method: str, host: str, target: str, headers: dict[str, Any], body: bytes) -> Seen:
    plain = {name.lower(): text(value) for name, value in headers.items()}
    path, _, query = target.partition("?")
    kept = without(plain, NOISE | {"host"})
    return Seen(method, host, path, sorted(parse_qsl(query, keep_blank_values=True)), kept, body)


def ours(request: WireRequest) -> Seen:
    return seen(request.method, request.host, request.target.decode("ascii"), headers_of(request), request.body)
