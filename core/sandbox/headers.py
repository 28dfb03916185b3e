"""Headers that all vendors share: content headers of objects, dates, prefixes, restore states."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from email.utils import formatdate, parsedate_to_datetime

from core.sandbox.world import ArchiveState, Version

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
