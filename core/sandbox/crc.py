"""CRCs of data that is never held: combination and repetition by polynomial arithmetic.

The sandbox has this code of its own, apart from the client's, so that each checks the other. It knows numbers only.

A CRC is a polynomial over GF(2) of a degree below its width, in reflected form: the highest bit is the coefficient
of x^0. All kinds here start with ones and end with an inversion, so crc(a + b) = crc(a) * x^(8 * len(b)) + crc(b),
and crc(b"") = 0.
"""

from __future__ import annotations

import sys
import zlib
from array import array
from dataclasses import dataclass
from functools import lru_cache

from fastcrc import crc32, crc64


@dataclass(frozen=True, slots=True, eq=False)
class Crc:
    """A kind of CRC. `polynomial` is reflected and without its highest term."""

    name: str
    width: int
    polynomial: int


#: ECMA-182, annex B; `x-oss-hash-crc64ecma` and its like.
XZ = Crc("CRC-64/XZ", 64, 0xC96C5795D7870F42)
#: NVM Express, NVM Command Set Specification 1.0, 5.2.1.3.4; `x-amz-checksum-crc64nvme`.
NVME = Crc("CRC-64/NVME", 64, 0x9A6C9329AC4BC9B5)
#: IEEE 802.3; `x-amz-checksum-crc32`.
IEEE = Crc("CRC-32", 32, 0xEDB88320)
#: RFC 3720, appendix B.4; `x-amz-checksum-crc32c`.
CASTAGNOLI = Crc("CRC-32C", 32, 0x82F63B78)


def crc_of(data: bytes, kind: Crc = XZ) -> int:
    """The CRC of bytes. NVME, which no library here has, is worked out in Python, far slower than the others."""
    if kind is XZ:
        return int(crc64.xz(data))
    if kind is IEEE:
        return zlib.crc32(data)
    if kind is CASTAGNOLI:
        return int(crc32.iscsi(data))
    return _by_table(data, kind)


def combine(first: int, second: int, second_length: int, kind: Crc = XZ) -> int:
    """The CRC of two pieces, one after the other, from the CRC of each and the length of the second."""
    if not first:
        return second
    return _times(_shift(second_length, kind), first, kind) ^ second


def without_head(whole: int, head: int, tail_length: int, kind: Crc = XZ) -> int:
    """The CRC of the last `tail_length` bytes, from the CRC of all bytes and of those before them."""
    return whole ^ _times(_shift(tail_length, kind), head, kind)


@lru_cache(maxsize=4096)
def repeat(crc: int, length: int, times: int, kind: Crc = XZ) -> int:
    """The CRC of a piece of `length` bytes repeated `times` times, in a number of steps like log(times)."""
    if times < 2:
        return crc if times else 0
    # Remembered multiples of 1,024 make each of many similar numbers cheap.
    base = 1024 if times > 1024 else 2
    whole, rest = divmod(times, base)
    if times > base:
        many = repeat(repeat(crc, length, base, kind), length * base, whole, kind)
    else:
        many = combine(crc, crc, length, kind)
    return combine(many, repeat(crc, length, rest, kind), length * rest, kind)


@lru_cache(maxsize=8192)
def _shift(length: int, kind: Crc) -> int:
    """x^(8 * length) modulo the polynomial."""
    one = 1 << kind.width - 1
    result, place = one, 0
    while length:
        digit = length & 1023
        if digit:
            factor = _digit_shift(digit, place, kind)
            result = factor if result == one else _times(result, factor, kind)
        length >>= 10
        place += 1
    return result


@lru_cache(maxsize=8192)
def _digit_shift(digit: int, place: int, kind: Crc) -> int:
    """x^(8 * digit * 1024^place): all that lengths are made of, so that each is worked out once."""
    result, square = 1 << kind.width - 1, _square(10 * place, kind)
    for _ in range(digit.bit_length()):
        if digit & 1:
            result = _times(result, square, kind)
        digit >>= 1
        square = _times(square, square, kind)
    return result


@lru_cache(maxsize=512)
def _square(times: int, kind: Crc) -> int:
    """x^8, squared so many times."""
    if times == 0:
        return 1 << kind.width - 9
    half = _square(times - 1, kind)
    return _times(half, half, kind)


def _times(a: int, b: int, kind: Crc) -> int:
    """The product of two polynomials modulo the CRC's polynomial."""
    product, polynomial = 0, kind.polynomial
    one, mask = 1 << kind.width - 1, (1 << kind.width) - 1
    while a:
        if a & one:
            product ^= b
        a = (a << 1) & mask
        b = (b >> 1) ^ polynomial if b & 1 else b >> 1
    return product


def _by_table(data: bytes, kind: Crc) -> int:
    """Two bytes for each step, which is what makes plain Python bearable."""
    table, inverted = _table(kind), (1 << kind.width) - 1
    words = array("H", data[: len(data) & ~1])
    if sys.byteorder == "big":
        words.byteswap()
    crc = inverted
    for word in words:
        crc = table[(crc ^ word) & 0xFFFF] ^ (crc >> 16)
    if len(data) & 1:
        crc = _eight(crc ^ data[-1], kind)
    return crc ^ inverted


@lru_cache(maxsize=4)
def _table(kind: Crc) -> tuple[int, ...]:
    """What 16 bits at the low end of a CRC become when they are shifted out."""
    bytewise = [_eight(low, kind) for low in range(256)]
    return tuple(bytewise[(one := bytewise[word & 0xFF] ^ (word >> 8)) & 0xFF] ^ (one >> 8) for word in range(65_536))


def _eight(crc: int, kind: Crc) -> int:
    """Shift eight bits out."""
    for _ in range(8):
        crc = (crc >> 1) ^ kind.polynomial if crc & 1 else crc >> 1
    return crc
