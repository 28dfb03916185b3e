"""CRC-64/XZ of data that is never held: combination and repetition by polynomial arithmetic.

The sandbox has this code of its own, apart from the client's, so that each checks the other. It knows numbers only.

A CRC is a polynomial over GF(2) of degree below 64 in reflected form: the highest bit is the coefficient of x^0.
With the start value and the final inversion of CRC-64/XZ, crc(a + b) = crc(a) * x^(8 * len(b)) + crc(b), and
crc(b"") = 0. Parameters: ECMA-182 polynomial, reflected (ECMA-182, annex B; `x-oss-hash-crc64ecma`).
"""

from __future__ import annotations

from functools import lru_cache

from fastcrc import crc64

_POLYNOMIAL = 0xC96C5795D7870F42
_MASK = (1 << 64) - 1
_ONE = 1 << 63  # x^0


def crc_of(data: bytes) -> int:
    """CRC-64/XZ of bytes."""
    return int(crc64.xz(data))


def combine(first: int, second: int, second_length: int) -> int:
    """The CRC of two pieces, one after the other, from the CRC of each and the length of the second."""
    if not first:
        return second
    return _times(_shift(second_length), first) ^ second


def without_head(whole: int, head: int, tail_length: int) -> int:
    """The CRC of the last `tail_length` bytes, from the CRC of all bytes and of those before them."""
    return whole ^ _times(_shift(tail_length), head)


@lru_cache(maxsize=4096)
def repeat(crc: int, length: int, times: int) -> int:
    """The CRC of a piece of `length` bytes repeated `times` times, in a number of steps like log(times)."""
    if times < 2:
        return crc if times else 0
    # Remembered multiples of 1,024 make each of many similar numbers cheap.
    base = 1024 if times > 1024 else 2
    whole, rest = divmod(times, base)
    many = repeat(repeat(crc, length, base), length * base, whole) if times > base else combine(crc, crc, length)
    return combine(many, repeat(crc, length, rest), length * rest)


@lru_cache(maxsize=8192)
def _shift(length: int) -> int:
    """x^(8 * length) modulo the polynomial."""
    result, place = _ONE, 0
    while length:
        digit = length & 1023
        if digit:
            factor = _digit_shift(digit, place)
            result = factor if result == _ONE else _times(result, factor)
        length >>= 10
        place += 1
    return result


@lru_cache(maxsize=8192)
def _digit_shift(digit: int, place: int) -> int:
    """x^(8 * digit * 1024^place): all that lengths are made of, so that each is worked out once."""
    result, square = _ONE, _square(10 * place)
    for _ in range(digit.bit_length()):
        if digit & 1:
            result = _times(result, square)
        digit >>= 1
        square = _times(square, square)
    return result


@lru_cache(maxsize=128)
def _square(times: int) -> int:
    """x^8, squared so many times."""
    return _ONE >> 8 if times == 0 else _times(_square(times - 1), _square(times - 1))


def _times(a: int, b: int) -> int:
    """The product of two polynomials modulo the CRC's polynomial."""
    product = 0
    while a:
        if a & _ONE:
            product ^= b
        a = (a << 1) & _MASK
        b = (b >> 1) ^ _POLYNOMIAL if b & 1 else b >> 1
    return product
