"""The errors of S3 as it writes them: code, status, message, further elements.

From the list of codes in Amazon's API model (shape Error) and the API Reference, "Error responses".
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from core.sandbox.handler import Answer
from core.sandbox.markup import document, element


class _Entry(NamedTuple):
    status: int
    message: str


_TABLE: Mapping[str, _Entry] = {
    "AccessDenied": _Entry(403, "Access Denied"),
    "AuthorizationHeaderMalformed": _Entry(400, "The authorization header is malformed."),
    "AuthorizationQueryParametersError": _Entry(400, "Error parsing the query-string authentication parameters."),
    "BadDigest": _Entry(400, "The Content-MD5 or checksum value that you specified did not match what we received."),
    "BadRequest": _Entry(400, "Bad Request"),
    "BucketAlreadyExists": _Entry(409, "The requested bucket name is not available."),
    "BucketAlreadyOwnedByYou": _Entry(409, "The bucket that you tried to create already exists, and you own it."),
    "BucketNotEmpty": _Entry(409, "The bucket that you tried to delete is not empty."),
    "EntityTooLarge": _Entry(400, "Your proposed upload exceeds the maximum allowed object size."),
    "EntityTooSmall": _Entry(400, "Your proposed upload is smaller than the minimum allowed object size."),
    "ExpiredToken": _Entry(400, "The provided token has expired."),
    "IllegalLocationConstraintException": _Entry(
        400, "The location constraint is incompatible for the region specific endpoint this request was sent to."
    ),
    "IncompleteBody": _Entry(400, "You did not provide the number of bytes specified by the Content-Length header."),
    "InternalError": _Entry(500, "We encountered an internal error. Please try again."),
    "InvalidAccessKeyId": _Entry(403, "The AWS access key ID that you provided does not exist in our records."),
    "InvalidArgument": _Entry(400, "Invalid Argument"),
    "InvalidBucketName": _Entry(400, "The specified bucket is not valid."),
    "InvalidDigest": _Entry(400, "The Content-MD5 that you specified is not valid."),
    "InvalidObjectState": _Entry(403, "The operation is not valid for the object's storage class"),
    "InvalidPart": _Entry(
        400,
        "One or more of the specified parts could not be found. The part may not have been uploaded, or the specified"
        " entity tag may not match the part's entity tag.",
    ),
    "InvalidPartNumber": _Entry(416, "The requested partnumber is not satisfiable"),
    "InvalidPartOrder": _Entry(
        400, "The list of parts was not in ascending order. The parts list must be specified in order by part number."
    ),
    "InvalidRange": _Entry(416, "The requested range is not satisfiable"),
    "InvalidRequest": _Entry(400, "Invalid Request"),
    "InvalidStorageClass": _Entry(400, "The storage class you specified is not valid"),
    "InvalidTag": _Entry(400, "The tag provided was not a valid tag."),
    "InvalidToken": _Entry(400, "The provided token is malformed or otherwise not valid."),
    "KeyTooLongError": _Entry(400, "Your key is too long"),
    "MalformedACLError": _Entry(
        400, "The XML you provided was not well-formed or did not validate against our published schema"
    ),
    "MalformedXML": _Entry(
        400, "The XML you provided was not well-formed or did not validate against our published schema"
    ),
    "MetadataTooLarge": _Entry(400, "Your metadata headers exceed the maximum allowed metadata size"),
    "MethodNotAllowed": _Entry(405, "The specified method is not allowed against this resource."),
    "MissingContentLength": _Entry(411, "You must provide the Content-Length HTTP header."),
    "NoSuchBucket": _Entry(404, "The specified bucket does not exist"),
    "NoSuchKey": _Entry(404, "The specified key does not exist."),
    "NoSuchUpload": _Entry(
        404,
        "The specified upload does not exist. The upload ID may be invalid, or the upload may have been aborted or"
        " completed.",
    ),
    "NoSuchVersion": _Entry(404, "The specified version does not exist."),
    "NotImplemented": _Entry(501, "A header you provided implies functionality that is not implemented"),
    "NotModified": _Entry(304, "Not Modified"),
    "PermanentRedirect": _Entry(
        301,
        "The bucket you are attempting to access must be addressed using the specified endpoint. Please send all"
        " future requests to this endpoint.",
    ),
    "PreconditionFailed": _Entry(412, "At least one of the pre-conditions you specified did not hold"),
    "RequestTimeTooSkewed": _Entry(403, "The difference between the request time and the current time is too large."),
    "RestoreAlreadyInProgress": _Entry(409, "Object restore is already in progress"),
    "ServiceUnavailable": _Entry(503, "Service is unable to handle request."),
    "SignatureDoesNotMatch": _Entry(
        403,
        "The request signature we calculated does not match the signature you provided. Check your key and signing"
        " method.",
    ),
    "SlowDown": _Entry(503, "Please reduce your request rate."),
    "XAmzContentSHA256Mismatch": _Entry(
        400, "The provided 'x-amz-content-sha256' header does not match what was computed."
    ),
}


class S3Error(Exception):
    """A refusal in the words of S3.

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

    @classmethod
    def argument(cls, name: str, value: str, message: str) -> S3Error:
        """InvalidArgument that names the argument."""
        return cls("InvalidArgument", message, extra={"ArgumentName": name, "ArgumentValue": value})


def error_body(error: S3Error, request_id: str) -> bytes:
    """The XML of an error."""
    fields = {"Code": error.code, "Message": error.message, **error.extra}
    fields |= {"RequestId": request_id, "HostId": request_id[::-1]}
    return document("Error", (element(name, value) for name, value in fields.items()))


def error_answer(error: S3Error, *, method: str, request_id: str) -> Answer:
    """The answer to a request that failed. Errors of HEAD, and 304, have no body (HeadObject)."""
    headers = [*error.headers.items()]
    if method == "HEAD" or error.status == 304:
        return Answer(error.status, headers)
    return Answer(error.status, [*headers, ("Content-Type", "application/xml")], error_body(error, request_id))
