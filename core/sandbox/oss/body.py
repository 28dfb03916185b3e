"""Request bodies of OSS: that they are whole and what they say they are, and XML in them. Raises `OssError`."""

from __future__ import annotations

from xml.etree import ElementTree as Tree

from core.sandbox.bodies import Digest, has_length, is_crc64, md5_verdict
from core.sandbox.call import Call
from core.sandbox.markup import parse
from core.sandbox.oss.errors import OssError
from core.sandbox.oss.rules import XML_BODY_MAX


def check_body(call: Call) -> None:
    """A body needs a length, or chunks; a checksum that comes along and is not the body's is refused."""
    if not has_length(call.head.headers):
        raise OssError("MissingContentLength")
    given = call.header("content-md5")
    if given and md5_verdict(given, call.body) is not Digest.RIGHT:
        raise OssError("InvalidDigest")
    given = call.header("x-oss-hash-crc64ecma")
    if given and not is_crc64(given, call.body):
        raise OssError("InvalidCRC64")


def xml_body(call: Call, root: str, most: int = XML_BODY_MAX) -> Tree.Element:
    """The tree of a body of at most `most` bytes; MalformedXML unless it is XML with that root."""
    check_body(call)
    if call.body.blob.length > most:
        raise OssError("MalformedXML")
    try:
        return parse(call.body.blob.read(0, call.body.blob.length), root)
    except ValueError as error:
        raise OssError("MalformedXML") from error
