"""Asks the sandbox's OSS face without a socket: requests signed with a V1 signer of its own, answers taken apart."""

from __future__ import annotations

import base64
import hashlib
import hmac
from collections.abc import Mapping
from dataclasses import dataclass
from email.utils import formatdate
from urllib.parse import quote
from xml.etree import ElementTree as Tree

from core.sandbox.blobs import MemoryBlob, Received
from core.sandbox.extents import Content
from core.sandbox.oss.vendor import OSS
from core.sandbox.protocol.call import Head
from core.sandbox.protocol.handler import Handler
from core.sandbox.settings import Settings
from core.sandbox.world import Bucket, KeyPair, Version, World

NOW = 1_750_000_000.0
KEY = KeyPair("KEY1", "secret-1", "owner-1")
ENDPOINTS = {"cn-hangzhou": "127.0.0.1:7001", "cn-shanghai": "127.0.0.1:7002"}


@dataclass(frozen=True)
class Reply:
    """An answer, header names in lower case."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def xml(self) -> Tree.Element:
        return Tree.fromstring(self.body)

    @property
    def code(self) -> str:
        """The error's code, from the body or from the header of an answer to HEAD."""
        body = self.body or base64.b64decode(self.headers.get("x-oss-err", ""))
        return Tree.fromstring(body).findtext("Code", "") if body else ""

    def texts(self, path: str) -> list[str]:
        return [node.text or "" for node in self.xml.iterfind(path)]


class Caller:
    """A client of one face. `now` and `settings` may be changed between requests."""

    def __init__(self) -> None:
        self.world = World(("cn-hangzhou", "cn-shanghai"))
        self.world.add_key(KEY)
        self.settings = Settings()
        self.now = NOW
        self.face = Handler(OSS, self.world, lambda: self.settings, ENDPOINTS)
        for name, region in (("bucket", "cn-hangzhou"), ("other", "cn-hangzhou"), ("far-away", "cn-shanghai")):
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
        region: str = "cn-hangzhou",
    ) -> Reply:
        """Send one request. `resource` is "", "bucket" or "bucket/key", decoded; `query` is raw, as signed by V1."""
        sent = {"host": ENDPOINTS[region], "content-length": str(len(body)), **(headers or {})}
        if key is not None:
            sent = signed_v1(method, resource, query, sent, key=key, now=self.now)
        target = "/" + quote(resource.encode("utf-8", "surrogateescape"), safe="/") + ("?" + query if query else "")
        return self.send(Head(method, target, sent, region), body)

    def send(self, head: Head, body: bytes = b"") -> Reply:
        """Send a request as it is."""
        routed = self.face.route(head)
        answer = self.face.admit(routed, self.now)
        if answer is None:
            answer = self.face.perform(routed, received(body), self.now)
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
        named = {"x-oss-copy-source": "/" + quote(source, safe="/"), **(headers or {})}
        return self.ask("PUT", target, named, query=query)

    def begin(self, resource: str, headers: Mapping[str, str] | None = None) -> str:
        """Initiate a multipart upload; return its id."""
        return self.ask("POST", resource, headers, query="uploads").xml.findtext("UploadId", "")


def received(body: bytes) -> Received:
    return Received(MemoryBlob(body), hashlib.md5(body).digest())


def signed_v1(
    method: str, resource: str, query: str, headers: Mapping[str, str], *, key: KeyPair, now: float
) -> dict[str, str]:
    """The headers with Date and a V1 signature. The query's parameters are taken to be signed ones."""
    sent = {**headers, "date": formatdate(now, usegmt=True)}
    if key.token is not None:
        sent["x-oss-security-token"] = key.token
    named = "".join(f"{name}:{sent[name]}\n" for name in sorted(sent) if name.startswith("x-oss-"))
    path = "/" + resource + ("/" if resource and "/" not in resource else "")
    signed = "&".join(sorted(part for part in query.split("&") if part.partition("=")[0] in _SIGNED))
    where = path + ("?" + signed if signed else "")
    lines = [method, sent.get("content-md5", ""), sent.get("content-type", ""), sent["date"]]
    text = "\n".join(lines) + "\n" + named + where
    digest = hmac.new(key.secret.encode(), text.encode("utf-8", "surrogateescape"), "sha1").digest()
    return {**sent, "authorization": f"OSS {key.key_id}:{base64.b64encode(digest).decode()}"}


_SIGNED = {
    "acl", "append", "bucketInfo", "continuation-token", "delete", "location", "objectMeta", "partNumber", "position",
    "response-content-type", "restore", "symlink", "tagging", "uploadId", "uploads", "versionId", "versioning",
    "versions",
}  # fmt: skip
