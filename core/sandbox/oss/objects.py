"""Single objects of OSS: read, write, append, link, delete, restore. Pages of the same names in the API Reference."""

from __future__ import annotations

import hashlib
from dataclasses import replace

from core.sandbox.call import Call, decoded, whole_number
from core.sandbox.etags import opaque_etag, quoted
from core.sandbox.extents import joined, of_blob
from core.sandbox.handler import Answer
from core.sandbox.headers import http_date, overridden
from core.sandbox.oss.access import home
from core.sandbox.oss.body import check_body, xml_body
from core.sandbox.oss.errors import OssError
from core.sandbox.oss.props import (
    basic_headers,
    check_conditions,
    check_create_only,
    draft,
    shown_headers,
    version_header,
)
from core.sandbox.oss.rules import PUT_MAX, RESTORE_DAYS, TIERS
from core.sandbox.oss.source import check_readable, followed, wanted_version
from core.sandbox.ranges import UnsatisfiableError, span_clipped, span_inside
from core.sandbox.world import ArchiveState, Bucket, Deleted, Kind, Version

_DAY_S = 86_400.0

#: Standard request headers that PutObject does not know: 400 NotImplemented ("Error responses").
_UNKNOWN_TO_PUT = ("if-match", "if-none-match", "if-modified-since", "if-unmodified-since")


def head_object(call: Call) -> Answer:
    bucket = home(call)
    version = _as_read(bucket, wanted_version(call, bucket))
    check_conditions(call, version, "")
    length = ("Content-Length", str(version.content.length))
    return Answer(200, [*shown_headers(call, version, bucket), ("Accept-Ranges", "bytes"), length])


def get_object_meta(call: Call) -> Answer:
    """Only length, ETag, date, checksum and version id."""
    bucket = home(call)
    version = _as_read(bucket, wanted_version(call, bucket))
    return Answer(200, [*basic_headers(version, bucket), ("Content-Length", str(version.content.length))])


def get_object(call: Call) -> Answer:
    bucket = home(call)
    version = _as_read(bucket, wanted_version(call, bucket))
    content = version.content
    check_readable(version, call.now)
    check_conditions(call, version, "")
    headers = overridden(shown_headers(call, version, bucket), call.query)
    headers.append(("Accept-Ranges", "bytes"))
    span = _requested_span(call, content.length)
    if span is None:
        return Answer(200, headers, content)
    first, last = span
    headers.append(("Content-Range", f"bytes {first}-{last}/{content.length}"))
    return Answer(206, headers, content.slice(first, last - first + 1))


def _requested_span(call: Call, size: int) -> tuple[int, int] | None:
    """First and last byte to be sent; None for the whole object.

    GetObject: a Range that is not valid is ignored and the whole object comes with 200. The page counts a last
    byte beyond the end as not valid; with x-oss-range-behavior: standard it is clipped, or answered with 416.
    """
    text = call.header("range")
    if call.header("x-oss-range-behavior") != "standard":
        return span_inside(text, size)
    try:
        return span_clipped(text, size)
    except UnsatisfiableError as error:
        raise OssError("InvalidRange", extra={"ActualObjectSize": str(size), "RangeHeader": text}) from error


def _as_read(bucket: Bucket, version: Version) -> Version:
    """What reading gives: a symlink has headers of its own, but the ETag and bytes of its target (HeadObject)."""
    target = followed(bucket, version)
    return version if target is version else replace(version, etag=target.etag, content=target.content)


# ---------------------------------------------------------------- writing


def put_object(call: Call) -> Answer:
    bucket = home(call)
    for name in _UNKNOWN_TO_PUT:
        if name in call.head.headers:
            raise OssError("NotImplemented", extra={"Header": name})
    check_body(call)
    if call.body.blob.length > PUT_MAX:
        raise OssError("EntityTooLarge", extra={"MaxSizeAllowed": str(PUT_MAX)})
    check_create_only(call, bucket, call.key)
    md5 = call.body.md5
    version = replace(draft(call, bucket), content=of_blob(call.body.blob), etag=md5.hex().upper(), md5=md5)
    stored = call.world.put(bucket.name, call.key, version)
    return written(stored, bucket)


def written(version: Version, bucket: Bucket) -> Answer:
    """The answer to a write: an empty 200 with ETag, checksum and version id."""
    headers = [("ETag", quoted(version.etag)), ("x-oss-hash-crc64ecma", str(version.content.crc64()))]
    return Answer(200, headers + version_header(version, bucket))


