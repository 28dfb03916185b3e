"""Signature version 4 of Amazon S3, in a header and in a URL.

Rules: Amazon S3 API Reference, "Authenticating Requests (AWS Signature Version 4)". S3 differs from the other services
that use it: the path is encoded once and is not cleaned, and the hash of the body is a header. The host and the path
are part of what is signed, so a signer gets them as they are sent.
"""

from __future__ import annotations

import hashlib
import hmac

from core.model.values import Credentials
from core.store.dialects.common.encoding import Pairs, basic_date, percent, raw
from core.store.dialects.common.endpoints import Target
from core.store.dialects.common.requests import UnsignedRequest

_ALGORITHM = "AWS4-HMAC-SHA256"
_TERMINATOR = "aws4_request"
_UNSIGNED_PAYLOAD = "UNSIGNED-PAYLOAD"
_HASH_HEADER = "x-amz-content-sha256"
#: Proxies and gateways change it on the way, so a signature over it would break.
_UNSIGNED = frozenset({"accept-encoding"})


def sign(request: UnsignedRequest, target: Target, credentials: Credentials, now: float) -> Pairs:
    """The headers that authorise `request` at Unix time `now`: date, hash of the body, token, authorization."""
    date, digest = basic_date(now), hashlib.sha256(request.body).hexdigest()
    token = (("x-amz-security-token", credentials.token),) if credentials.token else ()
    extra = (("x-amz-date", date), (_HASH_HEADER, digest), *token)
    full = UnsignedRequest(request.method, request.bucket, request.key, request.query, (*request.headers, *extra))
    canonical = canonical_request(full, target, digest)
    signature = _signature(canonical, credentials, target.region, date)
    authorization = (
        f"{_ALGORITHM} Credential={credentials.key_id}/{_scope(date, target.region)}, "
        f"SignedHeaders={signed_names(full)}, Signature={signature}"
    )
    return (*extra, ("authorization", authorization))


def presign(
    request: UnsignedRequest, target: Target, credentials: Credentials, *, now: float, expires_in: int
) -> Pairs:
    """The whole query of a signed URL that holds for `expires_in` seconds from `now`.

    Whoever uses the URL must send the headers that `request` has.
    """
    date = basic_date(now)
    query = (
        *request.query,
        ("X-Amz-Algorithm", _ALGORITHM),
        ("X-Amz-Credential", f"{credentials.key_id}/{_scope(date, target.region)}"),
        ("X-Amz-Date", date),
        ("X-Amz-Expires", str(expires_in)),
        ("X-Amz-SignedHeaders", signed_names(request)),
        *((("X-Amz-Security-Token", credentials.token),) if credentials.token else ()),
    )
    full = UnsignedRequest(request.method, request.bucket, request.key, query, request.headers)
    canonical = canonical_request(full, target, _UNSIGNED_PAYLOAD)
    return (*query, ("X-Amz-Signature", _signature(canonical, credentials, target.region, date)))


def canonical_request(request: UnsignedRequest, target: Target, payload: str) -> str:
    """What is hashed; `payload` is the hash of the body or the word that stands for it."""
    encoded = sorted((percent(name), percent(value)) for name, value in request.query)
    query = "&".join(f"{name}={value}" for name, value in encoded)
    headers = [("host", target.host), *((name, value) for name, value in request.headers if name not in _UNSIGNED)]
    lines = "".join(f"{name}:{' '.join(value.split())}\n" for name, value in sorted(headers))
    return "\n".join([request.method, percent(target.path, "/"), query, lines, signed_names(request), payload])


def signed_names(request: UnsignedRequest) -> str:
    """The list of the headers that are signed: Host and all that the request has."""
    return ";".join(sorted({"host", *(name for name, _ in request.headers if name not in _UNSIGNED)}))


def string_to_sign(canonical: str, region: str, date: str) -> str:
    """What the derived key signs; `date` is in the basic form of ISO 8601."""
    return "\n".join([_ALGORITHM, date, _scope(date, region), hashlib.sha256(raw(canonical)).hexdigest()])


def _signature(canonical: str, credentials: Credentials, region: str, date: str) -> str:
    key = f"AWS4{credentials.secret}".encode()
    for step in (date[:8], region, "s3", _TERMINATOR):
        key = hmac.new(key, step.encode(), hashlib.sha256).digest()
    return hmac.new(key, string_to_sign(canonical, region, date).encode(), hashlib.sha256).hexdigest()


def _scope(date: str, region: str) -> str:
    return f"{date[:8]}/{region}/s3/{_TERMINATOR}"
