"""Single objects of S3: read, write, delete, restore. Pages of the same names in the API Reference."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import accumulate

from core.sandbox.call import whole_number
from core.sandbox.handler import Answer
from core.sandbox.headers import overridden
from core.sandbox.ranges import UnsatisfiableError, span_clipped
from core.sandbox.s3.access import home
from core.sandbox.s3.body import check_body, xml_body
from core.sandbox.s3.call import S3Call
from core.sandbox.s3.errors import S3Error
from core.sandbox.s3.locks import refuse_locked
from core.sandbox.s3.props import (
    check_read_conditions,
    check_target_conditions,
    checksum_headers,
    class_name,
    draft,
    encryption_headers,
    etag_of,
    plain_etag,
    shown_checksum,
    shown_headers,
    version_header,
)
from core.sandbox.s3.rules import PUT_MAX, TIERS, check_word
from core.sandbox.s3.source import check_readable, wanted_version
from core.sandbox.world import ArchiveState, Deleted, Version

_DAY_S = 86_400.0

Headers = list[tuple[str, str]]


def head_object(call: S3Call) -> Answer:
    """Shows archived objects too; a Range or a part number as GET would answer it."""
    answer, length = _shown(call)
    return replace(answer, headers=[*answer.headers, ("Content-Length", str(length))], body=b"")


def get_object(call: S3Call) -> Answer:
    answer, _ = _shown(call)
    check_readable(wanted_version(call, home(call)), call.now)
    return replace(answer, headers=overridden(list(answer.headers), call.query))


def _shown(call: S3Call) -> tuple[Answer, int]:
    """The answer to a GET, and how long its body is."""
    bucket = home(call)
    version = wanted_version(call, bucket)
    check_read_conditions(call, version)
    headers = shown_headers(call, version, bucket)
    span, more = _wanted_span(call, version)
    if span is None:
        whole = [*headers, *more, *shown_checksum(call, version)]
        return Answer(200, whole, version.content), version.content.length
    first, last = span
    headers.append(("Content-Range", f"bytes {first}-{last}/{version.content.length}"))
    content = version.content.slice(first, last - first + 1)
    return Answer(206, [*headers, *more], content), content.length


def _wanted_span(call: S3Call, version: Version) -> tuple[tuple[int, int] | None, Headers]:
    """First and last byte of a Range or a part, None for the whole object; and the headers of a part."""
    text, part = call.header("range"), call.query.get("partNumber", "")
    if part and text:
        raise S3Error("InvalidRequest", "Cannot specify both Range header and partNumber query parameter")
    if part:
        return _part_span(version, whole_number(part) or 0)
    size = version.content.length
    try:
        return span_clipped(text, size), []
    except UnsatisfiableError as error:
        extra = {"RangeRequested": text, "ActualObjectSize": str(size)}
        raise S3Error("InvalidRange", extra=extra, headers={"Content-Range": f"bytes */{size}"}) from error


def _part_span(version: Version, part: int) -> tuple[tuple[int, int] | None, Headers]:
    """An object in one piece has one part."""
    sizes: Sequence[int] = version.part_sizes or (version.content.length,)
    if not 1 <= part <= len(sizes):
        raise S3Error("InvalidPartNumber", extra={"PartNumberRequested": str(part), "ActualPartCount": str(len(sizes))})
    count = [("x-amz-mp-parts-count", str(len(sizes)))] if version.part_sizes else []
    first = list(accumulate(sizes, initial=0))[part - 1]
    return (first, first + sizes[part - 1] - 1) if sizes[part - 1] else None, count


# ---------------------------------------------------------------- writing


def put_object(call: S3Call) -> Answer:
    bucket = home(call)
    checksum = check_body(call)
    if call.content.length > PUT_MAX:
        sizes = {"ProposedSize": str(call.content.length), "MaxSizeAllowed": str(PUT_MAX)}
        raise S3Error("EntityTooLarge", extra=sizes)
    check_target_conditions(call, bucket)
    etag, md5 = plain_etag(call.content, call.md5)
    version = replace(draft(call, bucket), content=call.content, etag=etag, md5=md5, checksum=checksum)
    stored = call.world.put(bucket.name, call.key, version)
    headers = [("ETag", etag_of(stored)), *checksum_headers(*stored.checksum), *encryption_headers(stored)]
    return Answer(200, [*headers, *version_header(stored, bucket)])


# ---------------------------------------------------------------- deleting and restoring


def delete_object(call: S3Call) -> Answer:
    """204 even when there was nothing to delete, unless If-Match wants something."""
    bucket = home(call)
    check_target_conditions(call, bucket)
    refuse_locked(bucket, call.key, call.query.get("versionId"), call.now)
    deleted = call.world.erase(bucket.name, call.key, call.query.get("versionId"), call.now)
    return Answer(204, _deletion_headers(deleted))


def _deletion_headers(deleted: Deleted) -> Headers:
    """What became of the object; nothing where there are no versions."""
    if not deleted.version_id:
        return []
    marker = [("x-amz-delete-marker", "true")] if deleted.marker else []
    return [*marker, ("x-amz-version-id", deleted.version_id)]


def restore_object(call: S3Call) -> Answer:
    """202 for the first request, 200 when it is restored (longer then), 409 while it is under way."""
    bucket = home(call)
    version = wanted_version(call, bucket)
    if not version.archived:
        raise S3Error("InvalidObjectState", "Restore is not allowed for the object's current storage class")
    check_body(call)
    days = _restore_days(call, version)
    archive_state = version.archive_state(call.now)
    if archive_state is ArchiveState.RESTORING:
        raise S3Error("RestoreAlreadyInProgress")
    asked_back = version.asked_back(call.now, call.settings.restore_s, days * _DAY_S)
    call.world.swap(bucket.name, call.key, version, asked_back)
    return Answer(202 if archive_state is ArchiveState.FROZEN else 200, version_header(version, bucket))


def _restore_days(call: S3Call, version: Version) -> int:
    """The days of the request, whose tier must be one of the storage class's."""
    tree = xml_body(call, "RestoreRequest")
    tier = tree.findtext("GlacierJobParameters/Tier", "Standard")
    check_word("Tier", tier, TIERS[class_name(version)], "The tier is not valid for the storage class")
    days = whole_number(tree.findtext("Days", "").strip())
    if not days:
        raise S3Error("MalformedXML")
    return days
