"""The errors of COS as it writes them: code, status, message. From the page Error Codes (436/7730).

Where the older and the newer table of that page disagree about a status, the newer one is taken.
"""

from __future__ import annotations

from collections.abc import Mapping

from core.sandbox.protocol.vendor import Entry, VendorError

_TABLE: Mapping[str, Entry] = {
    "AccessDenied": Entry(403, "Access Denied."),
    "BadDigest": Entry(400, "The Content-MD5 you specified did not match what we received."),
    "BucketAccelerateNotEnabled": Entry(400, "The bucket has not enabled global acceleration."),
    "BucketAlreadyExists": Entry(409, "The requested bucket name is not available."),
    "BucketAlreadyOwnedByYou": Entry(409, "The bucket you are trying to create already exists and is yours."),
    "BucketNotEmpty": Entry(409, "The bucket you tried to delete is not empty."),
    "EntityTooLarge": Entry(400, "Your proposed upload exceeds the maximum allowed object size."),
    "EntityTooSmall": Entry(400, "Your proposed upload is smaller than the minimum allowed object size."),
    "ExpiredToken": Entry(400, "The provided token has expired."),
    "FileAlreadyExists": Entry(409, "The object already exists and overwriting is forbidden."),
    "InternalError": Entry(500, "We encountered an internal error. Please try again."),
    "InvalidAccessKeyId": Entry(403, "The Access Key Id you provided does not exist in our records."),
    "InvalidArgument": Entry(400, "Invalid argument."),
    "InvalidBucketName": Entry(400, "The specified bucket is not valid."),
    "InvalidCopySource": Entry(400, "The copy source is not valid."),
    "InvalidDigest": Entry(400, "The Content-MD5 you specified is not valid."),
    "InvalidObjectName": Entry(400, "The specified object name is not valid."),
    "InvalidObjectState": Entry(403, "The operation is not valid for the object's storage class."),
    "InvalidPart": Entry(400, "One or more of the specified parts could not be found."),
    "InvalidPartOrder": Entry(400, "The list of parts was not in ascending order."),
    "InvalidRange": Entry(416, "The requested range cannot be satisfied."),
    "InvalidRequest": Entry(400, "Invalid request."),
    "InvalidTag": Entry(400, "The tag is not valid."),
    "KeyTooLong": Entry(400, "Your key is too long."),
    "MalformedXML": Entry(400, "The XML you provided was not well-formed or did not validate."),
    "MethodNotAllowed": Entry(405, "The specified method is not allowed against this resource."),
    "MissingContentLength": Entry(411, "You must provide the Content-Length HTTP header."),
    "MissingContentMD5": Entry(400, "This operation needs the Content-MD5 header."),
    "NoSuchBucket": Entry(404, "The specified bucket does not exist."),
    "NoSuchCopySource": Entry(404, "The copy source does not exist."),
    "NoSuchKey": Entry(404, "The specified key does not exist."),
    "NoSuchUpload": Entry(404, "The specified multipart upload does not exist."),
    "NoSuchVersion": Entry(404, "The specified version does not exist."),
    "NotImplemented": Entry(501, "A header you provided implies functionality that is not implemented."),
    "NotModified": Entry(304, "Not Modified"),
    "NotSupportedStorageClass": Entry(400, "The storage class is not supported."),
    "PathStyleDomainForbidden": Entry(403, "The bucket you are attempting to access must be named in the host."),
    "PreconditionFailed": Entry(412, "At least one of the preconditions you specified did not hold."),
    "Request has expired": Entry(403, "Request has expired"),
    "RequestTimeTooSkewed": Entry(403, "The difference between the request time and the current time is too large."),
    "RestoreAlreadyInProgress": Entry(409, "Object restore is already in progress."),
    "RestoreNonArchiveObject": Entry(405, "The object is not archived."),
    "ServiceUnavailable": Entry(503, "Please reduce your request rate."),
    "SignatureDoesNotMatch": Entry(403, "The Signature you specified is invalid."),
    "SlowDown": Entry(503, "Please reduce your request rate."),
}


class CosError(VendorError):
    """A refusal in the words of COS, whose XML has few elements of its own."""

    table = _TABLE
    told = frozenset(("FormatString", "PartNumber", "ServerTime", "StringToSign"))
