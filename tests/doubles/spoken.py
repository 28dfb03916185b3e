"""What a request or a recorded answer says, in words that can be compared."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl, unquote

from core.store.dialects.base import WireRequest


def headers_of(request: WireRequest) -> dict[str, str]:
    """The headers by name; none may be sent twice."""
    pairs = [(name.decode("ascii"), value.decode("utf-8")) for name, value in request.headers]
    assert len(dict(pairs)) == len(pairs), "a header is sent twice"
    return dict(pairs)


def without(headers: dict[str, str], noise: set[str]) -> dict[str, str]:
    """The headers but for those of these names."""
    return {name: value for name, value in headers.items() if name not in noise}


def text(value: Any) -> str:
    """A header's value, which clients give as text, bytes or a number."""
    return value.decode("utf-8") if isinstance(value, bytes) else str(value)


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


def seen(
    method: str, host: str, path: str, query: str, headers: dict[str, Any], body: bytes, *, noise: set[str]
) -> Seen:
    """A request as it is seen, without the headers that are called noise and those without a value."""
    plain = {name.lower(): text(value) for name, value in headers.items() if value is not None}
    authorization = plain.pop("authorization")
    pairs = dict(parse_qsl(query, keep_blank_values=True))
    return Seen(method, host, unquote(path), pairs, without(plain, noise), body, authorization)


def seen_of(request: WireRequest, *, noise: set[str]) -> Seen:
    """One of our requests as it is seen."""
    path, _, query = request.target.decode("ascii").partition("?")
    return seen(request.method, request.host, path, query, headers_of(request), request.body, noise=noise)
