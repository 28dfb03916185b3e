"""Request bodies of OSS: that they are whole and what they say they are, and XML in them. Raises `OssError`."""

from __future__ import annotations

import base64
from xml.etree import ElementTree as Tree

from core.sandbox.oss_call import Call
from core.sandbox.oss_errors import OssError
from core.sandbox.oss_xml import parse
from core.sandbox.rules_oss import XML_BODY_MAX


def check_body(call: Call) -> None:
    """A body needs a length, or chunks; a checksum that comes along and is not the body's is refused."""
    if "content-length" not in call.head.headers and "transfer-encoding" not in call.head.headers:
        raise OssError("MissingContentLength")
    given = call.header("content-md5")
    if given and given != base64.b64encode(call.body.md5).decode():
        raise OssError("InvalidDigest")
    given = call.header("x-oss-hash-crc64ecma")
    if given and given != str(call.body.blob.crc64(0, call.body.blob.length)):
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


def whole_number(text: str) -> int:
    """A number in XML; MalformedXML when it is none."""
    if not (text.isascii() and text.strip().isdecimal()):
        raise OssError("MalformedXML")
    return int(text)
