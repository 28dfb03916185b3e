"""Request bodies of S3: out of their frame, held to what the signature and the checksums say, and XML in them.

Raises `S3Error`. API Reference: "Authenticating Requests" (x-amz-content-sha256), "Checking object integrity".
"""

from __future__ import annotations

from xml.etree import ElementTree as Tree

from core.sandbox.blobs import Received
from core.sandbox.bodies import Digest, has_length, md5_verdict
from core.sandbox.extents import of_blob
from core.sandbox.markup import parse
from core.sandbox.s3.auth import UNSIGNED
from core.sandbox.s3.call import S3Call
from core.sandbox.s3.checksums import asked_algorithm, check, given_checksum
from core.sandbox.s3.errors import S3Error
from core.sandbox.s3.rules import XML_BODY_MAX
from core.sandbox.s3.stream import STREAMS, sha256_of, unpack

NAMESPACE = "http://s3.amazonaws.com/doc/2006-03-01/"
#: The attribute of every document's root.
XMLNS = f'xmlns="{NAMESPACE}"'


def take_body(call: S3Call, body: Received) -> None:
    """Fill in the call's body, once it was checked against the request's signature."""
    call.body, call.content, call.md5 = body, of_blob(body.blob), body.md5
    payload = call.proof.payload if call.proof else call.header("x-amz-content-sha256")
    if payload in STREAMS:
        _take_stream(call)
    elif payload not in ("", UNSIGNED):
        computed = sha256_of(call.content)
        if payload != computed:
            hashes = {"ClientComputedContentSHA256": payload, "S3ComputedContentSHA256": computed}
            raise S3Error("XAmzContentSHA256Mismatch", extra=hashes)


def _take_stream(call: S3Call) -> None:
    if call.proof is None:
        raise S3Error("AccessDenied", "A signed or trailed stream needs a signature")
    length = call.header("x-amz-decoded-content-length")
    if not length.isdecimal():
        raise S3Error("MissingContentLength")
    unpacked = unpack(call.content, call.proof)
    if unpacked.content.length != int(length):
        raise S3Error("IncompleteBody")
    announced = {name.strip().lower() for name in call.header("x-amz-trailer").split(",")} - {""}
    if announced != unpacked.trailers.keys():
        message = "The request contained trailing data that was not well-formed or did not conform to our schema."
        raise S3Error("MalformedTrailerError", message)
    call.content, call.md5, call.trailers = unpacked.content, unpacked.content.md5(), unpacked.trailers


def check_body(call: S3Call) -> tuple[str, str]:
    """Hold a body to its checksums; return algorithm and value of the additional one, "" and "" for none."""
    if not has_length(call.head.headers):
        raise S3Error("MissingContentLength")
    _check_md5(call)
    algorithm, value = given_checksum({**call.head.headers, **call.trailers})
    if algorithm:
        check(algorithm, value, call.content)
    elif asked_algorithm(call.head.headers, "x-amz-sdk-checksum-algorithm"):
        message = "x-amz-sdk-checksum-algorithm specified, but no corresponding x-amz-checksum-* header was found."
        raise S3Error("InvalidRequest", message)
    return algorithm, value


def check_has_checksum(call: S3Call) -> None:
    """Some operations demand a checksum of their body, either the old one or an additional one."""
    if not call.header("content-md5") and not given_checksum({**call.head.headers, **call.trailers})[0]:
        message = "Missing required header for this request: Content-MD5 OR x-amz-checksum-*"
        raise S3Error("InvalidRequest", message)


def xml_body(call: S3Call, root: str) -> Tree.Element:
    """The tree of a body; MalformedXML unless it is XML with that root. Its checksums are not looked at."""
    if call.content.length > XML_BODY_MAX:
        raise S3Error("MalformedXML")
    try:
        return parse(call.content.read(0, call.content.length), root, NAMESPACE)
    except ValueError as error:
        raise S3Error("MalformedXML") from error


def _check_md5(call: S3Call) -> None:
    given = call.header("content-md5")
    if not given:
        return
    verdict = md5_verdict(given, Received(call.body.blob, call.md5))
    if verdict is not Digest.RIGHT:
        raise S3Error("InvalidDigest" if verdict is Digest.MALFORMED else "BadDigest")