def append_object(call: Call) -> Answer:
    bucket = home(call)
    check_body(call)
    position = call.query.get("position", "")
    if not position.isdecimal():
        raise OssError.argument("position", position, "The position must be a number.")
    old = call.world.get(bucket.name, call.key)
    if old is not None and old.kind is not Kind.APPENDABLE:
        raise OssError("ObjectNotAppendable")
    length = old.content.length if old else 0
    if int(position) != length:
        next_position = {"x-oss-next-append-position": str(length)}
        raise OssError("PositionNotEqualToLength", headers=next_position)
    content = joined([old.content, of_blob(call.body.blob)] if old else [of_blob(call.body.blob)])
    base = old or draft(call, bucket)
    etag = opaque_etag(content, 1)
    version = replace(base, content=content, kind=Kind.APPENDABLE, etag=etag, modified=call.now)
    stored = call.world.put(bucket.name, call.key, version)
    answer = written(stored, bucket)
    return Answer(200, [*answer.headers, ("x-oss-next-append-position", str(content.length))])


def put_symlink(call: Call) -> Answer:
    bucket = home(call)
    target = decoded(call.header("x-oss-symlink-target"))
    if not target:
        raise OssError("MissingArgument", extra={"ArgumentName": "x-oss-symlink-target"})
    check_create_only(call, bucket, call.key)
    link = hashlib.md5(target.encode(), usedforsecurity=False).hexdigest().upper()
    version = replace(draft(call, bucket), kind=Kind.SYMLINK, target=target, etag=link)
    stored = call.world.put(bucket.name, call.key, version)
    return Answer(200, [("ETag", quoted(stored.etag)), *version_header(stored, bucket)])


def get_symlink(call: Call) -> Answer:
    bucket = home(call)
    version = wanted_version(call, bucket)
    if version.kind is not Kind.SYMLINK:
        raise OssError("NotSymlink", "The object is not symlink")
    headers = [("ETag", quoted(version.etag)), ("Last-Modified", http_date(version.modified))]
    target = version.target.encode()
    escaped = "".join(chr(byte) if 32 < byte < 127 and byte != 37 else f"%{byte:02X}" for byte in target)
    return Answer(200, [*headers, ("x-oss-symlink-target", escaped), *version_header(version, bucket)])


# ---------------------------------------------------------------- deleting and restoring


def delete_object(call: Call) -> Answer:
    """204 even when there was nothing to delete."""
    bucket = home(call)
    deleted = call.world.erase(bucket.name, call.key, call.query.get("versionId"), call.now)
    return Answer(204, _deletion_headers(deleted))


def _deletion_headers(deleted: Deleted) -> list[tuple[str, str]]:
    """What became of the object; nothing where there are no versions."""
    if not deleted.version_id:
        return []
    marker = [("x-oss-delete-marker", "true")] if deleted.marker else []
    return [*marker, ("x-oss-version-id", deleted.version_id)]


def restore_object(call: Call) -> Answer:
    """202 for the first request, 200 when it is restored (longer then), 409 while it is under way."""
    bucket = home(call)
    version = wanted_version(call, bucket)
    if not version.archived:
        raise OssError("OperationNotSupported", "The operation is not supported for this resource")
    days = _restore_days(call, version.storage_class)
    archive_state = version.archive_state(call.now)
    if archive_state is ArchiveState.RESTORING:
        raise OssError("RestoreAlreadyInProgress")
    asked_back = version.asked_back(call.now, call.settings.restore_s, days * _DAY_S)
    call.world.swap(bucket.name, call.key, version, asked_back)
    return Answer(202 if archive_state is ArchiveState.FROZEN else 200, version_header(version, bucket))


def _restore_days(call: Call, storage_class: str) -> int:
    """The days of the request. A tier that the storage class has not is refused; no page names the error for it."""
    if not call.body.blob.length:
        return 1
    tree = xml_body(call, "RestoreRequest")
    tier, days = tree.findtext("JobParameters/Tier"), whole_number(tree.findtext("Days", "1").strip())
    if days is None or tier not in (None, *TIERS[storage_class]):
        raise OssError("MalformedXML")
    if not 1 <= days <= RESTORE_DAYS[storage_class]:
        raise OssError.argument("Days", str(days), "Days is out of range.")
    return days
