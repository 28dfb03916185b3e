"""The content of an object: extents over immutable blobs. A server-side copy shares them and moves no byte."""

from __future__ import annotations

import hashlib
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from core.sandbox.blobs import Blob, MemoryBlob, PatternBlob
from core.sandbox.crc import XZ, Crc, combine


@dataclass(frozen=True, slots=True)
class Extent:
    """`length` bytes of `blob` from `start`; never empty."""

    blob: Blob
    start: int
    length: int

    @property
    def end(self) -> int:
        return self.start + self.length


class Content:
    """An immutable run of bytes made of extents. Neighbouring extents of one blob are one extent."""

    __slots__ = ("_crcs", "_ends", "_md5", "extents", "length")

    def __init__(self, extents: Iterable[Extent] = ()) -> None:
        self.extents = _merged(extents)
        self._ends: list[int] = []
        total = 0
        for extent in self.extents:
            total += extent.length
            self._ends.append(total)
        self.length = total
        self._crcs: dict[Crc, int] = {}
        self._md5 = b""

    def crc64(self) -> int:
        """CRC-64/XZ of all bytes."""
        return self.crc(XZ)

    def crc(self, kind: Crc) -> int:
        """The CRC of all bytes; worked out once for each kind."""
        if kind not in self._crcs:
            crc = 0
            for extent in self.extents:
                crc = combine(crc, extent.blob.crc(extent.start, extent.length, kind), extent.length, kind)
            self._crcs[kind] = crc
        return self._crcs[kind]

    def md5(self) -> bytes:
        """The raw MD5 digest of all bytes, which reads them; worked out once."""
        if not self._md5:
            digest = hashlib.md5(usedforsecurity=False)
            for piece in self.pieces(1 << 20):
                digest.update(piece)
            self._md5 = digest.digest()
        return self._md5

    def slice(self, first: int, length: int) -> Content:
        """The content of a range; what lies beyond the end is left out."""
        if first == 0 and length >= self.length:
            return self
        return Content(self._extents_in(first, min(length, self.length - first)))

    def read(self, first: int, length: int) -> bytes:
        """The bytes of a range; what lies beyond the end is left out."""
        wanted = self._extents_in(first, min(length, self.length - first))
        return b"".join(extent.blob.read(extent.start, extent.length) for extent in wanted)

    def pieces(self, size: int) -> Iterator[bytes]:
        """All bytes, in pieces of at most `size`."""
        for first in range(0, self.length, size):
            yield self.read(first, size)

    def _extents_in(self, first: int, length: int) -> Iterator[Extent]:
        index, last = bisect_right(self._ends, first), first + length
        while first < last:
            extent = self.extents[index]
            skipped = first - (self._ends[index] - extent.length)
            taken = min(extent.length - skipped, last - first)
            yield Extent(extent.blob, extent.start + skipped, taken)
            first += taken
            index += 1


def joined(contents: Iterable[Content]) -> Content:
    """The contents one after the other."""
    return Content(extent for content in contents for extent in content.extents)


def of_blob(blob: Blob) -> Content:
    return Content([Extent(blob, 0, blob.length)])


def of_bytes(data: bytes) -> Content:
    return of_blob(MemoryBlob(data))


def generated(seed: str, length: int) -> Content:
    """`length` bytes that follow from `seed` and take no room."""
    return of_blob(PatternBlob(seed, length))


def opaque_etag(content: Content, parts: int) -> str:
    """The ETag of an object that was not put in one call: not the MD5 of its content, with the number of parts."""
    text = f"{content.crc64()} {content.length}"
    return hashlib.md5(text.encode(), usedforsecurity=False).hexdigest().upper() + f"-{parts}"


def _merged(extents: Iterable[Extent]) -> tuple[Extent, ...]:
    merged: list[Extent] = []
    for extent in extents:
        if not extent.length:
            continue
        last = merged[-1] if merged else None
        if last is not None and last.end == extent.start and last.blob is extent.blob:
            merged[-1] = Extent(last.blob, last.start, last.length + extent.length)
        else:
            merged.append(extent)
    return tuple(merged)
