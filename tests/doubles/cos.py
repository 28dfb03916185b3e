"""Asks the sandbox's COS handler without a socket: requests signed with a signer of its own, answers taken apart."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Iterable, Mapping
from urllib.parse import parse_qsl, quote

from core.sandbox.cos.vendor import COS
from core.sandbox.protocol.call import Head
from core.sandbox.protocol.vendor import Vendor
from core.sandbox.world import KeyPair
from tests.doubles.sandbox import ENDPOINTS, KEY, NOW, Caller, Reply

__all__ = ["APPID", "ENDPOINTS", "KEY", "NOW", "CosCaller", "Reply"]

APPID = "-1250000000"


class CosCaller(Caller):
    """A client of the COS handler.

    Resources are "", "bucket" or "bucket/key", decoded and without the APPID, which every request gets.
    """

    vendor: Vendor = COS

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

    def copy_source(self, source: str) -> str:
        """An object of a bucket of the first region."""
        bucket, _, key = source.partition("/")
        return f"{bucket}{APPID}.cos.ap-guangzhou.myqcloud.com/" + quote(key, safe="/")


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
