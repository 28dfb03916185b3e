"""The errors of S3 as it writes them: code, status, message, further elements.

From the list of codes in Amazon's API model (shape Error) and the API Reference, "Error responses".
"""

from __future__ import annotations

from collections.abc import Mapping

from core.sandbox.protocol.vendor import Entry, VendorError

_TABLE: Mapping[str, Entry] = {
    "AccessDenied": Entry(403, "Access Denied"),
    "AuthorizationHeaderMalformed": Entry(400, "The authorization header is malformed."),
    "AuthorizationQueryParametersError": Entry(400, "Error parsing the query-string authentication parameters."),
    "BadDigest": Entry(400, "The Content-MD5 or checksum value that you specified did not match what we received."),
    "BadRequest": Entry(400, "Bad Request"),
    "BucketAlreadyExists": Entry(409, "The requested bucket name is not available."),
    "BucketAlreadyOwnedByYou": Entry(409, "The bucket that you tried to create already exists, and you own it."),
    "BucketNotEmpty": Entry(409, "The bucket that you tried to delete is not empty."),
    "EntityTooLarge": Entry(400, "Your proposed upload exceeds the maximum allowed object size."),
    "EntityTooSmall": Entry(400, "Your proposed upload is smaller than the minimum allowed object size."),
    "ExpiredToken": Entry(400, "The provided token has expired."),
    "IllegalLocationConstraintException": Entry(
        400, "The location constraint is incompatible for the region specific endpoint this request was sent to."
    ),
    "IncompleteBody": Entry(400, "You did not provide the number of bytes specified by the Content-Length header."),
    "InternalError": Entry(500, "We encountered an internal error. Please try again."),
    "InvalidAccessKeyId": Entry(403, "The AWS access key ID that you provided does not exist in our records."),
    "InvalidArgument": Entry(400, "Invalid Argument"),
    "InvalidBucketName": Entry(400, "The specified bucket is not valid."),
    "InvalidDigest": Entry(400, "The Content-MD5 that you specified is not valid."),
    "InvalidObjectState": Entry(403, "The operation is not valid for the object's storage class"),
    "InvalidPart": Entry(
        400,
        "One or more of the specified parts could not be found. The part may not have been uploaded, or the specified"
        " entity tag may not match the part's entity tag.",
    ),
    "InvalidPartNumber": Entry(416, "The requested partnumber is not satisfiable"),
    "InvalidPartOrder": Entry(
        400, "The list of parts was not in ascending order. The parts list must be specified in order by part number."
    ),
    "InvalidRange": Entry(416, "The requested range is not satisfiable"),
    "InvalidRequest": Entry(400, "Invalid Request"),
    "InvalidStorageClass": Entry(400, "The storage class you specified is not valid"),
    "InvalidTag": Entry(400, "The tag provided was not a valid tag."),
    "InvalidToken": Entry(400, "The provided token is malformed or otherwise not valid."),
    "KeyTooLongError": Entry(400, "Your key is too long"),
    "MalformedACLError": Entry(
        400, "The XML you provided was not well-formed or did not validate against our published schema"
    ),
    "MalformedXML": Entry(
        400, "The XML you provided was not well-formed or did not validate against our published schema"
    ),
    "MetadataTooLarge": Entry(400, "Your metadata headers exceed the maximum allowed metadata size"),
    "MethodNotAllowed": Entry(405, "The specified method is not allowed against this resource."),
    "MissingContentLength": Entry(411, "You must provide the Content-Length HTTP header."),
    "NoSuchBucket": Entry(404, "The specified bucket does not exist"),
    "NoSuchKey": Entry(404, "The specified key does not exist."),
    "NoSuchUpload": Entry(
        404,
        "The specified upload does not exist. The upload ID may be invalid, or the upload may have been aborted or"
        " completed.",
    ),
    "NoSuchVersion": Entry(404, "The specified version does not exist."),
    "NotImplemented": Entry(501, "A header you provided implies functionality that is not implemented"),
    "NotModified": Entry(304, "Not Modified"),
    "PermanentRedirect": Entry(
        301,
        "The bucket you are attempting to access must be addressed using the specified endpoint. Please send all"
        " future requests to this endpoint.",
    ),
    "PreconditionFailed": Entry(412, "At least one of the pre-conditions you specified did not hold"),
    "RequestTimeTooSkewed": Entry(403, "The difference between the request time and the current time is too large."),
    "RestoreAlreadyInProgress": Entry(409, "Object restore is already in progress"),
    "ServiceUnavailable": Entry(503, "Service is unable to handle request."),
    "SignatureDoesNotMatch": Entry(
        403,
        "The request signature we calculated does not match the signature you provided. Check your key and signing"
        " method.",
    ),
    "SlowDown": Entry(503, "Please reduce your request rate."),
    "XAmzContentSHA256Mismatch": Entry(
        400, "The provided 'x-amz-content-sha256' header does not match what was computed."
    ),
}


class S3Error(VendorError):
    """A refusal in the words of S3."""

    table = _TABLE
