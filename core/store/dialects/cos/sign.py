"""The signature of Tencent Cloud COS (q-sign-algorithm=sha1), in a header and in a URL.

Rules: Tencent Cloud COS API, "Request Signature" (436/7778). A signer gets the request decoded, with the host and the
path that it is sent to: other than with most vendors, both are part of what is signed.
"""

from __future__ import annotations

import hashlib
import hmac
from dataclasses import dataclass

from core.model.values import Credentials
from core.store.dialects.common.encoding import Pairs, percent, raw
from core.store.dialects.common.endpoints import name_of
from core.store.dialects.common.requests import UnsignedRequest

TOKEN = "x-cos-security-token"  # noqa: S105 - the name of a header and of a parameter
_PREFIXES = ("x-cos-", "x-ci-")
#: The headers that are signed besides those of the vendor, when they are there. The service leaves the choice to us.
_SIGNED = frozenset(
    {
        "cache-control",
        "content-disposition",
        "content-encoding",
        "content-length",
        "content-md5",
        "content-type",
        "date",
        "expect",
        "expires",
        "if-match",
        "if-modified-since",
        "if-none-match",
        "if-unmodified-since",
        "origin",
        "range",
        "transfer-encoding",
    }
)


@dataclass(frozen=True, slots=True)
class SigningScope:
    """Where a request goes, as it is signed.

    Attributes:
        host: what goes into Host; its port is not signed.
        path: the raw path with its leading slash, not percent-encoded: the service signs what it decodes.
        start: Unix time from which the signature holds.
        end: Unix time until which it holds.
    """

    host: str
    path: str
    start: int
    end: int

    @property
    def key_time(self) -> str:
        return f"{self.start};{self.end}"


def sign(request: UnsignedRequest, credentials: Credentials, place: SigningScope) -> Pairs:
    """The headers that authorise `request`: token and authorization."""
    token = ((TOKEN, credentials.token),) if credentials.token else ()
    headers = (*request.headers, *token, *_length(request))
    fields = _fields(request.method, request.query, headers, credentials, place)
    return (*token, ("authorization", "&".join(f"{name}={value}" for name, value in fields)))


def presign(request: UnsignedRequest, credentials: Credentials, place: SigningScope) -> Pairs:
    """The whole query of a signed URL. Whoever uses it must send the headers of `request`."""
    token = ((TOKEN, credentials.token),) if credentials.token else ()
    query = (*request.query, *token)
    return (*_fields(request.method, query, request.headers, credentials, place), *query)


def http_string(method: str, path: str, query: Pairs, headers: Pairs) -> str:
    """What is hashed; `query` and `headers` are those that `listed` gives."""
    return f"{method.lower()}\n{path}\n{_joined(query)}\n{_joined(headers)}\n"


def listed(pairs: Pairs) -> Pairs:
    """Names and values percent-encoded, the names in lower case as well, sorted by name."""
    return tuple(sorted((percent(name).lower(), percent(value)) for name, value in pairs))


def signed_headers(headers: Pairs, host: str) -> Pairs:
    """Those headers that are signed, and the host without a port."""
    chosen = tuple(pair for pair in headers if pair[0] in _SIGNED or pair[0].startswith(_PREFIXES))
    return (*chosen, ("host", name_of(host)))


def string_to_sign(key_time: str, http: str) -> str:
    digest = hashlib.sha1(raw(http), usedforsecurity=False).hexdigest()
    return f"sha1\n{key_time}\n{digest}\n"


def sign_key(secret: str, key_time: str) -> str:
    """The key of one period of time; its hexadecimal text is the key, not the bytes that it stands for."""
    return _hmac_sha1(secret, key_time)


def _fields(method: str, query: Pairs, headers: Pairs, credentials: Credentials, place: SigningScope) -> Pairs:
    signed_query, signed = listed(query), listed(signed_headers(headers, place.host))
    text = string_to_sign(place.key_time, http_string(method, place.path, signed_query, signed))
    return (
        ("q-sign-algorithm", "sha1"),
        ("q-ak", credentials.key_id),
        ("q-sign-time", place.key_time),
        ("q-key-time", place.key_time),
        ("q-header-list", ";".join(name for name, _ in signed)),
        ("q-url-param-list", ";".join(name for name, _ in signed_query)),
        ("q-signature", _hmac_sha1(sign_key(credentials.secret, place.key_time), text)),
    )


def _length(request: UnsignedRequest) -> Pairs:
    """Content-Length, where every client sends one: with a body and with a method that expects one (RFC 9110, 8.6)."""
    has_length = bool(request.body) or request.method in ("PUT", "POST")
    return (("content-length", str(len(request.body))),) if has_length else ()


def _joined(pairs: Pairs) -> str:
    return "&".join(f"{name}={value}" for name, value in pairs)


def _hmac_sha1(key: str, text: str) -> str:
    return hmac.new(key.encode(), text.encode(), hashlib.sha1).hexdigest()
