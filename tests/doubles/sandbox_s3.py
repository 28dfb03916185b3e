"""Asks the sandbox's S3 face without a socket: requests signed with a signer of its own, answers taken apart."""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import quote, unquote
from xml.etree import ElementTree as Tree

from core.sandbox.blobs import MemoryBlob, Received
from core.sandbox.extents import Content
from core.sandbox.protocol.call import Head
from core.sandbox.protocol.handler import Handler
from core.sandbox.s3.vendor import S3_VENDOR
from core.sandbox.settings import Settings
from core.sandbox.world import Bucket, KeyPair, Version, World

NOW = 1_750_000_000.0
KEY = KeyPair("KEY1", "secret-1", "owner-1")
HERE, THERE = "us-east-1", "eu-central-1"
ENDPOINTS = {HERE: "127.0.0.1:7001", THERE: "127.0.0.1:7002"}
#: Requests with what the vendor's own signer makes of them.
CASES: list[dict[str, Any]] = json.loads((Path(__file__).parents[1] / "data" / "s3_sigv4.json").read_text("utf-8"))[
    "cases"
]
NAMESPACE = "{http://s3.amazonaws.com/doc/2006-03-01/}"


def key_of(case: Mapping[str, Any]) -> KeyPair:
    given = case["credentials"]
    return KeyPair(given["access_key_id"], given["secret_access_key"], "owner", given.get("session_token"))


@dataclass(frozen=True)
class Reply:
    """An answer, header names in lower case, the XML without its namespace."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def xml(self) -> Tree.Element:
        tree = Tree.fromstring(self.body)
        for node in tree.iter():
            node.tag = node.tag.removeprefix(NAMESPACE)
        return tree

    @property
    def code(self) -> str:
        """The error's code; "" for an answer without one."""
        return self.xml.findtext("Code", "") if self.body else ""

    def texts(self, path: str) -> list[str]:
        return [node.text or "" for node in self.xml.iterfind(path)]

    def text(self, path: str) -> str:
        return self.xml.findtext(path, "")


class S3Caller:
    """A client of one face. `now` and `settings` may be changed between requests."""

    def __init__(self) -> None:
        self.world = World((HERE, THERE))
        self.world.add_key(KEY)
        self.settings = Settings()
        self.now = NOW
        self.face = Handler(S3_VENDOR, self.world, lambda: self.settings, ENDPOINTS)
        for name, region in (("bucket", HERE), ("other", HERE), ("far-away", THERE)):
            self.world.add_bucket(Bucket(name, KEY.owner, region, NOW - 1000))

    def ask(
        self,
        method: str,
        resource: str,
        headers: Mapping[str, str] | None = None,
        body: bytes = b"",
        *,
        query: str = "",
        key: KeyPair | None = KEY,
        region: str = HERE,
        signed_for: str = "",
    ) -> Reply:
        """Send one request. `resource` is "", "bucket" or "bucket/key", decoded; `query` is encoded."""
        sent = {"host": ENDPOINTS[region], "content-length": str(len(body)), **(headers or {})}
        target = "/" + quote(resource.encode("utf-8", "surrogateescape"), safe="/~") + ("?" + query if query else "")
        if key is not None:
            sent.setdefault("x-amz-content-sha256", hashlib.sha256(body).hexdigest())
            sent = signed(method, target, sent, key=key, now=self.now, region=signed_for or region)
        return self.send(Head(method, target, sent, region), body)

    def send(self, head: Head, body: bytes = b"") -> Reply:
        """Send a request as it is."""
        routed = self.face.route(head)
        answer = self.face.admit(routed, self.now)
        if answer is None:
            whole = Received(MemoryBlob(body), hashlib.md5(body).digest())
            answer = self.face.perform(routed, whole, self.now)
        content = answer.body
        told = content.read(0, content.length) if isinstance(content, Content) else content
        return Reply(answer.status, {name.lower(): value for name, value in answer.headers}, told)

    def put(self, resource: str, body: bytes = b"data", headers: Mapping[str, str] | None = None) -> Reply:
        reply = self.ask("PUT", resource, headers, body)
        assert reply.status == 200, reply.body
        return reply

    def keep(self, resource: str, version: Version) -> Version:
        """Store a version without asking the face."""
        bucket, _, key = resource.partition("/")
        return self.world.put(bucket, key, version)

    def copy(self, source: str, target: str, headers: Mapping[str, str] | None = None, query: str = "") -> Reply:
        """CopyObject, or UploadPartCopy when the query names a part."""
        named = {"x-amz-copy-source": quote(source, safe="/"), **(headers or {})}
        return self.ask("PUT", target, named, query=query)

    def begin(self, resource: str, headers: Mapping[str, str] | None = None) -> str:
        """Create a multipart upload; return its id."""
        return self.ask("POST", resource, headers, query="uploads").text("UploadId")

    def part(
        self, resource: str, upload: str, number: int, body: bytes, headers: Mapping[str, str] | None = None
    ) -> str:
        """Upload a part; return its ETag with the quotes."""
        reply = self.ask("PUT", resource, headers, body, query=f"partNumber={number}&uploadId={upload}")
        assert reply.status == 200, reply.body
        return reply.headers["etag"]

    def complete(
        self, resource: str, upload: str, parts: list[tuple[int, str]], headers: Mapping[str, str] | None = None
    ) -> Reply:
        listed = "".join(f"<Part><PartNumber>{number}</PartNumber><ETag>{etag}</ETag></Part>" for number, etag in parts)
        body = f'<CompleteMultipartUpload xmlns="{NAMESPACE[1:-1]}">{listed}</CompleteMultipartUpload>'.encode()
        return self.ask("POST", resource, headers, body, query=f"uploadId={upload}")


def signed(
    method: str, target: str, headers: Mapping[str, str], *, key: KeyPair, now: float, region: str
) -> dict[str, str]:
    """The headers with a signature over all of them but Content-Length."""
    stamp = datetime.fromtimestamp(now, UTC).strftime("%Y%m%dT%H%M%SZ")
    sent = {**headers, "x-amz-date": stamp}
    if key.token is not None:
        sent["x-amz-security-token"] = key.token
    path, _, query = target.partition("?")
    pairs = sorted(tuple(quote(unquote(word), safe="~") for word in one.partition("=")[::2]) for one in _split(query))
    names = sorted(name for name in sent if name != "content-length")
    lines = [f"{name}:{' '.join(sent[name].split())}" for name in names]
    canonical = "\n".join(
        (
            method,
            path,
            "&".join(f"{name}={value}" for name, value in pairs),
            *lines,
            "",
            ";".join(names),
            sent["x-amz-content-sha256"],
        )
    )
    scope = f"{stamp[:8]}/{region}/s3/aws4_request"
    text = "\n".join(("AWS4-HMAC-SHA256", stamp, scope, _sha256(canonical)))
    signature = hmac.new(signing_key(key.secret, scope), text.encode(), "sha256").hexdigest()
    credential = f"Credential={key.key_id}/{scope}, SignedHeaders={';'.join(names)}, Signature={signature}"
    return {**sent, "authorization": f"AWS4-HMAC-SHA256 {credential}"}


def signing_key(secret: str, scope: str) -> bytes:
    made = ("AWS4" + secret).encode()
    for word in scope.split("/"):
        made = hmac.new(made, word.encode(), "sha256").digest()
    return made


def _split(query: str) -> list[str]:
    return query.split("&") if query else []


def _sha256(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogateescape")).hexdigest()
