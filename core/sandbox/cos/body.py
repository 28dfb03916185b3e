"""Request bodies of COS: that they are whole and what they say they are, and XML in them. Raises `CosError`."""

from __future__ import annotations

from xml.etree import ElementTree as Tree

from core.sandbox.bodies import Digest, has_length, md5_verdict
from core.sandbox.call import Call
from core.sandbox.cos.errors import CosError
from core.sandbox.cos.rules import XML_BODY_MAX
from core.sandbox.markup import parse


def check_body(call: Call) -> None:
    """A body needs a length, or chunks; a Content-MD5 that is malformed or not the body's is refused."""
    if not has_length(call.head.headers):
        raise CosError("MissingContentLength")
    given = call.header("content-md5")
    if not given:
        return
    verdict = md5_verdict(given, call.body)
    if verdict is Digest.MALFORMED:
        raise CosError("InvalidDigest")
    if verdict is Digest.WRONG:
        raise CosError("BadDigest")


def xml_body(call: Call, root: str, most: int = XML_BODY_MAX) -> Tree.Element:
    """The tree of a body of at most `most` bytes; MalformedXML unless it is XML with that root."""
    check_body(call)
    if call.body.blob.length > most:
        raise CosError("MalformedXML")
    try:
        return parse(call.body.blob.read(0, call.body.blob.length), root)
    except ValueError as error:
        raise CosError("MalformedXML") from error
