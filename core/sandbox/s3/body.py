"""Request bodies of S3: out of their frame, held to what the signature and the checksums say.

Raises `S3Error`. API Reference: "Authenticating Requests" (x-amz-content-sha256), "Checking object integrity".
"""

from __future__ import annotations

from core.sandbox.protocol.call import Call
from core.sandbox.s3.auth import UNSIGNED
from core.sandbox.s3.checksums import asked_algorithm, check, given_checksum
from core.sandbox.s3.errors import S3Error
from core.sandbox.s3.stream import STREAMS, sha256_of, unpack


def take_body(call: Call) -> None:
    """Take the body out of its frame, once it was checked against the request's signature."""
    payload = call.proof.payload if call.proof else call.header("x-amz-content-sha256")
    if payload in STREAMS:
        _take_stream(call)
    elif payload not in ("", UNSIGNED):
        computed = sha256_of(call.content)
        if payload != computed:
            hashes = {"ClientComputedContentSHA256": payload, "S3ComputedContentSHA256": computed}
            raise S3Error("XAmzContentSHA256Mismatch", extra=hashes)


def _take_stream(call: Call) -> None:
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


def check_checksum(call: Call) -> tuple[str, str]:
    """Hold a body to its additional checksum; return algorithm and value, "" and "" for none."""
    algorithm, value = given_checksum({**call.head.headers, **call.trailers})
    if algorithm:
        check(algorithm, value, call.content)
    elif asked_algorithm(call.head.headers, "x-amz-sdk-checksum-algorithm"):
        message = "x-amz-sdk-checksum-algorithm specified, but no corresponding x-amz-checksum-* header was found."
        raise S3Error("InvalidRequest", message)
    return algorithm, value


def check_has_checksum(call: Call) -> None:
    """Some operations demand a checksum of their body, either the old one or an additional one."""
    if not call.header("content-md5") and not given_checksum({**call.head.headers, **call.trailers})[0]:
        message = "Missing required header for this request: Content-MD5 OR x-amz-checksum-*"
        raise S3Error("InvalidRequest", message)
