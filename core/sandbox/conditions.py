"""The four conditions of reads and copies (RFC 9110, section 13). The faces say which status an unmet one answers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from core.sandbox.headers import http_time


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
