"""The errors of COS as it writes them: code, status, message. From the page Error Codes (436/7730).

Where the older and the newer table of that page disagree about a status, the newer one is taken.
"""

from __future__ import annotations

import base64
from collections.abc import Mapping
from typing import NamedTuple

from core.sandbox.handler import Answer
from core.sandbox.markup import element


class _Entry(NamedTuple):
    status: int
    message: str


_TABLE: Mapping[str, _Entry] = {
    "AccessDenied": _Entry(403, "Access Denied."),
    "BadDigest": _Entry(400, "The Content-MD5 you specified did not match what we received."),
    "BucketAccelerateNotEnabled": _Entry(400, "The bucket has not enabled global acceleration."),
    "BucketAlreadyExists": _Entry(409, "The requested bucket name is not available."),
    "BucketAlreadyOwnedByYou": _Entry(409, "The bucket you are trying to create already exists and is yours."),
    "BucketNotEmpty": _Entry(409, "The bucket you tried to delete is not empty."),
    "EntityTooLarge": _Entry(400, "Your proposed upload exceeds the maximum allowed object size."),
    "EntityTooSmall": _Entry(400, "Your proposed upload is smaller than the minimum allowed object size."),
    "ExpiredToken": _Entry(400, "The provided token has expired."),
    "FileAlreadyExists": _Entry(409, "The object already exists and overwriting is forbidden."),
    "InternalError": _Entry(500, "We encountered an internal error. Please try again."),
    "InvalidAccessKeyId": _Entry(403, "The Access Key Id you provided does not exist in our records."),
    "InvalidArgument": _Entry(400, "Invalid argument."),
    "InvalidBucketName": _Entry(400, "The specified bucket is not valid."),
    "InvalidCopySource": _Entry(400, "The copy source is not valid."),
    "InvalidDigest": _Entry(400, "The Content-MD5 you specified is not valid."),
    "InvalidObjectName": _Entry(400, "The specified object name is not valid."),
    "InvalidObjectState": _Entry(403, "The operation is not valid for the object's storage class."),
    "InvalidPart": _Entry(400, "One or more of the specified parts could not be found."),
    "InvalidPartOrder": _Entry(400, "The list of parts was not in ascending order."),
    "InvalidRange": _Entry(416, "The requested range cannot be satisfied."),
    "InvalidRequest": _Entry(400, "Invalid request."),
    "InvalidTag": _Entry(400, "The tag is not valid."),
    "KeyTooLong": _Entry(400, "Your key is too long."),
    "MalformedXML": _Entry(400, "The XML you provided was not well-formed or did not validate."),
    "MethodNotAllowed": _Entry(405, "The specified method is not allowed against this resource."),
    "MissingContentLength": _Entry(411, "You must provide the Content-Length HTTP header."),
    "MissingContentMD5": _Entry(400, "This operation needs the Content-MD5 header."),
    "NoSuchBucket": _Entry(404, "The specified bucket does not exist."),
    "NoSuchCopySource": _Entry(404, "The copy source does not exist."),
    "NoSuchKey": _Entry(404, "The specified key does not exist."),
    "NoSuchUpload": _Entry(404, "The specified multipart upload does not exist."),
    "NoSuchVersion": _Entry(404, "The specified version does not exist."),
    "NotImplemented": _Entry(501, "A header you provided implies functionality that is not implemented."),
    "NotModified": _Entry(304, "Not Modified"),
    "NotSupportedStorageClass": _Entry(400, "The storage class is not supported."),
    "PathStyleDomainForbidden": _Entry(403, "The bucket you are attempting to access must be named in the host."),
    "PreconditionFailed": _Entry(412, "At least one of the preconditions you specified did not hold."),
    "Request has expired": _Entry(403, "Request has expired"),
    "RequestTimeTooSkewed": _Entry(403, "The difference between the request time and the current time is too large."),
    "RestoreAlreadyInProgress": _Entry(409, "Object restore is already in progress."),
    "RestoreNonArchiveObject": _Entry(405, "The object is not archived."),
    "ServiceUnavailable": _Entry(503, "Please reduce your request rate."),
    "SignatureDoesNotMatch": _Entry(403, "The Signature you specified is invalid."),
    "SlowDown": _Entry(503, "Please reduce your request rate."),
}


class CosError(Exception):
    """A refusal in the words of COS.

    Attributes:
        extra: further elements of the answer's XML.
        headers: further headers of the answer.
    """

    def __init__(
        self,
        code: str,
        message: str = "",
        *,
        status: int = 0,
        extra: Mapping[str, str] | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> None:
        entry = _TABLE.get(code, _Entry(400, code))
        super().__init__(code)
        self.code = code
        self.status = status or entry.status
        self.message = message or entry.message
        self.extra = dict(extra or {})
        self.headers = dict(headers or {})


def error_body(error: CosError, request_id: str, resource: str) -> bytes:
    """The XML of an error. It has no declaration, so that white space may stand before it."""
    fields = {
        "Code": error.code,
        "Message": error.message,
        **error.extra,
        "Resource": resource,
        "RequestId": request_id,
        "TraceId": trace_id(request_id),
    }
    children = "".join(element(name, value) for name, value in fields.items())
    return f"<Error>{children}</Error>".encode("utf-8", "replace")


def error_answer(error: CosError, *, method: str, request_id: str, resource: str) -> Answer:
    """The answer to a request that failed; to HEAD, and with 304, without a body."""
    headers = [*error.headers.items()]
    if method == "HEAD" or error.status == 304:
        return Answer(error.status, headers)
    body = error_body(error, request_id, resource)
    return Answer(error.status, [*headers, ("Content-Type", "application/xml")], body)


def trace_id(request_id: str) -> str:
    """An id that looks opaque, as long as the request's own is."""
    return base64.b64encode(request_id.encode()).decode()
