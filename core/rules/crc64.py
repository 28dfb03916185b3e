"""CRC-64/XZ (ECMA-182, reflected), which stores report for objects and parts, and how to join two of them.

Joining needs the checksums and the lengths only, so a copy by parts is verified without reading a byte. Pure.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

from fastcrc import crc64

_POLYNOMIAL = 0xC96C5795D7870F42  # reflected: bit 63 is the coefficient of x^0
_ONE = 1 << 63
_X = 1 << 62


def of(data: bytes) -> int:
    """The checksum of `data`; that of nothing is 0."""
    return int(crc64.xz(data))


def combine(crc1: int, crc2: int, len2: int) -> int:
    """The checksum of two pieces one after the other, from that of each and the second one's length in bytes.

    Appending n bytes multiplies the first remainder by x^(8n) in GF(2)[x] modulo the polynomial; start value and
    final inversion cancel out.
    """
    return _times(_shift(len2), crc1) ^ crc2


def combine_all(pieces: Iterable[tuple[int, int]]) -> int:
    """The checksum of (checksum, length in bytes) pieces in their order; that of none is 0."""
    total = 0
    for crc, length in pieces:
        total = combine(total, crc, length)
    return total


@lru_cache(maxsize=256)
def _shift(length: int) -> int:
    """x^(8 * length): parts of one object have two lengths at most, so this is nearly always remembered."""
    result, bit = _ONE, 3
    while length:
        if length & 1:
            result = _times(result, _power(bit))
        length >>= 1
        bit += 1
    return result


@lru_cache(maxsize=256)
def _power(bit: int) -> int:
    """x^(2^bit), by squaring."""
    return _X if bit == 0 else _times(_power(bit - 1), _power(bit - 1))


def _times(one: int, other: int) -> int:
    """The product of two polynomials modulo the CRC's."""
    product = 0
    while one:
        if one & _ONE:
            product ^= other
        one = (one << 1) & 0xFFFFFFFFFFFFFFFF
        other = (other >> 1) ^ (_POLYNOMIAL if other & 1 else 0)
    return product
