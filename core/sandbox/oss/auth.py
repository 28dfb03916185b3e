"""Checks the signatures of OSS, V1 and V4, in a header and in a presigned URL, from the vendor's description.

It knows requests and key pairs, and takes the time as an argument. Pages of the OSS API Reference: "Add a signature
to the header", "Add a signature to a URL", "Signature version 4". All functions raise `OssError`.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from functools import lru_cache
from urllib.parse import quote

from core.sandbox.oss.errors import OssError
from core.sandbox.oss.rules import CLOCK_SKEW_S, PRESIGN_V4_MAX_S
from core.sandbox.world import KeyPair

_V4 = "OSS4-HMAC-SHA256"
_UNSIGNED = "UNSIGNED-PAYLOAD"
_V4_DATE = "%Y%m%dT%H%M%SZ"

#: The query parameters that V1 signs; all others it leaves out.
_V1_SIGNED = frozenset(
    """
    acl append asyncFetch bucketArchiveDirectRead bucketInfo callback callback-var cname comp continuation-token cors
    delete encryption endTime group httpsConfig inventory inventoryId lifecycle link live location logging metaQuery
    objectInfo objectMeta partNumber policy position publicAccessBlock qos qosInfo redundancyTransition referer
    regionList replication replicationLocation replicationProgress requestPayment resourceGroup
    response-cache-control response-content-disposition response-content-encoding response-content-language
    response-content-type response-expires restore security-token sequential startTime stat status style styleName
    symlink tagging transferAcceleration uploadId uploads versionId versioning versions vod website worm wormExtend
    wormId x-oss-ac-forward-allow x-oss-ac-source-ip x-oss-ac-subnet-mask x-oss-ac-vpc-id x-oss-async-process
    x-oss-process x-oss-request-payer x-oss-traffic-limit
    """.split()  # noqa: SIM905 - reads as the table that it is
)


@dataclass(frozen=True, slots=True)
class Signed:
    """What a signature can cover.

    Attributes:
        key: decoded; None for a bucket or service request.
        query: decoded pairs.
        headers: by lower-case name.
        region: the region of the endpoint that was asked, which a V4 signature must name.
    """

    method: str
    bucket: str
    key: str | None
    query: Sequence[tuple[str, str]]
    headers: Mapping[str, str]
    region: str


def verify(request: Signed, keys: Mapping[str, KeyPair], now: float) -> KeyPair | None:
    """The key pair that signed the request; None for a request without a signature. Raises `OssError`."""
    authorization = request.headers.get("authorization", "")
    query = dict(request.query)
    in_query = "Signature" in query or "OSSAccessKeyId" in query or "x-oss-signature" in query
    if authorization and in_query:
        raise OssError("InvalidArgument", "Only one auth mechanism allowed.")
    if authorization.startswith(_V4 + " "):
        return _verify_v4_header(request, authorization, keys, now)
    if authorization.startswith("OSS "):
        return _verify_v1_header(request, authorization, keys, now)
    if authorization:
        raise OssError("InvalidArgument", "Authorization header is invalid.")
    if "x-oss-signature" in query or "x-oss-signature-version" in query:
        return _verify_v4_url(request, query, keys, now)
    if in_query:
        return _verify_v1_url(request, query, keys, now)
    return None


# ---------------------------------------------------------------- V1


def v1_string_to_sign(request: Signed, date: str) -> str:
    """The text that V1 signs; `date` is the Date line, or the Expires number of a presigned URL."""
    headers = request.headers
    oss_headers = "".join(f"{name}:{headers[name]}\n" for name in sorted(headers) if name.startswith("x-oss-"))
    lines = (request.method, headers.get("content-md5", ""), headers.get("content-type", ""), date)
    return "\n".join(lines) + "\n" + oss_headers + _v1_resource(request)


def v1_signature(secret: str, text: str) -> str:
    digest = hmac.new(secret.encode(), _bytes(text), hashlib.sha1).digest()
    return base64.b64encode(digest).decode()


def _v1_resource(request: Signed) -> str:
    path = f"/{request.bucket}/{request.key or ''}" if request.bucket else "/"
    signed = sorted((name, value) for name, value in request.query if name in _V1_SIGNED)
    query = "&".join(f"{name}={value}" if value else name for name, value in signed)
    return f"{path}?{query}" if query else path


def _verify_v1_header(request: Signed, authorization: str, keys: Mapping[str, KeyPair], now: float) -> KeyPair:
    key_id, _, signature = authorization.removeprefix("OSS ").strip().partition(":")
    key = _key(keys, key_id, request.headers.get("x-oss-security-token"), now)
    date = request.headers.get("x-oss-date") or request.headers.get("date", "")
    _check_skew(_http_time(date), now)
    return _check_v1(request, key, signature, date)


def _verify_v1_url(request: Signed, query: Mapping[str, str], keys: Mapping[str, KeyPair], now: float) -> KeyPair:
    if not {"OSSAccessKeyId", "Expires", "Signature"} <= query.keys():
        raise OssError(
            "AccessDenied",
            "Query-string authentication requires the Signature, Expires and OSSAccessKeyId parameters.",
        )
    expires = query["Expires"]
    if not expires.isdecimal():
        raise OssError("AccessDenied", "Invalid date (should be seconds since epoch).")
    key = _key(keys, query["OSSAccessKeyId"], query.get("security-token"), now)
    if int(expires) < now:
        raise OssError("AccessDenied", "Request has expired.", extra={"Expires": expires})
    return _check_v1(request, key, query["Signature"], expires)


def _check_v1(request: Signed, key: KeyPair, signature: str, date: str) -> KeyPair:
    text = v1_string_to_sign(request, date)
    if not hmac.compare_digest(_bytes(v1_signature(key.secret, text)), _bytes(signature)):
        raise _mismatch(key, signature, text)
    return key


# ---------------------------------------------------------------- V4


def v4_canonical_request(request: Signed, additional: Sequence[str]) -> str:
    """The canonical request of V4. `additional` are lower-case header names."""
    path = "/" + request.bucket + "/" + (request.key or "") if request.bucket else "/"
    pairs = sorted((_encoded(name), _encoded(value)) for name, value in request.query if name != "x-oss-signature")
    query = "&".join(f"{name}={value}" if value else name for name, value in pairs)
    headers = request.headers
    signed = sorted(name for name in headers if _is_signed_by_v4(name) or name in additional)
    lines = "".join(f"{name}:{headers[name].strip()}\n" for name in signed)
    return "\n".join((request.method, _encoded(path, "/"), query, lines, ";".join(sorted(additional)), _UNSIGNED))


def v4_string_to_sign(canonical: str, date_time: str, scope: str) -> str:
    return "\n".join((_V4, date_time, scope, hashlib.sha256(_bytes(canonical)).hexdigest()))


def v4_signature(secret: str, scope: str, text: str) -> str:
    return hmac.new(_v4_key(secret, scope), _bytes(text), hashlib.sha256).hexdigest()


@lru_cache(maxsize=256)
def _v4_key(secret: str, scope: str) -> bytes:
    key = ("aliyun_v4" + secret).encode()
    for word in scope.split("/"):
        key = hmac.new(key, word.encode(), hashlib.sha256).digest()
    return key


def _is_signed_by_v4(name: str) -> bool:
    return name.startswith("x-oss-") or name in ("content-type", "content-md5")


def _verify_v4_header(request: Signed, authorization: str, keys: Mapping[str, KeyPair], now: float) -> KeyPair:
    fields = dict(_field(part) for part in authorization.removeprefix(_V4).split(","))
    if not {"Credential", "Signature"} <= fields.keys():
        raise OssError("InvalidArgument", "The Authorization header is invalid.")
    if fields.get("AdditionalHeaders") == "":
        raise OssError(
            "InvalidArgument", "AdditionalHeaders is empty in the Authorization header.", fine="0002-00000209"
        )
    if request.headers.get("x-oss-content-sha256") != _UNSIGNED:
        raise OssError("InvalidArgument", "x-oss-content-sha256 must be UNSIGNED-PAYLOAD.")
    date_time = request.headers.get("x-oss-date", "")
    key_id, scope = _scope(fields["Credential"], date_time, request.region)
    key = _key(keys, key_id, request.headers.get("x-oss-security-token"), now)
    _check_skew(_v4_time(date_time), now)
    additional = _names(fields.get("AdditionalHeaders", ""))
    return _check_v4(request, key, fields["Signature"], date_time=date_time, scope=scope, additional=additional)


def _verify_v4_url(request: Signed, query: Mapping[str, str], keys: Mapping[str, KeyPair], now: float) -> KeyPair:
    needed = {"x-oss-signature-version", "x-oss-credential", "x-oss-date", "x-oss-expires", "x-oss-signature"}
    if not needed <= query.keys() or query["x-oss-signature-version"] != _V4:
        raise OssError("AccessDenied", "Query-string authentication misses a parameter of signature version 4.")
    expires, date_time = query["x-oss-expires"], query["x-oss-date"]
    if not expires.isdecimal() or not 1 <= int(expires) <= PRESIGN_V4_MAX_S:
        raise OssError("AccessDenied", "x-oss-expires must be from 1 to 604800.")
    key_id, scope = _scope(query["x-oss-credential"], date_time, request.region)
    key = _key(keys, key_id, query.get("x-oss-security-token"), now)
    signed_at = _v4_time(date_time)
    if signed_at > now + CLOCK_SKEW_S:
        raise OssError("AccessDenied", "Request is not valid yet.")
    if signed_at + int(expires) < now:
        raise OssError("AccessDenied", "Request has expired.", extra={"Expires": expires})
    additional = _names(query.get("x-oss-additional-headers", ""))
    return _check_v4(request, key, query["x-oss-signature"], date_time=date_time, scope=scope, additional=additional)


def _check_v4(
    request: Signed, key: KeyPair, signature: str, *, date_time: str, scope: str, additional: Sequence[str]
) -> KeyPair:
    canonical = v4_canonical_request(request, additional)
    text = v4_string_to_sign(canonical, date_time, scope)
    if not hmac.compare_digest(_bytes(v4_signature(key.secret, scope, text)), _bytes(signature)):
        raise _mismatch(key, signature, text, canonical)
    return key


def _scope(credential: str, date_time: str, region: str) -> tuple[str, str]:
    """The key id and the scope of a credential. The region must be the endpoint's."""
    parts = credential.split("/")
    if len(parts) != 5 or parts[3:] != ["oss", "aliyun_v4_request"] or parts[1] != date_time[:8]:
        raise OssError("InvalidArgument", "The credential of the signature is invalid.")
    if parts[2] != region:
        raise OssError("InvalidArgument", "Invalid signing region in Authorization header.")
    return parts[0], "/".join(parts[1:])


