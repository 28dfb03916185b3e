"""The errors of OSS as it writes them: code, status, message, the fine code (EC) where it is known.

From the Troubleshooting pages of the Developer Guide (HTTP 400 to 503). Fine codes are those that answers of the
live service are known to carry; where none is known the element is left out.
"""

from __future__ import annotations

from collections.abc import Mapping

from core.sandbox.protocol.vendor import Entry, VendorError

_TABLE: Mapping[str, Entry] = {
    "AccessDenied": Entry(403, "AccessDenied", "0003-00000001"),
    "AccessKeyIdAndSecurityTokenNotMatch": Entry(403, "The AccessKeyId and the security token do not match."),
    "BucketAlreadyExists": Entry(
        409, "The requested bucket name is not available. Please select a different name and try again."
    ),
    "BucketNotEmpty": Entry(409, "The bucket has objects. Please delete them first."),
    "EntityTooLarge": Entry(400, "Your proposed upload exceeds the maximum allowed object size."),
    "EntityTooSmall": Entry(400, "Your proposed upload is smaller than the minimum allowed object size."),
    "FileAlreadyExists": Entry(409, "The object you specified already exists and can not be overwritten."),
    "IncompleteBody": Entry(400, "You did not provide the number of bytes specified by Content-Length."),
    "InternalError": Entry(500, "We encountered an internal error. Please try again."),
    "InvalidAccessKeyId": Entry(
        403, "The OSS Access Key Id you provided does not exist in our records.", "0002-00000902"
    ),
    "InvalidArgument": Entry(400, "Invalid argument."),
    "InvalidBucketName": Entry(400, "The specified bucket is not valid."),
    "InvalidCRC64": Entry(400, "The x-oss-hash-crc64ecma you specified did not match what we received."),
    "InvalidDigest": Entry(400, "The Content-MD5 you specified was invalid."),
    "InvalidObjectName": Entry(400, "The specified object is not valid."),
    "InvalidObjectState": Entry(403, "The operation is not valid for the object's state"),
    "InvalidPart": Entry(400, "One or more of the specified parts could not be found."),
    "InvalidPartOrder": Entry(400, "The list of parts was not in ascending order."),
    "InvalidRange": Entry(416, "The requested range cannot be satisfied."),
    "InvalidSecurityToken": Entry(403, "The security token you provided is invalid."),
    "InvalidTag": Entry(400, "The tag is not valid."),
    "InvalidTargetType": Entry(400, "The target of a symbolic link must not be a symbolic link."),
    "MalformedXML": Entry(400, "The XML you provided was not well-formed or did not validate."),
    "MethodNotAllowed": Entry(405, "The specified method is not allowed against this resource."),
    "NotSymlink": Entry(400, "The object is not symlink"),
    "MissingArgument": Entry(400, "A required argument is missing."),
    "MissingContentLength": Entry(411, "You must provide the Content-Length HTTP header."),
    "NoSuchBucket": Entry(404, "The specified bucket does not exist.", "0015-00000101"),
    "NoSuchKey": Entry(404, "The specified key does not exist.", "0026-00000001"),
    "NoSuchUpload": Entry(
        404,
        "The specified upload does not exist. The upload ID may be invalid, or the upload may have been aborted"
        " or completed.",
        "0042-00000002",
    ),
    "NoSuchVersion": Entry(404, "The specified version does not exist."),
    "NotImplemented": Entry(400, "A header you provided implies functionality that is not implemented."),
    "NotModified": Entry(304, "Not Modified"),
    "ObjectNotAppendable": Entry(409, "The object is not appendable"),
    "OperationNotSupported": Entry(400, "The operation is not supported for this resource."),
    "PositionNotEqualToLength": Entry(409, "Position is not equal to file length"),
    "PreconditionFailed": Entry(412, "At least one of the pre-conditions you specified did not hold."),
    "RequestTimeTooSkewed": Entry(
        403, "The difference between the request time and the current time is too large.", "0002-00000504"
    ),
    "RestoreAlreadyInProgress": Entry(409, "The restore operation is in progress."),
    "SecondLevelDomainForbidden": Entry(
        403, "The bucket you are attempting to access must be addressed using OSS third level domain."
    ),
    "SecurityTokenExpired": Entry(403, "The security token you provided has expired."),
    "ServiceUnavailable": Entry(503, "Please reduce your request rate."),
    "SignatureDoesNotMatch": Entry(
        403,
        "The request signature we calculated does not match the signature you provided. Check your key and signing"
        " method.",
        "0002-00000040",
    ),
    "SymlinkTargetNotExist": Entry(404, "The symlink target object does not exist"),
    "TotalQpsLimitExceeded": Entry(503, "Please reduce your request rate."),
}


class OssError(VendorError):
    """A refusal in the words of OSS."""

    table = _TABLE
