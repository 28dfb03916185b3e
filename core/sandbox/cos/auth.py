"""Checks the signatures of COS (q-sign-algorithm=sha1), in a header and in a URL, from the vendor's description.

It knows requests and key pairs, and takes the time as an argument. Page "Request Signature" (436/7778). All functions
raise `CosError`.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import quote

from core.sandbox.cos.errors import CosError
from core.sandbox.cos.rules import CLOCK_SKEW_S
from core.sandbox.protocol.call import host_name
from core.sandbox.protocol.headers import http_time, iso_date
from core.sandbox.world import KeyPair

_TOKEN = "x-cos-security-token"  # noqa: S105 - the name of a header and of a parameter
_FIELDS = (
    "q-sign-algorithm",
    "q-ak",
    "q-sign-time",
    "q-key-time",
    "q-header-list",
    "q-url-param-list",
    "q-signature",
)


@dataclass(frozen=True, slots=True)
class Signed:
    """What a signature can cover.

    Attributes:
        path: of the request, percent-decoded, with its leading slash; with path style the bucket is in it.
        query: decoded pairs.
        headers: by lower-case name.
    """

    method: str
    path: str
    query: Sequence[tuple[str, str]]
    headers: Mapping[str, str]


def verify(request: Signed, keys: Mapping[str, KeyPair], now: float) -> KeyPair | None:
    """The key pair that signed the request; None for a request without a signature. Raises `CosError`."""
    authorization = request.headers.get("authorization", "")
    fields = _fields_of_header(authorization) if authorization else _fields_of_url(request.query)
    if not fields:
        return None
    if any(name not in fields for name in _FIELDS) or fields["q-sign-algorithm"] != "sha1":
        raise CosError("AccessDenied", "The authorization is not complete or not of q-sign-algorithm=sha1.")
    key = _key(request, keys, fields["q-ak"], now)
    _check_times(request, fields, now)
    for host in _hosts(request):
        text, formatted = _texts(request, fields, host)
        right = signature(key.secret, fields["q-key-time"], text)
        if hmac.compare_digest(_bytes(right), _bytes(fields["q-signature"].lower())):
            return key
    raise CosError("SignatureDoesNotMatch", extra={"StringToSign": text, "FormatString": formatted})


def http_string(request: Signed, header_list: str, url_param_list: str) -> str:
    """The text of the request that is hashed: the named parameters and headers and no others."""
    parameters = _chosen(request.query, url_param_list)
    headers = _chosen(request.headers.items(), header_list)
    return f"{request.method.lower()}\n{request.path}\n{parameters}\n{headers}\n"


def string_to_sign(sign_time: str, formatted: str) -> str:
    digest = hashlib.sha1(_bytes(formatted), usedforsecurity=False).hexdigest()
    return f"sha1\n{sign_time}\n{digest}\n"


def signature(secret: str, key_time: str, text: str) -> str:
    """The key of the signature is the hexadecimal text of the first digest, not its bytes."""
    sign_key = hmac.new(secret.encode(), _bytes(key_time), hashlib.sha1).hexdigest()
    return hmac.new(sign_key.encode(), _bytes(text), hashlib.sha1).hexdigest()


def _fields_of_header(authorization: str) -> dict[str, str]:
    pairs = (field.partition("=") for field in authorization.split("&"))
    return {name.strip(): value.strip() for name, _, value in pairs}


def _fields_of_url(query: Sequence[tuple[str, str]]) -> dict[str, str]:
    return {name: value for name, value in query if name in _FIELDS}


def _texts(request: Signed, fields: Mapping[str, str], host: str) -> tuple[str, str]:
    """The string to sign and the HttpString, with one of the forms of the host."""
    named = Signed(request.method, request.path, request.query, {**request.headers, "host": host})
    formatted = http_string(named, fields["q-header-list"], fields["q-url-param-list"])
    return string_to_sign(fields["q-sign-time"], formatted), formatted


def _hosts(request: Signed) -> tuple[str, ...]:
    """The Host as it came, and without its port: the vendor's clients sign it so."""
    host = request.headers.get("host", "")
    return tuple(dict.fromkeys((host_name(host), host)))


def _chosen(pairs: Iterable[tuple[str, str]], names: str) -> str:
    """The named pairs as they are signed. Names in a list are lower-case, percent-encoded and joined by ";"."""
    wanted = frozenset(name for name in names.lower().split(";") if name)
    encoded = ((_encoded(name).lower(), _encoded(value)) for name, value in pairs)
    return "&".join(f"{name}={value}" for name, value in sorted(encoded) if name in wanted)


def _key(request: Signed, keys: Mapping[str, KeyPair], key_id: str, now: float) -> KeyPair:
    key = keys.get(key_id)
    token = request.headers.get(_TOKEN) or dict(request.query).get(_TOKEN)
    if key is None or (key.token is not None and token is None):
        # A temporary key without its token is not in the records of permanent keys.
        raise CosError("InvalidAccessKeyId")
    if token != key.token:
        raise CosError("AccessDenied", "The security token does not belong to the key.")
    if key.expires is not None and now >= key.expires:
        raise CosError("ExpiredToken")
    return key


def _check_times(request: Signed, fields: Mapping[str, str], now: float) -> None:
    """The window of the signature must hold the time, with 15 minutes of patience at its start.

    Its end is sharp. Where a Date header comes along, it must not be off by more than 15 minutes either way.
    """
    if fields["q-sign-time"] != fields["q-key-time"]:
        raise CosError("AccessDenied", "q-sign-time and q-key-time differ.")
    start, _, end = fields["q-sign-time"].partition(";")
    if not (start.isdecimal() and end.isdecimal()) or int(start) > int(end):
        raise CosError("AccessDenied", "q-sign-time is not a start and an end in Unix seconds.")
    date = http_time(request.headers.get("date", ""))
    if int(start) > now + CLOCK_SKEW_S or (date is not None and abs(date - now) > CLOCK_SKEW_S):
        raise CosError("RequestTimeTooSkewed", extra={"ServerTime": iso_date(now)})
    if now > int(end):
        raise CosError("Request has expired", extra={"ServerTime": iso_date(now)})


def _encoded(text: str) -> str:
    return quote(_bytes(text), safe="~")


def _bytes(text: str) -> bytes:
    return text.encode("utf-8", "surrogateescape")
