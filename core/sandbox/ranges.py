"""Byte ranges of requests (RFC 9110, section 14): first and last byte, both inclusive. One range, never several."""

from __future__ import annotations

import re

_RANGE = re.compile(r"bytes=(\d*)-(\d*)")


class UnsatisfiableError(ValueError):
    """A range that begins behind the end of the object."""


def span_inside(text: str, size: int) -> tuple[int, int] | None:
    """The span of a range that lies inside the object; None for one that is missing, invalid or reaches outside."""
    found = _RANGE.fullmatch(text)
    if found is None:
        return None
    first, last = found.groups()
    if first:
        span = int(first), int(last) if last else size - 1
    elif last:
        span = size - int(last), size - 1
    else:
        return None
    return span if 0 <= span[0] <= span[1] < size else None


def span_clipped(text: str, size: int) -> tuple[int, int] | None:
    """The span of a range, clipped to the object; None for one that cannot be parsed, which is to be ignored.

    Raises `UnsatisfiableError` when no byte of it is in the object.
    """
    found = _RANGE.fullmatch(text)
    if found is None or found.groups() == ("", ""):
        return None
    first, last = found.groups()
    if not first:
        if not int(last) or not size:
            raise UnsatisfiableError(text)
        return max(size - int(last), 0), size - 1
    if last and int(last) < int(first):
        return None
    if int(first) >= size:
        raise UnsatisfiableError(text)
    return int(first), min(int(last), size - 1) if last else size - 1