def _field(text: str) -> tuple[str, str]:
    name, _, value = text.strip().partition("=")
    return name, value


def _names(text: str) -> tuple[str, ...]:
    return tuple(name.lower() for name in text.split(";") if name)


# ---------------------------------------------------------------- both


def _key(keys: Mapping[str, KeyPair], key_id: str, token: str | None, now: float) -> KeyPair:
    key = keys.get(key_id)
    if key is None:
        raise OssError("InvalidAccessKeyId", extra={"OSSAccessKeyId": key_id})
    if token != key.token:
        if token is not None and any(other.token == token for other in keys.values()):
            raise OssError("AccessKeyIdAndSecurityTokenNotMatch")
        # A temporary key without its token is not in the records of permanent keys.
        raise OssError("InvalidSecurityToken" if token is not None else "InvalidAccessKeyId")
    if key.expires is not None and now >= key.expires:
        raise OssError("SecurityTokenExpired")
    return key


def _check_skew(signed_at: float, now: float) -> None:
    if abs(signed_at - now) > CLOCK_SKEW_S:
        times = {"RequestTime": _iso(signed_at), "ServerTime": _iso(now)}
        raise OssError("RequestTimeTooSkewed", extra={"MaxAllowedSkewMilliseconds": "900000", **times})


def _iso(seconds: float) -> str:
    return datetime.fromtimestamp(seconds, UTC).strftime("%Y-%m-%dT%H:%M:%S.000Z")


def _http_time(date: str) -> float:
    try:
        return parsedate_to_datetime(date).timestamp()
    except ValueError as error:
        raise OssError("AccessDenied", "OSS authentication requires a valid Date.") from error


def _v4_time(date_time: str) -> float:
    try:
        return datetime.strptime(date_time, _V4_DATE).replace(tzinfo=UTC).timestamp()
    except ValueError as error:
        raise OssError("InvalidArgument", "x-oss-date must look like 20231203T121212Z.") from error


def _mismatch(key: KeyPair, signature: str, text: str, canonical: str = "") -> OssError:
    extra = {
        "OSSAccessKeyId": key.key_id,
        "SignatureProvided": signature,
        "StringToSign": text,
        "StringToSignBytes": _bytes(text).hex(" ").upper(),
    }
    if canonical:
        extra["CanonicalRequest"] = canonical
    return OssError("SignatureDoesNotMatch", extra=extra)


def _encoded(text: str, safe: str = "") -> str:
    return quote(_bytes(text), safe=safe + "~")


def _bytes(text: str) -> bytes:
    return text.encode("utf-8", "surrogateescape")
