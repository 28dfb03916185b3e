"""The two signatures of Alibaba Cloud OSS, in a header and in a URL.

Rules: OSS API Reference, "Add a signature to the header", "Add a signature to a URL" (version 1) and "Include a V4
signature" (version 4). A signer gets the request decoded and knows nothing of where it is sent.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
from collections.abc import Iterable

from core.model.values import Credentials
from core.store.dialects.common.encoding import Pairs, basic_date, http_date, percent, raw
from core.store.dialects.common.requests import UnsignedRequest

PREFIX = "x-oss-"
TOKEN_HEADER = "x-oss-security-token"  # noqa: S105 - the name of a header
_UNSIGNED = "UNSIGNED-PAYLOAD"  # the only value that the service takes
_ALGORITHM = "OSS4-HMAC-SHA256"
_TERMINATOR = "aliyun_v4_request"

#: The query names that version 1 signs; it leaves out all others, such as prefix and max-keys.
_SIGNED_V1 = frozenset(
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
    """.split()  # noqa: SIM905 - a list would be a line for each name
)


# ---------------------------------------------------------------- version 1


def sign_v1(request: UnsignedRequest, credentials: Credentials, now: float) -> Pairs:
    """The headers that authorise `request`: date, token, authorization."""
    date = http_date(now)
    extra = _token_header(credentials)
    signature = _hmac_sha1(credentials, string_to_sign_v1(_with_headers(request, extra), date))
    return (("date", date), *extra, ("authorization", f"OSS {credentials.key_id}:{signature}"))


def presign_v1(request: UnsignedRequest, credentials: Credentials, expires: int) -> Pairs:
    """The whole query of a signed URL that holds until Unix time `expires`."""
    token = (("security-token", credentials.token),) if credentials.token else ()
    query = (*request.query, *token)
    signature = _hmac_sha1(credentials, string_to_sign_v1(_with_query(request, query), str(expires)))
    return (*query, ("OSSAccessKeyId", credentials.key_id), ("Expires", str(expires)), ("Signature", signature))


def string_to_sign_v1(request: UnsignedRequest, date: str) -> str:
    """What version 1 signs; `date` is the Date header, or the expiry of a URL in Unix seconds."""
    headers = dict(request.headers)
    lines = [request.method, headers.get("content-md5", ""), headers.get("content-type", ""), date]
    lines += [f"{name}:{value}" for name, value in sorted(headers.items()) if name.startswith(PREFIX)]
    lines.append(_resource_v1(request))
    return "\n".join(lines)


def _resource_v1(request: UnsignedRequest) -> str:
    path = f"/{request.bucket}/{request.key}" if request.bucket else "/"
    signed = sorted((name, value) for name, value in request.query if name in _SIGNED_V1)
    query = "&".join(f"{name}={value}" if value else name for name, value in signed)
    return f"{path}?{query}" if query else path


def _hmac_sha1(credentials: Credentials, text: str) -> str:
    digest = hmac.new(credentials.secret.encode(), raw(text), hashlib.sha1).digest()
    return base64.b64encode(digest).decode("ascii")


# ---------------------------------------------------------------- version 4


def sign_v4(
    request: UnsignedRequest, credentials: Credentials, *, region: str, now: float, additional: Iterable[str] = ()
) -> Pairs:
    """The headers that authorise `request`: date, body hash, token, authorization.

    `additional` names headers to sign beyond those that are always signed; names that `request` lacks are left out.
    """
    date = basic_date(now)
    extra = (("x-oss-date", date), ("x-oss-content-sha256", _UNSIGNED), *_token_header(credentials))
    full = _with_headers(request, extra)
    listed = _additional(full, additional)
    signature = _signature_v4(canonical_request_v4(full, listed), credentials, region=region, date=date)
    fields = [f"Credential={credentials.key_id}/{_scope(date, region)}"]
    # The service refuses an empty list.
    fields += [f"AdditionalHeaders={';'.join(listed)}"] if listed else []
    fields.append(f"Signature={signature}")
    return (*extra, ("authorization", f"{_ALGORITHM} {','.join(fields)}"))


def presign_v4(
    request: UnsignedRequest,
    credentials: Credentials,
    *,
    region: str,
    now: float,
    expires_in: int,
    additional: Iterable[str] = (),
) -> Pairs:
    """The whole query of a signed URL that holds for `expires_in` seconds from `now`."""
    date = basic_date(now)
    listed = _additional(request, additional)
    query = (
        *request.query,
        ("x-oss-signature-version", _ALGORITHM),
        ("x-oss-credential", f"{credentials.key_id}/{_scope(date, region)}"),
        ("x-oss-date", date),
        ("x-oss-expires", str(expires_in)),
        *((("x-oss-additional-headers", ";".join(listed)),) if listed else ()),
        *_token_header(credentials),
    )
    canonical = canonical_request_v4(_with_query(request, query), listed)
    return (*query, ("x-oss-signature", _signature_v4(canonical, credentials, region=region, date=date)))


def canonical_request_v4(request: UnsignedRequest, additional: tuple[str, ...] = ()) -> str:
    """What version 4 hashes; `additional` is sorted and in lower case."""
    uri = f"/{request.bucket}/{request.key}" if request.bucket else "/"
    encoded = sorted((percent(name), percent(value)) for name, value in request.query)
    query = "&".join(f"{name}={value}" if value else name for name, value in encoded)
    headers = "".join(f"{name}:{value}\n" for name, value in sorted(request.headers) if _signed_v4(name, additional))
    return "\n".join([request.method, percent(uri, "/"), query, headers, ";".join(additional), _UNSIGNED])


def string_to_sign_v4(canonical: str, region: str, date: str) -> str:
    """What the derived key signs; `date` is in the basic form of ISO 8601."""
    return "\n".join([_ALGORITHM, date, _scope(date, region), hashlib.sha256(raw(canonical)).hexdigest()])


def _signature_v4(canonical: str, credentials: Credentials, *, region: str, date: str) -> str:
    key = f"aliyun_v4{credentials.secret}".encode()
    for step in (date[:8], region, "oss", _TERMINATOR):
        key = hmac.new(key, step.encode(), hashlib.sha256).digest()
    return hmac.new(key, string_to_sign_v4(canonical, region, date).encode(), hashlib.sha256).hexdigest()


def _scope(date: str, region: str) -> str:
    return f"{date[:8]}/{region}/oss/{_TERMINATOR}"


def _always_signed(name: str) -> bool:
    return name in ("content-type", "content-md5") or name.startswith(PREFIX)


def _signed_v4(name: str, additional: tuple[str, ...]) -> bool:
    return _always_signed(name) or name in additional


def _additional(request: UnsignedRequest, names: Iterable[str]) -> tuple[str, ...]:
    present = {name for name, _ in request.headers}
    return tuple(sorted(name for name in {name.lower() for name in names} & present if not _always_signed(name)))


# ---------------------------------------------------------------- both


def _token_header(credentials: Credentials) -> Pairs:
    return ((TOKEN_HEADER, credentials.token),) if credentials.token else ()


def _with_headers(request: UnsignedRequest, headers: Pairs) -> UnsignedRequest:
    return UnsignedRequest(request.method, request.bucket, request.key, request.query, (*request.headers, *headers))


def _with_query(request: UnsignedRequest, query: Pairs) -> UnsignedRequest:
    return UnsignedRequest(request.method, request.bucket, request.key, query, request.headers)
