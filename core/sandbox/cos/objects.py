"""Single objects of COS: read, write, delete, restore. Pages of the same names in the COS API."""

from __future__ import annotations

from dataclasses import replace
from urllib.parse import quote

from core.sandbox.call import Call, whole_number
from core.sandbox.cos.access import home
from core.sandbox.cos.body import check_body, xml_body
from core.sandbox.cos.errors import CosError
from core.sandbox.cos.names import class_name, etag_of, version_header
from core.sandbox.cos.props import check_conditions, check_create_only, draft, shown_headers, written_headers
from core.sandbox.cos.rules import PUT_MAX, TIERS, check_word
from core.sandbox.cos.source import as_read, wanted_version
from core.sandbox.etags import quoted
from core.sandbox.extents import of_blob
from core.sandbox.handler import Answer
from core.sandbox.headers import overridden
from core.sandbox.ranges import UnsatisfiableError, span_clipped
from core.sandbox.world import ArchiveState, Bucket, Deleted, Kind, Version

_DAY_S = 86_400.0


def head_object(call: Call) -> Answer:
    bucket = home(call)
    version = _read(call, bucket)
    check_conditions(call, version)
    length = ("Content-Length", str(version.content.length))
    return Answer(200, [*shown_headers(call, version, bucket), ("Accept-Ranges", "bytes"), length])


def get_object(call: Call) -> Answer:
    """A range is clipped to the object; one that begins behind its end answers 416."""
    bucket = home(call)
    version = _read(call, bucket)
    if not version.readable(call.now):
        raise CosError("InvalidObjectState")
    check_conditions(call, version)
    headers = [*overridden(shown_headers(call, version, bucket), call.query), ("Accept-Ranges", "bytes")]
    content = version.content
    try:
        span = span_clipped(call.header("range"), content.length)
    except UnsatisfiableError as error:
        raise CosError("InvalidRange", headers={"Content-Range": f"bytes */{content.length}"}) from error
    if span is None:
        return Answer(200, headers, content)
    first, last = span
    headers.append(("Content-Range", f"bytes {first}-{last}/{content.length}"))
    return Answer(206, headers, content.slice(first, last - first + 1))


def get_symlink(call: Call) -> Answer:
    """The link itself. No page tells of it, only the vendor's own client (cos-python-sdk-v5 1.9.44, get_symlink)."""
    bucket = home(call)
    version = wanted_version(call, bucket)
    if version.kind is not Kind.SYMLINK:
        raise CosError("InvalidArgument", "The object is not a symbolic link.")
    target = ("x-cos-symlink-target", quote(version.target, safe="/"))
    return Answer(200, [("ETag", quoted(etag_of(version))), target, *version_header(version, bucket)])


def _read(call: Call, bucket: Bucket) -> Version:
    return as_read(bucket, wanted_version(call, bucket))


def put_object(call: Call) -> Answer:
    bucket = home(call)
    check_body(call)
    if call.body.blob.length > PUT_MAX:
        raise CosError("EntityTooLarge")
    check_create_only(call, bucket)
    md5 = call.body.md5
    version = replace(draft(call), content=of_blob(call.body.blob), etag=md5.hex().upper(), md5=md5)
    stored = call.world.put(bucket.name, call.key, version)
    return Answer(200, written_headers(stored, bucket))


def delete_object(call: Call) -> Answer:
    """204 even when there was nothing to delete."""
    bucket = home(call)
    deleted = call.world.erase(bucket.name, call.key, call.query.get("versionId"), call.now)
    return Answer(204, _deletion_headers(deleted))


def _deletion_headers(deleted: Deleted) -> list[tuple[str, str]]:
    """What became of the object; nothing where there are no versions."""
    if not deleted.version_id:
        return []
    marker = [("x-cos-delete-marker", "true")] if deleted.marker else []
    return [*marker, ("x-cos-version-id", deleted.version_id)]


def restore_object(call: Call) -> Answer:
    """202 for the first request, 200 when it is restored (longer then), 409 while it is under way."""
    bucket = home(call)
    version = wanted_version(call, bucket)
    if not version.archived:
        raise CosError("RestoreNonArchiveObject")
    days = _restore_days(call, version)
    archive_state = version.archive_state(call.now)
    if archive_state is ArchiveState.RESTORING:
        raise CosError("RestoreAlreadyInProgress")
    asked_back = version.asked_back(call.now, call.settings.restore_s, days * _DAY_S)
    call.world.swap(bucket.name, call.key, version, asked_back)
    return Answer(202 if archive_state is ArchiveState.FROZEN else 200, version_header(version, bucket))


def _restore_days(call: Call, version: Version) -> int:
    """The days of the request, whose tier must be one of the storage class's."""
    tree = xml_body(call, "RestoreRequest")
    tier = tree.findtext("CASJobParameters/Tier", "Standard").strip()
    check_word("Tier", tier, TIERS[class_name(version.storage_class)])
    days = whole_number(tree.findtext("Days", "").strip())
    if days is None:
        raise CosError("MalformedXML")
    if not 1 <= days <= 365:
        raise CosError("InvalidArgument", "Days is out of range.")
    return days
