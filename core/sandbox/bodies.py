"""Request bodies: that they have a length, and that they are what their checksums say."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Mapping
from enum import Enum, auto

from core.sandbox.blobs import Received


class Digest(Enum):
    """What a checksum of a request is worth."""

    RIGHT = auto()
    WRONG = auto()
    MALFORMED = auto()


def has_length(headers: Mapping[str, str]) -> bool:
    """Whether a body's end can be told: it has a length, or comes in chunks."""
    return "content-length" in headers or "transfer-encoding" in headers


def md5_verdict(given: str, body: Received) -> Digest:
    """What a Content-MD5 says of a body."""
    if given == base64.b64encode(body.md5).decode():
        return Digest.RIGHT
    try:
        digest = base64.b64decode(given, validate=True)
    except (binascii.Error, ValueError):
        return Digest.MALFORMED
    return Digest.WRONG if len(digest) == 16 else Digest.MALFORMED


def is_crc64(given: str, body: Received) -> bool:
    """Whether a checksum in decimal is the CRC-64 of a body."""
    return given == str(body.blob.crc(0, body.blob.length))
