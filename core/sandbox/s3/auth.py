"""Checks signature version 4 as S3 uses it, in a header and in a presigned URL, from the vendor's description.

It knows requests and key pairs, and takes the time as an argument. The body comes later: `Proof` says what it must
be, and `stream` and `body` hold it to that. Pages of the S3 API Reference: "Authenticating Requests (AWS
Signature Version 4)", its parts on the header, on query parameters and on chunked uploads. All raise `S3Error`.
"""

from __future__ import annotations

import hashlib
import hmac
import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from urllib.parse import quote

from core.sandbox.protocol.call import Proof
from core.sandbox.s3.errors import S3Error
from core.sandbox.s3.rules import CLOCK_SKEW_S, PRESIGN_MAX_S
from core.sandbox.world import KeyPair

ALGORITHM = "AWS4-HMAC-SHA256"
UNSIGNED = "UNSIGNED-PAYLOAD"
UNSIGNED_STREAM_TRAILER = "STREAMING-UNSIGNED-PAYLOAD-TRAILER"
SIGNED_STREAM = "STREAMING-AWS4-HMAC-SHA256-PAYLOAD"
SIGNED_STREAM_TRAILER = "STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER"

_DATE = "%Y%m%dT%H%M%SZ"
_SHA256 = re.compile(r"[0-9a-f]{64}")
_PAYLOADS = frozenset((UNSIGNED, UNSIGNED_STREAM_TRAILER, SIGNED_STREAM, SIGNED_STREAM_TRAILER))


@dataclass(frozen=True, slots=True)
class Signed:
    """What a signature covers.

    Attributes:
        path: decoded, with the bucket where the request has it there.
        query: decoded pairs.
        headers: by lower-case name.
        regions: the regions for which the request may be signed; the first one is told to whoever signs for another.
    """

    method: str
    path: str
    query: Sequence[tuple[str, str]]
    headers: Mapping[str, str]
    regions: Sequence[str]


def verify(request: Signed, keys: Mapping[str, KeyPair], now: float) -> Proof | None:
    """The proof of who signed; None for a request without a signature. Raises `S3Error`."""
    authorization = request.headers.get("authorization", "")
    query = dict(request.query)
    in_query = "X-Amz-Signature" in query or "X-Amz-Algorithm" in query
    if authorization and in_query:
        raise S3Error("InvalidArgument", "Only one auth mechanism allowed; only one should be specified.")
    if in_query:
        return _verify_url(request, query, keys, now)
    if authorization.startswith(ALGORITHM):
        return _verify_header(request, authorization, keys, now)
    if authorization.startswith("AWS ") or "Signature" in query:
        raise S3Error(
            "InvalidRequest",
            f"The authorization mechanism you have provided is not supported. Please use {ALGORITHM}.",
        )
    if authorization:
        raise S3Error.argument("Authorization", authorization.split()[0], "Unsupported Authorization Type")
    return None


# ---------------------------------------------------------------- the calculation


def canonical_request(request: Signed, names: Sequence[str], payload: str) -> str:
    """The canonical request. `names` are the signed headers, lower-case, in the order given by the client."""
    pairs = sorted((_encoded(name), _encoded(value)) for name, value in request.query if name != "X-Amz-Signature")
    query = "&".join(f"{name}={value}" for name, value in pairs)
    lines = "".join(f"{name}:{' '.join(request.headers.get(name, '').split())}\n" for name in names)
    return "\n".join((request.method, _encoded(request.path, "/"), query, lines, ";".join(names), payload))


def string_to_sign(canonical: str, date_time: str, scope: str) -> str:
    return "\n".join((ALGORITHM, date_time, scope, sha256(_bytes(canonical))))


def signature(secret: str, scope: str, text: str) -> str:
    return hmac.new(signing_key(secret, scope), _bytes(text), hashlib.sha256).hexdigest()


@lru_cache(maxsize=256)
def signing_key(secret: str, scope: str) -> bytes:
    key = ("AWS4" + secret).encode()
    for word in scope.split("/"):
        key = hmac.new(key, word.encode(), hashlib.sha256).digest()
    return key


def sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def same(one: str, other: str) -> bool:
    """Whether two signatures are equal, in a time that does not tell where they differ."""
    return hmac.compare_digest(_bytes(one), _bytes(other))


# ---------------------------------------------------------------- in a header


def _verify_header(request: Signed, authorization: str, keys: Mapping[str, KeyPair], now: float) -> Proof:
    headers = request.headers
    fields = dict(_field(part) for part in authorization.removeprefix(ALGORITHM).split(","))
    for wanted in ("Credential", "SignedHeaders", "Signature"):
        if not fields.get(wanted):
            message = f"The authorization header is malformed; the authorization header requires {wanted}."
            raise S3Error("AuthorizationHeaderMalformed", message)
    date_time = headers.get("x-amz-date", "")
    signed_at = _time(date_time)
    if signed_at is None:
        raise S3Error("AccessDenied", "AWS authentication requires a valid Date or x-amz-date header")
    payload = headers.get("x-amz-content-sha256", "")
    if not payload:
        raise S3Error("InvalidRequest", "Missing required header for this request: x-amz-content-sha256")
    if payload not in _PAYLOADS and not _SHA256.fullmatch(payload):
        message = f"x-amz-content-sha256 must be {UNSIGNED}, {SIGNED_STREAM}, or a valid sha256 value."
        raise S3Error.argument("x-amz-content-sha256", payload, message)
    key_id, scope = _scope(fields["Credential"], date_time, request.regions, "AuthorizationHeaderMalformed")
    key = _key(keys, key_id, headers.get("x-amz-security-token"), now)
    _check_skew(signed_at, date_time, now)
    names = fields["SignedHeaders"].split(";")
    _check_names(headers, names)
    proof = Proof(key, payload, date_time, scope, fields["Signature"])
    return _checked(request, proof, names)


def _field(text: str) -> tuple[str, str]:
    name, _, value = text.strip().partition("=")
    return name, value


def _check_skew(signed_at: float, date_time: str, now: float) -> None:
    if abs(signed_at - now) > CLOCK_SKEW_S:
        extra = {"RequestTime": date_time, "ServerTime": _iso(now), "MaxAllowedSkewMilliseconds": "900000"}
        raise S3Error("RequestTimeTooSkewed", extra=extra)


# ---------------------------------------------------------------- in a URL


def _verify_url(request: Signed, query: Mapping[str, str], keys: Mapping[str, KeyPair], now: float) -> Proof:
    wanted = ("Algorithm", "Credential", "Signature", "Date", "SignedHeaders", "Expires")
    if not all(query.get("X-Amz-" + name) for name in wanted):
        listed = ", ".join("X-Amz-" + name for name in wanted)
        raise _bad_query(f"Query-string authentication version 4 requires the {listed} parameters.")
    if query["X-Amz-Algorithm"] != ALGORITHM:
        raise _bad_query(f'X-Amz-Algorithm only supports "{ALGORITHM}"')
    date_time, expires = query["X-Amz-Date"], query["X-Amz-Expires"]
    signed_at = _time(date_time)
    if signed_at is None:
        raise _bad_query("X-Amz-Date must be in the ISO8601 Long Format \"yyyyMMdd'T'HHmmss'Z'\"")
    if not expires.isdecimal() or int(expires) > PRESIGN_MAX_S:
        raise _bad_query("X-Amz-Expires must be less than a week (in seconds); it must be from 1 to 604800.")
    regions = request.regions
    key_id, scope = _scope(query["X-Amz-Credential"], date_time, regions, "AuthorizationQueryParametersError")
    key = _key(keys, key_id, query.get("X-Amz-Security-Token"), now)
    if signed_at > now + CLOCK_SKEW_S:
        raise S3Error("AccessDenied", "Request is not yet valid")
    if signed_at + int(expires) < now:
        times = {"Expires": _iso(signed_at + int(expires)), "ServerTime": _iso(now)}
        raise S3Error("AccessDenied", "Request has expired", extra={"X-Amz-Expires": expires, **times})
    names = query["X-Amz-SignedHeaders"].split(";")
    _check_names(request.headers, names)
    # The page has UNSIGNED-PAYLOAD as the only form; a request may still say of its body what a header can say.
    payload = request.headers.get("x-amz-content-sha256", UNSIGNED)
    return _checked(request, Proof(key, payload, date_time, scope, query["X-Amz-Signature"]), names)


