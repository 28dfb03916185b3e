"""ETags. The world keeps them in upper-case hex without quotes; each face writes them in its vendor's case."""

from __future__ import annotations

import hashlib

from core.sandbox.extents import Content


def quoted(etag: str) -> str:
    return f'"{etag}"'


def bare(etag: str) -> str:
    """An ETag without its quotes; both forms are taken, but not two pairs of quotes."""
    etag = etag.strip()
    quoted_once = len(etag) > 1 and etag[0] == etag[-1] == '"'
    return etag[1:-1] if quoted_once else etag


def opaque_etag(content: Content, parts: int) -> str:
    """The ETag of an object that was not put in one call: not the MD5 of its content, with the number of parts."""
    text = f"{content.crc64()} {content.length}"
    return hashlib.md5(text.encode(), usedforsecurity=False).hexdigest().upper() + f"-{parts}"
