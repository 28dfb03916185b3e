"""Asks the sandbox's S3 handler without a socket: requests signed with a signer of its own, answers taken apart."""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import quote, unquote

from core.sandbox.protocol.call import Head
from core.sandbox.protocol.vendor import Vendor
from core.sandbox.s3.vendor import S3_VENDOR
from core.sandbox.world import KeyPair
from tests.doubles.sandbox import KEY, NOW, Caller, Reply

__all__ = ["CASES", "ENDPOINTS", "HERE", "KEY", "NOW", "THERE", "Reply", "S3Caller", "key_of", "signed", "signing_key"]

HERE, THERE = "us-east-1", "eu-central-1"
ENDPOINTS = {HERE: "127.0.0.1:7001", THERE: "127.0.0.1:7002"}
#: Requests with what the vendor's own signer makes of them.
CASES: list[dict[str, Any]] = json.loads((Path(__file__).parents[1] / "data" / "s3_sigv4.json").read_text("utf-8"))[
    "cases"
]


def key_of(case: Mapping[str, Any]) -> KeyPair:
    given = case["credentials"]
    return KeyPair(given["access_key_id"], given["secret_access_key"], "owner", given.get("session_token"))


class S3Caller(Caller):
    """A client of the S3 handler."""

    vendor: Vendor = S3_VENDOR
    regions = (HERE, THERE)

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

    def copy_source(self, source: str) -> str:
        return quote(source, safe="/")


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
