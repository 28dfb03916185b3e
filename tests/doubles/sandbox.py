"""Asks the sandbox without a socket: requests signed with a V1 signer of its own for OSS, answers taken apart."""

from __future__ import annotations

import base64
import hashlib
import hmac
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from email.utils import formatdate
from urllib.parse import quote
from xml.etree import ElementTree as Tree

from core.sandbox.blobs import MemoryBlob, Received
from core.sandbox.extents import Content
from core.sandbox.oss.vendor import OSS
from core.sandbox.protocol.call import Head
from core.sandbox.protocol.handler import Handler
from core.sandbox.protocol.vendor import Vendor
from core.sandbox.settings import Settings
from core.sandbox.world import Bucket, KeyPair, Version, World

NOW = 1_750_000_000.0
KEY = KeyPair("KEY1", "secret-1", "owner-1")
ENDPOINTS = {"cn-hangzhou": "127.0.0.1:7001", "cn-shanghai": "127.0.0.1:7002"}


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
            node.tag = node.tag.rpartition("}")[2]
        return tree

    @property
    def code(self) -> str:
        """The error's code, from the body or, as OSS has it, from a header of an answer to HEAD; "" without one."""
        body = self.body or base64.b64decode(self.headers.get("x-oss-err", ""))
        return Reply(self.status, {}, body).text("Code") if body else ""

    def texts(self, path: str) -> list[str]:
        return [node.text or "" for node in self.xml.iterfind(path)]

    def text(self, path: str) -> str:
        return self.xml.findtext(path, "")


class Caller:
    """A client of one vendor's handler, here OSS's. `now` and `settings` may be changed between requests."""

    vendor: Vendor = OSS
    regions = ("cn-hangzhou", "cn-shanghai")

    def __init__(self) -> None:
        here, there = self.regions
        self.world = World(self.regions)
        self.world.add_key(KEY)
        self.settings = Settings()
        self.now = NOW
        places = dict(zip(self.regions, ENDPOINTS.values(), strict=True))
        self.handler = Handler(self.vendor, self.world, lambda: self.settings, places)
        for name, region in (("bucket", here), ("other", here), ("far-away", there)):
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
        routed = self.handler.route(head)
        answer = self.handler.admit(routed, self.now)
        if answer is None:
            answer = self.handler.perform(routed, received(body), self.now)
        content = answer.body
        told = content.read(0, content.length) if isinstance(content, Content) else content
        return Reply(answer.status, {name.lower(): value for name, value in answer.headers}, told)

    def put(self, resource: str, body: bytes = b"data", headers: Mapping[str, str] | None = None) -> Reply:
        reply = self.ask("PUT", resource, headers, body)
        assert reply.status == 200, reply.body
        return reply

    def head(self, resource: str) -> Mapping[str, str]:
        reply = self.ask("HEAD", resource)
        assert reply.status == 200
        return reply.headers

    def keep(self, resource: str, version: Version) -> Version:
        """Store a version without asking the handler."""
        bucket, _, key = resource.partition("/")
        return self.world.put(bucket, key, version)

    def copy_source(self, source: str) -> str:
        """How the vendor names the source of a copy."""
        return "/" + quote(source, safe="/")

    def copy(self, source: str, target: str, headers: Mapping[str, str] | None = None, query: str = "") -> Reply:
        """CopyObject, or UploadPartCopy when the query names a part."""
        named = {self.vendor.prefix + "copy-source": self.copy_source(source), **(headers or {})}
        return self.ask("PUT", target, named, query=query)

    def begin(self, resource: str, headers: Mapping[str, str] | None = None) -> str:
        """Initiate a multipart upload; return its id."""
        return self.ask("POST", resource, headers, query="uploads").text("UploadId")

    def part(
        self, resource: str, upload: str, number: int, body: bytes, headers: Mapping[str, str] | None = None
    ) -> str:
        """Upload a part; return its ETag with the quotes."""
        reply = self.ask("PUT", resource, headers, body, query=f"partNumber={number}&uploadId={upload}")
        assert reply.status == 200, reply.body
        return reply.headers["etag"]

    def complete(
        self,
        resource: str,
        upload: str,
        parts: Iterable[tuple[int, str]],
        headers: Mapping[str, str] | None = None,
    ) -> Reply:
        """Complete an upload with the parts in the order that is given."""
        listed = "".join(f"<Part><PartNumber>{number}</PartNumber><ETag>{etag}</ETag></Part>" for number, etag in parts)
        attributes = " " + self.vendor.attributes if self.vendor.attributes else ""
        body = f"<CompleteMultipartUpload{attributes}>{listed}</CompleteMultipartUpload>".encode()
        return self.ask("POST", resource, headers, body, query=f"uploadId={upload}")


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
