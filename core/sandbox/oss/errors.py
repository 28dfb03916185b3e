"""The errors of OSS as it writes them: code, status, message, the fine code (EC) where it is known.

From the Troubleshooting pages of the Developer Guide (HTTP 400 to 503). Fine codes are those that answers of the
live service are known to carry; where none is known the element is left out.
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
    fine: str = ""


_TABLE: Mapping[str, _Entry] = {
    "AccessDenied": _Entry(403, "AccessDenied", "0003-00000001"),
    "AccessKeyIdAndSecurityTokenNotMatch": _Entry(403, "The AccessKeyId and the security token do not match."),
    "BucketAlreadyExists": _Entry(
        409, "The requested bucket name is not available. Please select a different name and try again."
    ),
    "BucketNotEmpty": _Entry(409, "The bucket has objects. Please delete them first."),
    "EntityTooLarge": _Entry(400, "Your proposed upload exceeds the maximum allowed object size."),
    "EntityTooSmall": _Entry(400, "Your proposed upload is smaller than the minimum allowed object size."),
    "FileAlreadyExists": _Entry(409, "The object you specified already exists and can not be overwritten."),
    "IncompleteBody": _Entry(400, "You did not provide the number of bytes specified by Content-Length."),
    "InternalError": _Entry(500, "We encountered an internal error. Please try again."),
    "InvalidAccessKeyId": _Entry(
        403, "The OSS Access Key Id you provided does not exist in our records.", "0002-00000902"
    ),
    "InvalidArgument": _Entry(400, "Invalid argument."),
    "InvalidBucketName": _Entry(400, "The specified bucket is not valid."),
    "InvalidCRC64": _Entry(400, "The x-oss-hash-crc64ecma you specified did not match what we received."),
    "InvalidDigest": _Entry(400, "The Content-MD5 you specified was invalid."),
    "InvalidObjectName": _Entry(400, "The specified object is not valid."),
    "InvalidObjectState": _Entry(403, "The operation is not valid for the object's state"),
    "InvalidPart": _Entry(400, "One or more of the specified parts could not be found."),
    "InvalidPartOrder": _Entry(400, "The list of parts was not in ascending order."),
    "InvalidRange": _Entry(416, "The requested range cannot be satisfied."),
    "InvalidSecurityToken": _Entry(403, "The security token you provided is invalid."),
    "InvalidTag": _Entry(400, "The tag is not valid."),
    "InvalidTargetType": _Entry(400, "The target of a symbolic link must not be a symbolic link."),
    "MalformedXML": _Entry(400, "The XML you provided was not well-formed or did not validate."),
    "MethodNotAllowed": _Entry(405, "The specified method is not allowed against this resource."),
    "NotSymlink": _Entry(400, "The object is not symlink"),
    "MissingArgument": _Entry(400, "A required argument is missing."),
    "MissingContentLength": _Entry(411, "You must provide the Content-Length HTTP header."),
    "NoSuchBucket": _Entry(404, "The specified bucket does not exist.", "0015-00000101"),
    "NoSuchKey": _Entry(404, "The specified key does not exist.", "0026-00000001"),
    "NoSuchUpload": _Entry(
        404,
        "The specified upload does not exist. The upload ID may be invalid, or the upload may have been aborted"
        " or completed.",
        "0042-00000002",
    ),
    "NoSuchVersion": _Entry(404, "The specified version does not exist."),
    "NotImplemented": _Entry(400, "A header you provided implies functionality that is not implemented."),
    "NotModified": _Entry(304, "Not Modified"),
    "ObjectNotAppendable": _Entry(409, "The object is not appendable"),
    "OperationNotSupported": _Entry(400, "The operation is not supported for this resource."),
    "PositionNotEqualToLength": _Entry(409, "Position is not equal to file length"),
    "PreconditionFailed": _Entry(412, "At least one of the pre-conditions you specified did not hold."),
    "RequestTimeTooSkewed": _Entry(
        403, "The difference between the request time and the current time is too large.", "0002-00000504"
    ),
    "RestoreAlreadyInProgress": _Entry(409, "The restore operation is in progress."),
    "SecondLevelDomainForbidden": _Entry(
        403, "The bucket you are attempting to access must be addressed using OSS third level domain."
    ),
    "SecurityTokenExpired": _Entry(403, "The security token you provided has expired."),
    "ServiceUnavailable": _Entry(503, "Please reduce your request rate."),
    "SignatureDoesNotMatch": _Entry(
        403,
        "The request signature we calculated does not match the signature you provided. Check your key and signing"
        " method.",
        "0002-00000040",
    ),
    "SymlinkTargetNotExist": _Entry(404, "The symlink target object does not exist"),
    "TotalQpsLimitExceeded": _Entry(503, "Please reduce your request rate."),
}


class OssError(Exception):
    """A refusal in the words of OSS.

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
        fine: str = "",
        extra: Mapping[str, str] | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> None:
        entry = _TABLE.get(code, _Entry(400, code))
        super().__init__(code)
        self.code = code
        self.status = status or entry.status
        self.message = message or entry.message
        self.fine = fine or entry.fine
        self.extra = dict(extra or {})
        self.headers = dict(headers or {})

    @classmethod
    def argument(cls, name: str, value: str, message: str) -> OssError:
        """InvalidArgument that names the argument."""
        return cls("InvalidArgument", message, extra={"ArgumentName": name, "ArgumentValue": value})


def error_body(error: OssError, request_id: str, host: str) -> bytes:
    """The XML of an error."""
    fields = {"Code": error.code, "Message": error.message, "RequestId": request_id, "HostId": host, **error.extra}
    if error.fine:
        fields["EC"] = error.fine
    children = "".join(element(name, value) for name, value in fields.items())
    return f'<?xml version="1.0" encoding="UTF-8"?>\n<Error>{children}</Error>'.encode("utf-8", "replace")


def error_answer(error: OssError, *, method: str, request_id: str, host: str) -> Answer:
    """The answer to a request that failed. A HEAD carries the XML in a header, a 304 carries none."""
    headers = [*error.headers.items()]
    if error.fine:
        headers.append(("x-oss-ec", error.fine))
    if error.status == 304:
        return Answer(304, headers)
    body = error_body(error, request_id, host)
    if method == "HEAD":
        headers.append(("x-oss-err", base64.b64encode(body).decode()))
        return Answer(error.status, headers)
    return Answer(error.status, [*headers, ("Content-Type", "application/xml")], body)
