"""A client of a running sandbox: one connection, signed as OSS was first signed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from http.client import HTTPConnection
from urllib.parse import quote

from core.sandbox.server import Offer
from core.sandbox.settings import (
    Fault,
    Seen,
    Settings,
)
from core.sandbox.world import KeyPair
from core.system.clock import SystemClock
from tests.doubles.sandbox import signed_v1


class Client:
    """One connection to an offer, signing with V1."""

    def __init__(self, offer: Offer, now: float | None = None) -> None:
        self.place = offer.endpoint.removeprefix("http://")
        self._key = KeyPair(offer.key_id, offer.secret, "owner")
        self._connection = HTTPConnection(self.place, timeout=20)
        self._now = now

    def ask(
        self,
        method: str,
        resource: str,
        headers: Mapping[str, str] | None = None,
        body: bytes | Iterator[bytes] | None = None,
        *,
        query: str = "",
        target: str = "",
    ) -> tuple[int, dict[str, str], bytes]:
        now = SystemClock().now() if self._now is None else self._now
        sent = signed_v1(method, resource, query, {"host": self.place, **(headers or {})}, key=self._key, now=now)
        path = target or "/" + quote(resource) + ("?" + query if query else "")
        self._connection.request(method, path, body=body, headers=sent)
        reply = self._connection.getresponse()
        return reply.status, {name.lower(): value for name, value in reply.getheaders()}, reply.read()

    def close(self) -> None:
        self._connection.close()

    def __enter__(self) -> Client:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def failing(operation: str, fault: Fault, times: int = 1) -> Settings:
    """Settings in which the first requests of an operation on each object meet a fault."""

    def fate(seen: Seen) -> Fault | None:
        return fault if seen.operation == operation and seen.number <= times else None

    return Settings(on_request=fate)
