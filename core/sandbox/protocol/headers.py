"""Headers that all vendors share: content headers, dates, prefixes, restore states, ETags, conditions, ranges.

Conditions: RFC 9110, section 13; the vendors say which status an unmet one answers. Ranges: RFC 9110, section 14; one
range, never several.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import formatdate, parsedate_to_datetime

from core.sandbox.world import ArchiveState, Version

_RANGE = re.compile(r"bytes=(\d*)-(\d*)")

#: Content headers that an object keeps, and how they are written.
CONTENT_HEADERS = {
    "content-type": "Content-Type",
    "cache-control": "Cache-Control",
    "content-disposition": "Content-Disposition",
    "content-encoding": "Content-Encoding",
    "content-language": "Content-Language",
    "expires": "Expires",
}


def iso_date(seconds: float) -> str:
    return datetime.fromtimestamp(seconds, UTC).strftime("%Y-%m-%dT%H:%M:%S.000Z")


def http_date(seconds: float) -> str:
    return formatdate(int(seconds), usegmt=True)


def http_time(text: str) -> float | None:
    """The Unix time of an HTTP date; None when there is none or it cannot be read."""
    try:
        return parsedate_to_datetime(text).timestamp() if text else None
    except ValueError:
        return None


def given_content_headers(headers: Mapping[str, str]) -> dict[str, str]:
    """The content headers of a request that an object keeps."""
    return {name: headers[name] for name in CONTENT_HEADERS if name in headers}


def prefixed(headers: Mapping[str, str], prefix: str) -> dict[str, str]:
    """The headers that begin with `prefix`, without it: user metadata, for example."""
    return {name.removeprefix(prefix): value for name, value in headers.items() if name.startswith(prefix)}


def overridden(headers: list[tuple[str, str]], query: Mapping[str, str]) -> list[tuple[str, str]]:
    """response-content-type and its like replace single headers of the answer to a GET."""
    wanted = {
        CONTENT_HEADERS[name]: query["response-" + name] for name in CONTENT_HEADERS if "response-" + name in query
    }
    return [*((name, value) for name, value in headers if name not in wanted), *wanted.items()]


def restore_state(version: Version, now: float) -> str:
    """The value of the header that tells of a restore; "" where there is nothing to tell."""
    archive_state = version.archive_state(now)
    if not version.archived or archive_state is ArchiveState.FROZEN:
        return ""
    if archive_state is ArchiveState.RESTORING:
        return 'ongoing-request="true"'
    return f'ongoing-request="false", expiry-date="{http_date(version.readable_until)}"'


def is_text(value: str) -> bool:
    """Whether the bytes of a name or a value were UTF-8."""
    return not any("\ud800" <= letter <= "\udfff" for letter in value)


# ---------------------------------------------------------------- ETags


def quoted(etag: str) -> str:
    return f'"{etag}"'


def bare(etag: str) -> str:
    """An ETag without its quotes; both forms are taken, but not two pairs of quotes."""
    etag = etag.strip()
    quoted_once = len(etag) > 1 and etag[0] == etag[-1] == '"'
    return etag[1:-1] if quoted_once else etag


# ---------------------------------------------------------------- conditions


@dataclass(frozen=True, slots=True)
class Unmet:
    """A condition that does not hold.

    Attributes:
        condition: the standard's name of its header.
        unchanged: it demands a difference and there is none; otherwise it demands sameness and there is none.
    """

    condition: str
    unchanged: bool


def unmet(headers: Mapping[str, str], etag: str, modified: float, *, prefix: str = "") -> Unmet | None:
    """The first condition that does not hold; None when all do.

    Args:
        etag: the object's, as the vendor writes it, without quotes.
        prefix: stands before the names of the headers ("x-oss-copy-source-").

    Dates that cannot be read count as none.
    """
    match, none_match = headers.get(prefix + "if-match", ""), headers.get(prefix + "if-none-match", "")
    if match and match != "*" and match.strip('"') != etag:
        return Unmet("If-Match", unchanged=False)
    since = http_time(headers.get(prefix + "if-unmodified-since", ""))
    if since is not None and int(modified) > since:
        return Unmet("If-Unmodified-Since", unchanged=False)
    if none_match == "*" or none_match.strip('"') == etag:
        return Unmet("If-None-Match", unchanged=True)
    since = http_time(headers.get(prefix + "if-modified-since", ""))
    if since is not None and int(modified) <= since:
        return Unmet("If-Modified-Since", unchanged=True)
    return None


# ---------------------------------------------------------------- ranges


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