def _bad_query(message: str) -> S3Error:
    return S3Error("AuthorizationQueryParametersError", message)


# ---------------------------------------------------------------- both


def _checked(request: Signed, proof: Proof, names: Sequence[str]) -> Proof:
    canonical = canonical_request(request, names, proof.payload)
    text = string_to_sign(canonical, proof.date_time, proof.scope)
    if not same(signature(proof.key.secret, proof.scope, text), proof.signature):
        extra = {
            "AWSAccessKeyId": proof.key.key_id,
            "StringToSign": text,
            "SignatureProvided": proof.signature,
            "StringToSignBytes": _bytes(text).hex(" "),
            "CanonicalRequest": canonical,
            "CanonicalRequestBytes": _bytes(canonical).hex(" "),
        }
        raise S3Error("SignatureDoesNotMatch", extra=extra)
    return proof


def _scope(credential: str, date_time: str, regions: Sequence[str], code: str) -> tuple[str, str]:
    """The key id and the scope of a credential, whose region must be one that is served here."""
    parts = credential.rsplit("/", 4)
    if len(parts) != 5 or not parts[0]:
        raise S3Error(code, "The credential is malformed; it must be <key>/YYYYMMDD/REGION/SERVICE/aws4_request.")
    key_id, date, region, service, last = parts
    if date != date_time[:8]:
        raise S3Error(code, f'Invalid credential date "{date}"; it is not that of X-Amz-Date: "{date_time[:8]}".')
    if region not in regions:
        raise S3Error(
            code,
            f"The authorization header is malformed; the region '{region}' is wrong; expecting '{regions[0]}'",
            extra={"Region": regions[0]},
            headers={"x-amz-bucket-region": regions[0]},
        )
    if (service, last) != ("s3", "aws4_request"):
        raise S3Error(code, f'The credential is malformed; incorrect service "{service}" or terminal "{last}".')
    return key_id, "/".join(parts[1:])


def _key(keys: Mapping[str, KeyPair], key_id: str, token: str | None, now: float) -> KeyPair:
    key = keys.get(key_id)
    if key is None or (token is None and key.token is not None):
        # A temporary key without its token is not in the records of permanent keys.
        raise S3Error("InvalidAccessKeyId", extra={"AWSAccessKeyId": key_id})
    if token != key.token:
        raise S3Error("InvalidToken")
    if key.expires is not None and now >= key.expires:
        raise S3Error("ExpiredToken")
    return key


def _check_names(headers: Mapping[str, str], names: Collection[str]) -> None:
    """Host and every x-amz header must be signed. Content-Type, which old texts demand too, is not asked for."""
    # The hash of the body is in the canonical request anyhow.
    must = {"host", *(name for name in headers if name.startswith("x-amz-"))} - {"x-amz-content-sha256"}
    if loose := sorted(must.difference(names)):
        extra = {"HeadersNotSigned": ", ".join(loose)}
        raise S3Error("AccessDenied", "There were headers present in the request which were not signed", extra=extra)


def _time(date_time: str) -> float | None:
    try:
        return datetime.strptime(date_time, _DATE).replace(tzinfo=UTC).timestamp()
    except ValueError:
        return None


def _iso(seconds: float) -> str:
    return datetime.fromtimestamp(seconds, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _encoded(text: str, safe: str = "") -> str:
    return quote(_bytes(text), safe=safe + "~")


def _bytes(text: str) -> bytes:
    return text.encode("utf-8", "surrogateescape")
