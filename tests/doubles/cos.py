"""Asks the sandbox's COS face without a socket: requests signed with a signer of its own, answers taken apart."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from urllib.parse import parse_qsl, quote
from xml.etree import ElementTree as Tree

from core.sandbox.cos.vendor import COS
from core.sandbox.extents import Content
from core.sandbox.protocol.call import Head
from core.sandbox.protocol.handler import Handler
from core.sandbox.settings import Settings
from core.sandbox.world import Bucket, KeyPair, Version, World
from tests.doubles.sandbox import received

NOW = 1_750_000_000.0
KEY = KeyPair("KEY1", "secret-1", "owner-1")
ENDPOINTS = {"cn-hangzhou": "127.0.0.1:7001", "cn-shanghai": "127.0.0.1:7002"}
APPID = "-1250000000"


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
        return self.xml.findtext("Code", "")

    def texts(self, path: str) -> list[str]:
        return [node.text or "" for node in self.xml.iterfind(path)]


class CosCaller:
    """A client of the COS face. `now` and `settings` may be changed between requests.

    Resources are "", "bucket" or "bucket/key", decoded and without the APPID, which every request gets.
    """

    def __init__(self) -> None:
        self.world = World(("cn-hangzhou", "cn-shanghai"))
        self.world.add_key(KEY)
        self.settings = Settings()
        self.now = NOW
        self.face = Handler(COS, self.world, lambda: self.settings, ENDPOINTS)
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
        host: str = "",
    ) -> Reply:
        """Send one request; path style unless `host` says where the bucket is. `query` is raw."""
        sent = {"host": host or ENDPOINTS[region], "content-length": str(len(body)), **(headers or {})}
        path = "/" + (resource if host else on_cos(resource))
        if key is not None:
            sent = signed(method, path, query, sent, key=key, now=self.now)
        target = quote(path.encode("utf-8", "surrogateescape"), safe="/") + ("?" + query if query else "")
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

    def head(self, resource: str) -> Mapping[str, str]:
        reply = self.ask("HEAD", resource)
        assert reply.status == 200
        return reply.headers

    def keep(self, resource: str, version: Version) -> Version:
        """Store a version without asking the face."""
        bucket, _, key = resource.partition("/")
        return self.world.put(bucket, key, version)

    def copy(self, source: str, target: str, headers: Mapping[str, str] | None = None, query: str = "") -> Reply:
        """A copy from the first region, or a part copy when the query names a part."""
        bucket, _, key = source.partition("/")
        place = f"{bucket}{APPID}.cos.ap-guangzhou.myqcloud.com/" + quote(key, safe="/")
        return self.ask("PUT", target, {"x-cos-copy-source": place, **(headers or {})}, query=query)

    def begin(self, resource: str, headers: Mapping[str, str] | None = None) -> str:
        """Initiate a multipart upload; return its id."""
        return self.ask("POST", resource, headers, query="uploads").xml.findtext("UploadId", "")

    def part(self, resource: str, upload: str, number: int, body: bytes) -> str:
        """Upload a part; return its ETag."""
        reply = self.ask("PUT", resource, body=body, query=f"partNumber={number}&uploadId={upload}")
        assert reply.status == 200, reply.body
        return reply.headers["etag"]

    def complete(self, resource: str, upload: str, parts: Mapping[int, str]) -> Reply:
        """Complete an upload with the parts in the order of the mapping."""
        listed = (
            f"<Part><PartNumber>{number}</PartNumber><ETag>{etag}</ETag></Part>" for number, etag in parts.items()
        )
        body = f"<CompleteMultipartUpload>{''.join(listed)}</CompleteMultipartUpload>".encode()
        return self.ask("POST", resource, body=body, query=f"uploadId={upload}")


def on_cos(resource: str) -> str:
    """A resource with the APPID at its bucket."""
    bucket, slash, key = resource.partition("/")
    return bucket + APPID + slash + key if bucket else ""


def signed(
    method: str, path: str, query: str, headers: Mapping[str, str], *, key: KeyPair, now: float
) -> dict[str, str]:
    """The headers with an authorization that covers all of them and the whole query, good for an hour."""
    sent = dict(headers)
    if key.token is not None:
        sent["x-cos-security-token"] = key.token
    window = f"{int(now) - 60};{int(now) + 3600}"
    pairs = _listed(sent.items())
    asked = _listed(parse_qsl(query, keep_blank_values=True))
    text = f"{method.lower()}\n{path}\n{_joined(asked)}\n{_joined(pairs)}\n".encode("utf-8", "surrogateescape")
    to_sign = f"sha1\n{window}\n{hashlib.sha1(text).hexdigest()}\n"
    fields = {
        "q-sign-algorithm": "sha1",
        "q-ak": key.key_id,
        "q-sign-time": window,
        "q-key-time": window,
        "q-header-list": ";".join(name for name, _ in pairs),
        "q-url-param-list": ";".join(name for name, _ in asked),
        "q-signature": _digest(_digest(key.secret, window), to_sign),
    }
    return {**sent, "authorization": _joined(list(fields.items()))}


def _listed(pairs: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    return sorted((_encoded(name).lower(), _encoded(value)) for name, value in pairs)


def _encoded(text: str) -> str:
    return quote(text.encode("utf-8", "surrogateescape"), safe="~")


def _joined(pairs: list[tuple[str, str]]) -> str:
    return "&".join(f"{name}={value}" for name, value in pairs)


def _digest(key: str, text: str) -> str:
    return hmac.new(key.encode(), text.encode(), "sha1").hexdigest()
