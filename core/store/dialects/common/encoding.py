"""How HTTP writes names, headers and dates, and how they are read again. It knows no vendor."""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Iterable
from datetime import UTC, datetime
from email.utils import format_datetime, parsedate_to_datetime
from urllib.parse import quote, unquote_to_bytes

from core.store.dialects.base import WireResponse

Pairs = tuple[tuple[str, str], ...]

_DIGITS = 18  # of what is surely a 64-bit number
_TOKEN = re.compile(r"[!#$%&'*+.^_`|~0-9a-z-]+")
_CONTROL = re.compile(r"[\x00-\x08\x0a-\x1f\x7f]")


class UnsendableError(ValueError):
    """An operation that cannot be put on the wire without meaning something else; `code` tells why, where one does."""

    def __init__(self, message: str, code: str = "") -> None:
        super().__init__(message)
        self.code = code


# ---------------------------------------------------------------- names


def percent(text: str, safe: str = "") -> str:
    """Percent-encode the UTF-8 bytes of all but `A-Z a-z 0-9 - _ . ~` and `safe` (RFC 3986, section 2.3).

    Bytes of a name that is not UTF-8, which `unpercent` reads, are sent as they came. Raises `UnsendableError` for text
    that has no form in bytes.
    """
    try:
        return quote(text, safe=safe, errors="surrogateescape")
    except UnicodeEncodeError as error:
        raise UnsendableError("The name has characters that are not Unicode text, so it cannot be sent.") from error


def raw(text: str) -> bytes:
    """Text as bytes: UTF-8, and bytes that were not UTF-8 as they came (PEP 383)."""
    return text.encode("utf-8", "surrogateescape")


def unpercent(text: str) -> str:
    """Undo `percent`; a plus sign stays one. Bytes that are not UTF-8 become lone surrogates (PEP 383)."""
    return unquote_to_bytes(raw(text)).decode("utf-8", "surrogateescape")


def query_string(query: Pairs) -> str:
    """A query as sent: names and values percent-encoded, a bare name where the value is empty."""
    return "&".join(percent(name) + (f"={percent(value)}" if value else "") for name, value in query)


def given(**values: str | int) -> Pairs:
    """Those of the named values that are not empty; `_` in a name stands for `-`."""
    return tuple((name.replace("_", "-"), str(value)) for name, value in values.items() if value != "")


# ---------------------------------------------------------------- headers


def header_bytes(headers: Iterable[tuple[str, str]]) -> tuple[tuple[bytes, bytes], ...]:
    """Headers as sent: values in UTF-8, and bytes that were not UTF-8 as they came."""
    return tuple((name.encode("ascii"), raw(value)) for name, value in headers)


def clean_headers(headers: Pairs) -> Pairs:
    """Headers with lower-case names and without outer white space, which is not part of a value (RFC 9110, 5.5).

    Raises `UnsendableError` for a name that is no token, or a value with control characters: both would let the
    text of a property forge other headers.
    """
    return tuple((_clean_name(name), _clean_value(name, value)) for name, value in headers)


def _clean_name(name: str) -> str:
    name = name.lower()
    if not _TOKEN.fullmatch(name):
        raise UnsendableError(f"{name!r} cannot be the name of a header or of user metadata.")
    return name


def _clean_value(name: str, value: str) -> str:
    value = value.strip(" \t")
    if _CONTROL.search(value):
        raise UnsendableError(
            f"The value of {name} has line breaks or control characters, which a header cannot carry."
        )
    try:
        raw(value)
    except UnicodeEncodeError as error:
        raise UnsendableError(f"The value of {name} is not Unicode text.") from error
    return value


def quoted(etag: str) -> str:
    """An ETag as a condition or a part list carries it."""
    return f'"{etag}"'


def bare(etag: str) -> str:
    """An ETag without its quotes, which some answers leave out, and without the mark of a weak one.

    What stands between a store and us may weaken an ETag (RFC 9110, 8.8.1); a condition needs the store's own.
    """
    return etag.strip().removeprefix("W/").removeprefix('"').removesuffix('"')


def md5_of(body: bytes) -> str:
    """The value of Content-MD5 (RFC 1864)."""
    return base64.b64encode(hashlib.md5(body, usedforsecurity=False).digest()).decode("ascii")


def prefixed(answer: WireResponse, prefix: str) -> dict[str, str]:
    """All headers whose lower-case name begins with `prefix`, by the rest of their names."""
    names = (name.decode("latin-1") for name, _ in answer.headers)
    return {name.removeprefix(prefix): answer.header(name) for name in names if name.startswith(prefix)}


def count(text: str) -> int | None:
    """A decimal number of a header, None when it is not one."""
    text = text.strip()
    return int(text) if text.isascii() and text.isdigit() and len(text) <= _DIGITS else None


def content_span(answer: WireResponse) -> tuple[int, int, int] | None:
    """First byte, last byte and whole size of Content-Range (RFC 9110, 14.4); None when it does not say all three."""
    found = re.fullmatch(r"\s*bytes\s+([0-9]{1,18})-([0-9]{1,18})/([0-9]{1,18})\s*", answer.header("content-range"))
    return (int(found[1]), int(found[2]), int(found[3])) if found else None


def check_lifetime(expires_in: int, longest: int) -> None:
    """Raises `UnsendableError` for a link that no store would take: it lives for 1 to `longest` seconds."""
    if not 1 <= expires_in <= longest:
        raise UnsendableError(f"A link can be valid for 1 to {longest} seconds, not for {expires_in}.")


# ---------------------------------------------------------------- dates


def http_date(seconds: float) -> str:
    """A Unix time as HTTP writes it: "Sat, 16 Dec 2023 16:20:57 GMT" (RFC 9110, 5.6.7)."""
    return format_datetime(datetime.fromtimestamp(int(seconds), UTC), usegmt=True)


def basic_date(seconds: float) -> str:
    """A Unix time in the basic form of ISO 8601: "20231216T162057Z"."""
    return datetime.fromtimestamp(int(seconds), UTC).strftime("%Y%m%dT%H%M%SZ")


def read_http_date(text: str) -> float | None:
    """The Unix time of an HTTP date, None when it is not one."""
    try:
        return _seconds(parsedate_to_datetime(text))
    except (ValueError, OverflowError):
        return None


def read_iso_date(text: str) -> float | None:
    """The Unix time of an ISO 8601 date in UTC, None when it is not one."""
    try:
        return _seconds(datetime.fromisoformat(text.strip()))
    except (ValueError, OverflowError):
        return None


def read_date(text: str) -> float | None:
    """The Unix time of a date in a document: ISO 8601, or HTTP's form, which some pages of COS show."""
    iso = read_iso_date(text)
    return read_http_date(text) if iso is None else iso


#: No object is older than the first store, and no calendar shows what comes after the year 9998 in every time zone.
_EARLIEST_S, _LATEST_S = 0.0, 253_370_764_800.0


def _seconds(date: datetime) -> float | None:
    """The Unix time of a date; None for one that no object can have."""
    seconds = (date if date.tzinfo else date.replace(tzinfo=UTC)).timestamp()
    return seconds if _EARLIEST_S <= seconds < _LATEST_S else None
